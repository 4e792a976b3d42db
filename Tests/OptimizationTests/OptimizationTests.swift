import Testing

@testable import Optimization

/// A solve as a value: solution or error.
func answer(
  to program: AssignmentProgram, engine: Engine = .auto
) -> Result<Solution, SolverError> {
  Result { () throws(SolverError) in try AssignmentSolver.solve(program, engine: engine) }
}

@Suite struct EngineAgainstBruteForce {
  @Test(arguments: Engine.allCases) func everyTierVectorIsTheBest(engine: Engine) throws {
    var features: [String: Int] = [:]
    var count = 0
    for seed in UInt64(0)..<400 {
      let program = RandomPrograms.small(seed: seed)
      try #require(program.fault() == nil, "seed \(seed)")
      let expected = BruteForce.best(program)
      count += 1
      let present: [(String, Bool)] = [
        ("team", program.demands.contains(where: \.isTeam)),
        ("team count above one", program.demands.contains { $0.places == [2] }),
        ("several visits", program.demands.contains { $0.visits > 1 }),
        ("all or nothing", program.demands.contains(where: \.wholly)),
        ("session pin", program.pins.contains { $0.session != nil }),
        ("bare pin", program.pins.contains { $0.session == nil }),
        ("minimum", program.supplies.contains { $0.minimum > 0 }),
      ]
      for (name, isPresent) in present where isPresent { features[name, default: 0] += 1 }
      switch answer(to: program, engine: engine) {
      case .success(let solution):
        #expect(PlanValue.violation(of: solution.chosen, in: program) == nil, "seed \(seed)")
        #expect(PlanValue.values(of: solution.chosen, in: program) == expected, "seed \(seed)")
        #expect(solution.tiers.map(\.value) == expected, "seed \(seed)")
        #expect(solution.tiers.allSatisfy { $0.proof != .open }, "seed \(seed)")
        #expect(solution.stop == .complete, "seed \(seed)")
      case .failure(.conflictingPins(let pins)):
        #expect(expected == nil, "seed \(seed)")
        #expect(!pins.isEmpty)
      case .failure(let error): Issue.record("seed \(seed): \(error)")
      }
    }
    for (name, found) in features.sorted(by: { $0.key < $1.key }) {
      print("\(name): \(found) of \(count) programs")
      #expect(found * 10 >= count, "\(name) in \(found) of \(count)")
    }
    #expect(features.count == 7)
  }
}

@Suite struct ManyPins {
  /// Two pins of four hundred ask for the same visit: the pair is found in few solves.
  @Test func thePairIsFoundAmongMany() {
    let count = 400
    let program = AssignmentProgram(
      demands: (0..<count).map { _ in .init(visits: 1, wholly: false, places: [1], group: 0) },
      supplies: (0..<count).map { _ in .init(weekly: 1, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1,
      arcs: (0..<count).map {
        .init(demand: Int32($0), place: 0, supply: Int32($0 == 371 ? 12 : $0), session: 4)
      },
      pins: (0..<count).map {
        .init(demand: $0, supply: $0 == 371 ? 12 : $0, session: 4, count: 1)
      },
      demandClass: Array(repeating: 0, count: count), tiers: [])
    #expect(answer(to: program) == .failure(.conflictingPins([[12, 371]])))
  }
}

@Suite struct ConflictingPins {
  /// One supply for one session, asked for by three pins, of which any two conflict.
  @Test func theSetIsSmallest() {
    let program = AssignmentProgram(
      demands: (0..<3).map { _ in .init(visits: 1, wholly: false, places: [1], group: 0) },
      supplies: [.init(weekly: 1, perSession: 1, minimum: 0, pool: 0)], groupCount: 1,
      poolCount: 1,
      arcs: (0..<3).map { .init(demand: $0, place: 0, supply: 0, session: 4) },
      pins: (0..<3).map { .init(demand: $0, supply: 0, session: 4, count: 1) },
      demandClass: [0, 0, 0], tiers: [])
    guard case .failure(.conflictingPins(let sets)) = answer(to: program) else {
      Issue.record("no conflict")
      return
    }
    // The pin that is left conflicts with nothing.
    #expect(sets.count == 1 && sets[0].count == 2 && Set(sets[0]).isSubset(of: [0, 1, 2]))
  }

  /// Supplies of one visit, each asked for by some pins in a session of its own.
  private func program(asked: [Int]) -> AssignmentProgram {
    let supplyOf = asked.enumerated().flatMap { Array(repeating: $0, count: $1) }
    return AssignmentProgram(
      demands: supplyOf.map { _ in .init(visits: 1, wholly: false, places: [1], group: 0) },
      supplies: asked.map { _ in .init(weekly: 1, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1,
      arcs: supplyOf.enumerated().map {
        .init(demand: Int32($0), place: 0, supply: Int32($1), session: Int32($1))
      },
      pins: supplyOf.enumerated().map {
        .init(demand: $0, supply: $1, session: $1, count: 1)
      },
      demandClass: supplyOf.map { _ in 0 }, tiers: [])
  }

  @Test func separateConflictsAreAllNamed() {
    #expect(
      answer(to: program(asked: [2, 1, 2])) == .failure(.conflictingPins([[0, 1], [3, 4]])))
    #expect(
      answer(to: program(asked: [2, 2, 1, 2]))
        == .failure(.conflictingPins([[0, 1], [2, 3], [5, 6]])))
    // Four pins for one visit make two sets.
    guard case .failure(.conflictingPins(let sets)) = answer(to: program(asked: [4])) else {
      Issue.record("no conflict")
      return
    }
    #expect(sets.map(\.count) == [2, 2] && Set(sets.joined()) == [0, 1, 2, 3])
  }

  @Test func aPinWithoutAnArcConflictsAlone() {
    let program = AssignmentProgram(
      demands: [.init(visits: 1, wholly: false, places: [1], group: 0)],
      supplies: [.init(weekly: 1, perSession: 1, minimum: 0, pool: 0)], groupCount: 1,
      poolCount: 1, arcs: [], pins: [.init(demand: 0, supply: 0, session: nil, count: 1)],
      demandClass: [0], tiers: [])
    #expect(answer(to: program) == .failure(.conflictingPins([[0]])))
  }

  /// Every conflict found on random programs is one, and without any of its pins there is none.
  @Test func conflictsAreIrreducible() {
    var (found, several) = (0, 0)
    for seed in UInt64(1000)..<1200 {
      var program = RandomPrograms.small(seed: seed)
      var random = Seeded(seed)
      program.pins = (0..<6).compactMap { _ in
        guard !program.arcs.isEmpty else { return nil }
        let arc = program.arcs[random.below(program.arcs.count)]
        return .init(
          demand: Int(arc.demand), supply: Int(arc.supply), session: Int(arc.session), count: 1)
      }
      program.tiers = []
      guard case .failure(.conflictingPins(let sets)) = answer(to: program) else { continue }
      found += 1
      if sets.count > 1 { several += 1 }
      var part = program
      for set in sets {
        part.pins = set.map { program.pins[$0] }
        #expect(BruteForce.best(part) == nil, "seed \(seed)")
        for left in set {
          part.pins = set.filter { $0 != left }.map { program.pins[$0] }
          #expect(BruteForce.best(part) != nil, "seed \(seed) without \(left)")
        }
      }
      let named = sets.flatMap(\.self)
      #expect(Set(named).count == named.count, "seed \(seed)")
      part.pins = program.pins.indices.filter { !named.contains($0) }.map { program.pins[$0] }
      #expect(BruteForce.best(part) != nil, "seed \(seed): more conflicts than are named")
    }
    print("\(found) conflicts, \(several) with more than one set")
    #expect(found > 20 && several > 10, "\(found) conflicts, \(several)")
  }
}

@Suite struct MisuseOfGLPK {
  /// A row that does not exist: GLPK would end the process; here it is an error, and the next solve
  /// works.
  @Test func aWrongIndexIsAnError() throws {
    var load = GLPKSolver.Load(rows: 1)
    load.rowBasis = [Basis.basic]
    load.columnLower = [0]
    load.columnUpper = [1]
    load.cost = [1]
    load.starts = [0, 1]
    load.indexes = [7]
    load.coefficients = [1]
    load.columnBasis = [Basis.atLower]
    let outcome = Result { () throws(SolverError) in
      try GLPKSolver.solve(&load, branch: false, deadline: Deadline(in: nil))
    }
    guard case .failure(.glpk(let text)) = outcome else {
      Issue.record("no error")
      return
    }
    #expect(text.contains("row index out of range"))
    var program = RandomPrograms.small(seed: 3)
    program.pins = []
    #expect(try AssignmentSolver.solve(program).stop == .complete)
  }

  @Test func aProgramThatBreaksItsOwnRulesIsRefused() {
    var program = RandomPrograms.small(seed: 3)
    program.arcs.swapAt(0, 1)
    #expect(
      answer(to: program) == .failure(.invalidProgram("arcs are not in ascending order")))
  }
}

/// What is left to GLPK's own tree when the relaxations are spent.
@Suite struct WorkLimit {
  /// With next to no work the plan is feasible and the bounds are true, and it comes to the same twice; with
  /// the usual work every tier is closed.
  @Test func gLPKsTreeEnds() throws {
    var spent = 0
    for seed in UInt64(0)..<150 {
      let program = RandomPrograms.small(seed: seed)
      guard !program.tiers.isEmpty, let best = BruteForce.best(program) else { continue }
      for relaxations in [0, 3] {
        let whole = try AssignmentSolver.solve(program, relaxations: relaxations)
        #expect(whole.tiers.map(\.value) == best, "seed \(seed)")
        let cut = try AssignmentSolver.solve(program, relaxations: relaxations, work: 1)
        #expect(
          try AssignmentSolver.solve(program, relaxations: relaxations, work: 1) == cut,
          "seed \(seed)")
        #expect(PlanValue.violation(of: cut.chosen, in: program) == nil, "seed \(seed)")
        #expect(cut.tiers.map(\.value) == PlanValue.values(of: cut.chosen, in: program))
        #expect(cut.stop == .complete || cut.stop == .workSpent, "seed \(seed)")
        if cut.stop == .workSpent { spent += 1 }
        let open = cut.tiers.firstIndex { $0.proof == .open } ?? cut.tiers.count
        #expect(cut.tiers.prefix(open).map(\.value) == Array(best.prefix(open)), "seed \(seed)")
        #expect((open < cut.tiers.count) == (cut.stop == .workSpent), "seed \(seed)")
        if open < cut.tiers.count {
          #expect(cut.tiers[open].bound.map { $0 <= best[open] } ?? false, "seed \(seed)")
          #expect(cut.tiers[(open + 1)...].allSatisfy { $0.bound == nil }, "seed \(seed)")
        }
      }
    }
    #expect(spent > 2, "\(spent)")
  }

  /// GLPK is not asked again for tiers that a bound already proved closes.
  @Test func boundsOfTheTreeAreKept() throws {
    var spent = 0
    for seed in UInt64(0)..<150 {
      let program = RandomPrograms.small(seed: seed)
      guard !program.tiers.isEmpty, let best = BruteForce.best(program) else { continue }
      let start = try AssignmentSolver.solve(program).chosen
      func staged(knowing bounds: [Int]) throws -> Solution {
        var solver = StagedSolver(program, start: start, deadline: Deadline(in: nil), work: 1)
        for (index, tier) in program.tiers.enumerated() {
          try solver.solve(tier, known: index < bounds.count ? bounds[index] : nil)
        }
        return try solver.solution()
      }
      if try staged(knowing: []).stop == .workSpent { spent += 1 }
      let known = try staged(knowing: best)
      #expect(known.stop == .complete, "seed \(seed)")
      #expect(known.tiers.map(\.bound) == best.map { Optional($0) }, "seed \(seed)")
      #expect(known.tiers.allSatisfy { $0.proof == .search }, "seed \(seed)")
    }
    #expect(spent > 1, "\(spent)")
  }
}

@Suite struct TimeLimit {
  /// Whatever the limit, the plan is feasible, values are exact, and no single visit can be added.
  @Test func aPlanIsHeldAtOnce() throws {
    for seed in UInt64(0)..<200 {
      let program = RandomPrograms.small(seed: seed)
      guard
        case .success(let solution) = Result(catching: { () throws(SolverError) in
          try AssignmentSolver.solve(program, timeLimit: program.pins.isEmpty ? .zero : .seconds(9))
        })
      else { continue }
      #expect(PlanValue.violation(of: solution.chosen, in: program) == nil, "seed \(seed)")
      #expect(
        solution.tiers.map(\.value) == PlanValue.values(of: solution.chosen, in: program),
        "seed \(seed)")
      for arc in program.arcs.indices where !solution.chosen.contains(arc) {
        let demand = Int(program.arcs[arc].demand)
        guard program.demands[demand].places == [1], !program.demands[demand].wholly else {
          continue
        }
        #expect(
          PlanValue.violation(of: solution.chosen + [arc], in: program) != nil, "seed \(seed)")
      }
      for (index, demand) in program.demands.enumerated()
      where demand.wholly && !demand.isTeam {
        let own = program.arcs.indices.filter { Int(program.arcs[$0].demand) == index }
        guard !own.contains(where: solution.chosen.contains) else { continue }
        #expect(!fits(demand.visits, of: own, beside: solution.chosen, in: program), "seed \(seed)")
      }
      let firstOpen = solution.tiers.firstIndex { $0.proof == .open } ?? solution.tiers.count
      #expect(solution.tiers.dropFirst(firstOpen + 1).allSatisfy { $0.bound == nil })
      for tier in solution.tiers.prefix(firstOpen + 1) {
        #expect(tier.bound.map { $0 <= tier.value } ?? false, "seed \(seed)")
      }
    }
  }

  /// Whether some of a demand's arcs, as many as its visits, can join a plan: every choice is tried.
  private func fits(
    _ visits: Int, of arcs: [Int], beside chosen: [Int], in program: AssignmentProgram
  ) -> Bool {
    func extend(_ from: Int, _ picked: [Int]) -> Bool {
      if picked.count == visits {
        return PlanValue.violation(of: chosen + picked, in: program) == nil
      }
      return (from..<arcs.count).contains { extend($0 + 1, picked + [arcs[$0]]) }
    }
    return extend(0, [])
  }

  /// One supply can come on either day, the other on the first only: taking the first supply first
  /// must not be the end of it.
  @Test func allVisitsAreMatchedToDays() throws {
    var served = Tier(name: "served")
    served.perVisit = [-1]
    let program = AssignmentProgram(
      demands: [.init(visits: 2, wholly: true, places: [1], group: 0)],
      supplies: (0..<2).map { _ in .init(weekly: 1, perSession: 1, minimum: 0, pool: 0) },
      groupCount: 1, poolCount: 1,
      arcs: [
        .init(demand: 0, place: 0, supply: 0, session: 0),
        .init(demand: 0, place: 0, supply: 0, session: 3),
        .init(demand: 0, place: 0, supply: 1, session: 0),
      ], pins: [], demandClass: [0], tiers: [served])
    #expect(try AssignmentSolver.solve(program, timeLimit: .zero).chosen == [1, 2])
  }
}
