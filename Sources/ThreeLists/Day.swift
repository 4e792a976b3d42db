/// A civil date of the Gregorian calendar, without clock, time zone or locale.
///
/// Conversion follows the era-based day count published by Howard Hinnant ("chrono-compatible
/// low-level date algorithms"); exact for every year the lists may hold.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01, which was a Thursday.
  public let ordinal: Int

  /// A day by its distance from 1970-01-01, in days.
  public init(ordinal: Int) { self.ordinal = ordinal }

  /// The years that lists may name.
  public static let years = 1900...2999

  /// A day by its parts; nil when the calendar has no such day (31 February) or the year is
  /// outside 1900...2999.
  public init?(year: Int, month: Int, day: Int) {
    guard Day.years.contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.ordinal = era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month and day of the month.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = ordinal + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthPrime = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthPrime + 2) / 5 + 1
    let month = monthPrime < 10 ? monthPrime + 3 : monthPrime - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The weekday, from 0, Monday, to 6, Sunday.
  public var weekday: Int { ((ordinal + 3) % 7 + 7) % 7 }

  /// The day so many days later (earlier when negative).
  public func adding(days: Int) -> Day { Day(ordinal: ordinal + days) }

  /// Whole days from the other day to this one.
  public func days(since other: Day) -> Int { ordinal - other.ordinal }

  /// ISO 8601: 2026-11-23.
  public var description: String {
    let (year, month, day) = parts
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// Earlier days come first.
  public static func < (left: Day, right: Day) -> Bool { left.ordinal < right.ordinal }
}
