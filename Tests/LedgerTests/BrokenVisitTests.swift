import Testing
import ThreeLists

@testable import Ledger

/// Visits to which some came and some did not: none of those wanted, in whatever week they are made again.
@Suite struct BrokenVisitTests {
  private let team = [
    RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 1),
  ]

  /// The two places of a visit.
  private func visit(_ number: Int = 1, in week: Week = Office.week) -> [Service] {
    let session = ["三上", "四上", "五上"][number - 1]
    return [
      Office.service(
        "\(week)-N1-\(number)-1", "N1", visit: number, role: "法律", session: session, in: week),
      Office.service(
        "\(week)-N1-\(number)-2", "N1", visit: number, role: "社工", resource: "R2",
        session: session, in: week),
    ]
  }

  private func desk(visits: Int = 1) throws -> Desk {
    try Desk(needs: [Office.need("N1", visits: visits, roles: team)])
  }

  /// A need of whose first visit one place was done and the other given back.
  private func broken(visits: Int = 1) throws -> Desk {
    var desk = try desk(visits: visits)
    try desk.dispatch((1...visits).flatMap { visit($0) })
    try desk.say(.accepted, service: "2026-W48-N1-1-1")
    try desk.refuse("2026-W48-N1-1-2")
    try desk.say(.done, service: "2026-W48-N1-1-1")
    #expect(try desk.need("N1").state == .refused)
    #expect(try desk.need("N1").visitsLacking == 1)
    return desk
  }

  private func carryOut(_ services: [Service], _ desk: inout Desk) throws {
    for service in services {
      try desk.say(.accepted, service: service.id)
      try desk.say(.done, service: service.id)
    }
  }

  @Test func theVisitIsMadeAgainInTheNextWeek() throws {
    var desk = try broken()
    let again = visit(in: Office.next)
    try desk.dispatch(again, week: Office.next)
    var need = try desk.need("N1")
    #expect(need.state == .underway && need.visitsLacking == 0 && need.visitsDone == 0)
    // What was done stays done; who did not come is waited for no more.
    #expect(need.orders["2026-W48-N1-1-1"]?.state == .done)
    #expect(need.orders["2026-W48-N1-1-1"]?.isWithdrawn == false)
    #expect(need.orders["2026-W48-N1-1-2"]?.isWithdrawn == true)
    // No more than the visit wanted.
    let week = try #require(Week("2026-W50"))
    var copy = desk
    #expect(throws: Illegality.step(need: "N1", state: .underway, kind: .dispatched)) {
      try copy.dispatch(visit(in: week), week: week)
    }
    try carryOut(again, &desk)
    need = try desk.need("N1")
    #expect(need.state == .done && need.visitsDone == 1 && need.orders.count == 4)
  }

  /// The next week's visit may break in its turn.
  @Test func theVisitIsMadeAgainUntilAllCome() throws {
    var desk = try broken()
    for number in 49...51 {
      let week = try #require(Week("2026-W\(number)"))
      let again = visit(in: week)
      try desk.dispatch(again, week: week)
      try desk.say(.accepted, service: again[0].id)
      try desk.say(.done, service: again[0].id)
      try desk.say(.lapsed, service: again[1].id)
      #expect(try desk.need("N1").visitsLacking == 1)
    }
    let last = try #require(Week("2026-W52"))
    try desk.dispatch(visit(in: last), week: last)
    try carryOut(visit(in: last), &desk)
    #expect(try desk.need("N1").state == .done)
  }

  @Test func theVisitIsMadeAgainAfterItWasPutOff() throws {
    var desk = try broken()
    try desk.say(
      .deferred, need: "N1", body: ["until": .text("2026-12-01"), "reason": .text("absent")])
    try desk.say(.resumed, need: "N1")
    #expect(try desk.need("N1").state == .underway)
    try desk.dispatch(visit(in: Office.next), week: Office.next)
    try carryOut(visit(in: Office.next), &desk)
    #expect(try desk.need("N1").state == .done)
  }

  /// Visits that are held count in whatever week they are.
  @Test func otherVisitsCountAsBefore() throws {
    var desk = try broken(visits: 2)
    var copy = desk
    #expect(throws: Illegality.self) {
      try copy.dispatch(
        visit(in: Office.next) + visit(2, in: Office.next), week: Office.next)
    }
    try desk.dispatch(visit(in: Office.next), week: Office.next)
    #expect(try desk.need("N1").visitsLacking == 0)
    try carryOut(visit(2) + visit(in: Office.next), &desk)
    #expect(try desk.need("N1").state == .done)
  }

  /// Who did not answer in time may still accept: the visit is held again, and none lacks.
  @Test func aVisitThatIsHeldAgainCounts() throws {
    var desk = try desk()
    try desk.dispatch(visit())
    try desk.say(.accepted, service: "2026-W48-N1-1-1")
    try desk.say(.done, service: "2026-W48-N1-1-1")
    try desk.say(.lapsed, service: "2026-W48-N1-1-2")
    #expect(try desk.need("N1").isPlannable)
    try desk.say(.accepted, service: "2026-W48-N1-1-2")
    #expect(try !desk.need("N1").isPlannable)
    #expect(throws: Illegality.step(need: "N1", state: .underway, kind: .dispatched)) {
      try desk.dispatch(visit(in: Office.next), week: Office.next)
    }
  }

  /// A refusal is not taken back once the visit has gone elsewhere.
  @Test func theNewVisitRestsOnTheRefusal() throws {
    var desk = try broken()
    let refusal = try #require(desk.events.first { $0.entry.kind == .refused }?.seq)
    var copy = desk
    try copy.say(.undone, need: "N1", body: ["seq": .number(refusal)])
    #expect(try copy.need("N1").visitsLacking == 0)
    try desk.dispatch(visit(in: Office.next), week: Office.next)
    #expect(throws: Illegality.restsOn(seq: refusal, later: .dispatched)) {
      try desk.say(.undone, need: "N1", body: ["seq": .number(refusal)])
    }
  }

  /// One who is left alone with a visit is to answer before another visit goes out.
  @Test func anOrderThatIsOutAloneComesFirst() throws {
    var desk = try desk()
    try desk.dispatch(visit())
    try desk.refuse("2026-W48-N1-1-2")
    let refusal = desk.events.count
    try desk.say(.withdrawn, week: Office.week, service: "2026-W48-N1-1-1")
    try desk.say(.undone, need: "N1", body: ["seq": .number(refusal)])
    #expect(try desk.need("N1").visitsLacking == 1)
    var copy = desk
    #expect(
      throws: Illegality.openOrder(
        need: "N1", service: "2026-W48-N1-1-2", kind: .dispatched)
    ) { try copy.dispatch(visit(in: Office.next), week: Office.next) }
    try desk.refuse("2026-W48-N1-1-2")
    try desk.dispatch(visit(in: Office.next), week: Office.next)
    try carryOut(visit(in: Office.next), &desk)
    #expect(try desk.need("N1").state == .done)
  }

  /// Whatever happened to a team's visits: those that lack can be dispatched in a later week, all of
  /// them and not one more.
  @Test func whatLacksCanBeDispatched() throws {
    var numbers = SeededNumbers(seed: 20_261_129)
    var tried = 0
    var inPart = 0
    for _ in 0..<400 {
      var desk = try desk(visits: numbers.below(3) + 1)
      for number in 0..<5 {
        let need = try desk.need("N1")
        guard need.isPlannable else { break }
        let week = Week(containing: Office.week.monday.adding(days: 7 * number))
        let lacking = need.visitsLacking
        if lacking < 3 {
          var copy = desk
          #expect(throws: Illegality.self) {
            try copy.dispatch((1...lacking + 1).flatMap { visit($0, in: week) }, week: week)
          }
        }
        tried += 1
        try desk.dispatch((1...lacking).flatMap { visit($0, in: week) }, week: week)
        #expect(try desk.need("N1").visitsLacking == 0)
        // Answers as they come; what is illegal changes nothing.
        let orders = try desk.need("N1").currentOrders
        for _ in 0..<6 * orders.count {
          let order = orders[numbers.below(orders.count)].service
          do {
            switch numbers.below(5) {
            case 0, 1: try desk.say(.accepted, service: order)
            case 2: try desk.refuse(order)
            case 3: try desk.say(.lapsed, service: order)
            default: try desk.say(.done, service: order)
            }
          } catch is Illegality {}
        }
        let after = try desk.need("N1")
        if after.visitsLacking > 0, after.currentOrders.contains(where: { $0.state == .done }) {
          inPart += 1
        }
      }
    }
    #expect(tried > 800 && inPart > 200)
  }
}
