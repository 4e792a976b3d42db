import Glibc

/// Limits of what a list may hold; past them a file is refused.
public struct ListLimits: Hashable, Sendable {
  /// Bytes of a file.
  public var bytes = 2_000_000_000
  /// Rows of a file below its header; a sheet has a limit of its own besides.
  public var rows = 3_000_000
  /// Characters of a cell.
  public var characters = 10_000
  /// Errors of a list after which its other rows are not read: they would tell more of the same.
  public var errors = 100_000
  /// What a workbook may use up besides.
  public var workbook = WorkbookLimits()

  /// The limits of the program.
  public init() {}
}

/// A CSV text cut into rows and cells (RFC 4180, with any line end).
///
/// One pass over the bytes; cells are ranges, made into text when asked for. Lines without a
/// character other than commas are skipped: spreadsheets leave them behind. A quote may hold commas,
/// doubled quotes and line ends; anything else about quotes is a defect, never a guess.
///
/// The bytes of cells are reached unsafely to be told apart eight at a time: most cells of a list are looked up
/// among those read before.
struct CSVTable {
  /// A row: the line on which it begins, and its cells.
  struct Row {
    var line: Int
    var cells: Range<Int>
  }

  /// A cell: where its text stands, quotes taken off; narrow, for there are millions.
  struct Cell {
    fileprivate var lower: UInt32
    fileprivate var upper: UInt32
    fileprivate var begins: UInt32
    fileprivate(set) var hasDoubledQuotes: Bool
    /// Whether a fault has been found in it, so that what it says is not to be judged.
    fileprivate(set) var isFaulty: Bool

    var range: Range<Int> { Int(lower)..<Int(upper) }
    var line: Int { Int(begins) }

    fileprivate init(
      lower: UInt32, upper: UInt32, begins: UInt32, hasDoubledQuotes: Bool, isFaulty: Bool
    ) {
      self.lower = lower
      self.upper = upper
      self.begins = begins
      self.hasDoubledQuotes = hasDoubledQuotes
      self.isFaulty = isFaulty
    }

    /// A cell of a sheet, whose text has no quotes to take off.
    init(range: Range<Int>, line: Int, isFaulty: Bool) {
      self.init(
        lower: UInt32(range.lowerBound), upper: UInt32(range.upperBound), begins: UInt32(line),
        hasDoubledQuotes: false, isFaulty: isFaulty)
    }
  }

  /// A defect of form.
  struct Fault {
    var kind: ListDefect.Kind
    var line: Int
    /// From 1; 0 when the whole line is meant.
    var column: Int
  }

  let bytes: [UInt8]
  private(set) var rows: [Row] = []
  private(set) var cells: [Cell] = []
  private(set) var faults: [Fault] = []
  /// Whether rows are missing because a quote never ends or the limit is reached.
  private(set) var isCutOff = false

  /// The table that a sheet of a workbook has been read into.
  init(_ sheet: SheetListener) {
    bytes = sheet.bytes
    rows = sheet.rows
    cells = sheet.cells
    faults = sheet.faults
    isCutOff = sheet.isCutOff
  }

  /// Cuts a text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 without byte order mark, fewer than 2³² of them.
  ///   - limits: rows beyond the limit end the reading with a fault.
  ///   - distrustsReplacements: whether a cell with U+FFFD is at fault, which is not told again.
  /// - Complexity: linear in the bytes.
  init(_ bytes: [UInt8], limits: ListLimits, distrustsReplacements: Bool = false) {
    self.bytes = bytes
    // A cell takes eight bytes and more in any list of ours.
    cells.reserveCapacity(bytes.count / 8)
    var scanner = Scanner(bytes: bytes)
    while scanner.position < bytes.count {
      let line = scanner.line
      let first = cells.count
      var isBlank = true
      repeat {
        var cell = scanner.cell()
        if cell.lower != cell.upper { isBlank = false }
        if scanner.isDoubtful(cell, limits), let kind = scanner.fault(of: cell, limits: limits) {
          cell.isFaulty = true
          isBlank = false
          faults.append(Fault(kind: kind, line: cell.line, column: cells.count - first + 1))
        }
        if distrustsReplacements, bytes[cell.range].contains(TextEncoding.replacement) {
          cell.isFaulty = true
        }
        cells.append(cell)
      } while scanner.passComma()
      scanner.passLineEnd()
      if isBlank {
        cells.removeSubrange(first...)
        continue
      }
      if scanner.endsInQuote {
        // What the quote swallowed is no row; where it began is all that can be said.
        cells.removeSubrange(first...)
        isCutOff = true
        return
      }
      rows.append(Row(line: line, cells: first..<cells.count))
      if rows.count > limits.rows + 1 {
        faults.append(Fault(kind: .tooManyRows(limit: limits.rows), line: line, column: 0))
        // Refused whole: what the rows say no longer matters.
        rows.removeSubrange(1...)
        isCutOff = true
        return
      }
    }
  }

  /// Whether a cell's text stands as it is read: no blank around it, no mark before it, and no sign
  /// that is folded, composed or doubled.
  ///
  /// Of what is not ASCII, that is taken to be so of the three-byte forms that begin with E4 to E9,
  /// which are nearly all of Chinese.
  func isPlain(_ cell: Cell) -> Bool {
    guard !cell.hasDoubledQuotes else { return false }
    let range = cell.range
    guard let first = range.first, bytes[first] > 32, bytes[first] != 39,
      bytes[range.upperBound - 1] > 32
    else { return range.isEmpty }
    for index in range {
      let byte = bytes[index]
      if byte >= 0xC0, !(0xE4...0xE9).contains(byte) { return false }
    }
    return true
  }

  /// Whether two cells say the same, byte for byte.
  func isSame(_ cell: Cell, _ other: Cell) -> Bool {
    let count = cell.range.count
    guard count == other.range.count, cell.hasDoubledQuotes == other.hasDoubledQuotes else {
      return false
    }
    return unsafe bytes.withUnsafeBytes { bytes in
      let (own, others) = unsafe (bytes[cell.range], bytes[other.range])
      guard let start = unsafe UnsafeRawBufferPointer(rebasing: own).baseAddress,
        let otherStart = unsafe UnsafeRawBufferPointer(rebasing: others).baseAddress
      else { return true }
      return unsafe memcmp(start, otherStart, count) == 0
    }
  }

  /// A hash of a cell's bytes, eight of them at a time.
  func hash(of cell: Cell) -> UInt64 {
    unsafe bytes.withUnsafeBytes { bytes in
      let own = unsafe UnsafeRawBufferPointer(rebasing: bytes[cell.range])
      var hash = UInt64(own.count)
      var index = 0
      while index + 8 <= own.count {
        let word = unsafe own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
        index += 8
      }
      var rest: UInt64 = 0
      while index < own.count {
        rest = unsafe rest << 8 | UInt64(own[index])
        index += 1
      }
      hash = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
      // The upper bits of a product change with all of a factor, the lower ones with its lower ones alone.
      return hash ^ hash.byteSwapped
    }
  }

  /// A cell's text, quotes taken off.
  func text(_ cell: Cell) -> String {
    guard cell.hasDoubledQuotes else { return String(decoding: bytes[cell.range], as: UTF8.self) }
    var result: [UInt8] = []
    var index = cell.range.lowerBound
    while index < cell.range.upperBound {
      result.append(bytes[index])
      index += bytes[index] == 34 ? 2 : 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Walks over the bytes of a CSV text.
private struct Scanner {
  let bytes: [UInt8]
  var position = 0
  var line = 1
  /// Whether the last cell read was a quote that never ended.
  private(set) var endsInQuote = false
  private var isStray = false
  private var hasNul = false

  private static let quote: UInt8 = 34
  private static let comma: UInt8 = 44

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads one cell, up to its comma, line end or the end of the text.
  mutating func cell() -> CSVTable.Cell {
    isStray = false
    hasNul = false
    if position < bytes.count, bytes[position] == Scanner.quote { return quotedCell() }
    let begin = position
    passPlain()
    return made(begin, position, line: line, doubled: false)
  }

  /// Passes what needs no quotes; a quote in it is out of place.
  private mutating func passPlain() {
    while position < bytes.count {
      let byte = bytes[position]
      // Of the bytes that matter, the comma is the greatest.
      if byte <= Scanner.comma {
        if byte == Scanner.comma || byte == 10 || byte == 13 { return }
        if byte == Scanner.quote { isStray = true }
        if byte == 0 { hasNul = true }
      }
      position += 1
    }
  }

  private mutating func quotedCell() -> CSVTable.Cell {
    let begun = line
    position += 1
    let begin = position
    var doubled = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == Scanner.quote {
        guard position + 1 < bytes.count, bytes[position + 1] == Scanner.quote else { break }
        doubled = true
        position += 2
        continue
      }
      if byte == 0 { hasNul = true }
      if byte == 10 || (byte == 13 && !(position + 1 < bytes.count && bytes[position + 1] == 10)) {
        line += 1
      }
      position += 1
    }
    let end = position
    guard end < bytes.count else {
      endsInQuote = true
      return made(begin, end, line: begun, doubled: doubled)
    }
    position += 1
    let closed = position
    passPlain()
    if position > closed { isStray = true }
    return made(begin, end, line: begun, doubled: doubled)
  }

  private func made(_ begin: Int, _ end: Int, line: Int, doubled: Bool) -> CSVTable.Cell {
    CSVTable.Cell(
      lower: UInt32(begin), upper: UInt32(end), begins: UInt32(line), hasDoubledQuotes: doubled,
      isFaulty: false)
  }

  /// Whether anything may be wrong with the form of the cell just read.
  func isDoubtful(_ cell: CSVTable.Cell, _ limits: ListLimits) -> Bool {
    endsInQuote || isStray || hasNul || cell.range.count > limits.characters
  }

  /// What is wrong with the form of the cell just read.
  func fault(of cell: CSVTable.Cell, limits: ListLimits) -> ListDefect.Kind? {
    if endsInQuote { return .unterminatedQuote }
    if isStray { return .strayQuote }
    if hasNul { return .nul }
    guard cell.range.count > limits.characters else { return nil }
    // A character is a code point, however many bytes; a doubled quote stands for one.
    var characters = bytes[cell.range].count { $0 & 0xC0 != 0x80 }
    if cell.hasDoubledQuotes { characters -= bytes[cell.range].count { $0 == Scanner.quote } / 2 }
    return characters > limits.characters ? .cellTooLong(limit: limits.characters) : nil
  }

  /// Passes a comma if one is next.
  mutating func passComma() -> Bool {
    guard position < bytes.count, bytes[position] == Scanner.comma else { return false }
    position += 1
    return true
  }

  /// Passes CRLF, LF or CR.
  mutating func passLineEnd() {
    guard position < bytes.count else { return }
    if bytes[position] == 13 {
      position += 1
      if position < bytes.count, bytes[position] == 10 { position += 1 }
    } else if bytes[position] == 10 {
      position += 1
    }
    line += 1
  }
}
