import ThreeLists

/// All that the ledger knows of one need: its state, its orders, its clocks, its outcome.
public struct NeedCase: Hashable, Sendable {
  /// The need as it came in, without personal fields.
  public let need: Need
  /// The week with whose lists it came in.
  public let week: Week
  /// When it came in.
  public let receivedAt: Moment
  /// Who took it in (首问), and answers for it to the end.
  public let firstResponsible: String
  /// When the resident has to be served at last; nothing moves it.
  public let overallBy: Moment?
  /// Where it stands.
  public private(set) var state: CaseState = .pending
  /// When its present step began.
  public private(set) var stepSince: Moment
  /// When the step's limit runs out; nil where none runs.
  private var stepLimit: Moment?
  /// Its orders by service, those of earlier rounds and orders withdrawn included.
  public private(set) var orders: [String: Order] = [:]
  /// Orders whose place went to somebody else, as they stood then; in the order of events.
  public private(set) var replaced: [Order] = []
  /// Visits wanted in this round.
  public private(set) var visitsWanted: Int
  /// How often it was taken up, from 1.
  public private(set) var round = 1
  /// When the last visit of this round took place, or it was settled.
  public private(set) var doneAt: Moment?
  /// Whether it was settled without an order.
  public private(set) var isSettled = false
  /// Whether the resident says that it is solved; nil before the call back.
  public private(set) var isSolved: Bool?
  /// How content the resident is; nil before the call back.
  public private(set) var grade: Grade?
  /// When it reached a final state; nil while it is in none.
  public private(set) var endedAt: Moment?
  /// The level it went up to; nil when it never did.
  public private(set) var level: GridLevel?
  /// The plan whose proof took it up a level, by its run, and the reason's code; nil when it went up
  /// otherwise or never.
  public private(set) var escalationProof: EscalationProof?
  /// The day until which it waits; nil when it is not deferred.
  public private(set) var deferredUntil: Day?
  /// The code of the reason for which it was deferred, went up, or was closed.
  public private(set) var reason: String?
  /// The resources that gave back an order of it; they get none of it again.
  public private(set) var refusedBy: Set<String> = []
  /// The weeks whose plan it was in, this round.
  public private(set) var plannedIn: Set<Week> = []
  /// The events that count, in their order; those taken back are not among them.
  public private(set) var events: [Event]

  /// The case that an event of kind `received` begins.
  init(_ event: Event, rules: RulesInForce) throws(Illegality) {
    guard let week = event.entry.week else { throw .incomplete(key: "week") }
    guard let first = event.entry.body["first_responsible"]?.text else {
      throw .incomplete(key: "first_responsible")
    }
    need = try NeedRecord.need(event)
    self.week = week
    receivedAt = event.entry.time
    firstResponsible = first
    let reported = Moment(day: need.reportedOn)
    let begin = need.reportedOn < receivedAt.day ? reported : receivedAt
    let priorityClass = rules.classes.priorityClass(of: need)
    overallBy = rules.loop.calendar.end(of: rules.loop.overall[priorityClass], from: begin)
    visitsWanted = need.visits
    stepSince = receivedAt
    events = [event]
    stepLimit = limit(of: .dispatch, from: receivedAt, rules)
  }

  /// The entry with which a need comes in, naming who answers for it to the end.
  public static func entry(
    _ need: Need, week: Week, firstResponsible: String, time: Moment, actor: String
  ) -> Entry {
    var body = NeedRecord.body(need)
    body["first_responsible"] = .text(firstResponsible)
    return Entry(.received, time: time, actor: actor, week: week, need: need.id, body: body)
  }

  /// When the present step's limit runs out; nil where none runs.
  ///
  /// While answers are awaited it is the earliest answer's.
  public var stepBy: Moment? {
    guard state == .dispatched else { return stepLimit }
    return currentOrders.filter { $0.state == .dispatched }.compactMap(\.respondBy).min()
  }

  /// Whether the need was served after the promised moment, or is not yet and the moment is past.
  public func isOverallOverdue(at now: Moment) -> Bool {
    guard let overallBy, state != .unresolved else { return false }
    return (doneAt ?? now) > overallBy
  }

  /// Whether the promised moment is past, and the need not served.
  public func isPromiseOpen(at now: Moment) -> Bool {
    doneAt == nil && isOverallOverdue(at: now)
  }

  /// The orders whose own limit has run out unanswered.
  public func unansweredLate(at now: Moment) -> [Order] {
    currentOrders.filter { $0.state == .dispatched && $0.isLimitOver(at: now) }
  }

  /// The orders whose answer or visit is overdue.
  ///
  /// Those whose answer was due; with an open promise, or where the visits themselves are late, whoever is
  /// still to answer or to come.
  public func ordersAwaited(at now: Moment) -> [Order] {
    let isLate = isPromiseOpen(at: now) || (state.step == .complete && isStepOverdue(at: now))
    return isLate ? currentOrders.filter(\.state.isOpen) : unansweredLate(at: now)
  }

  /// The units whose answer or visit is overdue, sorted.
  public func unitsAwaited(at now: Moment) -> [String] {
    Set(ordersAwaited(at: now).map(\.unit)).sorted()
  }

  /// Whether something of it is overdue: its step, its promise, or an answer.
  public func isOverdue(at now: Moment) -> Bool {
    isStepOverdue(at: now) || isPromiseOpen(at: now) || !unansweredLate(at: now).isEmpty
  }

  /// Whether the present step's limit has run out.
  public func isStepOverdue(at now: Moment) -> Bool { stepBy.map { $0 < now } ?? false }

  /// The weeks it has waited when a week is planned: those stated with it, and the earlier weeks in
  /// whose plans it was.
  public func carried(into week: Week) -> Int {
    need.carried + plannedIn.count { $0 < week }
  }

  /// When a step's limit runs out, by the class that the plan of a week gives the need: that of the order
  /// it is about, else the one planned last or running.
  private func limit(
    of step: LoopStep, from begin: Moment, in week: Week? = nil, _ rules: RulesInForce
  ) -> Moment? {
    var need = need
    // The class is the one that the week's plan gives it: the week itself is not one of waiting.
    let running = Week(containing: begin.day)
    need.carried = carried(into: week ?? max(plannedIn.max() ?? running, running))
    let priorityClass = rules.classes.priorityClass(of: need)
    return rules.loop.limit(step, priorityClass: priorityClass)
      .flatMap { rules.loop.calendar.end(of: $0, from: begin) }
  }

  // MARK: Orders

  /// The orders of this round that are not withdrawn, by service.
  public var currentOrders: [Order] {
    orders.values.filter { $0.round == round && !$0.isWithdrawn }
      .sorted { $0.service < $1.service }
  }

  private struct Visit: Hashable {
    var week: Week
    var number: Int
  }

  private var visits: [Visit: [Order]] {
    Dictionary(grouping: currentOrders) { Visit(week: $0.week, number: $0.visit) }
  }

  /// Whether orders of one visit are all its places, each done or in somebody's hands.
  public func isHeld(_ orders: [Order]) -> Bool {
    orders.count == need.placesPerVisit
      && orders.allSatisfy { $0.state.isOpen || $0.state == .done }
  }

  /// Visits of this round that count against the number wanted: each place done or in somebody's hands.
  ///
  /// What was done of a visit that broke stays done, but the visit is none of those wanted.
  ///
  /// - Parameter week: a week whose orders are going out; all its visits count.
  /// - Returns: how many.
  private func visitsCounted(sending week: Week? = nil) -> Int {
    visits.count { $0.key.week == week || isHeld($0.value) }
  }

  /// Visits of this round that lack somebody to come: neither done nor in anybody's hands.
  public var visitsLacking: Int {
    if isSettled || state.isFinal { return 0 }
    return max(0, visitsWanted - visitsCounted())
  }

  /// Whether it may be planned: some visit lacks somebody, and it is not put off.
  public var isPlannable: Bool {
    visitsLacking > 0 && state != .deferred && state != .done
  }

  /// Visits of this round that took place whole.
  public var visitsDone: Int {
    visits.values.count { orders in
      orders.count == need.placesPerVisit && orders.allSatisfy { $0.state == .done }
    }
  }

  /// Where the orders say that the need stands.
  private var stateOfOrders: CaseState {
    let current = currentOrders
    func any(_ state: OrderState) -> Bool { current.contains { $0.state == state } }
    if any(.refused) { return .refused }
    if any(.lapsed) { return .lapsed }
    if visitsDone >= visitsWanted { return .done }
    if any(.done) { return .underway }
    if any(.dispatched) { return .dispatched }
    return any(.accepted) ? .accepted : .pending
  }

  /// Withdraws what is left of visits that somebody gave back or let lapse.
  private mutating func withdrawBroken(otherThan week: Week?, at time: Moment) {
    for orders in visits.values {
      guard orders[0].week != week, orders.contains(where: { $0.state.isBroken }) else { continue }
      for order in orders where order.state != .done {
        self.orders[order.service]?.isWithdrawn = true
        self.orders[order.service]?.leftAt = time
      }
    }
  }

  // MARK: Events

  /// Takes an event in.
  ///
  /// - Throws: why it is illegal; the case is of no use then.
  mutating func apply(_ event: Event, rules: RulesInForce) throws(Illegality) {
    let entry = event.entry
    if let last = events.last, entry.time < last.entry.time {
      throw .backwards(need: need.id, last: last.entry.time)
    }
    events.append(event)
    guard entry.kind != .weekDispatched else {
      if let week = entry.week { plannedIn.insert(week) }
      return
    }
    let targets = Transition.targets(from: state, by: entry.kind)
    guard !targets.isEmpty else { throw step(entry.kind) }
    if Transition.needsNoOpenOrder.contains(entry.kind),
      let open = currentOrders.first(where: { $0.state.isOpen })
    {
      throw .openOrder(need: need.id, service: open.service, kind: entry.kind)
    }
    let next = try take(event, rules)
    guard targets.contains(next) else { throw step(entry.kind) }
    enter(next, by: entry, rules)
  }

  private func step(_ kind: EventKind) -> Illegality {
    .step(need: need.id, state: state, kind: kind)
  }

  /// Does what an event does besides changing the state.
  ///
  /// - Returns: the state it leads to.
  private mutating func take(_ event: Event, _ rules: RulesInForce) throws(Illegality) -> CaseState
  {
    let entry = event.entry
    switch entry.kind {
    case .dispatched: return try dispatch(event, rules)
    case .withdrawn: return try withdraw(entry)
    case .accepted, .refused, .lapsed, .done: return try answer(entry)
    case .settled:
      withdrawBroken(otherThan: nil, at: entry.time)
      isSettled = true
      return .done
    case .visited:
      guard let grade = entry.body["grade"]?.number.flatMap({ Grade(rawValue: $0) }) else {
        throw .incomplete(key: "grade")
      }
      guard let solved = entry.body["solved"]?.bool else { throw .incomplete(key: "solved") }
      self.grade = grade
      isSolved = solved
      return .followedUp
    case .deferred:
      guard let until = entry.body["until"]?.text.flatMap({ Moment($0)?.day }) else {
        throw .incomplete(key: "until")
      }
      withdrawBroken(otherThan: nil, at: entry.time)
      deferredUntil = until
      return .deferred
    case .resumed: return stateOfOrders
    case .escalated:
      guard let level = entry.body["level"]?.text.flatMap({ GridLevel(rawValue: $0) }) else {
        throw .incomplete(key: "level")
      }
      self.level = level
      escalationProof = EscalationProof(entry)
      return .escalated
    case .closed:
      if isSolved == true { throw .solved(need: need.id) }
      withdrawBroken(otherThan: nil, at: entry.time)
      return .unresolved
    case .reworked:
      round += 1
      visitsWanted = entry.body["visits"]?.number ?? need.visits
      plannedIn = []
      isSettled = false
      isSolved = nil
      grade = nil
      doneAt = nil
      return .rework
    default: throw step(entry.kind)
    }
  }

  private mutating func dispatch(
    _ event: Event, _ rules: RulesInForce
  ) throws(Illegality) -> CaseState {
    let respondBy = limit(of: .respond, from: event.entry.time, in: event.entry.week, rules)
    var order = try Order(event, respondBy: respondBy)
    order.round = round
    if let old = orders[order.service] {
      // What counts no more, and was not done, leaves its number free.
      let isOver = old.isWithdrawn || old.round != round
      guard isOver ? old.state != .done : old.state.after(.dispatched) != nil else {
        throw .order(service: order.service, state: old.state, kind: .dispatched)
      }
      var left = old
      left.leftAt = event.entry.time
      replaced.append(left)
    }
    withdrawBroken(otherThan: order.week, at: event.entry.time)
    orders[order.service] = order
    try refuseMoreThanWanted(sending: order.week)
    return stateOfOrders
  }

  /// Refuses more visits than are wanted.
  ///
  /// Where a refusal was taken back after the visit's other orders were withdrawn, an order may be out by
  /// itself: its visit never takes place whole, but another one waits until it is over.
  private func refuseMoreThanWanted(sending week: Week) throws(Illegality) {
    let counted = visitsCounted(sending: week)
    guard counted <= visitsWanted else { throw step(.dispatched) }
    let alone = visits.filter { $0.key.week != week && !isHeld($0.value) }.values
      .compactMap { $0.first { $0.state.isOpen }?.service }
    guard let service = alone.min(), counted + alone.count > visitsWanted else { return }
    throw .openOrder(need: need.id, service: service, kind: .dispatched)
  }

  /// Takes an order back.
  ///
  /// One that is taken stays, unless its visit is broken: nobody is to wait for
  /// somebody who does not come.
  private mutating func withdraw(_ entry: Entry) throws(Illegality) -> CaseState {
    guard let service = entry.service, let order = orders[service], order.round == round,
      !order.isWithdrawn
    else { throw .unknownService(entry.service ?? "") }
    let visit = visits[Visit(week: order.week, number: order.visit)] ?? []
    guard order.state == .dispatched || (order.state == .accepted && !isHeld(visit)) else {
      throw .order(service: service, state: order.state, kind: .withdrawn)
    }
    orders[service]?.isWithdrawn = true
    orders[service]?.leftAt = entry.time
    return state == .escalated ? .escalated : stateOfOrders
  }

  private mutating func answer(_ entry: Entry) throws(Illegality) -> CaseState {
    guard let service = entry.service, let order = orders[service], order.round == round,
      !order.isWithdrawn
    else { throw .unknownService(entry.service ?? "") }
    guard let next = order.state.after(entry.kind) else {
      throw .order(service: service, state: order.state, kind: entry.kind)
    }
    orders[service]?.state = next
    switch entry.kind {
    case .accepted: orders[service]?.answeredAt = entry.time
    case .refused:
      guard let reason = entry.body["reason"]?.text else { throw .incomplete(key: "reason") }
      if order.answeredAt == nil { orders[service]?.answeredAt = entry.time }
      orders[service]?.reason = reason
      refusedBy.insert(order.resource)
    case .done:
      let attendances = try Attendance.all(entry.body)
      orders[service]?.doneAt = entry.time
      orders[service]?.attendances = attendances
      orders[service]?.hours =
        attendances.isEmpty
        ? entry.body["hours"]?.number : attendances.reduce(0) { $0 + $1.hours }
    default: break
    }
    return stateOfOrders
  }

  /// Enters a state, and begins the clock of a step that is new or renewed.
  private mutating func enter(_ next: CaseState, by entry: Entry, _ rules: RulesInForce) {
    let isRenewed = [.escalated, .reworked, .resumed].contains(entry.kind)
    if next == .done, state != .done { doneAt = entry.time }
    if [.deferred, .escalated, .closed].contains(entry.kind) {
      reason = entry.body["reason"]?.text
    }
    if next != .deferred { deferredUntil = nil }
    if next.step != state.step || isRenewed || next == .deferred {
      stepSince = entry.time
      stepLimit = next.step.flatMap { limit(of: $0, from: entry.time, rules) }
      // It comes up that day, and is late once the day is over.
      if let deferredUntil {
        stepLimit = Moment(day: deferredUntil, minute: Moment.minutesOfDay - 1)
      }
    }
    endedAt = next.isFinal ? (state.isFinal ? endedAt : entry.time) : nil
    state = next
  }
}
