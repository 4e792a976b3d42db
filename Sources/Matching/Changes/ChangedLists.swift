import ThreeLists

/// The candidates of a task with changes made to its lists: those of rows that did not change come
/// from the task's own, the others are judged anew when they are asked for.
///
/// A change of a resource's row counts for every need, not only for the unmet one.
struct ChangedLists {
  /// The index of the unmet need for which the lists are changed.
  let need: Int
  /// Changes other than one more visit.
  let changes: [ListChange]

  private let task: PlanningTask
  private let candidates: Candidates
  private let changedNeed: Need
  private let isNeedChanged: Bool
  private let rows: [(index: Int, row: Resource)]
  private let rowOf: [Int: Int]
  private var known: [Int: [Candidates.Pair]] = [:]

  init(
    _ task: PlanningTask, candidates: Candidates, need: Int,
    changes: [ListChange], resourceIndex: [String: Int]
  ) {
    self.task = task
    self.candidates = candidates
    self.need = need
    self.changes = changes
    let unmet = task.needs[need]
    changedNeed = changes.reduce(unmet) { $1.applied(to: $0, week: task.week) }
    isNeedChanged = changedNeed != unmet
    let byResource = Dictionary(grouping: changes.filter { $0.resource != nil }) { $0.resource }
    rows = byResource.compactMap { name, changes in
      name.flatMap { resourceIndex[$0] }.map { index in
        (index, changes.reduce(task.resources[index]) { $1.applied(to: $0, for: unmet) })
      }
    }.sorted { $0.index < $1.index }
    rowOf = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.index, $0) })
  }

  /// Who may fill a kind of place of a need, by resource.
  mutating func pairs(_ index: Int, _ kind: Int) -> ArraySlice<Candidates.Pair> {
    let own = candidates.pairs[candidates.ranges[index][kind]]
    let isOwnChanged = index == need && isNeedChanged
    guard isOwnChanged || !rows.isEmpty else { return own }
    let key = index << 5 | kind
    if let found = known[key] { return found[...] }
    var found: [Candidates.Pair] = []
    if isOwnChanged {
      for number in task.resources.indices { judge(number, index, kind, &found) }
    } else {
      found = own.filter { rowOf[Int($0.resource)] == nil }
      for (number, _) in rows { judge(number, index, kind, &found) }
      found.sort { $0.resource < $1.resource }
    }
    known[key] = found
    return found[...]
  }

  /// The sessions that the changes give the need itself, for a kind of place, at the rows changed.
  func sessions(kind: Int) -> UInt32 {
    var mask: UInt32 = 0
    var found: [Candidates.Pair] = []
    if isNeedChanged {
      for number in task.resources.indices { judge(number, need, kind, &found) }
    } else {
      for (number, _) in rows { judge(number, need, kind, &found) }
    }
    for pair in found { mask |= pair.sessions.rawValue }
    return mask
  }

  private func judge(
    _ resource: Int, _ index: Int, _ kind: Int, _ found: inout [Candidates.Pair]
  ) {
    let row = rowOf[resource].map { rows[$0].row } ?? task.resources[resource]
    let own = index == need ? changedNeed : task.needs[index]
    let sessions = task.sessions(own, role: own.isTeam ? own.roles[kind].role : nil, row)
    guard !sessions.isEmpty else { return }
    found.append(
      Candidates.Pair(
        need: Int32(index), place: Int32(kind), resource: Int32(resource), sessions: sessions))
  }
}
