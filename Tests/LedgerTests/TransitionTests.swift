import Foundation
import Testing
import ThreeLists

@testable import Ledger

/// A need's way through its states, event by event.
@Suite struct TransitionTests {
  private let s1 = "2026-W48-N1-1-1"
  private let s2 = "2026-W48-N1-2-1"

  private func desk(visits: Int = 1, roles: [RoleRequirement] = []) throws -> Desk {
    try Desk(needs: [Office.need("N1", visits: visits, roles: roles)])
  }

  @Test func theStraightWay() throws {
    var desk = try desk()
    #expect(try desk.need("N1").state == .pending)
    try desk.dispatch([Office.service(s1, "N1")])
    #expect(try desk.need("N1").state == .dispatched)
    try desk.say(.accepted, service: s1)
    #expect(try desk.need("N1").state == .accepted)
    try desk.say(.done, service: s1)
    #expect(try desk.need("N1").state == .done)
    try desk.say(
      .visited, need: "N1",
      body: ["grade": .number(Grade.content.rawValue), "solved": .bool(true)])
    let need = try desk.need("N1")
    #expect(need.state == .followedUp)
    #expect(need.isSolved == true && need.grade == .content && need.doneAt == desk.now)
    #expect(need.firstResponsible == "王敏")
    #expect(desk.state.counts.values.reduce(0, +) == 1)
  }

  /// Done, solved and content are three facts: each combination can be told.
  @Test(arguments: Grade.allCases, [true, false])
  func doneSolvedAndContentStayApart(_ grade: Grade, _ solved: Bool) throws {
    var desk = try desk()
    try desk.say(.settled, need: "N1")
    try desk.say(
      .visited, need: "N1", body: ["grade": .number(grade.rawValue), "solved": .bool(solved)])
    let need = try desk.need("N1")
    #expect(need.state == .followedUp && need.doneAt != nil)
    #expect(need.grade == grade && need.isSolved == solved)
    #expect(Grade(code: grade.code) == grade)
    if solved {
      #expect(throws: Illegality.solved(need: "N1")) {
        try desk.say(.closed, need: "N1", body: ["reason": .text("law")])
      }
    } else {
      try desk.say(.closed, need: "N1", body: ["reason": .text("law")])
      #expect(try desk.need("N1").state == .unresolved)
    }
  }

  @Test func severalVisitsAreUnderwayUntilTheLast() throws {
    var desk = try desk(visits: 2)
    try desk.dispatch([
      Office.service(s1, "N1", visit: 1), Office.service(s2, "N1", visit: 2, session: "四上"),
    ])
    try desk.say(.accepted, service: s1)
    #expect(try desk.need("N1").state == .dispatched)
    try desk.say(.done, service: s1)
    #expect(try desk.need("N1").state == .underway)
    try desk.say(.accepted, service: s2)
    try desk.say(.done, service: s2)
    #expect(try desk.need("N1").state == .done)
  }

  @Test func aTeamIsDoneWhenAllHaveCome() throws {
    let roles = [RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 1)]
    var desk = try desk(roles: roles)
    let mate = "2026-W48-N1-1-2"
    try desk.dispatch([
      Office.service(s1, "N1", role: "法律"),
      Office.service(mate, "N1", role: "社工", resource: "R2"),
    ])
    #expect(try desk.need("N1").visitsLacking == 0)
    try desk.say(.accepted, service: s1)
    try desk.say(.accepted, service: mate)
    #expect(try desk.need("N1").state == .accepted)
    try desk.say(.done, service: s1)
    #expect(try desk.need("N1").state == .underway)
    try desk.refuse(mate, reason: "no-show")
    #expect(try desk.need("N1").state == .refused)
    // The whole visit lacks somebody.
    #expect(try desk.need("N1").visitsLacking == 1)
  }

  /// A need served in part goes on with the visits it lacks.
  @Test func visitsThatLackAreCarried() throws {
    var desk = try desk(visits: 3)
    try desk.dispatch([Office.service(s1, "N1")])
    #expect(try desk.need("N1").visitsLacking == 2)
    #expect(try desk.need("N1").carried(into: Office.next) == 1)
    #expect(try desk.need("N1").carried(into: Office.week) == 0)
    try desk.say(.accepted, service: s1)
    try desk.say(.done, service: s1)
    #expect(try desk.need("N1").state == .underway)
    #expect(try desk.need("N1").isPlannable)
    try desk.dispatch(
      [
        Office.service("2026-W49-N1-1-1", "N1", in: Office.next),
        Office.service("2026-W49-N1-2-1", "N1", visit: 2, session: "四上", in: Office.next),
      ], week: Office.next)
    #expect(try desk.need("N1").state == .underway)
    #expect(try desk.need("N1").visitsLacking == 0)
    for service in ["2026-W49-N1-1-1", "2026-W49-N1-2-1"] {
      try desk.say(.accepted, service: service)
      try desk.say(.done, service: service)
    }
    #expect(try desk.need("N1").state == .done)
  }

  @Test func noMoreVisitsThanWanted() throws {
    var desk = try desk()
    #expect(throws: Illegality.step(need: "N1", state: .dispatched, kind: .dispatched)) {
      try desk.dispatch([
        Office.service(s1, "N1"), Office.service(s2, "N1", visit: 2, session: "四上"),
      ])
    }
    // A second plan for what is in somebody's hands is refused as well.
    #expect(throws: Illegality.self) {
      try desk.dispatch(
        [Office.service("2026-W49-N1-1-1", "N1", in: Office.next)], week: Office.next)
    }
    #expect(try desk.need("N1").orders.keys.sorted() == [s1])
  }

  @Test func whoRefusesIsRemembered() throws {
    var desk = try desk(visits: 2)
    try desk.dispatch([
      Office.service(s1, "N1"), Office.service(s2, "N1", visit: 2, resource: "R2", session: "四上"),
    ])
    try desk.refuse(s1)
    #expect(try desk.need("N1").state == .refused)
    #expect(try desk.need("N1").refusedBy == ["R1"])
    #expect(try desk.need("N1").visitsLacking == 1)
    // The same order goes to another resource within the week; the refusal stays remembered.
    try desk.put(
      Order.entry(
        Office.service(s1, "N1", resource: "R3"), week: Office.week, run: "1", time: desk.now,
        actor: "王敏"))
    #expect(try desk.need("N1").state == .dispatched)
    #expect(try desk.need("N1").refusedBy == ["R1"])
    #expect(desk.state.order(s1)?.resource == "R3")
    try desk.say(.accepted, service: s1)
    #expect(throws: Illegality.order(service: s1, state: .accepted, kind: .dispatched)) {
      try desk.put(
        Order.entry(
          Office.service(s1, "N1", resource: "R4"), week: Office.week, run: "2", time: desk.now,
          actor: "王敏"))
    }
    // In the week after, what was refused and not sent out again counts no more.
    try desk.refuse(s2)
    try desk.dispatch(
      [Office.service("2026-W49-N1-1-1", "N1", resource: "R5", in: Office.next)],
      week: Office.next)
    #expect(try desk.need("N1").state == .dispatched)
    #expect(desk.state.order(s2)?.isWithdrawn == true)
    #expect(throws: Illegality.unknownService(s2)) { try desk.say(.accepted, service: s2) }
  }

  @Test func whoIsLateMayStillAccept() throws {
    var desk = try desk()
    try desk.dispatch([Office.service(s1, "N1")])
    try desk.say(.lapsed, service: s1)
    #expect(try desk.need("N1").state == .lapsed)
    #expect(try desk.need("N1").refusedBy.isEmpty)
    try desk.say(.accepted, service: s1)
    #expect(try desk.need("N1").state == .accepted)
  }

  @Test func deferredNeedsComeUpAgain() throws {
    var desk = try desk()
    try desk.say(
      .deferred, need: "N1", body: ["until": .text("2026-12-01"), "reason": .text("absent")])
    var need = try desk.need("N1")
    #expect(need.state == .deferred && !need.isPlannable)
    #expect(need.stepBy == Office.at("2026-12-01T23:59") && need.reason == "absent")
    try desk.say(.resumed, need: "N1")
    need = try desk.need("N1")
    #expect(need.state == .pending && need.deferredUntil == nil && need.isPlannable)
  }

  @Test func closingAndDeferringWaitForOpenOrders() throws {
    for kind in [EventKind.closed, .deferred, .settled] {
      var desk = try desk(visits: 2)
      try desk.dispatch([
        Office.service(s1, "N1"), Office.service(s2, "N1", visit: 2, session: "四上"),
      ])
      try desk.refuse(s1)
      #expect(throws: Illegality.openOrder(need: "N1", service: s2, kind: kind)) {
        try desk.say(kind, need: "N1", body: ["until": .text("2026-12-01")])
      }
      try desk.refuse(s2)
      try desk.say(kind, need: "N1", body: ["until": .text("2026-12-01")])
    }
  }

  @Test func reworkBeginsAnewAndForgetsNothing() throws {
    var desk = try desk(visits: 2)
    try desk.dispatch([Office.service(s1, "N1")])
    try desk.refuse(s1)
    try desk.say(.settled, need: "N1")
    try desk.say(
      .visited, need: "N1", body: ["grade": .number(1), "solved": .bool(false)])
    let overall = try desk.need("N1").overallBy
    try desk.say(.reworked, need: "N1", body: ["visits": .number(1)])
    let need = try desk.need("N1")
    #expect(need.state == .rework && need.round == 2 && need.visitsWanted == 1)
    #expect(need.isSolved == nil && need.grade == nil && need.endedAt == nil)
    #expect(need.refusedBy == ["R1"] && need.firstResponsible == "王敏")
    #expect(need.overallBy == overall)
    try desk.dispatch(
      [Office.service("2026-W49-N1-1-1", "N1", resource: "R2", in: Office.next)],
      week: Office.next)
    try desk.say(.accepted, service: "2026-W49-N1-1-1")
    try desk.say(.done, service: "2026-W49-N1-1-1")
    #expect(try desk.need("N1").state == .done)
  }

  @Test func aMistakeIsTakenBack() throws {
    var desk = try desk()
    try desk.dispatch([Office.service(s1, "N1")])
    try desk.refuse(s1)
    let mistake = desk.events.count
    try desk.say(.undone, need: "N1", body: ["seq": .number(mistake)])
    #expect(try desk.need("N1").state == .dispatched)
    #expect(try desk.need("N1").refusedBy.isEmpty)
    #expect(desk.state.undone == [mistake])
    #expect(throws: Illegality.notUndoable(seq: mistake)) {
      try desk.say(.undone, need: "N1", body: ["seq": .number(mistake)])
    }
    try desk.say(.accepted, service: s1)
    let accepted = desk.events.count
    try desk.say(.done, service: s1)
    // What rests on an entry keeps it from being taken back.
    #expect(throws: Illegality.restsOn(seq: accepted, later: .done)) {
      try desk.say(.undone, need: "N1", body: ["seq": .number(accepted)])
    }
    #expect(try desk.need("N1").state == .done)
    for other in [1, 2, 3, 5, 99] {
      #expect(throws: Illegality.notUndoable(seq: other)) {
        try desk.say(.undone, need: "N1", body: ["seq": .number(other)])
      }
    }
  }

  @Test func timeDoesNotRunBackwardsForANeed() throws {
    var desk = try Desk(needs: [Office.need("N1"), Office.need("N2")])
    desk.now = Office.at("2026-11-24T10:00")
    try desk.say(.settled, need: "N1")
    desk.now = Office.at("2026-11-24T09:59")
    #expect(throws: Illegality.backwards(need: "N1", last: Office.at("2026-11-24T10:00"))) {
      try desk.say(
        .visited, need: "N1", body: ["grade": .number(5), "solved": .bool(true)])
    }
    // Another need's entry may come in late.
    try desk.say(.settled, need: "N2")
  }

  /// An order that is out is taken back; one that is taken only when its visit is broken.
  ///
  /// Its number is free then.
  @Test func ordersAreTakenBack() throws {
    let team = [RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 1)]
    var desk = try Desk(needs: [Office.need("N1"), Office.need("N2", roles: team)])
    try desk.dispatch([
      Office.service(s1, "N1"), Office.service("T1", "N2", role: "法律"),
      Office.service("T2", "N2", role: "社工", resource: "R2"),
    ])
    try desk.say(.withdrawn, week: Office.week, service: s1)
    #expect(try desk.need("N1").state == .pending)
    #expect(try desk.need("N1").visitsLacking == 1)
    #expect(throws: Illegality.step(need: "N1", state: .pending, kind: .accepted)) {
      try desk.say(.accepted, week: Office.week, service: s1)
    }
    try desk.put(
      Order.entry(
        Office.service(s1, "N1", resource: "R3"), week: Office.week, run: "1", time: desk.now,
        actor: "王敏"))
    #expect(try desk.need("N1").state == .dispatched)
    try desk.say(.accepted, week: Office.week, service: "T1")
    #expect(throws: Illegality.order(service: "T1", state: .accepted, kind: .withdrawn)) {
      try desk.say(.withdrawn, week: Office.week, service: "T1")
    }
    try desk.refuse("T2")
    try desk.say(.withdrawn, week: Office.week, service: "T1")
    #expect(try desk.need("N2").state == .refused)
    #expect(EventKind.withdrawn.canBeUndone == false)
  }

  /// A week that is out is planned again, and dispatched again, until lists come in or it ends.
  @Test func aWeekThatIsOutIsPlannedAgain() throws {
    var desk = try desk()
    try desk.dispatch([Office.service(s1, "N1")])
    #expect(
      throws: Illegality.stage(week: Office.week, stage: .dispatched, kind: .planned)
    ) { try desk.say(.planned, week: Office.week, body: ["needs": .texts(["N1"])]) }
    let again: [String: JSONValue] = ["needs": .texts(["N1"]), "begun": .number(3)]
    try desk.say(.planned, week: Office.week, body: again)
    #expect(desk.state.weeks[Office.week]?.stage == .replanned)
    #expect(desk.state.weeks[Office.week]?.plan?["begun"] == nil)
    try desk.put(
      NeedCase.entry(
        Office.need("N2"), week: Office.week, firstResponsible: "王敏", time: desk.now, actor: "王敏"))
    #expect(desk.state.weeks[Office.week]?.stage == .dispatched)
    #expect(desk.state.weeks[Office.week]?.replan == nil)
    try desk.say(.planned, week: Office.week, body: again)
    try desk.say(.weekDispatched, week: Office.week)
    #expect(desk.state.weeks[Office.week]?.stage == .dispatched)
    #expect(desk.state.weeks[Office.week]?.plan?["begun"]?.number == 3)
  }

  @Test func whoDropsOutHasBeenOffered() throws {
    var desk = try desk()
    #expect(throws: Illegality.incomplete(key: "resource")) {
      try desk.put(
        Entry(.droppedOut, time: desk.now, actor: "王敏", week: Office.week, resource: "R1"))
    }
  }

  @Test func weeksHaveTheirStages() throws {
    var desk = try desk()
    #expect(throws: Illegality.unknownWeek(Office.next)) {
      try desk.say(.planned, week: Office.next, body: [:])
    }
    #expect(throws: Illegality.stage(week: Office.week, stage: .open, kind: .weekDispatched)) {
      try desk.say(.weekDispatched, week: Office.week)
    }
    try desk.say(.planned, week: Office.week, body: ["needs": .texts(["N1"])])
    // What comes in later makes a plan that is not dispatched stale.
    try desk.put(
      NeedCase.entry(
        Office.need("N2"), week: Office.week, firstResponsible: "王敏", time: desk.now, actor: "王敏"))
    #expect(desk.state.weeks[Office.week]?.stage == .open)
    try desk.dispatch([Office.service(s1, "N1")])
    #expect(throws: Illegality.openOrder(need: "N1", service: s1, kind: .weekClosed)) {
      try desk.say(.weekClosed, week: Office.week)
    }
    try desk.refuse(s1)
    try desk.say(.weekClosed, week: Office.week)
    for kind in [EventKind.weekOpened, .planned, .weekDispatched, .weekClosed] {
      #expect(throws: Illegality.stage(week: Office.week, stage: .closed, kind: kind)) {
        try desk.say(kind, week: Office.week)
      }
    }
  }

  /// From every state every event outside the table is refused, and every one in it was reached.
  @Test func seededWaysStayWithinTheTable() throws {
    var numbers = SeededNumbers(seed: 20_261_128)
    var seen: Set<Transition> = []
    var refused = 0
    for _ in 0..<2_000 {
      var desk = try Desk(needs: [Office.need("N1", visits: numbers.below(3) + 1)])
      var number = 0
      for _ in 0..<30 {
        let before = try desk.need("N1")
        let attempt = RandomStep(desk: desk, numbers: &numbers, number: &number)
        do {
          var copy = desk
          try attempt.take(&copy)
          let after = try copy.need("N1")
          desk = copy
          for event in after.events.dropFirst(before.events.count)
          where event.entry.kind.movesNeed {
            seen.insert(Transition(from: before.state, kind: event.entry.kind, to: [after.state]))
          }
        } catch is Illegality {
          #expect(try desk.need("N1") == before)
          refused += 1
        }
      }
    }
    #expect(refused > 2_000)
    let reached = Set(
      seen.map { "\($0.from?.rawValue ?? "") \($0.kind.rawValue) \($0.to[0].rawValue)" })
    var missing: [String] = []
    for row in Transition.table where row.from != nil {
      for target in row.to {
        let way = "\(row.from?.rawValue ?? "") \(row.kind.rawValue) \(target.rawValue)"
        if !reached.contains(way) { missing.append(way) }
      }
    }
    #expect(missing.isEmpty, "\(missing)")
  }
}

/// Numbers from a seed (splitmix64).
struct SeededNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Something that may be tried at a desk with one need, legal or not.
private struct RandomStep {
  private var kind: EventKind
  private var service: String?
  private var services: [Service] = []
  private var week: Week?
  private var body: [String: JSONValue] = [:]

  init(desk: Desk, numbers: inout SeededNumbers, number: inout Int) {
    let state = desk.state.needs["N1"]?.state ?? .pending
    let isAny = numbers.below(4) == 0
    let kinds = EventKind.allCases.filter {
      $0.movesNeed && $0 != .received
        && (isAny || !Transition.targets(from: state, by: $0).isEmpty)
    }
    kind = kinds[numbers.below(kinds.count)]
    let orders = desk.state.needs["N1"]?.orders.keys.sorted() ?? []
    switch kind {
    case .dispatched where !orders.isEmpty && numbers.below(2) == 0:
      service = orders[numbers.below(orders.count)]
    case .dispatched:
      number += 1
      let week = Week(containing: Office.week.monday.adding(days: 7 * number))
      self.week = week
      let count = numbers.below(2) + 1
      services = (1...count).map {
        Office.service(
          "\(week)-N1-\($0)-1", "N1", visit: $0, resource: "R\($0)",
          session: $0 == 1 ? "三上" : "四上", in: week)
      }
    case .accepted, .refused, .lapsed, .done, .withdrawn:
      service = orders.isEmpty ? "none" : orders[numbers.below(orders.count)]
    default: break
    }
    body = [
      "reason": .text("other"), "until": .text("2026-12-24"), "level": .text("town"),
      "grade": .number(numbers.below(5) + 1), "solved": .bool(numbers.below(2) == 0),
    ]
  }

  func take(_ desk: inout Desk) throws {
    if let week {
      try desk.dispatch(services, week: week)
    } else if kind == .dispatched, let service, let order = desk.state.order(service) {
      try desk.put(
        Order.entry(
          Office.service(
            service, "N1", visit: order.visit, resource: "R7", session: order.session.description,
            in: order.week), week: order.week, run: "1", time: desk.now, actor: "王敏"))
    } else {
      try desk.say(kind, need: "N1", service: service, body: body)
    }
  }
}
