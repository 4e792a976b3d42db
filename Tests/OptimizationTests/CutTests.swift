import Testing

@testable import Optimization

/// Cuts hold in every plan, and what is told of them says at least as much.
@Suite struct CutTests {
  /// Twice three teams of two places each want three supplies that come once.
  ///
  /// Three visits by prices alone, two in truth: a single leaf shows it by a cut of each three.
  @Test func oddCyclesAreClosedByACutEach() throws {
    let program = CutTests.cycles(2, of: 3)
    let solution = try AssignmentSolver.solve(program)
    #expect(solution.tiers.map(\.value) == [-2])
    #expect(solution.tiers.map(\.bound) == [-2])
    let proof = try #require(solution.proof)
    #expect(proof.cuts.count == 2)
    guard case .leaf(let leaf) = try #require(proof.nodes.first) else {
      Issue.record("a branch where cuts are enough")
      return
    }
    #expect(proof.nodes.count == 1)
    #expect(leaf.cuts == [0: [0, 1], 1: [0, 1]])
    for cut in proof.cuts {
      #expect(cut.modulus == 2)
      #expect(cut.supplies.values.allSatisfy { $0.factor == 1 && $0.account == 1 })
      #expect(cut.supplies.count == 3)
    }
  }

  /// The same with visits that count two each.
  ///
  /// The prices are whole numbers, and promise six where four can be had. What shows it is how far a single
  /// visit goes on the face that they prove.
  @Test func facesOfFractionsAreClosedByWhatTheyAreAsked() throws {
    var program = CutTests.cycles(2, of: 3)
    program.tiers[0].perVisit = program.demands.map { _ in -2 }
    var last = Tier(name: "last")
    last.perSession = Array(0..<21)
    program.tiers.append(last)
    let solution = try AssignmentSolver.solve(program)
    #expect(solution.tiers.map(\.value).first == -4)
    #expect(solution.tiers.map(\.value) == solution.tiers.map(\.bound))
    let proof = try #require(solution.proof)
    #expect(proof.nodes.count == 1)
    #expect(!proof.cuts.isEmpty)
  }

  /// On small programs every plan there is keeps every cut that a search found.
  @Test func everyPlanKeepsEveryCut() throws {
    var found = 0
    for seed in UInt64(0)..<700 {
      let program =
        seed % 50 == 0
        ? CutTests.cycles(1 + Int(seed / 50 % 2), of: 3) : RandomPrograms.small(seed: seed)
      guard let tree = try CutTests.searched(program), let cuts = tree.matrix.integer.cuts,
        cuts.count > 0
      else { continue }
      found += cuts.count
      BruteForce.forEachPlan(of: program) { chosen in
        CutTests.expectKept(by: chosen, tree.matrix, "seed \(seed)")
      }
    }
    #expect(found > 30)
  }

  /// On larger ones so do plans that are best by other orders of the tiers; there cuts rest on cuts.
  @Test func plansOfOtherAimsKeepEveryCut() throws {
    var (found, rested) = (0, 0)
    for seed in UInt64(500)..<512 {
      let program = CutTests.crowded(seed: seed)
      guard let tree = try CutTests.searched(program), let cuts = tree.matrix.integer.cuts,
        cuts.count > 0
      else { continue }
      found += cuts.count
      rested += cuts.proofs.count { !$0.cuts.isEmpty }
      for turn in program.tiers.indices {
        var other = program
        other.tiers = Array(program.tiers[turn...] + program.tiers[..<turn])
        if turn % 2 == 1 { other.tiers.reverse() }
        let chosen = try AssignmentSolver.solve(other, relaxations: 40).chosen
        CutTests.expectKept(by: chosen, tree.matrix, "seed \(seed)")
      }
    }
    #expect(found > 15)
    #expect(rested > 5)
  }

  /// A ring of three teams, in which a pin takes up one of two places of a supply.
  @Test func aPinInARegionIsToldAsItIs() throws {
    var program = CutTests.cycles(1, of: 3)
    program.demands.insert(.init(visits: 1, wholly: false, places: [1], group: 0), at: 0)
    program.demandClass.append(0)
    for index in program.arcs.indices { program.arcs[index].demand += 1 }
    program.supplies[0].weekly = 2
    program.supplies[0].perSession = 2
    program.supplies.append(.init(weekly: 9, perSession: 9, minimum: 0, pool: 0))
    program.arcs.insert(
      contentsOf: [
        .init(demand: 0, place: 0, supply: 0, session: 0),
        .init(demand: 0, place: 0, supply: 3, session: 0),
      ], at: 0)
    program.tiers[0].perVisit.append(-1)
    for pin in [
      AssignmentProgram.Pin(demand: 0, supply: 0, session: 0, count: 1),
      .init(demand: 0, supply: 0, session: nil, count: 1),
    ] {
      program.pins = [pin]
      #expect(program.fault() == nil)
      #expect(try AssignmentSolver.solve(program).tiers.map(\.value) == BruteForce.best(program))
      let tree = try #require(try CutTests.searched(program))
      BruteForce.forEachPlan(of: program) { chosen in
        CutTests.expectKept(by: chosen, tree.matrix, "\(pin)")
      }
    }
  }

  /// A search through a program that has couplings; nil when it has none, or no plan.
  private static func searched(_ program: AssignmentProgram) throws -> TierTree? {
    guard !program.coupledDemands.isEmpty,
      let pinned = try? PinFeasibility(program, deadline: Deadline(in: nil)).solve()
    else { return nil }
    var tree = TierTree(
      program, matrix: ProgramMatrix(program), start: pinned, deadline: Deadline(in: nil),
      budget: 400
    ) { _ in }
    _ = try tree.search()
    return tree
  }

  /// A plan keeps all cuts, and their parts say no less than their rows: the sum of their values exceeds the
  /// right-hand side by no less than the row does.
  private static func expectKept(by chosen: [Int], _ matrix: ProgramMatrix, _ comment: Comment) {
    guard let cuts = matrix.integer.cuts else { return }
    var activity = [Int](repeating: 0, count: matrix.integer.rowCount)
    for (column, value) in matrix.values(of: chosen).enumerated() where value != 0 {
      matrix.integer.forEachEntry(of: column) { row, coefficient in
        activity[row] += coefficient * value
      }
    }
    let told = values(cuts.proofs, of: chosen, in: matrix.program)
    let uppers = rightHandSides(cuts.proofs)
    for number in 0..<cuts.count {
      let own = activity[cuts.rows.lowerBound + number] - cuts.uppers[number]
      #expect(own <= 0, comment)
      #expect(told[number] <= uppers[number], comment)
      #expect(told[number] - uppers[number] >= own, comment)
    }
  }

  /// Rings of supplies that come once, and teams of two places that want two neighbours each.
  private static func cycles(_ rings: Int, of length: Int) -> AssignmentProgram {
    let count = rings * length
    var served = Tier(name: "served")
    served.perVisit = Array(repeating: -1, count: count)
    return AssignmentProgram(
      demands: (0..<count).map { _ in .init(visits: 1, wholly: false, places: [1, 1], group: 0) },
      supplies: (0..<count).map { _ in .init(weekly: 1, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1,
      arcs: (0..<count).flatMap { demand in
        (0..<2).map { place in
          let next = demand / length * length + (demand + place) % length
          return AssignmentProgram.Arc(
            demand: Int32(demand), place: Int32(place), supply: Int32(next), session: 0)
        }
      },
      pins: [], demandClass: Array(repeating: 0, count: count), tiers: [served])
  }

  /// More teams than there are people for.
  private static func crowded(seed: UInt64) -> AssignmentProgram {
    var random = Seeded(seed)
    let demands = (0..<24).map { _ in
      AssignmentProgram.Demand(
        visits: 1 + (random.once(in: 3) ? 1 : 0), wholly: random.once(in: 2),
        places: [[1, 1], [2], [1, 2], [1]][random.below(4)], group: 0)
    }
    var arcs: [AssignmentProgram.Arc] = []
    for (index, demand) in demands.enumerated() {
      for place in demand.places.indices {
        let first = random.below(10)
        for step in 0..<4 {
          for session in [0, 3] {
            arcs.append(
              .init(
                demand: Int32(index), place: Int32(place), supply: Int32((first + step * 3) % 10),
                session: Int32(session)))
          }
        }
      }
    }
    var tiers = (0..<2).map { number in
      var served = Tier(name: "served.\(number)")
      served.perVisit = demands.indices.map { $0 % 2 == number ? -1 : 0 }
      return served
    }
    var costs = Tier(name: "arcs")
    costs.perArc = arcs.map { _ in random.below(5) }
    tiers.append(costs)
    return AssignmentProgram(
      demands: demands,
      supplies: (0..<10).map { _ in .init(weekly: 2, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1, arcs: arcs.sorted(), pins: [],
      demandClass: demands.indices.map { $0 % 2 }, tiers: tiers)
  }

  private static func floor(_ value: Int, _ modulus: Int) -> Int {
    let rest = ((value % modulus) + modulus) % modulus
    return (value - rest) / modulus
  }

  /// What the values of all parts can add up to at most.
  private static func rightHandSides(_ cuts: [Proof.Cut]) -> [Int] {
    var uppers: [Int] = []
    for cut in cuts {
      let shares =
        [cut.slots, cut.supplies, cut.pools, cut.groups, cut.demands].flatMap(\.values)
      let sum =
        shares.reduce(0) { $0 + $1.account } + cut.cuts.reduce(0) { $0 + $1.value * uppers[$1.key] }
      uppers.append(floor(sum, cut.modulus))
    }
    return uppers
  }

  /// The sum of the values of a plan's parts in each cut, as the certificate's format defines them.
  private static func values(
    _ cuts: [Proof.Cut], of chosen: [Int], in program: AssignmentProgram
  ) -> [Int] {
    enum Part: Hashable {
      case slot(Int)
      case supply(Int)
      case pool(Int)
      case group(Int)
      case demand(Int)
      case visit(demand: Int, session: Int)
    }
    var counts: [Part: Int] = [:]
    var teams: [Part: [AssignmentProgram.Arc]] = [:]
    for index in chosen {
      let arc = program.arcs[index]
      counts[.slot(Int(arc.supply) * 21 + Int(arc.session)), default: 0] += 1
      counts[.supply(Int(arc.supply)), default: 0] += 1
      counts[.pool(program.supplies[Int(arc.supply)].pool), default: 0] += 1
      teams[.visit(demand: Int(arc.demand), session: Int(arc.session)), default: []].append(arc)
    }
    for case .visit(let demand, _) in teams.keys {
      counts[.demand(demand), default: 0] += 1
      counts[.group(program.demands[demand].group), default: 0] += 1
    }
    var parts: [Part] = Array(teams.keys)
    parts += (0..<program.supplies.count * 21).map { .slot($0) }
    parts += program.supplies.indices.map { .supply($0) }
    parts += (0..<program.poolCount).map { .pool($0) }
    parts += (0..<program.groupCount).map { .group($0) }
    parts += program.demands.indices.map { .demand($0) }
    var sums = [Int](repeating: 0, count: cuts.count)
    for part in parts {
      var values: [Int] = []
      let count = counts[part] ?? 0
      for cut in cuts {
        func used(_ share: Proof.Cut.Share?) -> Int {
          (share?.account ?? 0) - count * (share?.factor ?? 0)
        }
        var inner: Int
        switch part {
        case .slot(let index): inner = used(cut.slots[index])
        case .supply(let index): inner = used(cut.supplies[index])
        case .pool(let index): inner = used(cut.pools[index])
        case .group(let index): inner = used(cut.groups[index])
        case .demand(let index):
          inner = used(cut.demands[index])
          if count > 0 { inner -= cut.demands[index]?.days.values.reduce(0, +) ?? 0 }
        case .visit(let demand, let session):
          let share = cut.demands[demand]
          inner = (share?.factor ?? 0) + (share?.days[session / 3] ?? 0)
          inner += cut.groups[program.demands[demand].group]?.factor ?? 0
          for arc in teams[part] ?? [] {
            inner += cut.slots[Int(arc.supply) * 21 + session]?.factor ?? 0
            inner += cut.supplies[Int(arc.supply)]?.factor ?? 0
            inner += cut.pools[program.supplies[Int(arc.supply)].pool]?.factor ?? 0
          }
        }
        for (earlier, factor) in cut.cuts { inner += factor * values[earlier] }
        values.append(floor(inner, cut.modulus))
      }
      for (number, value) in values.enumerated() { sums[number] += value }
    }
    return sums
  }
}
