/// The costs of a network's parts, each packed from its vector over all tiers.
///
/// Component 0 is the force: one for each visit that a pin demands and that is not made. The others
/// are the tiers. What a visit gives is counted as what its absence costs.
struct NetworkCosts<Cost: KernelCost>: Sendable {
  /// By arc of the network.
  let arcs: [Cost]
  /// By request: one visit less.
  let unserved: [Cost]
  /// One place that a supply lacks to its minimum.
  let shortfall: Cost

  private let packing: TierPacking
  private let poolTiers: [(component: Int, steps: [[Int]])]
  private let groupTiers: [(component: Int, steps: [[Int]])]

  init(_ program: AssignmentProgram, network: Network, packing: TierPacking) {
    self.packing = packing
    let count = program.tiers.count + 1
    func packed(_ parts: [(component: Int, value: Int)]) -> Cost {
      var vector = [Int](repeating: 0, count: count)
      for part in parts { vector[part.component] += part.value }
      return packing.pack(vector)
    }
    let arcTiers = program.tiers.enumerated().filter {
      !$1.perArc.isEmpty || !$1.perSession.isEmpty
    }
    // Costs of arcs take few distinct values; each is packed once.
    var known: [[Int]: Cost] = [:]
    var values = [Int](repeating: 0, count: arcTiers.count)
    arcs = network.arcOrigins.map { origin in
      let arc = program.arcs[Int(origin)]
      for (position, (_, tier)) in arcTiers.enumerated() {
        values[position] =
          (tier.perArc.isEmpty ? 0 : tier.perArc[Int(origin)])
          + (tier.perSession.isEmpty ? 0 : tier.perSession[Int(arc.session)])
      }
      if let cost = known[values] { return cost }
      let cost = packed(zip(arcTiers, values).map { ($0.offset + 1, $1) })
      known[values] = cost
      return cost
    }
    let visitTiers = program.tiers.enumerated().filter { !$1.perVisit.isEmpty }
    unserved = network.requests.map { request in
      packed(
        visitTiers.map { ($0.offset + 1, -$0.element.perVisit[request.demand]) }
          + [(0, request.isForced ? 1 : 0)])
    }
    shortfall = packed(
      program.tiers.enumerated().filter { $1.shortfall }.map { ($0.offset + 1, 1) })
    poolTiers = program.tiers.enumerated().filter { !$1.perLoad.isEmpty }
      .map { ($0.offset + 1, $0.element.perLoad) }
    groupTiers = program.tiers.enumerated().filter { !$1.perUnmet.isEmpty }
      .map { ($0.offset + 1, $0.element.perUnmet) }
  }

  /// The cost of the k-th place a pool fills, k from 1.
  func poolStep(_ pool: Int, _ k: Int) -> Cost { step(poolTiers, pool, k) }

  /// The cost of a group's k-th unmet visit, k from 1.
  func groupStep(_ group: Int, _ k: Int) -> Cost { step(groupTiers, group, k) }

  private func step(_ tiers: [(component: Int, steps: [[Int]])], _ index: Int, _ k: Int) -> Cost {
    var vector: [Int]?
    for tier in tiers where k >= 1 && k <= tier.steps[index].count {
      var values = vector ?? [Int](repeating: 0, count: packing.componentCount)
      values[tier.component] += tier.steps[index][k - 1]
      vector = values
    }
    return vector.map { packing.pack($0) } ?? .zero
  }
}

extension TierPacking {
  /// The packing that a network's paths need; nil when they would not fit two limbs.
  ///
  /// A simple path passes each port, pool and group at most once and the steps of pools and groups
  /// only at its end: that bounds what each tier can add up to.
  init?(_ program: AssignmentProgram, network: Network) {
    func span(_ values: [Int]) -> (largest: Int, spread: Int) {
      guard let low = values.min(), let high = values.max() else { return (0, 0) }
      return (max(abs(low), abs(high)), high - low)
    }
    let groups = program.groupCount
    let swaps = 2 * min(groups, network.requests.count) + 2
    let turns = min(network.ports.count, network.slots.count) + 1
    var ranges = [network.requests.contains(where: \.isForced) ? swaps : 0]
    for tier in program.tiers {
      let arcs = span(tier.perArc)
      let sessions = span(tier.perSession)
      let steps = (tier.perLoad + tier.perUnmet).map { span($0).largest }.max() ?? 0
      let shortfalls = tier.shortfall && program.supplies.contains { $0.minimum > 0 }
      ranges.append(
        turns * (arcs.spread + sessions.spread) + 2 * (arcs.largest + sessions.largest)
          + swaps * span(tier.perVisit).largest + steps
          + (shortfalls ? 2 * min(program.poolCount, program.supplies.count) + 2 : 0))
    }
    self.init(ranges: ranges)
    guard limbCount <= WideCost.limbCount else { return nil }
  }
}
