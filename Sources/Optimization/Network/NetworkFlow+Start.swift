extension NetworkFlow {
  /// Makes the visits of some arcs of the program, ascending, as far as there is room for them;
  /// those of other parts are passed over.
  ///
  /// The flow is to be as it was laid out, with every visit unmet.
  func make(_ arcs: [Int]) {
    var first = 0
    for (own, demand) in part.demands.enumerated() {
      while first < network.requests.count, network.requests[first].demand < own { first += 1 }
      var index = arcs.lowerBound(of: part.arcsOf[demand].lowerBound)
      while index < arcs.count, arcs[index] < part.arcsOf[demand].upperBound {
        defer { index += 1 }
        guard let slot = slot(program.arcs[arcs[index]]) else { continue }
        var request = first
        while request < network.requests.count, network.requests[request].demand == own,
          !make(request, slot: slot)
        { request += 1 }
      }
    }
  }

  /// The node of an arc's slot; nil for a supply without visits.
  private func slot(_ arc: AssignmentProgram.Arc) -> Int? {
    guard program.supplies[Int(arc.supply)].weekly > 0 else { return nil }
    let supply = Int(part.placeOfSupply[Int(arc.supply)])
    let wanted = supply * 21 + Int(arc.session)
    return network.slotsOfSupply[supply].first { network.slots[$0] == wanted }
      .map { firstSlot + $0 }
  }

  private func make(_ request: Int, slot: Int) -> Bool {
    let node = Int(nodeOfRequest[request])
    let supply = Int(links[slot].parent)
    let way = [slot, supply, Int(links[supply].parent)]
    guard links[node].flow > 0, way.allSatisfy({ links[$0].flow < links[$0].high }) else {
      return false
    }
    for port in network.requests[request].ports where ports[port].slot < 0 {
      for index in ports[port].bundleStart..<ports[port].bundleEnd {
        let bundle = bundles[index]
        let bit = slot - Int(bundle.slot)
        guard (0..<21).contains(bit), bundle.mask & 1 << UInt32(bit) != 0 else { continue }
        hold(Int32(port), slot: Int32(slot), bundle: index)
        if port != node { links[port].flow = 1 }
        links[node].flow -= 1
        links[Int(links[node].parent)].flow -= 1
        for node in way { links[node].flow += 1 }
        return true
      }
    }
    return false
  }
}
