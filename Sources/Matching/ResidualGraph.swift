import Optimization
import ThreeLists

/// What could still move in a plan: the residual graph of the design's network, searched from an
/// unmet need.
///
/// If nothing reachable has room and no holder reached is of a lower class, the resource·sessions
/// reached form a tight set: a minimum cut between the need and all free capacity. A search that
/// reaches a team's visit proves nothing, unless a pin holds the place fast.
final class ResidualGraph: Sendable {
  let task: PlanningTask
  let candidates: Candidates
  /// For each need, its visits: session to the resources that fill their places.
  let visits: [[Int: [Int]]]
  /// For each need, the sessions of the days on which it has no visit.
  let free: [SessionSet]
  /// Who fills places in a slot (resource · 21 + session), by need, one entry a place.
  let holders: [[Int]]
  /// For each need, its priority class; nil for one with a team or pins, of which more has to be asked.
  let plainClass: [Int?]
  private let weekLoad: [Int]
  /// For each resource, the slots in which it fills places.
  private let slotsOf: [[Int]]

  init(
    task: PlanningTask, candidates: Candidates, program: AssignmentProgram, chosen: [Int]
  ) {
    self.task = task
    self.candidates = candidates
    var free = Array(repeating: SessionSet.all, count: task.needs.count)
    var visits: [[Int: [Int]]] = Array(repeating: [:], count: task.needs.count)
    var weekLoad = Array(repeating: 0, count: task.resources.count)
    var slotsOf: [[Int]] = Array(repeating: [], count: task.resources.count)
    var holders: [[Int]] = Array(repeating: [], count: task.resources.count * Session.count)
    for index in chosen {
      let arc = program.arcs[index]
      let slot = Int(arc.supply) * Session.count + Int(arc.session)
      free[Int(arc.demand)].subtract(SessionSet.day(of: Int(arc.session)))
      visits[Int(arc.demand)][Int(arc.session), default: []].append(Int(arc.supply))
      if holders[slot].isEmpty { slotsOf[Int(arc.supply)].append(slot) }
      holders[slot].append(Int(arc.demand))
      weekLoad[Int(arc.supply)] += 1
    }
    let classes = task.policy.classes
    plainClass = task.needs.map {
      $0.isTeam || !$0.pinned.isEmpty ? nil : classes.priorityClass(of: $0)
    }
    self.free = free
    self.visits = visits
    self.weekLoad = weekLoad
    self.slotsOf = slotsOf
    self.holders = holders
  }

  func isSessionFull(_ slot: Int) -> Bool {
    holders[slot].count >= task.resources[slot / Session.count].perSession
  }

  func isWeekFull(_ resource: Int) -> Bool {
    weekLoad[resource] >= task.resources[resource].weekly
  }

  /// The most slots and holders that a tight set names.
  ///
  /// A larger set would say more than anyone reads, and thousands of needs that each name thousands
  /// of slots make a plan of gigabytes; such needs get the weaker ``UnmetReason/placesHeld(role:held:)``,
  /// whose evidence is bounded by ``HeldPlaces/mostTold``.
  static let largestSet = 120

  /// A tight set around an unmet need without a team; nil when the search finds room, a holder of
  /// lower class, or a coupling it may not pass, or when the set is too large to tell.
  ///
  /// What is reached from a slot is reached from whatever reaches the slot. So where the search from
  /// one slot alone comes to nothing, it is remembered, and no need that wants the slot is searched for.
  ///
  /// - Parameters:
  ///   - start: the need.
  ///   - known: what the searches for other needs of its class remember.
  ///   - largest: how many slots and holders a set may have at most.
  /// - Returns: the set as a reason.
  /// - Complexity: linear in the candidates of at most `largest` holders for each slot that the need
  ///   wants and no search began at before, and once more for the set.
  func tightSet(
    around start: Int, _ known: inout SearchedSlots, largest: Int = ResidualGraph.largestSet
  ) -> UnmetReason? {
    let limit = task.policy.classes.priorityClass(of: task.needs[start])
    var wanted: [Int] = []
    for pair in candidates.pairs(ofNeed: start) {
      for session in pair.sessions.intersection(free[start]).sessions {
        wanted.append(Int(pair.resource) * Session.count + session.index)
      }
    }
    if wanted.count > largest || wanted.contains(where: known.barren.contains) { return nil }
    for slot in wanted where !known.sound.contains(slot) {
      var search = Search(graph: self, limit: limit, largest: largest)
      search.add(slot)
      guard search.run(known.barren) else {
        known.barren.insert(slot)
        return nil
      }
      known.sound.formUnion(search.slots)
    }
    var search = Search(graph: self, limit: limit, largest: largest)
    for slot in wanted { search.add(slot) }
    guard search.run(known.barren) else { return nil }
    let slots = search.slots.sorted().map(resourceSession)
    let held = search.held.sorted().map { task.needs[$0].id }
    let weeks = search.fullWeeks.sorted().map { task.resources[$0].id }
    return weeks.isEmpty
      ? .sessionsFull(slots: slots, holders: held)
      : .weeksFull(slots: slots, resources: weeks, holders: held)
  }

  private func resourceSession(_ slot: Int) -> ResourceSession {
    ResourceSession(
      resource: task.resources[slot / Session.count].id,
      session: Session(index: slot % Session.count))
  }

  /// What searches for needs of one class have found out about slots.
  struct SearchedSlots {
    /// Slots from which alone there is no tight set.
    var barren: Set<Int> = []
    /// Slots from which alone there is one.
    var sound: Set<Int> = []
  }

  /// A search in progress.
  private struct Search {
    let graph: ResidualGraph
    /// Holders of a class greater than this could be displaced.
    let limit: Int
    /// The most slots and holders.
    let largest: Int
    var slots: Set<Int> = []
    var fullWeeks: Set<Int> = []
    var held: Set<Int> = []
    var waiting: [Int] = []
    /// For each need, the sessions in which its candidates were added, as bits.
    var visited: [Int: UInt32] = [:]

    /// Follows what was added to its end; false when it comes to nothing.
    mutating func run(_ barren: Set<Int>) -> Bool {
      while let slot = waiting.popLast() {
        guard !barren.contains(slot), expand(slot),
          slots.count + held.count <= largest
        else { return false }
      }
      return true
    }

    mutating func add(_ slot: Int) {
      if slots.insert(slot).inserted { waiting.append(slot) }
    }

    /// Adds every candidate slot of a need in some sessions.
    private mutating func visit(need: Int, sessions: UInt32) {
      let known = visited[need, default: 0]
      guard sessions & ~known != 0 else { return }
      visited[need] = known | sessions
      for pair in graph.candidates.pairs(ofNeed: need) {
        add(pair, in: sessions & ~known)
      }
    }

    private mutating func add(_ pair: Candidates.Pair, in sessions: UInt32) {
      var left = pair.sessions.rawValue & sessions
      while left != 0 {
        add(Int(pair.resource) * Session.count + left.trailingZeroBitCount)
        left &= left - 1
      }
    }

    /// Follows what holds a slot back; false when nothing does, or it could give way.
    private mutating func expand(_ slot: Int) -> Bool {
      let resource = slot / Session.count
      if graph.isSessionFull(slot) { return pass(holdersOf: slot) }
      guard graph.isWeekFull(resource) else { return false }
      guard fullWeeks.insert(resource).inserted else { return true }
      for other in graph.slotsOf[resource] {
        slots.insert(other)
        guard pass(holdersOf: other) else { return false }
      }
      return true
    }

    private mutating func pass(holdersOf slot: Int) -> Bool {
      for holder in graph.holders[slot] {
        held.insert(holder)
        switch graph.mobility(of: holder, at: slot, limit: limit) {
        case .fast: continue
        case .unknown: return false
        case .withinResource: moveWithinResource(holder, resource: slot / Session.count)
        case .free:
          visit(
            need: holder,
            sessions: graph.free[holder].union(.day(of: slot % Session.count)).rawValue)
        }
      }
      return true
    }

    /// A visit pinned to a resource whose week is full can only move to its other sessions: all of
    /// them join the set, so that the set says whether one has room.
    private mutating func moveWithinResource(_ holder: Int, resource: Int) {
      for pair in graph.candidates.pairs(ofNeed: holder) where Int(pair.resource) == resource {
        add(pair, in: SessionSet.all.rawValue)
      }
    }
  }
}

extension SessionSet {
  /// All sessions of a session's day.
  static func day(of session: Int) -> SessionSet {
    SessionSet(rawValue: 0b111 << UInt32(session / 3 * 3))
  }
}
