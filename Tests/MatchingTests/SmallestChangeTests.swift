import Matching
import Testing
import ThreeLists

@Suite struct SmallestChanges1000 {
  /// As many explanations as unmet needs, all of them valid; every change, made in the lists and
  /// solved again, does what it says, and no change of an easier kind would.
  @Test func holdOnThousandSeeds() throws {
    var codes: [String: Int] = [:]
    var kinds: [String: Int] = [:]
    var (unmet, found, none, misses, bounded) = (0, 0, 0, 0, 0)
    for seed in UInt64(0)..<1000 {
      let lists = SeededLists(seed: seed)
      guard let bare = try lists.plan() else { continue }
      let plan = SmallestChanges.added(to: bare, task: lists.task)
      let findings = lists.findings(plan)
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      let served = Dictionary(grouping: plan.services, by: \.need)
        .mapValues { Set($0.map(\.visit)).count }
      let lacking = lists.needs.filter { served[$0.id, default: 0] < $0.visits }.map(\.id)
      #expect(plan.unmet.map(\.need) == lacking, "seed \(seed)")
      for entry in plan.unmet {
        unmet += 1
        codes[entry.reason.code, default: 0] += 1
        guard let change = entry.smallestChange else {
          #expect(entry.reason == .cutOff, "seed \(seed)")
          continue
        }
        let trial = ChangeTrial(lists, plan, entry.need)
        kinds[change.changes.map(\.code).joined(separator: "+"), default: 0] += 1
        if !change.isExhaustive { bounded += 1 }
        if change.isFound {
          found += 1
          #expect(try trial.isServed(with: change.changes), "seed \(seed): \(entry)")
        } else {
          none += 1
        }
        guard seed < 300 else { continue }
        if let easier = try trial.easier(than: change) {
          misses += 1
          #expect(!change.isExhaustive, "seed \(seed): \(entry.need) \(change): \(easier)")
        }
      }
    }
    print("\(unmet) unmet, \(found) with a change, \(none) without, \(bounded) bounded")
    print("\(misses) easier changes missed in 300 seeds, all where the search says so")
    print(kinds.sorted { $0.key < $1.key }, codes.sorted { $0.key < $1.key })
    // Where served tiers come first and all is solved, no reason speaks of other tiers.
    let others = ["higher-tier", "equal-plan", "unpriced", "cut-off"]
    for code in UnmetReason.codes where !others.contains(code) {
      #expect(codes[code, default: 0] >= 10, "\(code)")
    }
    for kind in ["visit", "window", "session", "area", "category", "role", "skill"] {
      #expect(kinds[kind, default: 0] > 0, "\(kind)")
    }
  }
}

@Suite struct SmallestChangesSkipped {
  /// When the time is up no change is looked for, which is not the same as that there is none.
  @Test func whenTheTimeIsUp() throws {
    var (reached, skipped) = (0, 0)
    for seed in UInt64(0)..<20 {
      let lists = SeededLists(seed: seed)
      guard let bare = try lists.plan() else { continue }
      var asked = 0
      let plan = SmallestChanges.added(to: bare, task: lists.task) {
        asked += 1
        return asked > 1
      }
      let whole = SmallestChanges.added(to: bare, task: lists.task)
      for (position, unmet) in plan.unmet.enumerated() {
        #expect(unmet.escalation == whole.unmet[position].escalation)
        if position == 0 {
          #expect(unmet.smallestChange == whole.unmet[position].smallestChange)
          reached += 1
        } else {
          #expect(unmet.smallestChange == nil)
          skipped += 1
        }
      }
      #expect(lists.findings(plan).isEmpty)
      let document = PlanDocument(whole, programVersion: "1")
      let again = try PlanDocument(bytes: document.bytes()).plan(services: whole.services)
      #expect(again.unmet == whole.unmet, "seed \(seed)")
    }
    #expect(reached > 5 && skipped > 5)
  }
}

/// Lists with a change made, solved again with the need forced: the judge of a smallest change.
struct ChangeTrial {
  let lists: SeededLists
  let plan: Plan
  let index: Int

  init(_ lists: SeededLists, _ plan: Plan, _ need: String) {
    self.lists = lists
    self.plan = plan
    index = lists.needs.firstIndex { $0.id == need } ?? 0
  }

  private func changed(_ changes: [ListChange]) -> SeededLists {
    var result = lists
    let need = lists.needs[index]
    for change in changes {
      result.needs[index] = change.applied(to: result.needs[index], week: SeededLists.week)
      for row in result.resources.indices {
        result.resources[row] = change.applied(to: result.resources[row], for: need)
      }
    }
    return result
  }

  /// Whether a plan of the changed lists serves the need wholly, no served tier of its class or
  /// above falls, and its own rises by what lacked.
  ///
  /// The need is forced by making it the only one of the first class: every plan that can serve it
  /// wholly does, and the tiers after it are the best that leave it so.
  func isServed(with changes: [ListChange]) throws -> Bool {
    let forced = changed(changes)
    let rules = lists.policy.classes
    let own = rules.priorityClass(of: lists.needs[index])
    let served = Dictionary(grouping: plan.services, by: \.need)
      .mapValues { Set($0.map(\.visit)).count }
    var before = Array(repeating: 0, count: 5)
    for need in lists.needs { before[rules.priorityClass(of: need)] += served[need.id, default: 0] }
    for limit in 0...own {
      // Each class in turn counts alone: the first one, then the first two, ...
      var trial = forced
      trial.policy.tiers = [.served(0), .served(1)]
      trial.policy.classes = ClassRules()
      for row in trial.needs.indices {
        let rank = rules.priorityClass(of: lists.needs[row])
        trial.needs[row].specialGroups = []
        trial.needs[row].carried = 0
        trial.needs[row].urgency =
          row == index ? .critical : rank <= limit ? .urgent : .normal
      }
      guard let again = try trial.plan() else { return false }
      let values = again.tiers.map(\.value)
      guard values[0] == lists.needs[index].visits else { return false }
      let others =
        before[0...limit].reduce(0, +)
        - (own <= limit ? served[lists.needs[index].id, default: 0] : 0)
      if values[1] < others { return false }
    }
    // And all of it at once, by trying every plan.
    var search = WorldSearch(forced)
    var counts: [String: ClosedRange<Int>] = [:]
    for need in lists.needs where rules.priorityClass(of: need) <= own {
      counts[need.id] = served[need.id, default: 0]...need.visits
    }
    let wanted = forced.needs[index].visits
    counts[forced.needs[index].id] = wanted...wanted
    return search.isFeasible(counts) ?? true
  }

  /// A single change of an easier kind that serves the need as well; nil when there is none.
  func easier(than change: SmallestChange) throws -> ListChange? {
    let most = change.isFound && change.changes.count == 1 ? change.changes[0].rank : 5
    let need = lists.needs[index]
    var all: [ListChange] = []
    for row in lists.resources {
      for session in Session.all {
        for (weekly, perSession) in [(true, false), (false, true), (true, true)] {
          all.append(
            .visit(
              resource: row.id, session: session, weekly: weekly, perSession: perSession))
        }
        if !row.sessions.contains(session) {
          all.append(.session(resource: row.id, session: session))
        }
      }
      all.append(.area(resource: row.id))
      all.append(.category(resource: row.id))
      all += need.roles.map { .role(resource: row.id, role: $0.role) }
      // A skill that another need excludes takes the resource away from that need.
      all += need.skills.filter { skill in !lists.needs.contains { $0.without.contains(skill) } }
        .map { .skill(resource: row.id, skill: $0) }
    }
    for session in Session.all where !need.sessions.contains(session) {
      all.append(.window(session: session, extendsDue: false))
    }
    // More than one visit may come of a raised week or session: only those with a single one left.
    let missing = need.visits - Set(plan.services.filter { $0.need == need.id }.map(\.visit)).count
    guard missing == 1 else { return nil }
    var known: Set<SeededListsKey> = []
    for candidate in all.sorted(by: { $0.rank < $1.rank }) where candidate.rank < most {
      guard known.insert(SeededListsKey(changed([candidate]))).inserted else { continue }
      if try isServed(with: [candidate]) { return candidate }
    }
    return nil
  }
}

/// Lists as a key, so that changes that come to the same are tried once.
private struct SeededListsKey: Hashable {
  let needs: [Need]
  let resources: [Resource]

  init(_ lists: SeededLists) {
    needs = lists.needs
    resources = lists.resources
  }
}
