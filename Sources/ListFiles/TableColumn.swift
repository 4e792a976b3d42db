/// A column of a table, found once for all of the table's rows.
struct TableColumn: Sendable {
  let key: String
  /// From 0; nil when the table has no such column.
  let place: Int?
  /// Whether a message may quote its cells.
  let isQuotable: Bool
  /// Whether long digits belong in it.
  let holdsNumbers: Bool

  init(_ definition: ColumnDefinition, place: Int?) {
    key = definition.key
    self.place = place
    isQuotable = definition.isQuotable
    holdsNumbers = definition.holdsNumbers
  }

  /// A column that the table's list does not know.
  init(unknown key: String) {
    self.key = key
    place = nil
    isQuotable = false
    holdsNumbers = false
  }
}

/// What a row is asked for its cell by: the key of a column, or the column itself, which is found
/// sooner.
protocol CellName {
  func column(of table: ListTable) -> TableColumn
}

extension String: CellName {
  func column(of table: ListTable) -> TableColumn { table.tableColumn(self) }
}

extension TableColumn: CellName {
  func column(of table: ListTable) -> TableColumn { self }
}

/// What was made of a column's cells, for the next that says the same: rows by the thousand name the
/// same category, date and session.
///
/// Each cell has one place, by its bytes, and the latest of those that share it stays, so it is small
/// whatever the list.
struct CellMemory<Value> {
  private static var places: Int { 1024 }

  private var entries: [(cell: CSVTable.Cell, value: Value)?] = []

  /// What was made of a cell that says the same; nil when that is not known any more.
  func value(of cell: CSVTable.Cell, in table: ListTable) -> Value? {
    guard !entries.isEmpty, let known = entries[CellMemory.place(of: cell, in: table)],
      table.isSame(cell, known.cell)
    else { return nil }
    return known.value
  }

  /// Remembers what was made of a cell.
  mutating func keep(_ value: Value, of cell: CSVTable.Cell, in table: ListTable) {
    if entries.isEmpty { entries = Array(repeating: nil, count: CellMemory.places) }
    entries[CellMemory.place(of: cell, in: table)] = (cell, value)
  }

  private static func place(of cell: CSVTable.Cell, in table: ListTable) -> Int {
    Int(truncatingIfNeeded: table.hash(of: cell) % UInt64(places))
  }
}
