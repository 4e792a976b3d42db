/// Solves a connected network, tier after tier.
struct TierByTier {
  private let part: ProgramPart
  private let program: AssignmentProgram
  private let network: Network

  /// A solver of a part of a program without couplings.
  init(_ part: ProgramPart) {
    self.part = part
    program = part.program
    network = Network(part)
  }

  /// Solves the part, once.
  ///
  /// Components are solved in order: the force, then each tier, on the face that the ones before it
  /// left. What tells no two flows of the face apart is passed over.
  ///
  /// - Parameters:
  ///   - start: a plan and prices of the program to begin at; nil to begin with no visit made.
  ///   - deadline: when to stop.
  /// - Returns: what was found by then, in the program's indexes.
  func solve(from start: SolveStart? = nil, deadline: Deadline) -> NetworkSolver.Answer {
    let flow = NetworkFlow(network)
    if let start { flow.make(start.chosen) }
    var kernel = PrimalDual(flow)
    defer { kernel.free() }
    var prices: [[Int]] = []
    var held = deadline.isSet ? flow.chosen() : []
    var component = 0
    while component <= program.tiers.count {
      let rungs = ladder(from: component, on: flow)
      let costs = StageCosts(components: component..<component + max(1, rungs), flow: flow)
      if costs.isTrivial(on: flow) {
        for _ in 0..<max(1, rungs) { prices.append([]) }
        component += max(1, rungs)
        continue
      }
      let isLast = component + max(1, rungs) > program.tiers.count
      guard
        kernel.solve(
          costs,
          from: start.map { begun(at: $0.prices, from: component, rungs: max(1, rungs), flow) },
          ceiling: rungs > 1 ? rungs : nil, isLast: isLast, deadline: deadline)
      else {
        return NetworkSolver.Answer(
          chosen: held, leaf: leaf(prices, flow), provedTiers: max(0, component - 1))
      }
      if deadline.isSet { held = flow.chosen() }
      let found = kernel.prices(from: flow.firstSlot, to: flow.root)
      if rungs > 1 {
        for rung in 0..<rungs { prices.append(TierByTier.rung(rung, of: rungs, in: found)) }
      } else {
        prices.append(found)
      }
      component += max(1, rungs)
    }
    return NetworkSolver.Answer(
      chosen: flow.chosen(), leaf: leaf(prices, flow), provedTiers: program.tiers.count)
  }

  /// How many tiers from a component on can be solved as one stage: those that only count visits,
  /// each of other demands, while nothing binds the unmet visits of groups.
  ///
  /// Such tiers weigh n, n - 1, … 1 in one stage. All costs are then on the links of unmet visits to
  /// groups, and groups cost nothing, so every condition on prices compares two of them, or one with
  /// a weight: it holds as well when each price is replaced, order kept, by the vector of the tier
  /// whose weight it is. These vectors prove the tiers one after another. (That the greedy rule is
  /// exact on a polymatroid, Edmonds 1970, says the same without prices.)
  private func ladder(from component: Int, on flow: NetworkFlow) -> Int {
    guard component > 0 else { return 0 }
    for group in flow.firstGroup..<flow.root
    where flow.links[group].low != 0 || flow.links[group].high != Int32.max {
      return 0
    }
    var isCounted = [Bool](repeating: false, count: part.demands.count)
    var rungs = 0
    for tier in program.tiers[(component - 1)...].prefix(TierByTier.mostRungs) {
      guard tier.pricesVisitsAlone else { break }
      for (own, demand) in part.demands.enumerated() where tier.perVisit[demand] != 0 {
        guard tier.perVisit[demand] == -1, !isCounted[own] else { return rungs }
        isCounted[own] = true
      }
      rungs += 1
    }
    return rungs
  }

  /// As many different costs do not call for scaling.
  private static let mostRungs = 32

  /// What prices of a stage of several tiers say of one of these.
  private static func rung(_ rung: Int, of rungs: Int, in prices: [Int]) -> [Int] {
    let weight = rungs - rung
    return prices.map { $0 == weight ? 1 : 0 }
  }

  /// What `leaf` made of the prices of a stage, as prices of the nodes from the first slot to the
  /// root.
  ///
  /// Of a slot that was cheaper than its supply it is not told by how much; as nobody used it, it may
  /// as well be as dear.
  private func begun(
    at leaf: Proof.Leaf, from component: Int, rungs: Int, _ flow: NetworkFlow
  ) -> [Int] {
    var result = [Int](repeating: 0, count: flow.root - flow.firstSlot + 1)
    for rung in 0..<rungs {
      let weight = rungs - rung
      let tier = component + rung
      func add(_ price: Int, _ node: Int) { result[node - flow.firstSlot] += weight * price }
      let perSession = tier > 0 ? program.tiers[tier - 1].perSession : []
      for (index, slot) in network.slots.enumerated() {
        let beyond = leaf.slots[part.slot(slot)]?[tier] ?? 0
        add(beyond + (perSession.isEmpty ? 0 : perSession[slot % 21]), flow.firstSlot + index)
      }
      for (supply, whole) in part.supplies.enumerated() {
        if let vector = leaf.supplies[whole] { add(vector[tier], flow.firstSupply + supply) }
      }
      for (pool, whole) in part.pools.enumerated() {
        if let vector = leaf.pools[whole] { add(vector[tier], flow.firstPool + pool) }
      }
      for (group, whole) in part.groups.enumerated() {
        if let vector = leaf.groups[whole] { add(-vector[tier], flow.firstGroup + group) }
      }
    }
    // So far each node is only as dear as what it adds to the one above it.
    for node in (flow.firstSlot..<flow.firstPool).reversed() {
      result[node - flow.firstSlot] += result[Int(flow.links[node].parent) - flow.firstSlot]
    }
    return result
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
      let node = flow.firstSlot + index
      let above = flow.firstSupply + slot / 21
      // Also where a component was passed over: its prices are zero then, and the session is paid
      // for by the visit, not by the slot.
      func beyond(_ component: Int) -> Int {
        let stage = prices[component]
        let price = stage.isEmpty ? 0 : stage[node - flow.firstSlot] - stage[above - flow.firstSlot]
        guard component > 0 else { return price }
        let perSession = program.tiers[component - 1].perSession
        return perSession.isEmpty ? price : price - perSession[slot % 21]
      }
      // A slot that is cheaper than its supply has room: its price is the supply's.
      guard let first = prices.indices.first(where: { beyond($0) != 0 }), beyond(first) > 0 else {
        continue
      }
      var vector = [Int](repeating: 0, count: width)
      for component in first..<prices.count { vector[component] = beyond(component) }
      leaf.slots[part.slot(slot)] = vector
    }
    for (index, supply) in part.supplies.enumerated() {
      leaf.supplies[supply] = vector(
        flow.firstSupply + index, minus: flow.firstPool + part.poolOf[index])
    }
    for (index, pool) in part.pools.enumerated() {
      leaf.pools[pool] = vector(flow.firstPool + index, minus: flow.root)
    }
    for (index, group) in part.groups.enumerated() {
      leaf.groups[group] = vector(flow.root, minus: flow.firstGroup + index)
    }
    return leaf
  }
}
