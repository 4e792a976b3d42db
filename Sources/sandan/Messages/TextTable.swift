/// A table for a terminal: the first column to the left, numbers to the right.
enum TextTable {
  /// Lines of a heading and rows, all with as many cells.
  static func lines(_ headings: [String], _ rows: [[String]]) -> [String] {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { width($0[column]) }.max() ?? 0 }
    return all.map { cells in
      let padded = cells.enumerated().map { column, cell in
        let blank = String(repeating: " ", count: widths[column] - width(cell))
        return column == 0 ? cell + blank : blank + cell
      }
      return "  " + padded.joined(separator: "  ")
    }
  }

  /// Columns of a terminal: characters of East Asia take two.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 && $1.value < 0x1_0000 ? 2 : 1) }
  }
}
