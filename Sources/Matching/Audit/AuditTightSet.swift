import ThreeLists

/// What a reason `sessions-full` or `weeks-full` claims.
struct AuditTightSet: Hashable {
  /// Sorted, each once.
  let slots: [ResourceSession]
  /// Resources full by their week though a named session has room; nil in `sessions-full`.
  let resources: [String]?
  /// Sorted, each once.
  let holders: [String]
}

/// Tries tight sets against the lists and the plan.
///
/// A slot is *full by session* when its resource fills 每时段上限 places in it, *full by week* when
/// its resource is among `resources` and fills 每周可用 places. The claim holds when
/// - slots, resources and holders are sorted, each once, and there is at least one slot;
/// - every slot is full by session or by week; every resource named is full by week and has a slot
///   that is not full by session;
/// - the holders are exactly the needs with a place in a slot that is full by session, or anywhere
///   at a resource full by week;
/// - every holder is of the unmet need's class or a higher one, unless each of its places there is
///   held fast: by a pin on resource and session, or, where the need has one visit and no team, by
///   a pin on the resource;
/// - every holder with a team is pinned to resource and session: to move a team takes several slots
///   at once, which is beyond a cut; for the same reason the unmet need has no team;
/// - the set blocks the unmet need: on the days on which it has no visit there is a session in
///   which different candidates can fill a visit, and none in which they can without a slot of
///   the set;
/// - the set is closed: a holder without a team could move each of its places only to slots of the
///   set: sessions of the same day, or of days on which it has no other visit. A place pinned to
///   its session cannot move; the only visit of a need with a bare pin, only to sessions of its
///   resource. Bare pins of needs with several visits are passed over: that grants more moves.
///
/// All slots of a resource full by week count as slots of the set: no session of it helps.
///
/// What follows: the holders' places fill the set, and none can leave it, so no plan serves one
/// visit more of the need while the pins hold and the holders keep their numbers of visits.
struct AuditTightSets {
  private let view: AuditView
  /// What does not depend on the unmet need, by set.
  private var judged: [AuditTightSet: Judged] = [:]

  private struct Judged {
    /// Complaints without the unmet need: resource, session, expected, found.
    var complaints: [(String?, Session?, String, String)] = []
    /// For each resource, the sessions that the set blocks.
    var blocked: [UInt32] = []
    /// The lowest class of a holder that no pin excuses, with one such holder.
    var lowest: (priorityClass: Int, holder: String)?
  }

  init(_ view: AuditView) { self.view = view }

  /// What is wrong with the set that explains why a need is unmet.
  ///
  /// - Complexity: O(candidates of holders) the first time a set is seen, then O(candidates of the
  ///   need).
  mutating func findings(_ index: Int, _ set: AuditTightSet) -> [AuditFinding] {
    let known = judged[set] ?? judge(set)
    judged[set] = known
    let need = view.needs[index]
    var findings = known.complaints.map { resource, session, expected, found in
      AuditFinding(
        rule: .reasonTightSet, need: need.id, resource: resource, session: session,
        expected: expected, found: found)
    }
    func complain(_ session: Session?, _ expected: String, _ found: String) {
      findings.append(
        AuditFinding(
          rule: .reasonTightSet, need: need.id, session: session, expected: expected,
          found: found))
    }
    if !need.roles.isEmpty { complain(nil, "a need without a team", "a team") }
    let own = view.priorityClass(need)
    if let lowest = known.lowest, lowest.priorityClass > own {
      complain(
        nil, "holders of class \(own) or higher", "\(lowest.holder): \(lowest.priorityClass)")
    }
    let taken = view.daysTaken(index)
    var servable = false
    for session in 0..<21 where taken & 1 << (session / 3) == 0 {
      guard view.team(index, in: session, usable: { _ in true }) != nil else { continue }
      servable = true
      let way = view.team(index, in: session) {
        known.blocked[$0] & 1 << UInt32(session) == 0
      }
      if let way {
        let names = way.map { view.resources[$0].id }.joined(separator: ";")
        complain(Session(index: session), "every way in the set", names)
      }
    }
    if !servable { complain(nil, "candidates on a free day", "none") }
    if set.slots.count + set.holders.count > ResidualGraph.largestSet {
      complain(nil, "at most \(ResidualGraph.largestSet) slots and holders", "more")
    }
    if findings.isEmpty, let reached = AuditClosure.tightSet(view, around: index),
      reached.slots != set.slots
    {
      complain(nil, "\(reached.slots.count) slots that are reached", "\(set.slots.count)")
    }
    return findings
  }

  private func judge(_ set: AuditTightSet) -> Judged {
    var result = Judged()
    result.blocked = Array(repeating: 0, count: view.resources.count)
    let weeks = fullWeeks(set, &result)
    var holding: Set<Int> = []
    for resource in weeks { holding.formUnion(view.rowsOfResource[resource]) }
    var usesWeek: Set<Int> = []
    for slot in set.slots {
      guard let resource = view.resourceIndex[slot.resource] else {
        result.complaints.append((slot.resource, slot.session, "a resource of the list", "none"))
        continue
      }
      result.blocked[resource] |= 1 << UInt32(slot.session.index)
      let load = view.sessionLoad[resource * 21 + slot.session.index]
      if load >= view.resources[resource].perSession {
        holding.formUnion(
          view.rowsOfResource[resource].filter { view.rows[$0].service.session == slot.session })
      } else if weeks.contains(resource) {
        usesWeek.insert(resource)
      } else {
        result.complaints.append((slot.resource, slot.session, "full", "room"))
      }
    }
    for resource in weeks.subtracting(usesWeek).sorted() {
      result.complaints.append(
        (view.resources[resource].id, nil, "a slot of the set with room", "none"))
    }
    for resource in weeks { result.blocked[resource] = AuditEligibility.week }
    if !isSorted(set.slots) || !isSorted(set.holders) || set.slots.isEmpty {
      result.complaints.append((nil, nil, "slots and holders in order, each once", "not so"))
    }
    let holders = Set(holding.map { view.rows[$0].service.need }).sorted()
    if holders != set.holders {
      result.complaints.append(
        (
          nil, nil, "held by \(holders.joined(separator: ";"))",
          "held by \(set.holders.joined(separator: ";"))"
        ))
    }
    weigh(holding.sorted(), &result)
    return result
  }

  /// The resources that the set says are full by their week, and are.
  private func fullWeeks(_ set: AuditTightSet, _ result: inout Judged) -> Set<Int> {
    guard let names = set.resources else { return [] }
    if names.isEmpty || !isSorted(names) {
      result.complaints.append((nil, nil, "resources in order, each once", "not so"))
    }
    var weeks: Set<Int> = []
    for name in names {
      if let resource = view.resourceIndex[name],
        view.load(resource) >= view.resources[resource].weekly
      {
        weeks.insert(resource)
      } else {
        result.complaints.append((name, nil, "a full week", "room"))
      }
    }
    return weeks
  }

  /// Notes the lowest class among holders, and ways out of the set that holders have.
  private func weigh(_ rows: [Int], _ result: inout Judged) {
    for index in rows {
      let service = view.rows[index].service
      guard let holder = view.rows[index].need else { continue }
      let need = view.needs[holder]
      if need.pinned.contains(pin(service)) { continue }
      let bound =
        need.visits == 1 && need.roles.isEmpty
        && need.pinned.contains(Pin(resource: service.resource))
      let own = view.priorityClass(need)
      if own > result.lowest?.priorityClass ?? -1, !bound { result.lowest = (own, need.id) }
      guard need.roles.isEmpty else {
        result.complaints.append(
          (service.resource, service.session, "no team that could move", need.id))
        continue
      }
      let elsewhere = view.visits[holder].filter { $0.number != service.visit }
        .reduce(0) { $0 | 1 << ($1.session.index / 3) }
      var allowed: UInt32 = 0
      for session in 0..<21 where elsewhere & 1 << (session / 3) == 0 {
        allowed |= 1 << UInt32(session)
      }
      for candidate in view.candidates(holder)[0] {
        let stays = view.resources[candidate.resource].id == service.resource
        if bound, !stays { continue }
        let out = candidate.sessions & allowed & ~result.blocked[candidate.resource]
        let own: UInt32 = stays ? 1 << UInt32(service.session.index) : 0
        guard out & ~own != 0 else { continue }
        result.complaints.append(
          (
            view.resources[candidate.resource].id,
            Session(index: (out & ~own).trailingZeroBitCount),
            "in the set, as \(need.id) could move there", "not in the set"
          ))
      }
    }
  }

  private func pin(_ service: Service) -> Pin {
    Pin(resource: service.resource, session: service.session)
  }

  private func isSorted<Value: Comparable>(_ values: [Value]) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
  }
}
