/// Solves tier after tier, each among the solutions that are best in those before it.
///
/// A tier's linear relaxation is solved by columns as they are needed: arcs that exact prices show
/// to be useless are never given to GLPK. When the relaxation's optimum is integral and its prices
/// are exact, the optimal face is fixed by reduced costs and the program stays a network; otherwise
/// GLPK branches on what reduced costs leave, and the tier becomes a row.
struct StagedSolver {
  /// GLPK's tree prunes with a relative tolerance of 10⁻⁷; within this range it cannot lose a unit.
  static let objectiveRange = 4_000_000

  private let program: AssignmentProgram
  private let matrix: ProgramMatrix
  private var integer: IntegerProgram
  private var held: [Int]
  private var heldValues: [Int]
  private var basis: Basis
  private var relaxation: Relaxation
  private let deadline: Deadline
  /// What GLPK's tree may take for a tier, in iterations times rows and columns; nil for any amount.
  private let work: Int?
  private var outcomes: [TierOutcome] = []
  private var stop: Stop = .complete
  private var isOpen = false

  init(_ program: AssignmentProgram, start: [Int], deadline: Deadline, work: Int? = nil) {
    self.program = program
    self.deadline = deadline
    self.work = work
    matrix = ProgramMatrix(program)
    integer = matrix.integer
    held = start
    heldValues = matrix.values(of: start)
    basis = matrix.basis(at: heldValues)
    relaxation = Relaxation(program, matrix: matrix, start: start, deadline: deadline)
  }

  /// What is held at the end, with the outcome of every tier solved.
  func solution() throws(SolverError) -> Solution {
    var chosen = held
    if stop == .timeLimit || stop == .workSpent {
      // A tier closed by another solution than the greedy one may have left room.
      var filled = GreedyPlan(program, keeping: held, deadline: Deadline(in: .zero))
      filled.complete()
      chosen = filled.chosen
    }
    if let fault = PlanValue.violation(of: chosen, in: program) { throw .glpk(fault) }
    var values = PlanValue.values(of: chosen, in: program)
    let kept = PlanValue.values(of: held, in: program)
    if kept.lexicographicallyPrecedes(values) {
      chosen = held
      values = kept
    }
    var results = outcomes
    for index in results.indices where results[index].value != values[index] {
      results[index].value = values[index]
      if results[index].proof != .open { results[index].bound = values[index] }
    }
    return Solution(stop: stop, chosen: chosen.sorted(), tiers: results)
  }

  /// Solves one tier and fixes what it decides.
  ///
  /// - Parameters:
  ///   - tier: the tier.
  ///   - known: a bound that is proved already, of the solutions that are best in the tiers before; nil for
  ///     none.
  /// - Throws: what GLPK said, or an answer of its that does not hold.
  mutating func solve(_ tier: Tier, known: Int? = nil) throws(SolverError) {
    let known = known.map { $0 - tier.constant }
    let cost = matrix.costs(of: tier)
    let value = { (values: [Int]) in
      zip(cost, values).reduce(tier.constant) { $0 + $1.0 * $1.1 }
    }
    let moves = cost.indices.contains { column in
      cost[column] != 0 && integer.columnLower[column] != integer.columnUpper[column]
    }
    guard moves else {
      record(value: value(heldValues), bound: value(heldValues), closed: true)
      return
    }
    let isStopped = stop == .workSpent || stop == .timeLimit || deadline.hasPassed
    guard !isStopped, let relaxed = try relax(cost) else {
      if stop != .workSpent { stop = .timeLimit }
      // Without prices the bound is what each column could give on its own.
      let noPrices = [Double](repeating: 0, count: integer.rowCount)
      let own = isOpen ? 0 : Prices(duals: noPrices, cost: cost, program: integer).bound
      let bound = max(own, known ?? own) + tier.constant
      record(value: value(heldValues), bound: bound, closed: bound == value(heldValues))
      return
    }
    let prices = relaxed.prices
    let bound = isOpen ? prices.bound : max(prices.bound, known ?? prices.bound)
    let best = value(heldValues) - tier.constant
    if best > bound, let found = integral(relaxed.values),
      value(found) < value(heldValues)
    {
      hold(found)
    }
    if value(heldValues) - tier.constant > bound {
      try branch(cost: cost, constant: tier.constant, prices: prices, bound: bound)
    } else {
      record(value: value(heldValues), bound: value(heldValues), closed: true)
    }
    keepTier(cost: cost, value: value(heldValues) - tier.constant, prices: prices)
  }

  private mutating func record(value: Int, bound: Int?, closed: Bool) {
    let isClosed = closed && !isOpen
    outcomes.append(
      TierOutcome(value: value, bound: isOpen ? nil : bound, proof: isClosed ? .search : .open))
    if !closed { isOpen = true }
  }

  private mutating func hold(_ values: [Int]) {
    heldValues = values
    held = (0..<matrix.arcCount).filter { values[$0] == 1 }
    relaxation.give(held)
  }

  /// Rounds a solver's values when they are integers that keep every row.
  private func integral(_ values: [Double]) -> [Int]? {
    guard let chosen = matrix.integral(values) else { return nil }
    let rounded = matrix.values(of: chosen)
    return integer.brokenRow(rounded) == nil ? rounded : nil
  }

  /// Solves the relaxation over all arcs; nil when the time ran out.
  private mutating func relax(_ cost: [Int]) throws(SolverError) -> Relaxation.Optimum? {
    switch try relaxation.minimize(integer, cost: cost, basis: basis) {
    case .optimal(let optimum):
      basis = optimum.basis
      return optimum
    case .nothing: return nil
    case .infeasible: throw .glpk("the relaxation has no solution, though a plan is held")
    }
  }

  /// Branches on the columns that reduced costs leave open.
  private mutating func branch(
    cost: [Int], constant: Int, prices: Prices, bound: Int
  ) throws(SolverError) {
    var core = integer
    let best = zip(cost, heldValues).reduce(0) { $0 + $1.0 * $1.1 }
    let gap = best * prices.scale - prices.scaledBound
    core.fixColumns(by: prices, gap: gap)
    let range = (0..<core.columnCount).reduce(0) {
      $0 + abs(cost[$1]) * (core.columnUpper[$1] - core.columnLower[$1])
    }
    let columns = (0..<core.columnCount).filter { core.columnUpper[$0] != 0 }
    let outcome = try GLPKSolver.minimize(
      core, columns: columns, cost: cost, basis: basis, branch: true, start: heldValues,
      deadline: deadline, iterations: work.map { max(1, $0 / (core.rowCount + columns.count)) })
    var isClosed = false
    var isEarly = false
    switch outcome {
    case .optimal(let values, _, _), .feasible(let values):
      var all = [Double](repeating: 0, count: integer.columnCount)
      for (number, column) in columns.enumerated() { all[column] = values[number] }
      guard let found = integral(all) else {
        throw .glpk("the tree's answer is not integral or breaks a row")
      }
      if zip(cost, found).reduce(0, { $0 + $1.0 * $1.1 }) < best { hold(found) }
      if case .optimal = outcome { isClosed = range <= StagedSolver.objectiveRange }
      if case .feasible = outcome { isEarly = true }
    case .nothing: isEarly = true
    case .infeasible: throw .glpk("the tree has no solution, though a plan is held")
    }
    let value = zip(cost, heldValues).reduce(0) { $0 + $1.0 * $1.1 }
    if value == bound { isClosed = true }
    // A tier that its bound closes has work left for those after it, whatever GLPK knew of it.
    if !isClosed, stop == .complete {
      stop = !isEarly ? .range : work == nil ? .timeLimit : .workSpent
    }
    record(
      value: value + constant, bound: (isClosed ? value : bound) + constant,
      closed: isClosed)
  }

  /// Keeps the value of a tier for those that follow.
  private mutating func keepTier(cost: [Int], value: Int, prices: Prices) {
    let isTight = value * prices.scale == prices.scaledBound
    guard isTight || IntegerProgram.isRow(cost, at: value) else {
      // Without the row nothing can be said of the tiers that follow.
      isOpen = true
      if stop == .complete { stop = .range }
      return
    }
    if integer.keep(cost, at: value, by: prices, isBest: !isOpen) { basis.rows.append(Basis.basic) }
  }
}
