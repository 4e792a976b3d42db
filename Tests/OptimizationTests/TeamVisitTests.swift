import Testing

@testable import Optimization

@Suite struct TeamVisitTests {
  /// Prices of a visit's own rows leave no arc below nothing, and the visit costs what its cheapest team
  /// costs, or nothing below zero when there is no team.
  @Test func aVisitCostsItsCheapestTeam() throws {
    var counts = ["team": 0, "none": 0, "unpriced": 0, "once": 0]
    for seed in UInt64(0)..<3000 {
      let (visit, costs, upper) = TeamVisitTests.visit(seed: seed)
      let best = TeamVisitTests.cheapest(visit, costs, upper)
      #expect(visit.hasTeam(costs: costs, upper: upper) == (best != nil), "seed \(seed)")
      var rows = [Int](repeating: 0, count: 64)
      var reduced = costs
      guard visit.price(&rows, &reduced, upper: upper) else {
        #expect(best == nil, "seed \(seed)")
        counts["unpriced", default: 0] += 1
        continue
      }
      for arc in visit.arcs where upper[arc.column] != 0 {
        #expect(reduced[arc.column] >= 0, "seed \(seed)")
      }
      for row in visit.onceRows.values { #expect(rows[row] <= 0, "seed \(seed)") }
      // The prices are those that the reduced costs come from.
      for arc in visit.arcs {
        let once = visit.onceRows[arc.supply].map { rows[$0] } ?? 0
        let own = rows[visit.kindRows[Int(arc.kind)]] + once
        #expect(reduced[arc.column] == costs[arc.column] - own, "seed \(seed)")
        if once != 0 { counts["once", default: 0] += 1 }
      }
      if let best {
        #expect(reduced[visit.column] == costs[visit.column] + best, "seed \(seed)")
        counts["team", default: 0] += 1
      } else {
        #expect(reduced[visit.column] >= 0, "seed \(seed)")
        counts["none", default: 0] += 1
      }
    }
    #expect(counts.values.allSatisfy { $0 > 30 }, "\(counts)")
  }

  /// With more demands than brute force can count the tree and GLPK's own agree.
  @Test func bothEnginesAgreeOnLargerPrograms() throws {
    var coupled = 0
    for seed in UInt64(500)..<540 {
      let program = RandomPrograms.small(seed: seed, scale: 4)
      guard let own = try? AssignmentSolver.solve(program) else { continue }
      let other = try AssignmentSolver.solve(program, engine: .glpk)
      #expect(own.tiers.map(\.value) == other.tiers.map(\.value), "seed \(seed)")
      #expect(own.tiers.allSatisfy { $0.proof != .open }, "seed \(seed)")
      if !program.coupledDemands.isEmpty { coupled += 1 }
    }
    #expect(coupled > 20)
  }

  /// A row of a visit that GLPK was not told of, and that a face made an equation, holds afterwards: here it
  /// alone keeps the dearer team off the face of the first tier.
  @Test func aFaceHoldsForVisitsThatComeLater() throws {
    var first = Tier(name: "first")
    first.perVisit = [-1]
    var second = first
    second.name = "second"
    first.perArc = [0, 1, 1, 0, 1, 1]
    second.perArc = [1, 0, 0, 1, 0, 0]
    let program = AssignmentProgram(
      demands: [.init(visits: 1, wholly: false, places: [1, 1], group: 0)],
      supplies: (0..<3).map { _ in .init(weekly: 1, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1,
      arcs: (0..<2).flatMap { place in
        (0..<3).map { .init(demand: 0, place: Int32(place), supply: Int32($0), session: 0) }
      },
      pins: [], demandClass: [0], tiers: [first, second])
    let best = try #require(BruteForce.best(program))
    let solution = try AssignmentSolver.solve(program)
    #expect(solution.tiers.map(\.value) == best)
    #expect(solution.tiers.allSatisfy { $0.proof != .open })
  }

  /// Tiers kept by rows from the first tie on, with and without dives before: the same best values.
  @Test(arguments: [0, 3]) func rowsForTiesLoseNothing(mostTies: Int) throws {
    var closed = 0
    for seed in (UInt64(0)..<150).map({ $0 }) + (UInt64(600)..<630).map({ $0 }) {
      let program = RandomPrograms.small(seed: seed, scale: seed < 600 ? 1 : 4)
      guard !program.coupledDemands.isEmpty,
        let best = try? AssignmentSolver.solve(program, engine: .glpk)
      else { continue }
      let pinned = try PinFeasibility(program, deadline: Deadline(in: nil)).solve()
      var tree = TierTree(
        program, matrix: ProgramMatrix(program), start: pinned, deadline: Deadline(in: nil),
        budget: 4000, mostTies: mostTies
      ) { _ in }
      let (stop, bounds) = try tree.search()
      let values = PlanValue.values(of: tree.held, in: program)
      #expect(values == best.tiers.map(\.value), "seed \(seed)")
      for (index, bound) in bounds.enumerated() where index < values.count {
        #expect(bound + program.tiers[index].constant <= values[index], "seed \(seed)")
      }
      if stop == .complete { closed += 1 }
    }
    #expect(closed > 60)
  }

  private static func visit(seed: UInt64) -> (TeamVisit, costs: [Int], upper: [Int]) {
    var random = Seeded(seed)
    let places = (0..<1 + random.below(3)).map { _ in 1 + random.below(2) }
    let supplyCount = 2 + random.below(5)
    var arcs: [TeamVisit.Arc] = []
    for kind in places.indices {
      for supply in 0..<supplyCount where !random.once(in: 2) {
        arcs.append(.init(column: arcs.count, kind: Int32(kind), supply: Int32(supply)))
      }
    }
    let kindRows = Array(places.indices)
    var onceRows: [Int32: Int] = [:]
    for arc in arcs
    where places[Int(arc.kind)] > 1 || arcs.count(where: { $0.supply == arc.supply }) > 1 {
      onceRows[arc.supply] = 10 + Int(arc.supply)
    }
    let visit = TeamVisit(
      demand: 0, session: 0, places: places, column: arcs.count, arcs: arcs, kindRows: kindRows,
      onceRows: onceRows, dayRow: nil)
    let costs = (0...arcs.count).map { _ in random.below(9) - 4 }
    let upper = (0...arcs.count).map { _ in random.once(in: 8) ? 0 : 1 }
    return (visit, costs, upper)
  }

  /// The least that a team costs, by trying all.
  private static func cheapest(_ visit: TeamVisit, _ costs: [Int], _ upper: [Int]) -> Int? {
    let seats = visit.places.indices.flatMap { Array(repeating: $0, count: visit.places[$0]) }
    func fill(_ seat: Int, _ taken: Set<Int32>) -> Int? {
      guard seat < seats.count else { return 0 }
      return visit.arcs.filter {
        Int($0.kind) == seats[seat] && upper[$0.column] != 0 && !taken.contains($0.supply)
      }
      .compactMap { arc in
        fill(seat + 1, taken.union([arc.supply])).map { $0 + costs[arc.column] }
      }
      .min()
    }
    return fill(0, [])
  }
}
