/// What the rows and columns of a program stand for when a combination of them is told as a cut.
///
/// A cut is told by what demands compete for and by what each part may use up: rows and bounds within one
/// demand, supply, pool or group become part of its account. Told like this it is at least as strong as the
/// combination of rows: a visit with all its places is rounded as a whole, and so are the others.
struct CutParts {
  /// What a row stands for.
  enum Row {
    case slot(Int)
    case supply(Int)
    case pool(Int)
    case group(Int)
    case visits(demand: Int)
    case day(demand: Int, day: Int)
    /// Within a supply.
    case minimum(supply: Int)
    /// Of a pin that all visits of its demand are bound to.
    case pin(demand: Int)
    /// Of another pin: its factor would have to be told session by session, and no cut has one.
    case loosePin
    /// Within a demand, its side 0.
    case inner
    case cut(Int)
  }

  /// What a column stands for.
  enum Column {
    case visit(demand: Int, day: Int)
    case demand(Int)
    case supply(Int)
    case pool(Int)
    case group(Int)
  }

  /// By row.
  private(set) var rows: [Row]
  /// By column.
  private(set) var columns: [Column]
  private let isSingle: [Bool]
  private let suppliesOfPool: [[Int]]
  private let demandsOfGroup: [[Int]]

  init(_ matrix: ProgramMatrix) {
    let program = matrix.program
    rows = Array(repeating: .inner, count: matrix.integer.rowCount)
    for (slot, row) in matrix.slotRow { rows[row] = .slot(slot) }
    for (index, row) in matrix.supplyRow.enumerated() { rows[row] = .supply(index) }
    for (index, row) in matrix.poolRow.enumerated() { rows[row] = .pool(index) }
    for (index, row) in matrix.groupRow.enumerated() { rows[row] = .group(index) }
    for (index, row) in matrix.visitRow.enumerated() { rows[row] = .visits(demand: index) }
    for (index, days) in matrix.dayRows.enumerated() {
      for (day, row) in days { rows[row] = .day(demand: index, day: day) }
    }
    for (index, row) in matrix.minimumRow.enumerated() {
      if let row { rows[row] = .minimum(supply: index) }
    }
    for (index, row) in matrix.pinRow.enumerated() {
      let pin = program.pins[index]
      rows[row] =
        pin.session == nil && pin.count == program.demands[pin.demand].visits
        ? .pin(demand: pin.demand) : .loosePin
    }
    for (number, row) in (matrix.integer.cuts?.rows ?? 0..<0).enumerated() {
      rows[row] = .cut(number)
    }
    columns = program.arcs.map { .visit(demand: Int($0.demand), day: Int($0.session) / 3) }
    columns += Array(repeating: .demand(0), count: matrix.integer.columnCount - columns.count)
    for visit in matrix.teamVisits {
      columns[visit.column] = .visit(demand: visit.demand, day: visit.session / 3)
    }
    for (index, column) in matrix.demandColumn.enumerated() { columns[column] = .demand(index) }
    for (index, column) in matrix.loadColumn.enumerated() { columns[column] = .supply(index) }
    for (index, column) in matrix.shortfallColumn.enumerated() {
      if let column { columns[column] = .supply(index) }
    }
    for (index, own) in matrix.unmetColumns.enumerated() {
      for column in own { columns[column] = .group(index) }
    }
    for (index, own) in matrix.poolColumns.enumerated() {
      for column in own { columns[column] = .pool(index) }
    }
    isSingle = program.demands.map { $0.visits == 1 }
    var suppliesOfPool: [[Int]] = Array(repeating: [], count: program.poolCount)
    for (index, supply) in program.supplies.enumerated() {
      suppliesOfPool[supply.pool].append(index)
    }
    self.suppliesOfPool = suppliesOfPool
    var demandsOfGroup: [[Int]] = Array(repeating: [], count: program.groupCount)
    for (index, demand) in program.demands.enumerated() {
      demandsOfGroup[demand.group].append(index)
    }
    self.demandsOfGroup = demandsOfGroup
  }

  /// Adds a row to a cut.
  func add(_ factor: Int, side: Int, of row: Row, to cut: inout Proof.Cut) {
    switch row {
    case .slot(let slot):
      cut.slots[slot, default: .init()].factor += factor
      cut.slots[slot, default: .init()].account += factor * side
    case .supply(let supply): cut.supplies[supply, default: .init()].factor += factor
    case .pool(let pool):
      // A place pays its supply's factor and its pool's; the row of a supply stands for both.
      cut.pools[pool, default: .init()].factor += factor
      for supply in suppliesOfPool[pool] {
        cut.supplies[supply, default: .init()].factor -= factor
      }
    case .group(let group):
      cut.groups[group, default: .init()].factor += factor
      cut.groups[group, default: .init()].account += factor * side
      for demand in demandsOfGroup[group] {
        cut.demands[demand, default: .init()].factor -= factor
      }
    case .visits(let demand): cut.demands[demand, default: .init()].factor += factor
    case .day(let demand, let day):
      cut.demands[demand, default: .init()].days[day, default: 0] += factor
      cut.demands[demand, default: .init()].account += factor * side
    case .minimum(let supply):
      cut.supplies[supply, default: .init()].account += factor * side
    case .pin(let demand):
      cut.demands[demand, default: .init()].factor += factor
      cut.demands[demand, default: .init()].account += factor * side
    case .inner, .loosePin: break
    case .cut(let number): cut.cuts[number] = factor
    }
  }

  /// Adds a column's upper bound to a cut.
  func add(_ factor: Int, upper: Int, of column: Column, to cut: inout Proof.Cut) {
    switch column {
    case .visit(let demand, let day):
      if isSingle[demand] {
        cut.demands[demand, default: .init()].factor += factor
      } else {
        cut.demands[demand, default: .init()].days[day, default: 0] += factor
      }
      cut.demands[demand, default: .init()].account += factor * upper
    case .demand(let demand): cut.demands[demand, default: .init()].account += factor * upper
    case .supply(let supply): cut.supplies[supply, default: .init()].account += factor * upper
    case .pool(let pool): cut.pools[pool, default: .init()].account += factor * upper
    case .group(let group): cut.groups[group, default: .init()].account += factor * upper
    }
  }
}
