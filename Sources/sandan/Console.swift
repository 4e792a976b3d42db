import Glibc

/// Standard output and standard error, byte for byte.
enum Console {
  /// A line for standard output.
  ///
  /// - Throws: a ``Failure`` when it cannot be written. A reader that has gone away, as in
  ///   `sandan ... | head`, is none.
  static func print(_ line: String, language: Language) throws {
    try print(Array((line + "\n").utf8), language: language)
  }

  /// Bytes for standard output.
  ///
  /// - Throws: as for a line.
  static func print(_ bytes: [UInt8], language: Language) throws {
    do {
      try Disk.write(bytes, to: STDOUT_FILENO, path: "")
    } catch {
      if error.number == EPIPE { return }
      throw Failure(.io, PlainText.cannotPrint(language))
    }
  }

  /// A line for standard error; whether anybody reads it is no business of ours.
  static func error(_ line: String) { write(Progress.erased() + line + "\n") }

  /// Text for standard error as it is, without a line's end.
  static func write(_ text: String) {
    try? Disk.write(Array(text.utf8), to: STDERR_FILENO, path: "")
  }

  /// Whether somebody watches standard error on a terminal.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
