import Testing
import ThreeLists

@testable import Matching

/// A plan that is asked for alone is the plan, and passes the audit for what it says.
@Suite struct PlanOnlyTests {
  @Test func thePlanIsTheSameAndSoundAndSaysNoMore() throws {
    var (made, unmet) = (0, 0)
    for seed in UInt64(0)..<300 {
      let lists = SeededLists(seed: seed)
      // Some of them have pins that cannot all hold.
      guard let whole = try? Planner.plan(lists.task) else { continue }
      let alone = try Planner.plan(lists.task, planOnly: true)
      #expect(alone == whole.alone, "seed \(seed)")
      #expect(lists.findings(alone).isEmpty, "seed \(seed)")
      let document = PlanDocument(alone, programVersion: "1")
      let read = try PlanDocument(bytes: document.bytes)
      #expect(read == document)
      var again = try read.plan(services: alone.services)
      (again.certificate, again.standing) = (alone.certificate, alone.standing)
      #expect(again == alone, "seed \(seed)")
      made += 1
      unmet += alone.unmet.count
    }
    #expect(made > 200 && unmet > 200)
  }
}
