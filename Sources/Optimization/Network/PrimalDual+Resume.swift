/// Solving from a flow and prices that were right for other costs.
extension PrimalDual {
  /// Solves for the whole costs at once from prices that fit most of the flow; lost when they fit
  /// too little of it, or a way is longer than the search can tell.
  mutating func resume(
    _ costs: StageCosts, from prices: [Int], deadline: Deadline
  ) -> Drained {
    for node in 0..<face.nodeCount { labels[node] = Label() }
    for (index, price) in prices.enumerated() { labels[face.firstSlot + index].price = price }
    load(costs, shift: 0)
    for node in face.firstSlot..<face.root where links[node].high == Int32.max {
      // What has room without end is never dearer than its next unit.
      labels[node].price = min(
        labels[node].price, labels[Int(links[node].parent)].price + next(node))
    }
    raiseCoveted()
    settle(isFirst: false)
    guard !sources.isEmpty else { return .done }
    let moved = sources.reduce(0) { [links] in $0 + Int(links[$1].excess) }
    guard moved <= max(16, face.firstRequest / PrimalDual.portsForExcess) else { return .lost }
    if !isListed { listUsers() }
    return drain(deadline: deadline)
  }

  /// Makes an unused slot dearer that draws more visits than it has room for.
  ///
  /// A new supply has no price yet, and everybody would leave for it: then most would have to be sent
  /// back. As dear as it is worth to the one who gains most, it draws nobody, and what its own link
  /// is short of is no more than its room. A slot in use has its price from those who use it, who
  /// would be driven out by a higher one.
  private func raiseCoveted() {
    let slots = face.firstSupply - face.firstSlot
    var drawn = [Int32](repeating: 0, count: slots)
    var worth = [Int](repeating: 0, count: slots)
    for port in 0..<face.firstRequest where ports[port].bundleStart < ports[port].bundleEnd {
      let own: Int
      if ports[port].slot >= 0 {
        own = rows[ports[port].row] + labels[Int(ports[port].slot)].price
      } else if !face.isDay(port), links[port].flow > links[port].low {
        own = links[port].cost + labels[Int(links[port].parent)].price
      } else {
        continue
      }
      for index in ports[port].bundleStart..<ports[port].bundleEnd {
        let bundle = bundles[index]
        let most = own - rows[bundle.row]
        var mask = bundle.mask
        while mask != 0 {
          let slot = Int(bundle.slot) + mask.trailingZeroBitCount
          mask &= mask - 1
          guard labels[slot].price < most else { continue }
          let place = slot - face.firstSlot
          worth[place] = drawn[place] == 0 ? most : max(worth[place], most)
          drawn[place] += 1
        }
      }
    }
    for place in 0..<slots {
      let slot = face.firstSlot + place
      let supply = Int(links[slot].parent)
      if links[slot].flow == 0, links[supply].flow < links[supply].high,
        drawn[place] > max(1, links[slot].high)
      {
        labels[slot].price = worth[place]
      }
    }
  }
}
