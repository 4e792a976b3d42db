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
      guard let resource = view.resource(row), resource.unit != row.service.unit else { return nil }
      return (resource.unit, row.service.unit)
    },
    .perService(.date) { view, row in
      let date = Day(ordinal: view.plan.week.monday.ordinal + row.service.session.index / 3)
      return date == row.service.date ? nil : ("\(date)", "\(row.service.date)")
    },
    .perService(.serviceRole) { view, row in
      guard let need = view.need(row) else { return nil }
      let allowed = view.kinds(need)
      if allowed.contains(row.service.role) { return nil }
      return (allowed.map { $0 ?? "" }.joined(separator: ";"), row.service.role ?? "")
    },
  ]

  /// Whether each service passes the rules that candidates must pass, one check for each.
  static let eligibilityChecks: [AuditCheck] = [
    eligibility(.category) { _, need, resource, _ in
      need.roles.isEmpty && !resource.categories.contains(need.category)
        ? (need.category, resource.categories.joined(separator: ";")) : nil
    },
    eligibility(.role) { _, need, resource, service in
      guard !need.roles.isEmpty, let role = service.role, !resource.roles.contains(role) else {
        return nil
      }
      return (role, resource.roles.joined(separator: ";"))
    },
    eligibility(.skills) { _, need, resource, _ in
      AuditEligibility.all(need.skills, in: resource.skills)
        ? nil : (need.skills.joined(separator: ";"), resource.skills.joined(separator: ";"))
    },
    eligibility(.exclusions) { _, need, resource, _ in
      AuditEligibility.any(need.without, in: resource.skills)
        ? ("none of \(need.without.joined(separator: ";"))", resource.skills.joined(separator: ";"))
        : nil
    },
    eligibility(.area) { _, need, resource, _ in
      AuditEligibility.covers(resource.areas, need.grid)
        ? nil : (resource.areas.map(\.description).joined(separator: ";"), need.grid.digits)
    },
    eligibility(.banned) { view, need, resource, service in
      need.banned.contains(resource.id)
        || (view.standing?.refused[need.id]?.contains(resource.id) ?? false
          && !view.isFirm(service))
        ? ("none of \(need.banned.joined(separator: ";"))", resource.id) : nil
    },
    eligibility(.open) { view, _, _, service in
      if AuditEligibility.isClosed(
        service.session.index, monday: view.plan.week.monday, view.policy)
      {
        return ("an open session", "\(service.session)")
      }
      let isBegun = (view.standing?.begun ?? 0) >> UInt32(service.session.index) & 1 == 1
      return isBegun && !view.isFirm(service)
        ? ("a session that has not begun", "\(service.session)") : nil
    },
    eligibility(.needSessions) { _, need, _, service in
      need.sessions.rawValue & 1 << UInt32(service.session.index) == 0
        ? (codes(need.sessions.rawValue), "\(service.session)") : nil
    },
    eligibility(.resourceSessions) { _, _, resource, service in
      resource.sessions.rawValue & 1 << UInt32(service.session.index) == 0
        ? (codes(resource.sessions.rawValue), "\(service.session)") : nil
    },
    eligibility(.reported) { view, need, _, service in
      let date = view.plan.week.monday.ordinal + service.session.index / 3
      return date < need.reportedOn.ordinal
        ? ("from \(need.reportedOn)", "\(Day(ordinal: date))") : nil
    },
    eligibility(.due) { view, need, _, service in
      let monday = view.plan.week.monday
      let date = monday.ordinal + service.session.index / 3
      guard let due = need.dueOn, !AuditEligibility.isInTime(due, on: date, monday: monday) else {
        return nil
      }
      return ("until \(due)", "\(Day(ordinal: date))")
    },
    eligibility(.valid) { view, _, resource, service in
      let date = view.plan.week.monday.ordinal + service.session.index / 3
      guard let last = resource.validTo, date > last.ordinal else { return nil }
      return ("until \(last)", "\(Day(ordinal: date))")
    },
  ]

  /// A check of services whose need and resource are known.
  private static func eligibility(
    _ rule: AuditRule,
    _ judge: @escaping @Sendable (AuditView, Need, Resource, Service) -> (String, String)?
  ) -> AuditCheck {
    .perService(rule) { view, row in
      guard let need = view.need(row), let resource = view.resource(row) else { return nil }
      return judge(view, need, resource, row.service)
    }
  }

  /// The codes of the sessions in a mask.
  static func codes(_ mask: UInt32) -> String {
    (0..<21).filter { mask & 1 << UInt32($0) != 0 }.map { Session(index: $0).description }
      .joined(separator: ";")
  }
}
