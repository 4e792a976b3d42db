import Testing
import ThreeLists

@testable import Matching

/// Long lists are divided among the processors: what is found is what one thread finds.
@Suite struct DividedWorkTests {
  /// The needs of many seeded lists, none of them coupled, with the resources of some.
  private static func longLists() -> SeededLists {
    var lists = SeededLists(seed: 0)
    lists.policy = .standard
    lists.needs = []
    lists.resources = []
    for seed in UInt64(0)..<900 {
      let some = SeededLists(seed: seed)
      lists.needs += some.needs.map { need in
        var need = need
        need.id = "N\(10_000 + seed)-\(need.id)"
        (need.roles, need.pinned, need.banned, need.allowsPartial) = ([], [], [], true)
        return need
      }
      guard seed < 40 else { continue }
      lists.resources += some.resources.map { resource in
        var resource = resource
        resource.id = "R\(100 + seed)-\(resource.id)"
        (resource.unit, resource.weight) = ("\(seed)", nil)
        return resource
      }
    }
    return lists
  }

  @Test func candidatesOfALongListAreThoseOfItsParts() throws {
    let lists = Self.longLists()
    let task = lists.task
    try #require(task.needs.count > 2500)
    for explains in [true, false] {
      let whole = Candidates(task, explains: explains)
      let wholeDropped = whole.dropped(needs: task.needs.count)
      #expect(!whole.pairs.isEmpty && wholeDropped.joined().contains { $0 != nil } == explains)
      for first in stride(from: 0, to: task.needs.count, by: 700) {
        let range = first..<min(first + 700, task.needs.count)
        let part = Candidates(
          needs: Array(task.needs[range]), resources: task.resources, policy: task.policy,
          week: task.week, explains: explains)
        let partDropped = part.dropped(needs: range.count)
        for (index, need) in range.enumerated() {
          #expect(
            whole.pairs(ofNeed: need).map { [$0.place, $0.resource, Int32($0.sessions.rawValue)] }
              == part.pairs(ofNeed: index).map {
                [$0.place, $0.resource, Int32($0.sessions.rawValue)]
              })
          #expect(whole.pairs(ofNeed: need).allSatisfy { $0.need == Int32(need) })
          #expect(wholeDropped[need] == partDropped[index])
        }
      }
    }
  }

  @Test func everyCheckIsMadeByOneThread() {
    let made = Audit.groups.flatMap { $0 }.map(\.rule)
    #expect(made.count == Audit.checks.count && Set(made) == Set(Audit.checks.map(\.rule)))
  }

  @Test func theAuditOfALongListFindsWhatOneThreadFinds() throws {
    let lists = Self.longLists()
    let task = lists.task
    let sound = try Planner.plan(task, planOnly: true)
    #expect(lists.findings(sound).isEmpty)
    var mutants = [sound, sound, sound, sound]
    mutants[0].services.remove(at: sound.services.count / 2)
    mutants[1].tiers[2].value += 1
    mutants[2].services[7].distance += 1
    mutants[2].unmet.swapAt(0, 1)
    if let price = sound.certificate?.nodes[0].leaf?.resources.keys.min() {
      mutants[3].certificate?.nodes[0].leaf?.resources[price] = nil
    } else if let price = sound.certificate?.nodes[0].leaf?.resourceSessions.keys.min() {
      mutants[3].certificate?.nodes[0].leaf?.resourceSessions[price] = nil
    }
    for plan in mutants {
      let view = AuditView(
        plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy,
        fingerprint: task.fingerprint, certificate: plan.certificate)
      let expected = Audit.findings(in: view, by: Audit.checksOfPlanAlone)
      #expect(!expected.isEmpty)
      #expect(lists.findings(plan) == expected)
    }
    // Prepared once, before there was a plan, and asked about one plan after another.
    let audit = AuditPreparation(task)
    audit.begin()
    for plan in [sound] + mutants + [sound] {
      let found = audit.findings(
        plan: plan, fingerprint: task.fingerprint, certificate: plan.certificate)
      #expect(found == lists.findings(plan))
    }
  }
}
