/// Solves an assignment program: networks by the kernel, couplings by a tree over GLPK's relaxations.
public enum AssignmentSolver {
  /// Finds a solution that is best in the first tier, among those best in the second, and so on.
  ///
  /// - Parameters:
  ///   - program: the program; checked first.
  ///   - engine: which way.
  ///   - timeLimit: bounds the whole call; nil for none.
  ///   - progress: told of each tier before it is solved: its name, its number from 1, the count.
  /// - Returns: a feasible solution, to which no visit can be added when the time limit cut it off.
  /// - Throws: ``SolverError`` when no solution is held.
  public static func solve(
    _ program: AssignmentProgram, engine: Engine = .auto, timeLimit: Duration? = nil,
    progress: ((String, Int, Int) -> Void)? = nil
  ) throws(SolverError) -> Solution {
    if let fault = program.fault() { throw .invalidProgram(fault) }
    let deadline = Deadline(in: timeLimit)
    let pinned = try PinFeasibility(program, deadline: deadline).solve()
    if engine == .auto, !program.tiers.isEmpty,
      let solved = try network(program, pinned: pinned, deadline: deadline, progress: progress)
    {
      return solved
    }
    var greedy = GreedyPlan(program, keeping: pinned, deadline: deadline)
    greedy.complete()
    if deadline.hasPassed, engine == .auto {
      return try cutOff(
        program, plans: [greedy.chosen], leaf: Proof.Leaf(tierCount: program.tiers.count),
        provedTiers: 0)
    }
    if engine == .glpk || program.tiers.isEmpty {
      var solver = StagedSolver(program, start: greedy.chosen, deadline: deadline)
      for (index, tier) in program.tiers.enumerated() {
        progress?(tier.name, index + 1, program.tiers.count)
        try solver.solve(tier)
      }
      return try solver.solution()
    }
    return try tree(program, start: greedy.chosen, deadline: deadline, progress: progress)
  }

  private static func tree(
    _ program: AssignmentProgram, start: [Int], deadline: Deadline,
    progress: ((String, Int, Int) -> Void)?
  ) throws(SolverError) -> Solution {
    var tree = TierTree(
      program, matrix: ProgramMatrix(program), start: start, deadline: deadline
    ) { index in
      progress?(program.tiers[index].name, index + 1, program.tiers.count)
    }
    let (stop, bounds) = try tree.search()
    var chosen = tree.held
    if stop == .timeLimit {
      // A plan found by the tree may have left room.
      chosen = best(of: [chosen, filledUp(chosen, in: program)], in: program)
    }
    if let fault = PlanValue.violation(of: chosen, in: program) { throw .glpk(fault) }
    let values = PlanValue.values(of: chosen, in: program)
    var tiers: [TierOutcome] = []
    var isOpen = false
    for (index, value) in values.enumerated() {
      let constant = program.tiers[index].constant
      let bound = isOpen || index >= bounds.count ? nil : bounds[index] + constant
      isOpen = isOpen || bound.map { $0 < value } ?? true
      tiers.append(TierOutcome(value: value, bound: bound, proof: isOpen ? .open : .search))
    }
    return Solution(stop: stop, chosen: chosen.sorted(), tiers: tiers, proof: tree.proof)
  }
}

/// Which way a program is solved; every way reaches the same tiers.
public enum Engine: String, CaseIterable, Hashable, Sendable {
  /// The fastest exact way for the program at hand.
  case auto
  /// GLPK alone: one solve for each tier, branching in GLPK's own tree.
  case glpk
}
