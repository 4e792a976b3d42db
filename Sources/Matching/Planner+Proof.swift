import Optimization
import ThreeLists

extension Planner {
  /// Says of each tier how it is proved.
  ///
  /// What the kernel closed is called proved on its word here, since the audit recomputes it before
  /// anything is written. Everything else is called proved only as far as the audit's code shows it
  /// now. A tier that the solver closed beyond that is called closed by search where there are
  /// couplings and the plan is proved best among those that serve them alike; else it is open.
  static func label(
    _ plan: inout Plan, solution: Solution, builder: ProgramBuilder, task: PlanningTask,
    audit: AuditPreparation, timeLeft: Duration?
  ) throws(PlanningError) {
    let isWithinRange = plan.certificate?.isWithinRange ?? true
    if isWithinRange, solution.stop == .complete,
      solution.tiers.allSatisfy({ $0.proof == .certificate })
    {
      plan.status = PlanStatus(of: plan.tiers)
      return
    }
    let proof: CertificateProof
    do {
      if !isWithinRange { plan.certificate?.forget() }
      proof = try certified(&plan, audit)
    } catch {
      throw .fault("certificate: \(error.path): \(error.found)")
    }
    let closed = solution.tiers.prefix { $0.proof != .open }.count
    var searched = proof.proved
    if closed > searched, !builder.program.coupledDemands.isEmpty {
      searched = try provedAlike(
        &plan, solution: solution, builder: builder, task: task, audit: audit, closed: closed,
        timeLeft: timeLeft)
      // Nothing rests on prices that prove no more than the tree does.
      if searched <= proof.proved { plan.certificate?.alike = nil }
    }
    for index in plan.tiers.indices {
      let isProved = index < proof.proved
      plan.tiers[index].provedBy = isProved ? .certificate : index < searched ? .search : .open
      plan.tiers[index].bound =
        isProved ? plan.tiers[index].value : index == proof.proved ? proof.bound : nil
    }
    plan.status = PlanStatus(of: plan.tiers)
    plan.cutOff = [.timeLimit, .workSpent].contains(solution.stop) && plan.status == .gap
  }

  /// What a plan's certificate proves; one with cuts upon cuts beyond what the audit reckons is given up, as it
  /// must not cost the plan.
  private static func certified(
    _ plan: inout Plan, _ audit: AuditPreparation
  ) throws(CertificateFault) -> CertificateProof {
    do {
      return try audit.proof(of: plan)
    } catch {
      guard case .cutTotal = error else { throw error }
      plan.certificate?.forget()
      return try audit.proof(of: plan)
    }
  }

  /// Adds the prices that prove a plan best among those that serve coupled needs alike.
  ///
  /// - Returns: the number of leading tiers, of those closed, in which they prove it.
  private static func provedAlike(
    _ plan: inout Plan, solution: Solution, builder: ProgramBuilder, task: PlanningTask,
    audit: AuditPreparation, closed: Int, timeLeft: Duration?
  ) throws(PlanningError) -> Int {
    if let timeLeft, timeLeft <= .zero { return 0 }
    let found: AssignmentSolver.ConditionalProof?
    do {
      found = try AssignmentSolver.conditionalProof(
        of: solution.chosen, in: builder.program, closed: closed, timeLimit: timeLeft)
    } catch {
      throw planningError(error, task: task, program: builder.program)
    }
    guard let found else { return 0 }
    plan.certificate?.alike = Certificate.Leaf(found.leaf, builder: builder, task: task)
    do {
      return min(closed, try audit.proof(of: plan).alike)
    } catch {
      throw .fault("certificate: \(error.path): \(error.found)")
    }
  }
}

extension AuditPreparation {
  /// What a plan's certificate proves of its tiers.
  func proof(of plan: Plan) throws(CertificateFault) -> CertificateProof {
    guard let certificate = plan.certificate else { return CertificateProof(proved: 0, bound: nil) }
    return try proof(certificate, values: plan.tiers.map(\.value), in: view(of: plan))
  }
}
