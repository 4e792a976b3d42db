/// Which ports may use which slots, those with the same bundles as one.
extension PrimalDual {
  /// Lists for each slot the ports that the face lets use it, those with the same bundles once.
  mutating func listUsers() {
    let slots = face.firstSupply - face.firstSlot
    let leads = chainPeers()
    defer { leads.free() }
    for slot in 0...slots { userStart[slot] = 0 }
    var total = 0
    for port in 0..<face.firstRequest where leads[port] {
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
    for port in (0..<face.firstRequest).reversed() where leads[port] {
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

  /// Chains ports with the same bundles; the result says which ports lead a chain.
  private mutating func chainPeers() -> Column<Bool> {
    let ports = face.firstRequest
    let leads = Column(repeating: false, count: ports)
    var bits = 4
    while 1 << bits < 2 * ports { bits += 1 }
    // By hash: the last port of a chain.
    let table = Column(repeating: Int32(-1), count: 1 << bits)
    defer { table.free() }
    for port in 0..<ports {
      peer[port] = -1
      guard face.bundleStart[port] < face.bundleEnd[port] else { continue }
      var hash: UInt64 = 0
      for index in face.bundleStart[port]..<face.bundleEnd[port] {
        let bundle = face.bundles[index]
        hash = (hash ^ UInt64(truncatingIfNeeded: Int(bundle.slot))) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ UInt64(bundle.mask)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ UInt64(truncatingIfNeeded: Int(bundle.row))) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 29
      }
      let place = Int(hash >> UInt64(64 - bits))
      let last = table[place]
      table[place] = Int32(port)
      if last >= 0, isAlike(Int(last), port) {
        peer[last] = Int32(port)
      } else {
        // Where two kinds of ports meet in the table, a chain ends early: no harm but its cost.
        leads[port] = true
      }
    }
    return leads
  }

  private func isAlike(_ left: Int, _ right: Int) -> Bool {
    let start = face.bundleStart[left]
    let other = face.bundleStart[right]
    let count = face.bundleEnd[left] - start
    guard count == face.bundleEnd[right] - other else { return false }
    for offset in 0..<count {
      let one = face.bundles[start + offset]
      let two = face.bundles[other + offset]
      guard one.slot == two.slot, one.mask == two.mask, one.row == two.row else { return false }
    }
    return true
  }
}
