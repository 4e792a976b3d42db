/// Limits of what a list may hold; past them a file is refused.
public struct ListLimits: Hashable, Sendable {
  /// Bytes of a file.
  public var bytes = 2_000_000_000
  /// Rows of a file below its header.
  public var rows = 3_000_000
  /// Characters of a cell.
  public var characters = 10_000

  /// The limits of the program.
  public init() {}
}

/// A CSV text cut into rows and cells (RFC 4180, with any line end).
///
/// One pass over the bytes; cells are ranges, made into text when asked for. Blank lines are
/// skipped. A quote may hold commas, doubled quotes and line ends; anything else about quotes is a
/// defect, never a guess.
struct CSVTable {
  /// A row: the line on which it begins, and its cells.
  struct Row {
    var line: Int
    var cells: Range<Int>
  }

  /// A cell: where its text stands, and whether doubled quotes are in it.
  struct Cell {
    var range: Range<Int>
    var hasDoubledQuotes: Bool
    var line: Int
  }

  /// A defect of form.
  struct Fault {
    var kind: ListDefect.Kind
    var line: Int
    var column: Int
  }

  let bytes: [UInt8]
  private(set) var rows: [Row] = []
  private(set) var cells: [Cell] = []
  private(set) var faults: [Fault] = []

  /// Cuts a text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 without byte order mark.
  ///   - limits: rows beyond the limit end the reading with a fault.
  /// - Complexity: linear in the bytes.
  init(_ bytes: [UInt8], limits: ListLimits) {
    self.bytes = bytes
    var scanner = Scanner(bytes: bytes)
    while scanner.position < bytes.count {
      let line = scanner.line
      let first = cells.count
      while true {
        let cell = scanner.cell()
        cells.append(cell.cell)
        if let kind = cell.fault {
          faults.append(Fault(kind: kind, line: cell.cell.line, column: cells.count - first))
        }
        if !scanner.passComma() { break }
      }
      scanner.passLineEnd()
      if cells.count == first + 1, cells[first].range.isEmpty {
        cells.removeLast()
        continue
      }
      rows.append(Row(line: line, cells: first..<cells.count))
      if rows.count > limits.rows + 1 {
        faults.append(Fault(kind: .tooManyRows(limit: limits.rows), line: line, column: 1))
        return
      }
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

  private static let quote: UInt8 = 34
  private static let comma: UInt8 = 44

  private func isEnd(_ byte: UInt8) -> Bool { byte == Scanner.comma || byte == 10 || byte == 13 }

  /// Reads one cell, up to its comma, line end or the end of the text.
  mutating func cell() -> (cell: CSVTable.Cell, fault: ListDefect.Kind?) {
    let line = line
    if position < bytes.count, bytes[position] == Scanner.quote { return quotedCell(line: line) }
    let begin = position
    var stray = false
    while position < bytes.count, !isEnd(bytes[position]) {
      if bytes[position] == Scanner.quote { stray = true }
      position += 1
    }
    return (
      CSVTable.Cell(range: begin..<position, hasDoubledQuotes: false, line: line),
      stray ? .strayQuote : nil
    )
  }

  private mutating func quotedCell(line begun: Int) -> (CSVTable.Cell, ListDefect.Kind?) {
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
      if byte == 10 || (byte == 13 && !(position + 1 < bytes.count && bytes[position + 1] == 10)) {
        line += 1
      }
      position += 1
    }
    let cell = CSVTable.Cell(range: begin..<position, hasDoubledQuotes: doubled, line: begun)
    guard position < bytes.count else { return (cell, .unterminatedQuote) }
    position += 1
    var fault: ListDefect.Kind?
    while position < bytes.count, !isEnd(bytes[position]) {
      fault = .strayQuote
      position += 1
    }
    return (cell, fault)
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
