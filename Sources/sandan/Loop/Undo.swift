import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Undo: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: Language.asked.text(
      "更正：用一条反向记录取消一条录错的记录。", "Take a mistaken entry back by a counter-entry."),
    discussion: Language.asked.text(
      """
      sandan undo N001                   取消这件需求的最后一条记录
      sandan undo N001 --entry 27        取消台账第 27 条（sandan status N001 列出）
      sandan undo --file 更正.csv        列：需求编号，可有 台账序号、时间
      台账只增不减：录错的一条留着，注明已取消。其后的记录若以它为前提，要先取消。
      收到需求和派单不能取消：前者用 sandan close，后者由单位拒单。
      """,
      """
      sandan undo N001                   the last entry of the need
      sandan undo N001 --entry 27        entry 27 of the ledger (see sandan status N001)
      sandan undo --file undo.csv        columns 需求编号, 台账序号, 时间
      The ledger only grows: the mistake stays, marked as taken back. What rests
      on it has to be taken back before. The receipt of a need and a dispatch
      cannot be: close the need, or let the unit give the order back.
      """))

  static let table = EntryTable.corrections
  static let key = "need_id"
  static let options = ["entry": "--entry"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("台账序号；不给则取最后一条。", "The entry's number; the last one if not given."),
      valueName: "number"))
  var entry: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? { need.map { ["need_id": $0, "entry": entry ?? ""] } }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) { _ in true }
    let last = need.events.last { $0.entry.kind.movesNeed }?.seq ?? 0
    guard let seq = row["entry"].isEmpty ? last : Int(row["entry"]) else {
      throw EntryFault(.notCount(least: 1, most: state.count), "entry", of: row)
    }
    return Entry(
      .undone, time: try Naming.time(row, now: now), actor: who.name, need: need.need.id,
      body: ["seq": .number(seq)])
  }
}
