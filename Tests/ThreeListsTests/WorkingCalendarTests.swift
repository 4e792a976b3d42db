import Testing

@testable import ThreeLists

@Suite struct WorkingCalendarTests {
  private func at(_ text: String) throws -> Moment { try #require(Moment(text)) }

  @Test func momentsReadBack() throws {
    for text in ["2026-11-23T00:00", "2026-11-23T23:59"] {
      #expect(Moment(text)?.description == text)
    }
    #expect(Moment("2026-11-23") == Moment("2026-11-23T00:00"))
    for text in [
      "", "2026-11-23T24:00", "2026-11-23T9:00", "2026-1-23", "2026-02-30", "2026-11-23T", "T09:00",
      "2026-11-23T09:60", "2026-11-23T09:00:00", "2026-11-23 09:00", "2026/11/23",
    ] {
      #expect(Moment(text) == nil, "\(text)")
    }
    #expect(try at("2026-11-23T09:00") < at("2026-11-23T09:01"))
    #expect(try at("2026-11-23T23:00") < at("2026-11-24T01:00"))
  }

  @Test func limitsReadBack() {
    for text in ["1h", "999h", "1d", "20d"] { #expect(WorkLimit(text)?.description == text) }
    for text in ["", "h", "0d", "-1d", "+1d", "1000h", "1.5h", "1w", "01d", "1 d"] {
      #expect(WorkLimit(text) == nil, "\(text)")
    }
  }

  /// Counted with a finger on the calendar: the 23rd of November 2026 is a Monday.
  @Test(arguments: [
    ("1d", "2026-11-23T09:00", "2026-11-24T17:30"),
    ("1d", "2026-11-23T23:59", "2026-11-24T17:30"),
    ("1d", "2026-11-27T09:00", "2026-11-30T17:30"),
    ("1d", "2026-11-28T09:00", "2026-11-30T17:30"),
    ("5d", "2026-11-25T09:00", "2026-12-02T17:30"),
    ("2h", "2026-11-23T09:00", "2026-11-23T11:00"),
    ("3h", "2026-11-23T09:00", "2026-11-23T12:00"),
    ("4h", "2026-11-23T09:00", "2026-11-23T14:30"),
    ("2h", "2026-11-23T12:30", "2026-11-23T15:30"),
    ("2h", "2026-11-23T17:00", "2026-11-24T10:00"),
    ("2h", "2026-11-27T17:30", "2026-11-30T10:30"),
    ("8h", "2026-11-28T03:00", "2026-12-01T09:00"),
  ]) func limitsEndInWorkingTime(limit: String, begin: String, end: String) throws {
    let found = WorkingCalendar().end(of: try #require(WorkLimit(limit)), from: try at(begin))
    #expect(found?.description == end)
  }

  /// The National Day of 2026 with a Sunday and a Saturday worked in its stead.
  @Test func holidaysAndMakeUpDays() throws {
    var calendar = WorkingCalendar()
    calendar.holidays = Set(try (1...7).map { try at("2026-10-0\($0)").day })
    calendar.makeUpDays = [try at("2026-09-27").day, try at("2026-10-10").day]
    let end = calendar.end(of: .days(3), from: try at("2026-09-30T10:00"))
    #expect(end?.description == "2026-10-10T17:30")
    #expect(
      calendar.end(of: .days(1), from: try at("2026-09-25T10:00"))?.description
        == "2026-09-27T17:30")
    #expect(
      calendar.end(of: .hours(2), from: try at("2026-09-30T16:30"))?.description
        == "2026-10-08T09:30")
    #expect(!calendar.isWorked(try at("2026-10-02").day))
    #expect(calendar.isWorked(try at("2026-10-10").day))
    #expect(
      calendar.minutes(from: try at("2026-09-30T16:30"), to: try at("2026-10-08T09:30")) == 120)
  }

  @Test func timeThatNeverComesHasNoEnd() throws {
    var calendar = WorkingCalendar()
    calendar.weekdays = []
    #expect(calendar.end(of: .days(1), from: try at("2026-11-23")) == nil)
    #expect(calendar.end(of: .hours(1), from: try at("2026-11-23")) == nil)
    calendar = WorkingCalendar()
    calendar.hours = []
    #expect(calendar.end(of: .hours(1), from: try at("2026-11-23")) == nil)
  }

  /// Working minutes up to a limit's end are the limit, from any minute of a week.
  @Test func minutesAreThoseOfTheLimit() throws {
    let calendar = WorkingCalendar()
    for minute in stride(from: 0, to: 7 * 1440, by: 7) {
      let begin = Moment(
        day: try at("2026-11-23").day.adding(days: minute / 1440), minute: minute % 1440)
      for hours in [1, 3, 8, 40] {
        let end = try #require(calendar.end(of: .hours(hours), from: begin))
        #expect(calendar.minutes(from: begin, to: end) == hours * 60)
        #expect(calendar.minutes(from: end, to: begin) == 0)
      }
    }
  }
}
