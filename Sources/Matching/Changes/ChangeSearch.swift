import ThreeLists

/// The search for the cheapest change, or pair, that serves one need.
struct ChangeSearch {
  let task: PlanningTask
  private let candidates: Candidates
  private let open: SessionSet
  private let resourceIndex: [String: Int]
  let index: Int
  private let missing: Int
  /// One more visit of each resource, by price.
  private(set) var raises: [ChangeOptions.Option] = []
  /// All other changes.
  private(set) var options = ChangeOptions.none
  private let barred: [String: Set<Int>]
  private let isSmall: Bool
  /// Whether the work is bounded.
  let isBounded: Bool
  private let mostSteps: Int
  /// The plan without what may give way.
  var board: Rearrangement
  /// The changes found; nil when none would do.
  private(set) var answer: [ListChange]?
  /// Whether something cheaper may have been passed over.
  private(set) var isUnsure = false
  /// Programs solved.
  private(set) var programsSolved = 0

  /// Sessions of the need's candidates with the lists as they are, by kind of place.
  private let sessions: [UInt32]
  private(set) var base = Shortfall()
  /// Of each of the other changes, what it leaves empty; nil until it is known.
  private var shortfalls: [Shortfall?]
  private(set) var isOver = false
  private let start: Int
  private let before: Int
  private let totalLimit: Int
  private var turns = 0
  /// Steps for what is not a candidate looked at.
  private var charged = 0
  private var branchesLeft: Int
  /// How the answer was found.
  private var held: (changes: [ListChange], visits: [ChangeOptions.Option], branches: Int)?
  /// What branching left open, by price.
  private var undecided: [(changes: [ListChange], visits: [ChangeOptions.Option])] = []
  /// Programs that may be solved for it.
  private let programs: Int
  /// Whether the plan's own proof shows that the need cannot be served with the lists as they are.
  private let isBest: Bool

  /// Steps that all searches took.
  var spent: Int { before + board.steps - start + charged }

  init(
    _ finder: SmallestChanges, index: Int, missing: Int, board: Rearrangement,
    barred: [String: Set<Int>], spent: Int, programs: Int
  ) {
    task = finder.task
    isBest = finder.isBest(
      in: finder.task.policy.classes.priorityClass(of: finder.task.needs[index]))
    self.programs = programs
    candidates = finder.candidates
    open = finder.open
    resourceIndex = finder.resourceIndex
    self.index = index
    self.missing = missing
    self.barred = barred
    self.board = board
    before = spent
    totalLimit = finder.totalLimit
    start = board.steps
    branchesLeft = finder.branchesOfNeed
    self.board.settlePins(index, visits: task.needs[index].visits)
    isSmall = finder.isSmall
    isBounded = !isSmall || !self.board.coupled.isEmpty
    if isSmall, isBounded { self.board.forgetDead() }
    mostSteps = isSmall ? SmallestChanges.stepLimit * 10 : SmallestChanges.stepLimit
    sessions = finder.candidates.ranges[index].map { range in
      finder.candidates.pairs[range].reduce(0) { $0 | $1.sessions.rawValue }
    }
    shortfalls = []
  }

  /// Whether the bound on the work is reached.
  mutating func isSpent() -> Bool {
    turns += 1
    if !isSmall { charged += SmallestChanges.stepsOfTrial }
    guard isBounded, !isOver else { return isOver }
    if board.steps - start + turns >= mostSteps || spent >= totalLimit {
      isOver = true
      isUnsure = true
    }
    return isOver
  }

  /// Looks for the cheapest changes.
  mutating func run() {
    if hasLooseEnds { isUnsure = true }
    let nearest = hopeless()
    if let nearest, tryNearest(nearest) { return }
    search()
    // Both limits of the nearest one always suffice.
    if answer == nil, let nearest, isOver {
      _ = serves(
        [],
        [
          ChangeOptions.Option(
            weekly: true, perSession: true, of: task.resources[nearest.resource], nearest.resource,
            isOwn: true, distance: nearest.distance)
        ])
    }
    decide()
  }

  /// Settles what branching left open, each by a program: the first that serves is the answer.
  ///
  /// Not where more is left open than may be solved, or something was not tried: the answer would not
  /// be known to be the cheapest.
  private mutating func decide() {
    guard !undecided.isEmpty else { return }
    guard !isUnsure, undecided.count <= programs else {
      isUnsure = true
      return
    }
    for (changes, visits) in undecided {
      change(changes, visits.compactMap(\.raise))
      programsSolved += 1
      // What the solver cannot answer stays open: no change rests on it.
      switch (try? board.decide(index, missing: missing)) ?? .unknown {
      case .yes:
        answer = visits.map(\.change) + changes
        return
      case .unknown: isUnsure = true
      case .no: break
      }
    }
    guard let held else { return }
    change(held.changes, held.visits.compactMap(\.raise))
    board.branches = held.branches
    let steps = board.steps
    _ = board.serve(index, missing: missing)
    // It was paid for when it was found: the bound of the week is the same with programs and without.
    charged -= board.steps - steps
  }

  private mutating func search() {
    guard charge(task.resources.count) else { return }
    raises = ChangeOptions.raises(task: task, need: index, candidates: candidates)
    base = shortfall([])
    // A plan that served it as well would be better than the best.
    if base.places == 0, !isBest, serves([], []) { return }
    if tryRaises([], base) { return }
    guard charge(task.resources.count * Session.count) else { return }
    options = ChangeOptions(
      task: task, need: index, candidates: candidates, open: open, barred: barred)
    shortfalls = Array(repeating: nil, count: options.others.count)
    for position in options.others.indices {
      if isSpent() { return }
      let left = known(position)
      if left.places == 0, serves([options.others[position].change], []) { return }
    }
    if tryPairsOfRaises() || tryRaisesBesideOthers() { return }
    for first in 1...4 {
      for second in first...4 {
        for cells in 2...4 where tryPairs(first, second, cells) { return }
      }
      if isOver { return }
    }
  }

  /// The nearest candidate of a need that lacks one visit, and the sessions on the days it has free;
  /// nil for other needs, or where some slot leads to room.
  ///
  /// All needs share what leads nowhere, so no bound applies.
  private mutating func hopeless() -> (resource: Int, distance: Int, free: [Int])? {
    let need = task.needs[index]
    guard missing == 1, !need.isTeam, need.pinned.isEmpty,
      let nearest = ChangeOptions.nearest(task: task, need: index, candidates: candidates)
    else { return nil }
    let taken = board.days(of: index)
    let free = nearest.sessions.sessions.filter { taken & 1 << $0.weekday == 0 }
      .map { nearest.resource * Session.count + $0.index }
    guard !free.isEmpty else { return nil }
    change([], [])
    return board.isHopeless(index) ? (nearest.resource, nearest.distance, free) : nil
  }

  /// Serves a hopeless need by one limit more of its nearest candidate, the cheapest there is.
  ///
  /// Where a session of it has room its week is full, and one more visit a week serves. Where all are
  /// full and its week is not, or somebody else could leave it, one more place in a session does,
  /// and one more visit a week would not: its week was not reached, as from there was a way. Where all
  /// that can be reached are full slots of full weeks no single limit serves, and both of the nearest
  /// candidate are the cheapest. Otherwise the need has to be searched for.
  private mutating func tryNearest(_ nearest: (resource: Int, distance: Int, free: [Int])) -> Bool {
    var isWeekly = !nearest.free.allSatisfy(board.isSessionFull)
    var perSession = !isWeekly
    if !isWeekly, !board.weekLeads(nearest.resource, passingDead: true) {
      guard board.isShut(index) else { return false }
      (isWeekly, perSession) = (true, true)
    }
    return serves(
      [],
      [
        ChangeOptions.Option(
          weekly: isWeekly, perSession: perSession, of: task.resources[nearest.resource],
          nearest.resource, isOwn: true, distance: nearest.distance)
      ])
  }

  /// Charges for so many changes collected; false when the bound on the work for all needs leaves no
  /// room.
  private mutating func charge(_ count: Int) -> Bool {
    if !isSmall {
      let cost = count * SmallestChanges.stepsOfOption
      guard spent + cost <= totalLimit else {
        isOver = true
        isUnsure = true
        return false
      }
      charged += cost
    }
    return true
  }

  /// Whether a team's pins leave open how many of its visits are best kept: then not all is tried.
  private var hasLooseEnds: Bool {
    board.coupled.contains { need in
      let row = task.needs[need]
      return need != index && row.isTeam && row.allowsPartial && row.visits > 1
        && Set(row.pinned.map(\.resource)).count > 1
    }
  }

  /// Whether no search gets beyond the need itself: only candidates of its own can help.
  var isStuck: Bool { base.places > 0 && !base.reachesAny }

  // MARK: Trials

  private mutating func change(_ changes: [ListChange], _ raises: [Rearrangement.Raise]) {
    board.undo(to: 0)
    board.lists =
      changes.isEmpty
      ? nil
      : ChangedLists(
        task, candidates: candidates, need: index, changes: changes,
        resourceIndex: resourceIndex)
    board.raise(raises)
  }

  mutating func shortfall(
    _ changes: [ListChange], _ raised: [Rearrangement.Raise] = []
  ) -> Shortfall {
    change(changes, raised)
    return board.shortfall(
      index, missing: missing, order: raises.filter { $0.cells == 1 }.map(\.resource),
      passingDead: changes.isEmpty && raised.isEmpty)
  }

  /// Whether the need is served with some changes; if so they are the answer.
  mutating func serves(_ changes: [ListChange], _ visits: [ChangeOptions.Option]) -> Bool {
    change(changes, visits.compactMap(\.raise))
    let most = min(branchesLeft, SmallestChanges.branchesAtOnce)
    board.branches = most
    let served = board.serve(index, missing: missing)
    branchesLeft -= most - board.branches
    switch served {
    case .yes:
      answer = visits.map(\.change) + changes
      held = (changes, visits, most)
      return true
    case .unknown: undecided.append((changes, visits))
    case .no: break
    }
    return false
  }

  /// What one change leaves empty.
  mutating func known(_ position: Int) -> Shortfall {
    if let known = shortfalls[position] { return known }
    let option = options.others[position]
    var found = Shortfall()
    if !option.isOwn, isStuck {
      found = base
    } else if hasDays(with: [option.change]) {
      found = shortfall([option.change])
    }
    shortfalls[position] = found
    return found
  }

  /// Whether there are as many weekdays with candidates as the need asks for visits.
  func hasDays(with changes: [ListChange]) -> Bool {
    let lists = ChangedLists(
      task, candidates: candidates, need: index, changes: changes,
      resourceIndex: resourceIndex)
    var mask = SessionSet.all.rawValue
    for (kind, own) in sessions.enumerated() { mask &= own | lists.sessions(kind: kind) }
    return SessionSet(rawValue: mask).dayCount >= task.needs[index].visits
  }

  // MARK: One more visit

  /// One more visit of each resource that may do, by price with a change made.
  private mutating func raises(
    of cells: ClosedRange<Int>, filling left: Shortfall, with changes: [ListChange]
  ) -> [ChangeOptions.Option] {
    let found = raises.filter { option in
      cells.contains(option.cells) && option.raise.map(left.mayBeFilled) == true
    }
    guard !found.isEmpty, !changes.isEmpty else { return found }
    change(changes, [])
    var own: Set<Int> = []
    for kind in candidates.ranges[index].indices {
      for pair in board.pairs(index, kind) { own.insert(Int(pair.resource)) }
    }
    return found.map { $0.owned(own.contains($0.resource)) }
      .sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  /// Tries one more visit on top of a change that leaves so much empty.
  mutating func tryRaises(
    _ changes: [ListChange], _ left: Shortfall, of cells: ClosedRange<Int> = 1...2
  ) -> Bool {
    for visit in raises(of: cells, filling: left, with: changes) {
      if isSpent() { return false }
      if serves(changes, [visit]) { return true }
    }
    return false
  }
}
