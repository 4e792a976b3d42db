extension AssignmentSolver {
  /// Whether all visits that a program asks for can be served together.
  public enum Decision: Hashable, Sendable {
    /// They can: the arcs filled, ascending.
    case all([Int])
    /// They cannot.
    case notAll
    /// The relaxations were used up before it was known.
    case unknown
  }

  /// Decides whether all visits that a program asks for can be served together, pins kept.
  ///
  /// The answer is exact, and the same on every machine: work is counted in relaxations. GLPK's own
  /// tree, of which nobody knows how long it takes, is asked about the pins alone.
  ///
  /// - Parameters:
  ///   - program: the program; of its tiers only `perArc` of the first counts, by which the arcs of a
  ///     plan that serves all are chosen as far as the relaxations go.
  ///   - relaxations: how many the tree may solve, for each of the two questions.
  /// - Returns: the decision.
  /// - Throws: a fault of ours, or what GLPK said.
  public static func servesAll(
    _ program: AssignmentProgram, relaxations: Int
  ) throws(SolverError) -> Decision {
    var asked = program
    var all = Tier(name: "all")
    all.perVisit = Array(repeating: -1, count: program.demands.count)
    asked.tiers = [all]
    if let fault = asked.fault() { throw .invalidProgram(fault) }
    let deadline = Deadline(in: nil)
    guard let pinned = try PinFeasibility(asked, deadline: deadline).arcsKeepingAll() else {
      return .notAll
    }
    let most = -program.demands.reduce(0) { $0 + $1.visits }
    var greedy = GreedyPlan(asked, keeping: pinned, deadline: deadline)
    greedy.complete()
    var chosen = greedy.chosen
    if PlanValue.values(of: chosen, in: asked)[0] != most {
      var tree = TierTree(
        asked, matrix: ProgramMatrix(asked), start: chosen, deadline: deadline,
        budget: relaxations
      ) { _ in }
      let (stop, bounds) = try tree.search()
      chosen = tree.held
      if PlanValue.values(of: chosen, in: asked)[0] != most {
        return stop == .complete || (bounds.first.map { $0 > most } ?? false) ? .notAll : .unknown
      }
    }
    if let costs = program.tiers.first?.perArc, !costs.isEmpty {
      var cheapest = Tier(name: "cheapest")
      cheapest.perArc = costs
      asked.tiers = [all, cheapest]
      var tree = TierTree(
        asked, matrix: ProgramMatrix(asked), start: chosen, deadline: deadline,
        budget: relaxations
      ) { _ in }
      _ = try tree.search()
      chosen = tree.held
    }
    if let fault = PlanValue.violation(of: chosen, in: asked) { throw .glpk(fault) }
    guard PlanValue.values(of: chosen, in: asked)[0] == most else { return .unknown }
    return .all(chosen.sorted())
  }
}
