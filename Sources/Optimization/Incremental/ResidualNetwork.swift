/// The network of a solved program, with costs that are vectors in lexicographic order.
///
/// Requests → days → slots → supplies → pools → root, and requests → groups → root for visits that
/// are not made. A request of one visit has no days. Each node but the root has one link: to its
/// `parent`, or from it when it is a day. Offers of ports (days, or requests without) to slots carry
/// one unit. Vectors have the force first, one less for each pinned place filled, then the tiers.
///
/// Between changes every residual link has a reduced cost, cost + price of its end - price of its
/// beginning, that is not negative: so the flow is best in all tiers (Ahuja, Magnanti & Orlin 1993,
/// chapter 9, with integers replaced by an ordered group).
struct ResidualNetwork: Sendable {
  enum Kind: UInt8, Sendable { case root, pool, group, supply, slot, request, day }

  private(set) var program: AssignmentProgram
  let width: Int
  var kind: [Kind] = []
  /// By node: its index in the program; of a slot supply · 21 + session, of a day its demand.
  var item: [Int32] = []
  var parent: [Int32] = []
  var flow: [Int32] = []
  var high: [Int32] = []
  var children: [[Int32]] = []
  /// By port: its arcs.
  var offers: [[Int32]] = []
  /// By port: the arc that it uses, -1 for none.
  var held: [Int32] = []
  /// By arc: the port that it belongs to.
  private(set) var portOf: [Int32] = []
  /// By slot: the arcs to it.
  var arcsTo: [[Int32]] = []
  /// By slot: the ports that use it.
  var holders: [[Int32]] = []
  /// By node and component.
  var price: [Int] = []
  var isForbidden: [Bool]
  var slotOf: [Int32]
  var nodeOfDemand: [Int32] = []
  /// By demand: the visits it asked for at first.
  private(set) var asked: [Int] = []
  private(set) var rowOf: [Int32]
  private(set) var rows: [Int] = []
  private var visitCosts: [Int] = []
  private var sessionCosts: [Int] = []
  /// What the flow costs in the force and each tier, without the tiers' constants.
  var cost: [Int]

  let root = 0
  let firstPool = 1
  let firstGroup: Int
  let firstSupply: Int
  var nodeCount: Int { kind.count }

  /// The network of a program without couplings, before anything flows: every visit is unmet.
  init(_ program: AssignmentProgram) {
    self.program = program
    width = program.tiers.count + 1
    firstGroup = 1 + program.poolCount
    firstSupply = firstGroup + program.groupCount
    isForbidden = Array(repeating: false, count: program.arcs.count)
    slotOf = Array(repeating: -1, count: program.supplies.count * 21)
    cost = Array(repeating: 0, count: program.tiers.count + 1)
    let index = RowIndex(program)
    rowOf = index.digits.map { index.rank[Int($0)] }
    for vector in index.vectors {
      var row = [Int](repeating: 0, count: width)
      for (position, priced) in index.tiers.enumerated() { row[priced.tier + 1] = vector[position] }
      rows += row
    }
    for demand in program.demands.indices {
      visitCosts.append(0)
      for tier in program.tiers {
        visitCosts.append(tier.perVisit.isEmpty ? 0 : tier.perVisit[demand])
      }
    }
    for session in 0..<21 {
      sessionCosts.append(0)
      for tier in program.tiers {
        sessionCosts.append(tier.perSession.isEmpty ? 0 : tier.perSession[session])
      }
    }
    _ = addNode(.root, item: 0, parent: -1, high: 0)
    for pool in 0..<program.poolCount { _ = addNode(.pool, item: pool, parent: root, high: 0) }
    for group in 0..<program.groupCount { _ = addNode(.group, item: group, parent: root, high: 0) }
    for (index, supply) in program.supplies.enumerated() {
      let pool = firstPool + supply.pool
      _ = addNode(.supply, item: index, parent: pool, high: supply.weekly)
      high[pool] += Int32(clamping: supply.weekly)
    }
    var begin = 0
    for demand in program.demands.indices {
      var end = begin
      while end < program.arcs.count, Int(program.arcs[end].demand) == demand { end += 1 }
      addRequest(demand, arcs: begin..<end)
      begin = end
    }
  }

  private mutating func addNode(_ kind: Kind, item: Int, parent: Int, high: Int) -> Int {
    let node = self.kind.count
    self.kind.append(kind)
    self.item.append(Int32(item))
    self.parent.append(Int32(parent))
    flow.append(0)
    self.high.append(Int32(clamping: high))
    children.append([])
    offers.append([])
    held.append(-1)
    holders.append([])
    arcsTo.append([])
    price.append(contentsOf: repeatElement(0, count: width))
    if parent >= 0 { children[parent].append(Int32(node)) }
    return node
  }

  /// The nodes of a demand, all of whose visits are unmet.
  private mutating func addRequest(_ demand: Int, arcs: Range<Int>) {
    let row = program.demands[demand]
    let group = firstGroup + row.group
    let node = addNode(.request, item: demand, parent: group, high: row.visits)
    nodeOfDemand.append(Int32(node))
    asked.append(row.visits)
    flow[node] = Int32(row.visits)
    flow[group] += Int32(row.visits)
    high[group] += Int32(row.visits)
    var days = [Int](repeating: -1, count: 7)
    for arc in arcs {
      let slot = slot(ofKey: Int(program.arcs[arc].supply) * 21 + Int(program.arcs[arc].session))
      arcsTo[Int(slot)].append(Int32(arc))
      let day = Int(program.arcs[arc].session) / 3
      var port = node
      if row.visits > 1 {
        if days[day] < 0 { days[day] = addNode(.day, item: demand, parent: node, high: 1) }
        port = days[day]
      }
      offers[port].append(Int32(arc))
      portOf.append(Int32(port))
    }
  }

  private mutating func addSlot(ofKey key: Int) {
    let supply = key / 21
    slotOf[key] = Int32(
      addNode(
        .slot, item: key, parent: firstSupply + supply, high: program.supplies[supply].perSession))
    let node = Int(slotOf[key])
    // As dear as its supply, which it leads to.
    for component in 0..<width {
      price[node * width + component] = price[(firstSupply + supply) * width + component]
    }
  }

  /// Adds a demand with its arcs that asks for no visits yet.
  mutating func add(
    _ demand: AssignmentProgram.Demand, demandClass: Int, perVisit: [Int],
    arcs: [(supply: Int, session: Int, costs: [Int])]
  ) {
    let index = program.demands.count
    let first = program.arcs.count
    program.demands.append(demand)
    program.demandClass.append(demandClass)
    visitCosts += [0] + perVisit
    for (tier, cost) in perVisit.enumerated() where !program.tiers[tier].perVisit.isEmpty {
      program.tiers[tier].perVisit.append(cost)
    }
    for arc in arcs {
      program.arcs.append(
        AssignmentProgram.Arc(
          demand: Int32(index), place: 0, supply: Int32(arc.supply), session: Int32(arc.session)))
      isForbidden.append(false)
      rowOf.append(Int32(rows.count / width))
      rows += [0] + arc.costs
      for (tier, cost) in arc.costs.enumerated() where !program.tiers[tier].perArc.isEmpty {
        program.tiers[tier].perArc.append(cost)
      }
    }
    let group = firstGroup + demand.group
    let (flowBefore, highBefore) = (flow[group], high[group])
    addRequest(index, arcs: first..<program.arcs.count)
    let node = Int(nodeOfDemand[index])
    (flow[group], high[group]) = (flowBefore, highBefore)
    (flow[node], high[node]) = (0, 0)
    program.demands[index].visits = 0
    price(request: node)
  }

  /// The slot of a supply and a session, which comes to be when no arc has needed it yet.
  mutating func slot(ofKey key: Int) -> Int32 {
    if slotOf[key] < 0 { addSlot(ofKey: key) }
    return slotOf[key]
  }

  /// Notes how much a supply may do in the week; the links' limits are another matter.
  mutating func note(weekly: Int, of supply: Int) { program.supplies[supply].weekly = weekly }

  /// Notes how many visits a demand asks for; the links' limits are another matter.
  mutating func note(visits: Int, of demand: Int) { program.demands[demand].visits = visits }

  /// Whether tiers price some more unmet visits of a group.
  func hasSteps(ofGroup group: Int, more: Int) -> Bool {
    let units = Int(high[firstGroup + group]) + more
    return program.tiers.allSatisfy { $0.perUnmet.isEmpty || $0.perUnmet[group].count >= units }
  }

  /// Whether tiers price some more places of a pool.
  func hasSteps(ofPool pool: Int, more: Int) -> Bool {
    let units = Int(high[firstPool + pool]) + more
    return program.tiers.allSatisfy { $0.perLoad.isEmpty || $0.perLoad[pool].count >= units }
  }

  // MARK: costs

  /// What one unit costs in a component.
  @inline(__always) func arcCost(_ arc: Int, _ component: Int) -> Int {
    let of = program.arcs[arc]
    return rows[Int(rowOf[arc]) * width + component]
      + visitCosts[Int(of.demand) * width + component]
      + sessionCosts[Int(of.session) * width + component]
  }

  /// What the k-th unit on a node's link costs in a component, k = 1 first.
  @inline(__always) func linkCost(_ node: Int, unit: Int, _ component: Int) -> Int {
    guard component > 0 else { return 0 }
    switch kind[node] {
    case .pool:
      let steps = program.tiers[component - 1].perLoad
      return steps.isEmpty ? 0 : steps[Int(item[node])][unit - 1]
    case .group:
      let steps = program.tiers[component - 1].perUnmet
      return steps.isEmpty ? 0 : steps[Int(item[node])][unit - 1]
    case .supply:
      let isShort = unit <= program.supplies[Int(item[node])].minimum
      return program.tiers[component - 1].shortfall && isShort ? -1 : 0
    default: return 0
    }
  }

  /// Makes the places of a pin worth one each before all tiers.
  mutating func force(_ arc: Int) {
    let row = Int(rowOf[arc])
    rowOf[arc] = Int32(rows.count / width)
    rows += rows[row * width..<(row + 1) * width]
    rows[Int(rowOf[arc]) * width] = -ResidualNetwork.pinWeight
  }

  /// A pinned place counts twice: then its price is better than any other's even where the slot is
  /// worth a pinned place itself.
  static let pinWeight = 2

  // MARK: flow

  mutating func hold(_ port: Int, _ arc: Int) {
    held[port] = Int32(arc)
    holders[slot(of: arc)].append(Int32(port))
  }

  mutating func release(_ port: Int) {
    let slot = slot(of: Int(held[port]))
    if let place = holders[slot].firstIndex(of: Int32(port)) { holders[slot].remove(at: place) }
    held[port] = -1
  }

  func slot(of arc: Int) -> Int {
    Int(slotOf[Int(program.arcs[arc].supply) * 21 + Int(program.arcs[arc].session)])
  }
}
