/// Looks for good plans below a relaxation, apart from the tree.
extension TierTree {
  /// Dives that are made wherever the tree is to branch.
  private static let firstDives = 2
  /// Relaxations that the tree solves between two later dives.
  private static let solvesBetweenDives = 50
  /// Relaxations of one dive at most.
  private static let rounds = 60
  /// The part of the open couplings that is fixed at a time, to begin with.
  private static let firstShare = 3

  /// Fixes a relaxation's couplings at whole numbers, a part of those that are left at a time, and offers
  /// what comes of it.
  ///
  /// What is found is only ever a plan to compare with, so a dive may fail. Each way of serving the coupled
  /// demands is dived from once.
  ///
  /// - Parameters:
  ///   - optimum: the relaxation's.
  ///   - integer: its program.
  ///   - tier: the tier it minimises.
  /// - Returns: false when the time ran out.
  /// - Throws: a fault of ours; GLPK's trouble only ends the dive.
  mutating func dive(
    from optimum: Relaxation.Optimum, in integer: IntegerProgram, tier: Int
  ) throws(SolverError) -> Bool {
    guard dives[tier, default: 0] < TierTree.firstDives || solves >= nextDive else { return true }
    dives[tier, default: 0] += 1
    let before = solves
    defer {
      solvesOfDives += solves - before
      nextDive = solves + TierTree.solvesBetweenDives
    }
    var fixed = integer
    var optimum = optimum
    // What a plan that is worth the dive costs at least.
    var goal = optimum.prices.bound
    var share = TierTree.firstShare
    var round = 0
    while round < TierTree.rounds {
      let open = matrix.fractionalCouplings(optimum.values)
      guard let first = open.first else { return true }
      var next = fixed
      // What is whole stays so, or every round would open others.
      for column in matrix.fullCouplings(optimum.values) {
        next.columnLower[column] = max(next.columnLower[column], 1)
      }
      let some = open.prefix(max(1, open.count / share))
      var ways: [IntegerProgram] = [next.fixing(some.map { ($0.column, $0.rounded) })]
      if some.count == 1 {
        let value = optimum.values[first.column]
        let other = Double(first.rounded) > value ? first.rounded - 1 : first.rounded + 1
        ways.append(next.fixing([(first.column, other)]))
      }
      var best: (way: IntegerProgram, optimum: Relaxation.Optimum)?
      for way in ways {
        round += 1
        let outcome = try TierTree.unlessGLPK { () throws(SolverError) in
          try minimize(way, tier: tier, basis: optimum.basis, isDualFeasible: true)
        }
        guard let outcome else { return true }
        if case .nothing = outcome { return false }
        guard case .optimal(let found) = outcome else { continue }
        if best.map({ found.prices.bound < $0.optimum.prices.bound }) ?? true {
          best = (way, found)
        }
        if found.prices.bound <= goal { break }
      }
      // Too many at once, or all of them the wrong way.
      if some.count > 1, best.map({ $0.optimum.prices.bound > goal }) ?? true {
        share *= 4
        continue
      }
      guard let best else { return true }
      fixed = best.way
      optimum = best.optimum
      goal = max(goal, optimum.prices.bound)
      if let whole = matrix.integral(optimum.values) {
        offer(whole)
      } else {
        offerRounded(optimum.values)
      }
    }
    return true
  }
}

extension IntegerProgram {
  /// The same program with some columns at given values.
  fileprivate func fixing(_ columns: [(column: Int, value: Int)]) -> IntegerProgram {
    var fixed = self
    for (column, value) in columns {
      fixed.columnLower[column] = value
      fixed.columnUpper[column] = value
    }
    return fixed
  }
}
