import ThreeLists

@testable import Matching

extension Mutation {
  /// Changes to the reasons of unmet needs.
  static let ofReasons: [Mutation] = [
    .ofReason(.reasonNoCandidate, "a count off by one") { reason, _, _, _ in
      guard case .noCandidate(let role, var counts, let nearest) = reason, !counts.isEmpty else {
        return nil
      }
      counts[0].resources += 1
      return .noCandidate(role: role, counts: counts, nearest: nearest)
    },
    .ofReason(.reasonNoCandidate, "a rule left out") { reason, _, _, _ in
      guard case .noCandidate(let role, let counts, let nearest) = reason, !counts.isEmpty else {
        return nil
      }
      return .noCandidate(role: role, counts: Array(counts.dropLast()), nearest: nearest)
    },
    .ofReason(.reasonNoCandidate, "another nearest miss") { reason, _, _, lists in
      guard case .noCandidate(let role, let counts, let nearest?) = reason,
        let other = lists.resources.first(where: { $0.id != nearest.resource })
      else { return nil }
      var miss = nearest
      miss.resource = other.id
      return .noCandidate(role: role, counts: counts, nearest: miss)
    },
    .ofReason(.reasonNoCandidate, "a nearest miss that fails less") { reason, _, _, _ in
      guard case .noCandidate(let role, let counts, let nearest?) = reason else { return nil }
      var miss = nearest
      miss.rules.removeLast()
      return .noCandidate(role: role, counts: counts, nearest: miss)
    },
    .ofReason(.reasonNoCandidate, "one more alike") { reason, _, _, _ in
      guard case .noCandidate(let role, let counts, let nearest?) = reason else { return nil }
      var miss = nearest
      miss.alike += 1
      return .noCandidate(role: role, counts: counts, nearest: miss)
    },
    .ofReason(.reasonNoCandidate, "no nearest miss") { reason, _, _, _ in
      guard case .noCandidate(let role, let counts, .some) = reason else { return nil }
      return .noCandidate(role: role, counts: counts, nearest: nil)
    },
    .ofReason(.reasonNoCandidate, "another role, or one where there is none") {
      reason, need, _, _ in
      guard case .noCandidate(let role, let counts, let nearest) = reason else { return nil }
      let other = need.roles.map(\.role).first { $0 != role } ?? (role == nil ? "法律" : nil)
      return .noCandidate(role: other, counts: counts, nearest: nearest)
    },
    .ofReason(.reasonNoCandidate, "candidates denied") { reason, _, _, _ in
      switch reason {
      case .noCandidate, .roleUnfilled: nil
      default: .noCandidate(role: nil, counts: [], nearest: nil)
      }
    },
    ofFurther("what stops the last visit left out") { further, _ in
      further.popLast() != nil
    },
    ofFurther("more visits stopped than are") { further, _ in
      guard !further.isEmpty else { return false }
      further[0].visits += 1
      return true
    },
    ofFurther("an obstacle that there is not") { further, need in
      further.append(
        FurtherObstacle(visits: 1, reason: .fewDays(days: 0, visits: need.visits)))
      return true
    },
    .ofReason(.reasonFewDays, "one day fewer") { reason, _, _, _ in
      guard case .fewDays(let days, let visits) = reason else { return nil }
      return .fewDays(days: days - 1, visits: visits)
    },
    .ofReason(.reasonFewDays, "one visit more asked") { reason, _, _, _ in
      guard case .fewDays(let days, let visits) = reason else { return nil }
      return .fewDays(days: days, visits: visits + 1)
    },
    .ofReason(.reasonFewDays, "days denied") { reason, need, _, _ in
      if case .fewDays = reason { return nil }
      return .fewDays(days: need.visits, visits: need.visits)
    },
    .ofReason(.reasonFewDays, "days lacking, though rules removed all") { reason, need, _, _ in
      guard case .noCandidate = reason, !need.isTeam else { return nil }
      return .fewDays(days: 0, visits: need.visits)
    },
    .ofReason(.reasonFewDays, "days lacking, though one visit more would fit on them") {
      reason, need, plan, lists in
      if case .fewDays = reason { return nil }
      let view = AuditView(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy)
      guard let index = view.needIndex[need.id] else { return nil }
      let days = AuditView.days(view.fillable(index))
      return days > 0 && days < need.visits ? .fewDays(days: days, visits: need.visits) : nil
    },
    .ofReason(.reasonTightSet, "the tight set of another need with it") {
      reason, need, plan, lists in
      guard var set = TightSet(reason) else { return nil }
      for unmet in plan.unmet where unmet.need != need.id {
        guard let other = TightSet(unmet.reason), !Set(other.slots).isSubset(of: set.slots) else {
          continue
        }
        let weeks = Set(set.resources ?? []).union(other.resources ?? []).sorted()
        set.slots = Set(set.slots).union(other.slots).sorted()
        set.resources = weeks.isEmpty ? nil : weeks
        set.holders = Set(set.holders).union(other.holders).sorted()
        return set.reason
      }
      return nil
    },
    .ofReason(.reasonTightSet, "a tight set, where places are too few") { reason, need, _, lists in
      guard case .fewPlaces = reason, !need.isTeam else { return nil }
      return .sessionsFull(
        slots: lists.resources.map { ResourceSession(resource: $0.id, session: Session(index: 0)) },
        holders: [])
    },
    ofTightSet("a slot left out") { set, _, _ in
      let fullByWeek = Set(set.resources ?? [])
      guard let index = set.slots.firstIndex(where: { !fullByWeek.contains($0.resource) }) else {
        return false
      }
      set.slots.remove(at: index)
      return true
    },
    ofTightSet("a slot with room") { set, plan, lists in
      for resource in lists.resources where !(set.resources ?? []).contains(resource.id) {
        for session in Session.all {
          let load = plan.services.count { $0.resource == resource.id && $0.session == session }
          guard load < resource.perSession else { continue }
          set.slots.append(ResourceSession(resource: resource.id, session: session))
          set.slots.sort()
          return true
        }
      }
      return false
    },
    ofTightSet("a slot of nobody") { set, _, _ in
      set.slots.append(ResourceSession(resource: "R99", session: Session(index: 0)))
      return true
    },
    ofTightSet("slots out of order") { set, _, _ in
      guard set.slots.count > 1 else { return false }
      set.slots.reverse()
      return true
    },
    ofTightSet("no slots") { set, _, _ in
      set.slots = []
      return true
    },
    ofTightSet("a holder left out") { set, _, _ in set.holders.popLast() != nil },
    ofTightSet("a holder that holds nothing") { set, _, lists in
      guard let other = lists.needs.first(where: { !set.holders.contains($0.id) }) else {
        return false
      }
      set.holders = (set.holders + [other.id]).sorted()
      return true
    },
    ofTightSet("a full week left out") { set, _, _ in
      guard let resources = set.resources else { return false }
      set.resources = resources.count > 1 ? Array(resources.dropLast()) : nil
      return true
    },
    ofTightSet("a week with room") { set, plan, lists in
      let open = lists.resources.first { resource in
        plan.services.count { $0.resource == resource.id } < resource.weekly
      }
      guard let open, set.resources?.contains(open.id) != true else { return false }
      set.resources = ((set.resources ?? []) + [open.id]).sorted()
      return true
    },
    .ofReason(.reasonTightSet, "held by a lower class") { _, need, plan, lists in
      let rules = lists.policy.classes
      let own = rules.priorityClass(of: need)
      let needs = Dictionary(uniqueKeysWithValues: lists.needs.map { ($0.id, $0) })
      for unmet in plan.unmet where unmet.need != need.id {
        guard let set = TightSet(unmet.reason) else { continue }
        let lower = set.holders.contains { holder in
          needs[holder].map { rules.priorityClass(of: $0) > own && $0.pinned.isEmpty } ?? false
        }
        if lower { return set.reason }
      }
      return nil
    },
    .ofReason(.reasonTightSet, "a tight set for a team") { _, need, plan, _ in
      need.isTeam ? plan.unmet.compactMap { TightSet($0.reason)?.reason }.first : nil
    },
    .ofReason(.reasonRoleUnfilled, "another role") { reason, need, _, _ in
      guard case .roleUnfilled(_, let sessions) = reason else { return nil }
      return .roleUnfilled(role: "司机", sessions: sessions)
    },
    .ofReason(.reasonRoleUnfilled, "another role that lacks somebody") {
      reason, need, plan, lists in
      guard case .roleUnfilled(let role, _) = reason else { return nil }
      let view = AuditView(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy)
      guard let index = view.needIndex[need.id],
        let other = need.roles.firstIndex(where: { $0.role != role })
      else { return nil }
      let sessions = view.fillable(index, leavingOut: other)
      return .roleUnfilled(
        role: need.roles[other].role,
        sessions: Session.all.filter { sessions & 1 << UInt32($0.index) != 0 })
    },
    .ofReason(.reasonRoleUnfilled, "a session left out") { reason, _, _, _ in
      guard case .roleUnfilled(let role, let sessions) = reason, !sessions.isEmpty else {
        return nil
      }
      return .roleUnfilled(role: role, sessions: Array(sessions.dropLast()))
    },
    .ofReason(.reasonRoleUnfilled, "a role that can be filled") { reason, need, _, _ in
      switch reason {
      case .roleUnfilled, .noCandidate: nil
      default: .roleUnfilled(role: need.roles.first?.role ?? "法律", sessions: [])
      }
    },
    .ofReason(.reasonFewPlaces, "one visit more possible") { reason, _, _, _ in
      guard case .fewPlaces(var offer) = reason else { return nil }
      offer.possible += 1
      return .fewPlaces(offer)
    },
    .ofReason(.reasonFewPlaces, "one place more offered") { reason, _, _, _ in
      guard case .fewPlaces(var offer) = reason, let offered = offer.offered else { return nil }
      offer.offered = offered + 1
      return .fewPlaces(offer)
    },
    .ofReason(.reasonFewPlaces, "another role to blame") { reason, _, _, _ in
      guard case .fewPlaces(var offer) = reason else { return nil }
      offer.role = offer.role == nil ? "法律" : nil
      return .fewPlaces(offer)
    },
    .ofReason(.reasonFewPlaces, "places denied") { reason, need, _, _ in
      if case .fewPlaces = reason { return nil }
      return .fewPlaces(
        PlacesOffered(possible: 0, visits: need.visits, role: nil, offered: 0))
    },
    ofHeld("a slot left out") { held, _, _ in
      guard !held.slots.isEmpty else { return false }
      held.slots.removeLast()
      held.slotCount -= 1
      return true
    },
    ofHeld("a slot more than told") { held, _, _ in
      held.slotCount += 1
      return true
    },
    ofHeld("a week left out") { held, _, _ in
      guard !held.resources.isEmpty else { return false }
      held.resources.removeFirst()
      held.resourceCount -= 1
      return true
    },
    ofHeld("a holder left out") { held, _, _ in
      guard !held.holders.isEmpty else { return false }
      held.holders.removeFirst()
      held.holderCount -= 1
      return true
    },
    ofHeld("a holder of a lower class") { held, plan, lists in
      guard let other = lists.needs.first(where: { !held.holders.contains($0.id) }) else {
        return false
      }
      held.holders = (held.holders + [other.id]).sorted()
      held.holderCount += 1
      return true
    },
    .ofReason(.reasonPlacesHeld, "another role lacking") { reason, _, _, _ in
      guard case .placesHeld(let role, let held) = reason else { return nil }
      return .placesHeld(role: role == nil ? "法律" : nil, held: held)
    },
    .ofReason(.reasonPlacesHeld, "places held, though rules removed all") { reason, _, plan, _ in
      switch reason {
      case .noCandidate, .fewDays, .roleUnfilled, .fewPlaces:
        .placesHeld(role: nil, held: HeldPlaces(slots: [], resources: [], holders: []))
      default: nil
      }
    },
    .ofReason(.reasonPlacesHeld, "places held, as they are, where a set is tight") {
      reason, need, plan, lists in
      guard TightSet(reason) != nil else { return nil }
      let view = AuditView(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy)
      return view.needIndex[need.id].flatMap { view.capacityReason($0) }
    },
    .ofReason(.reasonAllOrNothing, "one visit more possible") { reason, _, _, _ in
      guard case .allOrNothing(let possible, let visits, let role, let held) = reason else {
        return nil
      }
      return .allOrNothing(possible: possible + 1, visits: visits, role: role, held: held)
    },
    .ofReason(.reasonAllOrNothing, "one visit less possible") { reason, _, _, _ in
      guard case .allOrNothing(let possible, let visits, let role, let held) = reason else {
        return nil
      }
      return .allOrNothing(possible: possible - 1, visits: visits, role: role, held: held)
    },
    .ofReason(.reasonAllOrNothing, "a holder left out") { reason, _, _, _ in
      guard case .allOrNothing(let possible, let visits, let role, var held) = reason,
        !held.holders.isEmpty
      else { return nil }
      held.holders.removeLast()
      held.holderCount -= 1
      return .allOrNothing(possible: possible, visits: visits, role: role, held: held)
    },
    .ofReason(.reasonAllOrNothing, "though a part is allowed") { _, need, _, _ in
      need.allowsPartial
        ? .allOrNothing(
          possible: 1, visits: need.visits, role: nil,
          held: HeldPlaces(slots: [], resources: [], holders: [])) : nil
    },
    .ofReason(.reasonHigherTier, "where a sharper reason is true") { reason, _, plan, _ in
      switch reason {
      case .higherTier, .equalPlan, .unpriced, .cutOff: nil
      default: .higherTier(plan.tiers[0].name, by: 1, instead: [])
      }
    },
    .ofReason(.reasonEqualPlan, "where a sharper reason is true") { reason, _, _, _ in
      switch reason {
      case .higherTier, .equalPlan, .unpriced, .cutOff: nil
      default: .equalPlan(instead: [])
      }
    },
    .ofReason(.reasonUnpriced, "where a sharper reason is true") { reason, _, _, _ in
      switch reason {
      case .higherTier, .equalPlan, .unpriced, .cutOff: nil
      default: .unpriced
      }
    },
    .ofReason(.reasonCutOff, "cut off, though it was not") { _, _, _, _ in .cutOff },
  ]

  /// Changes to the reasons of lists whose policy puts other tiers before the served ones.
  static let ofPrices: [Mutation] = [
    .ofReason(.reasonHigherTier, "a tier that comes later") { reason, _, plan, _ in
      guard case .higherTier(let tier, let by, let instead) = reason,
        let index = plan.tiers.firstIndex(where: { $0.name == tier }), index + 1 < plan.tiers.count
      else { return nil }
      return .higherTier(plan.tiers[index + 1].name, by: by, instead: instead)
    },
    .ofReason(.reasonHigherTier, "a tier that comes earlier") { reason, _, plan, _ in
      guard case .higherTier(let tier, let by, let instead) = reason,
        let index = plan.tiers.firstIndex(where: { $0.name == tier }), index > 0
      else { return nil }
      return .higherTier(plan.tiers[index - 1].name, by: by, instead: instead)
    },
    .ofReason(.reasonHigherTier, "one dearer") { reason, _, _, _ in
      guard case .higherTier(let tier, let by, let instead) = reason else { return nil }
      return .higherTier(tier, by: by + 1, instead: instead)
    },
    .ofReason(.reasonHigherTier, "one cheaper") { reason, _, _, _ in
      guard case .higherTier(let tier, let by, let instead) = reason else { return nil }
      return .higherTier(tier, by: by - 1, instead: instead)
    },
    .ofReason(.reasonHigherTier, "a loser without visits") { reason, need, _, _ in
      guard case .higherTier(let tier, let by, _) = reason else { return nil }
      return .higherTier(tier, by: by, instead: [need.id])
    },
    Mutation(.reasonHigherTier, "an open tier") { plan, _, _ in
      guard plan.unmet.contains(where: { $0.reason.code == "higher-tier" }) else { return nil }
      var mutant = plan
      for index in mutant.tiers.indices {
        mutant.tiers[index].provedBy = .open
        mutant.tiers[index].bound = nil
      }
      mutant.status = .gap
      return mutant
    },
    .ofReason(.reasonEqualPlan, "equal, though dearer") { reason, _, _, _ in
      guard case .higherTier = reason else { return nil }
      return .equalPlan(instead: [])
    },
    .ofReason(.reasonCutOff, "cut off, though it was not") { reason, _, _, _ in
      guard case .higherTier = reason else { return nil }
      return .cutOff
    },
  ]

  /// Others named as those who would lose, in weeks without couplings.
  static let ofLosers: [Mutation] = [
    .ofReason(.reasonHigherTier, "a loser left out") { reason, _, _, _ in
      guard case .higherTier(let tier, let by, let instead) = reason, !instead.isEmpty else {
        return nil
      }
      return .higherTier(tier, by: by, instead: Array(instead.dropFirst()))
    },
    .ofReason(.reasonHigherTier, "one who need not lose") { reason, need, plan, _ in
      guard case .higherTier(let tier, let by, let instead) = reason,
        let other = plan.services.first(where: { $0.need != need.id && !instead.contains($0.need) })
      else { return nil }
      return .higherTier(tier, by: by, instead: (instead + [other.need]).sorted())
    },
    .ofReason(.reasonEqualPlan, "a loser left out") { reason, _, _, _ in
      guard case .equalPlan(let instead) = reason, !instead.isEmpty else { return nil }
      return .equalPlan(instead: Array(instead.dropFirst()))
    },
  ]

  private static func ofHeld(
    _ name: String, _ change: @escaping @Sendable (inout HeldPlaces, Plan, SeededLists) -> Bool
  ) -> Mutation {
    .ofReason(.reasonPlacesHeld, "\(name) (held)") { reason, _, plan, lists in
      guard case .placesHeld(let role, var held) = reason, change(&held, plan, lists) else {
        return nil
      }
      return .placesHeld(role: role, held: held)
    }
  }

  /// A tight set as it can be changed.
  struct TightSet {
    var slots: [ResourceSession]
    var resources: [String]?
    var holders: [String]

    init?(_ reason: UnmetReason) {
      switch reason {
      case .sessionsFull(let slots, let holders):
        (self.slots, self.holders) = (slots, holders)
      case .weeksFull(let slots, let resources, let holders):
        (self.slots, self.resources, self.holders) = (slots, resources, holders)
      default: return nil
      }
    }

    var reason: UnmetReason {
      resources.map { .weeksFull(slots: slots, resources: $0, holders: holders) }
        ?? .sessionsFull(slots: slots, holders: holders)
    }
  }

  private static func ofFurther(
    _ name: String, _ change: @escaping @Sendable (inout [FurtherObstacle], Need) -> Bool
  ) -> Mutation {
    Mutation(.reasonFurther, name) { plan, lists, _ in
      var mutant = plan
      for index in mutant.unmet.indices {
        guard let need = lists.needs.first(where: { $0.id == mutant.unmet[index].need }) else {
          continue
        }
        if change(&mutant.unmet[index].further, need) { return mutant }
      }
      return nil
    }
  }

  private static func ofTightSet(
    _ name: String, _ change: @escaping @Sendable (inout TightSet, Plan, SeededLists) -> Bool
  ) -> Mutation {
    .ofReason(.reasonTightSet, name) { reason, _, plan, lists in
      guard var set = TightSet(reason), change(&set, plan, lists) else { return nil }
      return set.reason
    }
  }
}
