import Foundation
import Testing

@testable import Ledger

/// The page of the figures tells of each what the code counts.
@Suite struct DocumentedFiguresTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Ledger/Ledger.docc/Figures.md")
  private static let heading =
    "| Figure | Of | Numerator | Rest of the denominator | Not yet due | Source |"

  private static func facts(_ facts: [FigureFact]) -> String {
    facts.isEmpty ? "—" : facts.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  }

  /// The table as the page has it.
  private static var rendered: String {
    let rows = FigureName.allCases.map { name in
      let definition = name.definition
      return "| \(name.name) `\(name.rawValue)` | \(definition.subject.rawValue) "
        + "| \(facts(definition.counted)) | \(facts(definition.others)) "
        + "| \(facts(definition.waiting)) | \(definition.source.rawValue) |"
    }
    return ([heading, "|---|---|---|---|---|---|"] + rows).joined(separator: "\n")
  }

  /// `SANDAN_RECORD=figures swift test --filter DocumentedFigures` writes it anew and fails.
  @Test func theTableOfFiguresIsThatOfTheCode() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let lines = text.components(separatedBy: "\n")
    let first = try #require(lines.firstIndex(of: Self.heading))
    let last = lines[first...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
    let found = lines[first..<last].joined(separator: "\n")
    guard ProcessInfo.processInfo.environment["SANDAN_RECORD"] == "figures" else {
      #expect(found == Self.rendered)
      return
    }
    let recorded = Array(lines[..<first]) + [Self.rendered] + Array(lines[last...])
    try recorded.joined(separator: "\n").write(to: Self.page, atomically: true, encoding: .utf8)
    Issue.record("recorded the table of figures again: look at the difference")
  }

  /// Each fact, subject and source has a row of its own, and no row is left over.
  @Test func everyFactIsExplained() throws {
    let lines = try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "\n")
    func explained(under heading: String) throws -> [String] {
      let first = try #require(lines.firstIndex(of: heading))
      return lines[(first + 2)...].prefix { $0.hasPrefix("| ") }.map {
        $0.split(separator: "|")[0].trimmingCharacters(in: CharacterSet(charactersIn: " `"))
      }
    }
    #expect(
      try Set(explained(under: "| Fact | Means |")) == Set(FigureFact.allCases.map(\.rawValue)))
    #expect(
      try explained(under: "| Of | Means |") == FigureSubject.allCases.map(\.rawValue))
    #expect(
      try explained(under: "| Source | Means |") == FigureSource.allCases.map(\.rawValue))
  }
  /// Of each number that is told of parts the page says of which figure's rows it is.
  @Test func everyMeasureIsExplained() throws {
    let lines = try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "\n")
    let first = try #require(lines.firstIndex(of: "| Told of | Number | Rows of | With |"))
    let rows = lines[(first + 2)...].prefix { $0.hasPrefix("| ") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    var figures: [String: String] = [:]
    for row in rows {
      // Behind a share stands what it is of.
      for name in row[1].components(separatedBy: " of ") { figures[name] = row[2] }
    }
    let expected = FigureMeasure.allCases.map {
      ("`\($0.rawValue)`", "`\($0.figure.rawValue)`")
    }
    #expect(figures == Dictionary(uniqueKeysWithValues: expected))
  }
}
