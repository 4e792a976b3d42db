/// Looks for good plans below a relaxation, apart from the tree.
extension TierTree {
  /// Dives that are made wherever the tree is to branch.
  private static let firstDives = 3
  /// Relaxations that the tree solves between two later dives.
  private static let solvesBetweenDives = 50
  /// Rounds of one dive at most.
  private static let rounds = 60

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
  mutating func dive(
    from optimum: Relaxation.Optimum, in integer: IntegerProgram, tier: Int
  ) -> Bool {
    guard dives < TierTree.firstDives || solves >= nextDive else { return true }
    dives += 1
    let before = solves
    defer {
      solvesOfDives += solves - before
      nextDive = solves + TierTree.solvesBetweenDives
    }
    var fixed = integer
    var optimum = optimum
    var share = 3
    for _ in 0..<TierTree.rounds {
      let open = matrix.fractionalCouplings(optimum.values)
      guard !open.isEmpty else { return true }
      var next = fixed
      // What is whole stays so, or every round would open others.
      for column in matrix.fullCouplings(optimum.values) {
        next.columnLower[column] = max(next.columnLower[column], 1)
      }
      for coupling in open.prefix(max(1, open.count / share)) {
        next.columnLower[coupling.column] = coupling.rounded
        next.columnUpper[coupling.column] = coupling.rounded
      }
      let outcome: Relaxation.Outcome
      do {
        outcome = try minimize(next, tier: tier, basis: optimum.basis, isDualFeasible: true)
      } catch {
        return true
      }
      switch outcome {
      case .optimal(let found):
        fixed = next
        optimum = found
        if let whole = matrix.integral(found.values) {
          offer(whole)
        } else {
          offerRounded(found.values)
        }
      case .infeasible:
        // Too many at once, or the first one the wrong way.
        guard open.count / share > 1 else { return true }
        share *= 4
      case .nothing: return false
      }
    }
    return true
  }
}
