/// A step of a path in the residual network.
enum ResidualStep: Sendable {
  /// From a node to its parent, one unit more on its link (one less when it is a day).
  case up(Int)
  /// From a node's parent to it, one unit less on its link (one more when it is a day).
  case down(Int)
  /// From a port to the slot of an arc.
  case take(port: Int, arc: Int)
  /// From the slot that a port uses to the port.
  case release(port: Int)
}

/// Shortest paths by Dijkstra's method over reduced costs, and what they do to prices and flow.
struct ResidualSearch: Sendable {
  private var distance: [Int]
  private var isReached: [Bool]
  private var steps: [ResidualStep]
  private var reached: [Int] = []
  private var heap: NodeHeap
  private let width: Int

  init(_ network: ResidualNetwork) {
    width = network.width
    distance = Array(repeating: 0, count: network.nodeCount * network.width)
    isReached = Array(repeating: false, count: network.nodeCount)
    steps = Array(repeating: .up(0), count: network.nodeCount)
    heap = NodeHeap(nodeCount: network.nodeCount, width: network.width)
  }

  /// Makes room for nodes added to the network.
  mutating func grow(to network: ResidualNetwork) {
    let more = network.nodeCount - isReached.count
    guard more > 0 else { return }
    distance.append(contentsOf: repeatElement(0, count: more * width))
    isReached.append(contentsOf: repeatElement(false, count: more))
    steps.append(contentsOf: repeatElement(.up(0), count: more))
    heap.grow(to: network.nodeCount)
  }

  /// A cheapest way for a unit from one node to another, cheaper than a bound.
  ///
  /// Prices change by as much as a node is nearer than the end or the bound, so that no residual
  /// link gains, and those of the way are free.
  ///
  /// The bound is on the way's reduced cost; nil is for none.
  ///
  /// - Returns: the way, its last step first; nil when there is none.
  /// - Complexity: O(links looked at · (tiers + log nodes)).
  mutating func way(
    from source: Int, to target: Int, below bound: [Int]?, in network: inout ResidualNetwork
  ) -> [ResidualStep]? {
    guard look(from: source, to: target, below: bound, isBackward: false, in: &network) else {
      return nil
    }
    var way: [ResidualStep] = []
    var node = target
    while node != source {
      way.append(steps[node])
      node = network.ends(of: steps[node]).from
    }
    return way
  }

  /// The same, looked for from its end: quicker where many ways begin and few end.
  mutating func way(
    backFrom target: Int, to source: Int, in network: inout ResidualNetwork
  ) -> [ResidualStep]? {
    guard look(from: target, to: source, below: nil, isBackward: true, in: &network) else {
      return nil
    }
    var way: [ResidualStep] = []
    var node = source
    while node != target {
      way.append(steps[node])
      node = network.ends(of: steps[node]).to
    }
    return way.reversed()
  }

  /// Finds out how far nodes are from one, or it from them, and changes prices accordingly.
  private mutating func look(
    from source: Int, to target: Int, below bound: [Int]?, isBackward: Bool,
    in network: inout ResidualNetwork
  ) -> Bool {
    heap.clear()
    for node in reached { isReached[node] = false }
    reached.removeAll(keepingCapacity: true)
    for component in 0..<width { distance[source * width + component] = 0 }
    reach(source)
    heap.put(source, by: distance)
    var settled: [Int] = []
    var end = bound
    var isFound = false
    while let node = heap.next(by: distance) {
      let own = Array(distance[node * width..<(node + 1) * width])
      if let bound, !own.lexicographicallyPrecedes(bound) { break }
      if node == target {
        end = own
        isFound = true
        break
      }
      settled.append(node)
      if isBackward { expandBack(node, network) } else { expand(node, network) }
    }
    guard let end else { return false }
    for node in settled {
      for component in 0..<width {
        let nearer = end[component] - distance[node * width + component]
        network.price[node * width + component] += isBackward ? -nearer : nearer
      }
    }
    return isFound
  }

  private mutating func reach(_ node: Int) {
    guard !isReached[node] else { return }
    isReached[node] = true
    reached.append(node)
  }

  private mutating func expand(_ node: Int, _ network: ResidualNetwork) {
    if node != network.root {
      if network.kind[node] == .day {
        if network.flow[node] > 0 { relax(node, Int(network.parent[node]), .up(node), network) }
      } else if network.flow[node] < network.high[node] {
        relax(node, Int(network.parent[node]), .up(node), network)
      }
    }
    for child in network.children[node] {
      let child = Int(child)
      let isOpen =
        network.kind[child] == .day
        ? network.flow[child] < network.high[child] : network.flow[child] > 0
      if isOpen { relax(node, child, .down(child), network) }
    }
    for arc in network.offers[node] where !network.isForbidden[Int(arc)] {
      relax(node, network.slot(of: Int(arc)), .take(port: node, arc: Int(arc)), network)
    }
    for port in network.holders[node] {
      relax(node, Int(port), .release(port: Int(port)), network)
    }
  }

  private mutating func expandBack(_ node: Int, _ network: ResidualNetwork) {
    if node != network.root {
      let isOpen =
        network.kind[node] == .day
        ? network.flow[node] < network.high[node] : network.flow[node] > 0
      if isOpen { relax(node, Int(network.parent[node]), .down(node), network) }
    }
    for child in network.children[node] {
      let child = Int(child)
      let isOpen =
        network.kind[child] == .day
        ? network.flow[child] > 0 : network.flow[child] < network.high[child]
      if isOpen { relax(node, child, .up(child), network) }
    }
    for arc in network.arcsTo[node] where !network.isForbidden[Int(arc)] {
      let port = Int(network.portOf[Int(arc)])
      if network.held[port] != arc { relax(node, port, .take(port: port, arc: Int(arc)), network) }
    }
    if network.held[node] >= 0 {
      relax(node, network.slot(of: Int(network.held[node])), .release(port: node), network)
    }
  }

  /// A step between a node that is settled and another.
  @inline(__always) private mutating func relax(
    _ node: Int, _ other: Int, _ step: ResidualStep, _ network: ResidualNetwork
  ) {
    var isNearer = !isReached[other]
    let (from, to) = network.ends(of: step)
    for component in 0..<width {
      let length =
        distance[node * width + component] + network.cost(of: step, component)
        + network.price[to * width + component] - network.price[from * width + component]
      if !isNearer {
        let known = distance[other * width + component]
        if length == known { continue }
        guard length < known else { return }
        isNearer = true
      }
      distance[other * width + component] = length
    }
    guard isNearer else { return }
    reach(other)
    steps[other] = step
    heap.put(other, by: distance)
  }
}

extension ResidualNetwork {
  /// What a unit on a step costs in a component.
  @inline(__always) func cost(of step: ResidualStep, _ component: Int) -> Int {
    switch step {
    case .up(let node):
      kind[node] == .day ? 0 : linkCost(node, unit: Int(flow[node]) + 1, component)
    case .down(let node):
      kind[node] == .day ? 0 : -linkCost(node, unit: Int(flow[node]), component)
    case .take(_, let arc): arcCost(arc, component)
    case .release(let port): -arcCost(Int(held[port]), component)
    }
  }

  /// Sends a unit one step, and counts what it costs.
  mutating func send(_ step: ResidualStep) {
    for component in 0..<width { cost[component] += cost(of: step, component) }
    switch step {
    case .up(let node): flow[node] += kind[node] == .day ? -1 : 1
    case .down(let node): flow[node] += kind[node] == .day ? 1 : -1
    case .take(let port, let arc): hold(port, arc)
    case .release(let port): release(port)
    }
  }

  /// A step's cost with the prices of its ends; not negative on residual links between changes.
  func reducedCost(of step: ResidualStep) -> [Int] {
    let (from, to) = ends(of: step)
    return (0..<width).map {
      cost(of: step, $0) + price[to * width + $0] - price[from * width + $0]
    }
  }

  func ends(of step: ResidualStep) -> (from: Int, to: Int) {
    switch step {
    case .up(let node): (node, Int(parent[node]))
    case .down(let node): (Int(parent[node]), node)
    case .take(let port, let arc): (port, slot(of: arc))
    case .release(let port): (slot(of: Int(held[port])), port)
    }
  }

  /// Whether no residual link gains: what every change leaves behind.
  var isBest: Bool {
    func isFree(_ step: ResidualStep) -> Bool {
      (reducedCost(of: step).first { $0 != 0 } ?? 0) >= 0
    }
    for node in 1..<nodeCount {
      let isDay = kind[node] == .day
      if flow[node] < high[node], !isFree(isDay ? .down(node) : .up(node)) { return false }
      if flow[node] > 0, !isFree(isDay ? .up(node) : .down(node)) { return false }
      for arc in offers[node] where !isForbidden[Int(arc)] && held[node] != arc {
        if !isFree(.take(port: node, arc: Int(arc))) { return false }
      }
      if held[node] >= 0, !isFree(.release(port: node)) { return false }
    }
    return true
  }
}
