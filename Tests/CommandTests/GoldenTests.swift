import Foundation
import Testing

/// Each fixture's run, compared with what is recorded beside its lists.
///
/// `SANDAN_RECORD=first-week,tangwang swift test --filter Golden` records those cases again (also
/// for the first time) and fails, so that nobody records without noticing.
@Suite struct GoldenTests {
  /// What is recorded of a run; plan.json and policy.yaml are compared by tests of their own.
  static let files = [
    "services.csv", "unmet.csv", "report.html", "lists/needs.csv", "lists/resources.csv",
  ]

  @Test(arguments: Fixture.recorded) func outputIsAsRecorded(_ name: String) throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(Fixture.arguments(name, out: "week"), in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    let written = scratch.files("week")
    let expected = Fixture.files("\(Fixture.folder)/\(name)/expected")
    #expect(expected.keys.sorted() == Self.files.sorted())
    for file in Self.files {
      #expect(written[file] == expected[file], "Fixtures/\(name)/expected/\(file) differs")
    }
    let audit = try SandanProcess.run(["verify", "week"], in: scratch)
    #expect(audit.status == 0, "\(audit.errors)")
  }

  /// The tests' own reader of CSV, on cells with quotes, commas and line breaks.
  @Test func theCountyWeekIsReadWhole() throws {
    let needs = Fixture.cells(try Fixture.text("tangwang/needs.csv"))
    #expect(needs.count == 201)
    #expect(needs.allSatisfy { $0.count == needs[0].count })
    #expect(Fixture.cells(Fixture.csv(needs)) == needs)
    let odd = try #require(needs.first { $0[0] == "N196" })
    #expect(odd.contains("想借场地排练，\n最好有“音响”, 有\"灯光\""))
  }

  @Test func theFirstCasesAreRecorded() {
    #expect(Set(Fixture.recorded).isSuperset(of: ["first-week", "reasons", "tier-order"]))
  }

  @Test(.enabled(if: !Fixture.recording.isEmpty)) func recordsWhatIsAskedFor() throws {
    for name in Fixture.recording.sorted() where Fixture.cases.contains(name) {
      let scratch = try ScratchFolder()
      let result = try SandanProcess.run(Fixture.arguments(name, out: "week"), in: scratch)
      try #require(result.status == 0, "\(result.errors)")
      for file in Self.files {
        let target = URL(fileURLWithPath: "\(Fixture.folder)/\(name)/expected/\(file)")
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try scratch.files("week")[file]?.write(to: target)
      }
      Issue.record("recorded Fixtures/\(name)/expected again: look at the difference")
    }
  }

  @Test(arguments: Fixture.twins.map(\.name)) func twinsAgree(_ name: String) throws {
    let original = try #require(Fixture.twins.first { $0.name == name }).original
    #expect(Fixture.cases.contains(original))
    // Until the original is recorded there is nothing that its twin could be held against.
    guard Fixture.recorded.contains(original) else { return }
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(Fixture.arguments(name, out: "week"), in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    let expected = Fixture.files("\(Fixture.folder)/\(original)/expected")
    for file in Self.files {
      #expect(scratch.files("week")[file] == expected[file], "\(name): \(file)")
    }
  }
}

/// What the fixtures' pages work out by hand, against what the program writes.
@Suite struct HandWorkedTests {
  /// Columns that the pages name shorter than the lists do.
  private static let columns = ["资源": "资源编号", "需求": "需求编号", "方式": "派单方式"]

  @Test(arguments: Fixture.recorded) func tablesOfThePageHold(_ name: String) throws {
    let scratch = try ScratchFolder()
    let result = try SandanProcess.run(Fixture.arguments(name, out: "week"), in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    var checked = 0
    for table in Fixture.tables(try Fixture.text("\(name)/README.md")) {
      let headers = Set(table[0].keys)
      if headers.isSuperset(of: ["需求", "次序", "资源", "时段"]) {
        try compare(table, with: scratch.text("week/services.csv"), name)
        checked += 1
      } else if headers.isSuperset(of: ["需求", "缺口", "原因代码"]) {
        try compare(
          table.map { $0.filter { $0.key != "为什么" } }, with: scratch.text("week/unmet.csv"), name)
        checked += 1
      } else if headers.isSuperset(of: ["级", "数值"]) {
        let plan = try #require(
          JSONSerialization.jsonObject(with: Data(scratch.text("week/plan.json").utf8))
            as? [String: Any])
        let tiers = try #require(plan["tiers"] as? [[String: Any]])
        #expect(
          tiers.map { "\($0["name"] ?? "") \($0["value"] ?? "")" }
            == table.map { "\($0["级"] ?? "") \($0["数值"] ?? "")" }, "\(name)")
        checked += 1
      }
    }
    // A page that works its week out by hand has all three tables.
    #expect(checked == 3 || !["first-week", "reasons"].contains(name))
  }

  private func compare(_ table: [[String: String]], with csv: String, _ name: String) throws {
    let rows = Fixture.rows(csv)
    #expect(rows.count == table.count, "\(name)")
    for (row, expected) in zip(rows, table) {
      for (header, cell) in expected {
        #expect(row[Self.columns[header] ?? header] == cell, "\(name): \(header) of \(expected)")
      }
    }
  }

  @Test func everyReasonOfTheTableOccursInAFixture() throws {
    var seen: Set<String> = []
    for name in Fixture.recorded {
      for row in Fixture.rows(try Fixture.text("\(name)/expected/unmet.csv")) {
        seen.insert(row["原因代码"] ?? "")
      }
    }
    // `cut-off` depends on the machine's speed; CutOffTests make such a plan by hand.
    // `equal-plan` needs a week without couplings: `ReasonPrices.amongEqualsOneIsServed`.
    // `by-hand` stands only in plans that an office edited: WeekAdoptTests.
    #expect(
      seen == [
        "no-candidate", "few-days", "sessions-full", "weeks-full", "role-unfilled", "few-places",
        "places-held", "all-or-nothing", "higher-tier", "unpriced",
      ])
  }
}
