import ThreeLists

/// The lists with changes made, judged by the audit's own rules.
final class AuditChangedLists {
  /// A row as it reads with its changes.
  private final class Row {
    let number: Int
    var row: Resource
    /// Whether nothing but its sessions changed: the pairwise rules say what they said.
    var isComing = true

    init(_ number: Int, _ row: Resource) {
      self.number = number
      self.row = row
    }
  }

  private let view: AuditView
  private let memory: AuditChangeMemory
  /// The unmet need.
  let index: Int
  let need: Need
  private let isNeedChanged: Bool
  private let asked: UInt32
  /// The rows that are changed, in their order.
  private var rows: [Row] = []
  private var known: [Int: [AuditCandidate]] = [:]

  init(_ memory: AuditChangeMemory, _ index: Int, _ changes: [ListChange]) {
    view = memory.view
    self.memory = memory
    self.index = index
    let unmet = view.needs[index]
    need = changes.reduce(unmet) { $1.applied(to: $0, week: memory.view.plan.week) }
    isNeedChanged = changes.contains { $0.rank == 1 }
    asked = isNeedChanged ? memory.sessions(need) : memory.sessions(of: index)
    for change in changes where change.rank > 1 {
      guard let number = change.resource.flatMap({ view.resourceIndex[$0] }) else { continue }
      let changed = row(number) ?? Row(number, view.resources[number])
      changed.row = change.applied(to: changed.row, for: unmet)
      if change.rank > 2 { changed.isComing = false }
      if row(number) == nil { rows.append(changed) }
    }
    rows.sort { $0.number < $1.number }
  }

  /// A row, if it is one of those that are changed.
  private func row(_ number: Int) -> Row? {
    for row in rows where row.number == number { return row }
    return nil
  }

  /// The sessions in which a resource may fill a kind of place of a need.
  func sessions(_ number: Int, kind: Int, _ resource: Int) -> UInt32 {
    let changed = row(resource)
    let isOwn = number == index && isNeedChanged
    if changed == nil, !isOwn { return memory.sessions(number, kind: kind, resource) }
    let sessions = changed?.row.sessions ?? view.resources[resource].sessions
    let passing =
      (number == index ? asked : memory.sessions(of: number)) & sessions.rawValue
      & memory.valid[resource]
    guard passing != 0 else { return 0 }
    let role = view.role(number, kind: kind)
    if let changed, !changed.isComing {
      guard passes(changed.row, view.needs[number], role: role) else { return 0 }
    } else if memory.failed(number, kind: kind, resource) != 0 {
      return 0
    }
    return memory.limited(passing, number, role: role, resource)
  }

  private func passes(_ row: Resource, _ need: Need, role: String?) -> Bool {
    (role.map(row.roles.contains) ?? row.categories.contains(need.category))
      && AuditEligibility.all(need.skills, in: row.skills)
      && !AuditEligibility.any(need.without, in: row.skills)
      && AuditEligibility.covers(row.areas, need.grid) && !need.banned.contains(row.id)
  }

  /// Tries the places of a need without a team: those of rows that did not change, then the others.
  ///
  /// - Returns: whether one was taken.
  func tryPlaces(_ number: Int, _ take: (_ resource: Int, _ sessions: UInt32) -> Bool) -> Bool {
    if number == index, isNeedChanged {
      return candidates(number, kind: 0).contains { take($0.resource, $0.sessions) }
    }
    for candidate in memory.candidates[number] where row(candidate.resource) == nil {
      if take(candidate.resource, candidate.sessions) { return true }
    }
    for changed in rows {
      let mask = sessions(number, kind: 0, changed.number)
      if mask != 0, take(changed.number, mask) { return true }
    }
    return false
  }

  /// A need's candidates for a kind of place.
  func candidates(_ number: Int, kind: Int) -> [AuditCandidate] {
    let isOwn = number == index && isNeedChanged
    if !isOwn, rows.isEmpty { return view.candidates(number)[kind] }
    if let found = known[number << 5 | kind] { return found }
    let judged = { (resource: Int) -> AuditCandidate? in
      let mask = self.sessions(number, kind: kind, resource)
      return mask == 0 ? nil : AuditCandidate(resource: resource, sessions: mask)
    }
    var found: [AuditCandidate]
    if isOwn {
      let passing = view.passing(view.needs[number], role: view.role(number, kind: kind))
      found = passing.filter { row($0) == nil }.compactMap(judged)
    } else {
      found = view.candidates(number)[kind].filter { row($0.resource) == nil }
    }
    found += rows.map(\.number).compactMap(judged)
    known[number << 5 | kind] = found
    return found
  }
}
