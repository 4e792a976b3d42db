extension AssignmentProgram {
  /// The demands whose visits or places hang together, ascending; without any the program is a
  /// network.
  ///
  /// Teams, demands served wholly with several visits, and pins that leave the session and some of
  /// the visits open.
  ///
  /// - Complexity: O(demands + pins).
  public var coupledDemands: [Int] {
    var pinsOf: [Int: [Pin]] = [:]
    for pin in pins { pinsOf[pin.demand, default: []].append(pin) }
    return demands.indices.filter { index in
      let demand = demands[index]
      if demand.isTeam || (demand.wholly && demand.visits > 1) { return true }
      let own = pinsOf[index] ?? []
      guard let bare = own.first(where: { $0.session == nil }) else { return false }
      return own.count > 1 || bare.count != demand.visits
    }
  }

  /// The program in which coupled demands have no choice left but to be served as in a solution.
  ///
  /// Each place of theirs becomes a demand of its own, pinned to its supply and session; the first
  /// place of a visit carries what the visit costs, the others belong to a group more, in which
  /// nothing costs anything. Visits that stay unserved become demands without arcs. So every
  /// solution that serves the coupled demands alike has the same values here as there, and what
  /// supplies, slots, pools and groups are worth is the same, too.
  ///
  /// - Parameter chosen: the arcs of a feasible solution.
  /// - Returns: a program without couplings.
  func fixingCouplings(as chosen: [Int]) -> AssignmentProgram {
    fixedCouplings(as: chosen).program
  }

  /// The same program, and the arc of this one that each of its arcs stands for.
  func fixedCouplings(as chosen: [Int]) -> (program: AssignmentProgram, origins: [Int]) {
    let coupled = Set(coupledDemands)
    var fixing = Fixing(self)
    let arcsOfDemand = Dictionary(grouping: arcs.indices) { Int(arcs[$0].demand) }
    let chosenOfDemand = Dictionary(grouping: chosen) { Int(arcs[$0].demand) }
    let pinsOfDemand = Dictionary(grouping: pins, by: \.demand)
    for index in demands.indices {
      guard coupled.contains(index) else {
        fixing.keep(index, arcs: arcsOfDemand[index] ?? [], pins: pinsOfDemand[index] ?? [])
        continue
      }
      let visits = Dictionary(grouping: chosenOfDemand[index] ?? []) { arcs[$0].session }
        .sorted { $0.key < $1.key }
      for (_, places) in visits {
        for (number, arc) in places.sorted().enumerated() {
          fixing.fix(arc, carriesVisit: number == 0)
        }
      }
      fixing.leave(index, visits: demands[index].visits - visits.count)
    }
    return (fixing.finished(), fixing.origins)
  }
}

/// Collects the demands of a program whose couplings are fixed.
private struct Fixing {
  private let program: AssignmentProgram
  private var result: AssignmentProgram
  /// The group in which unmet visits cost nothing.
  private var freeGroup: Int { program.groupCount }
  private var freeVisits = 0
  /// By arc of the result.
  private(set) var origins: [Int] = []

  init(_ program: AssignmentProgram) {
    self.program = program
    result = program
    result.demands = []
    result.arcs = []
    result.pins = []
    result.demandClass = []
    result.groupCount += 1
    for index in result.tiers.indices {
      result.tiers[index].perVisit = []
      result.tiers[index].perSession = []
      result.tiers[index].perArc = []
    }
  }

  private mutating func add(
    _ demand: AssignmentProgram.Demand, as original: Int, costsVisits: Bool
  ) {
    result.demands.append(demand)
    result.demandClass.append(program.demandClass[original])
    for (index, tier) in program.tiers.enumerated() where !tier.perVisit.isEmpty {
      result.tiers[index].perVisit.append(costsVisits ? tier.perVisit[original] : 0)
    }
  }

  /// Adds an arc of the demand added last; sessions are paid for by arcs here.
  private mutating func addArc(_ original: Int, place: Int32, costsSession: Bool) {
    var arc = program.arcs[original]
    arc.demand = Int32(result.demands.count - 1)
    arc.place = place
    result.arcs.append(arc)
    origins.append(original)
    for (index, tier) in program.tiers.enumerated()
    where !tier.perArc.isEmpty || !tier.perSession.isEmpty {
      let session = tier.perSession.isEmpty || !costsSession ? 0 : tier.perSession[Int(arc.session)]
      result.tiers[index].perArc.append((tier.perArc.isEmpty ? 0 : tier.perArc[original]) + session)
    }
  }

  /// A demand that stays as it is.
  mutating func keep(_ index: Int, arcs: [Int], pins: [AssignmentProgram.Pin]) {
    add(program.demands[index], as: index, costsVisits: true)
    for arc in arcs { addArc(arc, place: program.arcs[arc].place, costsSession: true) }
    for pin in pins {
      var own = pin
      own.demand = result.demands.count - 1
      result.pins.append(own)
    }
  }

  /// A place that is filled by the supply and in the session of an arc, and no other.
  mutating func fix(_ arc: Int, carriesVisit: Bool) {
    let demand = Int(program.arcs[arc].demand)
    if !carriesVisit { freeVisits += 1 }
    add(
      AssignmentProgram.Demand(
        visits: 1, wholly: false, places: [1],
        group: carriesVisit ? program.demands[demand].group : freeGroup),
      as: demand, costsVisits: carriesVisit)
    addArc(arc, place: 0, costsSession: carriesVisit)
    result.pins.append(
      AssignmentProgram.Pin(
        demand: result.demands.count - 1, supply: Int(program.arcs[arc].supply),
        session: Int(program.arcs[arc].session), count: 1))
  }

  /// Visits of a demand that nobody makes.
  mutating func leave(_ index: Int, visits: Int) {
    guard visits > 0 else { return }
    add(
      AssignmentProgram.Demand(
        visits: visits, wholly: false, places: [1], group: program.demands[index].group),
      as: index, costsVisits: true)
  }

  func finished() -> AssignmentProgram {
    var program = result
    for index in program.tiers.indices where !program.tiers[index].perUnmet.isEmpty {
      program.tiers[index].perUnmet.append(Array(repeating: 0, count: freeVisits))
    }
    return program
  }
}
