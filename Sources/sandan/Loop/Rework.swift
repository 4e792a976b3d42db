import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Rework: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "rework",
    abstract: Language.asked.text(
      "返工：把回访过或关闭了的需求重新办理。", "Take up again a need that was called back or closed."),
    discussion: Language.asked.text(
      """
      sandan rework N001 --visits 1
      sandan rework --file 返工.csv      列：需求编号，可有 次数、时间
      首问负责人和总时限不变；拒过它的资源仍不再派。不写次数，按原来的次数。
      """,
      """
      sandan rework N001 --visits 1
      sandan rework --file again.csv     columns 需求编号, 次数, 时间
      Who answers for it and the promised limit stay; those who gave it back stay
      out. Without a number, as many visits as at first.
      """))

  static let table = EntryTable.reworks
  static let key = "need_id"
  static let options = ["visits": "--visits"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(
    help: ArgumentHelp(Language.asked.text("再去几次。", "Visits wanted."), valueName: "count"))
  var visits: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? { need.map { ["need_id": $0, "visits": visits ?? ""] } }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) { $0.state.isFinal }
    var body: [String: JSONValue] = [:]
    if !row["visits"].isEmpty {
      guard let count = Int(row["visits"]), (1...21).contains(count) else {
        throw EntryFault(.notCount(least: 1, most: 21), "visits", of: row)
      }
      body["visits"] = .number(count)
    }
    return Entry(
      .reworked, time: try Naming.time(row, now: now), actor: who.name, need: need.need.id,
      body: body)
  }
}
