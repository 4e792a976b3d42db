/// What is left of a program when some tiers are kept at their best values.
///
/// Prices whose bound equals the value of a tier fix its optimal face exactly: wherever a reduced
/// cost is not zero the column stands at its bound, wherever a price is not zero the row is tight.
/// A chain of faces, one for each tier kept, lets a branch go back to the first tier that it makes
/// worse instead of starting again.
final class Face: Sendable {
  /// The program, its bounds narrowed.
  let integer: IntegerProgram
  /// The tier to be minimised next.
  let tier: Int
  /// The values of the tiers before it, each minimised, constants left out.
  let values: [Int]
  /// Where the next solve begins.
  let basis: Basis
  /// The face before the last tier was kept; nil at the root.
  let previous: Face?
  /// The prices that kept the last tier; nil at the root.
  let kept: LinkPrices?
  /// Whether every tier kept so far has prices without a gap.
  let isExact: Bool

  init(
    integer: IntegerProgram, tier: Int, values: [Int], basis: Basis, previous: Face?,
    kept: LinkPrices?, isExact: Bool
  ) {
    self.integer = integer
    self.tier = tier
    self.values = values
    self.basis = basis
    self.previous = previous
    self.kept = kept
    self.isExact = isExact
  }

  /// The prices of all tiers kept, by component of the proof's vectors.
  var chain: [(component: Int, prices: LinkPrices)] {
    var parts: [(Int, LinkPrices)] = []
    var face: Face? = self
    while let current = face {
      if let kept = current.kept { parts.append((current.tier, kept)) }
      face = current.previous
    }
    return parts
  }

  /// The face of one tier more: all solutions of a narrowed program that cost as little as prices
  /// prove.
  ///
  /// - Parameters:
  ///   - narrowed: this face's program with the branch's bounds.
  ///   - prices: exact for `value`.
  ///   - value: the tier's value.
  ///   - basis: an optimal basis.
  ///   - link: the same prices, for the proof.
  /// - Returns: the next face.
  func keeping(
    _ narrowed: IntegerProgram, prices: Prices, value: Int, basis: Basis, link: LinkPrices
  ) -> Face {
    var integer = narrowed
    for column in 0..<integer.columnCount {
      if prices.reduced[column] > 0 {
        integer.columnUpper[column] = integer.columnLower[column]
      } else if prices.reduced[column] < 0 {
        integer.columnLower[column] = integer.columnUpper[column]
      }
    }
    for row in prices.rows.indices where prices.rows[row] != 0 {
      let side = prices.rows[row] > 0 ? integer.rowLower[row] : integer.rowUpper[row]
      if let side { integer.fixRow(row, at: side) }
    }
    return Face(
      integer: integer, tier: tier + 1, values: values + [value], basis: basis, previous: self,
      kept: link, isExact: isExact)
  }

  /// The face of a tier whose prices leave a gap: a row keeps its value, and reduced costs above
  /// the gap fix what they can.
  func keepingByRow(
    _ narrowed: IntegerProgram, prices: Prices, cost: [Int], value: Int, basis: Basis,
    link: LinkPrices
  ) -> Face {
    var integer = narrowed
    let gap = value * prices.scale - prices.scaledBound
    for column in 0..<integer.columnCount {
      if prices.reduced[column] > gap {
        integer.columnUpper[column] = integer.columnLower[column]
      } else if -prices.reduced[column] > gap {
        integer.columnLower[column] = integer.columnUpper[column]
      }
    }
    integer.addRow(coefficients: cost, lower: nil, upper: value)
    var basis = basis
    basis.rows.append(Basis.basic)
    return Face(
      integer: integer, tier: tier + 1, values: values + [value], basis: basis, previous: self,
      kept: link, isExact: false)
  }
}
