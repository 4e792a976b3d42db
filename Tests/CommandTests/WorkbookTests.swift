import Foundation
import ListFiles
import Testing
import ThreeLists

@testable import sandan

/// Workbooks on the command line: as lists, beside a plan, from `init`.
@Suite struct WorkbookTests {
  private let scratch: ScratchFolder
  private let lists = [
    Fixture.folder + "/first-week/needs.csv", Fixture.folder + "/first-week/resources.csv",
  ]

  init() throws { scratch = try ScratchFolder() }

  private func match(_ lists: [String], _ out: String, _ more: [String] = []) throws
    -> SandanProcess.Result
  {
    try SandanProcess.run(
      ["match"] + lists + ["--week", "2026-W48", "--out", out] + more, in: scratch)
  }

  @Test func matchWritesTheWorkbookOnlyWhenAsked() throws {
    #expect(try match(lists, "plain").status == 0)
    #expect(try match(lists, "book", ["--xlsx"]).status == 0)
    var files = scratch.files("book")
    let found = files.removeValue(forKey: "三单.xlsx")
    let book = try #require(found)
    #expect(files == scratch.files("plain"))
    #expect(try SandanProcess.run(["verify", "book"], in: scratch).status == 0)
    // The folder is still one of ours, and the same lists give the same workbook.
    #expect(
      try SandanProcess.run(
        ["match"] + lists + ["--week", "2026-W48", "--out", "book", "--xlsx"], in: scratch,
        environment: ["TZ": "Asia/Shanghai", "LC_ALL": "C"]
      ).status == 0)
    #expect(scratch.files("book")["三单.xlsx"] == book)
    #expect(scratch.files("book.1")["三单.xlsx"] == book)
  }

  /// A workbook beside a plan that says something else is refused, cell by cell.
  @Test func verifyReadsTheWorkbook() throws {
    #expect(try match(lists, "book", ["--xlsx"]).status == 0)
    let rows = try scratch.text("book/lists/needs.csv").split(separator: "\r\n")
    try scratch.write(rows.dropLast().joined(separator: "\r\n") + "\r\n", to: "fewer.csv")
    #expect(try match(["fewer.csv", lists[1]], "fewer", ["--xlsx"]).status == 0)
    try FileManager.default.removeItem(atPath: scratch("book/三单.xlsx"))
    #expect(try SandanProcess.run(["verify", "book"], in: scratch).status == 0)
    try FileManager.default.copyItem(
      atPath: scratch("fewer/三单.xlsx"), toPath: scratch("book/三单.xlsx"))
    let other = try SandanProcess.run(["verify", "book", "--format", "json"], in: scratch)
    #expect(other.status == 1)
    let findings = try #require(other.json?["findings"] as? [[String: Any]])
    #expect(Set(findings.compactMap { $0["rule"] as? String }) == ["workbook"])
    #expect(
      findings.contains { ($0["expected"] as? String)?.hasPrefix("三单.xlsx 本周数字:2 点单（次）") == true })
    try scratch.write("no workbook", to: "book/三单.xlsx")
    let damaged = try SandanProcess.run(["verify", "book"], in: scratch)
    #expect(damaged.status == 1 && damaged.errors.contains("违反 workbook"))
  }

  /// The names of sheets and the figures are in the language of the run; the lists stay as they are.
  @Test func theFiguresAreInTheLanguageOfTheRun() throws {
    #expect(try match(lists, "zh", ["--xlsx"]).status == 0)
    #expect(try match(lists, "en", ["--xlsx", "--lang", "en"]).status == 0)
    let chinese = try sheets("zh")
    let english = try sheets("en")
    #expect(chinese.map(\.name) == ["服务清单", "未满足清单", "本周数字", "单位负担", "各级目标"])
    #expect(
      english.map(\.name) == [
        "Services", "Unmet needs", "The week in figures", "Load by unit", "Tiers and proofs",
      ])
    #expect(english[0].rows == chinese[0].rows && english[1].rows == chinese[1].rows)
    #expect(chinese[2].rows[0].cells == ["分组", "名称", "点单（次）", "派出（次）", "未派（次）"])
    #expect(chinese[2].rows[1].cells == ["合计", "", "5", "3", "2"])
    #expect(
      english[2].rows[0].cells == [
        "Group", "Name", "visits asked for", "visits served", "visits unmet",
      ])
    #expect(english[2].rows[1].cells == ["In all", "", "5", "3", "2"])
    for (one, other) in zip(chinese, english).dropFirst(2) {
      #expect(one.rows.count == other.rows.count)
      for row in other.rows {
        // 理发 and the like are the lists' own words, and units have their own names.
        let labels = other.name == "Tiers and proofs" ? row.cells : Array(row.cells.prefix(1))
        let isUnit = other.name == "Load by unit" && row.number > 1
        #expect(isUnit || labels.joined().allSatisfy(\.isASCII), "\(row.cells)")
      }
    }
    for folder in ["zh", "en"] {
      for language in ["zh", "en"] {
        let result = try SandanProcess.run(["verify", folder, "--lang", language], in: scratch)
        #expect(result.status == 0, "\(result.errors)")
      }
    }
    // Whichever language it is in, a figure that differs is told in that language.
    try scratch.alter("en/三单.xlsx", sheet: 2, row: 0, column: 3, to: "4")
    let result = try SandanProcess.run(["verify", "en"], in: scratch)
    #expect(result.status == 1)
    #expect(result.errors.contains("三单.xlsx The week in figures:2 visits served “3”"))
  }

  private func sheets(_ folder: String) throws -> [WorkbookCells.Sheet] {
    let bytes = try #require(scratch.files(folder)["三单.xlsx"])
    return try #require(WorkbookCells(Array(bytes))).sheets
  }

  @Test func listsFromWorkbooksGiveTheSamePlan() throws {
    let bundle = try ListReader.read(
      needs: lists[0], resources: lists[1], policy: .standard, week: nil)
    for (sheet, name) in [
      (ListWorkbooks.needs(bundle.needs, contacts: true), "需求.xlsx"),
      (ListWorkbooks.resources(bundle.resources, contacts: true), "资源.xlsx"),
    ] {
      try Data(WorkbookWriter.bytes([sheet], scratch: "/tmp"))
        .write(to: URL(fileURLWithPath: scratch(name)))
    }
    #expect(try match(lists, "csv").status == 0)
    #expect(try match(["需求.xlsx", "资源.xlsx"], "xlsx").status == 0)
    #expect(scratch.files("csv") == scratch.files("xlsx"))
  }

  /// From CSV to workbooks and back to CSV nothing is lost, contacts included; and what is wrong in the
  /// lists is told, and nothing written.
  @Test func anOfficeBeginsWithItsOwnLists() throws {
    #expect(
      try SandanProcess.run(["init", "office", "--from"] + lists, in: scratch).status == 0)
    #expect(
      try SandanProcess.run(
        ["init", "again", "--from", "office/需求清单.xlsx", "office/资源清单.xlsx"], in: scratch
      ).status == 0)
    let (first, second) = (scratch.files("office"), scratch.files("again"))
    #expect(first.count == 8 && first == second)
    let given = try ListReader.read(
      needs: lists[0], resources: lists[1], policy: .standard, week: nil)
    let taken = try ListReader.read(
      needs: scratch("office/需求清单.csv"), resources: scratch("office/资源清单.xlsx"),
      policy: .standard, week: nil)
    #expect(
      ListWriter.needs(taken.needs, contacts: true) == ListWriter.needs(given.needs, contacts: true)
        && ListWriter.resources(taken.resources, contacts: true)
          == ListWriter.resources(given.resources, contacts: true)
    )
    #expect(given.needs.contains { $0.contact != Contact() })
    try scratch.write("需求编号,网格编码\r\nN1,x\r\n", to: "bad.csv")
    let bad = try SandanProcess.run(
      ["init", "none", "--from", "bad.csv", lists[1]], in: scratch)
    #expect(bad.status == 65 && bad.errors.contains("bad.csv"))
    #expect(scratch.files("none").isEmpty)
    let one = try SandanProcess.run(["init", "none", "--from", lists[0]], in: scratch)
    #expect(one.status == 64 && one.errors.contains("--from 后面要给两张清单"))
  }

  @Test(arguments: ["zh", "en"])
  func aSheetThatIsNotThereIsToldWithThoseThatAre(language: String) throws {
    #expect(try SandanProcess.run(["init", "office"], in: scratch).status == 0)
    let result = try SandanProcess.run(
      ["check", "office/需求清单.xlsx", "office/资源清单.csv", "--sheet", "别的", "--lang", language],
      in: scratch)
    #expect(result.status == 65)
    #expect(
      result.errors
        == (language == "zh"
          ? """
          office/需求清单.xlsx：工作簿里没有这张工作表，有的是「需求清单」、「词典」。请改正 --sheet。
          office/资源清单.csv：提醒：这是 CSV，没有工作表，--sheet 对它不起作用。

          """
          : """
          office/需求清单.xlsx: no such sheet; there are "需求清单", "词典". Correct --sheet.
          office/资源清单.csv: warning: a CSV has no sheets; --sheet does not apply to it.

          """))
  }

  @Test func withoutRoomForScratchFilesNothingIsWritten() throws {
    let result = try SandanProcess.run(
      ["match"] + lists + ["--week", "2026-W48", "--out", "none", "--xlsx"], in: scratch,
      environment: ["TMPDIR": "/nowhere"])
    #expect(result.status == 74)
    #expect(result.errors.contains("写不出工作簿：临时目录 /nowhere"))
    #expect(scratch.files("none").isEmpty)
  }

  /// Each kind of file has a sentence of its own, which says what to do.
  @Test(arguments: ["zh", "en"])
  func everyForeignFormatHasItsSentence(language: String) throws {
    let language = try #require(Language(rawValue: language))
    let sentences = ForeignFormat.allCases.map {
      DefectText.line(ListDefect(.foreignFormat($0), file: "a.xlsx"), language: language)
    }
    #expect(Set(sentences).count == ForeignFormat.allCases.count)
    for sentence in sentences where language == .zh { #expect(sentence.contains("请")) }
    for sentence in sentences { #expect(!sentence.contains("CSV")) }
  }

  @Test(arguments: [
    (
      ListDefect.Kind.manyCells(limit: 7),
      "到这一行，工作表的单元格（连同各行中间的空格）超过 7 个的上限，没有读。请删去用不着的列（连同表头），或分成几份清单。",
      "up to this row the sheet has more than 7 cells, empty ones between others counted, and was not read. "
        + "Delete columns that are not needed, headers too, or split the list."
    ),
    (
      .longText(limit: 7),
      "工作表里的文字合计超过 7 字节的上限（一个汉字 3 字节；同一段文字用几次算几次），没有读。"
        + "请缩短重复的长文字，删去用不着的列，或分成几份清单。",
      "more than 7 bytes of text in all (a text counts as often as it is used): not read. "
        + "Shorten long texts that repeat, delete columns that are not needed, or split the list."
    ),
    (
      .manyErrors(limit: 7), "前面已有 7 处错误，从这一行起没有再读。请先改正前面的，多半是整列填错了。",
      "7 errors so far; from this row on nothing was read. Correct those first: often a whole column is wrong."
    ),
  ])
  func sentencesForLimitsSayWhichItWas(kind: ListDefect.Kind, chinese: String, english: String) {
    var defect = ListDefect(kind, file: "a.xlsx", line: 9)
    defect.sheet = "表"
    #expect(DefectText.line(defect, language: .zh) == "a.xlsx「表」第9行：" + chinese)
    #expect(DefectText.line(defect, language: .en) == "a.xlsx [表] row 9: " + english)
  }

  @Test func theSentenceForALargeWorkbookNamesTheLimit() {
    let defect = ListDefect(.largeWorkbook(limit: 2_000_000_000), file: "a.xlsx")
    #expect(
      DefectText.line(defect, language: .zh)
        == "a.xlsx：工作簿展开后超过 2000000000 字节的上限，没有读。请分成几个文件，或存为 CSV。")
    #expect(
      DefectText.line(defect, language: .en)
        == "a.xlsx: unpacks to more than 2000000000 bytes and was not read. Split it, or save it as CSV."
    )
  }
}

extension ScratchFolder {
  /// Changes a cell of a workbook, or with no cell saves it again as it is; row 0 is the first below
  /// the headings.
  func alter(
    _ name: String, sheet: Int = 0, row: Int = 0, column: Int = 0, to text: String? = nil
  ) throws {
    let file = URL(fileURLWithPath: self(name))
    let cells = try #require(WorkbookCells(Array(Data(contentsOf: file))))
    var sheets = cells.sheets.map { sheet in
      let width = sheet.rows.map(\.cells.count).max() ?? 0
      let rows = sheet.rows.map { row in
        row.cells + Array(repeating: "", count: width - row.cells.count)
      }
      return WorkbookSheet(
        name: sheet.name, columns: (rows.first ?? []).map { .init($0) },
        rows: Array(rows.dropFirst()))
    }
    if let text { sheets[sheet].rows[row][column] = text }
    try Data(PlanWorkbook.bytes(sheets, .zh)).write(to: file)
  }
}
