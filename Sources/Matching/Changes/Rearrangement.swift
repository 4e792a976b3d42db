import ThreeLists

/// A plan in which places can be filled, moved and emptied for a trial, and the trial undone.
///
/// Room for a visit is found along a shortest augmenting path of the residual graph (Edmonds &
/// Karp 1972): a holder whose slot is wanted moves to another of its candidates, whose holder may
/// have to move in turn. Where no room is reached, a plain visit of a class below the limit gives
/// way. Visits of teams and pinned ones stay where they are; a search that fails after it met one
/// has not tried everything, and says so.
///
/// - Complexity: a search takes O(candidates reached). Slots from which none found a way while the
///   plan was untouched are remembered for each class, so such searches together take O(candidates)
///   for each class.
struct Rearrangement {
  /// A place of a visit and the slot (resource · 21 + session) that fills it; -1 when none does.
  struct Place {
    let need: Int
    let kind: Int
    var slot: Int
  }

  private enum Step {
    case moved(place: Int, from: Int)
    case weekly(Int)
    case perSession(Int)
  }

  /// A slot reached: by which place it would be filled, and from where that one comes.
  private struct Reached {
    let slot: Int
    let mover: Int
    let parent: Int
  }

  let task: PlanningTask
  let candidates: Candidates
  let classes: [Int]
  private(set) var places: [Place] = []
  private var placesOf: [[Int]]
  private var holders: [[Int]]
  private var weekLoad: [Int]
  private var weekly: [Int]
  private var perSession: [Int]
  private var log: [Step] = []
  private let placeCount: Int
  private var reachedAt: [Int]
  private var weekReachedAt: [Int]
  private var round = 0
  private var dead: [Int: [Bool]] = [:]

  /// Candidates looked at so far: what a search costs.
  private(set) var steps = 0
  /// Whether a search failed after it met a visit that cannot be moved alone.
  var wasBlind = false

  /// A plan as it stands.
  init(_ task: PlanningTask, candidates: Candidates, services: [Service]) {
    self.task = task
    self.candidates = candidates
    classes = task.needs.map(task.policy.classes.priorityClass)
    let slots = task.resources.count * Session.count
    placesOf = Array(repeating: [], count: task.needs.count)
    holders = Array(repeating: [], count: slots)
    weekLoad = Array(repeating: 0, count: task.resources.count)
    weekly = task.resources.map(\.weekly)
    perSession = task.resources.flatMap { Array(repeating: $0.perSession, count: Session.count) }
    reachedAt = Array(repeating: 0, count: slots)
    weekReachedAt = Array(repeating: 0, count: task.resources.count)
    let needIndex = Dictionary(uniqueKeysWithValues: task.needs.enumerated().map { ($1.id, $0) })
    let resourceIndex = Dictionary(
      uniqueKeysWithValues: task.resources.enumerated().map { ($1.id, $0) })
    for service in services {
      guard let need = needIndex[service.need], let resource = resourceIndex[service.resource]
      else { continue }
      let kind = task.needs[need].roles.firstIndex { $0.role == service.role } ?? 0
      let slot = resource * Session.count + service.session.index
      placesOf[need].append(places.count)
      holders[slot].append(places.count)
      weekLoad[resource] += 1
      places.append(Place(need: need, kind: kind, slot: slot))
    }
    placeCount = places.count
  }

  // MARK: What stands

  func isSessionFull(_ slot: Int) -> Bool { holders[slot].count >= perSession[slot] }

  func isWeekFull(_ resource: Int) -> Bool { weekLoad[resource] >= weekly[resource] }

  func hasRoom(_ slot: Int) -> Bool {
    !isSessionFull(slot) && !isWeekFull(slot / Session.count)
  }

  /// Weekdays on which a need has a visit.
  func days(of need: Int) -> Set<Int> {
    Set(placesOf[need].filter { places[$0].slot >= 0 }.map { day(places[$0].slot) })
  }

  private func day(_ slot: Int) -> Int { slot % Session.count / 3 }

  // MARK: Trials

  /// A state to which ``undo(to:)`` leads back.
  var mark: Int { log.count }

  mutating func undo(to mark: Int) {
    while log.count > mark, let step = log.popLast() {
      switch step {
      case .moved(let place, let from): put(place, in: from)
      case .weekly(let resource): weekly[resource] -= 1
      case .perSession(let slot): perSession[slot] -= 1
      }
    }
    while places.count > placeCount, places[places.count - 1].slot < 0 {
      placesOf[places[places.count - 1].need].removeLast()
      places.removeLast()
    }
  }

  /// Makes room for one more place of a resource in a session.
  mutating func raise(_ slot: Int, weekly byWeek: Bool, perSession bySession: Bool) {
    if byWeek {
      weekly[slot / Session.count] += 1
      log.append(.weekly(slot / Session.count))
    }
    if bySession {
      perSession[slot] += 1
      log.append(.perSession(slot))
    }
  }

  /// Fills a place of a new visit.
  mutating func fill(need: Int, kind: Int, slot: Int) {
    placesOf[need].append(places.count)
    places.append(Place(need: need, kind: kind, slot: -1))
    move(places.count - 1, to: slot)
  }

  private mutating func move(_ place: Int, to slot: Int) {
    log.append(.moved(place: place, from: places[place].slot))
    put(place, in: slot)
  }

  private mutating func put(_ place: Int, in slot: Int) {
    let old = places[place].slot
    if old >= 0 {
      holders[old].removeAll { $0 == place }
      weekLoad[old / Session.count] -= 1
    }
    if slot >= 0 {
      holders[slot].append(place)
      weekLoad[slot / Session.count] += 1
    }
    places[place].slot = slot
  }

  /// What was filled otherwise since the plan was untouched, sorted by need and place.
  var moves: [ServiceMove] {
    var first: [Int: Int] = [:]
    for step in log {
      if case .moved(let place, let from) = step, first[place] == nil { first[place] = from }
    }
    return first.filter { places[$0.key].slot != $0.value }.sorted {
      (places[$0.key].need, $0.key) < (places[$1.key].need, $1.key)
    }.map { place, from in
      let need = task.needs[places[place].need]
      return ServiceMove(
        need: need.id, role: need.isTeam ? need.roles[places[place].kind].role : nil,
        from: resourceSession(from), to: resourceSession(places[place].slot))
    }
  }

  private func resourceSession(_ slot: Int) -> ResourceSession? {
    slot < 0
      ? nil
      : ResourceSession(
        resource: task.resources[slot / Session.count].id,
        session: Session(index: slot % Session.count))
  }

  // MARK: Search

  /// Fills a place of a need in one of some slots, moving others where need be.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - kind: the kind of place.
  ///   - starts: the slots in which it may be filled, best first.
  /// - Returns: whether it is filled; nothing has changed when it is not.
  mutating func augment(need: Int, kind: Int, starts: [Int]) -> Bool {
    let limit = classes[need]
    let isUntouched = log.isEmpty
    if isUntouched, dead[limit] == nil {
      dead[limit] = Array(repeating: false, count: holders.count)
    }
    round += 1
    var queue: [Reached] = []
    var wayOut: (position: Int, place: Int)?
    var metImmovable = false
    func isDead(_ slot: Int) -> Bool { isUntouched && dead[limit]?[slot] == true }
    for slot in starts where reachedAt[slot] != round && !isDead(slot) {
      reachedAt[slot] = round
      queue.append(Reached(slot: slot, mover: -1, parent: -1))
    }
    var head = 0
    while head < queue.count {
      let slot = queue[head].slot
      if hasRoom(slot) { return follow(queue, from: head, need: need, kind: kind) }
      for place in leavers(slot) {
        let holder = places[place].need
        switch mobility(place) {
        case .fast: continue
        case .coupled:
          metImmovable = true
          continue
        case .free: break
        }
        if classes[holder] > limit, wayOut == nil { wayOut = (head, place) }
        let ownDay = day(places[place].slot)
        let taken = days(of: holder)
        if task.needs[holder].visits > 1, moves(holder, before: head, queue) {
          metImmovable = true
          continue
        }
        for pair in candidates.pairs(ofNeed: holder) {
          steps += 1
          for session in pair.sessions.sessions {
            let target = Int(pair.resource) * Session.count + session.index
            let isOpen = session.weekday == ownDay || !taken.contains(session.weekday)
            guard isOpen, reachedAt[target] != round, !isDead(target) else { continue }
            reachedAt[target] = round
            queue.append(Reached(slot: target, mover: place, parent: head))
          }
        }
      }
      head += 1
    }
    if let wayOut {
      let before = mark
      if follow(queue, from: wayOut.position, need: need, kind: kind, dropping: wayOut.place) {
        return true
      }
      undo(to: before)
    }
    if metImmovable { wasBlind = true }
    if isUntouched { for reached in queue { dead[limit]?[reached.slot] = true } }
    return false
  }

  private enum Mobility {
    case free, coupled, fast
  }

  private func mobility(_ place: Int) -> Mobility {
    let need = task.needs[places[place].need]
    guard let at = resourceSession(places[place].slot) else { return .fast }
    if need.pinned.contains(Pin(resource: at.resource, session: at.session)) { return .fast }
    if need.isTeam || need.pinned.contains(Pin(resource: at.resource)) { return .coupled }
    return .free
  }

  /// The places of which one has to leave before a slot can take another: those of a full session,
  /// or else all of a full week, the first time it is met.
  private mutating func leavers(_ slot: Int) -> [Int] {
    if isSessionFull(slot) { return holders[slot] }
    let resource = slot / Session.count
    guard weekReachedAt[resource] != round else { return [] }
    weekReachedAt[resource] = round
    return (resource * Session.count..<(resource + 1) * Session.count).flatMap { holders[$0] }
  }

  /// Whether a need already moves on the way to a position of the queue: two moves of one need
  /// could end on the same day.
  private func moves(_ need: Int, before position: Int, _ queue: [Reached]) -> Bool {
    var position = position
    while position >= 0 {
      if queue[position].mover >= 0, places[queue[position].mover].need == need { return true }
      position = queue[position].parent
    }
    return false
  }

  /// Makes the moves that lead to a position; false, with nothing changed, when they do not fit.
  private mutating func follow(
    _ queue: [Reached], from last: Int, need: Int, kind: Int, dropping place: Int? = nil
  ) -> Bool {
    let before = mark
    if let place {
      let holder = task.needs[places[place].need]
      // All or none: every visit of such a need gives way.
      let leaving = holder.allowsPartial ? [place] : placesOf[places[place].need]
      for other in leaving where places[other].slot >= 0 {
        if mobility(other) != .free {
          undo(to: before)
          return false
        }
        move(other, to: -1)
      }
    }
    var position = last
    var touched: [Int] = []
    while position >= 0 {
      touched.append(queue[position].slot)
      if queue[position].mover >= 0 {
        move(queue[position].mover, to: queue[position].slot)
      } else {
        fill(need: need, kind: kind, slot: queue[position].slot)
      }
      position = queue[position].parent
    }
    let fits = touched.allSatisfy { slot in
      holders[slot].count <= perSession[slot]
        && weekLoad[slot / Session.count] <= weekly[slot / Session.count]
        && holders[slot].allSatisfy { hasOneVisitADay(places[$0].need) }
    }
    if !fits {
      undo(to: before)
      wasBlind = true
    }
    return fits
  }

  private func hasOneVisitADay(_ need: Int) -> Bool {
    guard !task.needs[need].isTeam else { return true }
    let held = placesOf[need].filter { places[$0].slot >= 0 }.map { day(places[$0].slot) }
    return Set(held).count == held.count
  }
}
