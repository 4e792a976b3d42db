import CWorkbook
import Glibc

/// Writes workbooks that Excel, WPS and LibreOffice open: no formula, identifiers as text, a frozen
/// heading, and the same bytes for the same sheets.
public enum WorkbookWriter {
  /// Why a workbook could not be written.
  public struct Fault: Error, Hashable, Sendable {
    /// The code of libxlsxwriter, or -1 when its file could not be read back.
    public var code: Int
    /// The system's error number, 0 where it said nothing.
    public var number: Int32
  }

  /// Characters that a cell of a workbook can hold.
  static let most = 32_767

  /// Writes a workbook.
  ///
  /// - Parameters:
  ///   - sheets: in their order; a text that would pass for a formula once the sheet is saved as CSV
  ///     is guarded as in CSV.
  ///   - folder: where scratch files may stand while it is written.
  /// - Returns: the workbook's bytes.
  /// - Throws: when the scratch files cannot be written.
  /// - Complexity: linear in the cells.
  public static func bytes(
    _ sheets: [WorkbookSheet], scratch folder: String
  ) throws(Fault) -> [UInt8] {
    var layout = WorkbookLayout()
    for sheet in sheets.flatMap(\.parts) { layout.add(sheet) }
    // A folder that nobody else can read.
    var template = (folder + "/sandan-XXXXXX").utf8CString.map { $0 }
    guard unsafe mkdtemp(&template) != nil else { throw Fault(code: -1, number: errno) }
    let own = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = own + "/workbook.xlsx"
    defer {
      unsafe unlink(path)
      unsafe rmdir(own)
    }
    let code = layout.write(path: path, folder: own)
    guard code == 0 else { throw Fault(code: Int(code), number: errno) }
    do {
      return try FileBytes.read(path, limit: Int.max)
    } catch {
      throw Fault(code: -1, number: errno)
    }
  }
}

/// Sheets as the flat arrays of the C entry.
private struct WorkbookLayout {
  private var text: [CChar] = []
  private var names: [Int64] = []
  private var columnCounts: [Int32] = []
  private var rowCounts: [Int64] = []
  private var forms: [Int32] = []
  private var titles: [Int64] = []
  private var widths: [Double] = []
  private var kinds: [Int32] = []
  private var choices: [Int64] = []
  private var strict: [Int32] = []
  private var cells: [Int64] = []

  mutating func add(_ sheet: WorkbookSheet) {
    names.append(place(sheet.name))
    columnCounts.append(Int32(sheet.columns.count))
    rowCounts.append(Int64(sheet.rows.count))
    forms.append(sheet.isForm ? 1 : 0)
    for (index, column) in sheet.columns.enumerated() {
      titles.append(place(column.title))
      widths.append(sheet.width(of: index))
      kinds.append(column.kind.rawValue)
      choices.append(column.range.map { place($0) } ?? -1)
      strict.append(column.isStrict ? 1 : 0)
    }
    cells.reserveCapacity(cells.count + sheet.rows.count * sheet.columns.count)
    for row in sheet.rows {
      precondition(row.count == sheet.columns.count, "a row of another length than the heading")
      for cell in row { cells.append(cell.isEmpty ? -1 : place(WorkbookLayout.inert(cell))) }
    }
  }

  private mutating func place(_ string: String) -> Int64 {
    let begin = text.count
    for byte in string.utf8 where byte != 0 { text.append(CChar(bitPattern: byte)) }
    text.append(0)
    return Int64(begin)
  }

  /// A text guarded as in CSV, without what XML cannot hold, as long as a cell may be.
  private static func inert(_ text: String) -> String {
    var result = EscapedText.escaped(FormulaGuard.guarded(text))
    if result.unicodeScalars.contains(where: { $0.value == 0xFFFE || $0.value == 0xFFFF }) {
      result = String(
        String.UnicodeScalarView(
          result.unicodeScalars.map { $0.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : $0 }))
    }
    guard result.utf16.count > WorkbookWriter.most else { return result }
    // A character outside the first plane counts twice.
    var short = String.UnicodeScalarView()
    var count = 0
    for scalar in result.unicodeScalars {
      count += scalar.value > 0xFFFF ? 2 : 1
      if count >= WorkbookWriter.most { break }
      short.append(scalar)
    }
    return String(short) + "…"
  }

  func write(path: String, folder: String) -> Int32 {
    unsafe text.withUnsafeBufferPointer { text in
      unsafe titles.withUnsafeBufferPointer { titles in
        unsafe widths.withUnsafeBufferPointer { widths in
          unsafe kinds.withUnsafeBufferPointer { kinds in
            unsafe choices.withUnsafeBufferPointer { choices in
              unsafe strict.withUnsafeBufferPointer { strict in
                unsafe cells.withUnsafeBufferPointer { cells in
                  var workbook = unsafe sandan_workbook()
                  unsafe workbook.text = text.baseAddress
                  unsafe workbook.titles = titles.baseAddress
                  unsafe workbook.widths = widths.baseAddress
                  unsafe workbook.kinds = kinds.baseAddress
                  unsafe workbook.choices = choices.baseAddress
                  unsafe workbook.is_strict = strict.baseAddress
                  unsafe workbook.cells = cells.baseAddress
                  return unsafe write(&workbook, path: path, folder: folder)
                }
              }
            }
          }
        }
      }
    }
  }

  /// The arrays by sheet, then the call.
  private func write(_ workbook: inout sandan_workbook, path: String, folder: String) -> Int32 {
    unsafe names.withUnsafeBufferPointer { names in
      unsafe columnCounts.withUnsafeBufferPointer { columnCounts in
        unsafe rowCounts.withUnsafeBufferPointer { rowCounts in
          unsafe forms.withUnsafeBufferPointer { forms in
            unsafe workbook.sheets = Int32(names.count)
            unsafe workbook.names = names.baseAddress
            unsafe workbook.column_counts = columnCounts.baseAddress
            unsafe workbook.row_counts = rowCounts.baseAddress
            unsafe workbook.is_form = forms.baseAddress
            return unsafe sandan_workbook_write(path, folder, &workbook)
          }
        }
      }
    }
  }
}
