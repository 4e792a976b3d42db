import Testing

@testable import ThreeLists

/// Each eligibility rule alone, and the judgement that joins them.
@Suite struct RuleTests {
  private let week: Week
  private var need: Need
  private var resource: Resource

  init() throws {
    week = try #require(Week("2026-W48"))
    let origin = Origin(file: "needs.csv", line: 2)
    need = Need(
      id: "N001", origin: origin, grid: try #require(GridCode("230799001001001")),
      category: "理发", reportedOn: try #require(Day(year: 2026, month: 11, day: 20)))
    resource = Resource(id: "R001", origin: origin, unit: "县司法局", areas: [.everywhere], weekly: 3)
    resource.categories = ["理发"]
    resource.roles = ["法律"]
    resource.skills = ["手语", "方言"]
  }

  private func sessions(_ codes: String) -> SessionSet {
    SessionSet(codes.split(separator: " ").compactMap { Session(String($0)) })
  }

  private func day(_ number: Int) throws -> Day {
    try #require(Day(year: 2026, month: 11, day: number))
  }

  private func judge(
    _ need: Need, _ resource: Resource, role: String? = nil, open: SessionSet = .all
  ) -> Judgement {
    Eligibility.judge(need, role: role, resource, open: open, week: week)
  }

  @Test func category() {
    #expect(Eligibility.offersCategory(need, resource))
    var other = resource
    other.categories = ["维修"]
    #expect(!Eligibility.offersCategory(need, other))
    #expect(judge(need, other).failed == [.category])
  }

  @Test func role() {
    #expect(Eligibility.takesRole("法律", resource))
    #expect(!Eligibility.takesRole("社工", resource))
    #expect(judge(need, resource, role: "社工").failed == [.role])
    // A place of a team is filled by role; the category does not matter.
    var other = resource
    other.categories = []
    #expect(judge(need, other, role: "法律").failed.isEmpty)
  }

  @Test func skills() {
    var asking = need
    asking.skills = ["手语", "方言"]
    #expect(Eligibility.hasSkills(asking, resource))
    asking.skills = ["手语", "急救"]
    #expect(!Eligibility.hasSkills(asking, resource))
    #expect(judge(asking, resource).failed == [.skills])
  }

  @Test func exclusions() {
    var asking = need
    asking.without = ["急救"]
    #expect(Eligibility.hasNoExcludedSkill(asking, resource))
    asking.without = ["急救", "方言"]
    #expect(!Eligibility.hasNoExcludedSkill(asking, resource))
    #expect(judge(asking, resource).failed == [.exclusions])
  }

  @Test func area() throws {
    var other = resource
    other.areas = [
      .prefix(try #require(GridCode("230799002"))), .prefix(try #require(GridCode("2307990010"))),
    ]
    #expect(Eligibility.coversGrid(need, other))
    other.areas.removeLast()
    #expect(!Eligibility.coversGrid(need, other))
    #expect(judge(need, other).failed == [.area])
  }

  @Test func banned() {
    var asking = need
    asking.banned = ["R002"]
    #expect(Eligibility.isNotBanned(asking, resource))
    asking.banned = ["R001", "R002"]
    #expect(!Eligibility.isNotBanned(asking, resource))
    #expect(judge(asking, resource).failed == [.banned])
  }

  @Test func open() throws {
    var policy = Policy.standard
    policy.closures = [
      .weekly(try #require(Session("日晚"))), .day(try day(24)), .part(try day(25), 0),
      .day(try day(30)),
    ]
    let open = Eligibility.openSessions(policy, week)
    #expect(SessionSet.all.subtracting(open) == sessions("日晚 二上 二下 二晚 三上"))
    #expect(judge(need, resource, open: []).failed == [.open])
    #expect(Eligibility.openSessions(.standard, week) == .all)
  }

  @Test func needSessions() {
    var asking = need
    #expect(Eligibility.needSessions(asking) == .all)
    asking.sessions = sessions("三上 四下")
    #expect(judge(asking, resource).sessions == sessions("三上 四下"))
    asking.sessions = []
    #expect(judge(asking, resource).failed == [.needSessions])
  }

  @Test func resourceSessions() {
    var other = resource
    other.sessions = sessions("五晚")
    #expect(Eligibility.resourceSessions(other) == sessions("五晚"))
    #expect(judge(need, other).sessions == sessions("五晚"))
    other.sessions = []
    #expect(judge(need, other).failed == [.resourceSessions])
  }

  @Test func reported() throws {
    var asking = need
    #expect(Eligibility.sinceReported(asking, week) == .all)
    asking.reportedOn = try day(28)
    #expect(Eligibility.sinceReported(asking, week) == sessions("六上 六下 六晚 日上 日下 日晚"))
    asking.reportedOn = try day(30)
    #expect(Eligibility.sinceReported(asking, week).isEmpty)
    #expect(judge(asking, resource).failed == [.reported])
  }

  @Test func due() throws {
    var asking = need
    #expect(Eligibility.untilDue(asking, week) == .all)
    asking.dueOn = try day(24)
    #expect(Eligibility.untilDue(asking, week) == sessions("一上 一下 一晚 二上 二下 二晚"))
    asking.dueOn = try day(23)
    #expect(Eligibility.untilDue(asking, week).dayCount == 1)
    // Overdue needs are still served, on any day.
    asking.dueOn = try day(22)
    #expect(Eligibility.untilDue(asking, week) == .all)
    asking.dueOn = try day(24)
    asking.reportedOn = try day(25)
    #expect(judge(asking, resource).failed == [.reported, .due])
  }

  @Test func valid() throws {
    var other = resource
    #expect(Eligibility.untilExpiry(other, week) == .all)
    other.validTo = try day(23)
    #expect(Eligibility.untilExpiry(other, week) == sessions("一上 一下 一晚"))
    #expect(!other.isExpired(before: week))
    other.validTo = try day(22)
    #expect(Eligibility.untilExpiry(other, week).isEmpty)
    #expect(other.isExpired(before: week))
    #expect(judge(need, other).failed == [.valid])
  }

  @Test func allRulesAreNamedInTheirOrder() {
    #expect(Rule.allCases.map(\.position) == Array(0..<12))
    #expect(Rule.allCases == Rule.allCases.sorted())
    #expect(
      Rule.allCases.map(\.rawValue) == [
        "category", "role", "skills", "exclusions", "area", "banned", "open", "need-sessions",
        "resource-sessions", "reported", "due", "valid",
      ])
  }

  @Test func everyPairRuleIsToldAndOfSessionsThoseThatStrikeOut() {
    var asking = need
    asking.skills = ["急救"]
    asking.without = ["方言"]
    asking.banned = ["R001"]
    asking.category = "维修"
    asking.sessions = sessions("一上")
    var other = resource
    other.areas = []
    other.sessions = sessions("一下")
    #expect(
      judge(asking, other).failed == [
        .category, .skills, .exclusions, .area, .banned, .needSessions, .resourceSessions,
      ])
    #expect(judge(asking, other).sessions.isEmpty)
    // A rule that strikes nothing out that was left is not told.
    let judged = Eligibility.judgeSessions(
      open: .all, need: sessions("一上"), resource: sessions("一下"), reported: sessions("一上"),
      due: .all, valid: sessions("二上"))
    #expect(judged.failed == [.needSessions, .resourceSessions])
  }

  @Test func sessionsLeftAreThoseThatAllRulesPass() {
    let judged = Eligibility.judgeSessions(
      open: sessions("一上 一下 二上 二下"), need: sessions("一下 二上 二下"),
      resource: sessions("二上 二下 三上"), reported: .all, due: .all, valid: sessions("二下 三上"))
    #expect(judged.sessions == sessions("二下"))
    #expect(judged.failed.isEmpty)
  }
}
