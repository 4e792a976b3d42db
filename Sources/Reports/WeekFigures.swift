import Matching
import ThreeLists

/// A week in figures: what was asked for, what is served, who carries it.
public struct WeekFigures: Hashable, Sendable {
  /// Visits asked for and served under one heading.
  public struct Share: Hashable, Sendable {
    /// The heading: a class, a community, a category.
    public var name: String
    /// Visits asked for.
    public var requested: Int
    /// Visits served.
    public var served: Int

    init(name: String = "", requested: Int = 0, served: Int = 0) {
      self.name = name
      self.requested = requested
      self.served = served
    }

    fileprivate mutating func add(_ requested: Int, _ served: Int) {
      self.requested += requested
      self.served += served
    }

    fileprivate func named(_ name: String) -> Share {
      Share(name: name, requested: requested, served: served)
    }
  }

  /// A unit's load.
  public struct UnitLoad: Hashable, Sendable {
    /// The unit.
    public var unit: String
    /// Places filled.
    public var filled: Int
    /// Places it offers in the week.
    public var offered: Int
  }

  /// Visits by class, 0 first.
  public var classes: [Share]
  /// Visits by community, sorted by code.
  public var communities: [Share]
  /// Visits by category, sorted by name.
  public var categories: [Share]
  /// Loads, sorted by unit.
  public var units: [UnitLoad]
  /// Needs served wholly, in part, not at all.
  public var wholly: Int
  /// Needs served in part.
  public var partly: Int
  /// Needs not served.
  public var unserved: Int

  /// Visits asked for.
  public var requested: Int { classes.reduce(0) { $0 + $1.requested } }
  /// Visits served.
  public var served: Int { classes.reduce(0) { $0 + $1.served } }

  /// Counts a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - needs: its needs.
  ///   - resources: its resources.
  ///   - policy: classes and code lengths.
  public init(plan: Plan, needs: [Need], resources: [Resource], policy: Policy) {
    // By index, so that no row is copied.
    let visits = WeekFigures.visits(plan, needs)
    var names = TextNumbers()
    var loads: [UnitLoad] = []
    for index in resources.indices {
      let unit = names.number(of: resources[index].unit)
      if unit == loads.count {
        loads.append(UnitLoad(unit: resources[index].unit, filled: 0, offered: 0))
      }
      if !resources[index].isExpired(before: plan.week) {
        loads[unit].offered += resources[index].weekly
      }
    }
    for index in plan.services.indices {
      let unit = names.number(of: plan.services[index].unit)
      if unit < loads.count { loads[unit].filled += 1 }
    }
    var byClass = [Share](repeating: Share(), count: ClassRules.count)
    var communityNumbers = GridNumbers()
    var byCommunity: [Share] = []
    var categoryNames = TextNumbers()
    var byCategory: [Share] = []
    var (wholly, unserved) = (0, 0)
    for index in needs.indices {
      let requested = needs[index].visits
      let served = visits[index]
      byClass[policy.classes.priorityClass(of: needs[index])].add(requested, served)
      let community = communityNumbers.number(
        of: needs[index].grid, first: policy.levels.community)
      if community == byCommunity.count { byCommunity.append(Share()) }
      byCommunity[community].add(requested, served)
      let category = categoryNames.number(of: needs[index].category)
      if category == byCategory.count { byCategory.append(Share()) }
      byCategory[category].add(requested, served)
      wholly += served == requested ? 1 : 0
      unserved += served == 0 ? 1 : 0
    }
    classes = byClass.enumerated().map { $1.named("\($0)") }
    communities = zip(communityNumbers.codes, byCommunity).map { $1.named($0.digits) }
      .sorted { $0.name < $1.name }
    categories = zip(categoryNames.texts, byCategory).map { $1.named($0) }
      .sorted { $0.name < $1.name }
    units = loads.sorted { $0.unit < $1.unit }
    self.wholly = wholly
    self.unserved = unserved
    partly = needs.count - wholly - unserved
  }

  /// For each need, how many visits a plan gives it; the services of a visit have its need and number.
  private static func visits(_ plan: Plan, _ needs: [Need]) -> [Int] {
    let services = plan.services
    var counts = [Int](repeating: 0, count: needs.count)
    var next = 0
    // Both are sorted by need, and the services of a need by visit.
    for index in needs.indices {
      let first = next
      while next < services.count, services[next].need == needs[index].id {
        if next == first || services[next].visit != services[next - 1].visit { counts[index] += 1 }
        next += 1
      }
    }
    if next == services.count { return counts }
    var visits: [String: Set<Int>] = [:]
    for service in services { visits[service.need, default: []].insert(service.visit) }
    return needs.map { visits[$0.id]?.count ?? 0 }
  }
}
