import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Respond: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "respond",
    abstract: Language.asked.text(
      "录入单位的答复：接单或拒单。", "Enter a unit's answer: the order is taken or given back."),
    discussion: Language.asked.text(
      """
      sandan respond W48-N001 --accept
      sandan respond W48-N002 --refuse 人手不足
      sandan respond --file 派单_县司法局.csv
      单位在派单表的“答复”列填 接单 或 拒单，拒单再填“原因”，交回后整张录入；
      没有填的行不动。拒单的原因取自政策的 refusal_reasons。
      拒过的资源，以后不再派给同一件需求。服务单号可以缩写，只要认得出是哪一单。
      """,
      """
      sandan respond W48-N001 --accept
      sandan respond W48-N002 --refuse capacity
      sandan respond --file slip.csv
      A unit fills in 接单 or 拒单 on its slip, for 拒单 also the reason; rows left
      empty are passed over. Reasons are those of refusal_reasons in the policy.
      A resource that gave a need's order back gets none of that need again.
      Orders may be shortened as long as it is clear which one is meant.
      """))

  static let table = EntryTable.answers
  static let key = "service_id"
  static let options = ["reason": "--refuse"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("服务单号，可以缩写。", "The order; may be shortened."), valueName: "order"))
  var order: String?

  @Flag(help: ArgumentHelp(Language.asked.text("接单。", "The order is taken.")))
  var accept = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text("拒单，及其原因。", "The order is given back, and why."), valueName: "reason"))
  var refuse: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? {
    guard order != nil || accept || refuse != nil else { return nil }
    return [
      "service_id": order ?? "", "answer": accept ? "接单" : "拒单", "reason": refuse ?? "",
    ]
  }

  func validate() throws {
    if order != nil, accept == (refuse != nil) {
      throw ValidationError(
        common.lang.text(
          "请写 --accept 或 --refuse 原因，二者取一。", "Say --accept or --refuse REASON: one of the two."))
    }
    if (batch.file == nil) == (given == nil) {
      throw ValidationError(
        common.lang.text(
          "请给出服务单号和答复，或用 --file 给出一张表，二者取一。",
          "Name an order with its answer, or a table with --file: one of the two."))
    }
  }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let kind: EventKind
    switch row["answer"].lowercased() {
    case "": return nil
    case "接单", "接", "accept", "accepted": kind = .accepted
    case "拒单", "拒", "refuse", "refused": kind = .refused
    default: throw EntryFault(.notOneOf(allowed: EntryTable.answerWords), "answer", of: row)
    }
    let order = try Naming.order(row, "service_id", in: state) { $0.state.isOpen }
    let reasons = state.rules?.loop.refusalReasons ?? LoopRules().refusalReasons
    if row.line != nil, isKnown(row, order, kind, reasons, state) { return nil }
    // A slip of an earlier dispatch may name an order that is somebody else's by now.
    for (key, value) in [("resource_id", order.resource), ("session", order.session.description)]
    where !row[key].isEmpty && row[key] != value {
      throw EntryFault(
        .againstLedger(.moved(resource: order.resource, session: order.session)), key, of: row)
    }
    var body: [String: JSONValue] = [:]
    if kind == .refused {
      body["reason"] = .text(try Naming.reason(row, reasons))
    }
    return Entry(
      kind, time: try Naming.time(row, now: now), actor: who.name, week: order.week,
      need: order.need, service: order.service, resource: order.resource, body: body)
  }

  /// Whether a row says what the ledger has: a slip names the orders that its unit has taken or done
  /// already, and whoever does not know whether a table went in enters it again, after the place went
  /// elsewhere, too.
  private func isKnown(
    _ row: EntryRow, _ order: Order, _ kind: EventKind, _ reasons: CodeDictionary,
    _ state: LedgerState
  ) -> Bool {
    let replaced = state.needs[order.need]?.replaced.filter { $0.service == order.service } ?? []
    return ([order] + replaced).contains { known in
      guard row["resource_id"].isEmpty || row["resource_id"] == known.resource,
        row["session"].isEmpty || row["session"] == known.session.description
      else { return false }
      // Of an order that went elsewhere the row has to say whose it was.
      if known.seq != order.seq, row["resource_id"].isEmpty { return false }
      switch known.state {
      case .accepted, .done: return kind == .accepted
      case .refused:
        guard kind == .refused, let name = known.reason.flatMap(reasons.name(of:)) else {
          return false
        }
        return name == reasons.name(of: row["reason"])
      case .dispatched, .lapsed: return false
      }
    }
  }
}
