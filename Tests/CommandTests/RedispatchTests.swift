import Foundation
import ListFiles
import Matching
import Testing
import ThreeLists

/// Planning a week again by `match --standing`, as an office does it.
@Suite struct RedispatchTests {
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv",
  ]

  /// A first plan's service list with a column 状态.
  private static func answered(
    _ services: String, by states: [String: String] = [:]
  ) -> String {
    services.split(separator: "\r\n").enumerated().map { index, line in
      let id = line.split(separator: ",")[0]
      return line + "," + (index == 0 ? "状态" : states[String(id)] ?? "")
    }.joined(separator: "\r\n") + "\r\n"
  }

  private static func run(
    _ arguments: [String], in scratch: ScratchFolder
  ) throws -> SandanProcess.Result {
    try SandanProcess.run(arguments, in: scratch)
  }

  private static func match(_ out: String, _ more: [String] = []) -> [String] {
    ["match"] + lists + ["--week", "2026-W48", "--out", out] + more
  }

  @Test func aRefusalIsGivenToSomebodyElseAndNothingElseMoves() throws {
    let scratch = try ScratchFolder()
    #expect(try Self.run(Self.match("week"), in: scratch).status == 0)
    let services = try scratch.text("week/services.csv")
    try scratch.write(
      Self.answered(services, by: ["2026-W48-N003-1-1": "拒单", "2026-W48-N001-1-1": "已接"]),
      to: "standing.csv")
    let again = try Self.run(
      Self.match("again", ["--standing", "standing.csv"]), in: scratch)
    #expect(again.status == 0, "\(again.errors)")
    // R003 refuses N003; R004 alone could come, and is dispatched to N002: N004 gets R003 instead.
    #expect(again.output.contains("与已派的相比：维持 3 个名额，变动 0 个，已证不能再少。"))
    #expect(again.output.contains("N003 第1次：R003@二上 拒单，没有别的资源可派（原因见 unmet.csv）。"))
    #expect(again.output.contains("N004 第1次：新派 R003@二上。"))
    #expect(try Self.run(["verify", "again"] + Self.lists, in: scratch).status == 0)
    let plan = try scratch.text("again/plan.json")
    #expect(plan.contains("\"begun\" : 0"))
    #expect(
      try scratch.text("again/services.csv").contains(
        "2026-W48-N001-1-1,N001,1,法律,是,R001,县司法局,2026-11-25,三下,续派,"))
    // The same standing in another order of rows gives the same bytes.
    let rows = Self.answered(services, by: ["2026-W48-N003-1-1": "拒单", "2026-W48-N001-1-1": "已接"])
      .split(separator: "\r\n")
    try scratch.write(
      ([rows[0]] + rows.dropFirst().reversed()).joined(separator: "\r\n") + "\r\n",
      to: "turned.csv")
    #expect(
      try Self.run(Self.match("turned", ["--standing", "turned.csv"]), in: scratch).status == 0)
    #expect(scratch.files("turned") == scratch.files("again"))
  }

  /// Promises are no pins: `explain` tells them apart, and prices a team's visit as a whole.
  @Test func promisesAreExplained() throws {
    let scratch = try ScratchFolder()
    #expect(try Self.run(Self.match("week"), in: scratch).status == 0)
    let services = try scratch.text("week/services.csv")
    try scratch.write(
      Self.answered(
        services,
        by: [
          "2026-W48-N003-1-1": "拒单", "2026-W48-N001-1-1": "已接", "2026-W48-N001-1-2": "已接",
        ]), to: "standing.csv")
    #expect(
      try Self.run(Self.match("again", ["--standing", "standing.csv"]), in: scratch).status == 0)
    let told = try Self.run(["explain", "N001", "--plan", "again"], in: scratch)
    #expect(told.output.contains("第1次已接（R001@三下 R002@三下）：保留它，各级都不损失。"))
    #expect(told.output.contains("已接或已开始；R001 若来不了，其次是："))
    #expect(!told.output.contains("指定"))
    let need = try #require(
      try Self.run(["explain", "N001", "--plan", "again", "--format", "json"], in: scratch)
        .json?["need"] as? [String: Any])
    #expect((need["pins"] as? [Any])?.isEmpty == true)
    let firm = try #require((need["firm"] as? [[String: Any]])?.first)
    #expect(firm["places"] as? [String] == ["R001@三下", "R002@三下"])
    #expect(firm["hasBegun"] as? Bool == false && firm["visit"] as? Int == 1)
    let groups = try #require(need["services"] as? [[String: Any]])
    #expect(groups.allSatisfy { $0["isFirm"] as? Bool == true && $0["isPinned"] as? Bool == false })
    // Nobody else can be the lawyer: without R001 the visit is lost, and R002 is not bound to it.
    #expect(groups.allSatisfy { $0["end"] as? String == "nobody" })
    let resource = try #require(
      try Self.run(["explain", "R001", "--plan", "again", "--format", "json"], in: scratch)
        .json?["resource"] as? [String: Any])
    #expect(resource["isAsked"] as? Bool == true && resource["without"] == nil)
    #expect(resource["isTimeUp"] as? Bool == false)
  }

  @Test func whatHasBegunIsClosed() throws {
    let scratch = try ScratchFolder()
    #expect(
      try Self.run(Self.match("week", ["--as-of", "2026-11-24T08:00"]), in: scratch).status == 0)
    let services = try scratch.text("week/services.csv")
    #expect(services.contains(",三下,") && !services.contains(",二上,"))
    #expect(try scratch.text("week/plan.json").contains("\"begun\" : 4"))
    #expect(try Self.run(["verify", "week"], in: scratch).status == 0)
    let wrong = try Self.run(Self.match("other", ["--as-of", "25.11.2026"]), in: scratch)
    #expect(wrong.status == 64)
  }

  @Test func theFolderNeedsItsStanding() throws {
    let scratch = try ScratchFolder()
    #expect(try Self.run(Self.match("week"), in: scratch).status == 0)
    try scratch.write(Self.answered(try scratch.text("week/services.csv")), to: "standing.csv")
    #expect(
      try Self.run(Self.match("again", ["--standing", "standing.csv"]), in: scratch).status == 0)
    let standing = try scratch.text("again/lists/standing.csv")
    // What was dispatched is part of the fingerprint.
    try scratch.write(
      standing.replacingOccurrences(of: "N003,1,,R003,二上,已派", with: "N003,1,,R003,二上,已接"),
      to: "again/lists/standing.csv")
    let changed = try Self.run(["verify", "again"], in: scratch)
    #expect(changed.status == 1)
    #expect(changed.errors.contains("fingerprint"))
    let plan = try scratch.text("again/plan.json")
    try scratch.write(
      plan.replacingOccurrences(of: "  \"begun\" : 0,\n", with: ""), to: "again/plan.json")
    #expect(try Self.run(["verify", "again"], in: scratch).status == 1)
    try scratch.write(
      plan.replacingOccurrences(of: "\"begun\" : 0", with: "\"begun\" : 22"),
      to: "again/plan.json")
    #expect(try Self.run(["verify", "again"], in: scratch).status == 65)
  }

  @Test func jsonTellsTheChangesAsData() throws {
    let scratch = try ScratchFolder()
    #expect(try Self.run(Self.match("week"), in: scratch).status == 0)
    try scratch.write(
      Self.answered(
        try scratch.text("week/services.csv"), by: ["2026-W48-N002-1-1": "拒单"]),
      to: "standing.csv")
    let told = try Self.run(
      Self.match("again", ["--standing", "standing.csv", "--format", "json", "--lang", "en"]),
      in: scratch)
    let changes = try #require(told.json?["changes"] as? [[String: Any]])
    let first = try #require(changes.first { $0["need"] as? String == "N002" })
    #expect(first["kind"] as? String == "replaced" || first["kind"] as? String == "lost")
    #expect((first["before"] as? [String: String])?["resource"] == "R004")
    #expect((first["message"] as? String)?.contains("refused") == true)
  }

  /// Three refusals in the county week: the moves are proved the fewest, and a plain plan that
  /// avoids the same pairs moves many times as many places.
  @Test func threeRefusals() throws {
    let scratch = try ScratchFolder()
    let refused = ["2026-W48-N076-1-1", "2026-W48-N154-1-3", "2026-W48-N166-1-1"]
    let services = try scratch.text("Fixtures/tangwang/expected/services.csv")
    try scratch.write(
      Self.answered(services, by: Dictionary(uniqueKeysWithValues: refused.map { ($0, "拒单") })),
      to: "standing.csv")
    let week = try #require(Week("2026-W48"))
    let folder = scratch("Fixtures/tangwang")
    let bundle = try ListReader.read(
      needs: "\(folder)/needs.csv", resources: "\(folder)/resources.csv", policy: .standard,
      week: week)
    let standing = try StandingReader.read(
      scratch("standing.csv"), bundle: bundle, policy: .standard, week: week, begun: 0)
    func task(_ needs: [Need], _ standing: Standing?) -> PlanningTask {
      PlanningTask(
        needs: needs, resources: bundle.resources, policy: .standard, week: week, version: "1",
        standing: standing)
    }
    let again = try Planner.plan(task(bundle.needs, standing))
    let kept = try #require(again.tiers.first { $0.name == .kept })
    #expect(kept.value == 187)
    #expect(kept.provedBy == .certificate)
    // The plain plan: the refused are avoided, and their pins gone.
    let plain = try Planner.plan(task(standing.applied(to: bundle.needs), nil))
    func stay(_ plan: Plan) -> Int {
      standing.places.count { place in
        place.state != .refused
          && plan.services.contains {
            $0.need == place.need && $0.resource == place.resource && $0.session == place.session
          }
      }
    }
    let dispatched = standing.places.count { $0.state != .refused }
    #expect(dispatched - stay(again) == 5)
    #expect(dispatched - stay(plain) > 20)
    // What is served is the same.
    for number in 0..<4 {
      #expect(
        again.tiers.first { $0.name == .served(number) }?.value
          == plain.tiers.first { $0.name == .served(number) }?.value)
    }
  }
}
