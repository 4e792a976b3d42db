/// Flow along free ways, each node one level nearer to a lack than the one before.
extension PrimalDual {
  /// Sends flow along one path of free links; false when there is none.
  mutating func advance(from source: Int32) -> Bool {
    guard labels[source].level >= 0 else { return false }
    path[0] = Move(node: source, kind: .start, bundle: -1)
    pathCount = 1
    while pathCount > 0 {
      let node = Int(path[pathCount - 1].node)
      if links[node].excess < 0 {
        push()
        return true
      }
      look = Look()
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
  ///
  /// The look through its links has met the neighbours from where it began; what a port looked
  /// through before is looked at again.
  private mutating func raise(_ node: Int) {
    let before = labels[node].level
    levels[before] -= 1
    if levels[before] == 0 { gap = min(gap, before) }
    labels[node].level = PrimalDual.unlabelled
    guard before < gap, raises > 0 else { return }
    raises -= 1
    if node < face.firstRequest {
      _ = lookThrough(port: node, from: 0, to: look.begin, for: PrimalDual.noLevel)
      cursor[node] = 0
    } else {
      if look.begin != -1 {
        look = Look()
        cursor[node] = -1
        _ = nextMove(node, from: PrimalDual.noLevel)
      }
      cursor[node] = -1
    }
    let least = look.least
    guard least < gap - 1, Int(least) + 1 < levelEnd else { return }
    labels[node].level = least + 1
    levels[least + 1] += 1
  }

  /// Whether a node is one level below another in the search and free to reach.
  @inline(__always) private mutating func isNext(_ node: Int, _ reduced: Int, _ from: Int32) -> Bool
  {
    guard reduced == 0 else { return false }
    let level = labels[node].level
    if level == from &- 1 { return true }
    if level >= 0 { look.least = min(look.least, level) }
    return false
  }

  @inline(__always) private mutating func nextMove(_ node: Int) -> Move? {
    nextMove(node, from: labels[node].level)
  }

  /// The next free link out of a node; its cursor stays on it, since it may carry more.
  private mutating func nextMove(_ node: Int, from: Int32) -> Move? {
    if node < face.firstRequest { return nextMove(ofPort: node, from) }
    let own = labels[node].price
    look.begin = cursor[node]
    if node < face.firstSlot {
      let days = days(of: node)
      if cursor[node] < 0 { cursor[node] = 0 }
      while Int(cursor[node]) < days.count {
        let day = days.lowerBound + Int(cursor[node])
        if links[day].flow < links[day].high, isNext(day, labels[day].price - own, from) {
          return Move(node: Int32(day), kind: .enter, bundle: -1)
        }
        cursor[node] += 1
      }
      return moveUp(node, from, own)
    }
    if node < face.firstSupply {
      var port = cursor[node]
      if port == -1 {
        if let move = moveUp(node, from, own) { return move }
        port = firstHolder[node - face.firstSlot]
      }
      while port >= 0 {
        let holder = ports[port]
        if isNext(Int(port), labels[port].price - rows[holder.row] - own, from) {
          cursor[node] = port
          return Move(node: port, kind: .release, bundle: -1)
        }
        port = holder.next
      }
      cursor[node] = port
      return nil
    }
    var place = Int(cursor[node])
    if place == -1 {
      if node < face.root, let move = moveUp(node, from, own) { return move }
      place = 0
    }
    let first = Int(childStart[node])
    let count = Int(childStart[node + 1]) - first
    while place < count {
      let child = Int(children[first + place])
      let link = links[child]
      if link.flow > link.low, isNext(child, labels[child].price - last(link) - own, from) {
        cursor[node] = Int32(truncatingIfNeeded: place)
        return Move(node: Int32(truncatingIfNeeded: child), kind: .down, bundle: -1)
      }
      place &+= 1
    }
    cursor[node] = Int32(truncatingIfNeeded: place)
    return nil
  }

  @inline(__always) private mutating func moveUp(
    _ node: Int, _ from: Int32, _ own: Int
  ) -> Move? {
    let link = links[node]
    guard link.flow < link.high else { return nil }
    let above = Int(link.parent)
    guard isNext(above, next(link) + labels[above].price - own, from) else { return nil }
    return Move(node: link.parent, kind: .up, bundle: -1)
  }

  private mutating func nextMove(ofPort port: Int, _ from: Int32) -> Move? {
    let count = ports[port].bundleEnd - ports[port].bundleStart
    look.begin = cursor[port]
    if let slot = lookThrough(port: port, from: look.begin, to: count, for: from &- 1) {
      return Move(node: slot, kind: .take, bundle: ports[port].bundleStart + cursor[port])
    }
    cursor[port] = count
    let own = labels[port].price
    guard face.isDay(port) else { return moveUp(port, from, own) }
    let request = Int(links[port].parent)
    guard links[port].flow > links[port].low, isNext(request, labels[request].price - own, from)
    else {
      return nil
    }
    return Move(node: Int32(request), kind: .leave, bundle: -1)
  }

  /// Looks through some of a port's bundles for a free slot of a level, on which its cursor then
  /// stays, and for the lowest level on the way; the slot, or nil.
  @inline(__always) private mutating func lookThrough(
    port: Int, from begin: Int32, to end: Int32, for level: Int32
  ) -> Int32? {
    let (bundles, rows, labels) = (bundles, rows, labels)
    let first = Int(ports[port].bundleStart)
    let own = labels[port].price
    var least = look.least
    var index = first &+ Int(begin)
    let last = first &+ Int(end)
    while index < last {
      let bundle = bundles[index]
      let wanted = own &- rows[bundle.row]
      var mask = bundle.mask
      while mask != 0 {
        let slot = Int(bundle.slot) &+ mask.trailingZeroBitCount
        mask &= mask &- 1
        guard labels[slot].price == wanted else { continue }
        let met = labels[slot].level
        if met == level {
          cursor[port] = Int32(truncatingIfNeeded: index &- first)
          return Int32(truncatingIfNeeded: slot)
        }
        if met >= 0, met < least { least = met }
      }
      index &+= 1
    }
    look.least = least
    return nil
  }

  /// Sends along the path what its narrowest link lets through.
  private mutating func push() {
    let source = path[0].node
    let sink = path[pathCount - 1].node
    var amount = min(links[source].excess, -links[sink].excess)
    var below = Int(source)
    for index in 1..<max(1, pathCount) where amount > 1 {
      let move = path[index]
      let node = Int(move.node)
      switch move.kind {
      case .up where links[below].steps < 0:
        amount = min(amount, links[below].high - links[below].flow)
      case .down where links[node].steps < 0:
        amount = min(amount, links[node].flow - links[node].low)
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
        if cursor[below] == move.node { cursor[below] = ports[move.node].next }
        face.release(move.node)
      case .up: links[below].flow += amount
      case .down: links[node].flow -= amount
      case .enter: links[node].flow += 1
      case .leave: links[below].flow -= 1
      }
      below = node
    }
    links[source].excess -= amount
    links[sink].excess += amount
  }
}
