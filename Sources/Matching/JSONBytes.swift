extension [UInt8] {
  /// Adds a text as JSON has it, quotes around it, byte for byte as `JSONEncoder` writes it without
  /// escaping slashes.
  mutating func append(json text: String) {
    append(34)
    let begin = count
    append(contentsOf: text.utf8)
    // Most texts stand as they are.
    for index in begin..<count where self[index] < 32 || self[index] == 34 || self[index] == 92 {
      removeLast(count - begin)
      appendEscaped(text)
      break
    }
    append(34)
  }

  /// Adds a whole number.
  mutating func append(json number: Int) {
    if (0...9).contains(number) {
      append(48 + UInt8(number))
    } else {
      append(contentsOf: String(number).utf8)
    }
  }

  private mutating func appendEscaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case 34: append(contentsOf: "\\\"".utf8)
      case 92: append(contentsOf: "\\\\".utf8)
      case 8: append(contentsOf: "\\b".utf8)
      case 9: append(contentsOf: "\\t".utf8)
      case 10: append(contentsOf: "\\n".utf8)
      case 12: append(contentsOf: "\\f".utf8)
      case 13: append(contentsOf: "\\r".utf8)
      case 0..<32:
        append(contentsOf: "\\u00".utf8)
        append(48 + byte >> 4)
        let low = byte & 15
        append(low < 10 ? 48 + low : 87 + low)
      default: append(byte)
      }
    }
  }
}
