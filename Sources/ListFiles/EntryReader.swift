import ThreeLists

/// Tables of entries for the ledger, one for each command that takes many at once.
public enum EntryTable: Hashable, Sendable {
  /// Answers of units, in the form of the slips they got.
  case answers
  /// Visits that took place, or needs settled without an order.
  case completions
  /// Call backs.
  case callBacks
  /// Escalations.
  case escalations
  /// Deferrals.
  case deferrals
  /// Needs closed without being solved.
  case closings
  /// Needs taken up again.
  case reworks
  /// Entries taken back.
  case corrections

  /// What a unit answers on its slip: the order is taken, or given back.
  public static let answerWords = ["接单", "拒单"]

  var columns: [ColumnDefinition] {
    switch self {
    case .answers: Columns.slip
    case .completions: Columns.completions
    case .callBacks: Columns.callBacks
    case .escalations: Columns.escalations
    case .deferrals: Columns.deferrals
    case .closings: Columns.closings
    case .reworks: Columns.reworks
    case .corrections: Columns.corrections
    }
  }
}

/// A row of such a table, or what stood on the command line in its stead.
public struct EntryRow: Hashable, Sendable {
  /// The file, or the command.
  public let file: String
  /// The line, from 1; nil on the command line.
  public let line: Int?
  private let cells: [String: String]
  private let columns: [String: ListDefect.Column]
  private let options: [String: String]

  /// Values given on the command line, by key.
  ///
  /// - Parameters:
  ///   - command: the command.
  ///   - cells: the values.
  ///   - options: the options in which they stand, by the same keys; an argument has none.
  public init(command: String, _ cells: [String: String], options: [String: String] = [:]) {
    file = command
    line = nil
    self.cells = cells.mapValues { Folding.folded(Blanks.trimmed($0)) }
    columns = [:]
    self.options = options
  }

  /// Whether a column stands in the table, or its value on the command line.
  public func hasColumn(_ key: String) -> Bool { cells[key] != nil }

  init(_ reader: inout RowReader, _ definitions: [ColumnDefinition]) {
    file = reader.table.file
    line = reader.row.line
    var cells: [String: String] = [:]
    var columns: [String: ListDefect.Column] = [:]
    for definition in definitions {
      guard let column = reader.table.column(definition.key) else { continue }
      columns[definition.key] = column
      cells[definition.key] = reader.code(definition.key)
    }
    self.cells = cells
    self.columns = columns
    options = [:]
  }

  /// A cell's text, full-width forms folded; empty when there is none.
  public subscript(key: String) -> String { cells[key] ?? "" }

  /// A defect of a cell.
  public func defect(_ kind: ListDefect.Kind, _ key: String) -> ListDefect {
    ListDefect(
      kind, file: file, line: line, column: columns[key], option: options[key],
      found: self[key].isEmpty ? nil : self[key])
  }
}

/// Reads tables of entries.
public enum EntryReader {
  /// The rows of a table in the order of the file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - table: which table it is.
  ///   - encoding: nil recognises it.
  /// - Returns: its rows, and what somebody should look at.
  /// - Throws: every defect of form.
  public static func read(
    _ path: String, as table: EntryTable, encoding: TextEncoding? = nil
  ) throws(ListDefects) -> (rows: [EntryRow], warnings: [ListDefect]) {
    let list = ListTable(
      file: path, definitions: table.columns, form: ListForm(encoding: encoding))
    var defects = list.defects
    var rows: [EntryRow] = []
    for row in list.rows {
      var reader = RowReader(table: list, row: row)
      rows.append(EntryRow(&reader, table.columns))
      defects += reader.defects
    }
    defects = ListReader.sorted(defects, files: [path])
    guard !defects.contains(where: { $0.severity == .error }) else { throw ListDefects(defects) }
    return (rows, defects)
  }

  /// A moment as a cell states it: a date in any of the lists' forms, or `2026-11-23T14:05`, with a
  /// blank in the stead of the T as spreadsheets write it; nil for anything else.
  public static func moment(_ text: String) -> Moment? {
    let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
    guard (1...2).contains(parts.count), case .day(let day) = Numerals.date(String(parts[0])) else {
      return nil
    }
    guard parts.count == 2 else { return Moment(day: day) }
    let clock = parts[1].utf8.count == 4 ? "0\(parts[1])" : String(parts[1])
    return Moment.minute(clock).map { Moment(day: day, minute: $0) }
  }
}
