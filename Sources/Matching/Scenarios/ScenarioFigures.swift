import ThreeLists

/// What a scenario comes to: visits served and unmet, choices granted, loads, tiers.
public struct ScenarioFigures: Hashable, Sendable {
  /// Visits asked for and served.
  public struct Share: Hashable, Sendable {
    /// Visits asked for.
    public var requested = 0
    /// Visits served.
    public var served = 0
    /// Visits not served.
    public var unmet: Int { requested - served }
  }

  /// What a unit carries.
  public struct Load: Hashable, Sendable {
    /// Places filled.
    public var filled = 0
    /// Places it offers in the week.
    public var offered = 0
  }

  /// Visits by class, 0 first.
  public var classes: [Share]
  /// Visits of every class together.
  public var visits: Share { classes.reduce(into: Share()) { $0.add($1) } }
  /// Needs served wholly.
  public var wholly: Int
  /// Needs not served wholly.
  public var unmetNeeds: Int
  /// Places of needs with a 点单, filled by a resource on their list, and all of them.
  public var choice: Share
  /// Places filled: rows of a service list.
  public var services: Int
  /// Sum of the distance levels of the places filled.
  public var distance: Int
  /// The spread of unmet visits over fairness areas, as the tier `grids` reckons it.
  public var fairness: Int
  /// By unit.
  public var loads: [String: Load]
  /// Every tier of the scenario's policy, in its order.
  public var tiers: [TierResult]

  /// Counts a plan.
  ///
  /// - Complexity: O(services + needs + resources).
  public init(_ plan: Plan, task: PlanningTask) {
    var visits: [String: Set<Int>] = [:]
    var granted: [String: Int] = [:]
    var loads: [String: Load] = [:]
    var distance = 0
    for service in plan.services {
      visits[service.need, default: []].insert(service.visit)
      if service.choiceRank != nil { granted[service.need, default: 0] += 1 }
      loads[service.unit, default: Load()].filled += 1
      distance += service.distance
    }
    for resource in task.resources {
      loads[resource.unit, default: Load()].offered +=
        resource.isExpired(before: task.week) ? 0 : resource.weekly
    }
    var classes = Array(repeating: Share(), count: ClassRules.count)
    var choice = Share()
    var areas: [GridCode: Share] = [:]
    var wholly = 0
    for need in task.needs {
      let share = Share(requested: need.visits, served: visits[need.id]?.count ?? 0)
      classes[task.policy.classes.priorityClass(of: need)].add(share)
      let area = task.policy.levels.area(of: need.grid, at: task.policy.fairnessLevel)
      areas[area, default: Share()].add(share)
      wholly += share.unmet == 0 ? 1 : 0
      guard !need.requested.isEmpty else { continue }
      choice.requested += need.visits * need.placesPerVisit
      choice.served += granted[need.id] ?? 0
    }
    self.classes = classes
    self.wholly = wholly
    unmetNeeds = task.needs.count - wholly
    self.choice = choice
    services = plan.services.count
    self.distance = distance
    fairness = areas.values.reduce(0) { $0 + ScenarioFigures.spread($1) }
    self.loads = loads
    tiers = plan.tiers
  }

  /// Σ over k = 1…unmet of ⌊10³·(2k−1) / requested⌋.
  private static func spread(_ share: Share) -> Int {
    share.unmet == 0
      ? 0 : (1...share.unmet).reduce(0) { $0 + 1000 * (2 * $1 - 1) / share.requested }
  }
}

extension ScenarioFigures.Share {
  mutating func add(_ other: ScenarioFigures.Share) {
    requested += other.requested
    served += other.served
  }
}
