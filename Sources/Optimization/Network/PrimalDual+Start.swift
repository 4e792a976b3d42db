extension PrimalDual {
  /// Sets prices and takes back flow until no residual link gains.
  mutating func settle(isFirst: Bool) {
    let face = face
    if isFirst {
      // From the root down, each node as dear as its link's next unit makes it.
      for node in (face.firstPool..<face.root).reversed() { settleFirst(node) }
      for node in (face.firstSupply..<face.firstPool) { settleFirst(node) }
      for node in (face.firstSlot..<face.firstSupply) { settleFirst(node) }
    }
    for node in face.firstSlot..<face.root { settleLink(node) }
    let isFlat = isFirst && isFlat
    for port in 0..<face.firstRequest { settlePort(port, isFlat: isFlat) }
    for node in face.firstRequest..<face.firstSlot { settleRequest(node) }
    sources.removeAll(keepingCapacity: true)
    lacks.removeAll(keepingCapacity: true)
    for node in 0..<face.nodeCount {
      if excess[node] > 0 { sources.append(Int32(node)) }
      if excess[node] < 0 { lacks.append(Int32(node)) }
    }
  }

  /// Whether nothing costs anything on the way of a visit: most tiers price where it is not made.
  private var isFlat: Bool {
    for row in 0..<rows.count where rows[row] != 0 { return false }
    for node in face.firstSlot..<face.firstPool where labels[node].price != 0 { return false }
    return true
  }

  private func settleFirst(_ node: Int) {
    let above = labels[Int(face.parent[node])].price
    if face.flow[node] < face.high[node] {
      labels[node].price = above + next(node)
    } else if face.flow[node] > face.low[node] {
      labels[node].price = above + last(node)
    } else {
      labels[node].price = above
    }
  }

  /// Fills or empties a link whose price says so.
  private func settleLink(_ node: Int) {
    let above = Int(face.parent[node])
    let gap = labels[node].price - labels[above].price
    let before = face.flow[node]
    while face.flow[node] < face.high[node], next(node) < gap {
      face.flow[node] = stepStart[node] < 0 ? face.high[node] : face.flow[node] + 1
    }
    while face.flow[node] > face.low[node], last(node) > gap {
      face.flow[node] = stepStart[node] < 0 ? face.low[node] : face.flow[node] - 1
    }
    let change = face.flow[node] - before
    excess[node] -= change
    excess[above] += change
  }

  /// The least that a port's way on costs.
  @inline(__always) private func cheapest(_ port: Int) -> Int {
    var best = Int.max
    let bundles = face.bundles
    let rows = rows
    let labels = labels
    var index = face.bundleStart[port]
    let end = face.bundleEnd[port]
    while index < end {
      let bundle = bundles[index]
      let cost = rows[bundle.row]
      var mask = bundle.mask
      while mask != 0 {
        let slot = Int(bundle.slot) + mask.trailingZeroBitCount
        best = min(best, cost + labels[slot].price)
        mask &= mask - 1
      }
      index += 1
    }
    return best
  }

  private func settlePort(_ port: Int, isFlat: Bool) {
    var best: Int
    if isFlat {
      best = face.bundleStart[port] < face.bundleEnd[port] ? 0 : Int.max
    } else {
      best = cheapest(port)
    }
    let isDay = face.isDay(port)
    if !isDay, face.low[port] < face.high[port] {
      best = min(best, linear[port] + labels[Int(face.parent[port])].price)
    }
    if best == Int.max { best = 0 }
    labels[port].price = best
    // What is fixed stays, whatever the prices say.
    if face.held[port].slot >= 0, face.bundleStart[port] < face.bundleEnd[port] {
      let slot = Int(face.held[port].slot)
      if rows[face.held[port].row] + labels[slot].price > best {
        face.release(Int32(port))
        excess[port] += 1
        excess[slot] -= 1
      }
    }
    if !isDay { emptyUnmet(port) }
  }

  /// Takes unmet visits back that cost more than making them.
  private func emptyUnmet(_ node: Int) {
    let group = Int(face.parent[node])
    let change = face.flow[node] - face.low[node]
    guard change > 0, linear[node] + labels[group].price > labels[node].price else { return }
    face.flow[node] -= change
    excess[node] += change
    excess[group] -= change
  }

  private func settleRequest(_ node: Int) {
    var best = Int.max
    if face.low[node] < face.high[node] {
      best = linear[node] + labels[Int(face.parent[node])].price
    }
    let days = days(of: node)
    for day in days where face.low[day] < face.high[day] { best = min(best, labels[day].price) }
    if best == Int.max { best = 0 }
    labels[node].price = best
    for day in days where face.flow[day] > face.low[day] && labels[day].price > best {
      face.flow[day] -= 1
      excess[node] += 1
      excess[day] -= 1
    }
    emptyUnmet(node)
  }

  func days(of node: Int) -> Range<Int> {
    face.daysOfRequest[node - face.firstRequest]
  }
}
