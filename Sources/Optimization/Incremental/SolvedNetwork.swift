/// A program without couplings with its best plan, which changes of the program mend instead of
/// solving anew.
///
/// The plan's prices are kept. A change leaves at most one link of the residual network that gains
/// or is over its limit; each unit too much or too few on it is mended along one shortest path, so
/// one visit of capacity, or one visit asked for, takes one or two augmentations. What comes out is
/// best in every tier, exactly as a new solve would have it. Copies are independent, so a scenario
/// is a copy that is changed.
///
/// Steps of `perUnmet` and `perLoad` may go on beyond what the program asks for or offers: changes
/// that make more possible need them.
///
/// - Complexity: an augmentation O(links reached · (tiers + log nodes)), which is at worst the whole
///   network; memory O(nodes · tiers + arcs).
public struct SolvedNetwork: Sendable {
  /// Why a change is not made; nothing has changed then.
  public enum Refusal: Error, Hashable, Sendable {
    /// An index or a number is outside of what the program knows.
    case outside
    /// A tier with steps says nothing of as many units.
    case noSteps
    /// A pin closes the arc.
    case pinned
    /// The demand's visits or places hang together, which a network cannot say.
    case coupled
  }

  private(set) var network: ResidualNetwork
  private var search: ResidualSearch
  /// By arc: whether a pin rules it out.
  private var isClosed: [Bool]
  /// By demand: places that pins demand.
  private var forced: [Int]
  private let constants: [Int]
  /// Shortest paths looked for since the network was solved.
  public private(set) var searchCount = 0

  /// The network of a program and its solution, which is best in every tier, as its prices prove.
  ///
  /// Nil when the program has couplings, or prices do not prove every tier.
  ///
  /// - Complexity: O(arcs · tiers).
  public init?(_ program: AssignmentProgram, solution: Solution) {
    guard !Network.isCoupled(program), solution.tiers.allSatisfy({ $0.proof == .certificate }),
      solution.tiers.count == program.tiers.count, let proof = solution.proof,
      proof.nodes.count == 1, case .leaf(let leaf) = proof.nodes[0],
      leaf.scales.allSatisfy({ $0 == 1 })
    else { return nil }
    self.init(program, chosen: solution.chosen, leaf: leaf)
  }

  /// The network of a program without couplings, solved.
  ///
  /// Nil when the program has couplings or the kernel cannot solve it.
  ///
  /// - Throws: what ``AssignmentSolver/solve(_:engine:timeLimit:relaxations:progress:)`` throws.
  public init?(_ program: AssignmentProgram) throws(SolverError) {
    guard !Network.isCoupled(program), !program.tiers.isEmpty else { return nil }
    let solution = try AssignmentSolver.solve(program)
    self.init(program, solution: solution)
  }

  init(_ program: AssignmentProgram, chosen: [Int], leaf: Proof.Leaf) {
    var network = ResidualNetwork(program)
    isClosed = Array(repeating: false, count: program.arcs.count)
    forced = Array(repeating: 0, count: program.demands.count)
    for pin in Set(program.pins) {
      forced[pin.demand] += pin.count
      for arc in program.arcs.indices where Int(program.arcs[arc].demand) == pin.demand {
        let of = program.arcs[arc]
        let isOwn = Int(of.supply) == pin.supply
        if let session = pin.session {
          // The day's other arcs cannot be used, whatever the supply.
          guard Int(of.session) / 3 == session / 3 || program.demands[pin.demand].visits == 1 else {
            continue
          }
          if isOwn, Int(of.session) == session {
            network.force(arc)
          } else {
            isClosed[arc] = true
          }
        } else if isOwn {
          network.force(arc)
        } else {
          isClosed[arc] = true
        }
      }
    }
    network.isForbidden = isClosed
    constants = program.tiers.map { tier in
      tier.constant + (tier.shortfall ? program.supplies.reduce(0) { $0 + $1.minimum } : 0)
    }
    network.begin(chosen)
    network.take(leaf)
    search = ResidualSearch(network)
    self.network = network
  }

  // MARK: what it holds

  /// The program as changed; demands and arcs that were added stand behind those of the first.
  public var program: AssignmentProgram { network.program }

  /// Whether every pin holds.
  public var keepsPins: Bool {
    network.cost[0] == -ResidualNetwork.pinWeight * forced.reduce(0, +)
  }

  /// The exact value of every tier; nil while the pins cannot all hold.
  public var tiers: [Int]? {
    guard keepsPins else { return nil }
    return zip(constants, network.cost.dropFirst()).map { $0 + $1 }
  }

  /// The arcs of ``program`` that are filled, ascending.
  public var chosen: [Int] { network.held.filter { $0 >= 0 }.map(Int.init).sorted() }

  // MARK: changes

  /// Asks for fewer or more visits of a demand, 0 up to what it asked for at first.
  ///
  /// 0 takes the demand out, its pins included; as many as before put it back, unless it had pins.
  ///
  /// - Returns: the tiers' new values; nil when the pins cannot all hold any more.
  /// - Throws: why it is refused.
  /// - Complexity: one augmentation for each visit more or less, and one for each that moves then.
  @discardableResult
  public mutating func ask(_ visits: Int, of demand: Int) throws(Refusal) -> [Int]? {
    guard program.demands.indices.contains(demand), visits >= 0,
      visits <= network.asked[demand],
      program.pins.allSatisfy({ $0.demand != demand || visits == 0 })
    else { throw .outside }
    let more = visits - program.demands[demand].visits
    guard more <= 0 || network.hasSteps(ofGroup: program.demands[demand].group, more: more) else {
      throw .noSteps
    }
    while program.demands[demand].visits > visits { askLess(of: demand) }
    while program.demands[demand].visits < visits { askMore(of: demand) }
    if visits == 0 { forced[demand] = 0 }
    return tiers
  }

  /// Adds a demand without pins.
  ///
  /// - Parameters:
  ///   - demand: plain: one place in a visit, and not several visits wholly or not at all.
  ///   - demandClass: its class.
  ///   - perVisit: by tier, what one of its visits costs; 0 where the tier prices no visits.
  ///   - arcs: who can come when, in ascending order, and by tier what that costs.
  /// - Returns: the tiers' new values; the demand is the program's last.
  /// - Throws: why it is refused.
  /// - Complexity: as many augmentations as it asks for visits, and O(arcs · tiers).
  @discardableResult
  public mutating func add(
    _ demand: AssignmentProgram.Demand, demandClass: Int, perVisit: [Int],
    arcs: [(supply: Int, session: Int, costs: [Int])]
  ) throws(Refusal) -> [Int]? {
    guard !demand.isTeam, !demand.wholly || demand.visits == 1 else { throw .coupled }
    let tiers = program.tiers
    let keys = arcs.map { $0.supply * 21 + $0.session }
    guard demand.visits >= 1, (0..<program.groupCount).contains(demand.group),
      perVisit.count == tiers.count,
      zip(perVisit, tiers).allSatisfy({ $0 == 0 || !$1.perVisit.isEmpty }),
      zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }),
      arcs.allSatisfy({ arc in
        program.supplies.indices.contains(arc.supply) && (0..<21).contains(arc.session)
          && arc.costs.count == tiers.count
          && zip(arc.costs, tiers).allSatisfy { $0 == 0 || !$1.perArc.isEmpty }
      })
    else { throw .outside }
    guard network.hasSteps(ofGroup: demand.group, more: demand.visits) else { throw .noSteps }
    network.add(demand, demandClass: demandClass, perVisit: perVisit, arcs: arcs)
    isClosed += Array(repeating: false, count: arcs.count)
    forced.append(0)
    search.grow(to: network)
    for _ in 0..<demand.visits { askMore(of: program.demands.count - 1) }
    return self.tiers
  }

  /// Forbids an arc of ``program``.
  ///
  /// - Returns: the tiers' new values; nil when the pins cannot all hold any more.
  /// - Throws: why it is refused.
  /// - Complexity: one augmentation when the arc is filled, O(1) otherwise.
  @discardableResult
  public mutating func forbid(arc: Int) throws(Refusal) -> [Int]? {
    guard program.arcs.indices.contains(arc) else { throw .outside }
    guard !network.isForbidden[arc] else { return tiers }
    network.isForbidden[arc] = true
    let port = Int(network.portOf[arc])
    if network.held[port] == Int32(arc) {
      let slot = network.slot(of: arc)
      for component in 0..<network.width {
        network.cost[component] -= network.arcCost(arc, component)
      }
      network.release(port)
      mend(from: port, to: slot)
    }
    return tiers
  }

  /// Permits an arc again that was forbidden.
  ///
  /// - Throws: why it is refused.
  /// - Complexity: one augmentation at most.
  @discardableResult
  public mutating func allow(arc: Int) throws(Refusal) -> [Int]? {
    guard program.arcs.indices.contains(arc) else { throw .outside }
    guard !isClosed[arc] else { throw .pinned }
    guard network.isForbidden[arc] else { return tiers }
    let port = Int(network.portOf[arc])
    let step = ResidualStep.take(port: port, arc: arc)
    use(step)
    network.isForbidden[arc] = false
    return tiers
  }

  /// Changes how much a supply may do in the week.
  ///
  /// - Returns: the tiers' new values; nil when the pins cannot all hold any more.
  /// - Throws: why it is refused.
  /// - Complexity: one augmentation for each visit that comes or goes thereby, and one more.
  @discardableResult
  public mutating func setWeekly(of supply: Int, to weekly: Int) throws(Refusal) -> [Int]? {
    guard program.supplies.indices.contains(supply), weekly >= 0, weekly <= Int(Int32.max) else {
      throw .outside
    }
    let more = weekly - program.supplies[supply].weekly
    guard more <= 0 || network.hasSteps(ofPool: program.supplies[supply].pool, more: more) else {
      throw .noSteps
    }
    network.note(weekly: weekly, of: supply)
    let node = network.firstSupply + supply
    let pool = Int(network.parent[node])
    // The pool's limit is the sum of its supplies'; it opens before they do and closes after.
    if more > 0 {
      network.high[pool] += Int32(more)
      mendLink(pool)
    }
    network.high[node] = Int32(weekly)
    mendLink(node)
    if more < 0 { network.high[pool] += Int32(more) }
    return tiers
  }

  /// Changes how much a supply may do in one session of the week, and in no other.
  ///
  /// ``program`` knows nothing of it: there `perSession` is one number for all sessions.
  ///
  /// - Returns: the tiers' new values; nil when the pins cannot all hold any more.
  /// - Throws: why it is refused.
  /// - Complexity: as that of ``setWeekly(of:to:)``.
  @discardableResult
  public mutating func setCapacity(
    of supply: Int, in session: Int, to places: Int
  ) throws(Refusal) -> [Int]? {
    guard program.supplies.indices.contains(supply), (0..<21).contains(session), places >= 0,
      places <= Int(Int32.max)
    else { throw .outside }
    let node = Int(network.slot(ofKey: supply * 21 + session))
    search.grow(to: network)
    network.high[node] = Int32(places)
    mendLink(node)
    return tiers
  }

  // MARK: mending

  private mutating func askLess(of demand: Int) {
    let node = Int(network.nodeOfDemand[demand])
    searchCount += 1
    let way = search.way(backFrom: node, to: network.root, in: &network)
    guard let way else { preconditionFailure("a visit that nothing takes away") }
    for step in way.reversed() { network.send(step) }
    network.note(visits: program.demands[demand].visits - 1, of: demand)
    network.high[node] -= 1
    network.high[Int(network.parent[node])] -= 1
  }

  private mutating func askMore(of demand: Int) {
    let node = Int(network.nodeOfDemand[demand])
    let group = Int(network.parent[node])
    network.high[group] += 1
    mendLink(group)
    network.high[node] += 1
    network.note(visits: program.demands[demand].visits + 1, of: demand)
    mend(from: node, to: network.root)
  }

  /// Sends a unit that has to go, whatever it costs.
  private mutating func mend(from source: Int, to target: Int) {
    searchCount += 1
    let way = search.way(from: source, to: target, below: nil, in: &network)
    guard let way else { preconditionFailure("a unit without a way, though it may stay unmet") }
    for step in way.reversed() { network.send(step) }
  }

  /// Sends a unit over a step and back another way, if that gains; afterwards the step does not.
  @discardableResult
  private mutating func use(_ step: ResidualStep) -> Bool {
    let reduced = network.reducedCost(of: step)
    guard (reduced.first { $0 != 0 } ?? 0) < 0 else { return false }
    searchCount += 1
    let (from, to) = network.ends(of: step)
    let way = search.way(from: to, to: from, below: reduced.map { -$0 }, in: &network)
    guard let way else { return false }
    for step in way.reversed() { network.send(step) }
    network.send(step)
    return true
  }

  /// Restores the limits and the best flow of a node's link.
  private mutating func mendLink(_ node: Int) {
    let above = Int(network.parent[node])
    while network.flow[node] > network.high[node] {
      for component in 0..<network.width {
        network.cost[component] += network.cost(of: .down(node), component)
      }
      network.flow[node] -= 1
      mend(from: node, to: above)
    }
    while network.flow[node] < network.high[node], use(.up(node)) {}
    while network.flow[node] > 0, use(.down(node)) {}
  }
}
