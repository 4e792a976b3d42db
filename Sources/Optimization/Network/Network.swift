/// A part of a program without couplings as a network: requests → ports → slots → supplies → pools.
///
/// Flow that a request cannot place goes to its group, where unmet visits cost more the more there
/// are. All links but those of ports to slots make a tree with the root on top: slots hang on
/// supplies, supplies on pools, requests on groups, pools and groups on the root.
///
/// Nodes in ranges: ports, requests of several visits, slots, supplies, pools, groups, root. A
/// request of one visit is its port.
final class Network {
  /// A demand, or the part of one that a pin binds to a session.
  struct Request: Sendable {
    /// The part's own demand.
    var demand: Int
    /// Visits asked for.
    var units: Int
    /// Whether a pin demands them all.
    var isForced: Bool
    /// Its ports: one, when it asks for one visit; otherwise one for each day.
    var ports: Range<Int>
  }

  /// A supply for a port, in several of its slots at the same cost.
  struct Bundle {
    /// The slot of bit 0: its node.
    var slot: Int32
    /// The slots offered, from `slot` on.
    var mask: UInt32
    /// Index into `rows`.
    var row: Int32
  }

  let part: ProgramPart
  let requests: [Request]
  let portCount: Int
  /// The node of the first slot.
  let firstSlot: Int
  /// The bundles of each port, from the best row to the worst: entry p up to entry p + 1.
  let bundleStarts: [Int32]
  /// Memory of the network's own.
  let bundles: Column<Bundle>
  /// Costs of bundles by tier, each vector once, in lexicographic order.
  let rows: [[Int]]
  /// Supply · 21 + session of each slot that some arc uses, ascending, in the part's indexes.
  let slots: [Int]
  /// For each supply, its range of slots.
  let slotsOfSupply: [Range<Int>]

  /// Whether couplings make a program more than a network.
  ///
  /// Couplings are teams, demands served wholly with several visits, and pins that leave the session
  /// and some of the visits open.
  static func isCoupled(_ program: AssignmentProgram) -> Bool {
    for demand in program.demands.indices where program.isCoupled(demand) { return true }
    return pinsOf(program.pins).contains { demand, pins in
      // All visits by one supply: the others' arcs fall away. Anything else couples the days.
      guard let bare = pins.first(where: { $0.session == nil }) else { return false }
      return pins.count > 1 || bare.count != program.demands[demand].visits
    }
  }

  private static func pinsOf(_ pins: [AssignmentProgram.Pin]) -> [Int: [AssignmentProgram.Pin]] {
    Dictionary(grouping: pins, by: \.demand)
  }

  /// The network of a program without couplings.
  convenience init(_ program: AssignmentProgram) {
    self.init(Components(program).whole(rows: RowIndex(program)))
  }

  /// The network of a part.
  ///
  /// - Complexity: O(arcs · log of a port's arcs).
  init(_ part: ProgramPart) {
    self.part = part
    let pinsOf = Network.pinsOf(part.pins)
    var builder = Builder(part)
    for (own, demand) in part.demands.enumerated() {
      builder.add(own, arcs: part.arcsOf[demand], pins: pinsOf[demand] ?? [])
    }
    requests = builder.requests
    portCount = builder.starts.count - 1
    firstSlot = builder.firstSlot
    bundleStarts = builder.starts
    (slots, slotsOfSupply) = builder.slots()
    (bundles, rows) = builder.sorted(slots)
    builder.free()
  }

  deinit { bundles.free() }

  /// Lays out requests one by one.
  private struct Builder: Sendable {
    let part: ProgramPart
    var requests: [Request] = []
    /// The bundles of each port: entry p up to entry p + 1.
    var starts: [Int32] = [0]
    /// Requests of several visits.
    private var nodes = 0
    /// With supply · 21 + session as slot, and the program's rows.
    private let drafts: Column<Bundle>
    private var draftCount = 0
    /// By supply: the sessions that some arc uses.
    private let sessions: Column<UInt32>
    /// By row of the program: whether it is used.
    private let isUsed: Column<Bool>
    private var arcsOfDay: [[Int]] = Array(repeating: [], count: 7)

    /// The node of the first slot, once all requests are there.
    var firstSlot: Int { starts.count - 1 + nodes }

    init(_ part: ProgramPart) {
      self.part = part
      // A pin that binds a session stands for one arc.
      let most = part.demands.reduce(part.pins.count) { $0 + part.arcsOf[$1].count }
      drafts = Column(unset: most)
      sessions = Column(repeating: 0, count: part.supplies.count)
      isUsed = Column(repeating: false, count: part.rows.vectors.count)
      requests.reserveCapacity(part.demands.count)
      starts.reserveCapacity(part.demands.count + 1)
    }

    func free() {
      drafts.free()
      sessions.free()
      isUsed.free()
    }

    /// Adds a demand.
    mutating func add(_ own: Int, arcs: Range<Int>, pins: [AssignmentProgram.Pin]) {
      let program = part.program
      let visits = program.demands[part.demands[own]].visits
      guard !pins.isEmpty else {
        add(own, units: visits, isForced: false, arcs: arcs)
        return
      }
      // A pin that is said twice is one.
      var inSession: [AssignmentProgram.Pin] = []
      for pin in pins where pin.session != nil && !inSession.contains(pin) { inSession.append(pin) }
      if let bare = pins.first(where: { $0.session == nil }) {
        let offered = arcs.filter { Int(program.arcs[$0].supply) == bare.supply }
        add(own, units: visits, isForced: true, arcs: offered)
        return
      }
      for pin in inSession {
        let offered = arcs.filter {
          Int(program.arcs[$0].supply) == pin.supply && Int(program.arcs[$0].session) == pin.session
        }
        add(own, units: 1, isForced: true, arcs: offered)
      }
      guard visits > inSession.count else { return }
      let taken = Set(inSession.compactMap(\.session).map { $0 / 3 })
      add(
        own, units: visits - inSession.count, isForced: false,
        arcs: arcs.filter { !taken.contains(Int(program.arcs[$0].session) / 3) })
    }

    @inline(__always) private mutating func add(
      _ own: Int, units: Int, isForced: Bool, arcs: some RandomAccessCollection<Int>
    ) {
      let first = starts.count - 1
      if units == 1 {
        addPort(arcs)
      } else {
        nodes += 1
        for day in arcsOfDay.indices { arcsOfDay[day].removeAll(keepingCapacity: true) }
        for arc in arcs { arcsOfDay[Int(part.program.arcs[arc].session) / 3].append(arc) }
        for day in arcsOfDay.indices where !arcsOfDay[day].isEmpty { addPort(arcsOfDay[day]) }
      }
      requests.append(
        Request(
          demand: own, units: units, isForced: isForced, ports: first..<starts.count - 1))
    }

    /// Adds a port; its arcs come by supply and session.
    @inline(__always) private mutating func addPort(_ arcs: some RandomAccessCollection<Int>) {
      let (drafts, sessions, isUsed) = (drafts, sessions, isUsed)
      let (all, digits, rank) = (part.program.arcs, part.rows.digits, part.rows.rank)
      let placeOfSupply = part.placeOfSupply
      var count = draftCount
      var supply: Int32 = -1
      var place: Int32 = 0
      var ownFirst = count
      for arc in arcs {
        let of = all[arc]
        let row = rank[Int(digits[arc])]
        if of.supply != supply {
          supply = of.supply
          place = placeOfSupply[Int(supply)]
          ownFirst = count
        }
        sessions[place] |= 1 << UInt32(truncatingIfNeeded: of.session)
        let slot = place &* 21 &+ of.session
        // A supply's sessions differ in cost hardly ever, so few bundles are looked through.
        var same = ownFirst
        while same < count, drafts[same].row != row { same &+= 1 }
        if same < count {
          drafts[same].mask |= 1 << UInt32(truncatingIfNeeded: slot &- drafts[same].slot)
        } else {
          drafts[count] = Bundle(slot: slot, mask: 1, row: row)
          count &+= 1
          isUsed[row] = true
        }
      }
      draftCount = count
      starts.append(Int32(truncatingIfNeeded: count))
    }

    /// The slots that some arc uses, and those of each supply.
    func slots() -> (slots: [Int], ofSupply: [Range<Int>]) {
      var slots: [Int] = []
      var ranges: [Range<Int>] = []
      ranges.reserveCapacity(sessions.count)
      for supply in 0..<sessions.count {
        let first = slots.count
        var mask = sessions[supply]
        while mask != 0 {
          slots.append(supply * 21 + mask.trailingZeroBitCount)
          mask &= mask - 1
        }
        ranges.append(first..<slots.count)
      }
      return (slots, ranges)
    }

    /// The bundles with the best first within each port, and the rows in order.
    func sorted(_ slots: [Int]) -> (bundles: Column<Bundle>, rows: [[Int]]) {
      let result = Column<Bundle>(unset: draftCount)
      // Rows that only other parts use are left out.
      let used = (0..<isUsed.count).filter { isUsed[$0] }
      let rank = Column(repeating: Int32(0), count: isUsed.count)
      for (position, row) in used.enumerated() { rank[row] = Int32(position) }
      // By supply · 21 + session.
      let nodes = Column<Int32>(unset: slots.isEmpty ? 0 : sessions.count * 21)
      for (index, slot) in slots.enumerated() { nodes[slot] = Int32(firstSlot + index) }
      defer {
        for column in [rank, nodes] { column.free() }
      }
      let pieces = SideBySide.pieces(draftCount)
      SideBySide.run(starts.count - 1, pieces: pieces) { _, ports in
        let heads = Column(repeating: Int32(0), count: used.count + 1)
        defer { heads.free() }
        for port in ports {
          sort(Int(starts[port])..<Int(starts[port + 1]), into: result, heads, rank, nodes)
        }
      }
      return (result, used.map(wide))
    }

    /// Places the bundles of a port, which come by slot, in the order of their rows.
    @inline(__always) private func sort(
      _ own: Range<Int>, into result: Column<Bundle>, _ heads: Column<Int32>,
      _ rank: Column<Int32>, _ nodes: Column<Int32>
    ) {
      let drafts = drafts
      let rows = heads.count - 1
      guard rows <= 2 * own.count + 8 else {
        var keys = own.map { Int(rank[drafts[$0].row]) << 32 | $0 }
        keys.sort()
        for (offset, key) in keys.enumerated() {
          let draft = drafts[key & 0xFFFF_FFFF]
          result[own.lowerBound + offset] = placed(draft, rank[draft.row], nodes)
        }
        return
      }
      heads.fill(0)
      for index in own { heads[rank[drafts[index].row] &+ 1] &+= 1 }
      for row in 0..<rows { heads[row &+ 1] &+= heads[row] }
      for index in own {
        let row = rank[drafts[index].row]
        result[own.lowerBound &+ Int(heads[row])] = placed(drafts[index], row, nodes)
        heads[row] &+= 1
      }
    }

    /// A bundle with nodes instead of sessions: slots that nobody uses have none.
    @inline(__always) private func placed(
      _ draft: Bundle, _ row: Int32, _ nodes: Column<Int32>
    ) -> Bundle {
      let first = nodes[draft.slot]
      var mask: UInt32 = 1
      var rest = draft.mask & ~1
      while rest != 0 {
        let later = draft.slot &+ Int32(truncatingIfNeeded: rest.trailingZeroBitCount)
        mask |= 1 << UInt32(truncatingIfNeeded: nodes[later] &- first)
        rest &= rest &- 1
      }
      return Bundle(slot: first, mask: mask, row: row)
    }

    /// A row with one cost for each tier.
    private func wide(_ row: Int) -> [Int] {
      var vector = [Int](repeating: 0, count: part.program.tiers.count)
      for (place, priced) in part.rows.tiers.enumerated() {
        vector[priced.tier] = part.rows.vectors[row][place]
      }
      return vector
    }
  }
}

extension AssignmentProgram {
  /// Whether a demand is more than so many visits of one place each.
  fileprivate func isCoupled(_ demand: Int) -> Bool {
    demands[demand].places.count != 1 || demands[demand].places[0] != 1
      || demands[demand].wholly && demands[demand].visits > 1
  }
}
