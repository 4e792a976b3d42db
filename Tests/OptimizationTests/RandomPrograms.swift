import Optimization

/// Numbers from a literal seed (SplitMix64, Steele, Lea & Flood 2014).
struct Seeded {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True once in `odds` calls.
  mutating func once(in odds: Int) -> Bool { below(odds) == 0 }
}

/// Small programs in which every feature of the model occurs.
enum RandomPrograms {
  /// A program with at most five demands and four supplies; feasible pins are not assured.
  ///
  /// - Parameters:
  ///   - seed: the generator's.
  ///   - coupled: whether teams, demands served wholly and bare pins may occur.
  ///   - scale: 1 for what brute force can count; more for as many times the demands and supplies.
  /// - Returns: the program.
  static func small(seed: UInt64, coupled: Bool = true, scale: Int = 1) -> AssignmentProgram {
    var random = Seeded(seed)
    let demandCount = (2 + random.below(3)) * scale
    let supplyCount = (2 + random.below(3)) * scale
    let sessions = [0, 1, 3, 4, 6].prefix(2 + random.below(3))
    var demands: [AssignmentProgram.Demand] = []
    for _ in 0..<demandCount {
      var places = [1]
      if coupled, random.once(in: 4) { places = random.once(in: 2) ? [1, 1] : [2] }
      let visits = 1 + (random.once(in: 3) ? 1 + random.below(2) : 0)
      demands.append(
        .init(
          visits: visits, wholly: coupled && visits > 1 && random.once(in: 2), places: places,
          group: random.below(2)))
    }
    let supplies = (0..<supplyCount).map { _ in
      let weekly = random.below(4)
      return AssignmentProgram.Supply(
        weekly: weekly, perSession: 1 + random.below(2),
        minimum: random.once(in: 3) ? random.below(weekly + 1) : 0, pool: random.below(2))
    }
    var arcs: [AssignmentProgram.Arc] = []
    for (index, demand) in demands.enumerated() {
      for place in demand.places.indices {
        for supply in 0..<supplyCount {
          for session in sessions where !random.once(in: demand.places == [1] ? 3 : 4) {
            arcs.append(
              .init(
                demand: Int32(index), place: Int32(place), supply: Int32(supply),
                session: Int32(session)))
          }
        }
      }
    }
    // Brute force counts subsets of arcs: keep them few.
    while arcs.count > 22 * scale * scale { arcs.remove(at: random.below(arcs.count)) }
    var pins: [AssignmentProgram.Pin] = []
    for _ in 0..<scale where random.once(in: 3) && !arcs.isEmpty {
      let arc = arcs[random.below(arcs.count)]
      pins.append(
        .init(
          demand: Int(arc.demand), supply: Int(arc.supply),
          session: random.once(in: 2) ? Int(arc.session) : nil, count: 1))
      let pin = pins.count - 1
      guard pins[pin].session == nil, demands[pins[pin].demand].visits > 1 else { continue }
      if !coupled {
        pins[pin].count = demands[pins[pin].demand].visits
      } else if random.once(in: 2) {
        pins[pin].count = 2
      }
    }
    return AssignmentProgram(
      demands: demands, supplies: supplies, groupCount: 2, poolCount: 2, arcs: arcs, pins: pins,
      demandClass: demands.indices.map { $0 % 2 },
      tiers: tiers(demands: demands, supplies: supplies, arcs: arcs, random: &random))
  }

  private static func tiers(
    demands: [AssignmentProgram.Demand], supplies: [AssignmentProgram.Supply],
    arcs: [AssignmentProgram.Arc], random: inout Seeded
  ) -> [Tier] {
    var tiers: [Tier] = []
    for number in 0..<2 {
      var served = Tier(name: "served.\(number)")
      served.perVisit = demands.indices.map { $0 % 2 == number ? -1 : 0 }
      tiers.append(served)
    }
    var minimums = Tier(name: "minimums")
    minimums.shortfall = true
    tiers.append(minimums)
    var groups = Tier(name: "groups")
    groups.perUnmet = (0..<2).map { group in
      let count = demands.reduce(0) { $0 + ($1.group == group ? $1.visits : 0) }
      return (0..<count).map { 1000 * (2 * $0 + 1) / count }
    }
    tiers.append(groups)
    var arcCosts = Tier(name: "arcs")
    arcCosts.constant = 7
    arcCosts.perArc = arcs.map { _ in random.below(5) - 2 }
    tiers.append(arcCosts)
    var sessions = Tier(name: "sessions")
    sessions.perSession = Array(0..<21)
    tiers.append(sessions)
    var pools = Tier(name: "pools")
    pools.perLoad = (0..<2).map { pool in
      let count = supplies.reduce(0) { $0 + ($1.pool == pool ? $1.weekly : 0) }
      let history = random.below(4)
      let weight = 50 + random.below(100)
      return (0..<count).map { 10_000 * (2 * (history + $0) + 1) / weight }
    }
    tiers.append(pools)
    return tiers
  }
}

/// The best tier vector over every subset of arcs.
enum BruteForce {
  /// The lexicographically smallest values, or nil when nothing is feasible.
  ///
  /// Visits are made one by one: for each demand and session either none or one way to fill its
  /// places, with capacities checked on the way.
  static func best(_ program: AssignmentProgram) -> [Int]? {
    var best: [Int]?
    forEachPlan(of: program) { chosen in
      let values = PlanValue.values(of: chosen, in: program)
      if let known = best, !values.lexicographicallyPrecedes(known) { return }
      best = values
    }
    return best
  }

  /// Calls `body` with the arcs of every feasible plan.
  static func forEachPlan(of program: AssignmentProgram, _ body: ([Int]) -> Void) {
    var choices: [[[Int]]] = []
    let visits = Dictionary(grouping: program.arcs.indices) {
      Int(program.arcs[$0].demand) * 32 + Int(program.arcs[$0].session)
    }
    for (key, arcs) in visits.sorted(by: { $0.key < $1.key }) {
      let places = program.demands[key / 32].places
      var ways: [[Int]] = [[]]
      for mask in 1..<(1 << arcs.count) {
        guard mask.nonzeroBitCount == places.reduce(0, +) else { continue }
        let set = arcs.indices.filter { mask & (1 << $0) != 0 }.map { arcs[$0] }
        let filled = places.indices.map { kind in
          set.count { Int(program.arcs[$0].place) == kind }
        }
        if filled == places, Set(set.map { program.arcs[$0].supply }).count == set.count {
          ways.append(set)
        }
      }
      choices.append(ways)
    }
    var weekly = program.supplies.map(\.weekly)
    var session: [Int: Int] = [:]
    for arc in program.arcs {
      session[Int(arc.supply) * 32 + Int(arc.session)] =
        program.supplies[Int(arc.supply)].perSession
    }
    var chosen: [Int] = []
    func extend(_ depth: Int) {
      guard depth < choices.count else {
        if PlanValue.violation(of: chosen, in: program) == nil { body(chosen) }
        return
      }
      for way in choices[depth] {
        var fits = true
        for index in way {
          let arc = program.arcs[index]
          weekly[Int(arc.supply)] -= 1
          session[Int(arc.supply) * 32 + Int(arc.session), default: 0] -= 1
          if weekly[Int(arc.supply)] < 0
            || session[Int(arc.supply) * 32 + Int(arc.session), default: 0] < 0
          {
            fits = false
          }
          chosen.append(index)
        }
        if fits { extend(depth + 1) }
        for index in way.reversed() {
          let arc = program.arcs[index]
          weekly[Int(arc.supply)] += 1
          session[Int(arc.supply) * 32 + Int(arc.session), default: 0] += 1
          chosen.removeLast()
        }
      }
    }
    extend(0)
  }
}
