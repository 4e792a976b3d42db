import Foundation

/// Whether a text is such JSON as plan.json and certificate.json are written in.
///
/// Beyond the grammar (RFC 8259) that is: UTF-8 without a mark, no key twice in an object, and every
/// number written as a whole one of 64 bits, so that `1.0` and `1e0` are none. `JSONDecoder` alone takes all
/// these, and another reader of the same file might take them otherwise.
///
/// - Complexity: O(bytes).
struct StrictJSON {
  /// Deeper texts are refused; the documents need eight.
  private static let mostDepth = 100

  private let bytes: [UInt8]
  private var position = 0
  private var path: [String] = []

  /// Reads a document of a type.
  ///
  /// - Throws: ``PlanDocumentError`` naming the place that is wrong.
  static func decode<Document: Decodable>(
    _ type: Document.Type, from bytes: [UInt8]
  ) throws(PlanDocumentError) -> Document {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw PlanDocumentError(path: "")
    }
    var scanner = StrictJSON(bytes: bytes)
    try scanner.value()
    guard scanner.next() == nil else { throw PlanDocumentError(path: "") }
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch let error as DecodingError {
      throw PlanDocumentError(path: error.path)
    } catch {
      throw PlanDocumentError(path: "")
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var fault: PlanDocumentError { PlanDocumentError(path: path.joined()) }

  /// The next byte that is no space, left where it is.
  private mutating func next() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
    return position < bytes.count ? bytes[position] : nil
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard let found = next(), found == byte.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(PlanDocumentError) {
    guard let first = next(), path.count < StrictJSON.mostDepth else { throw fault }
    switch Character(Unicode.Scalar(first)) {
    case "{": try object()
    case "[": try array()
    case "\"": _ = try string()
    case "-", "0"..."9": try number()
    default:
      let words = ["true", "false", "null"].map { Array($0.utf8) }
      guard let word = words.first(where: { bytes[position...].starts(with: $0) }) else {
        throw fault
      }
      position += word.count
    }
  }

  private mutating func object() throws(PlanDocumentError) {
    position += 1
    var keys: Set<String> = []
    if take("}") { return }
    repeat {
      guard next() == Character("\"").asciiValue else { throw fault }
      let key = try string()
      path.append(path.isEmpty ? key : ".\(key)")
      guard keys.insert(key).inserted, take(":") else { throw fault }
      try value()
      path.removeLast()
    } while take(",")
    guard take("}") else { throw fault }
  }

  private mutating func array() throws(PlanDocumentError) {
    position += 1
    if take("]") { return }
    var index = 0
    repeat {
      path.append("[\(index)]")
      try value()
      path.removeLast()
      index += 1
    } while take(",")
    guard take("]") else { throw fault }
  }

  /// Reads a string with its marks.
  private mutating func string() throws(PlanDocumentError) -> String {
    let start = position
    var isPlain = true
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] >= 0x20 else { throw fault }
      if bytes[position] == UInt8(ascii: "\\") {
        isPlain = false
        position += 1
      }
      position += 1
    }
    guard position < bytes.count else { throw fault }
    position += 1
    if isPlain { return String(decoding: bytes[start + 1..<position - 1], as: UTF8.self) }
    // What is escaped, and rightly, is the decoder's to say.
    guard
      let text = try? JSONDecoder().decode(String.self, from: Data(bytes[start..<position]))
    else { throw fault }
    return text
  }

  private mutating func number() throws(PlanDocumentError) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let digits = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    let goesOn = [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")]
    guard Int(String(decoding: bytes[start..<position], as: UTF8.self)) != nil,
      position == digits + 1 || bytes[digits] != UInt8(ascii: "0"),
      position == bytes.count || !goesOn.contains(bytes[position])
    else { throw fault }
  }
}
