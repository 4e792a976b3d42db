/// Where a row came from, so that any later message can name its file and line, and its sheet.
public struct Origin: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it.
  public let file: String
  /// The line on which the row begins, from 1.
  public let line: Int
  /// The sheet of a workbook; nil in a text.
  public let sheet: String?

  /// An origin by file and line, and the sheet of a workbook.
  public init(file: String, line: Int, sheet: String? = nil) {
    self.file = file
    self.line = line
    self.sheet = sheet
  }

  /// `needs.csv:14`.
  public var description: String { "\(file):\(line)" }

  /// Files by name, then lines by number; of two sheets of one file by their names.
  public static func < (left: Origin, right: Origin) -> Bool {
    (left.file, left.line, left.sheet ?? "") < (right.file, right.line, right.sheet ?? "")
  }
}
