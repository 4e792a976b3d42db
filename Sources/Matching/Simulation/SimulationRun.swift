import Optimization
import ThreeLists

/// How one week went: a plan, refused in part, and dispatched again.
public struct SimulationRun: Hashable, Sendable {
  /// Visits that take place as first planned, by class: those of which nobody was refused.
  public var kept: [Int]
  /// Visits that take place after re-dispatch, by class.
  public var served: [Int]
  /// Places refused, first and later ones.
  public var refusals: Int
  /// Orders sent out after the first: a place with another resource or in another session.
  public var moves: Int
  /// How often the week was planned again.
  public var rounds: Int

  /// A run in which nobody has refused anything yet.
  private init(classes: Int) {
    kept = Array(repeating: 0, count: classes)
    served = kept
    refusals = 0
    moves = 0
    rounds = 0
  }

  /// Plays a week.
  ///
  /// Each round whoever has a new order says yes or no. What is accepted stays; a visit that lost
  /// somebody, and needs that wait, are planned again as `week redispatch` does before the week
  /// begins: ``Standing``. All or nothing binds the first plan only, since what was promised stays.
  ///
  /// - Parameters:
  ///   - services: those of the plan of the task.
  ///   - task: lists, policy and week, without a standing.
  ///   - rounds: how often the week is planned again at most.
  ///   - isRefused: whether whoever is to do a service refuses; asked twice it says the same.
  /// - Throws: a fault of the solver; pins that cannot be kept any more are given up.
  init(
    _ services: [Service], task: PlanningTask, rounds: Int, isRefused: (Service) -> Bool
  ) throws(PlanningError) {
    self.init(classes: ClassRules.count)
    var current = services
    var sent = Set(services.map(Order.init))
    var broken: [StandingPlace] = []
    var refused = current.filter(isRefused)
    refusals = refused.count
    kept = SimulationRun.served(current, without: refused, task)
    served = kept
    while !refused.isEmpty, self.rounds < rounds {
      self.rounds += 1
      broken += try refused.map { service throws(PlanningError) in
        try SimulationRun.place(service, .refused, task.week)
      }
      let lost = Set(refused.map(\.id))
      let accepted = try current.filter { !lost.contains($0.id) }
        .map { service throws(PlanningError) in
          try SimulationRun.place(service, .accepted, task.week)
        }
      current = try SimulationRun.replanned(
        task, standing: Standing(places: accepted + broken, begun: 0))
      for service in current where sent.insert(Order(service)).inserted { moves += 1 }
      refused = current.filter(isRefused)
      refusals += refused.count
      served = SimulationRun.served(current, without: refused, task)
    }
  }

  private struct Order: Hashable {
    let need: String
    let role: String?
    let resource: String
    let session: Session

    init(_ service: Service) {
      need = service.need
      role = service.role
      resource = service.resource
      session = service.session
    }
  }

  /// Visits of which nobody was refused, by class.
  private static func served(
    _ services: [Service], without refused: [Service], _ task: PlanningTask
  ) -> [Int] {
    var visits: [String: Set<Int>] = [:]
    for service in services { visits[service.need, default: []].insert(service.visit) }
    for service in refused { visits[service.need]?.remove(service.visit) }
    var counts = Array(repeating: 0, count: ClassRules.count)
    for need in task.listedNeeds {
      counts[task.policy.classes.priorityClass(of: need)] += visits[need.id]?.count ?? 0
    }
    return counts
  }

  private static func place(
    _ service: Service, _ state: StandingState, _ week: Week
  ) throws(PlanningError) -> StandingPlace {
    let start = "\(week)-\(service.need)-\(service.visit)-"
    guard let place = Int(service.id.dropFirst(start.count)) else {
      throw .fault("service \(service.id) has no place")
    }
    return StandingPlace(
      origin: Origin(file: service.id, line: 1), need: service.need, visit: service.visit,
      place: place, role: service.role, resource: service.resource, session: service.session,
      state: state)
  }

  /// The services of a week planned again.
  private static func replanned(
    _ task: PlanningTask, standing: Standing
  ) throws(PlanningError) -> [Service] {
    let promised = Set(standing.current.keys)
    let needs = task.listedNeeds.map { need in
      var need = need
      if promised.contains(need.id) { need.allowsPartial = true }
      return need
    }
    var left = needs
    while true {
      do throws(PlanningError) {
        return try solved(left, task, standing)
      } catch {
        // An order of the office that cannot be kept any more is given up.
        guard case .conflictingPins(let sets) = error else { throw error }
        let given = Set(sets.joined().map(\.need))
        let freed = left.map { need in
          var need = need
          if given.contains(need.id) { need.pinned = [] }
          return need
        }
        guard freed != left else { throw error }
        left = freed
      }
    }
  }

  private static func solved(
    _ needs: [Need], _ task: PlanningTask, _ standing: Standing
  ) throws(PlanningError) -> [Service] {
    let again = PlanningTask(
      needs: needs, resources: task.resources, policy: task.policy, week: task.week,
      version: task.version, standing: standing)
    let program = ProgramBuilder(
      again, candidates: Candidates(again)
    ).program
    do {
      return Planner.services(
        again, program: program, chosen: try AssignmentSolver.solve(program).chosen)
    } catch {
      throw Planner.planningError(error, task: again, program: program)
    }
  }
}
