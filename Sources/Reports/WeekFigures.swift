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
    var visits: [String: Set<Int>] = [:]
    var filled: [String: Int] = [:]
    for service in plan.services {
      visits[service.need, default: []].insert(service.visit)
      filled[service.unit, default: 0] += 1
    }
    func served(_ need: Need) -> Int { visits[need.id]?.count ?? 0 }
    func shares(_ key: (Need) -> String) -> [Share] {
      Dictionary(grouping: needs, by: key).map { name, members in
        Share(
          name: name, requested: members.reduce(0) { $0 + $1.visits },
          served: members.reduce(0) { $0 + served($1) })
      }.sorted { $0.name < $1.name }
    }
    classes = (0..<ClassRules.count).map { number in
      let members = needs.filter { policy.classes.priorityClass(of: $0) == number }
      return Share(
        name: "\(number)", requested: members.reduce(0) { $0 + $1.visits },
        served: members.reduce(0) { $0 + served($1) })
    }
    communities = shares { policy.levels.area(of: $0.grid, at: .community).digits }
    categories = shares(\.category)
    units = Dictionary(grouping: resources, by: \.unit).map { unit, rows in
      UnitLoad(
        unit: unit, filled: filled[unit] ?? 0,
        offered: rows.filter { !$0.isExpired(before: plan.week) }.reduce(0) { $0 + $1.weekly })
    }.sorted { $0.unit < $1.unit }
    wholly = needs.count { served($0) == $0.visits }
    unserved = needs.count { served($0) == 0 }
    partly = needs.count - wholly - unserved
  }
}
