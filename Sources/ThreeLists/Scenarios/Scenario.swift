/// A what-if: the lists and the policy of a week after named changes.
public struct Scenario: Hashable, Sendable {
  /// Its name, unique in the file.
  public var name: String
  /// The needs after the changes, sorted by identifier.
  public var needs: [Need]
  /// The resources after the changes, sorted by identifier.
  public var resources: [Resource]
  /// The policy after the changes.
  public var policy: Policy
  /// What the changes did, in the order of the file.
  public var effects: [ScenarioEffect]
  /// Visits of resources that come on top of these lists, where they count most; nil for none.
  ///
  /// Which ones is known only when the scenario is planned.
  public var bestVisits: Int?

  /// A scenario by its parts.
  public init(
    name: String, needs: [Need], resources: [Resource], policy: Policy, effects: [ScenarioEffect],
    bestVisits: Int? = nil
  ) {
    self.name = name
    self.needs = needs.sorted { $0.id < $1.id }
    self.resources = resources.sorted { $0.id < $1.id }
    self.policy = policy
    self.effects = effects
    self.bestVisits = bestVisits
  }
}

/// What one change of a scenario did to the lists.
public struct ScenarioEffect: Hashable, Sendable {
  /// The kinds of changes, by their keys in a file.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Rows are added to the needs.
    case addNeeds = "add_needs"
    /// Rows are added to the resources.
    case addResources = "add_resources"
    /// Rows of the needs or the resources are left out.
    case remove
    /// Columns of some rows are set.
    case alter
    /// Some resources can make more visits, or fewer.
    case visits
    /// All resources of a unit stay away this week.
    case unitOut = "unit_out"
    /// Sessions are closed, everywhere or in some grids.
    case close
    /// More needs of a category, copies of those there are.
    case growth
    /// So many visits more, where they count most.
    case bestVisits = "best_visits"
    /// Tiers, classes or the fairness level of the policy are others.
    case policy
  }

  /// The kind of change.
  public var kind: Kind
  /// The line of the file on which it begins.
  public var line: Int
  /// The needs whose rows are added, left out or changed, sorted.
  public var needs: [String]
  /// The resources whose rows are added, left out or changed, sorted.
  public var resources: [String]
  /// Needs of which a pin was given up, since its resource is left out or stays away; sorted.
  public var unpinned: [String]
  /// What the change says beside the rows.
  public var terms: ScenarioTerms

  /// An effect by its parts.
  public init(
    _ kind: Kind, line: Int, needs: [String] = [], resources: [String] = [],
    unpinned: [String] = [], terms: ScenarioTerms = .rows
  ) {
    self.kind = kind
    self.line = line
    self.terms = terms
    self.needs = needs.sorted()
    self.resources = resources.sorted()
    self.unpinned = unpinned.sorted()
  }
}
