/// A network as plain arrays of arcs, with a flow to begin from: every visit unmet.
///
/// Nodes in ranges: requests, days, slots, supplies, pools, groups, and the root, which is the sink.
/// A request of one visit goes to slots directly. Component 0 of costs is the force: one for each
/// visit that a pin demands and that is not made. What a visit gives is counted as what its absence
/// costs.
struct FlowNetwork: Sendable {
  private(set) var source: [Int32] = []
  private(set) var target: [Int32] = []
  private(set) var capacity: [Int32] = []
  /// Index into the table of costs.
  private(set) var cost: [Int32] = []
  private(set) var startFlow: [Int32] = []
  private(set) var table: CostTable
  let nodeCount: Int
  let root: Int
  let firstSlot: Int
  let firstSupply: Int
  let firstPool: Int
  let firstGroup: Int
  /// The node of each port: its request, or a day.
  private let nodeOfPort: [Int]
  private let firstDay: Int

  var arcCount: Int { source.count }

  /// Lays out a network, its arcs first and in its order; nil when the costs do not fit the kernel's
  /// numbers.
  init?(_ program: AssignmentProgram, network: Network) {
    firstDay = network.requests.count
    var nodes: [Int] = []
    var next = firstDay
    for port in network.ports {
      if network.requests[port.request].units == 1 {
        nodes.append(port.request)
      } else {
        nodes.append(next)
        next += 1
      }
    }
    nodeOfPort = nodes
    firstSlot = next
    firstSupply = firstSlot + network.slots.count
    firstPool = firstSupply + program.supplies.count
    firstGroup = firstPool + program.poolCount
    root = firstGroup + program.groupCount
    nodeCount = root + 1
    // Scaling multiplies costs by the nodes, and prices may grow by as much again.
    let nodeBits = Int.bitWidth - nodeCount.leadingZeroBitCount
    guard
      let packing = TierPacking(
        ranges: FlowNetwork.ranges(program, network: network), limbBits: 120 - 2 * nodeBits)
    else { return nil }
    table = CostTable(packing)
    addArcs(program, network: network)
    addRequests(program, network: network)
    addLimits(program, network: network)
  }

  /// What each component of a simple path's cost can come to.
  ///
  /// A simple path passes each port, pool and group at most once and the steps of pools and groups
  /// only next to the root.
  private static func ranges(_ program: AssignmentProgram, network: Network) -> [Int] {
    func span(_ values: [Int]) -> (largest: Int, spread: Int) {
      guard let low = values.min(), let high = values.max() else { return (0, 0) }
      return (max(abs(low), abs(high)), high - low)
    }
    let swaps = 2 * min(program.groupCount, network.requests.count) + 2
    let turns = min(network.ports.count, network.slots.count) + 1
    let idle = program.supplies.count { $0.weekly == 0 }
    let isForced = idle > 0 || network.requests.contains(where: \.isForced)
    return [isForced ? swaps + 2 * idle : 0]
      + program.tiers.map { tier in
        let arcs = span(tier.perArc)
        let sessions = span(tier.perSession)
        let steps = (tier.perLoad + tier.perUnmet).map { span($0).largest }.max() ?? 0
        let lacks = tier.shortfall && program.supplies.contains { $0.minimum > 0 }
        return turns * (arcs.spread + sessions.spread) + 2 * (arcs.largest + sessions.largest)
          + swaps * span(tier.perVisit).largest + 2 * steps
          + (lacks ? 2 * min(program.poolCount, program.supplies.count) + 2 : 0)
      }
  }

  private mutating func add(
    _ from: Int, _ to: Int, capacity limit: Int, cost value: Int32, flow: Int = 0
  ) {
    source.append(Int32(from))
    target.append(Int32(to))
    capacity.append(Int32(clamping: limit))
    cost.append(value)
    startFlow.append(Int32(flow))
  }

  /// The index of a cost with few components that are not zero.
  private mutating func cost(_ parts: [(component: Int, value: Int)]) -> Int32 {
    var vector = [Int](repeating: 0, count: table.packing.componentCount)
    for part in parts { vector[part.component] += part.value }
    return table.index(of: vector)
  }

  private mutating func addArcs(_ program: AssignmentProgram, network: Network) {
    let tiers = program.tiers.enumerated().filter { !$1.perArc.isEmpty || !$1.perSession.isEmpty }
    var known: [[Int]: Int32] = [:]
    var values = [Int](repeating: 0, count: tiers.count)
    for (index, port) in network.ports.enumerated() {
      for arc in port.arcs {
        let origin = Int(network.arcOrigins[arc])
        let session = Int(program.arcs[origin].session)
        for (position, (_, tier)) in tiers.enumerated() {
          values[position] =
            (tier.perArc.isEmpty ? 0 : tier.perArc[origin])
            + (tier.perSession.isEmpty ? 0 : tier.perSession[session])
        }
        let value =
          known[values] ?? cost(zip(tiers, values).map { ($0.offset + 1, $1) })
        known[values] = value
        add(nodeOfPort[index], firstSlot + Int(network.arcSlots[arc]), capacity: 1, cost: value)
      }
    }
  }

  private mutating func addRequests(_ program: AssignmentProgram, network: Network) {
    let tiers = program.tiers.enumerated().filter { !$1.perVisit.isEmpty }
    var requested = [Int](repeating: 0, count: program.groupCount)
    for (index, request) in network.requests.enumerated() {
      let group = program.demands[request.demand].group
      requested[group] += request.units
      let value = cost(
        tiers.map { ($0.offset + 1, -$0.element.perVisit[request.demand]) }
          + [(0, request.isForced ? 1 : 0)])
      add(
        index, firstGroup + group, capacity: request.units, cost: value, flow: request.units)
      guard request.units > 1 else { continue }
      for port in request.ports {
        add(index, nodeOfPort[port], capacity: 1, cost: CostTable.nothing)
      }
    }
    let steps = program.tiers.enumerated().filter { !$1.perUnmet.isEmpty }
    for (group, visits) in requested.enumerated() where visits > 0 {
      guard !steps.isEmpty else {
        add(firstGroup + group, root, capacity: visits, cost: CostTable.nothing, flow: visits)
        continue
      }
      for k in 0..<visits {
        let value = cost(steps.map { ($0.offset + 1, $0.element.perUnmet[group][k]) })
        add(firstGroup + group, root, capacity: 1, cost: value, flow: 1)
      }
    }
  }

  private mutating func addLimits(_ program: AssignmentProgram, network: Network) {
    for (index, slot) in network.slots.enumerated() {
      add(
        firstSlot + index, firstSupply + slot / 21,
        capacity: program.supplies[slot / 21].perSession, cost: CostTable.nothing)
    }
    let lack = cost(
      program.tiers.enumerated().filter { $1.shortfall }.map { ($0.offset + 1, -1) })
    let force = cost([(0, 1)])
    var reach = [Int](repeating: 0, count: program.poolCount)
    var weekly = reach
    for (index, supply) in program.supplies.enumerated() {
      let slots = network.slotsOfSupply[index].count
      reach[supply.pool] += min(supply.weekly, min(supply.perSession, 1 << 20) * slots)
      weekly[supply.pool] += supply.weekly
      let node = firstSupply + index
      let pool = firstPool + supply.pool
      let first = min(supply.minimum, supply.weekly)
      if first > 0 { add(node, pool, capacity: first, cost: lack) }
      if supply.weekly > first {
        add(node, pool, capacity: supply.weekly - first, cost: CostTable.nothing)
      }
      // A supply without visits keeps a way out at a cost that is never worth it, so that its
      // price says so.
      if supply.weekly == 0 { add(node, pool, capacity: 1, cost: force) }
    }
    let steps = program.tiers.enumerated().filter { !$1.perLoad.isEmpty }
    for pool in 0..<program.poolCount {
      guard !steps.isEmpty else {
        add(
          firstPool + pool, root, capacity: max(1, reach[pool]), cost: CostTable.nothing)
        continue
      }
      // One step more than can be reached keeps the price of a full pool from floating away.
      for k in 0..<min(reach[pool] + 1, weekly[pool]) {
        let value = cost(steps.map { ($0.offset + 1, $0.element.perLoad[pool][k]) })
        add(firstPool + pool, root, capacity: 1, cost: value)
      }
    }
  }
}
