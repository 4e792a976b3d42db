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

extension Audit {
  /// A plan whose smallest changes move nobody for nothing.
  ///
  /// - Parameters:
  ///   - plan: a plan whose changes do what they claim.
  ///   - task: its lists and policy.
  /// - Returns: the plan, with moves left out of witnesses without which these hold as well.
  static func pruned(_ plan: Plan, task: PlanningTask) -> Plan {
    var result = plan
    var view: AuditView?
    for position in plan.unmet.indices {
      guard let change = plan.unmet[position].smallestChange,
        Set(change.witness.map(\.need)).count > 1
      else { continue }
      let known =
        view
        ?? AuditView(
          plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy)
      view = known
      guard let index = known.needIndex[plan.unmet[position].need] else { continue }
      result.unmet[position].smallestChange = AuditChange(known, index, change).pruned
    }
    return result
  }
}

extension AuditView {
  /// The lowest of 社区, 街道 and 县 in which somebody lives who has the ability and is no candidate
  /// for the same kind of place; 县 when there is none, or none whose home is known.
  fileprivate func escalation(_ index: Int) -> GridLevel {
    let need = needs[index]
    let kinds = kinds(need)
    for level in [GridLevel.community, .town] {
      guard let near = residents[need.grid.prefix(policy.levels.length(of: level))] else {
        continue
      }
      for (kind, role) in kinds.enumerated() {
        let known = Set(candidates(index)[kind].map(\.resource))
        for number in near where !known.contains(number) {
          let resource = resources[number]
          if role.map(resource.roles.contains) ?? resource.categories.contains(need.category),
            AuditEligibility.all(need.skills, in: resource.skills),
            !AuditEligibility.any(need.without, in: resource.skills),
            !need.banned.contains(resource.id)
          {
            return level
          }
        }
      }
    }
    return .county
  }

  /// The resources at home in each community and in each town.
  private var residents: [GridCode: [Int]] {
    if let known = memory.residents { return known }
    var found: [GridCode: [Int]] = [:]
    for (number, resource) in resources.enumerated() {
      guard let home = resource.home else { continue }
      for length in [policy.levels.community, policy.levels.town] where home.length >= length {
        found[home.prefix(length), default: []].append(number)
      }
    }
    memory.residents = found
    return found
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
    if change.changes.isEmpty { return witnessFault ?? idleFault ?? givenFault(set) }
    guard set.price(of: change.changes) != nil else {
      let codes = change.changes.map(\.code).joined(separator: ", ")
      return ("changes of the closed set, the cheaper first", codes)
    }
    if let fault = witnessFault ?? idleFault ?? givenFault(set) { return fault }
    for (position, item) in change.changes.enumerated() where item.rank > 0 {
      // Limits raised in vain are told by the witness itself.
      var others = change
      others.changes.remove(at: position)
      if AuditChange(view, index, others).witnessFault == nil {
        return ("nothing idle", "\(item.code), without which it goes as well")
      }
    }
    return nil
  }

  /// Somebody of a lower class who gives a visit up, where in a week without couplings it goes without.
  private func givenFault(_ set: AuditChangeSet) -> (String, String)? {
    let own = view.needs[index]
    var balance: [String: Int] = [:]
    for move in change.witness {
      balance[move.need, default: 0] += (move.to == nil ? 0 : 1) - (move.from == nil ? 0 : 1)
    }
    let givers = balance.filter { $0.key != own.id && $0.value < 0 }.map(\.key).sorted()
    guard !givers.isEmpty, set.memory.isComplete else { return nil }
    let others = change.changes.filter { $0.rank > 0 }
    var flow = AuditChangeFlow(
      view, index, lists: AuditChangedLists(set.memory, index, others), keepsAll: true)
    flow.raise(change.changes)
    let lacks = flow.lacking(own.visits - view.visits[index].count).count
    return lacks == 0
      ? ("nobody gives way", "\(givers.joined(separator: " ")) gives way for nothing") : nil
  }

  /// Other needs that the witness moves, or takes a visit from, for nothing.
  private var idleFault: (String, String)? {
    lesser.first { $0.change.witnessFault == nil }.map {
      ("nothing idle", "\($0.who) moved for nothing")
    }
  }

  /// The change without what may be idle in its witness: all moves of the other needs, of one, of two,
  /// and each visit that one of them gives up.
  private var lesser: some Sequence<(who: String, change: AuditChange)> {
    let own = view.needs[index].id
    let others = Set(change.witness.map(\.need)).subtracting([own]).sorted()
    var kept: [(who: String, isKept: (ServiceMove) -> Bool)] = []
    if others.count > 2 {
      kept.append((others.joined(separator: " "), { $0.need == own }))
    }
    for need in others {
      kept.append((need, { $0.need != need }))
      let moves = change.witness.filter { $0.need == need }
      guard moves.count > 1 else { continue }
      for session in Set(moves.filter { $0.to == nil }.compactMap(\.from?.session)).sorted() {
        kept.append((need, { $0.need != need || $0.to != nil || $0.from?.session != session }))
      }
    }
    for (position, need) in others.enumerated() where others.count <= AuditChange.mostPaired {
      for other in others[(position + 1)...] {
        kept.append(("\(need) \(other)", { $0.need != need && $0.need != other }))
      }
    }
    return kept.lazy.map { who, isKept in
      var without = change
      without.witness = change.witness.filter(isKept)
      return (who, AuditChange(view, index, without))
    }
  }

  /// The most other needs of a witness that are tried two by two.
  private static let mostPaired = 12

  /// The change without anything idle.
  var pruned: SmallestChange {
    var own = self
    while let less = own.lesser.first(where: { $0.change.witnessFault == nil }) {
      own = less.change
    }
    for item in own.change.changes where item.rank > 0 {
      var others = own.change
      others.changes.removeAll { $0 == item }
      let less = AuditChange(view, index, others)
      if less.witnessFault == nil { own = less }
    }
    return own.change
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
      && view.standing.map { $0.sessions(bit, need.id, role: role, row.id) != 0 } ?? true
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

  /// Whether the places filled otherwise take the limits as they are raised, no more and no less.
  private func capacityFault(
    _ loads: [Int: Int], _ weeks: [Int: Int]
  ) -> (String, String)? {
    var raised: [Int: (weekly: Int, perSession: Int)] = [:]
    for case .visit(let name, let weekly, let perSession) in change.changes {
      guard weekly || perSession else { return ("a cell for one more visit", "\(name): none") }
      guard let row = view.resourceIndex[name] else { continue }
      raised[row, default: (0, 0)].weekly += weekly ? 1 : 0
      raised[row, default: (0, 0)].perSession += perSession ? 1 : 0
    }
    let touched = Set(loads.keys.map { $0 / 21 }).union(weeks.keys).union(raised.keys).sorted()
    for resource in touched {
      let row = view.resources[resource]
      let told = raised[resource, default: (0, 0)]
      let week = view.load(resource) + weeks[resource, default: 0] - row.weekly
      // Loads that nothing moved in are the plan's, which other rules try.
      let session = (resource * 21..<resource * 21 + 21).map { slot in
        view.sessionLoad[slot] + loads[slot, default: 0] - row.perSession
      }.max()
      if max(0, week) != told.weekly {
        return ("\(row.id): \(told.weekly) more than 每周可用", "\(week)")
      }
      if max(0, session ?? 0) != told.perSession {
        return ("\(row.id): \(told.perSession) more than 每时段上限", "\(session ?? 0)")
      }
    }
    return nil
  }
}
