/// Solves a connected network, tier after tier.
struct TierByTier {
  private let program: AssignmentProgram
  private let network: Network

  /// A solver of a program without couplings.
  init(_ program: AssignmentProgram) {
    self.program = program
    network = Network(program)
  }

  /// Solves the program.
  ///
  /// Components are solved in order: the force, then each tier, on the face that the ones before it
  /// left. What tells no two flows of the face apart is passed over.
  func solve(deadline: Deadline) -> NetworkSolver.Answer {
    let flow = NetworkFlow(program, network: network)
    let kernel = PrimalDual(flow)
    var prices: [[Int]] = []
    var held = deadline.isSet ? flow.chosen() : []
    for component in 0...program.tiers.count {
      let costs = StageCosts(component: component, flow: flow)
      if costs.isTrivial(on: flow) {
        prices.append([])
        continue
      }
      guard kernel.solve(costs, deadline: deadline) else {
        return NetworkSolver.Answer(
          chosen: held, leaf: leaf(prices, flow), provedTiers: max(0, component - 1))
      }
      if deadline.isSet { held = flow.chosen() }
      prices.append((flow.firstSlot..<flow.root).map(kernel.price))
    }
    return NetworkSolver.Answer(
      chosen: flow.chosen(), leaf: leaf(prices, flow), provedTiers: program.tiers.count)
  }

  /// Prices as a proof of one leaf.
  ///
  /// Prices are distances to the root: what a place in a slot costs is the slot's distance, of which
  /// the supply's and the pool's are parts; an unmet visit costs what its group's distance says.
  private func leaf(_ prices: [[Int]], _ flow: NetworkFlow) -> Proof.Leaf {
    var leaf = Proof.Leaf(tierCount: program.tiers.count)
    let width = program.tiers.count + 1
    func vector(_ node: Int, minus other: Int) -> [Int]? {
      var vector: [Int]?
      for (component, stage) in prices.enumerated() where !stage.isEmpty {
        let above = other == flow.root ? 0 : stage[other - flow.firstSlot]
        let price = (node == flow.root ? 0 : stage[node - flow.firstSlot]) - above
        guard price != 0 else { continue }
        if vector == nil { vector = Array(repeating: 0, count: width) }
        vector?[component] = price
      }
      return vector
    }
    for (index, slot) in network.slots.enumerated() {
      var beyond =
        vector(flow.firstSlot + index, minus: flow.firstSupply + slot / 21)
        ?? Array(repeating: 0, count: width)
      // Also where a component was passed over: its prices are zero then, and the session is paid
      // for by the visit, not by the slot.
      for component in prices.indices.dropFirst() {
        let tier = program.tiers[component - 1]
        if !tier.perSession.isEmpty { beyond[component] -= tier.perSession[slot % 21] }
      }
      // A slot that is cheaper than its supply has room: its price is the supply's.
      if beyond.first(where: { $0 != 0 }).map({ $0 > 0 }) ?? false { leaf.slots[slot] = beyond }
    }
    for (index, supply) in program.supplies.enumerated() {
      leaf.supplies[index] = vector(flow.firstSupply + index, minus: flow.firstPool + supply.pool)
    }
    for pool in 0..<program.poolCount {
      leaf.pools[pool] = vector(flow.firstPool + pool, minus: flow.root)
    }
    for group in 0..<program.groupCount {
      leaf.groups[group] = vector(flow.root, minus: flow.firstGroup + group)
    }
    return leaf
  }
}
