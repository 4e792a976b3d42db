import ThreeLists

/// What a leaf's prices and costs say of a place in a session, its leading components in one number each: of two
/// sums of them the smaller has the smaller vector.
///
/// A component has as many bits as tell any two of its values apart, however the parts of a sum are chosen, so that
/// components after it never add up to one of it. Those that do not fit in the number are for the vectors to tell.
struct CertificateKeys: Sendable {
  /// For each resource and session (resource · 21 + session), the price of a place, of its resource, its
  /// unit, and the tier `prompt`.
  let slots: [Int]
  /// How many leading components the numbers tell.
  let components: Int
  private let choice: Int
  private let continuity: Int
  private let distance: Int

  /// The bits of a number that leave room for its sign and for a sum.
  static let mostBits = 62

  /// The numbers of a leaf.
  ///
  /// - Parameters:
  ///   - leaf: prices and scales.
  ///   - mostChosen: the length of the longest choice that a need has.
  ///   - bits: the bits that may be used, at most ``mostBits``.
  init(_ leaf: CertificateLeaf, mostChosen: Int, bits: Int = mostBits) {
    precondition(bits <= CertificateKeys.mostBits, "sums of keys fit")
    let width = leaf.width
    func unit(_ tier: TierName, _ most: Int) -> (vector: CertificateVector, most: Int128) {
      var vector = CertificateVector(width: width)
      leaf.add(1, of: tier, to: &vector)
      return (vector, Int128(most))
    }
    let prompt = unit(.prompt, 20)
    let costs = [
      prompt, unit(.choice, mostChosen), unit(.continuity, 1),
      unit(.distance, CertificateKeys.farthest),
    ]
    var shifts = Array(repeating: 0, count: width)
    var left = bits
    var told = 0
    while told < width {
      func largest(_ row: [Int128]) -> Int128 {
        stride(from: told, to: row.count, by: width).reduce(0) { max($0, abs(row[$1])) }
      }
      var most = largest(leaf.resourceCosts) + largest(leaf.sessionPrices)
      for cost in costs { most += cost.most * abs(cost.vector[told]) }
      let own = Int128.bitWidth - (2 * most).leadingZeroBitCount
      guard own <= left else { break }
      left -= own
      shifts[told] = left
      told += 1
    }
    components = told
    func key(_ component: (Int) -> Int128) -> Int {
      (0..<told).reduce(0) { $0 + Int(component($1)) << shifts[$1] }
    }
    // The key of a cost that no pair has may be too long; it is never counted then.
    let costKeys = costs.map { cost in key { cost.vector[$0] } }
    (choice, continuity, distance) = (costKeys[1], costKeys[2], costKeys[3])
    var slots = Array(repeating: 0, count: leaf.sessionStarts.count)
    for resource in 0..<slots.count / 21 {
      let own = key { leaf.resourceCosts[resource * width + $0] }
      for session in 0..<21 {
        let start = leaf.sessionStarts[resource * 21 + session]
        let price = start < 0 ? 0 : key { leaf.sessionPrices[start + $0] }
        slots[resource * 21 + session] = own + price + session * costKeys[0]
      }
    }
    self.slots = slots
  }

  /// The largest distance there is.
  private static let farthest = 4

  /// What a place costs on account of how far somebody's home is.
  @inline(__always)
  func place(distance level: UInt8) -> Int { Int(level) * distance }

  /// What a place costs on account of who fills it.
  @inline(__always)
  func place(_ cost: CertificateNeed.PlaceCost) -> Int {
    cost.choice * choice + cost.continuity * continuity + cost.distance * distance
  }
}
