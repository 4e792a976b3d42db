/// Solves programs without couplings by the network kernel.
struct NetworkSolver {
  private let program: AssignmentProgram
  private let network: Network
  private let packing: TierPacking

  /// A solver; nil when the program has couplings or its costs do not fit the kernel's numbers.
  init?(_ program: AssignmentProgram) {
    guard let network = Network(program),
      let packing = TierPacking(program, network: network)
    else { return nil }
    self.program = program
    self.network = network
    self.packing = packing
  }

  /// What the kernel found.
  struct Answer {
    /// The arcs filled, ascending.
    var chosen: [Int]
    /// Prices of the visits placed; they bound any plan.
    var leaf: Proof.Leaf
    /// Whether every visit was placed, so that the plan is the optimum.
    var isComplete: Bool
  }

  /// Solves in the narrowest numbers that hold the costs.
  ///
  /// - Throws: a fault of ours, when the answer does not prove itself.
  func solve(deadline: Deadline) throws(SolverError) -> Answer {
    packing.limbCount <= Int128.limbCount
      ? try solve(Int128.self, deadline: deadline) : try solve(WideCost.self, deadline: deadline)
  }

  private func solve<Cost: KernelCost>(
    _ type: Cost.Type, deadline: Deadline
  ) throws(SolverError) -> Answer {
    var kernel = NetworkKernel<Cost>(program, network: network, packing: packing)
    let isComplete = kernel.run(deadline: deadline)
    if isComplete, let fault = kernel.fault() { throw .fault(fault) }
    return Answer(
      chosen: kernel.chosen, leaf: kernel.leaf(packing: packing), isComplete: isComplete)
  }
}
