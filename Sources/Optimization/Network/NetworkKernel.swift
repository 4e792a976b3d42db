/// Successive shortest augmenting paths with prices kept throughout.
///
/// Requests are placed one visit at a time, the highest class first; each visit takes a shortest
/// path from its request to the sink in the residual network, found by Dijkstra's algorithm on
/// reduced costs (Edmonds and Karp 1972, Tomizawa 1971). Costs are whole tier vectors, so the plan
/// is the lexicographic optimum and the prices prove it.
///
/// - Complexity: one search for each visit asked for; a search sees only nodes nearer than the end
///   of its path.
struct NetworkKernel<Cost: KernelCost> {
  let program: AssignmentProgram
  let network: Network
  let costs: NetworkCosts<Cost>

  // First node of each range.
  let firstPort: Int
  let firstSlot: Int
  let firstSupply: Int
  let firstPool: Int
  let firstGroup: Int
  let sink: Int

  /// Distance to the sink in tier vectors, by node.
  var price: [Cost]
  /// The arc that each port's unit takes; -1 for none.
  var arcOfPort: [Int32]
  /// Ports whose unit is in a slot.
  var portsOfSlot: [[Int32]]
  var supplyLoad: [Int]
  var poolLoad: [Int]
  /// Visits of each request that are not placed, as far as they were asked for yet.
  var unmet: [Int]
  var groupUnmet: [Int]
  /// Requests of each group with unmet visits.
  var unmetOfGroup: [[Int32]]
  /// The cost of the next place of each pool and the next unmet visit of each group.
  var nextOfPool: [Cost]
  var nextOfGroup: [Cost]

  // Of the search in progress.
  var distance: [Cost]
  var mark: [UInt32]
  var round: UInt32 = 0
  /// The node before, and for moves over an arc of a port that arc.
  var parent: [Int32]
  var heap = SearchHeap<Cost>()
  var settled: [Int32] = []

  init(_ program: AssignmentProgram, network: Network, packing: TierPacking) {
    self.program = program
    self.network = network
    costs = NetworkCosts(program, network: network, packing: packing)
    // A request of one visit is its own port; others stand before their days.
    firstPort = network.requests.count
    firstSlot = firstPort + network.ports.count
    firstSupply = firstSlot + network.slots.count
    firstPool = firstSupply + program.supplies.count
    firstGroup = firstPool + program.poolCount
    sink = firstGroup + program.groupCount
    price = Array(repeating: .zero, count: sink + 1)
    distance = price
    mark = Array(repeating: 0, count: sink + 1)
    parent = Array(repeating: -1, count: sink + 1)
    arcOfPort = Array(repeating: -1, count: network.ports.count)
    portsOfSlot = Array(repeating: [], count: network.slots.count)
    supplyLoad = Array(repeating: 0, count: program.supplies.count)
    poolLoad = Array(repeating: 0, count: program.poolCount)
    unmet = Array(repeating: 0, count: network.requests.count)
    groupUnmet = Array(repeating: 0, count: program.groupCount)
    unmetOfGroup = Array(repeating: [], count: program.groupCount)
    nextOfPool = (0..<program.poolCount).map { [costs] in costs.poolStep($0, 1) }
    nextOfGroup = (0..<program.groupCount).map { [costs] in costs.groupStep($0, 1) }
    priceEmptyNetwork()
  }

  /// Exact distances to the sink while nothing is placed: the network has no cycles then.
  private mutating func priceEmptyNetwork() {
    for pool in 0..<program.poolCount { price[firstPool + pool] = nextOfPool[pool] }
    for group in 0..<program.groupCount { price[firstGroup + group] = nextOfGroup[group] }
    for (index, supply) in program.supplies.enumerated() {
      let base = price[firstPool + supply.pool]
      price[firstSupply + index] = supply.minimum > 0 ? base - costs.shortfall : base
      for slot in network.slotsOfSupply[index] {
        price[firstSlot + slot] = price[firstSupply + index]
      }
    }
    for (index, port) in network.ports.enumerated() {
      var best: Cost?
      for arc in port.arcs {
        let through = costs.arcs[arc] + price[firstSlot + Int(network.arcSlots[arc])]
        if best.map({ through < $0 }) ?? true { best = through }
      }
      // A port without arcs leads nowhere; its price is never compared.
      price[firstPort + index] = best ?? .zero
    }
    for (index, request) in network.requests.enumerated() {
      let group = program.demands[request.demand].group
      var best = costs.unserved[index] + price[firstGroup + group]
      for port in request.ports where !network.ports[port].arcs.isEmpty {
        best = min(best, price[firstPort + port])
      }
      price[index] = best
    }
  }

  /// Places every visit; false when the deadline came first.
  mutating func run(deadline: Deadline) -> Bool {
    let order = network.requests.indices.sorted {
      let left = program.demandClass[network.requests[$0].demand]
      let right = program.demandClass[network.requests[$1].demand]
      return left != right ? left < right : $0 < $1
    }
    for (number, request) in order.enumerated() {
      if number % 64 == 0, deadline.hasPassed { return false }
      for _ in 0..<network.requests[request].units { place(request) }
    }
    return true
  }

  /// Places one visit more of a request, or leaves it unmet if that is best.
  mutating func place(_ request: Int) {
    let end = search(from: request)
    updatePrices(upTo: end)
    augment()
  }

  private mutating func updatePrices(upTo end: Cost) {
    for node in settled {
      let node = Int(node)
      if distance[node] < end { price[node] = price[node] + (end - distance[node]) }
    }
  }

  /// The arcs of the program that the flow takes, ascending.
  var chosen: [Int] {
    arcOfPort.filter { $0 >= 0 }.map { Int(network.arcOrigins[Int($0)]) }.sorted()
  }
}
