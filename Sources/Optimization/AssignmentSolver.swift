/// Solves an assignment program tier by tier with GLPK.
public enum AssignmentSolver {
  /// Finds a solution that is best in the first tier, among those best in the second, and so on.
  ///
  /// - Parameters:
  ///   - program: the program; checked first.
  ///   - timeLimit: bounds the whole call; nil for none.
  ///   - progress: told of each tier before it is solved: its name, its number from 1, the count.
  /// - Returns: a feasible solution, to which no visit can be added when the time limit cut it off.
  /// - Throws: ``SolverError`` when no solution is held.
  public static func solve(
    _ program: AssignmentProgram, timeLimit: Duration? = nil,
    progress: ((String, Int, Int) -> Void)? = nil
  ) throws(SolverError) -> Solution {
    if let fault = program.fault() { throw .invalidProgram(fault) }
    let deadline = Deadline(in: timeLimit)
    let pinned = try PinFeasibility(program, deadline: deadline).solve()
    var greedy = GreedyPlan(program, keeping: pinned, deadline: deadline)
    greedy.complete()
    var solver = StagedSolver(program, start: greedy.chosen, deadline: deadline)
    for (index, tier) in program.tiers.enumerated() {
      progress?(tier.name, index + 1, program.tiers.count)
      try solver.solve(tier)
    }
    return try solver.solution()
  }
}
