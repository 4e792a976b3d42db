import Testing
import ThreeLists

@testable import ListFiles

/// Files of every kind, no more of them than is recognised.
enum FileSamples {
  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func wide(_ text: String, isLittle: Bool = true, mark: Bool = true) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return isLittle ? bytes : bytes.reversed()
    }
  }

  /// The head and the directory of a compound file: no more than is recognised.
  static func compound(_ streams: String...) -> [UInt8] {
    let entries = streams.flatMap { name -> [UInt8] in
      let name = wide(name, mark: false)
      return name + [UInt8](repeating: 0, count: 128 - name.count)
    }
    return [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 508) + entries
  }

  static func package(_ parts: String..., mimetype: String? = nil) -> [UInt8] {
    let first = mimetype.map { [(name: "mimetype", content: text($0))] } ?? []
    return StoredArchive.bytes(first + parts.map { ($0, []) })
  }

  static let filling: [UInt8] = Array(0...255)

  static let kinds: [(ForeignFormat, [[UInt8]])] = [
    (
      .oldWorkbook,
      [
        compound("Root Entry", "Workbook"), compound("Root Entry", "Book"),
        compound("Root Entry", "Workbook", "MBD0", "WordDocument"),
        [9, 0, 4, 0, 0, 0, 16, 0] + filling, [9, 2, 6, 0, 0, 0, 16, 0] + filling,
        [9, 4, 6, 0, 0, 0, 16, 0] + filling, [9, 8, 8, 0, 0, 5, 5, 0] + filling,
        [9, 8, 16, 0, 0, 6, 5, 0] + filling,
      ]
    ),
    (.encryptedWorkbook, [compound("Root Entry", "EncryptedPackage")]),
    (.binaryWorkbook, [package("[Content_Types].xml", "xl/workbook.bin")]),
    (
      .openDocument,
      [
        package(
          "META-INF/manifest.xml", mimetype: "application/vnd.oasis.opendocument.spreadsheet"),
        package("META-INF/manifest.xml"),
      ]
    ),
    (
      .document,
      [
        compound("Root Entry", "1Table", "WordDocument", "ObjectPool", "Workbook"),
        package("[Content_Types].xml", "word/document.xml"), package("OFD.xml"),
        package("META-INF/manifest.xml", mimetype: "application/vnd.oasis.opendocument.text"),
        text("%PDF-1.7\n"), text("{\\rtf1\\ansi abc}"),
      ]
    ),
    (
      .presentation,
      [
        compound("Root Entry", "PowerPoint Document"),
        package("[Content_Types].xml", "ppt/presentation.xml"),
        package(
          "META-INF/manifest.xml", mimetype: "application/vnd.oasis.opendocument.presentation"),
      ]
    ),
    (.compound, [compound("Root Entry", "__properties_version1.0"), compound("Workbooks")]),
    (
      .picture,
      [
        [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + filling, [0xFF, 0xD8, 0xFF, 0xE0] + filling,
        text("GIF89a") + filling, text("BM") + [9, 9, 9, 9, 0, 0, 0, 0] + filling,
        text("II*\0") + filling, text("RIFF") + [1, 2, 3, 4] + text("WEBP") + filling,
        [0, 0, 0, 24] + text("ftypheic") + filling,
      ]
    ),
    (
      .archive,
      [
        text("Rar!\u{1A}\u{7}\u{1}\0") + filling, text("7z") + [0xBC, 0xAF, 0x27, 0x1C] + filling,
        [0x1F, 0x8B, 8, 0] + filling, [0xFD] + text("7zXZ\0") + filling, package("a.txt"),
        text("a.csv") + [UInt8](repeating: 0, count: 252) + text("ustar"),
      ]
    ),
    (
      .markup,
      [
        text("<?xml version=\"1.0\"?><Workbook/>"), text("\n\n  <table border=1><tr>"),
        text("<div><table><tr>"), text("<!-- x --><html>"), text("\u{FEFF}<HTML>"),
        text("<style>td{}</style>"), text("MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"),
        text("From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"),
        wide("<?xml version=\"1.0\" encoding=\"UTF-16\"?><Workbook/>"),
        wide("<table>表</table>", isLittle: false), wide("<html>表</html>", mark: false),
      ]
    ),
    (
      .exchange, [text("ID;PWXL;N;E\r\nC;Y1;X1;K\"x\"\r\nE\r\n"), text("TABLE\r\n0,1\r\n\"\"\r\n")]
    ),
    (.binary, [filling, text("garbage") + filling, [UInt8](repeating: 0, count: 9)]),
  ]

  /// Each with its kind.
  static let all: [(ForeignFormat, [UInt8])] = kinds.flatMap { kind, files in
    files.map { (kind, $0) }
  }

  private static let header = "需求编号,网格编码,类别,提出日期"

  /// What is no more than a text, however it begins.
  static let texts: [[UInt8]] = [
    text(header), wide(header), wide(header, isLittle: false), text("ID;P,类别\n1;2,理发\n"),
    text("BM,类别\n1,理发\n"), text("From,MIME-Version\n"), text("TABLE,1\n0,1\n"),
    text("< 5,类别\n"), text("需求编号,类别\nN0\u{0}01,理发\nN002,助餐,\u{0}\n"), [],
  ]
}

/// What a file is by its content, and that nothing is called CSV that is none.
@Suite struct FileFormatTests {
  @Test(arguments: FileSamples.all)
  func aFileIsToldByItsContent(format: ForeignFormat, bytes: [UInt8]) throws {
    guard case .foreign(let found) = try FileContent.of(bytes, limits: WorkbookLimits()) else {
      Issue.record("taken for a list")
      return
    }
    #expect(found == format)
  }

  @Test(arguments: FileSamples.texts)
  func textsAreTexts(bytes: [UInt8]) throws {
    guard case .text = try FileContent.of(bytes, limits: WorkbookLimits()) else {
      Issue.record("not taken for a text")
      return
    }
  }

  @Test func withoutAMarkTheUserMaySayThatATextIsWide() throws {
    let bytes = FileSamples.wide("需求编号,grid,类别\n", isLittle: false, mark: false)
    guard case .text = try FileContent.of(bytes, limits: WorkbookLimits(), isWide: true),
      case .foreign(.binary) = try FileContent.of(bytes, limits: WorkbookLimits())
    else {
      Issue.record("NULs of UTF-16 are not told apart")
      return
    }
  }

  @Test func everyKindThatBytesShowIsTried() {
    #expect(
      Set(FileSamples.kinds.map(\.0)) == Set(ForeignFormat.allCases).subtracting([.unknown]))
  }

  private func kinds(_ content: [UInt8], as name: String) throws -> [ListDefect.Kind] {
    let folder = try ListFolder()
    try folder.write(content, to: name)
    do throws(ListDefects) {
      return try ListReader.read(
        needs: folder.path(name), resources: folder.resources, policy: .standard, week: nil
      ).warnings.map(\.kind)
    } catch {
      return error.defects.filter { $0.file.hasSuffix(name) }.map(\.kind)
    }
  }

  /// Only what reads as a list is called CSV, and told to bear such a name.
  @Test(arguments: ["a.xlsx", "a.xls"])
  func underTheNameOfAWorkbookATextHasToShowAHeader(name: String) throws {
    let list = ListFolder.needsHeader + "\n" + ListFolder.need + "\n"
    #expect(try kinds(Array(list.utf8), as: name) == [.misnamed(isWorkbook: false)])
    // Below a title, too.
    #expect(
      try kinds(Array(("2026年登记表,\n" + list).utf8), as: name)
        == [.misnamed(isWorkbook: false), .noHeader(seemsOn: 2)])
    let tabs = list.replacing(",", with: "\t")
    #expect(try kinds(Array(tabs.utf8), as: name) == [.wrongDelimiter])
    #expect(try kinds([], as: name) == [.emptyFile])
    for text in ["会议通知", "一,二,三\n1,2,3\n", "{\"类别\": 1}", "\"类别", "需求编号\nN001\n"] {
      #expect(try kinds(Array(text.utf8), as: name) == [.foreignFormat(.unknown)], "\(text)")
    }
    #expect(try kinds([0xC3, 0x28, 0xFF, 0xFF], as: name) == [.foreignFormat(.unknown)])
  }

  @Test func bytesThatNoTextHasAreNoCSV() throws {
    #expect(try kinds(FileSamples.filling, as: "a.csv") == [.foreignFormat(.binary)])
  }
}
