import Optimization
import ThreeLists

@testable import Matching

/// What it would cost to serve a need once more: the week solved again with the visit forced.
struct ForcedVisit {
  let task: PlanningTask
  let program: AssignmentProgram
  /// The plan's visits, by need.
  let visits: [Int]
  let tiers: [TierResult]
  let timeLeft: () -> Duration?

  /// The first tier that is worse in the best plan that serves the need once more, or wholly where
  /// it allows no part; nil when the time was up, or a tier in question is open.
  ///
  /// - Throws: a fault of ours.
  /// - Complexity: one solve.
  func price(of index: Int) throws(PlanningError) -> UnmetReason? {
    let left = timeLeft()
    if let left, left <= .zero { return nil }
    let (forced, wanted) = serving(index)
    let solution: Solution
    do {
      solution = try AssignmentSolver.solve(forced, timeLimit: left)
    } catch {
      switch error {
      case .timeLimit: return nil
      case .conflictingPins: throw .fault("pins that hold in a plan conflict")
      case .invalidProgram(let text), .fault(let text): throw .fault(text)
      case .glpk(let text): throw .fault("GLPK: \(text)")
      }
    }
    guard solution.tiers[0].proof != .open, solution.tiers[0].value == -wanted else { return nil }
    var served = Array(repeating: Set<Int32>(), count: visits.count)
    for chosen in solution.chosen {
      let arc = forced.arcs[chosen]
      served[Int(arc.demand)].insert(arc.session)
    }
    let fewer = task.needs.indices.filter { served[$0].count < visits[$0] }
      .prefix(HeldPlaces.mostTold).map { task.needs[$0].id }
    for (outcome, own) in zip(solution.tiers.dropFirst(), tiers) {
      guard outcome.proof != .open, own.provedBy != .open else { return nil }
      let value =
        switch own.name {
        case .served, .kept: -own.value
        default: own.value
        }
      if outcome.value > value {
        return .higherTier(own.name, by: outcome.value - value, instead: fewer)
      }
      if outcome.value < value {
        throw .fault("\(own.name): \(outcome.value) with a visit forced, \(value) without")
      }
    }
    return .equalPlan(instead: fewer)
  }

  /// The program with a tier before all others that asks for the visit, one after them that keeps
  /// what is served, and the visits it asks for.
  ///
  /// A need of which a part may be served is asked for one visit more than it has and for no
  /// further ones; those count as unmet whatever is planned.
  private func serving(_ index: Int) -> (AssignmentProgram, wanted: Int) {
    var forced = program
    var demand = program.demands[index]
    let wanted = demand.wholly ? demand.visits : visits[index] + 1
    let unasked = demand.visits - wanted
    demand.visits = wanted
    forced.demands[index] = demand
    for tier in forced.tiers.indices where !forced.tiers[tier].perUnmet.isEmpty {
      let steps = forced.tiers[tier].perUnmet[demand.group]
      forced.tiers[tier].constant += steps.prefix(unasked).reduce(0, +)
      forced.tiers[tier].perUnmet[demand.group] = Array(steps.dropFirst(unasked))
    }
    var first = Tier(name: "forced")
    first.perVisit = Array(repeating: 0, count: program.demands.count)
    first.perVisit[index] = -1
    forced.tiers.insert(first, at: 0)
    // Among equals, a plan that leaves those who are served where they are names no one needlessly.
    var last = Tier(name: "held")
    last.perVisit = visits.map { $0 > 0 ? -1 : 0 }
    forced.tiers.append(last)
    return (forced, wanted)
  }
}
