import Optimization
import ThreeLists

/// What a planner needs to know: the lists, the policy and the week.
public struct PlanningTask: Hashable, Sendable {
  /// Sorted by identifier, with the pins and 回避 that the standing adds.
  public let needs: [Need]
  /// The needs as they were listed, sorted by identifier.
  public let listedNeeds: [Need]
  /// Sorted by identifier.
  public let resources: [Resource]
  /// The office's policy.
  public let policy: Policy
  /// The week planned.
  public let week: Week
  /// Where the week stands when it is planned again; nil in a first plan.
  public let standing: Standing?
  /// What the standing says of the needs with a firm place.
  let firm: [String: NeedStanding]
  /// The program's version, part of the fingerprint.
  public let version: String
  /// The fingerprint of all this.
  public var fingerprint: String { hashed.value }
  private let hashed: Later<String>
  /// The fewest needs whose fingerprint is worked out beside what comes next.
  private static var fewest: Int { 1000 }

  /// A task; rows may come in any order.
  public init(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, version: String,
    standing: Standing? = nil
  ) {
    listedNeeds = needs.byIdentifier
    self.needs = standing?.applied(to: listedNeeds) ?? listedNeeds
    self.standing = standing
    firm = standing?.ofNeedsWithFirmPlaces ?? [:]
    let ordered = resources.byIdentifier
    self.resources = ordered
    self.policy = policy
    self.week = week
    self.version = version
    hashed = .whenBegun { [listedNeeds] in
      Fingerprint.of(
        needs: listedNeeds, resources: ordered, policy: policy, week: week, version: version,
        standing: standing)
    }
  }

  /// Has another thread work out the fingerprint, where there is enough to do.
  func beginFingerprint() {
    if needs.count >= PlanningTask.fewest { hashed.begin() }
  }

  /// The sessions in which a place can still be given: open, and not begun.
  public var openSessions: SessionSet {
    Eligibility.openSessions(policy, week).intersection(standing?.ahead ?? .all)
  }

  /// The sessions in which a pair passes every rule, firm places reckoned with; the rows may be
  /// changed ones.
  func sessions(_ need: Need, role: String?, _ resource: Resource) -> SessionSet {
    guard let own = firm[need.id] else {
      return Eligibility.judge(need, role: role, resource, open: openSessions, week: week)
        .sessions
    }
    let open = Eligibility.openSessions(policy, week)
    let passing = Eligibility.judge(need, role: role, resource, open: open, week: week).sessions
    return own.sessions(passing, role: role, resource: resource.id)
  }
}

/// A pin of a need, named by its row.
public struct PinReference: Hashable, Sendable {
  /// The need.
  public var need: String
  /// The row of the need.
  public var origin: Origin
  /// The pin.
  public var pin: Pin
  /// How often it has to hold.
  public var count: Int
  /// 服务单号 of the place that a unit has accepted, or that has begun, where that asks for it and not
  /// the needs list.
  public var promise: String?
}

/// Why there is no plan.
public enum PlanningError: Error, Hashable, Sendable {
  /// Sets of pins that cannot hold together, no pin in two of them; without any one pin of a set its
  /// others can. All other pins can hold, unless the time ran out before that was known.
  case conflictingPins([[PinReference]])
  /// The time limit came before it was known whether the pins can hold.
  case timeLimit
  /// A fault of ours, in words for the developers.
  case fault(String)
}

/// How far planning has come, for whoever waits.
public struct PlanningProgress: Hashable, Sendable {
  /// The tier that is being solved.
  public var tier: String
  /// Its place in the order, from 1.
  public var number: Int
  /// The number of tiers.
  public var count: Int
}

/// The stages of planning, in their order.
public enum PlanningStage: String, CaseIterable, Hashable, Sendable {
  /// The rules are tried and the assignment program is built.
  case candidates
  /// The program is solved.
  case solving
  /// The certificate is made, and what it proves is recomputed from the lists.
  case proof
  /// A reason is found for every need that stays unmet, and the services are laid out.
  case reasons
}

/// Lists in, plan out: candidates, program, solution, services, reasons.
public enum Planner {
  /// Plans a week.
  ///
  /// - Parameters:
  ///   - task: the lists, policy and week.
  ///   - engine: which way the program is solved.
  ///   - timeLimit: bounds solving, not the rest; nil for none.
  ///   - planOnly: whether the plan and its proof alone are wanted, without reasons.
  ///   - audit: of the task's lists, begun while solving; nil where the plan is not audited.
  ///   - stage: told of each stage when it begins.
  ///   - progress: told of each tier when its solving begins.
  /// - Returns: a plan that keeps every rule; how far it is proved best is in its status. Whoever
  ///   shows it to others has it audited first.
  /// - Throws: when no plan can be made; a need that stays unmet is not an error.
  public static func plan(
    _ task: PlanningTask, engine: Engine = .auto, timeLimit: Duration? = nil,
    planOnly: Bool = false, audit: AuditPreparation? = nil,
    stage: (PlanningStage) -> Void = { _ in },
    progress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) throws(PlanningError) -> Plan {
    try plan(
      task, engine: engine, timeLimit: timeLimit, relaxations: AssignmentSolver.relaxations,
      explains: !planOnly, audit: audit, stage: stage, progress: progress)
  }

  /// Plans a week; the tree may solve so many relaxations, and without explanation the plan is
  /// there alone.
  static func plan(
    _ task: PlanningTask, engine: Engine = .auto, timeLimit: Duration? = nil,
    relaxations: Int = AssignmentSolver.relaxations, explains: Bool = true,
    audit: AuditPreparation? = nil, stage: (PlanningStage) -> Void = { _ in },
    progress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) throws(PlanningError) -> Plan {
    let end = timeLimit.map { ContinuousClock.now + $0 }
    let solved = try solved(
      task, engine: engine, timeLimit: timeLimit, relaxations: relaxations, explains: explains,
      audit: audit, stage: stage, progress: progress)
    guard explains else { return solved.planAlone }
    stage(.reasons)
    return try solved.explained(until: end)
  }

  /// Plans a week as far as its services and their proof.
  ///
  /// - Parameters:
  ///   - task: the lists, policy and week.
  ///   - engine: which way the program is solved.
  ///   - timeLimit: bounds solving, not the rest; nil for none.
  ///   - relaxations: how many the tree may solve.
  ///   - explains: whether the week's unmet needs may be explained afterwards.
  ///   - audit: of the task's lists, begun while solving; nil where the plan is not audited.
  ///   - first: asked, once candidates are found, for a week like this one at whose services and
  ///     prices solving may begin. The tiers are the same without it, but of equally good plans the
  ///     one found is near that week's.
  ///   - stage: told of each stage when it begins.
  ///   - progress: told of each tier when its solving begins.
  /// - Returns: services, tiers and certificate; how far it is proved best is in its plan's status.
  /// - Throws: when no plan can be made.
  static func solved(
    _ task: PlanningTask, engine: Engine = .auto, timeLimit: Duration? = nil,
    relaxations: Int = AssignmentSolver.relaxations, explains: Bool = true,
    audit: AuditPreparation? = nil, from first: () -> SolvedWeek? = { nil },
    stage: (PlanningStage) -> Void = { _ in },
    progress: (@Sendable (PlanningProgress) -> Void)? = nil
  ) throws(PlanningError) -> SolvedWeek {
    let end = timeLimit.map { ContinuousClock.now + $0 }
    stage(.candidates)
    precondition(audit.map { $0.task == task } ?? true, "the audit is of this task")
    let candidates = Candidates(task, explains: explains)
    let builder = ProgramBuilder(task, candidates: candidates)
    // Only now: until here there was work for all processors that had to be waited for.
    task.beginFingerprint()
    let start = first()?.start(for: task, builder)
    stage(.solving)
    // Nobody waits for it before there is a plan.
    audit?.begin()
    let audit = audit ?? AuditPreparation(task)
    let solution: Solution
    do {
      solution = try AssignmentSolver.solve(
        builder.program, engine: engine, timeLimit: timeLimit, relaxations: relaxations,
        from: start, sharing: { Processors.share($0, $1) }
      ) { tier, number, count in
        progress?(PlanningProgress(tier: tier, number: number, count: count))
      }
    } catch {
      throw planningError(error, task: task, program: builder.program)
    }
    stage(.proof)
    let services = Later(isSoonDone: solution.chosen.count < fewestServicesApart) {
      Planner.services(task, program: builder.program, chosen: solution.chosen)
    }
    let certificate = Certificate(solution.proof, builder: builder, task: task)
    var plan = Plan(
      week: task.week, fingerprint: task.fingerprint, status: .gap, cutOff: false,
      tiers: tierResults(solution, names: builder.tierNames), services: services.value, unmet: [],
      standing: task.standing, certificate: certificate)
    try label(
      &plan, solution: solution, builder: builder, task: task, audit: audit,
      timeLeft: end.map { $0 - ContinuousClock.now })
    return SolvedWeek(
      task: task, candidates: candidates, builder: builder, solution: solution, audit: audit,
      plan: plan)
  }

  /// The fewest services that are laid out on another thread.
  private static var fewestServicesApart: Int { 1000 }

  static func planningError(
    _ error: SolverError, task: PlanningTask, program: AssignmentProgram
  ) -> PlanningError {
    switch error {
    case .conflictingPins(let sets):
      .conflictingPins(
        sets.map { set in set.map { reference(to: program.pins[$0], task: task) } })
    case .timeLimit: .timeLimit
    case .invalidProgram(let text), .fault(let text): .fault(text)
    case .glpk(let text): .fault("GLPK: \(text)")
    }
  }

  private static func reference(
    to pin: AssignmentProgram.Pin, task: PlanningTask
  ) -> PinReference {
    let need = task.needs[pin.demand]
    let own = Pin(
      resource: task.resources[pin.supply].id, session: pin.session.map { Session(index: $0) })
    let isListed = task.listedNeeds[pin.demand].pinned.contains(own)
    let promise =
      isListed
      ? nil
      : task.standing?.places.first {
        $0.need == need.id && $0.resource == own.resource && $0.session == own.session
          && task.standing?.isFirm($0) == true
      }
    return PinReference(
      need: need.id, origin: need.origin, pin: own, count: pin.count,
      promise: promise?.serviceID(in: task.week))
  }

  /// Turns minimised values into the tiers' own direction: what is served counts up.
  private static func tierResults(_ solution: Solution, names: [TierName]) -> [TierResult] {
    zip(names, solution.tiers).map { name, outcome in
      let sign =
        switch name {
        case .served, .kept: -1
        default: 1
        }
      let proof: TierProof =
        switch outcome.proof {
        case .certificate: .certificate
        case .search: .search
        case .open: .open
        }
      return TierResult(
        name: name, value: sign * outcome.value, bound: outcome.bound.map { sign * $0 },
        provedBy: proof)
    }
  }
}

extension PlanStatus {
  /// The status that follows from the tiers.
  public init(of tiers: [TierResult]) {
    if tiers.contains(where: { $0.provedBy == .open }) {
      self = .gap
    } else if tiers.contains(where: { $0.provedBy == .search }) {
      self = .search
    } else {
      self = .optimal
    }
  }
}
