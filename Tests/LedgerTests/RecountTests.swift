import Foundation
import Testing
import ThreeLists

@testable import Ledger

/// `scripts/figures` reckons the figures of seeded ledgers from their exported entries: the same.
@Suite struct RecountTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("scripts/figures").path

  /// The figures as `sandan figures --format json` tells them.
  private func document(_ figures: PeriodFigures) -> JSONValue {
    .object([
      "from": .text(figures.from.description), "to": .text(figures.to.description),
      "at": .text(figures.asOf.description), "received": .number(figures.intake),
      "figures": .list(
        figures.figures.map { figure in
          var item: [String: JSONValue] = [
            "name": .text(figure.name.rawValue), "numerator": .number(figure.numerator),
            "denominator": .number(figure.denominator), "notYetDue": .number(figure.waiting),
          ]
          if figure.tenths != nil { item["percentage"] = .text(figure.percentage) }
          return .object(item)
        }),
      "grades": .object(
        Dictionary(
          uniqueKeysWithValues: figures.grades.map { ("\($0.key.rawValue)", .number($0.value)) })),
      "states": .list(
        figures.cells.map {
          .object([
            "state": .text($0.cell.state.rawValue), "level": .text($0.cell.level.rawValue),
            "urgency": .text($0.cell.urgency.code), "needs": .number($0.needs),
          ])
        }),
    ])
  }

  private func run(_ folder: LedgerFolder) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", Self.script, folder.path + "/entries", "--compare", folder.path + "/figures",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(arguments: 101...108 as ClosedRange<UInt64>)
  func theSecondReckoningIsTheSame(_ seed: UInt64) throws {
    let desk = try RandomLedger(seed: seed).desk
    let folder = try LedgerFolder()
    let lines = desk.events.map(\.exported.canonical).joined(separator: "\n")
    try lines.write(toFile: folder.path + "/entries", atomically: true, encoding: .utf8)
    for (asOf, days) in [("2026-11-24T12:00", 6), ("2026-12-03T16:00", 3), ("2027-06-01", 30)] {
      let from = Office.at("2026-11-23").day
      let figures = try PeriodFigures(
        desk.state, desk.events, from: from, to: from.adding(days: days), asOf: Office.at(asOf))
      let text = document(figures).canonical
      try text.write(toFile: folder.path + "/figures", atomically: true, encoding: .utf8)
      let result = try run(folder)
      #expect(result.status == 0, "\(seed) \(asOf): \(result.output)")
      #expect(result.output.contains("20 figures of \(figures.intake) needs are the same"))
    }
  }

  /// It tells a figure that is wrong by one, and entries that were changed.
  @Test func whatIsWrongIsTold() throws {
    let desk = try RandomLedger(seed: 109).desk
    let folder = try LedgerFolder()
    let lines = desk.events.map(\.exported.canonical).joined(separator: "\n")
    let from = Office.at("2026-11-23").day
    let figures = try PeriodFigures(
      desk.state, desk.events, from: from, to: from.adding(days: 30),
      asOf: Office.at("2026-12-20"))
    let text = document(figures).canonical
    let right = "\"received\":\(figures.intake)"
    #expect(text.contains(right))
    func outcome(_ entries: String, _ document: String) throws -> Int32 {
      try entries.write(toFile: folder.path + "/entries", atomically: true, encoding: .utf8)
      try document.write(toFile: folder.path + "/figures", atomically: true, encoding: .utf8)
      return try run(folder).status
    }
    #expect(try outcome(lines, text) == 0)
    #expect(
      try outcome(lines, text.replacing(right, with: "\"received\":\(figures.intake + 1)")) == 1)
    let lapsed = figures.figure(.lapsed)
    #expect(
      try outcome(
        lines,
        text.replacing(
          "\"name\":\"lapsed\",\"notYetDue\":\(lapsed.waiting)",
          with: "\"name\":\"lapsed\",\"notYetDue\":\(lapsed.waiting + 1)")) == 1)
    #expect(try outcome(lines.replacing("\"actor\":\"王敏\"", with: "\"actor\":\"王\""), text) == 65)
  }
}
