/// Reads the cells of a sheet into a table: values only, as text.
final class SheetListener: PartListener {
  /// Columns that a sheet can have.
  private static let columns = 16_384
  /// Rows that a line number may count to.
  private static let lines = 1 << 30

  /// What becomes the table's text: the shared texts first, then all other values.
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
    bytes = strings.bytes
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
    if isCapturing { unsafe value.append(contentsOf: piece) }
  }

  // MARK: Rows

  private func beginRow(_ attributes: PartAttributes) {
    line += 1
    unsafe attributes.forEachLetter { letter, value in
      if letter == UInt8(ascii: "r") { line = unsafe Int(String(cString: value)) ?? 0 }
    }
    column = -1
    row.removeAll(keepingCapacity: true)
    if !(1...SheetListener.lines).contains(line) { refuse(.damagedWorkbook) }
  }

  private func refuse(_ kind: ListDefect.Kind) {
    fault = fault ?? FileFault(kind)
    isCutOff = true
    hasEnough = true
  }

  private func endRow() {
    column = -1
    while let last = row.last, last.range.isEmpty, !last.isFaulty { row.removeLast() }
    guard !row.isEmpty, !hasEnough else { return }
    let first = cells.count
    cells += row
    rows.append(CSVTable.Row(line: line, cells: first..<cells.count))
    if rows.count == mostRows { hasEnough = true }
    if rows.count > limits.rows + 1 {
      faults.append(
        CSVTable.Fault(kind: .tooManyRows(limit: limits.rows), line: line, column: 0))
      rows.removeSubrange(1...)
      isCutOff = true
      hasEnough = true
    }
    // A cell takes sixteen bytes in memory, empty ones before the last value too.
    if cells.count > limits.workbook.bytes / 16 {
      refuse(.largeWorkbook(limit: limits.workbook.bytes))
    }
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
    let range = content()
    // A formula that was never reckoned has no value to read, and must not pass for an empty cell.
    // Some programs write such a cell with an empty value; only a formula of text may have one.
    let isUnreckoned = hasFormula && (!hasValue || (kind == .number && value.isEmpty))
    guard !range.isEmpty || isUnreckoned else { return }
    let isBeyond = rows.first.map { column >= $0.cells.count } ?? false
    // Where a sheet is looked at only to find its headers, they may be more than the cells of a title.
    if isBeyond, mostRows == nil {
      strays.insert(column)
      return
    }
    while row.count <= column { row.append(.init(line: line)) }
    let kind = formFault(of: range, isUnreckoned: isUnreckoned)
    row[column] = .init(range: range, line: line, isFaulty: kind != nil)
    if let kind {
      faults.append(CSVTable.Fault(kind: kind, line: line, column: column + 1))
    }
  }

  private func formFault(of range: Range<Int>, isUnreckoned: Bool) -> ListDefect.Kind? {
    if isUnreckoned { return .noValue }
    if kind == .error { return .errorValue }
    guard range.count > limits.characters else {
      return bytes[range].contains(0) ? .nul : nil
    }
    let characters = bytes[range].count { $0 & 0xC0 != 0x80 }
    return characters > limits.characters ? .cellTooLong(limit: limits.characters) : nil
  }

  /// Where the cell's text stands.
  private func content() -> Range<Int> {
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
      return range
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
