import Testing

@testable import Matching

@Suite struct OpenBoundTests {
  /// The bound of an open tier may say what the certificate proves, and nothing stronger.
  @Test func aBoundNeedsItsProof() throws {
    var refused = 0
    for seed in UInt64(300)..<360 {
      let lists = SeededLists(seed: seed)
      guard var plan = try lists.plan(), plan.status == .optimal else { continue }
      for index in plan.tiers.indices {
        plan.tiers[index].provedBy = .open
        plan.tiers[index].bound = index == 0 ? plan.tiers[0].value : nil
      }
      plan.status = .gap
      func breaks(_ plan: Plan) -> Bool {
        lists.findings(plan).contains { $0.rule == .certificateProof }
      }
      #expect(!breaks(plan), "seed \(seed): the certificate proves the bound")
      plan.certificate?.nodes = []
      #expect(breaks(plan), "seed \(seed): nothing proves the bound")
      plan.tiers[0].bound = nil
      #expect(!breaks(plan), "seed \(seed): nothing is claimed")
      refused += 1
    }
    #expect(refused > 20)
  }

  /// What the certificate proves of the first open tier has to be told.
  @Test func aBoundIsNotLeftOut() throws {
    var refused = 0
    for seed in UInt64(0)..<400 where refused < 5 {
      let lists = SeededLists(seed: seed)
      guard let plan = try? Planner.plan(lists.task, timeLimit: .zero),
        let index = plan.tiers.firstIndex(where: { $0.provedBy == .open }),
        plan.tiers[index].bound != nil
      else { continue }
      var mutant = plan
      mutant.tiers[index].bound = nil
      #expect(lists.findings(mutant).map(\.rule) == [.certificateProof], "seed \(seed)")
      refused += 1
    }
    #expect(refused == 5)
  }

  /// Under a limit only bounds that can be recomputed are published.
  @Test func plansCutOffPassTheirOwnAudit() throws {
    for seed in UInt64(300)..<330 {
      let lists = SeededLists(seed: seed)
      guard let plan = try? Planner.plan(lists.task, timeLimit: .zero) else { continue }
      #expect(!lists.findings(plan).contains { $0.rule == .certificateProof }, "seed \(seed)")
    }
  }
}
