import Optimization
import Testing
import ThreeLists

@testable import Matching

/// What searches for tight sets remember from one need to the next changes no answer.
@Suite struct TightSetMemoryTests {
  /// A plan of seeded lists with what is searched; nil where pins conflict.
  private func week(_ seed: UInt64) throws -> (
    task: PlanningTask, plan: Plan, graph: ResidualGraph
  )? {
    let task = SeededLists(seed: seed).task
    guard let plan = try? Planner.plan(task) else { return nil }
    let candidates = Candidates(task)
    let builder = ProgramBuilder(task, candidates: candidates)
    let solution = try AssignmentSolver.solve(builder.program)
    return (
      task, plan,
      ResidualGraph(
        task: task, candidates: candidates, program: builder.program, chosen: solution.chosen)
    )
  }

  @Test(arguments: [3, 5, 8, ResidualGraph.largestSet])
  func theMemoryOfSlotsChangesNoAnswer(_ largest: Int) throws {
    var (sets, none, tooLarge) = (0, 0, 0)
    for seed in UInt64(1)...300 {
      guard let (task, plan, graph) = try week(seed) else { continue }
      func view() -> AuditView {
        AuditView(
          plan: plan, needs: task.listedNeeds, resources: task.resources, policy: task.policy)
      }
      let asked = task.needs.indices.filter { !task.needs[$0].isTeam }
      var alone: [Int: UnmetReason] = [:]
      var audited: [Int: AuditTightSet] = [:]
      for index in asked {
        var nothing = ResidualGraph.SearchedSlots()
        alone[index] = graph.tightSet(around: index, &nothing, largest: largest)
        audited[index] = AuditClosure.tightSet(view(), around: index, largest: largest)
        var unbounded = ResidualGraph.SearchedSlots()
        if alone[index] != nil {
          sets += 1
        } else if graph.tightSet(around: index, &unbounded, largest: .max) != nil {
          tooLarge += 1
        } else {
          none += 1
        }
      }
      for shift in asked.indices {
        // Each need is once the first, and all come in both directions.
        let turned = asked[shift...] + asked[..<shift]
        for order in [Array(turned), turned.reversed()] {
          let shared = view()
          var known: [Int: ResidualGraph.SearchedSlots] = [:]
          for index in order {
            let own = task.policy.classes.priorityClass(of: task.needs[index])
            let beside = graph.tightSet(
              around: index, &known[own, default: .init()], largest: largest)
            #expect(beside == alone[index], "seed \(seed), \(task.needs[index].id)")
            #expect(
              AuditClosure.tightSet(shared, around: index, largest: largest) == audited[index],
              "seed \(seed), \(task.needs[index].id)")
          }
        }
      }
    }
    #expect(sets > 20 && none > 20, "\(sets) \(none)")
    #expect(largest > 8 || tooLarge > 5, "\(tooLarge)")
  }

  @Test func partsOfTheListChangeNoReason() throws {
    var unmet = 0
    for seed in UInt64(1)...60 {
      guard let (task, plan, _) = try week(seed) else { continue }
      let candidates = Candidates(task)
      let builder = ProgramBuilder(task, candidates: candidates)
      let solution = try AssignmentSolver.solve(builder.program)
      let reasons = UnmetReasons(
        task: task, candidates: candidates, program: builder.program, chosen: solution.chosen,
        proof: solution.proof, tiers: plan.tiers, bound: { _ in nil })
      let whole = try reasons.all()
      for length in [1, 2, 5] { #expect(try reasons.all(inPartsOf: length) == whole) }
      unmet += whole.count
    }
    #expect(unmet > 60)
  }
}
