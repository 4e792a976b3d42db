/// Cost scaling by pushing and relabelling, one limb of the tier vectors after another.
///
/// Within a limb, ε-optimal flows for shrinking ε (Goldberg and Tarjan 1990) until no cycle can gain;
/// then exact prices by shortest paths, and every arc whose reduced cost is not zero keeps its flow
/// for good: what is left is the optimal face, on which the next limb is solved. At the end of each
/// limb the flow is a plan that is best in all tiers so far.
///
/// - Complexity: O(phases · pushes), phases in proportion to the bits of all ranges together; memory
///   in proportion to the arcs.
struct CostScaling {
  private let network: FlowNetwork
  private(set) var flow: [Int32]
  /// For each limb solved, the price of each node: its distance to the root.
  private(set) var prices: [[Int128]] = []

  /// ε shrinks by this factor from phase to phase.
  private static let factor: Int128 = 8

  // The arcs that may still change, and by node the residual arcs: 2a forward, 2a + 1 backward.
  private var active: [Int32]
  private var first: [Int32] = []
  private var residual: [Int32] = []
  private var current: [Int32] = []
  private var cost: [Int128] = []
  private var price: [Int128] = []
  private var excess: [Int64] = []
  private var queue: [Int32] = []
  private var isQueued: [Bool] = []

  init(_ network: FlowNetwork) {
    self.network = network
    flow = network.startFlow
    active = (0..<Int32(network.arcCount)).filter { network.capacity[Int($0)] > 0 }
  }

  /// Solves limb after limb; false when the deadline came first.
  ///
  /// Whatever the answer, the flow is a plan, best in the limbs that have prices.
  mutating func run(deadline: Deadline) -> Bool {
    for limb in 0..<network.table.packing.limbCount {
      let before = flow
      guard solve(limb, deadline: deadline) else {
        flow = before
        return false
      }
    }
    return true
  }

  private mutating func solve(_ limb: Int, deadline: Deadline) -> Bool {
    let table = network.table.limbs[limb]
    let scale = Int128(network.nodeCount + 1)
    cost = active.map { table[Int(network.cost[Int($0)])] * scale }
    price = Array(repeating: 0, count: network.nodeCount)
    excess = Array(repeating: 0, count: network.nodeCount)
    isQueued = Array(repeating: false, count: network.nodeCount)
    layOut()
    var epsilon = cost.reduce(Int128(0)) { max($0, $1.magnitude > 0 ? Int128($1.magnitude) : 0) }
    while epsilon > 1 {
      epsilon = max(1, epsilon / CostScaling.factor)
      guard !deadline.hasPassed, refine(epsilon, deadline: deadline) else { return false }
    }
    settlePrices(scale: scale)
    return true
  }

  /// Residual arcs by node; positions in `active` stand for arcs.
  private mutating func layOut() {
    var counts = [Int32](repeating: 0, count: network.nodeCount + 1)
    for arc in active {
      counts[Int(network.source[Int(arc)]) + 1] += 1
      counts[Int(network.target[Int(arc)]) + 1] += 1
    }
    for node in 0..<network.nodeCount { counts[node + 1] += counts[node] }
    first = counts
    residual = Array(repeating: 0, count: active.count * 2)
    for (position, arc) in active.enumerated() {
      let from = Int(network.source[Int(arc)])
      let to = Int(network.target[Int(arc)])
      residual[Int(counts[from])] = Int32(position * 2)
      counts[from] += 1
      residual[Int(counts[to])] = Int32(position * 2 + 1)
      counts[to] += 1
    }
  }

  /// Makes the flow ε-optimal.
  private mutating func refine(_ epsilon: Int128, deadline: Deadline) -> Bool {
    queue.removeAll(keepingCapacity: true)
    for (position, arc) in active.enumerated() {
      let arc = Int(arc)
      let from = Int(network.source[arc])
      let to = Int(network.target[arc])
      let reduced = cost[position] + price[to] - price[from]
      let change: Int32
      if reduced < -epsilon {
        change = network.capacity[arc] - flow[arc]
      } else if reduced > epsilon {
        change = -flow[arc]
      } else {
        continue
      }
      flow[arc] += change
      excess[from] -= Int64(change)
      excess[to] += Int64(change)
    }
    for node in 0..<network.nodeCount where excess[node] > 0 {
      queue.append(Int32(node))
      isQueued[node] = true
    }
    current = Array(first.dropLast())
    var head = 0
    while head < queue.count {
      let node = Int(queue[head])
      head += 1
      isQueued[node] = false
      discharge(node, epsilon)
      if head % 4096 == 0 {
        if deadline.hasPassed { return false }
        queue.removeFirst(head)
        head = 0
      }
    }
    return true
  }

  private mutating func discharge(_ node: Int, _ epsilon: Int128) {
    while excess[node] > 0 {
      var position = Int(current[node])
      let end = Int(first[node + 1])
      let own = price[node]
      while position < end {
        let entry = Int(residual[position])
        let arc = Int(active[entry >> 1])
        let isForward = entry & 1 == 0
        let room = isForward ? network.capacity[arc] - flow[arc] : flow[arc]
        if room > 0 {
          let other = Int(isForward ? network.target[arc] : network.source[arc])
          let reduced = (isForward ? cost[entry >> 1] : -cost[entry >> 1]) + price[other] - own
          if reduced < 0 {
            let amount = min(excess[node], Int64(room))
            flow[arc] += isForward ? Int32(amount) : -Int32(amount)
            excess[node] -= amount
            excess[other] += amount
            if excess[other] > 0, !isQueued[other] {
              isQueued[other] = true
              queue.append(Int32(other))
            }
            if excess[node] == 0 {
              current[node] = Int32(position)
              return
            }
          }
        }
        position += 1
      }
      relabel(node, epsilon)
    }
  }

  /// Raises a node's price until it can push.
  private mutating func relabel(_ node: Int, _ epsilon: Int128) {
    var best: Int128?
    for position in Int(first[node])..<Int(first[node + 1]) {
      let entry = Int(residual[position])
      let arc = Int(active[entry >> 1])
      let isForward = entry & 1 == 0
      let room = isForward ? network.capacity[arc] - flow[arc] : flow[arc]
      guard room > 0 else { continue }
      let other = Int(isForward ? network.target[arc] : network.source[arc])
      let through = (isForward ? cost[entry >> 1] : -cost[entry >> 1]) + price[other]
      if best.map({ through < $0 }) ?? true { best = through }
    }
    // A node with excess received it over an arc, so there is always a way back.
    price[node] = (best ?? price[node]) + epsilon
    current[node] = first[node]
  }

  /// Turns the limb's prices into exact ones and fixes what they decide.
  private mutating func settlePrices(scale: Int128) {
    let table = network.table.limbs[prices.count]
    cost = active.map { table[Int(network.cost[Int($0)])] }
    let distances = ShortestDistances(
      network: network, active: active, flow: flow, cost: cost, first: first, residual: residual,
      guess: price.map { $0 / scale })
    let root = distances.values[network.root]
    let exact = distances.values.map { root - $0 }
    var left: [Int32] = []
    for (position, arc) in active.enumerated() {
      let from = Int(network.source[Int(arc)])
      let to = Int(network.target[Int(arc)])
      if cost[position] + exact[to] - exact[from] == 0 { left.append(arc) }
    }
    active = left
    prices.append(exact)
  }

  /// The first arc whose reduced cost, as a vector, contradicts its flow; nil when the flow is best.
  func fault() -> String? {
    for arc in 0..<network.arcCount where network.capacity[arc] > 0 {
      let from = Int(network.source[arc])
      let to = Int(network.target[arc])
      var sign: Int128 = 0
      for (limb, exact) in prices.enumerated() where sign == 0 {
        sign = network.table.limbs[limb][Int(network.cost[arc])] + exact[to] - exact[from]
      }
      if flow[arc] < network.capacity[arc], sign < 0 {
        return "arc \(arc) could carry more at a gain"
      }
      if flow[arc] > 0, sign > 0 { return "arc \(arc) carries flow at a loss" }
    }
    return nil
  }
}
