import ArgumentParser
import Ledger
import ListFiles
import Reports
import ThreeLists

struct Agenda: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "agenda",
    abstract: Language.asked.text(
      "联席会议议题：长期没有满足的需求，卡在哪里，请各部门增加什么。",
      "The joint meeting's agenda: needs that stay unmet, by bottleneck, and what to ask for."),
    discussion: Language.asked.text(
      """
      sandan agenda --quarter 2026Q4
      列入：到现在还没了结、最近一次方案没有满足的需求，等了几周（政策的 agenda）的，或
      证明无人能办的。卡在同样资源、角色或类别的归为一条。各部门要增加的，是方案里每件
      需求的最小补足合在一起，再重排一次：写明全部照办满足几件，哪个部门单独照办满足几件；
      少一项就少满足的才留下；照办以后多出的服务都先给了别的需求的，只写这一句。来不及
      重排的，只写上限。--csv 每件需求一行；--out 写网页和表，--xlsx 表另存为工作簿。
      """,
      """
      sandan agenda --quarter 2026Q4
      Listed are needs not finished by now that their last plan left unmet, once they
      waited some weeks (agenda in the policy) or are proved to be beyond anybody.
      Needs kept by the same resources, role or category make one item. What is asked
      of departments are the smallest changes of the plans, put together and planned
      again: how many needs all of it serves, and what each department serves by
      itself; only what makes a difference stays, and where the visits gained all go
      to other needs, that is what is told. Without time for that only the bound is
      told. --csv prints a row for each need; --out DIR writes a page and
      a table, with --xlsx the table as a workbook, too.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "重排验证最多用多少秒；到时其余只写上限。",
        "Seconds for planning again; what is left then is told by its bound."),
      valueName: "seconds"))
  var timeLimit: Int?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("每件需求一行的 CSV，到标准输出。", "A row for each need as CSV on standard output.")))
  var csv = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text("把网页和表写进这个目录。", "Write a page and a table into this folder."),
      valueName: "dir"),
    completion: .directory)
  var out: String?

  @OptionGroup var span: SpanOptions
  @OptionGroup var pages: PageOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try PlanMaking.validate(timeLimit, common.lang)
    try pages.validate(out: out, csv: csv, common)
  }

  func run() throws {
    guard let days = span.days else { return }
    Progress.begin(quiet: common.quiet)
    let (_, snapshot) = try read()
    let state = try state(of: snapshot)
    let policy = try policy(by: state.rules).policy
    let end = timeLimit.map { ContinuousClock.now + .seconds($0) }
    let making = AgendaMaking(
      snapshot: snapshot, state: state, policy: policy,
      // Each week by the policy with which it was planned, unless one is named.
      policyOfPlan: { rules in
        rules?.policy == nil && common.policy == nil ? nil : try? self.policy(by: rules).policy
      }, days: days, now: now,
      language: common.lang
    ) {
      end.map { ContinuousClock.now >= $0 } ?? false
    }
    let agenda: MeetingAgenda
    do {
      agenda = try making.agenda()
    } catch {
      throw common.refuse(error)
    }
    let names = CodeNames(policy, ReportLanguage(common.lang))
    let table = AgendaText.table(agenda, names, common.lang)
    if let out {
      let page = AgendaPage.page(
        agenda, names: names, language: ReportLanguage(common.lang), version: programVersion)
      return try pages.write(page, table: table, to: out, common)
    }
    Progress.end()
    guard !csv else { return try Console.print(table.bytes, language: common.lang) }
    try common.tell(AgendaText.lines(agenda, common.lang), json: agenda)
  }
}
