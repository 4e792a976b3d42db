/// Solves linear relaxations with GLPK by columns and rows as they are needed.
///
/// Arcs and team visits that exact prices show to be useless are never given to GLPK, nor are rows that
/// nothing breaks. Both sets grow from solve to solve and are shared by all of them.
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
    /// The columns given so far have no solution; others could.
    case infeasible
    /// The time ran out.
    case nothing
  }

  /// Arcs of one demand that are given at a time.
  private static let arcsAtOnce = 6

  private let program: AssignmentProgram
  private let matrix: ProgramMatrix
  private let arcCount: Int
  private let deadline: Deadline
  /// By column.
  private var isActive: [Bool]
  /// By row.
  private var isLoaded: [Bool]
  /// By team visit: whether its rows are loaded.
  private var isTeamLoaded: [Bool]
  /// How many arcs of each slot are active.
  private var activeInSlot: [Int32]

  init(_ program: AssignmentProgram, matrix: ProgramMatrix, start: [Int], deadline: Deadline) {
    self.program = program
    self.matrix = matrix
    self.deadline = deadline
    arcCount = matrix.arcCount
    isActive = (0..<matrix.integer.columnCount).map { [arcCount = matrix.arcCount] in
      $0 >= arcCount
    }
    isLoaded = matrix.isLazy.map { !$0 }
    isTeamLoaded = Array(repeating: false, count: matrix.teamVisits.count)
    activeInSlot = Array(repeating: 0, count: program.supplies.count * 21)
    for visit in matrix.teamVisits {
      isActive[visit.column] = false
      for row in visit.kindRows { isLoaded[row] = false }
    }
    give(start)
    let pinned = Set(program.pins.map(\.demand))
    var begin = 0
    while begin < arcCount {
      let demand = Int(program.arcs[begin].demand)
      let end = program.arcs[begin...].firstIndex { Int($0.demand) != demand } ?? arcCount
      if pinned.contains(demand) {
        give(Array(begin..<end))
      } else if !program.demands[demand].isTeam {
        giveSome(begin..<end, visits: program.demands[demand].visits)
      }
      begin = end
    }
  }

  /// Gives GLPK some arcs, with all that the visits of their teams consist of.
  mutating func give(_ arcs: [Int]) {
    for arc in arcs {
      activate(arc)
      let visit = Int(matrix.teamVisitOfArc[arc])
      if visit >= 0 { load(visit) }
    }
  }

  /// Gives GLPK the row of a cut.
  mutating func load(row: Int) { isLoaded[row] = true }

  private mutating func activate(_ arc: Int) {
    guard !isActive[arc] else { return }
    isActive[arc] = true
    activeInSlot[Int(program.arcs[arc].supply) * 21 + Int(program.arcs[arc].session)] += 1
  }

  /// Gives a visit's own rows and its column, but no arcs.
  private mutating func load(_ number: Int) {
    guard !isTeamLoaded[number] else { return }
    isTeamLoaded[number] = true
    isActive[matrix.teamVisits[number].column] = true
    for row in matrix.teamVisits[number].kindRows { isLoaded[row] = true }
  }

  /// Gives a few arcs of a demand to begin with, to different supplies in different sessions.
  private mutating func giveSome(_ arcs: Range<Int>, visits: Int) {
    var runs: [Range<Int>] = []
    for arc in arcs {
      if let last = runs.last, program.arcs[last.lowerBound].supply == program.arcs[arc].supply {
        runs[runs.count - 1] = last.lowerBound..<arc + 1
      } else {
        runs.append(arc..<arc + 1)
      }
    }
    let demand = Int(program.arcs[arcs.lowerBound].demand)
    let count = min(Relaxation.arcsAtOnce, runs.count)
    for number in 0..<count {
      let run = runs[(demand + number * runs.count / count) % runs.count]
      for visit in 0..<min(visits, run.count) {
        activate(
          run.lowerBound + (demand + number * 5 + visit * run.count / visits) % run.count)
      }
    }
  }

  /// Minimises a cost over all columns.
  ///
  /// - Parameters:
  ///   - integer: the program with its bounds.
  ///   - cost: by column.
  ///   - basis: where to start.
  ///   - isDualFeasible: whether the basis has rather lost its solution than its prices.
  /// - Returns: an optimum with prices over all columns, those never given included; `infeasible` says
  ///   only that the columns given have no solution.
  /// - Throws: what GLPK said when it refused.
  mutating func minimize(
    _ integer: IntegerProgram, cost: [Int], basis: Basis, isDualFeasible: Bool = false
  ) throws(SolverError) -> Outcome {
    var basis = basis
    var isDualFeasible = isDualFeasible
    while true {
      let columns = (0..<integer.columnCount).filter {
        isActive[$0] && (integer.columnUpper[$0] != 0 || basis.columns[$0] == Basis.basic)
      }
      let rows = isLoaded + Array(repeating: true, count: integer.rowCount - isLoaded.count)
      let outcome = try GLPKSolver.minimize(
        integer, rows: rows.indices.filter { rows[$0] }, columns: columns, cost: cost, basis: basis,
        isDualFeasible: isDualFeasible, branch: false, start: nil, deadline: deadline)
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
      case .infeasible: return .infeasible
      case .nothing: return .nothing
      case .feasible: throw .glpk("a relaxation that ended with an integer solution")
      }
      isDualFeasible = loadBroken(columns, values, integer)
      if isDualFeasible { continue }
      let idle = matrix.teamVisits.indices.filter { !isTeamLoaded[$0] }
      let prices = Prices(
        duals: duals, cost: cost, program: integer, pricing: idle.map { matrix.teamVisits[$0] })
      for number in prices.unpriced { loadWhole(idle[number], integer) }
      if activateCheap(prices, integer) || !prices.unpriced.isEmpty { continue }
      var all = [Double](repeating: 0, count: integer.columnCount)
      for (number, column) in columns.enumerated() { all[column] = values[number] }
      return .optimal(Optimum(values: all, prices: prices, basis: basis))
    }
  }

  /// Loads the rows that values break; answers whether there are any.
  private mutating func loadBroken(
    _ columns: [Int], _ values: [Double], _ integer: IntegerProgram
  ) -> Bool {
    var activity = [Double](repeating: 0, count: isLoaded.count)
    for (number, column) in columns.enumerated() where values[number] != 0 {
      integer.forEachEntry(of: column) { row, coefficient in
        if row < isLoaded.count, !isLoaded[row] {
          activity[row] += Double(coefficient) * values[number]
        }
      }
    }
    var found = false
    for row in isLoaded.indices where !isLoaded[row] && matrix.isLazy[row] {
      // On a face a row may have become an equation.
      let isAbove = integer.rowUpper[row].map { activity[row] > Double($0) + 1e-7 } ?? false
      let isBelow = integer.rowLower[row].map { activity[row] < Double($0) - 1e-7 } ?? false
      if isAbove || isBelow {
        isLoaded[row] = true
        found = true
      }
    }
    return found
  }

  /// Gives GLPK the arcs and team visits whose reduced cost is negative, a few of each demand at a time.
  private mutating func activateCheap(_ prices: Prices, _ integer: IntegerProgram) -> Bool {
    var found = false
    var begin = 0
    while begin < arcCount {
      let demand = program.arcs[begin].demand
      var end = begin
      var cheap: [(cost: Int, active: Int32, arc: Int)] = []
      while end < arcCount, program.arcs[end].demand == demand {
        if prices.reduced[end] < 0, !isActive[end], integer.columnUpper[end] != 0 {
          let visit = Int(matrix.teamVisitOfArc[end])
          if visit < 0 || isTeamLoaded[visit] {
            let arc = program.arcs[end]
            cheap.append(
              (prices.reduced[end], activeInSlot[Int(arc.supply) * 21 + Int(arc.session)], end))
          }
        }
        end += 1
      }
      if !cheap.isEmpty {
        found = true
        // Sessions of a supply are often alike: a few supplies are worth more than a few sessions.
        var given: [Int32: Int] = [:]
        var count = 0
        for entry in cheap.sorted(by: { $0 < $1 }) {
          let supply = program.arcs[entry.arc].supply
          guard given[supply, default: 0] < program.demands[Int(demand)].visits else { continue }
          given[supply, default: 0] += 1
          activate(entry.arc)
          count += 1
          if count == Relaxation.arcsAtOnce { break }
        }
      }
      begin = end
    }
    if activateTeams(prices, integer) { found = true }
    return found
  }

  /// Gives a visit's own rows, its column and all its arcs.
  private mutating func loadWhole(_ number: Int, _ integer: IntegerProgram) {
    load(number)
    for arc in matrix.teamVisits[number].arcs where integer.columnUpper[arc.column] != 0 {
      activate(arc.column)
    }
  }

  /// Gives GLPK the two cheapest visits of each team whose reduced cost is negative.
  private mutating func activateTeams(_ prices: Prices, _ integer: IntegerProgram) -> Bool {
    var cheap: [(demand: Int, cost: Int, visit: Int)] = []
    for (number, visit) in matrix.teamVisits.enumerated() where !isTeamLoaded[number] {
      if integer.columnUpper[visit.column] != 0, prices.reduced[visit.column] < 0 {
        cheap.append((visit.demand, prices.reduced[visit.column], number))
      }
    }
    var given: [Int: Int] = [:]
    for entry in cheap.sorted(by: { $0 < $1 }) where given[entry.demand, default: 0] < 2 {
      given[entry.demand, default: 0] += 1
      let visit = matrix.teamVisits[entry.visit]
      let own = visit.prices(reduced: prices.reduced, upper: integer.columnUpper)
      load(entry.visit)
      for arc in own?.cheapest ?? [] { activate(arc) }
    }
    return !cheap.isEmpty
  }
}
