import Foundation
import ListFiles
import Reports
import Testing

@testable import sandan

/// The joint meeting's agenda, on ledgers small enough to be worked out by hand.
@Suite struct AgendaTests {
  private let office: LoopOffice

  init() throws { office = try LoopOffice() }

  private func need(_ id: String, _ category: String) -> String {
    "\(id),230799001001001,\(category),,2026-11-18,,1,,,"
  }

  private func agenda(_ arguments: [String] = []) throws -> [String: Any] {
    try #require(
      try office.run(["agenda", "--quarter", "2026Q4", "--format", "json"] + arguments).json)
  }

  /// Three needs lack a category that somebody with two visits could offer: each alone would be
  /// served, all together two of them are.
  @Test func theSumIsOnlyABound() throws {
    try office.write(needs: ["L1", "L2", "L3"].map { need($0, "法律服务") }, to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用\nR1,司法所,社会救助,*,2\n", to: "resources.csv")
    try office.openWeek()
    try office.dispatchWeek()
    office.now = "2026-12-02T09:00"
    let agenda = try agenda()
    #expect(agenda["needs"] as? Int == 3 && agenda["visits"] as? Int == 3)
    let groups = try #require(agenda["groups"] as? [[String: Any]])
    #expect(groups.count == 1)
    let group = groups[0]
    #expect(group["code"] as? String == "no-candidate" && group["most"] as? Int == 3)
    let trial = try #require(group["trial"] as? [String: Any])
    #expect(trial["served"] as? Int == 2 && trial["status"] as? String == "optimal")
    #expect(group["isLeast"] as? Bool == true && group["isReproduced"] as? Bool == true)
    let asks = try #require(group["asks"] as? [[String: Any]])
    #expect(asks.map { $0["unit"] as? String } == ["司法所"])
    #expect(asks[0]["changes"] as? [String] == ["R1 增加类别法律服务"])
    #expect(group["longestDays"] as? Int == 14 && group["longestWeeks"] as? Int == 1)
    let text = try office.run(["agenda", "--quarter", "2026Q4"]).output
    #expect(text.contains("满足 2 件，共 3 件（已证最优）；单独证明之和 3"))
    let english = try office.run(["agenda", "--quarter", "2026Q4", "--lang", "en"]).output
    let name = CodeNames(.standard, .en).category("法律服务")
    #expect(english.contains("R1 offers the category \(name) too"))
    #expect(english.contains("(\(name);"))
    // What the agenda says is what a plan with the change does.
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用\nR1,司法所,社会救助;法律服务,*,2\n", to: "changed.csv")
    let run = try SandanProcess.run(
      ["match", "needs.csv", "changed.csv", "--week", "2026-W48", "--out", "changed"],
      in: office.scratch)
    #expect(run.status == 0)
    #expect(Fixture.rows(try office.scratch.text("changed/services.csv")).count == 2)
    #expect(english.contains("planning again serves 2 of 3 (proved best)"))
  }

  /// Places that are full bring a need before the meeting after some weeks; what is asked for is no
  /// more than it takes.
  @Test func needsThatWaitComeTogether() throws {
    try office.scratch.write("agenda: { unmet_weeks: 2 }\n", to: "policy.yaml")
    try office.write(
      needs: ["H1", "H2", "H3", "H4"].map { need($0, "理发") }, to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用,可用时段\nR2,理发队,理发,*,1,三上\n", to: "resources.csv")
    for (number, week) in ["2026-W48", "2026-W49"].enumerated() {
      office.now = "2026-\(["11-20", "11-29"][number])T20:00"
      if number > 0 { try office.write(needs: [], to: "needs.csv") }
      try office.run(
        ["week", "open", "needs.csv", "resources.csv", "--week", week, "--policy", "policy.yaml"])
      try office.run(
        [
          "week", "plan", "--week", week, "--out", "plan-\(week)", "--policy", "policy.yaml",
        ])
      try office.run(["week", "dispatch", "--week", week])
      if number == 0 {
        #expect(try agenda(["--policy", "policy.yaml"])["needs"] as? Int == 0)
        office.now = "2026-11-29T18:00"
        try office.run(["week", "close", "--week", week, "--release"])
      }
    }
    office.now = "2026-12-02T09:00"
    let agenda = try agenda(["--policy", "policy.yaml"])
    #expect(agenda["afterWeeks"] as? Int == 2)
    let groups = try #require(agenda["groups"] as? [[String: Any]])
    let group = try #require(groups.first)
    let items = try #require(group["needs"] as? [[String: Any]])
    #expect(items.allSatisfy { $0["weeks"] as? Int == 2 } && items.count >= 2)
    let trial = try #require(group["trial"] as? [String: Any])
    let served = try #require(trial["served"] as? Int)
    #expect(served <= group["most"] as? Int ?? 0 && served >= 1)
    #expect((group["helped"] as? [String])?.count == group["most"] as? Int)
    let named = try #require(trial["needs"] as? [String])
    #expect(named.count == served)
    #expect(Set(named).isSubset(of: items.compactMap { $0["need"] as? String }))
    #expect(group["isReproduced"] as? Bool == true)
    // Another policy is another task, which is said.
    try office.scratch.write("closed: [一上]\n", to: "other.yaml")
    let other = try #require(
      try self.agenda(["--policy", "other.yaml"])["groups"] as? [[String: Any]])
    #expect(other.first?["isReproduced"] as? Bool == false)
  }

  /// What was taken stays when a week that was planned again is tried with an ask: of two haircuts one
  /// was taken, the other given back, and it takes one more visit of who is left.
  @Test func aWeekThatWasPlannedAgainIsTriedAsItWas() throws {
    try office.scratch.write("agenda: { unmet_weeks: 1 }\n", to: "policy.yaml")
    try office.write(needs: ["H1", "H2"].map { need($0, "理发") }, to: "needs.csv")
    try office.scratch.write(
      "资源编号,单位,类别,服务范围,每周可用,可用时段\nR1,理发队,理发,*,1,三上\nR2,工会,理发,*,1,四上\n",
      to: "resources.csv")
    try office.run(
      [
        "week", "open", "needs.csv", "resources.csv", "--week", "2026-W48", "--policy",
        "policy.yaml",
      ])
    try office.dispatchWeek()
    let held = try office.orders("H1").map(\.resource)[0]
    let (kept, broken) = held == "R1" ? ("H1", "H2") : ("H2", "H1")
    try office.run(["respond", kept, "--accept"])
    try office.run(["respond", broken, "--refuse", "人手不足"])
    let whole = try self.agenda(["--policy", "policy.yaml"])
    #expect(whole["needs"] as? Int == 0)
    try office.run(["week", "redispatch", "--out", "again", "--policy", "policy.yaml"])
    // What is planned again takes effect when it is sent out.
    #expect(try agenda(["--policy", "policy.yaml"])["needs"] as? Int == 0)
    try office.run(["week", "dispatch"])
    let groups = try #require(
      try agenda(["--policy", "policy.yaml"])["groups"] as? [[String: Any]])
    let group = try #require(groups.first)
    #expect(groups.count == 1 && group["isReproduced"] as? Bool == true)
    let items = try #require(group["needs"] as? [[String: Any]])
    #expect(items.map { $0["need"] as? String } == [broken])
    let asks = try #require(group["asks"] as? [[String: Any]])
    #expect(asks.map { $0["unit"] as? String } == ["理发队"])
    let trial = try #require(group["trial"] as? [String: Any])
    #expect(trial["needs"] as? [String] == [broken])
    #expect(trial["served"] as? Int == 1 && group["isLeast"] as? Bool == true)
  }

  @Test func itIsWrittenAsPageAndTable() throws {
    try office.openWeek()
    try office.dispatchWeek()
    let files = try office.run(
      ["agenda", "--from", "2026-10-01", "--to", "2026-12-31", "--out", "meeting"])
    #expect(files.output.contains("meeting/agenda.html"))
    let page = try office.scratch.text("meeting/agenda.html")
    #expect(page.contains("联席会议议题") && page.contains("Content-Security-Policy"))
    let rows = Fixture.rows(try office.scratch.text("meeting/agenda.csv"))
    #expect(rows.contains { $0["需求编号"] == "N003" && $0["首问"] == "王敏" })
    let csv = try office.run(["agenda", "--quarter", "2026Q4", "--csv"]).output
    #expect(csv.contains("N003"))
  }

  /// A workbook beside the table says what the table says, identifiers as text, and headings and the name
  /// of its sheet in the language of the run.
  @Test(arguments: ["agenda", "statement"], ["zh", "en"])
  func theTableMayBeAWorkbookToo(command: String, language: String) throws {
    try office.write(
      needs: [
        "0001,230799001001001,理发,剪头发,2026-11-18,,1,张三甲,13900001111,和平路七号",
        "0003,230799001001003,法律服务,问遗嘱,2026-11-19,,1,李四,0458-3333333,新华巷九号",
      ], to: "needs.csv")
    try office.openWeek()
    try office.dispatchWeek()
    let order = try #require(try office.orders("0001").first)
    try office.run(["respond", order.service, "--accept"])
    office.now = "2026-11-27T16:00"
    try office.run(["done", order.service])
    let days = [
      "--from", "2026-10-01", "--to", "2026-12-31", "--lang", language, "--out",
    ]
    try office.run([command] + days + ["plain"])
    let told = try office.run([command] + days + ["book", "--xlsx"])
    var files = office.scratch.files("book")
    let name = try #require(files.keys.first { $0.hasSuffix(".xlsx") })
    #expect(told.output.contains("book/\(name)"))
    let removed = files.removeValue(forKey: name)
    let bytes = try #require(removed)
    #expect(files == office.scratch.files("plain"))
    let sheets = try #require(WorkbookCells(Array(bytes))).sheets
    let table = Fixture.cells(
      try office.scratch.text("book/" + name.replacingOccurrences(of: ".xlsx", with: ".csv")))
    let found = sheets[0].rows.map(\.cells)
    let names = [
      "agenda": ["zh": "议题", "en": "Agenda"], "statement": ["zh": "办结的各单", "en": "Orders done"],
    ]
    #expect(sheets.map(\.name) == [names[command]?[language]])
    let isChinese = table[0].map { $0.contains(/\p{Han}/) }
    #expect(isChinese == Array(repeating: language == "zh", count: table[0].count))
    #expect(Set(table[0]).count == table[0].count)
    #expect(found.count == table.count && table.count == 2)
    for (cells, row) in zip(found, table) {
      // Empty cells at the end of a row are left out.
      #expect(cells + Array(repeating: "", count: row.count - cells.count) == row)
    }
    #expect(table[1].contains(command == "agenda" ? "0003" : "0001"))
  }

  @Test(arguments: [
    ["agenda"], ["agenda", "--quarter", "2026Q5"], ["agenda", "--quarter", "26Q1"],
    ["agenda", "--from", "2026-12-31", "--to", "2026-10-01"],
    ["agenda", "--quarter", "2026Q4", "--from", "2026-10-01"],
    ["agenda", "--quarter", "2026Q4", "--templates", "x"],
    ["agenda", "--quarter", "2026Q4", "--csv", "--out", "x"],
    ["agenda", "--quarter", "2026Q4", "--xlsx"],
    ["statement", "--quarter", "2026Q4", "--unit", "a", "--member", "b"],
  ])
  func daysAndOptionsAreChecked(arguments: [String]) throws {
    try office.openWeek()
    let before = office.ledger
    let result = try SandanProcess.run(arguments, in: office.scratch)
    #expect(result.status == 64, "\(result.errors)")
    #expect(office.ledger == before)
  }
}
