/// Where each component of a cost vector lies in a packed cost.
///
/// A component gets as many bits as its values on simple paths need, with room for the sums and
/// differences that a shortest-path search compares; so comparing packed costs compares the vectors,
/// though a total over a whole plan need not fit.
struct TierPacking: Sendable {
  private struct Field {
    var limb: Int
    var shift: Int
    var width: Int
  }

  private let fields: [Field]
  /// How many limbs are used; at least 1.
  let limbCount: Int

  /// Bits of a limb that fields may use: one is for the sign, one is spare.
  static let limbBits = 126

  /// A packing for components whose values on simple paths stay within some bounds.
  ///
  /// - Parameter ranges: by component, most important first; the largest absolute value of a simple
  ///   path's cost. nil when a single component is too wide for a limb.
  init?(ranges: [Int]) {
    var fields: [Field] = []
    var limb = 0
    var used = 0
    // Fields are laid from the least important up, so that limbs fill from the low end.
    for range in ranges.reversed() {
      guard range >= 0, range < 1 << 56 else { return nil }
      // Potentials and distances are sums of up to five path costs, compared by differences.
      let width = range == 0 ? 0 : (Int.bitWidth - (16 * range).leadingZeroBitCount) + 1
      if used + width > TierPacking.limbBits {
        limb += 1
        used = 0
      }
      fields.append(Field(limb: limb, shift: used, width: width))
      used += width
    }
    limbCount = limb + 1
    // Limbs are written most significant first.
    self.fields = fields.reversed().map {
      Field(limb: limb - $0.limb, shift: $0.shift, width: $0.width)
    }
  }

  /// Packs a vector.
  func pack<Cost: KernelCost>(_ vector: [Int]) -> Cost {
    var limbs = [Int128](repeating: 0, count: Cost.limbCount)
    let offset = Cost.limbCount - limbCount
    for (value, field) in zip(vector, fields) where value != 0 {
      limbs[field.limb + offset] += Int128(value) << Int128(field.shift)
    }
    return Cost(limbs: limbs)
  }

  /// The number of components.
  var componentCount: Int { fields.count }

  /// Unpacks a vector.
  func unpack<Cost: KernelCost>(_ cost: Cost) -> [Int] {
    var limbs = cost.limbs
    let offset = Cost.limbCount - limbCount
    var vector = [Int](repeating: 0, count: fields.count)
    for component in fields.indices.reversed() {
      let field = fields[component]
      guard field.width > 0 else { continue }
      let limb = field.limb + offset
      // What lies below is taken out already: the field's own part is the nearest balanced residue.
      let lifted = limbs[limb] >> Int128(field.shift)
      let modulus = Int128(1) << Int128(field.width)
      var residue = lifted & (modulus - 1)
      if residue >= modulus >> 1 { residue -= modulus }
      vector[component] = Int(residue)
      limbs[limb] -= residue << Int128(field.shift)
    }
    return vector
  }
}
