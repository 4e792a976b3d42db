extension PrimalDual {
  /// Fixes every link and bundle whose reduced cost is not zero.
  mutating func narrowFace() {
    for node in face.firstSlot..<face.root { narrowLink(node) }
    for request in face.firstRequest..<face.firstSlot {
      narrowLink(request)
      for day in days(of: request) where labels[day].price != labels[request].price {
        links[day].low = links[day].flow
        links[day].high = links[day].flow
      }
    }
    for port in 0..<face.firstRequest where !face.isDay(port) { narrowLink(port) }
    narrowPorts()
  }

  /// Takes the slots from ports that no best plan uses them for.
  private mutating func narrowPorts() {
    let isEven = isEven
    let narrowing = Narrowing(
      links: links, ports: ports, bundles: bundles, labels: labels, rows: rows)
    let (links, ports) = (links, ports)
    let pieces = SideBySide.pieces(bundles.count)
    let isNarrowed = Column(repeating: false, count: pieces)
    // Slots are let go afterwards, since ports stand in chains there.
    let isLetGo = Column(repeating: false, count: ports.count)
    defer {
      for column in [isNarrowed, isLetGo] { column.free() }
    }
    SideBySide.run(ports.count, pieces: pieces) { piece, range in
      var isOwnNarrowed = false
      for port in range where !isEven || links[port].low == links[port].high {
        isLetGo[port] = narrowing.narrow(port, &isOwnNarrowed)
      }
      isNarrowed[piece] = isOwnNarrowed
    }
    for piece in 0..<pieces where isNarrowed[piece] { isListed = false }
    for port in 0..<ports.count where isLetGo[port] {
      face.unchain(Int32(port))
      links[port].low = links[port].flow
      links[port].high = links[port].flow
    }
  }

  /// Whether ports and what they use cost nothing, and ports are as dear as the root.
  private var isEven: Bool {
    for row in 0..<rows.count where rows[row] != 0 { return false }
    let root = labels[face.root].price
    for node in 0..<face.firstSupply where labels[node].price != root { return false }
    return true
  }

  /// The range in which a link's units cost exactly what the prices say.
  private mutating func narrowLink(_ node: Int) {
    let gap = labels[node].price - labels[Int(links[node].parent)].price
    let flow = links[node].flow
    let start = links[node].steps
    if start < 0 {
      if links[node].cost != gap {
        links[node].low = flow
        links[node].high = flow
      }
      return
    }
    var high = flow
    while high < links[node].high, steps[start + high] == gap { high += 1 }
    var low = flow
    while low > links[node].low, steps[start + low - 1] == gap { low -= 1 }
    links[node].low = low
    links[node].high = high
  }

  /// What narrowing a port looks at.
  private struct Narrowing: Sendable {
    let links: Column<NetworkFlow.Link>
    let ports: Column<NetworkFlow.Port>
    let bundles: Column<Network.Bundle>
    let labels: Column<Label>
    let rows: Column<Int>

    /// Takes slots from a port; whether it is to let go of the one it uses, which is settled.
    @inline(__always) func narrow(_ port: Int, _ isNarrowed: inout Bool) -> Bool {
      let own = ports[port]
      let isEmpty = own.slot < 0
      // A port whose way in is closed stays as it is: unused, or used without fail.
      let isClosed = links[port].low == links[port].high
      let price = labels[port].price
      let isHeldFree =
        !isEmpty && rows[own.row] &+ labels[own.slot].price == price
      let last = Int(own.bundleEnd)
      var index = Int(own.bundleStart)
      var end = index
      if isEmpty && isClosed { index = last }
      // One, or more than one.
      var options = 0
      while index < last {
        let bundle = bundles[index]
        let wanted = price &- rows[bundle.row]
        var left = bundle.mask
        var mask = bundle.mask
        repeat {
          let slot = Int(bundle.slot) &+ mask.trailingZeroBitCount
          let rest = mask & (mask &- 1)
          if labels[slot].price != wanted { left &= ~(mask ^ rest) }
          mask = rest
        } while mask != 0
        if left != 0 {
          options &+= left & (left &- 1) == 0 ? 1 : 2
          if own.bundle == Int32(truncatingIfNeeded: index) {
            ports[port].bundle = Int32(truncatingIfNeeded: end)
          }
          if end < index || left != bundle.mask {
            bundles[end] = Network.Bundle(slot: bundle.slot, mask: left, row: bundle.row)
            isNarrowed = isNarrowed || left != bundle.mask
          }
          end &+= 1
        }
        index &+= 1
      }
      let isLetGo =
        !isEmpty && own.bundleStart < own.bundleEnd && (!isHeldFree || isClosed && options == 1)
      if isLetGo { end = Int(own.bundleStart) }
      if end < last { isNarrowed = true }
      ports[port].bundleEnd = Int32(truncatingIfNeeded: end)
      return isLetGo
    }
  }
}
