import Optimization
import ThreeLists

/// So many added visits where they count most: the set with which the policy's tiers are best.
///
/// The tiers count in the policy's order as far as `units`, which is left out with all after it: how
/// loads are spread over units cannot be said beside a limit on the visits added. The set is the
/// optimum of one program, and the lists with it are planned afresh.
public struct BestAdditions: Hashable, Sendable {
  /// By class, visits asked for.
  public var requested: [Int]
  /// What the lists as they are serve.
  public var base: ServedCounts
  /// How many visits may be added.
  public var visits: Int
  /// The set, in the order of the rows; of fewer visits where more do nothing.
  public var additions: [Addition]
  /// What the lists with the set serve, planned afresh.
  public var served: ServedCounts
  /// How it is proved that no set of as many visits is better.
  public var proof: TierProof

  /// Finds the set.
  ///
  /// Among sets alike in all these tiers the one with the smallest sum of its visits' places in the
  /// order of the rows is taken; then the one at which the solver arrives first, which depends on the
  /// lists alone.
  ///
  /// - Parameters:
  ///   - task: the lists, policy and week, without a standing.
  ///   - subject: the rows from which visits are taken.
  ///   - visits: how many may be added, at least 1.
  ///   - timeLeft: bounds solving; nil for no bound.
  /// - Returns: the set.
  /// - Throws: when the lists have no plan, or a fault of ours.
  /// - Complexity: three solves of the week, one of them with twice the rows.
  public static func find(
    _ task: PlanningTask, by subject: MarginalSubject, visits: Int,
    timeLeft: () -> Duration? = { nil }
  ) throws(PlanningError) -> BestAdditions {
    var base = task
    var policy = task.policy
    policy.tiers = Array(policy.tiers.prefix { $0 != .units })
    base = base.with(needs: task.listedNeeds, resources: task.resources, policy: policy)
    let program = AdditionProgram(base, by: subject)
    let best = program.best(visits)
    let solution = try program.solve(best, timeLimit: timeLeft())
    let additions = program.additions(solution.chosen, in: best)
    let edited = additions.applied(to: base)
    let again = try AdditionProgram.solved(edited, timeLimit: timeLeft())
    let promised = solution.tiers.dropFirst().dropLast().map(\.value)
    let isClosed = (solution.tiers + again.solution.tiers).allSatisfy { $0.proof != .open }
    guard solution.tiers[0].value == 0, !isClosed || again.solution.tiers.map(\.value) == promised
    else { throw .fault("added visits: \(promised) promised, \(again.solution.tiers) planned") }
    var proof = TierProof.certificate
    for tier in solution.tiers.dropLast() { proof = proof.weaker(TierProof(tier.proof)) }
    return BestAdditions(
      requested: task.requestedByClass, base: try ServedCounts(of: task, timeLimit: timeLeft()),
      visits: visits, additions: additions,
      served: ServedCounts(
        tiers: again.solution.tiers.map(\.value), names: again.names,
        proof: again.solution.tiers.reduce(.certificate) { $0.weaker(TierProof($1.proof)) }),
      proof: proof)
  }
}

extension AdditionProgram {
  /// The solution of a task's own program, with the names of its tiers.
  static func solved(
    _ task: PlanningTask, timeLimit: Duration?
  ) throws(PlanningError) -> (solution: Solution, names: [TierName]) {
    let builder = ProgramBuilder(task, candidates: Candidates(task))
    do {
      return (
        try AssignmentSolver.solve(builder.program, timeLimit: timeLimit), builder.tierNames
      )
    } catch {
      throw Planner.planningError(error, task: task, program: builder.program)
    }
  }
}
