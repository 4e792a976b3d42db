import Foundation
import Testing

/// `sandan simulate`: a plan against refusals drawn from a seed.
@Suite struct SimulateTests {
  private let scratch: ScratchFolder
  private static let lists = [
    "simulate", "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv", "--week",
    "2026-W48",
  ]

  init() throws { scratch = try ScratchFolder() }

  private func run(_ options: [String]) throws -> SandanProcess.Result {
    try SandanProcess.run(Self.lists + options, in: scratch)
  }

  /// Compares a text with one of the fixture, or records it.
  private func expect(_ text: String, is name: String) throws {
    let path = "\(Fixture.folder)/\(name)"
    if Fixture.recording.contains("simulate") {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(name)")
    }
    #expect(text == (try Fixture.text(name)))
  }

  private static let compared = [
    "--refusals", "Fixtures/simulate/refusals.csv", "--refusal", "5%", "--runs", "200",
    "--against", "Fixtures/simulate/policy.yaml",
  ]

  @Test(arguments: ["zh", "en"])
  func theTextIsAsRecorded(language: String) throws {
    let result = try run(Self.compared + ["--lang", language])
    #expect(result.status == 0, "\(result.errors)")
    try expect(result.output, is: "simulate/expected-\(language).txt")
  }

  @Test(arguments: ["zh", "en"])
  func everyMistakeIsToldAndNothingPlayed(language: String) throws {
    let result = try run(
      ["--refusals", "Fixtures/simulate/broken.csv", "--lang", language])
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    try expect(result.errors, is: "simulate/broken.expected-\(language).txt")
  }

  @Test func outcomesDependOnTheSeedAlone() throws {
    let options = Self.compared + ["--format", "json"]
    let one = try run(options + ["--threads", "1"])
    #expect(one.status == 0)
    #expect(try run(options + ["--threads", "7"]).output == one.output)
    #expect(try run(options + ["--seed", "2"]).output != one.output)
    let policies = try #require(one.json?["policies"] as? [[String: Any]])
    #expect(policies.count == 2 && policies[0]["policy"] == nil)
    #expect(policies[0]["planned"] as? [Int] == [0, 1, 1, 1])
    let rates = try #require(one.json?["rates"] as? [[String: Any]])
    #expect(rates.count == 4)
    #expect(rates[0]["resource"] as? String == "R003" && rates[0]["numerator"] as? Int == 500_000)
    let figures = try #require(policies[1]["figures"] as? [[String: Any]])
    #expect(figures.allSatisfy { $0["beyondFirst"] != nil })
  }

  @Test func theTableHoldsTheSame() throws {
    let rows = Fixture.rows(try run(Self.compared + ["--csv"]).output)
    #expect(rows.count == 24)
    let total = try #require(rows.first { $0["指标"] == "改派后办成" && $0["级别"] == "" })
    #expect(total["点单"] == "5" && total["方案"] == "3" && total["遍数"] == "200")
    let text = try run(Self.compared).output
    #expect(text.contains("\(total["平均"] ?? "-")±\(total["标准误"] ?? "-")"))
    let never = Fixture.rows(try run(["--runs", "5", "--csv"]).output)
    #expect(never.first { $0["指标"] == "拒单" }?["平均"] == "0.000")
    let always = Fixture.rows(try run(["--runs", "5", "--refusal", "1", "--csv"]).output)
    #expect(always.filter { $0["指标"] == "改派后办成" }.allSatisfy { $0["最多"] == "0" })
  }

  /// Two haircuts given out, one refused and one taken: the ledger's rates are 1 and 0.
  @Test func ratesComeFromTheLedger() throws {
    let office = try LoopOffice()
    try office.openWeek()
    try office.dispatchWeek()
    let orders = try office.orders("N002") + office.orders("N001")
    let refused = try #require(orders.first)
    office.now = "2026-11-20T16:00"
    try office.scratch.write(
      "服务单号,答复,原因\n\(refused.service),拒单,人手不足\n", to: "back.csv")
    try office.run(["respond", "--file", "back.csv"])
    let result = try SandanProcess.run(
      [
        "simulate", "needs.csv", "resources.csv", "--week", "2026-W49", "--ledger", "三单.sqlite",
        "--runs", "10", "--format", "json",
      ], in: office.scratch)
    #expect(result.status == 0, "\(result.errors)")
    let rates = try #require(result.json?["rates"] as? [[String: Any]])
    #expect(rates.count == 2)
    let unit = ["R1": "理发队", "R2": "社工站"][refused.resource]
    #expect(rates[0]["unit"] as? String == unit)
    #expect(rates[0]["numerator"] as? Int == 1 && rates[0]["denominator"] as? Int == 1)
    let absent = try run(["--ledger", "nowhere.sqlite"])
    #expect(absent.status == 66)
  }

  @Test func usageIsHeld() throws {
    for options in [
      ["--runs", "0"], ["--rounds", "21"], ["--threads", "0"], ["--refusal", "2"],
      ["--refusals", "a", "--ledger", "b"], ["--csv", "--format", "json"], ["--seed", "-1"],
    ] {
      #expect(try run(options).status == 64, "\(options)")
    }
    #expect(try run(["--against", "nowhere.yaml"]).status == 66)
    #expect(try run(["--refusals", "nowhere.csv"]).status == 66)
  }
}
