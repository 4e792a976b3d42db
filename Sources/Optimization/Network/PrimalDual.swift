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
final class PrimalDual {
  let face: NetworkFlow
  let labels: Column<Label>
  let excess: Column<Int32>
  /// How far the blocking flow has looked through a node's links.
  private let cursor: Column<Int32>
  var linear: Column<Int>
  var rows: Column<Int>
  var stepStart: Column<Int32>
  var steps: Column<Int>
  var sources: [Int32] = []
  var lacks: [Int32] = []
  private var touched: [Int32] = []
  /// By slot: where its users begin.
  private let userStart: Column<Int32>
  private var users: Column<User>
  /// Whether `users` still says what the face does.
  var isListed = false
  private var buckets = Buckets()
  private var limit = Int(PrimalDual.far)
  private var path: [Move] = []
  /// How many nodes have each level, and the level that none has any more: what is above it is cut
  /// off from every lack.
  private var levels: [Int32] = []
  private var gap = Int32.max
  /// Levels that may yet be raised in this search.
  private var raises = 0
  private var isScanning = false
  private var least = Int32.max

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

  /// A port that may use a slot, and what by.
  private struct User {
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

  /// A step of an augmenting path.
  private struct Move {
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
  }

  deinit {
    labels.free()
    for column in [linear, rows, steps] { column.free() }
    for column in [excess, cursor, stepStart, userStart] { column.free() }
    users.free()
  }

  /// Solves for costs and narrows the face; false when the deadline came first.
  ///
  /// The flow is then no plan; its owner keeps the one before.
  func solve(_ costs: StageCosts, deadline: Deadline) -> Bool {
    let largest = costs.largest
    var shift = 0
    while largest >> shift > PrimalDual.narrow { shift += PrimalDual.scaleBits }
    for node in 0..<face.nodeCount { labels[node] = Label() }
    if !isListed { listUsers() }
    var isFirst = true
    while true {
      load(costs, shift: shift)
      settle(isFirst: isFirst)
      guard drain(deadline: deadline) else { return false }
      if shift == 0 { break }
      shift -= PrimalDual.scaleBits
      isFirst = false
      for node in 0..<face.nodeCount { labels[node].price <<= PrimalDual.scaleBits }
    }
    narrowFace()
    return true
  }

  /// The price of a node of the right side, the root's taken as zero.
  func price(of node: Int) -> Int { labels[node].price - labels[face.root].price }

  // MARK: costs

  private func load(_ costs: StageCosts, shift: Int) {
    for node in 0..<face.nodeCount { linear[node] = costs.linear[node] >> shift }
    rows.free()
    rows = Column(costs.rows.map { $0 >> shift })
    stepStart.fill(-1)
    var all: [Int] = []
    for node in costs.steps.keys.sorted() {
      stepStart[node] = Int32(all.count)
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
  private func drain(deadline: Deadline) -> Bool {
    while !sources.isEmpty {
      guard !deadline.hasPassed else { return false }
      search()
      for source in sources {
        while excess[source] > 0, advance(from: source) {}
      }
      for node in touched {
        labels[node].distance = PrimalDual.far
        labels[node].level = PrimalDual.unlabelled
      }
      sources.removeAll { excess[$0] <= 0 }
    }
    return true
  }

  /// Labels nodes with their distance to the nearest lack, until every excess has one, and lowers
  /// prices by it.
  private func search() {
    touched.removeAll(keepingCapacity: true)
    buckets.clear()
    limit = Int(PrimalDual.far) - 1
    lacks.removeAll { excess[$0] >= 0 }
    for lack in lacks {
      labels[lack].distance = 0
      labels[lack].level = 0
      cursor[lack] = firstCursor(Int(lack))
      touched.append(lack)
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
    assert(waiting == 0, "an excess without a way to a lack")
    var highest: Int32 = 0
    for node in touched { highest = max(highest, labels[node].level) }
    levels = Array(repeating: 0, count: 2 * Int(highest) + 64)
    for node in touched { levels[Int(labels[node].level)] += 1 }
    gap = Int32.max
    raises = touched.count / PrimalDual.searchesForRaise
    for node in touched where labels[node].distance < limit {
      labels[node].price -= limit - Int(labels[node].distance)
    }
  }

  @inline(__always) private func relax(_ node: Int, _ length: Int, from: Int32) {
    guard length < labels[node].distance, length <= limit else { return }
    if labels[node].distance == PrimalDual.far { touched.append(Int32(node)) }
    labels[node].distance = Int32(truncatingIfNeeded: length)
    labels[node].level = from + 1
    cursor[node] = firstCursor(node)
    buckets.add(Int32(node), at: length)
  }

  @inline(__always) private func firstCursor(_ node: Int) -> Int32 {
    if node < face.firstRequest { return face.bundleStart[node] }
    return -1
  }

  /// Labels the nodes that have a residual link to a node.
  private func expand(_ node: Int, _ length: Int) {
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
  @inline(__always) private func expandDown(_ node: Int, _ base: Int, _ from: Int32) {
    guard face.flow[node] > face.low[node] else { return }
    let above = Int(face.parent[node])
    relax(above, base - last(node) - labels[above].price, from: from)
  }

  /// The ports that could use a slot.
  private func expandSlot(_ slot: Int, _ base: Int, _ from: Int32) {
    let labels = labels
    let rows = rows
    let users = users
    var index = userStart[slot - face.firstSlot]
    let end = userStart[slot - face.firstSlot + 1]
    while index < end {
      let user = users[index]
      let length = base + rows[user.row] - labels[user.port].price
      if length < labels[user.port].distance, face.held[user.port].slot != slot {
        relax(Int(user.port), length, from: from)
      }
      index += 1
    }
  }

  /// Lists for each slot the ports that the face lets use it.
  private func listUsers() {
    let slots = face.firstSupply - face.firstSlot
    for slot in 0...slots { userStart[slot] = 0 }
    var total = 0
    for port in 0..<face.firstRequest {
      for index in face.bundleStart[port]..<face.bundleEnd[port] {
        let bundle = face.bundles[index]
        var mask = bundle.mask
        while mask != 0 {
          let slot = Int(bundle.slot) + mask.trailingZeroBitCount - face.firstSlot
          userStart[slot + 1] += 1
          total += 1
          mask &= mask - 1
        }
      }
    }
    for slot in 0..<slots { userStart[slot + 1] += userStart[slot] }
    if users.count < total {
      users.free()
      users = Column(repeating: User(port: 0, row: 0), count: total)
    }
    for port in (0..<face.firstRequest).reversed() {
      for index in face.bundleStart[port]..<face.bundleEnd[port] {
        let bundle = face.bundles[index]
        var mask = bundle.mask
        while mask != 0 {
          let slot = Int(bundle.slot) + mask.trailingZeroBitCount - face.firstSlot
          // From the end of each slot's part to its beginning, which the start then is.
          userStart[slot + 1] -= 1
          users[userStart[slot + 1]] = User(port: Int32(port), row: bundle.row)
          mask &= mask - 1
        }
      }
    }
    for slot in 0..<slots { userStart[slot] = userStart[slot + 1] }
    userStart[slots] = Int32(total)
    isListed = true
  }

  /// Whether a node is one level below another in the search and free to reach.
  @inline(__always) private func isNext(_ node: Int, _ reduced: Int, _ from: Int32) -> Bool {
    guard reduced == 0 else { return false }
    let level = labels[node].level
    if isScanning {
      if level >= 0 { least = min(least, level) }
      return false
    }
    return level == from - 1
  }

  /// Sends flow along one path of free links; false when there is none.
  private func advance(from source: Int32) -> Bool {
    guard labels[source].level >= 0 else { return false }
    path.removeAll(keepingCapacity: true)
    path.append(Move(node: source, kind: .start, bundle: -1))
    while let top = path.last {
      let node = Int(top.node)
      if excess[node] < 0 {
        push()
        return true
      }
      if labels[node].level < gap, let move = nextMove(node) {
        path.append(move)
        continue
      }
      raise(node)
      path.removeLast()
      if path.isEmpty, labels[node].level >= 0 {
        path.append(Move(node: source, kind: .start, bundle: -1))
      }
    }
    return false
  }

  /// Raises the level of a node without a way on to one above its lowest free neighbour, or takes it
  /// out when there is none.
  private func raise(_ node: Int) {
    let before = labels[node].level
    levels[Int(before)] -= 1
    if levels[Int(before)] == 0 { gap = min(gap, before) }
    labels[node].level = PrimalDual.unlabelled
    guard before < gap, raises > 0 else { return }
    raises -= 1
    cursor[node] = firstCursor(node)
    isScanning = true
    least = Int32.max
    labels[node].level = before
    _ = nextMove(node)
    labels[node].level = PrimalDual.unlabelled
    isScanning = false
    cursor[node] = firstCursor(node)
    guard least < gap - 1, Int(least) + 1 < levels.count else { return }
    labels[node].level = least + 1
    levels[Int(least) + 1] += 1
  }

  /// The next free link out of a node; its cursor stays on it, since it may carry more.
  private func nextMove(_ node: Int) -> Move? {
    let from = labels[node].level
    let own = labels[node].price
    if node < face.firstRequest { return nextMove(ofPort: node, from, own) }
    if node < face.firstSlot {
      let days = days(of: node)
      if cursor[node] < 0 { cursor[node] = 0 }
      while Int(cursor[node]) < days.count {
        let day = days.lowerBound + Int(cursor[node])
        if face.flow[day] < face.high[day], isNext(day, labels[day].price - own, from) {
          return Move(node: Int32(day), kind: .enter, bundle: -1)
        }
        cursor[node] += 1
      }
      return moveUp(node, from, own)
    }
    if node < face.firstSupply {
      if cursor[node] == -1 {
        if let move = moveUp(node, from, own) { return move }
        cursor[node] = face.firstHolder[node - face.firstSlot]
      }
      while cursor[node] >= 0 {
        let port = cursor[node]
        let cost = rows[face.held[port].row]
        if isNext(Int(port), labels[port].price - cost - own, from) {
          return Move(node: port, kind: .release, bundle: -1)
        }
        cursor[node] = face.held[port].next
      }
      return nil
    }
    if cursor[node] == -1 {
      if node < face.root, let move = moveUp(node, from, own) { return move }
      cursor[node] = 0
    }
    let first = face.childStart[node]
    let count = face.childStart[node + 1] - first
    while cursor[node] < count {
      let child = Int(face.children[first + cursor[node]])
      if face.flow[child] > face.low[child],
        isNext(child, labels[child].price - last(child) - own, from)
      {
        return Move(node: Int32(child), kind: .down, bundle: -1)
      }
      cursor[node] += 1
    }
    return nil
  }

  @inline(__always) private func moveUp(_ node: Int, _ from: Int32, _ own: Int) -> Move? {
    guard face.flow[node] < face.high[node] else { return nil }
    let above = Int(face.parent[node])
    guard isNext(above, next(node) + labels[above].price - own, from) else { return nil }
    return Move(node: Int32(above), kind: .up, bundle: -1)
  }

  private func nextMove(ofPort port: Int, _ from: Int32, _ own: Int) -> Move? {
    let end = face.bundleEnd[port]
    while cursor[port] < end {
      let bundle = face.bundles[cursor[port]]
      let cost = rows[bundle.row] - own
      var mask = bundle.mask
      while mask != 0 {
        let slot = Int(bundle.slot) + mask.trailingZeroBitCount
        if isNext(slot, cost + labels[slot].price, from) {
          return Move(node: Int32(slot), kind: .take, bundle: cursor[port])
        }
        mask &= mask - 1
      }
      cursor[port] += 1
    }
    guard face.isDay(port) else { return moveUp(port, from, own) }
    let request = Int(face.parent[port])
    guard face.flow[port] > face.low[port], isNext(request, labels[request].price - own, from)
    else {
      return nil
    }
    return Move(node: Int32(request), kind: .leave, bundle: -1)
  }

  /// Sends along the path what its narrowest link lets through.
  private func push() {
    guard let source = path.first?.node, let sink = path.last?.node else { return }
    var amount = min(excess[source], -excess[sink])
    var below = Int(source)
    for move in path.dropFirst() where amount > 1 {
      let node = Int(move.node)
      switch move.kind {
      case .up where stepStart[below] < 0:
        amount = min(amount, face.high[below] - face.flow[below])
      case .down where stepStart[node] < 0:
        amount = min(amount, face.flow[node] - face.low[node])
      default: amount = 1
      }
      below = node
    }
    below = Int(source)
    for move in path.dropFirst() {
      let node = Int(move.node)
      switch move.kind {
      case .start: break
      case .take: face.hold(Int32(below), slot: move.node, bundle: move.bundle)
      case .release:
        if cursor[below] == move.node { cursor[below] = face.held[move.node].next }
        face.release(move.node)
      case .up: face.flow[below] += amount
      case .down: face.flow[node] -= amount
      case .enter: face.flow[node] += 1
      case .leave: face.flow[below] -= 1
      }
      below = node
    }
    excess[source] -= amount
    excess[sink] += amount
  }
}
