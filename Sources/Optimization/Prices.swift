/// Integer prices of rows, in units of one over `scale`, with the exact lower bound they prove.
///
/// For any prices π and reduced costs d = scale·c − Aᵀπ, every solution x between its bounds has
/// scale·c·x = Σ d·x + Σ π·(row activity), so the sum of each term's smallest value is a bound:
/// weak duality, in integers, whatever the solver did.
struct Prices {
  /// By row.
  private(set) var rows: [Int]
  /// By column: d.
  private(set) var reduced: [Int]
  /// What one unit of cost is.
  let scale: Int
  /// Of the team visits to be priced here, by number: those for which that is not enough.
  private(set) var unpriced: [Int] = []
  /// The bound on scale · cost.
  private(set) var scaledBound: Int

  /// The bound on the cost itself, rounded up to the next integer.
  var bound: Int {
    let quotient = scaledBound / scale
    return quotient * scale < scaledBound ? quotient + 1 : quotient
  }

  /// The bound on the cost before it is rounded up, as far as a double tells.
  var exactBound: Double { Double(scaledBound) / Double(scale) }

  /// Rounds a solver's duals to integers over the smallest scale that suits them.
  ///
  /// - Parameters:
  ///   - duals: by row; 0 for those of which the solver was not told.
  ///   - cost: by column.
  ///   - program: the program with its bounds.
  ///   - idle: team visits whose own rows the solver does not know: they are priced here.
  init(duals: [Double], cost: [Int], program: IntegerProgram, pricing idle: [TeamVisit] = []) {
    let scale = Prices.commonScale(duals) ?? Prices.roughScale(cost)
    var rows = duals.map { Int(($0 * Double(scale)).rounded()) }
    // A price on a side where the row has no bound would prove nothing: such rounding noise goes.
    for row in rows.indices {
      if rows[row] > 0, program.rowLower[row] == nil { rows[row] = 0 }
      if rows[row] < 0, program.rowUpper[row] == nil { rows[row] = 0 }
    }
    var reduced = cost.map { $0 * scale }
    for column in 0..<program.columnCount {
      var value = reduced[column]
      program.forEachEntry(of: column) { row, coefficient in value -= coefficient * rows[row] }
      reduced[column] = value
    }
    for (number, visit) in idle.enumerated()
    where !visit.price(&rows, &reduced, upper: program.columnUpper) {
      unpriced.append(number)
    }
    var bound = 0
    for column in 0..<program.columnCount {
      let value = reduced[column]
      bound +=
        value > 0 ? value * program.columnLower[column] : value * program.columnUpper[column]
    }
    for row in rows.indices where rows[row] != 0 {
      let side = rows[row] > 0 ? program.rowLower[row] : program.rowUpper[row]
      bound += rows[row] * (side ?? 0)
    }
    self.scale = scale
    self.rows = rows
    self.reduced = reduced
    scaledBound = bound
  }

  /// The scale when no small one suits: as fine as the sums of costs allow.
  private static func roughScale(_ cost: [Int]) -> Int {
    let largest = cost.reduce(1) { max($0, abs($1)) }
    return max(1, min(1 << 16, (1 << 50) / largest))
  }

  /// The smallest scale in which all duals are whole numbers, found factor by factor; nil when it is
  /// large.
  private static func commonScale(_ duals: [Double]) -> Int? {
    var scale = 1
    for dual in duals where dual != 0 {
      func suits(_ factor: Int) -> Bool {
        let scaled = dual * Double(scale * factor)
        return abs(scaled - scaled.rounded()) < 1e-6
      }
      if suits(1) { continue }
      guard let factor = (2...64).first(where: suits), scale * factor <= 10_000 else { return nil }
      scale *= factor
    }
    return scale
  }
}
