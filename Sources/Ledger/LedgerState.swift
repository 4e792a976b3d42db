import ThreeLists

/// How far a week has come.
public enum WeekStage: String, CaseIterable, Hashable, Sendable {
  /// Its lists are in.
  case open
  /// It has a plan.
  case planned
  /// The plan's orders are out.
  case dispatched
  /// It has a new plan after its dispatch; the orders that it changes are not out.
  case replanned
  /// It is over.
  case closed

  /// The stages of a week that is not over.
  public static let beforeClose: [WeekStage] = [.open, .planned, .dispatched, .replanned]
}

/// A week of the ledger.
public struct WeekRecord: Hashable, Sendable {
  /// How far it has come.
  public internal(set) var stage: WeekStage = .open
  /// The resources offered for it, by identifier; the last offer counts.
  public internal(set) var resources: [String: Resource] = [:]
  /// The resources that were offered for it and come no more, as they were offered last.
  public internal(set) var droppedOut: [String: Resource] = [:]
  /// The body of the last plan that was made before the dispatch or has been dispatched; nil when
  /// there is none that counts.
  public internal(set) var plan: JSONValue?
  /// The body of a plan made since the dispatch and not dispatched; nil when none counts.
  public internal(set) var replan: JSONValue?

  /// The body of the plan that waits to be dispatched; nil when none does.
  public var waitingPlan: JSONValue? {
    [.planned, .replanned].contains(stage) ? replan ?? plan : nil
  }
}

/// What the events say together: a pure fold, without clock or chance.
public struct LedgerState: Sendable {
  /// The rules in force; nil before any were recorded.
  public private(set) var rules: RulesInForce?
  /// The weeks.
  public private(set) var weeks: [Week: WeekRecord] = [:]
  /// The needs by identifier.
  public private(set) var needs: [String: NeedCase] = [:]
  /// The members registered, by identifier; the last registration counts.
  public private(set) var members: [String: MemberRecord] = [:]
  /// The need of each service.
  public private(set) var owners: [String: String] = [:]
  /// Needs whose contact was purged; purges of earlier versions do not say whose.
  public private(set) var purgedContacts: Set<String> = []
  /// Entries taken back by a counter-entry.
  public private(set) var undone: Set<Int> = []
  /// The number of events.
  public private(set) var count = 0
  /// The time of the last event; nil when there is none.
  public private(set) var lastTime: Moment?
  /// Needs received, counted apart from the needs themselves.
  public private(set) var intake = 0
  /// The need of each event that may be taken back.
  private var needsOfEvents: [Int: String] = [:]
  /// The rules recorded, with the place of their events.
  private var history: [(seq: Int, rules: RulesInForce)] = []

  /// The state before the first event.
  public init() {}

  /// The state at a moment, by what a later one knows.
  ///
  /// - Parameters:
  ///   - events: the events up to the moment.
  ///   - moment: the moment.
  ///   - later: the state that all events make.
  /// - Throws: never for a ledger that was read whole.
  init(_ events: [Event], at moment: Moment, knowing later: LedgerState) throws(Illegality) {
    for event in events where event.entry.kind != .undone && !later.undone.contains(event.seq) {
      // What was entered in another order than it happened, or rested on what was taken back since, is a
      // fact all the same.
      do throws(Illegality) { try apply(event) } catch { force(event) }
    }
    let known = try later.cases(at: moment)
    needs = Dictionary(uniqueKeysWithValues: known.map { ($0.need.id, $0) })
    intake = known.count
    owners = Dictionary(
      known.flatMap { need in need.orders.keys.map { ($0, need.need.id) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Takes in what an event says of its week, whatever stage it is in.
  private mutating func force(_ event: Event) {
    let entry = event.entry
    count += 1
    guard let week = entry.week, var record = weeks[week] else { return }
    record.enter(entry)
    weeks[week] = record
  }

  /// The needs by identifier, in its order.
  public var cases: [NeedCase] { needs.values.sorted { $0.need.id < $1.need.id } }

  /// An order by its service.
  public func order(_ service: String) -> Order? {
    owners[service].flatMap { needs[$0]?.orders[service] }
  }

  /// Needs by state, every state named.
  public var counts: [CaseState: Int] {
    var counts = Dictionary(uniqueKeysWithValues: CaseState.allCases.map { ($0, 0) })
    for need in needs.values { counts[need.state, default: 0] += 1 }
    return counts
  }

  /// The weeks that are not over, earliest first.
  public var openWeeks: [Week] { weeks.filter { $0.value.stage != .closed }.keys.sorted() }

  /// Takes an event in.
  ///
  /// - Throws: why it is illegal; the state is as before then.
  mutating func apply(_ event: Event) throws(Illegality) {
    let entry = event.entry
    switch entry.kind {
    case .rules:
      guard let found = RulesInForce(entry.body) else { throw .incomplete(key: "rules") }
      rules = found
      history.append((event.seq, found))
    case .weekOpened, .declared, .droppedOut, .planned, .weekDispatched, .weekClosed:
      try applyToWeek(event)
    case .received: try receive(event)
    case .undone: try undo(event)
    case .registered:
      let record = try MemberRecord(event)
      members[record.member.id] = record
    case .purged: purgedContacts.formUnion(entry.body["contacts"]?.texts ?? [])
    default: try applyToNeed(event)
    }
    count += 1
    lastTime = lastTime.map { max($0, entry.time) } ?? entry.time
  }

  private func requireRules() throws(Illegality) -> RulesInForce {
    guard let rules else { throw .incomplete(key: "rules") }
    return rules
  }

  // MARK: Weeks

  private func record(_ entry: Entry, _ stages: [WeekStage]) throws(Illegality) -> (
    Week, WeekRecord
  ) {
    guard let week = entry.week else { throw .incomplete(key: "week") }
    guard let record = weeks[week] else { throw .unknownWeek(week) }
    guard stages.contains(record.stage) else {
      throw .stage(week: week, stage: record.stage, kind: entry.kind)
    }
    return (week, record)
  }

  private mutating func applyToWeek(_ event: Event) throws(Illegality) {
    let entry = event.entry
    if entry.kind == .weekOpened, let week = entry.week, weeks[week] == nil {
      weeks[week] = WeekRecord()
      return
    }
    let stages: [WeekStage] =
      switch entry.kind {
      // A plan made for a week that is out says how much of it has begun.
      case .planned:
        entry.body["begun"] == nil ? [.open, .planned] : [.dispatched, .replanned]
      case .weekDispatched: [.planned, .replanned]
      default: WeekStage.beforeClose
      }
    var (week, record) = try record(entry, stages)
    switch entry.kind {
    case .weekOpened: record.reopen()
    case .declared:
      let resource = try ResourceRecord.resource(event)
      record.resources[resource.id] = resource
      record.droppedOut[resource.id] = nil
      record.reopen()
    case .droppedOut:
      guard let id = entry.resource, let resource = record.resources.removeValue(forKey: id) else {
        throw .incomplete(key: "resource")
      }
      record.droppedOut[id] = resource
      record.reopen()
    case .planned: record.enter(entry)
    case .weekDispatched:
      record.enter(entry)
      let ids = record.plan?["needs"]?.texts ?? []
      for id in ids { try applyToNeed(event, id: id) }
    default:
      let open = cases.lazy.flatMap(\.currentOrders).first { $0.week == week && $0.state.isOpen }
      if let open { throw .openOrder(need: open.need, service: open.service, kind: entry.kind) }
      record.enter(entry)
    }
    weeks[week] = record
  }

  // MARK: Needs

  private mutating func receive(_ event: Event) throws(Illegality) {
    var (week, record) = try record(event.entry, WeekStage.beforeClose)
    guard let id = event.entry.need else { throw .incomplete(key: "need") }
    guard needs[id] == nil else { throw .knownNeed(id) }
    needs[id] = try NeedCase(event, rules: try requireRules())
    record.reopen()
    weeks[week] = record
    intake += 1
  }

  private mutating func applyToNeed(_ event: Event) throws(Illegality) {
    guard let id = event.entry.need else { throw .incomplete(key: "need") }
    if event.entry.kind == .dispatched {
      _ = try record(event.entry, [.planned, .dispatched, .replanned])
      guard let service = event.entry.service else { throw .incomplete(key: "service") }
      guard owners[service] ?? id == id else { throw .unknownService(service) }
    }
    try applyToNeed(event, id: id)
    if event.entry.kind == .dispatched, let service = event.entry.service { owners[service] = id }
    if event.entry.kind.canBeUndone { needsOfEvents[event.seq] = id }
  }

  private mutating func applyToNeed(_ event: Event, id: String) throws(Illegality) {
    guard var need = needs[id] else { throw .unknownNeed(id) }
    try need.apply(event, rules: try requireRules())
    needs[id] = need
  }

  /// Takes an entry back: the need is folded again without it, and all that came after has to be
  /// legal still.
  private mutating func undo(_ event: Event) throws(Illegality) {
    guard let seq = event.entry.body["seq"]?.number else { throw .incomplete(key: "seq") }
    guard let id = needsOfEvents[seq], event.entry.need == id, let old = needs[id] else {
      throw .notUndoable(seq: seq)
    }
    if let last = old.events.last, event.entry.time < last.entry.time {
      throw .backwards(need: id, last: last.entry.time)
    }
    needs[id] = try folded(old.events.filter { $0.seq != seq }) { later in
      .restsOn(seq: seq, later: later.entry.kind)
    }
    needsOfEvents[seq] = nil
    undone.insert(seq)
  }

  /// Folds some events of one need by the rules that were in force at each.
  ///
  /// - Parameters:
  ///   - events: the first receives the need.
  ///   - fault: why an event does not fit; nil throws the need's own reason.
  /// - Returns: the need; nil of no events.
  /// - Throws: why an event does not fit.
  private func folded(
    _ events: [Event], fault: (Event) -> Illegality?
  ) throws(Illegality) -> NeedCase? {
    var need: NeedCase?
    for event in events {
      guard let rules = history.last(where: { $0.seq < event.seq })?.rules else {
        throw .incomplete(key: "rules")
      }
      guard need != nil else {
        need = try NeedCase(event, rules: rules)
        continue
      }
      do throws(Illegality) {
        try need?.apply(event, rules: rules)
      } catch {
        throw fault(event) ?? error
      }
    }
    return need
  }

  /// The needs as they stood at a moment, by what the ledger knows now: entries taken back since
  /// count no more then either.
  ///
  /// - Returns: those received until then, by identifier.
  /// - Throws: never for a ledger that was read whole.
  /// - Complexity: linear in the events of needs that something happened to later.
  public func cases(at moment: Moment) throws(Illegality) -> [NeedCase] {
    var found: [NeedCase] = []
    for need in needs.values where need.receivedAt <= moment {
      if let last = need.events.last, last.entry.time <= moment {
        found.append(need)
      } else if let earlier = try folded(
        need.events.filter({ $0.entry.time <= moment }), fault: { _ in nil })
      {
        found.append(earlier)
      }
    }
    return found.sorted { $0.need.id < $1.need.id }
  }
}

extension WeekRecord {
  /// Takes in a plan, a dispatch or the week's end; nothing else.
  fileprivate mutating func enter(_ entry: Entry) {
    switch entry.kind {
    // A plan made for a week that is out says how much of it has begun.
    case .planned where entry.body["begun"] == nil: (plan, stage) = (entry.body, .planned)
    case .planned: (replan, stage) = (entry.body, .replanned)
    case .weekDispatched: (plan, replan, stage) = (replan ?? plan, nil, .dispatched)
    case .weekClosed: (replan, stage) = (nil, .closed)
    default: break
    }
  }

  /// A plan that is not dispatched yet counts no more once the lists have changed.
  fileprivate mutating func reopen() {
    replan = nil
    switch stage {
    case .dispatched, .replanned: stage = .dispatched
    case .open, .planned, .closed:
      stage = .open
      plan = nil
    }
  }
}
