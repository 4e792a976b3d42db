import Optimization
import ThreeLists

/// What could still move in a plan: the residual graph of the design's network, searched from an
/// unmet need.
///
/// If nothing reachable has room and no holder reached is of a lower class, the resource·sessions
/// reached form a tight set: a minimum cut between the need and all free capacity. A search that
/// reaches a team's visit proves nothing, unless a pin holds the place fast.
struct ResidualGraph {
  let task: PlanningTask
  let candidates: Candidates
  private let program: AssignmentProgram
  /// For each need, its visits: day to session.
  let days: [[Int: Int]]
  /// For each need, its visits: session to the resources that fill their places.
  let visits: [[Int: [Int]]]
  /// Who fills places in a slot (resource · 21 + session), by need, one entry a place.
  private(set) var holders: [Int: [Int]] = [:]
  private var sessionLoad: [Int: Int] = [:]
  private var weekLoad: [Int]
  private var slotsOf: [[Int]]

  init(
    task: PlanningTask, candidates: Candidates, program: AssignmentProgram, chosen: [Int]
  ) {
    self.task = task
    self.candidates = candidates
    self.program = program
    var days: [[Int: Int]] = Array(repeating: [:], count: task.needs.count)
    var visits: [[Int: [Int]]] = Array(repeating: [:], count: task.needs.count)
    weekLoad = Array(repeating: 0, count: task.resources.count)
    slotsOf = Array(repeating: [], count: task.resources.count)
    for index in chosen {
      let arc = program.arcs[index]
      let slot = Int(arc.supply) * Session.count + Int(arc.session)
      days[Int(arc.demand)][Int(arc.session) / 3] = Int(arc.session)
      visits[Int(arc.demand)][Int(arc.session), default: []].append(Int(arc.supply))
      if holders[slot] == nil { slotsOf[Int(arc.supply)].append(slot) }
      holders[slot, default: []].append(Int(arc.demand))
      sessionLoad[slot, default: 0] += 1
      weekLoad[Int(arc.supply)] += 1
    }
    self.days = days
    self.visits = visits
  }

  func isSessionFull(_ slot: Int) -> Bool {
    sessionLoad[slot, default: 0] >= task.resources[slot / Session.count].perSession
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
  /// - Complexity: linear in the candidates reached.
  func tightSet(around start: Int) -> UnmetReason? {
    var search = Search(
      graph: self, limit: task.policy.classes.priorityClass(of: task.needs[start]))
    search.visit(need: start, sessions: freeSessions(of: start))
    while let slot = search.waiting.popLast() {
      guard search.expand(slot),
        search.slots.count + search.held.count <= ResidualGraph.largestSet
      else { return nil }
    }
    let slots = search.slots.sorted().map(resourceSession)
    let held = search.held.sorted().map { task.needs[$0].id }
    let weeks = search.fullWeeks.sorted().map { task.resources[$0].id }
    return weeks.isEmpty
      ? .sessionsFull(slots: slots, holders: held)
      : .weeksFull(slots: slots, resources: weeks, holders: held)
  }

  /// The sessions of the days on which a need has no visit, as bits.
  private func freeSessions(of need: Int) -> UInt32 {
    days[need].keys.reduce(SessionSet.all.rawValue) { $0 & ~(0b111 << UInt32($1 * 3)) }
  }

  private func resourceSession(_ slot: Int) -> ResourceSession {
    ResourceSession(
      resource: task.resources[slot / Session.count].id,
      session: Session(index: slot % Session.count))
  }

  /// A search in progress.
  private struct Search {
    let graph: ResidualGraph
    /// Holders of a class greater than this could be displaced.
    let limit: Int
    var slots: Set<Int> = []
    var fullWeeks: Set<Int> = []
    var held: Set<Int> = []
    var waiting: [Int] = []
    /// For each need, the sessions in which its candidates were added, as bits.
    var visited: [Int: UInt32] = [:]

    /// Adds every candidate slot of a need in some sessions.
    mutating func visit(need: Int, sessions: UInt32) {
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
        let slot = Int(pair.resource) * Session.count + left.trailingZeroBitCount
        left &= left - 1
        if slots.insert(slot).inserted { waiting.append(slot) }
      }
    }

    /// Follows what holds a slot back; false when nothing does, or it could give way.
    mutating func expand(_ slot: Int) -> Bool {
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
      for holder in graph.holders[slot] ?? [] {
        held.insert(holder)
        switch graph.mobility(of: holder, at: slot, limit: limit) {
        case .fast: continue
        case .unknown: return false
        case .withinResource: moveWithinResource(holder, resource: slot / Session.count)
        case .free:
          let own: UInt32 = 0b111 << UInt32(slot % Session.count / 3 * 3)
          visit(need: holder, sessions: graph.freeSessions(of: holder) | own)
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
