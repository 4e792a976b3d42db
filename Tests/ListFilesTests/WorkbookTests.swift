import CLibraryWorkbook
import Testing
import ThreeLists

@testable import ListFiles

/// Cells of workbooks as texts, whatever way a program has written them.
@Suite struct WorkbookTests {
  private func row(_ cells: String) -> String { "<row>\(cells)</row>" }

  private func rows(
    _ data: String, strings: String = "", styles: String = "", isFrom1904: Bool = false
  ) throws -> [[String]] {
    try RawWorkbook(
      sheets: [("表", data)], strings: strings, styles: styles, isFrom1904: isFrom1904
    ).rows()
  }

  @Test func everyKindOfCellIsRead() throws {
    let strings = """
      <si><t>共享</t></si><si><r><t xml:space="preserve">两 </t></r><rPh><t>读音</t></rPh>\
      <r><rPr><b/></rPr><t>段</t></r></si><si><t>a_x000A_b_x005F_x0041_</t></si><si/>
      """
    let data = row(
      """
      <c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c>\
      <c t="inlineStr"><is><r><t>行内</t></r><t>文字</t><rPh sb="0" eb="1"><t>no</t></rPh></is></c>\
      <c t="str"><f>A1&amp;"x"</f><v>算得</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>\
      <c t="d"><v>2026-11-23T00:00:00</v></c><c><f>1+1</f><v>2</v></c><c/><c><v>-3.5</v></c>
      """)
    #expect(
      try rows(data, strings: strings) == [
        [
          "共享", "两 段", "a\nb_x0041_", "", "行内文字", "算得", "TRUE", "FALSE", "2026-11-23",
          "2", "", "-3.5",
        ]
      ])
  }

  @Test func placesCountAndEmptyRowsDoNot() throws {
    let data = """
      <row r="3"><c r="A3"><v>1</v></c><c r="D3"><v>4</v></c></row><row r="4"/>\
      <row r="5"><c r="A5" s="0"/></row><row r="9"><c r="C9"><v>3</v></c><c><v>4</v></c></row>
      """
    let raw = RawWorkbook(sheets: [("表", data)])
    var workbook = try Workbook(raw.bytes, limits: WorkbookLimits())
    let table = try workbook.table(of: workbook.sheets[0], limits: ListLimits()).table
    #expect(table.rows.map(\.line) == [3, 9])
    #expect(try raw.rows() == [["1", "", "", "4"], ["", "", "3", "4"]])
  }

  @Test func prefixesOfNamespacesMeanNothing() throws {
    let sheet = """
      <x:worksheet xmlns:x="\(RawWorkbook.main)"><x:sheetData><x:row><x:c t="inlineStr"><x:is>\
      <x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>
      """
    var raw = RawWorkbook(sheets: [("表", "")])
    raw.parts["xl/worksheets/0.xml"] = sheet
    #expect(try raw.rows() == [["甲"]])
  }

  @Test(arguments: [
    ("46349", false, "2026-11-23"), ("44887", true, "2026-11-23"), ("1", false, "1900-01-01"),
    ("59", false, "1900-02-28"), ("60", false, "1900-02-29"), ("61", false, "1900-03-01"),
    ("0", true, "1904-01-01"), ("46349.395833333336", false, "2026-11-23 09:30"),
    ("46348.99999999999", false, "2026-11-23"), ("0", false, "0"), ("-1", false, "-1"),
    ("3000000", false, "3000000"),
  ])
  func datesAreWrittenInOneForm(serial: String, isFrom1904: Bool, text: String) throws {
    let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
    let data = row("<c s=\"1\"><v>\(serial)</v></c>")
    #expect(try rows(data, styles: styles, isFrom1904: isFrom1904) == [[text]])
  }

  @Test(arguments: [
    ("yyyy\\-mm\\-dd", NumberFormat.date), ("yyyy/m/d;@", .date),
    ("[$-804]yyyy\"年\"m\"月\"d\"日\"", .date),
    ("m\"月\"d\"日\"", .date), ("[$-F800]dddd, mmmm dd, yyyy", .date), ("yyyy/m/d h:mm", .date),
    ("mmm", .date), ("h:mm:ss", .time), ("[h]:mm", .time), ("mm:ss.0", .time),
    ("General", .plain), ("GENERAL\"天\"", .plain), ("@", .plain), ("0.00", .plain),
    ("#,##0", .plain),
    ("0%", .plain), ("0.00E+00", .scientific), ("##0.0E+0", .scientific),
    ("000", .padded([.digits(3)])), ("\"R\"000", .padded([.literal("R"), .digits(3)])),
    ("0\"天\"", .padded([.digits(1), .literal("天")])),
    ("\"day\"0", .padded([.literal("day"), .digits(1)])), ("0.0_ ;[Red]\\-0.0", .plain),
    ("0000\\-0000000", .padded([.digits(4), .literal("-"), .digits(7)])),
    ("0000-0000000", .padded([.digits(4), .literal("-"), .digits(7)])),
    ("000\"-\"00000000;@", .padded([.digits(3), .literal("-"), .digits(8)])),
    (
      "\\(000\\) 0000\" 转 \"00",
      .padded([
        .literal("("), .digits(3), .literal(") "), .digits(4), .literal(" 转 "), .digits(2),
      ])
    ),
    ("[$-804]000-00", .padded([.digits(3), .literal("-"), .digits(2)])),
    ("[Red]000-00;[Blue]-000-00", .padded([.digits(3), .literal("-"), .digits(2)])),
    // A blank as wide as a sign, and what fills the cell, divide nothing.
    ("00_-00* ", .padded([.digits(4)])),
    // Whatever else there is stays as it was.
    ("[<=9999999]000-0000;000-0000-0000", .plain), ("[<=99]000;0000", .padded([.digits(3)])),
    ("[DBNum1][$-804]000-00", .plain), ("[$¥-804]00-00", .plain), ("00,000", .plain),
    ("#-00", .plain), ("0-##", .plain), ("??-00", .plain), ("00-00%", .plain), ("00-0.0", .plain),
    ("0-0E+0", .scientific), ("00/00", .plain), ("0-@", .plain),
    ("¥0", .padded([.literal("¥"), .digits(1)])),
    ("_ ¥* #,##0_ ", .plain), ("00-00-yy", .date),
  ])
  func formatsAreToldByTheirCode(code: String, format: NumberFormat) {
    #expect(NumberFormat(code: code) == format)
  }

  @Test(arguments: [
    ("230799001001001", "General", "230799001001001"), ("999999999999999", "0", "999999999999999"),
    ("1.0", "General", "1"), ("2.30799001001001E+14", "General", "230799001001001"),
    ("1000000000000000", "0", "1E+15"), ("123456789012345678", "0", "1.23456789012345E+17"),
    ("230799001001001", "0.00E+00", "2.30799001001001E+14"), ("7", "\"R\"000", "R007"),
    ("1.1000000000000001", "General", "1.1"), ("0.1", "0%", "0.1"), ("12345", "000", "12345"),
    // Fewer digits than places, as many, and more.
    ("4583333333", "0000-0000000", "0458-3333333"),
    ("1012345678", "000\\-00000000", "010-12345678"),
    ("13812345678", "0000-0000000", "1381-2345678"), ("45833333331", "000-0000000", "4583-3333331"),
    ("20261123", "0000-00-00", "2026-11-23"), ("7", "\"N\"00-00-00", "N00-00-07"),
    ("0", "00-00", "00-00"), ("-4583333333", "0000-0000000", "-4583333333"),
    ("458333333.5", "0000-0000000", "458333333.5"), ("1E+15", "0000-0000000", "1E+15"),
    ("-7", "000", "-7"), ("7.5", "000", "7.5"),
  ])
  func numbersKeepTheirDigitsOrSayThatTheyLostThem(number: String, code: String, text: String) {
    #expect(NumberFormat(code: code).text(of: number, isFrom1904: false) == text)
  }

  @Test func customFormatsAndBuiltInOnesAreFoundByStyle() throws {
    let styles = """
      <numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>\
      </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="176"/>\
      <xf numFmtId="31"/><xf numFmtId="58"/></cellXfs>
      """
    let cells = (0...3).map { "<c s=\"\($0)\"><v>46349</v></c>" }.joined()
    #expect(
      try rows(row(cells), styles: styles) == [
        ["46349", "2026-11-23", "2026-11-23", "2026-11-23"]
      ])
  }

  /// A needs list that libxlsxwriter has written, with a number in a format of its own as telephone or
  /// date, reads like the same list as CSV with what the cell shows.
  @Test(arguments: [
    ("联系电话", "0000\\-0000000", "4583333333", "0458-3333333"),
    ("联系电话", "0000-0000000", "45812345678", "4581-2345678"),
    ("联系电话", "000\"-\"00000000", "1012345678", "010-12345678"),
    ("联系电话", "\\(0000\\)\\ 000\\-0000", "4583333333", "(0458) 333-3333"),
    ("联系电话", "0000-0000000", "-4583333333", "-4583333333"),
    ("联系电话", "0000-0000000", "4583333.25", "4583333.25"),
    ("联系电话", "0", "13800001111", "13800001111"),
    ("最迟日期", "0000\\-00\\-00", "20261125", "2026-11-25"),
    ("最迟日期", "0000\"年\"00\"月\"00\"日\"", "20261125", "2026年11月25日"),
  ])
  func numbersWithSignsBetweenTheirDigitsAreReadAsTheyAreShown(
    header: String, code: String, number: String, shown: String
  ) throws {
    let folder = try ListFolder()
    let heading = ListFolder.needsHeader + "," + header
    let row = ListFolder.need + ","
    let cells = (heading + "\n" + row + "#" + number + "\n").replacing(",", with: "\t")
    #expect(unsafe library_workbook_write(folder.path("needs.xlsx"), code, cells) == 0)
    try folder.write(needs: [heading, row + shown])
    func needs(_ file: String) throws -> [Need] {
      let bundle = try ListReader.read(
        needs: folder.path(file), resources: folder.resources, policy: .standard,
        week: Week("2026-W48"))
      #expect(bundle.warnings == [])
      return bundle.needs
    }
    let needs = (book: try needs("needs.xlsx"), text: try needs("needs.csv"))
    #expect(needs.book.map(\.contact) == needs.text.map(\.contact))
    #expect(needs.book.map(\.dueOn) == needs.text.map(\.dueOn))
    #expect(needs.book[0].contact.phone == (header == "联系电话" ? shown : ""))
    #expect((needs.book[0].dueOn != nil) == (header == "最迟日期"))
  }

  private func fault(_ raw: RawWorkbook, _ limits: ListLimits = ListLimits()) -> ListDefect.Kind? {
    do {
      _ = try raw.rows(limits: limits)
      return nil
    } catch {
      return (error as? FileFault)?.kind
    }
  }

  @Test(arguments: [
    "<c t=\"s\"><v>7</v></c>", "<c t=\"s\"><v>x</v></c>", "<c r=\"ZZZZ1\"><v>1</v></c>",
    "<c r=\"7\"><v>1</v></c>", "<c><v>1</c>", "<c><v>&nosuch;</v></c>",
  ])
  func whatNoProgramWritesIsDamage(cells: String) {
    #expect(fault(RawWorkbook(sheets: [("表", row(cells))])) == .damagedWorkbook)
  }

  @Test func everyPartCutOffIsDamageAndNeverACrash() {
    let bytes = RawWorkbook(
      sheets: [("表", row("<c t=\"s\"><v>0</v></c>"))], strings: "<si><t>甲</t></si>"
    ).bytes
    var opened = 0
    for count in stride(from: 0, to: bytes.count, by: 7) {
      if (try? Workbook(Array(bytes.prefix(count)), limits: WorkbookLimits())) != nil {
        opened += 1
      }
    }
    #expect(opened == 0)
  }

  @Test func changedBytesAreFoundByTheirChecksumOrRead() {
    let bytes = RawWorkbook(
      sheets: [("表", row("<c t=\"s\"><v>0</v></c>"))], strings: "<si><t>甲</t></si>"
    ).bytes
    var numbers = SeededNumbers(seed: 7)
    var refused = 0
    for _ in 0..<300 {
      var changed = bytes
      changed[Int.random(in: 0..<bytes.count, using: &numbers)] ^=
        1
        << Int.random(
          in: 0..<7, using: &numbers)
      do {
        var workbook = try Workbook(changed, limits: WorkbookLimits())
        if let first = workbook.sheets.first {
          _ = try workbook.table(of: first, limits: ListLimits())
        }
      } catch {
        refused += 1
      }
    }
    #expect(refused > 200)
  }
}
