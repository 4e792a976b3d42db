import ThreeLists

/// Looks for changes that are cheaper than those claimed to be the cheapest.
struct AuditCheaperChange {
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
    if let claim, claim.count == 7, claim[1] == 0, let cheaper = ownVisit(set, claim) {
      return cheaper.isEmpty ? nil : (cheaper, "something dearer")
    }
    let left = isComplete ? Int.max : min(workLimit, totalLimit - work)
    guard left > 0 else { return nil }
    var search = AuditCheaperChange(set, claim, limit: left)
    // The plan copied, and every change of the set collected.
    search.work = isComplete ? 0 : view.rows.count + view.resources.count * 21
    let cheaper = view.needs[set.index].roles.isEmpty ? search.plain() : search.team()
    work += search.work
    guard let cheaper else { return nil }
    let told = cheaper.map { "\($0.code) \($0.resource ?? "")" }.joined(separator: " + ")
    return (told.isEmpty ? "no change" : told, change.isFound ? "something dearer" : "nothing")
  }

  /// A visit of a need's own that is claimed to be cheapest, tried without a search of its own.
  ///
  /// Where one visit lacks and no slot leads to room, one more place in any slot of the need's own
  /// on a free day serves it; those on other days count only where nothing of them is cheaper than the claim.
  ///
  /// - Returns: the cheaper visit in words; empty when there is none; nil when it has to be searched
  ///   for.
  private static func ownVisit(_ set: AuditChangeSet, _ claim: [Int]) -> String? {
    let view = set.memory.view
    let need = view.needs[set.index]
    guard need.roles.isEmpty, need.pinned.isEmpty,
      need.visits - view.visits[set.index].count == 1
    else { return nil }
    let taken = view.daysTaken(set.index)
    var best: [Int]?
    var bestFree: [Int]?
    for candidate in view.candidates(set.index)[0] {
      let distance = AuditEligibility.distance(
        from: view.resources[candidate.resource].home, to: need.grid, view.policy.levels)
      for session in 0..<21 where candidate.sessions >> UInt32(session) & 1 == 1 {
        let price = [1, 0, 0, distance, candidate.resource, session, 0]
        if best.map(price.lexicographicallyPrecedes) ?? true { best = price }
        guard taken >> (session / 3) & 1 == 0 else { continue }
        if bestFree.map(price.lexicographicallyPrecedes) ?? true { bestFree = price }
      }
    }
    guard let best, let bestFree, set.memory.isHopeless(set.index) else { return nil }
    if !best.lexicographicallyPrecedes(claim) { return "" }
    guard bestFree.lexicographicallyPrecedes(claim) else { return nil }
    return "visit \(view.resources[bestFree[4]].id)"
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
    // Two visits more are the cheapest pair where they serve. Where no slot is reached, or none on a
    // second day, they do not, and other pairs may.
    if base.count == 2, let best = twoVisits() {
      return isCheaper(best.price) ? best.changes : nil
    }
    guard work < limit else { return nil }
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

  /// The cheapest two visits more; nil when no two serve, or the work is done.
  ///
  /// What one of them makes possible is found for each first one.
  private mutating func twoVisits() -> (price: [Int], changes: [ListChange])? {
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
    return best
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
