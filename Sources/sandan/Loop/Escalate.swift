import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Escalate: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "escalate",
    abstract: Language.asked.text(
      "把一件需求提交上一级。", "Take a need up a level."),
    discussion: Language.asked.text(
      """
      sandan escalate N001 --level 街道 --reason 超出本级权限
      sandan escalate --file 升级.csv    列：需求编号、层级、原因，可有 时间
      sandan escalate --proposed 2026-W48
          方案证明本级无人能办的一次全部提交，理由和方案的运行编号一并记入；
          只因名额已满的，满几周（政策的 agenda）才提交
      升级重新起算这一步的时限；对居民承诺的总时限照走，什么也不重新起算。
      原因取自政策的 holding_reasons。
      """,
      """
      sandan escalate N001 --level town --reason authority
      sandan escalate --file up.csv      columns 需求编号, 层级, 原因, 时间
      sandan escalate --proposed 2026-W48
          all needs of which that week's plan proves that nobody at their level can
          serve them, with the reason and the plan's run as proof; where places are
          only full, after some weeks (agenda in the policy)
      The step's limit begins anew; the limit the resident was promised runs on.
      Reasons are those of holding_reasons in the policy.
      """))

  static let table = EntryTable.escalations
  static let key = "need_id"
  static let options = ["level": "--level", "reason": "--reason"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("提交到：社区、街道、县。", "To: community, town or county."), valueName: "level"))
  var level: String?

  @Option(
    help: ArgumentHelp(Language.asked.text("原因。", "Why."), valueName: "reason"))
  var reason: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "提交这一周的方案所建议的全部需求；原因不给则为 no-resource（本级无资源）。",
        "All needs that this week's plan proposes; the reason is no-resource if not given."),
      valueName: "week"))
  var proposed: Week?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? {
    need.map { ["need_id": $0, "level": level ?? "", "reason": reason ?? ""] }
  }

  func validate() throws {
    guard proposed != nil else { return try validateRows() }
    if need != nil || batch.file != nil || level != nil {
      throw ValidationError(
        common.lang.text(
          "--proposed 自己知道是哪些需求、到哪一级：不与编号、--level、--file 同用。",
          "--proposed knows the needs and their levels: use it without a need, --level and --file.")
      )
    }
  }

  func run() throws {
    guard let proposed else { return try enterRows() }
    try escalate(proposedIn: proposed)
  }

  private static let levels: [(GridLevel, [String])] = [
    (.community, ["社区", "村", "community"]), (.town, ["街道", "乡镇", "镇", "town"]),
    (.county, ["县", "区", "county"]),
  ]

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) { !$0.state.isFinal }
    guard !row["level"].isEmpty else {
      throw EntryFault(.emptyRequired(isCount: false), "level", of: row)
    }
    let word = row["level"].lowercased()
    guard let level = Escalate.levels.first(where: { $0.1.contains(word) })?.0 else {
      throw EntryFault(.notOneOf(allowed: ["社区", "街道", "县"]), "level", of: row)
    }
    let present = need.level ?? .grid
    guard level < present else {
      throw EntryFault(.againstLedger(.notAbove(present)), "level", of: row)
    }
    let reasons = state.rules?.loop.holdingReasons ?? LoopRules().holdingReasons
    return Entry(
      .escalated, time: try Naming.time(row, now: now), actor: who.name, need: need.need.id,
      body: [
        "level": .text(level.rawValue), "reason": .text(try Naming.reason(row, reasons)),
      ])
  }
}
