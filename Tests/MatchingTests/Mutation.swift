import Matching
import ThreeLists

/// A kind of change to a plan, and the rule of the audit that it breaks.
struct Mutation: Sendable {
  let name: String
  let breaks: AuditRule
  /// The changed plan; nil where the kind finds nothing to change.
  let change: @Sendable (Plan, SeededLists, inout Seeded) -> Plan?

  init(
    _ breaks: AuditRule, _ name: String,
    _ change: @escaping @Sendable (Plan, SeededLists, inout Seeded) -> Plan?
  ) {
    self.breaks = breaks
    self.name = name
    self.change = change
  }

  /// A change to one of the services that a test admits.
  static func ofService(
    _ breaks: AuditRule, _ name: String,
    where admits: @escaping @Sendable (Service, SeededLists) -> Bool = { _, _ in true },
    _ change: @escaping @Sendable (inout Service, SeededLists) -> Void
  ) -> Mutation {
    Mutation(breaks, name) { plan, lists, random in
      let able = plan.services.indices.filter { admits(plan.services[$0], lists) }
      guard !able.isEmpty else { return nil }
      var mutant = plan
      change(&mutant.services[random.pick(able)], lists)
      return mutant
    }
  }

  /// A service given to another resource or session, its other columns renewed, so that the rule
  /// is broken.
  static func byMoving(_ breaks: AuditRule, _ name: String) -> Mutation {
    Mutation(breaks, name) { plan, lists, random in
      for move in random.shuffled(Moves.all(plan, lists)) {
        let mutant = move.made(plan, lists)
        if NaiveRules.broken(by: mutant, lists).contains(breaks) { return mutant }
      }
      return nil
    }
  }

  static func ofTier(
    _ breaks: AuditRule, _ name: String,
    _ change: @escaping @Sendable (inout Plan, Int) -> Void
  ) -> Mutation {
    Mutation(breaks, name) { plan, _, random in
      var mutant = plan
      change(&mutant, random.below(plan.tiers.count))
      return mutant
    }
  }

  /// A change to a reason; nil leaves the reason to others.
  static func ofReason(
    _ breaks: AuditRule, _ name: String,
    _ change: @escaping @Sendable (UnmetReason, Need, Plan, SeededLists) -> UnmetReason?
  ) -> Mutation {
    Mutation(breaks, name) { plan, lists, random in
      let needs = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, $0) })
      let changed = plan.unmet.indices.compactMap { index -> (Int, UnmetReason)? in
        guard let need = needs[plan.unmet[index].need] else { return nil }
        return change(plan.unmet[index].reason, need, plan, lists).map { (index, $0) }
      }
      guard !changed.isEmpty else { return nil }
      let (index, reason) = random.pick(changed)
      var mutant = plan
      mutant.unmet[index].reason = reason
      return mutant
    }
  }
}

/// One service given to another resource or session, or two with their resources exchanged.
struct Moves {
  private var services: [Int]
  private var resources: [String]
  private var session: Session?

  /// The plan after the move, the columns that follow renewed.
  func made(_ plan: Plan, _ lists: SeededLists) -> Plan {
    var mutant = plan
    for (service, resource) in zip(services, resources) {
      mutant.services[service].resource = resource
      if let session { mutant.services[service].session = session }
    }
    return Moves.renewed(mutant, lists)
  }

  static func all(_ plan: Plan, _ lists: SeededLists) -> [Moves] {
    var moved: [Moves] = []
    let sessions = [0, 1, 3, 4, 6, 7, 13, 20].map { Session(index: $0) }
    for index in plan.services.indices {
      for resource in lists.resources {
        for session in sessions {
          let service = plan.services[index]
          if service.resource == resource.id, service.session == session { continue }
          moved.append(Moves(services: [index], resources: [resource.id], session: session))
        }
      }
    }
    return moved
  }

  static func exchanges(_ plan: Plan) -> [Moves] {
    var moved: [Moves] = []
    for left in plan.services.indices {
      for right in plan.services.indices where right > left {
        let (one, other) = (plan.services[left], plan.services[right])
        guard one.resource != other.resource else { continue }
        moved.append(
          Moves(services: [left, right], resources: [other.resource, one.resource]))
      }
    }
    return moved
  }

  /// The plan with every column renewed that follows from need, visit, role, resource, session.
  static func renewed(_ plan: Plan, _ lists: SeededLists) -> Plan {
    let needs = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, $0) })
    let resources = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, $0) })
    var result = plan
    result.services = []
    for (id, own) in Dictionary(grouping: plan.services, by: \.need).sorted(by: { $0.key < $1.key })
    {
      guard let need = needs[id] else { continue }
      let visits = Dictionary(grouping: own, by: \.visit).values.sorted {
        ($0[0].session, $0[0].visit) < ($1[0].session, $1[0].visit)
      }
      for (number, visit) in visits.enumerated() {
        func role(_ service: Service) -> Int {
          need.roles.firstIndex { $0.role == service.role } ?? 0
        }
        let ordered = visit.sorted { (role($0), $0.resource) < (role($1), $1.resource) }
        for (place, original) in ordered.enumerated() {
          guard let resource = resources[original.resource] else { continue }
          var service = original
          service.visit = number + 1
          service.id = "\(plan.week)-\(id)-\(number + 1)-\(place + 1)"
          service.leads = place == 0
          service.unit = resource.unit
          service.date = plan.week.day(of: service.session)
          service.method =
            need.pinned.contains {
              $0.resource == resource.id && ($0.session == nil || $0.session == service.session)
            } ? .pinned : .optimized
          service.choiceRank = need.requested.firstIndex(of: resource.id).map { $0 + 1 }
          service.distance = Distance.level(
            from: resource.home, to: need.grid, levels: lists.policy.levels)
          result.services.append(service)
        }
      }
    }
    return result
  }
}
