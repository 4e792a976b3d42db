import ThreeLists

/// Which weeks' loads count towards 历史承担 when weeks are replayed one after the other.
public enum BacktestHistory: String, CaseIterable, Hashable, Sendable {
  /// The lists' own figures and nothing else.
  case listed
  /// With what people really carried in the weeks before.
  case actual
  /// With what the plans gave them in the weeks before: as if the program had been in use.
  case planned
}

/// Replays past weeks one after the other.
public enum Backtest {
  /// Replays weeks.
  ///
  /// - Parameters:
  ///   - tasks: the lists, policy and week of each, earliest first.
  ///   - places: what people did in each.
  ///   - history: what is added to 历史承担, of weeks that lie no further back than the policy's
  ///     window.
  ///   - threads: how many weeks are planned at a time, at least 1; `planned` takes one after the
  ///     other.
  ///   - finished: told how many are planned, from any thread.
  /// - Returns: the weeks in their order, each planned, certified and audited.
  /// - Throws: the error of the first week that has one, by its place.
  public static func replay(
    _ tasks: [PlanningTask], places: [[ActualPlace]], history: BacktestHistory, threads: Int,
    finished: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(ScenarioError) -> [BacktestWeek] {
    var plans: [ScenarioPlan] = []
    switch history {
    case .listed:
      plans = try ScenarioRunner.run(
        tasks.map { .init($0, explains: false) }, threads: threads, finished: finished)
    case .actual:
      let loads = zip(tasks, places).map { task, own in
        (task.week, ActualServices(own, task: task).services)
      }
      let jobs = tasks.map {
        ScenarioRunner.Job(carried(loads, into: $0), explains: false)
      }
      plans = try ScenarioRunner.run(jobs, threads: threads, finished: finished)
    case .planned:
      for (number, task) in tasks.enumerated() {
        let loads = plans.map { ($0.task.week, $0.plan.services) }
        plans.append(
          try ScenarioPlan.make(carried(loads, into: task), explains: false, number: number))
        finished(plans.count)
      }
    }
    var weeks: [BacktestWeek] = []
    for (number, plan) in plans.enumerated() {
      do {
        weeks.append(try BacktestWeek(plan, places: places[number]))
      } catch {
        throw .planning(number, error)
      }
    }
    return weeks
  }

  /// A task whose resources have carried what earlier weeks gave them.
  private static func carried(
    _ loads: [(week: Week, services: [Service])], into task: PlanningTask
  ) -> PlanningTask {
    var carried: [String: Int] = [:]
    for (week, services) in loads where week < task.week {
      let weeks = task.week.monday.days(since: week.monday) / 7
      guard weeks <= task.policy.historyWeeks else { continue }
      for service in services { carried[service.resource, default: 0] += 1 }
    }
    let resources = task.resources.map { resource in
      var resource = resource
      resource.history += carried[resource.id] ?? 0
      return resource
    }
    return PlanningTask(
      needs: task.listedNeeds, resources: resources, policy: task.policy, week: task.week,
      version: task.version)
  }
}
