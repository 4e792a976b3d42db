import ThreeLists

/// A service with the rows of the lists it names.
///
/// A class, since every check goes through all of them: copying a service counts all its texts.
final class AuditRow: Sendable {
  let service: Service
  /// Index of the need; nil when the list has none of that identifier.
  let need: Int?
  /// Index of the resource; nil when the list has none of that identifier.
  let resource: Int?

  init(service: Service, need: Int?, resource: Int?) {
    self.service = service
    self.need = need
    self.resource = resource
  }
}

/// The services of a need that bear the same visit number.
struct AuditVisit {
  let number: Int
  /// Indexes of rows, by role in the need's order, then resource.
  let rows: [Int]
  /// The session of its first row.
  let session: Session
}

/// What a view holds but for its memory, to make others of it on other threads.
struct AuditShared: Sendable {
  let plan: Plan
  let standing: AuditStanding?
  let needs: [Need]
  let resources: [Resource]
  let policy: Policy
  let fingerprint: String?
  let certificate: Certificate?
  let needIndex: [String: Int]
  let resourceIndex: [String: Int]
  let rows: [AuditRow]
  let visits: [[AuditVisit]]
  let rowsOfResource: [[Int]]
  let sessionLoad: [Int]
  /// The candidates found so far, by need; empty where none was looked for.
  let candidates: [[[AuditCandidate]]?]
}

/// What the checks look at: the lists and the plan, joined by identifier.
///
/// Nothing in it depends on the order of the lists' rows.
final class AuditView {
  let plan: Plan
  /// What the plan owes to the one before it; nil for a first plan.
  let standing: AuditStanding?
  /// Sorted by identifier, with the pins and 回避 that the standing adds.
  let needs: [Need]
  /// Sorted by identifier.
  let resources: [Resource]
  let policy: Policy
  let fingerprint: String?
  let certificate: Certificate?
  let needIndex: [String: Int]
  let resourceIndex: [String: Int]
  /// The services in the order of the plan.
  let rows: [AuditRow]
  /// For each need, its visits by number.
  let visits: [[AuditVisit]]
  /// For each resource, the indexes of its rows in the order of the plan.
  let rowsOfResource: [[Int]]
  /// For each resource and session (resource · 21 + session), the places it fills.
  let sessionLoad: [Int]
  /// What the pairwise rules say, by what they look at; see `AuditView+Eligibility`.
  var memory = AuditMemory()

  init(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, fingerprint: String? = nil,
    certificate: Certificate? = nil
  ) {
    self.plan = plan
    let standing = plan.standing.map(AuditStanding.init)
    self.standing = standing
    let ordered = AuditView.inOrder(needs)
    self.needs = standing.map { standing in ordered.map { standing.ordering($0) } } ?? ordered
    self.resources = AuditView.inOrder(resources)
    self.policy = policy
    self.fingerprint = fingerprint
    self.certificate = certificate
    let needIndex = AuditView.index(self.needs.map(\.id))
    let resourceIndex = AuditView.index(self.resources.map(\.id))
    self.needIndex = needIndex
    self.resourceIndex = resourceIndex
    rows = plan.services.map {
      AuditRow(service: $0, need: needIndex[$0.need], resource: resourceIndex[$0.resource])
    }
    var rowsOfNeed: [[Int]] = Array(repeating: [], count: needs.count)
    var rowsOfResource: [[Int]] = Array(repeating: [], count: resources.count)
    var sessionLoad = Array(repeating: 0, count: resources.count * 21)
    for (index, row) in rows.enumerated() {
      if let need = row.need { rowsOfNeed[need].append(index) }
      if let resource = row.resource {
        rowsOfResource[resource].append(index)
        sessionLoad[resource * 21 + row.service.session.index] += 1
      }
    }
    self.rowsOfResource = rowsOfResource
    self.sessionLoad = sessionLoad
    let services = plan.services
    let own = self.needs
    visits = rowsOfNeed.indices.map { index in
      let rows = rowsOfNeed[index]
      if rows.isEmpty { return [] }
      if rows.count == 1 {
        let service = rows[0]
        return [
          AuditVisit(
            number: services[service].visit, rows: rows, session: services[service].session)
        ]
      }
      let need = own[index]
      return Dictionary(grouping: rows) { services[$0].visit }.sorted { $0.key < $1.key }
        .map { number, members in
          let ordered = members.sorted {
            (AuditView.place(of: services[$0], in: need), services[$0].resource, $0)
              < (AuditView.place(of: services[$1], in: need), services[$1].resource, $1)
          }
          return AuditVisit(
            number: number, rows: ordered, session: services[ordered[0]].session)
        }
    }
  }

  /// A view for another thread, with a memory of its own.
  init(_ shared: AuditShared) {
    plan = shared.plan
    standing = shared.standing
    needs = shared.needs
    resources = shared.resources
    policy = shared.policy
    fingerprint = shared.fingerprint
    certificate = shared.certificate
    needIndex = shared.needIndex
    resourceIndex = shared.resourceIndex
    rows = shared.rows
    visits = shared.visits
    rowsOfResource = shared.rowsOfResource
    sessionLoad = shared.sessionLoad
    memory.candidates = shared.candidates
  }

  /// What views on other threads are made of.
  var shared: AuditShared {
    AuditShared(
      plan: plan, standing: standing, needs: needs, resources: resources, policy: policy,
      fingerprint: fingerprint, certificate: certificate, needIndex: needIndex,
      resourceIndex: resourceIndex, rows: rows, visits: visits, rowsOfResource: rowsOfResource,
      sessionLoad: sessionLoad, candidates: memory.candidates)
  }

  /// Rows by identifier; those that stand so already are not moved.
  private static func inOrder<Row: Identifiable>(_ rows: [Row]) -> [Row]
  where Row.ID: Comparable {
    for index in rows.indices.dropFirst() where rows[index].id < rows[index - 1].id {
      return rows.sorted { $0.id < $1.id }
    }
    return rows
  }

  /// Positions by identifier; the first of equal ones.
  private static func index(_ identifiers: [String]) -> [String: Int] {
    Dictionary(
      identifiers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { min($0, $1) })
  }

  /// The position of a service's role among the need's; past the last for a role it has not, or
  /// for none where the need is a team's.
  static func place(of service: Service, in need: Need?) -> Int {
    guard let role = service.role else { return need?.roles.count ?? 0 }
    return need?.roles.firstIndex { $0.role == role } ?? need?.roles.count ?? 0
  }

  /// The places a resource fills in the week.
  func load(_ resource: Int) -> Int { rowsOfResource[resource].count }

  /// The need of a row, when the list has it.
  func need(_ row: AuditRow) -> Need? { row.need.map { needs[$0] } }

  /// The resource of a row, when the list has it.
  func resource(_ row: AuditRow) -> Resource? { row.resource.map { resources[$0] } }

  /// The priority class of a need, from 0, the first, to 3.
  func priorityClass(_ need: Need) -> Int {
    priorityClass(need.urgency, isSpecial: !need.specialGroups.isEmpty, carried: need.carried)
  }

  /// The priority class of a need by its index: its row is not copied.
  func priorityClass(of index: Int) -> Int {
    priorityClass(
      needs[index].urgency, isSpecial: !needs[index].specialGroups.isEmpty,
      carried: needs[index].carried)
  }

  private func priorityClass(_ urgency: Urgency, isSpecial: Bool, carried: Int) -> Int {
    let rules = policy.classes
    let stated = rules.byUrgency[urgency.rawValue]
    let gain =
      (isSpecial ? rules.specialGroupGain : 0)
      + (carried < rules.carriedFrom ? 0 : rules.carriedGain)
    return stated - gain < 0 ? 0 : min(3, stated - gain)
  }

  /// Weekdays on which a need has a visit, as bits: Monday 1, Sunday 64.
  func daysTaken(_ need: Int) -> Int {
    visits[need].reduce(0) { $0 | 1 << ($1.session.index / 3) }
  }

  /// Whether a pin asks for what the service does.
  func isPinned(_ service: Service, _ need: Need) -> Bool {
    need.pinned.contains {
      $0.resource == service.resource && ($0.session == nil || $0.session == service.session)
    }
  }

  /// A finding about a service.
  func finding(
    _ rule: AuditRule, _ row: AuditRow, expected: String, found: String
  ) -> AuditFinding {
    AuditFinding(
      rule: rule, need: row.service.need, resource: row.service.resource, service: row.service.id,
      session: row.service.session, expected: expected, found: found)
  }
}
