import ThreeLists

/// Finds the smallest change for every unmet need of a plan, and the level to turn to.
///
/// The search looks for a way to serve the need with the lists as they are, then with each single
/// change in the order of preference, then with pairs. A change is taken only with a way to serve
/// the need (`Rearrangement`), which becomes its witness. Pairs are tried in these forms: two
/// more visits; an added candidate with one more visit; two changes of which neither adds a
/// candidate alone; two added candidates.
///
/// - Complexity: O(candidates) for each class, and for each need whose candidates are all taken a
///   step or two. A need whose rows have to change costs O(resources · sessions), at most
///   `stepLimit` steps; all of them together at most `totalLimit`.
public struct SmallestChanges {
  /// Candidates looked at for one need.
  static let stepLimit = 400_000
  /// Candidates looked at for all needs.
  static let totalLimit = 120_000_000
  /// Changes and pairs tried for one need.
  static let tryLimit = 600
  /// How many first changes of a kind are tried in pairs.
  static let firstLimit = 12

  private let task: PlanningTask
  private let candidates: Candidates
  private var board: Rearrangement
  private let barred: [String: Set<Int>]

  private init(_ plan: Plan, task: PlanningTask) {
    self.task = task
    candidates = Candidates(
      needs: task.needs, resources: task.resources, policy: task.policy, week: task.week)
    board = Rearrangement(task, candidates: candidates, services: plan.services)
    var barred: [String: Set<Int>] = [:]
    for (index, need) in task.needs.enumerated() {
      for skill in need.without {
        for pair in candidates.pairs(ofNeed: index) {
          barred[skill, default: []].insert(Int(pair.resource))
        }
      }
    }
    self.barred = barred
  }

  /// A plan with a smallest change and a level for each of its unmet needs.
  ///
  /// - Parameters:
  ///   - plan: a plan of the task that keeps all rules.
  ///   - task: the lists, policy and week.
  ///   - isTimeUp: asked before each need; once true, the needs left get no change.
  /// - Returns: the plan; needs that the plan's search was cut off from get neither.
  public static func added(
    to plan: Plan, task: PlanningTask, isTimeUp: () -> Bool = { false }
  ) -> Plan {
    guard !plan.unmet.isEmpty else { return plan }
    var finder = SmallestChanges(plan, task: task)
    let index = Dictionary(uniqueKeysWithValues: task.needs.enumerated().map { ($1.id, $0) })
    var result = plan
    for position in plan.unmet.indices where plan.unmet[position].reason != .cutOff {
      guard let need = index[plan.unmet[position].need] else { continue }
      result.unmet[position].escalation = finder.escalation(need)
      guard !isTimeUp() else { continue }
      result.unmet[position].smallestChange = finder.search(
        need, missing: plan.unmet[position].missing)
    }
    return result
  }

  // MARK: Levels

  /// 社区 when somebody with the ability lives in the need's community but is no candidate, 街道
  /// when in its town, else 县: the lowest level that could still find somebody.
  private func escalation(_ index: Int) -> GridLevel {
    let need = task.needs[index]
    let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
    var nearest = 3
    for (kind, role) in kinds.enumerated() {
      var known: Set<Int> = []
      for pair in candidates.pairs[candidates.ranges[index][kind]] {
        known.insert(Int(pair.resource))
      }
      for (number, resource) in task.resources.enumerated() where !known.contains(number) {
        let isAble =
          role.map { Eligibility.takesRole($0, resource) }
          ?? Eligibility.offersCategory(need, resource)
        guard isAble, Eligibility.hasSkills(need, resource),
          Eligibility.hasNoExcludedSkill(need, resource), Eligibility.isNotBanned(need, resource)
        else { continue }
        nearest = min(
          nearest,
          Distance.level(from: resource.home, to: need.grid, levels: task.policy.levels))
      }
    }
    return nearest <= 1 ? .community : nearest == 2 ? .town : .county
  }

  // MARK: Changes

  /// A search for one need.
  private struct Search {
    let index: Int
    let missing: Int
    let options: ChangeOptions
    var tried = 0
    var isBounded = false
    var gainAlone = 0
    let firstStep: Int
  }

  private mutating func search(_ index: Int, missing: Int) -> SmallestChange {
    board.undo(to: 0)
    board.wasBlind = false
    var search = Search(
      index: index, missing: missing,
      options: ChangeOptions(task: task, need: index, barred: barred), firstStep: board.steps)
    search.gainAlone = board.serve(index, missing, by: candidates.pairs(ofNeed: index))
    if search.gainAlone == missing { return found([], search) }
    board.undo(to: 0)
    if let change = more(&search) { return change }
    let taken = board.days(of: index)
    let free = SessionSet(Session.all.filter { !taken.contains($0.weekday) })
    let added = search.options.adding(on: free)
    for option in added where option.changes.count == 1 {
      if let change = attempt(option, &search) { return change }
    }
    if let change = pairs(added, &search) { return change }
    board.undo(to: 0)
    return SmallestChange(
      changes: [], witness: [], tried: search.tried,
      isExhaustive: !search.isBounded && !board.wasBlind)
  }

  private func found(_ changes: [ListChange], _ search: Search) -> SmallestChange {
    SmallestChange(
      changes: changes, witness: board.moves, tried: search.tried,
      isExhaustive: !search.isBounded && !board.wasBlind)
  }

  private func isSpent(_ search: inout Search) -> Bool {
    if search.tried >= SmallestChanges.tryLimit
      || board.steps - search.firstStep >= SmallestChanges.stepLimit
      || board.steps >= SmallestChanges.totalLimit
    {
      search.isBounded = true
    }
    return search.isBounded
  }

  /// The slots of a need's candidates that are full, nearest resource first.
  private func fullSlots(
    _ index: Int, _ pairs: some Collection<Candidates.Pair>
  ) -> [(slot: Int, change: ListChange)] {
    let taken = board.days(of: index)
    let need = task.needs[index]
    var slots: [(distance: Int, slot: Int)] = []
    var seen: Set<Int> = []
    for pair in pairs {
      let resource = Int(pair.resource)
      let distance = Distance.level(
        from: task.resources[resource].home, to: need.grid, levels: task.policy.levels)
      for session in pair.sessions.sessions where !taken.contains(session.weekday) {
        let slot = resource * Session.count + session.index
        if !board.hasRoom(slot), seen.insert(slot).inserted { slots.append((distance, slot)) }
      }
    }
    return slots.sorted { $0 < $1 }.map { _, slot in
      let resource = slot / Session.count
      let change = ListChange.visit(
        resource: task.resources[resource].id, session: Session(index: slot % Session.count),
        weekly: board.isWeekFull(resource), perSession: board.isSessionFull(slot))
      return (slot, change)
    }
  }

  private mutating func raise(_ slot: Int, _ change: ListChange) {
    guard case .visit(_, _, let weekly, let perSession) = change else { return }
    board.raise(slot, weekly: weekly, perSession: perSession)
  }

  /// One more visit of a candidate: the plainest change.
  private mutating func more(_ search: inout Search) -> SmallestChange? {
    guard search.gainAlone >= search.missing - 1 else { return nil }
    let pairs = candidates.pairs(ofNeed: search.index)
    for (slot, change) in fullSlots(search.index, pairs) {
      guard !isSpent(&search) else { return nil }
      search.tried += 1
      board.undo(to: 0)
      raise(slot, change)
      if serve(search, search.missing, pairs, near: slot) { return found([change], search) }
    }
    return nil
  }

  /// Whether so many visits are gained; a team that lacks one is tried in the slot's session only.
  private mutating func serve(
    _ search: Search, _ wanted: Int, _ pairs: some Collection<Candidates.Pair>, near slot: Int
  ) -> Bool {
    board.serve(
      search.index, wanted, by: pairs,
      teamSession: search.missing == 1 ? slot % Session.count : nil) == wanted
  }

  private mutating func attempt(_ option: ChangeOptions.Option, _ search: inout Search)
    -> SmallestChange?
  {
    guard !isSpent(&search) else { return nil }
    // One more session adds one visit at most.
    if option.session >= 0, search.gainAlone < search.missing - 1 { return nil }
    search.tried += 1
    board.undo(to: 0)
    let pairs = search.options.candidates(
      with: option.changes, known: candidates.pairs(ofNeed: search.index))
    let session = search.missing == 1 && option.session >= 0 ? option.session : nil
    let gained = board.serve(search.index, search.missing, by: pairs, teamSession: session)
    return gained == search.missing ? found(option.changes, search) : nil
  }

  private mutating func pairs(_ added: [ChangeOptions.Option], _ search: inout Search)
    -> SmallestChange?
  {
    let known = Array(candidates.pairs(ofNeed: search.index))
    board.undo(to: 0)
    for (slot, change) in fullSlots(search.index, known).prefix(SmallestChanges.firstLimit) {
      board.undo(to: 0)
      raise(slot, change)
      if let pair = second(after: [change], known, &search) { return pair }
    }
    let singles = added.filter { $0.changes.count == 1 }
    for option in singles.prefix(SmallestChanges.firstLimit * 4) {
      board.undo(to: 0)
      let pairs = search.options.candidates(with: option.changes, known: known[...])
      if let pair = second(after: option.changes, pairs, &search) { return pair }
    }
    for option in added where option.changes.count == 2 {
      if let pair = attempt(option, &search) { return pair }
    }
    let firsts = Array(singles.prefix(SmallestChanges.firstLimit))
    for (position, first) in firsts.enumerated() {
      for other in firsts.dropFirst(position + 1) {
        let both = ChangeOptions.Option(
          changes: first.changes + other.changes, resource: first.resource,
          distance: first.distance, session: -1)
        if let pair = attempt(both, &search) { return pair }
      }
    }
    return nil
  }

  /// One more visit of somebody, on top of a first change.
  private mutating func second(
    after first: [ListChange], _ pairs: [Candidates.Pair], _ search: inout Search
  ) -> SmallestChange? {
    let gained = board.serve(search.index, search.missing, by: pairs)
    let isTeam = task.needs[search.index].isTeam
    guard gained >= search.missing - 1 || isTeam else { return nil }
    let before = board.mark
    for (slot, change) in fullSlots(search.index, pairs) {
      guard !isSpent(&search) else { return nil }
      search.tried += 1
      board.undo(to: before)
      raise(slot, change)
      if serve(search, search.missing - gained, pairs, near: slot) {
        let changes = (first + [change]).enumerated().sorted {
          ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }.map(\.element)
        return found(changes, search)
      }
    }
    return nil
  }
}
