/// What a search over a relaxation needs to know of its columns.
extension ProgramMatrix {
  private static let tolerance = 1e-6

  private static func isFractional(_ value: Double) -> Bool {
    abs(value - value.rounded()) > tolerance
  }

  /// The arcs of a relaxed solution, when all are whole and keep every constraint.
  func integral(_ values: [Double]) -> [Int]? {
    var chosen: [Int] = []
    for arc in 0..<arcCount where values[arc] != 0 {
      if ProgramMatrix.isFractional(values[arc]) { return nil }
      if values[arc] > 0.5 { chosen.append(arc) }
    }
    return PlanValue.violation(of: chosen, in: program) == nil ? chosen : nil
  }

  /// The arcs that a relaxed solution fills wholly, without visits and needs it fills in part.
  func roundedDown(_ values: [Double]) -> [Int] {
    (0..<arcCount).filter { index in
      guard values[index] > 1 - ProgramMatrix.tolerance else { return false }
      let arc = program.arcs[index]
      let demand = program.demands[Int(arc.demand)]
      if demand.wholly, values[demandColumn[Int(arc.demand)]] < 1 - ProgramMatrix.tolerance {
        return false
      }
      guard demand.isTeam else { return true }
      return teamColumns[Int(arc.demand)].contains {
        $0.session == Int(arc.session) && values[$0.column] > 1 - ProgramMatrix.tolerance
      }
    }
  }

  /// What tells ways of serving the coupled demands apart (FNV-1a of their arcs); two that share it by chance
  /// cost a plan to compare with, no more.
  func digestOfCouplings(_ chosen: [Int]) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for arc in chosen where isCoupled[Int(program.arcs[arc].demand)] {
      digest = (digest ^ UInt64(arc)) &* 0x100_0000_01B3
    }
    return digest
  }

  /// The couplings that a relaxed solution leaves in part, one of each demand, with the whole numbers
  /// nearest to them; those nearest to whole first.
  func fractionalCouplings(_ values: [Double]) -> [(column: Int, rounded: Int)] {
    var found: [(distance: Double, column: Int, rounded: Int)] = []
    for (index, demand) in program.demands.enumerated() where demand.wholly || demand.isTeam {
      var own: (distance: Double, column: Int, rounded: Int)?
      for column in [demandColumn[index]] + teamColumns[index].map(\.column)
      where ProgramMatrix.isFractional(values[column]) {
        let rounded = (values[column] + 1e-9).rounded()
        let distance = abs(values[column] - rounded)
        if own.map({ distance < $0.distance }) ?? true { own = (distance, column, Int(rounded)) }
      }
      if let own { found.append(own) }
    }
    return found.sorted { ($0.distance, $0.column) < ($1.distance, $1.column) }
      .map { ($0.column, $0.rounded) }
  }

  /// The columns of all that a relaxed solution serves wholly: demands served wholly, visits of teams.
  func fullCouplings(_ values: [Double]) -> [Int] {
    program.demands.indices.flatMap { index in
      ((program.demands[index].wholly ? [demandColumn[index]] : [])
        + teamColumns[index].map(\.column)).filter { values[$0] > 1 - ProgramMatrix.tolerance }
    }
  }

  /// The columns of coupled demands that a relaxed solution leaves in part.
  func fractionalDemands(_ values: [Double]) -> [Int] {
    program.demands.indices.filter { index in
      (program.demands[index].wholly || program.demands[index].isTeam)
        && ProgramMatrix.isFractional(values[demandColumn[index]])
    }.map { demandColumn[$0] }
  }

  /// The first of the columns to branch on; nil when all are whole.
  func branchingColumn(_ values: [Double]) -> Int? { branchingColumns(values).first }

  /// The columns to branch on: couplings that a relaxed solution leaves in part; none when all are whole.
  ///
  /// Demands come before visits, higher classes before lower ones, those nearest to a half first.
  func branchingColumns(_ values: [Double]) -> [Int] {
    var found: [[Int]] = []
    func consider(_ column: Int, kind: Int, demand: Int) {
      guard ProgramMatrix.isFractional(values[column]) else { return }
      let fraction = values[column] - values[column].rounded(.down)
      found.append([kind, program.demandClass[demand], Int(abs(fraction - 0.5) * 1000), column])
    }
    func columns() -> [Int] {
      found.sorted { $0.lexicographicallyPrecedes($1) }.map { $0[3] }
    }
    for (index, demand) in program.demands.enumerated() where demand.wholly || demand.isTeam {
      consider(demandColumn[index], kind: 0, demand: index)
      for visit in teamColumns[index] { consider(visit.column, kind: 1, demand: index) }
    }
    if !found.isEmpty { return columns() }
    let pinned = Set(program.pins.map(\.demand))
    for (index, arc) in program.arcs.enumerated() where pinned.contains(Int(arc.demand)) {
      consider(index, kind: 2, demand: Int(arc.demand))
    }
    if !found.isEmpty { return columns() }
    // A row that keeps a tier can make the rest fractional.
    for (index, arc) in program.arcs.enumerated() {
      consider(index, kind: 3, demand: Int(arc.demand))
    }
    return columns()
  }
}
