import ThreeLists

/// A change that may serve an unmet need, and what it costs.
struct AuditPriced {
  let change: ListChange
  /// Compared from the left; see ``SmallestChange``.
  let price: [Int]

  /// The kind of change.
  var rank: Int { price[0] }
  /// How many cells it changes.
  var cells: Int { price[1] }

  /// What two changes cost together.
  static func pair(_ cheap: AuditPriced, _ dear: AuditPriced) -> [Int] {
    [2, cheap.rank, dear.rank, cheap.cells + dear.cells] + dear.price + cheap.price
  }

  /// What one change costs, to be compared with pairs.
  var alone: [Int] { [1] + price }
}

extension AuditView {
  /// Whether a need's visits stay where they are, for others of them: those of a team, and several of
  /// which a bare pin asks for some.
  func isBoundTogether(_ index: Int) -> Bool {
    let need = needs[index]
    return !need.roles.isEmpty || (need.visits > 1 && need.pinned.contains { $0.session == nil })
  }
}

/// What the rules on sessions leave of needs and resources, worked out once.
final class AuditChangeMemory {
  let view: AuditView
  /// For each resource, the sessions up to its last day.
  let valid: [UInt32]
  /// Whether the week is small enough, and without couplings, so that everything is tried.
  let isComplete: Bool
  private var asked: [Int: UInt32] = [:]
  /// The plan without what may give way, by class, for each of the two searches that remember what led
  /// nowhere.
  private var flows: [Reach: AuditChangeFlow] = [:]
  /// What the pairwise rules let pass, by need and kind of place.
  private var rules: [[[(bit: UInt16, passes: AuditBits)]]?]
  /// By skill, the candidates of needs that want nobody who has it.
  private lazy var shunned = shunnedSkills
  /// For each need, the candidates for its first kind of place.
  private(set) lazy var candidates = view.needs.indices.map { view.candidates($0)[0] }

  init(_ view: AuditView) {
    self.view = view
    let monday = view.plan.week.monday
    valid = view.resources.map { row in
      AuditEligibility.sessions(monday: monday) { $0 <= row.validTo?.ordinal ?? $0 }
    }
    rules = Array(repeating: nil, count: view.needs.count)
    isComplete =
      view.needs.count * view.resources.count <= SmallestChanges.smallWeek
      && !view.needs.indices.contains(where: view.isBoundTogether)
  }

  /// Whether no slot leads to room for one more visit of a need without a team and without pins,
  /// however others move.
  func isHopeless(_ index: Int) -> Bool { isHopeless(index, shut: false) }

  /// Whether such a need finds nothing but full slots of full weeks, whatever one place more in a
  /// session sets free: no limit alone, raised by one, serves it.
  func isShut(_ index: Int) -> Bool { isHopeless(index, shut: true) }

  private func isHopeless(_ index: Int, shut: Bool) -> Bool {
    let own = Reach(limit: view.priorityClass(view.needs[index]), shut: shut)
    var flow =
      flows.removeValue(forKey: own)
      ?? AuditChangeFlow(view, index, lists: AuditChangedLists(self, index, []))
    let found = flow.isHopeless(index, shut: shut)
    flows[own] = flow
    return found
  }

  private struct Reach: Hashable {
    let limit: Int
    let shut: Bool
  }

  /// The pairwise rules that a resource fails for a kind of place of a need, as bits.
  func failed(_ number: Int, kind: Int, _ resource: Int) -> UInt16 {
    if rules[number] == nil {
      let need = view.needs[number]
      rules[number] = view.kinds(need).map { view.pairwise(need, role: $0) }
    }
    var bits: UInt16 = 0
    for (bit, passes) in rules[number]?[kind] ?? [] where !passes.contains(resource) { bits |= bit }
    return bits
  }

  /// The sessions in which a resource of the list may fill a kind of place of a need of the list.
  func sessions(_ number: Int, kind: Int, _ resource: Int) -> UInt32 {
    let found = sessions(of: number) & view.resources[resource].sessions.rawValue & valid[resource]
    guard found != 0, failed(number, kind: kind, resource) == 0 else { return 0 }
    return limited(found, number, role: view.role(number, kind: kind), resource)
  }

  /// Sessions as far as firm places leave them.
  func limited(_ sessions: UInt32, _ number: Int, role: String?, _ resource: Int) -> UInt32 {
    guard let standing = view.standing, isFirm(number) else { return sessions }
    return standing.sessions(
      sessions, view.needs[number].id, role: role, view.resources[resource].id)
  }

  /// Whether a need has firm places.
  func isFirm(_ number: Int) -> Bool {
    view.standing.map { !$0.firm(view.needs[number].id).isEmpty } ?? false
  }

  /// Whether a resource is the candidate of a need that wants nobody with a skill.
  func isShunned(_ resource: Int, with skill: String) -> Bool {
    shunned[skill]?.contains(resource) ?? false
  }

  private var shunnedSkills: [String: Set<Int>] {
    var found: [String: Set<Int>] = [:]
    for number in view.needs.indices where !view.needs[number].without.isEmpty {
      let able = Set(view.candidates(number).joined().map(\.resource))
      for skill in view.needs[number].without { found[skill, default: []].formUnion(able) }
    }
    return found
  }

  /// Beside a need of some class: whether a resource has a session of some that is not full, and whether
  /// its week has room.
  func room(
    in resource: Int, _ sessions: [Int], _ index: Int
  ) -> (isOpen: Bool, hasWeek: Bool) {
    let own = Reach(limit: view.priorityClass(view.needs[index]), shut: false)
    guard let flow = flows[own] else { return (false, false) }
    return (
      sessions.contains { !flow.isFull(resource * 21 + $0) }, flow.hasWeek(resource)
    )
  }

  /// The open sessions that a need asks for and its dates allow.
  func sessions(_ need: Need) -> UInt32 {
    let monday = view.plan.week.monday
    let hasFirm = view.standing.map { !$0.firm(need.id).isEmpty } ?? false
    return (hasFirm ? view.unclosedMask : view.openMask) & need.sessions.rawValue
      & AuditEligibility.sessions(monday: monday) { date in
        date >= need.reportedOn.ordinal
          && AuditEligibility.isInTime(need.dueOn, on: date, monday: monday)
      }
  }

  /// The same for a need of the list.
  func sessions(of number: Int) -> UInt32 {
    if let known = asked[number] { return known }
    let found = sessions(view.needs[number])
    asked[number] = found
    return found
  }
}

/// All changes that may serve an unmet need, from the lists; collected when they are asked for.
final class AuditChangeSet {
  let memory: AuditChangeMemory
  let index: Int
  /// One more visit, cheapest first.
  private(set) lazy var raises = AuditChangeSet.raises(memory, index, beside: [])
  /// Everything else, cheapest first.
  private(set) lazy var others = collectOthers()
  /// Of everything else, what changes the need or gives it a place that it had not, cheapest first.
  private(set) lazy var own = collectOwn()

  init(_ memory: AuditChangeMemory, _ index: Int) {
    self.memory = memory
    self.index = index
  }

  private func collectOthers() -> [AuditPriced] {
    var others = AuditChangeSet.windows(memory.view, index)
    for resource in memory.view.resources.indices {
      others += AuditChangeSet.ofRow(memory, index, resource)
    }
    return others.sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  private func collectOwn() -> [AuditPriced] {
    var own = AuditChangeSet.windows(memory.view, index)
    let kinds = memory.view.kinds(memory.view.needs[index]).indices
    for resource in memory.view.resources.indices {
      // One change mends one rule.
      let isNear = kinds.contains { kind in
        memory.failed(index, kind: kind, resource).nonzeroBitCount <= 1
      }
      if isNear {
        own += AuditChangeSet.ofRow(memory, index, resource, isOwn: true)
      }
    }
    return own.sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  /// One more visit, with another change made; of all resources or of some.
  static func raises(
    _ memory: AuditChangeMemory, _ index: Int, beside changes: [ListChange],
    of only: Set<Int>? = nil
  ) -> [AuditPriced] {
    let view = memory.view
    let lists = AuditChangedLists(memory, index, changes)
    let own = Set(
      view.kinds(view.needs[index]).indices.flatMap { lists.candidates(index, kind: $0) }
        .map(\.resource))
    var found: [AuditPriced] = []
    for number in only?.sorted() ?? Array(view.resources.indices) {
      let row = view.resources[number]
      let distance = AuditEligibility.distance(
        from: row.home, to: view.needs[index].grid, view.policy.levels)
      for (kind, (weekly, perSession)) in [(true, false), (false, true), (true, true)].enumerated()
      {
        found.append(
          AuditPriced(
            change: .visit(resource: row.id, weekly: weekly, perSession: perSession),
            price: [
              0, kind == 2 ? 2 : 1, own.contains(number) ? 0 : 1, distance, number, kind % 2, 0,
            ]))
      }
    }
    return found.sorted { $0.price.lexicographicallyPrecedes($1.price) }
  }

  private static func windows(_ view: AuditView, _ index: Int) -> [AuditPriced] {
    let need = view.needs[index]
    let monday = view.plan.week.monday
    return (0..<21).compactMap { session in
      let date = monday.ordinal + session / 3
      let isDue = !AuditEligibility.isInTime(need.dueOn, on: date, monday: monday)
      let isAsked = need.sessions.rawValue >> UInt32(session) & 1 == 1
      guard view.openMask >> UInt32(session) & 1 == 1, date >= need.reportedOn.ordinal,
        isDue || !isAsked
      else { return nil }
      return AuditPriced(
        change: .window(session: Session(index: session), extendsDue: isDue),
        price: [1, isDue && !isAsked ? 2 : 1, 0, 0, view.resources.count, session, 0])
    }
  }

  /// The changes of one resource's row; `isOwn`: those that give the need a place it had not.
  private static func ofRow(
    _ memory: AuditChangeMemory, _ index: Int, _ number: Int, isOwn: Bool = false
  ) -> [AuditPriced] {
    let view = memory.view
    let need = view.needs[index]
    let row = view.resources[number]
    let distance = AuditEligibility.distance(from: row.home, to: need.grid, view.policy.levels)
    let kinds = Array(view.kinds(need).indices)
    let failed = kinds.map { memory.failed(index, kind: $0, number) }
    let before = kinds.map { memory.sessions(index, kind: $0, number) }
    var found: [AuditPriced] = []
    /// Appends a change that mends one of the rules; 0 for a session.
    func append(_ change: ListChange, mending rules: UInt16, session: Int = 0, code: Int = 0) {
      var gains = false
      if failed.contains(where: { $0 & ~rules == 0 }) {
        let after = AuditChangedLists(memory, index, [change])
        gains = kinds.contains { after.sessions(index, kind: $0, number) & ~before[$0] != 0 }
      }
      guard gains || !isOwn else { return }
      found.append(
        AuditPriced(
          change: change,
          price: [change.rank, 1, gains ? 0 : 1, distance, number, session, code]))
    }
    let away = view.openMask & memory.valid[number] & ~row.sessions.rawValue
    for session in 0..<21 where away >> UInt32(session) & 1 == 1 {
      append(
        .session(resource: row.id, session: Session(index: session)), mending: 0, session: session)
    }
    if !AuditEligibility.covers(row.areas, need.grid) {
      append(.area(resource: row.id), mending: 1 << 4)
    }
    if need.roles.isEmpty, !row.categories.contains(need.category) {
      append(.category(resource: row.id), mending: 1 << 0)
    }
    for (place, role) in need.roles.enumerated() where !row.roles.contains(role.role) {
      append(.role(resource: row.id, role: role.role), mending: 1 << 1, code: 1 + place)
    }
    for (place, skill) in need.skills.enumerated()
    where !row.skills.contains(skill) && !memory.isShunned(number, with: skill) {
      append(
        .skill(resource: row.id, skill: skill), mending: 1 << 2,
        code: 1 + need.roles.count + place)
    }
    return found
  }

  /// What claimed changes cost, in the order in which they are claimed; nil for what is no change
  /// of the set, or a pair whose dearer change comes first.
  func price(of changes: [ListChange]) -> [Int]? {
    switch changes.count {
    case 0: return [0]
    case 1: return priced(changes[0], beside: [])?.alone
    case 2:
      guard let dear = priced(changes[1], beside: []),
        let cheap = priced(changes[0], beside: dear.rank > 0 ? [dear.change] : []),
        !dear.price.lexicographicallyPrecedes(cheap.price),
        cheap.rank == 0 || cheap.change != dear.change
      else { return nil }
      return AuditPriced.pair(cheap, dear)
    default: return nil
    }
  }

  /// A change of the set with what it costs, one more visit with others made; nil for what is none.
  private func priced(_ change: ListChange, beside others: [ListChange]) -> AuditPriced? {
    let row = change.resource.map { memory.view.resourceIndex[$0] }
    let all: [AuditPriced]
    switch (row, change.rank) {
    case (.some(.none), _): return nil
    case (.some(.some(let row)), 0):
      all = AuditChangeSet.raises(memory, index, beside: others, of: [row])
    case (.some(.some(let row)), _): all = AuditChangeSet.ofRow(memory, index, row)
    case (.none, _): all = AuditChangeSet.windows(memory.view, index)
    }
    return all.first { $0.change == change }
  }
}
