import ThreeLists

/// The closed set of changes that may serve an unmet need, in the order of their price.
///
/// All of them, for every resource of the list, whether or not it could come to the need itself:
/// a change may help because a holder moves and leaves its place to the need.
/// - `visit`: in a session in which the resource comes (open, its own, before its last day);
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
    /// ``ListChange/rank``, whether the resource could not come to the need itself with the change
    /// (0, 1), its distance, its index, the session, and the place of the code asked for.
    let price: [Int]
    /// The slot of one more visit; -1 otherwise.
    let slot: Int
    /// The index of the resource; -1 when the need's row changes.
    let resource: Int
    /// Whether the need itself gains candidates.
    let isOwn: Bool

    var rank: Int { price[0] }

    /// One more visit in a session that the resource has by another change only.
    func visit(_ session: Session, resource: Int) -> Option {
      Option(
        change: .visit(
          resource: change.resource ?? "", session: session, weekly: false, perSession: false),
        price: [0, price[1], price[2], resource, session.index, 0],
        slot: resource * Session.count + session.index, resource: resource, isOwn: isOwn)
    }

    /// The same change, at its price beside another with which it is the need's own or not.
    func owned(_ isOwn: Bool) -> Option {
      var price = price
      price[1] = isOwn ? 0 : 1
      return Option(change: change, price: price, slot: slot, resource: resource, isOwn: isOwn)
    }
  }

  /// One more visit, by price.
  private(set) var visits: [Option] = []
  /// All other changes, by price.
  private(set) var others: [Option] = []

  /// No changes at all.
  static let none = ChangeOptions()

  private init() {}

  /// One more visit in the cheapest slot in which a need without a team could be served itself.
  ///
  /// - Returns: nil without candidates.
  /// - Complexity: O(candidates of the need).
  static func ownVisit(task: PlanningTask, need index: Int, candidates: Candidates) -> Option? {
    let grid = task.needs[index].grid
    var best: (distance: Int, pair: Candidates.Pair)?
    for pair in candidates.pairs(ofNeed: index) {
      let distance = Distance.level(
        from: task.resources[Int(pair.resource)].home, to: grid, levels: task.policy.levels)
      if let best, best.distance <= distance { continue }
      best = (distance, pair)
    }
    guard let best else { return nil }
    let resource = Int(best.pair.resource)
    let session = best.pair.sessions.rawValue.trailingZeroBitCount
    return Option(
      change: .visit(
        resource: task.resources[resource].id, session: Session(index: session), weekly: false,
        perSession: false),
      price: [0, 0, best.distance, resource, session, 0],
      slot: resource * Session.count + session, resource: resource, isOwn: true)
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
      others.append(
        Option(
          change: .window(session: session, extendsDue: !due.contains(session)),
          price: [1, 0, 0, task.resources.count, session.index, 0], slot: -1, resource: -1,
          isOwn: true))
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
        let isVisit = change.rank == 0
        let option = Option(
          change: change, price: [change.rank, isOwn ? 0 : 1, distance, number, session, code],
          slot: isVisit ? number * Session.count + session : -1, resource: number, isOwn: isOwn)
        if isVisit { visits.append(option) } else { others.append(option) }
      }
      func gains(_ change: ListChange) -> Bool {
        let row = change.applied(to: resource, for: need)
        return kinds.enumerated().contains { kind, role in
          !task.sessions(need, role: role, row).subtracting(own[kind][number] ?? []).isEmpty
        }
      }
      for session in here.sessions {
        if resource.sessions.contains(session) {
          append(
            .visit(resource: resource.id, session: session, weekly: false, perSession: false),
            session.index, 0, isOwn: own.contains { $0[number]?.contains(session) == true })
        } else {
          let change = ListChange.session(resource: resource.id, session: session)
          append(change, session.index, 0, isOwn: gains(change))
        }
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
    visits.sort { $0.price.lexicographicallyPrecedes($1.price) }
    others.sort { $0.price.lexicographicallyPrecedes($1.price) }
  }
}
