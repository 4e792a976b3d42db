import Matching
import ThreeLists

/// The hard rules a plan breaks, by the plainest reading of the design: ``Eligibility`` for the
/// rules on pairs, counting for the rest.
enum NaiveRules {
  static func broken(by plan: Plan, _ lists: SeededLists) -> Set<AuditRule> {
    let needs = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, $0) })
    let resources = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, $0) })
    var broken: Set<AuditRule> = []
    for service in plan.services {
      if service.date != SeededLists.week.day(of: service.session) { broken.insert(.date) }
      if needs[service.need] == nil { broken.insert(.unknownNeed) }
      if resources[service.resource] == nil { broken.insert(.unknownResource) }
      if let need = needs[service.need] { broken.formUnion(columns(service, need)) }
      guard let need = needs[service.need], let resource = resources[service.resource] else {
        continue
      }
      broken.formUnion(eligibility(service, need, resource, lists))
    }
    for resource in lists.resources {
      let own = plan.services.filter { $0.resource == resource.id }
      if own.count > resource.weekly { broken.insert(.weekly) }
      if Dictionary(grouping: own, by: \.session).values.contains(where: {
        $0.count > resource.perSession
      }) {
        broken.insert(.perSession)
      }
    }
    for need in lists.needs {
      broken.formUnion(visits(need, plan.services.filter { $0.need == need.id }))
    }
    return broken
  }

  private static func eligibility(
    _ service: Service, _ need: Need, _ resource: Resource, _ lists: SeededLists
  ) -> Set<AuditRule> {
    let week = SeededLists.week
    var broken: Set<AuditRule> = []
    func require(_ rule: AuditRule, _ passes: Bool) { if !passes { broken.insert(rule) } }
    let roles = need.roles.map(\.role)
    require(
      .serviceRole, need.isTeam ? roles.contains(service.role ?? "") : service.role == nil)
    if need.isTeam {
      require(.role, service.role.map { Eligibility.takesRole($0, resource) } ?? true)
    } else {
      require(.category, Eligibility.offersCategory(need, resource))
    }
    require(.skills, Eligibility.hasSkills(need, resource))
    require(.exclusions, Eligibility.hasNoExcludedSkill(need, resource))
    require(.area, Eligibility.coversGrid(need, resource))
    require(.banned, Eligibility.isNotBanned(need, resource))
    require(.open, Eligibility.openSessions(lists.policy, week).contains(service.session))
    require(.needSessions, need.sessions.contains(service.session))
    require(.resourceSessions, resource.sessions.contains(service.session))
    require(.reported, Eligibility.sinceReported(need, week).contains(service.session))
    require(.due, Eligibility.untilDue(need, week).contains(service.session))
    require(.valid, Eligibility.untilExpiry(resource, week).contains(service.session))
    require(.unit, service.unit == resource.unit)
    require(
      .distance,
      service.distance
        == Distance.level(from: resource.home, to: need.grid, levels: lists.policy.levels))
    return broken
  }

  /// The columns that follow from the need and the resource's identifier alone.
  private static func columns(_ service: Service, _ need: Need) -> Set<AuditRule> {
    var broken: Set<AuditRule> = []
    let asked = need.pinned.contains {
      $0.resource == service.resource && ($0.session == nil || $0.session == service.session)
    }
    if service.method != (asked ? .pinned : .optimized) { broken.insert(.method) }
    let rank = need.requested.firstIndex(of: service.resource).map { $0 + 1 }
    if service.choiceRank != rank { broken.insert(.choiceRank) }
    return broken
  }

  private static func visits(_ need: Need, _ services: [Service]) -> Set<AuditRule> {
    var broken: Set<AuditRule> = []
    let visits = Dictionary(grouping: services, by: \.visit)
    let places: [(String?, Int)] = need.isTeam ? need.roles.map { ($0.role, $0.count) } : [(nil, 1)]
    for visit in visits.values {
      for (role, count) in places {
        let filled = visit.count { $0.role == role }
        if filled > count { broken.insert(.placeTwice) }
        if filled < count { broken.insert(.teamIncomplete) }
      }
      if Set(visit.map(\.session)).count > 1 { broken.insert(.teamSession) }
      if need.isTeam, Set(visit.map(\.resource)).count < visit.count {
        broken.insert(.teamResources)
      }
    }
    let sessions = visits.sorted { $0.key < $1.key }.compactMap { $0.value.first?.session }
    if Set(sessions.map(\.weekday)).count < sessions.count { broken.insert(.oneADay) }
    if sessions.count > need.visits { broken.insert(.visits) }
    if sessions != sessions.sorted() || visits.keys.sorted() != Array(1..<visits.count + 1) {
      broken.insert(.visitNumber)
    }
    if !need.allowsPartial, !sessions.isEmpty, sessions.count < need.visits {
      broken.insert(.allOrNothing)
    }
    for pin in Set(need.pinned) {
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let held = visits.values.count { visit in
        visit.contains {
          $0.resource == pin.resource && (pin.session == nil || $0.session == pin.session)
        }
      }
      if held < asked { broken.insert(.pin) }
    }
    return broken
  }
}

/// The design's tiers by the plainest reading of their formulas.
enum NaiveTiers {
  static func value(_ tier: TierName, of services: [Service], _ lists: SeededLists) -> Int {
    func served(_ need: Need) -> Int {
      Set(services.filter { $0.need == need.id }.map(\.visit)).count
    }
    func sum(_ cost: (Need) -> Int) -> Int { lists.needs.map(cost).reduce(0, +) }
    let resources = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, $0) })
    switch tier {
    case .served(let number):
      return sum { lists.policy.classes.priorityClass(of: $0) == number ? served($0) : 0 }
    case .kept: return 0
    case .minimums:
      return lists.resources.filter { !$0.isExpired(before: SeededLists.week) }
        .map { resource in
          max(0, resource.minimum - services.count { $0.resource == resource.id })
        }.reduce(0, +)
    case .grids:
      let areas = Dictionary(grouping: lists.needs) {
        lists.policy.levels.area(of: $0.grid, at: lists.policy.fairnessLevel)
      }
      return areas.values.map { needs in
        let requested = needs.map(\.visits).reduce(0, +)
        let unmet = needs.map { $0.visits - served($0) }.reduce(0, +)
        return (0..<max(0, unmet)).map { 1000 * (2 * $0 + 1) / requested }.reduce(0, +)
      }.reduce(0, +)
    case .waited:
      return sum {
        ($0.visits - served($0))
          * min(999, max(0, SeededLists.monday.days(since: $0.reportedOn)))
      }
    case .choice:
      return sum { need in
        let own = services.filter { $0.need == need.id }
        let positions = own.map {
          need.requested.firstIndex(of: $0.resource) ?? need.requested.count
        }
        return positions.reduce(0, +)
          + (need.visits * need.placesPerVisit - own.count) * need.requested.count
      }
    case .continuity:
      return sum { need in
        guard let previous = need.previous else { return 0 }
        return need.visits * need.placesPerVisit
          - services.count { $0.need == need.id && $0.resource == previous }
      }
    case .prompt:
      return sum { need in
        let visits = Dictionary(grouping: services.filter { $0.need == need.id }, by: \.visit)
        return visits.values.compactMap { $0.first?.session.index }.reduce(0, +)
      }
    case .distance:
      return sum { need in
        services.filter { $0.need == need.id }.map {
          Distance.level(
            from: resources[$0.resource]?.home, to: need.grid, levels: lists.policy.levels)
        }.reduce(0, +)
      }
    case .units:
      return Unit.units(of: lists.resources).map { unit in
        let load = services.count { resources[$0.resource]?.unit == unit.name }
        return (0..<load).map { 10_000 * (2 * (unit.history + $0 + 1) - 1) / unit.weight }
          .reduce(0, +)
      }.reduce(0, +)
    }
  }
}
