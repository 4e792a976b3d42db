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

/// People's places laid out as the services of a plan, so that the same code measures both.
struct ActualServices {
  let task: PlanningTask
  /// One for each place of a visit that was asked for.
  let services: [Service]
  /// Whether every session was written down.
  let knowsSessions: Bool

  init(_ places: [ActualPlace], task: PlanningTask) {
    self.task = task
    let needs = Dictionary(uniqueKeysWithValues: task.needs.map { ($0.id, $0) })
    let resources = Dictionary(uniqueKeysWithValues: task.resources.map { ($0.id, $0) })
    let asked = places.filter { place in needs[place.need].map { place.visit <= $0.visits } ?? false
    }
    knowsSessions = asked.allSatisfy { $0.session != nil }
    var numbers: [String: Int] = [:]
    services = asked.compactMap { place in
      guard let need = needs[place.need] else { return nil }
      let resource = resources[place.resource]
      let visit = "\(task.week)-\(place.need)-\(place.visit)"
      numbers[visit, default: 0] += 1
      // Where nobody wrote the session down, nothing that looks at it is reckoned.
      let session = place.session ?? Session(index: 0)
      return Service(
        id: "\(visit)-\(numbers[visit] ?? 1)", need: need.id, visit: place.visit, role: place.role,
        leads: numbers[visit] == 1, resource: place.resource,
        unit: resource?.unit ?? place.resource, date: task.week.day(of: session),
        session: session, method: .manual,
        choiceRank: need.requested.firstIndex(of: place.resource).map { $0 + 1 },
        distance: resource.map {
          Distance.level(from: $0.home, to: need.grid, levels: task.policy.levels)
        } ?? 0)
    }
  }

  /// A plan of some services that claims nothing of itself.
  func plan(_ services: [Service]) -> Plan {
    Plan(
      week: task.week, fingerprint: task.fingerprint, status: .gap, cutOff: false, tiers: [],
      services: services, unmet: [])
  }

  /// The tiers of some services, as the audit reckons those of a plan.
  func values(_ services: [Service]) -> AuditTierValues {
    AuditTierValues(
      AuditView(
        plan: plan(services), needs: task.listedNeeds, resources: task.resources,
        policy: task.policy))
  }
}

/// What people and plan did with each need.
private struct ActualComparison {
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
