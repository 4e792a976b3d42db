import ThreeLists

/// The visits of a plan that a need of some class cannot displace, by the audit's own reckoning:
/// see ``FirmPart`` for what is firm.
struct AuditFirm {
  /// Indexes of the rows that stay.
  private(set) var rows: [Int] = []
  /// Places filled by resource and session (resource · 21 + session).
  private(set) var sessionLoad: [Int]
  /// Places filled by resource.
  private(set) var weekLoad: [Int]
  /// Rows that stay, by resource.
  private(set) var rowsOf: [[Int]]

  init(_ view: AuditView, limit: Int) {
    sessionLoad = Array(repeating: 0, count: view.resources.count * 21)
    weekLoad = Array(repeating: 0, count: view.resources.count)
    rowsOf = Array(repeating: [], count: view.resources.count)
    for (index, need) in view.needs.enumerated() {
      var staying = view.visits[index]
      if view.priorityClass(need) > limit {
        if need.allowsPartial || need.visits == 1 {
          for visit in view.visits[index].sorted(by: { $0.session > $1.session }) {
            let without = staying.filter { $0.number != visit.number }
            if AuditFirm.keepsPins(view, need, without) { staying = without }
          }
        } else if need.pinned.isEmpty {
          staying = []
        }
      }
      rows += staying.flatMap(\.rows)
    }
    for row in rows {
      guard let resource = view.rows[row].resource else { continue }
      sessionLoad[resource * 21 + view.rows[row].service.session.index] += 1
      weekLoad[resource] += 1
      rowsOf[resource].append(row)
    }
  }

  private static func keepsPins(
    _ view: AuditView, _ need: Need, _ visits: [AuditVisit]
  ) -> Bool {
    for pin in Set(need.pinned) {
      var times = 0
      for visit in visits {
        let serves = visit.rows.contains { row in
          let service = view.rows[row].service
          return service.resource == pin.resource
            && (pin.session == nil || pin.session == service.session)
        }
        if serves { times += 1 }
      }
      let asked = pin.session == nil ? need.pinned.filter { $0 == pin }.count : 1
      if times < asked { return false }
    }
    return true
  }
}

/// Room that visits of a need may take.
struct AuditRoom {
  /// Whether a resource has room in a session.
  let inSession: (Int, Int) -> Bool
  /// Places that a resource's week has left.
  let inWeek: (Int) -> Int
}

extension AuditView {
  /// The firm part of the plan for a class.
  func firm(_ limit: Int) -> AuditFirm {
    if let known = memory.firm[limit] { return known }
    let found = AuditFirm(self, limit: limit)
    memory.firm[limit] = found
    return found
  }

  /// The most visits of a need that some room has space for, exactly.
  ///
  /// Sessions are chosen day by day; a choice holds when a flow fills all its places: from each
  /// place over a resource in a session, once, to the resource, as often as its week allows. Every
  /// flow is found afresh. Without a team a day counts as one choice, and a day that fits beside
  /// those before it is always taken.
  ///
  /// - Parameters:
  ///   - index: the need.
  ///   - sessions: those that may be chosen, as bits.
  ///   - only: the kind of place whose places are asked for; nil for all.
  ///   - wanted: where to stop.
  ///   - room: what may be taken.
  /// - Returns: the number, at most `wanted`.
  /// - Complexity: at most 4⁷ flows for a team, 7 without.
  func fitting(
    _ index: Int, sessions: UInt32, only: Int?, upTo wanted: Int, _ room: AuditRoom
  ) -> Int {
    let need = needs[index]
    let counts = need.roles.isEmpty ? [1] : need.roles.map(\.count)
    let places = counts.indices.filter { only == nil || only == $0 }
      .flatMap { Array(repeating: $0, count: counts[$0]) }
    var choices: [[[[Int]]]] = Array(repeating: [], count: 7)
    for session in 0..<21 where sessions & 1 << UInt32(session) != 0 {
      let able = candidates(index).map { kind in
        kind.filter {
          $0.sessions & 1 << UInt32(session) != 0 && room.inSession($0.resource, session)
        }.map(\.resource)
      }
      let choice = places.map { able[$0] }
      if choice.contains(where: \.isEmpty) { continue }
      if places.count == 1, let known = choices[session / 3].first {
        choices[session / 3] = [[Set(known[0] + choice[0]).sorted()]]
      } else if !choices[session / 3].contains(choice) {
        choices[session / 3].append(choice)
      }
    }
    var best = 0
    func choose(_ day: Int, _ visits: [[[Int]]]) {
      best = max(best, visits.count)
      if day == 7 || best >= wanted || visits.count + 7 - day <= best { return }
      for choice in choices[day] where AuditFlow.fills(visits + [choice], room.inWeek) {
        choose(day + 1, visits + [choice])
        if places.count == 1 { return }
      }
      choose(day + 1, visits)
    }
    choose(0, [])
    return min(best, wanted)
  }

  /// The reason of capacity that is true of an unmet need: `few-places`, `places-held` or
  /// `all-or-nothing`; nil when the visits wanted would fit beside the firm part.
  func capacityReason(_ index: Int) -> UnmetReason? {
    if let known = memory.capacity[index] { return known }
    let found = fewPlaces(index).map(UnmetReason.fewPlaces) ?? placesHeld(index)
    memory.capacity[index] = .some(found)
    return found
  }

  /// What an empty week offers a need, when it is not enough.
  func fewPlaces(_ index: Int) -> PlacesOffered? {
    let need = needs[index]
    return offer(
      index, upTo: need.allowsPartial ? visits[index].count + 1 : need.visits)
  }

  /// What stops the last of the visits that a need lacks, whatever helps the first.
  ///
  /// Visits beyond those that fit into an empty week lack places, those beyond the days on which
  /// somebody could come lack days; each is told unless the reason of the first visit is it.
  func further(_ index: Int) -> [FurtherObstacle] {
    let need = needs[index]
    let able = fillable(index)
    guard need.allowsPartial, able != 0, need.visits - visits[index].count > 1 else { return [] }
    var expected: [FurtherObstacle] = []
    let days = min(AuditView.days(able), need.visits)
    if visits[index].count < days {
      let offer = offer(index, upTo: days)
      if let offer, offer.possible > visits[index].count {
        expected.append(
          FurtherObstacle(visits: days - offer.possible, reason: .fewPlaces(offer)))
      }
      if days < need.visits {
        expected.append(
          FurtherObstacle(
            visits: need.visits - days, reason: .fewDays(days: days, visits: need.visits)))
      }
    }
    return expected
  }

  /// What an empty week offers a need, when it is less than so many visits.
  private func offer(_ index: Int, upTo aim: Int) -> PlacesOffered? {
    let need = needs[index]
    let able = fillable(index)
    let empty = AuditRoom(
      inSession: { _, _ in true }, inWeek: { [resources] in resources[$0].weekly })
    let possible = fitting(index, sessions: able, only: nil, upTo: aim, empty)
    guard possible < aim else { return nil }
    let kinds = candidates(index)
    let kind = kinds.indices.first {
      fitting(index, sessions: able, only: $0, upTo: aim, empty) == possible
    }
    let offered = kind.map { kind in
      kinds[kind].map {
        min(resources[$0.resource].weekly, AuditView.days($0.sessions & able))
      }.reduce(0, +)
    }
    return PlacesOffered(
      possible: possible, visits: need.visits,
      role: kind.flatMap { need.roles.isEmpty ? nil : need.roles[$0].role }, offered: offered)
  }

  private func placesHeld(_ index: Int) -> UnmetReason? {
    let need = needs[index]
    let firm = firm(priorityClass(need))
    let wanted = need.allowsPartial ? 1 : need.visits
    var free = fillable(index)
    for day in 0..<7 where daysTaken(index) & 1 << day != 0 { free &= ~(7 << UInt32(day * 3)) }
    let beside = AuditRoom(
      inSession: { [resources] in firm.sessionLoad[$0 * 21 + $1] < resources[$0].perSession },
      inWeek: { [resources] in resources[$0].weekly - firm.weekLoad[$0] })
    let possible = fitting(index, sessions: free, only: nil, upTo: wanted, beside)
    guard possible < wanted else { return nil }
    let kind = need.roles.indices.first {
      fitting(index, sessions: free, only: $0, upTo: wanted, beside) == possible
    }
    // Where nothing fits, only weeks with nothing left are to blame.
    let least = possible == 0 ? 1 : wanted
    // A slot is resource · 21 + session.
    var slots: Set<Int> = []
    var weeks: Set<Int> = []
    for (number, candidates) in candidates(index).enumerated()
    where kind == nil || kind == number {
      for candidate in candidates {
        var open: UInt32 = 0
        for session in 0..<21 where candidate.sessions & free & 1 << UInt32(session) != 0 {
          if beside.inSession(candidate.resource, session) {
            open |= 1 << UInt32(session)
          } else {
            slots.insert(candidate.resource * 21 + session)
          }
        }
        let short =
          max(0, beside.inWeek(candidate.resource)) < min(least, AuditView.days(open))
        if short, resources[candidate.resource].weekly > 0 { weeks.insert(candidate.resource) }
      }
    }
    var holders: Set<Int> = []
    for resource in weeks.union(slots.map { $0 / 21 }) {
      for row in firm.rowsOf[resource] {
        let session = rows[row].service.session.index
        if weeks.contains(resource) || slots.contains(resource * 21 + session),
          let holder = rows[row].need
        {
          holders.insert(holder)
        }
      }
    }
    // Both lists are sorted by identifier.
    let held = HeldPlaces(
      slots: slots.sorted().map {
        ResourceSession(resource: resources[$0 / 21].id, session: Session(index: $0 % 21))
      }, resources: weeks.sorted().map { resources[$0].id },
      holders: holders.sorted().map { needs[$0].id })
    let role = kind.map { need.roles[$0].role }
    return possible == 0
      ? .placesHeld(role: role, held: held)
      : .allOrNothing(possible: possible, visits: need.visits, role: role, held: held)
  }
}

/// A flow from the places of visits to resources, by shortest augmenting paths (Edmonds & Karp 1972).
private struct AuditFlow {
  private var capacity: [[Int: Int]] = [[:], [:]]

  /// Whether all places of some visits can be filled, in each visit by different resources.
  ///
  /// - Parameters:
  ///   - visits: for each visit, for each of its places, the resources able to fill it.
  ///   - week: how many places a resource may fill in all.
  /// - Returns: whether a flow fills them.
  static func fills(_ visits: [[[Int]]], _ week: (Int) -> Int) -> Bool {
    if visits.count == 1, visits[0].count == 1 {
      return visits[0][0].contains { week($0) > 0 }
    }
    var flow = AuditFlow()
    var nodeOf: [Int: Int] = [:]
    var places = 0
    for visit in visits {
      var slotOf: [Int: Int] = [:]
      for able in visit {
        places += 1
        let place = flow.node()
        flow.capacity[0][place] = 1
        for resource in able where week(resource) > 0 {
          let slot = slotOf[resource] ?? flow.node()
          let node = nodeOf[resource] ?? flow.node()
          slotOf[resource] = slot
          nodeOf[resource] = node
          flow.capacity[place][slot] = 1
          flow.capacity[slot][node] = 1
          flow.capacity[node][1] = week(resource)
        }
      }
    }
    var filled = 0
    while flow.augment() { filled += 1 }
    return filled == places
  }

  private mutating func node() -> Int {
    capacity.append([:])
    return capacity.count - 1
  }

  private mutating func augment() -> Bool {
    var before = Array(repeating: -1, count: capacity.count)
    var queue = [0]
    var head = 0
    while head < queue.count, before[1] < 0 {
      let node = queue[head]
      head += 1
      for (next, left) in capacity[node] where left > 0 && next != 0 && before[next] < 0 {
        before[next] = node
        queue.append(next)
      }
    }
    guard before[1] >= 0 else { return false }
    var node = 1
    while node != 0 {
      let last = before[node]
      capacity[last][node, default: 0] -= 1
      capacity[node][last, default: 0] += 1
      node = last
    }
    return true
  }
}
