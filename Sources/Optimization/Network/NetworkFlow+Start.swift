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
