/// Solves linear relaxations with GLPK by columns as they are needed.
///
/// Arcs that exact prices show to be useless are never given to GLPK. The set of arcs given grows
/// from solve to solve and is shared by all of them.
struct Relaxation {
  /// An optimum of a relaxation, with what its prices prove.
  struct Optimum {
    /// By column of the program.
    var values: [Double]
    /// Integer prices with their exact bound.
    var prices: Prices
    /// An optimal basis.
    var basis: Basis

    /// The cost of the values, as far as a double tells.
    func objective(_ cost: [Int]) -> Double {
      zip(cost, values).reduce(0) { $1.0 == 0 ? $0 : $0 + Double($1.0) * $1.1 }
    }
  }

  /// How a solve ended.
  enum Outcome {
    case optimal(Optimum)
    case infeasible
    /// The time ran out.
    case nothing
  }

  private let program: AssignmentProgram
  private let arcCount: Int
  private let deadline: Deadline
  private var isActive: [Bool]

  init(_ program: AssignmentProgram, matrix: ProgramMatrix, start: [Int], deadline: Deadline) {
    self.program = program
    self.deadline = deadline
    arcCount = matrix.arcCount
    isActive = (0..<matrix.integer.columnCount).map { [arcCount = matrix.arcCount] in
      $0 >= arcCount
    }
    for arc in start { isActive[arc] = true }
    // A few arcs of each demand to begin with; teams have theirs from the start.
    var given = [Int](repeating: 0, count: program.demands.count)
    for (index, arc) in program.arcs.enumerated() {
      let demand = Int(arc.demand)
      if program.demands[demand].isTeam {
        isActive[index] = true
      } else if given[demand] < 4 {
        given[demand] += 1
        isActive[index] = true
      }
    }
  }

  /// Minimises a cost over all columns.
  mutating func minimize(
    _ integer: IntegerProgram, cost: [Int], basis: Basis
  ) throws(SolverError) -> Outcome {
    var basis = basis
    while true {
      let columns = (0..<integer.columnCount).filter {
        isActive[$0] && integer.columnUpper[$0] != 0
      }
      let outcome = try GLPKSolver.minimize(
        integer, columns: columns, cost: cost, basis: basis, branch: false, start: nil,
        deadline: deadline)
      let values: [Double]
      let duals: [Double]
      switch outcome {
      case .optimal(let foundValues, let foundDuals, let found):
        values = foundValues
        duals = foundDuals
        basis.rows = found.rows
        for index in basis.columns.indices where basis.columns[index] != Basis.basic {
          basis.columns[index] = Basis.atLower
        }
        for (number, column) in columns.enumerated() {
          basis.columns[column] = found.columns[number]
        }
      case .infeasible:
        // Arcs held back could still make it feasible.
        guard activateAll(integer) else { return .infeasible }
        continue
      case .nothing: return .nothing
      case .feasible: throw .glpk("a relaxation that ended with an integer solution")
      }
      let prices = Prices(duals: duals, cost: cost, program: integer)
      if activate(prices, integer) { continue }
      var all = [Double](repeating: 0, count: integer.columnCount)
      for (number, column) in columns.enumerated() { all[column] = values[number] }
      return .optimal(Optimum(values: all, prices: prices, basis: basis))
    }
  }

  private mutating func activateAll(_ integer: IntegerProgram) -> Bool {
    var found = false
    for arc in 0..<arcCount where !isActive[arc] && integer.columnUpper[arc] != 0 {
      isActive[arc] = true
      found = true
    }
    return found
  }

  /// Gives GLPK the arcs whose reduced cost is negative, a few of each demand at a time.
  private mutating func activate(_ prices: Prices, _ integer: IntegerProgram) -> Bool {
    var found = false
    var begin = 0
    while begin < arcCount {
      let demand = program.arcs[begin].demand
      var end = begin
      var worst: [(cost: Int, arc: Int)] = []
      while end < arcCount, program.arcs[end].demand == demand {
        if !isActive[end], prices.reduced[end] < 0, integer.columnUpper[end] != 0 {
          worst.append((prices.reduced[end], end))
        }
        end += 1
      }
      if !worst.isEmpty {
        found = true
        for entry in worst.sorted(by: { $0 < $1 }).prefix(6) { isActive[entry.arc] = true }
      }
      begin = end
    }
    return found
  }
}
