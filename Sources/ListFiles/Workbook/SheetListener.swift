/// Reads the cells of a sheet into a table: values only, as text.
///
/// What the rows hold is counted before it is kept: rows, cells with the empty ones before them, and
/// text as often as it is used, for a text that many cells share is told to each of their rows. What
/// stands to the right of the header is not kept.
final class SheetListener: PartListener {
  /// Columns that a sheet can have.
  private static let columns = 16_384
  /// Bytes of a value for each character that a cell may have: an escape takes seven.
  private static let escape = 7
  /// Bytes from which on a text is no header.
  private static let longestHeader = 256

  /// What becomes the table's text: the shared texts first, then all other values; of a beginning
  /// only what its cells hold.
  private(set) var bytes: [UInt8]
  private(set) var rows: [CSVTable.Row] = []
  private(set) var cells: [CSVTable.Cell] = []
  private(set) var faults: [CSVTable.Fault] = []
  /// Columns beyond the last header in which there is a value; numbers from 0.
  private(set) var strays: Set<Int> = []
  private(set) var isCutOff = false
  private(set) var hasEnough = false
  /// A fault of the sheet as a whole.
  private(set) var fault: FileFault?

  private let strings: StringListener
  private let formats: [NumberFormat]
  private let isFrom1904: Bool
  private let limits: ListLimits
  /// Rows after which no more are read; nil for all.
  private let mostRows: Int?

  private var isInData = false
  private var line = 0
  private var column = -1
  private var row: [CSVTable.Cell] = []
  private var kind = Kind.number
  private var style = 0
  private var value: [UInt8] = []
  private var isCapturing = false
  private var phonetics = 0
  private var hasFormula = false
  private var hasValue = false
  /// Whether the value is longer than any cell may be, so that it is not kept.
  private var isTooLong = false
  /// Bytes of text in the rows so far.
  private var textBytes = 0
  /// The column of a header too far to the right, from 0.
  private var farHeader: Int?

  private enum Kind {
    case number, shared, inline, formulaText, boolean, error, date
  }

  init(
    strings: StringListener, formats: [NumberFormat], isFrom1904: Bool, limits: ListLimits,
    mostRows: Int?
  ) {
    self.strings = strings
    self.formats = formats
    self.isFrom1904 = isFrom1904
    self.limits = limits
    self.mostRows = mostRows
    bytes = mostRows == nil ? strings.bytes : []
  }

  func begin(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .sheetData: isInData = true
    case .row: if isInData { beginRow(attributes) }
    case .cell: if isInData { beginCell(attributes) }
    case .value: isCapturing = column >= 0 && kind != .inline
    case .text: isCapturing = column >= 0 && kind == .inline && phonetics == 0
    case .phonetic: phonetics += 1
    case .formula: hasFormula = true
    default: break
    }
  }

  func end(_ element: PartElement) {
    switch element {
    case .value, .text:
      if isCapturing { hasValue = true }
      isCapturing = false
    case .phonetic: phonetics -= 1
    case .cell: if isInData, column >= 0 { endCell() }
    case .row: if isInData { endRow() }
    case .sheetData:
      isInData = false
      hasEnough = true
    default: break
    }
  }

  func text(_ piece: UnsafeRawBufferPointer) {
    guard isCapturing, !isTooLong else { return }
    guard piece.count <= mostBytes - value.count else {
      isTooLong = true
      value.removeAll(keepingCapacity: true)
      return
    }
    unsafe value.append(contentsOf: piece)
  }

  /// Bytes from which on a value is surely too long.
  private var mostBytes: Int {
    SheetListener.escape * (mostRows == nil ? limits.characters : SheetListener.longestHeader)
  }

  // MARK: Rows

  private func beginRow(_ attributes: PartAttributes) {
    line += 1
    unsafe attributes.forEachLetter { letter, value in
      if letter == UInt8(ascii: "r") { line = unsafe Int(String(cString: value)) ?? 0 }
    }
    column = -1
    row.removeAll(keepingCapacity: true)
    if line < 1 { refuse(.damagedWorkbook) }
    if line > WorkbookSheet.most + 1 { stop(.tooManyRows(limit: mostBelow)) }
  }

  /// Rows that there may be below the header.
  private var mostBelow: Int { min(limits.rows, limits.workbook.rows) }

  private func refuse(_ kind: ListDefect.Kind) {
    fault = fault ?? FileFault(kind)
    isCutOff = true
    hasEnough = true
  }

  /// Ends the reading at a limit: the sheet is refused whole, so that only its header still matters.
  private func stop(_ kind: ListDefect.Kind) {
    faults.append(CSVTable.Fault(kind: kind, line: line, column: 0))
    rows = Array(rows.prefix(1))
    var text: [UInt8] = []
    cells = cells[rows.first?.cells ?? 0..<0].map { cell in
      let begin = text.count
      text += bytes[cell.range]
      return .init(range: begin..<text.count, line: cell.line, isFaulty: cell.isFaulty)
    }
    bytes = text
    isCutOff = true
    hasEnough = true
  }

  private func endRow() {
    column = -1
    while let last = row.last, last.range.isEmpty, !last.isFaulty { row.removeLast() }
    guard !row.isEmpty, !hasEnough else { return }
    guard rows.count <= mostBelow else { return stop(.tooManyRows(limit: mostBelow)) }
    guard row.count <= limits.workbook.cells - cells.count else {
      return stop(.manyCells(limit: limits.workbook.cells))
    }
    let first = cells.count
    cells += row
    rows.append(CSVTable.Row(line: line, cells: first..<cells.count))
    if rows.count == mostRows { hasEnough = true }
  }

  // MARK: Cells

  private func beginCell(_ attributes: PartAttributes) {
    var place = column + 1
    kind = .number
    style = 0
    unsafe attributes.forEachLetter { letter, value in
      switch letter {
      case UInt8(ascii: "r"): place = unsafe SheetListener.column(of: value) ?? -1
      case UInt8(ascii: "s"): style = unsafe Int(String(cString: value)) ?? 0
      case UInt8(ascii: "t"): kind = unsafe SheetListener.kind(String(cString: value))
      default: break
      }
    }
    value.removeAll(keepingCapacity: true)
    hasFormula = false
    hasValue = false
    isTooLong = false
    isCapturing = false
    column = place
    if !(0..<SheetListener.columns).contains(place) {
      column = -1
      refuse(.damagedWorkbook)
    }
  }

  /// The column of a reference such as AB12, from 0; nil when there is none.
  private static func column(of reference: UnsafePointer<CChar>) -> Int? {
    var index = 0
    var number = 0
    while true {
      let byte = UInt8(bitPattern: unsafe reference[index]) & 0xDF
      guard (65...90).contains(byte), index < 4 else { break }
      number = number * 26 + Int(byte) - 64
      index += 1
    }
    return number > 0 ? number - 1 : nil
  }

  private static func kind(_ name: String) -> Kind {
    switch name {
    case "s": .shared
    case "inlineStr": .inline
    case "str": .formulaText
    case "b": .boolean
    case "e": .error
    case "d": .date
    default: .number
    }
  }

  private func endCell() {
    // A formula that was never reckoned has no value to read, and must not pass for an empty cell.
    // Some programs write such a cell with an empty value; only a formula of text may have one.
    let isUnreckoned =
      hasFormula && !isTooLong && (!hasValue || (kind == .number && value.isEmpty))
    guard isUnreckoned || isTooLong || holdsText else { return }
    guard column < width else { return passOver() }
    let range = isTooLong ? 0..<0 : content()
    guard !hasEnough, isUnreckoned || isTooLong || !range.isEmpty else { return }
    while row.count <= column { row.append(.init(line: line)) }
    let isRepeated = !row[column].range.isEmpty || row[column].isFaulty
    let fault = isRepeated ? .repeatedCell : formFault(of: range, isUnreckoned: isUnreckoned)
    row[column] = .init(range: range, line: line, isFaulty: fault != nil)
    if let fault { add(fault) }
  }

  /// Columns in which cells are kept: those of the header; for the header itself as many as may be.
  ///
  /// Where a sheet is looked at only to find its headers, they may be more than the cells of a
  /// title.
  private var width: Int {
    mostRows == nil ? rows.first?.cells.count ?? limits.workbook.columns : limits.workbook.columns
  }

  /// Whether the cell has a value, without keeping it.
  private var holdsText: Bool {
    guard kind == .shared, let number = Int(String(decoding: value, as: UTF8.self)) else {
      return !value.isEmpty
    }
    // A number without a text is damage, which is told when it is looked up.
    return strings.range(number)?.isEmpty != true
  }

  /// Notes a value that stands beyond the columns that are kept.
  private func passOver() {
    if mostRows != nil { return }
    if !rows.isEmpty {
      if column != farHeader { strays.insert(column) }
    } else if farHeader == nil {
      farHeader = column
      add(.farHeader(limit: limits.workbook.columns))
    }
  }

  private func add(_ kind: ListDefect.Kind) {
    guard faults.count < limits.errors else {
      faults.append(
        CSVTable.Fault(kind: .manyErrors(limit: limits.errors), line: line, column: 0))
      isCutOff = true
      hasEnough = true
      return
    }
    faults.append(CSVTable.Fault(kind: kind, line: line, column: column + 1))
  }

  private func formFault(of range: Range<Int>, isUnreckoned: Bool) -> ListDefect.Kind? {
    if isUnreckoned { return .noValue }
    if isTooLong { return .cellTooLong(limit: limits.characters) }
    if kind == .error { return .errorValue }
    guard range.count > limits.characters else {
      return bytes[range].contains(0) ? .nul : nil
    }
    let characters = bytes[range].count { $0 & 0xC0 != 0x80 }
    return characters > limits.characters ? .cellTooLong(limit: limits.characters) : nil
  }

  /// Where the cell's text stands; empty, and the reading ended, where it goes past the limit.
  private func content() -> Range<Int> {
    let range = keep()
    textBytes += range.count
    guard textBytes <= limits.workbook.text else {
      stop(.longText(limit: limits.workbook.text))
      return 0..<0
    }
    return range
  }

  private func keep() -> Range<Int> {
    let begin = bytes.count
    switch kind {
    case .shared:
      guard hasValue else { return begin..<begin }
      guard let number = Int(String(decoding: value, as: UTF8.self)),
        let range = strings.range(number)
      else {
        refuse(.damagedWorkbook)
        return begin..<begin
      }
      guard mostRows != nil else { return range }
      bytes += strings.bytes[range.prefix(SheetListener.longestHeader)]
    case .inline, .formulaText:
      bytes += value
      EscapedText.decode(&bytes, from: begin)
    case .boolean:
      bytes += Array((value == [UInt8(ascii: "1")] ? "TRUE" : value.isEmpty ? "" : "FALSE").utf8)
    case .error: bytes += value
    case .date: bytes += value.prefix { $0 != UInt8(ascii: "T") }
    case .number:
      let format = formats.indices.contains(style) ? formats[style] : .plain
      // Small whole numbers are most of what there is.
      if format == .plain, value.count < 10, value.allSatisfy({ (48...57).contains($0) }) {
        bytes += value
      } else {
        let text = format.text(
          of: String(decoding: value, as: UTF8.self), isFrom1904: isFrom1904)
        bytes += Array(text.utf8)
      }
    }
    return begin..<bytes.count
  }
}
