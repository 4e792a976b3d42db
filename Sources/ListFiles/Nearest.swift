/// Finds what somebody may have meant.
public enum Nearest {
  /// The known words nearest to a text, at most three, nearest first, then in the order given.
  ///
  /// Only words at most half of whose characters would have to change are near.
  public static func words(to text: String, among known: [String]) -> [String] {
    let wanted = Array(text.lowercased())
    let scored = known.enumerated().compactMap { index, word -> (Int, Int)? in
      let distance = distance(wanted, Array(word.lowercased()))
      let contains = !text.isEmpty && (word.contains(text) || text.contains(word))
      return contains || distance * 2 <= max(wanted.count, word.count) ? (distance, index) : nil
    }
    return scored.sorted { $0 < $1 }.prefix(3).map { known[$0.1] }
  }

  /// The nearest word, or nil.
  static func word(to text: String, among known: [String]) -> String? {
    words(to: text, among: known).first
  }

  /// Levenshtein's distance.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var row = Array(0...right.count)
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
