import Testing
import ThreeLists

@testable import Matching

/// Past weeks replayed: what people did, measured as a plan is.
@Suite("backtest")
struct BacktestTests {
  private static func place(
    _ need: String, _ resource: String, visit: Int = 1, role: String? = nil,
    session: Int? = nil, line: Int = 2, isListed: Bool = true
  ) -> ActualPlace {
    ActualPlace(
      origin: Origin(file: "done.csv", line: line), need: need, visit: visit, role: role,
      resource: resource, isListed: isListed, session: session.map { Session(index: $0) },
      isOnTime: nil)
  }

  private static func places(_ plan: Plan) -> [ActualPlace] {
    plan.services.enumerated().map { line, service in
      place(
        service.need, service.resource, visit: service.visit, role: service.role,
        session: service.session.index, line: line + 2)
    }
  }

  private static func replay(
    _ lists: TinyLists, _ places: [ActualPlace]
  ) throws -> BacktestWeek? {
    do {
      let plan = try ScenarioPlan.make(lists.task(), explains: false, number: 0)
      return try BacktestWeek(plan, places: places)
    } catch ScenarioError.planning(_, .conflictingPins) {
      return nil
    }
  }

  @Test("a plan that was carried out is what happened, in every figure")
  func thePlanItself() throws {
    var replayed = 0
    for seed in 0..<60 as Range<UInt64> {
      var lists = try TinyLists(seed: seed, needs: 4, mostSessions: 4)
      // With fewer pins more weeks can be planned at all.
      if seed % 4 > 0 { for index in lists.needs.indices { lists.needs[index].pinned = [] } }
      guard let plan = try? Planner.plan(lists.task()) else { continue }
      let week = try #require(try Self.replay(lists, Self.places(plan)))
      for tier in week.tiers {
        #expect(tier.actual == tier.plan && tier.allowed == tier.plan, "\(seed) \(tier.name)")
      }
      #expect(week.breaches.isEmpty && week.better.isEmpty, "\(seed) \(week.breaches)")
      #expect(week.onlyPeople.isEmpty && week.onlyPlan.isEmpty)
      #expect(week.agreed == plan.services.count)
      #expect(week.actual.distance == week.plan.distance)
      #expect(week.actual.fairness == week.plan.fairness)
      replayed += 1
    }
    #expect(replayed > 30)
  }

  /// What people might have done: anybody for anything, at any time.
  private static func anything(
    _ lists: TinyLists, _ dice: inout Dice, plan: Plan
  ) -> [ActualPlace] {
    // Part of it as planned, so that something is within the rules.
    var places = Self.places(plan).filter { _ in dice.chance(60) }
    var taken = Set(places.map { "\($0.need) \($0.visit) \($0.role ?? "")" })
    for need in lists.needs where dice.chance(70) {
      for visit in 1...need.visits {
        for role in need.isTeam ? need.roles.map(\.role) : [nil] {
          guard places.count < 8, taken.insert("\(need.id) \(visit) \(role ?? "")").inserted
          else { continue }
          places.append(
            place(
              need.id, lists.resources[dice.roll(0...lists.resources.count - 1)].id,
              visit: visit, role: role, session: [0, 1, 4, 7, 10][dice.roll(0...4)],
              line: places.count + 20))
        }
      }
    }
    return places
  }

  /// The best of all subsets that the audit finds nothing in.
  private static func bestSubset(_ places: [ActualPlace], _ task: PlanningTask) -> [Int]? {
    let rules = Audit.eligibilityChecks + Audit.visitChecks + Audit.capacityChecks
    let names = Audit.tierNames(task.policy)
    var best: [Int]?
    for mask in 0..<(1 << places.count) {
      let chosen = places.indices.filter { mask >> $0 & 1 == 1 }.map { places[$0] }
      let laid = ActualServices(renumbered(chosen), task: task)
      let view = AuditView(
        plan: laid.plan(laid.services), needs: task.listedNeeds, resources: task.resources,
        policy: task.policy)
      guard Audit.findings(in: view, by: rules).isEmpty else { continue }
      let values = AuditTierValues(view)
      let vector = names.map { Audit.isMaximised($0) ? -values[$0] : values[$0] }
      if best.map({ vector.lexicographicallyPrecedes($0) }) ?? true { best = vector }
    }
    return best
  }

  private static func renumbered(_ places: [ActualPlace]) -> [ActualPlace] {
    Dictionary(grouping: places, by: \.need).sorted { $0.key < $1.key }.flatMap { _, own in
      let sessions = Set(own.compactMap { $0.session?.index }).sorted()
      return own.map { place in
        var place = place
        place.visit = (place.session.flatMap { sessions.firstIndex(of: $0.index) } ?? 0) + 1
        return place
      }
    }
  }

  @Test("the part within the rules is the best of all subsets, and no better than the plan")
  func allowedPart() throws {
    var compared = 0
    var broken = 0
    for seed in 100..<260 as Range<UInt64> {
      var lists = try TinyLists(seed: seed, needs: 3, mostSessions: 3)
      if seed % 4 > 0 { for index in lists.needs.indices { lists.needs[index].pinned = [] } }
      guard let plan = try? Planner.plan(lists.task()) else { continue }
      var dice = Dice(state: seed)
      let places = Self.anything(lists, &dice, plan: plan)
      let week = try #require(try Self.replay(lists, places))
      let best = Self.bestSubset(places, lists.task())
      let found: [Int]? =
        week.allowed == nil
        ? nil
        : week.tiers.compactMap { tier in
          tier.allowed.map { Audit.isMaximised(tier.name) ? -$0 : $0 }
        }
      #expect(found == best, "\(seed)")
      if week.status != .gap { #expect(week.firstWorseTier == nil, "\(seed)") }
      compared += best == nil ? 0 : 1
      broken += week.breaches.isEmpty ? 0 : 1
    }
    #expect(compared > 60)
    #expect(broken > 60)
  }

  /// Two resources and needs that show every rule once.
  private static func everyRule() throws -> (TinyLists, [ActualPlace]) {
    var needs = try (1...9).map { try TinyLists.need("N\($0)") }
    needs[0].category = "义诊"
    needs[1].sessions = SessionSet([Session(index: 3)])
    needs[2].visits = 2
    needs[3].visits = 2
    needs[4].roles = [RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 1)]
    needs[5].roles = needs[4].roles
    needs[6].visits = 2
    needs[6].allowsPartial = false
    needs[7].pinned = [Pin(resource: "R1")]
    needs[8].banned = ["R2"]
    var first = TinyLists.resource("R1", weekly: 9)
    var second = TinyLists.resource("R2", unit: "乙", weekly: 3)
    first.roles = ["法律", "社工"]
    second.roles = ["社工"]
    second.perSession = 1
    let places = [
      place("N1", "R1", session: 0, line: 2),
      place("N2", "R1", session: 0, line: 3),
      place("N3", "R1", session: 0, line: 4), place("N3", "R1", visit: 2, session: 1, line: 5),
      place("N4", "R1", session: 0, line: 6), place("N4", "R1", visit: 2, session: 3, line: 7),
      place("N4", "R1", visit: 3, session: 6, line: 8),
      place("N5", "R1", role: "法律", session: 0, line: 9),
      place("N5", "R1", role: "社工", session: 0, line: 10),
      place("N6", "R1", role: "法律", session: 0, line: 11),
      place("N6", "R2", role: "社工", session: 3, line: 12),
      place("N7", "R2", session: 6, line: 13),
      place("N8", "R2", session: 6, line: 14),
      place("N9", "R2", session: 9, line: 15),
      place("N9", "街道", visit: 2, session: 12, line: 16, isListed: false),
    ]
    first.perSession = 9
    return (try TinyLists(needs: needs, resources: [first, second]), places)
  }

  @Test("every rule that people broke is named with its rows")
  func breaches() throws {
    let (lists, places) = try Self.everyRule()
    let found = ActualBreaches.all(places, task: lists.task())
    func lines(_ rule: ActualRule) -> [[Int]] {
      found.filter { $0.rule == rule }.map { $0.rows.map(\.line) }
    }
    #expect(lines(.unlisted) == [[16]])
    #expect(lines(.pair(.category)) == [[2]])
    #expect(lines(.pair(.needSessions)) == [[3]])
    #expect(lines(.pair(.banned)) == [[15]])
    #expect(lines(.oneADay) == [[5]])
    #expect(lines(.visits) == [[8], [16]])
    #expect(lines(.teamResources) == [[9, 10]])
    #expect(lines(.teamSession) == [[11, 12]])
    #expect(lines(.allOrNothing) == [[13]])
    #expect(lines(.pin) == [[14]])
    #expect(lines(.perSession) == [[13, 14]])
    #expect(lines(.weekly) == [Array(2...11), [12, 13, 14, 15]])
    #expect(found.filter { $0.rule == .weekly }.map(\.count) == [1, 1])
    #expect(lines(.teamIncomplete).isEmpty)
    let alone = ActualBreaches.all(
      [Self.place("N5", "R1", role: "法律", session: 0)], task: lists.task())
    #expect(alone.first { $0.rule == .teamIncomplete }?.count == 1)
    #expect(found == found.sorted { $0.rule < $1.rule })
  }

  @Test("without sessions people get the benefit of the doubt, but no more than they did")
  func withoutSessions() throws {
    var need = try TinyLists.need("N1")
    need.visits = 3
    let lists = try TinyLists(
      needs: [need], resources: [TinyLists.resource("R1", weekly: 3)])
    let week = try #require(
      try Self.replay(lists, [Self.place("N1", "R1"), Self.place("N1", "R1", visit: 2, line: 3)]))
    #expect(week.breaches.isEmpty)
    #expect(week.plan.visits.served == 3)
    #expect(week.actual.visits.served == 2)
    // Nobody came a third time, though there is room.
    #expect(week.allowed?.visits.served == 2)
    let prompt = try #require(week.tiers.first { $0.name == .prompt })
    #expect(prompt.actual == nil && prompt.allowed == 3)
  }

  @Test("loads of earlier weeks are carried as asked")
  func history() throws {
    let task = try TinyLists(
      needs: [TinyLists.need("N1")],
      resources: [TinyLists.resource("R1"), TinyLists.resource("R2", unit: "乙")]
    ).task()
    let weeks = (0..<2).map { number in
      PlanningTask(
        needs: task.listedNeeds, resources: task.resources, policy: task.policy,
        week: Week(containing: task.week.monday.adding(days: 7 * number)), version: "1")
    }
    let done = [[Self.place("N1", "R2")], [Self.place("N1", "R2")]]
    func units(_ history: BacktestHistory) throws -> [[Int?]] {
      try Backtest.replay(weeks, places: done, history: history, threads: 2).map { week in
        let tier = week.tiers.first { $0.name == .units }
        return [tier?.plan, tier?.actual]
      }
    }
    // The k-th place of a unit costs 100 · (2 · (history + k) − 1).
    #expect(try units(.listed) == [[100, 100], [100, 100]])
    #expect(try units(.actual) == [[100, 100], [100, 300]])
    // The plan gave the first week to the smaller identifier.
    #expect(try units(.planned) == [[100, 100], [100, 100]])
    var narrow = task.policy
    narrow.historyWeeks = 1
    let later = weeks.enumerated().map { number, task in
      PlanningTask(
        needs: task.listedNeeds, resources: task.resources, policy: narrow,
        week: Week(containing: task.week.monday.adding(days: 14 * number)), version: "1")
    }
    let forgotten = try Backtest.replay(later, places: done, history: .actual, threads: 1)
    #expect(forgotten[1].tiers.first { $0.name == .units }?.actual == 100)
  }

  @Test("decimals are rounded to the nearest, halves away from zero")
  func decimals() {
    #expect(FixedDecimal.text(5, over: 4, places: 1) == "1.3")
    #expect(FixedDecimal.text(-5, over: 4, places: 1) == "-1.3")
    #expect(FixedDecimal.text(1, over: 3, places: 2) == "0.33")
    #expect(FixedDecimal.text(2, over: 3, places: 2) == "0.67")
    #expect(FixedDecimal.text(-1, over: 1000, places: 2) == "0.00")
    #expect(FixedDecimal.text(7, over: 2, places: 0) == "4")
    #expect(FixedDecimal.text(1005, over: 1000, places: 3) == "1.005")
  }
}
