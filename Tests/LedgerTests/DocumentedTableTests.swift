import Foundation
import Testing

@testable import Ledger

/// The documentation's tables are renderings of the code's.
@Suite struct DocumentedTableTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Ledger/Ledger.docc/ClosedLoop.md")

  private static func name(_ state: CaseState) -> String { "\(state.name) `\(state.rawValue)`" }

  /// The table of transitions as the page has it.
  private static var rendered: String {
    let rows = Transition.table.map { row in
      let from = row.from.map(name) ?? "—"
      return "| \(from) | `\(row.kind.rawValue)` | \(row.to.map(name).joined(separator: "、")) |"
    }
    return (["| From | Event | To |", "|---|---|---|"] + rows).joined(separator: "\n")
  }

  /// `SANDAN_RECORD=transitions swift test --filter DocumentedTable` writes it anew and fails.
  @Test func theTableOfTransitionsIsThatOfTheCode() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let lines = text.components(separatedBy: "\n")
    let first = try #require(lines.firstIndex(of: "| From | Event | To |"))
    let last = lines[first...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
    let found = lines[first..<last].joined(separator: "\n")
    guard ProcessInfo.processInfo.environment["SANDAN_RECORD"] == "transitions" else {
      #expect(found == Self.rendered)
      return
    }
    let recorded = Array(lines[..<first]) + [Self.rendered] + Array(lines[last...])
    try recorded.joined(separator: "\n").write(to: Self.page, atomically: true, encoding: .utf8)
    Issue.record("recorded the table of transitions again: look at the difference")
  }

  @Test func everyStateIsExplained() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    for state in CaseState.allCases {
      #expect(text.contains("| \(Self.name(state)) |"), "\(state)")
    }
  }

  /// The page of the format names every kind of event and every key of a body.
  @Test func everyKindIsDocumented() throws {
    let page = Self.page.deletingLastPathComponent().appendingPathComponent("LedgerFormat.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for kind in EventKind.allCases { #expect(text.contains("| `\(kind.rawValue)` |"), "\(kind)") }
    for check in LedgerFinding.Check.allCases {
      #expect(text.contains("`\(check.rawValue)`"), "\(check)")
    }
  }
}
