import ThreeLists

extension Audit {
  /// Whether visits are whole, numbered and on different days.
  static let visitChecks: [AuditCheck] = [
    AuditCheck(.placeTwice) { view in
      placeFindings(.placeTwice, view) { filled, asked in filled > asked }
    },
    AuditCheck(.teamIncomplete) { view in
      placeFindings(.teamIncomplete, view) { filled, asked in filled < asked }
    },
    .perVisit(.teamSession) { view, _, visit in
      let sessions = Set(visit.rows.map { view.rows[$0].service.session }).sorted()
      if sessions.count == 1 { return nil }
      return ("one session", sessions.map(\.description).joined(separator: ";"))
    },
    .perVisit(.teamResources) { view, need, visit in
      guard !need.roles.isEmpty else { return nil }
      let resources = visit.rows.map { view.rows[$0].service.resource }
      if Set(resources).count == resources.count { return nil }
      return ("different resources", resources.joined(separator: ";"))
    },
    .perNeed(.visitNumber) { view, _, visits in
      let bySession = visits.sorted {
        ($0.session.index, $0.number) < ($1.session.index, $1.number)
      }
      let numbers = bySession.map(\.number)
      let wanted =
        view.standing?.visitNumbers(
          bySession.map { $0.rows.map { view.rows[$0].service } }) ?? visits.indices.map { $0 + 1 }
      if numbers == wanted { return nil }
      return (
        wanted.map(String.init).joined(separator: ";"),
        numbers.map(String.init).joined(separator: ";")
      )
    },
    .perNeed(.visits) { _, need, visits in
      visits.count > need.visits ? ("at most \(need.visits)", "\(visits.count)") : nil
    },
    .perNeed(.oneADay) { _, _, visits in
      var taken = 0
      for visit in visits {
        let day = 1 << (visit.session.index / 3)
        if taken & day != 0 {
          return (
            "visits on different days", visits.map(\.session.description).joined(separator: ";")
          )
        }
        taken |= day
      }
      return nil
    },
    .perNeed(.allOrNothing) { _, need, visits in
      need.allowsPartial || visits.isEmpty || visits.count >= need.visits
        ? nil : ("0 or \(need.visits)", "\(visits.count)")
    },
  ]

  /// Compares the places of each visit with what the need asks for, role by role.
  private static func placeFindings(
    _ rule: AuditRule, _ view: AuditView, breaks: (Int, Int) -> Bool
  ) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    for (need, visits) in zip(view.needs, view.visits) {
      let asked: [(role: String?, count: Int)] =
        need.roles.isEmpty ? [(nil, 1)] : need.roles.map { ($0.role, $0.count) }
      for visit in visits {
        for (role, count) in asked {
          let filled = visit.rows.count { view.rows[$0].service.role == role }
          guard breaks(filled, count) else { continue }
          let label = role.map { "\($0):" } ?? ""
          findings.append(
            view.finding(
              rule, view.rows[visit.rows[0]], expected: "\(label)\(count)",
              found: "\(label)\(filled)"))
        }
      }
    }
    return findings
  }

  /// Whether resources are asked for no more than they declare, and pins hold.
  static let capacityChecks: [AuditCheck] = [
    AuditCheck(.perSession) { view in
      view.resources.indices.flatMap { index in
        (0..<21).compactMap { session in
          let resource = view.resources[index]
          let load = view.sessionLoad[index * 21 + session]
          guard load > resource.perSession else { return nil }
          return AuditFinding(
            rule: .perSession, resource: resource.id, session: Session(index: session),
            expected: "at most \(resource.perSession)", found: "\(load)")
        }
      }
    },
    AuditCheck(.weekly) { view in
      zip(view.resources, view.rowsOfResource).compactMap { resource, rows in
        rows.count <= resource.weekly
          ? nil
          : AuditFinding(
            rule: .weekly, resource: resource.id, expected: "at most \(resource.weekly)",
            found: "\(rows.count)")
      }
    },
    AuditCheck(.pin) { view in
      zip(view.needs, view.visits).flatMap { need, visits in
        pinFindings(need, visits.flatMap { $0.rows.map { view.rows[$0].service } }, view)
      }
    },
  ]

  /// The pins of a need that its services do not honour, by resource and session.
  private static func pinFindings(
    _ need: Need, _ services: [Service], _ view: AuditView
  ) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    for pin in Set(need.pinned).sorted() {
      let filled = services.filter {
        $0.resource == pin.resource && (pin.session == nil || pin.session == $0.session)
      }
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let visits = Set(filled.map(\.visit)).count
      if visits < asked {
        findings.append(
          AuditFinding(
            rule: .pin, need: need.id, resource: pin.resource, session: pin.session,
            expected: "at least \(asked)", found: "\(visits)"))
      }
    }
    for held in view.standing?.firm(need.id) ?? [] {
      let stays = services.first {
        $0.resource == held.resource && $0.session.index == held.session
      }
      // That nobody is there is told above.
      guard let stays, stays.role != held.role else { continue }
      findings.append(
        AuditFinding(
          rule: .pin, need: need.id, resource: held.resource, service: stays.id,
          session: stays.session, expected: held.role ?? "", found: stays.role ?? ""))
    }
    return findings
  }
}
