/// Cuts from a relaxation's own prices (Chvátal and Gomory).
///
/// The prices that prove a bound are a combination of rows and of columns' bounds. Where the bound is no
/// whole number, each price is reduced to its fraction, and the combination is rounded down, side by side:
/// what comes of it holds for every integer solution and is broken by the relaxation's. Prices that have
/// nothing to do with each other are rounded apart, so that a region in which half a visit is left over does
/// not hide behind another one.
extension ProgramMatrix {
  /// The cuts that an optimum's prices give and that its values break.
  ///
  /// They hold everywhere, not only below the node that they were found in: nothing counts but the
  /// program's own rows, bounds and cuts.
  ///
  /// - Parameters:
  ///   - optimum: a relaxation's.
  ///   - narrowed: its program, with a node's bounds and the faces of tiers kept.
  /// - Returns: the cuts, each of a region of its own.
  /// - Complexity: O(entries of the program · log rows).
  func cuts(from optimum: Relaxation.Optimum, in narrowed: IntegerProgram) -> [Cut] {
    let scale = optimum.prices.scale
    guard scale > 1, let known = integer.cuts, !known.isFull, let parts else { return [] }
    // By row, in units of one over the scale: what it is multiplied by.
    var factors = [Int](repeating: 0, count: known.rows.upperBound)
    var sides = factors
    for row in factors.indices
    where optimum.prices.rows[row] % scale != 0 && !known.isLast(row) {
      // What a pin asks for is full in every plan: the column's own bound stands for it.
      if case .loosePin = parts.rows[row] { continue }
      let price = optimum.prices.rows[row]
      guard let side = price > 0 ? narrowed.rowLower[row] : narrowed.rowUpper[row] else { continue }
      let upper =
        known.rows.contains(row)
        ? known.uppers[row - known.rows.lowerBound] : integer.rowUpper[row]
      if upper == side {
        factors[row] = ProgramMatrix.remainder(-price, scale)
      } else if integer.rowLower[row] == side {
        factors[row] = -ProgramMatrix.remainder(price, scale)
      } else {
        continue
      }
      sides[row] = side
    }
    // Apart as far as may be; what is not broken then may be when wider regions are rounded together.
    for reach in [1, scale] {
      var regions = Regions(count: factors.count)
      for column in 0..<integer.columnCount
      where integer.columnUpper[column] > 0
        && (abs(optimum.prices.reduced[column]) < reach || optimum.values[column] > 1e-6)
      {
        var first = -1
        integer.forEachEntry(of: column) { row, _ in
          guard factors[row] != 0 else { return }
          if first < 0 { first = row } else { regions.join(first, row) }
        }
      }
      let cuts = rounded(
        factors, sides: sides, parts: parts, regions: &regions, values: optimum.values,
        scale: scale)
      if !cuts.isEmpty { return cuts }
    }
    return []
  }

  /// Rounds each region's combination down.
  private func rounded(
    _ factors: [Int], sides: [Int], parts: CutParts, regions: inout Regions, values: [Double],
    scale: Int
  ) -> [Cut] {
    struct Sum {
      var entries: [(column: Int, value: Int32)] = []
      var upper = 0
      var activity = 0.0
      var fits = true
      var proof: Proof.Cut
    }
    var sums: [Int: Sum] = [:]
    for row in factors.indices where factors[row] != 0 {
      let region = regions.root(of: row)
      var sum = sums[region] ?? Sum(proof: Proof.Cut(modulus: scale))
      sum.upper += factors[row] * sides[row]
      parts.add(factors[row], side: sides[row], of: parts.rows[row], to: &sum.proof)
      sums[region] = sum
    }
    guard !sums.isEmpty else { return [] }
    var own: [(region: Int, sum: Int)] = []
    for column in 0..<integer.columnCount {
      own.removeAll(keepingCapacity: true)
      integer.forEachEntry(of: column) { row, value in
        guard factors[row] != 0 else { return }
        let region = regions.root(of: row)
        if let place = own.firstIndex(where: { $0.region == region }) {
          own[place].sum += factors[row] * value
        } else {
          own.append((region, factors[row] * value))
        }
      }
      guard !own.isEmpty else { continue }
      let upper = integer.columnUpper[column]
      let isFull = upper > 0 && values[column] > Double(upper) - 1e-6
      for part in own {
        var sum = part.sum
        let rest = ProgramMatrix.remainder(-sum, scale)
        if isFull, rest > 0 {
          // The column's own bound makes up what rounding would take away.
          sum += rest
          sums[part.region]?.upper += rest * upper
          sums[part.region].map { old in
            var proof = old.proof
            parts.add(rest, upper: upper, of: parts.columns[column], to: &proof)
            sums[part.region]?.proof = proof
          }
        }
        let value = ProgramMatrix.floor(sum, scale)
        guard value != 0 else { continue }
        if let small = Int32(exactly: value) {
          sums[part.region]?.entries.append((column, small))
        } else {
          sums[part.region]?.fits = false
        }
        sums[part.region]?.activity += Double(value) * values[column]
      }
    }
    return sums.sorted { $0.key < $1.key }.compactMap { _, sum in
      let upper = ProgramMatrix.floor(sum.upper, scale)
      guard sum.fits, sum.activity > Double(upper) + 1e-4, abs(upper) <= 1 << 30 else { return nil }
      return Cut(entries: sum.entries, upper: upper, proof: sum.proof)
    }
  }

  private static func floor(_ value: Int, _ scale: Int) -> Int {
    (value - remainder(value, scale)) / scale
  }

  private static func remainder(_ value: Int, _ scale: Int) -> Int {
    let rest = value % scale
    return rest < 0 ? rest + scale : rest
  }
}

/// Rows that columns join.
private struct Regions {
  private var parents: [Int32]

  init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

  mutating func root(of row: Int) -> Int {
    var row = row
    while Int(parents[row]) != row {
      parents[row] = parents[Int(parents[row])]
      row = Int(parents[row])
    }
    return row
  }

  mutating func join(_ one: Int, _ other: Int) {
    let (left, right) = (root(of: one), root(of: other))
    parents[max(left, right)] = Int32(min(left, right))
  }
}
