import ThreeLists

/// The search for the cheapest change, or pair, that serves one need.
struct ChangeSearch {
  private let task: PlanningTask
  private let candidates: Candidates
  private let open: SessionSet
  private let resourceIndex: [String: Int]
  private let index: Int
  private let missing: Int
  private var options = ChangeOptions.none
  private let barred: [String: Set<Int>]
  private let isSmall: Bool
  private let isBounded: Bool
  private let mostSteps: Int
  /// The plan without what may give way.
  var board: Rearrangement
  /// The changes found; nil when none would do.
  private(set) var answer: [ListChange]?
  /// Whether something cheaper may have been passed over.
  private(set) var isUnsure = false

  /// Sessions of the need's candidates with the lists as they are, by kind of place.
  private let sessions: [UInt32]
  private var base = Shortfall()
  /// Of each of the other changes, what it leaves empty; nil until it is known.
  private var shortfalls: [Shortfall?]
  private var isOver = false
  private let start: Int
  private let before: Int
  private var turns = 0
  /// Steps for what is not a candidate looked at.
  private var charged = 0
  private var branchesLeft: Int

  /// Steps that all searches took.
  var spent: Int { before + board.steps - start + charged }

  init(
    _ finder: SmallestChanges, index: Int, missing: Int, board: Rearrangement,
    barred: [String: Set<Int>], spent: Int
  ) {
    task = finder.task
    candidates = finder.candidates
    open = finder.open
    resourceIndex = finder.resourceIndex
    self.index = index
    self.missing = missing
    self.barred = barred
    self.board = board
    before = spent
    start = board.steps
    branchesLeft = SmallestChanges.branchLimit
    self.board.settlePins(index, visits: task.needs[index].visits)
    isSmall = task.needs.count * task.resources.count <= SmallestChanges.smallWeek
    isBounded = !isSmall || !self.board.coupled.isEmpty
    mostSteps = isSmall ? SmallestChanges.stepLimit * 10 : SmallestChanges.stepLimit
    sessions = finder.candidates.ranges[index].map { range in
      finder.candidates.pairs[range].reduce(0) { $0 | $1.sessions.rawValue }
    }
    shortfalls = []
  }

  /// Whether the bound on the work is reached.
  private mutating func isSpent() -> Bool {
    turns += 1
    if !isSmall { charged += SmallestChanges.stepsOfTrial }
    guard isBounded, !isOver else { return isOver }
    if board.steps - start + turns >= mostSteps || spent >= SmallestChanges.totalLimit {
      isOver = true
      isUnsure = true
    }
    return isOver
  }

  /// Looks for the cheapest changes.
  mutating func run() {
    if hasLooseEnds { isUnsure = true }
    if tryOwnVisit() { return }
    guard collectOptions() else { return }
    base = shortfall([])
    if base.places == 0, serves([], []) { return }
    if tryVisits([], base, 1) { return }
    for position in options.others.indices {
      if isSpent() { return }
      let change = [options.others[position].change]
      let left = known(position)
      if left.places == 0, serves(change, []) { return }
    }
    if tryVisits([], base, 2) { return }
    for position in options.others.indices {
      if isSpent() { return }
      if tryVisits([options.others[position].change], known(position), 1) { return }
    }
    for first in 1...4 {
      for second in first...4 where tryPairs(first, second) { return }
      if isOver { return }
    }
  }

  /// Serves a need that lacks one visit by one more in a slot of its own, where that is cheapest.
  ///
  /// That takes no search of its own: nothing serves the need with the lists as they are, and all
  /// slots on the days it has free are reached. No bound applies, as all needs share what leads
  /// nowhere.
  private mutating func tryOwnVisit() -> Bool {
    let need = task.needs[index]
    guard missing == 1, !need.isTeam, need.pinned.isEmpty,
      let visit = ChangeOptions.ownVisit(task: task, need: index, candidates: candidates),
      board.days(of: index) & 1 << (visit.slot % Session.count / 3) == 0
    else { return false }
    change([], [])
    return board.isHopeless(index) && serves([], [visit])
  }

  /// Collects all changes there are; false when the bound on the work for all needs leaves no room.
  private mutating func collectOptions() -> Bool {
    if !isSmall {
      let cost = task.resources.count * Session.count * SmallestChanges.stepsOfOption
      guard spent + cost <= SmallestChanges.totalLimit else {
        isOver = true
        isUnsure = true
        return false
      }
      charged += cost
    }
    options = ChangeOptions(
      task: task, need: index, candidates: candidates, open: open, barred: barred)
    shortfalls = Array(repeating: nil, count: options.others.count)
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
  private var isStuck: Bool { base.places > 0 && !base.reachesAny }

  // MARK: Trials

  private mutating func change(_ changes: [ListChange], _ extra: [Int]) {
    board.undo(to: 0)
    board.lists =
      changes.isEmpty
      ? nil
      : ChangedLists(
        task, candidates: candidates, open: open, need: index, changes: changes,
        resourceIndex: resourceIndex)
    board.extra = Dictionary(extra.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private mutating func shortfall(_ changes: [ListChange], _ extra: [Int] = []) -> Shortfall {
    change(changes, extra)
    return board.shortfall(index, missing: missing, passingDead: changes.isEmpty && extra.isEmpty)
  }

  /// Whether the need is served with some changes; if so they are the answer.
  private mutating func serves(_ changes: [ListChange], _ visits: [ChangeOptions.Option]) -> Bool {
    change(changes, visits.map(\.slot))
    let most = min(branchesLeft, SmallestChanges.branchesAtOnce)
    board.branches = most
    let served = board.serve(index, missing: missing)
    branchesLeft -= most - board.branches
    switch served {
    case .yes:
      answer = visits.map(\.change) + changes
      return true
    case .unknown: isUnsure = true
    case .no: break
    }
    return false
  }

  /// What one change leaves empty.
  private mutating func known(_ position: Int) -> Shortfall {
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
  private func hasDays(with changes: [ListChange]) -> Bool {
    let lists = ChangedLists(
      task, candidates: candidates, open: open, need: index, changes: changes,
      resourceIndex: resourceIndex)
    var mask = SessionSet.all.rawValue
    for (kind, own) in sessions.enumerated() { mask &= own | lists.sessions(kind: kind) }
    return SessionSet(rawValue: mask).dayCount >= task.needs[index].visits
  }

  // MARK: One more visit

  /// One more visit in some slots, by price with a change made: also in the session that it adds.
  private mutating func visits(
    in slots: Set<Int>?, with changes: [ListChange]
  ) -> [ChangeOptions.Option] {
    var found = options.visits
    if let change = changes.first {
      if case .session(let name, let session) = change, let resource = resourceIndex[name],
        let option = options.others.first(where: { $0.change == change })
      {
        found.append(option.visit(session, resource: resource))
      }
      if let slots { found.removeAll { !slots.contains($0.slot) } }
      self.change(changes, [])
      var own: [Int: UInt32] = [:]
      for kind in candidates.ranges[index].indices {
        for pair in board.pairs(index, kind) {
          own[Int(pair.resource), default: 0] |= pair.sessions.rawValue
        }
      }
      return found.map { option in
        let mask = own[option.resource] ?? 0
        return option.owned(mask & 1 << UInt32(option.slot % Session.count) != 0)
      }.sorted { $0.price.lexicographicallyPrecedes($1.price) }
    }
    if let slots { found.removeAll { !slots.contains($0.slot) } }
    return found
  }

  /// Tries one more visit, or two, on top of a change.
  private mutating func tryVisits(
    _ changes: [ListChange], _ left: Shortfall, _ count: Int
  ) -> Bool {
    guard left.places <= count else { return false }
    let isExact = left.places == count
    let first = visits(in: isExact ? left.slots : nil, with: changes)
    if count == 1 {
      for visit in first {
        if isSpent() { return false }
        if serves(changes, [visit]) { return true }
      }
      return false
    }
    var seconds: [Int: Set<Int>] = [:]
    for dearer in options.visits {
      for cheaper in first where !dearer.price.lexicographicallyPrecedes(cheaper.price) {
        if isSpent() { return false }
        if isExact {
          let slots = seconds[cheaper.slot] ?? shortfall(changes, [cheaper.slot]).slots
          seconds[cheaper.slot] = slots
          guard slots.contains(dearer.slot) else { continue }
        }
        if serves(changes, [cheaper, dearer]) { return true }
      }
    }
    return false
  }

  // MARK: Pairs

  /// The most places that a change could fill.
  private func most(_ option: ChangeOptions.Option) -> Int {
    let places = task.needs[index].placesPerVisit
    switch option.change {
    case .session: return task.resources[option.resource].perSession
    case .window(_, let extendsDue): return extendsDue ? 7 * places : places
    default: return .max
    }
  }

  private mutating func tryPairs(_ firstRank: Int, _ secondRank: Int) -> Bool {
    let others = options.others
    let ranks = others.map(\.rank)
    guard let low = ranks.firstIndex(of: firstRank), let high = ranks.firstIndex(of: secondRank)
    else { return false }
    let cheap = low...(ranks.lastIndex(of: firstRank) ?? low)
    let dear = high...(ranks.lastIndex(of: secondRank) ?? high)
    let all = Set(cheap).union(dear).sorted().map { others[$0].change }
    guard hasDays(with: all), shortfall(all).places == 0 else { return false }
    for dear in dear {
      let dearer = others[dear]
      let dearLeft = known(dear).places
      let dearMost = most(dearer)
      var partners: [Int] = []
      for other in cheap where other < dear {
        let cheaper = others[other]
        if isStuck, !dearer.isOwn, !cheaper.isOwn, dearer.resource != cheaper.resource { continue }
        if isSpent() { return false }
        // Where the days do not even suffice, nothing is known of the places.
        let cheapLeft = known(other).places
        if dearLeft != .max, dearLeft > most(cheaper) { continue }
        if cheapLeft != .max, cheapLeft > dearMost { continue }
        partners.append(other)
      }
      if tryPartners(partners[...], with: dearer) { return true }
    }
    return false
  }

  /// Tries the partners of a dearer change, in their order.
  ///
  /// A change takes no plan away: where all of them made at once do not serve, none does.
  private mutating func tryPartners(
    _ partners: ArraySlice<Int>, with dearer: ChangeOptions.Option
  ) -> Bool {
    if partners.isEmpty || isSpent() { return false }
    let changes = partners.map { options.others[$0].change } + [dearer.change]
    guard hasDays(with: changes), shortfall(changes).places == 0 else { return false }
    if partners.count == 1 { return serves(changes, []) }
    let middle = partners.startIndex + partners.count / 2
    return tryPartners(partners[..<middle], with: dearer)
      || tryPartners(partners[middle...], with: dearer)
  }
}

extension Rearrangement {
  /// The slots that a need's places of a kind fill.
  func slots(of need: Int, kind: Int) -> [Int] {
    unitsOf[need].filter { units[$0].kind == kind && units[$0].slot >= 0 }.map { units[$0].slot }
  }

  /// Back to the plan, with the lists as they are.
  mutating func reset(_ need: Int, _ visits: Int) {
    undo(to: 0)
    lists = nil
    extra = [:]
    settlePins(need, visits: visits)
  }

  /// Serves a need with changes while everybody keeps all visits; teams stay in their sessions.
  mutating func serveBeside(
    _ need: Int, _ missing: Int, _ changes: [ListChange], _ finder: SmallestChanges
  ) -> Bool {
    settlePins(need, visits: task.needs[need].visits)
    branches = 0
    let others = changes.filter { $0.rank > 0 }
    lists =
      others.isEmpty
      ? nil
      : ChangedLists(
        task, candidates: candidates, open: finder.open, need: need, changes: others,
        resourceIndex: finder.resourceIndex)
    extra = [:]
    for case .visit(let name, let session, _, _) in changes {
      guard let resource = finder.resourceIndex[name] else { continue }
      extra[resource * Session.count + session.index, default: 0] += 1
    }
    return serve(need, missing: missing) == .yes
  }

  /// Puts visits that were left out back where there is room.
  mutating func putBack() {
    isRelaxed = false
    for (need, visits) in leftOut {
      let start = mark
      var isWhole = true
      for (position, visit) in visits.enumerated() {
        let before = mark
        let taken = days(of: need)
        let isFree = visit.allSatisfy { taken & 1 << ($0.slot % Session.count / 3) == 0 }
        var fits = isFree
        for (kind, slot) in visit where fits {
          fits = hasRoom(slot)
          guard fits else { break }
          add(need, kind: kind, visit: 100 + position, slot: slot)
          // Its places are not among those whose visits are watched.
          if task.needs[need].isTeam { fix(units.count - 1) }
        }
        if !fits {
          undo(to: before)
          if !task.needs[need].isTeam {
            add(need, kind: 0, visit: 100 + position)
            fits = augment(units.count - 1) && isSound
            if !fits { undo(to: before) }
          }
        }
        if !fits { isWhole = false }
      }
      if !isWhole, !task.needs[need].allowsPartial { undo(to: start) }
    }
  }
}
