import ThreeLists

/// Tries what a reason says that it costs to serve a need once more, from below by the certificate
/// and from above by plans that serve it.
///
/// Written *c* for the costs of the plan, tier by tier, a reason `higher-tier` claims that the best
/// plan that serves the need costs *c* in all tiers before the one named, and there *c* + `by`;
/// `equal-plan` claims *c* in all. In weeks with couplings the claim is refused
/// - when the leaves of the certificate, with the need's number of visits forced, show that every
///   such plan costs more;
/// - when the need, put into some room that the plan or its firm part leaves, makes a plan that
///   costs less.
///
/// Where no need is coupled and the certificate proves every tier, the price is worked out exactly
/// (``AuditDetours``) and has to be the one claimed. Otherwise, where the certificate proves as much
/// as is claimed, and a plan attains it, the figure is proved; else the truth may lie between, and
/// the solver's word stands for the rest.
struct AuditPrice {
  private let view: AuditView
  private let index: Int
  private let names: [TierName]

  init(_ view: AuditView, _ index: Int) {
    self.view = view
    self.index = index
    names = view.plan.tiers.map(\.name)
  }

  /// The most plans that are tried from above.
  private static let mostTried = 12

  /// The plan's costs, less being better.
  private func costs(_ view: AuditView) -> [Int128] {
    let values = AuditTierValues(view)
    return names.map { name in
      let value = Int128(values[name])
      return Audit.isMaximised(name) ? -value : value
    }
  }

  /// What is wrong with a claim: expected and found, or nil.
  ///
  /// - Parameters:
  ///   - tier: the position of the tier that is worse; nil when none is.
  ///   - by: by how much.
  /// - Returns: what was expected and what was found.
  func fault(tier: Int?, by: Int) -> (String, String)? {
    if let exact = view.detour(index) {
      let first = exact.firstIndex { $0 != 0 }
      let isRight = first == tier && first.map { exact[$0] == Int128(by) } ?? true
      let told = tier.map { "\(names[$0]) \(by)" } ?? "equal"
      return isRight ? nil : (first.map { "\(names[$0]) \(exact[$0])" } ?? "equal", told)
    }
    var claimed = costs(view)
    let last = tier ?? names.count - 1
    if let tier { claimed[tier] += Int128(by) }
    let told = tier.map { "\(names[$0]) \(by)" } ?? "equal"
    if costsMore(than: claimed, through: last) { return ("dearer by the certificate", told) }
    for plan in plansThatServe() {
      let own = costs(plan)
      for position in 0...last where own[position] != claimed[position] {
        if own[position] < claimed[position] {
          return ("\(names[position]) \(own[position]) in another plan", told)
        }
        break
      }
    }
    return nil
  }

  /// Whether the certificate shows that no plan that serves the need costs less than claimed.
  func isProvedFromBelow(tier: Int, by: Int) -> Bool {
    var claimed = costs(view)
    claimed[tier] += Int128(by) - 1
    return costsMore(than: claimed, through: tier)
  }

  /// Whether the certificate shows that every plan that serves the need so often costs more than
  /// claimed in the tiers up to one, compared in their order.
  private func costsMore(than claimed: [Int128], through last: Int) -> Bool {
    guard case .success = view.certified, let certificate = view.certificate,
      !certificate.nodes.isEmpty
    else { return false }
    // A leaf costs more than the claim when it does not cost less than this.
    var least = claimed
    least[last] += 1
    for position in least.indices where position > last { least[position] = -(1 << 100) }
    let wanted =
      view.needs[index].allowsPartial
      ? view.visits[index].count + 1 : view.needs[index].visits
    var forced = CertificateDecisions()
    forced.decide(.visits, high: true, at: wanted)
    forced.decide(.visits, high: false, at: wanted + 1)
    guard
      let tree = try? CertificateTree(certificate, lists: CertificateLists(view)),
      let proof = try? tree.proof(costs: least, given: [index: forced])
    else { return false }
    return proof.proved == least.count
  }

  /// Some plans in which the need has one visit more, put where there is room; for needs of one place
  /// and one visit more.
  private func plansThatServe() -> [AuditView] {
    let need = view.needs[index]
    guard need.roles.isEmpty, need.allowsPartial || need.visits == 1 else { return [] }
    let firm = view.firm(view.priorityClass(need))
    let taken = view.daysTaken(index)
    var found: [AuditView] = []
    for (services, session, week) in [
      (view.plan.services, view.sessionLoad, view.resources.indices.map(view.load)),
      (firm.rows.map { view.rows[$0].service }, firm.sessionLoad, firm.weekLoad),
    ] {
      var tried = 0
      for candidate in view.candidates(index)[0] {
        let row = view.resources[candidate.resource]
        guard week[candidate.resource] < row.weekly else { continue }
        for slot in 0..<21
        where candidate.sessions & 1 << UInt32(slot) != 0 && taken & 1 << (slot / 3) == 0
          && session[candidate.resource * 21 + slot] < row.perSession && tried < Self.mostTried
        {
          tried += 1
          var plan = view.plan
          let at = Session(index: slot)
          plan.services =
            services + [
              Service(
                id: "", need: need.id, visit: need.visits + 1, role: nil, leads: true,
                resource: row.id, unit: row.unit, date: plan.week.day(of: at), session: at,
                method: .optimized, choiceRank: nil, distance: 0)
            ]
          found.append(
            AuditView(
              plan: plan, needs: view.needs, resources: view.resources, policy: view.policy))
        }
      }
    }
    return found
  }
}
