import Foundation
import Synchronization
import ThreeLists

/// Plans scenarios side by side; what comes out does not depend on how many threads there are.
public enum ScenarioRunner {
  /// What is planned, and whether reasons and smallest changes belong to it.
  public struct Job: Sendable {
    /// Lists, policy and week.
    public var task: PlanningTask
    /// Whether unmet needs are explained.
    public var explains: Bool
    /// How many visits more come to the lists, where they count most; nil for none.
    public var bestVisits: Int?

    /// A job by its parts.
    public init(_ task: PlanningTask, explains: Bool, bestVisits: Int? = nil) {
      self.task = task
      self.explains = explains
      self.bestVisits = bestVisits
    }
  }

  /// Plans all jobs.
  ///
  /// - Parameters:
  ///   - jobs: the base and the scenarios.
  ///   - threads: how many are planned at a time, at least 1.
  ///   - fromFirst: whether the others are solved from the services and prices of the first: sooner
  ///     where they differ little, with the same tiers, and of equally good plans one near the first.
  ///   - finished: told how many are planned, from any thread.
  /// - Returns: their plans, in the order of the jobs.
  /// - Throws: the error of the first job that has one.
  public static func run(
    _ jobs: [Job], threads: Int, fromFirst: Bool = false,
    finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioError) -> [ScenarioPlan] {
    let first = fromFirst ? First() : nil
    let results = Turns<Result<ScenarioPlan, ScenarioError>>(count: jobs.count).run(
      threads: threads, finished: finished
    ) {
      { number in result(of: jobs[number], number, first) }
    }
    var plans: [ScenarioPlan] = []
    for result in results {
      switch result {
      case .success(let plan): plans.append(plan)
      case .failure(let error): throw error
      case nil: preconditionFailure("a job that no thread took")
      }
    }
    return plans
  }

  private static func result(
    of job: Job, _ number: Int, _ first: First?
  ) -> Result<ScenarioPlan, ScenarioError> {
    // Whether or not there is a plan, nobody waits for it any longer.
    defer { if number == 0 { first?.put(nil) } }
    do throws(ScenarioError) {
      return .success(
        try ScenarioPlan.make(
          job.task, explains: job.explains, number: number, bestVisits: job.bestVisits,
          from: { number == 0 ? nil : first?.week }, solved: { if number == 0 { first?.put($0) } }
        ))
    } catch {
      return .failure(error)
    }
  }

  /// The first job's solved week, for which the others wait.
  ///
  /// Jobs are taken in order, so whoever waits knows that the first is being solved.
  private final class First: Sendable {
    private let group = DispatchGroup()
    private let given = Mutex<(isKnown: Bool, week: SolvedWeek?)>((false, nil))

    init() { group.enter() }

    func put(_ week: SolvedWeek?) {
      given.withLock { given in
        guard !given.isKnown else { return }
        given = (true, week)
        group.leave()
      }
    }

    var week: SolvedWeek? {
      group.wait()
      return given.withLock { $0.week }
    }
  }
}
