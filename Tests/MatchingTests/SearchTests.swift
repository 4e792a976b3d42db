import Optimization
import Testing
import ThreeLists

@testable import Matching

/// Plans whose tiers the solver closed beyond what its certificate proves.
@Suite struct SearchTests {
  /// Whatever the tree leaves to GLPK, the tiers are the same, the certificate proves what it is
  /// said to, and nothing is better while the coupled needs are served alike.
  @Test func whatTheTreeLeavesPassesTheAudit() throws {
    var (searched, bounded, uncoupled) = (0, 0, 0)
    for seed in UInt64(2000)..<2120 {
      let lists = SeededLists(seed: seed)
      guard let proved = try lists.plan() else { continue }
      let plan = try Planner.plan(lists.task, relaxations: Int(seed % 4))
      #expect(plan.tiers.map(\.value) == proved.tiers.map(\.value), "seed \(seed)")
      #expect(lists.findings(plan).isEmpty, "seed \(seed): \(lists.findings(plan))")
      #expect(!plan.tiers.contains { $0.provedBy == .open }, "seed \(seed)")
      guard lists.needs.contains(where: \.isCoupledPlainly) else {
        #expect(plan.status == .optimal, "seed \(seed)")
        uncoupled += 1
        continue
      }
      guard let first = plan.tiers.firstIndex(where: { $0.provedBy == .search }) else {
        #expect(plan.certificate?.alike == nil, "seed \(seed)")
        continue
      }
      searched += 1
      #expect(plan.certificate?.alike != nil, "seed \(seed)")
      if let bound = plan.tiers[first].bound {
        let tier = plan.tiers[first]
        #expect(
          Audit.isMaximised(tier.name) ? bound > tier.value : bound < tier.value, "seed \(seed)")
        bounded += 1
      }
      // What is remembered of a certificate is what it proves of all plans, not of this one.
      let audit = AuditPreparation(lists.task)
      var otherwise = plan
      let coupled = Set(lists.needs.filter(\.isCoupledPlainly).map(\.id))
      otherwise.services.removeAll { coupled.contains($0.need) }
      for one in [plan, otherwise, plan] {
        let found = audit.findings(
          plan: one, fingerprint: lists.task.fingerprint, certificate: one.certificate)
        #expect(found == lists.findings(one), "seed \(seed)")
      }
      // The word of the solver is no proof.
      var raised = plan
      raised.tiers[first].provedBy = .certificate
      raised.tiers[first].bound = tier(first, of: plan).value
      // Prices for a search that nobody claims any more are refused by themselves.
      if !raised.tiers.contains(where: { $0.provedBy == .search }) {
        raised.certificate?.alike = nil
      }
      #expect(lists.findings(raised).contains { $0.rule == .certificateProof }, "seed \(seed)")
      // Without the prices it is no word either.
      raised = plan
      raised.certificate?.alike = nil
      #expect(lists.findings(raised).contains { $0.rule == .searchAlike }, "seed \(seed)")
    }
    print("\(searched) plans with tiers closed by search, \(bounded) with a bound proved")
    #expect(searched > 30 && bounded > 20 && uncoupled > 5)
  }

  private func tier(_ index: Int, of plan: Plan) -> TierResult { plan.tiers[index] }

  /// Without couplings every tier is proved, in whatever order the tiers come.
  @Test func everyWeekWithoutCouplingsIsProved() throws {
    var proved = 0
    for seed in UInt64(5000)..<5400 {
      var lists = SeededLists(seed: seed)
      var random = Seeded(seed)
      for index in lists.needs.indices {
        lists.needs[index].roles = []
        lists.needs[index].allowsPartial = true
        lists.needs[index].pinned.removeAll { $0.session == nil }
      }
      if seed % 2 == 0 { lists.policy.tiers = random.shuffled(lists.policy.tiers) }
      guard let plan = try lists.plan() else { continue }
      #expect(plan.status == .optimal, "seed \(seed)")
      let findings = lists.findings(plan).filter {
        [.certificate, .certificateProof, .tierValue, .tierBound].contains($0.rule)
      }
      #expect(findings.isEmpty, "seed \(seed): \(findings)")
      proved += 1
    }
    #expect(proved > 300)
  }

  /// A unit of 300 resources, each with as long a history as a list can hold and the smallest weight:
  /// a place costs 6·10¹², more than 2⁴².
  @Test func theLongestHistoriesAreProved() throws {
    let needs = try (1...3).map { try TinyLists.need("N\($0)") }
    let resources = (1...300).map { number in
      var resource = TinyLists.resource("R\(number)")
      (resource.history, resource.weight) = (1_000_000, 1)
      return resource
    }
    let lists = try TinyLists(needs: needs, resources: resources)
    for engine in Engine.allCases {
      let task = PlanningTask(
        needs: lists.needs, resources: lists.resources, policy: lists.policy, week: lists.week,
        version: "1")
      let plan = try Planner.plan(task, engine: engine)
      #expect(plan.tiers.last.map { $0.value > 1 << 42 } ?? false)
      #expect(plan.status == .optimal, "\(engine)")
      #expect(
        Audit.findings(
          plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy,
          certificate: plan.certificate
        ).isEmpty)
    }
  }

  /// GLPK alone finds the same tiers, and prices prove them.
  @Test func whatGLPKFindsIsProvedByPrices() throws {
    var coupled = 0
    for seed in UInt64(2000)..<2060 {
      let lists = SeededLists(seed: seed)
      guard let proved = try lists.plan() else { continue }
      let plan = try Planner.plan(lists.task, engine: .glpk)
      #expect(plan.tiers == proved.tiers, "seed \(seed)")
      #expect(lists.findings(plan).isEmpty, "seed \(seed): \(lists.findings(plan))")
      if lists.needs.contains(where: \.isCoupledPlainly) { coupled += 1 }
    }
    #expect(coupled > 20)
  }

  /// A plan in which one coupled need is left out and all else is best without it: everything but
  /// that need is proved, so what remains is to see that it could be served.
  @Test func whatOneChangeBettersIsRefused() throws {
    var (refused, kept) = (0, 0)
    for seed in UInt64(3000)..<3300 {
      let lists = SeededLists(seed: seed)
      guard let best = try lists.plan() else { continue }
      for need in lists.task.needs.indices
      where lists.task.needs[need].isCoupledPlainly && lists.task.needs[need].pinned.isEmpty
        && best.services.contains(where: { $0.need == lists.task.needs[need].id })
      {
        let plan = try without(need, lists)
        let findings = lists.findings(plan).filter { $0.rule != .reasonHigherTier }
        #expect(
          !findings.contains { $0.rule == .searchAlike || $0.rule == .tierValue },
          "seed \(seed): \(findings)")
        guard plan.firstTierBehind(best) != nil else { continue }
        let isSeen = findings.contains { $0.rule == .searchImproved }
        // A visit that fits beside all others is always seen.
        if findings.contains(where: { $0.rule == .room }), lists.needs[need].visits == 1 {
          #expect(isSeen, "seed \(seed): \(findings)")
        }
        if isSeen { refused += 1 } else { kept += 1 }
      }
    }
    print("\(refused) plans that one change betters refused, \(kept) that none does")
    #expect(refused > 10 && kept > 0)
  }

  /// A plan that leaves a need unserved and serves the others as well as can be, all closed by
  /// search.
  private func without(_ need: Int, _ lists: SeededLists) throws -> Plan {
    let task = lists.task
    let candidates = Candidates(
      needs: task.needs, resources: task.resources, policy: task.policy, week: task.week)
    let builder = ProgramBuilder(
      needs: task.needs, resources: task.resources, policy: task.policy, week: task.week,
      candidates: candidates)
    var program = builder.program
    let left = program.arcs.indices.filter { Int(program.arcs[$0].demand) != need }
    for tier in program.tiers.indices where !program.tiers[tier].perArc.isEmpty {
      program.tiers[tier].perArc = left.map { program.tiers[tier].perArc[$0] }
    }
    program.arcs = left.map { program.arcs[$0] }
    let chosen = try AssignmentSolver.solve(program).chosen.map { left[$0] }
    let proof = try #require(
      try AssignmentSolver.conditionalProof(of: chosen, in: builder.program, closed: 0))
    let certificate = Certificate(
      fingerprint: task.fingerprint, tiers: builder.tierNames.map(\.description), nodes: [],
      alike: Certificate.Leaf(proof.leaf, builder: builder, task: task))
    let services = Planner.services(task, program: builder.program, chosen: chosen)
    let served = Dictionary(grouping: services, by: \.need).mapValues { Set($0.map(\.visit)).count }
    let plan = Plan(
      week: task.week, fingerprint: task.fingerprint, status: .search, cutOff: false,
      tiers: builder.tierNames.map {
        TierResult(name: $0, value: 0, bound: nil, provedBy: .search)
      }, services: services,
      unmet: task.needs.compactMap { row in
        let missing = row.visits - served[row.id, default: 0]
        guard missing > 0 else { return nil }
        return Unmet(need: row.id, missing: missing, reason: .unpriced)
      }, certificate: certificate)
    return plan.restated(lists).calledSearched(from: 0)
  }
}
