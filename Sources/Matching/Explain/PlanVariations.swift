import Optimization
import ThreeLists

/// How much worse the best plan is under a condition: the difference of two optima.
public struct PriceOfCondition: Hashable, Sendable {
  /// The first tier that differs; nil when all tiers are the same.
  public var tier: TierName?
  /// By how much it is worse, in the tier's units; negative when it is better.
  public var by: Int
  /// Whether both values are proved as far as that tier; else the figure is that of the best plans
  /// found in the time.
  public var isProved: Bool

  /// A price by its parts.
  public init(tier: TierName?, by: Int, isProved: Bool) {
    self.tier = tier
    self.by = by
    self.isProved = isProved
  }
}

/// What the week would lose without a resource.
public enum PriceWithout: Hashable, Sendable {
  /// So much.
  case price(PriceOfCondition)
  /// Not to be had: pins or promises ask for it, or for somebody who cannot come without it.
  case isAsked
  /// Not known: the time was up.
  case timeUp
}

/// What the week gains when limits of a resource rise by one.
public struct PriceOfRaise: Hashable, Sendable {
  /// Whether 每周可用 rises.
  public var weekly: Bool
  /// Whether 每时段上限 does.
  public var perSession: Bool
  /// What the week gains: ``PriceOfCondition/by`` is negative.
  public var price: PriceOfCondition
}

/// Who would come if somebody did not, and what that would cost.
public struct Alternative: Hashable, Sendable {
  /// The places of the same kind that the need then has, sorted by session; fewer than before, or
  /// none, when visits are lost.
  public var places: [ResourceSession]
  /// What the best such plan is worse by.
  public var price: PriceOfCondition
}

/// The next best that could fill a kind of place, and why there are no more of them.
public struct Alternatives: Hashable, Sendable {
  /// Why the list ends.
  public enum End: String, Hashable, Sendable {
    /// As many as were asked for.
    case enough
    /// The last one is that nobody comes.
    case nobody
    /// The time was up.
    case timeUp = "time-up"
    /// No other plan keeps all pins, or none does without those that the last one names.
    case pins
  }

  /// Best first.
  public var list: [Alternative]
  /// Why there are no more.
  public var end: End
}

/// The week solved again under other conditions: without a resource for a need, without a pin,
/// without a resource, with one more place of it.
public struct PlanVariations {
  private let plan: Plan
  let task: PlanningTask
  let builder: ProgramBuilder

  /// The variations of a plan of a task.
  public init(_ plan: Plan, task: PlanningTask) {
    self.plan = plan
    self.task = task
    builder = ProgramBuilder(task, candidates: Candidates(task))
  }

  /// The next best that could fill a kind of place of a need.
  ///
  /// The first alternative is the best plan in which the resource does not fill that kind of place
  /// of the need; the next one that in which neither it nor the first alternative's resources do,
  /// and so on. Pins of the need to that resource are lifted, and what binds the others to a visit
  /// that they promised with it, so the best plan may be better than the plan; all other pins hold,
  /// and resources that they name stay.
  ///
  /// - Parameters:
  ///   - service: a place filled.
  ///   - count: how many.
  ///   - timeLeft: bounds each solve; asked before it; nil for no bound.
  /// - Returns: at most `count`, best first; the last one may be that nobody comes.
  /// - Throws: a fault of ours.
  public func alternatives(
    to service: Service, count: Int, timeLeft: () -> Duration?
  ) throws(PlanningError) -> Alternatives {
    guard let need = task.needs.firstIndex(where: { $0.id == service.need }) else {
      return Alternatives(list: [], end: .nobody)
    }
    let kind = task.needs[need].roles.firstIndex { $0.role == service.role } ?? 0
    var gone = Set(task.resources.indices.filter { task.resources[$0].id == service.resource })
    var free = builder.program
    free.pins.removeAll { $0.demand == need && gone.contains($0.supply) }
    // Whoever does not come breaks the visit, so that nobody is bound to it any more.
    let promised = (task.standing?.places ?? []).filter {
      $0.need == service.need && $0.resource == service.resource && $0.role == service.role
        && task.standing?.isFirm($0) == true
    }
    for visit in Set(promised.map(\.visit)) { lift(visit: visit, of: need, in: &free) }
    let pinned = Set(free.pins.filter { $0.demand == need }.map(\.supply))
    var found: [Alternative] = []
    while found.count < count {
      let program = free.keeping { arc in
        Int(arc.demand) != need || Int(arc.place) != kind || !gone.contains(Int(arc.supply))
      }
      let left = timeLeft()
      guard let solution = try solve(program, left) else {
        let isTimeUp = left.map { $0 <= .zero } ?? false || timeLeft().map { $0 <= .zero } ?? false
        return Alternatives(list: found, end: isTimeUp ? .timeUp : .pins)
      }
      let arcs = solution.chosen.map { program.arcs[$0] }
        .filter { Int($0.demand) == need && Int($0.place) == kind }
      let places = arcs.map {
        ResourceSession(
          resource: task.resources[Int($0.supply)].id, session: Session(index: Int($0.session)))
      }.sorted { ($0.session, $0.resource) < ($1.session, $1.resource) }
      found.append(Alternative(places: places, price: price(of: solution)))
      if arcs.isEmpty { return Alternatives(list: found, end: .nobody) }
      let others = Set(arcs.map { Int($0.supply) }).subtracting(pinned)
      if others.isEmpty { return Alternatives(list: found, end: .pins) }
      gone.formUnion(others)
    }
    return Alternatives(list: found, end: .enough)
  }

  /// What the plan loses by keeping a pin: the best plan without it is better by that much.
  ///
  /// - Parameters:
  ///   - pin: a pin of the need; an entry that stands several times in its cell is lifted whole.
  ///   - need: the need's identifier.
  ///   - timeLeft: bounds the solve; nil for no bound.
  /// - Returns: the price, worse meaning that the pin costs; nil when the time is up.
  /// - Throws: a fault of ours.
  public func price(
    of pin: Pin, need: String, timeLeft: Duration?
  ) throws(PlanningError) -> PriceOfCondition? {
    var program = builder.program
    program.pins.removeAll { other in
      task.needs[other.demand].id == need && task.resources[other.supply].id == pin.resource
        && other.session == pin.session?.index
    }
    guard let solution = try solve(program, timeLeft) else { return nil }
    var price = price(of: solution)
    price.by = -price.by
    return price
  }

  /// What the plan loses by keeping a visit that stands firm: the best plan in which its units need
  /// not come is better by that much.
  ///
  /// - Parameters:
  ///   - visit: the number of a visit with firm places; pins of the needs list hold all the same.
  ///   - need: the need's identifier.
  ///   - timeLeft: bounds the solve; nil for no bound.
  /// - Returns: the price, worse meaning that the visit costs; nil when the time is up.
  /// - Throws: a fault of ours.
  public func price(
    ofKeepingVisit visit: Int, of need: String, timeLeft: Duration?
  ) throws(PlanningError) -> PriceOfCondition? {
    guard let index = task.needs.firstIndex(where: { $0.id == need }) else { return nil }
    var program = builder.program
    lift(visit: visit, of: index, in: &program)
    guard let solution = try solve(program, timeLeft) else { return nil }
    var price = price(of: solution)
    price.by = -price.by
    return price
  }

  /// Takes away the pins that only the promises of a visit ask for.
  private func lift(visit: Int, of need: Int, in program: inout AssignmentProgram) {
    guard let standing = task.standing else { return }
    let lifted = Set(
      standing.places.filter {
        $0.need == task.needs[need].id && $0.visit == visit && standing.isFirm($0)
      }.map { Pin(resource: $0.resource, session: $0.session) }
    ).subtracting(task.listedNeeds[need].pinned)
    program.pins.removeAll { other in
      other.demand == need
        && lifted.contains {
          $0.resource == task.resources[other.supply].id && $0.session?.index == other.session
        }
    }
  }

  /// Whether a pin, or a place that stands firm, asks for a resource.
  private func isAsked(_ resource: String) -> Bool {
    builder.program.pins.contains { task.resources[$0.supply].id == resource }
  }

  /// What the week would lose without a resource.
  ///
  /// - Parameters:
  ///   - resource: its identifier.
  ///   - timeLeft: bounds the solve; nil for no bound.
  /// - Returns: what became of it.
  /// - Throws: a fault of ours.
  public func price(
    without resource: String, timeLeft: Duration?
  ) throws(PlanningError) -> PriceWithout {
    guard !isAsked(resource), let index = task.resources.firstIndex(where: { $0.id == resource })
    else { return .isAsked }
    var program = builder.program.keeping { Int($0.supply) != index }
    // Whoever does not come owes no minimum.
    program.supplies[index].minimum = 0
    return switch try outcome(program, timeLeft) {
    case .solved(let solution): .price(price(of: solution))
    case .conflict: .isAsked
    case .timeUp: .timeUp
    }
  }

  /// What one more visit of a resource would be worth: 每周可用 one more, 每时段上限 one more, or both.
  ///
  /// - Parameters:
  ///   - resource: its identifier.
  ///   - timeLeft: bounds each solve; asked before it; nil for no bound.
  /// - Returns: each of the two limits with which the week gains; both together where neither does by
  ///   itself; none where the week gains nothing; nil when the time is up.
  /// - Throws: a fault of ours.
  public func raises(
    of resource: String, timeLeft: () -> Duration?
  ) throws(PlanningError) -> [PriceOfRaise]? {
    var found: [PriceOfRaise] = []
    for (weekly, perSession) in [(true, false), (false, true), (true, true)] {
      if weekly, perSession, !found.isEmpty { break }
      let change = ListChange.visit(resource: resource, weekly: weekly, perSession: perSession)
      guard let price = try price(of: change, timeLeft: timeLeft()) else { return nil }
      if price.by < 0 {
        found.append(PriceOfRaise(weekly: weekly, perSession: perSession, price: price))
      }
    }
    return found
  }

  private func price(
    of raise: ListChange, timeLeft: Duration?
  ) throws(PlanningError) -> PriceOfCondition? {
    guard let need = task.needs.first else { return nil }
    let resources = task.resources.map { raise.applied(to: $0, for: need) }
    let program = ProgramBuilder(
      task, resources: resources, candidates: Candidates(task, resources: resources)
    ).program
    return try solve(program, timeLeft).map(price)
  }

  /// How solving under a condition ends.
  enum Outcome {
    case solved(Solution)
    /// The pins cannot hold.
    case conflict
    case timeUp
  }

  /// Solves a program; nil when no time is left, or when the pins cannot hold in it.
  private func solve(
    _ program: AssignmentProgram, _ timeLeft: Duration?
  ) throws(PlanningError) -> Solution? {
    guard case .solved(let solution) = try outcome(program, timeLeft) else { return nil }
    return solution
  }

  /// Solves a program.
  func outcome(
    _ program: AssignmentProgram, _ timeLeft: Duration?
  ) throws(PlanningError) -> Outcome {
    if let timeLeft, timeLeft <= .zero { return .timeUp }
    do {
      return .solved(try AssignmentSolver.solve(program, timeLimit: timeLeft))
    } catch {
      switch error {
      case .timeLimit: return .timeUp
      case .conflictingPins: return .conflict
      case .invalidProgram(let text), .fault(let text): throw .fault(text)
      case .glpk(let text): throw .fault("GLPK: \(text)")
      }
    }
  }

  func price(of solution: Solution) -> PriceOfCondition {
    var isProved = true
    for ((name, outcome), own) in zip(zip(builder.tierNames, solution.tiers), plan.tiers) {
      isProved = isProved && outcome.proof != .open && own.provedBy != .open
      let value =
        switch name {
        case .served, .kept: -own.value
        default: own.value
        }
      if outcome.value != value {
        return PriceOfCondition(tier: name, by: outcome.value - value, isProved: isProved)
      }
    }
    return PriceOfCondition(tier: nil, by: 0, isProved: isProved)
  }
}

extension AssignmentProgram {
  /// The program with some of its arcs.
  fileprivate func keeping(_ isKept: (Arc) -> Bool) -> AssignmentProgram {
    let kept = arcs.indices.filter { isKept(arcs[$0]) }
    var part = self
    part.arcs = kept.map { arcs[$0] }
    for tier in part.tiers.indices where !part.tiers[tier].perArc.isEmpty {
      part.tiers[tier].perArc = kept.map { tiers[tier].perArc[$0] }
    }
    return part
  }
}
