import ThreeLists

/// What it costs to serve a need once more in a plan without couplings that its certificate proves
/// best: exactly, by the audit's own search.
///
/// The links of the network are laid out as edges, each with what it costs to send a unit along it
/// or to take one back. A visit more for a need is a path from the need to its area, over places
/// moved, visits given up and visits gained; the best plan that serves the need so often is the plan
/// with the cheapest of these paths carried out. Dijkstra's algorithm finds them from the area
/// backwards, on costs less the certificate's prices: complementary slackness makes none of these
/// negative, and the search says so if one were.
struct AuditDetours {
  /// The number of the first area's node.
  fileprivate static let areas = 1
  /// By node where it ends: where an edge begins, and the number of its cost.
  private let edges: [[(from: Int, cost: Int)]]
  private let costs: [CertificateVector]
  private let prices: [CertificateVector]
  private let scales: [Int]
  /// The number of the first need's node.
  private let needs: Int
  /// For each need, its area.
  let areaOf: [Int]
  private let areaCount: Int
  /// For each need, what a visit of it costs wherever it takes place.
  private let visits: [CertificateVector]

  /// Nil unless the certificate proves every tier by one leaf and no need is coupled.
  ///
  /// - Parameter view: the lists, the plan and its certificate.
  /// - Complexity: O(candidates).
  init?(_ view: AuditView) {
    guard let links = AuditLinks(view) else { return nil }
    (edges, costs, prices) = (links.edges, links.costs, links.prices)
    (scales, needs) = (links.scales, links.needs)
    areaOf = links.lists.needs.map(\.area)
    areaCount = links.lists.areas.count
    visits = links.lists.needs.map(links.visit)
  }

  /// What it costs to serve some needs of one area once more, tier by tier.
  ///
  /// - Parameters:
  ///   - wanted: needs that lack visits.
  ///   - area: their area.
  ///   - alone: whether `wanted` is one need that has visits: it must not pay for one more with
  ///     one of its own.
  ///   - givers: the needs that may give up a visit for it; nil for all.
  /// - Returns: by need; none for a need that no plan serves more often.
  func costs(
    of wanted: [Int], area: Int, alone: Bool, givers: Set<Int>? = nil
  ) -> [Int: [Int128]] {
    let apart = alone ? wanted.first.map { needs + $0 } : nil
    let area = AuditDetours.areas + area
    let zero = CertificateVector(width: 1 + scales.count)
    var left = Set(wanted.map { needs + $0 })
    var known = [area: zero]
    var done: Set<Int> = []
    var queue = AuditQueue()
    queue.add(zero, area)
    var found: [Int: [Int128]] = [:]
    while !left.isEmpty, let node = queue.next() {
      guard done.insert(node).inserted, let own = known[node] else { continue }
      if left.remove(node) != nil {
        let whole = own + visits[node - needs]
        found[node - needs] = zip(whole.components.dropFirst(), scales).map { $0 / Int128($1) }
      }
      if node == apart { continue }
      for (from, number) in edges[node] where !done.contains(from) {
        if from == apart, node == area { continue }
        if let givers, isGiven(from, node), !givers.contains(from - needs) { continue }
        let cost = own + costs[number]
        if let other = known[from], !(cost < other) { continue }
        known[from] = cost
        var reduced = cost
        reduced.add(prices[from], times: -1)
        queue.add(reduced, from)
      }
    }
    return found
  }

  /// Whether an edge takes a visit away from a need.
  private func isGiven(_ from: Int, _ node: Int) -> Bool {
    (AuditDetours.areas..<AuditDetours.areas + areaCount).contains(node)
      && (needs..<needs + areaOf.count).contains(from)
  }
}

/// The edges of the network and the prices of its nodes, laid out one list after another.
private struct AuditLinks {
  private let view: AuditView
  let lists: CertificateLists
  private(set) var edges: [[(from: Int, cost: Int)]] = []
  private(set) var costs: [CertificateVector] = []
  private var numberOf: [CertificateVector: Int] = [:]
  private(set) var prices: [CertificateVector] = []
  let scales: [Int]
  private let width: Int

  // Nodes: the root, areas, units, resources, their sessions, needs, and needs' days.
  private var areas: Int { AuditDetours.areas }
  private var units: Int { areas + lists.areas.count }
  private var resources: Int { units + lists.units.count }
  private var slots: Int { resources + view.resources.count }
  var needs: Int { slots + view.resources.count * 21 }
  private var days: Int { needs + view.needs.count }

  /// Nil unless the certificate proves every tier by one leaf and no need is coupled.
  ///
  /// - Parameter view: the lists, the plan and its certificate.
  /// - Complexity: O(candidates).
  init?(_ view: AuditView) {
    guard case .success(let proof) = view.certified, proof.proved == view.plan.tiers.count,
      let nodes = view.certificate?.nodes, nodes.count == 1, let leaf = nodes[0].leaf,
      !view.needs.indices.contains(where: view.isCoupled)
    else { return nil }
    self.view = view
    lists = CertificateLists(view)
    scales = leaf.scales
    width = 1 + leaf.scales.count
    let nodeCount = days + view.needs.count * 7
    edges = Array(repeating: [], count: nodeCount)
    prices = Array(repeating: CertificateVector(width: width), count: nodeCount)
    for (name, price) in leaf.units {
      if let unit = lists.unitIndex[name] { prices[units + unit] = CertificateVector(price) }
    }
    for (name, price) in leaf.areas {
      guard let area = lists.areaIndex[name] else { continue }
      prices[areas + area].add(CertificateVector(price), times: -1)
    }
    for unit in lists.units.indices {
      for resource in lists.units[unit].resources { lay(resource, unit: unit, leaf) }
      lay(unit: unit)
    }
    for need in view.needs.indices { lay(need: need) }
    var served = Array(repeating: 0, count: lists.areas.count)
    for need in view.needs.indices { served[lists.needs[need].area] += view.visits[need].count }
    for area in lists.areas.indices { lay(area: area, served: served[area]) }
    if !(leaf.cuts ?? [:]).isEmpty { settle() }
  }

  /// Lowers prices until no step is negative, where cuts helped to prove the plan.
  ///
  /// It ends, since no way round is negative in the network of a best plan.
  private mutating func settle() {
    var queue = Array(edges.indices)
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for (start, number) in edges[node] {
        let most = costs[number] + prices[node]
        guard prices[start] > most else { continue }
        prices[start] = most
        queue.append(start)
      }
    }
  }

  private mutating func edge(_ from: Int, _ to: Int, _ cost: CertificateVector) {
    let number = numberOf[cost] ?? costs.count
    if number == costs.count {
      numberOf[cost] = number
      costs.append(cost)
    }
    edges[to].append((from, number))
  }

  private func cost(_ parts: [(TierName, Int)]) -> CertificateVector {
    var vector = CertificateVector(width: width)
    for (tier, cost) in parts {
      guard let component = lists.components[tier] else { continue }
      vector[component] += Int128(cost) * Int128(scales[component - 1])
    }
    return vector
  }

  /// What a visit of a need costs wherever it takes place.
  func visit(_ need: CertificateNeed) -> CertificateVector {
    cost([(.served(need.priorityClass), -1), (.waited, -need.days)])
  }

  private mutating func lay(_ resource: Int, unit: Int, _ leaf: Certificate.Leaf) {
    let row = view.resources[resource]
    let (load, minimum) = (view.load(resource), lists.minimum(resource))
    var price = prices[units + unit]
    if let own = leaf.resources[row.id] { price.add(CertificateVector(own)) }
    prices[resources + resource] = price
    if load < row.weekly {
      edge(resources + resource, units + unit, cost([(.minimums, load < minimum ? -1 : 0)]))
    }
    if load > 0 {
      edge(units + unit, resources + resource, cost([(.minimums, load <= minimum ? 1 : 0)]))
    }
    for session in 0..<21 {
      let slot = slots + resource * 21 + session
      prices[slot] = price
      if let own = leaf.resourceSessions["\(row.id)@\(Session(index: session))"] {
        prices[slot].add(CertificateVector(own))
      }
      let held = view.sessionLoad[resource * 21 + session]
      if held < row.perSession { edge(slot, resources + resource, cost([])) }
      if held > 0 { edge(resources + resource, slot, cost([])) }
    }
  }

  private mutating func lay(unit: Int) {
    let own = lists.units[unit]
    let load = own.resources.reduce(0) { $0 + view.load($1) }
    if own.resources.contains(where: { view.load($0) < view.resources[$0].weekly }) {
      edge(units + unit, 0, cost([(.units, own.step(load + 1))]))
    }
    if load > 0 { edge(0, units + unit, cost([(.units, -own.step(load))])) }
  }

  private mutating func lay(area: Int, served: Int) {
    let unmet = lists.areas[area].requested - served
    if unmet > 0 {
      edge(0, areas + area, cost([(.grids, -lists.areas[area].step(unmet))]))
    }
    if served > 0 {
      edge(areas + area, 0, cost([(.grids, lists.areas[area].step(unmet + 1))]))
    }
  }

  /// A need's visits and places, and what follows for its own prices.
  private mutating func lay(need index: Int) {
    let (need, own) = (view.needs[index], lists.needs[index])
    let (node, area) = (needs + index, areas + own.area)
    let bare = need.pinned.first { $0.session == nil }.map(\.resource)
    var (taken, given): (CertificateVector?, CertificateVector?)
    var filled: [Int: (slot: Int, isHeld: Bool)] = [:]
    for visit in view.visits[index] {
      for row in visit.rows {
        let service = view.rows[row].service
        guard let resource = view.rows[row].resource else { continue }
        filled[service.session.index / 3] = (
          resource * 21 + service.session.index,
          need.pinned.contains(Pin(resource: service.resource, session: service.session))
        )
      }
    }
    var best: [CertificateVector?] = Array(repeating: nil, count: 7)
    for candidate in view.candidates(index)[0] {
      let row = view.resources[candidate.resource]
      if let bare, bare != row.id { continue }
      let length = need.requested.count
      let place = [
        (TierName.choice, (need.requested.firstIndex(of: row.id) ?? length) - length),
        (.continuity, need.previous == row.id ? -1 : 0),
        (.distance, AuditEligibility.distance(from: row.home, to: need.grid, view.policy.levels)),
      ]
      let staying = view.keptSessions(need.id, row.id)
      for session in 0..<21 where candidate.sessions & 1 << UInt32(session) != 0 {
        let (slot, day) = (candidate.resource * 21 + session, days + index * 7 + session / 3)
        let stays = staying & 1 << UInt32(session) != 0
        let place = place + [(.prompt, session), (.kept, stays ? -1 : 0)]
        let price = cost(place)
        if let known = filled[session / 3], known.slot == slot {
          guard !known.isHeld else { continue }
          edge(slots + slot, day, cost(place.map { ($0.0, -$0.1) }))
          prices[day] = price + prices[slots + slot]
          given = given.map { max($0, prices[day]) } ?? prices[day]
        } else {
          edge(day, slots + slot, price)
          guard filled[session / 3] == nil else { continue }
          let behind = price + prices[slots + slot]
          best[session / 3] = best[session / 3].map { min($0, behind) } ?? behind
        }
      }
    }
    for day in 0..<7 {
      let of = days + index * 7 + day
      if filled[day] != nil {
        edge(of, node, cost([]))
      } else if let own = best[day] {
        edge(node, of, cost([]))
        prices[of] = own
        taken = taken.map { min($0, own) } ?? own
      }
    }
    let served = view.visits[index].count
    if served < need.visits { edge(area, node, visit(own)) }
    var back = CertificateVector(width: width)
    back.add(visit(own), times: -1)
    if given != nil, bare == nil {
      edge(node, area, back)
      prices[node] = served < need.visits ? prices[area] + back : given ?? prices[node]
    } else if let own = given ?? taken {
      prices[node] = own
    }
  }
}

/// Nodes by what they cost, the least first: a pairing of halves, built as entries come.
private struct AuditQueue {
  private var tree: [(cost: CertificateVector, node: Int)] = []

  mutating func add(_ cost: CertificateVector, _ node: Int) {
    var hole = tree.count
    tree.append((cost, node))
    while hole > 0 {
      let above = (hole - 1) >> 1
      guard cost < tree[above].cost else { break }
      tree[hole] = tree[above]
      hole = above
    }
    tree[hole] = (cost, node)
  }

  mutating func next() -> Int? {
    guard let last = tree.popLast() else { return nil }
    guard let first = tree.first else { return last.node }
    var hole = 0
    while 2 * hole + 1 < tree.count {
      var child = 2 * hole + 1
      if child + 1 < tree.count, tree[child + 1].cost < tree[child].cost { child += 1 }
      guard tree[child].cost < last.cost else { break }
      tree[hole] = tree[child]
      hole = child
    }
    tree[hole] = last
    return first.node
  }
}

/// A search for the price of one more visit: of an area's needs, or of one alone that has visits.
struct AuditDetourSearch: Hashable {
  let area: Int
  let alone: Int?
  /// Who may give up a visit for it; nil for everybody.
  let givers: Set<Int>?
}

extension AuditView {
  /// What it costs to serve a need once more.
  ///
  /// - Parameters:
  ///   - index: the need.
  ///   - givers: the needs that may give up a visit for it; nil for all.
  /// - Returns: tier by tier; nil where only bounds are known, or no plan serves it so often.
  func detour(_ index: Int, givers: Set<Int>? = nil) -> [Int128]? {
    let detours: AuditDetours
    if let known = memory.detours {
      guard let known else { return nil }
      detours = known
    } else {
      let made = AuditDetours(self)
      memory.detours = .some(made)
      guard let made else { return nil }
      detours = made
    }
    let (area, isAlone) = (detours.areaOf[index], !visits[index].isEmpty)
    let search = AuditDetourSearch(area: area, alone: isAlone ? index : nil, givers: givers)
    if let known = memory.detourCosts[search]?[index] { return known }
    // Needs of one area without a visit are searched for together, as often as the same ones pay.
    var wanted = [index]
    if !isAlone {
      wanted += plan.unmet.compactMap { needIndex[$0.need] }.filter {
        $0 != index && visits[$0].isEmpty && detours.areaOf[$0] == area
      }
    }
    let found = detours.costs(of: wanted, area: area, alone: isAlone, givers: givers)
    for need in wanted {
      memory.detourCosts[search, default: [:]].updateValue(found[need], forKey: need)
    }
    return found[index]
  }

  /// Whether the tiers up to the first in which a price is not 0 are closed; all of them, where none is.
  func isClosed(_ price: [Int128]) -> Bool {
    let last = price.firstIndex { $0 != 0 } ?? price.count - 1
    return plan.tiers.prefix(last + 1).allSatisfy { $0.provedBy != .open }
  }

  /// What is wrong with the needs that are said to pay for one more visit of a need.
  ///
  /// It is to be had at its price from them alone, and not without any one of them. Nil where only
  /// bounds are known.
  ///
  /// - Complexity: that of one search for each of them.
  func losersFault(_ index: Int, _ losers: [Int]) -> (String, String)? {
    guard losers.count < HeldPlaces.mostTold, let price = detour(index) else { return nil }
    let all = Set(losers)
    if detour(index, givers: all) != price {
      return ("needs that pay the price", "others would have to pay, too")
    }
    for loser in losers where detour(index, givers: all.subtracting([loser])) == price {
      return ("needs that pay the price", "\(needs[loser].id), without which it goes as well")
    }
    return nil
  }
}
