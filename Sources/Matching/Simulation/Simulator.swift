import Foundation
import ThreeLists

/// How weeks are played.
public struct SimulationRules: Hashable, Sendable {
  /// Who refuses how often.
  public var rates: RefusalRates
  /// Where the draws begin.
  public var seed: UInt64
  /// How many runs, at least 1.
  public var runs: Int
  /// How often a week is planned again at most.
  public var rounds: Int

  /// Rules by their parts.
  public init(rates: RefusalRates, seed: UInt64, runs: Int, rounds: Int) {
    self.rates = rates
    self.seed = seed
    self.runs = runs
    self.rounds = rounds
  }
}

/// Plays plans by Monte Carlo, the same refusals against each.
public enum Simulator {
  /// Plays plans.
  ///
  /// - Parameters:
  ///   - plans: audited plans of the same needs and resources, under other policies or with other
  ///     rows.
  ///   - rules: rates, seed, runs, rounds.
  ///   - threads: runs played at a time, at least 1; the outcome does not depend on it.
  ///   - finished: told how many runs of all plans are over, from any thread.
  /// - Returns: a simulation of each plan, in their order.
  /// - Throws: the error of the first run that has one, with the plan's place.
  /// - Complexity: for each run that meets a refusal a solve a round.
  public static func play(
    _ plans: [ScenarioPlan], rules: SimulationRules, threads: Int,
    finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioError) -> [Simulation] {
    let count = plans.count * rules.runs
    let results = Turns<Result<SimulationRun, ScenarioError>>(count: count).run(
      threads: threads, finished: finished
    ) {
      { number in run(number, plans, rules) }
    }
    var runs: [SimulationRun] = []
    for result in results {
      switch result {
      case .success(let run): runs.append(run)
      case .failure(let error): throw error
      case nil: preconditionFailure("a run that no thread took")
      }
    }
    return plans.enumerated().map { number, plan in
      let figures = ScenarioFigures(plan.plan, task: plan.task)
      return Simulation(
        task: plan.task, status: plan.plan.status,
        requested: figures.classes.map(\.requested), planned: figures.classes.map(\.served),
        places: plan.plan.services.count,
        runs: Array(runs[number * rules.runs..<(number + 1) * rules.runs]))
    }
  }

  private static func run(
    _ number: Int, _ plans: [ScenarioPlan], _ rules: SimulationRules
  ) -> Result<SimulationRun, ScenarioError> {
    let plan = plans[number / rules.runs]
    let refusals = Refusals(rules.rates, seed: rules.seed, run: number % rules.runs)
    do throws(PlanningError) {
      return .success(
        try SimulationRun(
          plan.plan.services, task: plan.task, rounds: rules.rounds,
          isRefused: refusals.isRefused))
    } catch {
      return .failure(.planning(number / rules.runs, error))
    }
  }
}
