import Foundation
import ListFiles
import Matching
import Testing
import ThreeLists

@testable import sandan

/// What people read in a plan's folder is what the plan says: `verify` renders it again.
@Suite struct FolderTests {
  /// The findings of `verify` on a folder, by rule, need, and what was expected and found.
  private struct Finding: Decodable {
    var rule: String
    var need: String?
    var expected: String
    var found: String
    var message: String
  }

  private struct Verdict: Decodable {
    var isRight: Bool
    var findings: [Finding]
  }

  private func planned(_ name: String, language: String = "zh") throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    let arguments = Fixture.arguments(name, out: "week") + ["--lang", language]
    let result = try SandanProcess.run(arguments, in: scratch)
    try #require(result.status == 0, "\(result.errors)")
    return scratch
  }

  private func verified(_ scratch: ScratchFolder, _ more: [String] = []) throws -> Verdict {
    let result = try SandanProcess.run(
      ["verify", "week", "--format", "json"] + more, in: scratch)
    let verdict = try JSONDecoder().decode(Verdict.self, from: Data(result.output.utf8))
    #expect(result.status == (verdict.isRight ? 0 : 1))
    #expect(verdict.isRight == verdict.findings.isEmpty)
    return verdict
  }

  /// Writes a list with its cells changed, and says what `verify` finds.
  private func verified(
    _ scratch: ScratchFolder, _ file: String, _ change: (inout [[String]]) -> Void
  ) throws -> [Finding] {
    let text = try scratch.text("week/\(file)")
    var cells = Fixture.cells(text)
    change(&cells)
    try scratch.write(Fixture.csv(cells), to: "week/\(file)")
    defer { try? scratch.write(text, to: "week/\(file)") }
    return try verified(scratch).findings
  }

  @Test(arguments: ["first-week", "reasons", "tier-order"], ["zh", "en"])
  func whatMatchWritesStands(_ name: String, language: String) throws {
    let scratch = try planned(name, language: language)
    #expect(try verified(scratch).isRight)
    #expect(try verified(scratch, ["--lang", language == "zh" ? "en" : "zh"]).isRight)
    let lists = ["needs.csv", "resources.csv"].map { "Fixtures/\(name)/\($0)" }
    #expect(try verified(scratch, lists).isRight)
  }

  /// Every cell of both lists, one after another.
  @Test(arguments: ["first-week", "reasons"]) func noCellMaySayAnythingElse(_ name: String) throws {
    let scratch = try planned(name)
    for (file, sentences) in [("services.csv", ["理由"]), ("unmet.csv", ["说明", "依据"])] {
      let cells = Fixture.cells(try scratch.text("week/\(file)"))
      for (column, header) in cells[0].enumerated() {
        let row = cells.count - 1
        let known = cells[row][column]
        let isSentence = sentences.contains(header)
        for text in [known + " ", " " + known] + (isSentence ? [known + "。", "随便"] : []) {
          let found = try verified(scratch, file) { $0[row][column] = text }
          let isTold = header == "最小补足" || header == "建议层级"
          #expect(found.map(\.rule) == [isTold ? "unmet-list" : "wording"], "\(header) \(text)")
          #expect(found.first?.need == cells[row][file == "unmet.csv" ? 0 : 1])
          #expect(found.first?.expected.hasSuffix("\(header) “\(known)”") == true)
          #expect(isTold || found.first?.expected.hasPrefix("\(file):\(row + 1) ") == true)
          #expect(found.first?.found == "“\(text)”")
        }
      }
    }
  }

  @Test func everyBreachOfASentenceIsNamed() throws {
    let scratch = try planned("reasons")
    let found = try verified(scratch, "unmet.csv") { cells in
      for row in 1..<cells.count { (cells[row][3], cells[row][4]) = ("随便", "随便") }
    }
    let rows = Fixture.cells(try scratch.text("week/unmet.csv")).count - 1
    #expect(found.count == 2 * rows)
    #expect(Set(found.map(\.rule)) == ["wording"])
    #expect(found.allSatisfy { $0.message.contains("逐字相同") })
  }

  /// What a spreadsheet does to a file without touching a cell is no breach; more cells are.
  @Test func howAListIsLaidOutMakesNoDifference() throws {
    let scratch = try planned("reasons")
    for file in ["services.csv", "unmet.csv"] {
      let text = try scratch.text("week/\(file)")
      let plain = text.replacingOccurrences(of: "\r\n", with: "\n")
        .replacingOccurrences(of: "\u{FEFF}", with: "")
      try scratch.write(plain + ",,\n\n", to: "week/\(file)")
      #expect(try verified(scratch).isRight)
      try scratch.write(text, to: "week/\(file)")
      #expect(
        try verified(scratch, file) { cells in
          cells = cells.map { Array($0.reversed()) + [""] }
        }.isEmpty)
      let more = try verified(scratch, file) { cells in
        cells = cells.enumerated().map { $1 + [$0 == 0 ? "备注" : "已核实"] }
      }
      #expect(more.map(\.rule) == ["wording"])
      #expect(more.first?.found == "“备注”")
    }
    let without = try verified(scratch, "unmet.csv") { cells in
      cells = cells.map { Array($0[..<3] + $0[4...]) }
    }
    #expect(Set(without.map(\.rule)) == ["wording"])
    #expect(without.allSatisfy { $0.found == "no such column" })
  }

  /// The folder's own lists stand as `match` writes them, whatever a lenient reader makes of others.
  @Test(arguments: [
    ("needs.csv", "N002", "需求编号", "N002 "), ("needs.csv", "N002", "需求编号", "Ｎ002"),
    ("needs.csv", "N002", "提出日期", "2026/11/22"), ("needs.csv", "N002", "允许部分", ""),
    ("needs.csv", "N002", "次数", "01"), ("needs.csv", "N002", "类别", "理发 "),
    ("resources.csv", "R003", "资源编号", " R003"), ("resources.csv", "R003", "单位", "县总工会 "),
    ("resources.csv", "R003", "每周可用", "１"), ("resources.csv", "R003", "每周至少", ""),
  ]) func theFoldersListsAreCanonical(
    _ list: String, id: String, column: String, text: String
  ) throws {
    let scratch = try planned("first-week")
    var known = ""
    let found = try verified(scratch, "lists/\(list)") { cells in
      let row = cells.firstIndex { $0[0] == id } ?? 0
      let place = cells[0].firstIndex(of: column) ?? 0
      known = cells[row][place]
      cells[row][place] = text
    }
    #expect(known != text)
    #expect(found.map(\.rule) == ["canonical-lists"])
    #expect(found.first?.expected.hasPrefix("lists/\(list):") == true)
    #expect(found.first?.expected.hasSuffix(" \(column) “\(known)”") == true)
    #expect(found.first?.found == "“\(text)”")
    #expect(found.first?.message.contains("sandan 写出") == true)
    // An office may write its own lists so.
    var cells = Fixture.cells(try scratch.text("week/lists/\(list)"))
    let row = try #require(cells.firstIndex { $0[0] == id })
    cells[row][try #require(cells[0].firstIndex(of: column))] = text
    try scratch.write(Fixture.csv(cells), to: list)
    let lists = ["needs.csv", "resources.csv"].map { $0 == list ? list : "week/lists/\($0)" }
    #expect(try verified(scratch, lists).isRight)
  }

  @Test func rowsOfTheFoldersListsMayStandInAnyOrder() throws {
    let scratch = try planned("first-week")
    for list in ["needs.csv", "resources.csv"] {
      let found = try verified(scratch, "lists/\(list)") { cells in
        cells = cells[..<1] + cells[1...].reversed()
        cells = cells.map { $0.reversed() + [""] }
      }
      #expect(found.isEmpty)
      let more = try verified(scratch, "lists/\(list)") { cells in
        cells = cells.enumerated().map { $1 + [$0 == 0 ? "联系人" : "甲"] }
      }
      #expect(more.map(\.found) == ["“联系人”"])
    }
  }

  /// Rows belong in the order of the plan.
  @Test func rowsInAnotherOrderAreRefused() throws {
    let scratch = try planned("reasons")
    let unmet = try verified(scratch, "unmet.csv") { $0.swapAt(1, 2) }
    #expect(unmet.map(\.rule) == ["unmet-list"])
    let services = try verified(scratch, "services.csv") { $0.swapAt(1, 2) }
    #expect(services.map(\.rule).contains("order"))
  }

  @Test(arguments: ["zh", "en"]) func theReportIsHeldToEveryByte(_ language: String) throws {
    let scratch = try planned("first-week", language: language)
    let report = try scratch.text("week/report.html")
    let changes = [
      report + " ", String(report.dropLast()), "",
      report.replacingOccurrences(of: "N003", with: "N033"),
      report.replacingOccurrences(
        of: language == "zh" ? "已证最优" : "proved best",
        with: language == "zh" ? "绝对最优" : "simply best"),
      report.replacingOccurrences(
        of: "<html lang=\"\(language == "zh" ? "zh-CN" : "en")\">",
        with: "<html lang=\"\(language == "zh" ? "en" : "zh-CN")\">"),
      report.replacingOccurrences(of: "\n", with: "\r\n"),
    ]
    for change in changes {
      #expect(change != report)
      try scratch.write(change, to: "week/report.html")
      let found = try verified(scratch).findings
      #expect(found.map(\.rule) == ["report"])
      #expect(found.first?.expected.hasPrefix("report.html:") == true)
    }
    try FileManager.default.removeItem(atPath: scratch("week/report.html"))
    #expect(try verified(scratch).findings.map(\.found) == ["no such file"])
    // The report of the same plan in the other language is as good.
    let other = try planned("first-week", language: language == "zh" ? "en" : "zh")
    try scratch.write(try other.text("week/report.html"), to: "week/report.html")
    #expect(try verified(scratch).isRight)
    // That of another plan is not.
    let another = try planned("tier-order", language: language)
    try scratch.write(try another.text("week/report.html"), to: "week/report.html")
    #expect(try verified(scratch).findings.map(\.rule) == ["report"])
  }

  @Test func theFindingsAreToldInBothLanguages() throws {
    let scratch = try planned("first-week")
    let report = try scratch.text("week/report.html")
    try scratch.write(
      report.replacingOccurrences(of: "已证最优", with: "绝对最优"), to: "week/report.html")
    let chinese = try SandanProcess.run(["verify", "week"], in: scratch)
    #expect(chinese.status == 1)
    #expect(chinese.errors.contains("违反 report： 应为 report.html:"))
    #expect(chinese.errors.contains("逐字节相同"))
    let english = try SandanProcess.run(["verify", "week", "--lang", "en"], in: scratch)
    #expect(english.errors.contains("breaks report:  expected report.html:"))
    #expect(english.errors.contains("byte by byte"))
    // A plan of another program is held against the sentences of this one, and that is said.
    let plan = try scratch.text("week/plan.json")
    try scratch.write(
      plan.replacingOccurrences(
        of: "\"programVersion\" : \"", with: "\"programVersion\" : \"9"), to: "week/plan.json")
    #expect(try SandanProcess.run(["verify", "week"], in: scratch).errors.contains("以本程序为准"))
    let told = try SandanProcess.run(["verify", "week", "--lang", "en"], in: scratch)
    #expect(told.errors.contains("held against this program's"))
    #expect(!chinese.errors.contains("以本程序为准"))
  }

  /// Pages are made anew: sentences and layout of another version are no reason not to print its plan,
  /// what breaks a rule is.
  @Test func aPlanOfAnotherVersionIsPrinted() throws {
    let scratch = try ScratchFolder()
    let week = try #require(Week("2026-W48"))
    let lists = try ListReader.read(
      needs: Fixture.folder + "/first-week/needs.csv",
      resources: Fixture.folder + "/first-week/resources.csv", policy: .standard, week: week)
    let task = PlanningTask(
      needs: lists.needs, resources: lists.resources, policy: .standard, week: week,
      version: "90.1.0")
    let plan = SmallestChanges.added(to: try Planner.plan(task), task: task)
    var files = try PlanFiles.of(plan, task: task, language: .zh)
    let page = try #require(files.firstIndex { $0.name == PlanFiles.report })
    files[page].bytes += Array("another layout".utf8)
    let document = try #require(files.firstIndex { $0.name == PlanFiles.plan })
    files[document].bytes = PlanDocument(plan, programVersion: task.version).bytes
    try OutputFolder(path: scratch("week"), language: .zh).write(files, replacingPlan: false)
    #expect(try verified(scratch).findings.map(\.rule) == ["report"])
    let printed = try SandanProcess.run(["report", "week"], in: scratch)
    #expect(printed.status == 0 && printed.errors.contains("以本程序为准"), "\(printed.errors)")
    let rows = try scratch.text("week/services.csv").split(separator: "\r\n")
    try scratch.write(rows.dropLast().joined(separator: "\r\n") + "\r\n", to: "week/services.csv")
    let fewer = try SandanProcess.run(["report", "week", "--out", "fewer"], in: scratch)
    #expect(fewer.status == 65 && scratch.files("fewer").isEmpty, "\(fewer.errors)")
  }
}
