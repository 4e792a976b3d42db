import Optimization
import ThreeLists

/// The part of people's dispatch that keeps every rule: the best such part that was found, tier by tier.
///
/// It is a plan of the same lists, so no plan that is proved best can be worse than it.
struct AllowedPart {
  /// The places of it; nil when no part keeps the pins.
  let services: [Service]?

  /// Finds the best part.
  ///
  /// Only what people did can be chosen: the same need, role and resource, in the same session where
  /// it was written down. Where it was not, any session will do; the visits of a need with several
  /// then lie on its open days in their order, so that none is chosen twice.
  ///
  /// - Throws: a fault of the solver; pins that people did not keep are none.
  init(_ places: [ActualPlace], task: PlanningTask) throws(PlanningError) {
    var program = ProgramBuilder(
      task, candidates: Candidates(task)
    ).program
    let done = AllowedPart.done(places, task: task)
    var kept: [Int] = []
    for (index, arc) in program.arcs.enumerated() {
      let need = task.needs[Int(arc.demand)]
      let key = Key(
        need: need.id, role: need.isTeam ? need.roles[Int(arc.place)].role : nil,
        resource: task.resources[Int(arc.supply)].id)
      let session = Session(index: Int(arc.session))
      if done[key]?.contains(session) == true { kept.append(index) }
    }
    program.arcs = kept.map { program.arcs[$0] }
    for tier in program.tiers.indices where !program.tiers[tier].perArc.isEmpty {
      let costs = program.tiers[tier].perArc
      program.tiers[tier].perArc = kept.map { costs[$0] }
    }
    do {
      let solution = try AssignmentSolver.solve(program)
      services = Planner.services(task, program: program, chosen: solution.chosen)
    } catch {
      guard case .conflictingPins = error else {
        throw Planner.planningError(error, task: task, program: program)
      }
      services = nil
    }
  }

  private struct Key: Hashable {
    let need: String
    let role: String?
    let resource: String
  }

  /// The sessions in which each did what it did.
  private static func done(
    _ places: [ActualPlace], task: PlanningTask
  ) -> [Key: SessionSet] {
    let needs = Dictionary(uniqueKeysWithValues: task.needs.map { ($0.id, $0) })
    let open = Eligibility.openSessions(task.policy, task.week)
    var done: [Key: SessionSet] = [:]
    for (id, own) in Dictionary(grouping: places, by: \.need) {
      guard let need = needs[id] else { continue }
      let asked = own.filter { $0.visit <= need.visits }
      let known = Dictionary(
        asked.compactMap { place in place.session.map { (place.visit, $0) } },
        uniquingKeysWith: { first, _ in first })
      let taken = Set(known.values.map(\.weekday))
      let possible = need.sessions.intersection(open)
        .intersection(Eligibility.sinceReported(need, task.week))
        .intersection(Eligibility.untilDue(need, task.week))
      let days = (0..<7).filter { day in
        !taken.contains(day) && possible.sessions.contains { $0.weekday == day }
      }
      let unknown = Set(asked.map(\.visit)).subtracting(known.keys).sorted()
      for place in asked {
        let key = Key(need: id, role: place.role, resource: place.resource)
        var sessions = SessionSet.all
        if let session = place.session ?? known[place.visit] {
          sessions = SessionSet([session])
        } else if need.visits > 1, let position = unknown.firstIndex(of: place.visit) {
          guard position < days.count else { continue }
          sessions = SessionSet(Session.all.filter { $0.weekday == days[position] })
        }
        done[key] = (done[key] ?? []).union(sessions)
      }
    }
    return done
  }
}
