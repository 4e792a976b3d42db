import ThreeLists

/// What is lacking for a resource to fill one kind of place of a need, and the changes that would
/// mend it.
///
/// Never changed: what the resident refuses (回避, 排除), closed sessions, days before the need was
/// reported or after a resource's last. Nor does a resource gain a skill that another need, which
/// it might serve, excludes.
struct ChangeOptions {
  /// A change with the sessions it would add for a resource.
  struct Option {
    var changes: [ListChange]
    /// Index of the resource; the number of resources when only the need changes.
    var resource: Int
    var distance: Int
    /// The first session concerned, or -1.
    var session: Int

    var ranks: [Int] { changes.map(\.rank) }

    /// Better options come first.
    static func precedes(_ left: Option, _ right: Option) -> Bool {
      if left.ranks != right.ranks {
        if left.changes.count != right.changes.count {
          return left.changes.count < right.changes.count
        }
        return left.ranks.lexicographicallyPrecedes(right.ranks)
      }
      return (left.distance, left.resource, left.session)
        < (right.distance, right.resource, right.session)
    }
  }

  private let task: PlanningTask
  private let open: SessionSet
  private let reported: SessionSet
  private let due: SessionSet
  private let need: Need
  private let index: Int
  private let kinds: [String?]
  /// By skill, the resources for which it would close a need that excludes it.
  private let barred: [String: Set<Int>]

  init(task: PlanningTask, need index: Int, barred: [String: Set<Int>]) {
    self.task = task
    self.barred = barred
    self.index = index
    need = task.needs[index]
    open = Eligibility.openSessions(task.policy, task.week)
    reported = Eligibility.sinceReported(need, task.week)
    due = Eligibility.untilDue(need, task.week)
    kinds = need.isTeam ? need.roles.map(\.role) : [nil]
  }

  /// The options that add candidates on some days: single changes, and pairs of which one alone
  /// would add none.
  ///
  /// - Parameter free: the sessions of the days on which the need lacks a visit.
  /// - Returns: single changes first, then pairs, each in the order of preference.
  /// - Complexity: O(kinds · resources · sessions).
  func adding(on free: SessionSet) -> [Option] {
    var found: Set<[ListChange]> = []
    var options: [Option] = []
    let window = need.sessions.intersection(due)
    let workable = open.intersection(reported).intersection(free)
    for role in kinds {
      for (index, resource) in task.resources.enumerated() {
        guard let lacking = lacking(index, role: role) else { continue }
        let possible = workable.intersection(Eligibility.untilExpiry(resource, task.week))
        let distance = Distance.level(
          from: resource.home, to: need.grid, levels: task.policy.levels)
        let ready = possible.intersection(window).intersection(resource.sessions)
        if !lacking.isEmpty, !ready.isEmpty {
          guard found.insert(lacking).inserted else { continue }
          options.append(
            Option(changes: lacking, resource: index, distance: distance, session: -1))
        }
        guard lacking.isEmpty || (lacking.count == 1 && ready.isEmpty) else { continue }
        for session in possible.sessions where !ready.contains(session) {
          let times = timesLacking(resource, session, window: window)
          guard times.count + lacking.count <= 2, found.insert(times + lacking).inserted else {
            continue
          }
          let names = (times + lacking).contains { $0.resource != nil }
          options.append(
            Option(
              changes: times + lacking, resource: names ? index : task.resources.count,
              distance: names ? distance : 0, session: session.index))
        }
      }
    }
    return options.sorted(by: Option.precedes)
  }

  private func timesLacking(
    _ resource: Resource, _ session: Session, window: SessionSet
  ) -> [ListChange] {
    var times: [ListChange] = []
    if !window.contains(session) {
      times.append(.window(session: session, extendsDue: !due.contains(session)))
    }
    if !resource.sessions.contains(session) {
      times.append(.session(resource: resource.id, session: session))
    }
    return times
  }

  /// The changes after which a resource passes the rules on the pair; nil when none would do.
  private func lacking(_ number: Int, role: String?) -> [ListChange]? {
    let resource = task.resources[number]
    var changes: [ListChange] = []
    if !Eligibility.coversGrid(need, resource) { changes.append(.area(resource: resource.id)) }
    if let role {
      if !Eligibility.takesRole(role, resource) {
        changes.append(.role(resource: resource.id, role: role))
      }
    } else if !Eligibility.offersCategory(need, resource) {
      changes.append(.category(resource: resource.id))
    }
    for skill in need.skills where !resource.skills.contains(skill) {
      changes.append(.skill(resource: resource.id, skill: skill))
    }
    guard changes.count <= 2, Eligibility.hasNoExcludedSkill(need, resource),
      Eligibility.isNotBanned(need, resource)
    else { return nil }
    let isBarred = changes.contains { change in
      guard case .skill(_, let skill) = change else { return false }
      return need.without.contains(skill) || barred[skill]?.contains(number) == true
    }
    return isBarred ? nil : changes
  }

  /// The candidates that the need has with some changes: by kind, resource and sessions.
  ///
  /// - Parameters:
  ///   - changes: the changes.
  ///   - known: the candidates that it has without.
  /// - Returns: the same, with those of the rows changed judged again.
  func candidates(
    with changes: [ListChange], known: ArraySlice<Candidates.Pair>
  ) -> [Candidates.Pair] {
    var changed = need
    for change in changes { changed = change.applied(to: changed, week: task.week) }
    let touched = Set(changes.compactMap(\.resource))
    let isNew = changed != need
    var pairs = known.filter {
      !isNew && !touched.contains(task.resources[Int($0.resource)].id)
    }
    for (index, row) in task.resources.enumerated() where isNew || touched.contains(row.id) {
      var resource = row
      for change in changes { resource = change.applied(to: resource, for: need) }
      for (kind, role) in kinds.enumerated() {
        let sessions = Eligibility.judge(
          changed, role: role, resource, open: open, week: task.week
        ).sessions
        guard !sessions.isEmpty else { continue }
        pairs.append(
          Candidates.Pair(
            need: Int32(self.index), place: Int32(kind), resource: Int32(index),
            sessions: sessions))
      }
    }
    return pairs
  }
}
