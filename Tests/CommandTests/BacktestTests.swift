import Foundation
import Testing

/// `sandan backtest`: past weeks of a folder, what people did beside the plan.
@Suite struct BacktestCommandTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func run(
    _ options: [String], folder: String = "Fixtures/backtest"
  ) throws -> SandanProcess.Result {
    try SandanProcess.run(["backtest", folder] + options, in: scratch)
  }

  /// Compares a text with one of the fixture, or records it.
  private func expect(_ text: String, is name: String) throws {
    let path = "\(Fixture.folder)/\(name)"
    if Fixture.recording.contains("backtest") {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(name)")
    }
    #expect(text == (try Fixture.text(name)))
  }

  @Test(arguments: ["zh", "en"])
  func theTextIsAsRecorded(language: String) throws {
    let result = try run(["--unlisted", "--lang", language])
    #expect(result.status == 0)
    try expect(result.output + result.errors, is: "backtest/expected-\(language).txt")
  }

  @Test(arguments: ["zh", "en"])
  func everyMistakeIsToldAndNothingReplayed(language: String) throws {
    let result = try run(["--lang", language], folder: "Fixtures/backtest-broken")
    #expect(result.status == 65)
    #expect(result.output.isEmpty)
    try expect(result.errors, is: "backtest-broken/expected-\(language).txt")
    let json = try run(["--format", "json"], folder: "Fixtures/backtest-broken")
    #expect(json.status == 65)
    #expect(
      (json.json?["defects"] as? [Any])?.count == result.errors.split(separator: "\n").count)
  }

  /// The README of the fixture, worked out by hand.
  @Test func figuresAreThoseWorkedOutByHand() throws {
    let result = try run(["--unlisted", "--format", "json"])
    let weeks = try #require(result.json?["weeks"] as? [[String: Any]])
    let tables = Fixture.tables(try Fixture.text("backtest/README.md"))
    var compared = 0
    for (week, table) in zip(weeks, tables) {
      let tiers = try #require(week["tiers"] as? [[String: Any]])
      #expect(table.count == tiers.count)
      for row in table {
        let tier = try #require(tiers.first { $0["name"] as? String == row["目标"] })
        #expect(tier["plan"] as? Int == row["方案"].flatMap { Int($0) }, "\(row)")
        #expect(tier["actual"] as? Int == row["实际"].flatMap { Int($0) }, "\(row)")
        #expect(tier["allowed"] as? Int == row["实际合规"].flatMap { Int($0) }, "\(row)")
        compared += 1
      }
    }
    #expect(compared == 24)
    let counts = try #require(weeks[0]["breachCounts"] as? [[String: Any]])
    #expect(counts.map { $0["rule"] as? String } == ["unknown-resource", "area"])
    #expect(counts.map { $0["count"] as? Int } == [1, 1])
    #expect((weeks[0]["better"] as? [[String: Any]])?.first?["need"] as? String == "N005")
    #expect((weeks[1]["onlyPlan"] as? [[String: Any]])?.first?["need"] as? String == "M004")
  }

  @Test func tablesHoldTheSame() throws {
    let weeks = Fixture.rows(try run(["--unlisted", "--csv"]).output)
    #expect(weeks.map { $0["做法"] } == ["方案", "实际", "实际合规", "方案", "实际", "实际合规"])
    #expect(weeks.map { $0["办理次数"] } == ["4", "4", "2", "4", "4", "3"])
    #expect(weeks.map { $0["distance"] } == ["8", "8", "5", "9", "7", "4"])
    #expect(weeks[1]["prompt"] == "" && weeks[4]["prompt"] == "12")
    let breaches = Fixture.rows(try run(["--unlisted", "--csv", "--table", "breaches"]).output)
    #expect(breaches.map { $0["规则"] } == ["unknown-resource", "area", "team-session"])
    #expect(breaches[1]["行"] == "Fixtures/backtest/needs-2026-W45.csv:6")
    let needs = Fixture.rows(try run(["--unlisted", "--csv", "--table", "needs"]).output)
    #expect(needs.map { $0["需求编号"] } == ["N004", "N001", "N005", "M002", "M004", "M003"])
    #expect(needs[2]["情况"] == "人办得更好" && needs[2]["目标"] == "choice")
  }

  @Test func weeksThreadsAndHistory() throws {
    let one = try run(["--unlisted", "--threads", "1"])
    #expect(try run(["--unlisted", "--threads", "5"]).output == one.output)
    let second = try run(["--unlisted", "--week", "2026-W46", "--format", "json"])
    #expect(
      (second.json?["weeks"] as? [[String: Any]])?.map { $0["week"] as? String } == ["2026-W46"])
    func units(_ history: String) throws -> [Int?] {
      let result = try run(["--unlisted", "--history", history, "--format", "json"])
      let weeks = try #require(result.json?["weeks"] as? [[String: Any]])
      return weeks.map { week in
        (week["tiers"] as? [[String: Any]])?.first { $0["name"] as? String == "units" }?["plan"]
          as? Int
      }
    }
    #expect(try units("listed") == [950, 1050])
    // R001 carried 1 and R002 2: 10⁴·11/200 + 100 + 500 + 700 + 100.
    #expect(try units("actual") == [950, 1950])
    // The plan gave R003 one, too: 300 in place of 100.
    #expect(try units("planned") == [950, 2150])
  }

  @Test func anOfficesTemplateIsTaken() throws {
    try FileManager.default.createDirectory(
      atPath: scratch("t"), withIntermediateDirectories: true)
    let head = "<head>{{head}}</head><p>本县</p>"
    try scratch.write(head + "{{week-2026-W46}}", to: "t/backtest.html")
    let options = ["--unlisted", "--templates", "t"]
    #expect(try run(options).status == 64)
    #expect(try run(options + ["--out", "replayed"]).status == 0)
    let page = try scratch.text("replayed/backtest.html")
    #expect(page.contains("<p>本县</p><section id=\"week-2026-W46\">"))
    #expect(!page.contains("week-2026-W45"))
    try scratch.write(head, to: "t/backtest.html")
    let wrong = try run(options + ["--out", "other"])
    #expect(wrong.status == 65)
    #expect(wrong.errors.contains("没有 {{content}}，也没有哪一节的占位（weeks、week-2026-W45、"))
    #expect(!scratch.entries.contains("other"))
  }

  @Test(arguments: ["zh", "en"])
  func aPageAndTheTablesBesideIt(language: String) throws {
    let options = ["--unlisted", "--lang", language]
    let result = try run(options + ["--out", "replayed"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix("replayed/backtest.html\n")
        || result.output.hasSuffix("replayed/backtest.html"))
    #expect(
      scratch.files("replayed").keys.sorted() == [
        "backtest.html", "breaches.csv", "needs.csv", "weeks.csv",
      ])
    for table in ["weeks", "breaches", "needs"] {
      let printed = try run(options + ["--csv", "--table", table]).output
      #expect(try scratch.text("replayed/\(table).csv") == printed)
    }
    let page = try scratch.text("replayed/backtest.html")
    for text in [
      "id=\"week-2026-W45\"", "href=\"#week-2026-W46\"", "needs-2026-W45.csv:6", "街道办", "2.67",
      language == "zh" ? "不服务该网格" : "does not serve the grid",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("<script"))
    // Again, the same bytes.
    let before = scratch.files("replayed")
    #expect(try run(options + ["--out", "replayed", "--threads", "1"]).status == 0)
    #expect(scratch.files("replayed") == before)
  }

  @Test func usageIsHeld() throws {
    #expect(try run(["--unlisted", "--threads", "0"]).status == 64)
    #expect(try run(["--table", "needs"]).status == 64)
    #expect(try run(["--csv", "--format", "json"]).status == 64)
    #expect(try run(["--top", "-1"]).status == 64)
    #expect(try run(["--week", "2026-W47"]).status == 65)
    #expect(try run([], folder: "nowhere").status == 66)
    #expect(try run([]).status == 65)
    #expect(scratch.entries.isEmpty)
  }
}
