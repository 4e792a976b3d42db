/// Proofs of solutions that are found already.
extension AssignmentSolver {
  /// What a solution is proved to be best among: prices under which no other is as cheap.
  public struct ConditionalProof: Hashable, Sendable {
    /// The prices, of the program's own slots, supplies, pools and groups.
    public var leaf: Proof.Leaf
    /// How many leading tiers they prove: all, unless the time limit came first.
    public var provedTiers: Int
  }

  /// Prices that prove a solution best among all that serve the coupled demands as it does.
  ///
  /// With these fixed the rest is a network, which the kernel solves.
  ///
  /// - Parameters:
  ///   - chosen: the arcs of a feasible solution.
  ///   - program: its program.
  ///   - closed: how many leading tiers are said to be best.
  ///   - timeLimit: bounds the call; nil for none.
  /// - Returns: the prices; nil when the costs do not fit the kernel's numbers.
  /// - Throws: a fault when some solution is better in one of the tiers said to be best.
  public static func conditionalProof(
    of chosen: [Int], in program: AssignmentProgram, closed: Int, timeLimit: Duration? = nil
  ) throws(SolverError) -> ConditionalProof? {
    let fixed = program.fixingCouplings(as: chosen)
    guard let network = NetworkSolver(fixed) else { return nil }
    let answer = network.solve(deadline: Deadline(in: timeLimit))
    let best = PlanValue.values(of: answer.chosen, in: fixed).prefix(answer.provedTiers)
    let own = PlanValue.values(of: chosen, in: program)
    try agree(own, best, in: program, through: closed)
    var leaf = answer.leaf
    leaf.groups[program.groupCount] = nil
    return ConditionalProof(
      leaf: leaf, provedTiers: zip(own, best).prefix { $0 == $1 }.count)
  }

  /// Adds to what GLPK found alone the proof that prices give.
  ///
  /// The kernel's prices where there are no couplings, else those of the tree, which begins with
  /// GLPK's solution and has only to show that nothing is better.
  ///
  /// - Throws: a fault when they find something better than what GLPK calls best.
  static func proved(
    _ solution: Solution, in program: AssignmentProgram, deadline: Deadline, relaxations: Int
  ) throws(SolverError) -> Solution {
    guard !program.tiers.isEmpty, !deadline.hasPassed else { return solution }
    var result = solution
    let own = solution.tiers.map(\.value)
    let closed = solution.tiers.prefix { $0.proof != .open }.count
    if let network = NetworkSolver(program) {
      let answer = network.solve(deadline: deadline)
      let best = PlanValue.values(of: answer.chosen, in: program).prefix(answer.provedTiers)
      try agree(own, best, in: program, through: closed)
      result.proof = Proof(nodes: [.leaf(answer.leaf)])
      return result
    }
    var tree = TierTree(
      program, matrix: ProgramMatrix(program), start: solution.chosen, deadline: deadline,
      budget: relaxations
    ) { _ in }
    _ = try tree.search()
    try agree(
      own, PlanValue.values(of: tree.held, in: program)[...], in: program, through: closed)
    result.proof = tree.proof
    return result
  }

  /// Compares the values of a solution with those of one that may be better.
  private static func agree(
    _ own: [Int], _ best: ArraySlice<Int>, in program: AssignmentProgram, through closed: Int
  ) throws(SolverError) {
    for (index, (left, right)) in zip(own, best).enumerated() where left != right {
      guard index >= closed || left < right else {
        throw .fault("\(program.tiers[index].name): \(left) called best, and \(right) can be had")
      }
      return
    }
  }
}
