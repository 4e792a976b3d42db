import Matching
import Reports

extension Unmet {
  /// The same with the names that a page has for roles and skills.
  func named(_ names: CodeNames) -> Unmet {
    var named = self
    named.reason = reason.named(names)
    for index in named.further.indices {
      named.further[index].reason = further[index].reason.named(names)
    }
    if let changes = smallestChange?.changes {
      named.smallestChange?.changes = changes.map { $0.named(names) }
    }
    return named
  }
}

extension UnmetReason {
  fileprivate func named(_ names: CodeNames) -> UnmetReason {
    switch self {
    case .noCandidate(let role, let counts, let nearest):
      return .noCandidate(role: role.map(names.role), counts: counts, nearest: nearest)
    case .roleUnfilled(let role, let sessions):
      return .roleUnfilled(role: names.role(role), sessions: sessions)
    case .fewPlaces(var offered):
      offered.role = offered.role.map(names.role)
      return .fewPlaces(offered)
    case .placesHeld(let role, let held):
      return .placesHeld(role: role.map(names.role), held: held)
    case .allOrNothing(let possible, let visits, let role, let held):
      return .allOrNothing(
        possible: possible, visits: visits, role: role.map(names.role), held: held)
    case .fewDays, .sessionsFull, .weeksFull, .higherTier, .equalPlan, .unpriced, .cutOff, .byHand,
      .notAsked:
      return self
    }
  }
}

extension ListChange {
  fileprivate func named(_ names: CodeNames) -> ListChange {
    switch self {
    case .role(let resource, let role): .role(resource: resource, role: names.role(role))
    case .skill(let resource, let skill): .skill(resource: resource, skill: names.skill(skill))
    case .visit, .window, .session, .area, .category: self
    }
  }
}
