import Foundation
import Testing

@testable import sandan

/// A plan that was edited by hand is taken, marked and told for what it is.
@Suite struct WeekAdoptTests {
  static let needHeader = "需求编号,网格编码,类别,提出日期,次数,角色,指定,允许部分\n"
  static let resourceHeader = "资源编号,单位,类别,角色,服务范围,每周可用,可用时段\n"

  /// Two haircuts and a team; R1 comes early, R2 later, R3 cannot cut hair.
  static func office(
    needs: [String] = [
      "N1,230799001001001,理发,2026-11-18,1,,,", "N2,230799001001002,理发,2026-11-18,1,,,",
      "N3,230799001001003,法律服务,2026-11-18,1,法律:1;社工:1,,",
    ],
    resources: [String] = [
      "R1,理发队,理发,,*,2,三上;四上", "R2,社工站,理发,,*,1,五上", "R3,律所,,法律,*,1,二上;二下",
      "R4,社工站,,社工,*,1,二上;二下", "R5,医院,义诊,,*,3,",
    ]
  ) throws -> LoopOffice {
    let office = try LoopOffice()
    try office.scratch.write(needHeader + needs.map { $0 + "\n" }.joined(), to: "needs.csv")
    try office.scratch.write(
      resourceHeader + resources.map { $0 + "\n" }.joined(), to: "resources.csv")
    try office.openWeek()
    try office.run(["week", "plan", "--out", "plan"])
    return office
  }

  static func id(_ need: String, place: Int = 1) -> String {
    "2026-W48-\(need)-1-\(place)"
  }

  /// Writes a list with lines of another one changed, left out (nil) or added.
  static func edit(
    _ office: LoopOffice, _ folder: String = "plan", to name: String = "edited.csv",
    adding: [String] = [], _ change: (String, inout [String]) -> Bool = { _, _ in true }
  ) throws {
    let text = try office.scratch.text("\(folder)/services.csv")
    var lines = text.components(separatedBy: "\r\n").filter { !$0.isEmpty }
    let header = lines.removeFirst()
    let kept = lines.compactMap { line -> String? in
      var cells = line.components(separatedBy: ",")
      return change(cells[0], &cells) ? cells.joined(separator: ",") : nil
    }
    try office.scratch.write(
      ([header] + kept + adding).joined(separator: "\r\n") + "\r\n", to: name)
  }

  /// The columns of a service list that decide.
  enum Column {
    static let need = 1
    static let resource = 5
    static let session = 8
  }

  static func rows(_ office: LoopOffice, _ folder: String) throws -> [String: [String:
    String]]
  {
    let rows = Fixture.rows(try office.scratch.text("\(folder)/services.csv"))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["服务单号"] ?? "", $0) })
  }

  static func adopt(
    _ office: LoopOffice, _ file: String = "edited.csv", out: String = "adopted"
  ) throws -> [String: Any] {
    let told = try office.run(["week", "adopt", file, "--out", out, "--format", "json"])
    let verified = try SandanProcess.run(["verify", out], in: office.scratch)
    #expect(verified.status == 0, "\(verified.errors)")
    try office.run(["ledger", "check"])
    return try #require(told.json)
  }

  static func tiers(_ told: [String: Any]) throws -> [String: [Int]] {
    let hand = try #require(told["byHand"] as? [String: Any])
    let tiers = try #require(hand["tiers"] as? [[String: Any]])
    var values: [String: [Int]] = [:]
    for tier in tiers {
      let name = tier["name"] as? String ?? ""
      values[name] = ["planned", "value", "gain"].compactMap { tier[$0] as? Int }
    }
    return values
  }

  static func moves(_ told: [String: Any]) throws -> [String] {
    let hand = try #require(told["byHand"] as? [String: Any])
    let moves = try #require(hand["moves"] as? [[String: Any]])
    return moves.map {
      [$0["need"], $0["role"], $0["from"], $0["to"]].map { $0 as? String ?? "-" }
        .joined(separator: " ")
    }
  }

  static func plan(_ office: LoopOffice, _ folder: String) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(
        with: Data(try office.scratch.text("\(folder)/plan.json").utf8)) as? [String: Any])
  }

  /// One haircut goes to another unit two days later: each tier by hand.
  @Test func aRowGivenToAnotherResource() throws {
    let office = try Self.office()
    let before = try Self.rows(office, "plan")
    let places = before.mapValues { "\($0["资源编号"] ?? "")@\($0["时段"] ?? "")" }
    // Both haircuts by R1, as early as can be.
    #expect(Set([places[Self.id("N1")], places[Self.id("N2")]]) == ["R1@三上", "R1@四上"])
    let later = places[Self.id("N1")] == "R1@四上" ? "N1" : "N2"
    try Self.edit(office) { service, cells in
      if service == Self.id(later) {
        cells[Column.resource] = "R2"
        cells[Column.session] = "五上"
      }
      return true
    }
    let told = try Self.adopt(office)
    #expect(try Self.moves(told) == ["\(later) - R1@四上 R2@五上"])
    let tiers = try Self.tiers(told)
    #expect(tiers["served.3"] == [3, 3, 0])
    // 二上 3, 三上 6 and 四上 9 (五上 12).
    #expect(tiers["prompt"] == [18, 21, -3])
    // 理发队 100 + 300, 律所 and 社工站 100 each; then 理发队 100, 律所 100, 社工站 100 + 300.
    #expect(tiers["units"] == [600, 600, 0])
    #expect(tiers.values.allSatisfy { $0.count == 3 })
    let after = try Self.rows(office, "adopted")
    #expect(after[Self.id(later)]?["派单方式"] == "人工")
    #expect(after[Self.id(later)]?["单位"] == "社工站")
    #expect(after[Self.id(later)]?["日期"] == "2026-11-27")
    #expect(after[Self.id(later)]?["理由"]?.hasPrefix("人工改动") == true)
    #expect(after.values.count { $0["派单方式"] == "人工" } == 1)
    // What is proved: all tiers before `prompt`, which has the bound that the plan had.
    let plan = try Self.plan(office, "adopted")
    #expect(plan["status"] as? String == "gap" && plan["cutOff"] as? Bool == false)
    let proofs = try #require(plan["tiers"] as? [[String: Any]])
    for tier in proofs {
      let name = tier["name"] as? String ?? ""
      let isLost = ["prompt", "distance", "units"].contains(name)
      #expect(tier["provedBy"] as? String == (isLost ? "open" : "certificate"), "\(name)")
      if name == "prompt" { #expect(tier["bound"] as? Int == 18) }
    }
    let report = try office.scratch.text("adopted/report.html")
    #expect(report.contains("方案经人工改动 1 处") && report.contains("尽早安排 18 → 21"))
    let verified = try SandanProcess.run(["verify", "adopted"], in: office.scratch)
    #expect(verified.output.contains("方案经人工改动 1 处"))
    // The orders are those of the edited list.
    try office.run(["week", "dispatch", "--out", "slips"])
    #expect(try office.orders(later).map(\.resource) == ["R2"])
  }

  @Test func theLinesSayWhatEachTierLoses() throws {
    let office = try Self.office()
    try Self.edit(office) { service, _ in service != Self.id("N1") }
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"])
    #expect(told.output.contains("已采用人工改动：1 处，服务 3 条；没有完全满足的 1 件。"))
    #expect(told.output.contains("不再派。"))
    #expect(told.output.contains("（served.3）3 → 2，变差 1；未证，界 3"))
    #expect(told.output.contains("（served.0）0 → 0，不变；已证最优"))
    let unmet = Fixture.rows(try office.scratch.text("adopted/unmet.csv"))
    #expect(unmet.map { $0["原因代码"] } == ["by-hand"])
    #expect(unmet[0]["最小补足"] == "" && unmet[0]["建议层级"] == "")
    #expect(try SandanProcess.run(["verify", "adopted"], in: office.scratch).status == 0)
    let again = try office.run(["week", "plan", "--out", "plan"])
    #expect(again.errors.contains("记入的方案有人工改动 1 处，重新排的方案里不再有"))
    let english = try office.run([
      "week", "adopt", "edited.csv", "--out", "english", "--lang", "en",
    ])
    #expect(english.output.contains("1 changes by hand are taken; 3 services"))
    #expect(english.output.contains("(served.3) 3 → 2, worse by 1; open, bound 3"))
    #expect(english.errors.isEmpty, "\(english.errors)")
  }

  /// A row is deleted, then added with another resource: both are told against what was reckoned, and
  /// undoing everything leaves no mark.
  @Test func editedTwiceAndUndone() throws {
    let office = try Self.office()
    let first = try #require(try Self.rows(office, "plan")[Self.id("N2")])
    try Self.edit(office) { service, _ in service != Self.id("N2") }
    #expect(try Self.moves(try Self.adopt(office)).count == 1)
    try Self.edit(office, "adopted", adding: [",N2,,,,R2,,,五上,,,,,"])
    let told = try Self.adopt(office, out: "again")
    let from = "R1@\(first["时段"] ?? "")"
    #expect(try Self.moves(told) == ["N2 - \(from) R2@五上"])
    #expect(try Self.tiers(told)["served.3"] == [3, 3, 0])
    try Self.edit(office, "again") { service, cells in
      if service == Self.id("N2") {
        cells[Column.resource] = "R1"
        cells[Column.session] = first["时段"] ?? ""
      }
      return true
    }
    #expect(try Self.adopt(office, out: "undone")["byHand"] == nil)
    for name in ["services.csv", "plan.json", "certificate.json", "report.html"] {
      #expect(
        try office.scratch.text("undone/\(name)") == office.scratch.text("plan/\(name)"), "\(name)")
    }
  }

  @Test func anUneditedListChangesNothing() throws {
    let office = try Self.office()
    let ledger = office.ledger
    try Self.edit(office)
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"])
    #expect(told.output.contains("没有改动"))
    #expect(office.ledger == ledger)
    #expect(!office.scratch.entries.contains("adopted"))
  }

  /// Once the week is out: what was taken stays, who refused does not come back, what has begun is
  /// over, and only what differs is sent.
  @Test func aWeekThatIsOut() throws {
    let office = try Self.office(
      needs: (1...3).map { "N\($0),230799001001001,理发,2026-11-18,1,,," },
      resources: ["R1,理发队,理发,,*,3,三上;四上;五上;六上", "R2,社工站,理发,,*,3,三下;四下;五下"])
    try office.run(["week", "dispatch", "--out", "slips"])
    try Self.edit(office)
    let early = try office.run(
      ["week", "adopt", "edited.csv", "--week", "2026-W48", "--out", "adopted"], expecting: 65)
    #expect(early.errors.contains("sandan week redispatch"))
    let sent = try Self.rows(office, "plan")
    let (taken, refused) = (Self.id("N1"), Self.id("N2"))
    let refuser = try #require(sent[refused]?["资源编号"])
    office.now = "2026-11-20T16:00"
    try office.run(["respond", taken, "--accept"])
    try office.run(["respond", refused, "--refuse", "人手不足"])
    office.now = "2026-11-25T10:00"
    try office.run(["week", "redispatch", "--out", "again"])
    let again = try Self.rows(office, "again")
    try Self.edit(office, "again") { service, cells in
      switch service {
      case taken: return false
      case refused:
        (cells[Column.resource], cells[Column.session]) =
          (refuser, refuser == "R1" ? "五上" : "五下")
        return true
      default:
        (cells[Column.resource], cells[Column.session]) = ("R1", "三上")
        return true
      }
    }
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"], expecting: 65)
    for sentence in ["已接或已开始", "拒过、超时未接的也算", "这个时段已经开始"] {
      #expect(told.errors.contains(sentence), "\(sentence): \(told.errors)")
    }
    // What can be had: the resource that did not refuse, in a session in which it has nothing else.
    let free = refuser == "R1" ? ("R2", ["四下", "五下", "三下"]) : ("R1", ["五上", "四上", "六上"])
    let held = Set(again.values.map { "\($0["资源编号"] ?? "")@\($0["时段"] ?? "")" })
    let session = try #require(free.1.first { !held.contains("\(free.0)@\($0)") })
    try Self.edit(office, "again") { service, cells in
      if service == refused {
        (cells[Column.resource], cells[Column.session]) = (free.0, session)
      }
      return true
    }
    let taking = try Self.adopt(office)
    #expect(taking["stage"] as? String == "replanned")
    #expect(taking["sent"] as? Int == 1 && taking["withdrawn"] as? Int == 0)
    #expect(taking["unchanged"] as? Int == 2)
    let after = try Self.rows(office, "adopted")
    #expect(after[refused]?["派单方式"] == "人工" && after[taken]?["派单方式"] == "续派")
    let out = try office.run(["week", "dispatch", "--out", "slips-again", "--format", "json"])
    #expect(out.json?["services"] as? Int == 1)
    #expect(try office.orders("N2").map(\.resource) == [free.0])
    #expect(try office.orders("N1").map(\.state) == ["accepted"])
  }

  /// The ledger has moved on: the plan recorded cannot be carried out, and neither can its edit.
  @Test func aPlanThatCannotBeCarriedOutAnyMore() throws {
    let office = try Self.office()
    try Self.edit(office) { service, _ in service != Self.id("N1") }
    try office.run(["close", "N2", "--reason", "居民撤回"])
    let ledger = office.ledger
    let told = try office.run(["week", "adopt", "edited.csv", "--out", "adopted"], expecting: 65)
    #expect(told.errors.contains("sandan week plan"))
    #expect(office.ledger == ledger)
  }

  /// The ledger has moved on, and the plan recorded can still be carried out: its edit is held against
  /// it, and the best plan there is now gives the bound.
  @Test func aPlanThatIsNoLongerTheBest() throws {
    let office = try LoopOffice()
    try office.scratch.write(
      Self.needHeader + """
        N1,230799001001001,理发,2026-11-18,1,,,
        N2,230799001001002,理发,2026-11-18,1,,,
        N9,230799001001003,理发,2026-11-18,1,,,

        """, to: "needs.csv")
    try office.scratch.write(
      Self.resourceHeader + "R1,理发队,理发,,*,2,三上;四上\nR2,社工站,理发,,*,1,五上\n",
      to: "resources.csv")
    try office.openWeek()
    try office.run(["done", "--settled", "N9"])
    try office.run(["week", "plan", "--out", "plan"])
    let rows = try Self.rows(office, "plan")
    let session = try #require(rows[Self.id("N2")]?["时段"])
    try Self.edit(office) { service, _ in service != Self.id("N2") }
    #expect(try Self.tiers(try Self.adopt(office))["served.3"] == [2, 1, -1])
    // What was settled on the spot is taken up again: there would be room for it, too.
    try office.run(["visit", "N9", "--grade", "不满意", "--solved", "否"])
    try office.run(["rework", "N9"])
    try Self.edit(office, "adopted") { service, _ in service != Self.id("N1") }
    let text = try office.run(["week", "adopt", "edited.csv", "--out", "empty"])
    #expect(text.errors.contains("排方案以后，台账、政策或程序有了变动"))
    #expect(text.output.contains("（served.3）2 → 0，变差 2；未证，界 3"))
    #expect(try SandanProcess.run(["verify", "empty"], in: office.scratch).status == 0)
    let proofs = try #require(try Self.plan(office, "empty")["tiers"] as? [[String: Any]])
    #expect(proofs.first { $0["name"] as? String == "served.3" }?["bound"] as? Int == 3)
    let unmet = Fixture.rows(try office.scratch.text("empty/unmet.csv"))
    #expect(unmet.map { $0["原因代码"] } == ["by-hand", "by-hand", "by-hand"])
    // All undone is neither a plan by hand nor the best there is.
    let first = try #require(rows[Self.id("N1")]?["时段"])
    try Self.edit(
      office, "empty", adding: [",N1,,,,R1,,,\(first),,,,,", ",N2,,,,R1,,,\(session),,,,,"])
    let ledger = office.ledger
    for (language, text) in [("zh", "请重新排方案"), ("en", "Plan again")] {
      let undone = try office.run(
        ["week", "adopt", "edited.csv", "--out", "undone", "--lang", language], expecting: 65)
      #expect(undone.errors.contains(text), "\(undone.errors)")
    }
    #expect(office.ledger == ledger)
  }

  /// The county week: rows taken out and moved in all corners, a workbook among the ways in.
  @Test func theCountyWeek() throws {
    let office = try LoopOffice()
    try office.run([
      "week", "open", "Fixtures/tangwang/needs.csv", "Fixtures/tangwang/resources.csv", "--week",
      "2026-W48",
    ])
    try office.run(["week", "plan", "--out", "plan"])
    let rows = Fixture.rows(try office.scratch.text("plan/services.csv"))
    let visits = Dictionary(grouping: rows) { "\($0["需求编号"] ?? "") \($0["次序"] ?? "")" }
    let gone = Set(visits.keys.sorted().enumerated().filter { $0.offset % 17 == 3 }.map(\.element))
    let policy = try office.scratch.text("plan/lists/needs.csv")
    let wholly = Set(
      Fixture.rows(policy).filter { $0["允许部分"] == "否" || $0["指定"] != "" }
        .compactMap { $0["需求编号"] })
    var out: Set<String> = []
    try Self.edit(office) { service, cells in
      let visit = "\(cells[Column.need]) \(cells[2])"
      guard gone.contains(visit), !wholly.contains(cells[Column.need]) else { return true }
      out.insert(service)
      return false
    }
    #expect(out.count > 5)
    let told = try Self.adopt(office)
    #expect(try Self.moves(told).count == out.count)
    #expect(told["services"] as? Int == rows.count - out.count)
    let tiers = try Self.tiers(told)
    let lost = (0..<4).map { tiers["served.\($0)"]?[2] ?? 0 }
    #expect(lost.reduce(0, +) < 0 && lost.allSatisfy { $0 <= 0 })
    // The explanation of such a plan, and its answers for residents, are made as of any other.
    let need = try #require(
      Fixture.rows(try office.scratch.text("adopted/unmet.csv")).first?["需求编号"])
    let explained = try SandanProcess.run(
      ["explain", need, "--plan", "adopted"], in: office.scratch)
    #expect(explained.status == 0, "\(explained.errors)")
  }
}
