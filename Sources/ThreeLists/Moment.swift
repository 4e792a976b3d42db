/// A minute of a civil day, without time zone: what a clock on the office's wall shows.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day.
  public var day: Day
  /// Minutes since midnight, 0...1439.
  public var minute: Int

  /// Minutes of a whole day.
  public static let minutesOfDay = 1440

  /// A moment by its parts.
  ///
  /// - Precondition: `minute` is in 0..<1440.
  public init(day: Day, minute: Int = 0) {
    precondition((0..<Moment.minutesOfDay).contains(minute), "a day has 1440 minutes")
    self.day = day
    self.minute = minute
  }

  /// A moment by its text: `2026-11-23T14:05`, or `2026-11-23`, the beginning of that day; nil for
  /// anything else.
  public init?(_ text: String) {
    let halves = text.split(separator: "T", omittingEmptySubsequences: false)
    guard let first = halves.first, halves.count <= 2, let day = Moment.day(first) else {
      return nil
    }
    var minute = 0
    if halves.count == 2 {
      guard let found = Moment.minute(halves[1]) else { return nil }
      minute = found
    }
    self.init(day: day, minute: minute)
  }

  /// Minutes since midnight of `14:05`; nil for anything else.
  public static func minute(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = number(parts[0], digits: 2), hour < 24,
      let minute = number(parts[1], digits: 2), minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  private static func day(_ text: Substring) -> Day? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4),
      let month = number(parts[1], digits: 2), let day = number(parts[2], digits: 2)
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  /// `14:05` of minutes since midnight.
  public static func clock(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minute / 60)):\(two(minute % 60))"
  }

  /// ISO 8601 without seconds: 2026-11-23T14:05.
  public var description: String { "\(day)T\(Moment.clock(minute))" }

  /// Earlier moments come first.
  public static func < (left: Moment, right: Moment) -> Bool {
    (left.day, left.minute) < (right.day, right.minute)
  }
}
