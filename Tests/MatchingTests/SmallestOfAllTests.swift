@testable import Matching
import Testing
import ThreeLists

@Suite struct SmallestOfAll {
  /// What is called smallest is the first that serves, of all changes and pairs of the closed set,
  /// each of them tried by trying every plan; and where nothing is found, nothing serves.
  @Test func isTheFirstOfAll() throws {
    var outcomes: [String: Int] = [:]
    var (exact, bounded, byPrograms, bothLimits) = (0, 0, 0, 0)
    for seed in UInt64(0)..<200 {
      var lists = SeededLists(seed: seed)
      // Few sessions, so that all pairs can be tried.
      let open = [[0, 3, 7], [0, 1, 4], [1, 3, 4, 7], [0, 4, 13]][Int(seed % 4)]
      lists.policy.closures = Session.all.filter { !open.contains($0.index) }.map { .weekly($0) }
      if seed >= 120 { fillWeeks(&lists, sessions: Int(seed % 2) + 1) }
      guard let bare = try lists.plan() else { continue }
      let plan = SmallestChanges.added(to: bare, task: lists.task)
      #expect(lists.findings(plan).isEmpty, "seed \(seed): \(lists.findings(plan))")
      byPrograms += self.byPrograms(bare, like: plan, lists, seed)
      for unmet in plan.unmet {
        guard let change = unmet.smallestChange else { continue }
        let closed = ClosedChanges(lists, plan, unmet.need)
        let found = change.changes
        if change.isFound {
          #expect(closed.isServed(with: found) == true, "seed \(seed): \(unmet)")
        }
        guard change.isExhaustive else {
          bounded += 1
          continue
        }
        exact += 1
        if found.count == 1, case .visit(_, weekly: true, perSession: true) = found[0] {
          bothLimits += 1
        }
        let first = first(closed)
        #expect(
          first == (change.isFound ? found : nil),
          "seed \(seed): \(unmet.need) \(change), brute \(String(describing: first))")
        let need = lists.needs.first { $0.id == unmet.need }
        let shape =
          need.map {
            "\($0.isTeam ? "team" : "plain") \($0.allowsPartial ? "" : "whole ")lacks \(min(2, unmet.missing))"
          } ?? ""
        outcomes[shape + ": " + (change.isFound ? "\(found.count)" : "none"), default: 0] += 1
      }
    }
    print("\(exact) exact, \(bounded) bounded, \(byPrograms) settled by programs as well")
    #expect(byPrograms >= 12, "\(byPrograms)")
    #expect(bothLimits >= 20, "\(bothLimits)")
    for (outcome, count) in outcomes.sorted(by: { $0.key < $1.key }) { print(outcome, count) }
    #expect(bounded * 50 <= exact)
  }

  /// Makes whoever comes in all of a few sessions full in the week as well.
  private func fillWeeks(_ lists: inout SeededLists, sessions: Int) {
    let open = [0, 3].prefix(sessions)
    lists.policy.closures = Session.all.filter { !open.contains($0.index) }.map { .weekly($0) }
    for number in lists.resources.indices {
      (lists.resources[number].perSession, lists.resources[number].weekly) = (1, sessions)
      lists.resources[number].sessions = .all
    }
    for number in lists.needs.indices {
      lists.needs[number].sessions = .all
      if number > 0 { (lists.needs[number].roles, lists.needs[number].visits) = ([], 1) }
    }
  }

  /// Without any branching, programs settle what it would: the same changes, with sound witnesses.
  ///
  /// - Returns: for how many needs a program was needed and settled it.
  private func byPrograms(_ bare: Plan, like plan: Plan, _ lists: SeededLists, _ seed: UInt64)
    -> Int
  {
    let none = SmallestChanges.added(to: bare, task: lists.task, branches: 0, programs: 0)
    let programs = SmallestChanges.added(
      to: bare, task: lists.task, branches: 0, programs: 1_000)
    #expect(lists.findings(programs).isEmpty, "seed \(seed): \(lists.findings(programs))")
    var settled = 0
    for (index, unmet) in programs.unmet.enumerated() {
      guard let change = unmet.smallestChange, change.isExhaustive else { continue }
      if none.unmet[index].smallestChange?.isExhaustive == false { settled += 1 }
      guard plan.unmet[index].smallestChange?.isExhaustive == true else { continue }
      #expect(
        change.changes == plan.unmet[index].smallestChange?.changes, "seed \(seed): \(unmet.need)")
    }
    return settled
  }

  private func first(_ closed: ClosedChanges) -> [ListChange]? {
    if closed.isServed(with: []) == true { return [] }
    return first(of: closed.singles.map { [$0.change] }[...], closed)
      ?? first(of: closed.pairs[...], closed)
  }

  /// The first that serves.
  ///
  /// A change never takes a plan away: where all of a range made at once do
  /// not serve, none of them does.
  private func first(
    of range: ArraySlice<[ListChange]>, _ closed: ClosedChanges
  ) -> [ListChange]? {
    guard let only = range.first else { return nil }
    if range.count == 1 { return closed.isServed(with: only) == true ? only : nil }
    var all: [ListChange] = []
    for changes in range {
      for change in Set(changes) {
        let wanted = changes.count { $0 == change }
        while all.count(where: { $0 == change }) < wanted { all.append(change) }
      }
    }
    if closed.isServed(with: all) == false { return nil }
    let middle = range.startIndex + range.count / 2
    return first(of: range[..<middle], closed) ?? first(of: range[middle...], closed)
  }
}
