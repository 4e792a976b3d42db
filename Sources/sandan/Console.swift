import Foundation

/// Standard output and standard error, byte for byte.
enum Console {
  /// A line for standard output.
  static func print(_ line: String) { write(line, to: .standardOutput) }

  /// A line for standard error.
  static func error(_ line: String) { write(line, to: .standardError) }

  /// Whether somebody watches standard error on a terminal.
  static var errorIsTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }

  private static func write(_ line: String, to handle: FileHandle) {
    // A reader that has gone away (`sandan ... | head`) is no reason to fail.
    try? handle.write(contentsOf: Data((line + "\n").utf8))
  }
}

/// Tells on standard error what takes longer than a second, and only to a terminal.
final class Progress: Sendable {
  private let isShown: Bool
  private let begin = ContinuousClock.now

  init(quiet: Bool) { isShown = !quiet && Console.errorIsTerminal }

  /// Shows a line, unless a second has not passed yet.
  func show(_ line: String) {
    guard isShown, ContinuousClock.now - begin > .seconds(1) else { return }
    Console.error(line)
  }
}
