import ThreeLists

/// What is known of whether a need can be served.
enum Served {
  case yes, no, unknown
}

/// How far a need can be served, every place taken by itself.
struct Shortfall {
  /// The fewest places that stay empty.
  var places = Int.max
  /// Resources of which 每周可用 one more would fill one of the fewest places that stay empty.
  var fewest: Set<Int> = []
  /// Resources of which 每周可用 one more would fill a place of some way to serve the need.
  var weekly: Set<Int> = []
  /// Those of which 每时段上限 one more might; no others would.
  var perSession: Set<Int> = []
  /// Those of which both together would.
  var both: Set<Int> = []
  /// Whether any search got as far as a slot: if none did, only candidates of its own can help.
  var reachesAny: Bool { !both.isEmpty }

  /// Whether a raise fills any place that stays empty, in some way to serve the need.
  func isTouched(by raise: Rearrangement.Raise) -> Bool {
    switch (raise.weekly, raise.perSession) {
    case (true, false): weekly.contains(raise.resource)
    case (false, _): perSession.contains(raise.resource)
    case (true, true): both.contains(raise.resource)
    }
  }

  /// Whether a raise might fill all places that stay empty; without it they do.
  func mayBeFilled(by raise: Rearrangement.Raise) -> Bool {
    if places == 0 { return true }
    // One visit more a week fills one place more; a session's limit is raised in every session.
    guard raise.weekly, !raise.perSession else { return isTouched(by: raise) }
    return places == 1 && fewest.contains(raise.resource)
  }
}

/// Teams, and bare pins on needs of several visits.
///
/// First they stay in their sessions and at their pins: a way found so is one. If there is none, each
/// of their places moves by itself: if there is still no way, there is none at all. What lies between
/// is decided by branching: over the sessions of a team's visits, over which of two places of a visit
/// a resource must leave, over the place that does what a pin asks.
extension Rearrangement {
  /// What keeps places filled one by one from being visits.
  private enum Violation {
    /// A team's visits, whose places are not in one session each, on different days.
    case sessions(need: Int)
    /// A resource fills two places of one visit.
    case twice(units: [Int], resource: Int)
    /// A pin does not hold.
    case pin(need: Int, pin: Pin)
  }

  /// Serves a need with so many more visits, everything else as often as in the plan.
  ///
  /// - Returns: whether it is served; the places are filled when it is.
  mutating func serve(_ need: Int, missing: Int) -> Served {
    let start = mark
    let isAlone = !coupled.contains { $0 != need || !task.needs[need].isTeam }
    for relaxed in isAlone ? [true] : [false, true] {
      isRelaxed = relaxed
      var isUnknown = false
      for sessions in ways(need, missing: missing) {
        undo(to: start)
        guard place(need, missing: missing, sessions: sessions) else { continue }
        // Nobody else moved: what was sound before is so now.
        if isFree(need, after: start) { return .yes }
        let settled: Served = relaxed ? settle() : violation() == nil ? .yes : .unknown
        if settled == .yes { return .yes }
        if settled == .unknown { isUnknown = true }
      }
      undo(to: start)
      if relaxed { return isUnknown ? .unknown : .no }
    }
    return .no
  }

  /// How many places stay empty when the need is served, and which raises would help.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - missing: the visits that it lacks.
  ///   - order: the resources in the order in which it is tried whether 每时段上限 helps: once it does,
  ///     nothing is known of those after.
  ///   - passingDead: whether slots known to lead nowhere are passed over.
  /// - Returns: what stays empty at least.
  mutating func shortfall(
    _ need: Int, missing: Int, order: [Int], passingDead: Bool = false
  ) -> Shortfall {
    isRelaxed = true
    let start = mark
    var best = Shortfall()
    // A team's places, each in any session, leave no more empty than in sessions of their visits.
    let row = task.needs[need]
    let apart = row.isTeam ? [Array(repeating: -1, count: row.visits)] : []
    for sessions in apart + ways(need, missing: missing) {
      undo(to: start)
      let wanted = prepare(need, missing: missing, sessions: sessions)
      var failed: [Int] = []
      var isDeadPassed = false
      for (position, unit) in wanted.enumerated()
      where !augment(
        unit, passingDead: passingDead && position == 0 && !task.needs[need].isTeam)
      {
        isDeadPassed = skippedDead
        failed.append(unit)
        // Visits of a plain need are alike: where one finds no way, none does.
        if !task.needs[need].isTeam {
          failed = Array(wanted[position...])
          break
        }
      }
      let empty = failed.count
      var own = Shortfall(places: empty)
      if empty > 0, let last = failed.last {
        // What a place of a team reached may have changed since.
        if isDeadPassed || failed.count > 1 || task.needs[need].isTeam { _ = augment(last) }
        note(&own, order)
      }
      if sessions.first == -1 {
        if empty == 0 { continue }
        best = own
        break
      }
      if empty < best.places { (best.places, best.fewest) = (empty, []) }
      if empty == best.places { best.fewest.formUnion(own.weekly) }
      best.weekly.formUnion(own.weekly)
      best.perSession.formUnion(own.perSession)
      best.both.formUnion(own.both)
      if empty == 0 { break }
    }
    undo(to: start)
    return best
  }

  /// Notes which raises would help where the last search failed.
  private mutating func note(_ own: inout Shortfall, _ order: [Int]) {
    for reached in failed {
      if reached.node >= 0 {
        own.both.insert(reached.node / Session.count)
      } else {
        own.weekly.insert(-1 - reached.node)
      }
    }
    own.fewest = own.weekly
    // A week that was reached leads nowhere; one that was not is wanted where its sessions are full.
    var isFound = false
    for resource in order where own.both.contains(resource) && !own.weekly.contains(resource) {
      isFound = isFound || weekLeads(resource)
      if isFound { own.perSession.insert(resource) }
    }
  }

  /// Whether one place more of a need without a team would find no room, however others move.
  ///
  /// - Complexity: O(candidates reached and not known to lead nowhere): all needs of a plan together
  ///   look at no more than its residual graph and their own candidates.
  mutating func isHopeless(_ need: Int) -> Bool {
    isRelaxed = true
    let start = mark
    defer { undo(to: start) }
    add(need, kind: 0, visit: task.needs[need].visits - 1)
    return !augment(units.count - 1, passingDead: true)
  }

  /// Whether a hopeless need finds nothing but full slots of full weeks, however others move and
  /// whatever one place more in a session sets free: then no limit alone, raised by one, serves it.
  ///
  /// - Complexity: O(candidates reached and not known to be so), as ``isHopeless(_:)``, where it is so;
  ///   else up to the first slot that is not.
  mutating func isShut(_ need: Int) -> Bool {
    (isWide, isRelaxed) = (true, true)
    swap(&dead, &shut)
    let start = mark
    defer {
      undo(to: start)
      swap(&dead, &shut)
      isWide = false
    }
    add(need, kind: 0, visit: task.needs[need].visits - 1)
    return !augment(units.count - 1, passingDead: true)
  }

  /// The sets of sessions in which a team's visits may fall; one empty set without a team.
  private mutating func ways(_ need: Int, missing: Int) -> [[Int]] {
    guard task.needs[need].isTeam else { return [[]] }
    return sessionSets(need, visits: task.needs[need].visits)
  }

  /// The sets of so many sessions, on different days, in each of which a team can be formed.
  private mutating func sessionSets(_ need: Int, visits: Int) -> [[Int]] {
    let roles = task.needs[need].roles
    let possible = Team.sessions(roles.map(\.count), roles.indices.map { pairs(need, $0) })
    var sets: [[Int]] = [[]]
    for day in 0..<7 {
      for set in sets where set.count < visits {
        for session in day * 3..<day * 3 + 3 where possible & 1 << UInt32(session) != 0 {
          sets.append(set + [session])
        }
      }
    }
    return sets.filter { $0.count == visits }
  }

  /// Adds the places to fill; those that a team has are emptied, so that all its visits are free.
  private mutating func prepare(_ need: Int, missing: Int, sessions: [Int]) -> [Int] {
    let row = task.needs[need]
    guard row.isTeam else {
      for visit in 0..<missing { add(need, kind: 0, visit: row.visits - missing + visit) }
      return Array(units.indices.suffix(missing))
    }
    for unit in unitsOf[need] where units[unit].slot >= 0 { move(unit, to: -1) }
    let first = units.count
    for (visit, session) in sessions.enumerated() {
      for (kind, role) in row.roles.enumerated() {
        for _ in 0..<role.count { add(need, kind: kind, visit: visit, session: session) }
      }
    }
    return Array(first..<units.count)
  }

  private mutating func place(_ need: Int, missing: Int, sessions: [Int]) -> Bool {
    for unit in prepare(need, missing: missing, sessions: sessions) where !augment(unit) {
      return false
    }
    return true
  }

  // MARK: Branching

  private mutating func settle() -> Served {
    guard let violation = violation() else { return .yes }
    guard branches > 0 else { return .unknown }
    branches -= 1
    let start = mark
    var isUnknown = false
    func note(_ served: Served) { if served == .unknown { isUnknown = true } }
    switch violation {
    case .sessions(let need):
      let visits = filled(need)
      for sessions in sessionSets(need, visits: visits.count) {
        undo(to: start)
        if !move(visits, to: sessions) { continue }
        let served = settle()
        if served == .yes { return .yes }
        note(served)
      }
    case .twice(let two, let resource):
      for unit in two where !units[unit].isFixed {
        undo(to: start)
        bar(unit, resource)
        move(unit, to: -1)
        guard augment(unit) else { continue }
        let served = settle()
        if served == .yes { return .yes }
        note(served)
      }
    case .pin(let need, let pin):
      for (unit, slot) in holdersToBe(need, pin) {
        undo(to: start)
        if units[unit].slot != slot {
          move(unit, to: -1)
          guard augment(unit, start: slot) else { continue }
        }
        fix(unit)
        let served = settle()
        if served == .yes { return .yes }
        note(served)
      }
    }
    undo(to: start)
    return isUnknown ? .unknown : .no
  }

  /// The filled places of a need's visits.
  func filled(_ need: Int) -> [[Int]] {
    Dictionary(grouping: unitsOf[need].filter { units[$0].slot >= 0 }) { units[$0].visit }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func move(_ visits: [[Int]], to sessions: [Int]) -> Bool {
    let all = visits.flatMap { $0 }
    for (visit, session) in zip(visits, sessions) {
      for unit in visit { bind(unit, toSession: session) }
    }
    for unit in all { move(unit, to: -1) }
    for unit in all where !augment(unit) { return false }
    return true
  }

  /// Places with the slots in which they would do what a pin asks and does not get.
  private mutating func holdersToBe(_ need: Int, _ pin: Pin) -> [(unit: Int, slot: Int)] {
    var found: [(Int, Int)] = []
    let isTeam = task.needs[need].isTeam
    let own = unitsOf[need].filter { units[$0].slot >= 0 }
    for kind in candidates.kinds(ofNeed: need) {
      for pair in pairs(need, kind) where task.resources[Int(pair.resource)].id == pin.resource {
        for session in pair.sessions.sessions where (pin.session ?? session) == session {
          let slot = Int(pair.resource) * Session.count + session.index
          if isTeam {
            for unit in own
            where !units[unit].isFixed && units[unit].kind == kind
              && units[unit].session == session.index
            {
              found.append((unit, slot))
            }
          } else {
            let sameDay = own.first { units[$0].slot % Session.count / 3 == session.weekday }
            let free = own.first { !units[$0].isFixed }
            if let unit = sameDay ?? free, !units[unit].isFixed { found.append((unit, slot)) }
          }
        }
      }
    }
    return found
  }

  /// Whether the places filled are visits and pins hold.
  var isSound: Bool { violation() == nil }

  private func violation() -> Violation? {
    for need in coupled {
      let row = task.needs[need]
      let visits = filled(need)
      if row.isTeam {
        let sessions = visits.map { visit in Set(visit.map { units[$0].slot % Session.count }) }
        let days = Set(sessions.compactMap { $0.first.map { $0 / 3 } })
        let isBound = visits.joined().allSatisfy { units[$0].session >= 0 }
        if sessions.contains(where: { $0.count > 1 }) || days.count < visits.count {
          return .sessions(need: need)
        }
        for visit in visits {
          var seen: [Int: Int] = [:]
          for unit in visit {
            let resource = units[unit].slot / Session.count
            if let other = seen[resource] {
              return isBound
                ? .twice(units: [other, unit], resource: resource) : .sessions(need: need)
            }
            seen[resource] = unit
          }
        }
        if let pin = broken(row, visits) {
          return isBound ? .pin(need: need, pin: pin) : .sessions(need: need)
        }
      } else if let pin = broken(row, visits) {
        return .pin(need: need, pin: pin)
      }
    }
    return nil
  }

  private func broken(_ need: Need, _ visits: [[Int]]) -> Pin? {
    var row = need
    return need.pinned.first { pin in
      row.pinned = need.pinned.filter { $0 == pin }
      return !pinsHold(row, visits.map { $0.map { units[$0].slot } })
    }
  }
}
