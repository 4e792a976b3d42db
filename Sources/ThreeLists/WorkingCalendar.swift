/// A time limit as an office states it: working hours, or working days.
public enum WorkLimit: Hashable, Sendable, CustomStringConvertible {
  /// So many hours of working time.
  case hours(Int)
  /// The end of the n-th working day after the day on which it begins, which does not count
  /// itself.
  case days(Int)

  /// A limit by its text, `4h` or `3d`; nil for anything else.
  public init?(_ text: String) {
    guard let unit = text.last, let count = Int(text.dropLast()), (1...999).contains(count),
      text.utf8.first.map({ (49...57).contains($0) }) ?? false
    else { return nil }
    switch unit {
    case "h": self = .hours(count)
    case "d": self = .days(count)
    default: return nil
    }
  }

  /// `4h` or `3d`.
  public var description: String {
    switch self {
    case .hours(let count): "\(count)h"
    case .days(let count): "\(count)d"
    }
  }
}

/// When an office works: weekdays, hours, holidays, and days worked in a holiday's stead (调休).
public struct WorkingCalendar: Hashable, Sendable {
  /// Weekdays worked, 0 Monday to 6 Sunday.
  public var weekdays: Set<Int> = [0, 1, 2, 3, 4]
  /// Periods of a working day in minutes since midnight, in order, none touching the next.
  public var hours: [Range<Int>] = [510..<720, 810..<1050]
  /// Days not worked, whatever weekday they are.
  public var holidays: Set<Day> = []
  /// Days worked, whatever weekday they are; they win over holidays.
  public var makeUpDays: Set<Day> = []

  /// Monday to Friday, 8:30 to 12:00 and 13:30 to 17:30, no holiday.
  public init() {}

  /// Whether a day is worked.
  public func isWorked(_ day: Day) -> Bool {
    makeUpDays.contains(day) || weekdays.contains(day.weekday) && !holidays.contains(day)
  }

  /// Days that are looked through for a working day, ten years and more.
  private static let horizon = 4_000

  /// The moment at which a limit that begins at another moment runs out.
  ///
  /// - Parameters:
  ///   - limit: the limit.
  ///   - begin: when it begins.
  /// - Returns: the last moment in time; nil when the calendar has no working time for it.
  /// - Complexity: linear in the days between.
  public func end(of limit: WorkLimit, from begin: Moment) -> Moment? {
    guard let closing = hours.last?.upperBound else { return nil }
    switch limit {
    case .days(let count):
      var left = count
      for offset in 1...WorkingCalendar.horizon {
        let day = begin.day.adding(days: offset)
        if isWorked(day) { left -= 1 }
        if left == 0 { return Moment(day: day, minute: min(closing, Moment.minutesOfDay - 1)) }
      }
    case .hours(let count):
      var left = count * 60
      for offset in 0...WorkingCalendar.horizon {
        let day = begin.day.adding(days: offset)
        guard isWorked(day) else { continue }
        for period in hours {
          let from = offset == 0 ? max(period.lowerBound, begin.minute) : period.lowerBound
          let length = max(0, period.upperBound - from)
          if left <= length {
            return Moment(day: day, minute: min(from + left, Moment.minutesOfDay - 1))
          }
          left -= length
        }
      }
    }
    return nil
  }

  /// The working minutes between two moments; 0 when the second is not later.
  ///
  /// - Complexity: linear in the days between.
  public func minutes(from begin: Moment, to end: Moment) -> Int {
    guard begin < end else { return 0 }
    var sum = 0
    for offset in 0...end.day.days(since: begin.day) {
      let day = begin.day.adding(days: offset)
      guard isWorked(day) else { continue }
      for period in hours {
        let from = day == begin.day ? max(period.lowerBound, begin.minute) : period.lowerBound
        let to = day == end.day ? min(period.upperBound, end.minute) : period.upperBound
        sum += max(0, to - from)
      }
    }
    return sum
  }
}
