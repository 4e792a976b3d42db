/// The connected parts of a program without couplings.
///
/// Demands belong together when a supply may serve both, directly or through others; where a tier
/// prices the loads of pools, the supplies of a pool belong together too, and where one prices the
/// unmet visits of groups, the demands of a group. What belongs to different parts adds up in every
/// tier, so the best of each part make the best of the whole.
///
/// - Complexity: O(arcs · α) to find the parts.
struct Components: Sendable {
  private let program: AssignmentProgram
  private let hasPools: Bool
  private let hasGroups: Bool
  /// The demands of each part, parts with most arcs first; not told when there is one.
  private var demands: [[Int]] = []
  /// The supplies of each part.
  private var supplies: [[Int]] = []
  /// The pins of each part.
  private var pins: [[AssignmentProgram.Pin]] = []
  /// The place of each supply in its part.
  private var placeOfSupply: [Int32] = []
  /// By demand.
  private let arcsOf: [Range<Int>]

  let count: Int
  /// The visits that a plan of one part can make at most, and no other more.
  let mostVisits: Int

  init(_ program: AssignmentProgram) {
    self.program = program
    hasPools = program.tiers.contains { !$0.perLoad.isEmpty }
    hasGroups = program.tiers.contains { !$0.perUnmet.isEmpty }
    let firstSupply = program.demands.count
    let firstPool = firstSupply + program.supplies.count
    let firstGroup = firstPool + program.poolCount
    let sets = DisjointSets(count: firstGroup + program.groupCount)
    defer { sets.free() }
    arcsOf = Components.joinByArcs(program, sets)
    if hasGroups {
      for demand in program.demands.indices {
        sets.join(demand, firstGroup + program.demands[demand].group)
      }
    }
    if hasPools {
      for supply in program.supplies.indices {
        sets.join(firstSupply + supply, firstPool + program.supplies[supply].pool)
      }
    }
    // By the member that stands for a set.
    var partOf = [Int32](repeating: -1, count: firstGroup + program.groupCount)
    var visits: [Int] = []
    for demand in program.demands.indices {
      let set = sets.find(demand)
      if partOf[set] < 0 {
        partOf[set] = Int32(visits.count)
        visits.append(0)
      }
      visits[Int(partOf[set])] += min(program.demands[demand].visits, 7)
    }
    count = visits.count
    mostVisits = visits.max() ?? 0
    if count > 1 { list(sets, partOf) }
  }

  /// Joins demands with the supplies that may serve them; the result is the arcs of each demand.
  private static func joinByArcs(
    _ program: AssignmentProgram, _ sets: DisjointSets
  ) -> [Range<Int>] {
    var arcsOf: [Range<Int>] = []
    arcsOf.reserveCapacity(program.demands.count)
    let arcs = program.arcs
    let firstSupply = program.demands.count
    var begin = 0
    for demand in 0..<firstSupply {
      var end = begin
      var last: Int32 = -1
      var set = demand
      while end < arcs.count, Int(arcs[end].demand) == demand {
        let supply = arcs[end].supply
        if supply != last { set = sets.join(first: set, firstSupply &+ Int(supply)) }
        last = supply
        end &+= 1
      }
      arcsOf.append(begin..<end)
      begin = end
    }
    return arcsOf
  }

  /// Tells the members of each part.
  private mutating func list(_ sets: DisjointSets, _ partOf: [Int32]) {
    let firstSupply = program.demands.count
    var demands: [[Int]] = Array(repeating: [], count: count)
    var supplies = demands
    var sizes = [Int](repeating: 0, count: count)
    for demand in program.demands.indices {
      let part = Int(partOf[sets.find(demand)])
      demands[part].append(demand)
      sizes[part] += arcsOf[demand].count
    }
    placeOfSupply.reserveCapacity(program.supplies.count)
    for supply in program.supplies.indices {
      // Whoever can serve nobody has a price all the same, for what lacks to a minimum.
      let part = max(0, Int(partOf[sets.find(firstSupply + supply)]))
      placeOfSupply.append(Int32(supplies[part].count))
      supplies[part].append(supply)
    }
    var pins: [[AssignmentProgram.Pin]] = Array(repeating: [], count: count)
    for pin in program.pins {
      let set = sets.find(pin.demand)
      // A supply of another part has no arc to the demand: the pin cannot hold here either.
      guard sets.find(firstSupply + pin.supply) == set else { continue }
      pins[Int(partOf[set])].append(pin)
    }
    let order = demands.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    self.demands = order.map { demands[$0] }
    self.supplies = order.map { supplies[$0] }
    self.pins = order.map { pins[$0] }
  }

  /// A part, one of several.
  func part(_ index: Int, rows: RowIndex) -> ProgramPart {
    ProgramPart(
      program, rows: rows, arcsOf: arcsOf, placeOfSupply: placeOfSupply,
      demands: demands[index], supplies: supplies[index], pins: pins[index])
  }

  /// All of them as one.
  func whole(rows: RowIndex) -> ProgramPart {
    ProgramPart(program, rows: rows, arcsOf: arcsOf)
  }

  /// Adds the prices of a part to those of others.
  ///
  /// Where no tier prices them, pools and groups stand in several parts, and have no price in any.
  func add(_ leaf: Proof.Leaf, to whole: inout Proof.Leaf) {
    whole.slots.merge(leaf.slots) { $1 }
    whole.supplies.merge(leaf.supplies) { $1 }
    if hasPools { whole.pools.merge(leaf.pools) { $1 } }
    if hasGroups { whole.groups.merge(leaf.groups) { $1 } }
  }
}

/// Sets that are joined step by step, each known by one of its members; whoever made them frees them.
private struct DisjointSets {
  private let above: Column<Int32>

  init(count: Int) {
    above = Column(repeating: 0, count: count)
    for member in 0..<count { above[member] = Int32(truncatingIfNeeded: member) }
  }

  func free() { above.free() }

  @inline(__always) func find(_ member: Int) -> Int {
    var node = Int32(truncatingIfNeeded: member)
    while above[node] != node {
      above[node] = above[above[node]]
      node = above[node]
    }
    return Int(node)
  }

  /// Joins the sets of two members.
  func join(_ left: Int, _ right: Int) { _ = join(first: find(left), right) }

  /// Joins the set that a member stands for with that of another; the result is the member that
  /// stands for both.
  @inline(__always) func join(first: Int, _ right: Int) -> Int {
    if Int(above[right]) == first { return first }
    let second = find(right)
    // The smaller index stands for the set, so that nothing depends on the order of joining.
    let least = min(first, second)
    if first != second { above[max(first, second)] = Int32(truncatingIfNeeded: least) }
    return least
  }
}
