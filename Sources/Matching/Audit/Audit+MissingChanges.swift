import ThreeLists

extension Audit {
  /// Whether changes and levels are told wherever the plan claims to have looked for them.
  ///
  /// A plan before that stage (``ChangesSought/notSearched``) claims nothing; plan.json cannot say so.
  static let missingChecks: [AuditCheck] = [
    AuditCheck(.changeMissing) { view in
      let search = view.plan.changesSought
      guard search != .notSearched else { return [] }
      let asked = view.plan.unmet.filter(\.reason.isExplained)
      let lacking = asked.filter { $0.smallestChange == nil }
      var findings = asked.filter { $0.escalation == nil }.map {
        AuditFinding(
          rule: .changeMissing, need: $0.need, expected: "escalateTo", found: "none")
      }
      if search == .complete {
        findings += lacking.map {
          AuditFinding(
            rule: .changeMissing, need: $0.need, expected: "smallestChange", found: "none")
        }
      } else if lacking.isEmpty {
        findings.append(
          AuditFinding(
            rule: .changeMissing, expected: "changesCutOff false", found: "true, and none lacks"))
      }
      return findings
    }
  ]
}
