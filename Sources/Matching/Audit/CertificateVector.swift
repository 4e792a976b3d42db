/// A price, a cost or a bound: the force, then one component for each tier.
///
/// Components have 128 bits. Prices and scales are at most 2⁴⁰ and what they are multiplied by comes
/// from the lists and fits 64 bits, so a product stays below 2¹⁰⁵ and a sum of fewer than 2²²
/// of them below 2¹²⁷; no certificate can make them overflow.
struct CertificateVector: Hashable, Comparable {
  private(set) var components: [Int128]

  /// Zero in all components.
  init(width: Int) { components = Array(repeating: 0, count: width) }

  /// The components of a price.
  init(_ price: [Int]) { components = price.map { Int128($0) } }

  subscript(_ index: Int) -> Int128 {
    get { components[index] }
    set { components[index] = newValue }
  }

  /// Adds so many times another vector.
  mutating func add(_ other: CertificateVector, times: Int = 1) {
    let factor = Int128(times)
    for index in components.indices { components[index] += factor * other.components[index] }
  }

  /// The sum of two vectors.
  static func + (left: CertificateVector, right: CertificateVector) -> CertificateVector {
    var sum = left
    sum.add(right)
    return sum
  }

  /// Whether it lies below zero.
  var isNegative: Bool { components.first { $0 != 0 }.map { $0 < 0 } ?? false }

  /// The first component that differs decides.
  static func < (left: CertificateVector, right: CertificateVector) -> Bool {
    for index in left.components.indices where left.components[index] != right.components[index] {
      return left.components[index] < right.components[index]
    }
    return false
  }
}
