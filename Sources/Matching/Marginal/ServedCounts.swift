import Optimization
import ThreeLists

/// How many visits the best plan of a week serves in each class, and how far that is proved.
public struct ServedCounts: Hashable, Sendable {
  /// Visits served in each class, from 0.
  public var byClass: [Int]
  /// The weakest proof among the tiers that decide them.
  public var proof: TierProof

  /// Counts by their parts.
  public init(byClass: [Int], proof: TierProof) {
    self.byClass = byClass
    self.proof = proof
  }

  /// The visits of all classes.
  public var total: Int { byClass.reduce(0, +) }

  /// What the best plan of a task serves; later tiers than the last served one decide nothing of it
  /// and are left out.
  ///
  /// - Parameters:
  ///   - task: the lists, policy, week and standing.
  ///   - timeLimit: bounds solving; nil for none.
  /// - Throws: when no plan can be made.
  /// - Complexity: that of solving the week's program with the tiers up to the last served one.
  public init(of task: PlanningTask, timeLimit: Duration? = nil) throws(PlanningError) {
    let served = task.upToServed
    let builder = ProgramBuilder(served, candidates: Candidates(served))
    let solution: Solution
    do {
      solution = try AssignmentSolver.solve(builder.program, timeLimit: timeLimit)
    } catch {
      throw Planner.planningError(error, task: served, program: builder.program)
    }
    self.init(
      tiers: solution.tiers.map(\.value), names: builder.tierNames,
      proof: solution.tiers.reduce(TierProof.certificate) { weakest, tier in
        switch (weakest, tier.proof) {
        case (.open, _), (_, .open): .open
        case (.search, _), (_, .search): .search
        case (.certificate, .certificate): .certificate
        }
      })
  }

  /// The counts that values of tiers say, each minimised.
  init(tiers: [Int], names: [TierName], proof: TierProof) {
    byClass = Array(repeating: 0, count: ClassRules.count)
    for (name, value) in zip(names, tiers) {
      if case .served(let number) = name { byClass[number] = -value }
    }
    self.proof = proof
  }

  /// By class what these counts have more than others.
  func gain(over other: ServedCounts) -> [Int] { zip(byClass, other.byClass).map { $0 - $1 } }
}

extension TierProof {
  /// The weaker of two proofs.
  func weaker(_ other: TierProof) -> TierProof {
    self == .open || other == .open
      ? .open : self == .search || other == .search ? .search : .certificate
  }
}

extension PlanningTask {
  /// The task with the tiers up to the last served one, which decide what is served.
  var upToServed: PlanningTask {
    var policy = policy
    let last = policy.tiers.lastIndex {
      if case .served = $0 { true } else { false }
    }
    policy.tiers = Array(policy.tiers.prefix((last ?? -1) + 1))
    return PlanningTask(
      needs: listedNeeds, resources: resources, policy: policy, week: week, version: version,
      standing: standing)
  }

  /// Whether visits served count before everything else.
  var isServedFirst: Bool {
    policy.tiers.prefix(ClassRules.count) == ArraySlice((0..<ClassRules.count).map(TierName.served))
  }

  /// A first plan's task with other lists.
  func with(needs: [Need], resources: [Resource], policy: Policy? = nil) -> PlanningTask {
    PlanningTask(
      needs: needs, resources: resources, policy: policy ?? self.policy, week: week,
      version: version, standing: standing)
  }
}
