import Testing
import ThreeLists

@testable import ListFiles

/// What archives made to harm meet: every limit is reached before what it limits is kept.
@Suite struct WorkbookLimitTests {
  private func row(_ cells: String) -> String { "<row>\(cells)</row>" }

  private func text(_ text: String, at place: String = "") -> String {
    let reference = place.isEmpty ? "" : " r=\"\(place)\""
    return "<c\(reference) t=\"inlineStr\"><is><t>\(text)</t></is></c>"
  }

  private func many(_ part: String, _ count: Int) -> String {
    String(repeating: part, count: count)
  }

  private func table(
    _ raw: RawWorkbook, _ limits: ListLimits = ListLimits()
  ) throws -> (table: CSVTable, strays: [Int]) {
    var workbook = try Workbook(raw.bytes, limits: limits.workbook)
    return try workbook.table(of: workbook.sheets[0], limits: limits)
  }

  private func fault(_ raw: RawWorkbook, _ limits: ListLimits = ListLimits()) -> ListDefect.Kind? {
    do {
      _ = try table(raw, limits)
      return nil
    } catch {
      return (error as? FileFault)?.kind
    }
  }

  /// The one fault of a sheet that goes past a limit; nothing but its header is kept.
  private func stop(_ raw: RawWorkbook, _ limits: ListLimits) throws -> CSVTable.Fault {
    let table = try table(raw, limits).table
    #expect(table.isCutOff)
    #expect(table.rows.count == 1)
    #expect(table.cells.count == table.rows[0].cells.count)
    #expect(table.bytes.count < 100)
    #expect(table.faults.count == 1)
    return try #require(table.faults.first)
  }

  @Test func aWorkbookOverALimitIsRefused() {
    let raw = RawWorkbook(sheets: [("表", many(row("<c><v>1</v></c>"), 200))])
    var limits = ListLimits()
    limits.workbook.bytes = 2_000
    #expect(fault(raw, limits) == .largeWorkbook(limit: 2_000))
    limits = ListLimits()
    limits.workbook.entries = 5
    #expect(fault(raw, limits) == .crowdedWorkbook(limit: 5))
    #expect(fault(raw) == nil)
  }

  @Test func aSharedTextCountsAsOftenAsItIsUsed() throws {
    let data = row(text("甲") + text("乙")) + many(row(many("<c t=\"s\"><v>0</v></c>", 2)), 6)
    let raw = RawWorkbook(sheets: [("表", data)], strings: "<si><t>\(many("长", 300))</t></si>")
    var limits = ListLimits()
    limits.workbook.text = 9_000
    let found = try stop(raw, limits)
    // Two headers of 3 bytes, 900 for each cell: the tenth goes past the limit, in the sixth row.
    #expect(found.kind == .longText(limit: 9_000))
    #expect(found.line == 6)
    limits.workbook.text = 6 + 12 * 900
    #expect(try table(raw, limits).table.rows.count == 7)
  }

  @Test func textsThatNoCellUsesCountToo() {
    var limits = ListLimits()
    limits.workbook.text = 1_000
    let long = RawWorkbook(
      sheets: [("表", row(text("甲")))], strings: "<si><t>\(many("长", 400))</t></si>")
    #expect(fault(long, limits) == .longText(limit: 1_000))
    limits.workbook.cells = 10
    let crowd = RawWorkbook(sheets: [("表", row(text("甲")))], strings: many("<si/>", 11))
    #expect(fault(crowd, limits) == .manyCells(limit: 10))
  }

  @Test func emptyCellsBeforeADistantOneCount() throws {
    let data = row(text("甲") + text("乙", at: "T1")) + many(row("<c r=\"T1\"><v>1</v></c>"), 9)
    var limits = ListLimits()
    limits.workbook.cells = 100
    let raw = RawWorkbook(sheets: [("表", data)])
    let found = try stop(raw, limits)
    #expect(found.kind == .manyCells(limit: 100))
    #expect(found.line == 6)
    limits.workbook.cells = 200
    #expect(try table(raw, limits).table.cells.count == 200)
  }

  /// Values to the right of the header are told of and not kept, however many and long.
  @Test func nothingBeyondTheHeaderIsKept() throws {
    let wide = row(text("1") + text(many("x", 9_000), at: "C2") + text("y", at: "XFD2"))
    let (table, strays) = try table(
      RawWorkbook(sheets: [("表", row(text("甲") + text("乙")) + many(wide, 20))]))
    #expect(strays == [2, 16_383])
    #expect(table.cells.count == 22)
    #expect(table.bytes.count < 100)
    #expect(table.faults.isEmpty && !table.isCutOff)
  }

  @Test func aHeaderFarToTheRightIsADefectOfItsCell() throws {
    let data =
      row(text("甲") + text("乙", at: "XFD1")) + many(row(text("z", at: "XFD2")), 3)
      + row(text("1", at: "A5"))
    let (table, strays) = try table(RawWorkbook(sheets: [("表", data)]))
    #expect(table.faults.map(\.kind) == [.farHeader(limit: 256)])
    #expect(table.faults.map(\.line) == [1])
    #expect(table.faults.map(\.column) == [16_384])
    #expect(strays == [])
    #expect(table.cells.count == 2)
    // The last column in which a header may stand.
    let last = row(text("甲") + text("乙", at: "IV1")) + row(text("z", at: "IV2"))
    #expect(try self.table(RawWorkbook(sheets: [("表", last)])).table.cells.count == 512)
  }

  @Test func aValueLongerThanAnyCellIsNotKept() throws {
    var limits = ListLimits()
    limits.characters = 10
    let data = row(text("甲")) + row(text(many("_x4E00_", 10))) + row(text(many("x", 5_000)))
    let table = try table(RawWorkbook(sheets: [("表", data)]), limits).table
    #expect(table.faults.map(\.kind) == [.cellTooLong(limit: 10)])
    #expect(table.faults.map(\.line) == [3])
    #expect(table.bytes.count < 100)
  }

  @Test func theBeginningOfASheetKeepsNoMoreThanHeadersNeed() throws {
    let cells = many("<c t=\"s\"><v>0</v></c>", 3) + text(many("x", 5_000)) + text("远", at: "IW1")
    let raw = RawWorkbook(
      sheets: [("表", row(cells))], strings: "<si><t>\(many("y", 9_000))</t></si>")
    var workbook = try Workbook(raw.bytes, limits: WorkbookLimits())
    let table = try workbook.beginning(of: workbook.sheets[0], limits: ListLimits())
    #expect(table.cells.count == 4)
    #expect(table.bytes.count == 3 * 256)
  }

  @Test func tooManyRowsAreAFaultOfTheTable() throws {
    var limits = ListLimits()
    limits.rows = 2
    let raw = RawWorkbook(sheets: [("表", many(row("<c><v>1</v></c>"), 4))])
    #expect(try stop(raw, limits).kind == .tooManyRows(limit: 2))
    limits = ListLimits()
    limits.workbook.rows = 2
    #expect(try stop(raw, limits).kind == .tooManyRows(limit: 2))
    limits.workbook.rows = 3
    #expect(try table(raw, limits).table.faults.isEmpty)
  }

  /// A sheet has as many rows as Excel has, and every one may have all the columns of our lists.
  @Test func aSheetMayBeAsLongAsExcelHasIt() throws {
    let limits = WorkbookLimits()
    #expect(limits.rows == 1_048_575)
    let widest = [Columns.needs, Columns.resources, Columns.services, Columns.members].map(\.count)
    #expect((limits.rows + 1) * (widest.max() ?? 0) < limits.cells)
    let last = row(text("甲")) + "<row r=\"1048576\">\(text("1"))</row>"
    #expect(try table(RawWorkbook(sheets: [("表", last)])).table.rows.map(\.line) == [1, 1_048_576])
    let beyond = row(text("甲")) + "<row r=\"1048577\">\(text("1"))</row>"
    let found = try stop(RawWorkbook(sheets: [("表", beyond)]), ListLimits())
    #expect(found.kind == .tooManyRows(limit: 1_048_575))
    #expect(found.line == 1_048_577)
  }

  /// After so many faults nobody reads on, and the table says that it is not whole.
  @Test func faultsEndTheReading() throws {
    let faulty = row(many("<c t=\"e\"><v>#REF!</v></c>", 2))
    let raw = RawWorkbook(sheets: [("表", row(many(text("甲"), 2)) + many(faulty, 9))])
    var limits = ListLimits()
    limits.errors = 5
    let table = try table(raw, limits).table
    #expect(
      table.faults.map(\.kind)
        == Array(repeating: .errorValue, count: 5) + [.manyErrors(limit: 5)])
    #expect(table.faults.map(\.line) == [2, 2, 3, 3, 4, 4])
    #expect(table.isCutOff)
  }

  /// So it is with what the cells say, in any file; what is only missing then is not judged.
  @Test func errorsEndTheReading() throws {
    let folder = try ListFolder()
    try folder.write(
      needs: [ListFolder.needsHeader]
        + (1...9).map { "N00\($0),230799001001001,理法,昨天" })
    var limits = ListLimits()
    limits.errors = 4
    let defects = folder.defects(limits: limits)
    #expect(
      defects.map(\.kind.code)
        == [.unknownCode, .notDate, .unknownCode, .notDate, .manyErrors])
    #expect(defects.map(\.line) == [2, 2, 3, 3, 4])
    limits.errors = 18
    #expect(folder.defects(limits: limits).count == 18)
  }

  @Test(arguments: [false, true])
  func whatTheParserWouldHaveToKeepIsDamage(isNested: Bool) {
    var raw = RawWorkbook(sheets: [("表", row(text("甲")))])
    raw.sheets[0].data +=
      isNested ? many("<x>", 300) + many("</x>", 300) : "<x y=\"\(many("z", 9_000_000))\"/>"
    raw.sheets[0].data = "<x/>" + raw.sheets[0].data
    #expect(fault(raw) == .damagedWorkbook)
    raw.sheets[0].data = row(text("甲")) + many("<x>", 200) + many("</x>", 200)
    #expect(fault(raw) == nil)
  }

  /// The small parts of a workbook hold no more than programs write.
  @Test func namesLinksAndFormatsHaveLimitsToo() {
    let data = row(text("甲"))
    var limits = ListLimits()
    limits.workbook.entries = 10
    let sheets = RawWorkbook(sheets: Array(repeating: ("表", data), count: 3))
    #expect(fault(sheets, limits) == nil)
    let sheet = "<sheet name=\"表\" r:id=\"r0\"/>"
    var raw = RawWorkbook(sheets: [("表", data)])
    func book(_ sheets: String) -> String {
      "<workbook xmlns=\"\(RawWorkbook.main)\" xmlns:r=\"\(RawWorkbook.relations)\"><sheets>"
        + sheets + "</sheets></workbook>"
    }
    raw.parts["xl/workbook.xml"] = book(many(sheet, 10))
    #expect(fault(raw, limits) == nil)
    raw.parts["xl/workbook.xml"] = book(many(sheet, 11))
    #expect(fault(raw, limits) == .crowdedWorkbook(limit: 10))
    raw.parts["xl/workbook.xml"] = book("<sheet name=\"\(many("x", 5_000))\" r:id=\"r0\"/>")
    #expect(fault(raw) == .damagedWorkbook)
    raw.parts = [
      "xl/styles.xml": "<styleSheet><cellXfs>\(many("<xf/>", 100_001))</cellXfs></styleSheet>"
    ]
    #expect(fault(raw) == .damagedWorkbook)
    let links = (0...10_000).map { "<Relationship Id=\"x\($0)\" Target=\"a\"/>" }.joined()
    raw.parts = ["_rels/.rels": "<Relationships>\(links)</Relationships>"]
    #expect(fault(raw) == .damagedWorkbook)
  }

  @Test func aCellThatStandsTwiceIsAFault() throws {
    let data =
      row(text("甲") + text("乙"))
      + row(text("1", at: "A2") + text("2", at: "A2") + text("3", at: "B2"))
      + row("<c r=\"A3\"/>" + text("2", at: "A3") + "<c r=\"A3\"/>")
      + row(text("2", at: "B4") + text("1", at: "A4"))
    let table = try table(RawWorkbook(sheets: [("表", data)])).table
    #expect(table.faults.map(\.kind) == [.repeatedCell])
    #expect(table.faults.map(\.line) == [2])
    #expect(table.faults.map(\.column) == [1])
    #expect(table.cells.map(\.isFaulty) == [false, false, true, false, false, false, false])
  }

  /// Defects name sheet, row and column, and the other row with its sheet.
  @Test func rowsOfWhichDefectsSpeakHaveTheirSheet() throws {
    let folder = try ListFolder()
    let need = ["N001", "230799001001001", "理发", "2026-11-20"]
    let header = ["需求编号", "网格编码", "类别", "提出日期"]
    let data = [header, need, need].map { row($0.map { text($0) }.joined()) }.joined()
    try folder.write(RawWorkbook(sheets: [("说明", ""), ("需求", data)]).bytes, to: "a.xlsx")
    do throws(ListDefects) {
      _ = try ListReader.read(
        needs: folder.path("a.xlsx"), resources: folder.resources, policy: .standard, week: nil)
      Issue.record("read")
    } catch {
      let first = Origin(file: folder.path("a.xlsx"), line: 2, sheet: "需求")
      #expect(error.defects.map(\.kind) == [.duplicateIdentifier(first: first)])
      #expect(error.defects.map(\.sheet) == ["需求"])
      #expect(error.defects.map(\.line) == [3])
      #expect(error.defects.map(\.column?.number) == [1])
    }
  }
}
