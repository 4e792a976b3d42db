/// A linear program in integers: minimise a cost over columns between bounds, their combinations in
/// rows between bounds, some columns integer.
struct IntegerProgram {
  /// Lower bounds of rows; nil is none.
  private(set) var rowLower: [Int?] = []
  /// Upper bounds of rows; nil is none.
  private(set) var rowUpper: [Int?] = []
  /// Lower bounds of columns.
  var columnLower: [Int] = []
  /// Upper bounds of columns.
  var columnUpper: [Int] = []
  /// Where each column's entries begin.
  private(set) var starts: [Int] = [0]
  /// Row of each entry.
  private(set) var entryRows: [Int32] = []
  /// Coefficient of each entry.
  private(set) var entryValues: [Int32] = []
  /// Entries of rows appended after the columns were closed: tier rows.
  private(set) var extraRows: [(row: Int, coefficients: [Int])] = []
  /// Cuts that come to light while the program is solved; shared by all its copies.
  var cuts: CutRows?

  var rowCount: Int { rowLower.count }
  var columnCount: Int { columnLower.count }

  /// Adds a row and answers with its index.
  mutating func addRow(lower: Int?, upper: Int?) -> Int {
    rowLower.append(lower)
    rowUpper.append(upper)
    return rowLower.count - 1
  }

  /// Adds a column with its entries and answers with its index.
  @discardableResult
  mutating func addColumn(lower: Int, upper: Int, entries: [(row: Int, value: Int)]) -> Int {
    columnLower.append(lower)
    columnUpper.append(upper)
    for entry in entries {
      entryRows.append(Int32(entry.row))
      entryValues.append(Int32(entry.value))
    }
    starts.append(entryRows.count)
    return columnLower.count - 1
  }

  /// Adds a row over all columns, such as a tier that is to keep its value.
  mutating func addRow(coefficients: [Int], lower: Int?, upper: Int?) {
    let row = addRow(lower: lower, upper: upper)
    extraRows.append((row, coefficients))
  }

  /// Whether a cost can stand in a row: numbers that GLPK takes.
  static func isRow(_ cost: [Int], at value: Int) -> Bool {
    abs(value) <= 1 << 30 && cost.allSatisfy { abs($0) <= 1 << 30 }
  }

  /// Makes a row tight at one of its bounds.
  mutating func fixRow(_ row: Int, at value: Int) {
    rowLower[row] = value
    rowUpper[row] = value
  }

  /// Gives a row another upper bound.
  mutating func setUpper(_ value: Int, of row: Int) { rowUpper[row] = value }

  /// Takes a row's lower bound away.
  mutating func freeBelow(_ row: Int) { rowLower[row] = nil }

  /// Calls `body` with each entry of a column.
  @inline(__always)
  func forEachEntry(of column: Int, _ body: (Int, Int) -> Void) {
    for index in starts[column]..<starts[column + 1] {
      body(Int(entryRows[index]), Int(entryValues[index]))
    }
    cuts?.forEachEntry(of: column, body)
    for extra in extraRows where extra.coefficients[column] != 0 {
      body(extra.row, extra.coefficients[column])
    }
  }

  /// The row that integer values break, or nil: exact.
  func brokenRow(_ values: [Int]) -> Int? {
    var activity = [Int](repeating: 0, count: rowCount)
    for column in 0..<columnCount where values[column] != 0 {
      forEachEntry(of: column) { row, coefficient in
        activity[row] += coefficient * values[column]
      }
    }
    for row in 0..<rowCount {
      if let lower = rowLower[row], activity[row] < lower { return row }
      if let upper = rowUpper[row], activity[row] > upper { return row }
    }
    return nil
  }
}

/// Where rows and columns stand in a basis.
struct Basis {
  /// One entry for each row.
  var rows: [UInt8]
  /// One entry for each column.
  var columns: [UInt8]

  static let basic: UInt8 = 1
  static let atLower: UInt8 = 2
  static let atUpper: UInt8 = 3
}
