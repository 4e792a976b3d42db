extension ResidualNetwork {
  /// Lets the arcs of a plan carry what they do, and counts what it costs.
  mutating func begin(_ chosen: [Int]) {
    for group in firstGroup..<firstSupply where flow[group] > 0 {
      for unit in 1...Int(flow[group]) {
        for component in 0..<width { cost[component] += linkCost(group, unit: unit, component) }
      }
    }
    for arc in chosen {
      let port = Int(portOf[arc])
      let request = Int(nodeOfDemand[Int(program.arcs[arc].demand)])
      let slot = slot(of: arc)
      let supply = Int(parent[slot])
      send(.down(Int(parent[request])))
      send(.down(request))
      if port != request { send(.down(port)) }
      send(.take(port: port, arc: arc))
      for node in [slot, supply, Int(parent[supply])] { send(.up(node)) }
    }
  }

  /// Takes prices over from a proof.
  ///
  /// A slot is as dear as its own price, its supply's and its pool's together; a group as what is
  /// saved by one visit less that is unmet; requests and days as their best way on.
  mutating func take(_ leaf: Proof.Leaf) {
    func add(_ vector: [Int]?, _ sign: Int, to node: Int) {
      for (component, value) in (vector ?? []).enumerated() {
        price[node * width + component] += sign * value
      }
    }
    func copy(_ other: Int, to node: Int) { set(vector(at: other), at: node) }
    for pool in 0..<program.poolCount { add(leaf.pools[pool], 1, to: firstPool + pool) }
    for group in 0..<program.groupCount { add(leaf.groups[group], -1, to: firstGroup + group) }
    for supply in program.supplies.indices {
      copy(Int(parent[firstSupply + supply]), to: firstSupply + supply)
      add(leaf.supplies[supply], 1, to: firstSupply + supply)
    }
    for (key, node) in slotOf.enumerated() where node >= 0 {
      copy(Int(parent[Int(node)]), to: Int(node))
      add(leaf.slots[key], 1, to: Int(node))
    }
    for node in nodeOfDemand { price(request: Int(node)) }
  }

  /// Gives a request and its days the prices that their ways on and the flow call for.
  mutating func price(request node: Int) {
    var ways: [[Int]] = []
    if offers[node].isEmpty {
      for day in children[node] {
        let best = bestOffer(of: Int(day))
        if let best { set(best, at: Int(day)) }
        if let best, flow[Int(day)] == 0 { ways.append(best) }
      }
    } else if let best = bestOffer(of: node) {
      ways.append(best)
    }
    ways.append(vector(at: Int(parent[node])))
    if let least = ways.min(by: { $0.lexicographicallyPrecedes($1) }) { set(least, at: node) }
    // A day without arcs leads nowhere, and is no way for what its request has.
    for day in children[node] where bestOffer(of: Int(day)) == nil {
      set(vector(at: node), at: Int(day))
    }
  }

  private func vector(at node: Int) -> [Int] { Array(price[node * width..<(node + 1) * width]) }

  private mutating func set(_ vector: [Int], at node: Int) {
    for component in 0..<width { price[node * width + component] = vector[component] }
  }

  private func bestOffer(of port: Int) -> [Int]? {
    offers[port].lazy.filter { !isForbidden[Int($0)] }.map { arc in
      let slot = slot(of: Int(arc))
      return (0..<width).map { arcCost(Int(arc), $0) + price[slot * width + $0] }
    }.min { $0.lexicographicallyPrecedes($1) }
  }
}
