/// Chooses what to branch on, and looks for cuts before.
extension TierTree {
  /// Couplings that are tried before one is branched on.
  private static let mostCandidates = 8
  /// Couplings tried in a row that are no better than the best before.
  private static let mostMisses = 4
  /// Columns that a face is asked for when it is probed for cuts.
  private static let mostQuestions = 8
  /// The smallest budget of relaxations with which questions are asked.
  private static let leastBudgetToAsk = 200

  /// A coupling to branch on, with the optima of both branches where they were solved to choose it.
  private struct Choice {
    var column: Int
    var low: Relaxation.Optimum?
    var high: Relaxation.Optimum?
  }

  /// The first tier in which a prefix is below the plan held; nil when it is equal so far.
  func gapTier(of prefix: [Int]) -> Int? {
    zip(prefix, heldValues).enumerated().first { $0.element.0 != $0.element.1 }?.offset
  }

  /// Splits a node in two by a coupling; `ranges` says of some how far they go at this bound.
  mutating func branch(
    _ node: Node, face: Face, at optimum: Relaxation.Optimum, bound: [Int],
    prices: [(component: Int, prices: LinkPrices)], ranges: [Int: ClosedRange<Double>] = [:]
  ) throws(SolverError) -> Step {
    if heldValues.starts(with: bound) { ties += 1 }
    let values = optimum.values
    guard let choice = try choose(node, face: face, at: optimum, ranges: ranges) else {
      // Fractions without a fractional coupling cannot be in a basic solution; never lose a node.
      unresolved.append(bound)
      return .closed
    }
    let column = choice.column
    let floor = Int(values[column].rounded(.down))
    let low = Decision(column: column, lower: 0, upper: floor)
    let high = Decision(
      column: column, lower: floor + 1, upper: matrix.integer.columnUpper[column])
    let first = proofNodes.count
    if let quantity = matrix.quantity(of: column) {
      proofNodes[node.proofIndex] = .branch(
        quantity, at: floor + 1, low: first, high: first + 1)
    }
    for (offset, side) in [(low, choice.low), (high, choice.high)].enumerated() {
      proofNodes.append(.leaf(Proof.Leaf(tierCount: program.tiers.count)))
      var own = Node(
        face: face, decisions: node.decisions + [side.0], bound: bound, basis: optimum.basis,
        prices: prices, proofIndex: first + offset)
      if let known = side.1 {
        own.basis = known.basis
        let better = face.values + [known.prices.bound]
        if bound.lexicographicallyPrecedes(better) {
          own.bound = better
          if face.isExact {
            own.prices = face.chain + [(face.tier + 1, matrix.linkPrices(known.prices))]
          }
        }
      }
      nodes.append(own)
    }
    return .branched
  }

  /// Chooses the coupling whose branches raise the tier most, by solving both branches of a few
  /// couplings.
  ///
  /// A branch that has nothing left, or nothing as good as the plan held, counts as one that reaches it; one of
  /// which GLPK says nothing gains nothing.
  private mutating func choose(
    _ node: Node, face: Face, at optimum: Relaxation.Optimum,
    ranges: [Int: ClosedRange<Double>]
  ) throws(SolverError) -> Choice? {
    let all = matrix.branchingColumns(optimum.values)
    let columns = all.filter(strong.contains) + all.filter { !strong.contains($0) }
    guard columns.count > 1, mayAsk, let narrowed = narrow(face.integer, node.decisions) else {
      return columns.first.map { Choice(column: $0) }
    }
    let held = heldValues[face.tier]
    let own = optimum.prices.exactBound
    let most = max(0.5, Double(held) - own)
    var best: (score: Double, choice: Choice)?
    var misses = 0
    for column in columns.prefix(TierTree.mostCandidates) where misses < TierTree.mostMisses {
      let floor = Int(optimum.values[column].rounded(.down))
      if let range = ranges[column], range.lowerBound < Double(floor) + 1e-6,
        range.upperBound > Double(floor) + 1 - 1e-6
      {
        // Neither branch gains anything.
        if best == nil { best = (0, Choice(column: column)) }
        continue
      }
      func gain(of side: Relaxation.Outcome?) -> Double {
        switch side {
        case .optimal(let side):
          side.prices.bound > held ? most : min(most, side.prices.exactBound - own)
        case .infeasible: most
        default: 0
        }
      }
      var side = narrowed
      side.columnUpper[column] = floor
      let low = try asked(side, tier: face.tier, from: optimum)
      side = narrowed
      side.columnLower[column] = floor + 1
      let high = try asked(side, tier: face.tier, from: optimum)
      let gains = [gain(of: low), gain(of: high)].sorted()
      // What the poorer branch gains counts most.
      let score = gains[0] * 6 + gains[1]
      if gains[0] > 1e-6 { strong.insert(column) }
      if best.map({ score > $0.score + 1e-6 }) ?? true {
        best = (score, Choice(column: column, low: low?.optimum, high: high?.optimum))
        misses = 0
      } else {
        misses += 1
      }
      if gains[0] >= most - 1e-6 { break }
    }
    return best?.choice
  }

  /// Whether a question may still be asked, besides the relaxations that the budget counts: as many as these,
  /// and none where these are so few that only a plan is wanted.
  private var mayAsk: Bool {
    budget >= TierTree.leastBudgetToAsk && solvesOfQuestions < budget
  }

  /// What there is in a branch; nil where GLPK does not know.
  private mutating func asked(
    _ side: IntegerProgram, tier: Int, from optimum: Relaxation.Optimum
  ) throws(SolverError) -> Relaxation.Outcome? {
    solvesOfQuestions += 1
    return try TierTree.unlessGLPK { () throws(SolverError) in
      try minimize(side, tier: tier, basis: optimum.basis, isDualFeasible: true)
    }
  }

  /// What a relaxation comes to; nil for GLPK's trouble with it, which only costs what it was asked for.
  static func unlessGLPK(
    _ solve: () throws(SolverError) -> Relaxation.Outcome
  ) throws(SolverError) -> Relaxation.Outcome? {
    do {
      return try solve()
    } catch {
      guard case .glpk = error else { throw error }
      return nil
    }
  }

  /// Looks for cuts of a face by asking it for as little and as much of a coupling as there can be.
  ///
  /// The prices of a tier may be whole numbers and have nothing to round, though no plan reaches them. Where
  /// a coupling has nothing but fractions on the tier's face, the prices that show how far it goes give a cut,
  /// which takes all of the face away.
  ///
  /// - Parameters:
  ///   - face: keeps the tier in which there is a gap.
  ///   - optimum: one of its solutions.
  /// - Returns: whether there is a cut, and how far the couplings asked for go, as far as was seen.
  /// - Throws: a fault of ours; not GLPK's trouble with a question.
  mutating func probe(
    _ face: Face, _ optimum: Relaxation.Optimum
  ) throws(SolverError) -> (hasCut: Bool, ranges: [Int: ClosedRange<Double>]) {
    var hasCut = false
    var basis = face.basis
    let columns = suspects(optimum.values).prefix(TierTree.mostQuestions)
    var ranges: [Int: ClosedRange<Double>] = [:]
    for column in columns { ranges[column] = optimum.values[column]...optimum.values[column] }
    questions: for column in columns {
      let value = optimum.values[column]
      for sign in [1, -1] where mayAsk {
        // Something whole that was seen is as far as a branch could ask for.
        if let range = ranges[column],
          sign > 0
            ? range.lowerBound < value.rounded(.down) + 1e-6
            : range.upperBound > value.rounded(.up) - 1e-6
        {
          continue
        }
        var cost = [Int](repeating: 0, count: face.integer.columnCount)
        cost[column] = sign
        solves += 1
        solvesOfQuestions += 1
        let outcome = try TierTree.unlessGLPK { () throws(SolverError) in
          try relaxation.minimize(face.integer, cost: cost, basis: basis)
        }
        if case .nothing? = outcome { break questions }
        guard case .optimal(let reached)? = outcome else { continue }
        basis = reached.basis
        for (column, range) in ranges {
          let value = reached.values[column]
          ranges[column] = min(range.lowerBound, value)...max(range.upperBound, value)
        }
        if cut(reached, in: face.integer) { hasCut = true }
      }
    }
    return (hasCut, ranges)
  }

  /// The couplings left in part, those that are worth a question first: demands, what both branches gained by
  /// before, visits.
  private func suspects(_ values: [Double]) -> [Int] {
    let open = matrix.branchingColumns(values)
    let demands = Set(matrix.fractionalDemands(values))
    let others = open.filter { !demands.contains($0) }
    return open.filter(demands.contains) + others.filter(strong.contains)
      + others.filter { !strong.contains($0) }
  }
}

extension Relaxation.Outcome {
  /// The optimum, if there is one.
  fileprivate var optimum: Relaxation.Optimum? {
    if case .optimal(let found) = self { found } else { nil }
  }
}
