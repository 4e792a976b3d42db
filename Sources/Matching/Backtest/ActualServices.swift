import ThreeLists

/// People's places laid out as the services of a plan, so that the same code measures both.
struct ActualServices {
  let task: PlanningTask
  /// One for each place of a visit that was asked for.
  let services: [Service]
  /// Whether every session was written down.
  let knowsSessions: Bool

  init(_ places: [ActualPlace], task: PlanningTask) {
    self.task = task
    let needs = Dictionary(uniqueKeysWithValues: task.needs.map { ($0.id, $0) })
    let resources = Dictionary(uniqueKeysWithValues: task.resources.map { ($0.id, $0) })
    let asked = places.filter { place in needs[place.need].map { place.visit <= $0.visits } ?? false
    }
    knowsSessions = asked.allSatisfy { $0.session != nil }
    var numbers: [String: Int] = [:]
    services = asked.compactMap { place in
      guard let need = needs[place.need] else { return nil }
      let resource = resources[place.resource]
      let visit = "\(task.week)-\(place.need)-\(place.visit)"
      numbers[visit, default: 0] += 1
      // Where nobody wrote the session down, nothing that looks at it is reckoned.
      let session = place.session ?? Session(index: 0)
      return Service(
        id: "\(visit)-\(numbers[visit] ?? 1)", need: need.id, visit: place.visit, role: place.role,
        leads: numbers[visit] == 1, resource: place.resource,
        unit: resource?.unit ?? place.resource, date: task.week.day(of: session),
        session: session, method: .manual,
        choiceRank: need.requested.firstIndex(of: place.resource).map { $0 + 1 },
        distance: resource.map {
          Distance.level(from: $0.home, to: need.grid, levels: task.policy.levels)
        } ?? 0)
    }
  }

  /// A plan of some services that claims nothing of itself.
  func plan(_ services: [Service]) -> Plan {
    Plan(
      week: task.week, fingerprint: task.fingerprint, status: .gap, cutOff: false, tiers: [],
      services: services, unmet: [])
  }

  /// The tiers of some services, as the audit reckons those of a plan.
  func values(_ services: [Service]) -> AuditTierValues {
    AuditTierValues(
      AuditView(
        plan: plan(services), needs: task.listedNeeds, resources: task.resources,
        policy: task.policy))
  }
}
