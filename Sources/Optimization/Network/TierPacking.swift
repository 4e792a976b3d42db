/// Where each component of a cost vector lies in a packed cost of one or several limbs.
///
/// A component gets as many bits as its sums on simple paths need, with room for the differences
/// that are compared; so comparing packed path costs, limb after limb, compares the vectors, though a
/// total over a whole plan need not fit.
struct TierPacking: Sendable {
  private struct Field {
    var limb: Int
    var shift: Int
    var width: Int
  }

  private let fields: [Field]
  /// How many limbs are used; at least 1.
  let limbCount: Int
  /// For each limb, the number of components that end with it or before it.
  let componentsThrough: [Int]

  /// The number of components.
  var componentCount: Int { fields.count }

  /// A packing for components whose sums on simple paths stay within some bounds; nil when a single
  /// component is too wide for a limb.
  ///
  /// - Parameters:
  ///   - ranges: by component, most important first; the largest absolute value of a path's cost.
  ///   - limbBits: bits of a limb that fields may use.
  init?(ranges: [Int], limbBits: Int) {
    var fields: [Field] = []
    var limb = 0
    var used = 0
    // Fields are laid from the most important down, each limb as full as it gets.
    for range in ranges {
      guard range >= 0, range < 1 << 56 else { return nil }
      let width = range == 0 ? 0 : Int.bitWidth - (16 * range).leadingZeroBitCount + 1
      guard width <= limbBits else { return nil }
      if used + width > limbBits {
        limb += 1
        used = 0
      }
      used += width
      fields.append(Field(limb: limb, shift: 0, width: width))
    }
    limbCount = limb + 1
    var shifts = [Int](repeating: 0, count: limbCount)
    for index in fields.indices.reversed() {
      fields[index].shift = shifts[fields[index].limb]
      shifts[fields[index].limb] += fields[index].width
    }
    self.fields = fields
    componentsThrough = (0...limb).map { last in fields.count { $0.limb <= last } }
  }

  /// Packs a vector into limbs, most significant first.
  func pack(_ vector: [Int]) -> [Int128] {
    var limbs = [Int128](repeating: 0, count: limbCount)
    for (value, field) in zip(vector, fields) where value != 0 {
      limbs[field.limb] += Int128(value) << Int128(field.shift)
    }
    return limbs
  }

  /// Unpacks limbs, most significant first; limbs that are left out count as zero.
  func unpack(_ packed: [Int128]) -> [Int] {
    var limbs = packed
    var vector = [Int](repeating: 0, count: fields.count)
    for (component, field) in fields.enumerated().reversed() {
      guard field.width > 0, field.limb < limbs.count else { continue }
      // What lies below is taken out already: the field's own part is the nearest residue.
      let modulus = Int128(1) << Int128(field.width)
      var residue = (limbs[field.limb] >> Int128(field.shift)) & (modulus - 1)
      if residue >= modulus >> 1 { residue -= modulus }
      vector[component] = Int(residue)
      limbs[field.limb] -= residue << Int128(field.shift)
    }
    return vector
  }
}
