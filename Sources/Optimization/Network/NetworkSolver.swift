import Dispatch
import Synchronization

/// Solves programs without couplings as networks, their connected parts side by side.
struct NetworkSolver {
  private let program: AssignmentProgram
  private let components: Components

  /// A solver; nil when the program has couplings or its costs do not fit the kernel's numbers.
  init?(_ program: AssignmentProgram) {
    guard !Network.isCoupled(program) else { return nil }
    components = Components(program)
    guard NetworkSolver.fits(program, visits: components.mostVisits) else { return nil }
    self.program = program
  }

  /// What the kernel found.
  struct Answer: Sendable {
    /// The arcs filled, ascending.
    var chosen: [Int]
    /// Prices that prove the leading tiers.
    var leaf: Proof.Leaf
    /// How many leading tiers the prices prove: all, unless the deadline came first.
    var provedTiers: Int
  }

  /// Whether no path's cost in any tier can leave 64 bits.
  ///
  /// A path passes each port and slot of its part at most once.
  private static func fits(_ program: AssignmentProgram, visits: Int) -> Bool {
    program.tiers.allSatisfy { tier in
      let parts = [tier.perArc, tier.perSession, tier.perVisit] + tier.perUnmet + tier.perLoad
      let largest = parts.map { $0.reduce(0) { max($0, abs($1)) } }.max() ?? 0
      let (reach, overflow) = largest.multipliedReportingOverflow(by: 8 * (visits + 4))
      return !overflow && reach < 1 << 61
    }
  }

  /// Solves the program; the answer does not depend on how many parts are solved at once.
  ///
  /// - Parameters:
  ///   - start: a plan and prices to begin at; nil to begin with no visit made.
  ///   - deadline: when to stop.
  /// - Returns: what was found by then.
  func solve(from start: SolveStart? = nil, deadline: Deadline) -> Answer {
    let start = start.flatMap { $0.fits(program) ? $0 : nil }
    guard components.count > 1 else {
      return TierByTier(program).solve(from: start, deadline: deadline)
    }
    let components = components
    let answers = Mutex<[(part: Components.Part, answer: Answer)?]>(
      Array(repeating: nil, count: components.count))
    DispatchQueue.concurrentPerform(iterations: components.count) { index in
      let part = components.part(index)
      let answer = TierByTier(part.program).solve(
        from: start.map { components.start($0, of: part) }, deadline: deadline)
      answers.withLock { $0[index] = (part.withoutProgram, answer) }
    }
    var whole = Answer(
      chosen: [], leaf: Proof.Leaf(tierCount: program.tiers.count),
      provedTiers: program.tiers.count)
    var isChosen = [Bool](repeating: false, count: program.arcs.count)
    for found in answers.withLock({ $0 }) {
      guard let found else { preconditionFailure("every part was solved") }
      for arc in found.answer.chosen { isChosen[found.part.arcs[arc]] = true }
      whole.provedTiers = min(whole.provedTiers, found.answer.provedTiers)
      components.add(found.answer.leaf, of: found.part, to: &whole.leaf)
    }
    whole.chosen = isChosen.indices.filter { isChosen[$0] }
    return whole
  }
}
