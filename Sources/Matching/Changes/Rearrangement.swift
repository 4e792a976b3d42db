import ThreeLists

/// A plan in which places can be filled and moved for a trial, and the trial undone.
///
/// Every visit of the plan that has to be kept is there, place by place. Room for one place more is
/// found along a shortest augmenting path of the residual graph (Edmonds & Karp 1972): whoever fills
/// a slot that is wanted moves to another of its candidates. As flows go, a failing search proves
/// that there is no room however the places move; with couplings see `Rearrangement+Couplings`.
///
/// Needs of a lower class than the limit are left out but for the visits that pins ask for: they
/// may give way.
///
/// - Complexity: a search takes O(candidates reached).
struct Rearrangement {
  /// A place of a visit.
  struct Unit {
    let need: Int
    let kind: Int
    /// Which of the need's visits it belongs to; it matters for teams.
    let visit: Int
    /// Resource · 21 + session; -1 while it is not filled.
    var slot: Int
    /// The only session in which it may be filled; -1 for any.
    var session = -1
    /// Whether it stays where it is.
    var isFixed = false
    /// Resources that may not fill it.
    var barred: [Int] = []
  }

  /// By how much the limits of a resource are raised.
  struct Raise: Hashable {
    let resource: Int
    let weekly: Bool
    let perSession: Bool
  }

  enum Step {
    /// `place`: where it stood among those of the slot it left.
    case moved(unit: Int, from: Int, place: Int)
    case session(unit: Int, from: Int)
    case fixed(unit: Int)
    case barred(unit: Int)
    case added
  }

  /// A node of the residual graph that was reached: a slot, or a resource's week.
  struct Reached {
    /// The slot; -1 - resource for a week.
    let node: Int
    /// Who would move there; -1 when nobody does: a place of the slot itself leaves.
    let mover: Int
    let parent: Int
  }

  let task: PlanningTask
  let candidates: Candidates
  let classes: [Int]
  /// Needs of a class after this one may give way.
  let limit: Int
  var units: [Unit] = []
  var unitsOf: [[Int]]
  private(set) var holders: [[Int]]
  private var weekLoad: [Int]
  /// 每时段上限 and 每周可用 of each resource, as they are raised: rows with many strings are costly to
  /// look at.
  private(set) var perSession: [Int]
  private(set) var weekly: [Int]
  private var raises: [Raise] = []
  let isTeam: [Bool]
  let isPinned: [Bool]
  /// Needs with a team, or a bare pin on one of several visits: those whose places are not flows.
  var coupled: [Int] = []
  /// By need: the resource that makes all its visits, for bare pins.
  var onlyResource: [Int?]
  /// Visits left out, by need: kinds and slots.
  private(set) var leftOut: [(need: Int, visits: [[(kind: Int, slot: Int)]])] = []

  /// The lists as they are changed; nil for the lists as they are.
  var lists: ChangedLists?
  /// Whether places of teams and pinned places may move apart: a relaxation.
  var isRelaxed = false

  private(set) var log: [Step] = []
  var reachedAt: [Int]
  var weekReachedAt: [Int]
  var needReachedAt: [Int]
  var dayReachedAt: [Int]
  var unitReachedAt: [Int] = []
  var round = 0
  /// Slots from which a search found no way while the plan was untouched.
  var dead: [Bool]
  /// Slots from which every slot is full, and so is the week of each: none has one limit too few.
  var shut: [Bool]
  /// Whether a search also goes on from full slots to the others of their weeks, and ends wherever
  /// one limit leaves room.
  var isWide = false
  /// A need and the weekday on which one of its places is about to be filled.
  var promised: (need: Int, day: Int)?
  /// Whether the last search passed over dead slots.
  var skippedDead = false
  /// What the last search reached, if it failed.
  var failed: [Reached] = []

  /// Candidates looked at so far: what searches cost.
  var steps = 0
  /// Branches that the search over couplings may still open.
  var branches = 0

  /// A plan as it stands, without what may give way to a class.
  init(
    _ task: PlanningTask, candidates: Candidates, visits: [[[(kind: Int, slot: Int)]]], limit: Int
  ) {
    self.task = task
    self.candidates = candidates
    self.limit = limit
    classes = task.needs.map(task.policy.classes.priorityClass)
    perSession = task.resources.map(\.perSession)
    weekly = task.resources.map(\.weekly)
    isTeam = task.needs.map(\.isTeam)
    isPinned = task.needs.map { !$0.pinned.isEmpty }
    onlyResource = Array(repeating: nil, count: task.needs.count)
    let slots = task.resources.count * Session.count
    unitsOf = Array(repeating: [], count: task.needs.count)
    holders = Array(repeating: [], count: slots)
    weekLoad = Array(repeating: 0, count: task.resources.count)
    reachedAt = Array(repeating: 0, count: slots)
    dead = Array(repeating: false, count: slots)
    shut = dead
    weekReachedAt = Array(repeating: 0, count: task.resources.count)
    needReachedAt = Array(repeating: 0, count: task.needs.count)
    dayReachedAt = Array(repeating: 0, count: task.needs.count * 7)
    for (need, own) in visits.enumerated() {
      let kept = classes[need] > limit ? pinned(need, own) : Array(own.indices)
      let gone = own.indices.filter { !kept.contains($0) }.map { own[$0] }
      if !gone.isEmpty { leftOut.append((need, gone)) }
      for (position, visit) in kept.enumerated() {
        for (kind, slot) in own[visit] { add(need, kind: kind, visit: position, slot: slot) }
      }
      settlePins(need, visits: kept.count)
    }
    log.removeAll()
  }

  /// The visits of a need of a lower class that its pins keep in the plan.
  private func pinned(_ index: Int, _ visits: [[(kind: Int, slot: Int)]]) -> [Int] {
    let need = task.needs[index]
    guard !need.pinned.isEmpty else { return [] }
    var kept = Array(visits.indices)
    guard need.allowsPartial else { return kept }
    // Visits that hold session pins go last, so that they can also hold the bare ones.
    let order = visits.indices.sorted { left, right in
      let held = [left, right].map { visit in
        visits[visit].contains { need.pinned.contains(Pin(at($0.slot))) }
      }
      return held[0] == held[1] ? left < right : !held[0]
    }
    for visit in order {
      let without = kept.filter { $0 != visit }
      if pinsHold(need, without.map { visits[$0].map(\.slot) }) { kept = without }
    }
    return kept
  }

  /// Whether visits, by their slots, do what the pins ask.
  func pinsHold(_ need: Need, _ visits: [[Int]]) -> Bool {
    need.pinned.allSatisfy { pin in
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      return visits.count { visit in
        visit.contains {
          let at = at($0)
          return at.resource == pin.resource && (pin.session ?? at.session) == at.session
        }
      } >= asked
    }
  }

  /// A slot in words.
  func at(_ slot: Int) -> ResourceSession {
    ResourceSession(
      resource: task.resources[slot / Session.count].id,
      session: Session(index: slot % Session.count))
  }

  /// Notes how the pins bind a need that has so many visits.
  mutating func settlePins(_ index: Int, visits: Int) {
    if !isTeam[index], !isPinned[index] { return }
    let need = task.needs[index]
    coupled.removeAll { $0 == index }
    onlyResource[index] = nil
    guard visits > 0 else { return }
    defer { coupled.sort() }
    if need.isTeam { return coupled.append(index) }
    for unit in unitsOf[index] where units[unit].slot >= 0 {
      if need.pinned.contains(Pin(at(units[unit].slot))) { units[unit].isFixed = true }
    }
    for pin in Set(need.pinned) where pin.session == nil {
      let asked = need.pinned.count { $0 == pin }
      if asked == visits {
        onlyResource[index] = task.resources.firstIndex { $0.id == pin.resource }
      } else if asked
        > need.pinned.count(where: {
          $0.resource == pin.resource && $0.session != nil
        }), !coupled.contains(index)
      {
        coupled.append(index)
      }
    }
  }

  /// Whether nothing moved after a mark but places of one need, to which no coupling belongs.
  func isFree(_ need: Int, after mark: Int) -> Bool {
    !coupled.contains(need)
      && log[mark...].allSatisfy {
        switch $0 {
        case .moved(let unit, _, _): units[unit].need == need
        case .added: true
        case .session, .fixed, .barred: false
        }
      }
  }

  // MARK: Loads

  func load(_ slot: Int) -> Int { holders[slot].count }

  /// The places a resource fills in the week.
  func week(_ resource: Int) -> Int { weekLoad[resource] }

  /// Whether a slot holds as many places as 每时段上限 allows.
  func isSessionFull(_ slot: Int) -> Bool {
    holders[slot].count >= perSession[slot / Session.count]
  }

  func isWeekFull(_ resource: Int) -> Bool { weekLoad[resource] >= weekly[resource] }

  func hasRoom(_ slot: Int) -> Bool {
    !isSessionFull(slot) && !isWeekFull(slot / Session.count)
  }

  /// Raises limits; those raised before are as in the lists again.
  mutating func raise(_ wanted: [Raise]) {
    for (amount, raises) in [(-1, raises), (1, wanted)] {
      for raise in raises {
        if raise.weekly { weekly[raise.resource] += amount }
        if raise.perSession { perSession[raise.resource] += amount }
      }
    }
    raises = wanted
  }

  /// The weekdays on which a need has a visit, as bits.
  func days(of need: Int) -> Int {
    unitsOf[need].reduce(0) {
      units[$1].slot < 0 ? $0 : $0 | 1 << (units[$1].slot % Session.count / 3)
    }
  }

  // MARK: Trials

  /// Needs of which a place may be filled otherwise than in the plan, in their order.
  var needsChanged: [Int] {
    var found = Set(leftOut.map(\.need))
    for step in log {
      // A place added and filled is among those moved; one of a visit put back was left out.
      if case .moved(let unit, _, _) = step { found.insert(units[unit].need) }
    }
    return found.sorted()
  }

  /// A state to which ``undo(to:)`` leads back, down to the order in which slots are left: what a
  /// search finds does not depend on those before.
  var mark: Int { log.count }

  mutating func undo(to mark: Int) {
    while log.count > mark, let step = log.popLast() {
      switch step {
      case .moved(let unit, let from, let place): put(unit, in: from, at: place)
      case .session(let unit, let from): units[unit].session = from
      case .fixed(let unit): units[unit].isFixed = false
      case .barred(let unit): units[unit].barred.removeLast()
      case .added:
        unitsOf[units[units.count - 1].need].removeLast()
        units.removeLast()
      }
    }
  }

  /// Adds a place.
  mutating func add(_ need: Int, kind: Int, visit: Int, slot: Int = -1, session: Int = -1) {
    unitsOf[need].append(units.count)
    units.append(Unit(need: need, kind: kind, visit: visit, slot: -1, session: session))
    if unitReachedAt.count < units.count { unitReachedAt.append(0) }
    log.append(.added)
    if slot >= 0 { move(units.count - 1, to: slot) }
  }

  mutating func move(_ unit: Int, to slot: Int) {
    let from = units[unit].slot
    let place = from < 0 ? nil : holders[from].firstIndex(of: unit)
    log.append(.moved(unit: unit, from: from, place: place ?? 0))
    put(unit, in: slot, at: slot < 0 ? 0 : holders[slot].count)
  }

  private mutating func put(_ unit: Int, in slot: Int, at place: Int) {
    let old = units[unit].slot
    if old >= 0 {
      if let position = holders[old].lastIndex(of: unit) { holders[old].remove(at: position) }
      weekLoad[old / Session.count] -= 1
    }
    if slot >= 0 {
      holders[slot].insert(unit, at: place)
      weekLoad[slot / Session.count] += 1
    }
    units[unit].slot = slot
  }

  /// Forgets which slots were found to lead nowhere: how long a search takes then depends on nothing
  /// but itself.
  mutating func forgetDead() {
    for slot in dead.indices { (dead[slot], shut[slot]) = (false, false) }
  }

  mutating func bind(_ unit: Int, toSession session: Int) {
    log.append(.session(unit: unit, from: units[unit].session))
    units[unit].session = session
  }

  mutating func fix(_ unit: Int) {
    guard !units[unit].isFixed else { return }
    log.append(.fixed(unit: unit))
    units[unit].isFixed = true
  }

  mutating func bar(_ unit: Int, _ resource: Int) {
    log.append(.barred(unit: unit))
    units[unit].barred.append(resource)
  }

  /// Who may fill a kind of place, with the lists as they are changed.
  mutating func pairs(_ need: Int, _ kind: Int) -> ArraySlice<Candidates.Pair> {
    lists?.pairs(need, kind) ?? candidates.pairs(ofNeed: need, kind: kind)
  }
}

extension Pin {
  /// The pin that asks for a resource in a session.
  init(_ at: ResourceSession) { self.init(resource: at.resource, session: at.session) }
}
