/// Where the solve of a network may begin: a plan of a program like it, and the prices that proved it
/// best.
///
/// Whatever it holds, the solution is exact: arcs that do not fit are passed over, and prices that
/// fit too little are given up. Among equally good solutions the one near the start is found.
public struct SolveStart: Hashable, Sendable {
  /// Arcs of the program, ascending.
  public var chosen: [Int]
  /// Prices by the program's indexes, with its tiers.
  public var prices: Proof.Leaf

  /// Prices beyond this leave no room to reckon with them.
  static let largestPrice = 1 << 50

  /// A start by its parts.
  public init(chosen: [Int], prices: Proof.Leaf) {
    self.chosen = chosen
    self.prices = prices
  }

  /// Whether it speaks of arcs that a program has and of its tiers, in prices of ordinary size, and
  /// what wrong prices could set in motion can be counted.
  func fits(_ program: AssignmentProgram) -> Bool {
    let width = program.tiers.count + 1
    let slots = program.supplies.count * 21
    let room = program.supplies.reduce(0) { $0 + $1.weekly + 21 * $1.perSession }
    guard room < 1 << 30 else { return false }
    func areSound(_ vectors: [Int: [Int]], below end: Int) -> Bool {
      vectors.allSatisfy { index, vector in
        (0..<end).contains(index) && vector.count == width
          && vector.allSatisfy { abs($0) <= SolveStart.largestPrice }
      }
    }
    return prices.scales == Array(repeating: 1, count: width - 1)
      && zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 }
      && chosen.allSatisfy { program.arcs.indices.contains($0) }
      && areSound(prices.slots, below: slots)
      && areSound(prices.supplies, below: program.supplies.count)
      && areSound(prices.pools, below: program.poolCount)
      && areSound(prices.groups, below: program.groupCount)
  }
}

extension NetworkFlow {
  /// Makes the visits of some arcs, ascending, as far as there is room for them.
  ///
  /// The flow is to be as it was laid out, with every visit unmet.
  func make(_ arcs: [Int]) {
    var first = 0
    for arc in arcs {
      let own = program.arcs[arc]
      while first < network.requests.count, network.requests[first].demand < Int(own.demand) {
        first += 1
      }
      guard let slot = slot(own) else { continue }
      var request = first
      while request < network.requests.count, network.requests[request].demand == Int(own.demand),
        !make(request, slot: slot)
      { request += 1 }
    }
  }

  /// The node of an arc's slot; nil for a supply without visits.
  private func slot(_ arc: AssignmentProgram.Arc) -> Int? {
    guard program.supplies[Int(arc.supply)].weekly > 0 else { return nil }
    let wanted = Int(arc.supply) * 21 + Int(arc.session)
    return network.slotsOfSupply[Int(arc.supply)].first { network.slots[$0] == wanted }
      .map { firstSlot + $0 }
  }

  private func make(_ request: Int, slot: Int) -> Bool {
    let node = Int(nodeOfRequest[request])
    let supply = Int(parent[slot])
    let way = [slot, supply, Int(parent[supply])]
    guard flow[node] > 0, way.allSatisfy({ flow[$0] < high[$0] }) else { return false }
    for port in network.requests[request].ports where held[port].slot < 0 {
      for index in bundleStart[port]..<bundleEnd[port] {
        let bundle = bundles[index]
        let bit = slot - Int(bundle.slot)
        guard (0..<21).contains(bit), bundle.mask & 1 << UInt32(bit) != 0 else { continue }
        hold(Int32(port), slot: Int32(slot), bundle: index)
        if port != node { flow[port] = 1 }
        flow[node] -= 1
        flow[Int(parent[node])] -= 1
        for node in way { flow[node] += 1 }
        return true
      }
    }
    return false
  }
}
