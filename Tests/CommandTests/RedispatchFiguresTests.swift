import Foundation
import Testing

@testable import sandan

/// The figures of a week that was dispatched twice, reckoned by hand and by the script.
@Suite struct RedispatchFiguresTests {
  private static let needHeader = "需求编号,网格编码,类别,紧急程度,提出日期,可服务时段\n"
  private static let period = ["figures", "--from", "2026-11-16", "--to", "2026-11-22"]

  /// Four needs are out; one order is taken, one given back, and two urgent needs come in.
  private static func office() throws -> LoopOffice {
    let office = try LoopOffice()
    try office.scratch.write(
      needHeader + """
        N1,230799001001001,理发,一般,2026-11-18,三上
        N2,230799001001001,义诊,一般,2026-11-18,三上;四上
        N3,230799001001001,法律服务,一般,2026-11-18,五上
        N4,230799001001001,义诊,一般,2026-11-18,五上

        """, to: "needs.csv")
    try office.scratch.write(
      """
      资源编号,单位,类别,服务范围,每周可用,可用时段
      R1,理发队,理发,*,1,三上
      R2,医院,义诊,*,2,三上;四上
      R3,律所,法律服务,*,1,五上
      R4,司法所,法律服务,*,1,五上
      R5,诊所,义诊,*,1,五上

      """, to: "resources.csv")
    try office.openWeek()
    try office.dispatchWeek()
    for (need, place) in [("N1", "R1"), ("N2", "R2"), ("N4", "R5")] {
      #expect(try office.orders(need).map(\.resource) == [place])
    }
    office.now = "2026-11-20T16:00"
    try office.run(["respond", "N3", "--refuse", "人手不足"])
    try office.run(["respond", "N4", "--accept"])
    try office.scratch.write(
      needHeader + """
        U1,230799001001001,理发,特急,2026-11-20,三上
        U2,230799001001001,义诊,特急,2026-11-20,三上

        """, to: "urgent.csv")
    try office.openWeek(needs: "urgent.csv")
    return office
  }

  /// The figures by name: numerator, denominator, not yet due; the script reckons all of them again.
  private static func figures(_ office: LoopOffice) throws -> [String: [Int]] {
    let document = try office.figures(period + ["--format", "json"])
    try office.scratch.write(document.output, to: "figures.json")
    try office.scratch.write(try office.run(["ledger", "export"]).output, to: "entries.jsonl")
    let again = try SandanProcess.run(
      "/usr/bin/env",
      [
        "python3", Fixture.repository + "/scripts/figures", "entries.jsonl", "--compare",
        "figures.json",
      ], in: office.scratch)
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    let json = try #require(document.json)
    // Every need is in one state, and the states add up to what came in.
    let cells = try #require(json["states"] as? [[String: Any]])
    #expect(json["received"] as? Int == 6)
    #expect(cells.reduce(0) { $0 + ($1["needs"] as? Int ?? 0) } == 6)
    var values: [String: [Int]] = [:]
    for item in try #require(json["figures"] as? [[String: Any]]) {
      values[item["name"] as? String ?? ""] = ["numerator", "denominator", "notYetDue"].compactMap {
        item[$0] as? Int
      }
    }
    return values
  }

  @Test func withdrawnAndMovedOrders() throws {
    let office = try Self.office()
    // Before the second dispatch: N1 and N2 are awaited, N4 is taken, N3 was given back; the urgent
    // needs wait.
    let before = try Self.figures(office)
    #expect(before["dispatched"] == [4, 4, 2])
    #expect(before["accepted"] == [1, 2, 2] && before["refused"] == [1, 2, 2])
    #expect(before["moved"] == [0, 4, 0])
    let told = try office.run(["week", "redispatch", "--out", "again", "--format", "json"])
    let changes = try #require(told.json?["changes"] as? [[String: Any]])
    #expect(
      changes.map { "\($0["need"] ?? "") \($0["kind"] ?? "")" }
        == ["N1 dropped", "N2 moved", "N3 replaced", "U1 added", "U2 added"])
    #expect(told.json?["withdrawn"] as? Int == 1 && told.json?["sent"] as? Int == 4)
    // A plan is no dispatch: no figure has changed.
    #expect(try Self.figures(office) == before)
    office.now = "2026-11-20T16:30"
    try office.run(["week", "dispatch", "--out", "slips"])
    #expect(try office.states == ["pending": 1, "dispatched": 4, "accepted": 1])
    // N1's order is taken back and N2's first one went elsewhere while they could be answered: neither
    // counts. What counts is N3's first order (given back), N4's (taken), and four awaited ones.
    let after = try Self.figures(office)
    #expect(after["dispatched"] == [6, 6, 0])
    #expect(after["accepted"] == [1, 2, 4] && after["refused"] == [1, 2, 4])
    #expect(after["lapsed"] == [0, 2, 4] && after["answered-in-time"] == [2, 2, 4])
    #expect(after["done"] == [0, 0, 6])
    // Six places, of which N2's moved unanswered and N1's was taken back; N3's was given back.
    #expect(after["moved"] == [2, 6, 0])
    // The urgent ones are taken, N2 is given back now, N3 is still awaited.
    office.now = "2026-11-20T17:00"
    try office.run(["respond", "U1", "--accept"])
    try office.run(["respond", "U2", "--accept"])
    try office.run(["respond", "N2", "--refuse", "时间冲突"])
    let last = try Self.figures(office)
    #expect(last["accepted"] == [3, 5, 1] && last["refused"] == [2, 5, 1])
    #expect(last["moved"] == [2, 6, 0])
    #expect(try office.states == ["pending": 1, "dispatched": 1, "accepted": 3, "refused": 1])
  }

  /// What is changed by hand before the second dispatch is what moves, and nothing else.
  @Test func changedByHand() throws {
    let office = try Self.office()
    try office.run(["week", "redispatch", "--out", "again"])
    let lines = try office.scratch.text("again/services.csv").components(separatedBy: "\r\n")
    try office.scratch.write(
      lines.filter { !$0.contains(",U2,") }.joined(separator: "\r\n"), to: "edited.csv")
    try office.run(["week", "adopt", "edited.csv", "--out", "edited"])
    try office.run(["week", "dispatch", "--out", "slips"])
    let figures = try Self.figures(office)
    #expect(figures["dispatched"] == [5, 5, 1])
    #expect(figures["accepted"] == [1, 2, 3])
    // N2's place moved, N1's was taken back.
    #expect(figures["moved"] == [2, 5, 0])
  }
}
