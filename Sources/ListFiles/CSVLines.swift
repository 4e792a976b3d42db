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
/// than to write. Their bytes are reached unsafely, to be copied eight at a time: hundreds of thousands of cells are
/// written for a week of a county.
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
    let length = cell.utf8.count
    // A comma at most, and the cell.
    makeRoom(length + 1)
    let hasComma = !isFirstCell
    isFirstCell = false
    if length == 0 {
      if hasComma { endCell() }
      return
    }
    let start = count
    let isWritten = unsafe cell.utf8.withContiguousStorageIfAvailable { own in
      unsafe room.withUnsafeMutableBytes { room in
        if hasComma { unsafe room[start] = 44 }
        return unsafe CSVLines.copyPlain(
          UnsafeRawBufferPointer(own), to: room, at: hasComma ? start + 1 : start)
      }
    }
    if isWritten == true {
      count += hasComma ? length + 1 : length
    } else {
      if hasComma { endCell() }
      add(guarded: FormulaGuard.guarded(cell))
    }
  }

  private mutating func endCell() {
    room[count] = 44
    count += 1
  }

  /// Makes room for so many bytes more.
  @inline(__always)
  private mutating func makeRoom(_ more: Int) {
    if count + more > room.count { grow(count + more - room.count) }
  }

  @inline(never)
  private mutating func grow(_ missing: Int) {
    let ahead = min(max(room.count, 1 << 12), 1 << 20)
    room.append(contentsOf: repeatElement(0, count: max(missing, ahead)))
  }

  /// Copies a cell that needs neither quotes nor a guard, as nearly all do, eight bytes at a time.
  ///
  /// - Parameters:
  ///   - cell: its bytes, at least one.
  ///   - room: what it is copied into.
  ///   - start: where in the room, which has as many bytes from there on.
  /// - Returns: whether it is such a cell; what was copied of another is to be overwritten.
  private static func copyPlain(
    _ cell: UnsafeRawBufferPointer, to room: UnsafeMutableRawBufferPointer, at start: Int
  ) -> Bool {
    let length = cell.count
    switch unsafe cell[0] {
    // A digit, a letter, or most of what is Chinese.
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xE4...0xE9: break
    default: return false
    }
    if unsafe cell[length - 1] == 32 { return false }
    if length >= 8 {
      // The last eight bytes overlap those before them, where their number is not a multiple of eight.
      var index = 0
      while true {
        let word = unsafe cell.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if isMarked(word) { return false }
        unsafe room.storeBytes(of: word, toByteOffset: start + index, as: UInt64.self)
        if index == length - 8 { return true }
        index = min(index + 8, length - 8)
      }
    }
    if length >= 4 {
      let first = unsafe cell.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
      let last = unsafe cell.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self)
      if isMarked(UInt64(first) << 32 | UInt64(last)) { return false }
      unsafe room.storeBytes(of: first, toByteOffset: start, as: UInt32.self)
      unsafe room.storeBytes(of: last, toByteOffset: start + length - 4, as: UInt32.self)
      return true
    }
    for index in 0..<length {
      let byte = unsafe cell[index]
      if isMark(byte) { return false }
      unsafe room[start + index] = byte
    }
    return true
  }

  /// Whether one of eight bytes makes a cell need quotes.
  @inline(__always)
  private static func isMarked(_ word: UInt64) -> Bool {
    // Whether one is 44 or less: the comma is the greatest of the marks, and few other signs are less.
    let low = (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080
    return low != 0 && hasMark(word)
  }

  @inline(never)
  private static func hasMark(_ word: UInt64) -> Bool {
    for place in 0..<8 where isMark(UInt8(truncatingIfNeeded: word >> UInt64(8 * place))) {
      return true
    }
    return false
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == 44 || byte == 34 || byte == 10 || byte == 13
  }

  private mutating func add(guarded cell: String) {
    let needsQuotes = cell.utf8.contains { CSVLines.isMark($0) }
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
