/// A flow on a network, with the face of flows that are best in all tiers solved so far.
///
/// Every node but the root has one *link*: to its `parent`, or, for
/// the port of a day, from it. A link's flow lies between `low` and `high`, which close in as tiers
/// are solved; bundles lose the slots that no best plan uses.
///
/// What a visit gives is counted as what its absence costs. The flow to begin with leaves every
/// visit unmet.
final class NetworkFlow {
  /// A node's link, and what stands in excess at the node, side by side in memory.
  struct Link {
    /// In the stage at hand: what each unit costs, where there are no steps.
    var cost = 0
    /// In the stage at hand: where the costs of its units begin; -1 for none.
    var steps: Int32 = -1
    /// The node above.
    var parent: Int32 = -1
    var flow: Int32 = 0
    var low: Int32 = 0
    var high: Int32 = 0
    var excess: Int32 = 0
  }

  /// What a port may use and what it uses.
  struct Port {
    /// Its bundles are those in `bundleStart..<bundleEnd`.
    var bundleStart: Int32 = 0
    var bundleEnd: Int32 = 0
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
  let part: ProgramPart
  let program: AssignmentProgram
  let firstRequest: Int
  let firstSlot: Int
  let firstSupply: Int
  let firstPool: Int
  let firstGroup: Int
  let root: Int
  var nodeCount: Int { root + 1 }

  /// By node.
  let links: Column<Link>
  /// The network's.
  let bundles: Column<Network.Bundle>
  let ports: Column<Port>
  /// The first of the ports that use a slot and may yet leave it; -2 for none.
  let firstHolder: Column<Int32>
  /// For supplies, pools, groups and the root: their lower neighbours in `children`.
  let childStart: Column<Int32>
  let children: Column<Int32>
  /// The node of each request.
  let nodeOfRequest: [Int32]
  /// For each request of several visits, its ports.
  let daysOfRequest: [Range<Int>]

  /// The network's flow; there is to be one, since it narrows the network's bundles.
  init(_ network: Network) {
    self.network = network
    part = network.part
    program = network.part.program
    firstRequest = network.portCount
    var nodeOfRequest: [Int32] = []
    var days: [Range<Int>] = []
    var next = network.portCount
    nodeOfRequest.reserveCapacity(network.requests.count)
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
    firstSlot = network.firstSlot
    firstSupply = firstSlot + network.slots.count
    firstPool = firstSupply + part.supplies.count
    firstGroup = firstPool + part.pools.count
    root = firstGroup + part.groups.count
    let nodes = root + 1
    links = Column(repeating: Link(), count: nodes)
    bundles = network.bundles
    ports = Column(repeating: Port(), count: network.portCount)
    firstHolder = Column(repeating: -2, count: network.slots.count)
    childStart = Column(repeating: 0, count: nodes + 1)
    children = Column(repeating: 0, count: nodes)
    layOutPorts()
    layOutLimits()
    layOutChildren()
  }

  deinit {
    for column in [firstHolder, childStart, children] { column.free() }
    links.free()
    ports.free()
  }

  private func layOutPorts() {
    let (ports, links, starts) = (ports, links, network.bundleStarts)
    for port in 0..<ports.count {
      ports[port].bundleStart = starts[port]
      ports[port].bundleEnd = starts[port + 1]
    }
    for (index, request) in network.requests.enumerated() {
      let node = nodeOfRequest[index]
      let group = firstGroup + part.groupOf[request.demand]
      links[node].parent = Int32(group)
      links[node].flow = Int32(request.units)
      links[node].high = Int32(request.units)
      links[group].flow += Int32(request.units)
      guard request.units > 1 else { continue }
      for port in request.ports {
        links[port].parent = node
        links[port].high = 1
      }
    }
  }

  private func layOutLimits() {
    var reach = [Int](repeating: 0, count: part.pools.count)
    var weekly = reach
    for (index, whole) in part.supplies.enumerated() {
      let supply = program.supplies[whole]
      let slots = network.slotsOfSupply[index]
      for slot in slots {
        links[firstSlot + slot].parent = Int32(firstSupply + index)
        links[firstSlot + slot].high = Int32(clamping: supply.perSession)
      }
      let pool = part.poolOf[index]
      reach[pool] += min(supply.weekly, min(supply.perSession, 1 << 20) * slots.count)
      weekly[pool] += supply.weekly
      links[firstSupply + index].parent = Int32(firstPool + pool)
      // A supply without visits keeps a way out at a cost that is never worth it, so that its
      // price says so.
      links[firstSupply + index].high = Int32(clamping: max(1, supply.weekly))
    }
    for pool in part.pools.indices {
      links[firstPool + pool].parent = Int32(root)
      // One more than can be reached keeps the price of a full pool from floating away; a pool that
      // no tier prices has room without end.
      let limit = isStepped ? min(reach[pool] + 1, weekly[pool]) : Int(Int32.max)
      links[firstPool + pool].high = Int32(clamping: limit)
    }
    for group in firstGroup..<root {
      links[group].parent = Int32(root)
      // No more can be unmet than is asked for: the limit is there for costs by steps alone.
      links[group].high = Int32.max
    }
  }

  /// Whether some tier prices the loads of pools.
  private var isStepped: Bool { program.tiers.contains { !$0.perLoad.isEmpty } }

  private func layOutChildren() {
    let (links, childStart, children) = (links, childStart, children)
    @inline(__always) func eachLink(_ body: (_ child: Int, _ parent: Int) -> Void) {
      for node in nodeOfRequest { body(Int(node), Int(links[node].parent)) }
      for node in firstSlot..<root { body(node, Int(links[node].parent)) }
    }
    eachLink { childStart[$1 + 1] &+= 1 }
    for node in 0..<nodeCount { childStart[node + 1] &+= childStart[node] }
    eachLink {
      children[childStart[$1]] = Int32(truncatingIfNeeded: $0)
      childStart[$1] &+= 1
    }
    // Each start stands where the next node's children begin now.
    for node in (1...nodeCount).reversed() { childStart[node] = childStart[node - 1] }
    childStart[0] = 0
  }

  /// Whether a port belongs to a request of several visits.
  @inline(__always) func isDay(_ port: Int) -> Bool { Int(links[port].parent) < firstSlot }

  /// Lets a port use a slot.
  @inline(__always) func hold(_ port: Int32, slot: Int32, bundle: Int32) {
    let index = Int(slot) - firstSlot
    let head = firstHolder[index]
    ports[port].slot = slot
    ports[port].bundle = bundle
    ports[port].row = bundles[bundle].row
    ports[port].next = head
    ports[port].previous = -2
    if head >= 0 { ports[head].previous = port }
    firstHolder[index] = port
  }

  /// Takes a port out of its slot's chain.
  @inline(__always) func unchain(_ port: Int32) {
    let next = ports[port].next
    let previous = ports[port].previous
    if previous >= 0 {
      ports[previous].next = next
    } else {
      firstHolder[Int(ports[port].slot) - firstSlot] = next
    }
    if next >= 0 { ports[next].previous = previous }
  }

  /// Takes a port out of its slot.
  @inline(__always) func release(_ port: Int32) {
    unchain(port)
    ports[port].slot = -1
    ports[port].bundle = -1
  }

  /// The program's arcs that carry flow, ascending.
  ///
  /// - Complexity: O(arcs).
  func chosen() -> [Int] {
    let (arcs, ports) = (program.arcs, ports)
    var found: [Int] = []
    found.reserveCapacity(network.requests.count)
    var isOrdered = true
    // Requests come in the order of their demands, as arcs do.
    for request in network.requests {
      let own = part.arcsOf[part.demands[request.demand]]
      for port in request.ports where ports[port].slot >= 0 {
        let slot = part.slot(network.slots[Int(ports[port].slot) - firstSlot])
        let (supply, session) = (Int32(slot / 21), Int32(slot % 21))
        var arc = own.lowerBound
        while arc < own.upperBound, arcs[arc].supply != supply || arcs[arc].session != session {
          arc &+= 1
        }
        guard arc < own.upperBound else { continue }
        isOrdered = isOrdered && found.last.map { $0 < arc } ?? true
        found.append(arc)
      }
    }
    return isOrdered ? found : found.sorted()
  }
}
