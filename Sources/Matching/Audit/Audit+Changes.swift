import ThreeLists

extension Audit {
  /// Whether the smallest changes do what they claim, and the levels are those of the rule.
  ///
  /// A smallest change is tried on the lists: with its changes made and the places of its witness
  /// filled as it says, the need has all its visits, every other need touched has as many as
  /// before (or, of a lower class, fewer), and every rule and capacity touched is kept. A claim
  /// that there is none is false for a need without a team that lacks one visit and has a
  /// candidate on a day on which it has no visit: one more visit of that candidate would do.
  static let changeChecks: [AuditCheck] = [
    AuditCheck(.smallestChange) { view in
      view.plan.unmet.compactMap { unmet in
        guard let change = unmet.smallestChange, let index = view.needIndex[unmet.need],
          let fault = AuditChange(view, index, change).fault
        else { return nil }
        return AuditFinding(
          rule: .smallestChange, need: unmet.need, expected: fault.0, found: fault.1)
      }
    },
    AuditCheck(.escalation) { view in
      view.plan.unmet.compactMap { unmet in
        guard let level = unmet.escalation, let index = view.needIndex[unmet.need] else {
          return nil
        }
        let expected = view.escalation(index)
        return expected == level
          ? nil
          : AuditFinding(
            rule: .escalation, need: unmet.need, expected: expected.chineseName,
            found: level.chineseName)
      }
    },
  ]
}

extension AuditView {
  /// The lowest of 社区, 街道 and 县 in which somebody lives who has the ability and is no candidate
  /// for the same kind of place; 县 when there is none, or none whose home is known.
  fileprivate func escalation(_ index: Int) -> GridLevel {
    let need = needs[index]
    var nearest = GridLevel.county
    for (kind, role) in kinds(need).enumerated() {
      let known = Set(candidates(index)[kind].map(\.resource))
      for (number, resource) in resources.enumerated() where !known.contains(number) {
        guard role.map(resource.roles.contains) ?? resource.categories.contains(need.category),
          AuditEligibility.all(need.skills, in: resource.skills),
          !AuditEligibility.any(need.without, in: resource.skills),
          !need.banned.contains(resource.id)
        else { continue }
        switch AuditEligibility.distance(from: resource.home, to: need.grid, policy.levels) {
        case 0, 1: nearest = .community
        case 2: if nearest == .county { nearest = .town }
        default: continue
        }
      }
    }
    return nearest
  }
}

/// A smallest change under trial.
private struct AuditChange {
  private let view: AuditView
  private let index: Int
  private let change: SmallestChange

  /// A place filled.
  private struct Filled: Hashable {
    var resource: String
    var session: Session
    var role: String?
  }

  init(_ view: AuditView, _ index: Int, _ change: SmallestChange) {
    self.view = view
    self.index = index
    self.change = change
  }

  /// Expected and found, or nil for a sound claim.
  var fault: (String, String)? {
    guard change.isFound else { return change.changes.isEmpty ? falseNone : ("a witness", "none") }
    if change.changes.count > 2 { return ("two changes at most", "\(change.changes.count)") }
    for item in change.changes {
      if let name = item.resource, view.resourceIndex[name] == nil {
        return ("a resource of the list", name)
      }
      if let loser = loser(by: item) { return ("nothing taken from \(loser)", "a skill excluded") }
      if isIdle(item) { return ("a change", "\(item.code) of what is so already") }
    }
    return witnessFault
  }

  /// For what is claimed to have no change: whether one more visit would do.
  private var falseNone: (String, String)? {
    let need = view.needs[index]
    guard need.roles.isEmpty, need.visits - view.visits[index].count == 1 else { return nil }
    let taken = view.daysTaken(index)
    for candidate in view.candidates(index)[0] {
      for session in 0..<21
      where candidate.sessions & 1 << UInt32(session) != 0 && taken & 1 << (session / 3) == 0 {
        let name = view.resources[candidate.resource].id
        return ("one more visit of \(name) in \(Session(index: session))", "no change")
      }
    }
    return nil
  }

  /// A need that excludes a skill which the change gives to a resource that serves it.
  private func loser(by item: ListChange) -> String? {
    guard case .skill(let name, let skill) = item, let number = view.resourceIndex[name] else {
      return nil
    }
    return view.rowsOfResource[number].compactMap { view.need(view.rows[$0]) }
      .first { $0.without.contains(skill) }?.id
  }

  /// Whether a change leaves the row as it was.
  private func isIdle(_ item: ListChange) -> Bool {
    let need = view.needs[index]
    if case .visit(_, _, let weekly, let perSession) = item { return !weekly && !perSession }
    if case .window = item { return item.applied(to: need, week: view.plan.week) == need }
    return item.resource.flatMap { view.resourceIndex[$0] }.map { number in
      let row = view.resources[number]
      switch item {
      case .area: return AuditEligibility.covers(row.areas, need.grid)
      case .category: return row.categories.contains(need.category)
      case .role(_, let role): return row.roles.contains(role)
      case .skill(_, let skill): return row.skills.contains(skill)
      default: return item.applied(to: row, for: need) == row
      }
    } ?? true
  }

  private var witnessFault: (String, String)? {
    var filled: [Int: [Filled]] = [:]
    var loads: [Int: Int] = [:]
    var weeks: [Int: Int] = [:]
    for move in change.witness {
      guard let number = view.needIndex[move.need] else {
        return ("a need of the list", move.need)
      }
      var own = filled[number] ?? places(of: number)
      if let from = move.from {
        let old = Filled(resource: from.resource, session: from.session, role: move.role)
        guard let position = own.firstIndex(of: old) else {
          return ("a service of \(move.need)", "\(from)")
        }
        own.remove(at: position)
        count(from, -1, &loads, &weeks)
      }
      if let to = move.to {
        guard let resource = view.resourceIndex[to.resource] else {
          return ("a resource of the list", to.resource)
        }
        guard passes(number, resource, move.role, to.session) else {
          return ("\(move.need) may have \(to)", "a rule broken")
        }
        own.append(Filled(resource: to.resource, session: to.session, role: move.role))
        count(to, 1, &loads, &weeks)
      }
      filled[number] = own
    }
    for (number, own) in filled.sorted(by: { $0.key < $1.key }) {
      if let fault = fault(of: number, own) { return fault }
    }
    guard filled[index] != nil else { return ("visits of the need itself", "none") }
    return capacityFault(loads, weeks)
  }

  private func count(
    _ slot: ResourceSession, _ amount: Int, _ loads: inout [Int: Int], _ weeks: inout [Int: Int]
  ) {
    guard let resource = view.resourceIndex[slot.resource] else { return }
    loads[resource * 21 + slot.session.index, default: 0] += amount
    weeks[resource, default: 0] += amount
  }

  private func places(of need: Int) -> [Filled] {
    view.visits[need].flatMap(\.rows).map { row in
      let service = view.rows[row].service
      return Filled(resource: service.resource, session: service.session, role: service.role)
    }
  }

  /// Whether a place may be filled so by the changed lists.
  private func passes(_ number: Int, _ resource: Int, _ role: String?, _ session: Session) -> Bool {
    var need = view.needs[number]
    var row = view.resources[resource]
    for item in change.changes {
      if number == index { need = item.applied(to: need, week: view.plan.week) }
      row = item.applied(to: row, for: view.needs[index])
    }
    let monday = view.plan.week.monday
    let date = monday.ordinal + session.index / 3
    let bit: UInt32 = 1 << UInt32(session.index)
    let isAble = role.map(row.roles.contains) ?? row.categories.contains(need.category)
    return isAble && view.kinds(need).contains(role)
      && AuditEligibility.all(need.skills, in: row.skills)
      && !AuditEligibility.any(need.without, in: row.skills)
      && AuditEligibility.covers(row.areas, need.grid) && !need.banned.contains(row.id)
      && !AuditEligibility.isClosed(session.index, monday: monday, view.policy)
      && need.sessions.rawValue & bit != 0 && row.sessions.rawValue & bit != 0
      && date >= need.reportedOn.ordinal
      && AuditEligibility.isInTime(need.dueOn, on: date, monday: monday)
      && date <= row.validTo?.ordinal ?? date
  }

  /// What is wrong with a need that has its places filled so.
  private func fault(of number: Int, _ own: [Filled]) -> (String, String)? {
    let need = view.needs[number]
    let bySession = Dictionary(grouping: own, by: \.session)
    let visits = bySession.count
    let before = view.visits[number].count
    let keeps = view.priorityClass(need) <= view.priorityClass(view.needs[index])
    let least = number == index ? need.visits : keeps ? before : 0
    guard (least...max(least, need.visits)).contains(visits) else {
      return ("\(need.id): \(least) visits", "\(visits)")
    }
    if !need.allowsPartial, visits != 0, visits != need.visits {
      return ("\(need.id): all visits or none", "\(visits)")
    }
    if Set(bySession.keys.map { $0.index / 3 }).count != visits {
      return ("\(need.id): one visit a day", "two")
    }
    for (session, team) in bySession {
      let wanted =
        need.roles.isEmpty
        ? [String?.none]
        : need.roles.flatMap { Array(repeating: Optional($0.role), count: $0.count) }
      let roles = team.map(\.role)
      guard Set(team.map(\.resource)).count == team.count,
        roles.map({ $0 ?? "" }).sorted() == wanted.map({ $0 ?? "" }).sorted()
      else { return ("\(need.id): all places filled in \(session)", "not so") }
    }
    for pin in Set(need.pinned) {
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let held = own.count {
        $0.resource == pin.resource && (pin.session ?? $0.session) == $0.session
      }
      if held < asked { return ("\(need.id): pin \(pin)", "not kept") }
    }
    return nil
  }

  private func capacityFault(
    _ loads: [Int: Int], _ weeks: [Int: Int]
  ) -> (String, String)? {
    for (slot, extra) in loads.sorted(by: { $0.key < $1.key }) {
      let row = view.resources[slot / 21]
      let session = Session(index: slot % 21)
      let more = change.changes.count {
        if case .visit(row.id, session, _, true) = $0 { return true }
        return false
      }
      let load = view.sessionLoad[slot] + extra
      if load > row.perSession + more {
        return ("\(row.id)@\(session): at most \(row.perSession + more)", "\(load)")
      }
    }
    for (resource, extra) in weeks.sorted(by: { $0.key < $1.key }) {
      let row = view.resources[resource]
      let more = change.changes.count {
        if case .visit(row.id, _, true, _) = $0 { return true }
        return false
      }
      let load = view.load(resource) + extra
      if load > row.weekly + more {
        return ("\(row.id): at most \(row.weekly + more) in the week", "\(load)")
      }
    }
    return nil
  }
}
