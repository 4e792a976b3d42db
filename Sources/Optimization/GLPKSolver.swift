import CGLPK

/// How a call of GLPK ended, and what it holds.
enum GLPKOutcome {
  /// Values of the columns loaded, duals of the rows, a basis; the optimum.
  case optimal(values: [Double], duals: [Double], basis: Basis)
  /// A feasible integer solution; stopped early.
  case feasible(values: [Double])
  /// Proved that there is none.
  case infeasible
  /// Stopped early with nothing.
  case nothing
}

/// The only door to GLPK: validated integers in, values out.
enum GLPKSolver {
  /// Minimises a cost over some columns and rows of a program, all other columns staying at zero.
  ///
  /// - Parameters:
  ///   - program: the program; every index and bound is checked before the call.
  ///   - rows: the rows to load, ascending; nil for all.
  ///   - columns: the columns to load, ascending; the rest must be able to be zero.
  ///   - cost: by column of the program.
  ///   - basis: where to start; rows that are not loaded count as basic.
  ///   - isDualFeasible: whether the basis has rather lost its solution than its prices.
  ///   - branch: whether columns are held to integers.
  ///   - start: an integer solution to offer to the tree, by column of the program.
  ///   - deadline: when to stop.
  ///   - iterations: of the simplex method that branching may take; nil for any number.
  /// - Returns: values and basis by loaded column, duals and basis by row of the program.
  /// - Throws: what GLPK said when it refused, or a return code that has no meaning here.
  static func minimize(
    _ program: IntegerProgram, rows: [Int]? = nil, columns: [Int], cost: [Int], basis: Basis,
    isDualFeasible: Bool = false, branch: Bool, start: [Int]?, deadline: Deadline,
    iterations: Int? = nil
  ) throws(SolverError) -> GLPKOutcome {
    let rows = rows ?? Array(0..<program.rowCount)
    var load = Load(rows: rows.count)
    var numberOfRow = [Int32](repeating: -1, count: program.rowCount)
    for (number, row) in rows.enumerated() {
      numberOfRow[row] = Int32(number)
      load.rowLower[number] = try bound(program.rowLower[row], absent: Int32.min)
      load.rowUpper[number] = try bound(program.rowUpper[row], absent: Int32.max)
    }
    var isWide = false
    for (number, column) in columns.enumerated() {
      if number % 4096 == 0, deadline.hasPassed { return .nothing }
      load.columnLower.append(try bound(program.columnLower[column], absent: 0))
      load.columnUpper.append(try bound(program.columnUpper[column], absent: 0))
      guard abs(cost[column]) < 1 << 52 else {
        throw .invalidProgram("a cost beyond what a double holds exactly")
      }
      load.cost.append(Double(cost[column]))
      program.forEachEntry(of: column) { row, value in
        guard numberOfRow[row] >= 0 else { return }
        load.indexes.append(numberOfRow[row])
        if let coefficient = Int32(exactly: value) {
          load.coefficients.append(coefficient)
        } else {
          isWide = true
        }
      }
      load.starts.append(Int32(load.indexes.count))
      load.columnBasis.append(basis.columns[column])
      if let start { load.start.append(Double(start[column])) }
    }
    guard !isWide else { throw .invalidProgram("a coefficient beyond 32 bits") }
    load.rowBasis = rows.map { basis.rows[$0] }
    load.isDualFeasible = isDualFeasible
    let outcome = try solve(
      &load, branch: branch, deadline: deadline, iterations: iterations)
    guard case .optimal(let values, let loadedDuals, var found) = outcome else { return outcome }
    var duals = [Double](repeating: 0, count: program.rowCount)
    var stands = [UInt8](repeating: Basis.basic, count: program.rowCount)
    for (number, row) in rows.enumerated() {
      duals[row] = loadedDuals[number]
      stands[row] = found.rows[number]
    }
    found.rows = stands
    return .optimal(values: values, duals: duals, basis: found)
  }

  /// Calls GLPK with arrays as they are; what is wrong with them comes back as an error.
  static func solve(
    _ load: inout Load, branch: Bool, deadline: Deadline, iterations: Int? = nil
  ) throws(SolverError) -> GLPKOutcome {
    let columnCount = load.columnLower.count
    var values = [Double](repeating: 0, count: columnCount + 1)
    var duals = [Double](repeating: 0, count: load.rowLower.count + 1)
    var message = [CChar](repeating: 0, count: 1024)
    let integers = [UInt8](repeating: 1, count: columnCount + 1)
    let status = unsafe sandan_glpk_solve(
      Int32(load.rowLower.count), Int32(columnCount), load.rowLower, load.rowUpper,
      load.columnLower, load.columnUpper, integers, load.cost, load.starts, load.indexes,
      load.coefficients, &load.rowBasis, &load.columnBasis, load.isDualFeasible ? 1 : 0,
      branch ? 1 : 0, deadline.milliseconds, iterations.map { Int32(clamping: $0) } ?? -1,
      load.start.isEmpty ? 0 : 1, load.start, &values, &duals, &message, Int32(message.count))
    let text = String(
      decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch Int(status) {
    case SANDAN_OPTIMAL:
      return .optimal(
        values: Array(values.prefix(columnCount)),
        duals: Array(duals.prefix(load.rowLower.count)),
        basis: Basis(rows: load.rowBasis, columns: load.columnBasis))
    case SANDAN_FEASIBLE: return .feasible(values: Array(values.prefix(columnCount)))
    case SANDAN_INFEASIBLE: return .infeasible
    case SANDAN_NOTHING: return .nothing
    case SANDAN_UNBOUNDED: throw .glpk("unbounded, though every column has bounds")
    case SANDAN_MISUSE: throw .glpk(text)
    default: throw .glpk("no usable answer (\(text))")
    }
  }

  private static func bound(_ value: Int?, absent: Int32) throws(SolverError) -> Int32 {
    guard let value else { return absent }
    guard abs(value) <= 1 << 30 else { throw .invalidProgram("a bound beyond 2^30") }
    return Int32(value)
  }

  /// The arrays of one call.
  struct Load {
    var rowLower: [Int32]
    var rowUpper: [Int32]
    var columnLower: [Int32] = []
    var columnUpper: [Int32] = []
    var cost: [Double] = []
    var starts: [Int32] = [0]
    var indexes: [Int32] = []
    var coefficients: [Int32] = []
    var rowBasis: [UInt8] = []
    var columnBasis: [UInt8] = []
    var start: [Double] = []
    var isDualFeasible = false

    init(rows: Int) {
      rowLower = Array(repeating: 0, count: rows)
      rowUpper = Array(repeating: 0, count: rows)
    }
  }
}

/// The moment at which solving ends.
struct Deadline: Sendable {
  private let end: ContinuousClock.Instant?

  /// A deadline some time from now; nil for none.
  init(in limit: Duration?) { end = limit.map { ContinuousClock.now + $0 } }

  /// Whether there is one.
  var isSet: Bool { end != nil }

  /// Whether it has come.
  var hasPassed: Bool { end.map { ContinuousClock.now >= $0 } ?? false }

  /// Milliseconds left, as the C entry takes them; -1 for no deadline.
  var milliseconds: Int32 {
    guard let end else { return -1 }
    let left = end - ContinuousClock.now
    let count = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
    return Int32(clamping: max(0, count))
  }
}
