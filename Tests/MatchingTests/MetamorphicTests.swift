import Matching
import Testing
import ThreeLists

@Suite struct PlansUnderChange {
  @Test func theOrderOfRowsSaysNothing() throws {
    for seed in UInt64(0)..<120 {
      var lists = SeededLists(seed: seed)
      let plan = try lists.plan()
      var random = Seeded(seed)
      lists.needs = random.shuffled(lists.needs)
      lists.resources = random.shuffled(lists.resources)
      #expect(try lists.plan() == plan, "seed \(seed)")
    }
  }

  /// Names enter a plan only as the last tie-break: renamed in the same order, the plan is renamed.
  @Test func namesInTheSameOrder() throws {
    for seed in UInt64(0)..<120 {
      let lists = SeededLists(seed: seed)
      let need = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, "需\($0.id)") })
      let resource = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, "a\($0.id)") })
      let renamed = Renaming(needs: need, resources: resource)
      let plan = try lists.plan()
      let other = try renamed.lists(lists).plan()
      #expect(
        other.map { $0.services.map(Facts.init) }
          == plan.map { renamed.services($0.services).map(Facts.init) }, "seed \(seed)")
      #expect(other?.tiers == plan?.tiers, "seed \(seed)")
      #expect(other?.unmet.map(\.missing) == plan?.unmet.map(\.missing), "seed \(seed)")
      #expect(
        other?.unmet.map(\.need) == plan?.unmet.map { need[$0.need] ?? "" }, "seed \(seed)")
    }
  }

  @Test func namesInAnotherOrder() throws {
    for seed in UInt64(0)..<120 {
      let lists = SeededLists(seed: seed)
      var random = Seeded(seed)
      let needs = random.shuffled(lists.needs.map(\.id))
      let resources = random.shuffled(lists.resources.map(\.id))
      let renamed = Renaming(
        needs: Dictionary(uniqueKeysWithValues: zip(lists.needs.map(\.id), needs)),
        resources: Dictionary(uniqueKeysWithValues: zip(lists.resources.map(\.id), resources)))
      #expect(
        try renamed.lists(lists).plan()?.tiers.map(\.value) == lists.plan()?.tiers.map(\.value),
        "seed \(seed)")
    }
  }

  /// What one more visit a week, one more in a session or one more session makes possible holds
  /// everything that was possible before.
  @Test func moreCapacityIsNeverWorse() throws {
    var better: [String: Int] = [:]
    for seed in UInt64(0)..<150 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan() else { continue }
      var random = Seeded(seed)
      let row = random.below(lists.resources.count)
      var (weekly, perSession, sessions) = (lists, lists, lists)
      weekly.resources[row].weekly += 1
      perSession.resources[row].perSession += 1
      let away = Session.all.filter { !lists.resources[row].sessions.contains($0) }
      if !away.isEmpty { sessions.resources[row].sessions.insert(random.pick(away)) }
      for (name, wider) in [("week", weekly), ("in a session", perSession), ("session", sessions)] {
        let other = try #require(try wider.plan(), "seed \(seed)")
        let (old, new) = (Facts.minimised(plan), Facts.minimised(other))
        #expect(!old.lexicographicallyPrecedes(new), "seed \(seed): \(name)")
        if new != old { better[name, default: 0] += 1 }
      }
    }
    print("better with more: \(better)")
    #expect(better["week", default: 0] > 10)
    #expect(better["session", default: 0] > 3)
    #expect(better["in a session", default: 0] > 3)
  }

  /// A need withdrawn leaves its room to the others: their visits served, class by class, are
  /// never lexicographically fewer, where no other tier comes before them.
  @Test func aNeedLessIsNeverWorseForTheOthers() throws {
    var better = 0
    for seed in UInt64(0)..<150 {
      let lists = SeededLists(seed: seed)
      guard lists.isServedFirst, let plan = try lists.plan() else { continue }
      var random = Seeded(seed)
      var fewer = lists
      let gone = fewer.needs.remove(at: random.below(lists.needs.count))
      let other = try #require(try fewer.plan(), "seed \(seed)")
      let left = plan.services.filter { $0.need != gone.id }
      let old = (0..<4).map { -NaiveTiers.value(.served($0), of: left, fewer) }
      let new = (0..<4).map { -NaiveTiers.value(.served($0), of: other.services, fewer) }
      #expect(!old.lexicographicallyPrecedes(new), "seed \(seed)")
      if new != old { better += 1 }
    }
    print("better with a need less: \(better)")
    #expect(better > 10)
  }

  /// Two counties that share nothing are planned as if alone.
  @Test func twoCountiesDoubleEveryTier() throws {
    for seed in UInt64(0)..<80 {
      var lists = SeededLists(seed: seed)
      // `*` would reach into the other county.
      for index in lists.resources.indices where lists.resources[index].areas == [.everywhere] {
        lists.resources[index].areas = [.prefix(SeededLists.grid("3307"))]
      }
      guard let plan = try lists.plan() else { continue }
      var both = lists
      let twin = Renaming(
        needs: Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, "\($0.id)b") }),
        resources: Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, "\($0.id)b") })
      ).lists(lists)
      both.needs += twin.needs.map { need in
        var moved = need
        moved.grid = elsewhere(need.grid)
        return moved
      }
      both.resources += twin.resources.map { resource in
        var moved = resource
        moved.unit += "b"
        moved.home = resource.home.map(elsewhere)
        moved.areas = resource.areas.map { area in
          guard case .prefix(let code) = area else { return area }
          return .prefix(elsewhere(code))
        }
        return moved
      }
      let doubled = try #require(try both.plan(), "seed \(seed)")
      #expect(doubled.tiers.map(\.value) == plan.tiers.map { 2 * $0.value }, "seed \(seed)")
      #expect(doubled.services.count == 2 * plan.services.count, "seed \(seed)")
    }
  }

  private func elsewhere(_ code: GridCode) -> GridCode {
    SeededLists.grid("44" + String(code.digits.dropFirst(2)))
  }
}

/// What a service says without identifiers that contain others.
private struct Facts: Equatable {
  let need: String
  let visit: Int
  let role: String?
  let resource: String
  let session: Session
  let method: Method
  let choiceRank: Int?

  init(_ service: Service) {
    need = service.need
    visit = service.visit
    role = service.role
    resource = service.resource
    session = service.session
    method = service.method
    choiceRank = service.choiceRank
  }

  /// The tier values, smaller being better in all.
  static func minimised(_ plan: Plan) -> [Int] {
    plan.tiers.map { tier in
      if case .served = tier.name { return -tier.value }
      return tier.value
    }
  }
}

/// Other names for needs and resources.
private struct Renaming {
  let needs: [String: String]
  let resources: [String: String]

  func lists(_ lists: SeededLists) -> SeededLists {
    var result = lists
    for index in result.needs.indices {
      var need = result.needs[index]
      need.id = needs[need.id] ?? need.id
      need.requested = need.requested.map(resource)
      need.previous = need.previous.map(resource)
      need.banned = need.banned.map(resource)
      need.pinned = need.pinned.map { Pin(resource: resource($0.resource), session: $0.session) }
      result.needs[index] = need
    }
    for index in result.resources.indices {
      result.resources[index].id = resource(result.resources[index].id)
    }
    return result
  }

  func services(_ services: [Service]) -> [Service] {
    services.map { service in
      var renamed = service
      renamed.need = needs[service.need] ?? service.need
      renamed.resource = resource(service.resource)
      return renamed
    }
  }

  private func resource(_ id: String) -> String { resources[id] ?? id }
}
