import ThreeLists

/// A date in a form that is not taken, where what is meant can be seen.
public enum DateSlip: Hashable, Sendable {
  /// A time of the day stands behind it: 2026-11-20 09:30.
  case time(Day)
  /// The number under which spreadsheets keep it, in the calendar from 1900: 46346.
  case serial(Day)
  /// Other signs, or none, between its parts: 2026.11.20, 20261120.
  case form(Day)
  /// Its year lacks: 11月20日.
  case noYear

  /// What slipped in a text that is no date; nil where it cannot be seen.
  init?(_ text: String) {
    if let gap = text.firstIndex(where: { $0 == " " || $0 == "T" }),
      case .day(let day) = Numerals.date(String(text[..<gap])),
      text[gap...].dropFirst().allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ":" || $0 == ".") })
    {
      self = .time(day)
    } else if text.utf8.count == 5, let number = Numerals.number(text),
      DateSlip.serials.contains(number)
    {
      self = .serial(DateSlip.origin.adding(days: number))
    } else if let day = DateSlip.day(otherwiseWritten: text) {
      self = .form(day)
    } else if DateSlip.hasNoYear(text) {
      self = .noYear
    } else {
      return nil
    }
  }

  /// 2000-01-01 to 2099-12-31.
  private static let serials = 36_526...73_050
  /// 1899-12-30, from which spreadsheets count days after February 1900.
  private static let origin = Day(ordinal: -25_569)

  private static func day(otherwiseWritten text: String) -> Day? {
    var plain = ""
    if text.utf8.count == 8, Numerals.number(text) != nil {
      plain = "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
    } else {
      let signs: Set<Character> = ["/", ".", "年", "月"]
      plain = String(
        (text.last == "日" ? text.dropLast() : text[...]).map { signs.contains($0) ? "-" : $0 })
    }
    guard case .day(let day) = Numerals.date(plain) else { return nil }
    return day
  }

  private static func hasNoYear(_ text: String) -> Bool {
    let parts = text.split(separator: "月", omittingEmptySubsequences: false)
    guard parts.count == 2, let month = Numerals.number(parts[0]),
      let day = Numerals.number(parts[1].last == "日" ? parts[1].dropLast() : parts[1])
    else { return false }
    return Day(year: 2000, month: month, day: day) != nil
  }
}
