/// An assignment program without couplings as a network: requests → days → slots → supplies → pools.
///
/// Flow that a request cannot place goes to its group, where unmet visits cost more the more there
/// are. Nodes are numbered in ranges: requests, days, slots, supplies, pools, groups, sink.
struct Network: Sendable {
  /// A demand, or the part of one that a pin binds to a session.
  struct Request: Sendable {
    var demand: Int
    /// Visits asked for.
    var units: Int
    /// Whether a pin demands them all.
    var isForced: Bool
    /// Its ports: itself, when it asks for one visit; otherwise one for each day.
    var ports: Range<Int>
  }

  /// Where at most one unit of flow enters slots: a single request, or a request's day.
  struct Port: Sendable {
    var request: Int
    /// Range in `arcSlots`.
    var arcs: Range<Int>
  }

  let requests: [Request]
  let ports: [Port]
  /// Slot (an index into `slots`) of each arc of the network.
  let arcSlots: [Int32]
  /// The program's arc for each arc of the network.
  let arcOrigins: [Int32]
  /// Supply · 21 + session of each slot that some arc uses, ascending.
  let slots: [Int]
  /// For each supply, its range of slots.
  let slotsOfSupply: [Range<Int>]

  /// The network of a program; nil when couplings make it more than one.
  ///
  /// Couplings are teams, demands served wholly with several visits, and pins that leave the session
  /// and some of the visits open.
  init?(_ program: AssignmentProgram) {
    var pinsOf: [Int: [AssignmentProgram.Pin]] = [:]
    for pin in program.pins { pinsOf[pin.demand, default: []].append(pin) }
    var sessionsUsed = [Bool](repeating: false, count: program.supplies.count * 21)
    for arc in program.arcs { sessionsUsed[Int(arc.supply) * 21 + Int(arc.session)] = true }
    let slots = sessionsUsed.indices.filter { sessionsUsed[$0] }
    var slotIndex = [Int32](repeating: -1, count: sessionsUsed.count)
    for (index, slot) in slots.enumerated() { slotIndex[slot] = Int32(index) }
    var builder = Builder(program: program, slotIndex: slotIndex)
    var begin = 0
    for (index, demand) in program.demands.enumerated() {
      var end = begin
      while end < program.arcs.count, Int(program.arcs[end].demand) == index { end += 1 }
      defer { begin = end }
      guard demand.places == [1], !demand.wholly || demand.visits == 1 else { return nil }
      guard builder.add(index, arcs: begin..<end, pins: pinsOf[index] ?? []) else { return nil }
    }
    requests = builder.requests
    ports = builder.ports
    arcSlots = builder.arcSlots
    arcOrigins = builder.arcOrigins
    self.slots = slots
    var ranges: [Range<Int>] = []
    var first = 0
    for supply in program.supplies.indices {
      var last = first
      while last < slots.count, slots[last] / 21 == supply { last += 1 }
      ranges.append(first..<last)
      first = last
    }
    slotsOfSupply = ranges
  }

  /// Lays out requests one by one.
  private struct Builder {
    let program: AssignmentProgram
    let slotIndex: [Int32]
    var requests: [Request] = []
    var ports: [Port] = []
    var arcSlots: [Int32] = []
    var arcOrigins: [Int32] = []

    /// Adds a demand; false when its pins are a coupling.
    mutating func add(_ demand: Int, arcs: Range<Int>, pins: [AssignmentProgram.Pin]) -> Bool {
      let visits = program.demands[demand].visits
      let inSession = pins.filter { $0.session != nil }
      let bare = pins.filter { $0.session == nil }
      if let pin = bare.first {
        // All visits by one supply: the others' arcs fall away. Anything else couples the days.
        guard bare.count == 1, inSession.isEmpty, pin.count == visits else { return false }
        let own = arcs.filter { Int(program.arcs[$0].supply) == pin.supply }
        add(demand, units: visits, isForced: true, arcs: own)
        return true
      }
      for pin in inSession {
        let own = arcs.filter {
          Int(program.arcs[$0].supply) == pin.supply && Int(program.arcs[$0].session) == pin.session
        }
        add(demand, units: 1, isForced: true, arcs: own)
      }
      guard visits > inSession.count else { return true }
      let taken = Set(inSession.compactMap(\.session).map { $0 / 3 })
      let rest =
        taken.isEmpty
        ? Array(arcs) : arcs.filter { !taken.contains(Int(program.arcs[$0].session) / 3) }
      add(demand, units: visits - inSession.count, isForced: false, arcs: rest)
      return true
    }

    private mutating func add(_ demand: Int, units: Int, isForced: Bool, arcs: [Int]) {
      let first = ports.count
      if units == 1 {
        addPort(arcs)
      } else {
        for day in 0..<7 {
          let own = arcs.filter { Int(program.arcs[$0].session) / 3 == day }
          if !own.isEmpty { addPort(own) }
        }
      }
      requests.append(
        Request(demand: demand, units: units, isForced: isForced, ports: first..<ports.count))
    }

    private mutating func addPort(_ arcs: [Int]) {
      let first = arcSlots.count
      for arc in arcs {
        let of = program.arcs[arc]
        arcSlots.append(slotIndex[Int(of.supply) * 21 + Int(of.session)])
        arcOrigins.append(Int32(arc))
      }
      ports.append(Port(request: requests.count, arcs: first..<arcSlots.count))
    }
  }
}
