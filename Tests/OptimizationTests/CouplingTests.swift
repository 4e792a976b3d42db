import Testing

@testable import Optimization

@Suite struct CouplingTests {
  /// A program is a network exactly where no demand is coupled.
  @Test func aNetworkHasNoCouplings() {
    var counts = [0, 0]
    for seed in UInt64(0)..<400 {
      let program = RandomPrograms.small(seed: seed, coupled: seed % 2 == 0)
      #expect((NetworkSolver(program) == nil) != program.coupledDemands.isEmpty, "seed \(seed)")
      counts[program.coupledDemands.isEmpty ? 0 : 1] += 1
    }
    #expect(counts[0] > 100 && counts[1] > 100, "\(counts)")
  }

  /// With its couplings fixed as in the best solution a program has the same best values, and the
  /// kernel's prices prove all of them.
  @Test func fixingCouplingsKeepsTheValues() throws {
    var coupled = 0
    for seed in UInt64(0)..<300 {
      let program = RandomPrograms.small(seed: seed)
      guard let solution = try? AssignmentSolver.solve(program) else { continue }
      let fixed = program.fixingCouplings(as: solution.chosen)
      #expect(fixed.fault() == nil, "seed \(seed)")
      #expect(fixed.coupledDemands.isEmpty, "seed \(seed)")
      let best = try AssignmentSolver.solve(fixed)
      #expect(best.tiers.map(\.value) == solution.tiers.map(\.value), "seed \(seed)")
      let proof = try #require(
        try AssignmentSolver.conditionalProof(
          of: solution.chosen, in: program, closed: program.tiers.count))
      #expect(proof.provedTiers == program.tiers.count, "seed \(seed)")
      #expect(proof.leaf.groups.keys.allSatisfy { $0 < program.groupCount })
      if !program.coupledDemands.isEmpty { coupled += 1 }
    }
    #expect(coupled > 100)
  }

  /// A solution that is not the best is not called so.
  @Test func somethingBetterIsAFault() throws {
    var faults = 0
    for seed in UInt64(0)..<60 {
      let program = RandomPrograms.small(seed: seed, coupled: false)
      guard program.pins.isEmpty, let best = try? AssignmentSolver.solve(program) else { continue }
      let nothing = PlanValue.values(of: [], in: program)
      guard best.tiers.map(\.value) != nothing else { continue }
      #expect(throws: SolverError.self, "seed \(seed)") {
        try AssignmentSolver.conditionalProof(of: [], in: program, closed: program.tiers.count)
      }
      let open = try AssignmentSolver.conditionalProof(of: [], in: program, closed: 0)
      #expect(open.map { $0.provedTiers < program.tiers.count } ?? false, "seed \(seed)")
      faults += 1
    }
    #expect(faults > 20)
  }

  /// What GLPK finds alone is proved by the same tree or kernel.
  @Test func bothEnginesHaveProofs() throws {
    for seed in UInt64(0)..<80 {
      let program = RandomPrograms.small(seed: seed, coupled: seed % 2 == 0)
      guard let solution = try? AssignmentSolver.solve(program, engine: .glpk) else { continue }
      #expect(solution.proof != nil || program.tiers.isEmpty, "seed \(seed)")
    }
  }
}
