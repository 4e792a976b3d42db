import Testing
import ThreeLists

@testable import ListFiles

/// Cells that are taken as they stand say what they say when every sign of them is looked at.
@Suite struct PlainCellTests {
  private static let signs: [String] = [
    "a", "Z", "0", "9", " ", "\t", "'", "=", "-", "+", "@", ";", "、", "：", "＝", "１", "Ａ",
    "\u{3000}", "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{85}", "é", "e\u{301}", "\u{301}",
    "\u{1100}\u{1161}", "가", "法", "律", "㐂", "𠮷", "が", "か\u{3099}", "龥", "\u{7F}",
    "\u{FFFD}", "·", "\"",
  ]

  /// Cells of up to four signs, from a fixed seed.
  private var cells: [String] {
    var state: UInt64 = 7
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let short = Self.signs + Self.signs.flatMap { first in Self.signs.map { first + $0 } }
    return short
      + (0..<3000).map { _ in
        (0..<3 + next(3)).map { _ in Self.signs[next(Self.signs.count)] }.joined()
      }
  }

  /// A text with its quotes doubled, one that bears an accent too.
  private func doubled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" { result.append(scalar) }
      result.append(scalar)
    }
    return String(result)
  }

  @Test func cellsSayTheSame() throws {
    let cells = cells
    let lines = cells.map { "N1,\"\(doubled($0))\"" }
    let table = ListTable(
      file: "needs.csv", bytes: Array((["需求编号,内容"] + lines).joined(separator: "\n").utf8),
      definitions: Columns.needs, limits: ListLimits())
    try #require(table.rows.count == cells.count)
    var plain = 0
    for (row, cell) in zip(table.rows, cells) {
      let text = Blanks.trimmed(Folding.composed(FormulaGuard.restored(cell)))
      #expect(Array(table.text(row, "description").utf8) == Array(text.utf8))
      #expect(Array(table.code(row, "description").utf8) == Array(Folding.folded(text).utf8))
      #expect(table.verbatim(row, "description") == FormulaGuard.restored(cell))
      if let taken = table.plain(row, "description") {
        plain += 1
        #expect(Array(taken.utf8) == Array(text.utf8))
      }
    }
    #expect(plain > 50 && plain < cells.count / 2)
  }

  /// A cell without letters or digits in front is guarded and quoted as every sign of it asks.
  @Test func cellsAreWrittenAsTheyCanBeRead() {
    let rows = cells.map { ["N1", $0] }
    let table = CSVTable(
      Array(ListWriter.table([["a", "b"]] + rows).dropFirst(3)), limits: ListLimits())
    #expect(table.faults.isEmpty)
    let read = table.rows.dropFirst().map { row in
      table.cells[row.cells].map { FormulaGuard.restored(table.text($0)) }
    }
    #expect(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
    let texts = table.rows.dropFirst().map { table.text(table.cells[$0.cells.upperBound - 1]) }
    #expect(!texts.contains { "=+-@".contains($0.first ?? "a") })
  }

  /// More than is made room for at once, with cells that are quoted and guarded on the way.
  @Test func longTablesAreWrittenWhole() {
    let cells = (0..<3000).map { number -> (cell: String, written: String) in
      let text = String(repeating: "服务", count: number % 700)
      return switch number % 3 {
      case 0: ("=\(text)", "\"'=\(text)\"")
      case 1: ("\"\(text),", "\"\"\"\(text),\"")
      default: (text, text)
      }
    }
    let bytes = ListWriter.table(cells.map { ["N", "", $0.cell, ""] })
    #expect(bytes.count > 3 << 20)
    let expected = cells.map { "N,,\($0.written),\r\n" }.joined()
    #expect(bytes.dropFirst(3).elementsEqual(expected.utf8))
  }

  /// A sign that asks for quotes is seen wherever it stands, and one that asks for none changes nothing.
  @Test func marksAreSeenInEveryPlace() {
    var cells: [String] = []
    for length in 1...26 {
      for place in 0..<length {
        for mark in [",", "\"", "\n", "\r", " ", "#", "-", "+", "é", "务", "~"] {
          let before = String(repeating: "a", count: place)
          cells.append(before + mark + String(repeating: "b", count: length - place - 1))
        }
      }
    }
    let marks: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
    let expected = cells.map { cell in
      let guarded = FormulaGuard.guarded(cell)
      let isQuoted =
        guarded.unicodeScalars.contains(where: marks.contains) || guarded.hasPrefix(" ")
        || guarded.hasSuffix(" ") || guarded.hasPrefix("'")
      return isQuoted ? "N,\"\(doubled(guarded))\",\r\n" : "N,\(guarded),\r\n"
    }
    let bytes = ListWriter.table(cells.map { ["N", $0, ""] })
    #expect(bytes.dropFirst(3).elementsEqual(expected.joined().utf8))
  }

  /// A cell in which nothing stands says what one of blanks says, and what one says that is not there.
  @Test func emptyCellsSayWhatBlankOnesDo() throws {
    let list = try ListFolder()
    // What residents said and wrote is kept as it stands, blanks too.
    let verbatim = ["description", "contact_name", "contact_phone", "address"]
    func optional(_ columns: [ColumnDefinition], beside header: String) -> [String] {
      columns.filter { !$0.isRequired && !verbatim.contains($0.key) }.map(\.chinese)
        .filter { !header.contains($0) }
    }
    let cells = optional(Columns.needs, beside: ListFolder.needsHeader)
    let own = optional(Columns.resources, beside: ListFolder.resourcesHeader)
    #expect(cells.count > 12 && own.count > 8)
    func read() throws -> ListBundle {
      try ListReader.read(
        needs: list.needs, resources: list.resources, policy: .standard,
        week: Week(year: 2026, number: 48))
    }
    let without = try read()
    for cell in ["", " ", "\u{3000}", "\"\""] {
      try list.write(needs: [
        ([ListFolder.needsHeader] + cells).joined(separator: ","),
        ([ListFolder.need] + cells.map { _ in cell }).joined(separator: ","),
      ])
      try list.write(resources: [
        ([ListFolder.resourcesHeader] + own).joined(separator: ","),
        ([ListFolder.resource] + own.map { _ in cell }).joined(separator: ","),
      ])
      let found = try read()
      #expect(found.needs == without.needs, "cells of \(cell.debugDescription)")
      #expect(found.resources == without.resources, "cells of \(cell.debugDescription)")
      #expect(found.warnings.isEmpty)
    }
  }
}
