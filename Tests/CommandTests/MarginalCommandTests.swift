import Foundation
import Testing

/// `marginal`: figures that planning edited files confirms, and how it ends.
@Suite struct MarginalCommandTests {
  private let scratch: ScratchFolder
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv", "--week", "2026-W48",
  ]

  init() throws { scratch = try ScratchFolder() }

  private func run(_ options: [String]) throws -> SandanProcess.Result {
    try SandanProcess.run(["marginal"] + Self.lists + options, in: scratch)
  }

  private func classes(_ needs: String, _ resources: String) throws -> [Int] {
    let result = try SandanProcess.run(
      ["match", needs, resources, "--week", "2026-W48", "--out", "edited", "--format", "json"],
      in: scratch)
    try #require(result.status == 0, "\(result.output)")
    return try #require(result.json?["classes"] as? [[String: Any]]).compactMap {
      $0["served"] as? Int
    }
  }

  @Test func aFigureHoldsInAFileEditedByHand() throws {
    let result = try run(["--by", "resource", "--format", "json", "--verify", "--top", "0"])
    #expect(result.status == 0, "\(result.errors)")
    let base = try #require(result.json?["served"] as? [Int])
    #expect(base == (try classes(Self.lists[0], Self.lists[1])))
    let values = try #require(result.json?["values"] as? [[String: Any]])
    #expect(values.compactMap { $0["resource"] as? String } == ["R003", "R004"])
    #expect(result.json?["verified"] as? Int ?? 0 >= values.count * 3)
    var rows = Fixture.cells(try Fixture.text("first-week/resources.csv"))
    let weekly = try #require(rows[0].firstIndex(of: "每周可用"))
    let perSession = try #require(rows[0].firstIndex(of: "每时段上限"))
    var row = try #require(rows.first { $0[0] == "R003" })
    (row[0], row[weekly], row[perSession]) = ("R003+", "2", "2")
    rows.append(row)
    try scratch.write(Fixture.csv(rows), to: "resources.csv")
    let edited = try classes(Self.lists[0], "resources.csv")
    let gains = try #require(values[0]["gains"] as? [[Int]])
    #expect(zip(edited, base).map { $0 - $1 } == gains[1])
    #expect(gains[1].reduce(0, +) == 1)
    // Without its row.
    let drops = try #require(result.json?["dropOuts"] as? [[String: Any]])
    let drop = try #require(drops.first { $0["resource"] as? String == "R004" })
    try scratch.write(
      Fixture.csv(
        Fixture.cells(try Fixture.text("first-week/resources.csv")).filter { $0[0] != "R004" }),
      to: "fewer.csv")
    // Whoever is gone cannot be named any more.
    let needs = Fixture.cells(try Fixture.text("first-week/needs.csv")).map { row in
      row.map { cell in
        cell.split(separator: ";").filter { $0 != "R004" }.joined(separator: ";")
      }
    }
    try scratch.write(Fixture.csv(needs), to: "needs.csv")
    let fewer = try classes("needs.csv", "fewer.csv")
    #expect(zip(base, fewer).map { $0 - $1 } == drop["loss"] as? [Int])
  }

  @Test func textTableAndLanguagesAgree() throws {
    let text = try run([])
    #expect(text.status == 0)
    #expect(text.output.contains("1. 县总工会 理发（R003）：第1次多办 1 次（第3级）"), "\(text.output)")
    #expect(text.output.contains("县司法局：少办 1 次（第1级）"))
    let english = try run(["--lang", "en", "--verify"])
    #expect(english.output.contains("Verified: "))
    #expect(english.output.contains("县司法局: loses 1 (class 1)"), "\(english.output)")
    let table = Fixture.rows(try run(["--csv"]).output)
    #expect(table.first?["单位"] == "县总工会" && table.first?["合计"] == "1")
    #expect(table.count { $0["变动"] == "多来" } == 6)
    #expect(table.first { $0["变动"] == "退出" }?["第1级"] == "1")
    let sessions = try run(["--by", "session", "--up-to", "1", "--format", "json"])
    let values = try #require(sessions.json?["values"] as? [[String: Any]])
    #expect(!values.isEmpty && values.allSatisfy { $0["session"] is String })
    #expect(values.allSatisfy { ($0["gains"] as? [[Int]])?.count == 1 })
    #expect(try run(["--top", "1"]).output.contains("  2. ") == false)
  }

  @Test func wrongArgumentsAndLists() throws {
    for options in [
      ["--up-to", "0"], ["--top", "-1"], ["--csv", "--format", "json"], ["--by", "day"],
    ] {
      #expect(try run(options).status == 64, "\(options)")
    }
    let missing = try SandanProcess.run(
      ["marginal", "none.csv", Self.lists[1], "--week", "2026-W48"], in: scratch)
    #expect(missing.status == 66)
    #expect(scratch.entries.isEmpty)
  }
}
