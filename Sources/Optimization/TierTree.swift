/// Branch and bound over all tiers at once, for programs with couplings.
///
/// A node's bound is a vector: the tiers' exact bounds in their order, as far as they were needed.
/// Nodes are taken in lexicographic order of their vectors, so a branch that costs a visit of a
/// high class is put aside before any lower tier of it is looked at. Within a node the tiers are
/// solved one after another, each on the optimal face of those before; only couplings (whole needs,
/// team visits, pins) are branched on, since without them the relaxation is a network.
///
/// The bounds come from GLPK's duals rounded to integers and checked by weak duality in integers:
/// GLPK's word for an optimum is never taken.
struct TierTree {
  private struct Decision {
    var column: Int
    var lower: Int
    var upper: Int
  }

  private struct Node {
    var face: Face
    var decisions: [Decision]
    /// No solution of the node is lexicographically below this prefix.
    var bound: [Int]
    /// The prices that prove the bound.
    var prices: [(component: Int, prices: LinkPrices)]
    /// Its place in the proof.
    var proofIndex: Int
  }

  private enum Step {
    case closed
    case branched
    case outOfTime
    case exhausted
  }

  /// Relaxations the search may solve.
  private let budget: Int
  private var solves = 0
  /// Whether the budget ran out before the search was over.
  private(set) var isExhausted = false

  private let program: AssignmentProgram
  private let matrix: ProgramMatrix
  private let costs: [[Int]]
  private let deadline: Deadline
  private var relaxation: Relaxation
  private var nodes: [Node] = []
  private(set) var held: [Int]
  /// Of the plan held, constants left out.
  private var heldValues: [Int]
  /// Prefixes of nodes that could not be closed.
  private var unresolved: [[Int]] = []
  private var deepest = 0
  private let progress: (Int) -> Void

  private var proofNodes: [Proof.Node]

  init(
    _ program: AssignmentProgram, matrix: ProgramMatrix, start: [Int], deadline: Deadline,
    budget: Int,
    progress: @escaping (Int) -> Void
  ) {
    self.program = program
    self.matrix = matrix
    self.deadline = deadline
    self.budget = budget
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
          isExact: true),
        decisions: [], bound: [], prices: [], proofIndex: 0)
    ]
    var stop = Stop.complete
    // One dive for a plan to compare with, then best first.
    var dives = true
    while let node = takeNode(newest: dives) {
      record(node.prices, at: node.proofIndex)
      if isWorse(node.bound) { continue }
      let step = try evaluate(node)
      if step == .closed { dives = false }
      if step == .outOfTime || step == .exhausted {
        stop = .timeLimit
        isExhausted = step == .exhausted
        unresolved.append(node.bound)
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
  private mutating func evaluate(_ node: Node) throws(SolverError) -> Step {
    var face = node.face
    // Values of faces found empty: coming to the same ones again means that GLPK and the prices
    // disagree, and going on would never end.
    var empty: [[Int]] = []
    while true {
      guard let narrowed = narrow(face.integer, node.decisions) else {
        guard let previous = face.previous else { return try closeEmpty(node) }
        empty.append(face.values)
        face = previous
        continue
      }
      let cost = costs[face.tier]
      solves += 1
      if solves > budget { return .exhausted }
      let outcome = try relaxation.minimize(narrowed, cost: cost, basis: face.basis)
      let optimum: Relaxation.Optimum
      switch outcome {
      case .optimal(let found): optimum = found
      case .nothing: return .outOfTime
      case .infeasible:
        guard let previous = face.previous else { return try closeEmpty(node) }
        empty.append(face.values)
        face = previous
        continue
      }
      let prices = optimum.prices
      let link = matrix.linkPrices(prices)
      let proved = face.isExact ? face.chain + [(face.tier + 1, link)] : node.prices
      record(proved, at: node.proofIndex)
      let bound = face.values + [prices.bound]
      if isWorse(bound) { return .closed }
      let integral = matrix.integral(optimum.values)
      if let integral { offer(integral) } else { offerRounded(optimum.values) }
      if isWorse(bound) { return .closed }
      let objective = optimum.objective(cost)
      let isExact =
        prices.scaledBound == prices.bound * prices.scale
        && abs(objective - Double(prices.bound)) < 1e-6
      guard isExact || integral != nil else {
        return branch(node, face: face, at: optimum.values, bound: bound, prices: proved)
      }
      // A whole solution above its bound: the prices are too rough to close the node.
      guard isExact || Int(objective.rounded()) == prices.bound else {
        unresolved.append(bound)
        return .closed
      }
      let next = face.keeping(
        narrowed, cost: cost, value: prices.bound, prices: prices, basis: optimum.basis, link: link)
      if empty.contains(next.values) {
        unresolved.append(bound)
        return .closed
      }
      if next.tier > deepest {
        deepest = next.tier
        progress(min(deepest, program.tiers.count - 1))
      }
      if next.tier == program.tiers.count {
        // An integral solution of the last face is the node's best and was offered above.
        if integral != nil { return .closed }
        return branch(node, face: face, at: optimum.values, bound: bound, prices: proved)
      }
      face = next
    }
  }

  private mutating func record(
    _ prices: [(component: Int, prices: LinkPrices)], at index: Int
  ) {
    proofNodes[index] = .leaf(Proof.Leaf(prices, tierCount: program.tiers.count))
  }

  /// Closes a node without solutions, with the prices that show it: those of asking for as much of
  /// what the branches demand as there can be.
  private mutating func closeEmpty(_ node: Node) throws(SolverError) -> Step {
    guard var narrowed = narrow(matrix.integer, node.decisions) else { return .closed }
    var cost = [Int](repeating: 0, count: narrowed.columnCount)
    for column in 0..<narrowed.columnCount where narrowed.columnLower[column] > 0 {
      cost[column] = -1
      narrowed.columnUpper[column] = narrowed.columnLower[column]
      narrowed.columnLower[column] = 0
    }
    let outcome = try relaxation.minimize(
      narrowed, cost: cost, basis: matrix.basis(at: matrix.values(of: [])))
    switch outcome {
    case .optimal(let optimum):
      record([(0, matrix.linkPrices(optimum.prices))], at: node.proofIndex)
    case .infeasible: break
    case .nothing: return .outOfTime
    }
    return .closed
  }

  /// The tree as it stands, for whoever wants to check the bounds.
  var proof: Proof { Proof(nodes: proofNodes) }

  private func narrow(_ integer: IntegerProgram, _ decisions: [Decision]) -> IntegerProgram? {
    var narrowed = integer
    for decision in decisions {
      let lower = max(narrowed.columnLower[decision.column], decision.lower)
      let upper = min(narrowed.columnUpper[decision.column], decision.upper)
      guard lower <= upper else { return nil }
      narrowed.columnLower[decision.column] = lower
      narrowed.columnUpper[decision.column] = upper
    }
    return narrowed
  }

  private mutating func branch(
    _ node: Node, face: Face, at values: [Double], bound: [Int],
    prices: [(component: Int, prices: LinkPrices)]
  ) -> Step {
    guard let column = matrix.branchingColumn(values) else {
      // Fractions without a fractional coupling cannot be in a basic solution; never lose a node.
      unresolved.append(bound)
      return .closed
    }
    let floor = Int(values[column].rounded(.down))
    let low = Decision(column: column, lower: 0, upper: floor)
    let high = Decision(
      column: column, lower: floor + 1, upper: matrix.integer.columnUpper[column])
    let first = proofNodes.count
    if let quantity = matrix.quantity(of: column) {
      proofNodes[node.proofIndex] = .branch(
        quantity, at: floor + 1, low: first, high: first + 1)
    }
    for (offset, decision) in [low, high].enumerated() {
      proofNodes.append(.leaf(Proof.Leaf(tierCount: program.tiers.count)))
      nodes.append(
        Node(
          face: face, decisions: node.decisions + [decision], bound: bound, prices: prices,
          proofIndex: first + offset))
    }
    return .branched
  }

  private mutating func offer(_ chosen: [Int]) {
    let found = values(of: chosen)
    guard found.lexicographicallyPrecedes(heldValues) else { return }
    held = chosen
    heldValues = found
  }

  /// Keeps what a fractional solution fills wholly, and fills up the rest.
  private mutating func offerRounded(_ values: [Double]) {
    let kept = matrix.roundedDown(values)
    guard PlanValue.violation(of: kept, in: program) == nil else { return }
    var plan = GreedyPlan(program, keeping: kept, deadline: Deadline(in: .zero))
    plan.complete()
    let chosen = plan.chosen
    guard PlanValue.violation(of: chosen, in: program) == nil else { return }
    offer(chosen)
  }
}
