import ThreeLists

extension Audit {
  /// Whether the reasons of the unmet list are true.
  ///
  /// Each reason's claim is defined here by the check that tries it:
  /// - `no-candidate`: for the need, or the first of its roles for which it is so, no resource passes
  ///   the rules; the counts and the nearest miss are those of it. Of a team the other roles have no
  ///   session in common either, else the role to blame is told.
  /// - `few-days`: the sessions in which different candidates can fill all places of a visit lie
  ///   on `days` weekdays, fewer than the visits asked for, and no further visit would fit on them.
  /// - `sessions-full`, `weeks-full`: see ``AuditTightSet``.
  /// - `role-unfilled`: `sessions` are those in which different candidates can fill the places of
  ///   all other roles; in none of them, the role's places included, can they. No other role is
  ///   missing in more sessions.
  /// - `few-places`, `places-held`, `all-or-nothing`: worked out again by ``AuditView/capacityReason(_:)``
  ///   and compared in all their parts; the first of them, in this order, that is true has to stand.
  ///   A tight set that ``AuditClosure`` finds stands before the latter two and all that follow.
  ///   The latter two speak of the plan as it stands, so the served tier of the need's class is closed.
  /// - `higher-tier`, `equal-plan`, `unpriced`: no visit lacks for want of places or days, and the
  ///   visits wanted would fit beside the firm part of the plan, so no sharper reason is true.
  /// - `higher-tier`: the tier named and all before it are closed; see ``AuditPrice`` for the price.
  /// - `equal-plan`: all tiers are closed; likewise.
  /// - `unpriced`: the served tier of the need's class is closed, and the price cannot be worked out
  ///   without a solver.
  /// - `cut-off`: the plan is cut off or not proved best, and the served tier of the need's class is
  ///   open; no visit lacks for want of places or days.
  /// - `by-hand`: the plan was changed by hand, and nothing that says more is true of it as it stands.
  /// - `further`: worked out again by ``AuditView/further(_:)`` and compared.
  /// - The needs named by `instead` are on the list, in order, once each, and have visits to lose.
  static let reasonChecks: [AuditCheck] = [
    reason(.reasonNoCandidate) { view, index, unmet in
      guard case .noCandidate(let role, let counts, let nearest) = unmet.reason else { return nil }
      return noCandidate(view, index, role, counts, nearest)
    },
    reason(.reasonFewDays) { view, index, unmet in
      guard case .fewDays(let days, let visits) = unmet.reason else { return nil }
      let code = structural(view, index)
      guard code == "few-days" else { return (code ?? "a further visit on a day", "few-days") }
      let real = AuditView.days(view.fillable(index))
      let asked = view.needs[index].visits
      if real == days, asked == visits, real < asked { return nil }
      return ("\(real) of \(asked)", "\(days) of \(visits)")
    },
    AuditCheck(.reasonTightSet) { view in
      var sets = AuditTightSets(view)
      return view.plan.unmet.flatMap { unmet -> [AuditFinding] in
        guard let index = view.needIndex[unmet.need] else { return [] }
        let set: AuditTightSet
        switch unmet.reason {
        case .sessionsFull(let slots, let holders):
          set = AuditTightSet(slots: slots, resources: nil, holders: holders)
        case .weeksFull(let slots, let resources, let holders):
          set = AuditTightSet(slots: slots, resources: resources, holders: holders)
        default: return []
        }
        let blunt = lasting(view, index).map {
          AuditFinding(
            rule: .reasonTightSet, need: unmet.need, expected: $0, found: unmet.reason.code)
        }
        return (blunt.map { [$0] } ?? []) + sets.findings(index, set)
      }
    },
    reason(.reasonRoleUnfilled) { view, index, unmet in
      guard case .roleUnfilled(let role, let sessions) = unmet.reason else { return nil }
      guard let position = view.needs[index].roles.firstIndex(where: { $0.role == role }) else {
        return (view.needs[index].roles.map(\.role).joined(separator: ";"), role)
      }
      let others = view.fillable(index, leavingOut: position)
      let told = sessions.map(\.description).joined(separator: ";")
      if codes(others) != told { return (codes(others), told) }
      if view.fillable(index) == 0, blamed(view, index) != position {
        let right = blamed(view, index).map { view.needs[index].roles[$0].role }
        return (right ?? "no-candidate", role)
      }
      let whole = view.fillable(index)
      return whole == 0 ? nil : ("\(role) filled in \(codes(whole))", "\(role) unfilled")
    },
    reason(.reasonFurther) { view, index, unmet in
      let real = view.further(index)
      return real == unmet.further ? nil : (describe(real), describe(unmet.further))
    },
    reason(.reasonFewPlaces) { view, index, unmet in
      guard case .fewPlaces = unmet.reason else { return nil }
      return capacity(view, index, unmet.reason)
    },
    reason(.reasonPlacesHeld) { view, index, unmet in
      guard case .placesHeld = unmet.reason else { return nil }
      return capacity(view, index, unmet.reason)
    },
    reason(.reasonAllOrNothing) { view, index, unmet in
      guard case .allOrNothing = unmet.reason else { return nil }
      return capacity(view, index, unmet.reason)
    },
    reason(.reasonHigherTier) { view, index, unmet in
      guard case .higherTier(let tier, let by, let instead) = unmet.reason else { return nil }
      if let sharper = sharper(view, index) { return (sharper, "higher-tier") }
      guard let position = view.plan.tiers.firstIndex(where: { $0.name == tier }) else {
        return ("a tier of the plan", "\(tier)")
      }
      guard isClosed(tier, view) else { return ("\(tier) closed", "\(tier) open") }
      guard by > 0 else { return ("worse", "\(by)") }
      return losers(view, index, instead)
        ?? AuditPrice(view, index).fault(tier: position, by: by)
        ?? view.losersFault(index, instead.compactMap { view.needIndex[$0] })
    },
    reason(.reasonEqualPlan) { view, index, unmet in
      guard case .equalPlan(let instead) = unmet.reason else { return nil }
      if let sharper = sharper(view, index) { return (sharper, "equal-plan") }
      guard view.plan.status != .gap else { return ("all tiers closed", "gap") }
      guard view.detour(index) != nil else { return ("unpriced", "equal-plan") }
      return losers(view, index, instead) ?? AuditPrice(view, index).fault(tier: nil, by: 0)
        ?? view.losersFault(index, instead.compactMap { view.needIndex[$0] })
    },
    reason(.reasonUnpriced) { view, index, unmet in
      guard case .unpriced = unmet.reason else { return nil }
      if let sharper = sharper(view, index) { return (sharper, "unpriced") }
      if let price = view.detour(index) {
        if view.isClosed(price) { return ("a price", "unpriced") }
      } else if isPriceLeftOut(view, index) {
        return ("a price", "unpriced")
      }
      let own = TierName.served(view.priorityClass(view.needs[index]))
      return isClosed(own, view) ? nil : ("\(own) closed", "\(own) open")
    },
    reason(.reasonCutOff) { view, index, unmet in
      guard case .cutOff = unmet.reason else { return nil }
      if let sharper = lasting(view, index) ?? tight(view, index) { return (sharper, "cut-off") }
      let own = TierName.served(view.priorityClass(view.needs[index]))
      if isClosed(own, view) { return ("\(own) open", "\(own) closed") }
      return view.plan.cutOff || view.plan.status == .gap
        ? nil : ("a plan cut off", view.plan.status.rawValue)
    },
    reason(.reasonByHand) { view, index, unmet in
      guard case .byHand = unmet.reason else {
        return view.plan.byHand != nil && isOfBestPlan(unmet.reason)
          ? ("by-hand", unmet.reason.code) : nil
      }
      if view.plan.byHand == nil { return ("a plan changed by hand", "by-hand") }
      if let sharper = lasting(view, index) ?? tight(view, index) { return (sharper, "by-hand") }
      let own = TierName.served(view.priorityClass(view.needs[index]))
      guard isClosed(own, view), let sharper = view.capacityReason(index)?.code else { return nil }
      return (sharper, "by-hand")
    },
  ]

  /// Whether a need without a price is among the first that get one, and the certificate proves it.
  ///
  /// Where the time was up for prices it was for the smallest changes too, which the plan says.
  private static func isPriceLeftOut(_ view: AuditView, _ index: Int) -> Bool {
    guard view.plan.changesSought == .complete else { return false }
    // No further than the first: there may be thousands.
    let compared = view.plan.unmet.lazy.filter {
      switch $0.reason {
      case .higherTier, .equalPlan, .unpriced: true
      default: false
      }
    }
    guard
      compared.prefix(UnmetReason.mostPriced).contains(where: { $0.need == view.needs[index].id }),
      let proved = AuditPrice(view, index).proved
    else { return false }
    return view.plan.tiers.prefix(proved.tier + 1).allSatisfy { $0.provedBy != .open }
  }

  /// Whether a reason compares the plan with the best one.
  private static func isOfBestPlan(_ reason: UnmetReason) -> Bool {
    switch reason {
    case .higherTier, .equalPlan, .unpriced, .cutOff: true
    default: false
    }
  }

  /// The code of a reason that holds whatever else is planned, or for want of room; nil when none
  /// of them does.
  private static func sharper(_ view: AuditView, _ index: Int) -> String? {
    lasting(view, index) ?? tight(view, index) ?? view.capacityReason(index)?.code
  }

  /// The code of a reason that holds whatever else is planned.
  private static func lasting(_ view: AuditView, _ index: Int) -> String? {
    structural(view, index) ?? view.fewPlaces(index).map { _ in "few-places" }
  }

  /// The code of the tight set around a need, when there is one that could be told.
  private static func tight(_ view: AuditView, _ index: Int) -> String? {
    AuditClosure.tightSet(view, around: index).map {
      $0.resources == nil ? "sessions-full" : "weeks-full"
    }
  }

  /// The code of a reason that the rules, roles and days alone bear out.
  private static func structural(_ view: AuditView, _ index: Int) -> String? {
    let need = view.needs[index]
    let able = view.fillable(index)
    if able == 0 { return blamed(view, index) == nil ? "no-candidate" : "role-unfilled" }
    let days = AuditView.days(able)
    let gains = need.allowsPartial && view.visits[index].count < days
    return days < need.visits && !gains ? "few-days" : nil
  }

  /// Of a team that can be filled in no session, the role to blame: that without which it could be in
  /// most sessions, the first among equals; nil where somebody lacks for a role altogether and the others
  /// have no session in common either, or there are none.
  private static func blamed(_ view: AuditView, _ index: Int) -> Int? {
    let roles = view.needs[index].roles
    guard !roles.isEmpty else { return nil }
    var best = (role: 0, sessions: -1)
    for role in roles.indices {
      let sessions = view.fillable(index, leavingOut: role).nonzeroBitCount
      if sessions > best.sessions { best = (role, sessions) }
    }
    let isNobody = view.candidates(index).contains(where: \.isEmpty)
    let others = roles.count == 1 ? 0 : best.sessions
    return others > 0 || !isNobody ? best.role : nil
  }

  /// Whether a reason of capacity is the one that is true.
  private static func capacity(
    _ view: AuditView, _ index: Int, _ claimed: UnmetReason
  ) -> (String, String)? {
    if let code = structural(view, index) { return (code, claimed.code) }
    if claimed.code != "few-places", let code = lasting(view, index) ?? tight(view, index) {
      return (code, claimed.code)
    }
    guard let real = view.capacityReason(index) else { return ("room", claimed.code) }
    let own = TierName.served(view.priorityClass(view.needs[index]))
    if real.code != "few-places", !isClosed(own, view) {
      return ("\(own) closed", "\(own) open")
    }
    return real == claimed ? nil : (describe(real), describe(claimed))
  }

  private static func describe(_ further: [FurtherObstacle]) -> String {
    further.isEmpty
      ? "nothing further"
      : further.map { "\($0.visits): \(describe($0.reason))" }.joined(separator: ", ")
  }

  private static func describe(_ reason: UnmetReason) -> String {
    func told(_ role: String?, _ held: HeldPlaces) -> String {
      [
        role ?? "", held.slots.map(\.description).joined(separator: " "), "\(held.slotCount)",
        held.resources.joined(separator: " "), "\(held.resourceCount)",
        held.holders.joined(separator: " "), "\(held.holderCount)",
      ].joined(separator: ";")
    }
    switch reason {
    case .fewPlaces(let offer):
      return "few-places \(offer.possible) of \(offer.visits) \(offer.role ?? "") "
        + (offer.offered.map(String.init) ?? "none")
    case .placesHeld(let role, let held): return "places-held \(told(role, held))"
    case .allOrNothing(let possible, let visits, let role, let held):
      return "all-or-nothing \(possible) of \(visits) \(told(role, held))"
    default: return reason.code
    }
  }

  /// What is wrong with the needs that are said to be served less often.
  private static func losers(
    _ view: AuditView, _ index: Int, _ instead: [String]
  ) -> (String, String)? {
    let inOrder = zip(instead, instead.dropFirst()).allSatisfy { $0 < $1 }
    let known = instead.allSatisfy { name in
      view.needIndex[name].map { $0 != index && !view.visits[$0].isEmpty } ?? false
    }
    // A bound names no plan, and so nobody who would lose by it.
    let isNamed = instead.isEmpty || view.detour(index) != nil
    return inOrder && known && isNamed && instead.count <= HeldPlaces.mostTold
      ? nil : ("needs with visits, in order", instead.joined(separator: ";"))
  }

  /// Whether the plan says that a tier and all before it are proved.
  private static func isClosed(_ tier: TierName, _ view: AuditView) -> Bool {
    view.plan.tiers.prefix { $0.provedBy != .open }.contains { $0.name == tier }
  }

  /// A check of unmet needs that the list has.
  private static func reason(
    _ rule: AuditRule, _ judge: @escaping @Sendable (AuditView, Int, Unmet) -> (String, String)?
  ) -> AuditCheck {
    AuditCheck(rule) { view in
      view.plan.unmet.compactMap { unmet in
        guard let index = view.needIndex[unmet.need] else { return nil }
        return judge(view, index, unmet).map {
          AuditFinding(rule: rule, need: unmet.need, expected: $0.0, found: $0.1)
        }
      }
    }
  }

  private static func noCandidate(
    _ view: AuditView, _ index: Int, _ role: String?, _ counts: [RuleCount],
    _ nearest: NearestMiss?
  ) -> (String, String)? {
    let found = describe(role, counts, nearest)
    if let code = structural(view, index), code != "no-candidate" { return (code, found) }
    let kinds = view.kinds(view.needs[index])
    guard let kind = kinds.indices.first(where: { view.candidates(index)[$0].isEmpty }) else {
      return ("\(view.candidates(index).map(\.count)) candidates", found)
    }
    let (real, miss) = view.failures(view.needs[index], role: kinds[kind])
    let isSo = role == kinds[kind] && real == counts && miss == nearest
    return isSo ? nil : (describe(kinds[kind], real, miss), found)
  }

  private static func describe(
    _ role: String?, _ counts: [RuleCount], _ nearest: NearestMiss?
  ) -> String {
    let told = ((role.map { [$0] } ?? []) + counts.map { "\($0.rule.rawValue) \($0.resources)" })
      .joined(separator: ";")
    guard let nearest else { return told }
    let rules = nearest.rules.map(\.rawValue).joined(separator: ";")
    return "\(told), \(nearest.resource): \(rules) (\(nearest.alike))"
  }
}

extension AuditView {
  /// How many resources each rule removed, most first, and the resource that fails fewest rules.
  func failures(_ need: Need, role: String?) -> ([RuleCount], NearestMiss?) {
    var byRule = Array(repeating: 0, count: Rule.allCases.count)
    var alike: [UInt16: Int] = [:]
    var nearest: (resource: Int, failed: UInt16)?
    judge(need, role: role) { resource, _, failed in
      for bit in byRule.indices where failed & 1 << UInt16(bit) != 0 { byRule[bit] += 1 }
      alike[failed, default: 0] += 1
      if nearest.map({ failed.nonzeroBitCount < $0.failed.nonzeroBitCount }) ?? true {
        nearest = (resource, failed)
      }
    }
    let counts = byRule.enumerated().filter { $0.element > 0 }
      .sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
      .map { RuleCount(rule: Rule.allCases[$0.offset], resources: $0.element) }
    let miss = nearest.map { nearest in
      NearestMiss(
        resource: resources[nearest.resource].id,
        rules: Rule.allCases.enumerated().filter { nearest.failed & 1 << UInt16($0.offset) != 0 }
          .map(\.element),
        alike: alike[nearest.failed] ?? 1)
    }
    return (counts, miss)
  }
}
