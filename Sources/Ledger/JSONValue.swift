/// A JSON value in the one form in which the ledger writes it.
///
/// Numbers are whole; keys are sorted by their Unicode scalars; nothing stands between the tokens;
/// only what JSON forbids is escaped, control characters as `\b \f \n \r \t` or `\u001f`. Thus a
/// value has one text, which `json.dumps(value, ensure_ascii=False, sort_keys=True,
/// separators=(",", ":"))` of Python writes as well.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number.
  case number(Int)
  /// A text.
  case text(String)
  /// Values in order.
  case list([JSONValue])
  /// Values by key.
  case object([String: JSONValue])

  /// The canonical text.
  public var canonical: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let value): text += String(value)
    case .text(let value): JSONValue.write(value, to: &text)
    case .list(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      let keys = members.keys.sorted {
        $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
      }
      for (index, key) in keys.enumerated() {
        if index > 0 { text += "," }
        JSONValue.write(key, to: &text)
        text += ":"
        members[key]?.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONValue {
  /// The members of an object; empty for anything else.
  public var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  /// The values of a list; empty for anything else.
  public var values: [JSONValue] { if case .list(let values) = self { values } else { [] } }

  /// The text; nil for anything else.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The number; nil for anything else.
  public var number: Int? { if case .number(let number) = self { number } else { nil } }

  /// The truth value; nil for anything else.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  /// The texts of a list; what is no text is left out.
  public var texts: [String] { values.compactMap(\.text) }

  /// A member of an object; nil when there is none.
  public subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// A list of texts.
  public static func texts(_ texts: [String]) -> JSONValue { .list(texts.map(JSONValue.text)) }
}
