/// A flow on a network, with the face of flows that are best in all tiers solved so far.
///
/// Nodes in ranges: ports, requests of several visits, slots, supplies, pools, groups, root. A
/// request of one visit is its port. Every node but the root has one *link*: to its `parent`, or, for
/// the port of a day, from it. A link's flow lies between `low` and `high`, which close in as tiers
/// are solved; bundles lose the slots that no best plan uses.
///
/// What a visit gives is counted as what its absence costs. The flow to begin with leaves every
/// visit unmet.
final class NetworkFlow {
  /// What a port uses.
  struct Holding {
    /// The slot's node, or -1.
    var slot: Int32 = -1
    /// The bundle it is used by, and that bundle's row.
    var bundle: Int32 = -1
    var row: Int32 = 0
    /// Its neighbours among the ports that use the same slot and may yet leave it; -2 ends the chain.
    var next: Int32 = -2
    var previous: Int32 = -2
  }

  let network: Network
  let program: AssignmentProgram
  let firstRequest: Int
  let firstSlot: Int
  let firstSupply: Int
  let firstPool: Int
  let firstGroup: Int
  let root: Int
  var nodeCount: Int { root + 1 }

  let parent: Column<Int32>
  let flow: Column<Int32>
  let low: Column<Int32>
  let high: Column<Int32>
  /// Bundles with nodes instead of slots, those of port p in `bundleStart[p]..<bundleEnd[p]`.
  let bundles: Column<Network.Bundle>
  let bundleStart: Column<Int32>
  let bundleEnd: Column<Int32>
  /// By port.
  let held: Column<Holding>
  /// The first of the ports that use a slot and may yet leave it; -2 for none.
  let firstHolder: Column<Int32>
  /// For supplies, pools, groups and the root: their lower neighbours in `children`.
  let childStart: Column<Int32>
  let children: Column<Int32>
  /// The node of each request.
  let nodeOfRequest: [Int32]
  /// For each request of several visits, its ports.
  let daysOfRequest: [Range<Int>]

  init(_ program: AssignmentProgram, network: Network) {
    self.network = network
    self.program = program
    let ports = network.portCount
    firstRequest = ports
    var nodeOfRequest: [Int32] = []
    var days: [Range<Int>] = []
    var next = ports
    for request in network.requests {
      if request.units == 1 {
        nodeOfRequest.append(Int32(request.ports.lowerBound))
      } else {
        nodeOfRequest.append(Int32(next))
        days.append(request.ports)
        next += 1
      }
    }
    self.nodeOfRequest = nodeOfRequest
    daysOfRequest = days
    firstSlot = next
    firstSupply = firstSlot + network.slots.count
    firstPool = firstSupply + program.supplies.count
    firstGroup = firstPool + program.poolCount
    root = firstGroup + program.groupCount
    let nodes = root + 1
    parent = Column(repeating: -1, count: nodes)
    flow = Column(repeating: 0, count: nodes)
    low = Column(repeating: 0, count: nodes)
    high = Column(repeating: 0, count: nodes)
    bundles = Column(network.bundles)
    bundleStart = Column(repeating: 0, count: ports)
    bundleEnd = Column(repeating: 0, count: ports)
    held = Column(repeating: Holding(), count: ports)
    firstHolder = Column(repeating: -2, count: network.slots.count)
    childStart = Column(repeating: 0, count: nodes + 1)
    children = Column(repeating: 0, count: nodes)
    layOutPorts()
    layOutLimits()
    layOutChildren()
  }

  deinit {
    for column in [parent, flow, low, high, bundleStart, bundleEnd] { column.free() }
    for column in [firstHolder, childStart, children] { column.free() }
    bundles.free()
    held.free()
  }

  private func layOutPorts() {
    let offset = Int32(firstSlot)
    for index in 0..<bundles.count where index < network.bundles.count {
      bundles[index].slot += offset
    }
    for port in 0..<network.portCount {
      bundleStart[port] = Int32(network.bundleStarts[port])
      bundleEnd[port] = Int32(network.bundleStarts[port + 1])
    }
    for (index, request) in network.requests.enumerated() {
      let node = nodeOfRequest[index]
      let group = firstGroup + program.demands[request.demand].group
      parent[node] = Int32(group)
      flow[node] = Int32(request.units)
      high[node] = Int32(request.units)
      flow[group] += Int32(request.units)
      guard request.units > 1 else { continue }
      for port in request.ports {
        parent[port] = node
        high[port] = 1
      }
    }
  }

  private func layOutLimits() {
    var reach = [Int](repeating: 0, count: program.poolCount)
    var weekly = reach
    for (index, slot) in network.slots.enumerated() {
      parent[firstSlot + index] = Int32(firstSupply + slot / 21)
      high[firstSlot + index] = Int32(clamping: program.supplies[slot / 21].perSession)
    }
    for (index, supply) in program.supplies.enumerated() {
      let slots = network.slotsOfSupply[index].count
      reach[supply.pool] += min(supply.weekly, min(supply.perSession, 1 << 20) * slots)
      weekly[supply.pool] += supply.weekly
      parent[firstSupply + index] = Int32(firstPool + supply.pool)
      // A supply without visits keeps a way out at a cost that is never worth it, so that its
      // price says so.
      high[firstSupply + index] = Int32(clamping: max(1, supply.weekly))
    }
    for pool in 0..<program.poolCount {
      parent[firstPool + pool] = Int32(root)
      // One more than can be reached keeps the price of a full pool from floating away; a pool that
      // no tier prices has room without end.
      let limit = isStepped ? min(reach[pool] + 1, weekly[pool]) : Int(Int32.max)
      high[firstPool + pool] = Int32(clamping: limit)
    }
    for group in firstGroup..<root {
      parent[group] = Int32(root)
      // No more can be unmet than is asked for: the limit is there for costs by steps alone.
      high[group] = Int32.max
    }
  }

  /// Whether some tier prices the loads of pools.
  private var isStepped: Bool { program.tiers.contains { !$0.perLoad.isEmpty } }

  private func layOutChildren() {
    var counts = [Int32](repeating: 0, count: nodeCount + 1)
    func eachLink(_ body: (_ child: Int, _ parent: Int) -> Void) {
      for node in nodeOfRequest { body(Int(node), Int(parent[node])) }
      for node in firstSlot..<root { body(node, Int(parent[node])) }
    }
    eachLink { counts[$1 + 1] += 1 }
    for node in 0..<nodeCount { counts[node + 1] += counts[node] }
    for node in 0...nodeCount { childStart[node] = counts[node] }
    eachLink {
      children[counts[$1]] = Int32($0)
      counts[$1] += 1
    }
  }

  /// Whether a port belongs to a request of several visits.
  @inline(__always) func isDay(_ port: Int) -> Bool { Int(parent[port]) < firstSlot }

  /// Lets a port use a slot.
  @inline(__always) func hold(_ port: Int32, slot: Int32, bundle: Int32) {
    let index = Int(slot) - firstSlot
    let head = firstHolder[index]
    held[port] = Holding(
      slot: slot, bundle: bundle, row: bundles[bundle].row, next: head, previous: -2)
    if head >= 0 { held[head].previous = port }
    firstHolder[index] = port
  }

  /// Takes a port out of its slot's chain.
  @inline(__always) func unchain(_ port: Int32) {
    let next = held[port].next
    let previous = held[port].previous
    if previous >= 0 {
      held[previous].next = next
    } else {
      firstHolder[Int(held[port].slot) - firstSlot] = next
    }
    if next >= 0 { held[next].previous = previous }
  }

  /// Takes a port out of its slot.
  @inline(__always) func release(_ port: Int32) {
    unchain(port)
    held[port].slot = -1
    held[port].bundle = -1
  }

  /// The program's arcs that carry flow, ascending.
  ///
  /// - Complexity: O(arcs).
  func chosen() -> [Int] {
    let arcs = program.arcs
    var found: [Int] = []
    var first = 0
    var isOrdered = true
    // Requests come in the order of their demands, as arcs do.
    for request in network.requests {
      while first < arcs.count, Int(arcs[first].demand) < request.demand { first += 1 }
      for port in request.ports where held[port].slot >= 0 {
        let slot = network.slots[Int(held[port].slot) - firstSlot]
        var arc = first
        while arc < arcs.count, Int(arcs[arc].demand) == request.demand {
          if Int(arcs[arc].supply) * 21 + Int(arcs[arc].session) == slot {
            isOrdered = isOrdered && found.last.map { $0 < arc } ?? true
            found.append(arc)
            break
          }
          arc += 1
        }
      }
    }
    return isOrdered ? found : found.sorted()
  }
}
