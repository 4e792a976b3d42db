import ArgumentParser
import Matching
import Optimization
import Synchronization
import ThreeLists

/// Plans a task and audits the plan, as `match` and `week plan` do.
struct PlanMaking: Sendable {
  let task: PlanningTask
  let common: CommonOptions
  let clock: StageClock
  private let audit: AuditPreparation
  private let lists: Later<[OutputFile]>

  init(_ task: PlanningTask, common: CommonOptions, clock: StageClock) {
    self.task = task
    self.common = common
    self.clock = clock
    audit = AuditPreparation(task)
    lists = .whenBegun { PlanFiles.lists(task) }
  }

  /// Refuses a limit that is none.
  static func validate(_ timeLimit: Int?, _ language: Language) throws {
    if let timeLimit, !(1...1_000_000).contains(timeLimit) {
      throw ValidationError(
        language.text(
          "--time-limit \(timeLimit)：应为 1 到 1000000 之间的整数秒。",
          "--time-limit \(timeLimit): expected whole seconds from 1 to 1000000."))
    }
  }

  /// The task's plan, with the smallest changes for what stays unmet; or the plan alone.
  func plan(
    engine: Engine = .auto, timeLimit: Int?, planOnly: Bool = false
  ) throws -> Plan {
    let language = common.lang
    let end = timeLimit.map { ContinuousClock.now + .seconds($0) }
    Progress.show(PlainText.preparing(language))
    let plan: Plan
    do {
      plan = try Planner.plan(
        task, engine: engine, timeLimit: timeLimit.map { .seconds($0) }, planOnly: planOnly,
        audit: audit,
        stage: {
          clock.begin(StageClock.Stage($0))
          // The lists are rendered beside the solving of a plan alone; other plans have reasons, which take
          // so long that there is time enough afterwards.
          if planOnly, $0 == .solving { lists.begin() }
        }
      ) { step in
        clock.begin(tier: step.tier)
        Progress.show(PlainText.progress(step, language: language))
      }
    } catch {
      throw common.refuse(error)
    }
    if planOnly { return plan }
    clock.begin(.changes)
    Progress.show(PlainText.explaining(language))
    return SmallestChanges.added(to: plan, task: task) {
      end.map { ContinuousClock.now >= $0 } ?? false
    }
  }

  /// The files of a plan that keeps every rule, rendered while it is audited.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - withWorkbook: whether there is a workbook among them.
  /// - Returns: the files.
  /// - Throws: what the audit found, before anything that rendering did.
  func files(
    of plan: Plan, withWorkbook: Bool = false
  ) throws -> [OutputFile] {
    Progress.show(PlainText.auditing(common.lang))
    let language = common.lang
    let rendered = Mutex<Result<[OutputFile], any Error>?>(nil)
    let found = Mutex<[AuditFinding]>([])
    let (task, audit, lists) = (task, audit, lists)
    Processors.share(2) { half in
      if half == 0 {
        let findings = audit.findings(
          plan: plan, fingerprint: task.fingerprint, certificate: plan.certificate)
        found.withLock { $0 = findings }
      } else {
        let files = Result {
          try PlanFiles.of(
            plan, task: task, language: language, withWorkbook: withWorkbook, lists: lists.value)
        }
        rendered.withLock { $0 = files }
      }
    }
    try refuse(found.withLock { $0 })
    guard let files = rendered.withLock({ $0 }) else { preconditionFailure("both halves ran") }
    return try files.get()
  }

  /// A plan that breaks a rule is a bug of ours and is never written.
  func requireSound(_ plan: Plan) throws {
    Progress.show(PlainText.auditing(common.lang))
    try refuse(
      audit.findings(
        plan: plan, fingerprint: task.fingerprint, certificate: plan.certificate))
  }

  private func refuse(_ findings: [AuditFinding]) throws {
    guard findings.isEmpty else {
      throw Failure(
        .fault,
        [PlainText.internalFault(common.lang)]
          + findings.map { AuditText.line($0, language: common.lang) })
    }
  }
}
