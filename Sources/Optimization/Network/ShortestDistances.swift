/// For each node, the cost of the cheapest residual path that ends there, from wherever it begins.
///
/// They are sums along simple paths, so each component of a packed cost stays within its field; any
/// other valid prices could be sums that do not.
///
/// - Complexity: O(arcs · log nodes) after as many corrections as the guess is wrong.
struct ShortestDistances {
  private let network: FlowNetwork
  private let active: [Int32]
  private let flow: [Int32]
  private let cost: [Int128]
  private let first: [Int32]
  private let residual: [Int32]
  /// At most zero: a path may have no arcs.
  private(set) var values: [Int128] = []

  /// Distances in a residual network without negative cycles; `guess` holds prices that are nearly
  /// right, as distances to a common end.
  init(
    network: FlowNetwork, active: [Int32], flow: [Int32], cost: [Int128], first: [Int32],
    residual: [Int32], guess: [Int128]
  ) {
    self.network = network
    self.active = active
    self.flow = flow
    self.cost = cost
    self.first = first
    self.residual = residual
    let valid = corrected(guess)
    values = distances(valid)
  }

  /// Calls back with the end and the cost of each residual arc out of a node.
  @inline(__always)
  private func forEachMove(from node: Int, _ body: (Int, Int128) -> Void) {
    for position in Int(first[node])..<Int(first[node + 1]) {
      let entry = Int(residual[position])
      let arc = Int(active[entry >> 1])
      if entry & 1 == 0 {
        if flow[arc] < network.capacity[arc] {
          body(Int(network.target[arc]), cost[entry >> 1])
        }
      } else if flow[arc] > 0 {
        body(Int(network.source[arc]), -cost[entry >> 1])
      }
    }
  }

  /// Lowers prices until no residual arc has a negative reduced cost.
  private func corrected(_ guess: [Int128]) -> [Int128] {
    var price = guess
    var queue = Array(0..<Int32(network.nodeCount))
    var isQueued = [Bool](repeating: true, count: network.nodeCount)
    var head = 0
    while head < queue.count {
      let node = Int(queue[head])
      head += 1
      isQueued[node] = false
      var lowest = price[node]
      forEachMove(from: node) { other, cost in lowest = min(lowest, cost + price[other]) }
      guard lowest < price[node] else { continue }
      price[node] = lowest
      // Whoever can reach this node may now have a cheaper way.
      for position in Int(first[node])..<Int(first[node + 1]) {
        let entry = Int(residual[position])
        let arc = Int(active[entry >> 1])
        let isInto = entry & 1 == 1 ? flow[arc] < network.capacity[arc] : flow[arc] > 0
        let other = Int(entry & 1 == 1 ? network.source[arc] : network.target[arc])
        if isInto, !isQueued[other] {
          isQueued[other] = true
          queue.append(Int32(other))
        }
      }
      if head > 1 << 16 {
        queue.removeFirst(head)
        head = 0
      }
    }
    return price
  }

  /// Dijkstra's algorithm from all nodes at once on reduced costs.
  private func distances(_ price: [Int128]) -> [Int128] {
    var reach = price
    var heap = NodeHeap()
    for node in 0..<network.nodeCount { heap.push(reach[node], Int32(node)) }
    while let (key, node) = heap.pop() {
      let node = Int(node)
      guard key == reach[node] else { continue }
      forEachMove(from: node) { other, cost in
        let through = key + cost + price[other] - price[node]
        if through < reach[other] {
          reach[other] = through
          heap.push(through, Int32(other))
        }
      }
    }
    return zip(reach, price).map { $0 - $1 }
  }
}
