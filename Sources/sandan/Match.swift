import ArgumentParser
import Glibc
import ListFiles
import Matching
import Optimization
import Reports
import ThreeLists

struct Match: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: Language.asked.text(
      "把需求派给资源，写出一周的服务清单、未满足清单和报告。",
      "Match needs with resources: write the week's service list, unmet list and report."),
    discussion: Language.asked.text(
      """
      写入目录：services.csv 服务清单、unmet.csv 未满足清单、report.html 报告、
      plan.json 结论、policy.yaml 所用政策、lists/ 所用清单（不含联系方式）。
      加 --plan-only 时只写方案和证明：没有原因、最小补足和 report.html，plan.json
      写明没有要；别的与不加时相同。
      目录要么整个写好，要么原样不动；旧的派单结果改名为 目录.1 保留。
      有需求未满足不算错误；加 --strict 时以退出码 2 提示。
      """,
      """
      The folder gets services.csv, unmet.csv, report.html, plan.json (what is
      claimed and how it is proved), policy.yaml and lists/ (the lists used,
      without contacts). With --plan-only it gets the plan and its proof alone:
      no reasons, no smallest changes, no report.html, and plan.json says that
      they were not asked for; all else is as without. It is written whole or not at all; a plan that stood
      there is kept as FOLDER.1. Unmet needs are no error; with --strict the exit
      code is 2 when there are any.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week

  @Option(
    help: ArgumentHelp(
      Language.asked.text("写入的目录。", "The folder to write."), valueName: "dir"),
    completion: .directory)
  var out: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "求解最多用多少秒（不含读写）；到时用已找到的最好方案。",
        "Seconds for solving (not for reading and writing); then the best plan so far is used."),
      valueName: "seconds"))
  var timeLimit: Int?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "求解方式：auto 用最快的精确方法；glpk 只用 GLPK 逐级求出方案，供核对（各级结果相同）。",
        "Engine: auto, the fastest exact way; glpk, the plan by GLPK alone, tier by tier (same tiers)."
      ),
      valueName: "auto|glpk"))
  var engine: Engine = .auto

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("有需求未满足时退出码为 2。", "Exit with 2 when needs stay unmet.")))
  var strict = false

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "在标准错误上逐行写出每个阶段用了多少秒；不改变写出的任何文件。",
        "Tell on standard error how many seconds each stage took; no file written changes.")))
  var timings = false

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "只写方案和它的证明：不找原因和最小补足，不写报告。services.csv 和各级目标与不加时相同，照样先复核再写。",
        "Write the plan and its proof alone: no reasons, no smallest changes, no report. services.csv and tiers are the same as without it, and audited all the same."
      )))
  var planOnly = false

  @OptionGroup var workbook: WorkbookOptions
  @OptionGroup var standing: StandingOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try PlanMaking.validate(timeLimit, common.lang)
    if planOnly, workbook.xlsx {
      throw ValidationError(
        common.lang.text(
          "--plan-only 不能与 --xlsx 一起用：工作簿里有每件未满足需求的原因。",
          "--plan-only cannot be used with --xlsx: the workbook tells why each need is unmet."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    if geteuid() == 0 { common.note(PlainText.runningAsRoot(common.lang)) }
    let folder = OutputFolder(path: out, language: common.lang)
    try folder.refuseForeignFolder()
    let clock = StageClock(telling: timings ? common : nil)
    clock.begin(.reading)
    let policy = try common.loadPolicy()
    let bundle = try common.readLists(
      needs: needs, resources: resources, policy: policy, week: week, form: lists.form)
    common.warn(bundle.warnings)
    let task = PlanningTask(
      needs: bundle.needs, resources: bundle.resources, policy: policy, week: week,
      version: programVersion,
      standing: try standing.read(
        bundle, policy, week: week, common, encoding: lists.encoding))
    let making = PlanMaking(task, common: common, clock: clock)
    let plan = try making.plan(engine: engine, timeLimit: timeLimit, planOnly: planOnly)
    clock.begin(.audit)
    // The longest of the audit's checks leave a processor time to count.
    let figures = Later {
      WeekFigures(
        plan: plan, needs: task.needs, resources: task.resources, policy: task.policy)
    }
    let files = try making.files(of: plan, withWorkbook: workbook.xlsx)
    clock.begin(.writing)
    Progress.show(PlainText.writing(common.lang))
    try folder.write(files, replacingPlan: true)
    clock.end()
    try tell(
      plan, figures.value, task: task, bundle: bundle, changes: try changes(plan, task))
    // The process ends here: taking a large week apart row by row first would only take time.
    Leftovers.keep((bundle, task, plan, files))
    Leftovers.keep(making)
    if strict, !plan.unmet.isEmpty { throw Failure(.unmet) }
  }

  /// What is different from what was dispatched, and why.
  private func changes(_ plan: Plan, _ task: PlanningTask) throws -> [PlaceChange] {
    guard standing.standing != nil else { return [] }
    let end = timeLimit.map { ContinuousClock.now + .seconds($0) }
    do {
      return try PlaceChange.all(from: task, to: plan, priced: !planOnly) {
        end.map { $0 - ContinuousClock.now }
      }
    } catch {
      throw common.refuse(error)
    }
  }

  private func tell(
    _ plan: Plan, _ figures: WeekFigures, task: PlanningTask, bundle: ListBundle,
    changes: [PlaceChange]
  ) throws {
    let bookings = DoubleBooking.find(plan, households: bundle.households)
    if plan.changesSought == .cutOff {
      let skipped = plan.unmet.count { $0.smallestChange == nil && $0.reason != .cutOff }
      common.note(ChangeText.skipped(skipped, common.lang))
    }
    for booking in bookings { common.note(PlainText.doubleBooking(booking, common.lang)) }
    let listed = task.listedNeeds
    let pins = listed.indices.reduce(0) { $0 + listed[$1].pinned.count }
    try common.tell(
      Summary.lines(
        plan, figures: figures, pins: pins, folder: out, language: common.lang)
        + (standing.standing == nil ? [] : PlaceChangeText.lines(changes, plan: plan, common.lang)),
      json: SummaryDocument(
        plan, figures: figures, pins: pins, folder: out, warnings: bundle.warnings,
        bookings: bookings, changes: standing.standing == nil ? nil : changes,
        language: common.lang))
  }
}
