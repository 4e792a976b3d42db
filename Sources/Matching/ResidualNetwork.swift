import Optimization

/// The residual network of a plan without couplings, with what each step costs in every tier.
///
/// Nodes are the root, groups, pools, supplies, slots (supply · 21 + session), demands and ports
/// (demand · 7 + day); a unit of flow goes root → group → demand → port → slot → supply → pool →
/// root. A step along a link with room costs what one more unit would, one against a link with flow
/// gives back what the last one cost; convex costs of pools and groups are steps with the costs of
/// the next and the last unit. What pins ask for cannot be given back.
struct ResidualNetwork {
  let program: AssignmentProgram
  /// Visits of each demand.
  let visits: [Int]
  /// The arc filled on each day of each demand (demand · 7 + day); −1 for none.
  private let filled: [Int]
  /// Whether a pin holds the arc that is filled.
  private let isHeld: [Bool]
  /// For each demand the supply to which a pin binds all its visits; −1 for none.
  private let boundTo: [Int]
  private let slotLoad: [Int]
  private let supplyLoad: [Int]
  private let poolLoad: [Int]
  /// Whether some supply of a pool has room in its week.
  private let poolHasRoom: [Bool]
  private let unmet: [Int]
  private let demandsOfGroup: [[Int]]
  private let suppliesOfPool: [[Int]]
  /// Arcs by slot, and where those of each slot begin.
  private let arcsBySlot: [Int]
  private let slotStarts: [Int]
  /// Where the arcs of each demand begin.
  private let demandStarts: [Int]

  /// What a step costs.
  enum Step {
    case nothing
    /// A place filled, or given back.
    case arc(Int, Int)
    /// A visit served, or given up.
    case visit(Int, Int)
    /// The unmet visit of so many of a group, more or less.
    case unmet(Int, Int, Int)
    /// The place of so many of a pool, more or less.
    case load(Int, Int, Int)
    /// A place that a supply lacks to its minimum, more or less.
    case shortfall(Int)
  }

  /// - Parameters:
  ///   - program: without couplings.
  ///   - chosen: the arcs that a plan fills.
  /// - Complexity: O(arcs).
  init(_ program: AssignmentProgram, chosen: [Int]) {
    self.program = program
    let (demands, supplies) = (program.demands, program.supplies)
    var visits = Array(repeating: 0, count: demands.count)
    var filled = Array(repeating: -1, count: demands.count * 7)
    var slotLoad = Array(repeating: 0, count: supplies.count * 21)
    var supplyLoad = Array(repeating: 0, count: supplies.count)
    var poolLoad = Array(repeating: 0, count: program.poolCount)
    var unmet = Array(repeating: 0, count: program.groupCount)
    for demand in demands { unmet[demand.group] += demand.visits }
    for index in chosen {
      let arc = program.arcs[index]
      visits[Int(arc.demand)] += 1
      filled[Int(arc.demand) * 7 + Int(arc.session) / 3] = index
      slotLoad[Int(arc.supply) * 21 + Int(arc.session)] += 1
      supplyLoad[Int(arc.supply)] += 1
      poolLoad[supplies[Int(arc.supply)].pool] += 1
      unmet[demands[Int(arc.demand)].group] -= 1
    }
    var isHeld = Array(repeating: false, count: filled.count)
    var boundTo = Array(repeating: -1, count: demands.count)
    for pin in program.pins {
      guard let session = pin.session else {
        boundTo[pin.demand] = pin.supply
        continue
      }
      let port = pin.demand * 7 + session / 3
      if filled[port] >= 0 {
        let arc = program.arcs[filled[port]]
        isHeld[port] = Int(arc.supply) == pin.supply && Int(arc.session) == session
      }
    }
    var counts = Array(repeating: 0, count: supplies.count * 21 + 1)
    var demandStarts = Array(repeating: 0, count: demands.count + 1)
    for arc in program.arcs {
      counts[Int(arc.supply) * 21 + Int(arc.session) + 1] += 1
      demandStarts[Int(arc.demand) + 1] += 1
    }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    for index in demandStarts.indices.dropFirst() { demandStarts[index] += demandStarts[index - 1] }
    var next = counts
    var arcsBySlot = Array(repeating: 0, count: program.arcs.count)
    for (index, arc) in program.arcs.enumerated() {
      let slot = Int(arc.supply) * 21 + Int(arc.session)
      arcsBySlot[next[slot]] = index
      next[slot] += 1
    }
    var demandsOfGroup: [[Int]] = Array(repeating: [], count: program.groupCount)
    for (index, demand) in demands.enumerated() { demandsOfGroup[demand.group].append(index) }
    var suppliesOfPool: [[Int]] = Array(repeating: [], count: program.poolCount)
    for (index, supply) in supplies.enumerated() { suppliesOfPool[supply.pool].append(index) }
    (self.visits, self.filled, self.isHeld, self.boundTo) = (visits, filled, isHeld, boundTo)
    poolHasRoom = suppliesOfPool.map { own in
      own.contains { supplyLoad[$0] < supplies[$0].weekly }
    }
    (self.slotLoad, self.supplyLoad, self.poolLoad) = (slotLoad, supplyLoad, poolLoad)
    (self.unmet, self.demandsOfGroup, self.suppliesOfPool) = (unmet, demandsOfGroup, suppliesOfPool)
    (self.arcsBySlot, slotStarts, self.demandStarts) = (arcsBySlot, counts, demandStarts)
  }

  // MARK: Nodes

  /// The root's number.
  static let root = 0
  func group(_ index: Int) -> Int { 1 + index }
  private var firstPool: Int { 1 + program.groupCount }
  func pool(_ index: Int) -> Int { firstPool + index }
  private var firstSupply: Int { firstPool + program.poolCount }
  func supply(_ index: Int) -> Int { firstSupply + index }
  private var firstSlot: Int { firstSupply + program.supplies.count }
  func slot(_ index: Int) -> Int { firstSlot + index }
  private var firstDemand: Int { firstSlot + program.supplies.count * 21 }
  func demand(_ index: Int) -> Int { firstDemand + index }
  private var firstPort: Int { firstDemand + program.demands.count }
  func port(_ index: Int) -> Int { firstPort + index }
  var nodeCount: Int { firstPort + program.demands.count * 7 }

  /// The demand that a node is; nil for other nodes.
  func demand(at node: Int) -> Int? {
    firstDemand <= node && node < firstPort ? node - firstDemand : nil
  }

  /// Whether a node is a group.
  func isGroup(_ node: Int) -> Bool { 1 <= node && node < firstPool }

  /// The arcs of a demand.
  func arcs(of demand: Int) -> Range<Int> { demandStarts[demand]..<demandStarts[demand + 1] }

  /// The arc that a port has filled and could give back; nil for none.
  func loose(_ port: Int) -> Int? { filled[port] >= 0 && !isHeld[port] ? filled[port] : nil }

  /// Whether a port has an arc filled.
  func isFilled(_ port: Int) -> Bool { filled[port] >= 0 }

  /// Whether the demand's pins let it take an arc of its own.
  func mayTake(_ arc: Int) -> Bool {
    let of = program.arcs[arc]
    return boundTo[Int(of.demand)] < 0 || boundTo[Int(of.demand)] == Int(of.supply)
  }

  /// Whether a demand may give a visit up.
  func mayGiveUp(_ demand: Int) -> Bool {
    boundTo[demand] < 0 && (demand * 7..<demand * 7 + 7).contains { loose($0) != nil }
  }

  // MARK: Steps

  /// Every step that ends at a node: where it begins, and what it costs.
  func forEachStep(into node: Int, _ body: (Int, Step) -> Void) {
    if node == ResidualNetwork.root {
      for index in 0..<program.poolCount where poolHasRoom[index] {
        body(pool(index), .load(index, poolLoad[index] + 1, 1))
      }
      for (index, own) in demandsOfGroup.enumerated()
      where own.contains(where: mayGiveUp) {
        body(group(index), .unmet(index, unmet[index] + 1, 1))
      }
    } else if node < firstPool {
      let index = node - 1
      if unmet[index] > 0 { body(ResidualNetwork.root, .unmet(index, unmet[index], -1)) }
      for own in demandsOfGroup[index] where mayGiveUp(own) {
        body(demand(own), .visit(own, -1))
      }
    } else if node < firstSupply {
      let index = node - firstPool
      if poolLoad[index] > 0 { body(ResidualNetwork.root, .load(index, poolLoad[index], -1)) }
      for own in suppliesOfPool[index] where supplyLoad[own] < program.supplies[own].weekly {
        let isShort = supplyLoad[own] < program.supplies[own].minimum
        body(supply(own), isShort ? .shortfall(-1) : .nothing)
      }
    } else if node < firstSlot {
      let index = node - firstSupply
      if supplyLoad[index] > 0 {
        let isShort = supplyLoad[index] <= program.supplies[index].minimum
        body(pool(program.supplies[index].pool), isShort ? .shortfall(1) : .nothing)
      }
      for own in index * 21..<index * 21 + 21
      where slotStarts[own] < slotStarts[own + 1]
        && slotLoad[own] < program.supplies[index].perSession
      {
        body(slot(own), .nothing)
      }
    } else if node < firstDemand {
      let index = node - firstSlot
      if slotLoad[index] > 0 { body(supply(index / 21), .nothing) }
      for position in slotStarts[index]..<slotStarts[index + 1] {
        let arc = arcsBySlot[position]
        guard mayTake(arc) else { continue }
        let day = Int(program.arcs[arc].demand) * 7 + index % 21 / 3
        if filled[day] != arc { body(port(day), .arc(arc, 1)) }
      }
    } else if node < firstPort {
      let index = node - firstDemand
      if visits[index] < program.demands[index].visits {
        body(group(program.demands[index].group), .visit(index, 1))
      }
      for own in index * 7..<index * 7 + 7 where filled[own] >= 0 { body(port(own), .nothing) }
    } else {
      let index = node - firstPort
      if filled[index] < 0 {
        body(demand(index / 7), .nothing)
      } else if let arc = loose(index) {
        let back = program.arcs[arc]
        body(slot(Int(back.supply) * 21 + Int(back.session)), .arc(arc, -1))
      }
    }
  }

  /// Adds what a step costs to a vector of the tiers, from some position on.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - scales: by tier, what one unit of cost counts.
  ///   - vector: the force, the tiers, and visits given up by demands.
  func add(_ step: Step, scales: [Int], to vector: inout [Int]) {
    for (index, tier) in program.tiers.enumerated() {
      let cost: Int
      switch step {
      case .nothing: return
      case .arc(let arc, let sign):
        let place = tier.perArc.isEmpty ? 0 : tier.perArc[arc]
        let session =
          tier.perSession.isEmpty ? 0 : tier.perSession[Int(program.arcs[arc].session)]
        cost = sign * (place + session)
      case .visit(let demand, let sign):
        cost = tier.perVisit.isEmpty ? 0 : sign * tier.perVisit[demand]
      case .unmet(let group, let number, let sign):
        cost = tier.perUnmet.isEmpty ? 0 : sign * tier.perUnmet[group][number - 1]
      case .load(let pool, let number, let sign):
        cost = tier.perLoad.isEmpty ? 0 : sign * tier.perLoad[pool][number - 1]
      case .shortfall(let sign): cost = tier.shortfall ? sign : 0
      }
      vector[index + 1] += scales[index] * cost
    }
    if case .visit(_, -1) = step { vector[program.tiers.count + 1] += 1 }
  }
}
