import Foundation
import Testing

@testable import sandan

@Suite struct TimeLimitTests {
  /// A week of many teams under one second of solving: cut off or not, the plan is audited, no visit
  /// fits in any more, and what is open says so.
  @Test(arguments: ["auto", "glpk"]) func aLimitNeverCostsThePlan(_ engine: String) throws {
    let scratch = try ScratchFolder()
    try write(to: scratch)
    let result = try SandanProcess.run(
      [
        "match", "needs.csv", "resources.csv", "--week", "2026-W48", "--out", "week",
        "--open-dictionaries", "--time-limit", "1", "--engine", engine,
      ], in: scratch)
    try #require(result.status == 0, "\(result.errors)")
    let audit = try SandanProcess.run(["verify", "week"], in: scratch)
    #expect(audit.status == 0, "\(audit.errors)")
    let data = try #require(scratch.files("week")["plan.json"])
    let plan = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let tiers = try #require(plan["tiers"] as? [[String: Any]])
    let isOpen = tiers.contains { $0["provedBy"] as? String == "open" }
    #expect((plan["status"] as? String == "gap") == isOpen)
    let codes = try #require(plan["unmet"] as? [[String: Any]]).compactMap {
      ($0["reason"] as? [String: Any])?["code"] as? String
    }
    #expect(isOpen || !codes.contains("cut-off"))
    // All visits or none: the two helpers can only share the days one way round.
    #expect(Fixture.rows(try scratch.text("week/services.csv")).count { $0["需求编号"] == "W1" } == 2)
  }

  /// The recorded folder of a run cut off at once is sound; it has every reason code that says nothing of closed tiers.
  @Test func theRecordedCutOffIsSound() throws {
    let scratch = try ScratchFolder()
    let folder = "\(Fixture.folder)/cut-off/week"
    let audit = try SandanProcess.run(["verify", folder], in: scratch)
    #expect(audit.status == 0, "\(audit.errors)")
    let rows = Fixture.rows(try Fixture.text("cut-off/week/unmet.csv"))
    #expect(
      Set(rows.compactMap { $0["原因代码"] }) == [
        "no-candidate", "few-days", "sessions-full", "weeks-full", "role-unfilled", "few-places",
        "cut-off",
      ])
    let explained = try SandanProcess.run(["explain", "N11", "--plan", folder], in: scratch)
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("没有算完"))
  }

  /// Renders the page of the recorded folder again, which stays cut off as it was:
  /// `SANDAN_RECORD=cut-off swift test --filter TimeLimitTests`.
  @Test(.enabled(if: Fixture.recording.contains("cut-off"))) func recordsThePageAgain() throws {
    let path = "\(Fixture.folder)/cut-off/week"
    let folder = try PlanFolder(path, try CommonOptions.parse([]))
    let page = try #require(
      try PlanFiles.of(folder.plan, task: folder.task, language: .zh)
        .first { $0.name == PlanFiles.report })
    try Data(page.bytes).write(to: URL(fileURLWithPath: "\(path)/\(page.name)"))
    Issue.record("recorded Fixtures/cut-off/week/report.html again: look at the difference")
  }

  /// Lists that no one would solve in a second: seven hundred needs, every third a team.
  private func write(to scratch: ScratchFolder) throws {
    var random = SeededNumbers(state: 20_261_124)
    let sessions = ["一上", "一下", "二上", "二下", "三上", "三下", "四上", "四下", "五上", "五下"]
    let roles = ["干部", "社工", "医生"]
    func some(_ count: Int, of words: [String]) -> String {
      var left = words
      return (0..<count).map { _ in left.remove(at: Int.random(in: 0..<left.count, using: &random))
      }
      .joined(separator: ";")
    }
    var needs = "需求编号,网格编码,类别,提出日期,可服务时段,次数,角色,允许部分,紧急程度\n"
    needs += "W1,230799001001001,维修,2026-11-20,,2,,否,一般\n"
    for number in 0..<700 {
      let team = number % 3 == 0 ? "\(some(2, of: roles))" : ""
      needs +=
        "N\(number),23079900100100\(1 + Int.random(in: 0..<5, using: &random)),理发,2026-11-20,"
      needs += "\(some(4, of: sessions)),\(1 + Int.random(in: 0..<2, using: &random)),\(team),"
      needs +=
        "\(number % 5 == 0 ? "否" : "是"),\(["紧急", "重要", "一般"][Int.random(in: 0..<3, using: &random)])\n"
    }
    var resources = "资源编号,单位,类别,角色,服务范围,可用时段,每周可用\n"
    resources += "A1,维修队甲,维修,,*,一上;二上,1\nB1,维修队乙,维修,,*,一上,1\n"
    for number in 0..<90 {
      resources += "R\(number),单位\(number % 20),理发,\(some(2, of: roles)),*,"
      resources += "\(some(5, of: sessions)),\(3 + Int.random(in: 0..<3, using: &random))\n"
    }
    try scratch.write(needs, to: "needs.csv")
    try scratch.write(resources, to: "resources.csv")
  }
}
