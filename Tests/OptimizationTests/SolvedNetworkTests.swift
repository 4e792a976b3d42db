import Testing

@testable import Optimization

/// Changes of a solved network against new solves of the changed program.
@Suite struct SolvedNetworkAgainstNewSolves {
  /// Some thousands of changes of all kinds, one after another on the same network.
  @Test func everyChangeIsBest() throws {
    var counts: [String: Int] = [:]
    for seed in UInt64(7000)..<7260 {
      let start = ChangingProgram(seed: seed)
      guard var solved = start.solved() else { continue }
      var changing = start
      for step in 0..<16 {
        let before = solved
        let searches = solved.searchCount
        guard let change = try changing.change(&solved) else { continue }
        counts[change.kind, default: 0] += 1
        let place: Comment = "seed \(seed), step \(step): \(change)"
        #expect(solved.network.isBest, place)
        #expect(solved.searchCount - searches <= change.most, place)
        let expected = changing.newSolve(of: solved)
        #expect(solved.tiers == expected, place)
        #expect(before.tiers == changing.last, place)
        changing.last = expected
        if expected != nil {
          #expect(changing.values(of: solved) == expected, place)
        }
      }
    }
    print(counts.sorted { $0.key < $1.key })
    #expect(counts.values.reduce(0, +) >= 2000)
    #expect(counts.count == 8)
    #expect(counts.values.allSatisfy { $0 >= 60 })
  }

  /// What was undone is as before, whatever came between.
  @Test func undoneChangesLeaveTheTiers() throws {
    var count = 0
    for seed in UInt64(7500)..<7600 {
      guard var solved = ChangingProgram(seed: seed).solved() else { continue }
      let tiers = solved.tiers
      for demand in solved.program.demands.indices
      where solved.program.pins.allSatisfy({ $0.demand != demand }) {
        let visits = solved.program.demands[demand].visits
        try solved.ask(0, of: demand)
        #expect(try solved.ask(visits, of: demand) == tiers, "seed \(seed)")
        count += 1
      }
      for supply in solved.program.supplies.indices {
        let weekly = solved.program.supplies[supply].weekly
        try solved.setWeekly(of: supply, to: 0)
        #expect(try solved.setWeekly(of: supply, to: weekly) == tiers, "seed \(seed)")
        count += 1
      }
      for arc in solved.chosen {
        try solved.forbid(arc: arc)
        #expect(try solved.allow(arc: arc) == tiers, "seed \(seed)")
        count += 1
      }
    }
    #expect(count > 1000)
  }

  /// What cannot be said is refused, and nothing changes.
  @Test func refusals() throws {
    var tier = Tier(name: "unmet")
    tier.perUnmet = [[1, 3]]
    var load = Tier(name: "load")
    load.perLoad = [[0, 1]]
    let program = AssignmentProgram(
      demands: [
        .init(visits: 1, wholly: false, places: [1], group: 0),
        .init(visits: 1, wholly: false, places: [1], group: 0),
      ],
      supplies: [.init(weekly: 2, perSession: 1, minimum: 0, pool: 0)], groupCount: 1,
      poolCount: 1,
      arcs: [
        .init(demand: 0, place: 0, supply: 0, session: 0),
        .init(demand: 0, place: 0, supply: 0, session: 1),
        .init(demand: 1, place: 0, supply: 0, session: 0),
      ],
      pins: [.init(demand: 0, supply: 0, session: 0, count: 1)], demandClass: [0, 0],
      tiers: [tier, load])
    var solved = try #require(try SolvedNetwork(program))
    #expect(solved.tiers == [1, 0])
    #expect(solved.chosen == [0])
    let plain = AssignmentProgram.Demand(visits: 1, wholly: false, places: [1], group: 0)
    let team = AssignmentProgram.Demand(visits: 1, wholly: false, places: [1, 1], group: 0)
    #expect(throws: SolvedNetwork.Refusal.noSteps) {
      try solved.add(plain, demandClass: 0, perVisit: [0, 0], arcs: [])
    }
    #expect(throws: SolvedNetwork.Refusal.coupled) {
      try solved.add(team, demandClass: 0, perVisit: [0, 0], arcs: [])
    }
    #expect(throws: SolvedNetwork.Refusal.outside) {
      try solved.add(plain, demandClass: 0, perVisit: [1, 0], arcs: [])
    }
    #expect(throws: SolvedNetwork.Refusal.noSteps) { try solved.setWeekly(of: 0, to: 3) }
    #expect(throws: SolvedNetwork.Refusal.outside) { try solved.setWeekly(of: 1, to: 3) }
    #expect(throws: SolvedNetwork.Refusal.outside) { try solved.setCapacity(of: 0, in: 21, to: 1) }
    #expect(throws: SolvedNetwork.Refusal.outside) { try solved.ask(2, of: 1) }
    #expect(throws: SolvedNetwork.Refusal.outside) { try solved.forbid(arc: 3) }
    #expect(throws: SolvedNetwork.Refusal.pinned) { try solved.allow(arc: 1) }
    #expect(solved.tiers == [1, 0] && solved.searchCount == 0)
    // A pin that nothing can keep any more: no tiers, until it can be kept again.
    #expect(try solved.forbid(arc: 0) == nil)
    #expect(try solved.allow(arc: 0) == [1, 0])
    var coupled = program
    coupled.demands[1].places = [2]
    #expect(try SolvedNetwork(coupled) == nil)
  }
}

/// A seeded program whose steps go on, and what was done to it.
private struct ChangingProgram {
  struct Change: CustomStringConvertible {
    var kind: String
    var most: Int
    var description: String { kind }
  }

  var program: AssignmentProgram
  var last: [Int]?
  private var random: Seeded
  private var forbidden: Set<Int> = []
  private var perSession: [Int]

  init(seed: UInt64) {
    program = RandomPrograms.small(seed: seed, coupled: false, scale: 1 + Int(seed % 4))
    random = Seeded(seed)
    for index in program.tiers.indices {
      for group in program.tiers[index].perUnmet.indices {
        let last = program.tiers[index].perUnmet[group].last ?? 0
        program.tiers[index].perUnmet[group] += (1...40).map { last + 700 * $0 }
      }
      for pool in program.tiers[index].perLoad.indices {
        let last = program.tiers[index].perLoad[pool].last ?? 0
        program.tiers[index].perLoad[pool] += (1...40).map { last + 90 * $0 }
      }
    }
    perSession = program.supplies.map(\.perSession)
  }

  /// Nil when the pins cannot all hold.
  func solved() -> SolvedNetwork? {
    do { return try SolvedNetwork(program) } catch { return nil }
  }

  /// Makes a change; nil when there is nothing to change.
  mutating func change(_ solved: inout SolvedNetwork) throws -> Change? {
    if last == nil { last = solved.tiers }
    let pinned = Set(solved.program.pins.map(\.demand))
    let demand = random.below(solved.program.demands.count)
    let visits = solved.program.demands[demand].visits
    let supply = random.below(solved.program.supplies.count)
    let weekly = solved.program.supplies[supply].weekly
    switch random.below(8) {
    case 0:
      guard visits > 0 else { return nil }
      try solved.ask(0, of: demand)
      return Change(kind: "take a demand out", most: visits)
    case 1:
      let demands = solved.program.demands
      let out = demands.indices.first { demands[$0].visits == 0 && !pinned.contains($0) }
      guard let out else { return nil }
      try solved.ask(1, of: out)
      return Change(kind: "put a demand back", most: 2)
    case 2:
      return try add(&solved)
    case 3:
      let chosen = solved.chosen
      guard !chosen.isEmpty else { return nil }
      let arc = chosen[random.below(chosen.count)]
      forbidden.insert(arc)
      try solved.forbid(arc: arc)
      return Change(kind: "forbid what is filled", most: 1)
    case 4:
      guard let arc = forbidden.min() else { return nil }
      forbidden.remove(arc)
      try solved.allow(arc: arc)
      return Change(kind: "allow again", most: 1)
    case 5:
      guard weekly < 8 else { return nil }
      try solved.setWeekly(of: supply, to: weekly + 1)
      // The pool's limit, the visit, and the look that nothing else gains.
      return Change(kind: "one visit of capacity more", most: 3)
    case 6:
      guard weekly > 0 else { return nil }
      try solved.setWeekly(of: supply, to: weekly - 1)
      return Change(kind: "one visit of capacity less", most: 1)
    default:
      perSession[supply] = perSession[supply] % 3 + 1
      for session in 0..<21 {
        try solved.setCapacity(of: supply, in: session, to: perSession[supply])
      }
      return Change(kind: "places in a session", most: 200)
    }
  }

  private mutating func add(_ solved: inout SolvedNetwork) throws -> Change {
    let tiers = solved.program.tiers
    let visits = 1 + random.below(2)
    var arcs: [(supply: Int, session: Int, costs: [Int])] = []
    for supply in solved.program.supplies.indices {
      for session in [0, 1, 3, 7] where !random.once(in: 3) {
        arcs.append(
          (supply, session, tiers.map { $0.perArc.isEmpty ? 0 : random.below(5) - 2 }))
      }
    }
    try solved.add(
      .init(visits: visits, wholly: false, places: [1], group: random.below(2)), demandClass: 0,
      perVisit: tiers.map { $0.perVisit.isEmpty ? 0 : -random.below(2) }, arcs: arcs)
    return Change(kind: "add a demand", most: 2 * visits)
  }

  /// The tiers of the changed program, solved from nothing.
  func newSolve(of solved: SolvedNetwork) -> [Int]? {
    let (program, _) = reduced(solved)
    do { return try AssignmentSolver.solve(program).tiers.map(\.value) } catch { return nil }
  }

  /// The tiers of what the network holds, by the words of the changed program.
  func values(of solved: SolvedNetwork) -> [Int]? {
    let (program, kept) = reduced(solved)
    let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let chosen = solved.chosen.compactMap { places[$0] }
    guard chosen.count == solved.chosen.count,
      PlanValue.violation(of: chosen, in: program) == nil
    else { return nil }
    return PlanValue.values(of: chosen, in: program)
  }

  /// The program without demands that ask for nothing and arcs that are forbidden; the arcs kept.
  private func reduced(_ solved: SolvedNetwork) -> (AssignmentProgram, [Int]) {
    var program = solved.program
    for (supply, places) in perSession.enumerated() { program.supplies[supply].perSession = places }
    let demands = program.demands.indices.filter { program.demands[$0].visits > 0 }
    let index = Dictionary(uniqueKeysWithValues: demands.enumerated().map { ($1, $0) })
    let arcs = program.arcs.indices.filter {
      index[Int(program.arcs[$0].demand)] != nil && !forbidden.contains($0)
    }
    let whole = program
    program.demands = demands.map { whole.demands[$0] }
    program.demandClass = demands.map { whole.demandClass[$0] }
    program.arcs = arcs.map { arc in
      var own = whole.arcs[arc]
      own.demand = Int32(index[Int(own.demand)] ?? 0)
      return own
    }
    program.pins = whole.pins.compactMap { pin in
      var own = pin
      guard let demand = index[pin.demand] else { return nil }
      own.demand = demand
      return own
    }
    for tier in program.tiers.indices {
      if !whole.tiers[tier].perVisit.isEmpty {
        program.tiers[tier].perVisit = demands.map { whole.tiers[tier].perVisit[$0] }
      }
      if !whole.tiers[tier].perArc.isEmpty {
        program.tiers[tier].perArc = arcs.map { whole.tiers[tier].perArc[$0] }
      }
    }
    return (program, arcs)
  }
}
