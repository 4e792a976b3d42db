import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct WeekPlan: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: Language.asked.text(
      "排方案：本周收的需求，连同以前没办完的，一起匹配。",
      "Plan the week's needs with what earlier weeks left."),
    discussion: Language.asked.text(
      """
      与 sandan match 同一套算法，写出同样的目录，并记入台账；派单之前可以重排，
      派单之后用 sandan week redispatch。
      以前各周没办成的，结转次数加一；只办了一部分的，按还缺的次数继续。
      拒过某件需求的资源成为它的“回避”；指定只在需求收到的那一周有效；
      点单、上次资源、回避里本周没有的资源略去。缓办到期的自动恢复。
      各单位的历史承担由台账算出（政策 history_weeks，默认 12 周），清单里的一列
      只在台账还不认得这个单位时用；拒单不算偷懒，只列出来。
      """,
      """
      The same planning as sandan match, the same folder, and recorded in the
      ledger; it may be planned again until it is dispatched, and after that with
      sandan week redispatch. What earlier weeks left has waited a week more; a need served in part goes on with the visits it
      lacks. A resource that gave a need back is avoided by it; pins count in the
      week in which the need came in; resources not offered this week are left out
      of choices. Needs put off until this week are taken up. What units have carried
      comes from the ledger (history_weeks of the policy, 12 if not given); the
      list's column counts only for units the ledger does not know yet.
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
    let week = try week(wanted.week, in: snapshot.state, [.open, .planned])
    let record = snapshot.state.weeks[week]
    if let stage = record?.stage, stage != .open, stage != .planned {
      throw Failure(.data, RedispatchText.isOut(week, stage, common.lang))
    }
    if let hand = record?.plan.flatMap(PlanRecord.byHand) {
      common.note(AdoptText.discarded(week, hand.moves.count, common.lang))
    }
    let begun = Standing.begun(in: week, at: now)
    if begun > 0 { common.note(LedgerText.begun(week, begun, common.lang)) }
    let task = try WeekTask(
      week, snapshot.state, begun: begun, contacts: contacts(store), policy: policy,
      ledger: place.ledger)
    let making = PlanMaking(task.planning, common: common, clock: StageClock(telling: nil))
    let plan = try making.plan(timeLimit: wanted.timeLimit)
    let files = try making.files(of: plan, withWorkbook: wanted.workbook.xlsx)
    Progress.show(PlainText.writing(common.lang))
    let recording = WeekPlanRecording(
      plan: plan, task: task, policy: inForce.named, base: snapshot.head,
      time: now, actor: who.name)
    let head = try write(store) { ledger in
      try recording.write(files, to: folder, in: &ledger)
      return ledger.head
    }
    var document = WeekDocument(
      week, stage: .planned, head: head, needs: task.planning.needs.count,
      resources: task.planning.resources.count, carried: task.carried,
      services: plan.services.count, unmet: plan.unmet.count)
    document.units = task.histories.map(UnitHistoryDocument.init)
    try common.tell(
      LedgerText.planned(plan, task, folder: wanted.out, common.lang), json: document)
  }
}
