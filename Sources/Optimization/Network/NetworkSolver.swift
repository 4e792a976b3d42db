/// Solves programs without couplings as networks.
struct NetworkSolver {
  private let program: AssignmentProgram
  private let network: Network
  private let flow: FlowNetwork

  /// A solver; nil when the program has couplings or its costs do not fit the kernel's numbers.
  init?(_ program: AssignmentProgram) {
    guard let network = Network(program),
      let flow = FlowNetwork(program, network: network)
    else { return nil }
    self.program = program
    self.network = network
    self.flow = flow
  }

  /// What the kernel found.
  struct Answer {
    /// The arcs filled, ascending.
    var chosen: [Int]
    /// Prices that prove the leading tiers.
    var leaf: Proof.Leaf
    /// How many leading tiers the prices prove: all, unless the deadline came first.
    var provedTiers: Int
  }

  /// Solves the program.
  ///
  /// - Throws: a fault of ours, when the answer does not prove itself.
  func solve(deadline: Deadline) throws(SolverError) -> Answer {
    var kernel = CostScaling(flow)
    _ = kernel.run(deadline: deadline)
    if let fault = kernel.fault() { throw .fault(fault) }
    let chosen = network.arcOrigins.indices.filter { kernel.flow[$0] > 0 }
    let components =
      kernel.prices.isEmpty
      ? 0 : flow.table.packing.componentsThrough[kernel.prices.count - 1]
    return Answer(
      chosen: chosen.map { Int(network.arcOrigins[$0]) }.sorted(), leaf: leaf(kernel.prices),
      provedTiers: max(0, components - 1))
  }

  /// Prices as a proof of one leaf.
  ///
  /// Prices are distances to the sink: what a place in a slot costs is the slot's distance, of which
  /// the supply's and the pool's are parts; an unmet visit costs what its group's distance says.
  private func leaf(_ prices: [[Int128]]) -> Proof.Leaf {
    var leaf = Proof.Leaf(tierCount: program.tiers.count)
    func vector(_ node: Int, minus other: Int) -> [Int]? {
      let limbs = prices.map { $0[node] - $0[other] }
      return limbs.allSatisfy { $0 == 0 } ? nil : flow.table.packing.unpack(limbs)
    }
    for (index, slot) in network.slots.enumerated() {
      guard let beyond = vector(flow.firstSlot + index, minus: flow.firstSupply + slot / 21)
      else { continue }
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
