/// A cost vector packed into one number, so that adding and comparing are those of the vectors.
protocol KernelCost: Comparable, Sendable {
  static var zero: Self { get }
  /// The number of 126-bit limbs a vector may use.
  static var limbCount: Int { get }
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  /// A cost by its limbs, most significant first.
  init(limbs: [Int128])
  /// The limbs, most significant first.
  var limbs: [Int128] { get }
}

/// One limb is enough for most towns. Sums stay inside by the packing's ranges, but the checked
/// operators cost little here and would rather stop than be wrong.
extension Int128: KernelCost {
  static var limbCount: Int { 1 }

  init(limbs: [Int128]) { self = limbs[0] }

  var limbs: [Int128] { [self] }
}

/// Two limbs that add without carry: each holds its own tiers exactly.
struct WideCost: KernelCost, Hashable {
  var high: Int128
  var low: Int128

  static let zero = WideCost(high: 0, low: 0)
  static var limbCount: Int { 2 }

  init(high: Int128, low: Int128) {
    self.high = high
    self.low = low
  }

  init(limbs: [Int128]) { self.init(high: limbs[0], low: limbs[1]) }

  var limbs: [Int128] { [high, low] }

  static func + (left: WideCost, right: WideCost) -> WideCost {
    WideCost(high: left.high + right.high, low: left.low + right.low)
  }

  static func - (left: WideCost, right: WideCost) -> WideCost {
    WideCost(high: left.high - right.high, low: left.low - right.low)
  }

  static func < (left: WideCost, right: WideCost) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}
