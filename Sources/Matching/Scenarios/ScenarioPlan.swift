import Optimization
import ThreeLists

/// The plan of one scenario, planned, certified and audited.
public struct ScenarioPlan: Hashable, Sendable {
  /// Its lists, policy and week.
  public let task: PlanningTask
  /// The plan; where nothing was explained its unmet needs have no reason but `notAsked`, and no
  /// change was looked for.
  public let plan: Plan
  /// Whether reasons and smallest changes were looked for.
  public let isExplained: Bool
  /// The rows that the visits where they count most have put into its lists, sorted.
  public var addedRows: [String] = []
}

/// Why a comparison ends without a result.
public enum ScenarioError: Error, Hashable, Sendable {
  /// A scenario has no plan, by its place in the list.
  case planning(Int, PlanningError)
  /// A scenario's plan breaks rules: a fault of ours.
  case audit(Int, [AuditFinding])
}

extension ScenarioPlan {
  /// Plans a scenario, and audits the plan.
  ///
  /// Without explanation the plan is the same in every service and every tier, and is certified and
  /// audited alike; only the reasons of unmet needs and their smallest changes are left out, with
  /// the rules of the audit that judge them.
  ///
  /// - Parameters:
  ///   - task: its lists, policy and week.
  ///   - explains: whether reasons and smallest changes are looked for.
  ///   - number: its place in the list, for errors.
  ///   - bestVisits: how many visits more come to the lists, where they count most; nil for none.
  ///   - first: asked for a week like this one at which solving may begin, once its solve is needed.
  ///   - told: told of the week as soon as it is solved.
  /// - Returns: the plan, which the audit finds nothing in.
  /// - Throws: when there is no plan, or the audit finds something.
  static func make(
    _ task: PlanningTask, explains: Bool, number: Int, bestVisits: Int? = nil,
    from first: () -> SolvedWeek? = { nil }, solved told: (SolvedWeek) -> Void = { _ in }
  ) throws(ScenarioError) -> ScenarioPlan {
    let audit: AuditPreparation
    var plan: Plan
    var task = task
    var added: [String] = []
    do {
      if let bestVisits {
        let own = Set(task.resources.map(\.id))
        task = try BestAdditions.find(task, by: .resource, visits: bestVisits).additions
          .applied(to: task)
        added = task.resources.map(\.id).filter { !own.contains($0) }
      }
      let solved = try Planner.solved(task, explains: explains, from: first)
      told(solved)
      audit = solved.audit
      plan = explains ? try solved.explained() : solved.planAlone
    } catch {
      throw .planning(number, error)
    }
    if explains { plan = SmallestChanges.added(to: plan, task: task) { false } }
    let findings = audit.findings(
      plan: plan, fingerprint: task.fingerprint, certificate: plan.certificate)
    guard findings.isEmpty else { throw .audit(number, findings) }
    return ScenarioPlan(task: task, plan: plan, isExplained: explains, addedRows: added)
  }
}
