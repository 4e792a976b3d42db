import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Close: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: Language.asked.text(
      "关闭一件没有解决的需求，写明原因。", "Close a need that is not solved, and say why."),
    discussion: Language.asked.text(
      """
      sandan close N001 --reason 居民撤回
      sandan close --file 关闭.csv       列：需求编号、原因，可有 时间
      还有单未了结的不能关闭；回访时说已解决的也不能。关闭后可以 sandan rework。
      """,
      """
      sandan close N001 --reason withdrawn
      sandan close --file closed.csv     columns 需求编号, 原因, 时间
      Not while an order is open, nor when the resident said that it is solved.
      It can be taken up again with sandan rework.
      """))

  static let table = EntryTable.closings
  static let key = "need_id"
  static let options = ["reason": "--reason"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(help: ArgumentHelp(Language.asked.text("原因。", "Why."), valueName: "reason"))
  var reason: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? { need.map { ["need_id": $0, "reason": reason ?? ""] } }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) { $0.state != .unresolved }
    let reasons = state.rules?.loop.holdingReasons ?? LoopRules().holdingReasons
    return Entry(
      .closed, time: try Naming.time(row, now: now), actor: who.name, need: need.need.id,
      body: ["reason": .text(try Naming.reason(row, reasons))])
  }
}
