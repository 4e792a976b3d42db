import ThreeLists

extension Audit {
  /// Whether the reasons of the unmet list are true.
  ///
  /// Each reason's claim is defined here by the check that tries it:
  /// - `no-candidate`: for some kind of place of the need no resource passes the rules; the counts
  ///   and the nearest miss are those of that kind.
  /// - `few-days`: the sessions in which different candidates can fill all places of a visit lie
  ///   on `days` weekdays, fewer than the visits asked for.
  /// - `sessions-full`, `weeks-full`: see ``AuditTightSet``.
  /// - `role-unfilled`: `sessions` are those in which different candidates can fill the places of
  ///   all other roles; in none of them, the role's places included, can they.
  /// - `all-or-nothing`: the need takes no part; `possible` visits, fewer than it asks for, would
  ///   fit beside the plan's services (exact without a team; for a team, not more than the days
  ///   on which one would fit).
  /// - `higher-tier`: the tier is the served tier of the need's class, and the plan says that it is
  ///   closed: so no plan serves one more visit of the class with the tiers before unharmed.
  /// - `cut-off`: the plan is cut off or not proved best, and the served tier of the need's class is
  ///   open.
  static let reasonChecks: [AuditCheck] = [
    reason(.reasonNoCandidate) { view, index, unmet in
      guard case .noCandidate(let counts, let nearest) = unmet.reason else { return nil }
      return noCandidate(view, index, counts, nearest)
    },
    reason(.reasonFewDays) { view, index, unmet in
      guard case .fewDays(let days, let visits) = unmet.reason else { return nil }
      let real = AuditView.days(view.fillable(index))
      let asked = view.needs[index].visits
      if real == days, asked == visits, real < asked { return nil }
      return ("\(real) of \(asked)", "\(days) of \(visits)")
    },
    AuditCheck(.reasonTightSet) { view in
      var sets = AuditTightSets(view)
      return view.plan.unmet.flatMap { unmet -> [AuditFinding] in
        guard let index = view.needIndex[unmet.need] else { return [] }
        return switch unmet.reason {
        case .sessionsFull(let slots, let holders):
          sets.findings(index, AuditTightSet(slots: slots, resources: nil, holders: holders))
        case .weeksFull(let slots, let resources, let holders):
          sets.findings(index, AuditTightSet(slots: slots, resources: resources, holders: holders))
        default: []
        }
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
      let whole = view.fillable(index)
      return whole == 0 ? nil : ("\(role) filled in \(codes(whole))", "\(role) unfilled")
    },
    reason(.reasonAllOrNothing) { view, index, unmet in
      guard case .allOrNothing(let possible, let visits) = unmet.reason else { return nil }
      let need = view.needs[index]
      guard !need.allowsPartial, visits == need.visits, possible < visits else {
        return (
          need.allowsPartial ? "part of \(need.visits)" : "fewer than \(need.visits)",
          "\(possible) of \(visits)"
        )
      }
      let real = view.addable(index, upTo: need.visits)
      if need.roles.isEmpty { return real == possible ? nil : ("\(real)", "\(possible)") }
      let most = view.daysWithRoom(index)
      return real...most ~= possible ? nil : ("\(real) to \(most)", "\(possible)")
    },
    reason(.reasonHigherTier) { view, index, unmet in
      guard case .higherTier(let tier) = unmet.reason else { return nil }
      let own = TierName.served(view.priorityClass(view.needs[index]))
      if tier != own { return ("\(own)", "\(tier)") }
      return isClosed(own, view) ? nil : ("\(own) closed", "\(own) open")
    },
    reason(.reasonCutOff) { view, index, unmet in
      guard case .cutOff = unmet.reason else { return nil }
      let own = TierName.served(view.priorityClass(view.needs[index]))
      if isClosed(own, view) { return ("\(own) open", "\(own) closed") }
      return view.plan.cutOff || view.plan.status == .gap
        ? nil : ("a plan cut off", view.plan.status.rawValue)
    },
  ]

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
    _ view: AuditView, _ index: Int, _ counts: [RuleCount], _ nearest: NearestMiss?
  ) -> (String, String)? {
    let found = describe(counts, nearest)
    var expected: [String] = []
    for (kind, role) in view.kinds(view.needs[index]).enumerated() {
      guard view.candidates(index)[kind].isEmpty else {
        expected.append("\(view.candidates(index)[kind].count) candidates")
        continue
      }
      let (real, miss) = view.failures(view.needs[index], role: role)
      if real == counts, miss == nearest { return nil }
      expected.append(describe(real, miss))
    }
    return (expected.joined(separator: " | "), found)
  }

  private static func describe(_ counts: [RuleCount], _ nearest: NearestMiss?) -> String {
    let told = counts.map { "\($0.rule.rawValue) \($0.resources)" }.joined(separator: ";")
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

  /// The number of days, free of the need's visits, on which one more visit would fit.
  func daysWithRoom(_ index: Int) -> Int {
    let taken = daysTaken(index)
    return (0..<7).count { day in
      taken & 1 << day == 0
        && (day * 3..<day * 3 + 3).contains { session in
          team(index, in: session) { hasRoom($0, session) } != nil
        }
    }
  }
}
