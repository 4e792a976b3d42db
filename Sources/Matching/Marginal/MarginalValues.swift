import Optimization
import ThreeLists

/// Works out what more visits would serve and what drop-outs would cost.
///
/// Every figure is the difference of two optima, never a price of a linear program: what the best
/// plan of edited lists serves against what that of the lists serves. In a week without couplings,
/// under a policy that counts served visits first, the edited lists are changes of one solved
/// network; otherwise each is solved afresh. Both ways say the same.
public struct MarginalValues {
  /// Where the range of a value is no longer followed.
  public static let rangeLimit = 1000

  private let task: PlanningTask
  private let subject: MarginalSubject
  private let upTo: Int
  /// Every row that is tried, one for each ``AddedVisits`` that passes the rules for some need.
  private let rows: [AddedVisits]
  private var network: SolvedNetwork?
  private let names: [TierName]
  private let base: ServedCounts
  private let pinsOf: [String: Int]

  /// The marginal values of a first plan's task.
  ///
  /// - Parameters:
  ///   - task: the lists, policy and week, without a standing.
  ///   - subject: of what visits are told.
  ///   - upTo: how many visits more are tried of each.
  ///   - isIncremental: false solves each afresh, for comparison.
  /// - Throws: when the lists have no plan.
  public init(
    _ task: PlanningTask, by subject: MarginalSubject, upTo: Int, isIncremental: Bool = true
  ) throws(PlanningError) {
    self.task = task.upToServed
    self.subject = subject
    self.upTo = upTo
    let added = AddedRows(self.task, by: subject)
    rows = added.rows
    var pins: [String: Int] = [:]
    for pin in task.listedNeeds.flatMap(\.pinned) { pins[pin.resource, default: 0] += 1 }
    pinsOf = pins
    let used = added.extended
    let builder = ProgramBuilder(used, candidates: added.candidates)
    names = builder.tierNames
    if isIncremental, self.task.isServedFirst {
      do {
        network = try SolvedNetwork(builder.program)
      } catch {
        throw Planner.planningError(error, task: used, program: builder.program)
      }
    }
    if let tiers = network?.tiers {
      base = ServedCounts(tiers: tiers, names: names, proof: .certificate)
    } else {
      network = nil
      base = try ServedCounts(of: self.task)
    }
  }

  /// Whether changes of one solved network give the figures.
  public var isIncremental: Bool { network != nil }

  // MARK: more visits

  /// The values, best first.
  ///
  /// - Parameters:
  ///   - top: for how many, from the best on, the range is followed; nil for all.
  ///   - timeLeft: bounds the whole call, asked between solves; nil for no bound.
  /// - Returns: the values and what drop-outs cost.
  /// - Throws: a fault of ours.
  /// - Complexity: two augmentations for each row and visit, or a solve where a network cannot say it.
  public mutating func report(
    top: Int? = nil, timeLeft: () -> Duration? = { nil }
  ) throws(PlanningError) -> MarginalReport {
    var requested = Array(repeating: 0, count: ClassRules.count)
    for need in task.needs {
      requested[task.policy.classes.priorityClass(of: need)] += need.visits
    }
    var report = MarginalReport(base: base, requested: requested)
    // There are fewer drop-outs than rows: a time that is short is enough for them.
    try addDropOuts(to: &report, timeLeft: timeLeft)
    var best: [[String]: MarginalValue] = [:]
    var skipped = 0
    var idle = 0
    let isAllServed = task.isServedFirst && base.byClass == requested
    for (number, added) in rows.enumerated() {
      if isAllServed {
        idle += 1
        continue
      }
      guard let value = try value(of: added, number: number, timeLeft: timeLeft) else {
        skipped += 1
        continue
      }
      guard value.gains.contains(where: { $0.contains { $0 != 0 } }) else {
        idle += 1
        continue
      }
      let key =
        subject == .unitCategory
        ? [value.unit, added.capability.map { "\($0)" } ?? ""] : ["\(number)"]
      if let other = best[key], MarginalValue.precedes(other, value) { continue }
      best[key] = value
    }
    report.values = best.values.sorted(by: MarginalValue.precedes)
    for index in report.values.indices.prefix(top ?? report.values.count) {
      try follow(&report.values[index])
    }
    report.idle = idle
    report.skipped = skipped
    return report
  }

  /// The value of a row; nil when the time is up.
  private mutating func value(
    of added: AddedVisits, number: Int, timeLeft: () -> Duration?
  ) throws(PlanningError) -> MarginalValue? {
    var gains: [[Int]] = []
    var proof = base.proof
    if let left = timeLeft(), left <= .zero { return nil }
    if network != nil {
      for visits in 1...upTo { gains.append(try offer(visits, of: number).gain(over: base)) }
      _ = try offer(0, of: number)
    } else {
      for visits in 1...upTo {
        let left = timeLeft()
        if let left, left <= .zero { return nil }
        guard let counts = try counts(of: added.applied(visits, to: task), timeLeft: left) else {
          return nil
        }
        gains.append(counts.gain(over: base))
        proof = proof.weaker(counts.proof)
      }
    }
    let unit = added.row(0, in: task)?.unit ?? ""
    return MarginalValue(
      added: added, unit: unit, gains: gains, steps: steps(gains), endsAt: nil, proof: proof)
  }

  /// What is served with a row's visits; the network keeps them on offer.
  private mutating func offer(_ visits: Int, of number: Int) throws(PlanningError) -> ServedCounts {
    do {
      let tiers = try network?.setWeekly(of: task.resources.count + number, to: visits)
      guard let tiers else { throw PlanningError.fault("a pin fell by a visit more") }
      return ServedCounts(tiers: tiers, names: names, proof: .certificate)
    } catch {
      throw .fault("a visit more: \(error)")
    }
  }

  private func counts(
    of task: PlanningTask, timeLeft: Duration?
  ) throws(PlanningError) -> ServedCounts? {
    do {
      return try ServedCounts(of: task, timeLimit: timeLeft)
    } catch {
      if error == .timeLimit { return nil }
      throw error
    }
  }

  /// Runs of visits that are each worth the same.
  private func steps(_ gains: [[Int]]) -> [MarginalStep] {
    var steps: [MarginalStep] = []
    var before = Array(repeating: 0, count: ClassRules.count)
    for (index, gain) in gains.enumerated() {
      let own = zip(gain, before).map { $0 - $1 }
      before = gain
      if steps.last?.gain == own {
        steps[steps.count - 1].last = index + 1
      } else {
        steps.append(MarginalStep(first: index + 1, last: index + 1, gain: own))
      }
    }
    return steps
  }

  /// Follows a value until a visit serves nothing more.
  ///
  /// The best value of a network is a convex function of one capacity, so a visit that changes no
  /// tier is followed by none that does. With couplings that is not so, and nothing is claimed.
  private mutating func follow(_ value: inout MarginalValue) throws(PlanningError) {
    guard network != nil, let number = rows.firstIndex(of: value.added) else { return }
    var gains: [[Int]] = []
    for visits in 1...MarginalValues.rangeLimit {
      let gain = try offer(visits, of: number).gain(over: base)
      if gain == gains.last ?? Array(repeating: 0, count: ClassRules.count) {
        value.endsAt = visits
        break
      }
      gains.append(gain)
    }
    _ = try offer(0, of: number)
    value.steps = steps(gains)
  }

  // MARK: drop-outs

  private func addDropOuts(
    to report: inout MarginalReport, timeLeft: () -> Duration?
  ) throws(PlanningError) {
    let all: [DropOut] =
      switch subject {
      case .unitCategory: Unit.units(of: task.resources).map { .unit($0.name) }
      case .resource: task.resources.map { .resource($0.id) }
      case .session: task.openSessions.sessions.map { .session($0) }
      }
    for dropOut in all {
      let left = timeLeft()
      if let left, left <= .zero {
        report.skippedDropOuts += 1
        continue
      }
      let lifted = pinsLifted(by: dropOut)
      let counts: ServedCounts?
      do throws(PlanningError) {
        let changed = lifted == 0 ? try without(dropOut) : nil
        counts =
          if let changed { changed } else {
            try self.counts(of: dropOut.applied(to: task), timeLeft: left)
          }
      } catch {
        guard case .conflictingPins = error else { throw error }
        report.impossibleDropOuts.append(dropOut)
        continue
      }
      guard let counts else {
        report.skippedDropOuts += 1
        continue
      }
      let loss = base.gain(over: counts)
      if loss.allSatisfy({ $0 == 0 }) {
        report.idleDropOuts += 1
      } else {
        report.dropOuts.append(
          DropOutValue(
            dropOut: dropOut, loss: loss, pinsLifted: lifted,
            proof: base.proof.weaker(counts.proof)))
      }
    }
    // The order of the units, resources or sessions stands where losses are alike.
    report.dropOuts = report.dropOuts.enumerated().sorted { one, other in
      one.element.loss == other.element.loss
        ? one.offset < other.offset
        : other.element.loss.lexicographicallyPrecedes(one.element.loss)
    }.map(\.element)
  }

  private func pinsLifted(by dropOut: DropOut) -> Int {
    switch dropOut {
    case .unit(let name):
      task.resources.filter { $0.unit == name }.reduce(0) { $0 + (pinsOf[$1.id] ?? 0) }
    case .resource(let id): pinsOf[id] ?? 0
    case .session(let session):
      task.listedNeeds.flatMap(\.pinned).count { $0.session == session }
    }
  }

  /// What is served when something drops out that no pin asks for, by a copy of the network; nil where
  /// that cannot say it.
  private func without(_ dropOut: DropOut) throws(PlanningError) -> ServedCounts? {
    guard var changed = network else { return nil }
    do {
      switch dropOut {
      case .unit(let name):
        for (index, row) in task.resources.enumerated() where row.unit == name {
          _ = try changed.setWeekly(of: index, to: 0)
        }
      case .resource(let id):
        for (index, row) in task.resources.enumerated() where row.id == id {
          _ = try changed.setWeekly(of: index, to: 0)
        }
      case .session(let session):
        for index in task.resources.indices {
          _ = try changed.setCapacity(of: index, in: session.index, to: 0)
        }
      }
    } catch {
      throw .fault("a drop-out: \(error)")
    }
    // Without tiers pins on others hold no longer, and a fresh plan says so.
    return changed.tiers.map { ServedCounts(tiers: $0, names: names, proof: .certificate) }
  }
}
