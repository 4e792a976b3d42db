import ThreeLists

extension Audit {
  /// Whether what is said of changes by hand is true.
  ///
  /// Taking the changes back gives the plan before: the moves are those that lead from it to the plan,
  /// it keeps every rule that the lists alone set, and its tiers have the values told. How its visits
  /// and places were numbered is not asked.
  static let handChecks: [AuditCheck] = [
    AuditCheck(.byHand) { view in
      guard let hand = view.plan.byHand else { return [] }
      if let fault = fault(ofMoves: hand.moves, in: view) { return [fault] }
      let before = AuditView(
        plan: view.planBefore(hand), needs: view.needs, resources: view.resources,
        policy: view.policy)
      let broken = findings(in: before, by: checksOfRows)
      guard broken.isEmpty else {
        return broken.map { found in
          AuditFinding(
            rule: .byHand, need: found.need, resource: found.resource, session: found.session,
            expected: "before: \(found.rule) \(found.expected)", found: found.found)
        }
      }
      let values = AuditTierValues(before)
      let right = view.plan.tiers.map { values[$0.name] }
      guard right != hand.planned else { return [] }
      return [
        AuditFinding(
          rule: .byHand, expected: "planned \(right.map(String.init).joined(separator: ";"))",
          found: hand.planned.map(String.init).joined(separator: ";"))
      ]
    }
  ]

  /// The checks of rows that hold of a plan however its visits and places are numbered.
  private static let checksOfRows: [AuditCheck] =
    (referenceChecks + eligibilityChecks + visitChecks + capacityChecks).filter {
      ![.fingerprint, .unit, .date, .visitNumber].contains($0.rule)
    }

  /// The first thing wrong with the moves by themselves.
  private static func fault(ofMoves moves: [ServiceMove], in view: AuditView) -> AuditFinding? {
    func finding(_ need: String?, _ expected: String, _ found: String) -> AuditFinding {
      AuditFinding(rule: .byHand, need: need, expected: expected, found: found)
    }
    if moves.isEmpty { return finding(nil, "a change", "none") }
    let services = view.rows.map { FilledPlace($0.service) }
    var ends: Set<FilledPlace> = []
    for move in moves {
      if move.from == nil, move.to == nil { return finding(move.need, "from or to", "neither") }
      for (end, isThere) in [(move.from, false), (move.to, true)] {
        guard let end else { continue }
        let place = move.place(end)
        guard ends.insert(place).inserted,
          services.count(where: { $0 == place }) == (isThere ? 1 : 0)
        else {
          return finding(
            move.need, isThere ? "\(end) once in the plan" : "\(end) not in the plan",
            "\(end) told")
        }
      }
    }
    let paired = HandOrder.moves(moves)
    guard paired != moves else { return nil }
    let index = zip(paired, moves).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
    return finding(
      paired[index].need, HandOrder.text(paired[index]), HandOrder.text(moves[index]))
  }
}

/// The one way in which moves are paired and ordered.
private enum HandOrder {
  static func moves(_ moves: [ServiceMove]) -> [ServiceMove] {
    let kinds = Dictionary(grouping: moves) { [$0.need, $0.role ?? ""] }
    return kinds.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { _, own in
      let from = own.compactMap(\.from).sorted {
        ($0.session, $0.resource) < ($1.session, $1.resource)
      }
      let to = own.compactMap(\.to).sorted { ($0.session, $0.resource) < ($1.session, $1.resource) }
      return (0..<max(from.count, to.count)).map { index in
        ServiceMove(
          need: own[0].need, role: own[0].role, from: index < from.count ? from[index] : nil,
          to: index < to.count ? to[index] : nil)
      }
    }
  }

  static func text(_ move: ServiceMove) -> String {
    "\(move.role ?? "") \(move.from?.description ?? "-") \(move.to?.description ?? "-")"
  }
}

extension AuditView {
  /// The places that the plan says were filled by hand.
  var filledByHand: Set<FilledPlace> {
    if let known = memory.filledByHand { return known }
    let moves = plan.byHand?.moves ?? []
    let filled = Set(moves.compactMap { move in move.to.map { move.place($0) } })
    memory.filledByHand = filled
    return filled
  }

  /// Whether a need is unmet for no reason but that the plan was changed by hand.
  func isLeftByHand(_ need: String) -> Bool {
    plan.byHand != nil && plan.unmet.contains { $0.need == need && $0.reason == .byHand }
  }

  /// The plan before the changes: its visits are numbered by session.
  fileprivate func planBefore(_ hand: HandChanges) -> Plan {
    let come = filledByHand
    var places = rows.map { FilledPlace($0.service) }.filter { !come.contains($0) }
    places += hand.moves.compactMap { move in move.from.map { move.place($0) } }
    var plan = plan
    plan.byHand = nil
    plan.unmet = []
    plan.services = places.map { place in
      let unit = resourceIndex[place.resource].map { resources[$0].unit } ?? ""
      return Service(
        id: "", need: place.need, visit: place.session.index + 1, role: place.role, leads: true,
        resource: place.resource, unit: unit, date: plan.week.day(of: place.session),
        session: place.session, method: .optimized, choiceRank: nil, distance: 0)
    }
    return plan
  }
}
