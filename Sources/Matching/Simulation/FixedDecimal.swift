/// Fractions as decimals of a fixed number of places, by integers alone: the same text everywhere.
public enum FixedDecimal {
  /// A fraction's decimal, rounded to the nearest, halves away from zero.
  ///
  /// - Parameters:
  ///   - numerator: above the line.
  ///   - denominator: below it, at least 1.
  ///   - places: digits after the point, in 0...9.
  /// - Returns: such as `1.45` or `-0.50`; nothing is lost as long as 2 · 10ᵖ · numerator fits into
  ///   128 bits.
  public static func text(_ numerator: Int128, over denominator: Int128, places: Int) -> String {
    precondition(denominator > 0 && (0...9).contains(places), "no decimal of that form")
    var scale: Int128 = 1
    for _ in 0..<places { scale *= 10 }
    let size = numerator < 0 ? -numerator : numerator
    let rounded = (2 * size * scale + denominator) / (2 * denominator)
    let sign = numerator < 0 && rounded > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(rounded)" }
    let digits = String(rounded % scale)
    let zeros = String(repeating: "0", count: places - digits.count)
    return "\(sign)\(rounded / scale).\(zeros)\(digits)"
  }
}
