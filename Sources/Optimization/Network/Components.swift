/// The connected parts of a program without couplings, each a program of its own.
///
/// Demands belong together when a supply may serve both, directly or through others; where a tier
/// prices the loads of pools, the supplies of a pool belong together too, and where one prices the
/// unmet visits of groups, the demands of a group. What belongs to different parts adds up in every
/// tier, so the best of each part make the best of the whole.
///
/// - Complexity: O(arcs · α) to find the parts.
struct Components: Sendable {
  /// A part: a program and where its members stand in the whole.
  struct Part: Sendable {
    var program: AssignmentProgram
    var arcs: [Int]
    var supplies: [Int]
    var pools: [Int]
    var groups: [Int]

    /// The same without what is of no use once it is solved.
    var withoutProgram: Part {
      var part = self
      part.program.arcs = []
      part.program.tiers = []
      return part
    }
  }

  private let program: AssignmentProgram
  private let hasPools: Bool
  private let hasGroups: Bool
  /// The demands of each part, parts with most arcs first.
  private let demands: [[Int]]
  /// The supplies of each part.
  private let supplies: [[Int]]
  /// The pins of each part.
  private let pins: [[AssignmentProgram.Pin]]
  /// The place of each demand and of each supply in its part.
  private let placeOfDemand: [Int32]
  private let placeOfSupply: [Int32]
  /// By demand.
  private let arcsOf: [Range<Int>]

  var count: Int { demands.count }

  /// The visits that a plan of one part can make at most, and no other more.
  var mostVisits: Int {
    demands.map { own in own.reduce(0) { $0 + min(program.demands[$1].visits, 7) } }.max() ?? 0
  }

  init(_ program: AssignmentProgram) {
    self.program = program
    hasPools = program.tiers.contains { !$0.perLoad.isEmpty }
    hasGroups = program.tiers.contains { !$0.perUnmet.isEmpty }
    let firstSupply = program.demands.count
    let firstPool = firstSupply + program.supplies.count
    let firstGroup = firstPool + program.poolCount
    var sets = DisjointSets(count: firstGroup + program.groupCount)
    var arcsOf: [Range<Int>] = []
    var begin = 0
    let arcs = program.arcs
    for (demand, row) in program.demands.enumerated() {
      var end = begin
      var last: Int32 = -1
      var set = sets.find(demand)
      while end < arcs.count, Int(arcs[end].demand) == demand {
        let supply = arcs[end].supply
        if supply != last { set = sets.join(first: set, firstSupply + Int(supply)) }
        last = supply
        end += 1
      }
      if hasGroups { sets.join(demand, firstGroup + row.group) }
      arcsOf.append(begin..<end)
      begin = end
    }
    if hasPools {
      for (supply, row) in program.supplies.enumerated() {
        sets.join(firstSupply + supply, firstPool + row.pool)
      }
    }
    self.arcsOf = arcsOf
    // By the member that stands for a set.
    var partOf = [Int32](repeating: -1, count: firstGroup + program.groupCount)
    var demands: [[Int]] = []
    var sizes: [Int] = []
    var place = [Int32](repeating: 0, count: firstPool)
    for demand in program.demands.indices {
      let set = sets.find(demand)
      if partOf[set] < 0 {
        partOf[set] = Int32(demands.count)
        demands.append([])
        sizes.append(0)
      }
      let part = Int(partOf[set])
      place[demand] = Int32(demands[part].count)
      demands[part].append(demand)
      sizes[part] += arcsOf[demand].count
    }
    var supplies: [[Int]] = Array(repeating: [], count: demands.count)
    if !demands.isEmpty {
      for supply in program.supplies.indices {
        // Whoever can serve nobody has a price all the same, for what lacks to a minimum.
        let part = max(0, Int(partOf[sets.find(firstSupply + supply)]))
        place[firstSupply + supply] = Int32(supplies[part].count)
        supplies[part].append(supply)
      }
    }
    var pins: [[AssignmentProgram.Pin]] = Array(repeating: [], count: demands.count)
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
    placeOfDemand = Array(place[..<firstSupply])
    placeOfSupply = Array(place[firstSupply...])
  }

  /// A part as a program.
  func part(_ index: Int) -> Part {
    let ownDemands = demands[index]
    let ownSupplies = supplies[index]
    let (pools, poolOf) = Components.numbered(
      ownSupplies.map { program.supplies[$0].pool }, of: program.poolCount)
    let (groups, groupOf) = Components.numbered(
      ownDemands.map { program.demands[$0].group }, of: program.groupCount)
    var arcs: [Int] = []
    var ownArcs: [AssignmentProgram.Arc] = []
    let arcCount = ownDemands.reduce(0) { $0 + arcsOf[$1].count }
    arcs.reserveCapacity(arcCount)
    ownArcs.reserveCapacity(arcCount)
    for (demand, old) in ownDemands.enumerated() {
      for arc in arcsOf[old] {
        var own = program.arcs[arc]
        own.demand = Int32(demand)
        own.supply = placeOfSupply[Int(own.supply)]
        arcs.append(arc)
        ownArcs.append(own)
      }
    }
    let tiers = program.tiers.map { tier in
      var own = tier
      own.constant = 0
      if !tier.perVisit.isEmpty { own.perVisit = ownDemands.map { tier.perVisit[$0] } }
      if !tier.perArc.isEmpty { own.perArc = arcs.map { tier.perArc[$0] } }
      if !tier.perUnmet.isEmpty { own.perUnmet = groups.map { tier.perUnmet[$0] } }
      if !tier.perLoad.isEmpty { own.perLoad = pools.map { tier.perLoad[$0] } }
      return own
    }
    let part = AssignmentProgram(
      demands: zip(ownDemands, groupOf).map { old, group in
        var demand = program.demands[old]
        demand.group = group
        return demand
      },
      supplies: zip(ownSupplies, poolOf).map { old, pool in
        var supply = program.supplies[old]
        supply.pool = pool
        return supply
      },
      groupCount: groups.count, poolCount: pools.count, arcs: ownArcs,
      pins: pins[index].map { pin in
        var own = pin
        own.demand = Int(placeOfDemand[pin.demand])
        own.supply = Int(placeOfSupply[pin.supply])
        return own
      },
      demandClass: ownDemands.map { program.demandClass[$0] }, tiers: tiers)
    return Part(program: part, arcs: arcs, supplies: ownSupplies, pools: pools, groups: groups)
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

  /// What of a start belongs to a part, by the part's indexes.
  ///
  /// - Complexity: O(the part's arcs · log arcs chosen).
  func start(_ start: SolveStart, of part: Part) -> SolveStart {
    var own = SolveStart(
      chosen: [], prices: Proof.Leaf(tierCount: part.program.tiers.count))
    for (place, arc) in part.arcs.enumerated() {
      let begin = start.chosen.lowerBound(of: arc)
      if begin < start.chosen.count, start.chosen[begin] == arc { own.chosen.append(place) }
    }
    for (supply, whole) in part.supplies.enumerated() {
      own.prices.supplies[supply] = start.prices.supplies[whole]
      for session in 0..<21 {
        own.prices.slots[supply * 21 + session] = start.prices.slots[whole * 21 + session]
      }
    }
    for (pool, whole) in part.pools.enumerated() {
      own.prices.pools[pool] = start.prices.pools[whole]
    }
    for (group, whole) in part.groups.enumerated() {
      own.prices.groups[group] = start.prices.groups[whole]
    }
    return own
  }

  /// Prices of a part by the indexes of the whole, added to others.
  ///
  /// Where no tier prices them, pools and groups stand in several parts, and have no price in any.
  func add(_ leaf: Proof.Leaf, of part: Part, to whole: inout Proof.Leaf) {
    for (slot, price) in leaf.slots {
      whole.slots[part.supplies[slot / 21] * 21 + slot % 21] = price
    }
    for (supply, price) in leaf.supplies { whole.supplies[part.supplies[supply]] = price }
    if hasPools { for (pool, price) in leaf.pools { whole.pools[part.pools[pool]] = price } }
    if hasGroups { for (group, price) in leaf.groups { whole.groups[part.groups[group]] = price } }
  }
}

/// Sets that are joined step by step, each known by one of its members.
private struct DisjointSets {
  private var above: [Int32]

  init(count: Int) { above = (0..<Int32(count)).map { $0 } }

  mutating func find(_ member: Int) -> Int {
    var node = Int32(member)
    while above[Int(node)] != node {
      above[Int(node)] = above[Int(above[Int(node)])]
      node = above[Int(node)]
    }
    return Int(node)
  }

  /// Joins the sets of two members; the result is the member that stands for both.
  @discardableResult
  mutating func join(_ left: Int, _ right: Int) -> Int {
    join(first: find(left), right)
  }

  /// Joins the set that a member stands for with that of another.
  @inline(__always)
  mutating func join(first: Int, _ right: Int) -> Int {
    let second = find(right)
    // The smaller index stands for the set, so that nothing depends on the order of joining.
    let least = min(first, second)
    if first != second { above[max(first, second)] = Int32(least) }
    return least
  }
}
