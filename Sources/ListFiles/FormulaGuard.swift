/// Keeps a spreadsheet from taking a cell for a formula, and takes the mark off when reading.
///
/// Guarding and restoring are inverse to each other on every text (CWE-1236).
enum FormulaGuard {
  private static let triggers: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0",
  ]

  /// Whether a text matches `^'*[\s\u200B\uFEFF]*[=+\-@＝＋－＠\t\r\n\0]`.
  private static func isDangerous(_ text: Substring.UnicodeScalarView) -> Bool {
    var scalars = text.drop { $0 == "'" }
    while let first = scalars.first {
      if triggers.contains(first) { return true }
      guard Blanks.contains(first) else { return false }
      scalars = scalars.dropFirst()
    }
    return false
  }

  /// The text as it may be written.
  static func guarded(_ text: String) -> String {
    guard let first = text.utf8.first else { return text }
    return switch first {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text  // a digit or a letter is no danger
    default: isDangerous(text.unicodeScalars[...]) ? "'" + text : text
    }
  }

  /// The text as it was before it was guarded.
  static func restored(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'") else { return text }
    let rest = text.unicodeScalars.dropFirst()
    return isDangerous(rest) ? String(rest) : text
  }
}

/// White space, and the two characters that look like nothing: U+200B and U+FEFF.
enum Blanks {
  /// Whether a character is blank.
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x80: scalar.value == 32 || (9...13).contains(scalar.value)
    // Most of what lists hold is Chinese, which has none.
    case 0x3001..<0xFEFF: false
    default: scalar.value == 0x200B || scalar.value == 0xFEFF || scalar.properties.isWhitespace
    }
  }

  /// A text without the blanks around it.
  static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, contains(first) || contains(last)
    else { return text }
    var rest = scalars[...]
    while let scalar = rest.first, contains(scalar) { rest.removeFirst() }
    while let scalar = rest.last, contains(scalar) { rest.removeLast() }
    return String(rest)
  }
}
