import Synchronization
import ThreeLists

/// The independent audit of a plan: every rule, capacity, tier and reason, from the lists alone.
///
/// Written from the design and not from the planner: it shares the values of `ThreeLists` and the
/// parts of a ``Plan``, and calls none of the functions that find candidates, judge pairs or
/// reckon tiers. An error planted on either side is seen by the other.
public enum Audit {
  /// Whatever the plan breaks; empty for a sound plan.
  ///
  /// - Parameters:
  ///   - plan: the plan; a re-dispatch carries the standing it owes to the plan before it.
  ///   - needs: the needs list as listed, in any order.
  ///   - resources: the resource list, in any order.
  ///   - policy: the policy the plan was made under.
  ///   - fingerprint: what the plan's fingerprint must be; nil leaves it unexamined.
  ///   - certificate: what proves the tiers; with nil no tier may rest on one.
  /// - Returns: the findings by rule, in the order of ``AuditRule``, then by service or need.
  /// - Complexity: O(services · log services + needs + resources), and for the needs that are
  ///   unmet or hold a place that an unmet one wants O(needs · resources); with a certificate see ``provedBounds(certificate:values:week:needs:resources:policy:)``.
  public static func findings(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, fingerprint: String? = nil,
    certificate: Certificate? = nil
  ) -> [AuditFinding] {
    findings(
      plan: plan,
      of: AuditLists(
        needs: needs, resources: resources, policy: policy, week: plan.week,
        standing: plan.standing),
      fingerprint: fingerprint, certificate: certificate)
  }

  /// Whatever the plan of some lists breaks.
  static func findings(
    plan: Plan, of lists: AuditLists, fingerprint: String?, certificate: Certificate?,
    known: AuditPreparation? = nil
  ) -> [AuditFinding] {
    let checks = plan.planOnly ? checksOfPlanAlone : checks
    let isDivided = lists.needs.count >= smallestDivided
    let lists = isDivided && certificate != nil ? lists.withCandidates : lists
    @Sendable func view(_ plan: Plan) -> AuditView {
      AuditView(
        plan: plan, lists: lists, fingerprint: fingerprint, certificate: certificate, known: known)
    }
    guard isDivided else { return findings(in: view(plan), by: checks) }
    let whole = Later { view(plan).shared }
    // Only what was closed by search asks how the plan serves coupled needs.
    var bare = plan
    if !plan.tiers.contains(where: { $0.provedBy == .search }) { bare.services = [] }
    let ofProof = bare
    let wanted = Set(checks.map(\.rule))
    let found = Mutex<[AuditRule: [AuditFinding]]>([:])
    Processors.share(groups.count) { group in
      let own = group == 0 ? view(ofProof) : AuditView(whole.value)
      for check in groups[group] where wanted.contains(check.rule) {
        let findings = check.run(own)
        found.withLock { $0[check.rule, default: []] += findings }
      }
    }
    let byRule = found.withLock { $0 }
    return checks.flatMap { byRule[$0.rule] ?? [] }
  }

  /// The fewest needs for which the checks are divided among threads.
  private static let smallestDivided = 1000

  /// The checks in groups that different threads make, each with a memory of its own: what the certificate
  /// proves takes about as long as all else, and reasons build on one another.
  static let groups: [[AuditCheck]] = [
    certificateChecks + searchChecks,
    unmetChecks + planOnlyChecks + reasonChecks + changeChecks + missingChecks + tierChecks,
    referenceChecks + eligibilityChecks,
    visitChecks + capacityChecks + columnChecks + handChecks,
  ]

  /// What some checks find, in their order.
  static func findings(in view: AuditView, by checks: [AuditCheck]) -> [AuditFinding] {
    checks.flatMap { $0.run(view) }
  }

  /// One check for each rule, in the order of ``AuditRule``.
  static let checks: [AuditCheck] =
    referenceChecks + eligibilityChecks + visitChecks + capacityChecks + columnChecks + handChecks
    + unmetChecks + planOnlyChecks + reasonChecks + changeChecks + missingChecks + tierChecks
    + certificateChecks + searchChecks
}

extension Audit {
  /// All checks but those of reasons and smallest changes, for a plan that claims none: the check of
  /// ``AuditRule/planOnly`` sees to it that it does not.
  static let checksOfPlanAlone: [AuditCheck] = {
    let left = Set((reasonChecks + changeChecks + missingChecks).map(\.rule))
    return checks.filter { !left.contains($0.rule) }
  }()
}

/// A rule with the function that looks for breaches of it.
struct AuditCheck: Sendable {
  /// The rule that all its findings name.
  let rule: AuditRule
  /// Finds the breaches, in the order of services or needs.
  let run: @Sendable (AuditView) -> [AuditFinding]

  init(_ rule: AuditRule, _ run: @escaping @Sendable (AuditView) -> [AuditFinding]) {
    self.rule = rule
    self.run = run
  }

  /// A check that looks at each service by itself.
  ///
  /// - Parameters:
  ///   - rule: the rule.
  ///   - judge: expected and found, or nil when the service is sound.
  /// - Returns: the check.
  static func perService(
    _ rule: AuditRule, _ judge: @escaping @Sendable (AuditView, AuditRow) -> (String, String)?
  ) -> AuditCheck {
    AuditCheck(rule) { view in
      view.rows.compactMap { row in
        judge(view, row).map { view.finding(rule, row, expected: $0.0, found: $0.1) }
      }
    }
  }

  /// A check that looks at each need with the visits it has.
  ///
  /// - Parameters:
  ///   - rule: the rule.
  ///   - judge: gets the need's index, since a copy of its row would take longer than the check;
  ///     answers with expected and found, or nil when the need is sound.
  /// - Returns: the check.
  static func perNeed(
    _ rule: AuditRule,
    _ judge: @escaping @Sendable (AuditView, Int, [AuditVisit]) -> (String, String)?
  ) -> AuditCheck {
    AuditCheck(rule) { view in
      view.needs.indices.compactMap { index in
        judge(view, index, view.visits[index]).map {
          AuditFinding(rule: rule, need: view.needs[index].id, expected: $0.0, found: $0.1)
        }
      }
    }
  }

  /// A check that looks at each visit of each need.
  ///
  /// - Parameters:
  ///   - rule: the rule.
  ///   - judge: gets the need's index; answers with expected and found, or nil when the visit is
  ///     sound.
  /// - Returns: the check.
  static func perVisit(
    _ rule: AuditRule,
    _ judge: @escaping @Sendable (AuditView, Int, AuditVisit) -> (String, String)?
  ) -> AuditCheck {
    AuditCheck(rule) { view in
      var findings: [AuditFinding] = []
      for index in view.needs.indices {
        for visit in view.visits[index] {
          guard let (expected, found) = judge(view, index, visit) else { continue }
          findings.append(
            view.finding(rule, view.rows[visit.rows[0]], expected: expected, found: found))
        }
      }
      return findings
    }
  }
}
