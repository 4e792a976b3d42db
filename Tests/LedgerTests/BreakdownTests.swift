import Foundation
import Testing
import ThreeLists

@testable import Ledger

/// A period by communities, categories, units and weeks.
@Suite struct BreakdownTests {
  private static let first = Office.at("2026-11-23").day

  private func period(_ desk: Desk, days: Int = 6, asOf: String) throws -> PeriodFigures {
    try PeriodFigures(
      desk.state, desk.events, from: Self.first, to: Self.first.adding(days: days),
      asOf: Office.at(asOf))
  }

  private func breakdown(
    _ period: PeriodFigures, _ division: FigureDivision
  ) throws -> FigureBreakdown {
    try FigureBreakdown(period, by: division, levels: GridLevels())
  }

  /// The numbers of a part, without those that are 0.
  private func numbers(_ part: FigureBreakdown.Part) -> [FigureMeasure: Int] {
    part.rows.mapValues(\.count)
  }

  /// Four needs in two communities, worked out by hand.
  ///
  /// N1 is done by an order, in time, and called back, solved. N2 is given back by R1 and lapses with
  /// R2. N3 is settled on the spot and said to be unsolved. N4 goes up and is closed.
  private func office() throws -> Desk {
    var needs = (1...4).map { Office.need("N\($0)") }
    needs[2].grid = GridCode("230799001002001")!
    needs[3].grid = GridCode("230799001002002")!
    needs[1].category = "维修"
    var desk = try Desk(needs: needs)
    func say(_ text: String) { desk.now = Office.at(text) }
    try desk.put(
      Entry(
        .declared, time: desk.now, actor: "王敏", week: Office.week, resource: "R9",
        body: ["unit": .text("没有派到的单位"), "areas": .texts(["*"]), "weekly": .number(1)]))
    let (s1, s2) = ("2026-W48-N1-1-1", "2026-W48-N2-1-1")
    say("2026-11-23T10:00")
    try desk.dispatch([Office.service(s1, "N1"), Office.service(s2, "N2")])
    say("2026-11-23T11:00")
    try desk.say(.accepted, service: s1)
    try desk.refuse(s2)
    say("2026-11-23T14:00")
    var again = Order.entry(
      Office.service(s2, "N2", resource: "R2"), week: Office.week, run: "1", time: desk.now,
      actor: "王敏")
    var body = again.body.members
    body["unit"] = .text("社工站")
    again.body = .object(body)
    try desk.put(again)
    try desk.say(.settled, need: "N3")
    try desk.say(
      .escalated, need: "N4", body: ["level": .text("county"), "reason": .text("law")])
    say("2026-11-25T10:00")
    try desk.say(.done, service: s1)
    try desk.say(.lapsed, service: s2)
    for (need, isSolved) in [("N1", true), ("N3", false)] {
      try desk.say(
        .visited, need: need, body: ["grade": .number(3), "solved": .bool(isSolved)])
    }
    try desk.say(.closed, need: "N4", body: ["reason": .text("law")])
    return desk
  }

  @Test func communitiesAndCategoriesByHand() throws {
    let period = try period(office(), asOf: "2026-11-25T12:00")
    let communities = try breakdown(period, .community)
    #expect(communities.parts.map(\.name) == ["230799001001", "230799001002"])
    #expect(
      numbers(communities.parts[0])
        == [
          .received: 2, .done: 1, .settledInCommunity: 1, .waiting: 1, .calledBack: 1,
          .callsDue: 1, .doneInTime: 1, .due: 1,
        ])
    #expect(
      numbers(communities.parts[1])
        == [
          .received: 2, .done: 1, .doneUnsolved: 1, .overdue: 1, .calledBack: 1, .callsDue: 1,
          .doneInTime: 1, .due: 2,
        ])
    #expect(communities.parts[1].rows[.overdue]?.map(\.id) == ["N4"])
    #expect(communities.whole.count(.received) == 4 && communities.whole.count(.due) == 3)
    let categories = try breakdown(period, .category)
    let names = ["维修", try #require(period.needs.first).need.category].sorted()
    #expect(categories.parts.map(\.name) == names)
    #expect(
      categories.parts.first { $0.name == "维修" }.map(numbers) == [.received: 1, .waiting: 1])
  }

  @Test func unitsByHand() throws {
    let desk = try office()
    let units = try breakdown(period(desk, asOf: "2026-11-25T12:00"), .unit)
    let own = try #require(desk.need("N1").orders.values.first).unit
    #expect(units.parts.map(\.name) == [own, "没有派到的单位", "社工站"].sorted())
    func part(_ name: String) throws -> FigureBreakdown.Part {
      try #require(units.parts.first { $0.name == name })
    }
    #expect(
      try numbers(part(own))
        == [
          .orders: 2, .taken: 1, .givenBack: 1, .visited: 1, .answeredInTime: 2, .answersDue: 2,
        ])
    #expect(try numbers(part("社工站")) == [.orders: 1, .unanswered: 1, .answersDue: 1])
    #expect(try numbers(part("没有派到的单位")) == [:])
  }

  /// A visit that was taken and does not take place is late once the need is.
  @Test func visitsThatAreLate() throws {
    var desk = try Desk(needs: [Office.need("N1")])
    let service = "2026-W48-N1-1-1"
    try desk.dispatch([Office.service(service, "N1")])
    try desk.say(.accepted, service: service)
    let soon = try breakdown(period(desk, asOf: "2026-11-23T12:00"), .unit)
    #expect(soon.whole.count(.taken) == 1 && soon.whole.count(.visitsLate) == 0)
    let late = try breakdown(period(desk, asOf: "2027-01-20"), .unit)
    #expect(late.whole.count(.taken) == 1 && late.whole.count(.visitsLate) == 1)
    #expect(late.parts[0].rows[.visitsLate]?.map(\.id) == [service])
    // The day it is done it is late no more.
    desk.now = Office.at("2027-01-20T09:00")
    try desk.say(.done, service: service)
    let done = try breakdown(period(desk, asOf: "2027-01-20T10:00"), .unit)
    #expect(done.whole.count(.visitsLate) == 0 && done.whole.count(.visited) == 1)
  }

  /// Weeks are those of the period until the moment, cut at its ends; what is done later has a row of
  /// its own.
  @Test func weeksByHand() throws {
    let desk = try office()
    let days = try breakdown(period(desk, days: 1, asOf: "2026-11-25T12:00"), .week)
    let second = Self.first.adding(days: 1)
    #expect(days.parts.map(\.name) == ["2026-W48", nil])
    #expect(days.parts.map(\.days) == [Self.first...second, nil])
    #expect(numbers(days.parts[0]) == [.received: 4, .done: 1, .doneInTime: 2, .due: 3])
    #expect(numbers(days.parts[1]) == [.done: 1])
    #expect(days.parts[1].rows[.done]?.map(\.id) == ["N1"])
    let quarter = try PeriodFigures(
      desk.state, desk.events, from: Day(year: 2026, month: 10, day: 1)!,
      to: Day(year: 2026, month: 12, day: 31)!, asOf: Office.at("2027-01-04"))
    let weeks = try breakdown(quarter, .week)
    #expect(weeks.parts.map(\.name) == (40...53).map { "2026-W\($0)" })
    #expect(weeks.parts[0].days?.lowerBound == quarter.from)
    #expect(weeks.parts[13].days?.upperBound == quarter.to)
    #expect(weeks.parts[0].rows.isEmpty && weeks.parts[8].count(.received) == 4)
    // At a moment within the quarter its weeks to come are not told of.
    let early = try PeriodFigures(
      desk.state, desk.events, from: quarter.from, to: quarter.to,
      asOf: Office.at("2026-11-25T12:00"))
    #expect(try breakdown(early, .week).parts.last?.name == "2026-W48")
    // Of many years only the weeks in which something was.
    let long = try PeriodFigures(
      desk.state, desk.events, from: Day(year: 2001, month: 1, day: 1)!,
      to: Day(year: 2030, month: 12, day: 31)!, asOf: Office.at("2030-01-01"))
    #expect(try breakdown(long, .week).parts.map(\.name) == ["2026-W48"])
    let empty = try PeriodFigures(
      desk.state, desk.events, from: Day(year: 2001, month: 1, day: 1)!,
      to: Day(year: 2025, month: 12, day: 31)!, asOf: Office.at("2030-01-01"))
    #expect(try breakdown(empty, .week).parts.isEmpty)
  }

  /// Whatever happened, parts add up to the figures from which they come, and share no row.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func partsAddUpToTheFigures(_ seed: UInt64) throws {
    let desk = try RandomLedger(seed: seed).desk
    for (asOf, days) in [("2026-11-24T12:00", 6), ("2026-12-03", 3), ("2027-06-01", 30)] {
      let period = try period(desk, days: days, asOf: asOf)
      func figure(_ name: FigureName) -> [Int] {
        let figure = period.figure(name)
        return [figure.numerator, figure.denominator, figure.waiting]
      }
      for division in FigureDivision.allCases {
        let told = try breakdown(period, division)
        func sum(_ measure: FigureMeasure) -> Int {
          told.parts.reduce(0) { $0 + $1.count(measure) }
        }
        for measure in division.measures {
          #expect(sum(measure) == told.whole.count(measure))
          let rows = told.parts.flatMap { $0.rows[measure] ?? [] }
          #expect(Set(rows.map { "\($0.id)#\($0.seq ?? 0)" }).count == rows.count)
        }
        guard division != .unit else {
          #expect(sum(.orders) == figure(.accepted)[1] + figure(.accepted)[2])
          #expect(sum(.taken) == figure(.accepted)[0])
          #expect(sum(.givenBack) == figure(.refused)[0])
          #expect(sum(.unanswered) == figure(.lapsed)[0])
          #expect(sum(.awaited) == figure(.accepted)[2])
          #expect([sum(.answeredInTime), sum(.answersDue)] == Array(figure(.answeredInTime)[..<2]))
          let carried = period.figure(.unitsFair).rows.map { ($0.id, $0.carried ?? 0) }
          #expect(sum(.visited) == carried.reduce(0) { $0 + $1.1 })
          for (unit, places) in carried {
            #expect(told.parts.first { $0.name == unit }?.count(.visited) == places)
          }
          continue
        }
        #expect(sum(.received) == period.intake)
        #expect(sum(.done) == figure(.done)[0])
        #expect([sum(.doneInTime), sum(.due)] == Array(figure(.doneInTime)[..<2]))
        guard division != .week else { continue }
        #expect([sum(.calledBack), sum(.callsDue)] == Array(figure(.calledBack)[..<2]))
        #expect(sum(.waiting) == figure(.done)[2])
        #expect(sum(.settledInGrid) == figure(.localGrid)[0])
        #expect(sum(.settledInGrid) + sum(.settledInCommunity) == figure(.localCommunity)[0])
        for part in told.parts {
          #expect(
            part.count(.received) == part.count(.done) + part.count(.overdue)
              + part.count(.waiting))
          #expect(
            part.count(.done) == part.count(.settledInGrid) + part.count(.settledInCommunity)
              + part.count(.settledAbove) + part.count(.doneUnsolved))
          #expect(part.count(.due) == part.count(.done) + part.count(.overdue))
        }
      }
    }
  }

  /// Each measure counts facts of its figure, and no fact twice.
  @Test func measuresCountFactsOfTheirFigure() {
    for measure in FigureMeasure.allCases {
      let definition = measure.figure.definition
      let facts = definition.counted + definition.others + definition.waiting
      #expect(!measure.facts.isEmpty && Set(measure.facts).isSubset(of: Set(facts)), "\(measure)")
      #expect(Set(measure.facts).count == measure.facts.count)
    }
    #expect(Set(FigureDivision.allCases.flatMap(\.measures)) == Set(FigureMeasure.allCases))
  }
}
