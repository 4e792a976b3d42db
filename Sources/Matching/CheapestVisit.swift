import Optimization

/// The cheapest way to serve a demand once more in a best plan without couplings, for any number of
/// demands.
///
/// In a network the best flow with one unit more through one link is the best flow and a shortest
/// path in its residual network, closed to a cycle by that link (Busacker & Gowen 1961): here from
/// the demand to its group. Costs are the vectors of all tiers, compared lexicographically, and
/// after them the visits that demands give up, so that no one is named needlessly. Searches go
/// backwards from the group, by Dijkstra's algorithm over costs reduced by the certificate's prices,
/// which are nowhere negative because the prices prove the plan. One search serves all demands of a
/// group without a visit; a demand that has some is searched by itself, since it must not pay for
/// one more with one of its own.
struct CheapestVisit {
  private let network: ResidualNetwork
  private let scales: [Int]
  /// A node's potential: the certificate's price of one unit of flow that has come this far.
  private let potentials: [[Int]]
  private let width: Int

  /// What it costs to serve a demand once more.
  struct Price {
    /// By tier: positive is worse.
    var costs: [Int]
    /// Demands that then have fewer visits, ascending.
    var fewer: [Int]
  }

  /// - Parameters:
  ///   - program: the program of a week.
  ///   - chosen: the arcs of a best plan.
  ///   - proof: what proves it; nil when the program has couplings or this is not one leaf.
  init?(_ program: AssignmentProgram, chosen: [Int], proof: Proof?) {
    guard program.coupledDemands.isEmpty, let nodes = proof?.nodes, nodes.count == 1,
      case .leaf(let leaf) = nodes[0]
    else { return nil }
    network = ResidualNetwork(program, chosen: chosen)
    scales = leaf.scales
    width = program.tiers.count + 2
    potentials = CheapestVisit.potentials(network, leaf: leaf, width: width)
  }

  /// The prices of some demands that lack visits; none for one that no plan serves more often.
  ///
  /// - Complexity: O(groups · arcs · log arcs) for demands without a visit, O(arcs · log arcs) for
  ///   each of the others; searches end where the demands are reached.
  func prices(of demands: [Int]) -> [Int: Price] {
    var found: [Int: Price] = [:]
    let whole = demands.filter { network.visits[$0] == 0 }
    let groups = Dictionary(grouping: whole) { network.program.demands[$0].group }
    for (group, own) in groups.sorted(by: { $0.key < $1.key }) {
      search(group: group, for: own, barring: nil, &found)
    }
    for demand in demands where network.visits[demand] > 0 {
      search(
        group: network.program.demands[demand].group, for: [demand], barring: demand, &found)
    }
    return found
  }

  private func search(
    group: Int, for demands: [Int], barring barred: Int?, _ found: inout [Int: Price]
  ) {
    let target = network.group(group)
    var left = Set(demands.map(network.demand))
    let barredNode = barred.map(network.demand)
    var costs: [[Int]?] = Array(repeating: nil, count: network.nodeCount)
    var next = Array(repeating: -1, count: network.nodeCount)
    var isDone = Array(repeating: false, count: network.nodeCount)
    var heap = VectorHeap()
    costs[target] = Array(repeating: 0, count: width)
    heap.push(reduced(costs[target] ?? [], at: target), target)
    while !left.isEmpty, let node = heap.pop() {
      if isDone[node] { continue }
      isDone[node] = true
      guard let own = costs[node] else { continue }
      if left.remove(node) != nil, let demand = network.demand(at: node) {
        found[demand] = price(demand, own, next)
      }
      // What goes on from the demand itself would go in a circle.
      if node == barredNode { continue }
      network.forEachStep(into: node) { from, step in
        if isDone[from] || node == target && from == barredNode { return }
        var cost = own
        network.add(step, scales: scales, to: &cost)
        if let known = costs[from], !cost.lexicographicallyPrecedes(known) { return }
        costs[from] = cost
        next[from] = node
        heap.push(reduced(cost, at: from), from)
      }
    }
  }

  private func reduced(_ cost: [Int], at node: Int) -> [Int] {
    var key = cost
    for (index, component) in potentials[node].enumerated() { key[index] -= component }
    return key
  }

  /// The price of a demand from which a path leads to its group.
  private func price(_ demand: Int, _ cost: [Int], _ next: [Int]) -> Price {
    var balance: [Int: Int] = [:]
    var node = network.demand(demand)
    while next[node] >= 0 {
      let following = next[node]
      if network.isGroup(following), let loser = network.demand(at: node) {
        balance[loser, default: 0] -= 1
      } else if network.isGroup(node), let gainer = network.demand(at: following) {
        balance[gainer, default: 0] += 1
      }
      node = following
    }
    // The link that closes the circle.
    var whole = cost
    network.add(.visit(demand, 1), scales: scales, to: &whole)
    return Price(
      costs: zip(whole.dropFirst(), scales).map { $0 / $1 },
      fewer: balance.filter { $0.value < 0 }.map(\.key).sorted())
  }

  /// The potentials that a leaf's prices give every node; those of ports and demands follow.
  private static func potentials(
    _ network: ResidualNetwork, leaf: Proof.Leaf, width: Int
  ) -> [[Int]] {
    let program = network.program
    let zero = Array(repeating: 0, count: width - 1)
    var all = Array(repeating: zero, count: network.nodeCount)
    func sum(_ left: [Int], _ right: [Int]?) -> [Int] {
      right.map { zip(left, $0).map { $0 + $1 } } ?? left
    }
    for (index, price) in leaf.groups { all[network.group(index)] = price.map { -$0 } }
    for (index, price) in leaf.pools { all[network.pool(index)] = price }
    for (index, supply) in program.supplies.enumerated() {
      let own = sum(all[network.pool(supply.pool)], leaf.supplies[index])
      all[network.supply(index)] = own
      for slot in index * 21..<index * 21 + 21 {
        all[network.slot(slot)] = sum(own, leaf.slots[slot])
      }
    }
    func behind(_ arc: Int) -> [Int] {
      let of = program.arcs[arc]
      var vector = all[network.slot(Int(of.supply) * 21 + Int(of.session))] + [0]
      network.add(.arc(arc, 1), scales: leaf.scales, to: &vector)
      return Array(vector.dropLast())
    }
    for (index, demand) in program.demands.enumerated() {
      var open: [[Int]] = []
      var given: [[Int]] = []
      var byDay: [[Int]?] = Array(repeating: nil, count: 7)
      for arc in network.arcs(of: index) {
        let day = Int(program.arcs[arc].session) / 3
        if network.isFilled(index * 7 + day) || !network.mayTake(arc) { continue }
        let own = behind(arc)
        if byDay[day].map({ own.lexicographicallyPrecedes($0) }) ?? true { byDay[day] = own }
      }
      for day in 0..<7 {
        if let arc = network.loose(index * 7 + day) {
          let own = behind(arc)
          given.append(own)
          all[network.port(index * 7 + day)] = own
        } else if let own = byDay[day] {
          open.append(own)
          all[network.port(index * 7 + day)] = own
        }
      }
      if network.mayGiveUp(index), network.visits[index] < demand.visits {
        var vector = all[network.group(demand.group)] + [0]
        network.add(.visit(index, -1), scales: leaf.scales, to: &vector)
        all[network.demand(index)] = Array(vector.dropLast())
      } else {
        let own =
          given.max { $0.lexicographicallyPrecedes($1) }
          ?? open.min { $0.lexicographicallyPrecedes($1) }
        if let own { all[network.demand(index)] = own }
      }
    }
    return all
  }
}

/// A binary heap of nodes by vectors, the smallest node first among equals.
struct VectorHeap {
  private var entries: [(key: [Int], node: Int)] = []

  private static func precedes(
    _ left: (key: [Int], node: Int), _ right: (key: [Int], node: Int)
  ) -> Bool {
    for (one, other) in zip(left.key, right.key) where one != other { return one < other }
    return left.node < right.node
  }

  /// Adds a node.
  mutating func push(_ key: [Int], _ node: Int) {
    entries.append((key, node))
    var index = entries.count - 1
    while index > 0, VectorHeap.precedes(entries[index], entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Takes the first node out.
  mutating func pop() -> Int? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return first.node }
    entries[0] = last
    var index = 0
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < entries.count && VectorHeap.precedes(entries[child], entries[least]) {
        least = child
      }
      if least == index { return first.node }
      entries.swapAt(index, least)
      index = least
    }
  }
}
