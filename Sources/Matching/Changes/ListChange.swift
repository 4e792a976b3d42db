import ThreeLists

/// One change of one cell of the lists, or of two cells of a row.
public enum ListChange: Hashable, Sendable {
  /// One more visit of a resource: `weekly` says that its 每周可用 rises by one, `perSession` that its
  /// 每时段上限 does, in every session; at least one of them does.
  case visit(resource: String, weekly: Bool, perSession: Bool)
  /// One more session in the need's 可服务时段; where its last date lies before that day, 最迟日期
  /// is that day (`extendsDue`), and only that where the need has asked for the session already.
  case window(session: Session, extendsDue: Bool)
  /// One more session in a resource's 可用时段.
  case session(resource: String, session: Session)
  /// The need's grid in a resource's 服务范围.
  case area(resource: String)
  /// The need's category among a resource's 类别.
  case category(resource: String)
  /// One more role among a resource's 角色.
  case role(resource: String, role: String)
  /// One more skill among a resource's 技能.
  case skill(resource: String, skill: String)

  /// The place in the order of preference, from 0: the smaller one is easier to have.
  public var rank: Int {
    switch self {
    case .visit: 0
    case .window: 1
    case .session: 2
    case .area: 3
    case .category, .role, .skill: 4
    }
  }

  /// How many cells of the lists change: two where both limits of a resource rise, or where a need
  /// gets a session and a later last date.
  ///
  /// - Parameter need: the unmet need.
  /// - Returns: one or two.
  public func cells(for need: Need) -> Int {
    switch self {
    case .visit(_, let weekly, let perSession): (weekly ? 1 : 0) + (perSession ? 1 : 0)
    case .window(let session, let extendsDue):
      (need.sessions.contains(session) ? 0 : 1) + (extendsDue ? 1 : 0)
    case .session, .area, .category, .role, .skill: 1
    }
  }

  /// The code that plan.json writes.
  public var code: String {
    switch self {
    case .visit: "visit"
    case .window: "window"
    case .session: "session"
    case .area: "area"
    case .category: "category"
    case .role: "role"
    case .skill: "skill"
    }
  }

  /// The resource concerned; nil when only the need changes.
  public var resource: String? {
    switch self {
    case .window: nil
    case .visit(let resource, _, _), .session(let resource, _), .area(let resource),
      .category(let resource), .role(let resource, _), .skill(let resource, _):
      resource
    }
  }

  /// The need as it reads with the change.
  ///
  /// - Parameters:
  ///   - need: the unmet need.
  ///   - week: the week planned.
  /// - Returns: the row changed; the same row when the change is one of a resource.
  public func applied(to need: Need, week: Week) -> Need {
    guard case .window(let session, let extendsDue) = self else { return need }
    var changed = need
    changed.sessions.insert(SessionSet([session]))
    let day = week.day(of: session)
    if extendsDue, let due = changed.dueOn { changed.dueOn = max(due, day) }
    return changed
  }

  /// A resource as it reads with the change.
  ///
  /// - Parameters:
  ///   - row: a row of the resource list.
  ///   - need: the unmet need.
  /// - Returns: the row changed; the same row when another one changes.
  public func applied(to row: Resource, for need: Need) -> Resource {
    guard row.id == resource else { return row }
    var changed = row
    switch self {
    case .visit(_, let weekly, let perSession):
      if weekly { changed.weekly += 1 }
      if perSession { changed.perSession += 1 }
    case .window: break
    case .session(_, let session): changed.sessions.insert(SessionSet([session]))
    case .area: changed.areas.append(.prefix(need.grid))
    case .category: changed.categories.append(need.category)
    case .role(_, let role): changed.roles.append(role)
    case .skill(_, let skill): changed.skills.append(skill)
    }
    return changed
  }
}

/// A place that is filled otherwise once the lists are changed.
public struct ServiceMove: Hashable, Sendable {
  /// The need.
  public var need: String
  /// The place's role; nil without a team.
  public var role: String?
  /// Who filled it, and when; nil for a place of a new visit.
  public var from: ResourceSession?
  /// Who fills it, and when; nil for a visit that gives way.
  public var to: ResourceSession?

  /// A move by its parts.
  public init(need: String, role: String?, from: ResourceSession?, to: ResourceSession?) {
    self.need = need
    self.role = role
    self.from = from
    self.to = to
  }
}

/// The smallest change of the lists with which an unmet need is served, and the proof of it.
///
/// True means: with the changes made, a plan serves the need wholly, and every other need of its
/// class or a higher one as often as before. `witness` says how: which places of the plan are
/// filled otherwise.
///
/// A single change is cheaper than a pair. Of two single changes the one with the smaller
/// ``ListChange/rank`` is cheaper; then the one that changes fewer cells
/// (``ListChange/cells(for:)``); then that of a resource which, with the change, could itself come
/// to the need in a way it could not before (for one more visit: which can come to it at all); then
/// the nearer resource, the smaller identifier, the earlier session (每周可用 before 每时段上限), and the
/// order in which the need names roles and skills. Of two pairs the one whose ranks, the smaller
/// first, are lexicographically smaller is cheaper; then the one that changes fewer cells, then the
/// one whose dearer change is cheaper, then the one whose cheaper change is.
public struct SmallestChange: Hashable, Sendable {
  /// One change, or two, the cheaper first; none when nothing was found, or when the lists need no
  /// change because only the policy's order of tiers keeps the need unserved (then there is a
  /// witness).
  public var changes: [ListChange]
  /// The places filled otherwise, sorted; empty when nothing was found.
  public var witness: [ServiceMove]
  /// Whether every cheaper change and pair of the closed set was refuted.
  ///
  /// Then this is the cheapest there is, or none would do. Always so in a week without couplings whose needs times resources
  /// are at most ``SmallestChanges/smallWeek``.
  public var isExhaustive: Bool

  /// A smallest change by its parts.
  public init(changes: [ListChange], witness: [ServiceMove], isExhaustive: Bool) {
    self.changes = changes
    self.witness = witness
    self.isExhaustive = isExhaustive
  }

  /// Whether the need could be served with the changes.
  public var isFound: Bool { !witness.isEmpty }
}
