import Testing
import ThreeLists

@testable import Matching

/// Scenarios planned side by side, their figures and differences.
@Suite struct ScenarioTests {
  /// Tasks of seeded lists that have a plan.
  private static func tasks(_ seeds: ClosedRange<UInt64>) -> [PlanningTask] {
    seeds.map { SeededLists(seed: $0).task }.filter { task in
      (try? Planner.plan(task)) != nil
    }
  }

  @Test func aPlanWithoutReasonsIsTheSamePlan() throws {
    for task in ScenarioTests.tasks(1...60) {
      let whole = try ScenarioPlan.make(task, explains: true, number: 0).plan
      let bare = try ScenarioPlan.make(task, explains: false, number: 0).plan
      #expect(bare.services == whole.services)
      #expect(bare.tiers == whole.tiers)
      #expect(bare.certificate == whole.certificate)
      #expect(bare.unmet.map(\.need) == whole.unmet.map(\.need))
      #expect(bare.unmet.map(\.missing) == whole.unmet.map(\.missing))
      #expect(bare.status == whole.status)
    }
  }

  @Test func threadsChangeNothing() throws {
    let jobs = ScenarioTests.tasks(61...80).enumerated().map { index, task in
      ScenarioRunner.Job(task, explains: index % 3 == 0)
    }
    let alone = try ScenarioRunner.run(jobs, threads: 1)
    #expect(alone.map(\.task) == jobs.map(\.task))
    #expect(alone.map(\.isExplained) == jobs.map(\.explains))
    for threads in [2, 5, 64] {
      #expect(try ScenarioRunner.run(jobs, threads: threads) == alone)
    }
  }

  /// Solved from the base, lists that differ a little have the tiers of lists solved afresh, on any
  /// number of threads, and leave more needs where they were. (The runner audits every plan.)
  @Test func scenariosBeginAtTheBase() throws {
    var scenarios = 0
    var moved = (alone: 0, fromBase: 0)
    for seed in UInt64(121)...240 {
      var lists = SeededLists(seed: seed)
      if seed % 4 != 0 {
        // Without couplings, and with tiers that leave many plans equally good.
        for index in lists.needs.indices {
          lists.needs[index].roles = []
          lists.needs[index].allowsPartial = true
          lists.needs[index].pinned = []
        }
        lists.policy.tiers = Array(lists.policy.tiers.prefix(3))
      }
      let changed = ScenarioTests.changes(of: lists)
      let jobs = ([lists] + changed).map { ScenarioRunner.Job($0.task, explains: false) }
      guard let alone = try? ScenarioRunner.run(jobs, threads: 2) else { continue }
      let plans = try ScenarioRunner.run(jobs, threads: 2, fromFirst: true)
      #expect(try ScenarioRunner.run(jobs, threads: 1, fromFirst: true) == plans)
      #expect(plans[0] == alone[0], "the base is what it is alone")
      for number in jobs.indices.dropFirst() {
        #expect(plans[number].plan.tiers == alone[number].plan.tiers, "seed \(seed) \(number)")
        #expect(plans[number].plan.status == alone[number].plan.status)
        scenarios += 1
        let base = plans[0]
        let counts = [alone[number], plans[number]].map { plan in
          ScenarioDifference(base: base.plan, base.task, scenario: plan.plan, plan.task).moved
        }
        moved.alone += counts[0]
        moved.fromBase += counts[1]
      }
    }
    #expect(scenarios > 300, "\(scenarios) scenarios")
    #expect(moved.fromBase * 10 < moved.alone * 9, "\(moved)")
  }

  /// A visit more, a resource less, a need less, a need more, one carried over longer, a tier less,
  /// other classes, other areas, a session closed to some.
  private static func changes(of lists: SeededLists) -> [SeededLists] {
    var changed = [SeededLists](repeating: lists, count: 9)
    changed[0].resources[0].weekly += 1
    changed[1].resources.removeLast()
    let gone = lists.resources[lists.resources.count - 1].id
    for index in changed[1].needs.indices {
      changed[1].needs[index].requested.removeAll { $0 == gone }
      changed[1].needs[index].pinned.removeAll { $0.resource == gone }
      changed[1].needs[index].banned.removeAll { $0 == gone }
      if changed[1].needs[index].previous == gone { changed[1].needs[index].previous = nil }
    }
    changed[2].needs.removeFirst()
    var twin = lists.needs[0]
    twin.id += "+1"
    twin.pinned = []
    changed[3].needs.append(twin)
    changed[4].needs[0].carried += 9
    changed[5].policy.tiers.removeLast()
    changed[6].policy.classes.byUrgency.reverse()
    changed[7].policy.fairnessLevel = lists.policy.fairnessLevel == .town ? .community : .town
    for index in changed[8].needs.indices where index % 3 == 0 {
      changed[8].needs[index].sessions.subtract(SessionSet([Session(index: 0)]))
    }
    return changed
  }

  /// A plan that cannot be made keeps nobody waiting.
  @Test func aBaseWithoutAPlanKeepsNobodyWaiting() throws {
    let task = try #require(
      (1...400).lazy.map { SeededLists(seed: $0).task }.first { task in
        (try? Planner.plan(task)) == nil
      })
    let jobs = [task, ScenarioTests.tasks(1...3)[0]].map {
      ScenarioRunner.Job($0, explains: false)
    }
    for threads in [1, 2] {
      var found: ScenarioError?
      do throws(ScenarioError) {
        _ = try ScenarioRunner.run(jobs, threads: threads, fromFirst: true)
      } catch {
        found = error
      }
      guard case .planning(0, .conflictingPins) = found else {
        Issue.record("\(String(describing: found))")
        return
      }
    }
  }

  /// A plan spoilt behind the planner's back is refused by the audit that scenarios go through.
  @Test func theAuditOfScenariosSeesPlansThatAreWrong() throws {
    var refused = 0
    for task in ScenarioTests.tasks(81...120) {
      var plan = try ScenarioPlan.make(task, explains: false, number: 0).plan
      guard let last = plan.services.popLast() else { continue }
      plan.unmet = plan.unmet.filter { $0.need != last.need }
      let view = AuditView(
        plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy,
        fingerprint: task.fingerprint, certificate: plan.certificate)
      #expect(!Audit.findings(in: view, by: Audit.checksOfPlanAlone).isEmpty)
      refused += 1
    }
    #expect(refused > 20)
  }

  @Test func pinsInConflictNameTheScenario() throws {
    let task = try #require(
      (1...400).lazy.map { SeededLists(seed: $0).task }.first { task in
        (try? Planner.plan(task)) == nil
      })
    let sound = ScenarioTests.tasks(1...3)[0]
    let jobs = [sound, task].map { ScenarioRunner.Job($0, explains: false) }
    var found: ScenarioError?
    do throws(ScenarioError) {
      _ = try ScenarioRunner.run(jobs, threads: 2)
    } catch {
      found = error
    }
    guard case .planning(1, .conflictingPins) = found else {
      Issue.record("\(String(describing: found))")
      return
    }
  }

  /// The figures are those of the tiers where the tiers count the same.
  @Test func figuresAgreeWithTheTiers() throws {
    for task in ScenarioTests.tasks(1...60) {
      let plan = try Planner.plan(task, explains: false)
      let figures = ScenarioFigures(plan, task: task)
      func tier(_ name: TierName) -> Int? { plan.tiers.first { $0.name == name }?.value }
      for number in 0..<ClassRules.count {
        #expect(figures.classes[number].served == tier(.served(number)))
      }
      if let grids = tier(.grids) { #expect(figures.fairness == grids) }
      if let distance = tier(.distance) { #expect(figures.distance == distance) }
      #expect(figures.services == figures.loads.values.reduce(0) { $0 + $1.filled })
      #expect(figures.visits.requested == task.needs.reduce(0) { $0 + $1.visits })
      #expect(figures.unmetNeeds == plan.unmet.count)
      #expect(figures.choice.served <= figures.choice.requested)
    }
  }

  /// Summed over needs, the differences are those of the totals.
  @Test func differencesAddUp() throws {
    let tasks = ScenarioTests.tasks(1...40)
    for (first, second) in zip(tasks, tasks.dropFirst()) {
      let before = try Planner.plan(first, explains: false)
      let after = try Planner.plan(second, explains: false)
      let difference = ScenarioDifference(base: before, first, scenario: after, second)
      let needs = difference.gained + difference.lost + difference.added + difference.removed
      let totals = [before, after].map { plan in
        Set(plan.services.map { [$0.need, "\($0.visit)"] }).count
      }
      #expect(needs.reduce(0) { $0 + $1.after - $1.before } == totals[1] - totals[0])
      let units = difference.relieved + difference.burdened
      #expect(
        units.reduce(0) { $0 + $1.after - $1.before }
          == after.services.count - before.services.count)
      #expect(difference.gained.allSatisfy { $0.after > $0.before })
      #expect(difference.lost.allSatisfy { $0.after < $0.before && !$0.resources.isEmpty })
      let none = ScenarioDifference(base: before, first, scenario: before, first)
      #expect(none == ScenarioDifference(base: after, second, scenario: after, second))
      #expect(none.gained.isEmpty && none.moved == 0)
    }
  }

  /// A visit more of a resource never makes the tiers worse, and a unit out never better, among the
  /// tiers that come before any that counts what is filled.
  @Test func moreNeverServesLess() throws {
    var changed = 0
    for seed in UInt64(1)...40 {
      let lists = SeededLists(seed: seed)
      guard let base = try? Planner.plan(lists.task, explains: false) else { continue }
      var more = lists
      for index in more.resources.indices { more.resources[index].weekly += 1 }
      guard let plan = try? Planner.plan(more.task, explains: false) else {
        Issue.record("seed \(seed): pins that held do not hold any more")
        continue
      }
      let served = [base, plan].map { plan in
        plan.tiers.prefix { if case .served = $0.name { true } else { false } }.map(\.value)
      }
      #expect(!served[1].lexicographicallyPrecedes(served[0]))
      if served[1] != served[0] { changed += 1 }
    }
    #expect(changed > 3)
  }
}
