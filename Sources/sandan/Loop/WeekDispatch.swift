import ArgumentParser
import Foundation
import Ledger
import ListFiles
import ThreeLists

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
      改派以后（sandan week redispatch），只派改了的单；被改走、撤回的单另写 撤单_单位.csv。
      --xlsx 写成工作簿（派单_单位.xlsx）：编号存为文字，Excel 不会改样，“答复”和“原因”
      从下拉选项里选；填好照样交回。
      """,
      """
      A slip for each unit, with two columns for its answers; it comes back by
      sandan respond --file. Contacts are masked (张*, 138****5678) unless
      --contacts asks for them in full; the file's name says internal then.
      Run again it only writes the slips again: nothing is dispatched twice.
      After sandan week redispatch it sends what changed; orders that a unit is to
      come for no more stand on a slip of their own, 撤单_UNIT.csv.
      With --xlsx slips are workbooks (派单_UNIT.xlsx), in which identifiers are
      text that Excel leaves alone, and answers and reasons are chosen from lists;
      they come back the same way.
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

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "派单表写成工作簿（.xlsx），不写 CSV。", "Write the slips as workbooks (.xlsx), not as CSV.")))
  var xlsx = false

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if contacts, out == nil {
      throw ValidationError(
        common.lang.text("--contacts 要与 --out 一起用。", "--contacts goes with --out."))
    }
    if xlsx, out == nil {
      throw ValidationError(
        common.lang.text("--xlsx 要与 --out 一起用。", "--xlsx goes with --out."))
    }
  }

  func run() throws {
    let (store, snapshot) = try read()
    let fields = try contacts(store)
    let stages: [WeekStage] =
      out == nil ? [.planned, .replanned] : [.planned, .dispatched, .replanned]
    let week = try week(self.week, in: snapshot.state, stages)
    var hasWritten = false
    let (orders, slips, head) = try undoing({ hasWritten ? out : nil }) {
      try write(store) { ledger in
        try refuseTakenBack(week, snapshot, ledger.state)
        let isNew = ledger.state.weeks[week]?.stage != .dispatched || out == nil
        let orders = isNew ? try dispatch(week, &ledger) : nil
        let slips = try DispatchSlips(
          ledger.state, week: week, contacts: fields, inFull: contacts,
          workbooks: xlsx ? common.lang : nil)
        if let out, !slips.stand(at: out) {
          try OutputFolder(path: out, language: common.lang)
            .write(slips.files, replacingPlan: false)
          hasWritten = true
        }
        return (orders, slips, ledger.head)
      }
    }
    let isAgain = snapshot.state.weeks[week]?.stage == .replanned
    var document = WeekDocument(
      week, stage: .dispatched, head: head, services: orders?.sends.count ?? 0,
      files: out == nil ? nil : slips.files.map(\.name))
    if isAgain {
      document.unchanged = orders?.unchanged
      document.withdrawn = orders?.withdrawals.count
    }
    try common.tell(
      LedgerText.dispatched(
        week, orders, isAgain: isAgain, slips: slips, folder: out, common.lang),
      json: document)
  }

  /// Refuses a plan made again that rests on an entry taken back since: it would take back an order that
  /// somebody has.
  private func refuseTakenBack(
    _ week: Week, _ snapshot: LedgerSnapshot, _ state: LedgerState
  ) throws {
    guard state.weeks[week]?.stage == .replanned,
      let planned = snapshot.events.last(where: {
        $0.entry.kind == .planned && $0.entry.week == week
      })
    else { return }
    for event in snapshot.events where event.seq > planned.seq && event.entry.kind == .undone {
      let order = event.entry.need.flatMap { state.needs[$0] }?.currentOrders
        .first { $0.week == week }
      if let order {
        throw Failure(.data, RedispatchText.stale(week, order.service, common.lang))
      }
    }
  }

  /// Does some work; when it fails, the folder that it wrote goes again.
  private func undoing<Value>(_ folder: () -> String?, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch {
      if let folder = folder() { try? FileManager.default.removeItem(atPath: folder) }
      throw error
    }
  }

  private func dispatch(
    _ week: Week, _ ledger: inout LedgerTransaction
  ) throws -> OrderChanges {
    guard let record = ledger.state.weeks[week] else { throw Illegality.unknownWeek(week) }
    let isAgain = record.stage == .replanned
    guard let plan = record.waitingPlan else {
      throw Illegality.stage(week: week, stage: record.stage, kind: .weekDispatched)
    }
    let orders = OrderChanges(
      PlanRecord.services(plan, week: week), week: week, ledger.state)
    if let service = orders.stale {
      throw Failure(.data, RedispatchText.stale(week, service, common.lang))
    }
    do {
      for order in orders.withdrawals {
        try ledger.append(
          Entry(
            .withdrawn, time: now, actor: who.name, week: week, need: order.need,
            service: order.service, resource: order.resource))
      }
      for service in orders.sends {
        try ledger.append(
          Order.entry(
            service, week: week, run: plan["run"]?.text ?? "", time: now, actor: who.name))
      }
      try ledger.append(Entry(.weekDispatched, time: now, actor: who.name, week: week))
    } catch let illegality as Illegality {
      throw Failure(.data, LedgerText.stale(week, illegality, isAgain: isAgain, common.lang))
    }
    return orders
  }
}
