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
  /// What is written, and room for more.
  private var room: [UInt8]
  /// How much of it is written.
  private var count: Int
  private var isFirstCell = true

  init(_ bytes: [UInt8] = []) {
    room = bytes
    count = bytes.count
  }

  /// All that was written.
  consuming func written() -> [UInt8] {
    room.removeLast(room.count - count)
    return room
  }

  mutating func add(_ rows: some Sequence<[String]>) {
    for cells in rows {
      for cell in cells { add(cell) }
      endRow()
    }
  }

  mutating func endRow() {
    makeRoom(2)
    room[count] = 13
    room[count + 1] = 10
    count += 2
    isFirstCell = true
  }

  mutating func add(_ cell: String) {
    // A comma at most, and the cell.
    makeRoom(cell.utf8.count + 1)
    if !isFirstCell {
      room[count] = 44
      count += 1
    }
    isFirstCell = false
    if cell.isEmpty { return }
    var text = cell
    let start = count
    let isPlain = text.withUTF8 { own in
      guard unsafe CSVLines.isPlain(own) else { return false }
      unsafe room.withUnsafeMutableBufferPointer { room in
        for index in 0..<own.count { unsafe room[start + index] = own[index] }
      }
      count += own.count
      return true
    }
    if !isPlain { add(guarded: FormulaGuard.guarded(cell)) }
  }

  /// Makes room for so many bytes more.
  private mutating func makeRoom(_ more: Int) {
    let missing = count + more - room.count
    guard missing > 0 else { return }
    let ahead = min(max(room.count, 1 << 12), 1 << 20)
    room.append(contentsOf: repeatElement(0, count: max(missing, ahead)))
  }

  /// Whether a cell needs neither quotes nor a guard: nearly all do not.
  private static func isPlain(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe cell.first, let last = unsafe cell.last else { return true }
    switch first {
    // A digit, a letter, or most of what is Chinese.
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xE4...0xE9: break
    default: return false
    }
    var isPlain = last != 32
    for index in 0..<cell.count {
      let byte = unsafe cell[index]
      if byte <= 44 { isPlain = isPlain && byte != 44 && byte != 34 && byte != 10 && byte != 13 }
    }
    return isPlain
  }

  private mutating func add(guarded cell: String) {
    let needsQuotes = cell.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
    // A byte tells enough to leave the comparison of characters out.
    let isPadded =
      cell.utf8.first == 32 && cell.first == " " || cell.utf8.last == 32 && cell.last == " "
    guard needsQuotes || isPadded || cell.utf8.first == 39 && cell.hasPrefix("'") else {
      add(cell.utf8)
      return
    }
    var quoted: [UInt8] = [34]
    for byte in cell.utf8 {
      if byte == 34 { quoted.append(34) }
      quoted.append(byte)
    }
    add(quoted + [34])
  }

  private mutating func add(_ bytes: some Collection<UInt8>) {
    makeRoom(bytes.count)
    for byte in bytes {
      room[count] = byte
      count += 1
    }
  }
}
