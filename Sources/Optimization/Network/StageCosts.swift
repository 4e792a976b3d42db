/// The costs of one component on a network, 0 is the force, then the tiers; or of several tiers
/// that only count visits, which weigh the more the earlier they come.
///
/// The force is one for each visit that a pin demands and that is not made.
struct StageCosts {
  /// By row of the network's bundles.
  var rows: [Int]
  /// By node: what its link costs for each unit, where it has no steps.
  var linear: [Int]
  /// By node with steps: what the link's k-th unit costs, k = 1 first; non-decreasing.
  var steps: [Int: [Int]] = [:]

  init(components: Range<Int>, flow: NetworkFlow) {
    self.init(component: components.lowerBound, flow: flow)
    guard components.count > 1 else { return }
    for (number, component) in components.enumerated() {
      let costs = flow.program.tiers[component - 1].perVisit
      let weight = components.count - number
      for (index, request) in flow.network.requests.enumerated()
      where costs[flow.part.demands[request.demand]] != 0 {
        linear[Int(flow.nodeOfRequest[index])] = weight
      }
    }
  }

  private init(component: Int, flow: NetworkFlow) {
    let network = flow.network
    let part = flow.part
    let program = part.program
    rows = Array(repeating: 0, count: network.rows.count)
    linear = Array(repeating: 0, count: flow.nodeCount)
    guard component > 0 else {
      for (index, request) in network.requests.enumerated() where request.isForced {
        linear[Int(flow.nodeOfRequest[index])] = 1
      }
      for (index, supply) in part.supplies.enumerated() where program.supplies[supply].weekly == 0 {
        linear[flow.firstSupply + index] = 1
      }
      return
    }
    let tier = program.tiers[component - 1]
    if !tier.perArc.isEmpty {
      for (index, row) in network.rows.enumerated() { rows[index] = row[component - 1] }
    }
    if !tier.perSession.isEmpty {
      for (index, slot) in network.slots.enumerated() {
        linear[flow.firstSlot + index] = tier.perSession[slot % 21]
      }
    }
    if !tier.perVisit.isEmpty {
      for (index, request) in network.requests.enumerated() {
        linear[Int(flow.nodeOfRequest[index])] = -tier.perVisit[part.demands[request.demand]]
      }
    }
    if tier.shortfall {
      for (index, whole) in part.supplies.enumerated() where program.supplies[whole].minimum > 0 {
        let supply = program.supplies[whole]
        let first = min(supply.minimum, supply.weekly)
        steps[flow.firstSupply + index] =
          Array(repeating: -1, count: first)
          + Array(repeating: 0, count: max(1, supply.weekly) - first)
      }
    }
    if !tier.perLoad.isEmpty {
      for (pool, whole) in part.pools.enumerated() where !tier.perLoad[whole].isEmpty {
        steps[flow.firstPool + pool] = tier.perLoad[whole]
      }
    }
    if !tier.perUnmet.isEmpty {
      for (group, whole) in part.groups.enumerated() where !tier.perUnmet[whole].isEmpty {
        steps[flow.firstGroup + group] = tier.perUnmet[whole]
      }
    }
  }

  /// Whether they tell no two flows of the face apart at first sight.
  func isTrivial(on flow: NetworkFlow) -> Bool {
    guard rows.allSatisfy({ $0 == 0 }) else { return false }
    for node in linear.indices where linear[node] != 0 {
      guard flow.links[node].low == flow.links[node].high else { return false }
    }
    return !steps.contains { node, values in
      flow.links[node].low < flow.links[node].high && values.contains { $0 != 0 }
    }
  }

  /// The largest absolute cost.
  var largest: Int {
    let parts = [rows, linear] + Array(steps.values)
    return parts.map { $0.reduce(0) { max($0, abs($1)) } }.max() ?? 0
  }
}
