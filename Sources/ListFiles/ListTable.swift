import ThreeLists

/// A list with its columns known: rows of cells by key.
///
/// A class, since every row's reader holds it.
final class ListTable: Sendable {
  let file: String
  /// The sheet of a workbook; nil for a text.
  let sheet: String?
  private let table: CSVTable
  private let definitions: [ColumnDefinition]
  /// The columns of the list by their keys, absent ones too.
  private let columns: [String: TableColumn]
  private let headers: [String]
  let defects: [ListDefect]
  /// The rows that have a cell for each header.
  let rows: [CSVTable.Row]
  /// The rows that have more cells, or fewer.
  let raggedRows: [CSVTable.Row]
  /// Whether the whole file has been read, so that what is not in it does not exist.
  let isComplete: Bool

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: its path.
  ///   - definitions: the columns it may have.
  ///   - form: how it is read.
  convenience init(file: String, definitions: [ColumnDefinition], form: ListForm) {
    let content = ListContent(file, definitions: definitions, form: form)
    self.init(
      file: file, content: content, definitions: definitions, isDoubtful: content.isDoubtful)
  }

  /// Cuts a text into a table; what is wrong with the file as a whole stands in `defects` already.
  convenience init(
    file: String, bytes: [UInt8], definitions: [ColumnDefinition], limits: ListLimits,
    defects: [ListDefect] = []
  ) {
    // Defects so far are bad bytes: the cells in which they stood say nothing.
    let table = CSVTable(bytes, limits: limits, distrustsReplacements: !defects.isEmpty)
    self.init(
      file: file, content: ListContent(table: table, defects: defects), definitions: definitions)
  }

  private init(
    file: String, content: ListContent, definitions: [ColumnDefinition], isDoubtful: Bool = false
  ) {
    self.file = file
    self.definitions = definitions
    let table = content.table
    self.table = table
    sheet = content.sheet
    var defects = content.defects
    var headers: [String] = []
    var columns: [String: Int] = [:]
    if let first = table.rows.first {
      headers = table.cells[first.cells].map { Blanks.trimmed(table.text($0)) }
      let required = Set(definitions.filter(\.isRequired).map(\.key))
      let isWhole =
        content.beginning == nil
        && required.isSubset(of: headers.compactMap { ListTable.known($0, definitions)?.key })
      let below =
        isWhole
        ? nil
        : ListTable.headerLine(
          in: content.beginning ?? ListTable.beginning(of: table, definitions), definitions)
      if let kind = ListTable.fault(ofHeaders: headers, below: below, definitions: definitions) {
        defects.append(ListDefect(kind, file: file, line: first.line))
      } else {
        columns = ListTable.columns(
          headers, definitions: definitions, file: file, line: first.line, &defects)
      }
    } else if !content.isDoubtful, table.faults.isEmpty {
      defects.append(ListDefect(.emptyFile, file: file))
    }
    for fault in table.faults {
      let isHeader = table.rows.first.map { fault.line <= $0.line } ?? true
      let isKnown = !isHeader && headers.indices.contains(fault.column - 1)
      let header = isKnown ? headers[fault.column - 1] : ""
      let column = ListDefect.Column(number: fault.column, header: header)
      defects.append(
        ListDefect(
          fault.kind, file: file, line: fault.line, column: fault.column > 0 ? column : nil))
    }
    self.headers = headers
    self.columns = Dictionary(
      definitions.map { ($0.key, TableColumn($0, place: columns[$0.key])) },
      uniquingKeysWith: { first, _ in first })
    isComplete = !table.isCutOff && !columns.isEmpty && !isDoubtful
    var rows: [CSVTable.Row] = []
    rows.reserveCapacity(table.rows.count)
    var raggedRows: [CSVTable.Row] = []
    // Without a header there is nothing to say about the rows.
    for row in table.rows.dropFirst() where !columns.isEmpty {
      // Cells of spaces look as empty as those without: nobody has meant a row by them.
      if table.cells[row.cells].allSatisfy({ cell in
        !cell.isFaulty
          && (cell.range.isEmpty
            || !table.isPlain(cell) && Blanks.trimmed(table.text(cell)).isEmpty)
      }) {
        continue
      }
      // A sheet has no commas to forget: cells that are not there are empty.
      if row.cells.count == headers.count || content.sheet != nil {
        rows.append(row)
      } else {
        raggedRows.append(row)
        // A fault of form may have swallowed the comma that is missing.
        if table.cells[row.cells].contains(where: \.isFaulty) { continue }
        defects.append(
          ListDefect(
            .raggedRow(cells: row.cells.count, headers: headers.count), file: file,
            line: row.line))
      }
    }
    // A column without a name or a cell is what spreadsheets leave behind.
    func unnamed(column: Int) -> ListDefect {
      ListDefect(
        .unknownHeader(nearest: nil), severity: .warning, file: file,
        line: table.rows.first?.line, column: .init(number: column + 1, header: ""))
    }
    for index in headers.indices where headers[index].isEmpty && !columns.isEmpty {
      let isUsed = rows.contains {
        index < $0.cells.count && !table.cells[$0.cells.lowerBound + index].range.isEmpty
      }
      if isUsed { defects.append(unnamed(column: index)) }
    }
    for index in content.strays where !columns.isEmpty { defects.append(unnamed(column: index)) }
    self.defects = defects
    self.rows = rows
    self.raggedRows = raggedRows
  }

  /// Rows among which the headers are looked for, when they do not stand in the first.
  static let mostTitleRows = 30

  /// A row in which the headers may stand: its line, and the columns of ours that its cells name.
  struct Heading {
    var line: Int
    var keys: Set<String>
  }

  /// The rows among which the headers are looked for.
  static func beginning(of table: CSVTable, _ definitions: [ColumnDefinition]) -> [Heading] {
    table.rows.prefix(1 + mostTitleRows).map { row in
      let keys = table.cells[row.cells].compactMap {
        known(Blanks.trimmed(table.text($0)), definitions)?.key
      }
      return Heading(line: row.line, keys: Set(keys))
    }
  }

  /// The line of the first row below that holds headers where the first does not: all that are
  /// required, or two of ours beside none above; nil when there is none.
  private static func headerLine(
    in beginning: [Heading], _ definitions: [ColumnDefinition]
  ) -> Int? {
    let required = Set(definitions.filter(\.isRequired).map(\.key))
    guard let first = beginning.first?.keys, !first.isSuperset(of: required) else { return nil }
    return beginning.dropFirst().first {
      $0.keys.isSuperset(of: required) || first.isEmpty && $0.keys.count >= 2
    }?.line
  }

  /// What is wrong with a header row as a whole, with the line on which the headers seem to stand.
  private static func fault(
    ofHeaders headers: [String], below: Int?, definitions: [ColumnDefinition]
  ) -> ListDefect.Kind? {
    if below != nil { return .noHeader(seemsOn: below) }
    if headers.contains(where: { known($0, definitions) != nil }) { return nil }
    if headers.count == 1, headers[0].contains(where: ListTable.isDelimiter) {
      return .wrongDelimiter
    }
    // Its cells may be a resident's: none is quoted.
    return .noHeader(seemsOn: nil)
  }

  /// What divides columns where it is not the comma.
  private static func isDelimiter(_ sign: Character) -> Bool { "\t;；，|".contains(sign) }

  /// Whether a text is a list of ours whose columns are divided by something else than a comma.
  static func isDividedOtherwise(_ table: CSVTable, _ definitions: [ColumnDefinition]) -> Bool {
    guard let first = table.rows.first, first.cells.count == 1 else { return false }
    let parts = table.text(table.cells[first.cells.lowerBound]).split(whereSeparator: isDelimiter)
    return parts.count > 1
      && parts.contains { known(Blanks.trimmed(String($0)), definitions) != nil }
  }

  static func known(
    _ header: String, _ definitions: [ColumnDefinition]
  ) -> ColumnDefinition? {
    let folded = Folding.folded(header).lowercased()
    let name = bare(folded)
    // Headers are wrapped, and their signs set apart, to fit a column.
    let parts = name.split(whereSeparator: \.isWhitespace)
    let (chinese, key) = (parts.joined(), parts.joined(separator: "_"))
    return definitions.first { $0.chinese == chinese || $0.key == key }
  }

  /// A header without what forms put before or after it to say whether a cell has to be filled.
  private static func bare(_ header: String) -> String {
    var name = Blanks.trimmed(header)
    while true {
      let rest: Substring
      if let mark = marks.first(where: name.hasSuffix) {
        rest = name.dropLast(mark.count)
      } else if let mark = marks.first(where: name.hasPrefix) {
        rest = name.dropFirst(mark.count)
      } else {
        return name
      }
      name = Blanks.trimmed(String(rest))
    }
  }

  /// As they are when full-width forms are made plain.
  private static let marks =
    ["*", "★", "※"]
    + ["必填", "选填", "必填项", "选填项", "required", "optional"].flatMap { ["(\($0))", "【\($0)】"] }

  private static func columns(
    _ headers: [String], definitions: [ColumnDefinition], file: String, line: Int,
    _ defects: inout [ListDefect]
  ) -> [String: Int] {
    var columns: [String: Int] = [:]
    for (index, header) in headers.enumerated() where !header.isEmpty {
      let column = ListDefect.Column(number: index + 1, header: header)
      guard let known = known(header, definitions) else {
        let words = definitions.map(\.chinese) + definitions.map(\.key)
        let nearest = Nearest.word(to: header, among: words)
        defects.append(
          ListDefect(
            .unknownHeader(nearest: nearest), severity: .warning, file: file, line: line,
            column: .init(number: index + 1, header: ""), found: header))
        continue
      }
      if let first = columns[known.key] {
        defects.append(
          ListDefect(.duplicateHeader(first: first + 1), file: file, line: line, column: column))
      } else {
        columns[known.key] = index
      }
    }
    for definition in definitions where columns[definition.key] == nil {
      let isSubstituted = definition.substitute.map { columns[$0] != nil } ?? true
      guard definition.isRequired || !isSubstituted else { continue }
      defects.append(
        ListDefect(
          .missingHeader(chinese: definition.chinese, english: definition.key), file: file,
          line: line))
    }
    return columns
  }

  /// The column of a key, for messages.
  func column(_ key: String) -> ListDefect.Column? {
    tableColumn(key).place.map { ListDefect.Column(number: $0 + 1, header: headers[$0]) }
  }

  /// The column of a key.
  func tableColumn(_ key: String) -> TableColumn { columns[key] ?? TableColumn(unknown: key) }

  /// A cell; nil when its column is absent, or its row too short.
  func cell(_ row: CSVTable.Row, _ name: some CellName) -> CSVTable.Cell? {
    guard let place = name.column(of: self).place, place < row.cells.count else { return nil }
    return table.cells[row.cells.lowerBound + place]
  }

  /// Whether the form of some cell of a row is at fault.
  func hasFaults(_ row: CSVTable.Row) -> Bool {
    for index in row.cells where table.cells[index].isFaulty { return true }
    return false
  }

  /// Whether two cells say the same, byte for byte.
  func isSame(_ cell: CSVTable.Cell, _ other: CSVTable.Cell) -> Bool {
    table.isSame(cell, other)
  }

  /// A hash of a cell's bytes.
  func hash(of cell: CSVTable.Cell) -> UInt64 { table.hash(of: cell) }

  /// A cell's text where it is the same however it is read; nil where it has to be looked at.
  func plain(_ row: CSVTable.Row, _ name: some CellName) -> String? {
    guard let cell = cell(row, name), !cell.range.isEmpty, !cell.isFaulty else { return "" }
    return table.isPlain(cell) ? table.text(cell) : nil
  }

  /// A cell's text as it was before it was written; empty when there is no such cell, or when its
  /// form is at fault.
  func verbatim(_ row: CSVTable.Row, _ name: some CellName) -> String {
    guard let cell = cell(row, name), !cell.range.isEmpty, !cell.isFaulty else { return "" }
    return FormulaGuard.restored(table.text(cell))
  }

  /// The header row as it stands; empty when the file has none.
  var writtenHeaders: [String] { table.rows.first.map(written) ?? [] }

  /// The cells of a row as they were before they were written, column by column.
  func written(_ row: CSVTable.Row) -> [String] {
    table.cells[row.cells].map { FormulaGuard.restored(table.text($0)) }
  }

  /// A cell's text in composed characters, blanks around it taken off.
  func text(_ row: CSVTable.Row, _ name: some CellName) -> String {
    plain(row, name) ?? Blanks.trimmed(Folding.composed(verbatim(row, name)))
  }

  /// The same with full-width forms folded.
  func code(_ row: CSVTable.Row, _ name: some CellName) -> String {
    plain(row, name) ?? Folding.folded(text(row, name))
  }
}

extension BadByte {
  /// The defect, with the place at which the byte stands in the table read up to it.
  func defect(in file: String) -> ListDefect {
    guard !isMissing else { return ListDefect(.missingDecoder(encoding: encoding), file: file) }
    // A mark in the byte's stead makes it part of the table's last cell.
    let marked = before + [UInt8(ascii: "?")]
    var table = CSVTable(marked, limits: ListLimits())
    if table.isCutOff { table = CSVTable(marked + [UInt8(ascii: "\"")], limits: ListLimits()) }
    var line = 1
    var lineBegins = 0
    for (index, byte) in before.enumerated()
    where byte == 10 || (byte == 13 && !(index + 1 < before.count && before[index + 1] == 10)) {
      line += 1
      lineBegins = index + 1
    }
    let character = before[lineBegins...].count { $0 & 0xC0 != 0x80 } + 1
    var column: ListDefect.Column?
    if let last = table.rows.last, !table.isCutOff {
      let headers = table.rows[0].cells
      let number = last.cells.count
      let header =
        table.rows.count > 1 && number <= headers.count
        ? Blanks.trimmed(table.text(table.cells[headers.lowerBound + number - 1])) : ""
      column = .init(number: number, header: header)
    }
    return ListDefect(
      .badByte(encoding: encoding, character: character, offset: offset + 1), file: file,
      line: line, column: column, found: text)
  }
}
