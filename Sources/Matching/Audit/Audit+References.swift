import ThreeLists

extension Audit {
  /// Whether services name what the lists hold.
  static let referenceChecks: [AuditCheck] = [
    AuditCheck(.fingerprint) { view in
      guard let expected = view.fingerprint, expected != view.plan.fingerprint else { return [] }
      return [
        AuditFinding(rule: .fingerprint, expected: expected, found: view.plan.fingerprint)
      ]
    },
    .perService(.unknownNeed) { _, row in
      row.need == nil ? ("a need of the list", row.service.need) : nil
    },
    .perService(.unknownResource) { _, row in
      row.resource == nil ? ("a resource of the list", row.service.resource) : nil
    },
    .perService(.unit) { view, row in
      guard let resource = row.resource, view.resources[resource].unit != row.service.unit else {
        return nil
      }
      return (view.resources[resource].unit, row.service.unit)
    },
    .perService(.date) { view, row in
      let date = Day(ordinal: view.plan.week.monday.ordinal + row.service.session.index / 3)
      return date == row.service.date ? nil : ("\(date)", "\(row.service.date)")
    },
    .perService(.serviceRole) { view, row in
      guard let need = row.need else { return nil }
      if view.needs[need].roles.isEmpty, row.service.role == nil { return nil }
      let allowed = view.kinds(view.needs[need])
      if allowed.contains(row.service.role) { return nil }
      return (allowed.map { $0 ?? "" }.joined(separator: ";"), row.service.role ?? "")
    },
  ]

  /// Whether each service passes the rules that candidates must pass, one check for each.
  static let eligibilityChecks: [AuditCheck] = [
    eligibility(.category) { view, need, resource, _ in
      let category = view.needs[need].category
      let offered = view.resources[resource].categories
      return view.needs[need].roles.isEmpty && !offered.contains(category)
        ? (category, offered.joined(separator: ";")) : nil
    },
    eligibility(.role) { view, need, resource, row in
      guard !view.needs[need].roles.isEmpty, let role = row.service.role,
        !view.resources[resource].roles.contains(role)
      else { return nil }
      return (role, view.resources[resource].roles.joined(separator: ";"))
    },
    eligibility(.skills) { view, need, resource, _ in
      let (wanted, owned) = (view.needs[need].skills, view.resources[resource].skills)
      return AuditEligibility.all(wanted, in: owned)
        ? nil : (wanted.joined(separator: ";"), owned.joined(separator: ";"))
    },
    eligibility(.exclusions) { view, need, resource, _ in
      let (unwanted, owned) = (view.needs[need].without, view.resources[resource].skills)
      return AuditEligibility.any(unwanted, in: owned)
        ? ("none of \(unwanted.joined(separator: ";"))", owned.joined(separator: ";")) : nil
    },
    eligibility(.area) { view, need, resource, _ in
      let (areas, grid) = (view.resources[resource].areas, view.needs[need].grid)
      return AuditEligibility.covers(areas, grid)
        ? nil : (areas.map(\.description).joined(separator: ";"), grid.digits)
    },
    eligibility(.banned) { view, need, _, row in
      let banned = view.needs[need].banned
      let refused = view.standing?.refused[row.service.need]
      let isRefused = refused?.contains(row.service.resource) ?? false
      return banned.contains(row.service.resource) || (isRefused && !view.isFirm(row.service))
        ? ("none of \(banned.joined(separator: ";"))", row.service.resource) : nil
    },
    eligibility(.open) { view, _, _, row in
      if view.unclosedMask & 1 << UInt32(row.service.session.index) == 0 {
        return ("an open session", "\(row.service.session)")
      }
      let isBegun = (view.standing?.begun ?? 0) >> UInt32(row.service.session.index) & 1 == 1
      return isBegun && !view.isFirm(row.service)
        ? ("a session that has not begun", "\(row.service.session)") : nil
    },
    eligibility(.needSessions) { view, need, _, row in
      let sessions = view.needs[need].sessions.rawValue
      return sessions & 1 << UInt32(row.service.session.index) == 0
        ? (codes(sessions), "\(row.service.session)") : nil
    },
    eligibility(.resourceSessions) { view, _, resource, row in
      let sessions = view.resources[resource].sessions.rawValue
      return sessions & 1 << UInt32(row.service.session.index) == 0
        ? (codes(sessions), "\(row.service.session)") : nil
    },
    eligibility(.reported) { view, need, _, row in
      let date = view.plan.week.monday.ordinal + row.service.session.index / 3
      let reported = view.needs[need].reportedOn
      return date < reported.ordinal ? ("from \(reported)", "\(Day(ordinal: date))") : nil
    },
    eligibility(.due) { view, need, _, row in
      let monday = view.plan.week.monday
      let date = monday.ordinal + row.service.session.index / 3
      guard let due = view.needs[need].dueOn,
        !AuditEligibility.isInTime(due, on: date, monday: monday)
      else { return nil }
      return ("until \(due)", "\(Day(ordinal: date))")
    },
    eligibility(.valid) { view, _, resource, row in
      let date = view.plan.week.monday.ordinal + row.service.session.index / 3
      guard let last = view.resources[resource].validTo, date > last.ordinal else { return nil }
      return ("until \(last)", "\(Day(ordinal: date))")
    },
  ]

  /// A check of services whose need and resource are known, told by their indexes: a copy of their
  /// rows for each check would take longer than the check.
  private static func eligibility(
    _ rule: AuditRule,
    _ judge: @escaping @Sendable (AuditView, Int, Int, AuditRow) -> (String, String)?
  ) -> AuditCheck {
    .perService(rule) { view, row in
      guard let need = row.need, let resource = row.resource else { return nil }
      return judge(view, need, resource, row)
    }
  }

  /// The codes of the sessions in a mask.
  static func codes(_ mask: UInt32) -> String {
    (0..<21).filter { mask & 1 << UInt32($0) != 0 }.map { Session(index: $0).description }
      .joined(separator: ";")
  }
}
