import Foundation
import Testing

/// What was told of the past, and what comes in a second time.
@Suite struct LoopPastTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  /// A release at the end of a week that was a mistake is taken back, need by need: what the ledger
  /// knows now of the time before and after is told, at every moment.
  @Test func aReleaseTakenBackLeavesThePastReadable() throws {
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-11-21T09:00"
    try office.run(["respond", "N001", "--accept"])
    office.now = "2026-11-29T20:00"
    try office.run(["week", "close", "--release"])
    #expect(try office.states(at: "2026-11-29T20:00") == ["refused": 1, "lapsed": 1, "pending": 1])
    office.now = "2026-11-30T09:00"
    try office.run(["undo", "N002"])
    #expect(
      try office.states(at: "2026-11-30T09:00") == ["refused": 1, "dispatched": 1, "pending": 1])
    try office.run(["undo", "N001"])
    // By what is known now, neither has been given back at any time.
    let known = ["accepted": 1, "dispatched": 1, "pending": 1]
    #expect(try office.states(at: "2026-11-20T16:00") == ["dispatched": 2, "pending": 1])
    for moment in ["2026-11-21T09:00", "2026-11-29T19:59", "2026-11-29T20:00", "2026-11-30T09:00"] {
      #expect(try office.states(at: moment) == known, "\(moment)")
    }
    let account = try #require(
      try office.run(["status", "N001", "--format", "json", "--as-of", "2026-11-22"]).json)
    #expect(account["state"] as? String == "accepted")
    #expect(
      try office.overdue(at: "2026-11-24T09:00").contains { $0["need"] as? String == "N002" })
    try office.run(["figures", "--quarter", "2026Q4", "--as-of", "2026-11-22"])
    try office.run(["ledger", "check"])
  }

  /// A day alone means its first minute, for a need that came in that day, too.
  @Test func whoHasNotComeInYetIsToldSo() throws {
    try office.openWeek()
    let told = try office.run(["status", "N001", "--as-of", "2026-11-20"], expecting: 65)
    #expect(told.errors.contains("2026-11-20T00:00 时还没有收到需求 N001"))
    let english = try office.run(
      ["status", "N001", "--as-of", "2026-11-20", "--lang", "en"], expecting: 65)
    #expect(english.errors.contains("had not come in"))
  }

  /// A need on its way and one that went up are chased where they are.
  @Test func overdueFollowsANeedOnItsWay() throws {
    try office.write(
      needs: [
        "N001,230799001001001,理发,,2026-11-18,三上;四上,2,,,",
        "N003,230799001001003,法律服务,,2026-11-19,,1,,,",
      ], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let orders = try office.orders("N001")
    #expect(orders.count == 2)
    try office.run(["respond", orders[0].service, "--accept"])
    office.now = "2026-11-25T12:00"
    try office.run(["done", orders[0].service])
    #expect(try office.state("N001") == "underway")
    try office.run(["escalate", "N003", "--level", "街道", "--reason", "本级无资源"])
    func lines(_ moment: String) throws -> [String: [String: Any]] {
      Dictionary(
        uniqueKeysWithValues: try office.overdue(at: moment).map {
          ($0["need"] as? String ?? "", $0)
        })
    }
    // One visit is done, the other's unit has not answered: it alone is awaited.
    let unit = orders[1].resource == "R1" ? "理发队" : "社工站"
    let early = try #require(try lines("2026-11-25T12:00")["N001"])
    #expect(early["state"] as? String == "underway" && early["units"] as? [String] == [unit])
    #expect(early["stepLate"] as? Int ?? 0 > 0 && early["overallLate"] as? Int == 0)
    #expect(try lines("2026-11-25T12:00")["N003"] == nil)
    // What went up is the level's to settle, and no unit's.
    let later = try #require(try lines("2026-12-31T09:00")["N003"])
    #expect(later["state"] as? String == "escalated" && later["units"] as? [String] == [])
    #expect(later["level"] as? String == "town")
    let text = try office.run(["overdue", "--as-of", "2026-12-31T09:00"]).output
    #expect(text.contains("N003") && text.contains("街道"))
    // Answered, nothing is awaited until the visit is late.
    try office.run(["respond", orders[1].service, "--accept"])
    #expect(try lines("2026-11-25T12:00")["N001"] == nil)
  }

  /// Tables that come in twice say nothing new; one that says something else is refused.
  @Test func tablesComeInTwice() throws {
    try office.openWeek()
    try office.dispatchWeek()
    let first = try #require(try office.orders("N001").first?.service)
    try office.run(["respond", first, "--accept"])
    office.now = "2026-11-25T18:00"
    try office.scratch.write(
      "服务单号,时间\n\(first),2026-11-25T11:00\n", to: "done.csv")
    try office.run(["done", "--file", "done.csv"])
    try office.scratch.write("需求编号,满意度,是否解决\nN001,满意,是\n", to: "visit.csv")
    try office.run(["visit", "--file", "visit.csv"])
    let before = office.ledger
    try office.run(["done", "--file", "done.csv"])
    try office.run(["visit", "--file", "visit.csv"])
    #expect(office.ledger == before)
    try office.scratch.write(
      "服务单号,时间\n\(first),2026-11-25T12:00\n", to: "done.csv")
    try office.run(["done", "--file", "done.csv"], expecting: 65)
    try office.scratch.write("需求编号,满意度,是否解决\nN001,不满意,否\n", to: "visit.csv")
    try office.run(["visit", "--file", "visit.csv"], expecting: 65)
    // On the command line somebody says it on purpose.
    try office.run(["done", first], expecting: 65)
    #expect(office.ledger == before)
  }

  /// After an order went elsewhere the slip of who refused it comes in once more.
  ///
  /// That is known already; a slip that takes it after all is too late.
  @Test func aSlipComesBackAfterTheOrderWentElsewhere() throws {
    try office.write(
      needs: ["N001,230799001001001,理发,,2026-11-18,三上;四上,1,,,"], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let order = try #require(try office.orders("N001").first)
    let unit = order.resource == "R1" ? "理发队" : "社工站"
    let slip = "slips-2026-W48/派单_\(unit).csv"
    func answered(_ answer: String, _ reason: String, to name: String) throws {
      var rows = Fixture.cells(try office.scratch.text(slip))
      rows[1][try #require(rows[0].firstIndex(of: "答复"))] = answer
      rows[1][try #require(rows[0].firstIndex(of: "原因"))] = reason
      try office.scratch.write(Fixture.csv(rows), to: name)
    }
    try answered("拒单", "时间冲突", to: "refused.csv")
    try office.run(["respond", "--file", "refused.csv"])
    try office.run(["week", "redispatch", "--out", "again"])
    try office.run(["week", "dispatch", "--out", "slips-again"])
    #expect(try office.orders("N001").contains { $0.resource != order.resource })
    #expect(try office.state("N001") == "dispatched")
    let before = office.ledger
    try office.run(["respond", "--file", "refused.csv"])
    #expect(office.ledger == before)
    try answered("接单", "", to: "taken.csv")
    let late = try office.run(["respond", "--file", "taken.csv"], expecting: 65)
    #expect(late.errors.contains("已改派给"))
    #expect(office.ledger == before)
  }

  /// A plan made again because of a refusal is not sent once the refusal is taken back.
  @Test func aPlanThatRestsOnWhatWasTakenBackIsNotSent() throws {
    try office.write(
      needs: ["N001,230799001001001,理发,,2026-11-18,三上;四上,1,,,"], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let order = try #require(try office.orders("N001").first)
    try office.run(["respond", order.service, "--accept"])
    office.now = "2026-11-20T15:30"
    try office.run(["respond", order.service, "--refuse", "时间冲突"])
    try office.run(["week", "redispatch", "--out", "again"])
    office.now = "2026-11-20T16:00"
    try office.run(["undo", "N001"])
    #expect(try office.state("N001") == "accepted")
    let before = office.ledger
    let stale = try office.run(["week", "dispatch", "--out", "slips-again"], expecting: 65)
    #expect(stale.errors.contains(order.service) && stale.errors.contains("又有了变化"))
    #expect(office.ledger == before && office.scratch.files("slips-again").isEmpty)
    // Planned once more it can go out, and takes nothing back.
    let told = try office.run(["week", "redispatch", "--out", "third", "--format", "json"])
    #expect(told.json?["withdrawn"] as? Int == 0 && told.json?["sent"] as? Int == 0)
    try office.run(["week", "dispatch", "--out", "slips-third"])
    #expect(try office.state("N001") == "accepted")
    #expect(try office.orders("N001").last?.resource == order.resource)
  }

  /// The agenda as of a day before the need was served names it; as of later it does not.
  @Test func theAgendaOfThePast() throws {
    try office.scratch.write("agenda: { unmet_weeks: 1 }\n", to: "policy.yaml")
    try office.write(
      needs: ["H1", "H2"].map { "\($0),230799001001001,理发,,2026-11-18,,1,,," }, to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用,可用时段\nR2,理发队,理发,*,1,三上\n", to: "resources.csv")
    let open = ["week", "open", "needs.csv", "resources.csv", "--week", "2026-W48"]
    try office.run(open + ["--policy", "policy.yaml"])
    try office.dispatchWeek()
    let served = try #require(
      try ["H1", "H2"].first { try office.orders($0).count == 1 })
    let waits = served == "H1" ? "H2" : "H1"
    try office.run(["respond", served, "--accept"])
    office.now = "2026-11-25T17:00"
    try office.run(["done", served])
    office.now = "2026-11-28T09:00"
    try office.run(["close", waits, "--reason", "居民撤回"])
    func needs(_ moment: String) throws -> Int? {
      try office.run(
        ["agenda", "--quarter", "2026Q4", "--format", "json", "--as-of", moment]
      ).json?["needs"] as? Int
    }
    #expect(try needs("2026-11-20T14:00") == 0)
    #expect(try needs("2026-11-26T09:00") == 1)
    #expect(try needs("2026-11-28T09:00") == 0)
  }
}
