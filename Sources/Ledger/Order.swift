import ThreeLists

/// Where an order stands.
public enum OrderState: String, CaseIterable, Hashable, Sendable {
  /// Out, not answered.
  case dispatched
  /// Taken.
  case accepted
  /// Given back, or the unit did not come.
  case refused
  /// Not answered in time.
  case lapsed
  /// The visit took place.
  case done

  /// Whether somebody is still expected to answer or to come.
  public var isOpen: Bool { self == .dispatched || self == .accepted }

  /// Whether the place has to go to somebody else.
  public var isBroken: Bool { self == .refused || self == .lapsed }

  /// The order's state in the offices' words.
  public var name: String {
    switch self {
    case .dispatched: "已派"
    case .accepted: "已接"
    case .refused: "拒单"
    case .lapsed: "超时未接"
    case .done: "已办结"
    }
  }

  /// The state after an event; nil when it is illegal.
  func after(_ kind: EventKind) -> OrderState? {
    switch (self, kind) {
    case (.dispatched, .accepted), (.lapsed, .accepted): .accepted
    case (.dispatched, .refused), (.accepted, .refused), (.lapsed, .refused): .refused
    case (.dispatched, .lapsed): .lapsed
    case (.accepted, .done): .done
    // Another unit takes the place; an order taken or done is never moved.
    case (.dispatched, .dispatched), (.refused, .dispatched), (.lapsed, .dispatched): .dispatched
    default: nil
    }
  }
}

/// A place of a visit, and who has the order to fill it.
public struct Order: Hashable, Sendable {
  /// The service's identifier, which stays when the order goes to another resource.
  public let service: String
  /// The place in the ledger of the event that sent it out.
  public let seq: Int
  /// The need.
  public let need: String
  /// The week of the plan.
  public let week: Week
  /// The visit's number in that plan.
  public let visit: Int
  /// The role; nil without a team.
  public let role: String?
  /// Whether it leads the team.
  public let leads: Bool
  /// Who has it.
  public let resource: String
  /// The resource's unit.
  public let unit: String
  /// The day.
  public let date: Day
  /// The session.
  public let session: Session
  /// How the place came to be filled.
  public let method: Method
  /// Where it stands.
  public internal(set) var state: OrderState
  /// When it went out.
  public let dispatchedAt: Moment
  /// When it has to be answered; nil when the rules have no working time.
  public let respondBy: Moment?
  /// When it was first answered, by taking it or giving it back.
  public internal(set) var answeredAt: Moment?
  /// When the visit took place.
  public internal(set) var doneAt: Moment?
  /// The members who came.
  public internal(set) var attendances: [Attendance] = []
  /// What the visit took the unit, in hundredths of an hour: the hours of its members together, or
  /// what was stated for the order; nil when nobody said.
  public internal(set) var hours: Int?
  /// The reason's code, when it was given back.
  public internal(set) var reason: String?
  /// The round of the need to which it belongs.
  public internal(set) var round = 1
  /// Whether it counts no more: taken back by the office, or left of a visit that was broken and is
  /// served in another way.
  public internal(set) var isWithdrawn = false
  /// When it ended otherwise than by an answer: its place went to somebody else, or it was
  /// withdrawn.
  public internal(set) var leftAt: Moment?

  /// Whether the limit of its answer was over at a moment; never where there is none.
  public func isLimitOver(at moment: Moment) -> Bool { respondBy.map { $0 < moment } ?? false }

  /// The order that an event sends out.
  ///
  /// - Throws: ``Illegality/incomplete(key:)`` naming what the event lacks.
  public init(_ event: Event, respondBy: Moment?) throws(Illegality) {
    let entry = event.entry
    func need(_ key: String) -> Illegality { .incomplete(key: key) }
    guard let service = entry.service else { throw need("service") }
    guard let id = entry.need else { throw need("need") }
    guard let week = entry.week else { throw need("week") }
    guard let resource = entry.resource else { throw need("resource") }
    guard let visit = entry.body["visit"]?.number else { throw need("visit") }
    guard let unit = entry.body["unit"]?.text else { throw need("unit") }
    guard let session = entry.body["session"]?.text.flatMap({ Session($0) }) else {
      throw need("session")
    }
    guard let method = entry.body["method"]?.text.flatMap({ Method(rawValue: $0) }) else {
      throw need("method")
    }
    self.service = service
    seq = event.seq
    self.need = id
    self.week = week
    self.visit = visit
    role = entry.body["role"]?.text
    leads = entry.body["leads"]?.bool ?? true
    self.resource = resource
    self.unit = unit
    date = week.day(of: session)
    self.session = session
    self.method = method
    state = .dispatched
    dispatchedAt = entry.time
    self.respondBy = respondBy
  }

  /// The entry that sends a service out.
  public static func entry(
    _ service: Service, week: Week, run: String, time: Moment, actor: String
  ) -> Entry {
    var body: [String: JSONValue] = [
      "visit": .number(service.visit), "unit": .text(service.unit),
      "session": .text(service.session.description), "method": .text(service.method.rawValue),
      "run": .text(run),
    ]
    if let role = service.role {
      body["role"] = .text(role)
      body["leads"] = .bool(service.leads)
    }
    return Entry(
      .dispatched, time: time, actor: actor, week: week, need: service.need, service: service.id,
      resource: service.resource, body: body)
  }
}
