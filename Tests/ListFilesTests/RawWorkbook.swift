@testable import ListFiles

/// A workbook put together part by part, as no writer of ours would, in an archive without packing.
struct RawWorkbook {
  static let prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

  /// Sheets by name, each with what stands in its `sheetData`.
  var sheets: [(name: String, data: String)] = []
  /// What stands in `sst`.
  var strings = ""
  /// What stands in `styleSheet`.
  var styles = ""
  var isFrom1904 = false
  /// Names of sheets that are not shown.
  var hidden: Set<String> = []
  /// Parts that take the place of those made.
  var parts: [String: String] = [:]

  var bytes: [UInt8] {
    var all: [(String, String)] = [
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(RawWorkbook.package)\"><Relationship Id=\"a\" Type=\""
          + RawWorkbook.relations
          + "/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
      ),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(RawWorkbook.main)\" xmlns:r=\"\(RawWorkbook.relations)\">"
          + "<workbookPr date1904=\"\(isFrom1904 ? 1 : 0)\"/><sheets>"
          + sheets.indices.map {
            "<sheet name=\"\(sheets[$0].name)\"\(hidden.contains(sheets[$0].name) ? " state=\"hidden\"" : "") sheetId=\"\($0 + 1)\" r:id=\"r\($0)\"/>"
          }.joined() + "</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(RawWorkbook.package)\">"
          + sheets.indices.map { link("r\($0)", "worksheet", "worksheets/../worksheets/\($0).xml") }
          .joined() + link("x", "sharedStrings", "sharedStrings.xml")
          + link("y", "styles", "/xl/styles.xml") + "</Relationships>"
      ),
      ("xl/sharedStrings.xml", "<sst xmlns=\"\(RawWorkbook.main)\">\(strings)</sst>"),
      ("xl/styles.xml", "<styleSheet xmlns=\"\(RawWorkbook.main)\">\(styles)</styleSheet>"),
    ]
    for (index, sheet) in sheets.enumerated() {
      all.append(
        (
          "xl/worksheets/\(index).xml",
          "<worksheet xmlns=\"\(RawWorkbook.main)\"><sheetData>\(sheet.data)</sheetData></worksheet>"
        ))
    }
    return StoredArchive.bytes(
      all.map { ($0.0, Array((parts[$0.0] ?? RawWorkbook.prolog + $0.1).utf8)) })
  }

  private func link(_ id: String, _ kind: String, _ target: String) -> String {
    "<Relationship Id=\"\(id)\" Type=\"\(RawWorkbook.relations)/\(kind)\" Target=\"\(target)\"/>"
  }

  /// The cells of the first sheet as texts.
  func rows(limits: ListLimits = ListLimits()) throws -> [[String]] {
    var workbook = try Workbook(bytes, limits: limits.workbook)
    let table = try workbook.table(of: workbook.sheets[0], limits: limits).table
    return table.rows.map { table.cells[$0.cells].map { table.text($0) } }
  }
}

/// A zip archive whose entries are stored as they are (APPNOTE.TXT, 4.3).
enum StoredArchive {
  static func bytes(_ entries: [(name: String, content: [UInt8])]) -> [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in entries {
      let name = Array(name.utf8)
      let fields =
        little(20, 2) + little(0, 2) + little(0, 2) + little(0, 2) + little(33, 2)
        + little(checksum(content), 4) + little(content.count, 4) + little(content.count, 4)
        + little(name.count, 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + fields
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
      directory += little(result.count, 4) + name
      result += little(0x0403_4B50, 4) + fields + name + content
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
      + little(directory.count, 4) + little(result.count, 4) + little(0, 2)
    return result + directory + end
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 as ISO 3309 has it.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var rest: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return Int(~rest)
  }
}
