/// Finds a flow of least cost in one component, on the face that the components before it left.
///
/// The primal-dual method in batches: prices are kept such that no residual link or bundle gains,
/// what flows at a loss is taken back, and what is thus in excess is sent, all of it at once, to what
/// lacks. One search goes back from all lacks until it has met every excess; prices fall by how much
/// nearer than the farthest excess a node is, so that every excess has a free way to the lack nearest
/// to it; and flow is sent along free ways, each node one level nearer to a lack than the one before
/// (a node without a way on is raised, as in push-relabel methods, while that is cheaper than another
/// search). Wide costs are scaled: solved for their leading bits first, each time with three bits
/// more and the prices found before.
///
/// - Complexity: O(searches · links), searches bounded by the number of different path lengths in a
///   scale; memory in proportion to nodes and links.
struct PrimalDual {
  let face: NetworkFlow
  let labels: Column<Label>
  let excess: Column<Int32>
  /// How far the blocking flow has looked through a node's links.
  let cursor: Column<Int32>
  var linear: Column<Int>
  var rows: Column<Int>
  var stepStart: Column<Int32>
  var steps: Column<Int>
  var sources: [Int32] = []
  var lacks: [Int32] = []
  private let touched: Column<Int32>
  private var touchedCount = 0
  /// By slot: where its users begin.
  let userStart: Column<Int32>
  var users: Column<User>
  /// By port: the next with the same bundles, -1 for none.
  ///
  /// Ports stand in chains, each of which begins with a leader.
  let peer: Column<Int32>
  /// By leader: the shortest way to a lack from what its ports may use.
  let reach: Column<Int>
  let reached: Column<Int32>
  var reachedCount = 0
  /// Whether `users` still says what the face does.
  var isListed = false
  private var buckets: Buckets
  private var limit = Int(PrimalDual.far)
  /// The path at hand, of `pathCount` steps: levels fall along it, so no node comes twice.
  let path: Column<Move>
  var pathCount = 0
  /// How many nodes have each level below `levelEnd`, and the level that none has any more: what is
  /// above it is cut off from every lack.
  let levels: Column<Int32>
  var levelEnd = 0
  var gap = Int32.max
  /// Levels that may yet be raised in this search.
  var raises = 0
  var isScanning = false
  var least = Int32.max

  /// What a search asks of a node, side by side in memory.
  struct Label {
    var price = 0
    /// To the nearest lack in the search at hand; `far` when not reached.
    ///
    /// Distances that count stay below it: no cost of a scale is above 64 at first, nor any gain
    /// above 7 afterwards.
    var distance = PrimalDual.far
    /// Links from here to a lack; `unlabelled` when not reached or of no more use.
    var level = PrimalDual.unlabelled
  }

  /// The first of some ports with the same bundles that may use a slot, and what by.
  struct User {
    var port: Int32
    var row: Int32
  }

  static let far = Int32.max
  static let unlabelled: Int32 = -2
  /// Bits of the costs that each scale adds.
  private static let scaleBits = 3
  /// One in so many of the nodes reached may have its level raised before the next search: raising
  /// goes through a node's links once, as a search does.
  private static let searchesForRaise = 4
  /// Costs up to this size are not scaled.
  private static let narrow = 64
  /// Prices to begin at are given up when more than one unit is in excess for so many ports.
  static let portsForExcess = 8

  /// How sending excess to lacks ended.
  enum Drained { case done, late, lost }

  /// A step of an augmenting path.
  struct Move {
    enum Kind { case start, take, release, up, down, enter, leave }
    var node: Int32
    var kind: Kind
    var bundle: Int32
  }

  init(_ face: NetworkFlow) {
    self.face = face
    let nodes = face.nodeCount
    labels = Column(repeating: Label(), count: nodes)
    excess = Column(repeating: 0, count: nodes)
    cursor = Column(repeating: 0, count: nodes)
    linear = Column(repeating: 0, count: nodes)
    stepStart = Column(repeating: -1, count: nodes)
    rows = Column([])
    steps = Column([])
    userStart = Column(repeating: 0, count: face.firstSupply - face.firstSlot + 1)
    users = Column([])
    touched = Column(repeating: 0, count: nodes)
    peer = Column(repeating: -1, count: face.firstRequest)
    reach = Column(repeating: Int.max, count: face.firstRequest)
    reached = Column(repeating: 0, count: face.firstRequest)
    path = Column(repeating: Move(node: 0, kind: .start, bundle: -1), count: nodes + 1)
    levels = Column(repeating: 0, count: 2 * nodes + 64)
    buckets = Buckets(capacity: nodes)
  }

  /// Ends the use of the memory, which copies share.
  func free() {
    labels.free()
    for column in [linear, rows, steps] { column.free() }
    for column in [excess, cursor, stepStart, userStart, touched, levels] { column.free() }
    users.free()
    for column in [peer, reached] { column.free() }
    reach.free()
    path.free()
    buckets.free()
  }

  /// Solves for costs, and narrows the face for those that follow; false when the deadline came
  /// first.
  ///
  /// The flow is then no plan; its owner keeps the one before. Prices to begin at, those of the
  /// nodes from the first slot to the root, save work where few of them are wrong; the flow may be
  /// another for them, never a worse one.
  mutating func solve(
    _ costs: StageCosts, from prices: [Int]? = nil, ceiling: Int? = nil, isLast: Bool,
    deadline: Deadline
  ) -> Bool {
    switch prices.map({ resume(costs, from: $0, deadline: deadline) }) ?? .lost {
    case .done: break
    case .late: return false
    case .lost: guard scale(costs, deadline: deadline) else { return false }
    }
    if let ceiling { clampPrices(to: ceiling) }
    if !isLast { narrowFace() }
    return true
  }

  /// Solves for more and more bits of the costs, from whatever flow there is; false when the
  /// deadline came first.
  private mutating func scale(_ costs: StageCosts, deadline: Deadline) -> Bool {
    let largest = costs.largest
    var shift = 0
    while largest >> shift > PrimalDual.narrow { shift += PrimalDual.scaleBits }
    for node in 0..<face.nodeCount { labels[node] = Label() }
    if !isListed { listUsers() }
    var isFirst = true
    while true {
      load(costs, shift: shift)
      settle(isFirst: isFirst)
      let end = drain(deadline: deadline)
      precondition(end != .lost, "an excess without a way to a lack")
      guard end == .done else { return false }
      if shift == 0 { break }
      shift -= PrimalDual.scaleBits
      isFirst = false
      for node in 0..<face.nodeCount { labels[node].price <<= PrimalDual.scaleBits }
    }
    return true
  }

  /// Keeps prices between the root's and so much more.
  ///
  /// Where all costs are on links to nodes as dear as the root, and none is above the ceiling, that
  /// keeps every condition; and what it makes equal must not decide over the face.
  private func clampPrices(to ceiling: Int) {
    let root = labels[face.root].price
    for node in 0..<face.nodeCount {
      labels[node].price = min(max(labels[node].price, root), root + ceiling)
    }
  }

  /// The prices of some nodes of the right side, the root's taken as zero.
  func prices(from first: Int, to end: Int) -> [Int] {
    let root = labels[face.root].price
    return (first..<end).map { [labels] in labels[$0].price - root }
  }

  // MARK: costs

  mutating func load(_ costs: StageCosts, shift: Int) {
    for node in 0..<face.nodeCount { linear[node] = costs.linear[node] >> shift }
    rows.free()
    rows = Column(costs.rows.map { $0 >> shift })
    stepStart.fill(-1)
    var all: [Int] = []
    for node in costs.steps.keys.sorted() {
      stepStart[node] = Int32(all.count)
      // There are steps for as many units as there can be.
      face.high[node] = min(face.high[node], Int32(clamping: costs.steps[node]?.count ?? 0))
      all.append(contentsOf: (costs.steps[node] ?? []).map { $0 >> shift })
    }
    steps.free()
    steps = Column(all)
  }

  /// What one more unit on a node's link costs.
  @inline(__always) func next(_ node: Int) -> Int {
    let start = stepStart[node]
    return start < 0 ? linear[node] : steps[start + face.flow[node]]
  }

  /// What the last unit on a node's link costs.
  @inline(__always) func last(_ node: Int) -> Int {
    let start = stepStart[node]
    return start < 0 ? linear[node] : steps[start + face.flow[node] - 1]
  }

  // MARK: search and blocking flow

  /// Sends every excess to a lack.
  mutating func drain(deadline: Deadline) -> Drained {
    while !sources.isEmpty {
      guard !deadline.hasPassed else { return .late }
      guard search() else { return .lost }
      for source in sources {
        while excess[source] > 0, advance(from: source) {}
      }
      for index in 0..<touchedCount {
        let node = touched[index]
        labels[node].distance = PrimalDual.far
        labels[node].level = PrimalDual.unlabelled
      }
      sources.removeAll { [excess] in excess[$0] <= 0 }
    }
    return .done
  }

  /// Labels nodes with their distance to the nearest lack, until every excess has one, and lowers
  /// prices by it; false, and prices as they were, when some excess has none that it can tell.
  private mutating func search() -> Bool {
    touchedCount = 0
    for index in 0..<reachedCount { reach[reached[index]] = Int.max }
    reachedCount = 0
    buckets.clear()
    limit = Int(PrimalDual.far) - 1
    lacks.removeAll { [excess] in excess[$0] >= 0 }
    for lack in lacks {
      labels[lack].distance = 0
      labels[lack].level = 0
      cursor[lack] = firstCursor(Int(lack))
      touch(lack)
      buckets.add(lack, at: 0)
    }
    var waiting = sources.count
    while let (node, length) = buckets.next(upTo: limit) {
      guard labels[node].distance == length else { continue }
      if excess[node] > 0 {
        waiting -= 1
        if waiting == 0 { limit = length }
      }
      expand(Int(node), length)
    }
    guard waiting == 0 else { return false }
    var highest: Int32 = 0
    for index in 0..<touchedCount { highest = max(highest, labels[touched[index]].level) }
    levelEnd = 2 * Int(highest) + 64
    for level in 0..<levelEnd { levels[level] = 0 }
    gap = Int32.max
    raises = touchedCount / PrimalDual.searchesForRaise
    for index in 0..<touchedCount {
      let node = touched[index]
      levels[labels[node].level] += 1
      let distance = Int(labels[node].distance)
      if distance < limit { labels[node].price -= limit - distance }
    }
    return true
  }

  @inline(__always) private mutating func touch(_ node: Int32) {
    touched[touchedCount] = node
    touchedCount += 1
  }

  @inline(__always) private mutating func relax(_ node: Int, _ length: Int, from: Int32) {
    guard length < labels[node].distance, length <= limit else { return }
    if labels[node].distance == PrimalDual.far { touch(Int32(node)) }
    labels[node].distance = Int32(truncatingIfNeeded: length)
    labels[node].level = from + 1
    cursor[node] = firstCursor(node)
    buckets.add(Int32(node), at: length)
  }

  @inline(__always) func firstCursor(_ node: Int) -> Int32 {
    if node < face.firstRequest { return face.bundleStart[node] }
    return -1
  }

  /// Labels the nodes that have a residual link to a node.
  private mutating func expand(_ node: Int, _ length: Int) {
    let from = labels[node].level
    let base = length + labels[node].price
    if node < face.firstRequest {
      // From the slot it uses, which could let it go; from its request or group.
      if face.held[node].slot >= 0, face.bundleStart[node] < face.bundleEnd[node] {
        let slot = Int(face.held[node].slot)
        relax(slot, base - rows[face.held[node].row] - labels[slot].price, from: from)
      }
      if face.isDay(node) {
        let request = Int(face.parent[node])
        if face.flow[node] < face.high[node] {
          relax(request, base - labels[request].price, from: from)
        }
      } else {
        expandDown(node, base, from)
      }
    } else if node < face.firstSlot {
      for day in days(of: node) where face.flow[day] > face.low[day] {
        relax(day, base - labels[day].price, from: from)
      }
      expandDown(node, base, from)
    } else if node < face.firstSupply {
      expandSlot(node, base, from)
      expandDown(node, base, from)
    } else {
      if node < face.root { expandDown(node, base, from) }
      for index in face.childStart[node]..<face.childStart[node + 1] {
        let child = Int(face.children[index])
        if face.flow[child] < face.high[child] {
          relax(child, base + next(child) - labels[child].price, from: from)
        }
      }
    }
  }

  /// The node above could take a unit back from a link.
  @inline(__always) private mutating func expandDown(_ node: Int, _ base: Int, _ from: Int32) {
    guard face.flow[node] > face.low[node] else { return }
    let above = Int(face.parent[node])
    relax(above, base - last(node) - labels[above].price, from: from)
  }

  /// The ports that could use a slot.
  ///
  /// Those with the same bundles come together, and only when no slot before was as near. A port is
  /// reached from the slot that it uses, too: that is no way for a visit, but none ever gets there.
  private mutating func expandSlot(_ slot: Int, _ base: Int, _ from: Int32) {
    var index = userStart[slot - face.firstSlot]
    let end = userStart[slot - face.firstSlot + 1]
    while index < end {
      let user = users[index]
      index += 1
      let length = base + rows[user.row]
      let before = reach[user.port]
      guard length < before else { continue }
      if before == Int.max {
        reached[reachedCount] = user.port
        reachedCount += 1
      }
      reach[user.port] = length
      var port = user.port
      while port >= 0 {
        relax(Int(port), length - labels[port].price, from: from)
        port = peer[port]
      }
    }
  }
}
