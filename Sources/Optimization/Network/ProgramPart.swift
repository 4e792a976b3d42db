/// A connected part of a program without couplings, or the whole of it, in indexes of its own.
///
/// It says which demands, supplies, pools and groups belong to it; what they are is read from the
/// program, so that nothing is copied.
struct ProgramPart: Sendable {
  let program: AssignmentProgram
  /// The costs of all arcs of the program.
  let rows: RowIndex
  /// By demand of the program: its arcs.
  let arcsOf: [Range<Int>]
  /// By supply of the program: its place in the part that it belongs to.
  let placeOfSupply: [Int32]
  /// The demands and the supplies of the part.
  let demands: [Int]
  let supplies: [Int]
  /// The pools of its supplies and the groups of its demands.
  let pools: [Int]
  let groups: [Int]
  /// By supply of the part: its pool's place in `pools`.
  let poolOf: [Int]
  /// By demand of the part: its group's place in `groups`.
  let groupOf: [Int]
  /// Pins that demand something of the part, in the program's indexes.
  let pins: [AssignmentProgram.Pin]

  /// The session slot of the program that a slot of the part is: supply · 21 + session.
  func slot(_ own: Int) -> Int { supplies[own / 21] * 21 + own % 21 }
}

extension ProgramPart {
  /// Some demands and supplies of a program, whose pools and groups are numbered anew.
  init(
    _ program: AssignmentProgram, rows: RowIndex, arcsOf: [Range<Int>], placeOfSupply: [Int32],
    demands: [Int], supplies: [Int], pins: [AssignmentProgram.Pin]
  ) {
    let (pools, poolOf) = ProgramPart.numbered(
      supplies.map { program.supplies[$0].pool }, of: program.poolCount)
    let (groups, groupOf) = ProgramPart.numbered(
      demands.map { program.demands[$0].group }, of: program.groupCount)
    self.init(
      program: program, rows: rows, arcsOf: arcsOf, placeOfSupply: placeOfSupply,
      demands: demands, supplies: supplies, pools: pools, groups: groups, poolOf: poolOf,
      groupOf: groupOf, pins: pins)
  }

  /// The whole of a program.
  init(_ program: AssignmentProgram, rows: RowIndex, arcsOf: [Range<Int>]) {
    self.init(
      program: program, rows: rows, arcsOf: arcsOf,
      placeOfSupply: (0..<Int32(program.supplies.count)).map { $0 },
      demands: Array(program.demands.indices), supplies: Array(program.supplies.indices),
      pools: Array(0..<program.poolCount), groups: Array(0..<program.groupCount),
      poolOf: program.supplies.map(\.pool), groupOf: program.demands.map(\.group),
      pins: program.pins)
  }

  /// The different ones among some numbers below a bound, ascending, and for each number its place
  /// among them.
  private static func numbered(_ numbers: [Int], of bound: Int) -> (kept: [Int], places: [Int]) {
    guard bound <= 4 * numbers.count else {
      var kept: [Int] = []
      for number in numbers.sorted() where number != kept.last { kept.append(number) }
      return (kept, numbers.map { kept.lowerBound(of: $0) })
    }
    var place = [Int](repeating: -1, count: bound)
    for number in numbers { place[number] = 0 }
    let kept = (0..<bound).filter { place[$0] == 0 }
    for (index, number) in kept.enumerated() { place[number] = index }
    return (kept, numbers.map { place[$0] })
  }
}
