import ThreeLists

/// Finds the smallest change for every unmet need of a plan, and the level to turn to.
///
/// The changes are those of `ChangeOptions`: single ones, then all pairs, by price
/// (``SmallestChange``). For a set of changes without one more visit, the places that stay empty are
/// counted by augmenting paths (`Rearrangement`); a limit raised fills one of them only if the last
/// search reached what it limits. So one search answers for every visit at once,
/// and no pair is tried of which it is known beforehand that it cannot fill what is empty.
///
/// - Complexity: O(candidates reached) for a need that one more visit would serve; O(resources ·
///   sessions) searches for one whose own or whose resources' rows have to change; pairs of those as
///   far as each could fill what the other leaves empty.
public struct SmallestChanges: Sendable {
  /// Needs times resources up to which a week without couplings is searched without a bound.
  public static let smallWeek = 50_000
  /// Candidates looked at for one need, where there is a bound.
  static let stepLimit = 400_000
  /// Candidates looked at for all needs, where there is a bound.
  static let totalLimit = 20_000_000
  /// Steps that a change or pair tried counts for beside the candidates looked at, in a larger week.
  static let stepsOfTrial = 50
  /// Steps that a change counts for when all of a need's are collected, in a larger week.
  static let stepsOfOption = 5
  /// Branches over couplings for one need.
  static let branchLimit = 2_000
  /// Branches over couplings for one change or pair.
  static let branchesAtOnce = 40
  /// Programs solved for one need, and for all, where branching leaves a change open.
  static let programLimit = 40
  static let allPrograms = 600
  /// Arcs that relaxations look at for one need, and for all, before branching.
  static let refusalLimit = 3_000_000
  static let allRefusals = 12_000_000

  let task: PlanningTask
  let candidates: Candidates
  let open: SessionSet
  let needIndex: [String: Int]
  let resourceIndex: [String: Int]
  let context: ChangeContext
  private let visits: [[[(kind: Int, slot: Int)]]]
  private let barred: [String: Set<Int>]
  /// The plan without what may give way, by class.
  private var boards: [Int: Rearrangement] = [:]
  /// Candidates that may be looked at for all needs, where there is a bound.
  var totalLimit = SmallestChanges.totalLimit
  var programsLeft = SmallestChanges.allPrograms
  var refusalsLeft = SmallestChanges.allRefusals
  /// The most that a need may leave open to programs where that is not what is left; for those searched ahead
  /// of others.
  var mostPrograms: Int?
  private(set) var branchesOfNeed = SmallestChanges.branchLimit
  private let tiers: [TierResult]
  private var homes: [Ability: [GridCode: [Int]]] = [:]

  private init(_ plan: Plan, task: PlanningTask) {
    self.task = task
    tiers = plan.tiers
    candidates = Candidates(task)
    open = task.openSessions
    let needIndex = Dictionary(uniqueKeysWithValues: task.needs.enumerated().map { ($1.id, $0) })
    let resourceIndex = Dictionary(
      uniqueKeysWithValues: task.resources.enumerated().map { ($1.id, $0) })
    self.needIndex = needIndex
    self.resourceIndex = resourceIndex
    context = ChangeContext(task, candidates: candidates, resourceIndex: resourceIndex)
    var byNeed: [[Int: [(kind: Int, slot: Int)]]] = Array(repeating: [:], count: task.needs.count)
    for service in plan.services {
      guard let need = needIndex[service.need], let resource = resourceIndex[service.resource]
      else { continue }
      let kind = task.needs[need].roles.firstIndex { $0.role == service.role } ?? 0
      byNeed[need][service.visit, default: []].append(
        (kind, resource * Session.count + service.session.index))
    }
    visits = byNeed.map { $0.sorted { $0.key < $1.key }.map(\.value) }
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
  ///   - isTimeUp: asked before each need, perhaps on another thread; once true, the needs left get no
  ///     change.
  /// - Returns: the plan; needs that the plan's search was cut off from get neither.
  public static func added(
    to plan: Plan, task: PlanningTask, isTimeUp: @escaping @Sendable () -> Bool = { false }
  ) -> Plan {
    added(to: plan, task: task, branches: branchLimit, programs: allPrograms, isTimeUp: isTimeUp)
  }

  /// The same with other bounds on branches for one need and on programs for all.
  static func added(
    to plan: Plan, task: PlanningTask, branches: Int, programs: Int,
    isTimeUp: @escaping @Sendable () -> Bool = { false }
  ) -> Plan {
    var result = plan
    result.changesSought = .complete
    guard !plan.unmet.isEmpty else { return result }
    var finder = SmallestChanges(plan, task: task)
    finder.branchesOfNeed = branches
    finder.programsLeft = programs
    if programs == 0 { finder.refusalsLeft = 0 }
    let index = Dictionary(uniqueKeysWithValues: task.needs.enumerated().map { ($1.id, $0) })
    var asked: [Asked] = []
    for position in plan.unmet.indices where plan.unmet[position].reason.isExplained {
      guard let need = index[plan.unmet[position].need] else { continue }
      result.unmet[position].escalation = finder.escalation(need)
      asked.append(Asked(position, need: need, missing: plan.unmet[position].missing))
    }
    for (asked, found) in zip(asked, finder.search(asked, isTimeUp)) {
      result.unmet[asked.position].smallestChange = found
      if found == nil { result.changesSought = .cutOff }
    }
    return Audit.pruned(result, task: task)
  }

  /// The smallest changes of the unmet needs of which everything cheaper is refuted without a program:
  /// of one of them nobody may say that not all was tried, nor name another change.
  ///
  /// - Complexity: that of the search for all smallest changes.
  public static func settledWithoutPrograms(
    in plan: Plan, task: PlanningTask
  ) -> [String: [ListChange]] {
    var bare = plan
    for index in bare.unmet.indices { bare.unmet[index].smallestChange = nil }
    let again = added(to: bare, task: task, branches: branchLimit, programs: 0)
    var settled: [String: [ListChange]] = [:]
    for unmet in again.unmet {
      guard let change = unmet.smallestChange, change.isExhaustive else { continue }
      settled[unmet.need] = change.changes
    }
    return settled
  }

  /// Whether the plan is proved to serve as many visits of a class as any that serves no fewer of
  /// the classes above; then no need of the class can be served beside all others.
  func isBest(in limit: Int) -> Bool {
    for tier in tiers {
      guard case .served(let number) = tier.name, number <= limit, tier.provedBy == .certificate
      else {
        return false
      }
      if number == limit { return true }
    }
    return false
  }

  /// Whether the week is small: see ``smallWeek``.
  var isSmall: Bool { task.needs.count * task.resources.count <= SmallestChanges.smallWeek }

  // MARK: Levels

  /// What a resource has to be able to do for a kind of place.
  private struct Ability: Hashable {
    var role: String?
    var category: String
    var skills: [String]
    var without: [String]
  }

  /// 社区 when somebody with the ability lives in the need's community but is no candidate, 街道
  /// when in its town, else 县: the lowest level that could still find somebody.
  private mutating func escalation(_ index: Int) -> GridLevel {
    let need = task.needs[index]
    let levels = task.policy.levels
    let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
    var found = GridLevel.county
    for (kind, role) in kinds.enumerated() where found != .community {
      let homes = homes(
        of: Ability(
          role: role, category: role == nil ? need.category : "", skills: need.skills,
          without: need.without))
      let known = Set(
        candidates.pairs(ofNeed: index, kind: kind).map { Int($0.resource) })
      for level in [GridLevel.community, .town] where level > found {
        let area = need.grid.prefix(levels.length(of: level))
        let isThere = homes[area]?.contains { number in
          !known.contains(number) && Eligibility.isNotBanned(need, task.resources[number])
        }
        if isThere == true { found = level }
      }
    }
    return found
  }

  /// Who has an ability, by the community and by the town of their home.
  private mutating func homes(of ability: Ability) -> [GridCode: [Int]] {
    if let known = homes[ability] { return known }
    let levels = task.policy.levels
    var result: [GridCode: [Int]] = [:]
    for (number, resource) in task.resources.enumerated() {
      guard let home = resource.home,
        ability.role.map({ resource.roles.contains($0) })
          ?? resource.categories.contains(ability.category),
        ability.skills.allSatisfy(resource.skills.contains),
        !ability.without.contains(where: resource.skills.contains)
      else { continue }
      for length in [levels.community, levels.town] where home.length >= length {
        result[home.prefix(length), default: []].append(number)
      }
    }
    homes[ability] = result
    return result
  }

  // MARK: Changes

  /// The plan without what may give way to a class; the caller gives it back with
  /// ``keep(_:_:of:)``, so that nothing is copied.
  private mutating func board(_ limit: Int) -> Rearrangement {
    let known = boards.removeValue(forKey: limit)
    return known
      ?? Rearrangement(task, candidates: candidates, visits: visits, limit: limit)
  }

  private mutating func keep(_ board: inout Rearrangement, of index: Int) {
    board.reset(index, visits[index].count)
    boards[board.limit] = board
  }

  /// What a search came to.
  struct Found {
    let change: SmallestChange
    /// Programs that count for it.
    let programs: Int
    /// Refusals tried.
    let refusals: Int
    /// Whether the bound on the candidates looked at for all needs was reached.
    let isCutOff: Bool
  }

  /// The smallest change for a need, where so much was spent on others before.
  ///
  /// - Parameters:
  ///   - index: the need.
  ///   - missing: the visits that it lacks.
  ///   - spent: the steps spent before; with it grow those of the need, if it is one whose search is
  ///     bounded.
  /// - Returns: the change, with what it took.
  mutating func search(_ index: Int, missing: Int, spent: inout Int) -> Found {
    let limit = task.policy.classes.priorityClass(of: task.needs[index])
    let programs: Int
    let refusals: Int
    let isCutOff: Bool
    var own: Rearrangement
    let answer: [ListChange]?
    let isExhaustive: Bool
    do {
      var search = ChangeSearch(
        self, index: index, missing: missing, board: board(limit), barred: barred,
        spent: spent, programs: min(mostPrograms ?? programsLeft, SmallestChanges.programLimit),
        programsLeft: programsLeft)
      search.run()
      programs = search.programsSolved
      refusals = search.refusalsTried
      isCutOff = search.isCutOff
      answer = search.answer
      isExhaustive = !search.isUnsure
      if search.isBounded { spent = search.spent }
      own = search.board
    }
    var result = SmallestChange(changes: [], witness: [], isExhaustive: isExhaustive)
    guard let answer else {
      keep(&own, of: index)
      return Found(
        change: result, programs: programs, refusals: refusals, isCutOff: isCutOff)
    }
    var isFound = false
    // Where it goes without anybody giving way, nobody does.
    if limit < 3 {
      var whole = board(3)
      isFound = whole.serveBeside(index, missing, answer, self)
      if isFound { (result.changes, result.witness) = witness(of: whole, index, answer) }
      keep(&whole, of: index)
    }
    if !isFound {
      own.putBack()
      (result.changes, result.witness) = witness(of: own, index, answer)
    }
    keep(&own, of: index)
    return Found(
      change: result, programs: programs, refusals: refusals, isCutOff: isCutOff)
  }

  /// What is filled otherwise, and the changes with the cells that have to change for it.
  private func witness(
    of board: Rearrangement, _ index: Int, _ changes: [ListChange]
  ) -> (changes: [ListChange], moves: [ServiceMove]) {
    var moves: [ServiceMove] = []
    for need in board.needsChanged {
      let own = visits[need]
      for kind in candidates.kinds(ofNeed: need) {
        var old = own.joined().filter { $0.kind == kind }.map(\.slot).sorted()
        var new = board.slots(of: need, kind: kind).sorted()
        guard old != new else { continue }
        for slot in old {
          guard let position = new.firstIndex(of: slot), let other = old.firstIndex(of: slot) else {
            continue
          }
          new.remove(at: position)
          old.remove(at: other)
        }
        let role = task.needs[need].isTeam ? task.needs[need].roles[kind].role : nil
        for place in 0..<max(old.count, new.count) {
          moves.append(
            ServiceMove(
              need: task.needs[need].id, role: role,
              from: place < old.count ? board.at(old[place]) : nil,
              to: place < new.count ? board.at(new[place]) : nil))
        }
      }
    }
    return (needed(trimmed(changes, board, index), for: moves, index), moves)
  }

  /// The changes without which a place filled otherwise would break a rule, and one more visit: all
  /// of them, unless the search was bounded.
  private func needed(
    _ changes: [ListChange], for moves: [ServiceMove], _ index: Int
  ) -> [ListChange] {
    var left = changes
    for change in changes.reversed() where change.rank > 0 {
      let others = left.filter { $0 != change }
      var lists = ChangedLists(context, need: index, changes: others.filter { $0.rank > 0 })
      let goes = moves.allSatisfy { move in
        guard let to = move.to, let need = needIndex[move.need],
          let resource = resourceIndex[to.resource]
        else { return true }
        let kind = task.needs[need].roles.firstIndex { $0.role == move.role } ?? 0
        return lists.pairs(need, kind).contains {
          Int($0.resource) == resource && $0.sessions.contains(to.session)
        }
      }
      if goes { left = others }
    }
    return left
  }

  /// One more visit with the limits alone that the places filled take; all of them, unless the search
  /// was bounded.
  private func trimmed(
    _ changes: [ListChange], _ board: Rearrangement, _ index: Int
  ) -> [ListChange] {
    var spare: [Int: (weekly: Int, perSession: Int)] = [:]
    var isLess = false
    var result: [ListChange] = []
    for change in changes {
      guard case .visit(let name, var weekly, var perSession) = change,
        let resource = resourceIndex[name]
      else {
        result.append(change)
        continue
      }
      let row = task.resources[resource]
      let slots = resource * Session.count..<(resource + 1) * Session.count
      var left =
        spare[resource] ?? (
          board.week(resource) - row.weekly,
          (slots.map(board.load).max() ?? 0) - row.perSession
        )
      if weekly, left.weekly <= 0 { (weekly, isLess) = (false, true) }
      if perSession, left.perSession <= 0 { (perSession, isLess) = (false, true) }
      left.weekly -= weekly ? 1 : 0
      left.perSession -= perSession ? 1 : 0
      spare[resource] = left
      guard weekly || perSession else { continue }
      result.append(.visit(resource: name, weekly: weekly, perSession: perSession))
    }
    guard isLess, result.count == 2, result.allSatisfy({ $0.rank == 0 }) else { return result }
    let priced = ChangeOptions.raises(task: task, need: index, candidates: candidates)
    return result.sorted { one, other in
      let places = [one, other].map { change in priced.firstIndex { $0.change == change } ?? 0 }
      return places[0] < places[1]
    }
  }
}
