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
      if visit.rows.count == 1 { return nil }
      let sessions = Set(visit.rows.map { view.rows[$0].service.session }).sorted()
      if sessions.count == 1 { return nil }
      return ("one session", sessions.map(\.description).joined(separator: ";"))
    },
    .perVisit(.teamResources) { view, need, visit in
      guard !view.needs[need].roles.isEmpty else { return nil }
      let resources = visit.rows.map { view.rows[$0].service.resource }
      if Set(resources).count == resources.count { return nil }
      return ("different resources", resources.joined(separator: ";"))
    },
    .perNeed(.visitNumber) { view, _, visits in
      if view.standing == nil, isNumberedBySession(visits) { return nil }
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
    .perNeed(.visits) { view, need, visits in
      let asked = view.needs[need].visits
      return visits.count > asked ? ("at most \(asked)", "\(visits.count)") : nil
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
    .perNeed(.allOrNothing) { view, need, visits in
      let asked = view.needs[need].visits
      return view.needs[need].allowsPartial || visits.isEmpty || visits.count >= asked
        ? nil : ("0 or \(asked)", "\(visits.count)")
    },
  ]

  /// Whether visits, which come by number, are numbered from 1 by session.
  private static func isNumberedBySession(_ visits: [AuditVisit]) -> Bool {
    for (index, visit) in visits.enumerated() {
      if visit.number != index + 1 { return false }
      if index > 0, visits[index - 1].session >= visit.session { return false }
    }
    return true
  }

  /// Compares the places of each visit with what the need asks for, role by role.
  private static func placeFindings(
    _ rule: AuditRule, _ view: AuditView, breaks: (Int, Int) -> Bool
  ) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    for index in view.needs.indices where !view.visits[index].isEmpty {
      let roles = view.needs[index].roles
      let asked: [(role: String?, count: Int)] =
        roles.isEmpty ? [(nil, 1)] : roles.map { ($0.role, $0.count) }
      for visit in view.visits[index] {
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
      var findings: [AuditFinding] = []
      for index in view.resources.indices {
        let most = view.resources[index].perSession
        for session in 0..<21 {
          let load = view.sessionLoad[index * 21 + session]
          guard load > most else { continue }
          findings.append(
            AuditFinding(
              rule: .perSession, resource: view.resources[index].id,
              session: Session(index: session), expected: "at most \(most)", found: "\(load)"))
        }
      }
      return findings
    },
    AuditCheck(.weekly) { view in
      view.resources.indices.compactMap { index in
        let (load, most) = (view.load(index), view.resources[index].weekly)
        return load <= most
          ? nil
          : AuditFinding(
            rule: .weekly, resource: view.resources[index].id, expected: "at most \(most)",
            found: "\(load)")
      }
    },
    AuditCheck(.pin) { view in
      view.needs.indices.flatMap { index -> [AuditFinding] in
        if view.standing == nil, view.needs[index].pinned.isEmpty { return [] }
        let services = view.visits[index].flatMap { $0.rows.map { view.rows[$0].service } }
        return pinFindings(view.needs[index], services, view)
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
