/// Takes the cells of a row one after another.
protocol CellTaker {
  mutating func add(_ cell: String)
}

/// The cells of one row.
struct CellList: CellTaker {
  private(set) var cells: [String] = []

  mutating func add(_ cell: String) { cells.append(cell) }
}

/// Rows of a CSV file.
///
/// Cells go into the bytes as they come: a row of texts for each row of a list takes longer to make and to free
/// than to write.
struct CSVLines: CellTaker {
  private(set) var bytes: [UInt8]
  private var isFirstCell = true

  init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  mutating func add(_ rows: some Sequence<[String]>) {
    for cells in rows {
      for cell in cells { add(cell) }
      endRow()
    }
  }

  mutating func endRow() {
    bytes.append(13)
    bytes.append(10)
    isFirstCell = true
  }

  mutating func add(_ cell: String) {
    if !isFirstCell { bytes.append(44) }
    isFirstCell = false
    var text = cell
    let isPlain = text.withUTF8 { own in
      guard unsafe CSVLines.isPlain(own) else { return false }
      unsafe bytes.append(contentsOf: own)
      return true
    }
    if !isPlain { add(guarded: FormulaGuard.guarded(cell)) }
  }

  /// Whether a cell needs neither quotes nor a guard: nearly all do not.
  private static func isPlain(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe cell.first, let last = unsafe cell.last else { return true }
    switch first {
    // A digit, a letter, or most of what is Chinese.
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xE4...0xE9: break
    default: return false
    }
    let needsQuotes = unsafe cell.contains {
      $0 <= 44 && ($0 == 44 || $0 == 34 || $0 == 10 || $0 == 13)
    }
    return !needsQuotes && last != 32
  }

  private mutating func add(guarded cell: String) {
    let needsQuotes = cell.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
    // A byte tells enough to leave the comparison of characters out.
    let isPadded =
      cell.utf8.first == 32 && cell.first == " " || cell.utf8.last == 32 && cell.last == " "
    guard needsQuotes || isPadded || cell.utf8.first == 39 && cell.hasPrefix("'") else {
      bytes.append(contentsOf: cell.utf8)
      return
    }
    bytes.append(34)
    for byte in cell.utf8 {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }
}
