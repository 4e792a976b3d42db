import ListFiles

/// The rows behind a page, for a CSV or a sheet.
///
/// Nothing reads it back: its headings are in the language of the run, as its cells are.
struct RowTable {
  /// What its sheet is called.
  var name: String
  /// The columns' headers.
  var headers: [String]
  /// The headers below which whole numbers stand.
  var numbers: Set<String> = []
  /// As many texts as there are headers.
  var rows: [[String]]

  /// As CSV.
  var bytes: [UInt8] { ListWriter.table(headers: headers, rows: rows) }

  /// As a workbook, in which identifiers are text.
  ///
  /// - Throws: a ``Failure`` when scratch files cannot be written.
  func workbook(_ language: Language) throws -> [UInt8] {
    let sheet = WorkbookSheet(
      name: name, columns: headers.map { .init($0, numbers.contains($0) ? .number : .text) },
      rows: rows)
    return try PlanWorkbook.bytes([sheet], language)
  }
}
