extension Audit {
  /// Whether a plan that was asked for alone claims nothing of why needs are unmet, and whether any
  /// other plan gives a reason for each of them.
  ///
  /// Of a plan alone no reason is tried, so none may stand in it.
  static let planOnlyChecks: [AuditCheck] = [
    AuditCheck(.planOnly) { view in
      let plan = view.plan
      guard plan.planOnly else {
        return plan.unmet.filter { $0.reason == .notAsked }.map {
          AuditFinding(rule: .planOnly, need: $0.need, expected: "a reason", found: "none")
        }
      }
      var findings: [AuditFinding] = []
      if plan.changesSought != .notSearched {
        findings.append(
          AuditFinding(rule: .planOnly, expected: "changesCutOff false", found: "true"))
      }
      for unmet in plan.unmet {
        if unmet.reason == .notAsked, unmet.further.isEmpty, unmet.smallestChange == nil,
          unmet.escalation == nil
        {
          continue
        }
        let told = [
          unmet.reason == .notAsked ? nil : "reason \(unmet.reason.code)",
          unmet.further.isEmpty ? nil : "further",
          unmet.smallestChange == nil ? nil : "smallestChange",
          unmet.escalation.map { "escalateTo \($0.rawValue)" },
        ].compactMap { $0 }
        findings.append(
          AuditFinding(
            rule: .planOnly, need: unmet.need, expected: "need and missing alone",
            found: told.joined(separator: "; ")))
      }
      return findings
    }
  ]
}
