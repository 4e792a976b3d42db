/// What a file is by its content, whatever its name says.
enum FileContent {
  case text
  case workbook
  case foreign(ForeignFormat)

  /// Recognises a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - limits: of an archive.
  ///   - isWide: whether the user says that it is a text of two bytes for each character, in which
  ///     NULs mean nothing.
  /// - Returns: what it is; a text where it is nothing that is known, and not binary either.
  /// - Throws: when it is an archive that cannot be read.
  static func of(
    _ bytes: [UInt8], limits: WorkbookLimits, isWide: Bool = false
  ) throws(FileFault) -> FileContent {
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
      return try archive(bytes, limits: limits)
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .foreign(CompoundFile.format(bytes)) }
    if let format = FileSignature.format(bytes) ?? TextSignature.format(bytes) {
      return .foreign(format)
    }
    return !isWide && isBinary(bytes) ? .foreign(.binary) : .text
  }

  private static func archive(
    _ bytes: [UInt8], limits: WorkbookLimits
  ) throws(FileFault) -> FileContent {
    let package = PackageReader(bytes, limits: limits)
    if try package.has("xl/workbook.xml") { return .workbook }
    let parts: [(name: String, format: ForeignFormat)] = [
      ("xl/workbook.bin", .binaryWorkbook), ("word/document.xml", .document),
      ("visio/document.xml", .document), ("OFD.xml", .document),
      ("ppt/presentation.xml", .presentation),
    ]
    for part in parts where try package.has(part.name) { return .foreign(part.format) }
    if try package.has("META-INF/manifest.xml") { return .foreign(openDocument(bytes)) }
    // Its workbook may have another name.
    if try package.has("[Content_Types].xml") { return .workbook }
    return .foreign(.archive)
  }

  /// Which of its formats a package of OpenDocument has: its first entry says so, not packed.
  private static func openDocument(_ bytes: [UInt8]) -> ForeignFormat {
    let begin = String(decoding: bytes.prefix(128), as: UTF8.self)
    if begin.contains("opendocument.text") { return .document }
    return begin.contains("opendocument.presentation") ? .presentation : .openDocument
  }

  /// Bytes looked at to tell whether a file is binary.
  private static let sample = 1 << 16

  /// Whether more than one byte in thirty is a control character, as no text has it.
  ///
  /// A few stray ones are told by their places. In UTF-16, which has a mark, NULs are part of the text.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return false }
    let begin = bytes.prefix(sample)
    // Tabs, line ends, form feeds, and the mark that old systems put at the end of a text.
    let controls = begin.count { $0 < 32 && !(9...13).contains($0) && $0 != 26 || $0 == 127 }
    return controls > 4 && controls * 30 > begin.count
  }
}

/// Files that are neither CSV nor a workbook that can be read.
public enum ForeignFormat: String, CaseIterable, Hashable, Sendable {
  /// A workbook of before 2007 (.xls, .et).
  case oldWorkbook = "old-workbook"
  /// A workbook or document that asks for a password.
  case encryptedWorkbook = "encrypted-workbook"
  /// A workbook in Excel's binary form (.xlsb).
  case binaryWorkbook = "binary-workbook"
  /// A spreadsheet of OpenDocument (.ods).
  case openDocument = "open-document"
  /// A text document: Word, WPS, RTF, PDF, OFD.
  case document
  /// Slides.
  case presentation
  /// A compound file that holds something else, such as a mail.
  case compound
  /// A picture.
  case picture
  /// An archive of other things.
  case archive
  /// A page of HTML, or XML, often under the name of a workbook.
  case markup
  /// A table in an old form of exchange (SYLK, DIF).
  case exchange
  /// Bytes that no text has.
  case binary
  /// A text under the name of a workbook in which no list can be seen.
  case unknown
}

/// Formats by the bytes with which their files begin.
private enum FileSignature {
  static func format(_ bytes: [UInt8]) -> ForeignFormat? {
    if isBareWorkbook(bytes) { return .oldWorkbook }
    for (format, signatures) in known {
      for signature in signatures where holds(bytes, signature) { return format }
    }
    return nil
  }

  /// Parts of a signature, each with the place at which it stands.
  private typealias Signature = [(place: Int, bytes: [UInt8])]

  private static let known: [(ForeignFormat, [Signature])] = [
    (
      .picture,
      [
        [(0, [0x89, 0x50, 0x4E, 0x47])], [(0, [0xFF, 0xD8, 0xFF])], [(0, text("GIF8"))],
        [(0, text("BM")), (6, [0, 0, 0, 0])], [(0, text("II*\0"))], [(0, text("MM\0*"))],
        [(0, text("RIFF")), (8, text("WEBP"))], [(4, text("ftypheic"))], [(4, text("ftypmif1"))],
      ]
    ),
    (
      .archive,
      [
        [(0, text("Rar!\u{1A}\u{7}"))], [(0, text("7z") + [0xBC, 0xAF, 0x27, 0x1C])],
        [(0, [0x1F, 0x8B])], [(0, text("BZh")), (4, [0x31, 0x41, 0x59, 0x26])],
        [(0, [0xFD] + text("7zXZ"))], [(0, [0x28, 0xB5, 0x2F, 0xFD])], [(0, text("MSCF\0"))],
        [(257, text("ustar"))],
      ]
    ),
    (.document, [[(0, text("%PDF"))], [(0, text("{\\rtf"))]]),
  ]

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func holds(_ bytes: [UInt8], _ signature: Signature) -> Bool {
    signature.allSatisfy { bytes.dropFirst($0.place).starts(with: $0.bytes) }
  }

  /// Whether a file is a stream of Excel's records without the compound file about it, as versions
  /// 2 to 4 have it, and some systems write it to this day: it begins with the record BOF (MS-XLS,
  /// 2.4.21).
  private static func isBareWorkbook(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4, bytes[0] == 9, bytes[3] == 0 else { return false }
    return [0, 2, 4, 8].contains(bytes[1]) && [4, 6, 8, 16].contains(bytes[2])
  }
}

/// Compound files (MS-CFB), by the streams that their directory names.
private enum CompoundFile {
  private static let streams: [(name: [UInt8], format: ForeignFormat)] = [
    ("EncryptedPackage", ForeignFormat.encryptedWorkbook), ("Workbook", .oldWorkbook),
    ("Book", .oldWorkbook), ("WordDocument", .document), ("PowerPoint Document", .presentation),
  ].map { name, format in
    // In UTF-16, little end first, with a NUL behind it.
    (name.utf8.flatMap { [$0, 0] as [UInt8] } + [0, 0], format)
  }

  /// The format of the first stream that is known: what is embedded stands behind it.
  static func format(_ bytes: [UInt8]) -> ForeignFormat {
    for index in stride(from: 0, to: bytes.count, by: 128) {
      let entry = bytes[index..<min(index + 64, bytes.count)]
      if let known = streams.first(where: { entry.starts(with: $0.name) }) { return known.format }
    }
    return .compound
  }
}

/// Formats that are texts, but no lists.
private enum TextSignature {
  /// Characters looked at.
  private static let sample = 2_048

  static func format(_ bytes: [UInt8]) -> ForeignFormat? {
    let text = beginning(of: bytes)
    if isMarkup(text) || isWebArchive(text.lowercased()) { return .markup }
    return isExchange(text) ? .exchange : nil
  }

  /// The beginning without blanks and marks; of UTF-16, with a mark or without, what is ASCII.
  private static func beginning(of bytes: [UInt8]) -> String {
    var begin = bytes.prefix(2 * sample)
    let isLittle = begin.starts(with: [0xFF, 0xFE]) || begin.starts(with: [0x3C, 0])
    if isLittle || begin.starts(with: [0xFE, 0xFF]) || begin.starts(with: [0, 0x3C]) {
      let offset = isLittle ? 0 : 1
      begin = ArraySlice(begin.enumerated().filter { $0.offset % 2 == offset }.map(\.element))
    }
    let text = begin.drop { $0 <= 32 || [0xEF, 0xBB, 0xBF, 0xFE, 0xFF].contains($0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a text is a page or XML: what many systems export under the name of a workbook.
  private static func isMarkup(_ text: String) -> Bool {
    guard text.hasPrefix("<"), let next = text.utf8.dropFirst().first else { return false }
    return next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || isLetter(next)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) }

  /// Whether a text is a page packed as mail (MHTML), as Excel saves it and systems export it.
  private static func isWebArchive(_ text: String) -> Bool {
    text.hasPrefix("mime-version:") || text.hasPrefix("from:") && text.contains("\nmime-version:")
  }

  /// Whether a text is a table in one of the forms by which programs once exchanged them.
  private static func isExchange(_ text: String) -> Bool {
    let lines = text.split(maxSplits: 2, whereSeparator: \.isNewline)
    guard lines.count >= 2 else { return false }
    if lines[0] == "TABLE" { return lines[1] == "0,1" }
    // A list may have columns called ID and P as well: the next line has a record of SYLK.
    let record = Array(lines[1].utf8.prefix(3))
    return lines[0].hasPrefix("ID;P") && record.first.map(isLetter) == true
      && (record.contains(UInt8(ascii: ";")) || lines[1] == "E")
  }
}
