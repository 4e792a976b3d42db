/// Asks faces whether they have anything left, when GLPK has found nothing on them.
extension TierTree {
  /// How often a face is asked for a node's decisions.
  private static let mostQuestions = 3

  /// Whether a face has solutions that keep a node's decisions.
  enum Reach {
    /// It has, and here is a basis of one.
    case reached(Basis)
    /// It has none, and here are the prices that show how near the last decision they come.
    case outOfReach(Prices)
    /// GLPK does not know.
    case unknown
    case outOfTime
  }

  /// Asks a face for as much of a node's last decision as there can be: all other decisions are kept by
  /// the optimum of the node's parent.
  mutating func reach(_ node: Node, on face: Face) throws(SolverError) -> Reach {
    var basis = node.basis
    // Without the last decision there was something, unless a cut found since took it away; or columns
    // were lacking, which the questions bring.
    for _ in 0..<TierTree.mostQuestions {
      if let known = try reach(node, on: face, from: &basis) { return known }
    }
    return .unknown
  }

  /// The same from a basis; nil when it may be asked once more, from the basis then held.
  private mutating func reach(
    _ node: Node, on face: Face, from basis: inout Basis
  ) throws(SolverError) -> Reach? {
    for count in node.decisions.indices.reversed() {
      let last = node.decisions[count]
      guard var narrowed = narrow(face.integer, Array(node.decisions.prefix(count))) else {
        continue
      }
      // What is at or beyond the decision is all the same.
      let column = last.column
      let rises = last.lower > narrowed.columnLower[column]
      let goal = rises ? last.lower : last.upper
      var cost = [Int](repeating: 0, count: narrowed.columnCount)
      cost[column] = rises ? -1 : 1
      if rises { narrowed.columnUpper[column] = min(narrowed.columnUpper[column], goal) }
      let reached = try reach(narrowed, cost: cost, goal: rises ? -goal : goal, basis: basis)
      switch reached {
      case .unknown: continue
      case .reached(let found) where count < node.decisions.count - 1:
        basis = found
        return nil
      default: return reached
      }
    }
    return .unknown
  }

  /// Asks a face that keeps its last tier by a row for as much of the tier's value as there can be: rounding
  /// may have left nothing.
  mutating func reachTier(
    of face: Face, _ narrowed: IntegerProgram, _ basis: Basis
  ) throws(SolverError) -> Reach {
    guard let value = face.values.last, let row = face.keptRow else { return .unknown }
    var relaxed = narrowed
    relaxed.freeBelow(row)
    let cost = costs[face.tier - 1].map { -$0 }
    return try reach(relaxed, cost: cost, goal: -value, basis: basis)
  }

  /// Whether a cost comes down to a goal, by exact prices.
  private mutating func reach(
    _ integer: IntegerProgram, cost: [Int], goal: Int, basis: Basis
  ) throws(SolverError) -> Reach {
    solves += 1
    switch try relaxation.minimize(integer, cost: cost, basis: basis) {
    case .optimal(let optimum):
      if optimum.prices.scaledBound > goal * optimum.prices.scale {
        return .outOfReach(optimum.prices)
      }
      return .reached(optimum.basis)
    case .infeasible: return .unknown
    case .nothing: return .outOfTime
    }
  }

  /// The proof that a node holds nothing as good as a face, from the prices that show how near the
  /// node's decision the face comes.
  ///
  /// Without a face these prices are the force. On a face they are added to those of its last tier, taken
  /// so many times that whatever leaves the face costs more than they could give back.
  ///
  /// - Parameters:
  ///   - prices: of asking the face for the decision.
  ///   - face: the face.
  /// - Returns: prices by component; nil when nothing exact can be said.
  func proof(
    that prices: Prices, on face: Face
  ) -> [(component: Int, prices: LinkPrices)]? {
    guard face.isExact else { return nil }
    let link = matrix.linkPrices(prices)
    guard let kept = face.kept else { return [(0, link)] }
    var chain = face.chain
    guard let index = chain.firstIndex(where: { $0.component == face.tier }) else { return nil }
    // A need's places give back at most so much. The audit reckons for itself: with too small a weight
    // the tier is only not called proved.
    let (weight, overflow) = link.largest.multipliedReportingOverflow(by: 1000)
    guard !overflow, weight < 1 << 38, kept.scale < (1 << 40) / (weight + 1),
      kept.largest < (1 << 59) / (weight + 1), link.largest < 1 << 59
    else { return nil }
    chain[index].prices = kept.times(weight + 1) + link
    return chain
  }
}
