import Matching
import Testing
import ThreeLists

@Suite struct ReasonsAreTrue {
  /// What each reason says, tried against every plan there is.
  @Test func againstEveryPlan() throws {
    var issued: [String: Int] = [:]
    var (tried, givenUp) = (0, 0)
    for seed in UInt64(0)..<700 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan() else { continue }
      #expect(lists.findings(plan).isEmpty, "seed \(seed): \(lists.findings(plan))")
      var search = WorldSearch(lists)
      let served = Dictionary(grouping: plan.services, by: \.need)
        .mapValues { Set($0.map(\.visit)).count }
      #expect(search.isFeasible(served.mapValues { $0...$0 }) != false, "seed \(seed)")
      for unmet in plan.unmet {
        issued[unmet.reason.code, default: 0] += 1
        guard let need = lists.needs.first(where: { $0.id == unmet.need }) else { continue }
        tried += 1
        guard let isTrue = holds(unmet, need, plan, served, lists, &search) else {
          givenUp += 1
          continue
        }
        #expect(isTrue, "seed \(seed): \(unmet)")
      }
    }
    for code in UnmetReason.codes { print("\(code): \(issued[code, default: 0])") }
    print("\(tried) reasons tried, \(givenUp) given up")
    for code in UnmetReason.codes where code != "cut-off" {
      #expect(issued[code, default: 0] >= 10, "\(code)")
    }
    #expect(givenUp * 20 < tried)
  }

  private func holds(
    _ unmet: Unmet, _ need: Need, _ plan: Plan, _ served: [String: Int], _ lists: SeededLists,
    _ search: inout WorldSearch
  ) -> Bool? {
    let index = lists.needs.firstIndex(of: need) ?? 0
    let ways = search.ways[index]
    let rules = lists.policy.classes
    let own = rules.priorityClass(of: need)
    let one = served[need.id, default: 0] + 1
    switch unmet.reason {
    case .noCandidate: return ways.allSatisfy(\.isEmpty)
    case .fewDays(let days, let visits):
      return ways.count { !$0.isEmpty } == days && days < visits && visits == need.visits
    case .roleUnfilled(let role, let sessions):
      let others = (0..<21).filter {
        !WorldSearch.ways(of: need, leavingOut: role, in: $0, lists).isEmpty
      }
      return ways.allSatisfy(\.isEmpty) && others == sessions.map(\.index)
    case .sessionsFull(_, let holders), .weeksFull(_, _, let holders):
      let classes = lists.needs.filter { holders.contains($0.id) }
        .filter { rules.priorityClass(of: $0) > own && $0.pinned.isEmpty }
      guard classes.isEmpty else { return false }
      var counts: [String: ClosedRange<Int>] = [:]
      for holder in lists.needs where holders.contains(holder.id) {
        // Only a pin keeps a holder of lower class: it need not keep its other visits.
        guard rules.priorityClass(of: holder) <= own else { continue }
        counts[holder.id] = served[holder.id, default: 0]...holder.visits
      }
      counts[need.id] = one...max(one, need.visits)
      return search.isFeasible(counts, passingOver: [need.id]).map { !$0 }
    case .allOrNothing(let possible, let visits):
      guard !need.allowsPartial, visits == need.visits, possible < visits else { return false }
      let occupied = plan.services.compactMap { service in
        lists.resources.firstIndex { $0.id == service.resource }
          .map { (resource: $0, session: service.session.index) }
      }
      guard
        let fits = search.isFeasible(
          [need.id: possible...possible], passingOver: [need.id], occupied: occupied,
          only: [need.id]),
        let more = search.isFeasible(
          [need.id: possible + 1...visits], passingOver: [need.id], occupied: occupied,
          only: [need.id])
      else { return nil }
      return fits && !more
    case .higherTier(let tier):
      guard tier == .served(own) else { return false }
      var counts: [String: ClosedRange<Int>] = [:]
      for other in lists.needs where rules.priorityClass(of: other) <= own {
        counts[other.id] = served[other.id, default: 0]...other.visits
      }
      let wanted = need.allowsPartial ? one : need.visits
      counts[need.id] = wanted...need.visits
      return search.isFeasible(counts).map { !$0 }
    case .cutOff: return plan.cutOff || plan.status == .gap
    }
  }

  /// A limit of no time leaves plans in which nothing is claimed of the needs that stay unmet.
  @Test func cutOff() throws {
    var issued = 0
    for seed in UInt64(0)..<150 {
      let lists = SeededLists(seed: seed)
      guard lists.needs.allSatisfy(\.pinned.isEmpty) else { continue }
      let plan = try Planner.plan(lists.task, timeLimit: .zero)
      #expect(lists.findings(plan).isEmpty, "seed \(seed): \(lists.findings(plan))")
      issued += plan.unmet.count { $0.reason == .cutOff }
    }
    print("cut-off: \(issued)")
    #expect(issued >= 10)
  }
}
