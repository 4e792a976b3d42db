/// The generator SplitMix64: numbers that follow from a seed, the same on every machine.
///
/// Source: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. The
/// state grows by the golden ratio in 64 bits; two multiplications and three shifts mix it.
public struct SplitMix64: Hashable, Sendable {
  private var state: UInt64

  /// A generator at the beginning of a seed's sequence.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below a bound, each with the same chance: draws at or past the largest multiple of
  /// the bound are thrown away.
  ///
  /// - Precondition: the bound is above 0.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "no number is below \(bound)")
    let bound = UInt64(bound)
    let end = UInt64.max - UInt64.max % bound
    while true {
      let number = next()
      if number < end { return Int(number % bound) }
    }
  }
}
