import ThreeLists

extension Audit {
  /// Whether the smallest changes do what they claim and are the cheapest, and the levels are those
  /// of the rule.
  ///
  /// A smallest change is tried on the lists: with its changes made and the places of its witness
  /// filled as it says, the need has all its visits, every other need touched has as many as
  /// before (or, of a lower class, fewer), and every rule and capacity touched is kept; without any
  /// one of its changes that is not so. Where it claims to be the cheapest, or that there is none,
  /// everything cheaper is tried (`AuditCheaperChange`): in a week without couplings all of it, in
  /// others as far as visits of teams and those bound by a bare pin stay where they are.
  static let changeChecks: [AuditCheck] = [
    AuditCheck(.smallestChange) { view in
      let memory = AuditChangeMemory(view)
      var work = 0
      return view.plan.unmet.compactMap { unmet in
        guard let change = unmet.smallestChange, let index = view.needIndex[unmet.need] else {
          return nil
        }
        let set = AuditChangeSet(memory, index)
        guard
          let fault = AuditChange(view, index, change).fault(in: set)
            ?? AuditCheaperChange.fault(set, change, work: &work)
        else { return nil }
        return AuditFinding(
          rule: .smallestChange, need: unmet.need, expected: fault.0, found: fault.1)
      }
    },
    AuditCheck(.escalation) { view in
      view.plan.unmet.compactMap { unmet in
        guard let level = unmet.escalation, let index = view.needIndex[unmet.need] else {
          return nil
        }
        let expected = view.escalation(index)
        return expected == level
          ? nil
          : AuditFinding(
            rule: .escalation, need: unmet.need, expected: expected.chineseName,
            found: level.chineseName)
      }
    },
  ]
}

extension AuditView {
  /// The lowest of 社区, 街道 and 县 in which somebody lives who has the ability and is no candidate
  /// for the same kind of place; 县 when there is none, or none whose home is known.
  fileprivate func escalation(_ index: Int) -> GridLevel {
    let need = needs[index]
    var nearest = GridLevel.county
    for (kind, role) in kinds(need).enumerated() {
      let known = Set(candidates(index)[kind].map(\.resource))
      for (number, resource) in resources.enumerated() where !known.contains(number) {
        guard role.map(resource.roles.contains) ?? resource.categories.contains(need.category),
          AuditEligibility.all(need.skills, in: resource.skills),
          !AuditEligibility.any(need.without, in: resource.skills),
          !need.banned.contains(resource.id)
        else { continue }
        switch AuditEligibility.distance(from: resource.home, to: need.grid, policy.levels) {
        case 0, 1: nearest = .community
        case 2: if nearest == .county { nearest = .town }
        default: continue
        }
      }
    }
    return nearest
  }
}

/// A smallest change under trial.
private struct AuditChange {
  private let view: AuditView
  private let index: Int
  private let change: SmallestChange

  /// A place filled.
  private struct Filled: Hashable {
    var resource: String
    var session: Session
    var role: String?
  }

  init(_ view: AuditView, _ index: Int, _ change: SmallestChange) {
    self.view = view
    self.index = index
    self.change = change
  }

  /// Expected and found, or nil for changes that do what they claim.
  func fault(in set: AuditChangeSet) -> (String, String)? {
    guard change.isFound else { return change.changes.isEmpty ? nil : ("a witness", "none") }
    if change.changes.count > 2 { return ("two changes at most", "\(change.changes.count)") }
    if change.changes.isEmpty { return witnessFault }
    guard set.price(of: change.changes) != nil else {
      let codes = change.changes.map(\.code).joined(separator: ", ")
      return ("changes of the closed set, the cheaper first", codes)
    }
    if let fault = witnessFault { return fault }
    for (position, item) in change.changes.enumerated() where item.rank > 0 {
      var others = change
      others.changes.remove(at: position)
      if AuditChange(view, index, others).witnessFault == nil {
        return ("nothing idle", "\(item.code), without which it goes as well")
      }
    }
    return nil
  }

  private var witnessFault: (String, String)? {
    var filled: [Int: [Filled]] = [:]
    var loads: [Int: Int] = [:]
    var weeks: [Int: Int] = [:]
    for move in change.witness {
      guard let number = view.needIndex[move.need] else {
        return ("a need of the list", move.need)
      }
      var own = filled[number] ?? places(of: number)
      if let from = move.from {
        let old = Filled(resource: from.resource, session: from.session, role: move.role)
        guard let position = own.firstIndex(of: old) else {
          return ("a service of \(move.need)", "\(from)")
        }
        own.remove(at: position)
        count(from, -1, &loads, &weeks)
      }
      if let to = move.to {
        guard let resource = view.resourceIndex[to.resource] else {
          return ("a resource of the list", to.resource)
        }
        guard passes(number, resource, move.role, to.session) else {
          return ("\(move.need) may have \(to)", "a rule broken")
        }
        own.append(Filled(resource: to.resource, session: to.session, role: move.role))
        count(to, 1, &loads, &weeks)
      }
      filled[number] = own
    }
    for (number, own) in filled.sorted(by: { $0.key < $1.key }) {
      if let fault = fault(of: number, own) { return fault }
    }
    guard filled[index] != nil else { return ("visits of the need itself", "none") }
    return capacityFault(loads, weeks)
  }

  private func count(
    _ slot: ResourceSession, _ amount: Int, _ loads: inout [Int: Int], _ weeks: inout [Int: Int]
  ) {
    guard let resource = view.resourceIndex[slot.resource] else { return }
    loads[resource * 21 + slot.session.index, default: 0] += amount
    weeks[resource, default: 0] += amount
  }

  private func places(of need: Int) -> [Filled] {
    view.visits[need].flatMap(\.rows).map { row in
      let service = view.rows[row].service
      return Filled(resource: service.resource, session: service.session, role: service.role)
    }
  }

  /// Whether a place may be filled so by the changed lists.
  private func passes(_ number: Int, _ resource: Int, _ role: String?, _ session: Session) -> Bool {
    var need = view.needs[number]
    var row = view.resources[resource]
    for item in change.changes {
      if number == index { need = item.applied(to: need, week: view.plan.week) }
      row = item.applied(to: row, for: view.needs[index])
    }
    let monday = view.plan.week.monday
    let date = monday.ordinal + session.index / 3
    let bit: UInt32 = 1 << UInt32(session.index)
    let isAble = role.map(row.roles.contains) ?? row.categories.contains(need.category)
    return isAble && view.kinds(need).contains(role)
      && AuditEligibility.all(need.skills, in: row.skills)
      && !AuditEligibility.any(need.without, in: row.skills)
      && AuditEligibility.covers(row.areas, need.grid) && !need.banned.contains(row.id)
      && !AuditEligibility.isClosed(session.index, monday: monday, view.policy)
      && need.sessions.rawValue & bit != 0 && row.sessions.rawValue & bit != 0
      && date >= need.reportedOn.ordinal
      && AuditEligibility.isInTime(need.dueOn, on: date, monday: monday)
      && date <= row.validTo?.ordinal ?? date
  }

  /// What is wrong with a need that has its places filled so.
  private func fault(of number: Int, _ own: [Filled]) -> (String, String)? {
    let need = view.needs[number]
    let bySession = Dictionary(grouping: own, by: \.session)
    let visits = bySession.count
    let before = view.visits[number].count
    let keeps = view.priorityClass(need) <= view.priorityClass(view.needs[index])
    let least = number == index ? need.visits : keeps ? before : 0
    guard (least...max(least, need.visits)).contains(visits) else {
      return ("\(need.id): \(least) visits", "\(visits)")
    }
    if !need.allowsPartial, visits != 0, visits != need.visits {
      return ("\(need.id): all visits or none", "\(visits)")
    }
    if Set(bySession.keys.map { $0.index / 3 }).count != visits {
      return ("\(need.id): one visit a day", "two")
    }
    for (session, team) in bySession {
      let wanted =
        need.roles.isEmpty
        ? [String?.none]
        : need.roles.flatMap { Array(repeating: Optional($0.role), count: $0.count) }
      let roles = team.map(\.role)
      guard Set(team.map(\.resource)).count == team.count,
        roles.map({ $0 ?? "" }).sorted() == wanted.map({ $0 ?? "" }).sorted()
      else { return ("\(need.id): all places filled in \(session)", "not so") }
    }
    for pin in Set(need.pinned) {
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      let held = own.count {
        $0.resource == pin.resource && (pin.session ?? $0.session) == $0.session
      }
      if held < asked { return ("\(need.id): pin \(pin)", "not kept") }
    }
    return nil
  }

  /// What the places filled otherwise do to the capacities, and which cells that takes.
  private func capacityFault(
    _ loads: [Int: Int], _ weeks: [Int: Int]
  ) -> (String, String)? {
    var beside: [Int: Int] = [:]
    for case .visit(let name, let session, _, _) in change.changes {
      guard let row = view.resourceIndex[name] else { continue }
      beside[row * 21 + session.index, default: 0] += 1
    }
    func flags(_ isMeant: (ListChange) -> Bool?) -> Int {
      change.changes.count { isMeant($0) == true }
    }
    for slot in Set(loads.keys).union(beside.keys).sorted() {
      let row = view.resources[slot / 21]
      let session = Session(index: slot % 21)
      let over = max(0, view.sessionLoad[slot] + loads[slot, default: 0] - row.perSession)
      let told = flags { item in
        guard case .visit(row.id, session, _, let perSession) = item else { return nil }
        return perSession
      }
      if over > beside[slot, default: 0] || over != told {
        return ("\(row.id)@\(session): \(told) more than 每时段上限", "\(over)")
      }
    }
    for resource in Set(weeks.keys).union(beside.keys.map { $0 / 21 }).sorted() {
      let row = view.resources[resource]
      let over = max(0, view.load(resource) + weeks[resource, default: 0] - row.weekly)
      let told = flags { item in
        guard case .visit(row.id, _, let weekly, _) = item else { return nil }
        return weekly
      }
      let room = beside.reduce(0) { sum, own in
        let load = view.sessionLoad[own.key] + loads[own.key, default: 0]
        return own.key / 21 == resource ? sum + min(own.value, load) : sum
      }
      if over > room || over != told {
        return ("\(row.id): \(told) more than 每周可用", "\(over)")
      }
    }
    for case .visit(let name, let session, false, false) in change.changes {
      return ("a cell for one more visit", "\(name)@\(session): none")
    }
    return nil
  }
}

/// Looks for changes that are cheaper than those claimed to be the cheapest.
private struct AuditCheaperChange {
  /// Needs times resources up to which everything is tried in a week without couplings; in others
  /// the work is bounded, for one need and for all.
  static let workLimit = 2_000_000
  static let totalLimit = 20_000_000

  private let view: AuditView
  private let index: Int
  private let missing: Int
  private let set: AuditChangeSet
  /// The plan without what may give way.
  private let plan: AuditChangeFlow
  /// What is claimed to be cheapest; nil when it is claimed that nothing would do.
  private let claim: [Int]?
  private let limit: Int
  private var work = 0
  /// Visits that lack whatever happens, and the slots where one more place would help, by change.
  private var known: [Int: (count: Int, slots: Set<Int>)] = [:]
  private var base: (count: Int, slots: Set<Int>) = (0, [])

  /// Expected and found, or nil when nothing cheaper is found.
  static func fault(
    _ set: AuditChangeSet, _ change: SmallestChange, work: inout Int
  ) -> (String, String)? {
    let view = set.memory.view
    let isCoupled = view.needs.contains { need in
      !need.roles.isEmpty || (need.visits > 1 && need.pinned.contains { $0.session == nil })
    }
    let isComplete =
      !isCoupled
      && view.needs.count * view.resources.count <= SmallestChanges.smallWeek
    guard change.isExhaustive else {
      return isComplete ? ("everything tried, in a week as small as this", "not so") : nil
    }
    let claim = change.isFound ? set.price(of: change.changes) : nil
    if change.isFound, claim == nil { return nil }
    let left = isComplete ? Int.max : min(workLimit, totalLimit - work)
    guard left > 0 else { return nil }
    var search = AuditCheaperChange(set, claim, limit: left)
    let cheaper = view.needs[set.index].roles.isEmpty ? search.plain() : search.team()
    work += search.work
    guard let cheaper else { return nil }
    let told = cheaper.map { "\($0.code) \($0.resource ?? "")" }.joined(separator: " + ")
    return (told.isEmpty ? "no change" : told, change.isFound ? "something dearer" : "nothing")
  }

  private init(_ set: AuditChangeSet, _ claim: [Int]?, limit: Int) {
    view = set.memory.view
    index = set.index
    plan = AuditChangeFlow(view, index, lists: AuditChangedLists(set.memory, index, []))
    self.set = set
    self.claim = claim
    self.limit = limit
    missing = view.needs[index].visits - view.visits[index].count
  }

  private func isCheaper(_ price: [Int]) -> Bool {
    claim.map { price.lexicographicallyPrecedes($0) } ?? true
  }

  private mutating func lacking(
    _ changes: [ListChange], _ extra: [Int] = []
  ) -> (count: Int, slots: Set<Int>) {
    var flow = plan
    if !changes.isEmpty { flow.lists = AuditChangedLists(set.memory, index, changes) }
    flow.extra = Dictionary(extra.map { ($0, 1) }, uniquingKeysWith: +)
    let found = flow.lacking(missing)
    work += flow.work + view.rows.count
    return found
  }

  /// What one change leaves lacking.
  private mutating func lacking(with position: Int) -> (count: Int, slots: Set<Int>) {
    if let found = known[position] { return found }
    let option = set.others[position]
    // Where no slot is reached at all, only what gives the need itself candidates helps.
    let isIdle = base.slots.isEmpty && option.change.rank > 1 && option.price[1] == 1
    let found = isIdle ? base : lacking([option.change])
    known[position] = found
    return found
  }

  /// A cheaper change for a need without a team; nil when there is none, or the work is done.
  mutating func plain() -> [ListChange]? {
    base = lacking([])
    if base.count == 0 { return isCheaper([0]) ? [] : nil }
    if base.count == 1, let first = set.visits.first(where: { base.slots.contains($0.slot) }) {
      return isCheaper(first.alone) ? [first.change] : nil
    }
    for position in set.others.indices {
      let option = set.others[position]
      guard isCheaper(option.alone), work < limit else { break }
      if lacking(with: position).count == 0 { return [option.change] }
    }
    guard isCheaper([2, 0, 0]), work < limit else { return nil }
    if base.count == 2 { return twoVisits() }
    for position in set.others.indices {
      let option = set.others[position]
      guard isCheaper([2, 0, option.price[0]] + option.price), work < limit else { return nil }
      let left = lacking(with: position)
      guard left.count == 1 else { continue }
      let visits = AuditChangeSet.visits(set.memory, index, beside: [option.change])
      if let visit = visits.first(where: { left.slots.contains($0.slot) }) {
        return isCheaper(AuditPriced.pair(visit, option)) ? [visit.change, option.change] : nil
      }
    }
    return twoOthers()
  }

  /// Two visits more: what one of them makes possible is found for each first one.
  private mutating func twoVisits() -> [ListChange]? {
    var best: (price: [Int], changes: [ListChange])?
    for first in set.visits where base.slots.contains(first.slot) {
      guard work < limit else { return nil }
      let slots = lacking([], [first.slot]).slots
      for second in set.visits where slots.contains(second.slot) {
        let isFirst = !second.price.lexicographicallyPrecedes(first.price)
        let (cheap, dear) = isFirst ? (first, second) : (second, first)
        let price = AuditPriced.pair(cheap, dear)
        if best.map({ price.lexicographicallyPrecedes($0.price) }) ?? true {
          best = (price, [cheap.change, dear.change])
        }
        break
      }
    }
    return best.flatMap { isCheaper($0.price) ? $0.changes : nil }
  }

  private mutating func twoOthers() -> [ListChange]? {
    let others = set.others
    for (low, high) in [
      (1, 1), (1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (4, 4),
    ] {
      guard isCheaper([2, low, high]) else { return nil }
      for dear in others.indices where others[dear].price[0] == high {
        guard isCheaper([2, low, high] + others[dear].price) else { break }
        for cheap in others.indices where cheap < dear && others[cheap].price[0] == low {
          work += 1
          guard work < limit else { return nil }
          guard mayHelp(cheap, dear), mayHelp(dear, cheap) else { continue }
          if base.slots.isEmpty, others[cheap].change.rank > 1,
            others[cheap].price[1] == 1, others[dear].price[1] == 1,
            others[cheap].change.resource != others[dear].change.resource
          {
            continue
          }
          let changes = [others[cheap].change, others[dear].change]
          if lacking(changes).count == 0 {
            return isCheaper(AuditPriced.pair(others[cheap], others[dear])) ? changes : nil
          }
        }
      }
    }
    return nil
  }

  /// Whether one change could fill all that another leaves lacking: a session of a resource holds
  /// so many places, a session of the need one visit, or one a day where its last date moves.
  private mutating func mayHelp(_ one: Int, _ other: Int) -> Bool {
    let most =
      switch set.others[one].change {
      case .session(let name, _):
        view.resourceIndex[name].map { view.resources[$0].perSession } ?? 0
      case .window(_, let extendsDue): extendsDue ? 7 : 1
      default: 7
      }
    return lacking(with: other).count <= most
  }

  /// A cheaper single change for a team that lacks one visit, nobody else moved; nil when there is
  /// none.
  mutating func team() -> [ListChange]? {
    guard missing == 1 else { return nil }
    for option in [nil] + (set.visits + set.others).map(Optional.some) {
      guard isCheaper(option?.alone ?? [0]), work < limit else { return nil }
      let changes = option.map { [$0.change] } ?? []
      let lists = AuditChangedLists(set.memory, index, changes.filter { $0.rank > 0 })
      var plan = plan
      plan.extra = option.map { $0.slot < 0 ? [:] : [$0.slot: 1] } ?? [:]
      let need = view.needs[index]
      let able = need.roles.indices.map { lists.candidates(index, kind: $0) }
      work += able.reduce(view.rows.count) { $0 + $1.count }
      let taken = view.daysTaken(index)
      for session in 0..<21 where taken >> (session / 3) & 1 == 0 {
        let offers = zip(need.roles, able).flatMap { role, able in
          Array(
            repeating: able.filter {
              $0.sessions >> UInt32(session) & 1 == 1
                && plan.isFree($0.resource * 21 + session)
            }.map(\.resource), count: role.count)
        }
        if canFill(offers) { return changes }
      }
    }
    return nil
  }

  /// Whether different resources can fill places, each with its own offers.
  private func canFill(_ offers: [[Int]]) -> Bool {
    var fills: [Int: Int] = [:]
    func fill(_ place: Int, _ seen: inout Set<Int>) -> Bool {
      for resource in offers[place] where seen.insert(resource).inserted {
        if let other = fills[resource] {
          guard fill(other, &seen) else { continue }
        }
        fills[resource] = place
        return true
      }
      return false
    }
    return offers.indices.allSatisfy { place in
      var seen: Set<Int> = []
      return fill(place, &seen)
    }
  }
}
