import ArgumentParser
import Foundation
import ListFiles
import Matching
import Reports
import ThreeLists

struct Compare: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: Language.asked.text(
      "比较几个“如果”：少一个单位、多几次、换一种先后，各会怎样。",
      "Compare what-ifs: a unit less, some visits more, another order of tiers."),
    discussion: Language.asked.text(
      """
      FILE 是一份 YAML：base 写基准的两张清单、周次、政策，scenarios 写各场景
      的名称和改动（add_needs、add_resources、remove、alter、visits、unit_out、
      close、growth、best_visits、policy）。样子见 Fixtures/scenarios/first-week.yaml。
      文件里的错误一次全部列出，写明行、列、怎样改；有一处错就什么也不算。

      写入目录：comparison.csv、comparison.json、comparison.html，以及 base/，
      与 sandan match 写出的一个字节不差；其余场景的方案只在 --plans 时写。
      每个场景都证明、复核。没有 --plans 时，其余场景从基准的安排出发求解，
      各级结果与重新求解相同，改动没有牵连到的需求通常不动；也不找未满足的
      原因和最小补足。加 --plans 则每个场景重新求解，与 match 写出的相同。
      """,
      """
      FILE is YAML: base names the two lists, the week and a policy; scenarios have
      names and changes (add_needs, add_resources, remove, alter, visits, unit_out,
      close, growth, best_visits, policy). See Fixtures/scenarios/first-week.yaml.
      Every mistake in the file is told at once, with line and column; then nothing
      is planned.

      The folder gets comparison.csv, comparison.json, comparison.html and base/,
      byte for byte what sandan match writes; plans of the others with --plans only.
      Each scenario is proved and audited. Without --plans the others are solved from
      the base's services: the tiers of a solve afresh, and as a rule needs that a change
      does not touch stay where they were; reasons and smallest changes are not looked for.
      With --plans each is solved afresh, as match does it.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("场景文件（YAML）。", "The scenario file (YAML).")),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text("写入的目录。", "The folder to write."), valueName: "dir"),
    completion: .directory)
  var out: String

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "各场景的方案也写：scenarios/01、scenarios/02 ……",
        "Write the scenarios' plans, too: scenarios/01, scenarios/02, …")))
  var plans = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "同时算几个场景；不给则与处理器核数相同。结果与此无关。",
        "How many scenarios are planned at a time; as many as processors if not given. Results do not depend on it."
      ),
      valueName: "n"))
  var threads: Int?

  @OptionGroup var own: TemplateOptions

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError(
        common.lang.text(
          "--threads \(threads)：应为 1 到 256 之间的整数。",
          "--threads \(threads): expected a whole number from 1 to 256."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    if geteuid() == 0 { common.note(PlainText.runningAsRoot(common.lang)) }
    let folder = OutputFolder(path: out, language: common.lang, form: .comparison)
    try folder.refuseForeignFolder()
    // A template that is wrong is told before the planning, not after it.
    let template = try own.template(
      named: ComparisonPage.name, sections: ComparisonPage.sectionNames, common.lang)
    let set = try read()
    common.warn(set.bundle.warnings)
    let plans = try plan(set)
    Progress.show(PlainText.writing(common.lang))
    let comparison = Comparison(
      base: plans[0], scenarios: Array(zip(set.scenarios, plans.dropFirst()))
    ) { $0 == 0 || self.plans ? ComparisonFiles.folder($0) : nil }
    try folder.write(
      try ComparisonFiles.of(
        comparison, plans: plans, template: template, language: common.lang),
      replacingPlan: true)
    try common.tell(
      CompareText.lines(comparison, folder: out, common.lang),
      json: ComparisonSummary(comparison, folder: out))
  }

  private func read() throws -> ScenarioSet {
    if common.policy != nil, ScenarioFile.namesPolicy(file) {
      throw ValidationError(CompareText.twoPolicies(file, common.lang))
    }
    Progress.show(PlainText.reading(common.lang))
    do {
      return try ScenarioFile.read(
        file,
        form: ScenarioForm(
          policy: try common.loadPolicy(), openDictionaries: common.openDictionaries,
          encoding: lists.encoding, sheets: lists.sheet))
    } catch let error as ListDefects {
      throw common.refuse(error)
    }
  }

  /// The base as `match` plans it, and the scenarios.
  private func plan(_ set: ScenarioSet) throws -> [ScenarioPlan] {
    let tasks = tasks(of: set)
    let jobs =
      [ScenarioRunner.Job(tasks[0], explains: true)]
      + zip(tasks.dropFirst(), set.scenarios).map {
        ScenarioRunner.Job($0, explains: plans, bestVisits: $1.bestVisits)
      }
    let language = common.lang
    let count = jobs.count
    Progress.show(CompareText.progress(0, of: count, language))
    do {
      return try ScenarioRunner.run(
        jobs, threads: threadCount, fromFirst: !plans
      ) { done in
        Progress.show(CompareText.progress(done, of: count, language))
      }
    } catch {
      throw refuse(error, set)
    }
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The base and the scenarios.
  private func tasks(of set: ScenarioSet) -> [PlanningTask] {
    func task(needs: [Need], resources: [Resource], policy: Policy) -> PlanningTask {
      PlanningTask(
        needs: needs, resources: resources, policy: policy, week: set.week, version: programVersion)
    }
    return [
      task(needs: set.bundle.needs, resources: set.bundle.resources, policy: set.policy)
    ] + set.scenarios.map { task(needs: $0.needs, resources: $0.resources, policy: $0.policy) }
  }

  private func refuse(_ error: ScenarioError, _ set: ScenarioSet) -> Failure {
    switch error {
    case .planning(let number, let reason):
      var failure = common.refuse(reason)
      let place = CompareText.place(
        number == 0 ? nil : set.scenarios[number - 1].name, common.lang)
      failure.lines.insert(place, at: 0)
      return failure
    case .audit(let number, let findings):
      return Failure(
        .fault,
        [
          CompareText.place(number == 0 ? nil : set.scenarios[number - 1].name, common.lang),
          PlainText.internalFault(common.lang),
        ] + findings.map { AuditText.line($0, language: common.lang) })
    }
  }
}

/// What `compare --format json` prints.
struct ComparisonSummary: Encodable {
  var formatVersion = 1
  var folder: String
  var comparison: ComparisonDocument

  init(_ comparison: Comparison, folder: String) {
    self.folder = folder
    self.comparison = ComparisonDocument(comparison, programVersion: programVersion)
  }
}
