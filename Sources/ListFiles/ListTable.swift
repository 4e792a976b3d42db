import Foundation
import ThreeLists

/// A list with its columns known: rows of cells by key.
struct ListTable {
  let file: String
  private let table: CSVTable
  private let definitions: [ColumnDefinition]
  /// Column number, from 0, of each key that is present.
  private let columns: [String: Int]
  private let headers: [String]
  private(set) var defects: [ListDefect] = []

  /// The rows whose cells match the headers.
  var rows: [CSVTable.Row] {
    table.rows.dropFirst().filter { $0.cells.count == headers.count }
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: its path.
  ///   - definitions: the columns it may have.
  ///   - encoding: what the user insists on.
  ///   - limits: what it may hold.
  init(
    file: String, definitions: [ColumnDefinition], encoding: TextEncoding?, limits: ListLimits
  ) {
    self.file = file
    self.definitions = definitions
    var defects: [ListDefect] = []
    let bytes = ListTable.bytes(of: file, encoding: encoding, limits: limits, &defects)
    let table = CSVTable(bytes, limits: limits)
    self.table = table
    var headers: [String] = []
    var columns: [String: Int] = [:]
    for fault in table.faults {
      defects.append(
        ListDefect(
          fault.kind, file: file, line: fault.line,
          column: .init(number: fault.column, header: "")))
    }
    if let first = table.rows.first {
      headers = table.cells[first.cells].map { ListTable.trimmed(table.text($0)) }
      columns = ListTable.columns(
        headers, definitions: definitions, file: file, line: first.line, &defects)
    } else if defects.isEmpty {
      defects.append(ListDefect(.noHeader, file: file))
    }
    for row in table.rows.dropFirst() where row.cells.count != headers.count {
      defects.append(
        ListDefect(
          .raggedRow(cells: row.cells.count, headers: headers.count), file: file,
          line: row.line))
    }
    self.headers = headers
    self.columns = columns
    self.defects = defects
    checkCells(limits)
  }

  private static func bytes(
    of file: String, encoding: TextEncoding?, limits: ListLimits, _ defects: inout [ListDefect]
  ) -> [UInt8] {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let attributes else {
      defects.append(ListDefect(.noSuchFile, file: file))
      return []
    }
    if let size = attributes[.size] as? Int, size > limits.bytes {
      defects.append(ListDefect(.tooLarge(limit: limits.bytes), file: file))
      return []
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      defects.append(ListDefect(.unreadable, file: file))
      return []
    }
    let bytes = Array(data)
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      defects.append(ListDefect(.workbook, file: file))
      return []
    }
    do {
      let text = try TextEncoding.decode(bytes, insisted: encoding).utf8
      if let offset = text.firstIndex(of: 0) {
        let line = text.prefix(offset).count { $0 == 10 } + 1
        defects.append(ListDefect(.nul, file: file, line: line))
        return []
      }
      return text
    } catch {
      defects.append(
        ListDefect(
          .badByte(encoding: error.encoding, position: error.position), file: file,
          line: error.line, found: error.text))
      return []
    }
  }

  private static func columns(
    _ headers: [String], definitions: [ColumnDefinition], file: String, line: Int,
    _ defects: inout [ListDefect]
  ) -> [String: Int] {
    if headers.count == 1, headers[0].contains(where: { "\t;；，".contains($0) }) {
      defects.append(ListDefect(.wrongDelimiter, file: file, line: line))
      return [:]
    }
    var columns: [String: Int] = [:]
    for (index, header) in headers.enumerated() {
      let column = ListDefect.Column(number: index + 1, header: header)
      let known = definitions.first { $0.chinese == header || $0.key == header.lowercased() }
      guard let known else {
        let nearest = Nearest.word(to: header, among: definitions.map(\.chinese))
        defects.append(
          ListDefect(
            .unknownHeader(nearest: nearest), severity: .warning, file: file, line: line,
            column: column, found: header))
        continue
      }
      if let first = columns[known.key] {
        defects.append(
          ListDefect(
            .duplicateHeader(first: first + 1), file: file, line: line, column: column,
            found: header))
      } else {
        columns[known.key] = index
      }
    }
    for definition in definitions where definition.isRequired && columns[definition.key] == nil {
      defects.append(
        ListDefect(
          .missingHeader(chinese: definition.chinese, english: definition.key), file: file,
          line: line))
    }
    return columns
  }

  /// Looks for cells too long anywhere.
  private mutating func checkCells(_ limits: ListLimits) {
    for row in rows {
      for (number, cell) in table.cells[row.cells].enumerated()
      where cell.range.count > limits.characters && table.text(cell).count > limits.characters {
        defects.append(
          ListDefect(
            .cellTooLong(limit: limits.characters), file: file, line: cell.line,
            column: .init(number: number + 1, header: headers[number])))
      }
    }
  }

  /// The column of a key, for messages.
  func column(_ key: String) -> ListDefect.Column? {
    columns[key].map { ListDefect.Column(number: $0 + 1, header: headers[$0]) }
  }

  /// The definition of a key.
  func definition(_ key: String) -> ColumnDefinition? { definitions.first { $0.key == key } }

  /// A cell as it stands, spaces around it taken off; empty when the column is absent.
  func text(_ row: CSVTable.Row, _ key: String) -> String {
    guard let column = columns[key] else { return "" }
    let text = table.text(table.cells[row.cells.lowerBound + column])
    return ListTable.trimmed(FormulaGuard.restored(text))
  }

  static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// Keeps a spreadsheet from taking a cell for a formula, and takes the mark off when reading.
enum FormulaGuard {
  private static let invisible: Set<Unicode.Scalar> = ["\u{200B}", "\u{FEFF}"]
  private static let triggers: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0",
  ]

  /// Whether a text matches `^'*[\s\u200B\uFEFF]*[=+\-@＝＋－＠\t\r\n\0]`.
  private static func isDangerous(_ text: some StringProtocol) -> Bool {
    var scalars = text.unicodeScalars.drop { $0 == "'" }
    while let first = scalars.first {
      if triggers.contains(first) { return true }
      guard first.properties.isWhitespace || invisible.contains(first) else { return false }
      scalars = scalars.dropFirst()
    }
    return false
  }

  /// The text as it may be written.
  static func guarded(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

  /// The text as it was before it was guarded.
  static func restored(_ text: String) -> String {
    text.hasPrefix("'") && isDangerous(text.dropFirst()) ? String(text.dropFirst()) : text
  }
}
