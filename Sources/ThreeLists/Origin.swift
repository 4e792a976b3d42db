/// Where a row came from, so that any later message can name its file and line.
public struct Origin: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it.
  public let file: String
  /// The line on which the row begins, from 1.
  public let line: Int

  /// An origin by file and line.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// `needs.csv:14`.
  public var description: String { "\(file):\(line)" }

  /// Files by name, then lines by number.
  public static func < (left: Origin, right: Origin) -> Bool {
    (left.file, left.line) < (right.file, right.line)
  }
}
