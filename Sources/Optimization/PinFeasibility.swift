/// Finds out whether all pins can hold, and which cannot hold together.
///
/// Only demands with pins matter: any other demand may stay unserved.
struct PinFeasibility {
  private let program: AssignmentProgram
  private let deadline: Deadline

  init(_ program: AssignmentProgram, deadline: Deadline) {
    self.program = program
    self.deadline = deadline
  }

  /// Arcs that keep every pin, ascending; none when there are no pins.
  ///
  /// - Throws: a smallest set of pins in conflict, or that the time ran out.
  func solve() throws(SolverError) -> [Int] {
    let all = Array(program.pins.indices)
    if let arcs = try arcs(keeping: all) { return arcs }
    // Deletion filter: a pin without which the rest still conflicts is not needed.
    var conflict = all
    for pin in all {
      let rest = conflict.filter { $0 != pin }
      if try arcs(keeping: rest) == nil { conflict = rest }
    }
    throw .conflictingPins(conflict)
  }

  /// Arcs that keep some pins, or nil when there are none.
  private func arcs(keeping pins: [Int]) throws(SolverError) -> [Int]? {
    guard !pins.isEmpty else { return [] }
    let demands = Set(pins.map { program.pins[$0].demand })
    let kept = program.arcs.indices.filter { demands.contains(Int(program.arcs[$0].demand)) }
    var part = program
    part.arcs = kept.map { program.arcs[$0] }
    part.pins = pins.map { program.pins[$0] }
    part.tiers = []
    let matrix = ProgramMatrix(part)
    let cost = [Int](repeating: 0, count: matrix.integer.columnCount)
    let outcome = try GLPKSolver.minimize(
      matrix.integer, columns: Array(0..<matrix.integer.columnCount), cost: cost,
      basis: matrix.basis(at: matrix.values(of: [])), branch: true, start: nil,
      deadline: deadline)
    switch outcome {
    case .optimal(let values, _, _), .feasible(let values):
      let chosen = kept.indices.filter { values[$0] > 0.5 }
      if let fault = PlanValue.violation(of: chosen, in: part) { throw .glpk(fault) }
      return chosen.map { kept[$0] }
    case .infeasible: return nil
    case .nothing: throw .timeLimit
    }
  }
}
