import ArgumentParser
import Foundation
import Ledger
import ListFiles
import Matching
import ThreeLists

struct Simulate: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: Language.asked.text(
      "有人拒单会怎样：按拒单率抽签许多遍，看方案经不经得起，几份政策哪份更稳。",
      "What if units refuse: draw by rates many times, see how a plan stands up, compare policies."),
    discussion: Language.asked.text(
      """
      每一遍：方案里的每个名额按拒单率抽签，有人拒了就照 sandan week redispatch 的办法
      改派（已接的不动，拒过的不再问），改派出去的再抽，最多 --rounds 轮。数一数：
      不改派还能办几次，改派后能办几次，拒了几单，另发了几单。
      拒单率取自
        --refusals 文件  CSV 或 .xlsx：拒单率，和 资源编号 或 单位；资源清单加一列
                         拒单率 也行。写成 0.15 或 15%
        --ledger 台账    政策 history_weeks 以内的周里，拒单和超时未接占答复的几成
        --refusal 15%    其余的
      --against 另一份政策：用同一把签再来一遍，逐遍相减。抽签只由 --seed 决定，
      与机器、线程数、时间无关。
      """,
      """
      In each run every place of the plan is drawn for by its rate of refusal; what is
      refused is dispatched again as sandan week redispatch does (what is accepted
      stays, nobody is asked twice), then whoever got a new order is drawn for, up to
      --rounds times. Counted are visits served without and with re-dispatch, refusals
      and new orders. Rates come from
        --refusals FILE  CSV or .xlsx: refusal, and resource_id or unit; the resource
                         list with that column will do. Written 0.15 or 15%
        --ledger FILE    refused and lapsed orders among all answers, in the policy's
                         history_weeks
        --refusal 15%    of everybody else
      --against POLICY plays another policy against the same draws and subtracts run by
      run. Draws follow from --seed alone: not from machine, threads or time.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "另一份政策，可写多次：同样的拒单再来一遍。",
        "Another policy, may repeat: played against the same refusals."),
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var against: [String] = []

  @Option(
    help: ArgumentHelp(
      Language.asked.text("各单位、各资源的拒单率。", "Rates of units and resources."),
      valueName: "file"),
    completion: .file())
  var refusals: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("从这份台账算拒单率。", "Take rates from this ledger."),
      valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var ledger: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("其余各家的拒单率，如 15% 或 0.15。", "Rate of everybody else, such as 15% or 0.15."),
      valueName: "rate"))
  var refusal = "0"

  @Option(
    help: ArgumentHelp(
      Language.asked.text("抽多少遍（1 到 100000）。", "Runs (1 to 100000)."), valueName: "count"))
  var runs = 1000

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "从哪里抽起；同样的数，同样的结果。", "Where draws begin; the same number, the same result."),
      valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      Language.asked.text("一周最多改派几轮（0 到 20）。", "Rounds of re-dispatch at most (0 to 20)."),
      valueName: "count"))
  var rounds = 3

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "结果写成一张 CSV（表头中文），代替文字。", "Print a CSV table (Chinese headers) instead of text.")))
  var csv = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "同时抽几遍；不给则与处理器核数相同。结果与此无关。",
        "Runs played at a time; as many as processors if not given. Results do not depend on it."),
      valueName: "n"))
  var threads: Int?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    func refuse(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
      guard !range.contains(value) else { return }
      let (least, most) = (range.lowerBound, range.upperBound)
      throw ValidationError(
        common.lang.text(
          "--\(option) \(value)：应为 \(least) 到 \(most) 之间的整数。",
          "--\(option) \(value): expected \(least) to \(most)."))
    }
    try refuse("runs", runs, 1...100_000)
    try refuse("rounds", rounds, 0...20)
    if let threads { try refuse("threads", threads, 1...256) }
    if RefusalReader.millionths(refusal) == nil {
      throw ValidationError(
        common.lang.text(
          "--refusal \(refusal)：应为 0 到 1 的小数（最多六位）或 0% 到 100%。",
          "--refusal \(refusal): expected a decimal from 0 to 1 (at most six places), or 0% to 100%."
        ))
    }
    if refusals != nil, ledger != nil {
      throw ValidationError(
        common.lang.text(
          "--refusals 不能与 --ledger 一起用。", "--refusals cannot be used with --ledger."))
    }
    if csv, common.format == .json {
      throw ValidationError(
        common.lang.text(
          "--csv 不能与 --format json 一起用。", "--csv cannot be used with --format json."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let (tasks, rates) = try read()
    let result = SimulationResult(
      week: week, seed: seed, rounds: rounds, rates: rates,
      names: [common.policy] + against, simulations: try play(tasks, rates))
    Progress.end()
    if csv {
      let table = SimulationText.table(result)
      return try Console.print(
        ListWriter.table(headers: table.headers, rows: table.rows), language: common.lang)
    }
    try common.tell(
      SimulationText.lines(result, common.lang), json: SimulationDocument(result))
  }

  /// The week's lists under each policy, and who refuses how often.
  private func read() throws -> ([PlanningTask], RefusalRates) {
    let policies = try [common.loadPolicy()] + against.map(policy)
    var tasks: [PlanningTask] = []
    for policy in policies {
      // Codes are judged by each policy's own dictionaries.
      let bundle = try common.readLists(
        needs: needs, resources: resources, policy: policy, week: week, form: lists.form)
      if tasks.isEmpty { common.warn(bundle.warnings.filter { !RefusalReader.concernsRate($0) }) }
      tasks.append(
        PlanningTask(
          needs: bundle.needs, resources: bundle.resources, policy: policy, week: week,
          version: programVersion))
    }
    return (tasks, try rates(tasks[0]))
  }

  private func policy(_ path: String) throws -> Policy {
    do {
      var policy = try PolicyFile.read(path)
      if common.openDictionaries { policy.openDictionaries = true }
      return policy
    } catch {
      throw common.refuse(error)
    }
  }

  private func rates(_ task: PlanningTask) throws -> RefusalRates {
    func probability(_ millionths: Int) -> Probability { Probability(millionths, of: 1_000_000) }
    var rates = RefusalRates(standard: probability(RefusalReader.millionths(refusal) ?? 0))
    if let refusals {
      do {
        let read = try RefusalReader.read(
          refusals, resources: task.resources, encoding: lists.encoding, sheets: lists.sheet)
        common.warn(read.warnings)
        rates.byResource = read.rates.byResource.mapValues(probability)
        rates.byUnit = read.rates.byUnit.mapValues(probability)
      } catch {
        throw common.refuse(error)
      }
    }
    if let ledger {
      for history in try histories(ledger, task) {
        let broken = history.refused + history.lapsed
        guard broken + history.done > 0 else { continue }
        rates.byUnit[history.unit] = Probability(broken, of: broken + history.done)
      }
    }
    return rates
  }

  /// What the units did in the ledger's weeks before the one planned.
  private func histories(_ ledger: String, _ task: PlanningTask) throws -> [UnitHistory] {
    do throws(LedgerError) {
      let store = try LedgerStore(path: ledger, creating: false)
      return try store.read().state.unitHistories(
        before: task.week, window: task.policy.historyWeeks, resources: task.resources)
    } catch {
      throw common.refuse(error, ledger: ledger)
    }
  }

  private func play(_ tasks: [PlanningTask], _ rates: RefusalRates) throws -> [Simulation] {
    let language = common.lang
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let rules = SimulationRules(rates: rates, seed: seed, runs: runs, rounds: rounds)
    let count = tasks.count * runs
    Progress.show(ExplainText.solving(language))
    do {
      let plans = try ScenarioRunner.run(
        tasks.map { .init($0, explains: false) }, threads: threads)
      return try Simulator.play(plans, rules: rules, threads: threads) { done in
        Progress.show(SimulationText.progress(done, of: count, language))
      }
    } catch {
      throw refuse(error)
    }
  }

  private func refuse(_ error: ScenarioError) -> Failure {
    switch error {
    case .planning(let number, let reason):
      var failure = common.refuse(reason)
      if number > 0 { failure.lines.insert(against[number - 1] + ":", at: 0) }
      return failure
    case .audit(_, let findings):
      return Failure(
        .fault,
        [PlainText.internalFault(common.lang)]
          + findings.map { AuditText.line($0, language: common.lang) })
    }
  }
}

/// Plans played, and how.
struct SimulationResult {
  var week: Week
  var seed: UInt64
  var rounds: Int
  var rates: RefusalRates
  /// The policies' files; nil for the built-in one.
  var names: [String?]
  var simulations: [Simulation]
}
