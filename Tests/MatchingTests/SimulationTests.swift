import Testing
import ThreeLists

@testable import Matching

/// Plans played against refusals.
@Suite("simulation")
struct SimulationTests {
  private static let half = Probability(1, of: 2)

  private static func plan(_ lists: TinyLists) throws -> ScenarioPlan {
    try ScenarioPlan.make(lists.task(), explains: false, number: 0)
  }

  private static func play(
    _ lists: TinyLists, _ rate: Probability, seed: UInt64 = 1, runs: Int = 20, rounds: Int = 9,
    threads: Int = 2
  ) throws -> Simulation {
    try Simulator.play(
      [plan(lists)],
      rules: SimulationRules(
        rates: RefusalRates(standard: rate), seed: seed, runs: runs, rounds: rounds),
      threads: threads)[0]
  }

  /// A week in which a given set of resources refuses everything.
  private static func run(
    _ lists: TinyLists, refusing: Set<String>, rounds: Int = 9
  ) throws -> SimulationRun {
    let plan = try plan(lists)
    return try SimulationRun(plan.plan.services, task: plan.task, rounds: rounds) {
      refusing.contains($0.resource)
    }
  }

  private static func haircuts(_ needs: Int, by resources: Int, weekly: Int = 9) throws -> TinyLists
  {
    try TinyLists(
      needs: (1...needs).map { try TinyLists.need("N\($0)") },
      resources: (1...resources).map {
        var resource = TinyLists.resource("R\($0)", unit: "单位\($0)", weekly: weekly)
        resource.perSession = 9
        return resource
      })
  }

  @Test("nobody refuses: every run is the plan")
  func never() throws {
    let simulation = try Self.play(Self.haircuts(3, by: 2, weekly: 1), .zero)
    #expect(simulation.planned == [0, 0, 0, 2] && simulation.requested == [0, 0, 0, 3])
    for run in simulation.runs {
      #expect(run.kept == simulation.planned && run.served == simulation.planned)
      #expect(run.refusals == 0 && run.moves == 0 && run.rounds == 0)
    }
    #expect(simulation.sample(.served(nil)).mean(places: 3) == "2.000")
    #expect(simulation.sample(.served(3)).standardError(places: 3) == "0.000")
  }

  @Test("everybody refuses: each is asked once for each need, then nobody is left")
  func always() throws {
    let simulation = try Self.play(Self.haircuts(1, by: 3), Probability(1, of: 1))
    for run in simulation.runs {
      #expect(run.kept == [0, 0, 0, 0] && run.served == [0, 0, 0, 0])
      // Three are asked one after the other; the third re-dispatch finds nobody.
      #expect(run.refusals == 3 && run.moves == 2 && run.rounds == 3)
    }
    let short = try Self.play(Self.haircuts(1, by: 3), Probability(1, of: 1), rounds: 1)
    #expect(short.runs.allSatisfy { $0.refusals == 2 && $0.moves == 1 && $0.rounds == 1 })
    let none = try Self.play(Self.haircuts(1, by: 3), Probability(1, of: 1), rounds: 0)
    #expect(none.runs.allSatisfy { $0.refusals == 1 && $0.moves == 0 && $0.rounds == 0 })
  }

  @Test("a mean agrees with the expectation by hand where nothing is scarce")
  func expectationByHand() throws {
    // Each of three needs is served unless all of two refuse: 3 · (1 − ¼); as planned 3 · ½.
    let simulation = try Self.play(Self.haircuts(3, by: 2), Self.half, seed: 7, runs: 1000)
    // Within four standard errors; of sums, so that everything is a whole number.
    func isNear(
      _ figure: Simulation.Figure, _ expected: Int128, variance: Int128, over: Int128
    ) -> Bool {
      let distance = simulation.sample(figure).sum - expected
      return distance * distance * over <= 16 * 1000 * variance
    }
    #expect(isNear(.served(nil), 2250, variance: 9, over: 16))
    #expect(isNear(.kept(nil), 1500, variance: 3, over: 4))
    // Refused: half of three first orders, and half of the second ones, which are as many.
    #expect(isNear(.refusals, 2250, variance: 33, over: 16))
    #expect(isNear(.moves, 1500, variance: 3, over: 4))
  }

  @Test(
    "a mean agrees with all patterns of refusals, one by one", arguments: [3, 21] as [UInt64])
  func expectationOfAllPatterns(seed: UInt64) throws {
    var lists = try TinyLists(seed: seed, needs: 3, mostSessions: 3)
    for index in lists.needs.indices {
      lists.needs[index].pinned = []
      lists.needs[index].roles = []
      lists.needs[index].visits = 1
    }
    let plan = try Self.plan(lists)
    // Who may refuse what: three needs and three resources.
    let pairs = lists.needs.flatMap { need in
      lists.resources.map { "\(need.id) \($0.id)" }
    }.sorted()
    #expect(pairs.count == 9)
    var sums = [0, 0, 0]
    for mask in 0..<(1 << pairs.count) {
      let refused = Set(pairs.indices.filter { mask >> $0 & 1 == 1 }.map { pairs[$0] })
      let run = try SimulationRun(plan.plan.services, task: plan.task, rounds: 2) {
        refused.contains("\($0.need) \($0.resource)")
      }
      sums[0] += run.kept.reduce(0, +)
      sums[1] += run.served.reduce(0, +)
      sums[2] += run.refusals
      #expect(zip(run.served, run.kept).reduce(0) { $0 + $1.0 - $1.1 } >= 0)
    }
    // As planned: each visit with a chance of one half, whatever else.
    #expect(sums[0] * 2 == plan.plan.services.count * 512)
    let runs = 1000
    let simulation = try Self.play(lists, Self.half, seed: seed, runs: runs, rounds: 2)
    let figures: [Simulation.Figure] = [.kept(nil), .served(nil), .refusals]
    for (figure, sum) in zip(figures, sums) {
      let sample = simulation.sample(figure)
      let error = Double(sample.standardError(places: 6) ?? "") ?? 0
      let mean: Double = Double(sample.sum) / Double(runs)
      let expected: Double = Double(sum) / 512
      let distance: Double = abs(mean - expected)
      #expect(distance <= 4 * error, "\(seed) \(figure)")
    }
  }

  @Test("the same bytes from a seed for any number of threads, others from another")
  func determinism() throws {
    let lists = try Self.haircuts(3, by: 3, weekly: 1)
    let one = try Self.play(lists, Self.half, runs: 60, threads: 1)
    #expect(try Self.play(lists, Self.half, runs: 60, threads: 5) == one)
    #expect(try Self.play(lists, Self.half, seed: 2, runs: 60) != one)
    // The first runs of more are the same.
    #expect(try Array(Self.play(lists, Self.half, runs: 90).runs[..<60]) == one.runs)
  }

  @Test("policies meet the same refusals")
  func commonNumbers() throws {
    let lists = try Self.haircuts(4, by: 2, weekly: 2)
    var other = lists
    other.policy.tiers = Array(other.policy.tiers.prefix(4)) + [.distance, .prompt]
    let rules = SimulationRules(
      rates: RefusalRates(standard: Self.half), seed: 5, runs: 40, rounds: 3)
    let same = try Simulator.play(
      [Self.plan(lists), Self.plan(lists)], rules: rules, threads: 2)
    #expect(same[0].runs == same[1].runs)
    let beyond = same[1].sample(.served(nil), beyond: same[0])
    #expect(beyond.values.allSatisfy { $0 == 0 } && beyond.values.count == 40)
    // One more resource never helps less, run by run, where it is the same need that refuses.
    let more = try Self.plan(Self.haircuts(4, by: 3, weekly: 2))
    let pair = try Simulator.play([Self.plan(lists), more], rules: rules, threads: 2)
    #expect(pair[1].sample(.served(nil), beyond: pair[0]).sum > 0)
    // Alone it is as it was beside the other.
    #expect(pair[0].runs == same[0].runs)
  }

  @Test("a team that loses one gets another, and who said yes is not lost")
  func team() throws {
    var need = try TinyLists.need("N1")
    need.roles = [RoleRequirement(role: "法律", count: 1), RoleRequirement(role: "社工", count: 1)]
    let resources = ["R1", "R2", "R3"].map { id in
      var resource = TinyLists.resource(id, unit: id)
      resource.roles = id == "R1" ? ["法律"] : ["社工"]
      return resource
    }
    let lists = try TinyLists(needs: [need], resources: resources)
    let run = try Self.run(lists, refusing: ["R2"])
    #expect(run.kept == [0, 0, 0, 0] && run.served == [0, 0, 0, 1])
    #expect(run.refusals == 1 && run.moves == 1)
    let hopeless = try Self.run(lists, refusing: ["R1"])
    #expect(hopeless.served == [0, 0, 0, 0] && hopeless.refusals == 1)
  }

  @Test("what was promised stays though all or nothing was asked")
  func allOrNothing() throws {
    var need = try TinyLists.need("N1")
    need.visits = 2
    need.allowsPartial = false
    let lists = try TinyLists(
      needs: [need], resources: [TinyLists.resource("R1"), TinyLists.resource("R2", unit: "乙")])
    let run = try Self.run(lists, refusing: ["R2"])
    #expect(run.kept == [0, 0, 0, 1] && run.served == [0, 0, 0, 1])
  }

  @Test("a pin goes with whoever refuses")
  func pins() throws {
    var lists = try Self.haircuts(2, by: 2, weekly: 2)
    lists.needs[0].pinned = [Pin(resource: "R2")]
    let run = try Self.run(lists, refusing: ["R2"])
    #expect(run.served == [0, 0, 0, 2])
    #expect(run.refusals >= 1)
  }

  @Test("rates go by resource, then unit, then everybody")
  func rates() {
    let rates = RefusalRates(
      byResource: ["R1": Probability(1, of: 1)], byUnit: ["甲": .zero], standard: Self.half)
    let refusals = Refusals(rates, seed: 3, run: 0)
    func refuses(_ resource: String, _ unit: String) -> [Bool] {
      (1...200).map {
        refusals.isRefused(need: "N\($0)", visit: 1, resource: resource, unit: unit)
      }
    }
    #expect(refuses("R1", "甲").allSatisfy { $0 })
    #expect(refuses("R2", "甲").allSatisfy { !$0 })
    let count = refuses("R2", "乙").count { $0 }
    #expect((70...130).contains(count))
    #expect(refuses("R2", "乙") == refuses("R2", "乙"))
    #expect(refuses("R2", "乙") != refuses("R3", "乙"))
    // Bits below the share fall into it, and no other.
    #expect(
      Probability(1, of: 2).contains(.max / 2) && !Probability(1, of: 2).contains(.max / 2 + 1))
    #expect(Probability(1, of: 1).contains(.max) && !Probability.zero.contains(0))
  }

  @Test("means, errors and quantiles are whole numbers rounded once")
  func samples() {
    let sample = Sample([4, 1, 3, 2])
    #expect(sample.mean(places: 1) == "2.5")
    // s² = 5/3, so √(5/12) = 0.645497…
    #expect(sample.standardError(places: 3) == "0.645")
    #expect(sample.standardError(places: 6) == "0.645497")
    #expect([1, 25, 26, 50, 51, 100].map(sample.quantile) == [1, 1, 2, 2, 3, 4])
    #expect(Sample([0, 1]).standardError(places: 3) == "0.500")
    #expect(Sample([5]).standardError(places: 3) == nil)
    #expect(Sample([-3, -4]).mean(places: 3) == "-3.500")
    let large = Sample(Array(repeating: 0, count: 50_000) + Array(repeating: 10_000, count: 50_000))
    // √(10⁸/4 · n/(n − 1) / n) = 5000/√99999 = 15.811467…
    #expect(large.standardError(places: 3) == "15.811")
  }
}
