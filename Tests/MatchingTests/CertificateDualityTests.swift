import Testing
import ThreeLists

@testable import Matching

/// Weak duality: whatever the prices, no bound is above the cost of a plan.
struct CertificateDualityTests {
  static func price(
    _ dice: inout Dice, _ lists: TinyLists, near tier: TierName, _ range: ClosedRange<Int>
  ) -> [Int] {
    // Often near the steps of one tier, where the smallest value is found inside its range.
    let tiers = Audit.tierNames(lists.policy)
    let width = tiers.count + 1
    if dice.chance(70), let component = tiers.firstIndex(of: tier) {
      return (0..<width).map { $0 == component + 1 ? dice.roll(range) : 0 }
    }
    // Mostly small and sparse, so that bounds come near the costs; now and then a force.
    return (0..<width).map { component in
      guard dice.chance(component == 0 ? 4 : 35) else { return 0 }
      return dice.chance(80) ? dice.roll(-2...3) : dice.roll(-900...900)
    }
  }

  static func leaf(_ dice: inout Dice, _ lists: TinyLists) -> Certificate.Leaf {
    let tiers = Audit.tierNames(lists.policy).count
    var leaf = Certificate.Leaf(
      scales: (0..<tiers).map { _ in dice.chance(70) ? 1 : dice.roll(1...3) },
      resourceSessions: [:], resources: [:], units: [:], areas: [:])
    let density = [0, 30, 100][dice.roll(0...2)]
    for resource in lists.resources {
      if dice.chance(density) {
        leaf.resources[resource.id] = price(&dice, lists, near: .minimums, -1...0)
      }
      if dice.chance(density) {
        leaf.units[resource.unit] = price(&dice, lists, near: .units, 60...900)
      }
      for session in Session.all where dice.chance(density / 3) {
        leaf.resourceSessions["\(resource.id)@\(session)"] = price(
          &dice, lists, near: .served(dice.roll(0...3)), 0...1)
      }
    }
    for need in lists.needs where dice.chance(density) {
      leaf.areas[need.grid.prefix(12).digits] = price(
        &dice, lists, near: .grids, -2000...(-100))
    }
    return leaf
  }

  static func branch(_ dice: inout Dice, _ lists: TinyLists) -> Certificate.Branch {
    let need = lists.needs[dice.roll(0...lists.needs.count - 1)]
    switch dice.roll(0...2) {
    case 0: return .init(need: need.id, quantity: .visits, at: dice.roll(1...3))
    case 1:
      return .init(
        need: need.id, quantity: .session,
        session: Session(index: [0, 1, 4, 7, 10][dice.roll(0...4)]).description,
        at: dice.chance(90) ? 1 : 2)
    default:
      return .init(
        need: need.id, quantity: .service,
        session: Session(index: [0, 1, 4, 7, 10][dice.roll(0...4)]).description,
        resource: lists.resources[dice.roll(0...2)].id,
        place: dice.roll(0...max(0, need.roles.count - 1)), at: dice.chance(90) ? 1 : 2)
    }
  }

  /// The number a plan has of what a branch splits by.
  static func count(
    _ branch: Certificate.Branch, _ plan: [TinyLists.Way], _ lists: TinyLists
  ) -> Int {
    guard let index = lists.needs.firstIndex(where: { $0.id == branch.need }) else { return 0 }
    let visits = plan[index]
    switch branch.quantity {
    case .visits: return visits.count
    case .session:
      return visits.filter { Session(index: $0.session).description == branch.session }.count
    case .service:
      return visits.filter { visit in
        Session(index: visit.session).description == branch.session
          && visit.places.contains {
            lists.resources[$0.resource].id == branch.resource && $0.kind == branch.place
          }
      }.count
    }
  }

  static func quantity(
    _ branch: Certificate.Branch, _ view: AuditView
  ) -> CertificateDecisions.Quantity {
    let session = branch.session.flatMap { Session($0) }?.index ?? 0
    switch branch.quantity {
    case .visits: return .visits
    case .session: return .session(session)
    case .service:
      return .service(
        session: session, resource: view.resourceIndex[branch.resource ?? ""] ?? 0,
        place: branch.place ?? 0)
    }
  }

  @Test(arguments: 1...40)
  func noBoundIsAboveAPlan(seed: UInt64) throws {
    let lists = try TinyLists(seed: seed, needs: 2, mostSessions: 3)
    let plans = lists.plans()
    let costs = plans.map { lists.costs(lists.values($0)) }
    for plan in plans.prefix(3) {
      #expect(
        Audit.findings(
          in: lists.view(plan),
          by: Audit.eligibilityChecks + Audit.visitChecks + Audit.capacityChecks) == [])
    }
    var dice = Dice(state: seed &* 7919)
    let view = lists.view()
    let known = CertificateLists(view)
    for _ in 0..<12 {
      let leaf = Self.leaf(&dice, lists)
      let prices = try CertificateLeaf(leaf, node: 0, lists: known)
      var decisions: [Int: CertificateDecisions] = [:]
      var inLeaf = Array(plans.indices)
      for _ in 0..<dice.roll(0...3) {
        let branch = Self.branch(&dice, lists)
        let high = dice.chance(50)
        inLeaf.removeAll { (Self.count(branch, plans[$0], lists) >= branch.at) != high }
        let need = try #require(view.needIndex[branch.need])
        decisions[need, default: CertificateDecisions()]
          .decide(Self.quantity(branch, view), high: high, at: branch.at)
      }
      guard let bound = known.bound(prices, decisions: decisions) else {
        #expect(inLeaf == [])
        continue
      }
      for index in inLeaf {
        var scaled = CertificateVector(width: costs[index].count + 1)
        for (tier, cost) in costs[index].enumerated() {
          scaled[tier + 1] = Int128(cost * leaf.scales[tier])
        }
        #expect(!(scaled < bound))
      }
    }
  }

  @Test(arguments: 1...40)
  func noTreeProvesWhatIsFalse(seed: UInt64) throws {
    let lists = try TinyLists(seed: seed &+ 1000, needs: 2, mostSessions: 3)
    let values = lists.plans().map(lists.values)
    let costs = values.map(lists.costs)
    guard let best = costs.min(by: { $0.lexicographicallyPrecedes($1) }) else { return }
    var dice = Dice(state: seed)
    for _ in 0..<4 {
      var nodes: [Certificate.Node] = [.init(leaf: Self.leaf(&dice, lists))]
      var open = [0]
      for _ in 0..<dice.roll(0...6) {
        let parent = open.remove(at: dice.roll(0...open.count - 1))
        nodes[parent] = .init(
          branch: Self.branch(&dice, lists), low: nodes.count, high: nodes.count + 1)
        open += [nodes.count, nodes.count + 1]
        nodes += [.init(leaf: Self.leaf(&dice, lists)), .init(leaf: Self.leaf(&dice, lists))]
      }
      let certificate = Certificate(
        fingerprint: "", tiers: Audit.tierNames(lists.policy).map(\.description), nodes: nodes)
      for (value, cost) in zip(values, costs).prefix(12) {
        let proof = try Audit.provedBounds(
          certificate: certificate, values: value, week: lists.week, needs: lists.needs,
          resources: lists.resources, policy: lists.policy)
        #expect(cost.prefix(proof.proved) == best.prefix(proof.proved))
        if let bound = proof.bound, cost.prefix(proof.proved) == best.prefix(proof.proved) {
          let tier = Audit.tierNames(lists.policy)[proof.proved]
          let limit = Audit.isMaximised(tier) ? -bound : bound
          #expect(limit <= best[proof.proved])
        }
      }
    }
  }

  @Test(arguments: 1...60)
  func aNeedByItselfIsExact(seed: UInt64) throws {
    var lists = try TinyLists(seed: seed &+ 2000, needs: 1, mostSessions: 4)
    lists.resources = lists.resources.map {
      var resource = $0
      (resource.weekly, resource.perSession) = (9, 9)
      return resource
    }
    let view = lists.view()
    let known = CertificateLists(view)
    var dice = Dice(state: seed)
    let ways = lists.ways(0)
    let single = CertificateLists(lists.view())
    for _ in 0..<8 {
      let prices = try CertificateLeaf(Self.leaf(&dice, lists), node: 0, lists: known)
      var decisions = CertificateDecisions()
      var left = ways
      for _ in 0..<dice.roll(0...3) {
        let branch = Self.branch(&dice, lists)
        let high = dice.chance(50)
        left.removeAll { (Self.count(branch, [$0], lists) >= branch.at) != high }
        decisions.decide(Self.quantity(branch, view), high: high, at: branch.at)
      }
      let costs = left.map { way in
        var cost = CertificateVector(width: prices.width)
        for visit in way {
          cost.add(prices.areaPrices[0])
          prices.add(-1, of: .served(single.needs[0].priorityClass), to: &cost)
          prices.add(-single.needs[0].days, of: .waited, to: &cost)
          prices.add(visit.session, of: .prompt, to: &cost)
          for place in visit.places {
            let need = lists.needs[0]
            let resource = lists.resources[place.resource]
            for index in 0..<prices.width {
              cost[index] += prices.resourceCosts[place.resource * prices.width + index]
            }
            prices.addPrice(place.resource, in: visit.session, to: &cost)
            let length = need.requested.count
            prices.add(
              (need.requested.firstIndex(of: resource.id) ?? length) - length, of: .choice,
              to: &cost)
            if need.previous == resource.id { prices.add(-1, of: .continuity, to: &cost) }
            prices.add(
              Distance.level(from: resource.home, to: need.grid, levels: lists.policy.levels),
              of: .distance, to: &cost)
          }
        }
        return cost
      }
      let cheapest = CertificateWays(known.needs[0], decisions: decisions, leaf: prices).cheapest()
      #expect(cheapest == costs.min())
    }
  }
}
