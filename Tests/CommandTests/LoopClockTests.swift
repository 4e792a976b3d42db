import Foundation
import Testing

@testable import sandan

/// What the present, and what was entered before, forbid.
@Suite struct LoopClockTests {
  private let office: LoopOffice

  init() throws {
    office = try LoopOffice()
    try office.write(
      needs: ["H1", "H2"].map { "\($0),230799001001001,理发,,2026-11-18,,1,,," }, to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用,可用时段\nR1,理发队,理发,*,1,一上;四上\nR2,工会,理发,*,1,二上\n",
      to: "resources.csv")
    try office.openWeek()
  }

  /// A plan made on Thursday puts nobody into the days before, says so, and is adopted and tried by
  /// the agenda as it was made.
  @Test func sessionsThatHaveBegunGetNothing() throws {
    office.now = "2026-11-26T07:30"
    try office.scratch.write("agenda: { unmet_weeks: 1 }\n", to: "policy.yaml")
    let planned = try office.run(
      ["week", "plan", "--week", "2026-W48", "--out", "plan", "--policy", "policy.yaml"])
    #expect(planned.errors.contains("已开始的 9 个时段不再安排"))
    let rows = Fixture.rows(try office.scratch.text("plan/services.csv"))
    #expect(rows.map { $0["时段"] } == ["四上"] && rows.map { $0["资源编号"] } == ["R1"])
    #expect(try SandanProcess.run(["verify", "plan"], in: office.scratch).status == 0)
    // An edit that goes back in time is refused.
    let served = try #require(rows[0]["需求编号"])
    let text = try office.scratch.text("plan/services.csv")
    try office.scratch.write(
      text.replacing("2026-11-26", with: "2026-11-23").replacing("四上", with: "一上"),
      to: "edited.csv")
    try office.run(
      ["week", "adopt", "edited.csv", "--week", "2026-W48", "--out", "adopted"], expecting: 65)
    try office.run(["week", "dispatch", "--week", "2026-W48"])
    #expect(try office.orders(served).map(\.resource) == ["R1"])
    let agenda = try #require(
      try office.run(
        ["agenda", "--quarter", "2026Q4", "--policy", "policy.yaml", "--format", "json"]
      ).json)
    let groups = try #require(agenda["groups"] as? [[String: Any]])
    #expect(!groups.isEmpty && groups.allSatisfy { $0["isReproduced"] as? Bool == true })
    #expect(groups.allSatisfy { $0["isSought"] as? Bool == true })
  }

  @Test func whatLiesAheadIsNotEntered() throws {
    try office.dispatchWeek()
    let order = try #require(try office.orders("H1").first?.service)
    try office.scratch.write(
      "服务单号,答复,时间\n\(order),接单,2062-11-23T10:30\n", to: "answers.csv")
    let before = office.ledger
    let told = try office.run(["respond", "--file", "answers.csv"], expecting: 65)
    #expect(told.errors.contains("时间在现在") && told.errors.contains("2062-11-23T10:30"))
    let deferred = try office.run(
      ["defer", "H1", "--until", "2026-11-20", "--reason", "居民不在"], expecting: 65)
    #expect(deferred.errors.contains("要在 2026-11-20 之后"))
    let purged = try office.run(["purge", "--before", "2027-01-01"], expecting: 64)
    #expect(purged.errors.contains("还没有到"))
    #expect(office.ledger == before)
  }

  @Test func levelsOnlyGoUp() throws {
    try office.run(["escalate", "H1", "--level", "街道", "--reason", "其他"])
    for level in ["社区", "街道"] {
      let told = try office.run(
        ["escalate", "H1", "--level", level, "--reason", "其他"], expecting: 65)
      #expect(told.errors.contains("只能往上一级"))
    }
    try office.run(["escalate", "H1", "--level", "县", "--reason", "其他"])
  }

  @Test func aRowThatContradictsItselfIsRefused() throws {
    try office.dispatchWeek()
    let order = try #require(try office.orders("H1").first?.service)
    try office.run(["respond", order, "--accept"])
    try office.scratch.write("服务单号,需求编号\n\(order),H2\n", to: "done.csv")
    let told = try office.run(["done", "--file", "done.csv"], expecting: 65)
    #expect(told.errors.contains("这一单是需求 H1 的"))
    try office.scratch.write("服务单号,需求编号\n\(order),H1\n", to: "done.csv")
    try office.run(["done", "--file", "done.csv"])
  }

  /// The one week that is open needs no name, though it was planned again.
  @Test func aWeekPlannedAgainIsClosedWithoutItsName() throws {
    try office.dispatchWeek()
    try office.run(["week", "redispatch", "--out", "again"])
    office.now = "2026-11-29T20:00"
    try office.run(["week", "close", "--release"])
    #expect(try office.run(["status"]).output.contains("W48"))
  }

  /// A need that was put off until a day is not late on it, and is the day after.
  @Test func whatWasPutOffIsLateAfterItsDay() throws {
    try office.run(["defer", "H1", "--until", "2026-11-24", "--reason", "居民不在"])
    func late(_ moment: String) throws -> Bool {
      try office.overdue(at: moment).contains {
        $0["need"] as? String == "H1" && $0["state"] as? String == "deferred"
      }
    }
    #expect(try !late("2026-11-24T17:00"))
    #expect(try late("2026-11-25T08:00"))
    let text = try office.run(["overdue", "--as-of", "2026-11-25T08:00"]).output
    #expect(text.contains("H1 缓办：缓办的日子已过"))
  }

  /// A plan that nobody sent out lapses with its week, and the office is told.
  @Test func aPlanNobodySentLapsesWithItsWeek() throws {
    try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan"])
    office.now = "2026-11-29T20:00"
    let told = try office.run(["week", "close"])
    #expect(told.errors.contains("2026-W48 排好的 2 单没有派出"))
    #expect(told.output.contains("等着下周安排的需求 2 件"))
    try office.write(needs: [], to: "none.csv")
    try office.openWeek("2026-W49", needs: "none.csv")
    office.now = "2026-12-06T20:00"
    // Without a plan there is nothing to tell.
    let none = try office.run(["week", "close"])
    #expect(!none.errors.contains("没有派出"))
  }

  /// Planned again without a change, or sent out, nothing is left to lapse; JSON says how much is.
  @Test func whatWasSentDoesNotLapse() throws {
    try office.dispatchWeek()
    let order = try #require(try office.orders("H1").first)
    for need in ["H1", "H2"] { try office.run(["respond", need, "--accept"]) }
    try office.run(["week", "redispatch", "--out", "again"])
    office.now = "2026-11-27T17:00"
    for need in ["H1", "H2"] {
      for order in try office.orders(need) { try office.run(["done", order.service]) }
    }
    let whole = try office.run(["week", "close", "--week", "2026-W48"])
    #expect(!whole.errors.contains("没有派出"))
    #expect(order.service.hasPrefix("2026-W48-H1"))
    try office.write(needs: ["H3,230799001001001,理发,,2026-11-18,,1,,,"], to: "more.csv")
    try office.openWeek("2026-W49", needs: "more.csv")
    try office.run(["week", "plan", "--week", "2026-W49", "--out", "next"])
    office.now = "2026-12-06T20:00"
    let closed = try office.run(["week", "close", "--week", "2026-W49", "--format", "json"])
    #expect(closed.json?["unsent"] as? Int == 1)
  }

  /// A policy that closes the session of a visit that was taken says who has to give it back, and how.
  @Test func aSessionThatIsClosedAfterItWasTaken() throws {
    try office.dispatchWeek()
    let order = try #require(try office.orders("H1").first)
    try office.run(["respond", order.service, "--accept"])
    let rows = Fixture.rows(try office.scratch.text("plan-2026-W48/services.csv"))
    let session = try #require(rows.first { $0["服务单号"] == order.service }?["时段"])
    try office.scratch.write("closed: [\(session)]\n", to: "policy.yaml")
    let told = try office.run(
      ["week", "redispatch", "--out", "again", "--policy", "policy.yaml"], expecting: 65)
    #expect(told.errors.contains(order.service) && told.errors.contains("时段不派单"))
    #expect(told.errors.contains("sandan respond 单号 --refuse"))
  }
}
