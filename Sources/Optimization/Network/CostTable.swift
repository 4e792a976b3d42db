/// The costs of a network's arcs as packed limbs, each distinct vector once.
struct CostTable: Sendable {
  let packing: TierPacking
  /// By limb, most significant first: the limb of each distinct cost.
  private(set) var limbs: [[Int128]]
  private var known: [[Int]: Int32] = [:]

  /// Index of the cost of nothing.
  static let nothing: Int32 = 0

  init(_ packing: TierPacking) {
    self.packing = packing
    limbs = Array(repeating: [], count: packing.limbCount)
    _ = index(of: [Int](repeating: 0, count: packing.componentCount))
  }

  /// The index of a vector's cost.
  mutating func index(of vector: [Int]) -> Int32 {
    if let index = known[vector] { return index }
    let index = Int32(limbs[0].count)
    for (limb, value) in packing.pack(vector).enumerated() { limbs[limb].append(value) }
    known[vector] = index
    return index
  }
}
