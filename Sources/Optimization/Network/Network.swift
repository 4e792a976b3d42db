/// An assignment program without couplings as a network: requests → ports → slots → supplies → pools.
///
/// Flow that a request cannot place goes to its group, where unmet visits cost more the more there
/// are. All links but those of ports to slots make a tree with the root on top: slots hang on
/// supplies, supplies on pools, requests on groups, pools and groups on the root.
struct Network: Sendable {
  /// A demand, or the part of one that a pin binds to a session.
  struct Request: Sendable {
    var demand: Int
    /// Visits asked for.
    var units: Int
    /// Whether a pin demands them all.
    var isForced: Bool
    /// Its ports: one, when it asks for one visit; otherwise one for each day.
    var ports: Range<Int>
  }

  /// A supply for a port, in several of its slots at the same cost.
  struct Bundle: Sendable {
    /// The slot of bit 0.
    var slot: Int32
    /// The slots offered, from `slot` on.
    var mask: UInt32
    /// Index into `rows`.
    var row: Int32
  }

  let requests: [Request]
  /// The bundles of each port, from the best row to the worst: entry p up to entry p + 1.
  let bundleStarts: [Int]
  let bundles: [Bundle]
  /// Costs of bundles by tier, each vector once, in lexicographic order.
  let rows: [[Int]]
  /// The request of each port.
  let requestOfPort: [Int32]
  /// Supply · 21 + session of each slot that some arc uses, ascending.
  let slots: [Int]
  /// For each supply, its range of slots.
  let slotsOfSupply: [Range<Int>]

  var portCount: Int { requestOfPort.count }

  /// Whether couplings make a program more than a network.
  ///
  /// Couplings are teams, demands served wholly with several visits, and pins that leave the session
  /// and some of the visits open.
  static func isCoupled(_ program: AssignmentProgram) -> Bool {
    let hasCoupled = program.demands.contains {
      $0.places.count != 1 || $0.places[0] != 1 || $0.wholly && $0.visits > 1
    }
    if hasCoupled { return true }
    return pinsOf(program).contains { demand, pins in
      // All visits by one supply: the others' arcs fall away. Anything else couples the days.
      guard let bare = pins.first(where: { $0.session == nil }) else { return false }
      return pins.count > 1 || bare.count != program.demands[demand].visits
    }
  }

  private static func pinsOf(_ program: AssignmentProgram) -> [Int: [AssignmentProgram.Pin]] {
    Dictionary(grouping: program.pins, by: \.demand)
  }

  /// The network of a program without couplings.
  ///
  /// - Complexity: O(arcs · log of a port's arcs).
  init(_ program: AssignmentProgram) {
    let pinsOf = Network.pinsOf(program)
    var sessionsUsed = [Bool](repeating: false, count: program.supplies.count * 21)
    for arc in program.arcs { sessionsUsed[Int(arc.supply) * 21 + Int(arc.session)] = true }
    let slots = sessionsUsed.indices.filter { sessionsUsed[$0] }
    var slotIndex = [Int32](repeating: -1, count: sessionsUsed.count)
    for (index, slot) in slots.enumerated() { slotIndex[slot] = Int32(index) }
    var builder = Builder(program: program, slotIndex: slotIndex)
    var begin = 0
    for index in program.demands.indices {
      var end = begin
      while end < program.arcs.count, Int(program.arcs[end].demand) == index { end += 1 }
      builder.add(index, arcs: begin..<end, pins: pinsOf[index] ?? [])
      begin = end
    }
    requests = builder.requests
    bundleStarts = builder.starts
    requestOfPort = builder.requestOfPort
    (bundles, rows) = builder.sorted()
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
    /// The tiers that price arcs.
    private let priced: [(tier: Int, costs: [Int])]
    var requests: [Request] = []
    var requestOfPort: [Int32] = []
    var starts = [0]
    private var bundles: [Bundle] = []
    private let rows: RowIndex

    init(program: AssignmentProgram, slotIndex: [Int32]) {
      self.program = program
      self.slotIndex = slotIndex
      priced = program.tiers.enumerated().filter { !$1.perArc.isEmpty }
        .map { ($0.offset, $0.element.perArc) }
      rows = RowIndex(priced.map(\.costs), arcCount: program.arcs.count)
      bundles.reserveCapacity(program.arcs.count)
    }

    /// Adds a demand.
    mutating func add(_ demand: Int, arcs: Range<Int>, pins: [AssignmentProgram.Pin]) {
      let visits = program.demands[demand].visits
      // A pin that is said twice is one.
      var inSession: [AssignmentProgram.Pin] = []
      for pin in pins where pin.session != nil && !inSession.contains(pin) { inSession.append(pin) }
      if let bare = pins.first(where: { $0.session == nil }) {
        let own = arcs.filter { Int(program.arcs[$0].supply) == bare.supply }
        add(demand, units: visits, isForced: true, arcs: own)
        return
      }
      for pin in inSession {
        let own = arcs.filter {
          Int(program.arcs[$0].supply) == pin.supply && Int(program.arcs[$0].session) == pin.session
        }
        add(demand, units: 1, isForced: true, arcs: own)
      }
      guard visits > inSession.count else { return }
      let taken = Set(inSession.compactMap(\.session).map { $0 / 3 })
      if taken.isEmpty {
        add(demand, units: visits - inSession.count, isForced: false, arcs: arcs)
      } else {
        add(
          demand, units: visits - inSession.count, isForced: false,
          arcs: arcs.filter { !taken.contains(Int(program.arcs[$0].session) / 3) })
      }
    }

    private mutating func add(
      _ demand: Int, units: Int, isForced: Bool, arcs: some Sequence<Int>
    ) {
      let first = requestOfPort.count
      if units == 1 {
        addPort(arcs)
      } else {
        for day in 0..<7 {
          let own = arcs.filter { Int(program.arcs[$0].session) / 3 == day }
          if !own.isEmpty { addPort(own) }
        }
      }
      requests.append(
        Request(
          demand: demand, units: units, isForced: isForced, ports: first..<requestOfPort.count))
    }

    /// Adds a port; its arcs come by supply and session.
    private mutating func addPort(_ arcs: some Sequence<Int>) {
      let first = bundles.count
      var supply: Int32 = -1
      var ownFirst = first
      for arc in arcs {
        let of = program.arcs[arc]
        let row = rows.rowOf[arc]
        let slot = slotIndex[Int(of.supply) * 21 + Int(of.session)]
        if of.supply != supply {
          supply = of.supply
          ownFirst = bundles.count
        }
        // A supply's sessions differ in cost hardly ever, so few bundles are looked through.
        if let same = (ownFirst..<bundles.count).first(where: { bundles[$0].row == row }) {
          bundles[same].mask |= 1 << UInt32(slot - bundles[same].slot)
        } else {
          bundles.append(Bundle(slot: slot, mask: 1, row: row))
        }
      }
      requestOfPort.append(Int32(requests.count))
      starts.append(bundles.count)
    }

    /// The bundles with the best first within each port, and the rows in order.
    func sorted() -> (bundles: [Bundle], rows: [[Int]]) {
      let vectors = rows.vectors
      let order = vectors.indices.sorted { vectors[$0].lexicographicallyPrecedes(vectors[$1]) }
      var rank = [Int32](repeating: 0, count: vectors.count)
      for (position, row) in order.enumerated() { rank[row] = Int32(position) }
      var result = bundles
      var heads = [Int](repeating: 0, count: vectors.count + 1)
      for port in requestOfPort.indices {
        let own = starts[port]..<starts[port + 1]
        guard vectors.count <= 2 * own.count + 8 else {
          for index in own { result[index].row = rank[Int(result[index].row)] }
          result[own].sort { ($0.row, $0.slot) < ($1.row, $1.slot) }
          continue
        }
        // They come by slot, so counting by row sorts them.
        for row in heads.indices { heads[row] = 0 }
        for index in own { heads[Int(rank[Int(bundles[index].row)]) + 1] += 1 }
        for row in 0..<vectors.count { heads[row + 1] += heads[row] }
        for index in own {
          var bundle = bundles[index]
          bundle.row = rank[Int(bundle.row)]
          result[own.lowerBound + heads[Int(bundle.row)]] = bundle
          heads[Int(bundle.row)] += 1
        }
      }
      let width = program.tiers.count
      let wide = order.map { row in
        var vector = [Int](repeating: 0, count: width)
        for (position, tier) in priced.enumerated() { vector[tier.tier] = vectors[row][position] }
        return vector
      }
      return (result, wide)
    }
  }
}
