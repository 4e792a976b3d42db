/// A week of ISO 8601, Monday to Sunday, written `2026-W48`.
public struct Week: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first day of the week.
  public let monday: Day

  /// The week that contains a day.
  public init(containing day: Day) { monday = day.adding(days: -day.weekday) }

  /// A week by its ISO year and number; nil when that year has no such week.
  public init?(year: Int, number: Int) {
    guard (1...53).contains(number), let fourth = Day(year: year, month: 1, day: 4) else {
      return nil
    }
    let monday = fourth.adding(days: -fourth.weekday + 7 * (number - 1))
    guard monday.adding(days: 3).parts.year == year else { return nil }
    self.monday = monday
  }

  /// A week by its text, `2026-W48`; nil when the text has another form.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count == 4, parts[1].count == 3,
      parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
      parts[1].dropFirst().utf8.allSatisfy({ (48...57).contains($0) }),
      parts[1].first == "W" || parts[1].first == "w",
      let year = Int(parts[0]), let number = Int(parts[1].dropFirst())
    else { return nil }
    self.init(year: year, number: number)
  }

  /// The last day of the week.
  public var sunday: Day { monday.adding(days: 6) }

  /// The day on which a session of this week lies.
  public func day(of session: Session) -> Day { monday.adding(days: session.weekday) }

  /// ISO 8601: 2026-W48.
  public var description: String {
    let thursday = monday.adding(days: 3)
    let year = thursday.parts.year
    let first = Day(year: year, month: 1, day: 1).map { thursday.days(since: $0) } ?? 0
    let number = first / 7 + 1
    return "\(year)-W\(number < 10 ? "0" : "")\(number)"
  }

  /// Earlier weeks come first.
  public static func < (left: Week, right: Week) -> Bool { left.monday < right.monday }
}
