import Foundation
import Testing

/// `additions`: sets that planning edited files confirms, and how it ends.
@Suite struct AdditionsCommandTests {
  private let scratch: ScratchFolder
  private static let lists = [
    "Fixtures/first-week/needs.csv", "Fixtures/first-week/resources.csv", "--week", "2026-W48",
  ]

  init() throws { scratch = try ScratchFolder() }

  private func run(_ options: [String]) throws -> SandanProcess.Result {
    try SandanProcess.run(["additions"] + Self.lists + options, in: scratch)
  }

  /// What a plan of resources with rows more serves by class.
  private func classes(with added: [(resource: String, visits: Int)]) throws -> [Int] {
    var rows = Fixture.cells(try Fixture.text("first-week/resources.csv"))
    let weekly = try #require(rows[0].firstIndex(of: "每周可用"))
    let perSession = try #require(rows[0].firstIndex(of: "每时段上限"))
    for (resource, visits) in added {
      var row = try #require(rows.first { $0[0] == resource })
      row[0] = resource + "+"
      (row[weekly], row[perSession]) = ("\(visits)", "\(visits)")
      rows.append(row)
    }
    try scratch.write(Fixture.csv(rows), to: "resources.csv")
    let result = try SandanProcess.run(
      [
        "match", Self.lists[0], "resources.csv", "--week", "2026-W48", "--out", "edited",
        "--format", "json",
      ], in: scratch)
    try #require(result.status == 0, "\(result.output)")
    return try #require(result.json?["classes"] as? [[String: Any]]).compactMap {
      $0["served"] as? Int
    }
  }

  private func added(_ json: [String: Any]?) throws -> [(resource: String, visits: Int)] {
    try #require(json?["rows"] as? [[String: Any]]).map { row in
      (try #require(row["resource"] as? String), try #require(row["visits"] as? Int))
    }
  }

  @Test func aSetHoldsInAFileEditedByHand() throws {
    let best = try run(["--visits", "2", "--format", "json"])
    #expect(best.status == 0, "\(best.errors)")
    let rows = try added(best.json)
    #expect(rows.reduce(0) { $0 + $1.visits } == best.json?["visits"] as? Int)
    let served = try #require(best.json?["served"] as? [Int])
    #expect(try classes(with: rows) == served)
    #expect(served != best.json?["base"] as? [Int])
    // What the best use of visits serves more is an aim that no fewer reach.
    let requested = try #require(best.json?["requested"] as? [Int])
    let shares = zip(served, requested).enumerated().map { number, pair in
      "\(number)=\(pair.1 == 0 ? 100 : pair.0 * 100 / pair.1)%"
    }
    let smallest = try run(["--share"] + shares + ["--format", "json"])
    #expect(smallest.json?["outcome"] as? String == "found")
    let set = try added(smallest.json)
    #expect(!set.isEmpty && set.reduce(0) { $0 + $1.visits } <= 2)
    let aim = try #require(smallest.json?["aim"] as? [Int])
    #expect(zip(try classes(with: set), aim).allSatisfy { $0 >= $1 })
    #expect(smallest.json?["isSmallest"] as? Bool == true)
    #expect(try !zip(classes(with: []), aim).allSatisfy { $0 >= $1 })
  }

  @Test func textTableAndLanguagesAgree() throws {
    let text = try run(["--visits", "1"])
    #expect(text.output.contains("县总工会（R003）：多来 1 次"), "\(text.output)")
    let english = try run(["--visits", "1", "--lang", "en"])
    #expect(english.output.contains("县总工会 (R003): 1 more"), "\(english.output)")
    let table = Fixture.rows(try run(["--visits", "1", "--csv"]).output)
    #expect(table.map { $0["资源编号"] } == ["R003"] && table[0]["多来次数"] == "1")
    // Class 0 is served as it is.
    #expect(try run([]).output.contains("现有清单已经达到"))
    #expect(try run(["--lang", "en"]).output.contains("The lists as they are reach it."))
  }

  @Test func whatCannotBeReachedIsNamedWithItsReason() throws {
    let all = ["--share", "0=100%", "1=100%", "2=100%", "3=100%"]
    let result = try run(all + ["--format", "json"])
    #expect(result.status == 0)
    #expect(result.json?["outcome"] as? String == "unreachable", "\(result.output)")
    let needs = try #require(result.json?["unreachable"] as? [[String: Any]])
    #expect(!needs.isEmpty)
    let text = try run(all)
    #expect(text.output.contains("无论多来多少次都达不到"))
    for need in needs {
      let id = try #require(need["need"] as? String)
      let reason = try #require(need["reason"] as? String)
      #expect(text.output.contains("  \(id)：\(reason)"))
      #expect((need["reasonCode"] as? String)?.isEmpty == false)
    }
    #expect(try run(all + ["--lang", "en"]).output.contains("lack to the aim"))
  }

  @Test func wrongArguments() throws {
    for options in [
      ["--visits", "0"], ["--share", "4=10%"], ["--share", "0=101"], ["--share", "0=1.5%"],
      ["--share", "0=100%", "0=90%"], ["--share", "0=100%", "--visits", "3"],
      ["--csv", "--format", "json"], ["--by", "day"],
    ] {
      #expect(try run(options).status == 64, "\(options)")
    }
    #expect(scratch.entries.isEmpty)
  }
}
