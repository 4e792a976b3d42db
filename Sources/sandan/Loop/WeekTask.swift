import Ledger
import ListFiles
import Matching
import ThreeLists

/// What is planned in a week: the needs that lack somebody, and the resources offered for it.
struct WeekTask {
  /// Lists, policy and week.
  let planning: PlanningTask
  /// Needs put off until this week, which come up again.
  let resumed: [String]
  /// Needs that an earlier plan left without somebody.
  let carried: Int
  /// Needs that wait for the next week though they lack somebody: a visit broke after somebody came.
  let left: [String]
  /// Whether the week is out.
  let isAgain: Bool
  /// What the units did in the weeks before.
  let histories: [UnitHistory]

  /// A first plan.
  ///
  /// - Parameters:
  ///   - week: the week.
  ///   - state: the ledger.
  ///   - begun: sessions of the week that have begun, which nothing is put into.
  ///   - contacts: personal fields.
  ///   - policy: the policy.
  ///   - ledger: the ledger's name, for messages.
  init(
    _ week: Week, _ state: LedgerState, begun: Int, contacts: [ContactSubject: PersonalFields],
    policy: Policy, ledger: String
  ) {
    isAgain = false
    let resources = state.weeks[week]?.resources ?? [:]
    let due = state.cases.filter {
      $0.state == .deferred && ($0.deferredUntil.map { $0 <= week.sunday } ?? false)
    }
    resumed = due.map(\.need.id)
    let cases = state.cases.filter { ($0.isPlannable && $0.week <= week) } + due
    left = []
    histories = state.unitHistories(
      before: week, window: policy.historyWeeks, resources: Array(resources.values))
    carried = cases.count { !$0.plannedIn.filter { $0 < week }.isEmpty }
    planning = PlanningTask(
      needs: cases.map {
        WeekTask.need(
          $0, in: week, resources: resources, contacts[.need($0.need.id)], ledger: ledger)
      },
      resources: UnitHistory.applied(histories, to: Array(resources.values)).map { resource in
        var resource = resource
        resource.origin = Origin(file: ledger, line: resource.origin.line)
        return resource
      },
      policy: policy.accepting(cases.map(\.need), Array(resources.values)), week: week,
      version: programVersion,
      standing: begun > 0 ? Standing(places: [], begun: begun) : nil)
  }

  /// What a recorded plan was made of, made again from a ledger.
  ///
  /// - Parameters:
  ///   - body: the plan's event; of a week that was out it says what had begun.
  ///   - week: the week.
  ///   - now: what has begun by then stays in a week that was out.
  ///   - state: the ledger.
  ///   - contacts: personal fields.
  ///   - policy: the policy.
  ///   - ledger: the ledger's name, for messages.
  /// - Throws: a defect for each order that the week's resources no longer permit.
  init(
    recorded body: JSONValue, _ week: Week, at now: Moment, _ state: LedgerState,
    contacts: [ContactSubject: PersonalFields], policy: Policy, ledger: String
  ) throws(ListDefects) {
    if body["begun"] != nil {
      try self.init(
        again: week, at: now, state, contacts: contacts, policy: policy, ledger: ledger)
    } else {
      self.init(
        week, state, begun: body["closed_until"]?.number ?? 0, contacts: contacts, policy: policy,
        ledger: ledger)
    }
  }

  /// The need as it is planned this week.
  static func need(
    _ known: NeedCase, in week: Week, resources: [String: Resource], _ fields: PersonalFields?,
    ledger: String
  ) -> Need {
    var need = known.need
    func isOffered(_ id: String) -> Bool { resources[id] != nil }
    need.origin = Origin(file: ledger, line: need.origin.line)
    need.description = fields?.description ?? ""
    need.visits = max(1, known.visitsLacking)
    need.carried = known.carried(into: week)
    need.requested = need.requested.filter(isOffered)
    need.previous = need.previous.flatMap { isOffered($0) ? $0 : nil }
    need.banned = Set(need.banned).union(known.refusedBy).filter(isOffered).sorted()
    let isFirst = known.week == week && known.orders.isEmpty
    need.pinned = isFirst ? need.pinned.filter { isOffered($0.resource) } : []
    return need
  }
}

/// A plan as the ledger records it.
enum PlanRecord {
  /// The body of the event.
  static func body(_ plan: Plan, needs: [String], isAgain: Bool) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "run": .text(plan.runID), "fingerprint": .text(plan.fingerprint),
      "version": .text(programVersion), "status": .text(plan.status.rawValue),
      "needs": .texts(needs),
      "tiers": .list(
        plan.tiers.map {
          .object(["name": .text($0.name.description), "value": .number($0.value)])
        }),
      "services": .list(plan.services.map(service)),
      "unmet": .list(plan.unmet.map { UnmetRecord($0).value }),
    ]
    if let standing = plan.standing {
      body[isAgain ? "begun" : "closed_until"] = .number(standing.begun)
    }
    if let hand = plan.byHand { body["by_hand"] = value(hand) }
    return body
  }

  private static func value(_ hand: HandChanges) -> JSONValue {
    .object([
      "planned": .list(hand.planned.map { .number($0) }),
      "moves": .list(
        hand.moves.map { move in
          let parts = [
            "need": move.need, "role": move.role, "from": move.from?.description,
            "to": move.to?.description,
          ]
          return .object(parts.compactMapValues { $0.map { .text($0) } })
        }),
    ])
  }

  /// What was changed by hand of a plan recorded; nil when nothing was.
  static func byHand(_ body: JSONValue) -> HandChanges? {
    guard let hand = body["by_hand"] else { return nil }
    func end(_ move: JSONValue, _ key: String) -> ResourceSession? {
      move[key]?.text.flatMap { ResourceSession($0) }
    }
    return HandChanges(
      planned: (hand["planned"]?.values ?? []).compactMap(\.number),
      moves: (hand["moves"]?.values ?? []).compactMap { move in
        move["need"]?.text.map {
          ServiceMove(
            need: $0, role: move["role"]?.text, from: end(move, "from"), to: end(move, "to"))
        }
      })
  }

  private static func service(_ service: Service) -> JSONValue {
    var body: [String: JSONValue] = [
      "id": .text(service.id), "need": .text(service.need), "visit": .number(service.visit),
      "leads": .bool(service.leads), "resource": .text(service.resource),
      "unit": .text(service.unit), "session": .text(service.session.description),
      "method": .text(service.method.rawValue), "distance": .number(service.distance),
    ]
    if let role = service.role { body["role"] = .text(role) }
    if let rank = service.choiceRank { body["choice_rank"] = .number(rank) }
    return .object(body)
  }

  /// The services of a plan recorded.
  static func services(_ body: JSONValue, week: Week) -> [Service] {
    (body["services"]?.values ?? []).compactMap { entry in
      guard let id = entry["id"]?.text, let need = entry["need"]?.text,
        let visit = entry["visit"]?.number, let resource = entry["resource"]?.text,
        let unit = entry["unit"]?.text,
        let session = entry["session"]?.text.flatMap({ Session($0) }),
        let method = entry["method"]?.text.flatMap({ Method(rawValue: $0) })
      else { return nil }
      return Service(
        id: id, need: need, visit: visit, role: entry["role"]?.text,
        leads: entry["leads"]?.bool ?? true, resource: resource, unit: unit,
        date: week.day(of: session), session: session, method: method,
        choiceRank: entry["choice_rank"]?.number, distance: entry["distance"]?.number ?? 0)
    }
  }
}
