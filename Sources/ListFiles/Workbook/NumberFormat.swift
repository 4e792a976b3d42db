import ThreeLists

/// What a number format makes of a number, as far as a list needs it.
enum NumberFormat: Hashable {
  /// The number as it is.
  case plain
  /// A power of ten, such as 2.3E+14: what digits it hides nobody can see.
  case scientific
  /// A day, with the time of day where there is one.
  case date
  /// A time of day.
  case time
  /// A whole number filled up with zeros, with fixed signs before, behind and between its digits:
  /// R007, 0458-3333333.
  case padded([Piece])

  /// A part of such a number.
  enum Piece: Hashable {
    /// Fixed signs.
    case literal(String)
    /// Places of so many digits.
    case digits(Int)
  }

  /// A built-in format (ECMA-376, 18.8.30; 27 to 36 and 50 to 58 are those of Chinese, Japanese
  /// and Korean programs).
  init(builtIn number: Int) {
    switch number {
    case 11, 48: self = .scientific
    case 14...17, 22, 27...31, 36, 50...54, 57, 58: self = .date
    case 18...21, 32...35, 45...47, 55, 56: self = .time
    default: self = .plain
    }
  }

  /// A format by its code; of several sections the first.
  init(code: String) {
    var scan = FormatScan()
    scan.read(code)
    if scan.isGeneral {
      self = .plain
    } else if scan.hasExponent {
      self = .scientific
    } else if scan.letters.contains(where: { "yd".contains($0) }) {
      self = .date
    } else if scan.letters.contains(where: { "hs".contains($0) }) || scan.isElapsed {
      self = .time
    } else if scan.letters.contains("m") || scan.letters.contains("e") {
      self = .date
    } else if scan.digits > 0, !scan.hasOther, scan.size <= 32,
      !scan.isDivided || !scan.hasBracket
    {
      self = .padded(scan.pieces)
    } else {
      self = .plain
    }
  }

  /// The text of a number in this format.
  ///
  /// - Parameters:
  ///   - number: as the file has it, in decimal digits.
  ///   - isFrom1904: whether days are counted from 1904-01-01.
  /// - Returns: digits of a whole number below 10¹⁵, which a spreadsheet holds exactly, with the zeros
  ///   and the fixed signs that it is shown with; a greater one, and one shown so, as a power of ten;
  ///   a date as 2026-11-23.
  func text(of number: String, isFrom1904: Bool) -> String {
    guard let value = Double(number), value.isFinite else { return number }
    switch self {
    case .plain: return NumberFormat.plain(value)
    case .scientific:
      return value == value.rounded() && abs(value) >= 100_000
        ? NumberFormat.powerOfTen(value) : NumberFormat.plain(value)
    case .padded(let pieces):
      let whole = NumberFormat.plain(value)
      // Nothing is rounded: what is no whole number, or below 0, stays as the cell has it.
      return whole.allSatisfy(\.isNumber) ? NumberFormat.filled(pieces, with: whole) : whole
    case .date, .time:
      return SerialDate(value, isFrom1904: isFrom1904)?.text(isTime: self == .time)
        ?? NumberFormat.plain(value)
    }
  }

  /// Digits put into their places from the right, as spreadsheets do it: zeros fill up places that
  /// are left, and digits that are too many stand before the first place.
  private static func filled(_ pieces: [Piece], with digits: String) -> String {
    var rest = digits[...]
    var isFirst = true
    let places = pieces.reduce(0) { sum, piece in
      if case .digits(let count) = piece { sum + count } else { sum }
    }
    let surplus = max(0, digits.count - places)
    if digits.count < places {
      rest = (String(repeating: "0", count: places - digits.count) + digits)[...]
    }
    return pieces.reduce(into: "") { text, piece in
      switch piece {
      case .literal(let signs): text += signs
      case .digits(let count):
        let own = rest.prefix(count + (isFirst ? surplus : 0))
        text += own
        rest = rest.dropFirst(own.count)
        isFirst = false
      }
    }
  }

  private static func plain(_ value: Double) -> String {
    guard value == value.rounded() else { return "\(value)" }
    return abs(value) < 1e15 ? "\(Int(value))" : powerOfTen(value)
  }

  /// Such as 2.30799001001001E+17, with the fifteen digits that a spreadsheet keeps.
  private static func powerOfTen(_ value: Double) -> String {
    let sign = value < 0 ? "-" : ""
    // A double's shortest text has its digits and, from 1e16 on, its power.
    let parts = "\(abs(value))".lowercased().split(separator: "e")
    let whole = parts[0].split(separator: ".")
    let power = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + whole[0].count - 1
    let digits = whole[0] + (whole.count > 1 && whole[1] != "0" ? whole[1] : "")
    var rest = digits.dropFirst().prefix(14)
    while rest.hasSuffix("0") { rest.removeLast() }
    return "\(sign)\(digits.prefix(1))\(rest.isEmpty ? "" : "." + rest)E+\(power)"
  }
}

/// What stands in a format's code.
private struct FormatScan {
  var letters: Set<Character> = []
  var hasExponent = false
  var isElapsed = false
  var isGeneral = false
  var digits = 0
  var hasOther = false
  /// Whether brackets hold anything but a colour or a language: a condition, numerals, a currency.
  var hasBracket = false
  var pieces: [NumberFormat.Piece] = []

  /// Bytes of the shortest text in this format.
  var size: Int {
    pieces.reduce(0) { sum, piece in
      switch piece {
      case .literal(let signs): sum + signs.utf8.count
      case .digits(let count): sum + count
      }
    }
  }

  /// Whether fixed signs stand between digits.
  var isDivided: Bool {
    pieces.count { if case .digits = $0 { true } else { false } } > 1
  }

  mutating func read(_ code: String) {
    if code.lowercased().hasPrefix("general") || code == "@" {
      isGeneral = true
      return
    }
    let signs = Array(code)
    var index = 0
    while index < signs.count, signs[index] != ";" {
      switch signs[index] {
      case "\"":
        index += 1
        while index < signs.count, signs[index] != "\"" {
          literal(signs[index])
          index += 1
        }
      case "\\":
        index += 1
        if index < signs.count { literal(signs[index]) }
      // A blank as wide as a sign, and a sign that fills the cell.
      case "_", "*": index += 1
      case "[":
        let begin = index + 1
        while index < signs.count, signs[index] != "]" { index += 1 }
        bracket(String(signs[min(begin, index)..<index]).lowercased())
      case "0":
        place()
      case "e", "E":
        let isPower = index + 1 < signs.count && "+-".contains(signs[index + 1]) && digits > 0
        if isPower { hasExponent = true } else { letters.insert("e") }
      case "#", "?", ".", ",", "%", "@", "/": other(signs[index])
      default: letter(signs[index])
      }
      index += 1
    }
  }

  private mutating func bracket(_ content: String) {
    if !content.isEmpty, content.allSatisfy({ "hms".contains($0) }) { isElapsed = true }
    if !content.hasPrefix("$-"), !FormatScan.colours.contains(content),
      !content.hasPrefix("color")
    {
      hasBracket = true
    }
  }

  private static let colours: Set<String> = [
    "black", "blue", "cyan", "green", "magenta", "red", "white", "yellow",
  ]

  private mutating func place() {
    digits += 1
    if case .digits(let count) = pieces.last {
      pieces[pieces.count - 1] = .digits(count + 1)
    } else {
      pieces.append(.digits(1))
    }
  }

  private mutating func literal(_ sign: Character) {
    if case .literal(let signs) = pieces.last {
      pieces[pieces.count - 1] = .literal(signs + String(sign))
    } else {
      pieces.append(.literal(String(sign)))
    }
  }

  private mutating func other(_ sign: Character) {
    // A slash divides the parts of a date, too.
    if sign == "#", digits == 0 { digits += 1 }
    hasOther = true
  }

  private mutating func letter(_ sign: Character) {
    let small = Character(sign.lowercased())
    if "ymdhs".contains(small) { letters.insert(small) } else { literal(sign) }
  }
}

/// A day and time counted in days, as spreadsheets keep them.
struct SerialDate {
  private let day: Int
  private let seconds: Int
  private let isFrom1904: Bool

  /// A serial number; nil outside the days a spreadsheet can show.
  init?(_ value: Double, isFrom1904: Bool) {
    guard value >= 0, value < 2_958_466 else { return nil }
    let total = Int((value * 86_400).rounded())
    day = total / 86_400
    seconds = total % 86_400
    self.isFrom1904 = isFrom1904
  }

  /// 2026-11-23, with 09:30 behind it where it has a time; a time alone where that is meant.
  func text(isTime: Bool) -> String? {
    if isTime, day == 0 { return time }
    guard let date else { return nil }
    return seconds == 0 ? date : "\(date) \(time)"
  }

  private var date: String? {
    if isFrom1904 { return Day(year: 1904, month: 1, day: 1)?.adding(days: day).description }
    // The calendar of 1900 has a 29 February, which that year did not; there is no day 0.
    guard day > 0 else { return nil }
    if day == 60 { return "1900-02-29" }
    return Day(year: 1900, month: 1, day: 1)?.adding(days: day - (day > 60 ? 2 : 1)).description
  }

  private var time: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return seconds % 60 == 0 ? minutes : "\(minutes):\(two(seconds % 60))"
  }
}
