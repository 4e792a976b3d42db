import Matching
import Testing
import ThreeLists

/// Plans that were changed by hand: the audit takes what is told honestly, and nothing else.
@Suite struct HandPlans {
  /// Places of a plan with one visit taken out, or one place given to another resource or session.
  private static func edits(_ plan: Plan, _ lists: SeededLists) -> [[FilledPlace]] {
    let places = plan.services.map { FilledPlace($0) }
    var edits: [[FilledPlace]] = []
    let visits = Dictionary(grouping: places) { [$0.need, $0.session.description] }
    for visit in visits.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      edits.append(places.filter { [$0.need, $0.session.description] != visit })
    }
    for index in places.indices {
      for resource in lists.resources {
        for session in Session.all {
          var edit = places
          edit[index].resource = resource.id
          edit[index].session = session
          edits.append(edit)
        }
      }
    }
    return edits.filter { $0.sorted() != places.sorted() }
  }

  /// The plan of an edit; nil where the edit breaks a rule.
  private static func adopted(
    _ edit: [FilledPlace], _ plan: Plan, _ lists: SeededLists
  ) -> Plan? {
    let base = plan.services.map { FilledPlace($0) }
    guard let hand = try? Planner.adopt(edit, inSteadOf: base, best: plan, task: lists.task) else {
      return nil
    }
    return SmallestChanges.added(to: hand, task: lists.task)
  }

  @Test func whatIsToldHonestlyIsTaken() throws {
    var (made, lossless, byHand, room) = (0, 0, 0, 0)
    for seed in UInt64(0)..<120 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan(), !plan.services.isEmpty else { continue }
      var random = Seeded(seed)
      let edits = Self.edits(plan, lists)
      var taken = 0
      for edit in random.shuffled(edits) where taken < 6 {
        guard let hand = Self.adopted(edit, plan, lists) else { continue }
        taken += 1
        made += 1
        let findings = lists.findings(hand)
        #expect(findings.isEmpty, "seed \(seed): \(findings)")
        // Taking the changes back gives the plan, and its values are those told.
        let changes = try #require(hand.byHand)
        let services = hand.services.map { FilledPlace($0) }
        #expect(changes.undone(services) == plan.services.map { FilledPlace($0) }.sorted())
        #expect(changes.planned == plan.tiers.map(\.value))
        // The first tier that differs is worse, and no more is called proved than is so.
        let first = zip(plan.tiers, hand.tiers).first { $0.value != $1.value }
        if let (before, after) = first {
          let isMost = before.name.description.hasPrefix("served") || before.name == .kept
          #expect(isMost ? after.value < before.value : after.value > before.value)
          #expect(plan.status != .optimal || (after.provedBy == .open && hand.status == .gap))
          #expect(plan.status != .optimal || after.bound == before.value)
        } else {
          lossless += 1
          #expect(plan.status != .optimal || hand.status == .optimal)
        }
        byHand += hand.unmet.count { $0.reason == .byHand }
        let reasons = Set(hand.unmet.map(\.reason.code))
        #expect(reasons.isDisjoint(with: ["higher-tier", "equal-plan", "unpriced", "cut-off"]))
        var silent = hand
        silent.unmet.removeAll { $0.reason == .byHand }
        if lists.findings(silent).contains(where: { $0.rule == .room }) { room += 1 }
      }
    }
    print("\(made) plans by hand, \(lossless) of them lose nothing, \(byHand) needs left by hand")
    #expect(made > 300 && byHand > 100 && room > 50)
  }

  /// A way to tell of changes by hand what is not so.
  private static let lies: [(rule: AuditRule, lie: @Sendable (inout Plan) -> Bool)] = [
    (
      .method,
      { plan in
        guard let index = plan.services.firstIndex(where: { $0.method == .manual }) else {
          return false
        }
        plan.services[index].method = .optimized
        return true
      }
    ),
    (
      .method,
      { plan in
        guard let index = plan.services.firstIndex(where: { $0.method == .optimized }) else {
          return false
        }
        plan.services[index].method = .manual
        return true
      }
    ),
    (
      .byHand,
      { plan in
        plan.byHand?.planned[0] += 1
        return true
      }
    ),
    (
      .byHand,
      { plan in
        plan.byHand?.moves.removeAll()
        return true
      }
    ),
    (
      .byHand,
      { plan in
        guard let moves = plan.byHand?.moves, let last = moves.last else { return false }
        plan.byHand?.moves.append(last)
        return true
      }
    ),
    (
      .byHand,
      { plan in
        guard let index = plan.byHand?.moves.firstIndex(where: { $0.from != nil }) else {
          return false
        }
        plan.byHand?.moves[index].from?.resource = "R99"
        return true
      }
    ),
    (
      .reasonByHand,
      { plan in
        guard plan.unmet.contains(where: { $0.reason == .byHand }) else { return false }
        plan.byHand = nil
        return true
      }
    ),
    (
      .reasonByHand,
      { plan in
        guard let index = plan.unmet.firstIndex(where: { $0.reason == .byHand }) else {
          return false
        }
        plan.unmet[index].reason = .cutOff
        return true
      }
    ),
    (
      .reasonByHand,
      { plan in
        let lasting = plan.unmet.firstIndex { unmet in
          if case .noCandidate = unmet.reason { true } else { false }
        }
        guard let lasting else { return false }
        plan.unmet[lasting].reason = .byHand
        return true
      }
    ),
    (
      .certificateProof,
      { plan in
        guard let index = plan.tiers.firstIndex(where: { $0.provedBy == .open }) else {
          return false
        }
        plan.tiers[index].provedBy = .certificate
        plan.tiers[index].bound = plan.tiers[index].value
        return true
      }
    ),
  ]

  @Test func whatIsNotSoIsRefused() throws {
    var made = Array(repeating: 0, count: Self.lies.count)
    for seed in UInt64(0)..<60 {
      let lists = SeededLists(seed: seed)
      guard let plan = try lists.plan(), plan.status == .optimal, !plan.services.isEmpty else {
        continue
      }
      var random = Seeded(seed)
      let edit = random.shuffled(Self.edits(plan, lists)).lazy.compactMap {
        Self.adopted($0, plan, lists)
      }.first
      guard let edit else { continue }
      for (index, (rule, lie)) in Self.lies.enumerated() {
        var spoilt = edit
        guard lie(&spoilt) else { continue }
        made[index] += 1
        let rules = lists.findings(spoilt).map(\.rule)
        #expect(rules.contains(rule), "seed \(seed), lie \(index): \(rules)")
      }
    }
    for (index, count) in made.enumerated() { #expect(count >= 3, "lie \(index)") }
  }
}
