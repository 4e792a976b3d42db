import Foundation
import Testing

@testable import sandan

/// Tables of entries: all that is wrong at once, each with its place; nothing half entered.
@Suite struct LoopBatchTests {
  private let office: LoopOffice

  init() throws {
    office = try LoopOffice()
    try office.openWeek()
    try office.dispatchWeek()
  }

  private func refuse(
    _ arguments: [String], _ table: String, says expected: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try office.scratch.write(table, to: "table.csv")
    let before = office.ledger
    for language in ["zh", "en"] {
      let result = try office.run(
        arguments + ["--file", "table.csv", "--lang", language], expecting: 65,
        sourceLocation: sourceLocation)
      let lines = result.errors.split(separator: "\n").map(String.init)
      #expect(lines.count == expected.count, "\(result.errors)", sourceLocation: sourceLocation)
      for (line, place) in zip(lines, expected) {
        #expect(line.hasPrefix("table.csv:\(place)"), "\(line)", sourceLocation: sourceLocation)
      }
    }
    #expect(office.ledger == before, sourceLocation: sourceLocation)
  }

  @Test func answers() throws {
    let first = try #require(try office.orders("N001").first?.service)
    try refuse(
      ["respond"],
      """
      服务单号,答复,原因,时间
      \(first),接单,,
      2026-W48-N999-1-1,接单,,
      2026,接单,,
      W48-N002,拒单,,
      W48-N002,拒单,没空,
      W48-N002,也许,,
      W48-N002,接单,,昨天
      W48-N002,接单,,2026-11-19T08:00
      ,接单,,

      """, says: ["3", "4", "5", "6", "7", "8", "9", "10"])
    #expect(try office.state("N001") == "dispatched")
    try office.scratch.write("服务单号,答复\n\(first),接单\nW48-N002,\n", to: "table.csv")
    let result = try office.run(["respond", "--file", "table.csv"])
    #expect(result.output.contains("1 条") || result.output.contains("接单"))
    #expect(try office.state("N001") == "accepted")
    // Taken back by the same unit: an order already taken is not taken twice.
    let twice = try office.run(["respond", first, "--accept"], expecting: 65)
    #expect(twice.errors.contains("已接"))
  }

  @Test func otherTables() throws {
    try refuse(
      ["done"], "服务单号,时间\nW48-N001,\nX,\n", says: ["2", "3"])
    try refuse(["done"], "时间\n2026-11-20\n", says: ["1"])
    try refuse(
      ["visit"], "需求编号,满意度,是否解决\nN001,满意,是\nN003,很好,是\nN003,满意,大概\nN003,,\n",
      says: ["2", "3", "4", "5"])
    try refuse(
      ["escalate"], "需求编号,层级,原因\nN003,省,authority\nN003,街道,\nN00,街道,authority\n",
      says: ["2", "3", "4"])
    try refuse(
      ["defer"], "需求编号,缓办至,原因\nN003,明天,absent\nN001,2026-12-01,absent\n", says: ["2", "3"])
    try refuse(["close"], "需求编号,原因\nN001,withdrawn\nN003,不想办\n", says: ["2", "3"])
    try refuse(["rework"], "需求编号,次数\nN003,1\nN003,零\n", says: ["2", "3"])
    try refuse(["undo"], "需求编号,台账序号\nN003,1\nN003,x\n", says: ["2", "3"])
    try office.scratch.write("需求编号,层级,原因\nN003,县,authority\n", to: "up.csv")
    try office.run(["escalate", "--file", "up.csv"])
    try office.scratch.write("需求编号\nN003\n", to: "settled.csv")
    try office.run(["done", "--file", "settled.csv"])
    try office.scratch.write("需求编号,满意度,是否解决\nN003,2,否\n", to: "calls.csv")
    try office.run(["visit", "--file", "calls.csv"])
    try office.scratch.write("需求编号,次数\nN003,\n", to: "again.csv")
    try office.run(["rework", "--file", "again.csv"])
    try office.scratch.write("需求编号,缓办至,原因\nN003,2026/12/1,absent\n", to: "later.csv")
    try office.run(["defer", "--file", "later.csv"])
    try office.scratch.write("需求编号,原因\nN003,law\n", to: "closed.csv")
    try office.run(["close", "--file", "closed.csv"])
    try office.scratch.write("需求编号,台账序号\nN003,\n", to: "undo.csv")
    try office.run(["undo", "--file", "undo.csv"])
    #expect(try office.state("N003") == "deferred")
    try office.run(["ledger", "check"])
  }

  @Test func needsKnownAlreadyAreNamedByTheirLine() throws {
    try office.write(
      needs: ["N010,230799001001001,理发,,2026-11-20,,1,,,", LoopOffice.needs[2]], to: "next.csv")
    let before = office.ledger
    let result = try office.run(
      ["week", "open", "next.csv", "resources.csv", "--week", "2026-W49"], expecting: 65)
    #expect(result.errors.hasPrefix("next.csv:3 第1列「需求编号」：「N003」"), "\(result.errors)")
    #expect(office.ledger == before)
  }

  /// Shortened identifiers that fit several things are told with what they fit.
  @Test func identifiersMayBeShortened() throws {
    let result = try office.run(["close", "N00", "--reason", "other"], expecting: 65)
    #expect(result.errors.contains("N001") && result.errors.contains("N003"))
    let nearest = try office.run(["close", "N0003", "--reason", "other"], expecting: 65)
    #expect(nearest.errors.contains("N003"))
    try office.run(["close", "3", "--reason", "other"])
    #expect(try office.state("N003") == "unresolved")
  }

  @Test func usage() throws {
    for arguments in [
      ["respond"], ["respond", "x"], ["respond", "x", "--accept", "--refuse", "other"],
      ["respond", "x", "--accept", "--file", "y"], ["done"], ["done", "x", "--file", "y"],
      ["visit"], ["escalate"], ["defer"], ["close"], ["rework"], ["undo"],
      ["week", "dispatch", "--contacts"], ["purge", "--before", "bald"], ["purge"],
      ["overdue", "--as-of", "bald"], ["week", "plan", "--out", "x", "--time-limit", "0"],
      ["week", "nothing"],
    ] {
      let result = try SandanProcess.run(arguments, in: office.scratch)
      #expect(result.status == 64, "\(arguments): \(result.errors)")
    }
    #expect(
      try SandanProcess.run(["ledger", "check", "--head", "x"], in: office.scratch).status == 64)
  }
}
