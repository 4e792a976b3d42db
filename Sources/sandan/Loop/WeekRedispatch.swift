import ArgumentParser
import Ledger
import ListFiles
import Matching
import ThreeLists

struct WeekRedispatch: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "redispatch",
    abstract: Language.asked.text(
      "改派：有拒单、超时未接、新的急事或单位退出时，把派出去的一周重排。",
      "Plan a week that is out again: after refusals, silence, urgent needs, or who drops out."),
    discussion: Language.asked.text(
      """
      已接的、办结的、已开始的不动；派了还没答复的，只有更要紧的一级得益时才动，
      动得最少，且有证明；拒过的、超时未接的，本周不再派给同一件需求。
      逐行写明改了什么、为什么。排好后用 sandan week dispatch 派出改了的单；
      没有改的单照旧，不重派。新收的急事先 sandan week open，资源有变先
      sandan week resources，没有答复的先 sandan overdue --record。
      """,
      """
      What is taken, done or begun stays. What is out and unanswered moves only if a
      tier above gains by it, as little as can be, which is proved. Who gave a need
      back, or did not answer, is not asked for it again this week. Each change is
      told with its reason. sandan week dispatch then sends out what changed and
      leaves the rest alone. Enter urgent needs with sandan week open before, changed
      resources with sandan week resources, silence with sandan overdue --record.
      """))

  @OptionGroup var wanted: WeekPlanOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { try PlanMaking.validate(wanted.timeLimit, common.lang) }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let folder = OutputFolder(path: wanted.out, language: common.lang)
    try folder.refuseForeignFolder()
    let (store, snapshot) = try read()
    let inForce = try policy(by: snapshot.state.rules)
    let policy = inForce.policy
    let stages: [WeekStage] = [.dispatched, .replanned]
    let week = try week(wanted.week, in: snapshot.state, stages)
    if let stage = snapshot.state.weeks[week]?.stage, !stages.contains(stage) {
      throw Failure(.data, RedispatchText.notOut(week, stage, common.lang))
    }
    if let hand = snapshot.state.weeks[week]?.replan.flatMap(PlanRecord.byHand) {
      common.note(AdoptText.discarded(week, hand.moves.count, common.lang))
    }
    let task = try task(week, snapshot.state, contacts: contacts(store), policy)
    let making = PlanMaking(task.planning, common: common, clock: StageClock(telling: nil))
    let end = wanted.timeLimit.map { ContinuousClock.now + .seconds($0) }
    let plan = try making.plan(timeLimit: wanted.timeLimit)
    let files = try making.files(of: plan, withWorkbook: wanted.workbook.xlsx)
    let changes: [PlaceChange]
    do {
      changes = try PlaceChange.all(from: task.planning, to: plan) {
        end.map { $0 - ContinuousClock.now }
      }
    } catch {
      throw common.refuse(error)
    }
    Progress.show(PlainText.writing(common.lang))
    let recording = WeekPlanRecording(
      plan: plan, task: task, policy: inForce.named, base: snapshot.head,
      time: now, actor: who.name)
    let (head, orders) = try write(store) { ledger in
      try recording.write(files, to: folder, in: &ledger)
      return (ledger.head, OrderChanges(plan.services, week: week, ledger.state))
    }
    try tell(plan, task, changes, orders, silent: silent(week, snapshot.state), head: head)
  }

  private func task(
    _ week: Week, _ state: LedgerState, contacts: [ContactSubject: PersonalFields],
    _ policy: Policy
  ) throws -> WeekTask {
    do {
      return try WeekTask(
        again: week, at: now, state, contacts: contacts, policy: policy, ledger: place.ledger)
    } catch {
      throw common.refuse(error)
    }
  }

  /// Orders that were not answered in time, and are not entered as lapsed.
  private func silent(_ week: Week, _ state: LedgerState) -> Int {
    state.cases.flatMap { $0.unansweredLate(at: now) }.count { $0.week == week }
  }

  private func tell(
    _ plan: Plan, _ task: WeekTask, _ changes: [PlaceChange], _ orders: OrderChanges,
    silent: Int, head: String
  ) throws {
    var document = WeekDocument(
      plan.week, stage: .replanned, head: head, needs: task.planning.needs.count,
      resources: task.planning.resources.count, carried: task.carried,
      services: plan.services.count, unmet: plan.unmet.count)
    document.unchanged = orders.unchanged
    document.withdrawn = orders.withdrawals.count
    document.sent = orders.sends.count
    document.silent = silent
    document.left = task.left
    document.changes = changes.map { PlaceChangeDocument($0, common.lang) }
    try common.tell(
      RedispatchText.planned(
        plan, task, changes, orders, silent: silent, folder: wanted.out, common.lang),
      json: document)
  }
}
