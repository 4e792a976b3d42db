import ThreeLists

/// What people and plan did with each need.
struct ActualComparison {
  private let task: PlanningTask
  private let knowsSessions: Bool
  private let actual: [String: [Service]]
  private let planned: [String: [Service]]
  private let rules: [String: Set<ActualRule>]

  init(_ plan: ScenarioPlan, laid: ActualServices, breaches: [ActualBreach]) {
    task = plan.task
    knowsSessions = laid.knowsSessions
    actual = Dictionary(grouping: laid.services, by: \.need)
    planned = Dictionary(grouping: plan.plan.services, by: \.need)
    var rules: [String: Set<ActualRule>] = [:]
    for breach in breaches {
      if let need = breach.need {
        rules[need, default: []].insert(breach.rule)
        continue
      }
      // Of a resource that gave more than it offers, no place is the one too many.
      for (need, own) in actual {
        let isConcerned = own.contains {
          $0.resource == breach.resource
            && (breach.session == nil || breach.session == $0.session)
        }
        if isConcerned { rules[need, default: []].insert(breach.rule) }
      }
    }
    self.rules = rules
  }

  private func visits(_ services: [Service]?) -> Int { Set((services ?? []).map(\.visit)).count }

  /// The needs of which one served more visits than the other.
  func differences(_ isMore: (Int, Int) -> Bool) -> [BacktestWeek.Difference] {
    task.needs.compactMap { need in
      let counts = (visits(actual[need.id]), visits(planned[need.id]))
      guard isMore(counts.0, counts.1) else { return nil }
      let who = counts.0 > counts.1 ? actual[need.id] : planned[need.id]
      return BacktestWeek.Difference(
        need: need.id, origin: need.origin,
        priorityClass: task.policy.classes.priorityClass(of: need), actual: counts.0,
        planned: counts.1, resources: Set((who ?? []).map(\.resource)).sorted(),
        rules: (rules[need.id] ?? []).sorted())
    }
  }

  /// Places that go to the same resource in both.
  var agreed: Int {
    actual.reduce(0) { sum, own in
      let theirs = Dictionary(grouping: planned[own.key] ?? [], by: \.resource)
      return sum
        + Dictionary(grouping: own.value, by: \.resource).reduce(0) {
          $0 + min($1.value.count, theirs[$1.key]?.count ?? 0)
        }
    }
  }

  /// Needs with as many places filled by both, in which people were better.
  var better: [BacktestWeek.Better] {
    let tiers = task.policy.tiers.filter {
      [.choice, .continuity, .distance].contains($0) || ($0 == .prompt && knowsSessions)
    }
    let listed = Set(task.resources.map(\.id))
    return tiers.flatMap { tier in
      task.needs.compactMap { need -> BacktestWeek.Better? in
        guard let own = actual[need.id], let theirs = planned[need.id], own.count == theirs.count,
          own.allSatisfy({ listed.contains($0.resource) })
        else { return nil }
        let values = (value(tier, theirs, need), value(tier, own, need))
        guard values.1 < values.0 else { return nil }
        return BacktestWeek.Better(
          need: need.id, origin: need.origin, tier: tier, planned: values.0, actual: values.1,
          resources: Set(own.map(\.resource)).sorted())
      }
    }
  }

  /// What some services of a need add to a tier.
  private func value(_ tier: TierName, _ services: [Service], _ need: Need) -> Int {
    switch tier {
    case .choice:
      services.reduce(0) { $0 + ($1.choiceRank.map { $0 - 1 } ?? need.requested.count) }
    case .continuity:
      need.previous.map { previous in services.count { $0.resource != previous } } ?? 0
    case .prompt:
      Dictionary(grouping: services, by: \.visit).values.reduce(0) { $0 + $1[0].session.index }
    case .distance: services.reduce(0) { $0 + $1.distance }
    case .served, .kept, .minimums, .grids, .waited, .units: 0
    }
  }
}
