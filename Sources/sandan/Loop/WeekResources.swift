import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct WeekResources: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "resources",
    abstract: Language.asked.text(
      "改资源：本周的资源清单重收一遍，以这一份为准。", "Take the week's resource list anew, whole."),
    discussion: Language.asked.text(
      """
      这一份里没有的资源算退出：手里还没开始的单记为拒单（--reason 写原因），
      再用 sandan week redispatch 改派；办结的、已开始的照旧。
      新增的、改了的照这一份。只加资源、不删的，用 sandan week open 即可。
      """,
      """
      A resource that this list does not name drops out: its orders that have not
      begun are given back (say why with --reason), and sandan week redispatch gives
      them elsewhere; what is done or begun stays. To add resources without taking
      any out, sandan week open will do.
      """))

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "退出的资源把单退回的原因，取自政策的 refusal_reasons。",
        "Why those that drop out give their orders back; one of the policy's refusal_reasons."),
      valueName: "reason"))
  var reason: String?

  @OptionGroup var who: ActorOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let (store, snapshot) = try read()
    let inForce = try policy(by: snapshot.state.rules)
    let policy = inForce.policy
    let stages: [WeekStage] = [.open, .planned, .dispatched, .replanned]
    let week = try week(self.week, in: snapshot.state, stages)
    let (list, warnings) = try readResources(policy, week)
    common.warn(warnings)
    let (change, returned, head, stage) = try write(store) { ledger in
      if let named = inForce.named { try ledger.record(named, time: now, actor: who.name) }
      let change = ResourceChange(from: ledger.state.weeks[week]?.resources ?? [:], to: list)
      let returned = held(by: change.dropped, week, ledger.state)
      let code = try code(returned, ledger.state)
      for resource in list {
        try ledger.keep(PersonalFields(contact: resource.contact), of: .resource(resource.id))
        try ledger.declare(resource, week: week, time: now, actor: who.name)
      }
      for id in change.dropped {
        try ledger.append(
          Entry(.droppedOut, time: now, actor: who.name, week: week, resource: id))
      }
      for order in returned {
        try ledger.append(
          Entry(
            .refused, time: now, actor: who.name, week: week, need: order.need,
            service: order.service, resource: order.resource, body: ["reason": .text(code)]))
      }
      return (change, returned.count, ledger.head, ledger.state.weeks[week]?.stage ?? .open)
    }
    var document = WeekDocument(
      week, stage: stage, head: head, resources: list.count, released: returned,
      warnings: DefectDocument(warnings, language: common.lang).defects)
    document.added = change.added
    document.changed = change.changed
    document.dropped = change.dropped
    try common.tell(
      RedispatchText.resources(week, change, returned: returned, common.lang), json: document)
  }

  private func readResources(
    _ policy: Policy, _ week: Week
  ) throws -> (resources: [Resource], warnings: [ListDefect]) {
    Progress.show(PlainText.reading(common.lang))
    do {
      return try ListReader.resources(
        resources, policy: policy, week: week, encoding: lists.encoding, sheets: lists.sheet)
    } catch {
      throw common.refuse(error)
    }
  }

  /// Orders of resources, out or taken, whose session has not begun.
  private func held(by resources: [String], _ week: Week, _ state: LedgerState) -> [Order] {
    let begun = Standing.begun(in: week, at: now)
    let dropped = Set(resources)
    return state.cases.flatMap(\.currentOrders).filter {
      $0.week == week && $0.state.isOpen && dropped.contains($0.resource)
        && $0.session.index >= begun
    }
  }

  /// The code of the reason for which orders are given back.
  private func code(_ returned: [Order], _ state: LedgerState) throws -> String {
    let reasons = state.rules?.loop.refusalReasons ?? LoopRules().refusalReasons
    guard let reason else {
      guard returned.isEmpty else {
        throw Failure(
          .data,
          RedispatchText.reasonWanted(
            returned, reasons: reasons.entries.map(\.name), common.lang))
      }
      return ""
    }
    do {
      let row = EntryRow(
        command: commandName, ["reason": reason], options: ["reason": "--reason"])
      return try Naming.reason(row, reasons)
    } catch {
      throw common.refuse(ListDefects([error.defect]))
    }
  }
}

/// What a resource list changes of a week's resources.
struct ResourceChange {
  /// Identifiers, sorted.
  let added: [String]
  /// Identifiers of resources that say something else now, sorted.
  let changed: [String]
  /// Identifiers that the list does not name, sorted.
  let dropped: [String]
  /// How many say the same.
  let same: Int

  init(from known: [String: Resource], to list: [Resource]) {
    added = list.map(\.id).filter { known[$0] == nil }.sorted()
    changed = list.filter { resource in
      known[resource.id].map { !$0.saysTheSame(as: resource) } ?? false
    }.map(\.id).sorted()
    dropped = known.keys.filter { id in !list.contains { $0.id == id } }.sorted()
    same = list.count - added.count - changed.count
  }
}

extension Resource {
  /// Whether a row says the same, wherever it stands and whoever may be called.
  fileprivate func saysTheSame(as other: Resource) -> Bool {
    var other = other
    other.origin = origin
    other.contact = contact
    return self == other
  }
}
