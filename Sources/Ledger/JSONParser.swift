/// Reads the canonical form of ``JSONValue`` and nothing else.
///
/// A text that is JSON in another form, with blanks or keys in another order, is refused: whoever
/// reads a body and writes it again gets the same bytes.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The value of a text; nil when the text is not the canonical form of one.
  static func value(_ text: String) -> JSONValue? {
    var parser = JSONParser(text)
    guard let value = parser.value(depth: 0), parser.position == parser.bytes.count,
      value.canonical == text
    else { return nil }
    return value
  }

  /// The levels a value may have.
  private static let deepest = 16

  private mutating func value(depth: Int) -> JSONValue? {
    guard position < bytes.count, depth <= JSONParser.deepest else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return list(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.text)
    case UInt8(ascii: "t"): return word("true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func word(_ word: StaticString) -> Bool {
    for byte in "\(word)".utf8 {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
    }
    return true
  }

  private mutating func number() -> JSONValue? {
    let begin = position
    _ = take("-")
    while position < bytes.count, (48...57).contains(bytes[position]) { position += 1 }
    return Int(String(decoding: bytes[begin..<position], as: UTF8.self)).map(JSONValue.number)
  }

  private mutating func list(depth: Int) -> JSONValue? {
    position += 1
    var values: [JSONValue] = []
    if take("]") { return .list(values) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .list(values) : nil
  }

  private mutating func object(depth: Int) -> JSONValue? {
    position += 1
    var members: [String: JSONValue] = [:]
    if take("}") { return .object(members) }
    repeat {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), let key = string(),
        members[key] == nil, take(":"), let value = value(depth: depth + 1)
      else { return nil }
      members[key] = value
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func string() -> String? {
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = escape() else { return nil }
        content.append(escaped)
      default: content.append(byte)
      }
    }
    return nil
  }

  /// The character an escape stands for; the canonical form escapes ASCII only.
  private mutating func escape() -> UInt8? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "u"):
      guard position + 4 <= bytes.count else { return nil }
      let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
      position += 4
      return UInt8(digits, radix: 16)
    default: return nil
    }
  }
}
