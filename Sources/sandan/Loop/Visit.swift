import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

struct Visit: EntryCommand {
  static let configuration = CommandConfiguration(
    commandName: "visit",
    abstract: Language.asked.text(
      "录入回访：居民满意几分，问题解决没有。", "Enter a call back: how content, and whether it is solved."),
    discussion: Language.asked.text(
      """
      sandan visit N001 --grade 满意 --solved 是
      sandan visit --file 回访.csv       列：需求编号、满意度、是否解决，可有 时间
      满意度五档：非常满意、满意、基本满意、不满意、非常不满意，或 5 到 1。
      没有解决的，可以 sandan rework 返工，或 sandan close 关闭。
      """,
      """
      sandan visit N001 --grade 4 --solved yes
      sandan visit --file calls.csv      columns 需求编号, 满意度, 是否解决, 时间
      Five grades, from 5, very content, to 1, very discontent, or their names.
      What is not solved can be taken up again (rework) or closed (close).
      """))

  static let table = EntryTable.callBacks
  static let key = "need_id"
  static let options = ["grade": "--grade", "solved": "--solved"]

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("需求编号，可以缩写。", "The need; may be shortened."), valueName: "need"))
  var need: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("满意度，五档或 5 到 1。", "How content, 5 to 1."), valueName: "grade"))
  var grade: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("问题解决没有：是、否。", "Whether it is solved: yes or no."), valueName: "yes|no"))
  var solved: String?

  @OptionGroup var batch: BatchOptions
  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  var given: [String: String]? {
    need.map { ["need_id": $0, "grade": grade ?? "", "solved": solved ?? ""] }
  }

  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry? {
    let need = try Naming.need(row, "need_id", in: state) { $0.state == .done }
    guard !row["grade"].isEmpty else {
      throw EntryFault(.emptyRequired(isCount: false), "grade", of: row)
    }
    guard let grade = Grade(code: row["grade"]) else {
      throw EntryFault(.notOneOf(allowed: Grade.allCases.map(\.code)), "grade", of: row)
    }
    let time = try Naming.time(row, now: now)
    let solved = try Naming.flag(row, "solved")
    // Whoever does not know whether a table went in enters it again.
    if row.line != nil, need.state == .followedUp, need.grade == grade, need.isSolved == solved {
      return nil
    }
    return Entry(
      .visited, time: time, actor: who.name, need: need.need.id,
      body: ["grade": .number(grade.rawValue), "solved": .bool(solved)])
  }
}
