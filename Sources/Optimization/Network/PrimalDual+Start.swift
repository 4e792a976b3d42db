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
    if !isFlat { priceWays() }
    for port in 0..<face.firstRequest { settlePort(port, isFlat: isFlat) }
    for node in face.firstRequest..<face.firstSlot { settleRequest(node) }
    sources.removeAll(keepingCapacity: true)
    lacks.removeAll(keepingCapacity: true)
    for node in 0..<face.nodeCount {
      if links[node].excess > 0 { sources.append(Int32(node)) }
      if links[node].excess < 0 { lacks.append(Int32(node)) }
    }
  }

  /// Whether nothing costs anything on the way of a visit: most tiers price where it is not made.
  private var isFlat: Bool {
    for row in 0..<rows.count where rows[row] != 0 { return false }
    for node in face.firstSlot..<face.firstPool where labels[node].price != 0 { return false }
    return true
  }

  private mutating func settleFirst(_ node: Int) {
    let above = labels[Int(links[node].parent)].price
    if links[node].flow < links[node].high {
      labels[node].price = above + next(node)
    } else if links[node].flow > links[node].low {
      labels[node].price = above + last(node)
    } else {
      labels[node].price = above
    }
  }

  /// Fills or empties a link whose price says so.
  private mutating func settleLink(_ node: Int) {
    let above = Int(links[node].parent)
    let gap = labels[node].price - labels[above].price
    let before = links[node].flow
    while links[node].flow < links[node].high, next(node) < gap {
      links[node].flow = links[node].steps < 0 ? links[node].high : links[node].flow + 1
    }
    while links[node].flow > links[node].low, last(node) > gap {
      links[node].flow = links[node].steps < 0 ? links[node].low : links[node].flow - 1
    }
    let change = links[node].flow - before
    links[node].excess -= change
    links[above].excess += change
  }

  /// Makes each port as dear as the cheapest of its slots; as dear as can be where it has none.
  private func priceWays() {
    let (bundles, rows, labels, ports) = (bundles, rows, labels, ports)
    SideBySide.run(ports.count, pieces: SideBySide.pieces(bundles.count)) { _, range in
      for port in range {
        var best = Int.max
        var index = Int(ports[port].bundleStart)
        let end = Int(ports[port].bundleEnd)
        while index < end {
          let bundle = bundles[index]
          let cost = rows[bundle.row]
          var mask = bundle.mask
          while mask != 0 {
            let slot = Int(bundle.slot) &+ mask.trailingZeroBitCount
            best = min(best, cost &+ labels[slot].price)
            mask &= mask &- 1
          }
          index &+= 1
        }
        labels[port].price = best
      }
    }
  }

  private mutating func settlePort(_ port: Int, isFlat: Bool) {
    var best: Int
    if isFlat {
      best = ports[port].bundleStart < ports[port].bundleEnd ? 0 : Int.max
    } else {
      best = labels[port].price
    }
    let isDay = face.isDay(port)
    if !isDay, links[port].low < links[port].high {
      best = min(best, links[port].cost + labels[Int(links[port].parent)].price)
    }
    if best == Int.max { best = 0 }
    labels[port].price = best
    // What is fixed stays, whatever the prices say.
    if ports[port].slot >= 0, ports[port].bundleStart < ports[port].bundleEnd {
      let slot = Int(ports[port].slot)
      if rows[ports[port].row] + labels[slot].price > best {
        face.release(Int32(port))
        links[port].excess += 1
        links[slot].excess -= 1
      }
    }
    if !isDay { emptyUnmet(port) }
  }

  /// Takes unmet visits back that cost more than making them.
  private mutating func emptyUnmet(_ node: Int) {
    let group = Int(links[node].parent)
    let change = links[node].flow - links[node].low
    guard change > 0, links[node].cost + labels[group].price > labels[node].price else { return }
    links[node].flow -= change
    links[node].excess += change
    links[group].excess -= change
  }

  private mutating func settleRequest(_ node: Int) {
    var best = Int.max
    if links[node].low < links[node].high {
      best = links[node].cost + labels[Int(links[node].parent)].price
    }
    let days = days(of: node)
    for day in days where links[day].low < links[day].high { best = min(best, labels[day].price) }
    if best == Int.max { best = 0 }
    labels[node].price = best
    for day in days where links[day].flow > links[day].low && labels[day].price > best {
      links[day].flow -= 1
      links[node].excess += 1
      links[day].excess -= 1
    }
    emptyUnmet(node)
  }

  func days(of node: Int) -> Range<Int> {
    face.daysOfRequest[node - face.firstRequest]
  }
}
