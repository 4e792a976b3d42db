extension PrimalDual {
  /// Fixes every link and bundle whose reduced cost is not zero.
  mutating func narrowFace() {
    for node in face.firstSlot..<face.root { narrowLink(node) }
    for request in face.firstRequest..<face.firstSlot {
      narrowLink(request)
      for day in days(of: request) where labels[day].price != labels[request].price {
        face.low[day] = face.flow[day]
        face.high[day] = face.flow[day]
      }
    }
    let isEven = isEven
    for port in 0..<face.firstRequest {
      if !face.isDay(port) { narrowLink(port) }
      if !isEven || face.low[port] == face.high[port] { narrowPort(port) }
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
  private func narrowLink(_ node: Int) {
    let gap = labels[node].price - labels[Int(face.parent[node])].price
    let flow = face.flow[node]
    let start = stepStart[node]
    if start < 0 {
      if linear[node] != gap {
        face.low[node] = flow
        face.high[node] = flow
      }
      return
    }
    var high = flow
    while high < face.high[node], steps[start + high] == gap { high += 1 }
    var low = flow
    while low > face.low[node], steps[start + low - 1] == gap { low -= 1 }
    face.low[node] = low
    face.high[node] = high
  }

  private mutating func narrowPort(_ port: Int) {
    let begin = face.bundleStart[port]
    var end = begin
    var options = 0
    let isEmpty = face.held[port].slot < 0
    // A port whose way in is closed stays as it is: unused, or used without fail.
    let isClosed = face.low[port] == face.high[port]
    var isHeldFree = false
    for index in begin..<face.bundleEnd[port] where !(isEmpty && isClosed) {
      var bundle = face.bundles[index]
      let cost = rows[bundle.row] - labels[port].price
      var mask = bundle.mask
      while mask != 0 {
        let bit = mask & (~mask + 1)
        let slot = Int(bundle.slot) + bit.trailingZeroBitCount
        if cost + labels[slot].price != 0 {
          bundle.mask &= ~bit
          isListed = false
        }
        mask &= mask - 1
      }
      guard bundle.mask != 0 else { continue }
      options += bundle.mask.nonzeroBitCount
      if face.held[port].bundle == index {
        let bit = UInt32(1) << UInt32(face.held[port].slot - bundle.slot)
        isHeldFree = bundle.mask & bit != 0
        face.held[port].bundle = end
      }
      face.bundles[end] = bundle
      end += 1
    }
    if !isEmpty, begin < face.bundleEnd[port], !isHeldFree || isClosed && options == 1 {
      face.unchain(Int32(port))
      face.low[port] = face.flow[port]
      face.high[port] = face.flow[port]
      end = begin
    }
    if end < face.bundleEnd[port] { isListed = false }
    face.bundleEnd[port] = end
  }
}
