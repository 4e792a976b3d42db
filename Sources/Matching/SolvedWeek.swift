import Optimization
import ThreeLists

/// A week whose services are found and proved, but whose unmet needs have no reasons yet.
struct SolvedWeek: Sendable {
  /// The lists, policy and week.
  let task: PlanningTask
  let candidates: Candidates
  let builder: ProgramBuilder
  let solution: Solution
  /// What the audit of the week's plans knows of its lists.
  let audit: AuditPreparation
  /// The plan without its unmet needs.
  let plan: Plan

  /// The plan alone: its unmet needs without a word on why.
  ///
  /// - Complexity: O(needs + services).
  var planAlone: Plan {
    var plan = plan
    plan.planOnly = true
    plan.unmet = []
    // A service serves one need at most.
    plan.unmet.reserveCapacity(max(0, task.needs.count - plan.services.count))
    // Both are sorted by need, and the services of a need by visit.
    var next = 0
    for index in task.needs.indices {
      let (id, visits) = (task.needs[index].id, task.needs[index].visits)
      var served = 0
      var visit = 0
      while next < plan.services.count, plan.services[next].need == id {
        if plan.services[next].visit != visit {
          visit = plan.services[next].visit
          served += 1
        }
        next += 1
      }
      if served < visits {
        plan.unmet.append(Unmet(need: id, missing: visits - served, reason: .notAsked))
      }
    }
    return plan
  }

  /// The plan with a reason for every unmet need.
  ///
  /// - Parameter end: when proving prices of single needs has to stop; nil for never.
  /// - Returns: the whole plan.
  /// - Throws: a fault of ours.
  func explained(until end: ContinuousClock.Instant? = nil) throws(PlanningError) -> Plan {
    var plan = plan
    plan.unmet = try UnmetReasons(
      task: task, candidates: candidates, program: builder.program, chosen: solution.chosen,
      proof: solution.proof, tiers: plan.tiers, bound: provedPrices(until: end)
    ).all()
    return plan
  }

  /// What the certificate proves of the price of serving a need once more, while there is time.
  private func provedPrices(
    until end: ContinuousClock.Instant?
  ) -> (_ index: Int) -> (tier: Int, by: Int)? {
    var view: AuditView?
    return { index in
      if let end, ContinuousClock.now >= end { return nil }
      let known =
        view
        ?? AuditView(plan: plan, lists: audit.lists, certificate: plan.certificate)
      view = known
      return AuditPrice(known, index).proved
    }
  }

  /// Where the solve of another week may begin: what of the services and prices is known to it.
  ///
  /// - Parameters:
  ///   - other: its lists, policy and week.
  ///   - program: the program made of them.
  /// - Returns: nil where the policies' tiers differ or one set of prices does not prove them.
  /// - Complexity: O(needs + resources + services · log arcs).
  func start(for other: PlanningTask, _ program: ProgramBuilder) -> SolveStart? {
    guard builder.tierNames == program.tierNames, let nodes = solution.proof?.nodes,
      nodes.count == 1, case .leaf(let leaf) = nodes[0], leaf.scales.allSatisfy({ $0 == 1 })
    else { return nil }
    let demands = SolvedWeek.places(of: task.needs.map(\.id), in: other.needs.map(\.id))
    let supplies = SolvedWeek.places(of: task.resources.map(\.id), in: other.resources.map(\.id))
    let pools = SolvedWeek.places(of: builder.units, in: program.units)
    let groups = SolvedWeek.places(of: builder.areas, in: program.areas)
    var prices = Proof.Leaf(tierCount: program.tierNames.count)
    for (slot, price) in leaf.slots {
      if let supply = supplies[slot / 21] { prices.slots[supply * 21 + slot % 21] = price }
    }
    for (index, price) in leaf.supplies {
      if let supply = supplies[index] { prices.supplies[supply] = price }
    }
    for (index, price) in leaf.pools { if let pool = pools[index] { prices.pools[pool] = price } }
    for (index, price) in leaf.groups {
      if let group = groups[index] { prices.groups[group] = price }
    }
    let chosen = solution.chosen.compactMap { index -> Int? in
      var arc = builder.program.arcs[index]
      guard let demand = demands[Int(arc.demand)], let supply = supplies[Int(arc.supply)] else {
        return nil
      }
      arc.demand = Int32(demand)
      arc.supply = Int32(supply)
      return program.program.index(of: arc)
    }
    return SolveStart(chosen: chosen.sorted(), prices: prices)
  }

  /// For each name its place among others; both in ascending order.
  private static func places<Name: Comparable>(of names: [Name], in others: [Name]) -> [Int?] {
    var next = 0
    return names.map { name in
      while next < others.count, others[next] < name { next += 1 }
      return next < others.count && others[next] == name ? next : nil
    }
  }
}
