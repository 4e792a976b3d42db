/// A sheet to be written: headings, and rows of texts.
public struct WorkbookSheet: Hashable, Sendable {
  /// How a column's cells are kept.
  public enum Kind: Int32, Hashable, Sendable {
    /// As text, which keeps identifiers whole.
    case text
    /// As text, broken into lines.
    case longText
    /// Whole numbers as numbers, all else as text.
    case number
    /// Dates such as 2026-11-23 as dates, all else as text.
    case date
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public var title: String
    /// How its cells are kept.
    public var kind: Kind
    /// The sheet and column, from 0, whose cells are offered in a drop-down list, and their number.
    var choices: (sheet: String, column: Int, count: Int)?
    /// Whether nothing else may be entered.
    var isStrict = false

    /// A column by heading and kind.
    public init(_ title: String, _ kind: Kind = .text) {
      self.title = title
      self.kind = kind
    }

    /// Whether two columns are alike.
    public static func == (left: Column, right: Column) -> Bool {
      left.title == right.title && left.kind == right.kind && left.range == right.range
        && left.isStrict == right.isStrict
    }

    /// Feeds what makes a column.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(title)
      hasher.combine(range)
    }

    /// The drop-down list's cells as a validation names them; nil without one.
    var range: String? {
      guard let choices, choices.count > 0 else { return nil }
      let letter = String(UnicodeScalar(UInt8(65 + choices.column)))
      return "=\(choices.sheet)!$\(letter)$2:$\(letter)$\(choices.count + 1)"
    }
  }

  /// At most 31 characters.
  public var name: String
  /// The columns.
  public var columns: [Column]
  /// Rows of as many texts as there are columns.
  public var rows: [[String]]
  /// Whether an office adds rows to it.
  var isForm = false

  /// A sheet by its parts.
  public init(name: String, columns: [Column], rows: [[String]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  /// Rows that a sheet can hold below its heading.
  public static let most = 1_048_575

  /// The sheet, or as many as its rows need, numbered from the second on.
  var parts: [WorkbookSheet] {
    guard rows.count > WorkbookSheet.most else { return [self] }
    return stride(from: 0, to: rows.count, by: WorkbookSheet.most).enumerated().map {
      number, from in
      var part = self
      if number > 0 { part.name += " \(number + 1)" }
      part.rows = Array(rows[from..<min(from + WorkbookSheet.most, rows.count)])
      return part
    }
  }

  /// A width for a column: that of its longest text, within bounds.
  func width(of column: Int) -> Double {
    let shown = rows.prefix(500).map { WorkbookSheet.width($0[column]) }.max() ?? 0
    let most = columns[column].kind == .longText ? 60 : 30
    return Double(max(8, min(most, max(shown, WorkbookSheet.width(columns[column].title)) + 2)))
  }

  /// Columns of a screen that a text takes: two for each Chinese character.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.prefix(80).reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }
}
