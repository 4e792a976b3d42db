/// What prices decide for good about solutions that cost no more than a value.
extension IntegerProgram {
  /// Fixes every column whose reduced cost is beyond the gap between value and bound.
  mutating func fixColumns(by prices: Prices, gap: Int) {
    for column in 0..<columnCount {
      if prices.reduced[column] > gap {
        columnUpper[column] = columnLower[column]
      } else if -prices.reduced[column] > gap {
        columnLower[column] = columnUpper[column]
      }
    }
  }

  /// Keeps a tier at a value: by its optimal face when the prices leave no gap, else by a row.
  ///
  /// - Parameters:
  ///   - cost: by column.
  ///   - value: of the cost: of a plan held, or a bound that one reaches.
  ///   - prices: an optimum's.
  ///   - isBest: whether no plan has less, though the prices do not say so.
  /// - Returns: whether a row was added.
  mutating func keep(_ cost: [Int], at value: Int, by prices: Prices, isBest: Bool) -> Bool {
    let gap = value * prices.scale - prices.scaledBound
    fixColumns(by: prices, gap: gap)
    guard gap == 0 else {
      addRow(coefficients: cost, lower: isBest ? value : nil, upper: value)
      return true
    }
    // Every solution left has zero slack wherever a price is: no row is needed for the tier.
    for row in prices.rows.indices where prices.rows[row] != 0 {
      let side = prices.rows[row] > 0 ? rowLower[row] : rowUpper[row]
      if let side { fixRow(row, at: side) }
    }
    return false
  }
}
