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
      guard !Network.isCoupled(program) else {
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
      #expect(Network(program).requests.count >= program.demands.count)
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
      #expect(Network.isCoupled(program) == (hasTeam || hasWhole || hasLoosePin), "seed \(seed)")
      if Network.isCoupled(program) { coupled += 1 }
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

@Suite struct OneStageForServedClasses {
  /// Tiers that count visits are solved in one stage; one by one they come to the same values, and
  /// the prices of either prove them.
  @Test func isAsGoodAsTierByTier() throws {
    var differing = 0
    // At 3187 prices leave the range of the weights, which must not decide over the face.
    for seed in [3187] + Array(UInt64(6500)..<6700) {
      var program = RandomPrograms.small(seed: seed, coupled: false, scale: 1 + Int(seed % 6))
      guard !Network.isCoupled(program) else { continue }
      if seed % 2 == 0 { program.pins = [] }
      let served = (0..<4).map { number in
        var tier = Tier(name: "served.\(number)")
        tier.perVisit = program.demands.indices.map {
          ($0 * 7 + Int(seed)) % 5 == number ? -1 : 0
        }
        return tier
      }
      program.tiers.replaceSubrange(0..<2, with: served)
      #expect(program.tiers.prefix(4).allSatisfy { $0.pricesVisitsAlone })
      var staged = program
      // Costs of nothing for sessions say the same, but not at first sight.
      for index in 0..<4 { staged.tiers[index].perSession = Array(repeating: 0, count: 21) }
      #expect(!staged.tiers.prefix(4).contains { $0.pricesVisitsAlone })
      guard case .success(let one) = answer(to: program) else { continue }
      let other = try AssignmentSolver.solve(staged)
      #expect(one.tiers.map(\.value) == other.tiers.map(\.value), "seed \(seed)")
      if one.tiers[0].value > -program.demands.count { differing += 1 }
      for solution in [one, other] {
        let solved = try #require(SolvedNetwork(program, solution: solution))
        #expect(solved.network.isBest, "seed \(seed)")
        #expect(solved.tiers == one.tiers.map(\.value), "seed \(seed)")
      }
    }
    #expect(differing > 100)
  }

  /// The same visits in two tiers do not make a ladder: the second tier must not count them again.
  @Test func tiersThatCountTheSameVisits() throws {
    for seed in UInt64(6700)..<6760 {
      var program = RandomPrograms.small(seed: seed, coupled: false)
      program.pins = []
      program.tiers.insert(program.tiers[1], at: 0)
      program.tiers[1].perVisit = program.demands.map { _ in -1 }
      let solution = try AssignmentSolver.solve(program)
      #expect(solution.tiers.map(\.value) == BruteForce.best(program), "seed \(seed)")
      #expect(try #require(SolvedNetwork(program, solution: solution)).network.isBest)
    }
  }
}

@Suite struct ConnectedParts {
  /// Programs that share nothing, side by side in one, are solved as if each were alone.
  @Test func partsAddUp() throws {
    var parts = 0
    for seed in UInt64(6000)..<6060 {
      var programs: [AssignmentProgram] = []
      for offset in UInt64(0)..<3 {
        var program = RandomPrograms.small(seed: seed * 3 + offset, coupled: false)
        program.pins = []
        programs.append(program)
      }
      let tiers = programs.map(\.tiers.count).min() ?? 0
      for index in programs.indices {
        programs[index].tiers = Array(programs[index].tiers.prefix(tiers))
      }
      guard let joined = joined(programs) else { continue }
      try #require(joined.fault() == nil, "seed \(seed)")
      parts = max(parts, Components(joined).count)
      let whole = try AssignmentSolver.solve(joined)
      #expect(PlanValue.violation(of: whole.chosen, in: joined) == nil, "seed \(seed)")
      var expected = [Int](repeating: 0, count: tiers)
      for program in programs {
        let alone = try AssignmentSolver.solve(program)
        for index in 0..<tiers { expected[index] += alone.tiers[index].value }
      }
      #expect(whole.tiers.map(\.value) == expected, "seed \(seed)")
      #expect(whole.tiers.allSatisfy { $0.proof == .certificate })
    }
    #expect(parts >= 3)
  }

  /// Programs side by side; nil when their tiers are of different kinds.
  private func joined(_ programs: [AssignmentProgram]) -> AssignmentProgram? {
    guard var whole = programs.first else { return nil }
    for program in programs.dropFirst() {
      for (index, tier) in program.tiers.enumerated() {
        var own = whole.tiers[index]
        let isAlike =
          own.perSession == tier.perSession && own.shortfall == tier.shortfall
          && own.perVisit.isEmpty == tier.perVisit.isEmpty
          && own.perArc.isEmpty == tier.perArc.isEmpty
          && own.perUnmet.isEmpty == tier.perUnmet.isEmpty
          && own.perLoad.isEmpty == tier.perLoad.isEmpty
        guard isAlike else { return nil }
        own.constant += tier.constant
        own.perVisit += tier.perVisit
        own.perArc += tier.perArc
        own.perUnmet += tier.perUnmet
        own.perLoad += tier.perLoad
        whole.tiers[index] = own
      }
      let (demands, supplies) = (Int32(whole.demands.count), Int32(whole.supplies.count))
      whole.arcs += program.arcs.map {
        AssignmentProgram.Arc(
          demand: $0.demand + demands, place: $0.place, supply: $0.supply + supplies,
          session: $0.session)
      }
      whole.demands += program.demands.map { demand in
        var demand = demand
        demand.group += whole.groupCount
        return demand
      }
      whole.supplies += program.supplies.map { supply in
        var supply = supply
        supply.pool += whole.poolCount
        return supply
      }
      whole.demandClass += program.demandClass
      whole.groupCount += program.groupCount
      whole.poolCount += program.poolCount
    }
    return whole
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
