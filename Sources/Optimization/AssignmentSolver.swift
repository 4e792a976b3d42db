/// Solves an assignment program: networks by the kernel, couplings by a tree over GLPK's relaxations.
public enum AssignmentSolver {
  /// Linear relaxations that the tree may solve before GLPK's own takes over.
  ///
  /// Where relaxations stay away from what plans reach, the tree splits hairs; GLPK's own, with cuts, is
  /// better then. Counted in solves, those of dives left out, and not in time, so that the answer does
  /// not depend on the machine.
  public static let relaxations = 2000

  /// What GLPK's own tree may take for a tier after that, in iterations of the simplex method times rows and
  /// columns, where no time limit is set: a call has to end, and with the same answer on every machine.
  static let work = 4_000_000_000

  /// Finds a solution that is best in the first tier, among those best in the second, and so on.
  ///
  /// - Parameters:
  ///   - program: the program; checked first.
  ///   - engine: which way.
  ///   - timeLimit: bounds the whole call; nil for none.
  ///   - relaxations: how many the tree may solve.
  ///   - start: where the kernel may begin; what has couplings is solved without it.
  ///   - sharing: does pieces of work, given how many, each told its number, and comes back when all are done; parts of
  ///     the program that share nothing are solved by it. Nil takes all processors, whatever else they have to do.
  ///   - progress: told of each tier before it is solved: its name, its number from 1, the count.
  /// - Returns: a feasible solution, to which no visit can be added when a limit of time or work cut it off.
  /// - Throws: ``SolverError`` when no solution is held.
  public static func solve(
    _ program: AssignmentProgram, engine: Engine = .auto, timeLimit: Duration? = nil,
    relaxations: Int = AssignmentSolver.relaxations, from start: SolveStart? = nil,
    sharing: (@Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void)? = nil,
    progress: ((String, Int, Int) -> Void)? = nil
  ) throws(SolverError) -> Solution {
    try solve(
      program, engine: engine, timeLimit: timeLimit, relaxations: relaxations, work: work,
      from: start, sharing: sharing ?? SideBySide.concurrently, progress: progress)
  }

  /// The same with another amount of work for GLPK's own tree.
  static func solve(
    _ program: AssignmentProgram, engine: Engine = .auto, timeLimit: Duration? = nil,
    relaxations: Int, work: Int, from start: SolveStart? = nil,
    sharing: SideBySide.Sharing = SideBySide.concurrently,
    progress: ((String, Int, Int) -> Void)? = nil
  ) throws(SolverError) -> Solution {
    if let fault = program.fault() { throw .invalidProgram(fault) }
    let deadline = Deadline(in: timeLimit)
    let pinned = try PinFeasibility(program, deadline: deadline).solve()
    if engine == .auto, !program.tiers.isEmpty,
      let solved = try network(
        program, from: start, pinned: pinned, deadline: deadline, sharing: sharing,
        progress: progress)
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
      let solution = try staged(
        program, start: greedy.chosen, deadline: deadline, progress: progress)
      return try proved(solution, in: program, deadline: deadline, relaxations: relaxations)
    }
    return try tree(
      program, start: greedy.chosen, deadline: deadline, relaxations: relaxations, work: work,
      progress: progress)
  }

  /// Solves tier after tier by GLPK alone, which takes what it takes where no work is named.
  ///
  /// `bounds` are proved already, each of the solutions that reach those before: the tiers that the start
  /// closes, and one more.
  private static func staged(
    _ program: AssignmentProgram, start: [Int], deadline: Deadline, work: Int? = nil,
    bounds: [Int] = [], progress: ((String, Int, Int) -> Void)?
  ) throws(SolverError) -> Solution {
    var solver = StagedSolver(program, start: start, deadline: deadline, work: work)
    for (index, tier) in program.tiers.enumerated() {
      progress?(tier.name, index + 1, program.tiers.count)
      try solver.solve(tier, known: index < bounds.count ? bounds[index] : nil)
    }
    return try solver.solution()
  }

  /// Solves by one tree over all tiers; what is too much for it is left to GLPK's own.
  private static func tree(
    _ program: AssignmentProgram, start: [Int], deadline: Deadline, relaxations: Int, work: Int,
    progress: ((String, Int, Int) -> Void)?
  ) throws(SolverError) -> Solution {
    var tree = TierTree(
      program, matrix: ProgramMatrix(program), start: start, deadline: deadline,
      budget: relaxations
    ) { index in
      progress?(program.tiers[index].name, index + 1, program.tiers.count)
    }
    let (stop, bounds) = try tree.search()
    var chosen = tree.held
    if tree.isExhausted {
      var solution = try staged(
        program, start: chosen, deadline: deadline, work: deadline.isSet ? nil : work,
        bounds: zip(bounds, program.tiers).map { $0 + $1.constant }, progress: progress)
      solution.proof = tree.proof
      return solution
    }
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
  /// GLPK alone: one solve for each tier, branching in GLPK's own tree; prices then prove what it
  /// found.
  case glpk
}
