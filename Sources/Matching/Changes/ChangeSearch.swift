import Optimization
import ThreeLists

/// The search for the cheapest change, or pair, that serves one need.
struct ChangeSearch {
  let task: PlanningTask
  private let candidates: Candidates
  private let open: SessionSet
  private let context: ChangeContext
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
  /// Whether the bound for all needs was reached.
  private(set) var isCutOff = false
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
  /// What is left to branching until it is worth asking one program about all of it, by price.
  private var waiting: [Waiting] = []
  private var mostWaiting: Int
  /// The program for one more visit alone.
  private var raisesOpen: OpenTrials?
  /// Questions asked about those that waited last.
  private var asked = 0
  /// Steps that count for nothing: those of trials repeated, or made while the answer waited.
  private var waived = 0
  /// Arcs that relaxations may look at for refusals.
  private var refusalsLeft: Int
  /// Arcs that they looked at.
  private(set) var refusalsTried = 0
  /// The most that branching may leave open to programs.
  private let programs: Int
  /// Programs that may be solved for it.
  private let programsLeft: Int
  /// Whether more programs would have been needed than may be solved.
  private var isShort = false
  /// Whether the plan's own proof shows that the need cannot be served with the lists as they are.
  private let isBest: Bool

  /// Steps that all searches took.
  var spent: Int { before + board.steps - start - waived + charged }

  init(
    _ finder: SmallestChanges, index: Int, missing: Int, board: Rearrangement,
    barred: [String: Set<Int>], spent: Int, programs: Int, programsLeft: Int
  ) {
    task = finder.task
    isBest = finder.isBest(
      in: finder.task.policy.classes.priorityClass(of: finder.task.needs[index]))
    self.programs = programs
    self.programsLeft = programsLeft
    mostWaiting =
      finder.task.needs[index].isTeam ? ChangeSearch.fewestOfTeam : ChangeSearch.fewest
    refusalsLeft = min(finder.refusalsLeft, SmallestChanges.refusalLimit)
    candidates = finder.candidates
    open = finder.open
    context = finder.context
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
    sessions = finder.candidates.kinds(ofNeed: index).map { kind in
      finder.candidates.pairs(ofNeed: index, kind: kind).reduce(0) { $0 | $1.sessions.rawValue }
    }
    shortfalls = []
  }

  /// Whether the bound on the work is reached.
  mutating func isSpent() -> Bool {
    turns += 1
    if !isSmall { charged += SmallestChanges.stepsOfTrial }
    guard isBounded, !isOver else { return isOver }
    isCutOff = isCutOff || spent >= totalLimit
    if board.steps - start - waived + turns >= mostSteps || isCutOff {
      // What waits was tried in time.
      let isFound = settleWaiting()
      isOver = true
      if !isFound { isUnsure = true }
    }
    return isOver
  }

  /// Looks for the cheapest changes.
  mutating func run() {
    if hasLooseEnds { isUnsure = true }
    let nearest = hopeless()
    if let nearest, tryNearest(nearest) { return }
    search()
    if answer == nil { _ = settleWaiting() }
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
    if settle(undecided.indices) == .yes { return }
    if isShort { (isUnsure, programsSolved) = (true, 0) }
    guard let held else { return }
    change(held.changes, held.visits.compactMap(\.raise))
    board.branches = held.branches
    let steps = board.steps
    _ = board.serve(index, missing: missing)
    // It was paid for when it was found: the bound of the week is the same with programs and without.
    charged -= board.steps - steps
  }

  /// Settles some of what is left open by programs, in their order up to the first that serves.
  private mutating func settle(_ trials: Range<Int>) -> Served {
    for number in trials {
      guard programsSolved < programsLeft else {
        isShort = true
        return .unknown
      }
      switch decided(undecided[number].changes, undecided[number].visits) {
      case .yes: return .yes
      case .unknown: isUnsure = true
      case .no: break
      }
    }
    return .no
  }

  /// Whether the need is served with some changes, so far as a program tells.
  private mutating func decided(
    _ changes: [ListChange], _ visits: [ChangeOptions.Option]
  ) -> Served {
    change(changes, visits.compactMap(\.raise))
    programsSolved += 1
    // What the solver cannot answer stays open: no change rests on it.
    let served = (try? board.decide(index, missing: missing)) ?? .unknown
    if served == .yes { answer = visits.map(\.change) + changes }
    return served
  }

  private mutating func search() {
    guard charge(task.resources.count) else { return }
    raises = ChangeOptions.raises(task: task, need: index, candidates: candidates)
    base = shortfall([])
    // A plan that served it as well would be better than the best.
    if base.places == 0, !isBest, serves([], []) { return }
    if tryRaises([], base) || answer != nil { return }
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
      : ChangedLists(context, need: index, changes: changes)
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
  ///
  /// Where only branching could tell they wait, as long as one program may show of many that they do not serve.
  mutating func serves(_ changes: [ListChange], _ visits: [ChangeOptions.Option]) -> Bool {
    guard refusalsLeft > 0 else { return branches(changes, visits) }
    if changes.isEmpty,
      raisesOpen?.isRefused(OpenTrials.Trial(changes: [], raises: visits.compactMap(\.raise)))
        == true
    {
      return false
    }
    let before = board.steps
    switch served(changes, visits, branches: 0) {
    case .yes:
      guard !waiting.isEmpty else { return true }
      if settleWaiting() { return true }
      let steps = board.steps
      let served = served(changes, visits, branches: 0)
      waived += board.steps - steps
      return served == .yes
    case .unknown:
      waiting.append(
        Waiting(
          changes: changes, visits: visits, steps: board.steps - before,
          stepsSoFar: board.steps - waived, turns: turns, charged: charged))
      return waiting.count >= mostWaiting && settleWaiting()
    case .no: return false
    }
  }

  /// Whether the need is served with some changes, so far as a few branches tell.
  private mutating func branches(
    _ changes: [ListChange], _ visits: [ChangeOptions.Option]
  ) -> Bool {
    let served = served(
      changes, visits, branches: min(branchesLeft, SmallestChanges.branchesAtOnce))
    if served == .unknown { undecided.append((changes, visits)) }
    return served == .yes
  }

  private mutating func served(
    _ changes: [ListChange], _ visits: [ChangeOptions.Option], branches most: Int
  ) -> Served {
    change(changes, visits.compactMap(\.raise))
    board.branches = most
    let served = board.serve(index, missing: missing)
    branchesLeft -= most - board.branches
    if served == .yes {
      answer = visits.map(\.change) + changes
      held = (changes, visits, most)
    }
    return served
  }

  // MARK: Trials that wait

  /// A trial that waits, with what was counted up to it.
  private struct Waiting {
    let changes: [ListChange]
    let visits: [ChangeOptions.Option]
    /// Steps without branching.
    let steps: Int
    /// Those of the board by then, without what counts for nothing.
    let stepsSoFar: Int
    let turns: Int
    let charged: Int
  }

  /// How many wait at first; four times as many each time that one or two questions refuse all of them.
  private static let fewest = 16
  /// The places of a team take long to move.
  private static let fewestOfTeam = 4
  private static let mostAtOnce = 512

  /// Settles what waits, in its order; whether some of it serves.
  ///
  /// What it costs is never more than it would have been without waiting.
  private mutating func settleWaiting() -> Bool {
    let trials = waiting
    waiting = []
    guard !trials.isEmpty else { return false }
    asked = 0
    // Without other changes the program is the same for all that is ever asked.
    let isRaises = trials.allSatisfy { $0.changes.isEmpty }
    var open = isRaises ? raisesOpen : nil
    raisesOpen = isRaises ? nil : raisesOpen
    if open == nil {
      open = OpenTrials(trials.map(\.changes), of: index, on: &board, context)
      charge(open)
    }
    if open == nil {
      // That there is none took its time as well.
      refusalsTried += Rearrangement.mostArcs
      refusalsLeft = 0
    }
    let before = board.steps - waived
    let found = settle(trials, &open)
    if isRaises { raisesOpen = open }
    if let found {
      // As if nothing dearer had been tried.
      let ofBranches = board.steps - waived - before
      waived = board.steps - found.stepsSoFar - ofBranches
      (turns, charged, isOver, isCutOff) = (found.turns, found.charged, false, false)
      return true
    }
    if asked <= 2 { mostWaiting = min(4 * mostWaiting, ChangeSearch.mostAtOnce) }
    return false
  }

  /// Settles trials: those that nothing refuses by branching, and by a program where one has a plan.
  ///
  /// - Returns: the first that serves.
  private mutating func settle(_ trials: [Waiting], _ open: inout OpenTrials?) -> Waiting? {
    let asked = trials.map {
      OpenTrials.Trial(changes: $0.changes, raises: $0.visits.compactMap(\.raise))
    }
    var left = Array(trials.indices)
    // All that are left are asked about together, and again when half of them are gone.
    var mostTogether = left.count
    while true {
      if let open { left.removeAll { open.isRefused(asked[$0]) } }
      guard let first = left.first else { return nil }
      if left.count > 1, left.count <= mostTogether {
        if ask(left.map { asked[$0] }, &open) == .refused { return nil }
        mostTogether = left.count / 2
      }
      left.removeFirst()
      switch ask([asked[first]], &open) {
      case .refused: continue
      case .served where !isUnsure && undecided.count < programs:
        // There is a plan, so nothing dearer has to be looked at unless it cannot be had.
        switch decidedNow(trials[first]) {
        case .yes: return trials[first]
        case .unknown: if branches(again: trials[first]) { return trials[first] }
        case .no: break
        }
      case .served, .open: if branches(again: trials[first]) { return trials[first] }
      }
    }
  }

  private mutating func branches(again trial: Waiting) -> Bool {
    waived += trial.steps
    return branches(trial.changes, trial.visits)
  }

  /// Decides by programs what branching left open before a trial, and the trial.
  private mutating func decidedNow(_ trial: Waiting) -> Served {
    let earlier = settle(undecided.indices)
    if isShort { return .unknown }
    undecided = []
    if earlier == .yes { return .yes }
    guard programsSolved < programsLeft else { return .unknown }
    return decided(trial.changes, trial.visits)
  }

  private mutating func charge(_ open: OpenTrials?) {
    let work = open?.work ?? 0
    refusalsLeft -= work
    refusalsTried += work
  }

  /// Asks a program about some trials, if it may still be asked.
  private mutating func ask(
    _ trials: [OpenTrials.Trial], _ open: inout OpenTrials?
  ) -> ServingRefusal.Answer {
    guard refusalsLeft > 0 else { return .open }
    let answer = open?.serve(trials) ?? .open
    charge(open)
    asked += 1
    return answer
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
    var lists = ChangedLists(context, need: index, changes: changes)
    let need = task.needs[index]
    var mask = SessionSet.all.rawValue
    if need.isTeam {
      let offers = need.roles.indices.map { lists.pairs(index, $0) }
      mask = Team.sessions(need.roles.map(\.count), offers)
    } else {
      for (kind, own) in sessions.enumerated() { mask &= own | lists.sessions(kind: kind) }
    }
    return SessionSet(rawValue: mask).dayCount >= need.visits
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
    for kind in candidates.kinds(ofNeed: index) {
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
