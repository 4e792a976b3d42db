extension NetworkKernel {
  /// The prices as a proof of one leaf.
  ///
  /// Prices are distances to the sink: what a place in a slot costs is the slot's distance, of which
  /// the supply's and the pool's are parts; an unmet visit costs what its group's distance says.
  func leaf(packing: TierPacking) -> Proof.Leaf {
    var leaf = Proof.Leaf(tierCount: program.tiers.count)
    func vector(_ cost: Cost) -> [Int]? { cost == .zero ? nil : packing.unpack(cost) }
    for (index, slot) in network.slots.enumerated() {
      let beyond = price[firstSlot + index] - price[firstSupply + slot / 21]
      // A slot that is cheaper than its supply has room: its price is the supply's.
      if .zero < beyond { leaf.slots[slot] = vector(beyond) }
    }
    for (index, supply) in program.supplies.enumerated() {
      leaf.supplies[index] = vector(price[firstSupply + index] - price[firstPool + supply.pool])
    }
    for pool in 0..<program.poolCount { leaf.pools[pool] = vector(price[firstPool + pool]) }
    for group in 0..<program.groupCount {
      leaf.groups[group] = vector(.zero - price[firstGroup + group])
    }
    return leaf
  }

  /// The first breach of optimality in words, or nil: every move that the flow leaves open has a
  /// reduced cost of at least zero.
  ///
  /// - Complexity: linear in arcs and nodes.
  func fault() -> String? {
    func negative(_ from: Int, _ to: Int, _ cost: Cost) -> Bool {
      cost + price[to] - price[from] < .zero
    }
    for (index, port) in network.ports.enumerated() {
      let taken = Int(arcOfPort[index])
      for arc in port.arcs {
        let slot = firstSlot + Int(network.arcSlots[arc])
        let isBad =
          arc == taken
          ? negative(slot, firstPort + index, .zero - costs.arcs[arc])
          : negative(firstPort + index, slot, costs.arcs[arc])
        if isBad { return "arc \(arc) has a negative reduced cost" }
      }
      let isBad =
        taken >= 0
        ? negative(firstPort + index, port.request, .zero)
        : !port.arcs.isEmpty && negative(port.request, firstPort + index, .zero)
      if isBad { return "port \(index) has a negative reduced cost" }
    }
    for (index, request) in network.requests.enumerated() {
      let group = firstGroup + program.demands[request.demand].group
      if negative(index, group, costs.unserved[index])
        || unmet[index] > 0 && negative(group, index, .zero - costs.unserved[index])
      {
        return "request \(index) has a negative reduced cost"
      }
    }
    return limitFault(negative)
  }

  private func limitFault(_ negative: (Int, Int, Cost) -> Bool) -> String? {
    for (index, slot) in network.slots.enumerated() {
      let supply = firstSupply + slot / 21
      let load = portsOfSlot[index].count
      if load < program.supplies[slot / 21].perSession, negative(firstSlot + index, supply, .zero) {
        return "slot \(slot) has a negative reduced cost"
      }
      if load > 0, negative(supply, firstSlot + index, .zero) {
        return "slot \(slot) has a negative reduced cost"
      }
    }
    for (index, supply) in program.supplies.enumerated() {
      let load = supplyLoad[index]
      let lacks = costs.shortfall
      if load < supply.weekly,
        negative(
          firstSupply + index, firstPool + supply.pool,
          load < supply.minimum ? .zero - lacks : .zero)
      {
        return "supply \(index) has a negative reduced cost"
      }
      if load > 0,
        negative(
          firstPool + supply.pool, firstSupply + index, load <= supply.minimum ? lacks : .zero)
      {
        return "supply \(index) has a negative reduced cost"
      }
    }
    for pool in 0..<program.poolCount {
      // A pool whose supplies are all full has no next place, nor has a group a visit beyond all.
      let hasRoom = network.suppliesOfPool[pool].contains {
        supplyLoad[$0] < program.supplies[$0].weekly
      }
      if hasRoom && negative(firstPool + pool, sink, nextOfPool[pool])
        || poolLoad[pool] > 0
          && negative(sink, firstPool + pool, .zero - costs.poolStep(pool, poolLoad[pool]))
      {
        return "pool \(pool) has a negative reduced cost"
      }
    }
    var requested = [Int](repeating: 0, count: program.groupCount)
    for demand in program.demands { requested[demand.group] += demand.visits }
    for group in 0..<program.groupCount {
      if groupUnmet[group] < requested[group]
        && negative(firstGroup + group, sink, nextOfGroup[group])
        || groupUnmet[group] > 0
          && negative(sink, firstGroup + group, .zero - costs.groupStep(group, groupUnmet[group]))
      {
        return "group \(group) has a negative reduced cost"
      }
    }
    return nil
  }
}
