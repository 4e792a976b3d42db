import Testing

@testable import Optimization

@Suite struct NetworkAgainstBruteForce {
  /// Every program without couplings is solved by the kernel, proved in every tier, and right.
  @Test func everyTierVectorIsTheBest() throws {
    var features: [String: Int] = [:]
    var count = 0
    for seed in UInt64(5000)..<5600 {
      let program = RandomPrograms.small(seed: seed, coupled: false)
      try #require(program.fault() == nil, "seed \(seed)")
      guard let network = Network(program) else {
        Issue.record("seed \(seed) is no network")
        continue
      }
      count += 1
      let present: [(String, Bool)] = [
        ("several visits", program.demands.contains { $0.visits > 1 }),
        ("session pin", program.pins.contains { $0.session != nil }),
        ("bare pin", program.pins.contains { $0.session == nil }),
        ("minimum", program.supplies.contains { $0.minimum > 0 }),
        ("no visits to give", program.supplies.contains { $0.weekly == 0 }),
        ("two in a session", program.supplies.contains { $0.perSession > 1 }),
      ]
      for (name, isPresent) in present where isPresent { features[name, default: 0] += 1 }
      let expected = BruteForce.best(program)
      switch answer(to: program) {
      case .success(let solution):
        #expect(PlanValue.violation(of: solution.chosen, in: program) == nil, "seed \(seed)")
        #expect(PlanValue.values(of: solution.chosen, in: program) == expected, "seed \(seed)")
        #expect(solution.tiers.allSatisfy { $0.proof == .certificate }, "seed \(seed)")
        #expect(solution.proof?.nodes.count == 1, "seed \(seed)")
      case .failure(.conflictingPins): #expect(expected == nil, "seed \(seed)")
      case .failure(let error): Issue.record("seed \(seed): \(error)")
      }
      #expect(network.requests.count >= program.demands.count)
    }
    for (name, found) in features.sorted(by: { $0.key < $1.key }) {
      print("\(name): \(found) of \(count) networks")
      #expect(found * 10 >= count, "\(name) in \(found) of \(count)")
    }
    #expect(features.count == 6)
  }

  /// Couplings are never taken for a network.
  @Test func couplingsAreSeen() {
    var coupled = 0
    for seed in UInt64(0)..<400 {
      let program = RandomPrograms.small(seed: seed)
      let hasTeam = program.demands.contains(where: \.isTeam)
      let hasWhole = program.demands.contains { $0.wholly && $0.visits > 1 }
      let hasLoosePin = program.pins.contains {
        $0.session == nil && $0.count != program.demands[$0.demand].visits
      }
      #expect((Network(program) == nil) == (hasTeam || hasWhole || hasLoosePin), "seed \(seed)")
      if Network(program) == nil { coupled += 1 }
    }
    #expect(coupled > 100)
  }

  /// Beyond brute force the engines judge each other: kernel and tree against GLPK alone.
  @Test(arguments: [false, true]) func enginesAgreeOnLargerPrograms(coupled: Bool) throws {
    var solved = 0
    for seed in UInt64(9000)..<9040 {
      let program = RandomPrograms.small(seed: seed, coupled: coupled, scale: 4)
      switch (answer(to: program), answer(to: program, engine: .glpk)) {
      case (.success(let left), .success(let right)):
        solved += 1
        #expect(left.tiers.map(\.value) == right.tiers.map(\.value), "seed \(seed)")
        #expect(left.stop == .complete && right.stop == .complete, "seed \(seed)")
      case (.failure(let left), .failure(let right)): #expect(left == right, "seed \(seed)")
      default: Issue.record("seed \(seed): one engine failed")
      }
    }
    #expect(solved >= 20, "\(solved) solved")
  }
}

@Suite struct NetworkUnderALimit {
  /// Whatever moment the kernel is stopped at, the plan keeps every rule and no visit fits in.
  @Test func aPlanIsHeld() throws {
    for seed in UInt64(5000)..<5100 {
      var program = RandomPrograms.small(seed: seed, coupled: false, scale: 3)
      program.pins = []
      let best = try AssignmentSolver.solve(program)
      let cut = try AssignmentSolver.solve(program, timeLimit: .zero)
      #expect(cut.stop == .timeLimit)
      #expect(PlanValue.violation(of: cut.chosen, in: program) == nil, "seed \(seed)")
      let values = PlanValue.values(of: cut.chosen, in: program)
      #expect(!values.lexicographicallyPrecedes(best.tiers.map(\.value)), "seed \(seed)")
      for (tier, known) in zip(cut.tiers, best.tiers) {
        guard let bound = tier.bound else { break }
        #expect(bound <= known.value, "seed \(seed)")
        if bound < tier.value { break }
      }
      for arc in program.arcs.indices where !cut.chosen.contains(arc) {
        #expect(PlanValue.violation(of: cut.chosen + [arc], in: program) != nil, "seed \(seed)")
      }
    }
  }
}
