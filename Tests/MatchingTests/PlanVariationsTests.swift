import Matching
import Testing
import ThreeLists

@Suite struct PlanVariationsAreDifferences {
  /// What a pin costs is what planning the lists without it gains.
  @Test func aPinCostsWhatLiftingItGains() throws {
    var (tried, dear) = (0, 0)
    for seed in UInt64(0)..<400 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan() else { continue }
      let variations = PlanVariations(plan, task: lists.task)
      for index in lists.needs.indices {
        for pin in Set(lists.needs[index].pinned) {
          var free = lists
          free.needs[index].pinned.removeAll { $0 == pin }
          let without = try #require(try free.plan())
          let told = try #require(
            try variations.price(of: pin, need: lists.needs[index].id, timeLeft: nil))
          #expect(told == price(from: without, to: plan), "seed \(seed): \(pin)")
          tried += 1
          if told.tier != nil { dear += 1 }
        }
      }
    }
    #expect(tried > 40 && dear > 5, "\(tried) pins, \(dear) with a price")
  }

  /// The next best is the plan of the lists in which the need avoids whoever came.
  @Test func theNextBestIsThePlanWithoutWhoCame() throws {
    var (tried, lost, pinned, teams, whole) = (0, 0, 0, 0, 0)
    for seed in UInt64(200)..<320 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan() else { continue }
      let variations = PlanVariations(plan, task: lists.task)
      for service in plan.services where service.visit == 1 {
        let index = lists.needs.firstIndex { $0.id == service.need } ?? 0
        let need = lists.needs[index]
        // Avoiding somebody keeps him from every role.
        if need.roles.count > 1 { continue }
        let others = try variations.alternatives(to: service, count: 3) { nil }
        var gone = lists
        gone.needs[index].pinned.removeAll { $0.resource == service.resource }
        let isPinned = gone.needs[index].pinned != need.pinned
        let kept = Set(gone.needs[index].pinned.map(\.resource))
        gone.needs[index].banned.append(service.resource)
        if isPinned { pinned += 1 }
        if need.isTeam { teams += others.list.count }
        if need.visits > 1, !need.allowsPartial { whole += others.list.count }
        for other in others.list {
          let again = try #require(try gone.plan())
          let worse = price(from: plan, to: again)
          #expect(other.price == worse, "seed \(seed): \(service.id)")
          #expect(isPinned || other.price.by >= 0, "seed \(seed): \(service.id)")
          if other.places.isEmpty { lost += 1 }
          gone.needs[index].banned += Set(other.places.map(\.resource)).subtracting(kept).sorted()
          tried += 1
        }
        #expect(others.list.count == 3 || others.end != .enough, "seed \(seed)")
        #expect((others.list.last?.places.isEmpty == true) == (others.end == .nobody))
        // Where no plan keeps the pins without whoever is gone, planning those lists says so too.
        let isHeld = others.list.last.map { Set($0.places.map(\.resource)).isSubset(of: kept) }
        if others.end == .pins, isHeld != true {
          #expect(try gone.plan() == nil, "seed \(seed)")
        }
      }
    }
    print("\(tried): \(lost) with nobody, \(pinned) of pins, \(teams) of teams, \(whole) of wholes")
    #expect(tried > 100 && lost > 20, "\(tried) alternatives, \(lost) with nobody")
    #expect(pinned >= 10 && teams >= 10 && whole >= 10)
  }

  /// The first tier in which the second plan differs, and by how much it is worse.
  private func price(from best: Plan, to other: Plan) -> PriceOfCondition {
    for (left, right) in zip(best.tiers, other.tiers) where left.value != right.value {
      let sign =
        switch left.name {
        case .served, .kept: -1
        default: 1
        }
      return PriceOfCondition(
        tier: left.name, by: sign * (right.value - left.value), isProved: true)
    }
    return PriceOfCondition(tier: nil, by: 0, isProved: true)
  }
}
