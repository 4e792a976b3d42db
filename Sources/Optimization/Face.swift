/// What is left of a program when some tiers are kept at their best values.
///
/// Prices whose bound equals the value of a tier fix its optimal face exactly: wherever a reduced
/// cost is not zero the column stands at its bound, wherever a price is not zero the row is tight.
/// A chain of faces, one for each tier kept, lets a branch go back to the first tier that it makes
/// worse instead of starting again.
final class Face {
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
  /// The row that keeps the last tier; nil when prices do, and at the root.
  let keptRow: Int?
  /// Whether every tier kept so far has prices without a gap.
  let isExact: Bool

  init(
    integer: IntegerProgram, tier: Int, values: [Int], basis: Basis, previous: Face?,
    kept: LinkPrices?, keptRow: Int?, isExact: Bool
  ) {
    self.integer = integer
    self.tier = tier
    self.values = values
    self.basis = basis
    self.previous = previous
    self.kept = kept
    self.keptRow = keptRow
    self.isExact = isExact
  }

  /// The basis at which the last tier was best, for the face before.
  var basisBefore: Basis {
    var basis = basis
    if keptRow != nil { basis.rows.removeLast() }
    return basis
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

  /// The face of one tier more: the solutions of a narrowed program that keep its value.
  ///
  /// - Parameters:
  ///   - narrowed: this face's program with the branch's bounds.
  ///   - cost: the tier's.
  ///   - value: the tier's value; no plan has less.
  ///   - prices: what proves it, exactly or with a gap.
  ///   - basis: an optimal basis.
  ///   - link: the same prices, for the proof.
  /// - Returns: the next face; exact only when the prices leave no gap.
  func keeping(
    _ narrowed: IntegerProgram, cost: [Int], value: Int, prices: Prices, basis: Basis,
    link: LinkPrices
  ) -> Face {
    var integer = narrowed
    var basis = basis
    let hasRow = integer.keep(cost, at: value, by: prices, isBest: true)
    if hasRow { basis.rows.append(Basis.basic) }
    return Face(
      integer: integer, tier: tier + 1, values: values + [value], basis: basis, previous: self,
      kept: link, keptRow: hasRow ? integer.rowCount - 1 : nil, isExact: isExact && !hasRow)
  }
}
