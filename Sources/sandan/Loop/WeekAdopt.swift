import ArgumentParser
import Ledger
import ListFiles
import Matching
import ThreeLists

struct WeekAdopt: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: Language.asked.text(
      "采用：把人工改过的 services.csv 收回来，代替排好的方案。",
      "Take a services.csv that was edited by hand in the stead of the plan."),
    discussion: Language.asked.text(
      """
      在 Excel 或 WPS 里改方案目录里的 services.csv，再交给这条命令。
      需求编号、角色、资源编号、时段说了算；改动的一行留着原来的服务单号，
      新添的一行服务单号留空，不派的一行删去；其余各列可以不改，由程序重写。
      规则、容量、指定、已接和已开始的单照样要守，拒过的不能再派；有一处不合就
      一处也不收，逐条说明怎样改。改动的记为“人工”，逐行列出，并写明每一级目标
      改动前后的值。派单（sandan week dispatch）之前可以改几次；派出以后先
      sandan week redispatch，再改它写出的 services.csv。
      """,
      """
      Edit the services.csv of the plan's folder in Excel or WPS and hand it to this
      command. 需求编号, 角色, 资源编号 and 时段 decide. A row that was changed keeps its
      服务单号, a row that was added leaves it empty, a place that is not to be given
      is deleted; the other columns may stay as they are and are written anew. Rules,
      capacities, pins and what was taken or has begun hold as ever, and who refused a
      need is not asked again; one mistake, and nothing is taken: each is told with its
      remedy. What was changed is marked 人工 and listed, with the value of every tier
      before and after. A plan may be edited until sandan week dispatch; once it is
      out, run sandan week redispatch and edit what that writes.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("改过的服务清单，CSV 或工作簿。", "The edited service list, a CSV or a workbook."),
      valueName: "services"),
    completion: .file(extensions: ["csv", "xlsx"]))
  var services: String

  @OptionGroup var wanted: WeekPlanOptions
  @OptionGroup var lists: ListOptions
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
    let week = try week(wanted.week, in: snapshot.state, [.planned, .replanned])
    let record = snapshot.state.weeks[week]
    guard let record, let body = record.waitingPlan else {
      throw Failure(.data, AdoptText.notPlanned(week, record?.stage ?? .open, common.lang))
    }
    let isAgain = record.stage == .replanned
    let task = try task(body, week, snapshot.state, contacts: contacts(store), policy)
    let recorded = RecordedPlan(body, week: week, task: task.planning)
    let stale = recorded.defects(file: place.ledger)
    guard stale.isEmpty else {
      throw Failure(.data, AdoptText.stale(week, stale, isAgain: isAgain, common.lang))
    }
    let (places, warnings) = try edited(recorded)
    common.warn(warnings)
    guard Set(places) != Set(recorded.places) else {
      return try common.tell(
        AdoptText.unchanged(week, common.lang),
        json: WeekDocument(week, stage: record.stage, head: snapshot.head))
    }
    if body["fingerprint"]?.text != task.planning.fingerprint {
      common.note(AdoptText.movedOn(week, common.lang))
    }
    let plan = try plan(places, recorded, task.planning)
    Progress.show(PlainText.writing(common.lang))
    let files = try PlanFiles.of(
      plan, task: task.planning, language: common.lang, withWorkbook: wanted.workbook.xlsx)
    let recording = WeekPlanRecording(
      plan: plan, task: task, policy: inForce.named, base: snapshot.head,
      time: now, actor: who.name)
    let (head, orders) = try write(store) { ledger in
      try recording.write(files, to: folder, in: &ledger)
      return (
        ledger.head, isAgain ? OrderChanges(plan.services, week: week, ledger.state) : nil
      )
    }
    try tell(plan, task, orders, stage: record.stage, head: head, warnings: warnings)
  }

  private func task(
    _ body: JSONValue, _ week: Week, _ state: LedgerState,
    contacts: [ContactSubject: PersonalFields], _ policy: Policy
  ) throws -> WeekTask {
    do {
      return try WeekTask(
        recorded: body, week, at: now, state, contacts: contacts, policy: policy,
        ledger: place.ledger)
    } catch {
      throw common.refuse(error)
    }
  }

  private func edited(
    _ recorded: RecordedPlan
  ) throws -> (places: [FilledPlace], warnings: [ListDefect]) {
    do {
      return try EditedServiceReader.read(
        services, of: recorded.editable, encoding: lists.encoding, sheets: lists.sheet)
    } catch {
      throw common.refuse(error)
    }
  }

  /// The plan that the places make: as it would be planned, or changed by hand.
  private func plan(
    _ places: [FilledPlace], _ recorded: RecordedPlan, _ task: PlanningTask
  ) throws -> Plan {
    let making = PlanMaking(task, common: common, clock: StageClock(telling: nil))
    let best = try making.plan(timeLimit: wanted.timeLimit)
    try making.requireSound(best)
    if Set(places) == Set(best.services.map { FilledPlace($0) }) { return best }
    guard Set(places) != Set(recorded.reckoned) else {
      throw Failure(.data, AdoptText.restored(task.week, common.lang))
    }
    let plan: Plan
    do {
      plan = try Planner.adopt(places, inSteadOf: recorded.reckoned, best: best, task: task)
    } catch {
      throw common.refuse(error)
    }
    Progress.show(PlainText.explaining(common.lang))
    let end = wanted.timeLimit.map { ContinuousClock.now + .seconds($0) }
    let whole = SmallestChanges.added(to: plan, task: task) {
      end.map { ContinuousClock.now >= $0 } ?? false
    }
    try making.requireSound(whole)
    return whole
  }

  private func tell(
    _ plan: Plan, _ task: WeekTask, _ orders: OrderChanges?, stage: WeekStage, head: String,
    warnings: [ListDefect]
  ) throws {
    var document = WeekDocument(
      plan.week, stage: stage, head: head, needs: task.planning.needs.count,
      resources: task.planning.resources.count, carried: task.carried,
      services: plan.services.count, unmet: plan.unmet.count,
      warnings: DefectDocument(warnings, language: common.lang).defects)
    document.unchanged = orders?.unchanged
    document.withdrawn = orders?.withdrawals.count
    document.sent = orders?.sends.count
    document.left = orders == nil ? nil : task.left
    document.byHand = plan.byHand.map { HandDocument($0, plan, common.lang) }
    try common.tell(
      AdoptText.adopted(plan, orders, folder: wanted.out, common.lang), json: document)
  }
}

/// The plan of a week that the ledger holds, as it can be edited.
private struct RecordedPlan {
  let editable: EditableServices
  /// What it fills.
  let places: [FilledPlace]
  /// What the plan filled that was reckoned, before anybody changed it by hand.
  let reckoned: [FilledPlace]

  init(_ body: JSONValue, week: Week, task: PlanningTask) {
    let services = PlanRecord.services(body, week: week)
    editable = EditableServices(
      services: services, run: body["run"]?.text ?? "", needs: task.needs,
      resources: task.resources, policy: task.policy, week: week, standing: task.standing)
    places = services.map { FilledPlace($0) }
    reckoned = PlanRecord.byHand(body)?.undone(places) ?? places
  }

  /// Why it could not be dispatched any more, as it is or as it was reckoned.
  func defects(file: String) -> [ListDefect] {
    let own = editable.defects(places, file: file)
    return own.isEmpty && reckoned != places ? editable.defects(reckoned, file: file) : own
  }
}

/// What was changed by hand, as JSON.
struct HandDocument: Encodable {
  struct Move: Encodable {
    var need: String
    var role: String?
    var from: String?
    var to: String?
    var message: String
  }

  struct Tier: Encodable {
    var name: String
    var planned: Int
    var value: Int
    /// How much better; negative where it is worse.
    var gain: Int
    var bound: Int?
    var provedBy: String
  }

  var moves: [Move]
  var tiers: [Tier]

  init(_ hand: HandChanges, _ plan: Plan, _ language: Language) {
    moves = hand.moves.map { move in
      Move(
        need: move.need, role: move.role, from: move.from?.description,
        to: move.to?.description, message: AdoptText.line(move, language))
    }
    tiers = zip(plan.tiers, hand.planned).map { tier, planned in
      Tier(
        name: tier.name.description, planned: planned, value: tier.value,
        gain: HandDocument.gain(tier, planned), bound: tier.bound,
        provedBy: tier.provedBy.rawValue)
    }
  }

  /// How much better a tier is than before.
  static func gain(_ tier: TierResult, _ planned: Int) -> Int {
    switch tier.name {
    case .served, .kept: tier.value - planned
    default: planned - tier.value
    }
  }
}
