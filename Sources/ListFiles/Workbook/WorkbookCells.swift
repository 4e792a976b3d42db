/// What the cells of a workbook say, sheet by sheet; how they look is passed over.
public struct WorkbookCells: Hashable, Sendable {
  /// A sheet: its name, and its rows from the first that has a value.
  public struct Sheet: Hashable, Sendable {
    /// The name on its tab.
    public var name: String
    /// Texts, blanks about them taken off; empty cells at a row's end, and empty rows, are left out.
    public var rows: [Row]
  }

  /// A row with the number that stands beside it.
  public struct Row: Hashable, Sendable {
    /// From 1.
    public var number: Int
    /// As they would be read from a list.
    public var cells: [String]
  }

  /// In the order of their tabs.
  public var sheets: [Sheet]

  /// Reads a workbook; nil when it is none, is damaged, or goes past a limit of lists.
  ///
  /// - Parameter bytes: the file.
  public init?(_ bytes: [UInt8]) {
    let limits = ListForm().limits
    guard let sheets = try? WorkbookCells.sheets(bytes, limits: limits) else { return nil }
    self.sheets = sheets
  }

  private static func sheets(
    _ bytes: [UInt8], limits: ListLimits
  ) throws(FileFault) -> [Sheet] {
    var workbook = try Workbook(bytes, limits: limits.workbook)
    var sheets: [Sheet] = []
    for sheet in workbook.sheets {
      let table = try workbook.table(of: sheet, limits: limits).table
      let rows = table.rows.map { row in
        var cells = table.cells[row.cells].map { Blanks.trimmed(table.text($0)) }
        while cells.last?.isEmpty == true { cells.removeLast() }
        return Row(number: row.line, cells: cells)
      }
      sheets.append(Sheet(name: sheet.name, rows: rows.filter { !$0.cells.isEmpty }))
    }
    return sheets
  }
}
