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

/// Changes of rows as far as needs that gain depend on them: an area is the grid of the unmet
/// need, a category the need's.
private struct AuditGain: Hashable {
  let changes: [ListChange]
  let grid: GridCode
  let category: String

  init(_ changes: [ListChange], for need: Need) {
    (self.changes, grid, category) = (changes, need.grid, need.category)
  }
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
  private var asked: [Int: UInt32] = [:]
  /// The plan without what may give way, by class, for each of the two searches that remember what led
  /// nowhere.
  private var flows: [Reach: AuditChangeFlow] = [:]
  private var gaining: [AuditGain: Set<Int>] = [:]
  private var masks: [AuditGain: [UInt32]] = [:]
  /// For each need, the candidates for its first kind of place.
  private(set) lazy var candidates = view.needs.indices.map { view.candidates($0)[0] }

  init(_ view: AuditView) {
    self.view = view
    let monday = view.plan.week.monday
    valid = view.resources.map { row in
      AuditEligibility.sessions(monday: monday) { $0 <= row.validTo?.ordinal ?? $0 }
    }
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

  /// The needs without a team to which the change of a resource's row gives places that they had not;
  /// the change is one for the unmet need.
  func gaining(_ change: ListChange, _ index: Int) -> Set<Int> {
    let key = AuditGain([change], for: view.needs[index])
    if let found = gaining[key] { return found }
    var found: Set<Int> = []
    if let row = change.resource.flatMap({ view.resourceIndex[$0] }) {
      let before = AuditChangedLists(self, index, [])
      for (number, after) in masks(row, [change], index).enumerated()
      where after & ~before.sessions(number, role: nil, row) != 0 {
        found.insert(number)
      }
    }
    gaining[key] = found
    return found
  }

  /// For each need without a team, the sessions in which a resource could serve it with changes of its
  /// row made for the unmet need; 0 for teams.
  func masks(_ row: Int, _ changes: [ListChange], _ index: Int) -> [UInt32] {
    let key = AuditGain(changes, for: view.needs[index])
    if let found = masks[key] { return found }
    let after = AuditChangedLists(self, index, changes)
    let found = view.needs.indices.map { number in
      view.needs[number].roles.isEmpty ? after.sessions(number, role: nil, row) : 0
    }
    masks[key] = found
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

/// The lists with changes made, judged by the audit's own rules.
final class AuditChangedLists {
  private let view: AuditView
  private let memory: AuditChangeMemory
  /// The unmet need.
  let index: Int
  let need: Need
  private let isNeedChanged: Bool
  private let asked: UInt32
  private var rows: [Int: Resource] = [:]
  /// The changes of each row.
  private var changesOf: [Int: [ListChange]] = [:]
  /// The rows that are changed, with what they offer each need.
  private(set) lazy var offers = changesOf.keys.sorted().map { row in
    (row: row, masks: memory.masks(row, changesOf[row] ?? [], index))
  }
  private var known: [Int: [AuditCandidate]] = [:]

  init(_ memory: AuditChangeMemory, _ index: Int, _ changes: [ListChange]) {
    view = memory.view
    self.memory = memory
    self.index = index
    let unmet = view.needs[index]
    need = changes.reduce(unmet) { $1.applied(to: $0, week: memory.view.plan.week) }
    isNeedChanged = changes.contains { $0.rank == 1 }
    asked = isNeedChanged ? memory.sessions(need) : memory.sessions(of: index)
    for change in changes where change.rank > 1 {
      guard let number = change.resource.flatMap({ view.resourceIndex[$0] }) else { continue }
      rows[number] = change.applied(to: rows[number] ?? view.resources[number], for: unmet)
      changesOf[number, default: []].append(change)
    }
  }

  /// The sessions in which a resource may fill a place of a need.
  func sessions(_ number: Int, role: String?, _ resource: Int) -> UInt32 {
    let row = rows[resource] ?? view.resources[resource]
    let need = view.needs[number]
    guard role.map(row.roles.contains) ?? row.categories.contains(need.category),
      AuditEligibility.all(need.skills, in: row.skills),
      !AuditEligibility.any(need.without, in: row.skills),
      AuditEligibility.covers(row.areas, need.grid), !need.banned.contains(row.id)
    else { return 0 }
    let passing =
      (number == index ? asked : memory.sessions(of: number)) & row.sessions.rawValue
      & memory.valid[resource]
    guard let standing = view.standing, !standing.firm(need.id).isEmpty else { return passing }
    return standing.sessions(passing, need.id, role: role, row.id)
  }

  /// Tries the places of a need without a team: those of rows that did not change, then the others.
  ///
  /// - Returns: whether one was taken.
  func tryPlaces(_ number: Int, _ take: (_ resource: Int, _ sessions: UInt32) -> Bool) -> Bool {
    if number == index, isNeedChanged {
      return candidates(number, kind: 0).contains { take($0.resource, $0.sessions) }
    }
    for candidate in memory.candidates[number] {
      var isChanged = false
      for offer in offers where offer.row == candidate.resource { isChanged = true }
      if !isChanged, take(candidate.resource, candidate.sessions) { return true }
    }
    for offer in offers where offer.masks[number] != 0 && take(offer.row, offer.masks[number]) {
      return true
    }
    return false
  }

  /// A need's candidates for a kind of place.
  func candidates(_ number: Int, kind: Int) -> [AuditCandidate] {
    let isOwn = number == index && isNeedChanged
    if !isOwn, rows.isEmpty { return view.candidates(number)[kind] }
    if let found = known[number << 5 | kind] { return found }
    let role = view.kinds(view.needs[number])[kind]
    let judged = (isOwn ? Array(view.resources.indices) : rows.keys.sorted()).compactMap {
      let mask = sessions(number, role: role, $0)
      return mask == 0 ? nil : AuditCandidate(resource: $0, sessions: mask)
    }
    let found =
      isOwn ? judged : view.candidates(number)[kind].filter { rows[$0.resource] == nil } + judged
    known[number << 5 | kind] = found
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

  /// One more visit, with another change made; of all resources or of one.
  static func raises(
    _ memory: AuditChangeMemory, _ index: Int, beside changes: [ListChange], of only: Int? = nil
  ) -> [AuditPriced] {
    let view = memory.view
    let lists = AuditChangedLists(memory, index, changes)
    let own = Set(
      view.kinds(view.needs[index]).indices.flatMap { lists.candidates(index, kind: $0) }
        .map(\.resource))
    var found: [AuditPriced] = []
    for number in only.map({ $0..<$0 + 1 }) ?? view.resources.indices {
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

  /// The changes of one resource's row.
  private static func ofRow(
    _ memory: AuditChangeMemory, _ index: Int, _ number: Int
  ) -> [AuditPriced] {
    let view = memory.view
    let need = view.needs[index]
    let row = view.resources[number]
    let distance = AuditEligibility.distance(from: row.home, to: need.grid, view.policy.levels)
    let kinds = view.kinds(need)
    let unchanged = AuditChangedLists(memory, index, [])
    let before = kinds.map { unchanged.sessions(index, role: $0, number) }
    var found: [AuditPriced] = []
    func append(_ change: ListChange, session: Int = 0, code: Int = 0) {
      let after = AuditChangedLists(memory, index, [change])
      let gains = zip(kinds, before).contains { role, before in
        after.sessions(index, role: role, number) & ~before != 0
      }
      found.append(
        AuditPriced(
          change: change,
          price: [change.rank, 1, gains ? 0 : 1, distance, number, session, code]))
    }
    let away = view.openMask & memory.valid[number] & ~row.sessions.rawValue
    for session in 0..<21 where away >> UInt32(session) & 1 == 1 {
      append(.session(resource: row.id, session: Session(index: session)), session: session)
    }
    if !AuditEligibility.covers(row.areas, need.grid) { append(.area(resource: row.id)) }
    if need.roles.isEmpty, !row.categories.contains(need.category) {
      append(.category(resource: row.id))
    }
    for (place, role) in need.roles.enumerated() where !row.roles.contains(role.role) {
      append(.role(resource: row.id, role: role.role), code: 1 + place)
    }
    for (place, skill) in need.skills.enumerated()
    where !row.skills.contains(skill) && loser(view, number, skill) == nil {
      append(.skill(resource: row.id, skill: skill), code: 1 + need.roles.count + place)
    }
    return found
  }

  /// A need that excludes a skill and whose candidate the resource is.
  private static func loser(_ view: AuditView, _ resource: Int, _ skill: String) -> String? {
    view.needs.indices.first { number in
      view.needs[number].without.contains(skill)
        && view.candidates(number).joined().contains { $0.resource == resource }
    }.map { view.needs[$0].id }
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
      all = AuditChangeSet.raises(memory, index, beside: others, of: row)
    case (.some(.some(let row)), _): all = AuditChangeSet.ofRow(memory, index, row)
    case (.none, _): all = AuditChangeSet.windows(memory.view, index)
    }
    return all.first { $0.change == change }
  }
}
