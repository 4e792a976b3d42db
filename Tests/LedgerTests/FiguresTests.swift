import Foundation
import Testing
import ThreeLists

@testable import Ledger

/// Figures by hand, and on ledgers drawn from seeds.
@Suite struct FiguresTests {
  private static let first = Office.at("2026-11-23").day
  private static let last = Office.at("2026-11-29").day

  private func figures(_ desk: Desk, asOf: String) throws -> PeriodFigures {
    try PeriodFigures(
      desk.state, desk.events, from: Self.first, to: Self.last, asOf: Office.at(asOf))
  }

  private func parts(_ figures: PeriodFigures, _ name: FigureName) -> [Int] {
    let figure = figures.figure(name)
    #expect(figure.name == name)
    return [figure.numerator, figure.denominator, figure.waiting]
  }

  /// Five needs, each with its own way; every number is worked out by hand.
  ///
  /// N1 is done in time, called back, solved, very content. N2 is given back and goes to R2, which
  /// lets it lapse. N3 is settled on the spot and not called back. N4 goes up to the county and is
  /// closed. N5 waits.
  private func office() throws -> Desk {
    var needs = (1...5).map { Office.need("N\($0)") }
    needs[0].specialGroups = ["独居老人"]
    needs[4].specialGroups = ["独居老人"]
    needs[1].grid = GridCode("230799001001002")!
    needs[2].grid = GridCode("230799001001003")!
    needs[3].grid = GridCode("230799001001004")!
    needs[4].grid = GridCode("230799001001004")!
    var desk = try Desk(needs: needs)
    func say(_ text: String) { desk.now = Office.at(text) }
    try desk.put(declared("R1", unit: "理发队", weight: 100))
    try desk.put(declared("R2", unit: "社工站", weight: 300))
    let (s1, s2) = ("2026-W48-N1-1-1", "2026-W48-N2-1-1")
    say("2026-11-23T10:00")
    try desk.dispatch([Office.service(s1, "N1"), Office.service(s2, "N2")])
    say("2026-11-23T11:00")
    try desk.say(.accepted, service: s1)
    try desk.refuse(s2)
    say("2026-11-23T14:00")
    try desk.put(
      Order.entry(
        Office.service(s2, "N2", resource: "R2"), week: Office.week, run: "1", time: desk.now,
        actor: "王敏"))
    try desk.say(.settled, need: "N3")
    try desk.say(
      .escalated, need: "N4", body: ["level": .text("county"), "reason": .text("law")])
    say("2026-11-25T10:00")
    try desk.say(.done, service: s1)
    try desk.say(.lapsed, service: s2)
    try desk.say(
      .visited, need: "N1",
      body: ["grade": .number(Grade.veryContent.rawValue), "solved": .bool(true)])
    try desk.say(.closed, need: "N4", body: ["reason": .text("law")])
    return desk
  }

  private func declared(_ id: String, unit: String, weight: Int) -> Entry {
    Entry(
      .declared, time: Office.at("2026-11-23T09:00"), actor: "王敏", week: Office.week,
      resource: id,
      body: [
        "unit": .text(unit), "areas": .texts(["*"]), "weekly": .number(5),
        "weight": .number(weight),
      ])
  }

  @Test func aWeekByHand() throws {
    let figures = try figures(office(), asOf: "2026-11-25T12:00")
    #expect(figures.intake == 5)
    let expected: [FigureName: [Int]] = [
      // N3 was settled without an order; N5 has until Friday.
      .dispatched: [2, 3, 1], .accepted: [1, 3, 0], .refused: [1, 3, 0], .lapsed: [1, 3, 0],
      .answeredInTime: [2, 3, 0], .done: [2, 3, 2], .doneInTime: [2, 3, 2], .solved: [1, 1, 1],
      .content: [1, 1, 1], .calledBack: [1, 1, 1], .reworked: [0, 3, 0],
      .localGrid: [1, 3, 2], .localCommunity: [2, 3, 2], .localTown: [2, 3, 2],
      .localCounty: [2, 3, 2],
      // The grid of N4 and N5 is not yet due, for N5 is not.
      .gridsCovered: [2, 2, 2], .specialCovered: [1, 1, 1],
      // One place, all of it by the unit of weight 1 in 4: min(1·400, 100·1) + 0.
      .unitsFair: [100, 400, 0],
      // Due: N1 1 of 1, N3 1 of 1, N4 0 of 1: 2 + 2 + 0 out of 2·3.
      .gridsFair: [4, 6, 2], .moved: [0, 2, 0],
    ]
    for name in FigureName.allCases {
      #expect(parts(figures, name) == expected[name], "\(name)")
    }
    #expect(figures.figure(.accepted).percentage == "33.3%")
    #expect(figures.figure(.refused).rows.map(\.id).count == 3)
    let given = try #require(figures.figure(.refused).rows.first { $0.part == .counted })
    #expect(given.fact == .givenBack && given.resource == "R1" && given.need == "N2")
    #expect(figures.grades[.veryContent] == 1 && figures.grades[.content] == 0)
    #expect(
      figures.table[.init(state: .unresolved, level: .county, urgency: .normal)] == 1)
    #expect(figures.table.values.reduce(0, +) == 5)
  }

  /// What happens later does not count at an earlier moment, and what is not yet due then is not.
  @Test func atAnEarlierMoment() throws {
    let figures = try figures(office(), asOf: "2026-11-23T12:00")
    #expect(parts(figures, .accepted) == [1, 2, 0])
    #expect(parts(figures, .done) == [0, 0, 5])
    #expect(figures.figure(.done).percentage == "—" && figures.figure(.done).tenths == nil)
    #expect(parts(figures, .calledBack) == [0, 0, 0])
    // Nothing was received until then.
    let before = try self.figures(office(), asOf: "2026-11-22T12:00")
    #expect(before.intake == 0 && before.figures.allSatisfy { $0.denominator == 0 })
  }

  /// Long after, what waited has failed.
  @Test func whenEveryLimitIsOver() throws {
    let figures = try figures(office(), asOf: "2027-03-01")
    #expect(parts(figures, .dispatched) == [2, 4, 0])
    #expect(parts(figures, .done) == [2, 5, 0])
    #expect(parts(figures, .calledBack) == [1, 2, 0])
    #expect(parts(figures, .solved) == [1, 1, 1])
    #expect(parts(figures, .gridsCovered) == [2, 4, 0])
    #expect(parts(figures, .specialCovered) == [1, 2, 0])
  }

  /// A place that goes elsewhere while it is unanswered has moved; the order before is left out.
  @Test func aPlaceThatMoves() throws {
    var desk = try Desk(needs: [Office.need("N1"), Office.need("N2")])
    let (s1, s2) = ("2026-W48-N1-1-1", "2026-W48-N2-1-1")
    try desk.dispatch([Office.service(s1, "N1"), Office.service(s2, "N2")])
    for (service, resource) in [(s1, "R2"), (s2, "R1")] {
      desk.now = Office.at("2026-11-23T09:30")
      try desk.put(
        Order.entry(
          Office.service(service, service == s1 ? "N1" : "N2", resource: resource),
          week: Office.week, run: "1", time: desk.now, actor: "王敏"))
    }
    let figures = try figures(desk, asOf: "2026-11-23T10:00")
    // The second went out again to the one that had it.
    #expect(parts(figures, .moved) == [1, 2, 0])
    #expect(figures.figure(.moved).rows.first { $0.part == .counted }?.id == s1)
    #expect(parts(figures, .accepted) == [0, 0, 2])
    #expect(parts(figures, .answeredInTime) == [0, 0, 2])
    // An order that had run out when its place went elsewhere was not answered in time.
    desk.now = Office.at("2026-12-04T10:00")
    try desk.put(
      Order.entry(
        Office.service(s1, "N1", resource: "R3"), week: Office.week, run: "2", time: desk.now,
        actor: "王敏"))
    let later = try self.figures(desk, asOf: "2026-12-04T11:00")
    #expect(parts(later, .lapsed) == [2, 2, 1])
    #expect(later.figure(.lapsed).rows.map(\.id) == [s1, s1, s2])
  }

  /// Done and solved and content are three facts, and a second round begins all of them anew.
  @Test func aNeedTakenUpAgain() throws {
    var desk = try Desk(needs: [Office.need("N1")])
    try desk.say(.settled, need: "N1")
    try desk.say(
      .visited, need: "N1",
      body: ["grade": .number(Grade.discontent.rawValue), "solved": .bool(false)])
    let once = try figures(desk, asOf: "2026-11-24")
    #expect(parts(once, .done) == [1, 1, 0] && parts(once, .solved) == [0, 1, 0])
    #expect(parts(once, .content) == [0, 1, 0] && parts(once, .localGrid) == [0, 1, 0])
    #expect(parts(once, .localCounty) == [0, 1, 0] && parts(once, .reworked) == [0, 1, 0])
    try desk.say(.reworked, need: "N1")
    let again = try figures(desk, asOf: "2026-11-24")
    #expect(parts(again, .done) == [0, 0, 1] && parts(again, .solved) == [0, 0, 0])
    #expect(parts(again, .reworked) == [1, 1, 0])
    // It was settled: no order is missing.
    #expect(parts(again, .dispatched) == [0, 0, 0])
    #expect(parts(again, .specialCovered) == [0, 0, 0])
  }

  /// Halves are rounded up, exactly, and nothing out of nothing is nothing.
  @Test func percentages() {
    func percentage(_ part: Int, _ whole: Int) -> String {
      let rows = (0..<whole).map {
        Figure.Row(id: "\($0)", part: $0 < part ? .counted : .others, fact: .sent)
      }
      return Figure(.dispatched, counting: rows).percentage
    }
    #expect(percentage(0, 0) == "—")
    #expect(percentage(0, 7) == "0.0%")
    #expect(percentage(7, 7) == "100.0%")
    #expect(percentage(1, 3) == "33.3%")
    #expect(percentage(2, 3) == "66.7%")
    #expect(percentage(1, 2000) == "0.1%")
    #expect(percentage(1, 2001) == "0.0%")
    #expect(percentage(1, 16) == "6.3%")
  }

  // MARK: Ledgers drawn from seeds

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func conservation(_ seed: UInt64) throws {
    let desk = try RandomLedger(seed: seed).desk
    for asOf in ["2026-11-24T12:00", "2026-12-01", "2026-12-20", "2027-06-01"] {
      let figures = try figures(desk, asOf: asOf)
      #expect(figures.table.values.reduce(0, +) == figures.intake)
      let now = Office.at(asOf)
      for figure in figures.figures {
        let definition = figure.name.definition
        let facts = definition.counted + definition.others + definition.waiting
        #expect(Set(facts).count == facts.count)
        // At most one of a figure's facts holds of a need or an order.
        switch definition.subject {
        case .needs, .specialNeeds:
          let torn = figures.needs.filter { need in facts.count { need.holds($0, at: now) } > 1 }
          #expect(torn.isEmpty, "\(figure.name) \(torn.map(\.need.id))")
        case .orders:
          let torn = figures.needs.flatMap(\.sentOrders).filter { order in
            facts.count { order.holds($0, at: now) } > 1
          }
          #expect(torn.isEmpty, "\(figure.name) \(torn.map(\.service))")
        case .places, .grids, .units, .gridShares: break
        }
        #expect(figure.numerator <= figure.denominator)
        #expect(figure.rows.count { $0.part == .waiting } == figure.waiting)
      }
    }
  }

  /// The figures at a moment are those of a ledger that ends there, mistakes taken back apart.
  @Test(arguments: 41...50 as ClosedRange<UInt64>)
  func anEarlierMomentIsAShorterLedger(_ seed: UInt64) throws {
    let desk = try RandomLedger(seed: seed, undoes: false).desk
    let middle = desk.events[desk.events.count * 2 / 3].entry.time
    let events = desk.events.filter { $0.entry.time <= middle }
    var state = LedgerState()
    for event in events { try state.apply(event) }
    let whole = try PeriodFigures(
      desk.state, desk.events, from: Self.first, to: Self.last, asOf: middle)
    let short = try PeriodFigures(state, events, from: Self.first, to: Self.last, asOf: middle)
    #expect(whole.figures == short.figures)
    #expect(whole.table == short.table && whole.intake == short.intake)
  }

  /// Days add up to their period, but for shares, which are no counts.
  @Test(arguments: 61...66 as ClosedRange<UInt64>)
  func daysAddUp(_ seed: UInt64) throws {
    let desk = try RandomLedger(seed: seed).desk
    let asOf = Office.at("2026-12-20")
    let whole = try PeriodFigures(
      desk.state, desk.events, from: Self.first, to: Self.last, asOf: asOf)
    let days = try (0...6).map { offset in
      let day = Self.first.adding(days: offset)
      return try PeriodFigures(desk.state, desk.events, from: day, to: day, asOf: asOf)
    }
    #expect(days.reduce(0) { $0 + $1.intake } == whole.intake)
    for figure in whole.figures {
      if [.grids, .units, .gridShares].contains(figure.name.definition.subject) { continue }
      #expect(
        days.reduce(0) { $0 + $1.figure(figure.name).numerator } == figure.numerator)
      #expect(
        days.reduce(0) { $0 + $1.figure(figure.name).denominator } == figure.denominator)
    }
  }
}
