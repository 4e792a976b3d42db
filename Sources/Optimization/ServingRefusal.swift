/// Shows of questions that are alike that not all visits asked for can be served together.
///
/// All questions are parts of one program: each of them closes some of its arcs and has limits of its own.
/// In all of them a plan is at hand that serves every demand wholly but one. So nothing has to be found
/// first: beginning at that plan, a relaxation serves as much of the one demand as it can, while all others
/// stay served. What has to move for it is all that the simplex method touches. Where the visits asked for are
/// reached in part, couplings are branched on, each brought to a side from a solution beside it.
///
/// Every step is taken by prices checked in integers, so a refusal is exact.
public struct ServingRefusal {
  /// What tells a question from the others.
  public struct Question: Hashable, Sendable {
    /// Which it has of the arcs that not all of them have, by their place among these.
    public var arcs: [Int]
    /// Limits that it has instead of the program's, none of them lower, each supply once.
    public var raised: [Limits]

    /// A question by its parts.
    public init(arcs: [Int], raised: [Limits]) {
      self.arcs = arcs
      self.raised = raised
    }
  }

  /// The limits of a supply.
  public struct Limits: Hashable, Sendable {
    /// Index into the program's supplies.
    public var supply: Int
    /// Places it can fill in the week.
    public var weekly: Int
    /// Places it can fill in one session.
    public var perSession: Int

    /// Limits by their parts.
    public init(supply: Int, weekly: Int, perSession: Int) {
      self.supply = supply
      self.weekly = weekly
      self.perSession = perSession
    }
  }

  /// What is known of a question.
  public enum Answer: Hashable, Sendable {
    /// Its visits cannot all be served.
    case refused
    /// They can, as far as a solution in doubles tells.
    case served
    /// The relaxations were used up, or GLPK could not tell.
    case open
  }

  private let matrix: ProgramMatrix
  /// The program with all demands but one served.
  private let integer: IntegerProgram
  private let demandColumn: Int
  private let visits: Int
  private let start: Basis
  /// The arcs that not all questions have.
  private let optional: [Int]
  private var relaxation: Relaxation
  /// What all questions took: the arcs, as often as a relaxation was solved over them.
  public private(set) var work = 0
  /// Refusals that may hold for other questions, the newest last.
  private var proofs: [[Leaf]] = []
  /// Leaves of the refusal that is being made.
  private var leaves: [Leaf] = []
  /// Whether it decides arcs: then it says nothing of questions that have other ones.
  private var decidesArcs = false

  /// Prepares the questions about one demand; nil where the plan is none to begin with.
  ///
  /// - Parameters:
  ///   - program: with all arcs of all questions and the lowest limits of any; its tiers do not count.
  ///   - optional: the arcs that not all questions have, ascending; the plan has none of them.
  ///   - demand: the demand that the plan lacks visits of.
  ///   - plan: arcs that keep all rules and serve all other demands.
  ///   - mostWeekly: by supply, what no question's limit for the week is above.
  public init?(
    _ program: AssignmentProgram, optional: [Int], demand: Int, plan: [Int], mostWeekly: [Int]
  ) {
    var asked = program
    var all = Tier(name: "all")
    all.perVisit = Array(repeating: 0, count: program.demands.count)
    all.perVisit[demand] = -1
    asked.tiers = [all]
    guard asked.fault() == nil, PlanValue.violation(of: plan, in: asked) == nil else { return nil }
    // A session of a supply has a row wherever it could fill up first in any question.
    for supply in asked.supplies.indices { asked.supplies[supply].weekly = mostWeekly[supply] }
    let matrix = ProgramMatrix(asked)
    let values = matrix.values(of: plan)
    var integer = matrix.integer
    for (index, wanted) in program.demands.enumerated() where index != demand {
      let column = matrix.demandColumn[index]
      guard values[column] * matrix.demandScale[index] == wanted.visits else { return nil }
      integer.columnLower[column] = values[column]
    }
    demandColumn = matrix.demandColumn[demand]
    visits = program.demands[demand].visits / matrix.demandScale[demand]
    for (supply, limits) in program.supplies.enumerated() {
      integer.columnUpper[matrix.loadColumn[supply]] = limits.weekly
    }
    for arc in optional { integer.columnUpper[arc] = 0 }
    self.matrix = matrix
    self.integer = integer
    self.optional = optional
    start = matrix.basis(at: values)
    relaxation = Relaxation(asked, matrix: matrix, start: plan, deadline: Deadline(in: nil))
  }

  /// Finds out whether a question's visits can all be served.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - relaxations: how many may be solved for it, at least one.
  /// - Returns: what is known.
  /// - Throws: what GLPK said when it refused.
  public mutating func answer(
    _ question: Question, relaxations: Int
  ) throws(SolverError) -> Answer {
    var asked = integer
    for place in question.arcs {
      asked.columnUpper[optional[place]] = matrix.integer.columnUpper[optional[place]]
    }
    for limits in question.raised {
      asked.columnUpper[matrix.loadColumn[limits.supply]] = limits.weekly
      for slot in limits.supply * 21..<limits.supply * 21 + 21 {
        if let row = matrix.slotRow[slot] { asked.setUpper(limits.perSession, of: row) }
      }
    }
    (leaves, decidesArcs) = ([], false)
    var left = relaxations
    let found: Answer
    switch try bring(demandColumn, to: visits, in: asked, from: start, left: &left) {
    case .beyond: found = .refused
    case .unknown: found = .open
    case .reached(let served, let optimum):
      found = try branch(served, at: optimum, left: &left)
    }
    if found == .refused, !decidesArcs, leaves.count <= ServingRefusal.mostLeaves {
      proofs.append(leaves.map { leaf($0, without: question) })
      if proofs.count > ServingRefusal.mostProofs { proofs.removeFirst() }
    }
    return found
  }

  // MARK: Proofs

  /// Leaves of a refusal that is tried on other questions.
  private static let mostLeaves = 6
  /// Refusals that are tried on other questions.
  private static let mostProofs = 24

  /// Prices that show of a part of a question that it has no solution.
  private struct Leaf {
    /// The bound without the question's own arcs and with the program's limits, and what it has to be above.
    var bound: Int
    let goal: Int
    /// What each of the optional arcs adds to the bound.
    let arcs: [Int]
    /// What one more place in the week of a supply adds, and in all its sessions.
    let weekly: [Int]
    let perSession: [Int]
  }

  /// Whether a refusal made before holds for a question as well.
  ///
  /// Prices are prices of every question: only the bound that they prove is another.
  ///
  /// - Complexity: O(proofs · what is the question's own).
  public func isRefused(_ question: Question) -> Bool {
    proofs.reversed().contains { proof in
      proof.allSatisfy { $0.bound + added(to: $0, by: question) > $0.goal }
    }
  }

  private func added(to leaf: Leaf, by question: Question) -> Int {
    var sum = 0
    for place in question.arcs { sum += leaf.arcs[place] }
    for limits in question.raised {
      let column = matrix.loadColumn[limits.supply]
      sum += leaf.weekly[limits.supply] * (limits.weekly - integer.columnUpper[column])
      sum +=
        leaf.perSession[limits.supply]
        * (limits.perSession - matrix.program.supplies[limits.supply].perSession)
    }
    return sum
  }

  private func leaf(_ leaf: Leaf, without question: Question) -> Leaf {
    var own = leaf
    own.bound -= added(to: leaf, by: question)
    return own
  }

  /// The leaf that prices make of a part of a question.
  private func leaf(_ prices: Prices, goal: Int, of side: IntegerProgram) -> Leaf {
    Leaf(
      bound: prices.scaledBound, goal: goal * prices.scale,
      arcs: optional.map { min(0, prices.reduced[$0] * matrix.integer.columnUpper[$0]) },
      weekly: matrix.loadColumn.map { min(0, prices.reduced[$0]) },
      perSession: matrix.loadColumn.indices.map { supply in
        (supply * 21..<supply * 21 + 21).reduce(0) { sum, slot in
          sum + (matrix.slotRow[slot].map { min(0, prices.rows[$0]) } ?? 0)
        }
      })
  }

  /// What came of bringing a column to a value.
  private enum Side {
    /// No whole solution gets so far, by prices.
    case beyond
    /// The part of the program in which it stands there, and a solution.
    case reached(IntegerProgram, Relaxation.Optimum)
    case unknown
  }

  /// Brings a column to a value above or below.
  private mutating func bring(
    _ column: Int, to goal: Int, in integer: IntegerProgram, from basis: Basis, rises: Bool = true,
    left: inout Int
  ) throws(SolverError) -> Side {
    guard left > 0 else { return .unknown }
    left -= 1
    work += matrix.arcCount
    var side = integer
    // What is at or beyond the value is all the same.
    if rises { side.columnUpper[column] = goal } else { side.columnLower[column] = goal }
    var cost = [Int](repeating: 0, count: side.columnCount)
    cost[column] = rises ? -1 : 1
    guard case .optimal(let optimum) = try relaxation.minimize(side, cost: cost, basis: basis)
    else { return .unknown }
    if optimum.prices.bound > (rises ? -goal : goal) {
      leaves.append(leaf(optimum.prices, goal: rises ? -goal : goal, of: side))
      return .beyond
    }
    guard abs(optimum.values[column] - Double(goal)) < 1e-6 else { return .unknown }
    (side.columnLower[column], side.columnUpper[column]) = (goal, goal)
    return .reached(side, optimum)
  }

  /// Looks for a whole solution of a program without costs, by branching on couplings.
  private mutating func branch(
    _ integer: IntegerProgram, at optimum: Relaxation.Optimum, left: inout Int
  ) throws(SolverError) -> Answer {
    guard let column = matrix.branchingColumn(optimum.values) else { return .served }
    if column < matrix.arcCount { decidesArcs = true }
    let value = optimum.values[column]
    let floor = Int(value.rounded(.down))
    let nearest = value - Double(floor) >= 0.5
    for rises in [nearest, !nearest] {
      let side = try bring(
        column, to: rises ? floor + 1 : floor, in: integer, from: optimum.basis, rises: rises,
        left: &left)
      switch side {
      case .beyond: continue
      case .unknown: return .open
      case .reached(let part, let found):
        let answer = try branch(part, at: found, left: &left)
        if answer != .refused { return answer }
      }
    }
    return .refused
  }
}
