import Foundation
import Testing

@testable import sandan

/// A week that is out is planned and dispatched again from the ledger.
@Suite struct WeekRedispatchTests {
  /// An office with the county week of the fixtures, dispatched.
  private static func county() throws -> LoopOffice {
    let office = try LoopOffice()
    try office.run([
      "week", "open", "Fixtures/tangwang/needs.csv", "Fixtures/tangwang/resources.csv", "--week",
      "2026-W48",
    ])
    try office.run(["week", "plan", "--out", "plan"])
    try office.run(["week", "dispatch", "--out", "slips"])
    return office
  }

  private static func services(_ office: LoopOffice, _ folder: String) throws -> [String: [String:
    String]]
  {
    let rows = Fixture.rows(try office.scratch.text("\(folder)/services.csv"))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["服务单号"] ?? "", $0) })
  }

  private static func answers(_ rows: [(order: String, answer: String)]) -> String {
    "服务单号,答复,原因\n"
      + rows.map { "\($0.order),\($0.answer),\($0.answer == "拒单" ? "人手不足" : "")\n" }.joined()
  }

  private static func check(_ office: LoopOffice, _ folder: String) throws {
    let verified = try SandanProcess.run(["verify", folder], in: office.scratch)
    #expect(verified.status == 0, "\(verified.errors)")
    try office.run(["ledger", "check"])
  }

  /// Three refusals: no more moves than the planner proves, what is taken stays, the rest is
  /// dispatched once.
  @Test func threeRefusals() throws {
    let office = try Self.county()
    let before = try Self.services(office, "plan")
    let refused = ["2026-W48-N076-1-1", "2026-W48-N154-1-3", "2026-W48-N166-1-1"]
    let broken = Set(refused.compactMap { before[$0]?["需求编号"] })
    let others = before.keys.sorted().filter { !broken.contains(before[$0]?["需求编号"] ?? "") }
    let accepted = others.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
    office.now = "2026-11-20T16:00"
    try office.scratch.write(
      Self.answers(refused.map { ($0, "拒单") } + accepted.map { ($0, "接单") }), to: "back.csv")
    try office.run(["respond", "--file", "back.csv"])
    let states = try office.states
    #expect(states["refused"] == 3)
    let again = try office.run(["week", "redispatch", "--out", "again", "--format", "json"])
    let told = try #require(again.json)
    let after = try Self.services(office, "again")
    // As many stay as tier `kept` proves, and what changed is told line by line.
    let plan = try #require(
      try JSONSerialization.jsonObject(with: Data(try office.scratch.text("again/plan.json").utf8))
        as? [String: Any])
    let tiers = try #require(plan["tiers"] as? [[String: Any]])
    let kept = try #require(tiers.first { $0["name"] as? String == "kept" })
    #expect(kept["provedBy"] as? String == "certificate")
    let stay = after.values.count { $0["派单方式"] == "续派" }
    #expect(kept["value"] as? Int == stay)
    let changes = try #require(told["changes"] as? [[String: Any]])
    let moved = changes.count { ["moved", "dropped"].contains($0["kind"] as? String ?? "") }
    #expect(moved == before.count - refused.count - stay)
    #expect(moved <= 8)
    let sent = try #require(told["sent"] as? Int)
    #expect(told["unchanged"] as? Int == stay)
    #expect(sent + stay == after.count)
    #expect(told["stage"] as? String == "replanned")
    for id in accepted {
      #expect(after[id]?["资源编号"] == before[id]?["资源编号"] && after[id]?["时段"] == before[id]?["时段"])
    }
    for id in refused {
      let need = try #require(before[id]?["需求编号"])
      let refuser = try #require(before[id]?["资源编号"])
      #expect(!after.values.contains { $0["需求编号"] == need && $0["资源编号"] == refuser })
    }
    try Self.check(office, "again")
    // What was planned is not out before it is dispatched.
    #expect(try office.states == states)
    let events = try office.events()
    office.now = "2026-11-20T17:00"
    let out = try office.run(["week", "dispatch", "--out", "slips-again", "--format", "json"])
    #expect(out.json?["services"] as? Int == sent)
    #expect(out.json?["unchanged"] as? Int == stay)
    let fresh = try office.events().dropFirst(events.count)
    #expect(fresh.count { $0["kind"] as? String == "dispatched" } == sent)
    #expect(
      fresh.count { $0["kind"] as? String == "withdrawn" } == told["withdrawn"] as? Int)
    #expect(!fresh.contains { accepted.contains($0["service"] as? String ?? "") })
    // Every need's orders are those of the plan, and every refusal has been given elsewhere or waits.
    let board = try office.states
    let lost = changes.count { $0["kind"] as? String == "lost" }
    #expect((board["refused"] ?? 0) <= lost)
    let held = try Self.openOrders(office, needs: Set(before.values.compactMap { $0["需求编号"] }))
    #expect(held == after.mapValues { "\($0["资源编号"] ?? "")@\($0["时段"] ?? "")" })
    try office.run(["ledger", "check"])
    // Nothing has changed since: planned once more, everything stays.
    let third = try office.run(["week", "redispatch", "--out", "third", "--format", "json"])
    #expect(third.json?["sent"] as? Int == 0 && third.json?["withdrawn"] as? Int == 0)
    #expect(third.json?["unchanged"] as? Int == after.count)
    try Self.check(office, "third")
  }

  // MARK: Small weeks

  private static let needHeader = "需求编号,网格编码,类别,紧急程度,提出日期,可服务时段,次数,角色\n"
  private static let resourceHeader = "资源编号,单位,类别,角色,服务范围,每周可用,可用时段\n"

  /// An office with a dispatched week of the lists given.
  private static func office(needs: [String], resources: [String]) throws -> LoopOffice {
    let office = try LoopOffice()
    try office.scratch.write(needHeader + needs.map { $0 + "\n" }.joined(), to: "needs.csv")
    try write(resources, in: office)
    try office.openWeek()
    try office.dispatchWeek()
    return office
  }

  private static func write(_ resources: [String], in office: LoopOffice) throws {
    try office.scratch.write(
      resourceHeader + resources.map { $0 + "\n" }.joined(), to: "resources.csv")
  }

  private static func redispatch(
    _ office: LoopOffice, _ folder: String = "again"
  ) throws -> [[String: Any]] {
    let told = try office.run(["week", "redispatch", "--out", folder, "--format", "json"])
    try check(office, folder)
    return try #require(told.json?["changes"] as? [[String: Any]])
  }

  private static func line(_ change: [String: Any]) -> String {
    func place(_ key: String) -> String {
      let place = change[key] as? [String: String]
      return place.map { "\($0["resource"] ?? "")@\($0["session"] ?? "")" } ?? "-"
    }
    return "\(change["need"] ?? "") \(change["kind"] ?? "") \(place("before")) \(place("after"))"
      + ((change["tier"] as? String).map { " \($0)" } ?? "")
  }

  /// An urgent need takes a place that is out and unanswered; the unit is told, and its old slip is
  /// no good any more.
  @Test func anUrgentNeedMovesWhatIsNotTaken() throws {
    let office = try Self.office(
      needs: ["N1,230799001001001,理发,一般,2026-11-18,,1,"],
      resources: ["R1,理发队,理发,,*,2,三上;四上"])
    #expect(try office.orders("N1").map(\.resource) == ["R1"])
    office.now = "2026-11-20T16:00"
    try office.scratch.write(
      Self.needHeader + "U1,230799001001001,理发,特急,2026-11-20,三上,1,\n", to: "urgent.csv")
    try office.openWeek(needs: "urgent.csv")
    let changes = try Self.redispatch(office)
    #expect(
      changes.map(Self.line) == ["N1 moved R1@三上 R1@四上 served.0", "U1 added - R1@三上"])
    try office.run(["week", "dispatch", "--out", "slips-again"])
    #expect(try office.states == ["dispatched": 2])
    let names = office.scratch.files("slips-again").keys.sorted()
    #expect(names == ["撤单_理发队.csv", "派单_理发队.csv"].sorted())
    let recall = Fixture.rows(try office.scratch.text("slips-again/撤单_理发队.csv"))
    #expect(
      recall.map { "\($0["服务单号"] ?? "") \($0["时段"] ?? "") \($0["答复"] ?? "")" }
        == ["2026-W48-N1-1-1 三上 撤回"])
    let old = try office.scratch.text("slips-2026-W48/派单_理发队.csv")
    var rows = Fixture.cells(old)
    let answer = try #require(rows[0].firstIndex(of: "答复"))
    rows[1][answer] = "接单"
    try office.scratch.write(Fixture.csv(rows), to: "old.csv")
    let stale = try office.run(["respond", "--file", "old.csv"], expecting: 65)
    #expect(stale.errors.contains("已改派给 R1@四上"))
    let english = try office.run(["respond", "--file", "old.csv", "--lang", "en"], expecting: 65)
    #expect(english.errors.contains("the order has gone to R1@四上 since"))
    // What is taken does not move for a need as urgent.
    try office.run(["respond", "N1", "--accept"])
    try office.run(["respond", "U1", "--accept"])
    try office.scratch.write(
      Self.needHeader + "U2,230799001001001,理发,特急,2026-11-20,三上,1,\n", to: "urgent.csv")
    try office.openWeek(needs: "urgent.csv")
    #expect(try Self.redispatch(office, "third").isEmpty)
    #expect(try office.scratch.text("third/unmet.csv").contains("U2,1,"))
  }

  /// A unit that drops out: what it did stays, what it took comes back, and somebody else goes.
  @Test func aUnitDropsOut() throws {
    let office = try Self.office(
      needs: [
        "N1,230799001001001,理发,紧急,2026-11-18,一上,1,",
        "N2,230799001001001,理发,一般,2026-11-18,四上,1,",
        "N3,230799001001001,义诊,一般,2026-11-18,五上,1,",
      ],
      resources: ["R1,理发队,理发,,*,3,", "R3,医院,义诊,,*,1,"])
    try office.run(["respond", "N1", "--accept"])
    try office.run(["respond", "N2", "--accept"])
    try office.run(["respond", "N3", "--accept"])
    office.now = "2026-11-23T12:00"
    try office.run(["done", "2026-W48-N1-1-1"])
    try Self.write(["R2,志愿者,理发,,*,3,", "R3,医院,义诊,,*,1,"], in: office)
    let ledger = office.ledger
    let asked = try office.run(["week", "resources", "resources.csv"], expecting: 65)
    #expect(asked.errors.contains("2026-W48-N2-1-1：理发队 R1，已接，要退回。"))
    #expect(asked.errors.contains("--reason") && asked.errors.contains("人手不足"))
    let other = try office.run(
      ["week", "resources", "resources.csv", "--reason", "下雨", "--lang", "en"], expecting: 65)
    #expect(other.errors.contains("下雨"))
    #expect(office.ledger == ledger)
    let told = try office.run(
      ["week", "resources", "resources.csv", "--reason", "人手不足", "--format", "json"])
    #expect(told.json?["dropped"] as? [String] == ["R1"])
    #expect(told.json?["added"] as? [String] == ["R2"])
    #expect(told.json?["released"] as? Int == 1)
    #expect(try office.states == ["done": 1, "refused": 1, "accepted": 1])
    let changes = try Self.redispatch(office)
    #expect(changes.map(Self.line) == ["N2 replaced R1@四上 R2@四上"])
    let services = try Self.services(office, "again")
    #expect(services["2026-W48-N1-1-1"]?["资源编号"] == "R1")
    // Of who dropped out nothing is left but what it did.
    let lists = Fixture.rows(try office.scratch.text("again/lists/resources.csv"))
    #expect(lists.first { $0["资源编号"] == "R1" }?["每周可用"] == "1")
    #expect(lists.first { $0["资源编号"] == "R1" }?["可用时段"] == "一上")
    try office.run(["week", "dispatch", "--out", "slips-again"])
    #expect(try office.states == ["done": 1, "dispatched": 1, "accepted": 1])
    #expect(try office.orders("N2").map(\.resource) == ["R2"])
    // A unit that gave it back comes again: not to this need.
    try Self.write(["R1,理发队,理发,,*,3,", "R3,医院,义诊,,*,1,"], in: office)
    try office.run(["week", "resources", "resources.csv", "--reason", "人手不足"])
    #expect(
      try Self.redispatch(office, "third").map(Self.line) == ["N2 lost R2@四上 -"])
    try office.run(["week", "dispatch", "--out", "slips-third"])
    #expect(try office.states == ["done": 1, "refused": 1, "accepted": 1])
    try office.run(["ledger", "check"])
  }

  /// What has begun stays, and a visit lost before is made good in what is left of the week.
  @Test func whatHasBegunStays() throws {
    let office = try Self.office(
      needs: [
        "N1,230799001001001,理发,一般,2026-11-18,二上,1,",
        "N2,230799001001001,理发,一般,2026-11-18,,1,",
      ],
      resources: ["R1,理发队,理发,,*,1,二上", "R2,志愿者,理发,,*,1,一上", "R3,社工站,理发,,*,5,"])
    let first = try office.orders("N1").map(\.resource)
    #expect(first.count == 1)
    #expect(try office.orders("N2").map(\.resource) != [])
    let second = try #require(try office.orders("N2").first)
    try office.run(["respond", second.service, "--refuse", "路途过远"])
    office.now = "2026-11-24T09:00"
    // N1 is unanswered, and its session has begun.
    let changes = try Self.redispatch(office)
    #expect(changes.count == 1 && changes[0]["kind"] as? String == "replaced")
    let services = try Self.services(office, "again")
    #expect(services["2026-W48-N1-1-1"]?["资源编号"] == first[0])
    #expect(services["2026-W48-N1-1-1"]?["时段"] == "二上")
    let now = try #require(services[second.service])
    #expect(now["资源编号"] != second.resource)
    #expect((now["日期"] ?? "") >= "2026-11-24" && now["时段"] != "二上")
    #expect(try office.scratch.text("again/plan.json").contains("\"begun\" : 4"))
  }

  /// Silence counts like a refusal for this week, under its own name.
  @Test func silenceGoesElsewhere() throws {
    let office = try Self.office(
      needs: ["N1,230799001001001,理发,紧急,2026-11-18,五上,1,"],
      resources: ["R1,理发队,理发,,*,1,", "R2,志愿者,理发,,*,1,", "R3,社工站,理发,,*,1,"])
    let first = try #require(try office.orders("N1").first).resource
    office.now = "2026-11-23T17:00"
    let quiet = try office.run(["week", "redispatch", "--out", "early"])
    #expect(quiet.output.contains("另有 1 单过了答复期限"))
    let english = try office.run(["week", "redispatch", "--out", "early", "--lang", "en"])
    #expect(english.output.contains("1 orders are past their answer's limit"))
    try office.run(["overdue", "--record"])
    #expect(try office.states == ["lapsed": 1])
    let told = try office.run(["week", "redispatch", "--out", "again"])
    #expect(told.output.contains("N1 第1次：\(first)@五上 超时未接，改派 "))
    #expect(try office.scratch.text("again/lists/standing.csv").contains(",超时未接"))
    try Self.check(office, "again")
    try office.run(["week", "dispatch", "--out", "slips-again"])
    let second = try #require(try office.orders("N1").first).resource
    #expect(second != first)
    // Neither of the two comes back when the second refuses.
    try office.run(["respond", "N1", "--refuse", "时间冲突"])
    _ = try Self.redispatch(office, "third")
    try office.run(["week", "dispatch", "--out", "slips-third"])
    let third = try #require(try office.orders("N1").first).resource
    #expect(Set([first, second, third]).count == 3)
  }

  /// A plan that no longer fits what the units said is not dispatched, and nothing changes.
  @Test func aStalePlanIsNotDispatched() throws {
    let office = try Self.office(
      needs: ["N1,230799001001001,理发,一般,2026-11-18,,1,"],
      resources: ["R1,理发队,理发,,*,2,三上;四上"])
    let early = try office.run(
      ["week", "plan", "--week", "2026-W48", "--out", "plan"], expecting: 65)
    #expect(early.errors.contains("sandan week redispatch"))
    try office.scratch.write(
      Self.needHeader + "U1,230799001001001,理发,特急,2026-11-20,三上,1,\n", to: "urgent.csv")
    try office.openWeek(needs: "urgent.csv")
    _ = try Self.redispatch(office)
    try office.run(["respond", "N1", "--accept"])
    let ledger = office.ledger
    let stale = try office.run(["week", "dispatch", "--out", "slips-again"], expecting: 65)
    #expect(stale.errors.contains("2026-W48-N1-1-1：改排以后，这一单又有了变化。"))
    let english = try office.run(
      ["week", "dispatch", "--out", "slips-again", "--lang", "en"], expecting: 65)
    #expect(english.errors.contains("the order has changed since the week was planned"))
    #expect(office.ledger == ledger)
    #expect(office.scratch.files("slips-again").isEmpty)
    #expect(try Self.redispatch(office).isEmpty)
  }

  @Test func beforeTheDispatchThereIsNothingToGiveElsewhere() throws {
    let office = try LoopOffice()
    try office.openWeek()
    let result = try office.run(
      ["week", "redispatch", "--week", "2026-W48", "--out", "again"], expecting: 65)
    #expect(result.errors.contains("sandan week plan"))
    let english = try office.run(
      ["week", "redispatch", "--week", "2026-W48", "--out", "again", "--lang", "en"], expecting: 65)
    #expect(english.errors.contains("before the dispatch use sandan week plan"))
  }

  /// Of a team one comes and one does not: the visit is not planned anew this week, and what came
  /// is not counted as free.
  @Test func aTeamOfWhichOneCameWaits() throws {
    let office = try Self.office(
      needs: [
        "N1,230799001001001,矛盾调解,一般,2026-11-18,一上,1,法律:1;社工:1",
        "N2,230799001001001,理发,一般,2026-11-18,一上,1,",
      ],
      resources: [
        "R1,司法局,理发,法律,*,1,", "R2,社工站,,社工,*,5,", "R4,志愿者,理发,,*,1,",
      ])
    for order in try office.orders("N1") {
      try office.run(["respond", order.service, "--accept"])
    }
    office.now = "2026-11-23T12:00"
    try office.run(["done", "2026-W48-N1-1-1"])
    try office.run(["respond", "2026-W48-N1-1-2", "--refuse", "未能到场"])
    try office.run(["respond", "N2", "--refuse", "未能到场"])
    let told = try office.run(["week", "redispatch", "--out", "again"])
    #expect(told.output.contains("留到下周再排的：N1"))
    try Self.check(office, "again")
    let english = try office.run(["week", "redispatch", "--out", "again", "--lang", "en"])
    #expect(english.output.contains("of a team some came and some did not"))
    let lists = Fixture.rows(try office.scratch.text("again/lists/resources.csv"))
    #expect(lists.first { $0["资源编号"] == "R1" }?["每周可用"] == "0")
    try office.run(["week", "dispatch"])
    #expect(try office.states["refused"] == 2)
  }

  /// The orders that count and are neither refused nor lapsed: resource and session by service.
  private static func openOrders(
    _ office: LoopOffice, needs: Set<String>
  ) throws -> [String: String] {
    var orders: [String: String] = [:]
    for event in try office.events() {
      guard let service = event["service"] as? String, !service.isEmpty else { continue }
      switch event["kind"] as? String {
      case "dispatched":
        let session = (event["body"] as? [String: Any])?["session"] as? String ?? ""
        orders[service] = "\(event["resource"] as? String ?? "")@\(session)"
      case "refused", "lapsed", "withdrawn": orders[service] = nil
      default: break
      }
    }
    return orders
  }
}
