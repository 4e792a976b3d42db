import ThreeLists

/// Full-width forms of ASCII, made plain; spaces too.
enum Folding {
  static func folded(_ text: String) -> String {
    // U+3000 begins with the byte E3, U+FF01...U+FF5E with EF; most texts have neither.
    guard text.utf8.contains(where: { $0 == 0xE3 || $0 == 0xEF }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// Whole numbers and dates, strictly: digits and nothing else.
enum Numerals {
  /// A number of ASCII digits, at most 18 of them; nil for anything else.
  static func number(_ digits: some StringProtocol) -> Int? {
    guard !digits.isEmpty, digits.utf8.count <= 18,
      digits.utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(digits)
  }

  /// What a text says of a date.
  enum DateReading: Hashable {
    case day(Day)
    case impossible
    case noDate
  }

  /// A date as 2026-11-23, 2026/11/3 or 2026年11月3日.
  static func date(_ text: String) -> DateReading {
    let parts: [Substring]
    if text.hasSuffix("日") {
      let years = text.dropLast().split(separator: "年", omittingEmptySubsequences: false)
      guard years.count == 2 else { return .noDate }
      parts = [years[0]] + years[1].split(separator: "月", omittingEmptySubsequences: false)
    } else {
      let separator: Character = text.contains("/") ? "/" : "-"
      parts = text.split(separator: separator, omittingEmptySubsequences: false)
    }
    guard parts.count == 3, parts[0].count == 4, parts[1].count <= 2, parts[2].count <= 2,
      let year = number(parts[0]), let month = number(parts[1]), let day = number(parts[2]),
      Day.years.contains(year)
    else { return .noDate }
    return Day(year: year, month: month, day: day).map(DateReading.day) ?? .impossible
  }
}
