import Foundation
import Testing

/// `sandan compare`: one file of scenarios in, a folder out.
@Suite struct CompareTests {
  private static let file = "Fixtures/scenarios/first-week.yaml"

  private func compare(
    _ arguments: [String] = [], file: String = file, in scratch: ScratchFolder
  ) throws -> SandanProcess.Result {
    try SandanProcess.run(["compare", file, "--out", "out"] + arguments, in: scratch)
  }

  private func scenarios(_ text: String, lists: String = "Fixtures/first-week") -> String {
    """
    base: { needs: \(lists)/needs.csv, resources: \(lists)/resources.csv, week: 2026-W48 }
    scenarios:
    \(text)
    """
  }

  /// The base's folder is what `match` writes, byte for byte, whatever stands beside it.
  @Test(arguments: ["first-week", "tangwang", "reasons", "tier-order"], ["zh", "en"])
  func theBaseIsWhatMatchWrites(name: String, language: String) throws {
    let scratch = try ScratchFolder()
    let own = try? Fixture.text("\(name)/arguments")
    let policy = own.map { text in
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      return words.firstIndex(of: "--policy").map { ["--policy", words[$0 + 1]] } ?? []
    }
    try scratch.write(
      scenarios("- { name: 一, changes: [ { close: [四上] } ] }", lists: "Fixtures/\(name)"),
      to: "s.yaml")
    let compared = try compare(
      ["--lang", language] + (policy ?? []), file: "s.yaml", in: scratch)
    #expect(compared.status == 0, "\(compared.errors)")
    let matched = try SandanProcess.run(
      Fixture.arguments(name, out: "week") + ["--lang", language], in: scratch)
    #expect(matched.status == 0, "\(matched.errors)")
    let base = scratch.files("out/base")
    #expect(base == scratch.files("week"))
    #expect(base.count >= 8)
  }

  @Test func thePlansOfTheOthersAreWrittenWhenAskedFor() throws {
    let scratch = try ScratchFolder()
    #expect(try compare(in: scratch).status == 0)
    let names = ["base", "comparison.csv", "comparison.html", "comparison.json"]
    let entries = try FileManager.default.contentsOfDirectory(atPath: scratch("out")).sorted()
    #expect(entries == names)
    let bare = scratch.files("out")
    #expect(try compare(["--plans"], in: scratch).status == 0)
    #expect(scratch.files("out.1") == bare)
    for number in 1...6 {
      let plan = "out/scenarios/0\(number)"
      #expect(try SandanProcess.run(["verify", plan], in: scratch).status == 0)
      // What `match` makes of the changed lists is the same plan.
      let matched = try SandanProcess.run(
        [
          "match", "\(plan)/lists/needs.csv", "\(plan)/lists/resources.csv", "--week", "2026-W48",
          "--policy", "\(plan)/policy.yaml", "--out", "again\(number)",
        ], in: scratch)
      #expect(matched.status == 0, "\(matched.errors)")
      for file in ["services.csv", "unmet.csv", "plan.json"] {
        #expect(try scratch.text("\(plan)/\(file)") == scratch.text("again\(number)/\(file)"))
      }
    }
    // Figures and differences are the same with plans and without.
    #expect(
      try scratch.text("out/comparison.csv") == scratch.text("out.1/comparison.csv"))
  }

  /// One visit more where it counts most is the row that `additions` names.
  @Test func visitsMoreWhereTheyCountMost() throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      scenarios("- { name: 多来, changes: [ { best_visits: 3 }, { close: [四上] } ] }"),
      to: "s.yaml")
    let result = try compare(["--plans"], file: "s.yaml", in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("多来的：R003+ 1"), "\(result.output)")
    #expect(try scratch.text("out/comparison.html").contains("R003+ 1"))
    let rows = Fixture.rows(try scratch.text("out/scenarios/01/lists/resources.csv"))
    #expect(rows.first { $0["资源编号"] == "R003+" }?["每周可用"] == "1")
    #expect(try SandanProcess.run(["verify", "out/scenarios/01"], in: scratch).status == 0)
    let document =
      try JSONSerialization.jsonObject(
        with: Data(scratch.text("out/comparison.json").utf8)) as? [String: Any]
    let plans = try #require(document?["plans"] as? [[String: Any]])
    let changes = try #require(plans[1]["changes"] as? [[String: Any]])
    #expect(changes[0]["resources"] as? [String] == ["R003+"])
    #expect(changes[0]["kind"] as? String == "best_visits")
    let english = try compare(["--lang", "en"], file: "s.yaml", in: scratch)
    #expect(english.output.contains("visits more of: R003+ 1"))
  }

  @Test func threadsChangeNoByte() throws {
    let scratch = try ScratchFolder()
    #expect(try compare(["--threads", "1", "--plans"], in: scratch).status == 0)
    let one = scratch.files("out")
    #expect(try compare(["--threads", "7", "--plans"], in: scratch).status == 0)
    #expect(scratch.files("out") == one)
    for wrong in ["0", "257", "-1"] {
      #expect(try compare(["--threads=\(wrong)"], in: scratch).status == 64)
    }
  }

  /// What the scenarios of the fixture come to, worked out by hand: see its comments.
  @Test func theFixtureSaysWhatItMust() throws {
    let scratch = try ScratchFolder()
    let result = try compare(["--format", "json"], in: scratch)
    let document = try #require(result.json?["comparison"] as? [String: Any])
    let plans = try #require(document["plans"] as? [[String: Any]])
    let served = plans.map { plan -> Int? in
      let figures = plan["figures"] as? [String: Any]
      return (figures?["visits"] as? [String: Any])?["served"] as? Int
    }
    #expect(served == [3, 2, 4, 4, 3, 3, 3])
    func needs(_ plan: Int, _ key: String) -> [String] {
      let difference = plans[plan]["difference"] as? [String: Any]
      return (difference?[key] as? [[String: Any]])?.compactMap { $0["need"] as? String } ?? []
    }
    #expect(needs(1, "lost") == ["N003"])
    #expect(needs(2, "gained") == ["N004"])
    #expect(needs(3, "gained") == ["N005"])
    #expect(needs(4, "added").count == 2)
    #expect(plans[0]["folder"] as? String == "base" && plans[1]["folder"] == nil)
    // The file says the same.
    let written = try JSONSerialization.jsonObject(
      with: Data(scratch.text("out/comparison.json").utf8))
    #expect(NSDictionary(dictionary: document).isEqual(written))
    let cells = Fixture.cells(try scratch.text("out/comparison.csv"))
    #expect(cells[0] == ["类", "项目", "基准"] + plans.compactMap { $0["name"] as? String })
    #expect(cells.allSatisfy { $0.count == cells[0].count })
    #expect(cells.first { $0[1] == "派出" }?.dropFirst(2).map(Int.init) == served)
  }

  /// Every mistake at once, in order, in both languages, and nothing is written.
  @Test(arguments: ["zh", "en"])
  func everyMistakeIsTold(language: String) throws {
    let scratch = try ScratchFolder()
    let result = try compare(
      ["--lang", language, "--format", "json"], file: "Fixtures/scenarios/broken.yaml", in: scratch)
    #expect(result.status == 65)
    #expect(scratch.entries.isEmpty)
    let defects = try #require(result.json?["defects"] as? [[String: Any]])
    let lines = defects.compactMap { $0["message"] as? String }.joined(separator: "\n") + "\n"
    let path = "\(Fixture.folder)/scenarios/broken.expected-\(language).txt"
    if Fixture.recording.contains("scenarios") {
      try lines.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path) again: look at the difference")
    }
    #expect(try lines == Fixture.text("scenarios/broken.expected-\(language).txt"))
  }

  @Test func pinsInConflictAreThoseOfTheirScenario() throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      scenarios(
        """
          - { name: 可以, changes: [ { unit_out: 县总工会 } ] }
          - name: 不行
            changes:
              - alter: { needs: [N003, N004], set: { 指定: R004 } }
        """), to: "s.yaml")
    let result = try compare(file: "s.yaml", in: scratch)
    #expect(result.status == 65)
    #expect(result.errors.contains("不行") && result.errors.contains("R004"))
    #expect(scratch.entries == ["s.yaml"])
  }

  @Test func aPolicyIsGivenOnce() throws {
    let scratch = try ScratchFolder()
    #expect(try SandanProcess.run(["init", "office"], in: scratch).status == 0)
    try scratch.write(
      """
      base:
        needs: Fixtures/first-week/needs.csv
        resources: Fixtures/first-week/resources.csv
        policy: office/政策.yaml
        week: 2026-W48
      scenarios: [ { name: 一, changes: [ { close: [四上] } ] } ]
      """, to: "s.yaml")
    #expect(try compare(file: "s.yaml", in: scratch).status == 0)
    let both = try compare(["--policy", "office/政策.yaml"], file: "s.yaml", in: scratch)
    #expect(both.status == 64)
  }

  @Test func aFolderOfAnotherKindIsLeftAlone() throws {
    let scratch = try ScratchFolder()
    #expect(
      try SandanProcess.run(Fixture.arguments("first-week", out: "out"), in: scratch).status == 0)
    let week = scratch.files("out")
    #expect(try compare(in: scratch).status == 73)
    #expect(scratch.files("out") == week)
    // And the other way round, and with something strange deep inside.
    let other = try ScratchFolder()
    #expect(try compare(["--plans"], in: other).status == 0)
    #expect(
      try SandanProcess.run(Fixture.arguments("first-week", out: "out"), in: other).status == 73)
    try other.write("x", to: "out/scenarios/01/lists/mine.txt")
    #expect(try compare(in: other).status == 73)
    #expect(try other.text("out/scenarios/01/lists/mine.txt") == "x")
  }

  /// Names of scenarios are text like any other: no formula, no markup.
  @Test func hostileNamesStayText() throws {
    let scratch = try ScratchFolder()
    try scratch.write(
      scenarios(
        """
          - { name: "=1+1</title><script>alert(1)</script>", changes: [ { close: [四上] } ] }
        """), to: "s.yaml")
    #expect(try compare(file: "s.yaml", in: scratch).status == 0)
    let page = try scratch.text("out/comparison.html")
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
    #expect(try scratch.text("out/comparison.csv").contains("'=1+1"))
  }
}
