import ThreeLists

/// What became of a resource in a plan: how full it is, and why it is not fuller.
public struct ResourceAccount: Hashable, Sendable {
  /// Why a resource has room left, or none.
  public enum State: String, Hashable, Sendable {
    /// Its last valid day lies before the week.
    case expired
    /// 每周可用 is 0.
    case nothingOffered = "nothing-offered"
    /// Rules keep it from every need.
    case noNeeds = "no-needs"
    /// It fills 每周可用 places.
    case weekFull = "week-full"
    /// Its week has room, but no session of it on a day on which a need that it could serve lacks a
    /// visit.
    case sessionsFull = "sessions-full"
    /// Every need that it could serve has all its visits.
    case allServed = "all-served"
    /// Needs it could serve lack visits, and it has room for them alone: a team or 允许部分 = 否
    /// asks for more, or a tier before theirs would lose.
    case room
  }

  /// The resource.
  public var resource: Resource
  /// Its services, in the plan's order.
  public var services: [Service]
  /// Sessions in which it fills 每时段上限 places.
  public var fullSessions: [Session]
  /// Needs it has a visit of, sorted by identifier.
  public var own: [String]
  /// Other needs that it could serve and that are fully served, sorted by identifier.
  public var elsewhere: [String]
  /// Other needs that it could serve and that lack visits, sorted by identifier.
  public var unmet: [String]
  /// For the needs it could not serve: how many each rule keeps from it.
  public var counts: [RuleCount]
  /// Of those, the need with the fewest rules in the way, and these rules.
  public var nearest: (need: String, rules: [Rule])? { nearestNeed.map { ($0, nearestRules) } }
  private var nearestNeed: String?
  private var nearestRules: [Rule] = []
  /// Places that lack to 每周至少; 0 for an expired resource, which owes none.
  public var shortfall: Int
  /// Why it is as full as it is.
  public var state: State

  /// Whether it fills 每周可用 places, or 每时段上限 places in some session.
  public var isAtALimit: Bool {
    state != .expired && (services.count >= resource.weekly || !fullSessions.isEmpty)
  }

  /// The account of one resource; nil when the list has no such resource.
  ///
  /// - Parameters:
  ///   - identifier: the resource, one of the task's.
  ///   - plan: the plan.
  ///   - task: the lists, policy and week.
  /// - Complexity: O(needs + services).
  public init?(of identifier: String, plan: Plan, task: PlanningTask) {
    guard let resource = task.resources.first(where: { $0.id == identifier }) else { return nil }
    self.resource = resource
    services = plan.services.filter { $0.resource == identifier }
    let bySession = Dictionary(grouping: services, by: \.session).mapValues(\.count)
    let full = Set(bySession.filter { $0.value >= resource.perSession }.keys)
    fullSessions = full.sorted()
    own = []
    elsewhere = []
    unmet = []
    let mine = Set(services.map(\.need))
    var days: [String: Set<Int>] = [:]
    for service in plan.services {
      days[service.need, default: []].insert(service.session.weekday)
    }
    let open = task.openSessions
    var byRule = Array(repeating: 0, count: Rule.allCases.count)
    var roomFor = false
    for need in task.needs {
      let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
      let sessions = kinds.reduce(SessionSet()) {
        $0.union(task.sessions(need, role: $1, resource))
      }
      let taken = days[need.id] ?? []
      if !sessions.isEmpty {
        let lacks = taken.count < need.visits
        if mine.contains(need.id) {
          own.append(need.id)
        } else if lacks {
          unmet.append(need.id)
        } else {
          elsewhere.append(need.id)
        }
        roomFor =
          roomFor
          || lacks
            && sessions.sessions.contains { !taken.contains($0.weekday) && !full.contains($0) }
        continue
      }
      let judged = kinds.map {
        Eligibility.judge(need, role: $0, resource, open: open, week: task.week)
      }
      guard let least = judged.map(\.failed).min(by: { $0.count < $1.count }) else { continue }
      for rule in least { byRule[rule.position] += 1 }
      if nearestNeed == nil || least.count < nearestRules.count {
        nearestNeed = need.id
        nearestRules = least
      }
    }
    counts = zip(Rule.allCases, byRule).filter { $0.1 > 0 }
      .map { RuleCount(rule: $0.0, resources: $0.1) }
      .sorted { ($1.resources, $0.rule) < ($0.resources, $1.rule) }
    let lacking = Set(plan.unmet.map(\.need))
    let isWanted = !unmet.isEmpty || own.contains { lacking.contains($0) }
    let isExpired = resource.isExpired(before: task.week)
    shortfall = isExpired ? 0 : max(0, resource.minimum - services.count)
    if isExpired {
      state = .expired
    } else if resource.weekly == 0 {
      state = .nothingOffered
    } else if own.isEmpty, elsewhere.isEmpty, unmet.isEmpty {
      state = .noNeeds
    } else if services.count >= resource.weekly {
      state = .weekFull
    } else if !isWanted {
      state = .allServed
    } else {
      state = roomFor ? .room : .sessionsFull
    }
  }
}

/// What a unit carries, beside what would be its share.
public struct UnitAccount: Hashable, Sendable {
  /// A resource of the unit.
  public struct Member: Hashable, Sendable {
    /// The resource.
    public var resource: String
    /// Places it fills.
    public var load: Int
    /// Places it offers.
    public var weekly: Int
  }

  /// The unit with its history and weight.
  public var unit: Unit
  /// Its resources by identifier.
  public var members: [Member]
  /// Places filled this week.
  public var load: Int { members.reduce(0) { $0 + $1.load } }
  /// Places offered this week.
  public var weekly: Int { members.reduce(0) { $0 + $1.weekly } }
  /// History and load of all units together.
  public var carriedByAll: Int
  /// The weights of all units together, in hundredths.
  public var weightOfAll: Int
  /// What the unit would have carried with the week, were all units' shares as their weights, in
  /// hundredths of a place, rounded down.
  public var fairShare: Int {
    weightOfAll == 0 ? 0 : carriedByAll * 100 * unit.weight / weightOfAll
  }
  /// What it has carried with the week.
  public var carried: Int { unit.history + load }
  /// The units that carry less for their weight, and their number: places of this one in line.
  public var unitsBelow: Int
  /// The number of units.
  public var unitCount: Int

  /// The account of one unit; nil when the list has no such unit.
  public init?(of name: String, plan: Plan, task: PlanningTask) {
    let units = Unit.units(of: task.resources)
    guard let unit = units.first(where: { $0.name == name }) else { return nil }
    self.unit = unit
    let loads = Dictionary(grouping: plan.services, by: \.resource).mapValues(\.count)
    members = task.resources.filter { $0.unit == name }.map {
      Member(resource: $0.id, load: loads[$0.id] ?? 0, weekly: $0.weekly)
    }
    let unitLoads = Dictionary(grouping: plan.services, by: \.unit).mapValues(\.count)
    carriedByAll = units.reduce(0) { $0 + $1.history + (unitLoads[$1.name] ?? 0) }
    weightOfAll = units.reduce(0) { $0 + $1.weight }
    unitCount = units.count
    let own = unit.history + (unitLoads[name] ?? 0)
    unitsBelow = units.count {
      ($0.history + (unitLoads[$0.name] ?? 0)) * unit.weight < own * $0.weight
    }
  }
}
