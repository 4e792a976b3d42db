import Testing
import ThreeLists

@testable import ListFiles

@Suite struct PolicyFileTests {
  private let folder: ListFolder

  init() throws { folder = try ListFolder() }

  private func read(_ text: String) throws(ListDefects) -> Policy {
    do {
      try folder.write(Array(text.utf8), to: "policy.yaml")
    } catch {
      Issue.record(error)
    }
    return try PolicyFile.read(folder.path("policy.yaml"))
  }

  @Test func theBuiltInPolicyReadsBack() throws {
    #expect(try read(PolicyFile.text(of: .standard)) == .standard)
  }

  @Test func everyPartReadsBack() throws {
    var policy = Policy.standard
    policy.levels = GridLevels(county: 2, town: 5, community: 7, grid: 30)
    policy.fairnessLevel = .town
    policy.historyWeeks = 26
    policy.openDictionaries = true
    let day = try #require(Day(year: 2026, month: 10, day: 1))
    policy.closures = [
      .weekly(try #require(Session("日晚"))), .day(day), .part(day.adding(days: 1), 0),
      .part(day.adding(days: 1), 1), .part(day.adding(days: 1), 2),
    ]
    policy.classes.byUrgency = [0, 0, 1, 3]
    policy.classes.specialGroupGain = 2
    policy.classes.carriedGain = 3
    policy.classes.carriedFrom = 5
    policy.tiers = ["units", "served.0", "served.1", "grids", "served.2", "served.3"]
      .compactMap { TierName($0) }
    policy.categories = CodeDictionary([
      .init(code: "a \"b\" \\", name: "甲: 乙 # 丙"), .init(code: "1", name: "true"),
      .init(code: "null", name: "~"),
    ])
    policy.roles = CodeDictionary([])
    policy.loop.steps[.respond] = [.hours(1), .hours(2), .days(3), .days(999)]
    policy.loop.overall = [.hours(1), .hours(1), .hours(1), .days(1)]
    policy.loop.calendar.weekdays = [1, 6]
    policy.loop.calendar.hours = [0..<1, 60..<1440]
    policy.loop.calendar.holidays = Set(
      ((0..<8) + [20] + (400..<900)).map { day.adding(days: $0) })
    policy.loop.calendar.makeUpDays = [day.adding(days: 9)]
    policy.loop.refusalReasons = CodeDictionary([.init(code: "busy", name: "忙")])
    policy.loop.holdingReasons = CodeDictionary([])
    #expect(try read(PolicyFile.text(of: policy)) == policy)
  }

  @Test(arguments: ["", "\n", "# 空\n", "{}\n"])
  func anEmptyPolicyIsTheBuiltInOne(text: String) throws {
    #expect(try read(text) == .standard)
  }

  @Test func absentKeysKeepTheBuiltInValues() throws {
    var expected = Policy.standard
    expected.levels.grid = 16
    expected.classes.byUrgency = [0, 1, 1, 3]
    #expect(try read("levels: {grid: 16}\nclasses:\n  重要: 1\n") == expected)
  }

  @Test func policiesMayBeInTheEncodingsOfLists() throws {
    let text = "classes: { 重要: 1 }\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    // 重要 in GB18030.
    let national = Array("classes: { ".utf8) + [0xD6, 0xD8, 0xD2, 0xAA] + Array(": 1 }\n".utf8)
    for bytes in [[0xFF, 0xFE] + little, national, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
      try folder.write(bytes, to: "policy.yaml")
      #expect(
        try PolicyFile.read(folder.path("policy.yaml")).classes.byUrgency == [0, 1, 1, 3])
    }
  }

  @Test(
    arguments: [
      ("fairness_level: village", ListDefect.Kind.Code.wrongValue, 1),
      ("history_weeks: 0", ListDefect.Kind.Code.wrongValue, 1),
      ("history_weeks: 521", ListDefect.Kind.Code.wrongValue, 1),
      ("history_weeks: 一季", ListDefect.Kind.Code.wrongValue, 1),
      ("\nlevels: [6]", .wrongValue, 2),
      ("levels:\n  grid: 9", .wrongValue, 2),
      ("levels:\n  grid: 16.5", .wrongValue, 2),
      ("closed: 日晚", .wrongValue, 1),
      ("closed:\n- 2026-02-30", .wrongValue, 2),
      ("closed:\n- 2026-+1-03", .wrongValue, 2),
      ("tiers: [served.1, served.0, served.2, served.3]", .wrongValue, 1),
      ("tiers: [served.0, served.1, served.2]", .wrongValue, 1),
      ("tiers: [served.0, served.1, served.2, served.3, units, units]", .repeatedValue, 1),
      ("kinds:\n  a: 甲\n  b: 甲", .repeatedValue, 3),
      ("kinds:\n  a: [甲]", .wrongValue, 2),
      ("rolls: {}", .unknownKey, 1),
      ("classes: { 特急: 9 }", .wrongValue, 1),
      ("roles: {a: 甲}\nroles: {b: 乙}", .notYAML, 1),
      ("roles: {", .notYAML, 2),
      ("\tlevels: {}", .notYAML, 1),
      ("a: &x [*x]", .notYAML, 1),
      ("- 1\n- 2", .wrongValue, 1),
      ("limits: { respond: [1h, 1d, 3d] }", .wrongValue, 1),
      ("limits:\n  overall: [1h, 1d, 3d, 5]", .wrongValue, 2),
      ("limits:\n  answer: [1h, 1d, 3d, 5d]", .unknownKey, 2),
      ("calendar: { weekdays: [一, 八] }", .wrongValue, 1),
      ("calendar: { weekdays: [] }", .wrongValue, 1),
      ("calendar:\n  hours: [\"08:30-12:00\", \"11:00-17:00\"]", .wrongValue, 2),
      ("calendar:\n  hours: []", .wrongValue, 2),
      ("calendar:\n  hours: [\"8:30-12:00\"]", .wrongValue, 2),
      ("calendar:\n  holidays: [\"2026-10-07..2026-10-01\"]", .wrongValue, 2),
      ("calendar:\n  holidays: [\"2026-02-30\"]", .wrongValue, 2),
      ("calendar:\n  make_up: \"2026-10-10\"", .wrongValue, 2),
      ("refusal_reasons: [a]", .wrongValue, 1),
      ("kinds:\n  1: 甲\n  \"1\": 乙", .notYAML, 2),
    ] as [(String, ListDefect.Kind.Code, Int)])
  func defectsHaveTheirLine(text: String, code: ListDefect.Kind.Code, line: Int) {
    do {
      let policy = try read(text)
      Issue.record("\(text) reads as \(policy)")
    } catch {
      #expect(error.defects.map(\.kind.code) == [code], "\(error.defects)")
      #expect(error.defects.first?.line == line, "\(error.defects)")
    }
  }

  @Test func filesThatAreNone() throws {
    #expect {
      try PolicyFile.read(folder.path("none.yaml"))
    } throws: { error in
      (error as? ListDefects)?.defects.map(\.kind) == [.noSuchFile]
    }
    try folder.write([], to: "folder.yaml/x")
    #expect {
      try PolicyFile.read(folder.path("folder.yaml"))
    } throws: { error in
      (error as? ListDefects)?.defects.map(\.kind) == [.unreadable]
    }
    try folder.write(
      [UInt8](repeating: 0x23, count: YAMLFile.limit + 1), to: "policy.yaml")
    #expect {
      try PolicyFile.read(folder.path("policy.yaml"))
    } throws: { error in
      (error as? ListDefects)?.defects.map(\.kind) == [.tooLarge(limit: YAMLFile.limit)]
    }
  }
}
