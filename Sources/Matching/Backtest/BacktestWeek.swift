import ThreeLists

/// A past week replayed: the plan beside what people did, measured alike.
public struct BacktestWeek: Hashable, Sendable {
  /// One tier of the policy, three times.
  public struct Tier: Hashable, Sendable {
    /// The tier.
    public var name: TierName
    /// The plan's value.
    public var plan: Int
    /// How the plan's value is proved.
    public var provedBy: TierProof
    /// What people reached, whatever rules it broke; nil for `prompt` where a session was not
    /// written down.
    public var actual: Int?
    /// What the part of it reaches that keeps every rule; nil where none keeps the pins.
    public var allowed: Int?

    /// Whether people were better in this tier.
    public var isActualBetter: Bool {
      actual.map { Audit.isMaximised(name) ? $0 > plan : $0 < plan } ?? false
    }
  }

  /// A need that one of the two served more of.
  public struct Difference: Hashable, Sendable {
    /// The need.
    public var need: String
    /// Its row.
    public var origin: Origin
    /// Its class.
    public var priorityClass: Int
    /// Visits that people paid, at most those asked for.
    public var actual: Int
    /// Visits of the plan.
    public var planned: Int
    /// Who served it in the one with more visits, each once, sorted.
    public var resources: [String]
    /// The rules that people broke with it, in their order; empty where all were kept.
    ///
    /// Those of its places, and capacities of whoever came.
    public var rules: [ActualRule]
  }

  /// A need that people served better than the plan, in the sense of one tier.
  public struct Better: Hashable, Sendable {
    /// The need.
    public var need: String
    /// Its row.
    public var origin: Origin
    /// `choice`, `continuity`, `prompt` or `distance`.
    public var tier: TierName
    /// The plan's value of this need alone.
    public var planned: Int
    /// People's value.
    public var actual: Int
    /// Who came, each once, sorted.
    public var resources: [String]
  }

  /// Rows by what they say of time.
  public struct OnTime: Hashable, Sendable {
    /// On time.
    public var yes = 0
    /// Late.
    public var no = 0
    /// Not written down.
    public var unknown = 0
  }

  /// The week.
  public let week: Week
  /// What the plan comes to.
  public let plan: ScenarioFigures
  /// How far the plan is proved.
  public let status: PlanStatus
  /// What people's dispatch comes to, rules or no; distances of listed resources only.
  public let actual: ScenarioFigures
  /// What the part of it comes to that keeps every rule; nil where none keeps the pins.
  public let allowed: ScenarioFigures?
  /// The policy's tiers in their order.
  public let tiers: [Tier]
  /// Places that people filled.
  public let places: Int
  /// Places filled by whoever is on the resource list.
  public let listedPlaces: Int
  /// Of these, the ones of visits that were asked for: those that `actual.distance` sums over.
  public let actualListed: Int
  /// Rows by time.
  public let onTime: OnTime
  /// What people's dispatch broke.
  public let breaches: [ActualBreach]
  /// Needs that people served more of, sorted.
  public let onlyPeople: [Difference]
  /// Needs that the plan serves more of, sorted.
  public let onlyPlan: [Difference]
  /// Places that go to the same resource in both.
  public let agreed: Int
  /// Needs that people served better, by tier, then need.
  public let better: [Better]

  /// Breaches by rule, in the order of the rules.
  public var breachCounts: [(rule: ActualRule, count: Int)] {
    ActualRule.all.compactMap { rule in
      let count = breaches.reduce(0) { $1.rule == rule ? $0 + $1.count : $0 }
      return count > 0 ? (rule, count) : nil
    }
  }

  /// The first tier in which the plan is worse than what people did within the rules, all tiers
  /// before it being equal: none, for a plan that is proved best.
  public var firstWorseTier: Tier? {
    for tier in tiers {
      guard let allowed = tier.allowed, allowed != tier.plan else { continue }
      return Audit.isMaximised(tier.name) == (allowed > tier.plan) ? tier : nil
    }
    return nil
  }

  /// Sets people's dispatch beside a plan.
  ///
  /// - Parameters:
  ///   - plan: the week's plan, audited.
  ///   - places: what people did; needs are those of the plan's lists.
  /// - Throws: a fault of the solver.
  public init(_ plan: ScenarioPlan, places: [ActualPlace]) throws(PlanningError) {
    let task = plan.task
    let laid = ActualServices(places, task: task)
    let part = try AllowedPart(places, task: task)
    week = task.week
    self.plan = ScenarioFigures(plan.plan, task: task)
    status = plan.plan.status
    actual = ScenarioFigures(laid.plan(laid.services), task: task)
    allowed = part.services.map { ScenarioFigures(laid.plan($0), task: task) }
    let actualValues = laid.values(laid.services)
    let allowedValues = part.services.map(laid.values)
    tiers = plan.plan.tiers.map { tier in
      Tier(
        name: tier.name, plan: tier.value, provedBy: tier.provedBy,
        actual: tier.name == .prompt && !laid.knowsSessions ? nil : actualValues[tier.name],
        allowed: allowedValues.map { $0[tier.name] })
    }
    self.places = places.count
    listedPlaces = places.count(where: \.isListed)
    let listed = Set(task.resources.map(\.id))
    actualListed = laid.services.count { listed.contains($0.resource) }
    onTime = places.reduce(into: OnTime()) { sum, place in
      switch place.isOnTime {
      case true?: sum.yes += 1
      case false?: sum.no += 1
      case nil: sum.unknown += 1
      }
    }
    breaches = ActualBreaches.all(places, task: task)
    let comparison = ActualComparison(plan, laid: laid, breaches: breaches)
    onlyPeople = comparison.differences { $0 > $1 }
    onlyPlan = comparison.differences { $0 < $1 }
    agreed = comparison.agreed
    better = comparison.better
  }
}
