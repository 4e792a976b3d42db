import Optimization
import ThreeLists

/// The smallest set of added visits with which a week reaches an aim.
///
/// An aim is reached when the best plan of the edited lists, under the policy of the lists, serves at
/// least so many visits of each class. No set is smaller than the fewest added visits with which
/// any plan serves the aim, and that number is the optimum of one program. Where an aim asks for all of
/// the classes before the last one that it names, the best plan of that optimum's lists reaches it,
/// so the optimum is the smallest set. Where it does not, more urgent visits may take what is added
/// for others; then the aim is raised by these until the plan reaches what was asked for.
public struct SmallestAdditions: Hashable, Sendable {
  /// How the search ended.
  public enum Outcome: Hashable, Sendable {
    /// A set was found with which the best plan reaches the aim.
    case found
    /// Some plan of the edited lists serves the aim, but the policy's best plan does not.
    case outranked
    /// However many visits of the rows are added, no plan serves the aim.
    case unreachable
    /// The time was up before that was known.
    case cutOff
  }

  /// How the search ended.
  public var outcome: Outcome
  /// By class, visits asked for.
  public var requested: [Int]
  /// By class, visits to be served.
  public var aim: [Int]
  /// What the lists as they are serve.
  public var base: ServedCounts
  /// The set, in the order of the rows; empty when nothing has to be added or nothing was found.
  public var additions: [Addition]
  /// No set with fewer visits reaches the aim.
  public var atLeast: Int
  /// How `atLeast` is proved, or that the aim cannot be reached.
  public var proof: TierProof
  /// What the lists with the set serve, planned afresh.
  public var served: ServedCounts
  /// By class, visits that lack to the aim however many are added.
  public var missing: [Int]
  /// Needs of the classes in which visits lack that stay unmet when every row offers all that can be
  /// used, with the reason.
  public var unreachable: [Unmet]

  /// Whether the set is proved smallest.
  public var isSmallest: Bool { outcome == .found && additions.visits == atLeast && proof != .open }

  /// Visits that are a share of those asked for, in percent, rounded up.
  ///
  /// - Parameters:
  ///   - shares: by class, 0 to 100.
  ///   - task: the lists.
  /// - Returns: visits by class.
  public static func aim(_ shares: [Int], of task: PlanningTask) -> [Int] {
    zip(shares, task.requestedByClass).map { ($0 * $1 + 99) / 100 }
  }

  /// Finds the smallest set.
  ///
  /// Among sets of the same size that one is taken whose plan for the aim serves most of class 0,
  /// then of class 1, and so on; then the one with the smallest sum of its visits' places in the
  /// order of the rows; then the one at which the solver arrives first, which depends on the lists
  /// alone.
  ///
  /// - Parameters:
  ///   - task: the lists, policy and week, without a standing.
  ///   - subject: the rows from which visits are taken.
  ///   - aim: by class, visits to be served, at most those asked for.
  ///   - timeLeft: bounds solving; nil for no bound.
  /// - Returns: the set, planned afresh.
  /// - Throws: when the lists have no plan, or a fault of ours.
  /// - Complexity: two or three solves of the week with twice the rows; with an aim that leaves more
  ///   urgent visits out one more for each time that it is raised.
  public static func find(
    _ task: PlanningTask, by subject: MarginalSubject, aim: [Int],
    timeLeft: () -> Duration? = { nil }
  ) throws(PlanningError) -> SmallestAdditions {
    let base = try ServedCounts(of: task, timeLimit: timeLeft())
    var search = Search(
      program: AdditionProgram(task.servedOnly, by: subject),
      result: SmallestAdditions(
        outcome: .cutOff, requested: task.requestedByClass, aim: aim, base: base, additions: [],
        atLeast: 0, proof: .open, served: base,
        missing: Array(repeating: 0, count: ClassRules.count), unreachable: []),
      task: task)
    try search.run(timeLeft: timeLeft)
    return search.result
  }

  fileprivate func reaches(_ counts: ServedCounts) -> Bool {
    zip(counts.byClass, aim).allSatisfy { $0 >= $1 }
  }
}

private struct Search {
  let program: AdditionProgram
  var result: SmallestAdditions
  let task: PlanningTask

  /// The fewest visits for an aim; nil when the time was up before it was known whether they can be
  /// had.
  private struct Fewest {
    var additions: [Addition]
    var missing: [Int]
    var bound: Int
    var proof: TierProof
  }

  mutating func run(timeLeft: () -> Duration?) throws(PlanningError) {
    guard let first = try fewest(result.aim, timeLeft()) else { return }
    result.proof = first.proof
    result.atLeast = first.bound
    if first.missing.contains(where: { $0 > 0 }) {
      result.outcome = .unreachable
      result.missing = first.missing
      try explain(timeLeft())
      return
    }
    try take(first.additions, timeLeft())
    var aim = result.aim
    while !result.reaches(result.served) {
      result.outcome = .outranked
      // More urgent visits took what the aim leaves to others: they are served as well, then.
      let lacking = result.aim.indices.first { result.served.byClass[$0] < result.aim[$0] } ?? 0
      let raised = aim.enumerated().map { number, visits in
        number < lacking ? max(visits, result.served.byClass[number]) : visits
      }
      guard raised != aim, let next = try fewest(raised, timeLeft()),
        next.missing.allSatisfy({ $0 == 0 })
      else { break }
      aim = raised
      try take(next.additions, timeLeft())
    }
    guard result.reaches(result.served) else { return }
    result.outcome = .found
    if result.additions.visits > result.atLeast { try thin(timeLeft: timeLeft) }
  }

  private func fewest(
    _ aim: [Int], _ timeLeft: Duration?
  ) throws(PlanningError) -> Fewest? {
    let fewest = program.fewest(serving: aim)
    let solution = try program.solve(fewest, timeLimit: timeLeft)
    let (missed, count) = (solution.tiers[0], solution.tiers[1])
    // A plan that lacks nothing needs no proof that it lacks nothing.
    guard missed.value == 0 || missed.proof != .open else { return nil }
    var missing = Array(repeating: 0, count: aim.count)
    if missed.value > 0 {
      let served = ServedCounts(
        tiers: Array(solution.tiers.map(\.value).dropFirst(2)), names: program.tierNames,
        proof: .open)
      missing = zip(aim, served.byClass).map { max(0, $0 - $1) }
    }
    let proof = missed.value > 0 ? TierProof(missed.proof) : TierProof(count.proof)
    return Fewest(
      additions: program.additions(solution.chosen, in: fewest), missing: missing,
      bound: missed.value > 0 ? 0 : count.bound ?? 0, proof: proof)
  }

  /// Takes a set, and plans the lists with it afresh.
  private mutating func take(_ additions: [Addition], _ timeLeft: Duration?) throws(PlanningError) {
    result.additions = additions
    result.served = try ServedCounts(of: additions.applied(to: task), timeLimit: timeLeft)
  }

  /// Leaves visits out, one at a time, as long as the plan still reaches the aim.
  private mutating func thin(timeLeft: () -> Duration?) throws(PlanningError) {
    var index = 0
    while index < result.additions.count, result.additions.visits > result.atLeast {
      var fewer = result.additions
      fewer[index].visits -= 1
      if fewer[index].visits == 0 { fewer.remove(at: index) }
      let served = try ServedCounts(of: fewer.applied(to: task), timeLimit: timeLeft())
      if result.reaches(served) {
        (result.additions, result.served) = (fewer, served)
        index = 0
      } else {
        index += 1
      }
    }
  }

  /// Which needs stay unmet however much is added, and why.
  private mutating func explain(_ timeLeft: Duration?) throws(PlanningError) {
    var generous = program.generous
    var policy = task.policy
    policy.tiers =
      generous.policy.tiers + policy.tiers.filter { !generous.policy.tiers.contains($0) }
    generous = generous.with(
      needs: generous.listedNeeds, resources: generous.resources, policy: policy)
    let plan = try Planner.plan(generous, timeLimit: timeLeft)
    let classOf = Dictionary(
      uniqueKeysWithValues: task.needs.map { ($0.id, policy.classes.priorityClass(of: $0)) })
    result.unreachable = plan.unmet.filter { unmet in
      classOf[unmet.need].map { result.missing[$0] > 0 } ?? false
    }
  }
}

extension PlanningTask {
  /// The task with nothing but the served tiers, in their order.
  fileprivate var servedOnly: PlanningTask {
    var policy = policy
    policy.tiers = (0..<ClassRules.count).map(TierName.served)
    return with(needs: listedNeeds, resources: resources, policy: policy)
  }
}
