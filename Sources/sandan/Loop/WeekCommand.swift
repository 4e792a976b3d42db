import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

/// The commands of a week.
struct WeekCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "week",
    abstract: Language.asked.text(
      "一周的闭环：收单、排方案、派单、收尾。", "A week of the closed loop: open, plan, dispatch, close."),
    discussion: Language.asked.text(
      """
      sandan week open 需求.csv 资源.csv --week 2026-W48   收单，记入台账
      sandan week plan --out 本周                          连同以前没办完的一起排方案
      sandan week dispatch --out 派单                      派单，每个单位一张派单表
      sandan week close                                    收尾，没办成的结转
      只有一周开着时，--week 可以不写。
      """,
      """
      sandan week open needs.csv resources.csv --week 2026-W48   lists into the ledger
      sandan week plan --out week          plans them with what earlier weeks left
      sandan week dispatch --out slips     sends the orders out, a slip for each unit
      sandan week close                    ends the week; what is left is carried
      Where only one week is open, --week may be left out.
      """),
    subcommands: [WeekOpen.self, WeekPlan.self, WeekDispatch.self, WeekClose.self])
}

struct WeekOpen: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: Language.asked.text(
      "收单：读两张清单，记入台账。", "Read the two lists into the ledger."),
    discussion: Language.asked.text(
      """
      台账里已有的需求不必再报，没办完的自动结转；再报算错误，指出在哪一行。
      同一周可以再收一次：新的需求加进去，资源以后收的为准。
      联系人、电话、地址、内容单独存放，可以清除；特殊群体只记“有”。
      """,
      """
      Needs the ledger holds are not to be reported again: what is not finished is
      carried by itself. A week may be opened again: needs are added, and the last
      offer of a resource counts. Contacts and the residents' own words are kept
      apart and can be purged; of a special group only that there is one.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "首问负责人，一直负责到底；不给则为经办人。",
        "Who answers for these needs to the end; who enters them if not given."),
      valueName: "name"))
  var first: String?

  @OptionGroup var who: ActorOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let policy = try common.loadPolicy()
    let bundle = try common.readLists(
      needs: needs, resources: resources, policy: policy, week: week, encoding: lists.encoding)
    common.warn(bundle.warnings)
    let store = try open(creating: true)
    let head = try write(store) { ledger in
      try refuseKnown(bundle.needs, in: ledger.state)
      try ledger.record(policy, time: now, actor: who.name)
      try ledger.append(Entry(.weekOpened, time: now, actor: who.name, week: week))
      for resource in bundle.resources { try declare(resource, &ledger) }
      for need in bundle.needs {
        try ledger.append(
          NeedCase.entry(
            need, week: week, firstResponsible: first ?? who.name, time: now, actor: who.name))
        try ledger.keep(
          PersonalFields(contact: need.contact, description: need.description),
          of: .need(need.id))
      }
      return ledger.head
    }
    let plannable = try read().snapshot.state.cases.count(where: \.isPlannable)
    try common.tell(
      LedgerText.opened(
        week, needs: bundle.needs.count, resources: bundle.resources.count, plannable: plannable,
        language: common.lang),
      json: WeekDocument(
        week, stage: .open, head: head, needs: bundle.needs.count,
        resources: bundle.resources.count, plannable: plannable))
  }

  /// Refuses needs that are in the ledger, each with its line.
  private func refuseKnown(_ needs: [Need], in state: LedgerState) throws {
    let defects = needs.compactMap { need -> ListDefect? in
      guard let known = state.needs[need.id] else { return nil }
      let obstacle = Obstacle.known(week: known.week, state: known.state.rawValue)
      return ListDefect(
        .againstLedger(obstacle), file: need.origin.file, line: need.origin.line,
        column: ListReader.needColumn("need_id", in: need.origin.file), found: need.id)
    }
    guard defects.isEmpty else {
      throw ListDefects(
        defects.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) })
    }
  }

  /// Records an offer that is new or differs from the last one.
  private func declare(_ resource: Resource, _ ledger: inout LedgerTransaction) throws {
    try ledger.keep(PersonalFields(contact: resource.contact), of: .resource(resource.id))
    try ledger.declare(resource, week: week, time: now, actor: who.name)
  }
}

struct WeekPlan: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: Language.asked.text(
      "排方案：本周收的需求，连同以前没办完的，一起匹配。",
      "Plan the week's needs with what earlier weeks left."),
    discussion: Language.asked.text(
      """
      与 sandan match 同一套算法，写出同样的目录，并记入台账；派单之前可以重排。
      以前各周没办成的，结转次数加一；只办了一部分的，按还缺的次数继续。
      拒过某件需求的资源成为它的“回避”；指定只在需求收到的那一周有效；
      点单、上次资源、回避里本周没有的资源略去。缓办到期的自动恢复。
      """,
      """
      The same planning as sandan match, the same folder, and recorded in the
      ledger; it may be planned again until it is dispatched. What earlier weeks
      left has waited a week more; a need served in part goes on with the visits it
      lacks. A resource that gave a need back is avoided by it; pins count in the
      week in which the need came in; resources not offered this week are left out
      of choices. Needs put off until this week are taken up.
      """))

  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("写入的目录。", "The folder to write."), valueName: "dir"),
    completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "求解最多用多少秒（不含读写）；到时用已找到的最好方案。",
        "Seconds for solving (not for reading and writing); then the best plan so far is used."),
      valueName: "seconds"))
  var timeLimit: Int?

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws { try PlanMaking.validate(timeLimit, common.lang) }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let policy = try common.loadPolicy()
    let folder = OutputFolder(path: out, language: common.lang)
    try folder.refuseForeignFolder()
    let (store, snapshot) = try read()
    let week = try week(self.week, in: snapshot.state, [.open, .planned])
    let task = try WeekTask(
      week, snapshot.state, contacts: contacts(store), policy: policy, ledger: place.ledger)
    let making = PlanMaking(common: common, clock: StageClock(telling: nil))
    let plan = try making.plan(task.planning, timeLimit: timeLimit)
    try making.audit(plan, task.planning)
    Progress.show(PlainText.writing(common.lang))
    let files = try PlanFiles.of(plan, task: task.planning, language: common.lang)
    let head = try write(store) { ledger in
      // The plan was made without the ledger being held: it is recorded only if nobody wrote.
      guard ledger.base == snapshot.head else { throw LedgerError.outrun }
      try ledger.record(policy, time: now, actor: who.name)
      for id in task.resumed {
        try ledger.append(Entry(.resumed, time: now, actor: who.name, week: week, need: id))
      }
      try ledger.append(
        Entry(
          .planned, time: now, actor: who.name, week: week,
          body: PlanRecord.body(plan, needs: task.planning.needs.map(\.id))))
      // The folder is only a picture of what the ledger holds; it comes last before the commit.
      try folder.write(files, replacingPlan: true)
      return ledger.head
    }
    try common.tell(
      LedgerText.planned(plan, task, folder: out, common.lang),
      json: WeekDocument(
        week, stage: .planned, head: head, needs: task.planning.needs.count,
        resources: task.planning.resources.count, carried: task.carried,
        services: plan.services.count, unmet: plan.unmet.count))
  }
}

struct WeekDispatch: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "dispatch",
    abstract: Language.asked.text(
      "派单：把排好的方案派出去，写出各单位的派单表。", "Send the plan's orders out, with a slip for each unit."),
    discussion: Language.asked.text(
      """
      派单表每个单位一张，“答复”“原因”两列留给单位填，交回后 sandan respond --file。
      联系人、电话、地址默认遮盖（张*、138****5678）；--contacts 写全，文件名注明内部资料。
      派过以后再运行，只重写派单表，不重复派单。
      """,
      """
      A slip for each unit, with two columns for its answers; it comes back by
      sandan respond --file. Contacts are masked (张*, 138****5678) unless
      --contacts asks for them in full; the file's name says internal then.
      Run again it only writes the slips again: nothing is dispatched twice.
      """))

  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "派单表写入的目录，须是新的或空的。", "A new or empty folder for the slips."), valueName: "dir"),
    completion: .directory)
  var out: String?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("派单表写全联系人、电话、地址。", "Write contacts in full on the slips.")))
  var contacts = false

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if contacts, out == nil {
      throw ValidationError(
        common.lang.text("--contacts 要与 --out 一起用。", "--contacts goes with --out."))
    }
  }

  func run() throws {
    let (store, snapshot) = try read()
    let fields = try contacts(store)
    let stages: [WeekStage] = out == nil ? [.planned] : [.planned, .dispatched]
    let week = try week(self.week, in: snapshot.state, stages)
    let (sent, slips, head) = try write(store) { ledger in
      let isNew = ledger.state.weeks[week]?.stage != .dispatched || out == nil
      if isNew { try dispatch(week, &ledger) }
      let slips = DispatchSlips(
        ledger.state, week: week, contacts: fields, inFull: contacts)
      if let out {
        try OutputFolder(path: out, language: common.lang).write(slips.files, replacingPlan: false)
      }
      return (isNew ? slips.orders : 0, slips, ledger.head)
    }
    try common.tell(
      LedgerText.dispatched(week, sent: sent, slips: slips, folder: out, common.lang),
      json: WeekDocument(
        week, stage: .dispatched, head: head, services: sent,
        files: out == nil ? nil : slips.files.map(\.name)))
  }

  private func dispatch(_ week: Week, _ ledger: inout LedgerTransaction) throws {
    guard let record = ledger.state.weeks[week] else { throw Illegality.unknownWeek(week) }
    guard record.stage == .planned, let plan = record.plan else {
      throw Illegality.stage(week: week, stage: record.stage, kind: .weekDispatched)
    }
    do {
      for service in PlanRecord.services(plan, week: week) {
        try ledger.append(
          Order.entry(
            service, week: week, run: plan["run"]?.text ?? "", time: now, actor: who.name))
      }
      try ledger.append(Entry(.weekDispatched, time: now, actor: who.name, week: week))
    } catch let illegality as Illegality {
      throw Failure(.data, LedgerText.stale(week, illegality, common.lang))
    }
  }
}

struct WeekClose: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: Language.asked.text(
      "收尾：一周结束，没办成的需求留待下周。", "End a week; what was not served stays for the next."),
    discussion: Language.asked.text(
      """
      还有单没有答复或没有办结时不能收尾，逐单列出；请先录入，或用 --release：
      没有答复的记“超时未接”，接了没去的记“未能到场”的拒单。
      """,
      """
      Not while orders are unanswered or not done: they are listed. Enter what
      became of them, or use --release: what was not answered counts as lapsed,
      what was taken and not done as given back, for nobody came.
      """))

  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "没有答复的记超时未接，接了没去的记拒单（未能到场）。",
        "Unanswered orders lapse; those taken and not done are given back.")))
  var release = false

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let (store, snapshot) = try read()
    let week = try week(self.week, in: snapshot.state, [.open, .planned, .dispatched])
    let (released, head, left) = try write(store) { ledger in
      let open = ledger.state.cases.flatMap(\.currentOrders)
        .filter { $0.week == week && $0.state.isOpen }
      guard open.isEmpty || release else {
        throw Failure(.data, LedgerText.openOrders(week, open, common.lang))
      }
      for order in open {
        let isAccepted = order.state == .accepted
        try ledger.append(
          Entry(
            isAccepted ? .refused : .lapsed, time: now, actor: who.name, week: week,
            need: order.need, service: order.service, resource: order.resource,
            body: isAccepted ? ["reason": .text("no-show")] : [:]))
      }
      try ledger.append(Entry(.weekClosed, time: now, actor: who.name, week: week))
      return (open.count, ledger.head, ledger.state.cases.count(where: \.isPlannable))
    }
    try common.tell(
      LedgerText.closed(week, released: released, left: left, common.lang),
      json: WeekDocument(week, stage: .closed, head: head, plannable: left, released: released))
  }
}

/// What the commands of a week print as JSON; what a command does not say is absent.
struct WeekDocument: Encodable {
  var formatVersion = 1
  var week: String
  var stage: String
  var head: String
  var needs: Int?
  var resources: Int?
  var plannable: Int?
  var carried: Int?
  var services: Int?
  var unmet: Int?
  var released: Int?
  var files: [String]?

  init(
    _ week: Week, stage: WeekStage, head: String, needs: Int? = nil, resources: Int? = nil,
    plannable: Int? = nil, carried: Int? = nil, services: Int? = nil, unmet: Int? = nil,
    released: Int? = nil, files: [String]? = nil
  ) {
    self.week = week.description
    self.stage = stage.rawValue
    self.head = head
    self.needs = needs
    self.resources = resources
    self.plannable = plannable
    self.carried = carried
    self.services = services
    self.unmet = unmet
    self.released = released
    self.files = files
  }
}
