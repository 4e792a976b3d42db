/// Chooses what to branch on, and looks for cuts before.
extension TierTree {
  /// Couplings that are tried before one is branched on.
  private static let mostCandidates = 8
  /// Couplings tried in a row that are no better than the best before.
  private static let mostMisses = 4
  /// Columns that a face is asked for when it is probed for cuts.
  private static let mostQuestions = 12
  /// Among them, columns remembered of other nodes: of each kind.
  private static let mostRemembered = 4

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
  ) -> Step {
    if heldValues.starts(with: bound) { ties += 1 }
    let values = optimum.values
    guard let choice = choose(node, face: face, at: optimum, ranges: ranges) else {
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
  /// A branch that has nothing left, or nothing as good as the plan held, counts as one that reaches it.
  private mutating func choose(
    _ node: Node, face: Face, at optimum: Relaxation.Optimum,
    ranges: [Int: ClosedRange<Double>]
  ) -> Choice? {
    let all = matrix.branchingColumns(optimum.values)
    let columns = all.filter { strong[$0] != nil } + all.filter { strong[$0] == nil }
    guard columns.count > 1, let narrowed = narrow(face.integer, node.decisions) else {
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
      func gain(of side: Relaxation.Optimum?) -> Double {
        guard let side, side.prices.bound <= held else { return most }
        return min(most, side.prices.exactBound - own)
      }
      var side = narrowed
      side.columnUpper[column] = floor
      let low = solved(side, tier: face.tier, from: optimum)
      side = narrowed
      side.columnLower[column] = floor + 1
      let high = solved(side, tier: face.tier, from: optimum)
      let gains = [gain(of: low), gain(of: high)].sorted()
      // What the poorer branch gains counts most.
      let score = gains[0] * 6 + gains[1]
      if gains[0] > 1e-6 { strong[column, default: 0] += 1 }
      if best.map({ score > $0.score + 1e-6 }) ?? true {
        best = (score, Choice(column: column, low: low, high: high))
        misses = 0
      } else {
        misses += 1
      }
      if gains[0] >= most - 1e-6 { break }
    }
    return best?.choice
  }

  /// The optimum of a branch; nil when it has nothing left or GLPK does not know.
  private mutating func solved(
    _ side: IntegerProgram, tier: Int, from optimum: Relaxation.Optimum
  ) -> Relaxation.Optimum? {
    let outcome = try? minimize(side, tier: tier, basis: optimum.basis, isDualFeasible: true)
    guard case .optimal(let found)? = outcome else { return nil }
    return found
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
  mutating func probe(
    _ face: Face, _ optimum: Relaxation.Optimum
  ) -> (hasCut: Bool, ranges: [Int: ClosedRange<Double>]) {
    var hasCut = false
    var basis = face.basis
    let columns = suspects(optimum.values).prefix(TierTree.mostQuestions)
    var ranges: [Int: ClosedRange<Double>] = [:]
    for column in columns { ranges[column] = optimum.values[column]...optimum.values[column] }
    for column in columns {
      let value = optimum.values[column]
      for sign in [1, -1] {
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
        let outcome = try? relaxation.minimize(face.integer, cost: cost, basis: basis)
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

  /// The couplings that are worth a question, best first: demands left in part, what both branches raised the
  /// tier by before, demands often left in part before, visits left in part.
  private func suspects(_ values: [Double]) -> [Int] {
    let open = matrix.branchingColumns(values)
    let demands = Set(matrix.fractionalDemands(values))
    func first(_ counts: [Int: Int]) -> ArraySlice<Int> {
      counts.filter { !demands.contains($0.key) }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        .prefix(TierTree.mostRemembered)
    }
    var columns = open.filter(demands.contains)
    columns += first(strong)
    columns += first(fractions)
    columns += open
    var known: Set<Int> = []
    return columns.filter { known.insert($0).inserted }
  }
}
