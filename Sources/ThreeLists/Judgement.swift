/// What the rules say of one pair: a place of a need, and a resource.
public struct Judgement: Hashable, Sendable {
  /// The sessions in which the pair is a candidate; empty when a rule removed it.
  public let sessions: SessionSet
  /// The rules that removed it, in the order of ``Rule``; empty when a session is left.
  ///
  /// Rules on the pair are all judged. Rules on sessions are named only when together they leave
  /// no session: then those that struck out a session the rules before them had left.
  public let failed: [Rule]
}

extension Eligibility {
  /// Judges one pair by every rule.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - role: the role of the place, nil for a need without a team.
  ///   - resource: the resource.
  ///   - open: the sessions the policy leaves open in the week.
  ///   - week: the week planned.
  /// - Returns: the sessions left, or the rules that removed the pair.
  /// - Complexity: linear in the codes and areas of the two rows.
  public static func judge(
    _ need: Need, role: String?, _ resource: Resource, open: SessionSet, week: Week
  ) -> Judgement {
    var failed: [Rule] = []
    if let role {
      if !takesRole(role, resource) { failed.append(.role) }
    } else if !offersCategory(need, resource) {
      failed.append(.category)
    }
    if !hasSkills(need, resource) { failed.append(.skills) }
    if !hasNoExcludedSkill(need, resource) { failed.append(.exclusions) }
    if !coversGrid(need, resource) { failed.append(.area) }
    if !isNotBanned(need, resource) { failed.append(.banned) }
    let judged = judgeSessions(
      open: open, need: needSessions(need), resource: resourceSessions(resource),
      reported: sinceReported(need, week), due: untilDue(need, week),
      valid: untilExpiry(resource, week))
    failed += judged.failed
    return Judgement(sessions: failed.isEmpty ? judged.sessions : [], failed: failed)
  }

  /// Joins the six rules on sessions.
  ///
  /// - Parameters:
  ///   - open: sessions that pass rule `open`.
  ///   - need: sessions that pass rule `need-sessions`.
  ///   - resource: sessions that pass rule `resource-sessions`.
  ///   - reported: sessions that pass rule `reported`.
  ///   - due: sessions that pass rule `due`.
  ///   - valid: sessions that pass rule `valid`.
  /// - Returns: the sessions that pass all six; when none does, the rules that struck out a session
  ///   the rules before them had left.
  public static func judgeSessions(
    open: SessionSet, need: SessionSet, resource: SessionSet, reported: SessionSet,
    due: SessionSet, valid: SessionSet
  ) -> Judgement {
    let masks: [(Rule, SessionSet)] = [
      (.open, open), (.needSessions, need), (.resourceSessions, resource),
      (.reported, reported), (.due, due), (.valid, valid),
    ]
    var left = SessionSet.all
    var struck: [Rule] = []
    for (rule, mask) in masks {
      let next = left.intersection(mask)
      if next != left { struck.append(rule) }
      left = next
    }
    return Judgement(sessions: left, failed: left.isEmpty ? struck : [])
  }
}

extension Eligibility {
  /// The rules that keep a pair from one session.
  ///
  /// - Returns: those that close the pair, else those that close the session to it; nil when the
  ///   session passes every rule.
  public static func rulesAgainst(
    _ session: Session, _ need: Need, role: String?, _ resource: Resource, open: SessionSet,
    week: Week
  ) -> [Rule]? {
    let judged = judge(need, role: role, resource, open: open, week: week)
    if judged.sessions.contains(session) { return nil }
    guard judged.failed.isEmpty else { return judged.failed }
    let masks: [(Rule, SessionSet)] = [
      (.open, open), (.needSessions, needSessions(need)),
      (.resourceSessions, resourceSessions(resource)), (.reported, sinceReported(need, week)),
      (.due, untilDue(need, week)), (.valid, untilExpiry(resource, week)),
    ]
    return masks.filter { !$0.1.contains(session) }.map(\.0)
  }
}
