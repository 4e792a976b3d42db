import Testing
import ThreeLists

@testable import Matching

/// Planning a week again after answers, refusals and new needs.
@Suite("re-dispatch")
struct RedispatchTests {
  /// A week planned, answered and to be planned again; nil where pins cannot hold at first.
  static func answered(_ seed: UInt64) throws -> TinyLists? {
    var lists = try TinyLists(seed: seed, needs: 3, mostSessions: 3)
    var dice = Dice(state: seed &+ 99)
    // With fewer pins more weeks can be planned at all.
    if dice.chance(70) { for index in lists.needs.indices { lists.needs[index].pinned = [] } }
    // The last need comes in only after the first plan, now and then.
    let early = dice.chance(30) ? Array(lists.needs.dropLast()) : lists.needs
    guard let first = try plan(lists, needs: early) else { return nil }
    var places: [StandingPlace] = []
    for service in first.services {
      let state: StandingState =
        dice.chance(30) ? .accepted : dice.chance(25) ? .refused : .dispatched
      places.append(try StandingPlace(service, state: state))
    }
    lists.standing = Standing(places: places, begun: dice.chance(50) ? 0 : dice.roll(1...5))
    if dice.chance(20) { lists.resources[dice.roll(0...2)].weekly += 1 }
    return lists
  }

  private static func plan(_ lists: TinyLists, needs: [Need]? = nil) throws -> Plan? {
    do {
      return try Planner.plan(lists.task(needs: needs))
    } catch PlanningError.conflictingPins {
      return nil
    }
  }

  @Test("every tier is that of the best of all plans that keep what is firm", arguments: 0..<8)
  func againstAllPlans(block: UInt64) throws {
    var compared = 0
    var kept = 0
    for seed in block * 75..<block * 75 + 75 {
      guard let lists = try Self.answered(seed) else { continue }
      let all = lists.plans()
      guard let plan = try Self.plan(lists) else {
        #expect(all.isEmpty, "seed \(seed): a plan was there")
        continue
      }
      let best = all.map { lists.costs(lists.values($0)) }
        .min { $0.lexicographicallyPrecedes($1) }
      #expect(lists.costs(plan.tiers.map(\.value)) == best, "seed \(seed)")
      #expect(plan.status == .optimal, "seed \(seed)")
      let findings = Audit.findings(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy,
        fingerprint: lists.task().fingerprint, certificate: plan.certificate)
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      let stay = lists.standing?.places.count { place in
        place.state != .refused
          && plan.services.contains {
            $0.need == place.need && $0.resource == place.resource && $0.session == place.session
          }
      }
      #expect(plan.tiers.first { $0.name == .kept }?.value == stay, "seed \(seed)")
      kept += stay ?? 0
      compared += 1
    }
    #expect(compared > 35)
    #expect(kept > 15)
  }

  @Test("nothing moves when nobody refuses and nothing is new", arguments: 0..<4)
  func nothingMoves(block: UInt64) throws {
    var compared = 0
    for seed in block * 100..<block * 100 + 100 {
      var lists = try TinyLists(seed: seed, needs: 4, mostSessions: 4)
      guard let first = try Self.plan(lists) else { continue }
      lists.standing = Standing(
        places: try first.services.map { try StandingPlace($0, state: .dispatched) }, begun: 0)
      let second = try unwrap(try Self.plan(lists))
      #expect(second.services.map(\.id) == first.services.map(\.id), "seed \(seed)")
      #expect(second.services.map(\.resource) == first.services.map(\.resource), "seed \(seed)")
      #expect(second.services.allSatisfy { $0.method == .kept }, "seed \(seed)")
      compared += 1
    }
    #expect(compared > 15)
  }

  @Test("a refused pair never comes back, and its number goes to whoever comes instead")
  func refusal() throws {
    let need = try TinyLists.need("N1")
    var lists = try TinyLists(
      needs: [need], resources: [TinyLists.resource("R1"), TinyLists.resource("R2")])
    let first = try unwrap(try Self.plan(lists))
    #expect(first.services.map(\.resource) == ["R1"])
    lists.standing = Standing(
      places: [try StandingPlace(first.services[0], state: .refused)], begun: 0)
    let second = try unwrap(try Self.plan(lists))
    #expect(second.services.map(\.resource) == ["R2"])
    #expect(second.services.map(\.id) == first.services.map(\.id))
    #expect(second.services.map(\.method) == [.optimized])
  }

  @Test("what has begun stays, and nothing new is put before it")
  func begun() throws {
    var early = try TinyLists.need("N1")
    early.sessions = SessionSet([Session(index: 0)])
    var late = try TinyLists.need("N2")
    late.sessions = SessionSet([Session(index: 0), Session(index: 4)])
    late.urgency = .critical
    var lists = try TinyLists(
      needs: [early, late], resources: [TinyLists.resource("R1", weekly: 2)])
    let first = try unwrap(try Self.plan(lists, needs: [early]))
    lists.standing = Standing(
      places: [try StandingPlace(first.services[0], state: .dispatched)], begun: 3)
    let second = try unwrap(try Self.plan(lists))
    #expect(second.services.map(\.need) == ["N1", "N2"])
    #expect(second.services.map(\.session.index) == [0, 4])
    #expect(second.services.map(\.method) == [.kept, .optimized])
  }

  @Test("a visit that stays keeps its number though an earlier one comes in")
  func numbers() throws {
    var need = try TinyLists.need("N1")
    need.visits = 2
    need.sessions = SessionSet([Session(index: 3), Session(index: 9)])
    var resource = TinyLists.resource("R1", weekly: 1)
    resource.sessions = SessionSet([Session(index: 9)])
    var lists = try TinyLists(needs: [need], resources: [resource])
    let first = try unwrap(try Self.plan(lists))
    lists.standing = Standing(
      places: [try StandingPlace(first.services[0], state: .accepted)], begun: 0)
    lists.resources.append(TinyLists.resource("R2"))
    let second = try unwrap(try Self.plan(lists))
    #expect(second.services.map(\.visit) == [1, 2])
    #expect(second.services.map(\.session.index) == [9, 3])
    #expect(
      Audit.findings(
        plan: second, needs: lists.needs, resources: lists.resources, policy: lists.policy,
        fingerprint: lists.task().fingerprint, certificate: second.certificate
      ).isEmpty)
  }

  /// A way to spoil a re-dispatch, with the rule that it breaks.
  private struct Spoiling: Sendable {
    let rule: AuditRule
    /// The spoilt plan; nil where there is nothing to spoil.
    let spoil: @Sendable (Plan, Standing, TinyLists) -> Plan?
  }

  private static let spoilings: [Spoiling] = [
    Spoiling(rule: .method) { plan, _, _ in
      changed(plan, where: { $0.method == .kept }, by: { $0.method = .optimized })
    },
    Spoiling(rule: .method) { plan, _, _ in
      changed(plan, where: { $0.method != .kept }, by: { $0.method = .kept })
    },
    Spoiling(rule: .tierValue) { plan, _, _ in
      var plan = plan
      guard let tier = plan.tiers.firstIndex(where: { $0.name == .kept }) else { return nil }
      plan.tiers[tier].value += 1
      return plan
    },
    Spoiling(rule: .tierNames) { plan, _, _ in
      var plan = plan
      plan.tiers.removeAll { $0.name == .kept }
      return plan
    },
    Spoiling(rule: .visitNumber) { plan, _, _ in
      changed(plan, where: { $0.method == .kept }, by: { $0.visit += 7 })
    },
    Spoiling(rule: .serviceID) { plan, _, _ in
      changed(plan, where: { $0.method == .kept }, by: { $0.id += "1" })
    },
    Spoiling(rule: .pin) { plan, standing, _ in
      var plan = plan
      guard let place = standing.places.first(where: standing.isFirm) else { return nil }
      plan.services.removeAll { $0.need == place.need && $0.session == place.session }
      return plan
    },
    Spoiling(rule: .pin) { plan, standing, lists in
      let firm = standing.places.filter(standing.isFirm)
      return changed(plan) { service in
        service.role != nil && firm.contains { $0.isKept(service) }
          && (lists.needs.first { $0.id == service.need }?.roles.count ?? 0) > 1
      } by: {
        $0.role = $0.role == "法律" ? "社工" : "法律"
      }
    },
    Spoiling(rule: .open) { plan, standing, lists in
      guard standing.begun > 0 else { return nil }
      let session = Session(index: standing.begun - 1)
      return changed(plan) { service in
        service.session != session
          && !standing.places.contains { $0.need == service.need && $0.session == session }
      } by: {
        $0.session = session
        $0.date = lists.week.day(of: session)
      }
    },
    Spoiling(rule: .banned) { plan, standing, _ in
      // Who has a firm place in the need, too, may be there.
      let refused = Dictionary(
        grouping: standing.places.filter { place in
          place.state == .refused
            && !standing.places.contains {
              $0.need == place.need && $0.resource == place.resource && standing.isFirm($0)
            }
        }, by: \.need)
      return changed(plan) {
        refused[$0.need] != nil
      } by: {
        $0.resource = refused[$0.need]?.first?.resource ?? $0.resource
      }
    },
    Spoiling(rule: .fingerprint) { plan, _, _ in
      var plan = plan
      plan.fingerprint = String(plan.fingerprint.reversed())
      return plan
    },
  ]

  /// A plan with its first service of some kind changed; nil when it has none.
  private static func changed(
    _ plan: Plan, where fits: (Service) -> Bool, by change: (inout Service) -> Void
  ) -> Plan? {
    guard let index = plan.services.firstIndex(where: fits) else { return nil }
    var plan = plan
    change(&plan.services[index])
    return plan
  }

  @Test("a spoilt re-dispatch is refused by the rule it breaks")
  func spoilt() throws {
    var refused = Array(repeating: 0, count: Self.spoilings.count)
    for seed in 0..<UInt64(160) {
      guard let lists = try Self.answered(seed), let standing = lists.standing,
        let plan = try Self.plan(lists)
      else { continue }
      for (index, spoiling) in Self.spoilings.enumerated() {
        guard let bad = spoiling.spoil(plan, standing, lists) else { continue }
        let rules = Set(
          Audit.findings(
            plan: bad, needs: lists.needs, resources: lists.resources, policy: lists.policy,
            fingerprint: lists.task().fingerprint, certificate: bad.certificate
          ).map(\.rule))
        #expect(rules.contains(spoiling.rule), "seed \(seed), \(index): \(rules)")
        refused[index] += 1
      }
    }
    #expect(refused.allSatisfy { $0 > 0 }, "\(refused)")
  }

  @Test("what is moved has a price that solving again without moving it confirms")
  func prices() throws {
    var priced = 0
    for seed in 0..<UInt64(120) {
      guard let lists = try Self.answered(seed), let plan = try Self.plan(lists) else { continue }
      let changes = try PlaceChange.all(from: lists.task(), to: plan) { nil }
      let standing = try unwrap(lists.standing)
      for change in changes where change.kind == .moved || change.kind == .dropped {
        let place = try unwrap(change.before)
        let staying = lists.plans().filter { ways in
          let index = lists.needs.firstIndex { $0.id == place.need } ?? 0
          return ways[index].contains { visit in
            visit.session == place.session.index
              && visit.places.contains { lists.resources[$0.resource].id == place.resource }
          }
        }.map { lists.costs(lists.values($0)) }.min { $0.lexicographicallyPrecedes($1) }
        #expect((change.price == .impossible) == (staying == nil), "seed \(seed)")
        if case .costs(let price) = change.price, let staying {
          let own = lists.costs(plan.tiers.map(\.value))
          let tier = own.indices.first { own[$0] != staying[$0] }
          #expect(price.tier == tier.map { lists.tierNames[$0] }, "seed \(seed)")
          #expect(price.by == tier.map { staying[$0] - own[$0] } ?? 0, "seed \(seed)")
        }
        priced += 1
      }
      // Every place that was dispatched stays or is accounted for, and every service too.
      let kept = plan.services.count { $0.method == .kept }
      let current = standing.places.count { $0.state != .refused }
      #expect(
        kept + changes.count { $0.kind == .moved || $0.kind == .dropped } == current,
        "seed \(seed)")
      #expect(kept + changes.count { $0.after != nil } == plan.services.count, "seed \(seed)")
    }
    #expect(priced > 5)
  }

  @Test("orders of a standing applied twice are those applied once")
  func idempotent() throws {
    for seed in 0..<UInt64(200) {
      guard let lists = try Self.answered(seed), let standing = lists.standing else { continue }
      let once = standing.applied(to: lists.needs)
      #expect(standing.applied(to: once) == once)
    }
  }
}

extension StandingPlace {
  /// A place of a plan, with what became of it.
  init(_ service: Service, state: StandingState) throws {
    let place = try unwrap(service.id.split(separator: "-").last.flatMap { Int($0) })
    self.init(
      origin: TinyLists.origin, need: service.need, visit: service.visit, place: place,
      role: service.role, resource: service.resource, session: service.session, state: state)
  }
}

extension TinyLists {
  /// The task of planning these lists, or others of their needs.
  func task(needs own: [Need]? = nil) -> PlanningTask {
    PlanningTask(
      needs: own ?? needs, resources: resources, policy: policy, week: week, version: "1",
      standing: standing)
  }
}
