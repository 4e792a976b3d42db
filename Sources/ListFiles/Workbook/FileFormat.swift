/// What a file is by its content, whatever its name says.
enum FileContent {
  case text
  case workbook
  case foreign(ForeignFormat)

  /// Recognises a file.
  ///
  /// - Throws: when it is an archive that cannot be read.
  static func of(_ bytes: [UInt8], limits: WorkbookLimits) throws(FileFault) -> FileContent {
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
      return try archive(bytes, limits: limits)
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      // Streams of a compound file are named in UTF-16, little end first.
      return .foreign(holds(bytes, "EncryptedPackage") ? .encryptedWorkbook : .oldWorkbook)
    }
    if bytes.starts(with: Array("%PDF".utf8)) { return .foreign(.document) }
    return isMarkup(bytes) ? .foreign(.markup) : .text
  }

  private static func archive(
    _ bytes: [UInt8], limits: WorkbookLimits
  ) throws(FileFault) -> FileContent {
    let package = PackageReader(bytes, limits: limits)
    if try package.has("xl/workbook.xml") { return .workbook }
    if try package.has("xl/workbook.bin") { return .foreign(.binaryWorkbook) }
    if try package.has("META-INF/manifest.xml") { return .foreign(.openDocument) }
    if try package.has("word/document.xml") { return .foreign(.document) }
    if try package.has("[Content_Types].xml") { return .workbook }
    return .foreign(.archive)
  }

  private static func holds(_ bytes: [UInt8], _ name: String) -> Bool {
    let wanted: [UInt8] = name.utf8.flatMap { [$0, 0] as [UInt8] }
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    // The directory of a compound file stands in sectors of at most 4,096 bytes.
    for index in 0...(bytes.count - wanted.count)
    where bytes[index] == first && index % 128 == 0 {
      if bytes[index..<(index + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }

  /// Whether a text is a page or XML: what many systems export under the name of a workbook.
  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let begin = bytes.prefix(64).drop { $0 <= 32 || [0xEF, 0xBB, 0xBF].contains($0) }
    let text = String(decoding: begin, as: UTF8.self).lowercased()
    return ["<?xml", "<!doctype", "<html", "<table", "<meta", "<head"].contains {
      text.hasPrefix($0)
    }
  }
}

/// Files that are neither CSV nor a workbook that can be read.
public enum ForeignFormat: String, CaseIterable, Hashable, Sendable {
  /// A workbook of before 2007 (.xls, .et).
  case oldWorkbook = "old-workbook"
  /// A workbook that asks for a password.
  case encryptedWorkbook = "encrypted-workbook"
  /// A workbook in Excel's binary form (.xlsb).
  case binaryWorkbook = "binary-workbook"
  /// A spreadsheet of OpenDocument (.ods).
  case openDocument = "open-document"
  /// A text document or a PDF.
  case document
  /// An archive of other things.
  case archive
  /// A page of HTML, or XML, often under the name of a workbook.
  case markup
}
