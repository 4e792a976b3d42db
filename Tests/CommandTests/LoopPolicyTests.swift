import Foundation
import Testing

/// What a ledger remembers of the policy, and what it tells of the past.
@Suite struct LoopPolicyTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  /// Closed sessions, tiers and dictionaries stay in force, not only limits: nobody has to name the
  /// policy again.
  @Test func theWholePolicyStaysInForce() throws {
    try office.scratch.write(
      """
      closed: [三上]
      history_weeks: 5
      tiers: [served.0, served.1, served.2, served.3, distance]
      categories: { barber: 理发, law: 法律服务 }
      """, to: "policy.yaml")
    let open = ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W48"]
    try office.run(open + ["--policy", "policy.yaml"])
    try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan"])
    let text = try office.scratch.text("plan/policy.yaml")
    #expect(text.contains("closed: [三上]") && text.contains("history_weeks: 5"))
    #expect(text.contains("tiers: [served.0, served.1, served.2, served.3, distance]"))
    let served = Fixture.rows(try office.scratch.text("plan/services.csv"))
    #expect(served.map { $0["资源编号"] } == ["R2"])
    // A category of the built-in dictionary that this one has not is a defect, weeks later, too.
    try office.write(needs: ["N9,230799001001001,义诊,,2026-11-18,,1,,,"], to: "more.csv")
    let again = try office.run(
      ["week", "open", "more.csv", "resources.csv", "--week", "2026-W49"], expecting: 65)
    #expect(again.errors.contains("义诊"))
    // Taken at its word for once, it is not for ever.
    try office.run(
      [
        "week", "open", "more.csv", "resources.csv", "--week", "2026-W49", "--open-dictionaries",
      ])
    try office.write(needs: ["N8,230799001001001,义诊,,2026-11-18,,1,,,"], to: "more.csv")
    try office.run(
      ["week", "open", "more.csv", "resources.csv", "--week", "2026-W49"], expecting: 65)
    // Another one takes its place when it is named, from then on.
    try office.scratch.write("closed: [四上]\n", to: "other.yaml")
    try office.run(
      ["week", "plan", "--week", "2026-W48", "--out", "plan", "--policy", "other.yaml"])
    try office.run(["week", "plan", "--week", "2026-W48", "--out", "plan"])
    #expect(try office.scratch.text("plan/policy.yaml").contains("closed: [四上]"))
  }

  /// `--as-of` before the last entry tells how things stood.
  @Test func thePastIsToldAsItWas() throws {
    try office.openWeek()
    office.now = "2026-11-20T15:10"
    try office.dispatchWeek()
    office.now = "2026-11-21T09:00"
    try office.run(["respond", "N001", "--accept"])
    #expect(try office.states(at: "2026-11-19") == [:])
    #expect(try office.states(at: "2026-11-20T15:05") == ["pending": 3])
    #expect(try office.states(at: "2026-11-20T16:00") == ["dispatched": 2, "pending": 1])
    #expect(
      try office.states(at: "2026-11-21T09:00") == ["accepted": 1, "dispatched": 1, "pending": 1])
    let account = try #require(
      try office.run(["status", "N001", "--format", "json", "--as-of", "2026-11-20T15:05"]).json)
    #expect((account["orders"] as? [Any])?.isEmpty == true)
    #expect((account["events"] as? [Any])?.count == 1)
    let unknown = try office.run(
      ["status", "N001", "--as-of", "2026-11-19"], expecting: 65)
    #expect(unknown.errors.contains("N001"))
  }

  /// Who is chased is who lets others wait, and only for what is still wanted.
  @Test func overdueNamesWhoIsAwaited() throws {
    try office.write(
      needs: ["N001,230799001001001,理发,,2026-11-18,三上;四上,2,,,"], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let orders = try office.orders("N001")
    #expect(orders.count == 2)
    try office.run(["respond", orders[0].service, "--accept"])
    office.now = "2026-11-24T09:30"
    let units = try #require(try office.overdue().first?["units"] as? [String])
    #expect(units == [orders[1].resource == "R1" ? "理发队" : "社工站"])
    // Done after the promise it waits for the call back, and is late for nothing else.
    office.now = "2027-02-26T09:00"
    try office.run(["respond", orders[1].service, "--accept"])
    let promised = try #require(try office.overdue().first)
    #expect((promised["units"] as? [String])?.count == 2)
    #expect(promised["overallLate"] as? Int ?? 0 > 0)
    for order in orders { try office.run(["done", order.service]) }
    #expect(try office.overdue().isEmpty)
  }

  /// A slip that comes back says again what is known, and says one thing of each order.
  @Test func aSlipComesBackAfterAVisit() throws {
    try office.openWeek()
    try office.dispatchWeek()
    let first = try #require(try office.orders("N001").first?.service)
    let second = try #require(try office.orders("N002").first?.service)
    try office.run(["respond", first, "--accept"])
    try office.run(["done", first])
    try office.scratch.write(
      "服务单号,答复\n\(first),接单\n\(second),接单\n", to: "slip.csv")
    try office.run(["respond", "--file", "slip.csv"])
    #expect(try office.states == ["done": 1, "accepted": 1, "pending": 1])
    try office.scratch.write(
      "服务单号,答复,原因\n\(second),接单,\n\(second),拒单,时间冲突\n", to: "twice.csv")
    let before = office.ledger
    try office.run(["undo", "N002"])
    let told = try office.run(["respond", "--file", "twice.csv"], expecting: 65)
    #expect(told.errors.contains("twice.csv:3") && told.errors.contains("第 2 行已经写过"))
    #expect(try office.state("N002") == "dispatched" && office.ledger != before)
    let empty = try office.run(["respond", second, "--accept", "--actor", " "], expecting: 64)
    #expect(empty.errors.contains("--actor"))
  }
}
