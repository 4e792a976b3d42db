import ThreeLists

/// The closed set of changes that may serve an unmet need, in the order of their price.
///
/// All of them, for every resource of the list, whether or not it could come to the need itself:
/// a change may help because a holder moves and leaves its place to the need.
/// - `visit`: 每周可用 one more, 每时段上限 one more, or both;
/// - `window`: an open session, not before the day the need was reported, that the need's sessions
///   or its last date leave out;
/// - `session`: an open session before the resource's last day in which it does not come;
/// - `area`: of a resource that does not serve the need's grid;
/// - `category`, `role`, `skill`: what the need asks for and the resource has not; never a skill
///   for which the resource would be lost to another need that excludes it and whose candidate it is.
struct ChangeOptions {
  /// A change with what its price is made of.
  struct Option {
    let change: ListChange
    /// ``ListChange/rank``, how many cells change, whether the resource could not come to the need
    /// itself with the change (0, 1), its distance, its index, the session (for `visit`: whether it is
    /// 每时段上限 alone), and the place of the code asked for.
    let price: [Int]
    /// What is raised for one more visit; nil otherwise.
    let raise: Rearrangement.Raise?
    /// The index of the resource; -1 when the need's row changes.
    let resource: Int
    /// Whether the need itself gains candidates; for one more visit, has the resource for one.
    let isOwn: Bool

    var rank: Int { price[0] }
    var cells: Int { price[1] }

    init(
      _ change: ListChange, cells: Int = 1, isOwn: Bool, distance: Int, resource: Int,
      session: Int = 0, code: Int = 0, raise: Rearrangement.Raise? = nil
    ) {
      self.change = change
      price = [change.rank, cells, isOwn ? 0 : 1, distance, resource, session, code]
      self.raise = raise
      self.resource = raise == nil && change.resource == nil ? -1 : resource
      self.isOwn = isOwn
    }

    /// One more visit of a resource.
    init(
      weekly: Bool, perSession: Bool, of row: Resource, _ resource: Int, isOwn: Bool, distance: Int
    ) {
      self.init(
        .visit(resource: row.id, weekly: weekly, perSession: perSession),
        cells: weekly && perSession ? 2 : 1, isOwn: isOwn, distance: distance, resource: resource,
        session: weekly ? 0 : 1,
        raise: Rearrangement.Raise(
          resource: resource, weekly: weekly, perSession: perSession))
    }

    /// One more visit at its price beside another change, with which it is the need's own or not.
    func owned(_ isOwn: Bool) -> Option {
      Option(
        change, cells: cells, isOwn: isOwn, distance: price[3], resource: resource,
        session: price[5], raise: raise)
    }
  }

  /// All changes but one more visit, by price.
  private(set) var others: [Option] = []

  /// No changes at all.
  static let none = ChangeOptions()

  private init() {}

  /// The nearest resource that could serve a need without a team, and when.
  ///
  /// - Returns: nil without candidates.
  /// - Complexity: O(candidates of the need).
  static func nearest(
    task: PlanningTask, need index: Int, candidates: Candidates
  ) -> (resource: Int, distance: Int, sessions: SessionSet)? {
    let grid = task.needs[index].grid
    var best: (distance: Int, pair: Candidates.Pair)?
    for pair in candidates.pairs(ofNeed: index) {
      let distance = Distance.level(
        from: task.resources[Int(pair.resource)].home, to: grid, levels: task.policy.levels)
      if let best, best.distance <= distance { continue }
      best = (distance, pair)
    }
    return best.map { (Int($0.pair.resource), $0.distance, $0.pair.sessions) }
  }

  /// One more visit of each resource, by price.
  ///
  /// - Complexity: O(resources · log resources + candidates of the need).
  static func raises(task: PlanningTask, need index: Int, candidates: Candidates) -> [Option] {
    let own = Set(candidates.pairs(ofNeed: index).map { Int($0.resource) })
    let grid = task.needs[index].grid
    var all: [Option] = []
    for (number, row) in task.resources.enumerated() {
      let distance = Distance.level(from: row.home, to: grid, levels: task.policy.levels)
      for (weekly, perSession) in [(true, false), (false, true), (true, true)] {
        all.append(
          Option(
            weekly: weekly, perSession: perSession, of: row, number, isOwn: own.contains(number),
            distance: distance))
      }
    }
    return all.sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  /// - Complexity: O(resources · (sessions + kinds of place)).
  init(
    task: PlanningTask, need index: Int, candidates: Candidates, open: SessionSet,
    barred: [String: Set<Int>]
  ) {
    let need = task.needs[index]
    let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
    let reported = Eligibility.sinceReported(need, task.week)
    let due = Eligibility.untilDue(need, task.week)
    let reach = open.intersection(reported)
    let window = need.sessions.intersection(due)
    for session in reach.sessions where !window.contains(session) {
      let change = ListChange.window(session: session, extendsDue: !due.contains(session))
      others.append(
        Option(
          change, cells: change.cells(for: need), isOwn: true, distance: 0,
          resource: task.resources.count, session: session.index))
    }
    var own: [[Int: SessionSet]] = Array(repeating: [:], count: kinds.count)
    for pair in candidates.pairs(ofNeed: index) {
      own[Int(pair.place)][Int(pair.resource)] = pair.sessions
    }
    for (number, resource) in task.resources.enumerated() {
      let distance = Distance.level(
        from: resource.home, to: need.grid, levels: task.policy.levels)
      let here = open.intersection(Eligibility.untilExpiry(resource, task.week))
      func append(_ change: ListChange, _ session: Int, _ code: Int, isOwn: Bool) {
        others.append(
          Option(
            change, isOwn: isOwn, distance: distance, resource: number, session: session,
            code: code))
      }
      func gains(_ change: ListChange) -> Bool {
        let row = change.applied(to: resource, for: need)
        return kinds.enumerated().contains { kind, role in
          !task.sessions(need, role: role, row).subtracting(own[kind][number] ?? []).isEmpty
        }
      }
      for session in here.sessions where !resource.sessions.contains(session) {
        let change = ListChange.session(resource: resource.id, session: session)
        append(change, session.index, 0, isOwn: gains(change))
      }
      if !Eligibility.coversGrid(need, resource) {
        append(.area(resource: resource.id), 0, 0, isOwn: gains(.area(resource: resource.id)))
      }
      if !need.isTeam, !Eligibility.offersCategory(need, resource) {
        let change = ListChange.category(resource: resource.id)
        append(change, 0, 0, isOwn: gains(change))
      }
      for (place, role) in need.roles.map(\.role).enumerated()
      where !Eligibility.takesRole(role, resource) {
        let change = ListChange.role(resource: resource.id, role: role)
        append(change, 0, 1 + place, isOwn: gains(change))
      }
      for (place, skill) in need.skills.enumerated()
      where !resource.skills.contains(skill) && barred[skill]?.contains(number) != true {
        let change = ListChange.skill(resource: resource.id, skill: skill)
        append(change, 0, 1 + need.roles.count + place, isOwn: gains(change))
      }
    }
    others.sort { $0.price.lexicographicallyPrecedes($1.price) }
  }
}
