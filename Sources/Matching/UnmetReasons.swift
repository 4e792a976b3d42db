import Optimization
import ThreeLists

/// Finds for each need not fully served a reason that the lists and the plan bear out.
///
/// Plain reasons (rules, days, roles) come first, then a tight set, which proves by itself that
/// nobody could make room, then weaker statements that lean on what the solver closed.
struct UnmetReasons {
  let task: PlanningTask
  let candidates: Candidates
  let program: AssignmentProgram
  let residual: ResidualGraph
  let tiers: [TierResult]

  init(
    task: PlanningTask, candidates: Candidates, program: AssignmentProgram, chosen: [Int],
    tiers: [TierResult]
  ) {
    self.task = task
    self.candidates = candidates
    self.program = program
    self.tiers = tiers
    residual = ResidualGraph(
      task: task, candidates: candidates, program: program, chosen: chosen)
  }

  /// One entry for each need not fully served, sorted by need.
  func all() -> [Unmet] {
    var escapes: [Int: Escapes] = [:]
    return task.needs.indices.compactMap { index in
      let need = task.needs[index]
      let missing = need.visits - residual.days[index].count
      guard missing > 0 else { return nil }
      return Unmet(need: need.id, missing: missing, reason: reason(of: index, &escapes))
    }
  }

  private func reason(of index: Int, _ escapes: inout [Int: Escapes]) -> UnmetReason {
    let need = task.needs[index]
    if let reason = structuralReason(of: index) { return reason }
    let own = task.policy.classes.priorityClass(of: need)
    if !need.isTeam {
      let known = escapes[own] ?? Escapes(residual, limit: own)
      escapes[own] = known
      if !residual.leadsOut(index, known), let reason = residual.tightSet(around: index) {
        return reason
      }
    }
    if !need.allowsPartial, need.visits > 1 {
      let possible = residual.visitsThatFit(index)
      if possible > 0 { return .allOrNothing(possible: possible, visits: need.visits) }
    }
    let settled = tiers.prefix { $0.provedBy != .open }.contains { $0.name == .served(own) }
    return settled ? .higherTier(.served(own)) : .cutOff
  }

  /// Reasons that hold whatever else is planned: rules, roles, days.
  private func structuralReason(of index: Int) -> UnmetReason? {
    let need = task.needs[index]
    let possible = TeamSessions(need: need, index: index, candidates: candidates)
    if possible.sessions.isEmpty {
      if need.isTeam, let role = possible.unfilled {
        // "In none of the others' sessions" says nothing where the others have none.
        let lacking = candidates.ranges[index].contains(where: \.isEmpty)
        let others = need.roles.count == 1 ? [] : possible.sessionsOfOthers
        if !others.isEmpty || !lacking {
          return .roleUnfilled(role: role, sessions: possible.sessionsOfOthers.sessions)
        }
      }
      let kind = candidates.ranges[index].firstIndex(where: \.isEmpty) ?? 0
      let dropped = candidates.dropped[index][kind]
      return .noCandidate(counts: dropped.byRule, nearest: dropped.nearest)
    }
    let days = possible.sessions.dayCount
    let served = residual.days[index].count
    let canGain = need.allowsPartial && served < days
    return days < need.visits && !canGain ? .fewDays(days: days, visits: need.visits) : nil
  }
}

/// The sessions in which all places of one visit of a need could be filled, were nobody else
/// served, and the role to blame when there is none.
struct TeamSessions {
  /// Sessions in which different resources can fill all places.
  private(set) var sessions: SessionSet = []
  /// When there is none: the role without which most sessions would do, first among equals.
  private(set) var unfilled: String?
  /// The sessions in which the other roles can be filled.
  private(set) var sessionsOfOthers: SessionSet = []

  init(need: Need, index: Int, candidates: Candidates) {
    let kinds = candidates.ranges[index].map { candidates.pairs[$0] }
    let counts = need.isTeam ? need.roles.map(\.count) : [1]
    sessions = TeamSessions.sessions(kinds: kinds, counts: counts)
    guard need.isTeam, sessions.isEmpty else { return }
    for leftOut in kinds.indices {
      var others = counts
      others[leftOut] = 0
      let possible =
        kinds.count == 1 ? .all : TeamSessions.sessions(kinds: kinds, counts: others)
      if unfilled == nil || possible.count > sessionsOfOthers.count {
        unfilled = need.roles[leftOut].role
        sessionsOfOthers = possible
      }
    }
  }

  /// The sessions in which a matching fills every place.
  private static func sessions(
    kinds: [ArraySlice<Candidates.Pair>], counts: [Int]
  ) -> SessionSet {
    SessionSet(
      Session.all.filter { session in
        let offers = kinds.map { kind in
          kind.filter { $0.sessions.contains(session) }.map { Int($0.resource) }
        }
        return canFill(offers: offers, counts: counts)
      })
  }

  /// Whether different resources can fill so many places of each kind (augmenting paths).
  static func canFill(offers: [[Int]], counts: [Int]) -> Bool {
    var placeOf: [Int: Int] = [:]
    let places = counts.indices.flatMap { kind in Array(repeating: kind, count: counts[kind]) }
    func place(_ number: Int, _ seen: inout Set<Int>) -> Bool {
      for resource in offers[places[number]] where seen.insert(resource).inserted {
        if let holder = placeOf[resource] {
          guard place(holder, &seen) else { continue }
        }
        placeOf[resource] = number
        return true
      }
      return false
    }
    return places.indices.allSatisfy { number in
      var seen: Set<Int> = []
      return place(number, &seen)
    }
  }
}
