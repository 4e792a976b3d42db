import ArgumentParser
import Foundation
import ListFiles
import Matching
import Reports
import ThreeLists

extension BacktestHistory: ExpressibleByArgument {}

/// Which table `backtest --csv` prints.
enum BacktestTable: String, CaseIterable, ExpressibleByArgument {
  case weeks, breaches, needs
}

struct BacktestCommand: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: Language.asked.text(
      "用过去几周的清单回放：方案会怎样办，当时实际怎样办，人在哪里办得更好。",
      "Replay past weeks: what the plan would have done, what people did, where they knew better."),
    discussion: Language.asked.text(
      """
      FOLDER 里每周一份需求清单 needs-2026-W48.csv（需求清单-2026-W48.csv 也行，.xlsx
      或目录也行），一份 resources.csv（某周另有 resources-2026-W48.csv 就用那份），
      以及实际派出了什么：
        dispatched-2026-W48.csv（实际派单-2026-W48.csv）  一行一个名额：需求编号；
            资源编号或 实际处置单位；次序、角色、时段、是否按期、状态可有可无。
            services.csv 就可以用；状态是 拒单、超时未接 的行不算。
        没有这份文件时，读需求清单里的 实际处置单位、是否按期 两列；一格可写几个，
            多人同来的写成 法律:R001;社工:R002。
      错误一次全部列出，有一处错就什么也不算。
      实际做法照方案的同一套算法计数：违反规则的不隐瞒，逐处列出；其中合乎规则的部分
      另算一栏，方案逐级不会比它差（差了就是程序的错误）。时段没有写的，按对实际最
      有利的算。
      """,
      """
      FOLDER holds a needs list for each week, needs-2026-W48.csv (or .xlsx, or a
      folder), resources.csv (a week may have resources-2026-W48.csv of its own), and
      what was really dispatched:
        dispatched-2026-W48.csv  a row for each place: need_id; resource_id or
            handled_by; visit, role, session, on_time, state may be absent. A
            services.csv will do; rows refused or lapsed do not count.
        without it, the columns handled_by and on_time of the needs list; a cell may
            name several, for teams with their roles: 法律:R001;社工:R002.
      Every mistake is told at once; then nothing is replayed.
      What people did is measured by the same code as a plan. Rules that it broke are
      listed, not hidden; the part of it that keeps the rules has figures of its own,
      and the plan is never worse than that, tier by tier (a fault of ours if it is).
      Where no session was written down, people get the benefit of the doubt.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("存放过去几周清单的目录。", "The folder with the lists of past weeks.")),
    completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "只回放这一周，可写多次；不给则全部。", "Replay this week only, may repeat; all if not given."),
      valueName: "week"))
  var week: [Week] = []

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "历史承担：只用清单的（listed），加上前几周实际承担的（actual），或方案派给的（planned）。",
        "历史承担 of units: the lists' alone, with what they carried in earlier weeks, or what plans gave."
      ),
      valueName: "listed|actual|planned"))
  var history: BacktestHistory = .listed

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "资源清单以外的单位照单接受：算办过，另列出来，不算错误。",
        "Take units from outside the resource list at their word: counted and listed, no error.")))
  var unlisted = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "每种情况列出几条；0 为全部。JSON 和 CSV 总是全部。",
        "Lines listed of each kind; 0 lists all. JSON and CSV always hold all."),
      valueName: "count"))
  var top = 10

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "结果写成一张 CSV（表头中文），代替文字。", "Print a CSV table (Chinese headers) instead of text.")))
  var csv = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "--csv 写哪张表：各周、违反规则之处、办得不同的需求。",
        "The table of --csv: weeks, breaches of rules, or needs served otherwise."),
      valueName: "weeks|breaches|needs"))
  var table: BacktestTable?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "另写一个目录：backtest.html 供打印，weeks.csv、breaches.csv、needs.csv；目录里别的文件不动。",
        "A folder for backtest.html, for print, and weeks.csv, breaches.csv, needs.csv; other files there stay."
      ),
      valueName: "dir"),
    completion: .directory)
  var out: String?

  @OptionGroup var own: TemplateOptions

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "同时算几周；不给则与处理器核数相同。结果与此无关。",
        "Weeks planned at a time; as many as processors if not given. Results do not depend on it."),
      valueName: "n"))
  var threads: Int?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError(
        common.lang.text(
          "--threads \(threads)：应为 1 到 256 之间的整数。",
          "--threads \(threads): expected a whole number from 1 to 256."))
    }
    if top < 0 {
      throw ValidationError(
        common.lang.text("--top \(top)：不能小于 0。", "--top \(top): expected 0 or more."))
    }
    if csv, common.format == .json {
      throw ValidationError(
        common.lang.text(
          "--csv 不能与 --format json 一起用。", "--csv cannot be used with --format json."))
    }
    try own.validate(out: out, common.lang)
    if table != nil, !csv {
      throw ValidationError(
        common.lang.text("--table 只能与 --csv 一起用。", "--table goes with --csv only."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let policy = try common.loadPolicy()
    let lists = try read(policy)
    let template = try own.template(
      named: BacktestPage.name, sections: BacktestPage.sectionNames(lists.map(\.week)), common.lang)
    let tasks = lists.map {
      PlanningTask(
        needs: $0.bundle.needs, resources: $0.bundle.resources, policy: policy, week: $0.week,
        version: programVersion)
    }
    let weeks = try replay(tasks, lists)
    for week in weeks where week.status != .gap {
      guard let worse = week.firstWorseTier else { continue }
      throw Failure(.fault, BacktestText.worse(week, worse, common.lang))
    }
    let result = BacktestResult(weeks: weeks, history: history)
    if let out { try write(result, to: out, template) }
    Progress.end()
    if csv {
      let printed = BacktestText.table(table ?? .weeks, result)
      return try Console.print(
        ListWriter.table(headers: printed.headers, rows: printed.rows), language: common.lang)
    }
    try common.tell(
      BacktestText.lines(result, top: top == 0 ? Int.max : top, common.lang)
        + (out.map { [BacktestText.written($0, common.lang)] } ?? []),
      json: BacktestDocument(result))
  }

  private func write(_ result: BacktestResult, to folder: String, _ template: PageTemplate) throws {
    let language = common.lang
    let page = BacktestPage(
      result.weeks, language: ReportLanguage(language), version: programVersion,
      tierName: { TierText.name($0, language) }, ruleName: { BacktestText.ruleName($0, language) })
    let tables = BacktestTable.allCases.map { table in
      let content = BacktestText.table(table, result)
      return OutputFile(
        name: "\(table.rawValue).csv",
        bytes: ListWriter.table(headers: content.headers, rows: content.rows))
    }
    try PageFolder(path: folder, language: language).write(
      [OutputFile(name: "\(BacktestPage.name).html", bytes: page.render(template: template))]
        + tables)
  }

  private func read(_ policy: Policy) throws -> [BacktestLists] {
    Progress.show(PlainText.reading(common.lang))
    do throws(ListDefects) {
      let read = try BacktestReader.read(
        folder, weeks: week, policy: policy, takesUnlisted: unlisted, encoding: lists.encoding,
        sheets: lists.sheet)
      common.warn(read.warnings)
      return read.weeks
    } catch {
      throw common.refuse(error)
    }
  }

  private func replay(_ tasks: [PlanningTask], _ lists: [BacktestLists]) throws -> [BacktestWeek] {
    let language = common.lang
    let count = tasks.count
    Progress.show(BacktestText.progress(0, of: count, language))
    do {
      return try Backtest.replay(
        tasks, places: lists.map(\.places), history: history,
        threads: threads ?? ProcessInfo.processInfo.activeProcessorCount
      ) { done in
        Progress.show(BacktestText.progress(done, of: count, language))
      }
    } catch {
      throw refuse(error, tasks)
    }
  }

  private func refuse(_ error: ScenarioError, _ tasks: [PlanningTask]) -> Failure {
    switch error {
    case .planning(let number, let reason):
      var failure = common.refuse(reason)
      failure.lines.insert(BacktestText.noPlan(tasks[number].week, common.lang), at: 0)
      return failure
    case .audit(let number, let findings):
      return Failure(
        .fault,
        [
          BacktestText.noPlan(tasks[number].week, common.lang),
          PlainText.internalFault(common.lang),
        ] + findings.map { AuditText.line($0, language: common.lang) })
    }
  }
}

/// Weeks replayed, and how.
struct BacktestResult {
  var weeks: [BacktestWeek]
  var history: BacktestHistory
}
