/// Flow along free ways, each node one level nearer to a lack than the one before.
extension PrimalDual {
  /// Whether a node is one level below another in the search and free to reach.
  @inline(__always) private mutating func isNext(_ node: Int, _ reduced: Int, _ from: Int32) -> Bool
  {
    guard reduced == 0 else { return false }
    let level = labels[node].level
    if isScanning {
      if level >= 0 { least = min(least, level) }
      return false
    }
    return level == from - 1
  }

  /// Sends flow along one path of free links; false when there is none.
  mutating func advance(from source: Int32) -> Bool {
    guard labels[source].level >= 0 else { return false }
    path[0] = Move(node: source, kind: .start, bundle: -1)
    pathCount = 1
    while pathCount > 0 {
      let node = Int(path[pathCount - 1].node)
      if excess[node] < 0 {
        push()
        return true
      }
      if labels[node].level < gap, let move = nextMove(node) {
        path[pathCount] = move
        pathCount += 1
        continue
      }
      raise(node)
      pathCount -= 1
      if pathCount == 0, labels[node].level >= 0 { pathCount = 1 }
    }
    return false
  }

  /// Raises the level of a node without a way on to one above its lowest free neighbour, or takes it
  /// out when there is none.
  private mutating func raise(_ node: Int) {
    let before = labels[node].level
    levels[before] -= 1
    if levels[before] == 0 { gap = min(gap, before) }
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
    guard least < gap - 1, Int(least) + 1 < levelEnd else { return }
    labels[node].level = least + 1
    levels[least + 1] += 1
  }

  /// The next free link out of a node; its cursor stays on it, since it may carry more.
  private mutating func nextMove(_ node: Int) -> Move? {
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

  @inline(__always) private mutating func moveUp(_ node: Int, _ from: Int32, _ own: Int) -> Move? {
    guard face.flow[node] < face.high[node] else { return nil }
    let above = Int(face.parent[node])
    guard isNext(above, next(node) + labels[above].price - own, from) else { return nil }
    return Move(node: Int32(above), kind: .up, bundle: -1)
  }

  private mutating func nextMove(ofPort port: Int, _ from: Int32, _ own: Int) -> Move? {
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
  private mutating func push() {
    let source = path[0].node
    let sink = path[pathCount - 1].node
    var amount = min(excess[source], -excess[sink])
    var below = Int(source)
    for index in 1..<max(1, pathCount) where amount > 1 {
      let move = path[index]
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
    for index in 1..<max(1, pathCount) {
      let move = path[index]
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
