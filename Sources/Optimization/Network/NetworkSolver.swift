import Synchronization

/// Solves programs without couplings as networks, their connected parts side by side.
struct NetworkSolver {
  private let program: AssignmentProgram
  private let components: Components
  private let rows: RowIndex

  /// A solver; nil when the program has couplings or its costs do not fit the kernel's numbers.
  init?(_ program: AssignmentProgram) {
    guard !Network.isCoupled(program) else { return nil }
    // Neither reads what the other finds.
    let found = Mutex<(Components?, RowIndex?)>((nil, nil))
    SideBySide.run(2, pieces: min(2, SideBySide.pieces(program.arcs.count))) { _, range in
      for task in range {
        if task == 0 {
          let components = Components(program)
          found.withLock { $0.0 = components }
        } else {
          let rows = RowIndex(program)
          found.withLock { $0.1 = rows }
        }
      }
    }
    guard case (let components?, let rows?) = found.withLock({ $0 }) else {
      preconditionFailure("both were found")
    }
    self.components = components
    self.rows = rows
    guard NetworkSolver.fits(program, rows, visits: components.mostVisits) else { return nil }
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
  private static func fits(
    _ program: AssignmentProgram, _ rows: RowIndex, visits: Int
  ) -> Bool {
    var largest = [Int](repeating: 0, count: program.tiers.count)
    for (tier, range) in rows.tiers {
      largest[tier] = max(abs(range.lowerBound), abs(range.upperBound))
    }
    for (index, tier) in program.tiers.enumerated() {
      for costs in [tier.perSession, tier.perVisit] + tier.perUnmet + tier.perLoad {
        var most = largest[index]
        for cost in costs { most = max(most, abs(cost)) }
        largest[index] = most
      }
    }
    return largest.allSatisfy { largest in
      let (reach, overflow) = largest.multipliedReportingOverflow(by: 8 * (visits + 4))
      return !overflow && reach < 1 << 61
    }
  }

  /// Solves the program; the answer does not depend on how many parts are solved at once.
  ///
  /// - Parameters:
  ///   - start: a plan and prices to begin at; nil to begin with no visit made.
  ///   - deadline: when to stop.
  ///   - sharing: solves the parts, the longest first.
  /// - Returns: what was found by then.
  func solve(
    from start: SolveStart? = nil, deadline: Deadline,
    sharing: SideBySide.Sharing = SideBySide.concurrently
  ) -> Answer {
    let start = start.flatMap { $0.fits(program) ? $0 : nil }
    guard components.count > 1 else {
      return TierByTier(components.whole(rows: rows)).solve(from: start, deadline: deadline)
    }
    let (components, rows) = (components, rows)
    let answers = Mutex<[Answer?]>(Array(repeating: nil, count: components.count))
    sharing(components.count) { index in
      let part = components.part(index, rows: rows)
      let answer = TierByTier(part).solve(from: start, deadline: deadline)
      answers.withLock { $0[index] = answer }
    }
    var whole = Answer(
      chosen: [], leaf: Proof.Leaf(tierCount: program.tiers.count),
      provedTiers: program.tiers.count)
    var found: [[Int]] = []
    for answer in answers.withLock({ $0 }) {
      guard let answer else { preconditionFailure("every part was solved") }
      found.append(answer.chosen)
      whole.provedTiers = min(whole.provedTiers, answer.provedTiers)
      components.add(answer.leaf, to: &whole.leaf)
    }
    whole.chosen = merged(found)
    return whole
  }

  /// Arcs of several parts as one ascending list; each part's ascend, and a demand is in one part.
  private func merged(_ parts: [[Int]]) -> [Int] {
    var places = [Int](repeating: 0, count: program.demands.count + 1)
    for arcs in parts { for arc in arcs { places[Int(program.arcs[arc].demand) + 1] += 1 } }
    for demand in program.demands.indices { places[demand + 1] += places[demand] }
    var result = [Int](repeating: 0, count: places[program.demands.count])
    for arcs in parts {
      for arc in arcs {
        let demand = Int(program.arcs[arc].demand)
        result[places[demand]] = arc
        places[demand] += 1
      }
    }
    return result
  }
}
