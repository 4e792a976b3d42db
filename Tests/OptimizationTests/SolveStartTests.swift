import Testing

@testable import Optimization

/// Solves that begin at a plan and prices found before.
@Suite struct SolveStartTests {
  /// Programs without couplings that have a plan, with what was found for them.
  private static func solved(
    _ seeds: Range<UInt64>, scale: Int, tiers: Int = 99
  ) -> [(seed: UInt64, program: AssignmentProgram, solution: Solution)] {
    seeds.compactMap { seed in
      var program = RandomPrograms.small(seed: seed, coupled: false, scale: scale)
      program.tiers = Array(program.tiers.prefix(tiers))
      guard !Network.isCoupled(program), case .success(let solution) = answer(to: program)
      else { return nil }
      return (seed, program, solution)
    }
  }

  private static func leaf(_ solution: Solution) throws -> Proof.Leaf {
    guard case .leaf(let leaf) = try #require(solution.proof?.nodes.first) else {
      throw SolverError.fault("a network without prices")
    }
    return leaf
  }

  /// What began anywhere has the tiers of what began at nothing, and prices that prove them.
  private func expectAlike(
    _ found: Solution, _ other: Solution, _ program: AssignmentProgram, _ seed: UInt64
  ) throws {
    #expect(PlanValue.violation(of: found.chosen, in: program) == nil, "seed \(seed)")
    #expect(found.tiers.map(\.value) == other.tiers.map(\.value), "seed \(seed)")
    #expect(found.tiers.allSatisfy { $0.proof == .certificate }, "seed \(seed)")
    let network = try #require(SolvedNetwork(program, solution: found))
    #expect(network.network.isBest, "seed \(seed)")
  }

  /// Any best plan stays as it is under the prices that prove another one best.
  @Test func whatIsBestStays() throws {
    var others = 0
    for (seed, program, solution) in SolveStartTests.solved(
      7000..<7120, scale: 2, tiers: 2)
    {
      let prices = try SolveStartTests.leaf(solution)
      let other = try AssignmentSolver.solve(program, engine: .glpk)
      try #require(other.tiers.map(\.value) == solution.tiers.map(\.value), "seed \(seed)")
      if other.chosen != solution.chosen { others += 1 }
      for chosen in [solution.chosen, other.chosen] {
        let again = try AssignmentSolver.solve(
          program, from: SolveStart(chosen: chosen, prices: prices))
        try expectAlike(again, solution, program, seed)
        #expect(again.chosen == chosen, "seed \(seed)")
      }
    }
    #expect(others > 20)
  }

  /// Supplies, arcs and costs change a little: the tiers are those of a solve from nothing.
  @Test(arguments: [1, 4, 10]) func smallChangesGiveTheSameTiers(scale: Int) throws {
    var changed = 0
    var kept = 0
    var visits = 0
    for (seed, before, solution) in SolveStartTests.solved(7200..<7400, scale: scale) {
      var random = Seeded(seed)
      var program = before
      change(&program, &random)
      guard program.fault() == nil, (try? AssignmentSolver.solve(program)) != nil else { continue }
      let old = Set(solution.chosen.map { before.arcs[$0] })
      let start = SolveStart(
        chosen: program.arcs.indices.filter { old.contains(program.arcs[$0]) },
        prices: try SolveStartTests.leaf(solution))
      let cold = try AssignmentSolver.solve(program)
      let warm = try AssignmentSolver.solve(program, from: start)
      try expectAlike(warm, cold, program, seed)
      if cold.tiers.map(\.value) != solution.tiers.map(\.value) { changed += 1 }
      visits += start.chosen.count
      kept += Set(warm.chosen).intersection(start.chosen).count
    }
    #expect(changed > 30)
    #expect(kept * 10 > visits * 6, "\(kept) of \(visits) kept")
  }

  /// A supply that all demands would rather have, put in among the others, moves about as many visits
  /// as it can fill.
  @Test func aNewSupplyDrawsWhatItCanFill() throws {
    var moved = 0
    var asked = 0
    for (seed, before, solution) in SolveStartTests.solved(7600..<7660, scale: 8, tiers: 3) {
      var random = Seeded(seed)
      let place = random.below(before.supplies.count)
      func shifted(_ supply: Int) -> Int { supply < place ? supply : supply + 1 }
      var program = before
      program.supplies.insert(
        .init(weekly: 2, perSession: 1, minimum: 0, pool: before.supplies[place].pool), at: place)
      for index in program.pins.indices {
        program.pins[index].supply = shifted(before.pins[index].supply)
      }
      var rows = before.arcs.indices.map { index in
        var arc = before.arcs[index]
        arc.supply = Int32(shifted(Int(arc.supply)))
        return (arc: arc, old: Int?.some(index))
      }
      for demand in before.demands.indices {
        let arc = AssignmentProgram.Arc(
          demand: Int32(demand), place: 0, supply: Int32(place), session: 0)
        rows.append((arc, nil))
      }
      rows.sort { $0.arc < $1.arc }
      program.arcs = rows.map(\.arc)
      for index in program.tiers.indices {
        let costs = before.tiers[index].perArc
        if !costs.isEmpty {
          let least = (costs.min() ?? 0) - 1
          program.tiers[index].perArc = rows.map { $0.old.map { costs[$0] } ?? least }
        }
        if !program.tiers[index].perLoad.isEmpty {
          let pool = before.supplies[place].pool
          let last = program.tiers[index].perLoad[pool].last ?? 0
          program.tiers[index].perLoad[pool] += [last, last]
        }
      }
      try #require(program.fault() == nil, "seed \(seed)")
      guard let cold = try? AssignmentSolver.solve(program) else { continue }
      let leaf = try SolveStartTests.leaf(solution)
      var start = SolveStart(chosen: [], prices: Proof.Leaf(tierCount: program.tiers.count))
      let kept = Set(solution.chosen)
      start.chosen = rows.indices.filter { rows[$0].old.map(kept.contains) ?? false }
      for (supply, price) in leaf.supplies { start.prices.supplies[shifted(supply)] = price }
      for (slot, price) in leaf.slots {
        start.prices.slots[shifted(slot / 21) * 21 + slot % 21] = price
      }
      start.prices.pools = leaf.pools
      start.prices.groups = leaf.groups
      let warm = try AssignmentSolver.solve(program, from: start)
      try expectAlike(warm, cold, program, seed)
      asked += start.chosen.count
      moved += start.chosen.count - Set(warm.chosen).intersection(start.chosen).count
    }
    #expect(asked > 200, "\(asked) visits")
    #expect(moved * 3 < asked, "\(moved) of \(asked) moved")
  }

  /// Visits and prices out of the air cost time, never a tier.
  @Test(arguments: [2, 1 << 12, 1 << 34, 1 << 50])
  func whateverTheStartHolds(largest: Int) throws {
    for (seed, program, solution) in SolveStartTests.solved(7400..<7500, scale: 3) {
      var random = Seeded(seed)
      var start = SolveStart(
        chosen: program.arcs.indices.filter { _ in random.once(in: 3) },
        prices: Proof.Leaf(tierCount: program.tiers.count))
      func vector() -> [Int] {
        (0...program.tiers.count).map { _ in random.below(2 * largest) - largest }
      }
      for supply in program.supplies.indices {
        start.prices.supplies[supply] = vector()
        for session in 0..<21 where random.once(in: 3) {
          start.prices.slots[supply * 21 + session] = vector()
        }
      }
      for pool in 0..<program.poolCount { start.prices.pools[pool] = vector() }
      for group in 0..<program.groupCount { start.prices.groups[group] = vector() }
      #expect(start.fits(program))
      try expectAlike(
        try AssignmentSolver.solve(program, from: start), solution, program, seed)
    }
  }

  /// A start for another program is passed over.
  @Test func whatDoesNotFitIsPassedOver() throws {
    let (_, program, solution) = try #require(
      SolveStartTests.solved(7500..<7520, scale: 2).first { $0.solution.chosen.count > 1 })
    let sound = SolveStart(chosen: solution.chosen, prices: try SolveStartTests.leaf(solution))
    #expect(sound.fits(program))
    var starts = [SolveStart](repeating: sound, count: 8)
    starts[0].chosen.append(program.arcs.count)
    starts[1].chosen.reverse()
    starts[2].prices.slots[program.supplies.count * 21] = [Int](
      repeating: 0, count: program.tiers.count + 1)
    starts[3].prices.supplies[0] = [1]
    starts[4].prices.pools[0] = [Int](repeating: 1 << 51, count: program.tiers.count + 1)
    starts[5].prices.scales = [2] + sound.prices.scales.dropFirst()
    starts[6].prices.groups[-1] = [Int](repeating: 0, count: program.tiers.count + 1)
    starts[7].prices.pools[0] = [Int](repeating: Int.min, count: program.tiers.count + 1)
    var wide = program
    wide.supplies[0].weekly = Int.max
    #expect(!sound.fits(wide))
    wide.supplies[0].weekly = 1
    wide.supplies[0].perSession = Int.max
    #expect(!sound.fits(wide))
    for start in starts {
      #expect(!start.fits(program))
      #expect(try AssignmentSolver.solve(program, from: start) == solution)
    }
  }

  /// One or two changes of the kinds that scenarios make.
  private func change(_ program: inout AssignmentProgram, _ random: inout Seeded) {
    for _ in 0...random.below(2) {
      let supply = random.below(program.supplies.count)
      switch random.below(5) {
      case 0:
        program.supplies[supply].weekly += 1
        let pool = program.supplies[supply].pool
        for index in program.tiers.indices where !program.tiers[index].perLoad.isEmpty {
          let last = program.tiers[index].perLoad[pool].last ?? 0
          program.tiers[index].perLoad[pool].append(last + random.below(3))
        }
      case 1:
        let gone = program.arcs.indices.filter { Int(program.arcs[$0].supply) == supply }
        leaveOut(Set(gone), of: &program)
      case 2:
        leaveOut(Set(program.arcs.indices.filter { _ in random.once(in: 12) }), of: &program)
      case 3:
        for index in program.tiers.indices where !program.tiers[index].perArc.isEmpty {
          for arc in program.arcs.indices where random.once(in: 12) {
            program.tiers[index].perArc[arc] += random.below(5) - 2
          }
        }
      default:
        for index in program.tiers.indices where !program.tiers[index].perVisit.isEmpty {
          program.tiers[index].perVisit[random.below(program.demands.count)] -= 1
        }
      }
    }
  }

  private func leaveOut(_ gone: Set<Int>, of program: inout AssignmentProgram) {
    for index in program.tiers.indices where !program.tiers[index].perArc.isEmpty {
      program.tiers[index].perArc = program.tiers[index].perArc.indices
        .filter { !gone.contains($0) }.map { program.tiers[index].perArc[$0] }
    }
    program.arcs = program.arcs.indices.filter { !gone.contains($0) }.map { program.arcs[$0] }
  }
}

@Suite struct BucketsTests {
  /// A queue over many windows gives what a sorted list gives, entries of one distance in order of
  /// arrival; what comes in on the way is no nearer than what went out.
  @Test func comesOutInOrder() {
    for seed in UInt64(1)...40 {
      var random = Seeded(seed)
      var buckets = Buckets(capacity: 4)
      defer { buckets.free() }
      for _ in 0..<3 {
        buckets.clear()
        var waiting: [(length: Int, order: Int, node: Int32)] = []
        var order = 0
        var now = 0
        func add() {
          // Ties, near ones, and ones some windows away.
          let reach = [1, 40, 1 << 14, 1 << 20][random.below(4)]
          let entry = (length: now + random.below(reach), order: order, node: Int32(order % 97))
          order += 1
          waiting.append(entry)
          buckets.add(entry.node, at: entry.length)
        }
        for _ in 0..<(1 + random.below(60)) { add() }
        while let next = buckets.next(upTo: 1 << 30) {
          let first = waiting.indices.min {
            (waiting[$0].length, waiting[$0].order) < (waiting[$1].length, waiting[$1].order)
          }
          guard let first else {
            Issue.record("seed \(seed): more came out than went in")
            return
          }
          #expect(next.length == waiting[first].length, "seed \(seed)")
          #expect(next.node == waiting[first].node, "seed \(seed)")
          now = next.length
          waiting.remove(at: first)
          if order < 200, random.once(in: 2) { add() }
        }
        #expect(waiting.isEmpty, "seed \(seed)")
        buckets.add(1, at: now + 5)
        #expect(buckets.next(upTo: now + 4) == nil)
      }
    }
  }
}
