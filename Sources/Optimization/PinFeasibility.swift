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
  /// - Throws: smallest sets of pins in conflict, or that the time ran out.
  func solve() throws(SolverError) -> [Int] {
    let all = Array(program.pins.indices)
    if let arcs = try arcs(keeping: all) { return arcs }
    throw .conflictingPins(try conflicts(in: all))
  }

  /// Arcs that keep every pin, ascending; nil when the pins conflict.
  ///
  /// - Throws: that the time ran out, or what GLPK said.
  func arcsKeepingAll() throws(SolverError) -> [Int]? {
    try arcs(keeping: Array(program.pins.indices))
  }

  /// Sets in conflict that share no pin: one is found and set aside, until the rest can hold.
  private func conflicts(in pins: [Int]) throws(SolverError) -> [[Int]] {
    var found: [[Int]] = []
    var left = pins
    repeat {
      do {
        let set = try smallest(of: left, beside: [], isNew: false)
        found.append(set.sorted())
        left.removeAll(where: set.contains)
        if try arcs(keeping: left) != nil { break }
      } catch {
        // What is known by then is true; that there is no more of it is not said.
        guard error == .timeLimit, !found.isEmpty else { throw error }
        break
      }
    } while true
    return found.sorted { $0[0] < $1[0] }
  }

  /// A smallest part of some pins that conflicts beside others, by halving (Junker 2004): pins that
  /// are not needed go many at a time.
  ///
  /// - Parameters:
  ///   - pins: conflict together with `kept`.
  ///   - kept: stay in the conflict.
  ///   - isNew: whether `kept` has grown since it was last tried alone.
  /// - Returns: the part.
  /// - Throws: that the time ran out, or what GLPK said.
  private func smallest(
    of pins: [Int], beside kept: [Int], isNew: Bool
  ) throws(SolverError) -> [Int] {
    if isNew, try arcs(keeping: kept) == nil { return [] }
    guard pins.count > 1 else { return pins }
    let first = Array(pins.prefix(pins.count / 2))
    let second = Array(pins.dropFirst(pins.count / 2))
    let needed = try smallest(of: second, beside: kept + first, isNew: true)
    return needed + (try smallest(of: first, beside: kept + needed, isNew: !needed.isEmpty))
  }

  /// Arcs that keep some pins, or nil when there are none.
  private func arcs(keeping pins: [Int]) throws(SolverError) -> [Int]? {
    guard !pins.isEmpty else { return [] }
    var suppliesOf: [Int: Set<Int32>] = [:]
    for pin in pins {
      suppliesOf[program.pins[pin].demand, default: []].insert(Int32(program.pins[pin].supply))
    }
    // A plain demand served in part needs its pinned supplies only; others need all they can get.
    let kept = program.arcs.indices.filter { index in
      let arc = program.arcs[index]
      guard let supplies = suppliesOf[Int(arc.demand)] else { return false }
      let demand = program.demands[Int(arc.demand)]
      return demand.isTeam || demand.wholly || supplies.contains(arc.supply)
    }
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
