import Testing

@testable import Optimization

@Suite struct ServingRefusalTests {
  private typealias Question = ServingRefusal.Question

  /// A program that serves every demand but one wholly, with arcs and limits beside it that a question may
  /// have: the plan of a random program without what it leaves unserved.
  private struct Asked {
    var program: AssignmentProgram
    var optional: [Int]
    var demand: Int
    var plan: [Int]
    var questions: [Question]

    init?(seed: UInt64, scale: Int) throws {
      var random = Seeded(seed &+ 900_000)
      var program = RandomPrograms.small(seed: seed, scale: scale)
      for index in program.demands.indices { program.demands[index].wholly = false }
      var all = Tier(name: "all")
      all.perVisit = Array(repeating: -1, count: program.demands.count)
      program.tiers = [all]
      guard case .all(var plan)? = try? Asked.mostServed(&program, &random) else { return nil }
      // One visit more of a demand than the plan makes.
      let demand = random.below(program.demands.count)
      program.demands[demand].visits += 1 + random.below(2)
      let taken = Set(plan)
      let optional = program.arcs.indices.filter { !taken.contains($0) && random.once(in: 2) }
      plan.sort()
      (self.program, self.optional, self.demand, self.plan) = (program, optional, demand, plan)
      questions = (0..<8).map { number in
        // The first has nothing of its own.
        let arcs = optional.indices.filter { _ in number > 0 && random.once(in: 2) }
        var raised: [ServingRefusal.Limits] = []
        for (index, supply) in program.supplies.enumerated()
        where number > 1 && random.once(in: 3) {
          raised.append(
            ServingRefusal.Limits(
              supply: index, weekly: supply.weekly + random.below(3),
              perSession: supply.perSession + random.below(2)))
        }
        return Question(arcs: arcs, raised: raised)
      }
    }

    /// A program cut down to what can be served, and a plan that serves it.
    private static func mostServed(
      _ program: inout AssignmentProgram, _ random: inout Seeded
    ) throws -> AssignmentSolver.Decision {
      let best = try AssignmentSolver.solve(program).chosen
      var served = [Set<Int32>](repeating: [], count: program.demands.count)
      for arc in best { served[Int(program.arcs[arc].demand)].insert(program.arcs[arc].session) }
      guard served.allSatisfy({ !$0.isEmpty }) else { return .notAll }
      for index in program.demands.indices { program.demands[index].visits = served[index].count }
      return .all(best)
    }

    /// A question as a program of its own.
    func whole(_ question: Question) -> AssignmentProgram {
      var whole = program
      let own = Set(question.arcs.map { optional[$0] })
      let gone = Set(optional).subtracting(own)
      whole.arcs = program.arcs.indices.filter { !gone.contains($0) }.map { program.arcs[$0] }
      for limits in question.raised {
        whole.supplies[limits.supply].weekly = limits.weekly
        whole.supplies[limits.supply].perSession = limits.perSession
      }
      whole.tiers = []
      return whole
    }
  }

  /// What is refused cannot be served, and what is called served can; a refusal that was made before refuses
  /// nothing that can be served.
  @Test(arguments: [1, 3]) func isTrue(scale: Int) throws {
    var (refused, served, again) = (0, 0, 0)
    for seed in UInt64(0)..<400 {
      guard let asked = try Asked(seed: seed, scale: scale),
        var refusal = ServingRefusal(
          asked.program, optional: asked.optional, demand: asked.demand, plan: asked.plan,
          mostWeekly: asked.program.supplies.map { $0.weekly + 2 })
      else { continue }
      for question in asked.questions {
        let decision = try AssignmentSolver.servesAll(asked.whole(question), relaxations: 1000)
        let isServed = decision != .notAll
        #expect(decision != .unknown, "seed \(seed)")
        let isKnown = refusal.isRefused(question)
        #expect(!(isKnown && isServed), "seed \(seed): \(question)")
        if isKnown { again += 1 }
        switch try refusal.answer(question, relaxations: 60) {
        case .refused:
          refused += 1
          #expect(!isServed, "seed \(seed): \(question)")
        case .served:
          served += 1
          #expect(isServed, "seed \(seed): \(question)")
        case .open: break
        }
      }
    }
    #expect(refused > 100 && served > 100 && again > 50, "\(refused), \(served), \(again)")
  }

  /// A plan that lacks visits of another demand too is none to begin with.
  @Test func anotherPlanIsRefused() throws {
    let program = AssignmentProgram(
      demands: (0..<2).map { _ in
        AssignmentProgram.Demand(visits: 1, wholly: false, places: [1], group: 0)
      },
      supplies: [AssignmentProgram.Supply(weekly: 1, perSession: 1, minimum: 0, pool: 0)],
      groupCount: 1, poolCount: 1,
      arcs: (0..<2).map { AssignmentProgram.Arc(demand: $0, place: 0, supply: 0, session: 0) },
      pins: [], demandClass: [0, 0], tiers: [])
    func refusal(_ plan: [Int]) -> ServingRefusal? {
      ServingRefusal(program, optional: [], demand: 1, plan: plan, mostWeekly: [3])
    }
    #expect(refusal([]) == nil)
    #expect(refusal([0, 1]) == nil)
    var right = try #require(refusal([0]))
    let nothing = Question(arcs: [], raised: [])
    #expect(try right.answer(nothing, relaxations: 10) == .refused)
    func raised(_ weekly: Int, _ perSession: Int) -> Question {
      Question(
        arcs: [],
        raised: [ServingRefusal.Limits(supply: 0, weekly: weekly, perSession: perSession)])
    }
    #expect(try right.answer(raised(2, 1), relaxations: 10) == .refused)
    #expect(try right.answer(raised(2, 2), relaxations: 10) == .served)
    #expect(!right.isRefused(raised(2, 2)))
    #expect(right.isRefused(nothing) && right.isRefused(raised(3, 1)))
  }
}
