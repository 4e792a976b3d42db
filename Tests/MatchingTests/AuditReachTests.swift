@testable import Matching
import Testing
import ThreeLists

@Suite struct AuditReachTests {
  /// What a change gives those who could have made room is told as the rules tell it, need by need.
  @Test func gainsAreThoseOfTheRules() throws {
    var told: [String: Int] = [:]
    var random = Seeded(7)
    for set in try sets() {
      let (view, index) = (set.memory.view, set.index)
      let reached = view.needs.indices.filter { $0 == index || random.below(3) == 0 }
      let reach = AuditReach(set.memory, index, reached)
      for option in set.others where option.rank > 1 {
        let resource = option.price[4]
        let expected = reached.contains { number in
          view.needs[number].roles.isEmpty
            && sessions(view, index, option.change, number, resource)
              & ~sessions(view, index, nil, number, resource) != 0
        }
        #expect(
          reach.gains(option.change, of: resource) == expected,
          "\(view.plan.fingerprint): \(view.needs[index].id) \(option.change)")
        told["\(option.change.code) \(expected)", default: 0] += 1
      }
    }
    for code in ["session", "area", "category", "skill"] {
      for gains in [false, true] { #expect(told["\(code) \(gains)", default: 0] > 0, "\(told)") }
    }
  }

  /// The changes that give the need itself a place are those of all changes that do.
  @Test func ownChangesAreThoseThatGain() throws {
    var count = 0
    for set in try sets() {
      let expected = set.others.filter { $0.rank == 1 || $0.price[2] == 0 }
      #expect(
        set.own.map(\.price) == expected.map(\.price),
        "\(set.memory.view.plan.fingerprint): \(set.memory.view.needs[set.index].id)")
      count += expected.count
    }
    #expect(count > 0)
  }

  /// The changes for each unmet need of sixty seeded weeks.
  private func sets() throws -> [AuditChangeSet] {
    try (UInt64(0)..<60).flatMap { seed -> [AuditChangeSet] in
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan() else { return [] }
      let view = AuditView(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy)
      let memory = AuditChangeMemory(view)
      return plan.unmet.compactMap { unmet in
        view.needIndex[unmet.need].map { AuditChangeSet(memory, $0) }
      }
    }
  }

  /// The sessions in which a resource may serve a need without a team, with a change of its row made
  /// for the unmet need: the rules read out one after the other.
  private func sessions(
    _ view: AuditView, _ unmet: Int, _ change: ListChange?, _ number: Int, _ resource: Int
  ) -> UInt32 {
    let need = view.needs[number]
    let row =
      change?.applied(to: view.resources[resource], for: view.needs[unmet])
      ?? view.resources[resource]
    guard row.categories.contains(need.category), need.skills.allSatisfy(row.skills.contains),
      !need.without.contains(where: row.skills.contains),
      AuditEligibility.covers(row.areas, need.grid), !need.banned.contains(row.id)
    else { return 0 }
    let monday = view.plan.week.monday
    return AuditEligibility.sessions(monday: monday) { date in
      date >= need.reportedOn.ordinal
        && AuditEligibility.isInTime(need.dueOn, on: date, monday: monday)
        && date <= row.validTo?.ordinal ?? date
    } & view.openMask & need.sessions.rawValue & row.sessions.rawValue
  }
}
