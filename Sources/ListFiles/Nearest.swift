/// Finds what somebody may have meant.
enum Nearest {
  /// The known words nearest to a text, at most three, nearest first, then in the order given.
  ///
  /// Only words at most half of whose characters would have to change are near.
  static func words(to text: String, among known: [String]) -> [String] {
    NearestWords(known).words(to: text)
  }

  /// The nearest word, or nil.
  static func word(to text: String, among known: [String]) -> String? {
    words(to: text, among: known).first
  }
}

/// Known words, made ready to be compared with many texts.
///
/// Texts longer than any sensible word are near to nothing; what was found is remembered.
struct NearestWords {
  private static let longest = 64
  /// Comparisons that ``word(to:)`` may spend, a second or two: a list whose references are all
  /// wrong has one cause, and need not be told the nearest word each time.
  private var comparisonsLeft = 5_000_000

  private let known: [String]
  private let lowered: [[Unicode.Scalar]]
  private var remembered: [String: [String]] = [:]

  init(_ known: [String]) {
    self.known = known
    lowered = known.map { Array($0.lowercased().unicodeScalars) }
  }

  /// The nearest word, remembered; nil also when too many have been asked for.
  mutating func word(to text: String) -> String? {
    if let known = remembered[text] { return known.first }
    guard comparisonsLeft >= known.count else { return nil }
    comparisonsLeft -= known.count
    let found = words(to: text)
    remembered[text] = found
    return found.first
  }

  /// At most three words, nearest first, then in the order given.
  func words(to text: String) -> [String] {
    let wanted = Array(text.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= NearestWords.longest else { return [] }
    var row: [Int] = []
    var best: [(distance: Int, index: Int)] = []
    for (index, word) in lowered.enumerated() where !word.isEmpty {
      let longer = max(wanted.count, word.count)
      let limit = best.count == 3 ? best[2].distance - 1 : longer
      let contains = NearestWords.isPart(wanted, of: word) || NearestWords.isPart(word, of: wanted)
      guard contains || abs(wanted.count - word.count) <= min(limit, longer / 2) else { continue }
      let distance = NearestWords.distance(wanted, word, &row)
      guard contains || distance * 2 <= longer, distance <= limit else { continue }
      best.append((distance, index))
      best.sort { $0 < $1 }
      if best.count > 3 { best.removeLast() }
    }
    return best.map { known[$0.index] }
  }

  /// Whether a word stands somewhere in another.
  private static func isPart(_ part: [Unicode.Scalar], of whole: [Unicode.Scalar]) -> Bool {
    guard part.count <= whole.count else { return false }
    for begin in 0...(whole.count - part.count) where whole[begin] == part[0] {
      if whole[begin...].starts(with: part) { return true }
    }
    return false
  }

  /// Levenshtein's distance; `row` is room to work in.
  private static func distance(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], _ row: inout [Int]
  ) -> Int {
    row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.enumerated() {
        let substituted = diagonal + (character == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
