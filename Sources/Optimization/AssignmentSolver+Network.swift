extension AssignmentSolver {
  /// Solves a program without couplings; nil when it has any.
  ///
  /// Under a limit a plan of our own is made first, so that there is something to show.
  static func network(
    _ program: AssignmentProgram, from start: SolveStart?, pinned: [Int], deadline: Deadline,
    sharing: SideBySide.Sharing, progress: ((String, Int, Int) -> Void)?
  ) throws(SolverError) -> Solution? {
    guard let network = NetworkSolver(program) else { return nil }
    progress?(program.tiers[0].name, 1, program.tiers.count)
    var plans: [[Int]] = []
    if deadline.isSet {
      var greedy = GreedyPlan(program, keeping: pinned, deadline: deadline)
      greedy.complete()
      plans.append(greedy.chosen)
    }
    let answer = network.solve(from: start, deadline: deadline, sharing: sharing)
    guard answer.provedTiers == program.tiers.count else {
      if PlanValue.violation(of: answer.chosen, in: program) == nil {
        plans.append(filledUp(answer.chosen, in: program))
      }
      return try cutOff(
        program, plans: plans, leaf: answer.leaf, provedTiers: answer.provedTiers)
    }
    if let fault = PlanValue.violation(of: answer.chosen, in: program) { throw .fault(fault) }
    return Solution(
      stop: .complete, chosen: answer.chosen,
      tiers: PlanValue.values(of: answer.chosen, in: program).map {
        TierOutcome(value: $0, bound: $0, proof: .certificate)
      },
      proof: Proof(nodes: [.leaf(answer.leaf)]))
  }

  /// The best of some plans, with what little is proved when the time is up.
  static func cutOff(
    _ program: AssignmentProgram, plans: [[Int]], leaf: Proof.Leaf, provedTiers: Int
  ) throws(SolverError) -> Solution {
    let chosen = best(of: plans, in: program)
    if let fault = PlanValue.violation(of: chosen, in: program) { throw .fault(fault) }
    let values = PlanValue.values(of: chosen, in: program)
    var isOpen = false
    let tiers = zip(program.tiers, values).enumerated().map { index, pair in
      let bound = isOpen ? nil : index < provedTiers ? pair.1 : min(pair.1, pair.0.floor(program))
      isOpen = isOpen || bound.map { $0 < pair.1 } ?? true
      return TierOutcome(
        value: pair.1, bound: bound, proof: isOpen ? .open : .certificate)
    }
    return Solution(
      stop: .timeLimit, chosen: chosen, tiers: tiers, proof: Proof(nodes: [.leaf(leaf)]))
  }

  /// The plan with the best tiers, the first among equals.
  static func best(of plans: [[Int]], in program: AssignmentProgram) -> [Int] {
    let valued = plans.map { (plan: $0, values: PlanValue.values(of: $0, in: program)) }
    let best = valued.min { $0.values.lexicographicallyPrecedes($1.values) }
    return best?.plan.sorted() ?? []
  }

  /// A plan with every visit added that fits without moving another.
  static func filledUp(_ chosen: [Int], in program: AssignmentProgram) -> [Int] {
    var plan = GreedyPlan(program, keeping: chosen, deadline: Deadline(in: .zero))
    plan.complete()
    return plan.chosen
  }
}

extension Tier {
  /// A value that no solution can be below, by looking at each part on its own.
  func floor(_ program: AssignmentProgram) -> Int {
    let arc = min(0, perArc.min() ?? 0)
    let session = min(0, perSession.min() ?? 0)
    var value = constant
    for (index, demand) in program.demands.enumerated() {
      let visit = (perVisit.isEmpty ? 0 : min(0, perVisit[index])) + session
      value += demand.visits * (visit + arc * demand.places.reduce(0, +))
    }
    for steps in perUnmet + perLoad { value += steps.reduce(0) { $0 + min(0, $1) } }
    return value
  }
}
