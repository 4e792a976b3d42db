/// Which ports may use which slots, those with the same bundles as one.
extension PrimalDual {
  /// Lists for each slot the chains of ports that the face lets use it.
  mutating func listUsers() {
    let slots = face.firstSupply - face.firstSlot
    let chains = chainPorts()
    let (ports, bundles, userStart) = (ports, bundles, userStart)
    let (members, chainStart) = (members, chainStart)
    let firstSlot = face.firstSlot
    userStart.fill(0)
    for chain in 0..<chains {
      let port = ports[members[chainStart[chain]]]
      for index in Int(port.bundleStart)..<Int(port.bundleEnd) {
        let bundle = bundles[index]
        var mask = bundle.mask
        while mask != 0 {
          let slot = Int(bundle.slot) &+ mask.trailingZeroBitCount &- firstSlot
          userStart[slot &+ 1] &+= 1
          mask &= mask &- 1
        }
      }
    }
    for slot in 0..<slots { userStart[slot + 1] += userStart[slot] }
    let total = Int(userStart[slots])
    if users.count < total {
      users.free()
      users = Column(repeating: User(chain: 0, row: 0), count: total)
    }
    let users = users
    for chain in (0..<chains).reversed() {
      let port = ports[members[chainStart[chain]]]
      for index in Int(port.bundleStart)..<Int(port.bundleEnd) {
        let bundle = bundles[index]
        var mask = bundle.mask
        while mask != 0 {
          let slot = Int(bundle.slot) &+ mask.trailingZeroBitCount &- firstSlot
          // From the end of each slot's part to its beginning, which the start then is.
          let place = userStart[slot &+ 1] &- 1
          userStart[slot &+ 1] = place
          users[place] = User(chain: Int32(truncatingIfNeeded: chain), row: bundle.row)
          mask &= mask &- 1
        }
      }
    }
    for slot in 0..<slots { userStart[slot] = userStart[slot + 1] }
    userStart[slots] = Int32(total)
    isListed = true
  }

  /// Puts ports with the same bundles into chains, by their first port; the result is the number of
  /// chains.
  ///
  /// Ports without bundles are in none.
  private func chainPorts() -> Int {
    let count = face.firstRequest
    let (ports, members, chainStart) = (ports, members, chainStart)
    var bits = 4
    while 1 << bits < 2 * count { bits += 1 }
    // By hash: a chain, and by chain: its first port; -1 for none.
    let table = Column(repeating: Int32(-1), count: 1 << bits)
    let leader = Column(repeating: Int32(-1), count: count)
    let chainOf = Column(repeating: Int32(-1), count: count)
    defer {
      for column in [table, leader, chainOf] { column.free() }
    }
    let hashes = Column<UInt64>(unset: count)
    defer { hashes.free() }
    let bundles = bundles
    SideBySide.run(count, pieces: SideBySide.pieces(bundles.count)) { _, range in
      for port in range { hashes[port] = PrimalDual.hash(ports[port], bundles) }
    }
    chainStart.fill(0)
    var chains: Int32 = 0
    for port in 0..<count {
      let own = ports[port]
      guard own.bundleStart < own.bundleEnd else { continue }
      var place = Int(hashes[port] >> UInt64(64 - bits))
      while table[place] >= 0, !isAlike(ports[leader[table[place]]], own) {
        place = (place &+ 1) & (1 << bits &- 1)
      }
      if table[place] < 0 {
        table[place] = chains
        leader[chains] = Int32(truncatingIfNeeded: port)
        chains &+= 1
      }
      let chain = table[place]
      chainOf[port] = chain
      chainStart[chain &+ 1] &+= 1
    }
    for chain in 0..<Int(chains) { chainStart[chain + 1] += chainStart[chain] }
    for port in 0..<count where chainOf[port] >= 0 {
      let chain = chainOf[port]
      members[chainStart[chain]] = Int32(truncatingIfNeeded: port)
      chainStart[chain] &+= 1
    }
    // Each start stands where the next chain begins now.
    for chain in (0..<Int(chains)).reversed() { chainStart[chain + 1] = chainStart[chain] }
    chainStart[0] = 0
    return Int(chains)
  }

  @inline(__always) private static func hash(
    _ port: NetworkFlow.Port, _ bundles: Column<Network.Bundle>
  ) -> UInt64 {
    var hash: UInt64 = 0
    for index in Int(port.bundleStart)..<Int(port.bundleEnd) {
      let bundle = bundles[index]
      let place = UInt64(UInt32(bitPattern: bundle.slot)) << 32 | UInt64(bundle.mask)
      let own = place &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(UInt32(bitPattern: bundle.row))
      // A sum of numbers that look drawn need not wait for the one before.
      hash &+= (own ^ own >> 31) &* 0xBF58_476D_1CE4_E5B9
    }
    return (hash ^ hash >> 29) &* 0x94D0_49BB_1331_11EB
  }

  @inline(__always) private func isAlike(
    _ left: NetworkFlow.Port, _ right: NetworkFlow.Port
  ) -> Bool {
    let bundles = bundles
    let count = left.bundleEnd - left.bundleStart
    guard count == right.bundleEnd - right.bundleStart else { return false }
    for offset in 0..<count {
      let one = bundles[left.bundleStart &+ offset]
      let two = bundles[right.bundleStart &+ offset]
      guard one.slot == two.slot, one.mask == two.mask, one.row == two.row else { return false }
    }
    return true
  }
}
