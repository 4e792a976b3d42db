import Foundation
import Testing
import ThreeLists

@testable import ListFiles

/// Workbooks as they are written: deterministic, without a formula, with what forms need.
@Suite struct WorkbookWriterTests {
  private func sheet(_ rows: [[String]]) -> WorkbookSheet {
    WorkbookSheet(
      name: "表",
      columns: [.init("编号"), .init("说明", .longText), .init("次数", .number), .init("日期", .date)],
      rows: rows)
  }

  /// What the parts of a workbook hold, told by the same reader.
  private final class Parts: PartListener {
    var formulas = 0
    let hasEnough = false

    func begin(_ element: PartElement, _ attributes: PartAttributes) {
      if element == .formula { formulas += 1 }
    }
    func end(_ element: PartElement) {}
    func text(_ piece: UnsafeRawBufferPointer) {}
  }

  private func cells(_ bytes: [UInt8], sheet number: Int = 0) throws -> [[String]] {
    var workbook = try Workbook(bytes, limits: WorkbookLimits())
    let table = try workbook.table(of: workbook.sheets[number], limits: ListLimits()).table
    return table.rows.map { table.cells[$0.cells].map { table.text($0) } }
  }

  @Test func cellsComeBackAsTheyWere() throws {
    let rows = [
      ["000123456789012345678", "两\n行", "12", "2026-11-23"],
      ["2.3E+14", "_x0041_ \u{1}\u{7F} & < > \" '", "1.5", "2026-02-30"],
      ["1E5", "\u{1F600}𠮷", "0012345678901234567", ""],
    ]
    let bytes = try WorkbookWriter.bytes([sheet(rows)], scratch: "/tmp")
    var expected = rows
    // The calendar of spreadsheets has no such day; the library moves it on, or the text is kept.
    expected[2].removeLast()
    let found = try cells(bytes)
    #expect(found[0] == ["编号", "说明", "次数", "日期"])
    #expect(found[1] == expected[0])
    #expect(found[2].prefix(3) == expected[1].prefix(3))
    #expect(found[3] == expected[2])
  }

  @Test func theSameSheetsGiveTheSameBytes() throws {
    let rows = (0..<50).map { ["N\($0)", "说明 \($0)", "\($0)", "2026-11-23"] }
    let first = try WorkbookWriter.bytes([sheet(rows)], scratch: "/tmp")
    #expect(try WorkbookWriter.bytes([sheet(rows)], scratch: "/var/tmp") == first)
  }

  @Test(arguments: RandomLists.awkward)
  func noTextBecomesAFormula(text: String) throws {
    let bytes = try WorkbookWriter.bytes([sheet([[text, text, text, text]])], scratch: "/tmp")
    var package = PackageReader(bytes, limits: WorkbookLimits())
    let parts = Parts()
    #expect(try package.read("xl/worksheets/sheet1.xml", parts))
    #expect(parts.formulas == 0)
    let found = try cells(bytes).dropFirst().first ?? []
    for cell in found { #expect(FormulaGuard.restored(cell) == text) }
    #expect(found.count == (text.isEmpty ? 0 : 4))
  }

  @Test func aTextLongerThanACellIsCutAndSaysSo() throws {
    let long = String(repeating: "字𠮷", count: 20_000)
    let bytes = try WorkbookWriter.bytes([sheet([["1", long, "", ""]])], scratch: "/tmp")
    var limits = ListLimits()
    limits.characters = 40_000
    var workbook = try Workbook(bytes, limits: WorkbookLimits())
    let table = try workbook.table(of: workbook.sheets[0], limits: limits).table
    let text = table.text(table.cells[table.rows[1].cells.lowerBound + 1])
    #expect(text.utf16.count <= 32_767)
    #expect(text.hasSuffix("…"))
    #expect(long.hasPrefix(text.dropLast()))
  }

  @Test func moreRowsThanASheetHoldsGoOnInAnother() {
    var long = sheet([])
    long.rows = Array(repeating: ["1", "", "", ""], count: WorkbookSheet.most + 2)
    #expect(long.parts.map(\.rows.count) == [WorkbookSheet.most, 2])
    #expect(long.parts.map(\.name) == ["表", "表 2"])
  }

  @Test func aScratchFolderThatIsNotThereIsAFault() {
    #expect(throws: WorkbookWriter.Fault.self) {
      _ = try WorkbookWriter.bytes([sheet([])], scratch: "/nowhere/at/all")
    }
  }

  @Test func templatesAreReadAsTheListsTheyAre() throws {
    let folder = try ListFolder()
    for (sheets, name) in [
      (ListWorkbooks.needsTemplate(.standard), "n.xlsx"),
      (ListWorkbooks.resourcesTemplate(.standard), "r.xlsx"),
    ] {
      try folder.write(WorkbookWriter.bytes(sheets, scratch: "/tmp"), to: name)
    }
    try folder.write(ListTemplates.needs, to: "n.csv")
    try folder.write(ListTemplates.resources, to: "r.csv")
    let books = try ListReader.read(
      needs: folder.path("n.xlsx"), resources: folder.path("r.xlsx"), policy: .standard,
      week: Week("2026-W48"))
    let texts = try ListReader.read(
      needs: folder.path("n.csv"), resources: folder.path("r.csv"), policy: .standard,
      week: Week("2026-W48"))
    #expect(
      ListWriter.needs(books.needs, contacts: true) == ListWriter.needs(texts.needs, contacts: true)
    )
    #expect(
      ListWriter.resources(books.resources, contacts: true)
        == ListWriter.resources(texts.resources, contacts: true))
    #expect(books.warnings == [])
  }

  /// The lists of a sheet's cells, as the file has them: the cells, the words, and whether nothing else
  /// may be entered.
  private final class Lists: PartListener {
    var found: [String] = []
    let hasEnough = false

    func begin(_ element: PartElement, _ attributes: PartAttributes) {
      guard let cells = attributes.value("sqref"), attributes.value("type") == "list" else {
        return
      }
      found.append(cells + (attributes.value("showErrorMessage") == "1" ? " strict" : ""))
    }
    func end(_ element: PartElement) {}
    func text(_ piece: UnsafeRawBufferPointer) {}
  }

  private func lists(_ sheets: [WorkbookSheet]) throws -> [String] {
    let bytes = try WorkbookWriter.bytes(sheets, scratch: "/tmp")
    var package = PackageReader(bytes, limits: WorkbookLimits())
    let lists = Lists()
    #expect(try package.read("xl/worksheets/sheet1.xml", lists))
    return lists.found
  }

  /// A unit's answer, and its reason, are chosen from what `respond` takes; where nothing is to be
  /// answered, and where there is no row, there is no list.
  @Test func slipsOfferTheAnswers() throws {
    let rows = [["service_id": "1-1"], ["service_id": "1-2", "answer": "接单"]]
    let reasons = LoopRules().refusalReasons
    let sheets = ListWorkbooks.slip(rows, name: "派单", reasons: reasons)
    #expect(sheets.map(\.name) == ["派单", "词典"])
    #expect(sheets[1].columns.map(\.title) == ["答复", "原因"])
    #expect(
      sheets[1].rows.map { $0[0] }.filter { !$0.isEmpty } == ["接单", "拒单"]
        && EntryTable.answerWords == ["接单", "拒单"])
    #expect(sheets[1].rows.map { $0[1] } == reasons.entries.map(\.name))
    let column = try #require(sheets[0].columns.firstIndex { $0.title == "答复" })
    #expect(sheets[0].columns[column].range == "=词典!$A$2:$A$3")
    #expect(sheets[0].columns[column + 1].title == "原因")
    #expect(sheets[0].columns[column + 1].range == "=词典!$B$2:$B$\(reasons.entries.count + 1)")
    #expect(sheets[0].columns.count { $0.range != nil } == 2)
    let letters = [column, column + 1].map { String(UnicodeScalar(UInt8(65 + $0))) }
    #expect(try lists(sheets) == letters.map { "\($0)2:\($0)3 strict" })
    let recalled = ListWorkbooks.slip(rows, name: "撤单", reasons: nil)
    #expect(try recalled.map(\.name) == ["撤单"] && lists(recalled) == [])
    #expect(try lists(ListWorkbooks.slip([], name: "派单", reasons: reasons)) == [])
    // Those of a template are for the rows that an office adds.
    let template = try lists(ListWorkbooks.needsTemplate(.standard))
    #expect(template.contains("C2:C20001 strict"))
  }

  @Test func dropDownListsOfferThePolicysWords() throws {
    let sheets = ListWorkbooks.needsTemplate(.standard)
    let category = try #require(sheets[0].columns.first { $0.title == "类别" })
    #expect(category.range == "=词典!$A$2:$A$\(Policy.standard.categories.entries.count + 1)")
    #expect(category.isStrict)
    #expect(
      sheets[1].rows.map { $0[0] }.filter { !$0.isEmpty }
        == Policy.standard.categories.entries.map(\.name))
  }
}
