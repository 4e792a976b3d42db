/// Why the search stopped.
///
/// What is held is another matter: see ``Solution/chosen``.
public enum Stop: String, Hashable, Sendable {
  /// Every tier was closed.
  case complete
  /// The time limit came first.
  case timeLimit
  /// The relaxations of the tree and the work of GLPK's own tree after it were used up: as much on
  /// every machine.
  case workSpent
  /// Some tier's numbers were outside what the solver may judge; nothing else stopped it.
  case range
}

/// How far the value of a tier is proved, among solutions equal in all tiers before it.
public enum ProofKind: Hashable, Sendable {
  /// Integer prices prove the value; anyone can check them.
  case certificate
  /// The solver closed the tier; its answer was checked for feasibility and value only.
  case search
  /// Not closed; the bound, where there is one, is ours and exact.
  case open
}

/// What is known of one tier of a solution.
public struct TierOutcome: Hashable, Sendable {
  /// The tier's exact value in the solution held.
  public var value: Int
  /// No solution equal in all tiers before is lower; nil after the first open tier.
  public var bound: Int?
  /// How the bound came about.
  public var proof: ProofKind

  /// An outcome by its parts.
  public init(value: Int, bound: Int?, proof: ProofKind) {
    self.value = value
    self.bound = bound
    self.proof = proof
  }
}

/// What a solve gives back: why it stopped, and what it holds.
public struct Solution: Hashable, Sendable {
  /// Why the search stopped.
  public var stop: Stop
  /// Indexes of the arcs that are filled, ascending; always feasible.
  public var chosen: [Int]
  /// One outcome for each tier of the program.
  public var tiers: [TierOutcome]
  /// What can be shown for the bounds; nil when the solver's word is all there is.
  public var proof: Proof?

  /// A solution by its parts.
  public init(stop: Stop, chosen: [Int], tiers: [TierOutcome], proof: Proof? = nil) {
    self.stop = stop
    self.chosen = chosen
    self.tiers = tiers
    self.proof = proof
  }
}

/// Why no solution is held.
public enum SolverError: Error, Hashable, Sendable {
  /// The pins cannot all hold; the indexes name sets in conflict that share no pin, each a smallest
  /// one: without any one of its pins the others of the set can hold. All pins that are in no set can
  /// hold together, unless the time ran out before that was known.
  case conflictingPins([[Int]])
  /// The time limit came before it was known whether the pins can hold.
  case timeLimit
  /// The program breaks its own rules (an index outside, an order not kept): the caller's fault.
  case invalidProgram(String)
  /// GLPK refused a call: its message. A fault of ours.
  case glpk(String)
  /// An answer that does not prove itself. A fault of ours.
  case fault(String)
}
