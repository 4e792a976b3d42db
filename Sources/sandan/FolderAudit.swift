import ListFiles
import Matching

/// Whether the files of a folder say the same: run identifiers, and unmet.csv beside plan.json.
enum FolderAudit {
  static func findings(
    plan: Plan, task: PlanningTask, services: [ServiceRow], unmet: [UnmetRow]
  ) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    for row in services where row.runID != plan.runID {
      findings.append(
        AuditFinding(
          rule: .fingerprint, need: row.service.need, service: row.service.id,
          expected: plan.runID, found: row.runID))
    }
    let rows = ChangeText.rows(task.resources)
    let expected = plan.unmet.map {
      [
        $0.need, "\($0.missing)", $0.reason.code,
        ChangeText.sentence($0, rows: rows, language: .zh),
        ChangeText.level($0.escalation, .zh),
      ]
    }
    let found = unmet.map {
      [$0.need, "\($0.missing)", $0.reasonCode, $0.smallestFix, $0.escalateTo]
    }
    for index in 0..<max(expected.count, found.count) {
      let left = index < expected.count ? expected[index] : []
      let right = index < found.count ? found[index] : []
      if left != right {
        findings.append(
          AuditFinding(
            rule: .unmetList, need: right.first ?? left.first,
            expected: left.joined(separator: " "), found: right.joined(separator: " ")))
      }
    }
    return findings
  }
}
