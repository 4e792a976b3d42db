import ThreeLists

/// The slots from which a search of the residual graph finds a way out, for holders of one class
/// and above: found all at once, backwards from the ways out, so that the unmet needs around which
/// there is no tight set are not searched one by one.
///
/// - Complexity: O(candidates · sessions) for each class.
struct Escapes {
  /// Whether a slot (resource · 21 + session) leads to room, or to a holder that may give way or
  /// is coupled.
  private(set) var slots: [Bool]
  private var weeks: [Bool]
  private var needDays: [Bool]
  private var waiting: [Int] = []

  /// - Parameters:
  ///   - graph: the residual graph of a plan.
  ///   - limit: the lowest class whose holders must keep their visits.
  init(_ graph: ResidualGraph, limit: Int) {
    slots = Array(repeating: false, count: graph.task.resources.count * Session.count)
    weeks = Array(repeating: false, count: graph.task.resources.count)
    needDays = Array(repeating: false, count: graph.task.needs.count * 7)
    var heldBy: [[Int]] = Array(repeating: [], count: graph.task.needs.count)
    for slot in slots.indices {
      let resource = slot / Session.count
      if !graph.isSessionFull(slot), !graph.isWeekFull(resource) { mark(slot) }
      for need in graph.holders[slot] {
        heldBy[need].append(slot)
        if graph.mobility(of: need, at: slot, limit: limit) == .unknown { leave(slot, graph) }
      }
    }
    var pairsOf: [[Candidates.Pair]] = Array(repeating: [], count: weeks.count)
    for pair in graph.candidates.pairs where !heldBy[Int(pair.need)].isEmpty {
      pairsOf[Int(pair.resource)].append(pair)
    }
    while let slot = waiting.popLast() {
      let session = Session(index: slot % Session.count)
      for pair in pairsOf[slot / Session.count] where pair.sessions.contains(session) {
        let need = Int(pair.need)
        reach(need, slot: slot, held: heldBy[need], limit: limit, graph)
      }
    }
  }

  /// A holder could move to a slot that leads out: so do the slots it would leave.
  private mutating func reach(
    _ need: Int, slot: Int, held: [Int], limit: Int, _ graph: ResidualGraph
  ) {
    let session = Session(index: slot % Session.count)
    let day = session.weekday
    let isNew = !needDays[need * 7 + day]
    needDays[need * 7 + day] = true
    for own in held {
      switch graph.mobility(of: need, at: own, limit: limit) {
      case .fast, .unknown: continue
      case .withinResource:
        if own / Session.count == slot / Session.count { leave(own, graph) }
      case .free:
        let isOpen =
          graph.free[need].contains(session) || own % Session.count / 3 == day
        if isNew, isOpen { leave(own, graph) }
      }
    }
  }

  /// Marks what a place's leaving makes room for: its slot, and its resource's week.
  private mutating func leave(_ slot: Int, _ graph: ResidualGraph) {
    let resource = slot / Session.count
    if graph.isSessionFull(slot) { mark(slot) }
    guard graph.isWeekFull(resource), !weeks[resource] else { return }
    weeks[resource] = true
    for session in 0..<Session.count {
      let other = resource * Session.count + session
      if !graph.isSessionFull(other) { mark(other) }
    }
  }

  private mutating func mark(_ slot: Int) {
    guard !slots[slot] else { return }
    slots[slot] = true
    waiting.append(slot)
  }
}

extension ResidualGraph {
  /// What a holder may do with a place.
  enum Mobility {
    /// A pin holds resource and session.
    case fast
    /// A pin holds the resource of its only visit.
    case withinResource
    /// It may move to any candidate on its open days.
    case free
    /// It is of a lower class, or a team's: the search proves nothing.
    case unknown
  }

  /// What a holder may do with its place in a slot.
  func mobility(of holder: Int, at slot: Int, limit: Int) -> Mobility {
    if let own = plainClass[holder] { return own <= limit ? .free : .unknown }
    let need = task.needs[holder]
    let resource = task.resources[slot / Session.count].id
    if need.pinned.contains(
      Pin(resource: resource, session: Session(index: slot % Session.count)))
    {
      return .fast
    }
    if need.pinned.contains(Pin(resource: resource)), !need.isTeam, need.visits == 1 {
      return .withinResource
    }
    // All or nothing binds no visit to its place: each may move by itself. Bare pins of several
    // visits are passed over, which grants more moves than there are.
    guard !need.isTeam, task.policy.classes.priorityClass(of: need) <= limit
    else { return .unknown }
    return .free
  }

  /// Whether a search from a need's free days finds a way out.
  func leadsOut(_ start: Int, _ escapes: Escapes) -> Bool {
    candidates.pairs(ofNeed: start).contains { pair in
      pair.sessions.intersection(free[start]).sessions.contains {
        escapes.slots[Int(pair.resource) * Session.count + $0.index]
      }
    }
  }
}
