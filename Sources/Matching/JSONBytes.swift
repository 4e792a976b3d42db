extension [UInt8] {
  /// Adds a text as JSON has it, quotes around it, byte for byte as `JSONEncoder` writes it without
  /// escaping slashes.
  mutating func append(json text: String) {
    append(34)
    var whole = text
    // Most texts stand as they are, and are copied as one; the bytes are looked at only while they are lent.
    let isPlain = whole.withUTF8 { bytes in
      for index in 0..<bytes.count {
        let byte = unsafe bytes[index]
        if byte < 32 || byte == 34 || byte == 92 { return false }
      }
      unsafe append(contentsOf: bytes)
      return true
    }
    if !isPlain { appendEscaped(text) }
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
