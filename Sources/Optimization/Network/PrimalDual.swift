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
  // The face's own.
  let links: Column<NetworkFlow.Link>
  let ports: Column<NetworkFlow.Port>
  let bundles: Column<Network.Bundle>
  let firstHolder: Column<Int32>
  let childStart: Column<Int32>
  let children: Column<Int32>
  let labels: Column<Label>
  /// How far the blocking flow has looked through a node's links.
  let cursor: Column<Int32>
  var rows: Column<Int>
  var steps: Column<Int>
  var sources: [Int32] = []
  var lacks: [Int32] = []
  private let touched: Column<Int32>
  private var touchedCount = 0
  /// By slot: where its users begin.
  let userStart: Column<Int32>
  var users: Column<User>
  /// Ports chain by chain, those with the same bundles in one: chain c in `chainStart[c]` up to
  /// `chainStart[c + 1]`.
  let members: Column<Int32>
  let chainStart: Column<Int32>
  /// By chain: the shortest way to a lack from what its ports may use.
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
  var look = Look()

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

  /// A chain of ports that may use a slot, and what by.
  struct User {
    var chain: Int32
    var row: Int32
  }

  /// What the last look through a node's links met with.
  struct Look {
    /// The cursor that it began at.
    var begin: Int32 = -1
    /// The lowest level among the nodes that are free to reach.
    var least = Int32.max
  }

  static let far = Int32.max
  static let unlabelled: Int32 = -2
  /// No node's.
  static let noLevel: Int32 = -3
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
    links = face.links
    ports = face.ports
    bundles = face.bundles
    firstHolder = face.firstHolder
    childStart = face.childStart
    children = face.children
    labels = Column(repeating: Label(), count: nodes)
    cursor = Column(repeating: 0, count: nodes)
    rows = Column([])
    steps = Column([])
    userStart = Column(repeating: 0, count: face.firstSupply - face.firstSlot + 1)
    users = Column([])
    touched = Column(repeating: 0, count: nodes)
    members = Column(repeating: 0, count: face.firstRequest)
    chainStart = Column(repeating: 0, count: face.firstRequest + 1)
    reach = Column(repeating: Int.max, count: face.firstRequest)
    reached = Column(repeating: 0, count: face.firstRequest)
    path = Column(repeating: Move(node: 0, kind: .start, bundle: -1), count: nodes + 1)
    levels = Column(repeating: 0, count: 2 * nodes + 64)
    buckets = Buckets(capacity: nodes)
  }

  /// Ends the use of the memory, which copies share.
  func free() {
    labels.free()
    for column in [rows, steps] { column.free() }
    for column in [cursor, userStart, touched, levels] { column.free() }
    users.free()
    for column in [members, chainStart, reached] { column.free() }
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
    for node in 0..<face.nodeCount {
      links[node].cost = costs.linear[node] >> shift
      links[node].steps = -1
    }
    rows.free()
    rows = Column(costs.rows.map { $0 >> shift })
    var all: [Int] = []
    for node in costs.steps.keys.sorted() {
      links[node].steps = Int32(all.count)
      // There are steps for as many units as there can be.
      links[node].high = min(links[node].high, Int32(clamping: costs.steps[node]?.count ?? 0))
      all.append(contentsOf: (costs.steps[node] ?? []).map { $0 >> shift })
    }
    steps.free()
    steps = Column(all)
  }

  /// What one more unit on a node's link costs.
  @inline(__always) func next(_ node: Int) -> Int { next(links[node]) }

  @inline(__always) func next(_ link: NetworkFlow.Link) -> Int {
    link.steps < 0 ? link.cost : steps[link.steps + link.flow]
  }

  /// What the last unit on a node's link costs.
  @inline(__always) func last(_ node: Int) -> Int { last(links[node]) }

  @inline(__always) func last(_ link: NetworkFlow.Link) -> Int {
    link.steps < 0 ? link.cost : steps[link.steps + link.flow - 1]
  }

  // MARK: search and blocking flow

  /// Sends every excess to a lack.
  mutating func drain(deadline: Deadline) -> Drained {
    while !sources.isEmpty {
      guard !deadline.hasPassed else { return .late }
      guard search() else { return .lost }
      for source in sources {
        while links[source].excess > 0, advance(from: source) {}
      }
      for index in 0..<touchedCount {
        let node = touched[index]
        labels[node].distance = PrimalDual.far
        labels[node].level = PrimalDual.unlabelled
      }
      sources.removeAll { [links] in links[$0].excess <= 0 }
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
    lacks.removeAll { [links] in links[$0].excess >= 0 }
    for lack in lacks {
      labels[lack].distance = 0
      labels[lack].level = 0
      touch(lack)
      buckets.add(lack, at: 0)
    }
    var waiting = sources.count
    while let (node, length) = buckets.next(upTo: limit) {
      guard labels[node].distance == length else { continue }
      if links[node].excess > 0 {
        waiting -= 1
        if waiting == 0 { limit = length }
      }
      expand(Int(node), length)
    }
    guard waiting == 0 else { return false }
    lowerPrices()
    return true
  }

  /// Lowers prices by how much nearer than the limit nodes are, and makes ready for blocking flow.
  private mutating func lowerPrices() {
    let (labels, levels, cursor, touched) = (labels, levels, cursor, touched)
    let limit = limit
    let firstOther = Int32(face.firstRequest)
    // Levels are cleared as far as they are met with.
    levelEnd = 0
    for index in 0..<touchedCount {
      let node = touched[index]
      let level = Int(labels[node].level)
      while levelEnd <= level {
        levels[levelEnd] = 0
        levelEnd += 1
      }
      levels[level] &+= 1
      let distance = Int(labels[node].distance)
      if distance < limit { labels[node].price -= limit - distance }
      cursor[node] = node < firstOther ? 0 : -1
    }
    let end = 2 * max(0, levelEnd - 1) + 64
    while levelEnd < end {
      levels[levelEnd] = 0
      levelEnd += 1
    }
    gap = Int32.max
    raises = touchedCount / PrimalDual.searchesForRaise
  }

  @inline(__always) private mutating func touch(_ node: Int32) {
    touched[touchedCount] = node
    touchedCount += 1
  }

  @inline(__always) private mutating func relax(_ node: Int, _ length: Int, from: Int32) {
    let distance = labels[node].distance
    guard length < Int(distance), length <= limit else { return }
    if distance == PrimalDual.far { touch(Int32(truncatingIfNeeded: node)) }
    labels[node].distance = Int32(truncatingIfNeeded: length)
    labels[node].level = from &+ 1
    buckets.add(Int32(truncatingIfNeeded: node), at: length)
  }

  /// Labels the nodes that have a residual link to a node.
  private mutating func expand(_ node: Int, _ length: Int) {
    let from = labels[node].level
    let base = length + labels[node].price
    if node < face.firstRequest {
      // From the slot it uses, which could let it go; from its request or group.
      let port = ports[node]
      if port.slot >= 0, port.bundleStart < port.bundleEnd {
        let slot = Int(port.slot)
        relax(slot, base - rows[port.row] - labels[slot].price, from: from)
      }
      let link = links[node]
      let above = Int(link.parent)
      if above >= face.firstSlot {
        expandDown(link, base, from)
      } else if link.flow < link.high {
        relax(above, base - labels[above].price, from: from)
      }
    } else if node < face.firstSlot {
      for day in days(of: node) where links[day].flow > links[day].low {
        relax(day, base - labels[day].price, from: from)
      }
      expandDown(links[node], base, from)
    } else if node < face.firstSupply {
      expandSlot(node, base, from)
      expandDown(links[node], base, from)
    } else {
      if node < face.root { expandDown(links[node], base, from) }
      var index = Int(childStart[node])
      let end = Int(childStart[node + 1])
      while index < end {
        let child = Int(children[index])
        let link = links[child]
        if link.flow < link.high {
          relax(child, base + next(link) - labels[child].price, from: from)
        }
        index &+= 1
      }
    }
  }

  /// The node above could take a unit back from a link.
  @inline(__always) private mutating func expandDown(
    _ link: NetworkFlow.Link, _ base: Int, _ from: Int32
  ) {
    guard link.flow > link.low else { return }
    let above = Int(link.parent)
    relax(above, base - last(link) - labels[above].price, from: from)
  }

  /// The ports that could use a slot.
  ///
  /// Those with the same bundles come together, and only when no slot before was as near. A port is
  /// reached from the slot that it uses, too: that is no way for a visit, but none ever gets there.
  private mutating func expandSlot(_ slot: Int, _ base: Int, _ from: Int32) {
    let (users, rows, reach) = (users, rows, reach)
    let (members, chainStart, labels) = (members, chainStart, labels)
    var index = Int(userStart[slot - face.firstSlot])
    let end = Int(userStart[slot - face.firstSlot + 1])
    while index < end {
      let user = users[index]
      index &+= 1
      let length = base &+ rows[user.row]
      let before = reach[user.chain]
      guard length < before else { continue }
      if before == Int.max {
        reached[reachedCount] = user.chain
        reachedCount &+= 1
      }
      reach[user.chain] = length
      var member = Int(chainStart[user.chain])
      let last = Int(chainStart[user.chain &+ 1])
      while member < last {
        let port = Int(members[member])
        relax(port, length &- labels[port].price, from: from)
        member &+= 1
      }
    }
  }
}
