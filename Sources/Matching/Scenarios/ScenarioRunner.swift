import Foundation
import Synchronization
import ThreeLists

/// Plans scenarios side by side; what comes out does not depend on how many threads there are.
public enum ScenarioRunner {
  /// The stack of a thread: the search for smallest changes goes as deep as a week is wide.
  private static let stackSize = 64 << 20

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
  ///   - finished: told how many are planned, from any thread.
  /// - Returns: their plans, in the order of the jobs.
  /// - Throws: the error of the first job that has one.
  public static func run(
    _ jobs: [Job], threads: Int, finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioError) -> [ScenarioPlan] {
    let state = State(jobs)
    let group = DispatchGroup()
    for _ in 0..<max(1, min(threads, jobs.count)) {
      group.enter()
      let thread = Thread {
        while let number = state.take() {
          state.put(number, result(of: jobs[number], number))
          finished(state.done)
        }
        group.leave()
      }
      thread.stackSize = stackSize
      thread.start()
    }
    group.wait()
    var plans: [ScenarioPlan] = []
    for result in state.results {
      switch result {
      case .success(let plan): plans.append(plan)
      case .failure(let error): throw error
      case nil: preconditionFailure("a job that no thread took")
      }
    }
    return plans
  }

  private static func result(
    of job: Job, _ number: Int
  ) -> Result<ScenarioPlan, ScenarioError> {
    do throws(ScenarioError) {
      return .success(
        try ScenarioPlan.make(
          job.task, explains: job.explains, number: number, bestVisits: job.bestVisits))
    } catch {
      return .failure(error)
    }
  }

  /// The jobs taken and the results given.
  private final class State: Sendable {
    private let taken = Mutex(0)
    private let given: Mutex<[Result<ScenarioPlan, ScenarioError>?]>
    private let count: Int

    init(_ jobs: [Job]) {
      count = jobs.count
      given = Mutex(Array(repeating: nil, count: jobs.count))
    }

    func take() -> Int? {
      taken.withLock { next in
        guard next < count else { return nil }
        next += 1
        return next - 1
      }
    }

    func put(_ number: Int, _ result: Result<ScenarioPlan, ScenarioError>) {
      given.withLock { $0[number] = result }
    }

    var done: Int { given.withLock { $0.count { $0 != nil } } }
    var results: [Result<ScenarioPlan, ScenarioError>?] { given.withLock { $0 } }
  }
}
