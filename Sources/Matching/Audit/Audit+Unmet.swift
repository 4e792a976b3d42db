import ThreeLists

extension Audit {
  /// Whether the unmet list is complete, and nothing on it would still fit.
  static let unmetChecks: [AuditCheck] = [
    AuditCheck(.unmetList) { view in
      let expected = view.needs.indices.filter { view.visits[$0].count < view.needs[$0].visits }
        .map { view.needs[$0].id }
      let found = view.plan.unmet.map(\.need)
      if expected == found { return [] }
      let listed = Set(found)
      let lacking = Set(expected)
      var findings = expected.filter { !listed.contains($0) }.map {
        AuditFinding(rule: .unmetList, need: $0, expected: "listed", found: "not listed")
      }
      findings += found.filter { !lacking.contains($0) }.map {
        AuditFinding(rule: .unmetList, need: $0, expected: "not listed", found: "listed")
      }
      if findings.isEmpty {
        findings = [
          AuditFinding(
            rule: .unmetList, expected: expected.joined(separator: ";"),
            found: found.joined(separator: ";"))
        ]
      }
      return findings
    },
    AuditCheck(.unmetMissing) { view in
      let needs = view.needs
      // Unmet needs stand in the order of the list: mostly the one looked for comes soon.
      var near = 0
      return view.plan.unmet.compactMap { unmet in
        while near < needs.count, needs[near].id < unmet.need { near += 1 }
        let isNear = near < needs.count && needs[near].id == unmet.need
        guard let index = isNear ? near : view.needIndex[unmet.need] else { return nil }
        let missing = view.needs[index].visits - view.visits[index].count
        guard missing > 0, missing != unmet.missing else { return nil }
        return AuditFinding(
          rule: .unmetMissing, need: unmet.need, expected: "\(missing)", found: "\(unmet.missing)")
      }
    },
    AuditCheck(.room) { view in
      let gaining = (0..<ClassRules.count).map { gains(view, $0) }
      return view.needs.indices.compactMap { index in
        guard view.visits[index].count < view.needs[index].visits,
          gaining[view.priorityClass(of: index)],
          !view.isLeftByHand(view.needs[index].id)
        else { return nil }
        let wanted = view.needs[index].allowsPartial ? 1 : view.needs[index].visits
        guard
          view.addable(index, upTo: wanted) == wanted
        else { return nil }
        return AuditFinding(
          rule: .room, need: view.needs[index].id, expected: "visits served: \(wanted) more",
          found: "room left for them")
      }
    },
  ]

  /// Whether one more visit of a need makes any plan better: no tier before its class's can suffer.
  private static func gains(_ view: AuditView, _ priorityClass: Int) -> Bool {
    let own = TierName.served(priorityClass)
    for tier in view.policy.tiers {
      if tier == own { return true }
      if tier == .prompt || tier == .distance || tier == .units { return false }
    }
    return false
  }
}

extension AuditView {
  /// Whether a resource could take one more place in a session.
  func hasRoom(_ resource: Int, _ session: Int) -> Bool {
    load(resource) < resources[resource].weekly
      && sessionLoad[resource * 21 + session] < resources[resource].perSession
  }

  /// For each resource, the sessions in which it could take one more place.
  private var roomySessions: [UInt32] {
    if let known = memory.roomy { return known }
    let found = resources.indices.map { resource -> UInt32 in
      var mask: UInt32 = 0
      for session in 0..<21 where hasRoom(resource, session) { mask |= 1 << UInt32(session) }
      return mask
    }
    memory.roomy = found
    return found
  }

  /// Different candidates for all the places of one visit in a session.
  ///
  /// - Parameters:
  ///   - index: the need.
  ///   - session: the session's index.
  ///   - leavingOut: a role, by its position, whose places are not asked for.
  ///   - usable: which resources may be taken.
  /// - Returns: the resources by place; nil when the places cannot all be filled.
  /// - Complexity: O(places · candidates) for each augmentation; Kuhn's bipartite matching.
  func team(
    _ index: Int, in session: Int, leavingOut: Int? = nil, usable: (Int) -> Bool
  ) -> [Int]? {
    let need = needs[index]
    if need.roles.isEmpty, leavingOut == nil {
      let bit: UInt32 = 1 << UInt32(session)
      return candidates(index)[0].first { $0.sessions & bit != 0 && usable($0.resource) }
        .map { [$0.resource] }
    }
    let counts = need.roles.isEmpty ? [1] : need.roles.map(\.count)
    var places: [[Int]] = []
    for (kind, candidates) in candidates(index).enumerated() where kind != leavingOut {
      let able = candidates.filter {
        $0.sessions & 1 << UInt32(session) != 0 && usable($0.resource)
      }.map(\.resource)
      if able.isEmpty { return nil }
      places += Array(repeating: able, count: counts[kind])
    }
    return AuditView.matching(places)
  }

  /// One different member for each place, out of those able to fill it; nil when there are not
  /// enough.
  static func matching(_ places: [[Int]]) -> [Int]? {
    var placeOf: [Int: Int] = [:]
    func augment(_ place: Int, _ visited: inout Set<Int>) -> Bool {
      for member in places[place] where visited.insert(member).inserted {
        if let other = placeOf[member], !augment(other, &visited) { continue }
        placeOf[member] = place
        return true
      }
      return false
    }
    for place in places.indices {
      var visited: Set<Int> = []
      if !augment(place, &visited) { return nil }
    }
    var members = Array(repeating: 0, count: places.count)
    for (member, place) in placeOf { members[place] = member }
    return members
  }

  /// How many visits of a need fit beside all services of the plan.
  ///
  /// For a need without a team the number is exact: a matching of free days with room left, in
  /// which a resource may serve as many days as its week has left. For a team it is what taking
  /// the days in their order gives, so it may be too small, never too large.
  func addable(_ index: Int, upTo wanted: Int) -> Int {
    let taken = daysTaken(index)
    if needs[index].roles.isEmpty, wanted == 1 {
      // One more visit fits exactly where somebody has room on a day without one.
      var free = AuditEligibility.week
      for day in 0..<7 where taken & 1 << day != 0 { free &= ~(7 << UInt32(day * 3)) }
      let room = roomySessions
      return candidates(index)[0].contains { $0.sessions & free & room[$0.resource] != 0 } ? 1 : 0
    }
    let free = (0..<7).filter { taken & 1 << $0 == 0 }
    if needs[index].roles.isEmpty { return addablePlain(index, days: free, upTo: wanted) }
    var extra: [Int: Int] = [:]
    var found = 0
    for day in free where found < wanted {
      for session in day * 3..<day * 3 + 3 {
        let members = team(index, in: session) {
          hasRoom($0, session) && load($0) + extra[$0, default: 0] < resources[$0].weekly
        }
        guard let members else { continue }
        for member in members { extra[member, default: 0] += 1 }
        found += 1
        break
      }
    }
    return found
  }

  private func addablePlain(_ index: Int, days: [Int], upTo wanted: Int) -> Int {
    let able = days.map { day in
      candidates(index)[0].filter { candidate in
        (day * 3..<day * 3 + 3).contains {
          candidate.sessions & 1 << UInt32($0) != 0 && hasRoom(candidate.resource, $0)
        }
      }.map(\.resource)
    }
    var daysOf: [Int: [Int]] = [:]
    func augment(_ day: Int, _ visited: inout Set<Int>) -> Bool {
      for resource in able[day] where visited.insert(resource).inserted {
        let held = daysOf[resource, default: []]
        if held.count < resources[resource].weekly - load(resource) {
          daysOf[resource] = held + [day]
          return true
        }
        for (position, other) in held.enumerated() where augment(other, &visited) {
          daysOf[resource]?[position] = day
          return true
        }
      }
      return false
    }
    var found = 0
    for day in days.indices where found < wanted {
      var visited: Set<Int> = []
      if augment(day, &visited) { found += 1 }
    }
    return found
  }

  /// The sessions in which one visit's places can all be filled by candidates, as bits.
  func fillable(_ index: Int, leavingOut: Int? = nil) -> UInt32 {
    if leavingOut == nil, let known = memory.fillable[index] { return known }
    var mask: UInt32 = 0
    for session in 0..<21
    where team(index, in: session, leavingOut: leavingOut, usable: { _ in true }) != nil {
      mask |= 1 << UInt32(session)
    }
    if leavingOut == nil { memory.fillable[index] = mask }
    return mask
  }

  /// The number of weekdays on which a mask has a session.
  static func days(_ mask: UInt32) -> Int {
    (0..<7).count { mask >> UInt32($0 * 3) & 7 != 0 }
  }
}
