import Testing

@testable import ThreeLists

@Suite struct CalendarTests {
  @Test func dayZeroIsTheFirstOfJanuary1970() throws {
    let day = try #require(Day(year: 1970, month: 1, day: 1))
    #expect(day.ordinal == 0)
    #expect(day.weekday == 3)
  }

  /// Every day of the years that lists may name, counted one by one.
  @Test func everyDayReadsBackToItsParts() throws {
    var day = try #require(Day(year: 1900, month: 1, day: 1))
    #expect(day.weekday == 0)
    var weekday = 0
    for year in 1900...2999 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        .enumerated()
      {
        for number in 1...length {
          guard day == Day(year: year, month: month + 1, day: number),
            day.parts == (year, month + 1, number), day.weekday == weekday
          else {
            Issue.record("\(year)-\(month + 1)-\(number) is \(day)")
            return
          }
          day = day.adding(days: 1)
          weekday = (weekday + 1) % 7
        }
      }
    }
    #expect(day.parts == (3000, 1, 1))
  }

  @Test(arguments: [
    (2026, 2, 29), (2026, 2, 31), (2100, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1),
    (2026, 1, 0), (1899, 12, 31), (3000, 1, 1),
  ])
  func daysThatNoCalendarHas(year: Int, month: Int, day: Int) {
    #expect(Day(year: year, month: month, day: day) == nil)
  }

  @Test func daysAreWrittenOrderedAndCounted() throws {
    let monday = try #require(Day(year: 2026, month: 11, day: 23))
    let other = try #require(Day(year: 2027, month: 1, day: 4))
    #expect(monday.description == "2026-11-23")
    #expect(other.description == "2027-01-04")
    #expect(monday < other)
    #expect(other.days(since: monday) == 42)
    #expect(monday.adding(days: 42) == other)
    #expect(other.adding(days: -42) == monday)
  }

  @Test func weekOfTheIssue() throws {
    let week = try #require(Week("2026-W48"))
    #expect(week.monday.description == "2026-11-23")
    #expect(week.sunday.description == "2026-11-29")
    #expect(week.description == "2026-W48")
    #expect(Week("2026-w48") == week)
    let session = try #require(Session("三上"))
    #expect(week.day(of: session).description == "2026-11-25")
  }

  /// ISO 8601's own corner cases.
  @Test(arguments: [
    ("2026-W01", "2025-12-29"), ("2026-W53", "2026-12-28"), ("2020-W53", "2020-12-28"),
    ("2021-W01", "2021-01-04"), ("2024-W01", "2024-01-01"), ("2023-W52", "2023-12-25"),
  ])
  func weeksAtTheTurnOfTheYear(text: String, monday: String) throws {
    let week = try #require(Week(text))
    #expect(week.monday.description == monday)
    #expect(week.description == text)
  }

  @Test(arguments: [
    "2025-W53", "2026-W00", "2026-W54", "2026W48", "2026-48", "26-W48", "2026-W4", "2026-W048",
    "2026-W48-1", "", "本周", "2026-Wxx", "2026-W+1", "+026-W48", "2026-V48",
  ])
  func weeksThatAreNone(text: String) { #expect(Week(text) == nil) }

  @Test func everyDayIsInItsWeek() throws {
    let first = try #require(Day(year: 2015, month: 1, day: 1))
    for distance in 0..<6000 {
      let day = first.adding(days: distance)
      let week = Week(containing: day)
      #expect(week.monday <= day && day <= week.sunday && week.monday.weekday == 0)
      #expect(Week(week.description) == week)
    }
  }

  @Test func sessionsAreTwentyOneInOrder() {
    let codes = [
      "一上", "一下", "一晚", "二上", "二下", "二晚", "三上", "三下", "三晚", "四上", "四下", "四晚", "五上", "五下",
      "五晚", "六上", "六下", "六晚", "日上", "日下", "日晚",
    ]
    #expect(Session.all.map(\.description) == codes)
    #expect(codes.compactMap { Session($0)?.index } == Array(0..<21))
    #expect(Session.all.map(\.weekday) == (0..<21).map { $0 / 3 })
    #expect(Session.all.map(\.part) == (0..<21).map { $0 % 3 })
    #expect(Session.all == Session.all.sorted())
  }

  @Test(arguments: ["", "三", "上", "八上", "三早", "周三上", "三上 ", "三上三下", "3上", "abcdef", "上三", "天上"])
  func sessionsThatAreNone(code: String) { #expect(Session(code) == nil) }

  @Test func setsOfSessions() {
    let some = Session.all.filter { [0, 2, 20].contains($0.index) }
    let set = SessionSet(some)
    #expect(set.sessions == some)
    #expect(set.count == 3)
    #expect(set.dayCount == 2)
    #expect(set.contains(some[1]))
    #expect(!set.contains(Session(index: 1)))
    #expect(SessionSet.all.count == 21)
    #expect(SessionSet.all.dayCount == 7)
    #expect(SessionSet([]).sessions.isEmpty)
  }
}
