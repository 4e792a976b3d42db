import ThreeLists

/// What is otherwise in a scenario than in the base, and where it comes from: by identifier.
public struct ScenarioDifference: Hashable, Sendable {
  /// A need of which more visits are served in the one than in the other.
  public struct NeedChange: Hashable, Sendable {
    /// The need.
    public var need: String
    /// Visits served in the base.
    public var before: Int
    /// Visits served in the scenario.
    public var after: Int
    /// The need's class in the scenario; in the base where the scenario leaves it out.
    public var priorityClass: Int
    /// Who serves it in the one with more visits, each once, sorted.
    public var resources: [String]
  }

  /// A unit that carries another load.
  public struct UnitChange: Hashable, Sendable {
    /// The unit.
    public var unit: String
    /// Places filled in the base.
    public var before: Int
    /// Places filled in the scenario.
    public var after: Int
  }

  /// Needs of both with more visits served than in the base, sorted.
  public var gained: [NeedChange] = []
  /// Needs of both with fewer visits served than in the base, sorted.
  public var lost: [NeedChange] = []
  /// Needs that only the scenario has, sorted.
  public var added: [NeedChange] = []
  /// Needs that only the base has, sorted.
  public var removed: [NeedChange] = []
  /// Units that carry less, sorted.
  public var relieved: [UnitChange] = []
  /// Units that carry more, sorted.
  public var burdened: [UnitChange] = []
  /// Needs served alike, by other resources or in other sessions.
  public var moved: Int = 0

  /// Compares a scenario with the base.
  ///
  /// - Complexity: O(services + needs + units), and what sorting takes.
  public init(base: Plan, _ baseTask: PlanningTask, scenario: Plan, _ task: PlanningTask) {
    let before = Dictionary(grouping: base.services, by: \.need)
    let after = Dictionary(grouping: scenario.services, by: \.need)
    let old = Dictionary(uniqueKeysWithValues: baseTask.needs.map { ($0.id, $0) })
    let new = Dictionary(uniqueKeysWithValues: task.needs.map { ($0.id, $0) })
    for id in Set(old.keys).union(new.keys).sorted() {
      let (first, second) = (before[id] ?? [], after[id] ?? [])
      let counts = (Set(first.map(\.visit)).count, Set(second.map(\.visit)).count)
      let own = new[id].map(task.policy.classes.priorityClass)
      let change = NeedChange(
        need: id, before: counts.0, after: counts.1,
        priorityClass: own ?? old[id].map(baseTask.policy.classes.priorityClass) ?? 0,
        resources: Set((counts.0 > counts.1 ? first : second).map(\.resource)).sorted())
      if old[id] == nil {
        added.append(change)
      } else if new[id] == nil {
        removed.append(change)
      } else if counts.1 > counts.0 {
        gained.append(change)
      } else if counts.1 < counts.0 {
        lost.append(change)
      } else if places(first) != places(second) {
        moved += 1
      }
    }
    let loads = (count(base.services), count(scenario.services))
    for unit in Set(loads.0.keys).union(loads.1.keys).sorted() {
      let change = UnitChange(
        unit: unit, before: loads.0[unit] ?? 0, after: loads.1[unit] ?? 0)
      if change.after < change.before { relieved.append(change) }
      if change.after > change.before { burdened.append(change) }
    }
  }

  private func places(_ services: [Service]) -> [String] {
    services.map { "\($0.resource) \($0.session)" }.sorted()
  }

  private func count(_ services: [Service]) -> [String: Int] {
    services.reduce(into: [:]) { $0[$1.unit, default: 0] += 1 }
  }
}
