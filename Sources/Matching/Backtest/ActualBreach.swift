import ThreeLists

/// A rule of the plan's that people's dispatch can break.
public enum ActualRule: Hashable, Comparable, Sendable {
  /// Whoever came is not on the resource list.
  case unlisted
  /// A rule on the pair or its session.
  case pair(Rule)
  /// A visit more than the need asks for.
  case visits
  /// Two visits of a need on one day.
  case oneADay
  /// A visit of a team without all its places.
  case teamIncomplete
  /// A visit of a team in two sessions.
  case teamSession
  /// One resource at two places of a visit.
  case teamResources
  /// Some visits of a need that wants all or none.
  case allOrNothing
  /// A pin that was not kept.
  case pin
  /// More places of a resource in a session than it offers.
  case perSession
  /// More places of a resource in the week than it offers.
  case weekly

  /// Every rule, in the order in which breaches are told.
  public static let all: [ActualRule] =
    [.unlisted] + Rule.allCases.map(ActualRule.pair) + [
      .visits, .oneADay, .teamIncomplete, .teamSession, .teamResources, .allOrNothing, .pin,
      .perSession, .weekly,
    ]

  /// The rule's name, as the audit has it.
  public var code: String {
    switch self {
    case .unlisted: AuditRule.unknownResource.rawValue
    case .pair(let rule): rule.rawValue
    case .visits: AuditRule.visits.rawValue
    case .oneADay: AuditRule.oneADay.rawValue
    case .teamIncomplete: AuditRule.teamIncomplete.rawValue
    case .teamSession: AuditRule.teamSession.rawValue
    case .teamResources: AuditRule.teamResources.rawValue
    case .allOrNothing: AuditRule.allOrNothing.rawValue
    case .pin: AuditRule.pin.rawValue
    case .perSession: AuditRule.perSession.rawValue
    case .weekly: AuditRule.weekly.rawValue
    }
  }

  private var position: Int { ActualRule.all.firstIndex(of: self) ?? 0 }

  /// In the order of ``all``.
  public static func < (left: ActualRule, right: ActualRule) -> Bool {
    left.position < right.position
  }
}

/// One way in which people's dispatch broke a rule.
public struct ActualBreach: Hashable, Sendable {
  /// The rule.
  public var rule: ActualRule
  /// The need; nil where a resource's capacity is concerned.
  public var need: String?
  /// The resource; nil where a need's visits are concerned.
  public var resource: String?
  /// The session; nil where none is concerned, or known.
  public var session: Session?
  /// Places too many; for `pin` visits too few, for `teamIncomplete` places too few.
  public var count: Int
  /// What the lists allow, or ask for; nil where there is no number.
  public var limit: Int?
  /// The rows concerned, in their order; empty for a pin of a need where nobody came.
  public var rows: [Origin]
}

/// Finds what people's dispatch broke.
struct ActualBreaches {
  private let task: PlanningTask
  private let needs: [String: Need]
  private let resources: [String: Resource]
  private(set) var found: [ActualBreach] = []

  /// All breaches of a week, by rule, then row, need and resource.
  ///
  /// Where no session was written down, no rule on sessions is broken as long as one session would
  /// keep them all.
  ///
  /// - Complexity: O(places · (codes + areas)), and what sorting takes.
  static func all(_ places: [ActualPlace], task: PlanningTask) -> [ActualBreach] {
    var finder = ActualBreaches(task)
    finder.judgePairs(places)
    finder.judgeNeeds(places)
    finder.judgeCapacity(places)
    return finder.found.sorted { left, right in
      if left.rule != right.rule { return left.rule < right.rule }
      if left.rows != right.rows { return left.rows.lexicographicallyPrecedes(right.rows) }
      return (left.need ?? "", left.resource ?? "") < (right.need ?? "", right.resource ?? "")
    }
  }

  private init(_ task: PlanningTask) {
    self.task = task
    needs = Dictionary(uniqueKeysWithValues: task.needs.map { ($0.id, $0) })
    resources = Dictionary(uniqueKeysWithValues: task.resources.map { ($0.id, $0) })
  }

  private mutating func note(
    _ rule: ActualRule, _ places: [ActualPlace], need: String? = nil, resource: String? = nil,
    session: Session? = nil, count: Int = 1, limit: Int? = nil
  ) {
    found.append(
      ActualBreach(
        rule: rule, need: need, resource: resource, session: session, count: count, limit: limit,
        rows: Set(places.map(\.origin)).sorted()))
  }

  private mutating func judgePairs(_ places: [ActualPlace]) {
    let open = Eligibility.openSessions(task.policy, task.week)
    for place in places {
      guard let need = needs[place.need] else { continue }
      guard let resource = resources[place.resource] else {
        note(.unlisted, [place], need: need.id, resource: place.resource, session: place.session)
        continue
      }
      let broken =
        place.session.map { session in
          Eligibility.rulesAgainst(
            session, need, role: place.role, resource, open: open, week: task.week) ?? []
        }
        ?? Eligibility.judge(need, role: place.role, resource, open: open, week: task.week).failed
      for rule in broken {
        note(
          .pair(rule), [place], need: need.id, resource: resource.id, session: place.session)
      }
    }
  }

  private mutating func judgeNeeds(_ places: [ActualPlace]) {
    let byNeed = Dictionary(grouping: places, by: \.need)
    for need in task.needs {
      let own = byNeed[need.id] ?? []
      for place in own where place.visit > need.visits {
        note(
          .visits, [place], need: need.id, resource: place.resource, session: place.session,
          limit: need.visits)
      }
      let visits = Dictionary(grouping: own, by: \.visit).sorted { $0.key < $1.key }.map(\.value)
      judgeDays(visits, need)
      if need.isTeam { for visit in visits { judgeTeam(visit, need) } }
      let asked = visits.count { $0[0].visit <= need.visits }
      if !need.allowsPartial, asked > 0, asked < need.visits {
        note(.allOrNothing, own, need: need.id, count: asked, limit: need.visits)
      }
      judgePins(own, need)
    }
  }

  private mutating func judgeDays(_ visits: [[ActualPlace]], _ need: Need) {
    var taken: Set<Int> = []
    for visit in visits {
      let days = Set(visit.compactMap { $0.session?.weekday })
      if !taken.isDisjoint(with: days) {
        note(.oneADay, visit, need: need.id, session: visit.compactMap(\.session).min())
      }
      taken.formUnion(days)
    }
  }

  private mutating func judgeTeam(_ visit: [ActualPlace], _ need: Need) {
    let lacking = need.roles.reduce(0) { sum, role in
      sum + max(0, role.count - visit.count { $0.role == role.role })
    }
    if lacking > 0 {
      note(
        .teamIncomplete, visit, need: need.id, count: lacking, limit: need.placesPerVisit)
    }
    let sessions = Set(visit.compactMap(\.session))
    if sessions.count > 1 {
      note(.teamSession, visit, need: need.id, count: sessions.count - 1, limit: 1)
    }
    for (resource, same) in Dictionary(grouping: visit, by: \.resource)
      .sorted(by: { $0.key < $1.key }) where same.count > 1
    {
      note(
        .teamResources, same, need: need.id, resource: resource, count: same.count - 1, limit: 1)
    }
  }

  private mutating func judgePins(_ own: [ActualPlace], _ need: Need) {
    for pin in Set(need.pinned).sorted() {
      let kept = own.filter {
        $0.resource == pin.resource
          && (pin.session == nil || $0.session == nil || $0.session == pin.session)
      }
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let visits = Set(kept.map(\.visit)).count
      if visits < asked {
        note(
          .pin, own, need: need.id, resource: pin.resource, session: pin.session,
          count: asked - visits, limit: asked)
      }
    }
  }

  private mutating func judgeCapacity(_ places: [ActualPlace]) {
    let byResource = Dictionary(grouping: places.filter { resources[$0.resource] != nil }) {
      $0.resource
    }
    for (id, own) in byResource.sorted(by: { $0.key < $1.key }) {
      guard let resource = resources[id] else { continue }
      if own.count > resource.weekly {
        note(
          .weekly, own, resource: id, count: own.count - resource.weekly, limit: resource.weekly)
      }
      for (session, same) in Dictionary(grouping: own, by: \.session)
        .sorted(by: { ($0.key?.index ?? -1) < ($1.key?.index ?? -1) })
      where session != nil && same.count > resource.perSession {
        note(
          .perSession, same, resource: id, session: session,
          count: same.count - resource.perSession, limit: resource.perSession)
      }
    }
  }
}
