import Ledger
import ListFiles
import ThreeLists

/// What the plan of a week proposes to take up a level.
struct EscalationProposals {
  /// A need, and where it should go.
  struct Proposal: Hashable {
    var need: String
    var level: GridLevel
    var proof: EscalationProof
  }

  /// In the order of the plan.
  var proposals: [Proposal] = []
  /// Needs whose proof is in the plan and that cannot go up: with the county already.
  var atTop: [String] = []
  /// Needs that went up by this plan before, or need nobody any more.
  var settled: [String] = []
  /// Unmet needs of which the plan does not prove that nobody at their level can serve them.
  var unproved: [String] = []

  /// The proposals of a week's plan that still stand.
  ///
  /// A need goes to the level that the plan names, at least one above where it lies. What the lists
  /// alone prove goes up at once; places full of needs of equal or higher class may be free the week
  /// after, so such a proof counts once the need has stayed unmet for as many weeks as bring it
  /// before the joint meeting.
  init(_ week: Week, _ state: LedgerState) {
    let plan = state.weeks[week]?.plan
    let run = plan?["run"]?.text ?? ""
    let patience = state.rules?.loop.agendaAfter ?? LoopRules.standardAgendaAfter
    for unmet in UnmetRecord.all(plan) {
      guard let known = state.needs[unmet.need], let named = unmet.level, unmet.isProved,
        unmet.isUnservable || known.carried(into: week) + 1 >= patience
      else {
        unproved.append(unmet.need)
        continue
      }
      let proof = EscalationProof(
        week: week, run: run, reason: unmet.code, missing: unmet.missing)
      guard known.escalationProof != proof, known.isPlannable else {
        settled.append(unmet.need)
        continue
      }
      let present = known.level ?? .grid
      guard let above = GridLevel.allCases.last(where: { $0 < present }) else {
        atTop.append(unmet.need)
        continue
      }
      proposals.append(Proposal(need: unmet.need, level: min(named, above), proof: proof))
    }
  }
}

extension Escalate {
  /// Takes up what a week's plan proposes, in one transaction.
  func escalate(proposedIn asked: Week) throws {
    let store = try open()
    let policy = try namedPolicy()
    let (week, found, events) = try write(store) { ledger in
      if let policy { try ledger.record(policy, time: now, actor: who.name) }
      let week = try self.week(asked, in: ledger.state, WeekStage.allCases)
      guard ledger.state.weeks[week]?.plan != nil else {
        throw Failure(.data, LoopText.noPlan(week, common.lang))
      }
      let code = try reasonCode(ledger.state)
      let found = EscalationProposals(week, ledger.state)
      var events: [Event] = []
      for proposal in found.proposals {
        var body = proposal.proof.body
        body["level"] = .text(proposal.level.rawValue)
        body["reason"] = .text(code)
        events.append(
          try ledger.append(
            Entry(
              .escalated, time: now, actor: who.name, week: week, need: proposal.need, body: body)))
      }
      return (week, found, events)
    }
    try common.tell(
      LoopText.escalated(week, found, common.lang),
      json: EscalatedDocument(week, found, events))
  }

  /// The reason's code; 本级无资源 unless another one is given.
  private func reasonCode(_ state: LedgerState) throws(ListDefects) -> String {
    let row = EntryRow(
      command: commandName, ["reason": reason ?? "no-resource"], options: Self.options)
    let reasons = state.rules?.loop.holdingReasons ?? LoopRules().holdingReasons
    do throws(EntryFault) {
      return try Naming.reason(row, reasons)
    } catch {
      throw ListDefects([error.defect])
    }
  }
}

/// What `escalate --proposed` prints as JSON.
struct EscalatedDocument: Encodable {
  struct Item: Encodable {
    var need: String
    var level: String
    var proof: String
    var missing: Int
  }

  var formatVersion = 1
  var week: String
  var escalated: [Item]
  var settled: [String]
  var atTop: [String]
  var unproved: [String]
  var entries: [EntriesDocument.Item]

  init(_ week: Week, _ found: EscalationProposals, _ events: [Event]) {
    self.week = week.description
    escalated = found.proposals.map {
      Item(
        need: $0.need, level: $0.level.rawValue, proof: $0.proof.reason, missing: $0.proof.missing)
    }
    settled = found.settled
    atTop = found.atTop
    unproved = found.unproved
    entries = events.map(EntriesDocument.Item.init)
  }
}
