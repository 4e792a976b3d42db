import ArgumentParser
import Glibc
import ListFiles
import Matching
import Reports
import ThreeLists

struct Match: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "把需求派给资源，写出一周的服务清单、未满足清单和报告。",
    discussion: """
      写入目录：services.csv 服务清单、unmet.csv 未满足清单、report.html 报告、
      plan.json 结论、policy.yaml 所用政策、lists/ 所用清单（不含联系方式）。
      目录要么整个写好，要么原样不动；旧的派单结果改名为 目录.1 保留。
      有需求未满足不算错误；加 --strict 时以退出码 2 提示。
      """)

  @Argument(help: "需求清单，或存放多份需求清单的目录。", completion: .file())
  var needs: String

  @Argument(help: "资源清单，或存放多份资源清单的目录。", completion: .file())
  var resources: String

  @Option(help: ArgumentHelp("要派单的一周，如 2026-W48。", valueName: "week"))
  var week: Week

  @Option(help: ArgumentHelp("写入的目录。", valueName: "dir"), completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp(
      "求解最多用多少秒（不含读写）；到时用已找到的最好方案。", valueName: "seconds"))
  var timeLimit: Int?

  @Flag(help: "有需求未满足时退出码为 2。")
  var strict = false

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let timeLimit, !(1...1_000_000).contains(timeLimit) {
      throw ValidationError("--time-limit \(timeLimit)：应为 1 到 1000000 之间的整数秒。")
    }
  }

  func run() throws {
    if geteuid() == 0 { common.note(PlainText.runningAsRoot(common.lang)) }
    let folder = OutputFolder(path: out, language: common.lang)
    try folder.refuseForeignFolder()
    let policy = try common.loadPolicy()
    let bundle = try readLists(policy)
    let task = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: week,
      version: programVersion)
    let plan = try makePlan(task)
    try audit(plan, task)
    try folder.write(PlanFiles.of(plan, task: task, language: common.lang), replacingPlan: true)
    tell(plan, task: task, bundle: bundle)
    if strict, !plan.unmet.isEmpty { throw Failure(.unmet) }
  }

  private func readLists(_ policy: Policy) throws -> ListBundle {
    do {
      let bundle = try ListReader.read(
        needs: needs, resources: resources, policy: policy, week: week,
        encoding: lists.encoding)
      common.warn(bundle.warnings)
      return bundle
    } catch {
      throw common.refuse(error)
    }
  }

  private func makePlan(_ task: PlanningTask) throws -> Plan {
    let progress = Progress(quiet: common.quiet)
    let language = common.lang
    do {
      return try Planner.plan(task, timeLimit: timeLimit.map { .seconds($0) }) { step in
        progress.show(PlainText.progress(step, language: language))
      }
    } catch {
      throw common.refuse(error)
    }
  }

  /// A plan that breaks a rule is a bug of ours and is never written.
  private func audit(_ plan: Plan, _ task: PlanningTask) throws {
    let findings = Audit.findings(
      plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
      fingerprint: task.fingerprint)
    guard findings.isEmpty else {
      throw Failure(
        .fault,
        [PlainText.internalFault(common.lang)]
          + findings.map { AuditText.line($0, language: common.lang) })
    }
  }

  private func tell(_ plan: Plan, task: PlanningTask, bundle: ListBundle) {
    let bookings = DoubleBooking.find(plan, households: bundle.households)
    for booking in bookings { common.note(PlainText.doubleBooking(booking, common.lang)) }
    let figures = WeekFigures(
      plan: plan, needs: task.needs, resources: task.resources, policy: task.policy)
    switch common.format {
    case .text:
      guard !common.quiet else { return }
      for line in Summary.lines(plan, figures: figures, folder: out, language: common.lang) {
        Console.print(line)
      }
    case .json:
      Console.print(
        JSONText.of(
          SummaryDocument(
            plan, figures: figures, folder: out, warnings: bundle.warnings, bookings: bookings,
            language: common.lang)))
    }
  }
}
