/// An assignment program laid out as a network with its couplings.
///
/// Arcs come first, so that a column below `arcCount` is an arc. The rows of demands, of their days,
/// of slots, supplies, pools and groups are two laminar families: without couplings the matrix is
/// totally unimodular and its prices are integers.
///
/// Most rows never bind: sessions of a supply, days of a demand, teams in sessions in which they do not
/// meet. These are marked, so that a solver is given them only when it needs them.
///
/// Couplings are written as tightly as one demand allows: the visits of a `wholly` demand on a day
/// and the supplies of a team's visit are bounded by the column that says whether there is a visit
/// at all, not by one. Each demand's own part of the matrix then describes the convex hull of what
/// it can be given, so a relaxation is fractional only where demands compete.
struct ProgramMatrix {
  let program: AssignmentProgram
  private(set) var integer = IntegerProgram()
  let arcCount: Int

  /// Column of each demand's visits, and how many visits one unit of it stands for.
  private(set) var demandColumn: [Int] = []
  private(set) var demandScale: [Int] = []
  /// Column and session of each team visit, by demand.
  private(set) var teamColumns: [[(session: Int, column: Int)]] = []
  /// All sessions of all teams.
  private(set) var teamVisits: [TeamVisit] = []
  /// By arc: its team visit among `teamVisits`; -1 for an arc of no team.
  private(set) var teamVisitOfArc: [Int32]
  /// By demand.
  private(set) var isCoupled: [Bool]
  /// By row: whether it seldom binds, so that a relaxation may leave it out until it does.
  private(set) var isLazy: [Bool] = []
  /// By demand: the row of its visits, and of each day's.
  private(set) var visitRow: [Int] = []
  private(set) var dayRows: [[Int: Int]] = []
  /// By pin.
  private(set) var pinRow: [Int] = []
  /// By supply: the row that asks for its minimum.
  private(set) var minimumRow: [Int?] = []
  /// Rows in which demands meet, for reading off prices.
  private(set) var slotRow: [Int: Int] = [:]
  private(set) var supplyRow: [Int] = []
  private(set) var poolRow: [Int] = []
  private(set) var groupRow: [Int] = []
  private(set) var loadColumn: [Int] = []
  private(set) var shortfallColumn: [Int?] = []
  private(set) var unmetColumns: [[Int]] = []
  private(set) var poolColumns: [[Int]] = []
  /// What rows and columns stand for, once cuts are looked for.
  private(set) var parts: CutParts?
  /// Rows whose slack is fixed in the first basis, with the column that is basic for them.
  private var pairedRows: [(row: Int, column: Int)] = []

  init(_ program: AssignmentProgram) {
    self.program = program
    arcCount = program.arcs.count
    teamVisitOfArc = Array(repeating: -1, count: arcCount)
    isCoupled = Array(repeating: false, count: program.demands.count)
    for demand in program.coupledDemands { isCoupled[demand] = true }
    build()
  }

  private mutating func build() {
    let usesShortfall = program.tiers.contains(where: \.shortfall)
    let usesUnmet = program.tiers.contains { !$0.perUnmet.isEmpty }
    let usesLoad = program.tiers.contains { !$0.perLoad.isEmpty }
    var arcRows: [[(row: Int, value: Int)]] = Array(repeating: [], count: arcCount)
    let arcsOfDemand = Dictionary(grouping: program.arcs.indices) { Int(program.arcs[$0].demand) }

    // Rows of demands; a team's visit has a row for each kind of place.
    var wholeRows: [[Int]] = []
    for (index, demand) in program.demands.enumerated() {
      let own = arcsOfDemand[index] ?? []
      let row = integer.addRow(lower: 0, upper: 0)
      visitRow.append(row)
      var dayRows: [Int: Int] = [:]
      if demand.visits > 1 {
        for day in Set(own.map { Int(program.arcs[$0].session) / 3 }).sorted() {
          dayRows[day] = addLazyRow(upper: demand.wholly ? 0 : 1)
        }
      }
      self.dayRows.append(dayRows)
      wholeRows.append(demand.wholly ? dayRows.values.sorted() : [])
      if demand.isTeam {
        addTeam(index, arcs: own, dayRows: dayRows, to: &arcRows)
      } else {
        for arc in own {
          arcRows[arc].append((row, 1))
          if let day = dayRows[Int(program.arcs[arc].session) / 3] { arcRows[arc].append((day, 1)) }
        }
      }
    }
    for pin in program.pins {
      let row = integer.addRow(lower: pin.count, upper: nil)
      pinRow.append(row)
      for arc in arcsOfDemand[pin.demand] ?? []
      where Int(program.arcs[arc].supply) == pin.supply
        && (pin.session == nil || pin.session == Int(program.arcs[arc].session))
      {
        arcRows[arc].append((row, 1))
      }
    }
    addLinks(to: &arcRows)
    for rows in arcRows { integer.addColumn(lower: 0, upper: 1, entries: rows) }

    groupRow =
      usesUnmet
      ? requestedByGroup().map { integer.addRow(lower: $0, upper: $0) } : []
    poolRow =
      usesLoad
      ? (0..<program.poolCount).map { _ in integer.addRow(lower: 0, upper: 0) } : []
    addFlows(wholeRows: wholeRows, usesShortfall: usesShortfall)
    let requested = requestedByGroup()
    for (group, row) in groupRow.enumerated() {
      unmetColumns.append(
        (0..<requested[group]).map { _ in
          integer.addColumn(lower: 0, upper: 1, entries: [(row, 1)])
        })
    }
    for (pool, row) in poolRow.enumerated() {
      let places = program.supplies.reduce(0) { $0 + ($1.pool == pool ? $1.weekly : 0) }
      poolColumns.append(
        (0..<places).map { _ in
          integer.addColumn(lower: 0, upper: 1, entries: [(row, -1)])
        })
    }
    isLazy += Array(repeating: false, count: integer.rowCount - isLazy.count)
    closeVisitsWithoutTeams()
  }

  /// Sets rows aside for cuts; a relaxation leaves each of them out until it has its cut.
  mutating func reserveCuts(_ count: Int) {
    let first = integer.rowCount
    for _ in 0..<count { _ = integer.addRow(lower: nil, upper: nil) }
    isLazy += Array(repeating: true, count: count)
    integer.cuts = CutRows(rows: first..<first + count, columnCount: integer.columnCount)
    parts = CutParts(self)
  }

  /// Visits for which no team can be formed take no part.
  private mutating func closeVisitsWithoutTeams() {
    let nothing = [Int](repeating: 0, count: integer.columnCount)
    for visit in teamVisits
    where !visit.hasTeam(costs: nothing, upper: integer.columnUpper) {
      integer.columnUpper[visit.column] = 0
      for arc in visit.arcs { integer.columnUpper[arc.column] = 0 }
    }
  }

  private mutating func addLazyRow(upper: Int) -> Int {
    let row = integer.addRow(lower: nil, upper: upper)
    isLazy += Array(repeating: false, count: row - isLazy.count) + [true]
    return row
  }

  /// The sessions of a team with their rows.
  private mutating func addTeam(
    _ index: Int, arcs own: [Int], dayRows: [Int: Int],
    to arcRows: inout [[(row: Int, value: Int)]]
  ) {
    let places = program.demands[index].places
    for (session, arcs) in Dictionary(
      grouping: own, by: { Int(program.arcs[$0].session) }
    ).sorted(by: { $0.key < $1.key }) {
      let kindRows = places.map { _ in integer.addRow(lower: 0, upper: 0) }
      for arc in arcs { arcRows[arc].append((kindRows[Int(program.arcs[arc].place)], 1)) }
      var onceRows: [Int32: Int] = [:]
      for (supply, same) in Dictionary(grouping: arcs, by: { program.arcs[$0].supply })
        .sorted(by: { $0.key < $1.key })
      where same.count > 1 || places[Int(program.arcs[same[0]].place)] > 1 {
        let once = addLazyRow(upper: 0)
        for arc in same { arcRows[arc].append((once, 1)) }
        onceRows[supply] = once
      }
      for arc in arcs { teamVisitOfArc[arc] = Int32(teamVisits.count) }
      teamVisits.append(
        TeamVisit(
          demand: index, session: session, places: places,
          arcs: arcs.map {
            TeamVisit.Arc(
              column: $0, kind: program.arcs[$0].place, supply: program.arcs[$0].supply)
          },
          kindRows: kindRows, onceRows: onceRows, dayRow: dayRows[session / 3]))
    }
  }

  /// The rows in which arcs of different demands meet: a slot has one when it can fill up before its
  /// supply does.
  private mutating func addLinks(to arcRows: inout [[(row: Int, value: Int)]]) {
    supplyRow = program.supplies.map { _ in integer.addRow(lower: 0, upper: 0) }
    var asked = [Int](repeating: 0, count: program.supplies.count * 21)
    for arc in program.arcs { asked[Int(arc.supply) * 21 + Int(arc.session)] += 1 }
    for (index, arc) in program.arcs.enumerated() {
      arcRows[index].append((supplyRow[Int(arc.supply)], 1))
      let supply = program.supplies[Int(arc.supply)]
      let slot = Int(arc.supply) * 21 + Int(arc.session)
      guard supply.perSession < min(supply.weekly, asked[slot]) else { continue }
      let row = slotRow[slot] ?? addLazyRow(upper: supply.perSession)
      slotRow[slot] = row
      arcRows[index].append((row, 1))
    }
  }

  private func requestedByGroup() -> [Int] {
    var requested = [Int](repeating: 0, count: program.groupCount)
    for demand in program.demands { requested[demand.group] += demand.visits }
    return requested
  }

  private mutating func addFlows(wholeRows: [[Int]], usesShortfall: Bool) {
    teamColumns = Array(repeating: [], count: program.demands.count)
    for number in teamVisits.indices {
      let visit = teamVisits[number]
      var entries = zip(visit.kindRows, visit.places).map { ($0, -$1) }
      entries.append((visitRow[visit.demand], 1))
      if let day = visit.dayRow { entries.append((day, 1)) }
      for row in visit.onceRows.values.sorted() { entries.append((row, -1)) }
      let column = integer.addColumn(lower: 0, upper: 1, entries: entries)
      teamVisits[number].column = column
      teamColumns[visit.demand].append((visit.session, column))
    }
    for (index, demand) in program.demands.enumerated() {
      let scale = demand.wholly ? demand.visits : 1
      var entries = [(visitRow[index], -scale)]
      if !groupRow.isEmpty { entries.append((groupRow[demand.group], scale)) }
      for row in wholeRows[index] { entries.append((row, -1)) }
      let column = integer.addColumn(
        lower: 0, upper: demand.visits / scale, entries: entries)
      demandColumn.append(column)
      demandScale.append(scale)
      pairedRows.append((visitRow[index], column))
    }
    for (index, supply) in program.supplies.enumerated() {
      let row = supplyRow[index]
      var entries = [(row, -1)]
      if !poolRow.isEmpty { entries.append((poolRow[supply.pool], 1)) }
      minimumRow.append(nil)
      if usesShortfall, supply.minimum > 0 {
        let row = integer.addRow(lower: supply.minimum, upper: nil)
        entries.append((row, 1))
        minimumRow[index] = row
      }
      loadColumn.append(integer.addColumn(lower: 0, upper: supply.weekly, entries: entries))
      pairedRows.append((row, loadColumn[index]))
      shortfallColumn.append(
        minimumRow[index].map {
          integer.addColumn(lower: 0, upper: supply.minimum, entries: [($0, 1)])
        })
    }
  }

  /// The cost of each column in a tier; the tier's constant is left out.
  func costs(of tier: Tier) -> [Int] {
    var cost = [Int](repeating: 0, count: integer.columnCount)
    if !tier.perArc.isEmpty { for index in 0..<arcCount { cost[index] = tier.perArc[index] } }
    if !tier.perVisit.isEmpty {
      for index in program.demands.indices {
        cost[demandColumn[index]] = tier.perVisit[index] * demandScale[index]
      }
    }
    if !tier.perSession.isEmpty {
      for (index, arc) in program.arcs.enumerated()
      where !program.demands[Int(arc.demand)].isTeam {
        cost[index] += tier.perSession[Int(arc.session)]
      }
      for team in teamColumns {
        for visit in team { cost[visit.column] += tier.perSession[visit.session] }
      }
    }
    if tier.shortfall { for column in shortfallColumn { if let column { cost[column] = 1 } } }
    for (group, steps) in tier.perUnmet.enumerated() {
      for (column, step) in zip(unmetColumns[group], steps) { cost[column] = step }
    }
    for (pool, steps) in tier.perLoad.enumerated() {
      for (column, step) in zip(poolColumns[pool], steps) { cost[column] = step }
    }
    return cost
  }

  /// The values of all columns when some arcs are filled.
  func values(of chosen: [Int]) -> [Int] {
    var values = [Int](repeating: 0, count: integer.columnCount)
    var unmet = requestedByGroup()
    var load = [Int](repeating: 0, count: program.supplies.count)
    var poolLoad = [Int](repeating: 0, count: program.poolCount)
    var visits = [Int](repeating: 0, count: program.demands.count)
    for index in chosen {
      let arc = program.arcs[index]
      let demand = Int(arc.demand)
      values[index] = 1
      load[Int(arc.supply)] += 1
      poolLoad[program.supplies[Int(arc.supply)].pool] += 1
      if let team = teamColumns[demand].first(where: { $0.session == Int(arc.session) }) {
        if values[team.column] == 0 { visits[demand] += 1 }
        values[team.column] = 1
      } else {
        visits[demand] += 1
      }
    }
    for (index, demand) in program.demands.enumerated() {
      values[demandColumn[index]] = visits[index] / demandScale[index]
      unmet[demand.group] -= visits[index]
    }
    for (index, supply) in program.supplies.enumerated() {
      values[loadColumn[index]] = load[index]
      if let column = shortfallColumn[index] {
        values[column] = max(0, supply.minimum - load[index])
      }
    }
    for (group, columns) in unmetColumns.enumerated() {
      for column in columns.prefix(unmet[group]) { values[column] = 1 }
    }
    for (pool, columns) in poolColumns.enumerated() {
      for column in columns.prefix(poolLoad[pool]) { values[column] = 1 }
    }
    return values
  }

  /// A feasible basis at a plan: flows are basic in their own rows, every other row's slack is
  /// basic, the remaining columns stand at the bound they have in the plan.
  func basis(at values: [Int]) -> Basis {
    var basis = Basis(
      rows: Array(repeating: Basis.basic, count: integer.rowCount),
      columns: values.map { $0 == 0 ? Basis.atLower : Basis.atUpper })
    for pair in pairedRows {
      basis.rows[pair.row] = Basis.atLower
      basis.columns[pair.column] = Basis.basic
    }
    for (index, column) in shortfallColumn.enumerated() {
      guard let column, values[column] > 0 else { continue }
      // A shortfall between its bounds must be basic; its row then stands at the minimum.
      let minimum = program.supplies[index].minimum
      guard values[column] < minimum else { continue }
      basis.columns[column] = Basis.basic
      integer.forEachEntry(of: column) { row, _ in basis.rows[row] = Basis.atLower }
    }
    return basis
  }
}
