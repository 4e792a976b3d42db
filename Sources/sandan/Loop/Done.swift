import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Done: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: Language.asked.text(
      "录入办结：一单的服务做完了，或一件需求就地办结。",
      "Enter a visit that took place, or a need settled on the spot."),
    discussion: Language.asked.text(
      """
      sandan done W48-N001-1-1           一单做完；各次都做完，需求即“已办结”
      sandan done N007 --settled         没有派单，就地办结
      sandan done --file 办结.csv        列：服务单号 或 需求编号，可有 时间、成员、时长
      sandan done 单号 --members M001;M002 --hours 1.5
          谁来的、每人几小时，用于双报告；成员先用 sandan members 报到
      办结、解决、满意是三回事：办结只说事情做了，后两样要回访时问居民。
      """,
      """
      sandan done W48-N001-1-1           an order is done; with the last one the need
      sandan done N007 --settled         settled without an order
      sandan done --file done.csv        columns 服务单号 or 需求编号, 时间, 成员, 时长 if you like
      sandan done ID --members M001;M002 --hours 1.5
          who came and for how long, for statements; see sandan members
      Done, solved and content are three facts: the last two are asked by a call.
      """))

  static let table = EntryTable.completions
  static let key = "service_id"
  static let options = ["members": "--members", "hours": "--hours"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text(
        "服务单号；加 --settled 时为需求编号。可以缩写。",
        "The order, or with --settled the need; may be shortened."), valueName: "id"))
  var identifier: String?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("没有派单，就地办结。", "Settled on the spot, without an order.")))
  var settled = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "来的成员，如 M001;M002:1.5，冒号后是本人的小时数。",
        "Members who came, such as M001;M002:1.5, with hours of their own after a colon."),
      valueName: "members"))
  var members: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "用了几小时，最多两位小数；写了成员则为每人的。", "Hours, two places at most; of each member, if any is named."),
      valueName: "hours"))
  var hours: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? {
    identifier.map {
      [settled ? "need_id" : "service_id": $0, "members": members ?? "", "hours": hours ?? ""]
    }
  }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let time = try Naming.time(row, now: now)
    guard row["service_id"].isEmpty else {
      let order = try Naming.order(row, "service_id", in: state) { $0.state == .accepted }
      if !row["need_id"].isEmpty, order.need != row["need_id"] {
        throw EntryFault(.againstLedger(.otherNeed(order.need)), "need_id", of: row)
      }
      // Whoever does not know whether a table went in enters it again.
      let isBare = row["members"].isEmpty && row["hours"].isEmpty
      if row.line != nil, isBare, order.state == .done,
        row["time"].isEmpty || order.doneAt == time
      {
        return nil
      }
      return Entry(
        .done, time: time, actor: who.name, week: order.week, need: order.need,
        service: order.service, resource: order.resource,
        body: try AttendanceCell.body(row, of: order, in: state))
    }
    for key in ["members", "hours"] where !row[key].isEmpty {
      throw EntryFault(.againstLedger(.noOrder), key, of: row)
    }
    let need = try Naming.need(row, "need_id", in: state) { !$0.state.isFinal }
    return Entry(.settled, time: time, actor: who.name, need: need.need.id)
  }
}
