/// A price, a cost or a bound: the force, then one component for each tier.
///
/// Components have 128 bits, and no certificate can make them overflow. Lists hold fewer than 2²⁴
/// rows with numbers of at most 2²⁰ (`ListFiles`). A price is at most 2⁶⁰ and is paid at most 2²⁰
/// times by each of the 21 · 2²⁴ sessions of resources, less often by anything else: below 2¹¹⁰
/// together. A scale is at most 2⁴⁰, and what it multiplies comes to less than 2⁷⁰ in a week. What
/// cuts add is looked at before it is added, and stays below 2¹²⁰ (`CertificateCuts`).
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
  mutating func add(_ other: CertificateVector, times: Int = 1) { add(other, by: Int128(times)) }

  /// Adds another vector times a factor.
  mutating func add(_ other: CertificateVector, by factor: Int128) {
    for index in components.indices { components[index] += factor * other.components[index] }
  }

  /// The sum of two vectors.
  static func + (left: CertificateVector, right: CertificateVector) -> CertificateVector {
    var sum = left
    sum.add(right)
    return sum
  }

  /// The largest absolute value of a component.
  var largest: Int128 { components.reduce(0) { max($0, abs($1)) } }

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
