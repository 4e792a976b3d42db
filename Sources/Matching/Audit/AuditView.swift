import Synchronization
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

/// What an audit works out of the lists alone, whatever the plan: begun before there is one, it takes no time
/// afterwards.
struct AuditLists: Sendable {
  let week: Week
  let policy: Policy
  /// What a plan owes to the one before it; nil for a first plan.
  let standing: AuditStanding?
  /// What that was made of.
  private let madeOf: Standing?
  /// Sorted by identifier, with the pins and 回避 that the standing adds.
  let needs: [Need]
  /// Sorted by identifier.
  let resources: [Resource]
  /// Where needs stand by identifier.
  let needIndex: AuditNeedIndex
  let resourceIndex: [String: Int]
  /// The home of each resource.
  let homes: GridCodes
  /// The candidates found so far, by need; empty where none was looked for.
  var candidates: [[[AuditCandidate]]?] = []
  /// What bounds need of the lists, where it was worked out.
  var ofCertificate: CertificateParts?

  init(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, standing made: Standing?
  ) {
    self.week = week
    self.policy = policy
    madeOf = made
    let standing = made.map(AuditStanding.init)
    self.standing = standing
    let ordered = AuditLists.inOrder(needs)
    self.needs = standing.map { standing in ordered.map { standing.ordering($0) } } ?? ordered
    self.resources = AuditLists.inOrder(resources)
    needIndex = AuditNeedIndex(self.needs)
    // Fields one by one: copying a whole row counts all its texts.
    let rows = self.resources
    var resourceIndex: [String: Int] = [:]
    resourceIndex.reserveCapacity(rows.count)
    // The first of equal ones.
    for index in rows.indices.reversed() { resourceIndex[rows[index].id] = index }
    self.resourceIndex = resourceIndex
    homes = GridCodes(rows.indices.map { rows[$0].home })
  }

  /// The fewest needs whose candidates are found on all processors.
  private static let smallestDivided = 1000

  /// These lists with the candidates of all needs.
  var withCandidates: AuditLists {
    if !candidates.isEmpty { return self }
    var finder = AuditFinder(self)
    finder.prepare()
    let prepared = finder
    var lists = self
    // What one part has found serves those that come after it on the same thread.
    let finders = Mutex<[AuditFinder]>([])
    let ranges = Processors.ranges(
      of: needs.count, fewest: AuditLists.smallestDivided, perProcessor: 4)
    lists.candidates = Processors.joined(lengths: ranges.map(\.count)) { part, room in
      var own = finders.withLock { $0.popLast() } ?? prepared
      for index in ranges[part] { room.append(own.candidates(index)) }
      finders.withLock { $0.append(own) }
    }
    return lists
  }

  /// These lists with their candidates and what bounds need of them.
  var withParts: AuditLists {
    var lists = withCandidates
    lists.ofCertificate = lists.bareView.certificateParts
    return lists
  }

  /// A view of the lists with no service.
  private var bareView: AuditView {
    AuditView(
      plan: Plan(
        week: week, fingerprint: "", status: .gap, cutOff: false, tiers: [], services: [],
        unmet: [], standing: madeOf),
      lists: self)
  }

  /// Whether these are the lists of a plan, as far as the plan says.
  func fit(_ plan: Plan) -> Bool { week == plan.week && madeOf == plan.standing }

  /// Rows by identifier; those that stand so already are not moved.
  private static func inOrder<Row: Identifiable>(_ rows: [Row]) -> [Row]
  where Row.ID: Comparable {
    for index in rows.indices.dropFirst() where rows[index].id < rows[index - 1].id {
      return rows.sorted { $0.id < $1.id }
    }
    return rows
  }
}

/// Where needs stand that are sorted by identifier.
///
/// Few are looked up, and a dictionary of a hundred thousand takes longer to make than all that an audit asks.
struct AuditNeedIndex: Sendable {
  private let needs: [Need]

  init(_ needs: [Need]) { self.needs = needs }

  /// The position of the first need of an identifier; nil where there is none.
  ///
  /// - Complexity: O(log needs).
  subscript(_ identifier: String) -> Int? {
    let place = needs.partitioningIndex { $0.id >= identifier }
    return place < needs.count && needs[place].id == identifier ? place : nil
  }
}

/// What a view holds but for its memory, to make others of it on other threads.
struct AuditShared: Sendable {
  let plan: Plan
  let lists: AuditLists
  let fingerprint: String?
  let certificate: Certificate?
  let rows: [AuditRow]
  let visits: [[AuditVisit]]
  let rowsOfResource: [[Int]]
  let sessionLoad: [Int]
  let known: AuditPreparation?
}

/// What the checks look at: the lists and the plan, joined by identifier.
///
/// Nothing in it depends on the order of the lists' rows.
final class AuditView {
  let plan: Plan
  /// What was worked out of the lists alone.
  let lists: AuditLists
  let fingerprint: String?
  let certificate: Certificate?
  /// What may know already what the certificate proves.
  let known: AuditPreparation?
  /// The services in the order of the plan.
  let rows: [AuditRow]
  /// For each need, its visits by number.
  let visits: [[AuditVisit]]
  /// For each resource, the indexes of its rows in the order of the plan.
  let rowsOfResource: [[Int]]
  /// For each resource and session (resource · 21 + session), the places it fills.
  let sessionLoad: [Int]
  /// Who may serve what.
  var finder: AuditFinder
  /// What is known of that and of all else.
  var memory = AuditMemory()

  convenience init(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, fingerprint: String? = nil,
    certificate: Certificate? = nil
  ) {
    self.init(
      plan: plan,
      lists: AuditLists(
        needs: needs, resources: resources, policy: policy, week: plan.week,
        standing: plan.standing),
      fingerprint: fingerprint, certificate: certificate)
  }

  /// A view of a plan of lists.
  init(
    plan: Plan, lists: AuditLists, fingerprint: String? = nil, certificate: Certificate? = nil,
    known: AuditPreparation? = nil
  ) {
    precondition(lists.fit(plan), "the lists are of the plan's week")
    self.plan = plan
    self.lists = lists
    self.fingerprint = fingerprint
    self.certificate = certificate
    self.known = known
    finder = AuditFinder(lists)
    memory.candidates = lists.candidates
    let (needIndex, resourceIndex) = (lists.needIndex, lists.resourceIndex)
    // Plans have their services by need, as the lists have the needs: mostly the next is the one looked for.
    var near = 0
    rows = plan.services.map { service in
      while near < lists.needs.count, lists.needs[near].id < service.need { near += 1 }
      let isNear = near < lists.needs.count && lists.needs[near].id == service.need
      return AuditRow(
        service: service, need: isNear ? near : needIndex[service.need],
        resource: resourceIndex[service.resource])
    }
    var rowsOfNeed: [[Int]] = Array(repeating: [], count: lists.needs.count)
    var rowsOfResource: [[Int]] = Array(repeating: [], count: lists.resources.count)
    var sessionLoad = Array(repeating: 0, count: lists.resources.count * 21)
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
    let own = lists.needs
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
    lists = shared.lists
    fingerprint = shared.fingerprint
    certificate = shared.certificate
    known = shared.known
    rows = shared.rows
    visits = shared.visits
    rowsOfResource = shared.rowsOfResource
    sessionLoad = shared.sessionLoad
    finder = AuditFinder(shared.lists)
    memory.candidates = lists.candidates
  }

  /// What views on other threads are made of.
  var shared: AuditShared {
    var lists = lists
    if !memory.candidates.isEmpty { lists.candidates = memory.candidates }
    return AuditShared(
      plan: plan, lists: lists, fingerprint: fingerprint, certificate: certificate, rows: rows,
      visits: visits, rowsOfResource: rowsOfResource, sessionLoad: sessionLoad, known: known)
  }

  /// What the plan owes to the one before it; nil for a first plan.
  var standing: AuditStanding? { lists.standing }
  /// Sorted by identifier, with the pins and 回避 that the standing adds.
  var needs: [Need] { lists.needs }
  /// Sorted by identifier.
  var resources: [Resource] { lists.resources }
  var policy: Policy { lists.policy }
  var needIndex: AuditNeedIndex { lists.needIndex }
  var resourceIndex: [String: Int] { lists.resourceIndex }

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
