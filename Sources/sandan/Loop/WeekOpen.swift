import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct WeekOpen: LedgerCommand {
  static let takesPolicy = true
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
        "首问负责人，一直负责到底；清单“首问”一栏已写的以清单为准，不给则为经办人。",
        "Who answers to the end for needs whose list has no 首问; who enters them if not given."),
      valueName: "name"))
  var first: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "成员清单（双报到），一并记入台账。", "The members list, to be registered as well."), valueName: "list"),
    completion: .file())
  var members: String?

  @OptionGroup var who: ActorOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let inForce = try policyBeforeReading()
    let policy = inForce.policy
    let bundle = try common.readLists(
      needs: needs, resources: resources, policy: policy, week: week, form: lists.form)
    let read = try members.map {
      try common.readMembers(
        $0, policy: policy, units: Set(bundle.resources.map(\.unit)), form: lists.form)
    }
    let warnings = bundle.warnings + (read?.warnings ?? [])
    common.warn(warnings)
    let store = try open(creating: true)
    let (head, plannable) = try write(store) { ledger in
      try refuseKnown(bundle.needs, in: ledger.state)
      // A policy stays in force until one is named again.
      if let policy = inForce.named ?? (ledger.state.rules == nil ? .standard : nil) {
        try ledger.record(policy, time: now, actor: who.name)
      }
      try ledger.append(Entry(.weekOpened, time: now, actor: who.name, week: week))
      if let read { _ = try register(read.members, &ledger, by: who.name) }
      for resource in bundle.resources { try declare(resource, &ledger) }
      for need in bundle.needs {
        try ledger.append(
          NeedCase.entry(
            need, week: week, firstResponsible: responsible(for: need), time: now,
            actor: who.name))
        try ledger.keep(
          PersonalFields(contact: need.contact, description: need.description),
          of: .need(need.id))
      }
      return (ledger.head, ledger.state.cases.count(where: \.isPlannable))
    }
    try common.tell(
      LedgerText.opened(
        week, needs: bundle.needs.count, resources: bundle.resources.count, plannable: plannable,
        language: common.lang),
      json: WeekDocument(
        week, stage: .open, head: head, needs: bundle.needs.count,
        resources: bundle.resources.count, plannable: plannable,
        warnings: DefectDocument(warnings, language: common.lang).defects))
  }

  /// Whom the list names, else whom the option names, else who enters the list.
  private func responsible(for need: Need) -> String {
    need.firstResponsible.isEmpty ? first ?? who.name : need.firstResponsible
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
