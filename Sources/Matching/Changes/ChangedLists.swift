import ThreeLists

/// The candidates of a task with changes made to its lists: those of rows that did not change come
/// from the task's own, the others are judged anew when they are asked for.
///
/// A change of a resource's row counts for every need, not only for the unmet one.
struct ChangedLists {
  /// A resource's row as it reads with the changes.
  private struct Row {
    let index: Int
    let row: Resource
    /// Numbers of what it offers.
    let categories: [Int32]
    let roles: [Int32]
  }

  /// The index of the unmet need for which the lists are changed.
  let need: Int
  /// Changes other than one more visit.
  let changes: [ListChange]

  private let context: ChangeContext
  /// The unmet need as it reads with the changes; nil where it reads as before.
  private let changedNeed: Need?
  /// By index of the resource.
  private let rows: [Row]
  /// By need: where the pairs of its first kind of place stand among those found, from 1; 0 while it is not
  /// known, -1 where they are those of the lists as they are.
  private var placeOf: [Int32]
  /// The same of other kinds, and of all in a week with many needs, by need and kind.
  private var placeOfOther: [Int: Int32] = [:]
  private var found: [[Candidates.Pair]] = []
  private static let mostPlaces = 10_000

  init(_ context: ChangeContext, need: Int, changes: [ListChange]) {
    self.context = context
    self.need = need
    self.changes = changes
    let unmet = context.task.needs[need]
    if changes.contains(where: { $0.resource == nil }) {
      let changed = changes.reduce(unmet) { $1.applied(to: $0, week: context.task.week) }
      changedNeed = changed == unmet ? nil : changed
    } else {
      changedNeed = nil
    }
    var byResource: [Int: [ListChange]] = [:]
    for change in changes {
      guard let name = change.resource, let index = context.resourceIndex[name] else { continue }
      byResource[index, default: []].append(change)
    }
    rows = byResource.sorted { $0.key < $1.key }.map { index, changes in
      let row = changes.reduce(context.task.resources[index]) { $1.applied(to: $0, for: unmet) }
      let offers = context.offers(of: row)
      return Row(index: index, row: row, categories: offers.categories, roles: offers.roles)
    }
    let count = context.task.needs.count
    placeOf = count > ChangedLists.mostPlaces ? [] : Array(repeating: 0, count: count)
  }

  /// Who may fill a kind of place of a need, by resource.
  mutating func pairs(_ index: Int, _ kind: Int) -> ArraySlice<Candidates.Pair> {
    let own = context.candidates.pairs(ofNeed: index, kind: kind)
    guard !rows.isEmpty || changedNeed != nil else { return own }
    let isFirst = kind == 0 && !placeOf.isEmpty
    let place = isFirst ? placeOf[index] : placeOfOther[index << 5 | kind, default: 0]
    if place > 0 { return found[Int(place) - 1][...] }
    if place < 0 { return own }
    let changed = changed(index, kind, own)
    if let changed { found.append(changed) }
    let known = changed == nil ? -1 : Int32(found.count)
    if isFirst { placeOf[index] = known } else { placeOfOther[index << 5 | kind] = known }
    return changed.map { $0[...] } ?? own
  }

  /// The pairs of a kind of place where they are not those of the lists as they are.
  private func changed(
    _ index: Int, _ kind: Int, _ own: ArraySlice<Candidates.Pair>
  ) -> [Candidates.Pair]? {
    if index == need, changedNeed != nil {
      var found: [Candidates.Pair] = []
      judgeAll(index, kind, &found)
      return found
    }
    var changed: [Candidates.Pair]?
    for row in rows {
      let sessions = judge(row, index, kind)
      let first = own.partitioningIndex { Int($0.resource) >= row.index }
      let isThere = first < own.endIndex && Int(own[first].resource) == row.index
      if sessions == (isThere ? own[first].sessions : []) { continue }
      var all = changed ?? Array(own)
      all.removeAll { Int($0.resource) == row.index }
      if !sessions.isEmpty {
        let place = all.partitioningIndex { Int($0.resource) > row.index }
        all.insert(pair(row.index, index, kind, sessions), at: place)
      }
      changed = all
    }
    return changed
  }

  /// What the changes give a kind of place of a need: its pairs with the sessions that are new.
  func added(_ index: Int, _ kind: Int) -> [Candidates.Pair] {
    var found: [Candidates.Pair] = []
    judge(index, kind, &found)
    guard !found.isEmpty else { return [] }
    let own = context.candidates.pairs(ofNeed: index, kind: kind)
    return found.compactMap { pair in
      let first = own.partitioningIndex { $0.resource >= pair.resource }
      var pair = pair
      if first < own.endIndex, own[first].resource == pair.resource {
        pair.sessions.subtract(own[first].sessions)
      }
      return pair.sessions.isEmpty ? nil : pair
    }
  }

  /// The sessions that the changes give the need itself, for a kind of place, at the rows changed.
  func sessions(kind: Int) -> UInt32 {
    var found: [Candidates.Pair] = []
    judge(need, kind, &found)
    return found.reduce(0) { $0 | $1.sessions.rawValue }
  }

  /// The pairs of a need with the rows changed; with all, where the need's own is.
  private func judge(_ index: Int, _ kind: Int, _ found: inout [Candidates.Pair]) {
    if index == need, changedNeed != nil { return judgeAll(index, kind, &found) }
    for row in rows {
      let sessions = judge(row, index, kind)
      if !sessions.isEmpty { found.append(pair(row.index, index, kind, sessions)) }
    }
  }

  private func judgeAll(_ index: Int, _ kind: Int, _ found: inout [Candidates.Pair]) {
    let own = changedNeed ?? context.task.needs[index]
    let role = own.isTeam ? own.roles[kind].role : nil
    var next = rows[...]
    for number in context.task.resources.indices {
      let sessions: SessionSet
      if let row = next.first, row.index == number {
        sessions = context.sessions(own, role: role, row.row)
        next = next.dropFirst()
      } else {
        sessions = context.sessions(own, role: role, context.task.resources[number])
      }
      if !sessions.isEmpty { found.append(pair(number, index, kind, sessions)) }
    }
  }

  private func judge(_ row: Row, _ index: Int, _ kind: Int) -> SessionSet {
    // Most rows offer nothing of what most needs ask for: numbers are soon compared.
    let isTeam = context.isTeam[index]
    guard (isTeam ? row.roles : row.categories).contains(context.wanted(index, kind)) else {
      return []
    }
    let own = context.task.needs[index]
    return context.sessions(own, role: isTeam ? own.roles[kind].role : nil, row.row)
  }

  private func pair(
    _ resource: Int, _ index: Int, _ kind: Int, _ sessions: SessionSet
  ) -> Candidates.Pair {
    Candidates.Pair(
      need: Int32(index), place: Int32(kind), resource: Int32(resource), sessions: sessions)
  }
}
