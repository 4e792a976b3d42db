import Matching
import Testing
import ThreeLists

@testable import Ledger

/// With what units have carried by the ledger, no swap and no single move makes a week fairer without
/// making something worse that counts before.
@Suite struct FairnessTests {
  /// Numbers from a literal seed (SplitMix64).
  private struct Seeded {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
  }

  private static let grids = [
    "230799001001001", "230799001001002", "230799001002001", "230799002001001",
  ]

  private static func week(_ number: Int) -> Week {
    Week(containing: Office.week.monday.adding(days: 7 * number))
  }

  private static func resource(_ number: Int, _ random: inout Seeded) -> Resource {
    var resource = Office.resource("R\(number)")
    resource.unit = "U\(number / 2)"
    resource.weekly = 1 + random.below(3)
    resource.perSession = 1 + random.below(2)
    resource.categories = random.below(3) == 0 ? ["理发", "义诊"] : ["理发"]
    resource.weight = [nil, 50, 200][(number / 2) % 3]
    if random.below(3) == 0 { resource.home = GridCode(grids[random.below(grids.count)]) }
    if random.below(4) == 0 {
      resource.sessions = SessionSet([3, 6, 9].map { Session(index: $0) })
    }
    return resource
  }

  private static func need(
    _ id: String, resources: [Resource], _ random: inout Seeded
  ) -> Need {
    var need = Office.need(id, visits: random.below(4) == 0 ? 2 : 1)
    if let grid = GridCode(grids[random.below(grids.count)]) { need.grid = grid }
    if random.below(4) == 0 { need.category = "义诊" }
    let sessions = [[3], [6], [3, 9], [6, 9, 12]][random.below(4)]
    need.sessions = SessionSet(sessions.map { Session(index: $0) })
    if random.below(4) == 0 { need.requested = [resources[random.below(resources.count)].id] }
    if random.below(5) == 0 { need.previous = resources[random.below(resources.count)].id }
    return need
  }

  /// A ledger in which each unit did some visits in each of some weeks, was away in some, and gave
  /// some back.
  private static func desk(_ resources: [Resource], _ random: inout Seeded) throws -> Desk {
    let weeks = 2 + random.below(4)
    let counts = (0..<weeks).map { _ in resources.map { _ in random.below(6) - 1 } }
    var needs: [Need] = []
    for (number, own) in counts.enumerated() {
      for (index, count) in own.enumerated() {
        for one in 0..<max(0, count) { needs.append(Office.need("P-\(number)-\(index)-\(one)")) }
      }
    }
    var desk = try Desk(needs: needs)
    for (number, own) in counts.enumerated() {
      let week = week(number)
      try desk.say(.weekOpened, week: week)
      var services: [(service: Service, isDone: Bool)] = []
      for (index, count) in own.enumerated() where count >= 0 {
        let resource = resources[index]
        try desk.put(
          Entry(
            .declared, time: desk.now, actor: "王敏", week: week, resource: resource.id,
            body: ResourceRecord.body(resource)))
        for one in 0..<count {
          var service = Office.service(
            "\(week)-\(index)-\(one)", "P-\(number)-\(index)-\(one)", resource: resource.id,
            in: week
          )
          service.unit = resource.unit
          services.append((service, random.below(6) > 0))
        }
      }
      try desk.dispatch(services.map(\.service), week: week)
      for (service, isDone) in services {
        guard isDone else {
          try desk.say(
            .refused, week: week, service: service.id, body: ["reason": .text("capacity")])
          continue
        }
        try desk.say(.accepted, week: week, service: service.id)
        try desk.say(.done, week: week, service: service.id)
      }
      try desk.say(.weekClosed, week: week)
    }
    return desk
  }

  /// A week after such a past: its lists, and what the units have carried by the ledger.
  private struct World {
    let task: PlanningTask
    /// The same week, the units' past unknown.
    let withoutPast: PlanningTask
    let histories: [String: Int]
    let needs: [String: Need]
    let resources: [String: Resource]

    init(seed: UInt64) throws {
      var random = Seeded(state: seed)
      let count = 4 + random.below(5)
      let resources = (0..<count).map { resource($0, &random) }
      let desk = try desk(resources, &random)
      let week = week(6)
      let needs = (0..<4 + random.below(6)).map { need("N\($0)", resources: resources, &random) }
      let known = desk.state.unitHistories(before: week, window: 12, resources: resources)
      histories = Dictionary(uniqueKeysWithValues: known.map { ($0.unit, $0.history) })
      var policy = Policy.standard
      // Half of the weeks put fairness right after what is served.
      if seed % 2 == 1 {
        policy.tiers.removeAll { $0 == .units }
        policy.tiers.insert(.units, at: 5)
      }
      func task(_ resources: [Resource]) -> PlanningTask {
        PlanningTask(
          needs: needs, resources: resources, policy: policy, week: week, version: "1")
      }
      self.task = task(UnitHistory.applied(known, to: resources))
      withoutPast = task(resources)
      self.needs = Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) })
      self.resources = Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) })
    }

    /// Whether places of needs served as often as in the plan keep every rule and capacity.
    func isFeasible(_ places: [FilledPlace]) -> Bool {
      let open = Eligibility.openSessions(task.policy, task.week)
      for place in places {
        guard let need = needs[place.need], let resource = resources[place.resource],
          Eligibility.rulesAgainst(
            place.session, need, role: nil, resource, open: open, week: task.week) == nil
        else { return false }
      }
      for (id, own) in Dictionary(grouping: places, by: \.resource) {
        guard let resource = resources[id], own.count <= resource.weekly else { return false }
        let sessions = Dictionary(grouping: own, by: \.session)
        if sessions.values.contains(where: { $0.count > resource.perSession }) { return false }
      }
      return Dictionary(grouping: places, by: \.need).values.allSatisfy { own in
        Set(own.map(\.session.weekday)).count == own.count
      }
    }

    /// What a tier is worth, counted by hand; tiers that depend on nothing but how often each need is
    /// served are left out, since no neighbour serves another number.
    func value(_ tier: TierName, _ places: [FilledPlace]) -> Int? {
      switch tier {
      case .choice:
        places.reduce(0) { sum, place in
          let wishes = needs[place.need]?.requested ?? []
          return sum + (wishes.firstIndex(of: place.resource) ?? wishes.count)
        }
      case .continuity:
        places.count { place in
          needs[place.need]?.previous.map { $0 != place.resource } ?? false
        }
      case .prompt: places.reduce(0) { $0 + $1.session.index }
      case .distance:
        places.reduce(0) { sum, place in
          guard let need = needs[place.need], let resource = resources[place.resource] else {
            return sum
          }
          return sum
            + Distance.level(from: resource.home, to: need.grid, levels: task.policy.levels)
        }
      case .units: fairness(places)
      default: nil
      }
    }

    /// Σ over units and k of ⌊10²·(2(history + k) − 1) / weight⌋.
    private func fairness(_ places: [FilledPlace]) -> Int {
      var sum = 0
      let loads = Dictionary(grouping: places) { resources[$0.resource]?.unit ?? "" }
      for (unit, own) in loads {
        let weight = resources.values.filter { $0.unit == unit }.compactMap(\.weight).min() ?? 100
        for step in 1...own.count {
          sum += 10_000 * (2 * ((histories[unit] ?? 0) + step) - 1) / weight
        }
      }
      return sum
    }

    func values(_ places: [FilledPlace]) -> [Int] {
      task.policy.tiers.compactMap { value($0, places) }
    }

    /// The plans that differ by one move, or by a swap of two places.
    func neighbours(_ places: [FilledPlace]) -> [[FilledPlace]] {
      var found: [[FilledPlace]] = []
      for index in places.indices {
        for resource in resources.keys.sorted() {
          for session in Session.all {
            var moved = places
            moved[index].resource = resource
            moved[index].session = session
            found.append(moved)
          }
        }
        for other in places.indices where other > index {
          // Who comes, and who comes when.
          var swapped = places
          swapped[index].resource = places[other].resource
          swapped[other].resource = places[index].resource
          found.append(swapped)
          swapped[index].session = places[other].session
          swapped[other].session = places[index].session
          found.append(swapped)
        }
      }
      return found.filter { $0 != places && isFeasible($0) }
    }

    /// The fairness tier's place among the values.
    var fairnessIndex: Int {
      task.policy.tiers.filter { value($0, []) != nil }.firstIndex(of: .units) ?? 0
    }

    /// Neighbours of a plan, and those that are fairer with all before as good, or better before that.
    func audit(_ plan: Plan) -> (tried: Int, alike: Int, better: Int) {
      let places = plan.services.map { FilledPlace($0) }
      let (own, index) = (values(places), fairnessIndex)
      var (tried, alike, better) = (0, 0, 0)
      for neighbour in neighbours(places) {
        let others = values(neighbour)
        tried += 1
        if own.prefix(index).elementsEqual(others.prefix(index)) { alike += 1 }
        if others.prefix(index + 1).lexicographicallyPrecedes(own.prefix(index + 1)) { better += 1 }
      }
      return (tried, alike, better)
    }
  }

  @Test func noSwapIsFairer() throws {
    var (tried, alike, weeks) = (0, 0, 0)
    var (unfair, unfairWeeks) = (0, 0)
    for seed in UInt64(0)..<72 {
      let world = try World(seed: seed)
      #expect(world.histories.values.contains { $0 > 0 })
      let plan = try Planner.plan(world.task)
      guard plan.services.count > 1 else { continue }
      weeks += 1
      #expect(plan.status == .optimal, "seed \(seed)")
      // The tier counts what the ledger says: its value by hand is the plan's.
      let places = plan.services.map { FilledPlace($0) }
      #expect(
        plan.tiers.first { $0.name == .units }?.value == world.value(.units, places),
        "seed \(seed)")
      let found = world.audit(plan)
      #expect(found.better == 0, "seed \(seed): \(found)")
      tried += found.tried
      alike += found.alike
      // A plan that knows nothing of the past is found out.
      let blind = world.audit(try Planner.plan(world.withoutPast))
      unfair += blind.better
      unfairWeeks += blind.better > 0 ? 1 : 0
    }
    print("\(weeks) weeks, \(tried) swaps and moves, \(alike) alike in all before fairness")
    print("without the past \(unfair) are fairer, in \(unfairWeeks) weeks")
    #expect(weeks >= 60 && tried > 2000 && alike > 1000)
    #expect(unfairWeeks >= 10)
  }
}
