/// A probability as a fraction of whole numbers.
public struct Probability: Hashable, Sendable {
  /// Above the line, in 0...denominator.
  public let numerator: Int
  /// Below it, at least 1.
  public let denominator: Int

  /// Never.
  public static let zero = Probability(0, of: 1)

  /// A probability by its parts.
  ///
  /// - Precondition: `numerator` is in 0...`denominator`, and that is above 0.
  public init(_ numerator: Int, of denominator: Int) {
    precondition(denominator > 0 && (0...denominator).contains(numerator), "no probability")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Whether 64 bits, each of them as likely as not, fall into it; exact but for the 2⁻⁶⁴ to
  /// which the bits resolve it.
  func contains(_ bits: UInt64) -> Bool {
    UInt128(bits) * UInt128(denominator) < UInt128(numerator) << 64
  }
}
