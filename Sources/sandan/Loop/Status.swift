import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Status: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: Language.asked.text(
      "台账现在怎样：各种状态几件；或一件需求的来龙去脉。",
      "How things stand: needs by state, or all that became of one need."),
    discussion: Language.asked.text(
      """
      sandan status                      各状态的件数，加起来就是收到的件数；各周办到哪一步
      sandan status N001                 一件需求：状态、两个时限、首问负责人、每一单、每一条记录
      联系人只显示遮盖后的样子（张*、138****5678）。
      """,
      """
      sandan status                      needs by state, which add up to the intake; weeks
      sandan status N001                 one need: state, both limits, who answers for
                                         it, each order, each entry
      Contacts are shown masked only (张*, 138****5678).
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写；不给则为总数。", "A need, may be shortened; all if not given."),
      valueName: "need"))
  var need: String?

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let (store, snapshot) = try read()
    let state = try state(of: snapshot)
    guard let text = need else {
      let board = StatusBoard(state, at: now)
      try common.tell(LoopText.board(board, common.lang), json: board)
      return
    }
    // Who came later is unknown at that time, whosever identifier begins alike.
    guard snapshot.state.needs[text] == nil || state.needs[text] != nil else {
      throw Failure(.data, LoopText.notYet(text, now, common.lang))
    }
    let known = try need(text, in: state)
    let contact = try contacts(store)[.need(known.need.id)]?.contact.masked
    let undone = snapshot.events.filter {
      $0.entry.need == known.need.id && $0.entry.time <= now
        && snapshot.state.undone.contains($0.seq)
    }
    let account = NeedAccount(known, undone: undone, contact: contact, at: now)
    try common.tell(
      LoopText.account(account, rules: state.rules, common.lang), json: account)
  }
}

/// How all needs stand.
struct StatusBoard: Encodable {
  struct WeekLine: Encodable {
    var week: String
    var stage: String
    var received: Int
    var open: Int
    /// Needs that the week's plan proposes for a higher level, and that did not go there yet.
    var proposed: [Proposal]
  }

  struct Proposal: Encodable {
    var need: String
    var level: String
    var reason: String
  }

  var formatVersion = 1
  var at: String
  var received: Int
  /// By state, every state named; they add up to the needs received.
  var states: [String: Int]
  var stepOverdue: Int
  var overallOverdue: Int
  /// Needs that are not finished and went up, by the level to which.
  var levels: [String: Int]
  var weeks: [WeekLine]

  init(_ state: LedgerState, at now: Moment) {
    at = now.description
    received = state.intake
    states = Dictionary(uniqueKeysWithValues: state.counts.map { ($0.key.rawValue, $0.value) })
    let open = state.cases.filter { !$0.state.isFinal }
    stepOverdue = open.count { $0.isStepOverdue(at: now) }
    overallOverdue = open.count { $0.isPromiseOpen(at: now) }
    levels = Dictionary(
      open.compactMap { $0.level.map { ($0.rawValue, 1) } }, uniquingKeysWith: +)
    weeks = state.weeks.keys.sorted().map { week in
      let received = state.cases.filter { $0.week == week }
      return WeekLine(
        week: week.description, stage: state.weeks[week]?.stage.rawValue ?? "",
        received: received.count, open: received.count { !$0.state.isFinal },
        proposed: EscalationProposals(week, state).proposals.map {
          Proposal(need: $0.need, level: $0.level.rawValue, reason: $0.proof.reason)
        })
    }
  }
}

/// All that became of one need.
struct NeedAccount: Encodable {
  struct OrderLine: Encodable {
    var service: String
    var unit: String
    var resource: String
    var role: String?
    var date: String
    var session: String
    var state: String
    var isWithdrawn: Bool
    var round: Int
    var respondBy: String?
    var reason: String?
  }

  struct Proof: Encodable {
    var week: String
    var run: String
    var reason: String
    var missing: Int
  }

  struct EventLine: Encodable {
    var seq: Int
    var time: String
    var actor: String
    var kind: String
    var service: String?
    var isUndone: Bool
  }

  var formatVersion = 1
  var need: String
  var week: String
  var category: String
  var state: String
  var firstResponsible: String
  var receivedAt: String
  var stepBy: String?
  var isStepOverdue: Bool
  var overallBy: String?
  var isOverallOverdue: Bool
  var round: Int
  var visitsWanted: Int
  var visitsLacking: Int
  var doneAt: String?
  var solved: Bool?
  var grade: Int?
  var level: String?
  /// The plan's proof with which it went up; absent when it went up otherwise.
  var proof: Proof?
  var deferredUntil: String?
  var reason: String?
  var refusedBy: [String]
  var contactName: String?
  var contactPhone: String?
  var address: String?
  var orders: [OrderLine]
  var events: [EventLine]

  init(_ known: NeedCase, undone: [Event], contact: Contact?, at now: Moment) {
    need = known.need.id
    week = known.week.description
    category = known.need.category
    state = known.state.rawValue
    firstResponsible = known.firstResponsible
    receivedAt = known.receivedAt.description
    stepBy = known.stepBy?.description
    isStepOverdue = known.isStepOverdue(at: now)
    overallBy = known.overallBy?.description
    isOverallOverdue = known.isOverallOverdue(at: now)
    round = known.round
    visitsWanted = known.visitsWanted
    visitsLacking = known.visitsLacking
    doneAt = known.doneAt?.description
    solved = known.isSolved
    grade = known.grade?.rawValue
    level = known.level?.rawValue
    proof = known.escalationProof.map {
      Proof(
        week: $0.week.description, run: $0.run, reason: $0.reason, missing: $0.missing)
    }
    deferredUntil = known.deferredUntil?.description
    reason = known.reason
    refusedBy = known.refusedBy.sorted()
    contactName = contact?.name
    contactPhone = contact?.phone
    address = contact?.address
    orders = known.orders.values.sorted { $0.service < $1.service }.map {
      OrderLine(
        service: $0.service, unit: $0.unit, resource: $0.resource, role: $0.role,
        date: $0.date.description, session: $0.session.description, state: $0.state.rawValue,
        isWithdrawn: $0.isWithdrawn, round: $0.round, respondBy: $0.respondBy?.description,
        reason: $0.reason)
    }
    let all =
      known.events.filter { $0.entry.kind != .weekDispatched }.map { ($0, false) }
      + undone.map { ($0, true) }
    events = all.sorted { $0.0.seq < $1.0.seq }.map { event, isUndone in
      EventLine(
        seq: event.seq, time: event.entry.time.description, actor: event.entry.actor,
        kind: event.entry.kind.rawValue, service: event.entry.service, isUndone: isUndone)
    }
  }
}
