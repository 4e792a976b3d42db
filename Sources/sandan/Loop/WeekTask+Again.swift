import Ledger
import ListFiles
import Matching
import ThreeLists

/// A week that is out, as it is planned again.
extension WeekTask {
  /// The needs with orders of the week, and those that lack somebody; what became of each order.
  ///
  /// - Parameters:
  ///   - week: a week that was dispatched.
  ///   - now: what has begun by then stays.
  ///   - state: the ledger.
  ///   - contacts: personal fields.
  ///   - policy: the policy.
  ///   - ledger: the ledger's name, for messages.
  /// - Throws: a defect for each order taken, done or begun that the week's resources no longer
  ///   permit.
  init(
    again week: Week, at now: Moment, _ state: LedgerState,
    contacts: [ContactSubject: PersonalFields], policy: Policy, ledger: String
  ) throws(ListDefects) {
    let begun = Standing.begun(in: week, at: now)
    let cases = state.cases.filter { $0.week <= week }.map { known in
      let isDue = known.state == .deferred && (known.deferredUntil.map { $0 <= now.day } ?? false)
      return CaseAgain(
        known: known, own: StandingOfNeed(known, in: week, begun: begun, ledger: ledger),
        isDue: isDue)
    }
    let again = cases.filter { $0.visits > 0 }
    let places = again.flatMap(\.own.places)
    let resources = WeekTask.resources(
      state.weeks[week], places: places, used: cases.flatMap(\.own.used))
    let needs = again.map { one in
      one.need(in: week, resources: resources, contacts[.need(one.known.need.id)], ledger: ledger)
    }
    let standing = Standing(places: places, begun: begun)
    histories = state.unitHistories(
      before: week, window: policy.historyWeeks, resources: Array(resources.values))
    planning = PlanningTask(
      needs: needs,
      resources: UnitHistory.applied(histories, to: Array(resources.values)).map { resource in
        var resource = resource
        resource.origin = Origin(file: ledger, line: resource.origin.line)
        return resource
      },
      policy: policy.accepting(needs, Array(resources.values)), week: week,
      version: programVersion, standing: standing)
    isAgain = true
    resumed = again.filter(\.isDue).map(\.known.need.id)
    carried = again.count { $0.known.plannedIn.contains { $0 < week } }
    left = cases.filter(\.own.isLeft).map(\.known.need.id)
    try WeekTask.refuseForbidden(standing, planning, ledger: ledger)
  }

  /// The resources of a week that is out: those offered, and of those that dropped out no more than
  /// what they did before, which is a fact.
  ///
  /// - Parameters:
  ///   - record: the week.
  ///   - places: what became of its orders.
  ///   - used: resources that came to a visit that broke, once for each place.
  /// - Returns: by identifier.
  private static func resources(
    _ record: WeekRecord?, places: [StandingPlace], used: [String]
  ) -> [String: Resource] {
    var resources = record?.resources ?? [:]
    for resource in used {
      let weekly = resources[resource]?.weekly ?? 0
      resources[resource]?.weekly = max(0, weekly - 1)
    }
    let held = Dictionary(grouping: places.filter { !$0.state.isBroken }, by: \.resource)
    for (id, own) in held where resources[id] == nil {
      guard var resource = record?.droppedOut[id] else { continue }
      resource.weekly = own.count
      resource.minimum = 0
      resource.sessions = SessionSet(own.map(\.session))
      resources[id] = resource
    }
    return resources
  }

  /// Refuses places that have to stay and must not, as the lists are now.
  private static func refuseForbidden(
    _ standing: Standing, _ planning: PlanningTask, ledger: String
  ) throws(ListDefects) {
    let needs = Dictionary(uniqueKeysWithValues: planning.listedNeeds.map { ($0.id, $0) })
    let resources = Dictionary(uniqueKeysWithValues: planning.resources.map { ($0.id, $0) })
    let open = Eligibility.openSessions(planning.policy, planning.week)
    let defects = standing.places.filter(standing.isFirm).compactMap { place -> ListDefect? in
      guard let need = needs[place.need], let resource = resources[place.resource] else {
        return ListDefect(
          .absentResource(nearest: nil), file: ledger, line: place.origin.line,
          found: place.resource)
      }
      return Eligibility.rulesAgainst(
        place.session, need, role: place.role, resource, open: open, week: planning.week
      ).map { rules in
        ListDefect(
          .firmNotAllowed(rules: rules), file: ledger, line: place.origin.line,
          found: "\(place.serviceID(in: planning.week)) \(place.resource)")
      }
    }
    guard defects.isEmpty else { throw ListDefects(defects) }
  }
}

/// A need as it is planned again.
private struct CaseAgain {
  let known: NeedCase
  let own: StandingOfNeed
  /// Whether it was put off until now.
  let isDue: Bool

  /// Visits of this week: those in somebody's hands or done, and those that lack somebody.
  var visits: Int {
    let lacks = (known.isPlannable || isDue) && !own.isLeft
    return own.heldVisits + (lacks ? known.visitsLacking : 0)
  }

  func need(
    in week: Week, resources: [String: Resource], _ fields: PersonalFields?, ledger: String
  ) -> Need {
    var need = WeekTask.need(known, in: week, resources: resources, fields, ledger: ledger)
    func isOffered(_ id: String) -> Bool { resources[id] != nil }
    need.visits = visits
    let isFirst = known.week == week && known.round == 1
    need.pinned = isFirst ? known.need.pinned.filter { isOffered($0.resource) } : []
    if own.isLeft {
      need.pinned = own.places.map { Pin(resource: $0.resource, session: $0.session) }
    }
    need.banned = Set(need.banned).subtracting(own.breakers).union(own.avoided)
      .filter(isOffered).sorted()
    // All or nothing no more: what was promised stays, and what lacks is carried.
    if !own.places.allSatisfy(\.state.isBroken) { need.allowsPartial = true }
    return need
  }
}

/// What became of the orders of one need in one week.
private struct StandingOfNeed {
  /// Its places; refusals that are history stand among them only where the resource has a firm place.
  private(set) var places: [StandingPlace] = []
  /// Visits of which every place is done or in somebody's hands.
  private(set) var heldVisits = 0
  /// Whether a visit broke after somebody had come: a new one waits for the next week, since its
  /// number is taken.
  private(set) var isLeft = false
  /// Who came to such a visit, once for each place.
  private(set) var used: [String] = []
  /// Who gave an order of this week back, or let it lapse: the standing says so.
  private(set) var breakers: Set<String> = []
  /// Of these, those that the list has to name as 回避, for no row of the standing does.
  private(set) var avoided: Set<String> = []

  init(_ known: NeedCase, in week: Week, begun: Int, ledger: String) {
    let orders = known.orders.values.filter { $0.week == week && !$0.isWithdrawn }
    let visits = Dictionary(grouping: orders, by: \.visit)
    let seqs = StandingOfNeed.dispatches(known)
    func place(_ order: Order, _ state: StandingState? = nil) -> StandingPlace {
      StandingPlace(
        origin: Origin(file: ledger, line: seqs[order.service] ?? 0), need: order.need,
        visit: order.visit, place: order.place, role: order.role, resource: order.resource,
        session: order.session, state: state ?? order.standing)
    }
    let spoilt = visits.values.filter { visit in
      !known.isHeld(visit) && visit.contains { $0.state == .done }
    }
    isLeft = !spoilt.isEmpty
    used = spoilt.joined().filter { $0.state == .done }.map(\.resource)
    for visit in visits.keys.sorted() {
      let own = visits[visit] ?? []
      if known.isHeld(own) { heldVisits += 1 } else if isLeft { continue }
      places += own.sorted { $0.service < $1.service }.map { place($0) }
    }
    let past = StandingOfNeed.broken(known, in: week)
    let current = Standing(places: places, begun: begun)
    let firm = Set(places.filter(current.isFirm).map(\.resource))
    let told = Set(places.filter(\.state.isBroken).map(\.resource))
    breakers = told
    for (resource, order) in past.sorted(by: { $0.key < $1.key }) where !told.contains(resource) {
      if firm.contains(resource) {
        breakers.insert(resource)
        places.append(place(order.order, order.state))
      } else {
        avoided.insert(resource)
      }
    }
  }

  /// The entry that sent each order out last.
  private static func dispatches(_ known: NeedCase) -> [String: Int] {
    var seqs: [String: Int] = [:]
    for event in known.events where event.entry.kind == .dispatched {
      if let service = event.entry.service { seqs[service] = event.seq }
    }
    return seqs
  }

  /// Who gave orders of a week back or let them lapse, each with the last such order.
  private static func broken(
    _ known: NeedCase, in week: Week
  ) -> [String: (order: Order, state: StandingState)] {
    var orders: [String: Order] = [:]
    var broken: [String: (order: Order, state: StandingState)] = [:]
    for event in known.events where event.entry.week == week {
      guard let service = event.entry.service else { continue }
      switch event.entry.kind {
      case .dispatched: orders[service] = try? Order(event, respondBy: nil)
      case .refused:
        if let order = orders[service] { broken[order.resource] = (order, .refused) }
      case .lapsed:
        if let order = orders[service] { broken[order.resource] = (order, .lapsed) }
      case .accepted:
        if let order = orders[service], broken[order.resource]?.state == .lapsed {
          broken[order.resource] = nil
        }
      default: break
      }
    }
    return broken
  }
}

extension Order {
  /// The place's number within the visit, the last part of the service's identifier.
  var place: Int { service.split(separator: "-").last.flatMap { Int($0) } ?? 1 }

  /// How a re-dispatch sees it: what was done stays as what was taken does.
  fileprivate var standing: StandingState {
    switch state {
    case .dispatched: .dispatched
    case .accepted, .done: .accepted
    case .refused: .refused
    case .lapsed: .lapsed
    }
  }
}
