import ThreeLists

/// What a need cannot have, and where it looked for it.
struct AuditLack {
  /// Visits.
  var count = 0
  /// Resources of which 每周可用 one more would give it one more visit.
  var weeks: Set<Int> = []
  /// Resources of which 每周可用 and 每时段上限 one more would.
  var resources: Set<Int> = []
  /// Needs that could have made room: what gives none of them a new place gives no more visits.
  var needs: [Int] = []
  /// By resource reached, the slots that were, and the places of its week that are not theirs.
  var reached: [Int: (slots: Int, beside: Int)] = [:]

  /// The most visits more that raising limits of a resource could give.
  ///
  /// What was reached is a cut of the network. Where the week is part of it, one place more is one
  /// visit; else each slot that was reached is worth one, and their week has no more places than it has.
  func mostGained(_ resource: Int, weekly: Bool) -> Int {
    guard let (slots, beside) = reached[resource], !weeks.contains(resource) else { return 1 }
    return min(slots, beside + (weekly ? 1 : 0))
  }

  /// Whether raising limits of a resource could give it one more visit.
  func isHelped(_ resource: Int, weekly: Bool, perSession: Bool) -> Bool {
    switch (weekly, perSession) {
    case (true, true): resources.contains(resource)
    case (true, false): weeks.contains(resource)
    // A place more in a session is one more in the week: where that was seen it leads nowhere.
    case (false, _): resources.contains(resource) && !weeks.contains(resource)
    }
  }
}

/// The visits of a plan that have to be kept beside an unmet need, and how they could move.
///
/// Depth first through what a visit could leave for; a visit of a team, or of several that a bare pin
/// binds, stays. So what is found to have room has it; where nothing is coupled, what is found to have
/// none has none.
struct AuditChangeFlow {
  private let view: AuditView
  private let index: Int
  /// The lists as they are changed.
  var lists: AuditChangedLists
  /// By how much 每周可用 and 每时段上限 are raised, by resource.
  private var raised: [Int: (weekly: Int, perSession: Int)] = [:]
  /// Need and slot of each visit (of each place of a team).
  private var visits: [(need: Int, slot: Int)] = []
  private var stays: [Bool] = []
  private var inSlot: [[Int]]
  private var inWeek: [Int]
  /// The visits of each need.
  private var visitsOf: [Int: [Int]] = [:]
  /// How deep a search goes: what it then misses may exist, and nothing is claimed of it.
  private let deepest: Int
  private var depth = 0
  private var seenSlots: [Bool] = []
  private var seenWeeks: Set<Int> = []
  private var seenNeeds: [Bool] = []
  /// By need, the weekdays of visits that were seen, as bits.
  private var seenDays: [UInt8] = []
  /// Looked at so far.
  private(set) var work = 0

  /// - Parameters:
  ///   - view: the plan with its lists.
  ///   - index: the need.
  ///   - lists: the lists as they are changed.
  ///   - keepsAll: whether needs of lower classes keep their visits, too.
  init(_ view: AuditView, _ index: Int, lists: AuditChangedLists, keepsAll: Bool = false) {
    self.view = view
    self.index = index
    self.lists = lists
    inSlot = Array(repeating: [], count: view.resources.count * 21)
    inWeek = Array(repeating: 0, count: view.resources.count)
    deepest =
      view.needs.count * view.resources.count <= SmallestChanges.smallWeek ? .max : 1_000
    let own = view.priorityClass(view.needs[index])
    for (number, need) in view.needs.enumerated() {
      let isLower = !keepsAll && view.priorityClass(need) > own
      let isBound = view.isBoundTogether(number)
      if isLower, need.pinned.isEmpty { continue }
      for row in view.visits[number].flatMap(\.rows) {
        let service = view.rows[row].service
        guard let resource = view.rows[row].resource else { continue }
        let isAsked = view.isPinned(service, need)
        if isLower, !isBound, need.allowsPartial, !isAsked { continue }
        let held = need.pinned.contains {
          $0.resource == service.resource && $0.session == service.session
        }
        let slot = resource * 21 + service.session.index
        inSlot[slot].append(visits.count)
        inWeek[resource] += 1
        visitsOf[number, default: []].append(visits.count)
        visits.append((number, slot))
        stays.append(held || isBound)
      }
    }
  }

  /// Raises the limits that changes raise.
  mutating func raise(_ changes: [ListChange]) {
    for case .visit(let name, let weekly, let perSession) in changes {
      guard let row = view.resourceIndex[name] else { continue }
      raised[row, default: (0, 0)].weekly += weekly ? 1 : 0
      raised[row, default: (0, 0)].perSession += perSession ? 1 : 0
    }
  }

  private func canTake(_ slot: Int) -> Bool { !isFull(slot) && hasWeek(slot / 21) }

  /// Whether 每时段上限 leaves no room in a slot.
  func isFull(_ slot: Int) -> Bool {
    let resource = slot / 21
    return inSlot[slot].count
      >= view.resources[resource].perSession + (raised[resource]?.perSession ?? 0)
  }

  /// Whether 每周可用 leaves room.
  func hasWeek(_ resource: Int) -> Bool {
    inWeek[resource] < view.resources[resource].weekly + (raised[resource]?.weekly ?? 0)
  }

  /// Room for a place of a team in a slot, nobody moved.
  func isFree(_ slot: Int) -> Bool { canTake(slot) }

  private mutating func forget() {
    seenSlots = Array(repeating: false, count: inSlot.count)
    seenNeeds = Array(repeating: false, count: view.needs.count)
    seenDays = Array(repeating: 0, count: view.needs.count)
    seenWeeks = []
  }

  /// Whether a weekday of a need is seen for the first time, which is noted.
  private mutating func seesDay(_ need: Int, _ day: Int) -> Bool {
    guard seenDays[need] >> UInt8(day) & 1 == 0 else { return false }
    seenDays[need] |= 1 << UInt8(day)
    return true
  }

  /// Whether a need is seen for the first time, which is noted.
  private mutating func seesNeed(_ need: Int) -> Bool {
    guard !seenNeeds[need] else { return false }
    seenNeeds[need] = true
    return true
  }

  /// Gives the need visits one by one.
  ///
  /// - Returns: how many it cannot have, and where the last of them searched in vain.
  mutating func lacking(_ missing: Int) -> AuditLack {
    for gained in 0..<missing {
      forget()
      depth = 0
      visitsOf[index, default: []].append(visits.count)
      visits.append((index, -1))
      stays.append(false)
      guard leave(visits.count - 1) else {
        var reached: [Int: (slots: Int, beside: Int)] = [:]
        for slot in seenSlots.indices where seenSlots[slot] {
          let (resource, raise) = (slot / 21, raised[slot / 21] ?? (0, 0))
          let row = view.resources[resource]
          let before = reached[resource] ?? (0, row.weekly + raise.weekly)
          reached[resource] = (
            before.slots + 1, before.beside - row.perSession - raise.perSession
          )
        }
        return AuditLack(
          count: missing - gained, weeks: seenWeeks, resources: Set(reached.keys),
          needs: seenNeeds.indices.filter { seenNeeds[$0] }, reached: reached)
      }
    }
    return AuditLack()
  }

  /// Whether one more visit of a need without a team and without pins finds no room, nothing of the
  /// plan having moved before; `shut`: nor a slot of which only one limit leaves none, were every
  /// full slot to set its week free, nor a visit that might move in ways not looked at here.
  ///
  /// What was seen in vain stays seen: all needs of a class together look once at each slot.
  mutating func isHopeless(_ index: Int, shut: Bool = false) -> Bool {
    if seenSlots.isEmpty { forget() }
    var queue: [Int] = []
    var needsSeen: [Int] = []
    var daysSeen: [Int] = []
    var weeksSeen: [Int] = []
    func taken(_ need: Int) -> Int {
      (visitsOf[need] ?? []).reduce(0) { $0 | 1 << (visits[$1].slot % 21 / 3) }
    }
    func reach(_ need: Int, days: Int) {
      let only = view.needs[need].visits == 1 ? view.needs[need].pinned.first?.resource : nil
      for candidate in lists.candidates(need, kind: 0) {
        if let only, view.resources[candidate.resource].id != only { continue }
        var left = candidate.sessions
        while left != 0 {
          let session = left.trailingZeroBitCount
          left &= left - 1
          let slot = candidate.resource * 21 + session
          guard days >> (session / 3) & 1 == 1, !seenSlots[slot] else { continue }
          seenSlots[slot] = true
          queue.append(slot)
        }
      }
    }
    func leave(_ visit: Int) {
      let (need, slot) = visits[visit]
      guard !stays[visit], view.needs[need].roles.isEmpty else { return }
      let day = slot % 21 / 3
      var days = 0
      if seesDay(need, day) {
        daysSeen.append(need * 7 + day)
        days |= 1 << day
      }
      if seesNeed(need) {
        needsSeen.append(need)
        days |= 0b111_1111 & ~taken(need)
      }
      if days != 0 { reach(need, days: days) }
    }
    reach(index, days: 0b111_1111 & ~taken(index))
    var head = 0
    while head < queue.count {
      let slot = queue[head]
      head += 1
      let isWay =
        shut
        ? !isFull(slot) || hasWeek(slot / 21)
          || inSlot[slot].contains { view.isBoundTogether(visits[$0].need) }
        : canTake(slot)
      if isWay {
        for slot in queue { seenSlots[slot] = false }
        for need in needsSeen { seenNeeds[need] = false }
        for day in daysSeen { seenDays[day / 7] &= ~(1 << UInt8(day % 7)) }
        seenWeeks.subtract(weeksSeen)
        return false
      }
      for visit in inSlot[slot] { leave(visit) }
      let resource = slot / 21
      guard shut || !isFull(slot), seenWeeks.insert(resource).inserted else { continue }
      weeksSeen.append(resource)
      for other in resource * 21..<resource * 21 + 21
      where !seenSlots[other] && !inSlot[other].isEmpty {
        seenSlots[other] = true
        queue.append(other)
      }
    }
    return true
  }

  /// Finds a visit another slot; whatever stands in its way moves too.
  private mutating func leave(_ visit: Int) -> Bool {
    guard depth < deepest else { return false }
    depth += 1
    defer { depth -= 1 }
    let (need, slot) = visits[visit]
    if !view.needs[need].roles.isEmpty { return false }
    var days = 0
    if slot >= 0, seesDay(need, slot % 21 / 3) {
      days |= 1 << (slot % 21 / 3)
    }
    if seesNeed(need) {
      var taken = 0
      for other in visitsOf[need] ?? [] where visits[other].slot >= 0 {
        taken |= 1 << (visits[other].slot % 21 / 3)
      }
      days |= 0b111_1111 & ~taken
    }
    guard days != 0 else { return false }
    let only = view.needs[need].visits == 1 ? view.needs[need].pinned.first?.resource : nil
    let lists = lists
    return lists.tryPlaces(need) { resource, sessions in
      work += 1
      if let only, view.resources[resource].id != only { return false }
      var left = sessions
      while left != 0 {
        let session = left.trailingZeroBitCount
        left &= left - 1
        guard days >> (session / 3) & 1 == 1 else { continue }
        let target = resource * 21 + session
        if !seenSlots[target], clear(target) {
          put(visit, in: target)
          return true
        }
      }
      return false
    }
  }

  /// Sees to it that a slot can take one more.
  private mutating func clear(_ slot: Int) -> Bool {
    seenSlots[slot] = true
    if canTake(slot) { return true }
    for visit in inSlot[slot] where !stays[visit] && leave(visit) { return true }
    let resource = slot / 21
    guard !isFull(slot), seenWeeks.insert(resource).inserted else { return false }
    for other in resource * 21..<resource * 21 + 21
    where !seenSlots[other] && !inSlot[other].isEmpty {
      seenSlots[other] = true
      for visit in inSlot[other] where !stays[visit] && leave(visit) { return true }
    }
    return false
  }

  private mutating func put(_ visit: Int, in slot: Int) {
    let old = visits[visit].slot
    if old >= 0 {
      inSlot[old].removeAll { $0 == visit }
      inWeek[old / 21] -= 1
    }
    inSlot[slot].append(visit)
    inWeek[slot / 21] += 1
    visits[visit].slot = slot
  }
}
