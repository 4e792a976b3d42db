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
  /// What lacks with each of the other changes made.
  private var known: [Int: AuditLack] = [:]
  /// Who could have made room then; for what lacks without any change, at -1.
  private var reaches: [Int: AuditReach] = [:]
  private var base = AuditLack()
  /// The lists with the changes that were tried last.
  private var changed: (rows: [ListChange], lists: AuditChangedLists)?

  /// Expected and found, or nil when nothing cheaper is found.
  static func fault(
    _ set: AuditChangeSet, _ change: SmallestChange, work: inout Int
  ) -> (String, String)? {
    let view = set.memory.view
    let isComplete = set.memory.isComplete
    guard change.isExhaustive else {
      return isComplete ? ("everything tried, in a week as small as this", "not so") : nil
    }
    let claim = change.isFound ? set.price(of: change.changes) : nil
    if change.isFound, claim == nil { return nil }
    if let claim, let nearest = nearest(set), nearest.least.lexicographicallyPrecedes(claim) {
      let isFirst = claim.starts(with: nearest.least.prefix(6))
      if isFirst { return nil }
      if let cheaper = nearest.serves { return (cheaper, "something dearer") }
      if nearest.hasDay, set.memory.isShut(set.index) {
        // No limit alone serves it, and both of the nearest candidate do.
        let both = [1, 0, 2] + nearest.least.dropFirst(3)
        return claim.starts(with: both) ? nil : ("both limits of the nearest", "something else")
      }
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

  /// The nearest candidate of a need that lacks one visit, where no slot leads to room: nothing is
  /// cheaper than one of its limits more, and not both of them serve.
  ///
  /// One visit more a week serves if and only if its week is reached, and then nothing leads on from
  /// there, as one place more in a session would need.
  ///
  /// - Returns: a price below that of either limit and of nothing else; the limit that serves, where it is
  ///   plain; and whether the candidate has a session on a day that the need has free; nil when the
  ///   need has to be searched for.
  private static func nearest(
    _ set: AuditChangeSet
  ) -> (least: [Int], serves: String?, hasDay: Bool)? {
    let view = set.memory.view
    let need = view.needs[set.index]
    guard need.roles.isEmpty, need.pinned.isEmpty,
      need.visits - view.visits[set.index].count == 1
    else { return nil }
    var best: [Int] = []
    var sessions: UInt32 = 0
    for candidate in view.candidates(set.index)[0] {
      let distance = AuditEligibility.distance(
        from: view.resources[candidate.resource].home, to: need.grid, view.policy.levels)
      let price = [1, 0, 1, 0, distance, candidate.resource]
      guard best.isEmpty || price.lexicographicallyPrecedes(best) else { continue }
      (best, sessions) = (price, candidate.sessions)
    }
    guard let resource = best.last, set.memory.isHopeless(set.index) else { return nil }
    let taken = view.daysTaken(set.index)
    let free = (0..<21).filter { sessions >> UInt32($0) & 1 == 1 && taken >> ($0 / 3) & 1 == 0 }
    var serves: String?
    let (isOpen, hasWeek) = set.memory.room(in: resource, free, set.index)
    if isOpen { serves = "每周可用 of \(view.resources[resource].id)" }
    if hasWeek, !free.isEmpty { serves = "每时段上限 of \(view.resources[resource].id)" }
    return (best, serves, !free.isEmpty)
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

  private mutating func lacking(_ changes: [ListChange]) -> AuditLack {
    var flow = plan
    // What is asked next often changes the same rows.
    let rows = changes.filter { $0.rank > 0 }
    if !rows.isEmpty {
      let lists =
        changed?.rows == rows ? changed?.lists : AuditChangedLists(set.memory, index, rows)
      changed = lists.map { (rows, $0) }
      flow.lists = lists ?? flow.lists
    }
    flow.raise(changes)
    let found = flow.lacking(missing)
    work += flow.work + view.rows.count
    return found
  }

  /// What one change leaves lacking.
  private mutating func lacking(with position: Int) -> AuditLack {
    if let found = known[position] { return found }
    let option = set.others[position]
    let found = isIdle(option, beside: -1) ? base : lacking([option.change])
    known[position] = found
    return found
  }

  /// Who could have made room with a change made; without any at -1.
  private mutating func reach(with position: Int) -> AuditReach {
    if let found = reaches[position] { return found }
    let found: AuditReach
    if position < 0 {
      found = AuditReach(set.memory, index, base.needs)
    } else if isIdle(set.others[position], beside: -1) {
      // What was reached then is what was reached without it.
      found = reach(with: -1)
    } else {
      found = AuditReach(set.memory, index, lacking(with: position).needs)
    }
    reaches[position] = found
    return found
  }

  /// Whether a change of a row gives a place to nobody who could have made room with another one made:
  /// what lacks stays lacking, since the needs reached are a cut of the network.
  private mutating func isIdle(_ option: AuditPriced, beside position: Int) -> Bool {
    option.rank > 1 && !reach(with: position).gains(option.change, of: option.price[4])
  }

  /// Whether one more visit gives all that lacks with other changes made.
  private mutating func serves(
    _ visit: AuditPriced, beside changes: [ListChange], _ lack: AuditLack
  ) -> Bool {
    guard case .visit(_, let weekly, let perSession) = visit.change,
      lack.isHelped(visit.price[4], weekly: weekly, perSession: perSession)
    else { return false }
    if weekly, lack.count == 1 { return true }
    // One visit more a week is no more than that.
    return perSession && lack.mostGained(visit.price[4], weekly: weekly) >= lack.count
      && lacking([visit.change] + changes).count == 0
  }

  /// A cheaper change for a need without a team; nil when there is none, or the work is done.
  mutating func plain() -> [ListChange]? {
    base = lacking([])
    if base.count == 0 { return isCheaper([0]) ? [] : nil }
    // Only what was reached helps.
    let visits = AuditChangeSet.raises(set.memory, index, beside: [], of: base.resources)
    for visit in visits {
      guard isCheaper(visit.alone), work < limit else { break }
      if serves(visit, beside: [], base) { return [visit.change] }
    }
    // All others are dearer than one more visit; their list is long, but what gives the need itself
    // no place is idle where nobody else was reached.
    guard isCheaper([1, 1]) else { return nil }
    if reach(with: -1).isAlone {
      for option in set.own {
        guard isCheaper(option.alone), work < limit else { break }
        if lacking([option.change]).count == 0 { return [option.change] }
      }
    } else {
      for position in set.others.indices {
        let option = set.others[position]
        guard isCheaper(option.alone), work < limit else { break }
        if lacking(with: position).count == 0 { return [option.change] }
      }
    }
    // A pair is dearer than any single change.
    guard isCheaper([2]) else { return nil }
    return twoVisits() ?? visitAndOther() ?? twoOthers()
  }

  /// Two visits more, cheapest first.
  private mutating func twoVisits() -> [ListChange]? {
    // Where one lacks, both limits of whatever was reached would have served.
    if base.count == 1 || base.resources.isEmpty { return nil }
    var after: [Int: AuditLack] = [:]
    for cells in 2...4 {
      for dear in set.raises.indices {
        guard isCheaper([2, 0, 0, cells] + set.raises[dear].price) else { break }
        for cheap in 0...dear
        where set.raises[cheap].cells + set.raises[dear].cells == cells {
          work += 1
          guard work < limit else { return nil }
          // The first of the two is one that helps by itself; the other one may only then.
          let isCheapFirst = base.resources.contains(set.raises[cheap].price[4])
          let (first, second) = isCheapFirst ? (cheap, dear) : (dear, cheap)
          guard base.resources.contains(set.raises[first].price[4]) else { continue }
          let left = after[first] ?? lacking([set.raises[first].change])
          after[first] = left
          guard serves(set.raises[second], beside: [set.raises[first].change], left) else {
            continue
          }
          let price = AuditPriced.pair(set.raises[cheap], set.raises[dear])
          return isCheaper(price) ? [set.raises[cheap].change, set.raises[dear].change] : nil
        }
      }
    }
    return nil
  }

  /// One more visit beside another change, cheapest first.
  private mutating func visitAndOther() -> [ListChange]? {
    for rank in 1...4 {
      for cells in 2...4 {
        for position in set.others.indices where set.others[position].rank == rank {
          let option = set.others[position]
          guard (1...2).contains(cells - option.cells) else { continue }
          guard isCheaper([2, 0, rank, cells] + option.price), work < limit else { break }
          let left = lacking(with: position)
          guard left.count > 0, left.count < .max, !left.resources.isEmpty else { continue }
          let visits = AuditChangeSet.raises(
            set.memory, index, beside: [option.change], of: left.resources)
          for visit in visits where visit.cells == cells - option.cells {
            guard isCheaper(AuditPriced.pair(visit, option)), work < limit else { break }
            if serves(visit, beside: [option.change], left) {
              return [visit.change, option.change]
            }
          }
        }
      }
    }
    return nil
  }

  /// Two changes other than one more visit, cheapest first.
  private mutating func twoOthers() -> [ListChange]? {
    let others = set.others
    for (low, high) in [
      (1, 1), (1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (2, 4), (3, 3), (3, 4), (4, 4),
    ] {
      for cells in 2...(high == 1 ? 4 : low == 1 ? 3 : 2) {
        guard isCheaper([2, low, high, cells]) else { return nil }
        for dear in others.indices where others[dear].rank == high {
          guard isCheaper([2, low, high, cells] + others[dear].price) else { break }
          for cheap in others.indices
          where cheap < dear && others[cheap].rank == low
            && others[cheap].cells + others[dear].cells == cells
          {
            work += 1
            guard work < limit else { return nil }
            guard mayHelp(cheap, dear), mayHelp(dear, cheap) else { continue }
            // Two changes of one row, or of the need and a row, may together give what neither does.
            if others[cheap].rank > 1,
              others[cheap].change.resource != others[dear].change.resource,
              isIdle(others[dear], beside: cheap) || isIdle(others[cheap], beside: dear)
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
    for option in [nil] + (set.raises + set.others).map(Optional.some) {
      guard isCheaper(option?.alone ?? [0]), work < limit else { return nil }
      let changes = option.map { [$0.change] } ?? []
      let lists = AuditChangedLists(set.memory, index, changes.filter { $0.rank > 0 })
      var plan = plan
      plan.raise(changes)
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
