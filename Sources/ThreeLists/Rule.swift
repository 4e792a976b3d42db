/// The name of a rule that a candidate must pass, in the order in which failures are told.
public enum Rule: String, CaseIterable, Hashable, Comparable, Sendable {
  /// The resource offers the need's category (needs without roles).
  case category
  /// The resource can take the place's role (teams).
  case role
  /// The resource has all skills the need asks for.
  case skills
  /// The resource has none of the skills the need excludes.
  case exclusions
  /// Some area of the resource contains the need's grid.
  case area
  /// The need does not avoid the resource.
  case banned
  /// The session is not closed.
  case open
  /// The session is one of the need's.
  case needSessions = "need-sessions"
  /// The session is one of the resource's.
  case resourceSessions = "resource-sessions"
  /// The session's day is not before the need was reported.
  case reported
  /// The session's day is not after the need's last date, unless that lies before the week.
  case due
  /// The session's day is not after the resource's last valid day.
  case valid

  /// The place in the order of declaration, from 0.
  public var position: Int {
    switch self {
    case .category: 0
    case .role: 1
    case .skills: 2
    case .exclusions: 3
    case .area: 4
    case .banned: 5
    case .open: 6
    case .needSessions: 7
    case .resourceSessions: 8
    case .reported: 9
    case .due: 10
    case .valid: 11
    }
  }

  /// The order of declaration.
  public static func < (left: Rule, right: Rule) -> Bool { left.position < right.position }
}

/// The eligibility rules of the design's section 4, one function each.
///
/// Six judge a pair of need and resource; six judge sessions and answer with those that pass.
public enum Eligibility {
  /// Rule `category`: the resource offers the need's category.
  public static func offersCategory(_ need: Need, _ resource: Resource) -> Bool {
    resource.categories.contains(need.category)
  }

  /// Rule `role`: the resource can take a role.
  public static func takesRole(_ role: String, _ resource: Resource) -> Bool {
    resource.roles.contains(role)
  }

  /// Rule `skills`: the resource has every skill the need asks for.
  public static func hasSkills(_ need: Need, _ resource: Resource) -> Bool {
    need.skills.allSatisfy(resource.skills.contains)
  }

  /// Rule `exclusions`: the resource has no skill that the need excludes.
  public static func hasNoExcludedSkill(_ need: Need, _ resource: Resource) -> Bool {
    !need.without.contains(where: resource.skills.contains)
  }

  /// Rule `area`: some area of the resource contains the need's grid.
  public static func coversGrid(_ need: Need, _ resource: Resource) -> Bool {
    resource.areas.contains { $0.contains(need.grid) }
  }

  /// Rule `banned`: the need does not avoid the resource.
  public static func isNotBanned(_ need: Need, _ resource: Resource) -> Bool {
    !need.banned.contains(resource.id)
  }

  /// Rule `open`: the week's sessions that the policy does not close.
  public static func openSessions(_ policy: Policy, _ week: Week) -> SessionSet {
    policy.openSessions(in: week)
  }

  /// Rule `need-sessions`: the sessions in which the need can be served.
  public static func needSessions(_ need: Need) -> SessionSet { need.sessions }

  /// Rule `resource-sessions`: the sessions in which the resource can come.
  public static func resourceSessions(_ resource: Resource) -> SessionSet { resource.sessions }

  /// Rule `reported`: the sessions on or after the day the need was reported.
  public static func sinceReported(_ need: Need, _ week: Week) -> SessionSet {
    days(from: need.reportedOn.days(since: week.monday), through: 6)
  }

  /// Rule `due`: the sessions on or before the need's last date; all when there is none or when
  /// it lies before the week (overdue needs are still served).
  public static func untilDue(_ need: Need, _ week: Week) -> SessionSet {
    guard let due = need.dueOn, due >= week.monday else { return .all }
    return days(from: 0, through: due.days(since: week.monday))
  }

  /// Rule `valid`: the sessions on or before the resource's last valid day.
  public static func untilExpiry(_ resource: Resource, _ week: Week) -> SessionSet {
    guard let last = resource.validTo else { return .all }
    return days(from: 0, through: last.days(since: week.monday))
  }

  /// The sessions of weekdays `first` through `last`, 0 Monday; clamped to the week.
  private static func days(from first: Int, through last: Int) -> SessionSet {
    guard first <= last, first <= 6, last >= 0 else { return [] }
    // Three bits for each weekday, Monday's lowest.
    let from = SessionSet.all.rawValue << UInt32(3 * max(0, first))
    let through = SessionSet.all.rawValue >> UInt32(3 * (6 - min(6, last)))
    return SessionSet(rawValue: from & through)
  }
}
