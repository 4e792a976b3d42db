import Testing
import ThreeLists

@testable import Matching

@Suite struct ReasonPrices {
  /// Seeded lists whose policy has its tiers in some order of its own.
  static func lists(_ seed: UInt64) -> SeededLists {
    var lists = SeededLists(seed: seed)
    var random = Seeded(seed &+ 77_000)
    lists.policy.tiers = random.shuffled(lists.policy.tiers)
    return lists
  }

  /// In whatever order the tiers are, every unmet need has one reason, and the audit finds all of
  /// them true.
  @Test(.timeLimit(.minutes(5))) func everyUnmetNeedHasAReasonThatHolds() throws {
    var issued: [String: Int] = [:]
    var (unmet, explained, planned) = (0, 0, 0)
    for seed in UInt64(0)..<1200 {
      let lists = ReasonPrices.lists(seed)
      guard let plan = try lists.plan() else { continue }
      planned += 1
      let findings = lists.findings(plan)
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      let lacking = lists.needs.filter { need in
        Set(plan.services.filter { $0.need == need.id }.map(\.visit)).count < need.visits
      }
      unmet += lacking.count
      let refused = Set(findings.compactMap(\.need))
      explained += plan.unmet.count { entry in
        !refused.contains(entry.need) && ReasonDocument(entry.reason).reason == entry.reason
      }
      for entry in plan.unmet { issued[entry.reason.code, default: 0] += 1 }
    }
    print("\(planned) plans, \(unmet) unmet needs, \(explained) reasons that hold")
    for code in UnmetReason.codes { print("\(code): \(issued[code, default: 0])") }
    #expect(planned > 1000 && unmet == explained)
    for code in UnmetReason.codes
    where !["cut-off", "by-hand", "not-asked", "unpriced", "equal-plan"].contains(code) {
      #expect(issued[code, default: 0] >= 5, "\(code)")
    }
  }

  /// The tier named, and the amount, are those of the best plan that serves the need, found by
  /// writing every plan down; in weeks with couplings that plan is at least so much worse.
  @Test(.timeLimit(.minutes(5))) func thePriceIsThatOfTheBestOfAllPlans() throws {
    var (priced, equal, sharp, bounds, again) = (0, 0, 0, 0, 0)
    for seed in UInt64(0)..<1400 {
      // Weeks that were out and are planned again come after the others.
      let made =
        seed < 400
        ? try TinyLists(seed: seed, needs: 3, mostSessions: 3)
        : try RedispatchTests.answered(seed - 400)
      guard var lists = made else { continue }
      var random = Seeded(seed &+ 5)
      lists.policy.tiers = random.shuffled(lists.policy.tiers)
      if seed >= 900 { lists.policy.tiers = [.kept] + lists.policy.tiers.filter { $0 != .kept } }
      let task = lists.task()
      guard let plan = try? Planner.plan(task) else { continue }
      let findings = Audit.findings(
        plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy,
        fingerprint: task.fingerprint, certificate: plan.certificate)
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      let own = lists.costs(plan.tiers.map(\.value))
      var all: [(visits: [Int], costs: [Int])]?
      for unmet in plan.unmet {
        let claimed: (TierName?, Int)
        switch unmet.reason {
        case .higherTier(let tier, let by, _): claimed = (tier, by)
        case .equalPlan: claimed = (nil, 0)
        default: continue
        }
        let known =
          all ?? lists.plans().map { ($0.map(\.count), lists.costs(lists.values($0))) }
        all = known
        let index = try #require(lists.needs.firstIndex { $0.id == unmet.need })
        let wanted = lists.needs[index].visits - unmet.missing + 1
        let asked = lists.needs[index].allowsPartial ? wanted : lists.needs[index].visits
        let best = try #require(
          known.filter { $0.visits[index] == asked }.map(\.costs)
            .min { $0.lexicographicallyPrecedes($1) }, "seed \(seed): \(unmet)")
        let first = zip(own, best).enumerated().first { $0.element.0 != $0.element.1 }
        let real = first.map { (plan.tiers[$0.offset].name, $0.element.1 - $0.element.0) }
        let view = AuditView(
          plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
          certificate: plan.certificate)
        let isSharp = real?.0 == claimed.0 && real?.1 ?? 0 == claimed.1
        let position = claimed.0.flatMap { tier in
          plan.tiers.firstIndex { $0.name == tier }
        }
        if view.detour(index) != nil {
          #expect(isSharp, "seed \(seed): \(unmet)")
        } else {
          let tier = try #require(position, "seed \(seed): \(unmet)")
          var least = Array(own[...tier])
          least[tier] += claimed.1
          #expect(!best.prefix(tier + 1).lexicographicallyPrecedes(least), "seed \(seed): \(unmet)")
          bounds += 1
        }
        if isSharp { sharp += 1 }
        if claimed.0 == .kept { again += 1 }
        if claimed.0 == nil { equal += 1 } else { priced += 1 }
        let price = AuditPrice(view, index)
        #expect(price.fault(tier: position, by: claimed.1) == nil, "seed \(seed): \(unmet)")
        #expect(price.fault(tier: position, by: claimed.1 + 1) != nil, "seed \(seed): \(unmet)")
      }
    }
    print(
      "\(priced) prices, \(bounds) of them bounds, \(again) in moves of what was dispatched, "
        + "\(sharp) the very price; \(equal) equal plans")
    #expect(priced >= 50 && bounds >= 20 && again >= 5)
  }

  /// Without couplings the path that is found costs what the best of all plans costs, and what the
  /// solver finds with the visit forced; the audit works out the same.
  @Test(.timeLimit(.minutes(5))) func pathsCostWhatTheBestOfAllPlansDoes() throws {
    var (priced, equal, partly, pinned) = (0, 0, 0, 0)
    for seed in UInt64(0)..<600 {
      let lists = try ReasonPrices.uncoupled(seed)
      let task = PlanningTask(
        needs: lists.needs, resources: lists.resources, policy: lists.policy, week: lists.week,
        version: "1")
      guard let plan = try? Planner.plan(task) else { continue }
      let own = lists.costs(plan.tiers.map(\.value))
      let asked = plan.unmet.filter { ["higher-tier", "equal-plan"].contains($0.reason.code) }
      #expect(!plan.unmet.contains { $0.reason == .unpriced }, "seed \(seed)")
      if asked.isEmpty { continue }
      let all = lists.plans().map { ($0.map(\.count), lists.costs(lists.values($0))) }
      let view = AuditView(
        plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
        certificate: plan.certificate)
      for unmet in asked {
        let index = try #require(lists.needs.firstIndex { $0.id == unmet.need })
        let wanted = lists.needs[index].visits - unmet.missing + 1
        let best = try #require(
          all.filter { $0.0[index] == wanted }.map(\.1).min { $0.lexicographicallyPrecedes($1) },
          "seed \(seed): \(unmet)")
        let worse = zip(best, own).map { $0 - $1 }
        #expect(view.detour(index)?.map { Int($0) } == worse, "seed \(seed): \(unmet)")
        let first = worse.firstIndex { $0 != 0 }
        switch unmet.reason {
        case .higherTier(let tier, let by, _):
          #expect(first.map { plan.tiers[$0].name } == tier, "seed \(seed): \(unmet)")
          #expect(first.map { worse[$0] } == by, "seed \(seed): \(unmet)")
          priced += 1
        default:
          #expect(first == nil, "seed \(seed): \(unmet)")
          equal += 1
        }
        if wanted > 1 { partly += 1 }
        if lists.needs.contains(where: { !$0.pinned.isEmpty }) { pinned += 1 }
      }
      let wrong = Audit.findings(
        plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
        fingerprint: task.fingerprint, certificate: plan.certificate)
      #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
    }
    print("\(priced) priced, \(equal) equal, \(partly) partly served, \(pinned) beside pins")
    #expect(priced >= 200 && partly >= 20 && pinned >= 10)
  }

  /// Tiny lists without couplings, whose tiers are in some order of their own.
  private static func uncoupled(_ seed: UInt64) throws -> TinyLists {
    var lists = try TinyLists(seed: seed &+ 40_000, needs: 3, mostSessions: 3)
    var random = Seeded(seed &+ 9)
    for index in lists.needs.indices {
      lists.needs[index].roles = []
      lists.needs[index].allowsPartial = true
      // Bare pins stay where all visits are one resource's.
      let visits = lists.needs[index].visits
      let bare = lists.needs[index].pinned.filter { $0.session == nil }
      if let first = bare.first, random.once(in: 3) {
        lists.needs[index].pinned = Array(repeating: Pin(resource: first.resource), count: visits)
      } else {
        lists.needs[index].pinned.removeAll { $0.session == nil }
      }
    }
    lists.policy.tiers = random.shuffled(lists.policy.tiers)
    return lists
  }

  /// In larger weeks, where plans cannot be written down, paths cost what the solver says.
  @Test(.timeLimit(.minutes(5))) func pathsCostWhatTheSolverSays() throws {
    var priced = 0
    var losers: [String: Int] = [:]
    for seed in UInt64(0)..<120 {
      var lists = ReasonPrices.lists(seed)
      for index in lists.needs.indices {
        lists.needs[index].roles = []
        lists.needs[index].allowsPartial = true
        lists.needs[index].pinned.removeAll { $0.session == nil }
      }
      lists.needs += lists.needs.map { need in
        var twin = need
        (twin.id, twin.pinned) = ("\(need.id)b", [])
        return twin
      }
      guard let plan = try lists.plan() else { continue }
      let findings = lists.findings(plan)
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      let task = lists.task
      let builder = ProgramBuilder(
        needs: task.needs, resources: task.resources, policy: task.policy, week: task.week,
        candidates: Candidates(
          needs: task.needs, resources: task.resources, policy: task.policy, week: task.week))
      let visits = task.needs.map { need in plan.services.count { $0.need == need.id } }
      let forced = ForcedVisit(
        task: task, program: builder.program, visits: visits, tiers: plan.tiers,
        timeLeft: { nil })
      for unmet in plan.unmet where ["higher-tier", "equal-plan"].contains(unmet.reason.code) {
        let index = try #require(task.needs.firstIndex { $0.id == unmet.need })
        switch (unmet.reason, try forced.price(of: index)) {
        case (.higherTier(let tier, let by, _), .higherTier(let other, let amount, _)):
          #expect(tier == other && by == amount, "seed \(seed): \(unmet)")
        case (.equalPlan, .equalPlan): break
        case (_, let other): Issue.record("seed \(seed): \(unmet), \(String(describing: other))")
        }
        priced += 1
      }
      var random = Seeded(seed)
      for kind in Mutation.ofLosers {
        guard let mutant = kind.change(plan, lists, &random) else { continue }
        #expect(
          lists.findings(mutant).map(\.rule) == [kind.breaks], "seed \(seed), \(kind.name)")
        losers[kind.name, default: 0] += 1
      }
    }
    print("\(priced) paths as dear as the solver says; wrong losers: \(losers)")
    #expect(priced >= 200)
    for kind in Mutation.ofLosers { #expect(losers[kind.name, default: 0] >= 10, "\(kind.name)") }
  }

  /// Wrong prices are refused by their rule, with couplings and without.
  @Test(.timeLimit(.minutes(5))) func wrongPricesAreRefused() throws {
    var made: [String: Int] = [:]
    for seed in UInt64(0)..<300 {
      let lists = ReasonPrices.lists(seed)
      guard let plan = try lists.plan() else { continue }
      var random = Seeded(seed)
      for kind in Mutation.ofPrices {
        guard let mutant = kind.change(plan, lists, &random) else { continue }
        let rules = Set(lists.findings(mutant).map(\.rule))
        made[kind.name, default: 0] += 1
        #expect(rules.contains(kind.breaks), "seed \(seed), \(kind.name)")
      }
    }
    for kind in Mutation.ofPrices {
      print("\(kind.name): \(made[kind.name, default: 0])")
      #expect(made[kind.name, default: 0] >= 10, "\(kind.name)")
    }
  }

  /// Two visits of a team of two plumbers, two plumbers once a week each, and no other need: what
  /// lacks is plumbers.
  @Test func aRoleOfferedTooSeldomIsToBlame() throws {
    var lists = SeededLists(seed: 0)
    lists.policy = .standard
    lists.resources = ["R1", "R2"].map { id in
      var resource = Resource(
        id: id, origin: lists.resources[0].origin, unit: "水务", areas: [.everywhere], weekly: 1)
      resource.roles = ["水工"]
      return resource
    }
    var need = Need(
      id: "N1", origin: lists.needs[0].origin, grid: lists.needs[0].grid, category: "理发",
      reportedOn: SeededLists.monday)
    need.visits = 2
    need.roles = [RoleRequirement(role: "水工", count: 2)]
    for allowsPartial in [true, false] {
      need.allowsPartial = allowsPartial
      lists.needs = [need]
      let plan = try #require(try lists.plan())
      #expect(lists.findings(plan).isEmpty)
      #expect(
        plan.unmet.map(\.reason) == [
          .fewPlaces(PlacesOffered(possible: 1, visits: 2, role: "水工", offered: 2))
        ])
    }
  }

  /// Distance comes first, and two needs alike would have the neighbour, whose week has one visit:
  /// one gets it, whichever; a plan that serves the other instead is as good.
  @Test func amongEqualsOneIsServed() throws {
    var lists = SeededLists(seed: 0)
    lists.policy = .standard
    lists.policy.tiers = [.distance] + lists.policy.tiers.filter { $0 != .distance }
    let need = Need(
      id: "N1", origin: lists.needs[0].origin, grid: SeededLists.grid("330723001001001"),
      category: "理发", reportedOn: SeededLists.monday)
    lists.needs = (1...2).map { number in
      var copy = need
      copy.id = "N\(number)"
      return copy
    }
    lists.resources = ["330723001001001", "330723001002001"].enumerated().map { index, home in
      var resource = Resource(
        id: "R\(index + 1)", origin: need.origin, unit: "甲", areas: [.everywhere], weekly: 1)
      resource.categories = ["理发"]
      resource.sessions = SessionSet([Session(index: 0)])
      resource.home = SeededLists.grid(home)
      return resource
    }
    let plan = try #require(try lists.plan())
    #expect(lists.findings(plan).isEmpty)
    let served = try #require(plan.services.first?.need)
    let lost = served == "N1" ? "N2" : "N1"
    #expect(plan.services.count == 1 && plan.unmet.map(\.need) == [lost])
    #expect(plan.unmet.map(\.reason) == [.equalPlan(instead: [served])])
    for reason in [
      UnmetReason.equalPlan(instead: [lost]), .equalPlan(instead: ["N3"]),
      .higherTier(.distance, by: 3, instead: []), .cutOff,
    ] {
      var mutant = plan
      mutant.unmet[0].reason = reason
      #expect(lists.findings(mutant).count == 1, "\(reason)")
    }
    // Without couplings all are priced, however many; with some, more than are priced.
    lists.needs = (10..<50).map { number in
      var copy = need
      copy.id = "N\(number)"
      copy.grid = SeededLists.grid("330723001002001")
      return copy
    }
    lists.resources.removeLast()
    lists.resources[0].weekly = 40
    lists.resources[0].perSession = 40
    let priced = try #require(try lists.plan())
    #expect(lists.findings(priced).isEmpty)
    #expect(priced.unmet.map(\.reason.code) == Array(repeating: "higher-tier", count: 40))
    var unsaid = priced
    unsaid.unmet[7].reason = .unpriced
    #expect(lists.findings(unsaid).map(\.rule) == [.reasonUnpriced])
    var team = need
    team.id = "N9"
    team.roles = [RoleRequirement(role: "法律", count: 2)]
    lists.needs.append(team)
    var dear = try #require(try lists.plan())
    #expect(lists.findings(dear).isEmpty)
    dear.unmet.removeAll { $0.need == "N9" }
    // With couplings as many are looked at as there is time for; the others, and those of which the
    // certificate proves nothing, have no price.
    let codes = dear.unmet.map(\.reason.code)
    #expect(codes.count { $0 == "unpriced" } >= 40 - UnmetReason.mostPriced)
    #expect(codes.allSatisfy { ["unpriced", "higher-tier"].contains($0) })
  }
}
