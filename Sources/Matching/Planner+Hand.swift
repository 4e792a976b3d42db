import Optimization
import ThreeLists

extension Planner {
  /// The plan that the places chosen by an office make, in the stead of one that was reckoned.
  ///
  /// It is proved as far as it is as good as the best: the certificate of the best plan proves the
  /// tiers in which it loses nothing, gives the first one in which it does a bound, and says nothing
  /// of what follows.
  ///
  /// - Parameters:
  ///   - places: what is filled; keeps every rule, capacity, pin and firm place.
  ///   - base: what the plan that was reckoned fills; keeps them too, and is another.
  ///   - best: the best plan of the task, with its certificate.
  ///   - task: the lists, policy and week.
  /// - Returns: a plan with ``Plan/byHand``; smallest changes are not looked for.
  /// - Throws: a fault of ours, such as places that break a rule.
  public static func adopt(
    _ places: [FilledPlace], inSteadOf base: [FilledPlace], best: Plan, task: PlanningTask
  ) throws(PlanningError) -> Plan {
    let candidates = Candidates(task)
    let builder = ProgramBuilder(task, candidates: candidates)
    let chosen = try arcs(places, task: task, program: builder.program)
    let before = try arcs(base, task: task, program: builder.program)
    let moves = HandChanges.moves(from: base, to: places)
    guard !moves.isEmpty else { throw .fault("nothing was changed by hand") }
    func values(_ chosen: [Int]) -> [Int] {
      zip(builder.tierNames, PlanValue.values(of: chosen, in: builder.program)).map {
        Audit.isMaximised($0) ? -$1 : $1
      }
    }
    var plan = Plan(
      week: task.week, fingerprint: task.fingerprint, status: .gap, cutOff: false,
      tiers: zip(builder.tierNames, values(chosen)).map {
        TierResult(name: $0, value: $1, bound: nil, provedBy: .open)
      },
      services: services(task, program: builder.program, chosen: chosen), unmet: [],
      standing: task.standing, certificate: best.certificate)
    // These prices prove the best plan among those that serve coupled needs as it does.
    plan.certificate?.alike = nil
    plan.byHand = HandChanges(planned: values(before), moves: moves)
    let filled = Set(moves.compactMap { move in move.to.map { move.place($0) } })
    for index in plan.services.indices where filled.contains(FilledPlace(plan.services[index])) {
      plan.services[index].method = .manual
    }
    let proof: CertificateProof
    do {
      proof = try AuditPreparation(task).proof(of: plan)
    } catch {
      throw .fault("certificate: \(error.path): \(error.found)")
    }
    for index in plan.tiers.indices where index <= proof.proved {
      let isProved = index < proof.proved
      plan.tiers[index].provedBy = isProved ? .certificate : .open
      plan.tiers[index].bound = isProved ? plan.tiers[index].value : proof.bound
    }
    plan.status = PlanStatus(of: plan.tiers)
    plan.cutOff = best.cutOff && plan.status == .gap
    plan.unmet = try UnmetReasons(
      task: task, candidates: candidates, program: builder.program, chosen: chosen, proof: nil,
      tiers: plan.tiers, isByHand: true, bound: { _ in nil }
    ).all()
    return plan
  }

  /// The arcs that fill some places.
  private static func arcs(
    _ places: [FilledPlace], task: PlanningTask, program: AssignmentProgram
  ) throws(PlanningError) -> [Int] {
    let needs = Dictionary(uniqueKeysWithValues: task.needs.enumerated().map { ($1.id, $0) })
    let resources = Dictionary(
      uniqueKeysWithValues: task.resources.enumerated().map { ($1.id, $0) })
    let known = Dictionary(uniqueKeysWithValues: program.arcs.enumerated().map { ($1, $0) })
    var chosen: [Int] = []
    for place in places {
      guard let demand = needs[place.need], let supply = resources[place.resource] else {
        throw .fault("\(place.need) \(place.resource): not listed")
      }
      let kind = task.needs[demand].roles.firstIndex { $0.role == place.role } ?? 0
      let arc = AssignmentProgram.Arc(
        demand: Int32(demand), place: Int32(kind), supply: Int32(supply),
        session: Int32(place.session.index))
      guard let index = known[arc] else {
        throw .fault("\(place.need) \(place.resource)@\(place.session): no candidate")
      }
      chosen.append(index)
    }
    chosen.sort()
    if let fault = PlanValue.violation(of: chosen, in: program) { throw .fault(fault) }
    return chosen
  }
}
