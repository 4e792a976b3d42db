import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Defer: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "defer",
    abstract: Language.asked.text(
      "缓办一件需求，到某天再派；或提前恢复。", "Put a need off until a day, or take it up again."),
    discussion: Language.asked.text(
      """
      sandan defer N001 --until 2026-12-01 --reason 居民不在
      sandan defer N001 --resume         不等到那天，现在就恢复
      sandan defer --file 缓办.csv       列：需求编号、缓办至、原因，可有 时间
      到了那天所在的一周，week plan 自动恢复它。原因取自政策的 holding_reasons。
      """,
      """
      sandan defer N001 --until 2026-12-01 --reason absent
      sandan defer N001 --resume         takes it up now
      sandan defer --file later.csv      columns 需求编号, 缓办至, 原因, 时间
      week plan takes it up by itself in the week of that day. Reasons are those
      of holding_reasons in the policy.
      """))

  static let table = EntryTable.deferrals
  static let key = "need_id"
  static let options = ["until": "--until", "reason": "--reason"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("缓到哪一天。", "The day until which it waits."), valueName: "date"))
  var until: String?

  @Option(help: ArgumentHelp(Language.asked.text("原因。", "Why."), valueName: "reason"))
  var reason: String?

  @Flag(help: ArgumentHelp(Language.asked.text("恢复。", "Take it up again.")))
  var resume = false

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? {
    need.map { ["need_id": $0, "until": until ?? "", "reason": reason ?? ""] }
  }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) {
      resume ? $0.state == .deferred : !$0.state.isFinal
    }
    let time = try Naming.time(row, now: now)
    if resume { return Entry(.resumed, time: time, actor: who.name, need: need.need.id) }
    guard !row["until"].isEmpty else {
      throw EntryFault(.emptyRequired(isCount: false), "until", of: row)
    }
    guard let until = EntryReader.moment(row["until"])?.day else {
      throw EntryFault(.notDate, "until", of: row)
    }
    guard until > time.day else {
      throw EntryFault(.againstLedger(.notAfter(time.day)), "until", of: row)
    }
    let reasons = state.rules?.loop.holdingReasons ?? LoopRules().holdingReasons
    return Entry(
      .deferred, time: time, actor: who.name, need: need.need.id,
      body: [
        "until": .text(until.description), "reason": .text(try Naming.reason(row, reasons)),
      ])
  }
}
