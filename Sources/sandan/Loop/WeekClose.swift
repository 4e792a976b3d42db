import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct WeekClose: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: Language.asked.text(
      "收尾：一周结束，没办成的需求留待下周。", "End a week; what was not served stays for the next."),
    discussion: Language.asked.text(
      """
      还有单没有答复或没有办结时不能收尾，逐单列出；请先录入，或用 --release：
      没有答复的记“超时未接”，接了没去的记“未能到场”的拒单；
      还没到时候的单不能这样记，等过了再收尾。
      """,
      """
      Not while orders are unanswered or not done: they are listed. Enter what
      became of them, or use --release: what was not answered counts as lapsed,
      what was taken and not done as given back, for nobody came; not of visits that
      still lie ahead: close the week when they are over.
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
    let week = try week(self.week, in: snapshot.state, WeekStage.beforeClose)
    let (released, head, left, unsent) = try write(store) { ledger in
      guard week.monday <= now.day else {
        throw Failure(.data, LedgerText.notBegun(week, common.lang))
      }
      // What happened to its orders comes before its end.
      for known in ledger.state.cases where known.currentOrders.contains(where: { $0.week == week })
      {
        if let last = known.events.last?.entry.time, last > now {
          throw Illegality.backwards(need: known.need.id, last: last)
        }
      }
      let open = ledger.state.cases.flatMap(\.currentOrders)
        .filter { $0.week == week && $0.state.isOpen }
      guard open.isEmpty || release else {
        throw Failure(.data, LedgerText.openOrders(week, open, common.lang))
      }
      // Nobody has failed to come, or to answer in time, before the visit is over.
      let over = Standing.over(in: week, at: now)
      let ahead = open.filter { order in
        order.session.index >= over
          && (order.state == .accepted || !order.isLimitOver(at: now))
      }
      guard ahead.isEmpty else {
        throw Failure(.data, LedgerText.ordersAhead(week, ahead, common.lang))
      }
      // The services of the last plan that were to go out and never did.
      let lapsing =
        ledger.state.weeks[week]?.waitingPlan.map { plan in
          OrderChanges(PlanRecord.services(plan, week: week), week: week, ledger.state).sends.count
        } ?? 0
      for order in open {
        let isAccepted = order.state == .accepted
        try ledger.append(
          Entry(
            isAccepted ? .refused : .lapsed, time: now, actor: who.name, week: week,
            need: order.need, service: order.service, resource: order.resource,
            body: isAccepted ? ["reason": .text("no-show")] : [:]))
      }
      try ledger.append(Entry(.weekClosed, time: now, actor: who.name, week: week))
      return (open.count, ledger.head, ledger.state.cases.count(where: \.isPlannable), lapsing)
    }
    if unsent > 0 { common.note(LedgerText.planNotSent(week, unsent, common.lang)) }
    var document = WeekDocument(
      week, stage: .closed, head: head, plannable: left, released: released)
    document.unsent = unsent > 0 ? unsent : nil
    try common.tell(
      LedgerText.closed(week, released: released, left: left, common.lang), json: document)
  }
}
