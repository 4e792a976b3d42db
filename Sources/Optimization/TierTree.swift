/// Branch and bound over all tiers at once, for programs with couplings.
///
/// A node's bound is a vector: the tiers' exact bounds in their order, as far as they were needed.
/// Nodes are taken in lexicographic order of their vectors, so a branch that costs a visit of a
/// high class is put aside before any lower tier of it is looked at. Within a node the tiers are
/// solved one after another, each on the optimal face of those before; only couplings (whole needs,
/// team visits, pins) are branched on, since without them the relaxation is a network.
///
/// The bounds come from GLPK's duals rounded to integers and checked by weak duality in integers:
/// GLPK's word for an optimum is never taken. Where branching would only split what is alike, a tier is kept
/// at a bound that the plan held reaches by a row; what follows is as sound, but has no certificate.
struct TierTree {
  struct Decision {
    var column: Int
    var lower: Int
    var upper: Int
  }

  struct Node {
    var face: Face
    var decisions: [Decision]
    /// No solution of the node is lexicographically below this prefix.
    var bound: [Int]
    /// Where the branch begins: optimal with it, or without it where it was not tried.
    var basis: Basis
    /// The prices that prove the bound.
    var prices: [(component: Int, prices: LinkPrices)]
    /// Its place in the proof.
    var proofIndex: Int
  }

  enum Step {
    case closed
    case branched
    case outOfTime
    case exhausted
  }

  /// How often the faces of the root are probed for cuts.
  private static let mostProbesOfRoot = 40
  /// The same of any other node.
  private static let mostProbes = 2
  /// Cuts at most.
  private static let mostCuts = 500

  /// Relaxations the search may solve.
  let budget: Int
  var solves = 0
  /// Whether the budget ran out before the search was over.
  private(set) var isExhausted = false

  let program: AssignmentProgram
  let matrix: ProgramMatrix
  let costs: [[Int]]
  private let deadline: Deadline
  var relaxation: Relaxation
  var nodes: [Node] = []
  private(set) var held: [Int]
  /// Of the plan held, constants left out.
  private(set) var heldValues: [Int]
  /// Prefixes of nodes that could not be closed.
  var unresolved: [[Int]] = []
  /// Branches at bounds that the plan held reaches, before such bounds are taken for reached.
  private let mostTies: Int
  var ties = 0
  private var deepest = 0
  /// The columns by which both branches gained something, somewhere.
  var strong: Set<Int> = []
  /// How many of `solves` were dives', which the budget does not count.
  var solvesOfDives = 0
  /// How many of them only asked how far couplings go, or what branches would come to: as many again as the
  /// budget may do so.
  var solvesOfQuestions = 0
  /// Dives made so far, by tier.
  var dives: [Int: Int] = [:]
  /// The number of relaxations at which the next dive is due.
  var nextDive = 0
  /// What is proved of the node that is looked at.
  private var provenBound: [Int] = []
  /// Digests of how coupled demands are served in the plans looked at so far.
  private var triedCouplings: Set<UInt64> = []
  private let progress: (Int) -> Void

  var proofNodes: [Proof.Node]

  init(
    _ program: AssignmentProgram, matrix: ProgramMatrix, start: [Int], deadline: Deadline,
    budget: Int, mostTies: Int = 100,
    progress: @escaping (Int) -> Void
  ) {
    var matrix = matrix
    matrix.reserveCuts(TierTree.mostCuts)
    self.program = program
    self.matrix = matrix
    self.deadline = deadline
    self.budget = budget
    self.mostTies = mostTies
    self.progress = progress
    costs = program.tiers.map(matrix.costs)
    proofNodes = [.leaf(Proof.Leaf(tierCount: program.tiers.count))]
    relaxation = Relaxation(program, matrix: matrix, start: start, deadline: deadline)
    held = start
    heldValues = []
    heldValues = values(of: start)
  }

  private func values(of chosen: [Int]) -> [Int] {
    zip(PlanValue.values(of: chosen, in: program), program.tiers).map { $0 - $1.constant }
  }

  /// Searches until nothing better than the plan held is left, or the time is up.
  ///
  /// - Returns: why it stopped and, for each tier, a bound among the plans equal in those before;
  ///   after the first tier that is not closed there are none.
  mutating func search() throws(SolverError) -> (stop: Stop, bounds: [Int]) {
    nodes = [
      Node(
        face: Face(
          integer: matrix.integer, tier: 0, values: [],
          basis: matrix.basis(at: matrix.values(of: held)), previous: nil, kept: nil,
          keptRow: nil, isExact: true),
        decisions: [], bound: [], basis: matrix.basis(at: matrix.values(of: held)), prices: [],
        proofIndex: 0)
    ]
    var stop = Stop.complete
    // Down to a first plan to compare with, then best first.
    var descends = true
    while let node = takeNode(newest: descends) {
      record(node.prices, at: node.proofIndex)
      if isWorse(node.bound) { continue }
      provenBound = node.bound
      let step: Step
      do {
        step = try evaluate(node)
      } catch {
        guard case .glpk = error else { throw error }
        // GLPK's trouble with one relaxation must not cost the plan.
        unresolved.append(provenBound)
        continue
      }
      if step == .closed { descends = false }
      if step == .outOfTime || step == .exhausted {
        stop = .timeLimit
        isExhausted = step == .exhausted
        unresolved.append(provenBound)
        break
      }
    }
    if stop == .complete, !unresolved.isEmpty { stop = .range }
    for node in nodes { record(node.prices, at: node.proofIndex) }
    unresolved += nodes.map(\.bound).filter { !isWorse($0) }
    return (stop, bounds())
  }

  /// The bounds that the nodes left unresolved and the plan held prove together.
  private func bounds() -> [Int] {
    var lowest: [Int]?
    for bound in unresolved where lowest.map({ bound.lexicographicallyPrecedes($0) }) ?? true {
      lowest = bound
    }
    guard let lowest else { return heldValues }
    var bounds: [Int] = []
    for (value, bound) in zip(heldValues, lowest) {
      bounds.append(min(value, bound))
      if bound < value { return bounds }
    }
    // Nothing is known of the tiers left but what each column could give on its own.
    let noPrices = [Double](repeating: 0, count: matrix.integer.rowCount)
    while bounds.count < costs.count {
      let value = heldValues[bounds.count]
      let prices = Prices(duals: noPrices, cost: costs[bounds.count], program: matrix.integer)
      bounds.append(min(value, prices.bound))
      if prices.bound < value { break }
    }
    return bounds
  }

  /// Whether a prefix is above the plan held: nothing in the node can be better.
  private func isWorse(_ prefix: [Int]) -> Bool {
    for (bound, value) in zip(prefix, heldValues) where bound != value { return bound > value }
    return prefix.count == heldValues.count
  }

  private mutating func takeNode(newest: Bool) -> Node? {
    guard !nodes.isEmpty else { return nil }
    var best = nodes.count - 1
    if !newest {
      for index in nodes.indices.reversed()
      where nodes[index].bound.lexicographicallyPrecedes(nodes[best].bound) {
        best = index
      }
    }
    return nodes.remove(at: best)
  }

  /// Solves a node's tiers until it is closed, has to branch or the time is up.
  ///
  /// A branch begins on the face on which its parent was fractional. When nothing is left there, the
  /// branch makes one of the tiers before worse, and the face before is looked at, unless the plan held
  /// is as good as the face.
  private mutating func evaluate(_ node: Node) throws(SolverError) -> Step {
    var face = node.face
    var basis = node.basis
    var isDualFeasible = !node.decisions.isEmpty
    // Whether the face was made here, so that the node's decisions do not contradict it.
    var isFresh = false
    // Values of faces found empty: coming to the same ones again means that GLPK and the prices
    // disagree, and going on would never end.
    var empty: [[Int]] = []
    // The prices of the tiers up to the first that is kept by a row.
    var proved = node.prices
    var rounds = 0
    let mostRounds = node.decisions.isEmpty ? 100 : 3
    var way = RootWay(isRoot: node.decisions.isEmpty)
    var probes = 0
    while true {
      var reached: Relaxation.Outcome?
      // Whether a face that has nothing is known to have nothing.
      var isSure = true
      let narrowed = narrow(face.integer, node.decisions)
      if let narrowed {
        reached = try minimize(
          narrowed, tier: face.tier, basis: basis, isDualFeasible: isDualFeasible)
        if case .infeasible? = reached {
          switch try isFresh ? reachTier(of: face, narrowed, basis) : reach(node, on: face) {
          case .unknown:
            guard face.previous != nil else {
              unresolved.append(face.values)
              return .closed
            }
            // A cut found since may have left nothing of the face: the face before will show it.
            reached = nil
            isSure = false
          case .reached(let found):
            reached = try minimize(narrowed, tier: face.tier, basis: found, isDualFeasible: false)
            if case .infeasible? = reached, face.previous != nil {
              // It comes near the decision, no more: as far as rounded prices tell.
              reached = nil
              isSure = false
            }
          case .outOfReach(let prices):
            reached = nil
            if !isFresh {
              record(proof(that: prices, on: face) ?? proved, at: node.proofIndex)
            }
          case .outOfTime: return .outOfTime
          }
        }
      } else if face.isExact {
        record(face.chain, at: node.proofIndex)
      }
      guard let reached else {
        // Whatever is in the node is worse in one of the tiers before.
        guard let previous = face.previous, let last = face.values.last else { return .closed }
        if isSure {
          if isWorse(face.values.dropLast() + [last + 1]) { return .closed }
          guard !isFresh else {
            unresolved.append(face.values)
            return .closed
          }
        }
        empty.append(face.values)
        // Without the decision it is optimal on the face before.
        basis = face.basisBefore
        face = previous
        isDualFeasible = true
        isFresh = false
        continue
      }
      if solves - solvesOfDives - solvesOfQuestions > budget { return .exhausted }
      guard case .optimal(let optimum) = reached else {
        if case .nothing = reached { return .outOfTime }
        unresolved.append(face.values)
        return .closed
      }
      let prices = optimum.prices
      let link = matrix.linkPrices(prices)
      if face.isExact { proved = face.chain + [(face.tier + 1, link)] }
      record(proved, at: node.proofIndex)
      let bound = face.values + [prices.bound]
      provenBound = bound
      if isWorse(bound) { return .closed }
      let integral = matrix.integral(optimum.values)
      if integral == nil, rounds < mostRounds, let narrowed, cut(optimum, in: narrowed) {
        rounds += 1
        basis = optimum.basis
        isDualFeasible = true
        continue
      }
      if let integral { offer(integral) } else { offerRounded(optimum.values) }
      if isWorse(bound) { return .closed }
      let objective = optimum.objective(costs[face.tier])
      let isExact =
        prices.scaledBound == prices.bound * prices.scale
        && abs(objective - Double(prices.bound)) < 1e-6
      let isLast = face.tier == program.tiers.count - 1
      let isDiving =
        isLast || !isExact || way.isReturning
        || !way.isDescending && gapTier(of: bound) == face.tier
      if integral == nil, isDiving, !heldValues.starts(with: bound), let narrowed {
        guard try dive(from: optimum, in: narrowed, tier: face.tier) else { return .outOfTime }
        if isWorse(bound) { return .closed }
      }
      let back = way.stepBack(
        from: face, isLast: isLast, isFractional: integral == nil, gap: gapTier(of: bound))
      if let back {
        basis = face.basisBefore
        face = back
        isDualFeasible = true
        continue
      }
      guard isExact || integral != nil || mayRound(to: bound) else {
        return try branch(node, face: face, at: optimum, bound: bound, prices: proved)
      }
      if integral == nil, !way.isDescending, gapTier(of: bound) == face.tier {
        var ranges: [Int: ClosedRange<Double>] = [:]
        let most = node.decisions.isEmpty ? TierTree.mostProbesOfRoot : TierTree.mostProbes
        if isExact, probes < most, let narrowed {
          probes += 1
          let kept = face.keeping(
            narrowed, cost: costs[face.tier], value: prices.bound, prices: prices,
            basis: optimum.basis, link: link)
          let found = try probe(kept, optimum)
          if found.hasCut {
            basis = optimum.basis
            isDualFeasible = true
            continue
          }
          ranges = found.ranges
        }
        return try branch(
          node, face: face, at: optimum, bound: bound, prices: proved, ranges: ranges)
      }
      // A whole solution above its bound: the prices are too rough to close the node.
      guard isExact || mayRound(to: bound) || Int(objective.rounded()) == prices.bound else {
        unresolved.append(bound)
        return .closed
      }
      guard let narrowed,
        isExact || IntegerProgram.isRow(costs[face.tier], at: prices.bound),
        !empty.contains(bound)
      else {
        if integral == nil {
          return try branch(node, face: face, at: optimum, bound: bound, prices: proved)
        }
        unresolved.append(bound)
        return .closed
      }
      let next = face.keeping(
        narrowed, cost: costs[face.tier], value: prices.bound, prices: prices, basis: optimum.basis,
        link: link)
      if next.tier > deepest {
        deepest = next.tier
        progress(min(deepest, program.tiers.count - 1))
      }
      if next.tier == program.tiers.count {
        // An integral solution of the last face is the node's best and was offered above.
        if integral != nil {
          if !isWorse(bound) { unresolved.append(bound) }
          return .closed
        }
        return try branch(node, face: face, at: optimum, bound: bound, prices: proved)
      }
      if let known = way.known(next) {
        face = known.face
        basis = known.basis
        isDualFeasible = true
        continue
      }
      face = next
      basis = next.basis
      isDualFeasible = false
      isFresh = true
    }
  }

  mutating func minimize(
    _ narrowed: IntegerProgram, tier: Int, basis: Basis, isDualFeasible: Bool
  ) throws(SolverError) -> Relaxation.Outcome {
    solves += 1
    return try relaxation.minimize(
      narrowed, cost: costs[tier], basis: basis, isDualFeasible: isDualFeasible)
  }

  /// Cuts off a relaxation's optimum, where its prices are no whole numbers; answers whether it was.
  mutating func cut(_ optimum: Relaxation.Optimum, in narrowed: IntegerProgram) -> Bool {
    guard let cuts = matrix.integer.cuts else { return false }
    var found = false
    for cut in matrix.cuts(from: optimum, in: narrowed) where !cuts.isFull {
      relaxation.load(row: cuts.append(cut))
      found = true
    }
    return found
  }

  /// Whether a tier whose relaxation is below its bound may be kept at the bound all the same.
  ///
  /// The plan held has to reach the bound: then nothing better is left in the tier, and branching would only
  /// split what is alike. What comes of it is sound, but no prices of this form show it, so branching is
  /// tried for a while.
  private func mayRound(to bound: [Int]) -> Bool {
    ties >= mostTies && heldValues.starts(with: bound)
      && bound.last.map {
        IntegerProgram.isRow(costs[bound.count - 1], at: $0)
      } ?? false
  }

  private mutating func record(
    _ prices: [(component: Int, prices: LinkPrices)], at index: Int
  ) {
    proofNodes[index] = .leaf(Proof.Leaf(prices, tierCount: program.tiers.count))
  }

  /// The tree as it stands, for whoever wants to check the bounds.
  var proof: Proof { Proof(nodes: proofNodes, cuts: matrix.integer.cuts?.proofs ?? []).pruned }

  func narrow(_ integer: IntegerProgram, _ decisions: [Decision]) -> IntegerProgram? {
    var narrowed = integer
    if let cuts = matrix.integer.cuts {
      // On a face some of them have become equations: these stay so.
      for (row, upper) in zip(cuts.rows, cuts.uppers) where narrowed.rowUpper[row] == nil {
        narrowed.setUpper(upper, of: row)
      }
    }
    for decision in decisions {
      let lower = max(narrowed.columnLower[decision.column], decision.lower)
      let upper = min(narrowed.columnUpper[decision.column], decision.upper)
      guard lower <= upper else { return nil }
      narrowed.columnLower[decision.column] = lower
      narrowed.columnUpper[decision.column] = upper
    }
    return narrowed
  }

  mutating func offer(_ chosen: [Int]) {
    let found = values(of: chosen)
    guard found.lexicographicallyPrecedes(heldValues) else { return }
    held = chosen
    heldValues = found
    relaxation.give(chosen)
  }

  /// Keeps what a fractional solution fills wholly, and fills up the rest.
  ///
  /// Once its couplings are what they came to be, the rest is a network, and the kernel finds its best.
  mutating func offerRounded(_ values: [Double]) {
    let kept = matrix.roundedDown(values)
    guard PlanValue.violation(of: kept, in: program) == nil else { return }
    var plan = GreedyPlan(program, keeping: kept, deadline: Deadline(in: .zero))
    plan.complete()
    let chosen = plan.chosen
    guard PlanValue.violation(of: chosen, in: program) == nil else { return }
    offer(chosen)
    for couplings in [kept, chosen] {
      guard triedCouplings.insert(matrix.digestOfCouplings(couplings)).inserted else { continue }
      let fixed = program.fixedCouplings(as: couplings)
      guard let network = NetworkSolver(fixed.program) else { continue }
      let best = network.solve(deadline: deadline).chosen.map { fixed.origins[$0] }.sorted()
      if PlanValue.violation(of: best, in: program) == nil { offer(best) }
    }
  }
}
