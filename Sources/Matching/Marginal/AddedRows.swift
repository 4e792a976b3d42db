import ThreeLists

/// The rows of added visits that some need of a week could use, and the lists with all of them.
struct AddedRows {
  /// Each ``AddedVisits`` of a subject that passes the rules for some need, in the lists' order.
  let rows: [AddedVisits]
  /// The lists with these rows behind their own resources, in this order; they offer nothing yet.
  let extended: PlanningTask
  /// The candidates of the extended lists.
  let candidates: Candidates

  /// The rows of a task's lists.
  ///
  /// - Complexity: that of finding the candidates of the lists with every row, twice.
  init(_ task: PlanningTask, by subject: MarginalSubject) {
    let all = AddedRows.all(task, by: subject)
    let everything = Candidates(AddedRows.extended(task, by: all))
    var reached = Array(repeating: false, count: all.count)
    for pair in everything.pairs where Int(pair.resource) >= task.resources.count {
      reached[Int(pair.resource) - task.resources.count] = true
    }
    rows = all.indices.filter { reached[$0] }.map { all[$0] }
    // Rows that no need could use do not burden the program.
    extended = AddedRows.extended(task, by: rows)
    candidates = Candidates(extended)
  }

  /// Every row that could be tried.
  private static func all(_ task: PlanningTask, by subject: MarginalSubject) -> [AddedVisits] {
    switch subject {
    case .resource: return task.resources.map { AddedVisits(resource: $0.id) }
    case .unitCategory:
      return task.resources.flatMap { resource in
        let all =
          Set(resource.categories).sorted().map(Capability.category)
          + Set(resource.roles).sorted().map(Capability.role)
        return all.map { AddedVisits(resource: resource.id, capability: $0) }
      }
    case .session:
      let categories = Set(task.needs.filter { !$0.isTeam }.map(\.category)).sorted()
      let roles = Set(task.needs.flatMap(\.roles).map(\.role)).sorted()
      let all = categories.map(Capability.category) + roles.map(Capability.role)
      return task.openSessions.sessions.flatMap { session in
        all.map { AddedVisits(resource: nil, capability: $0, sessions: SessionSet([session])) }
      }
    }
  }

  /// The task with all rows, which offer nothing yet; they stand behind its own in their order.
  private static func extended(_ task: PlanningTask, by rows: [AddedVisits]) -> PlanningTask {
    var added: [Resource] = []
    var ofResource: [String: [String]] = [:]
    let byID = Dictionary(
      task.resources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let names = RowNames(task.resources)
    for (number, visits) in rows.enumerated() {
      guard var row = visits.row(0, of: visits.resource.flatMap { byID[$0] }, names) else {
        continue
      }
      // Behind every identifier of the lists.
      let digits = String(number)
      row.id = "\u{10FFFF}" + String(repeating: "0", count: 7 - digits.count) + digits
      row.perSession = Int(Int32.max)
      added.append(row)
      if let resource = visits.resource { ofResource[resource, default: []].append(row.id) }
    }
    let needs = task.listedNeeds.map { need in
      var need = need
      need.banned += need.banned.flatMap { ofResource[$0] ?? [] }
      return need
    }
    return task.with(needs: needs, resources: task.resources + added)
  }
}

/// Identifiers and units that rows have taken.
struct RowNames {
  private var rows: Set<String>
  private var units: Set<String>

  init(_ resources: [Resource]) {
    rows = Set(resources.map(\.id))
    units = Set(resources.map(\.unit))
  }

  /// The first free one of a row's identifier, itself with one `+` more, and so on.
  func row(_ id: String) -> String { RowNames.free(id, rows) }

  /// The first free one of a unit's name, itself with one `+` more, and so on.
  func unit(_ name: String) -> String { RowNames.free(name, units) }

  private static func free(_ name: String, _ taken: Set<String>) -> String {
    var name = name
    while taken.contains(name) { name += "+" }
    return name
  }

  /// Notes that a row is taken.
  mutating func take(_ row: Resource) {
    rows.insert(row.id)
    units.insert(row.unit)
  }
}

extension Sequence<(added: AddedVisits, visits: Int)> {
  /// The task with all of these rows among its resources, added one after the other.
  ///
  /// - Complexity: O(needs + resources + rows).
  func applied(to task: PlanningTask) -> PlanningTask {
    let byID = Dictionary(
      task.resources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var names = RowNames(task.resources)
    var rows: [Resource] = []
    var ofResource: [String: [String]] = [:]
    for (added, visits) in self {
      guard let row = added.row(visits, of: added.resource.flatMap { byID[$0] }, names) else {
        continue
      }
      names.take(row)
      rows.append(row)
      if let resource = added.resource { ofResource[resource, default: []].append(row.id) }
    }
    let needs = task.listedNeeds.map { need in
      var need = need
      need.banned += need.banned.flatMap { ofResource[$0] ?? [] }
      return need
    }
    return task.with(needs: needs, resources: task.resources + rows)
  }
}
