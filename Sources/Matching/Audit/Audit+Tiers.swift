import ThreeLists

extension Audit {
  /// Whether tiers and status say what the services are worth and how far that is proved.
  static let tierChecks: [AuditCheck] = [
    AuditCheck(.tierNames) { view in
      let expected = view.tierNames
      let found = view.plan.tiers.map(\.name)
      guard expected != found else { return [] }
      return [
        AuditFinding(
          rule: .tierNames, expected: expected.map(\.description).joined(separator: ";"),
          found: found.map(\.description).joined(separator: ";"))
      ]
    },
    AuditCheck(.tierValue) { view in
      let values = AuditTierValues(view)
      return view.plan.tiers.compactMap { tier in
        let value = values[tier.name]
        guard value != tier.value else { return nil }
        return AuditFinding(
          rule: .tierValue, expected: "\(tier.name) \(value)", found: "\(tier.name) \(tier.value)")
      }
    },
    AuditCheck(.tierBound) { view in
      var open = false
      var unproved = false
      return view.plan.tiers.compactMap { tier in
        defer {
          open = open || tier.provedBy == .open
          unproved = unproved || tier.provedBy != .certificate
        }
        let bound = tier.bound.map(String.init) ?? "none"
        func finding(_ expected: String) -> AuditFinding {
          AuditFinding(
            rule: .tierBound, expected: "\(tier.name) \(expected)",
            found: "\(tier.name) \(tier.provedBy.rawValue), value \(tier.value), bound \(bound)")
        }
        if open, tier.provedBy != .open { return finding("open, bound none") }
        if tier.provedBy == .certificate {
          return tier.bound == tier.value ? nil : finding("bound \(tier.value)")
        }
        // Nothing is known of what comes after a tier that may be better.
        if unproved { return tier.bound == nil ? nil : finding("bound none") }
        guard let limit = tier.bound else { return nil }
        let beaten = isMaximised(tier.name) ? tier.value > limit : tier.value < limit
        return beaten ? finding("bound no worse than the value") : nil
      }
    },
    AuditCheck(.status) { view in
      let proofs = view.plan.tiers.map(\.provedBy)
      let expected: PlanStatus =
        proofs.contains(.open) ? .gap : proofs.contains(.search) ? .search : .optimal
      var findings: [AuditFinding] = []
      if expected != view.plan.status {
        findings.append(
          AuditFinding(
            rule: .status, expected: expected.rawValue, found: view.plan.status.rawValue))
      }
      if view.plan.cutOff, expected != .gap {
        findings.append(
          AuditFinding(rule: .status, expected: "cutOff false: no tier is open", found: "true"))
      }
      return findings
    },
  ]

  /// The tiers of a plan; `kept` is absent from a first one.
  static func tierNames(_ policy: Policy, isFirst: Bool = true) -> [TierName] {
    policy.tiers.filter { $0 != .kept || !isFirst }
  }

  /// Whether more of a tier's value is better.
  static func isMaximised(_ tier: TierName) -> Bool {
    switch tier {
    case .served, .kept: true
    case .minimums, .grids, .waited, .choice, .continuity, .prompt, .distance, .units: false
    }
  }
}

/// The values of the tiers, from the design's formulas.
///
/// A visit counts as served when the plan has a service with its number; a load counts every
/// service that names the resource.
struct AuditTierValues {
  private let view: AuditView

  init(_ view: AuditView) { self.view = view }

  /// The value of a tier.
  subscript(name: TierName) -> Int {
    switch name {
    case .served(let number): served(number)
    case .kept: view.keptPlaces
    case .minimums: minimums
    case .grids: grids
    case .waited: waited
    case .choice: choice
    case .continuity: continuity
    case .prompt: prompt
    case .distance: distance
    case .units: units
    }
  }

  private func served(_ number: Int) -> Int {
    view.needs.indices.reduce(0) { sum, index in
      view.priorityClass(of: index) == number ? sum + view.visits[index].count : sum
    }
  }

  private var minimums: Int {
    let monday = view.plan.week.monday
    var sum = 0
    for index in view.resources.indices {
      if let last = view.resources[index].validTo, last.ordinal < monday.ordinal { continue }
      sum += max(0, view.resources[index].minimum - view.load(index))
    }
    return sum
  }

  private var grids: Int {
    let levels = view.policy.levels
    let length =
      switch view.policy.fairnessLevel {
      case .county: levels.county
      case .town: levels.town
      case .community: levels.community
      case .grid: levels.grid
      }
    var areas: [Substring: (requested: Int, unmet: Int)] = [:]
    for index in view.needs.indices {
      let area = view.needs[index].grid.digits.prefix(length)
      let asked = view.needs[index].visits
      areas[area, default: (0, 0)].requested += asked
      areas[area, default: (0, 0)].unmet += max(0, asked - view.visits[index].count)
    }
    var sum = 0
    for area in areas.values {
      for step in 0..<area.unmet { sum += 1000 * (2 * step + 1) / area.requested }
    }
    return sum
  }

  private var waited: Int {
    let monday = view.plan.week.monday
    return view.needs.indices.reduce(0) { sum, index in
      let days = monday.ordinal - view.needs[index].reportedOn.ordinal
      let unserved = max(0, view.needs[index].visits - view.visits[index].count)
      return sum + unserved * min(999, max(0, days))
    }
  }

  /// Sums what a cost says of each need whose index passes a test, of its places in the week and of
  /// the resources that fill them.
  private func sumOverNeeds(
    where counts: (Int) -> Bool, _ cost: (Int, Int, [String]) -> Int
  ) -> Int {
    view.needs.indices.reduce(0) { sum, index in
      guard counts(index) else { return sum }
      let roles = view.needs[index].roles
      let perVisit = roles.isEmpty ? 1 : roles.map(\.count).reduce(0, +)
      let filling = view.visits[index].flatMap { $0.rows.map { view.rows[$0].service.resource } }
      return sum + cost(index, view.needs[index].visits * perVisit, filling)
    }
  }

  private var choice: Int {
    // Without a choice every place costs nothing.
    sumOverNeeds(where: { !view.needs[$0].requested.isEmpty }) { index, places, filling in
      let requested = view.needs[index].requested
      let worst = requested.count
      let filled = filling.map { requested.firstIndex(of: $0) ?? worst }.reduce(0, +)
      return filled + max(0, places - filling.count) * worst
    }
  }

  private var continuity: Int {
    sumOverNeeds(where: { view.needs[$0].previous != nil }) { index, places, filling in
      max(places, filling.count) - filling.count { $0 == view.needs[index].previous }
    }
  }

  private var prompt: Int {
    view.visits.reduce(0) { sum, visits in
      sum + visits.map(\.session.index).reduce(0, +)
    }
  }

  private var distance: Int {
    view.rows.reduce(0) { sum, row in
      guard let need = row.need, let resource = row.resource else { return sum }
      return sum
        + AuditEligibility.distance(
          from: view.resources[resource].home, to: view.needs[need].grid, view.policy.levels)
    }
  }

  private var units: Int {
    var shares: [String: (history: Int, weight: Int?, load: Int)] = [:]
    for (index, resource) in view.resources.enumerated() {
      var share = shares[resource.unit] ?? (0, nil, 0)
      share.history += resource.history
      share.load += view.load(index)
      if let weight = resource.weight { share.weight = min(share.weight ?? weight, weight) }
      shares[resource.unit] = share
    }
    var sum = 0
    for share in shares.values where share.load > 0 {
      for step in 1...share.load {
        sum += 10_000 * (2 * (share.history + step) - 1) / (share.weight ?? 100)
      }
    }
    return sum
  }
}
