import Optimization
import ThreeLists

extension Certificate {
  /// A certificate from what a solve can show, its indexes turned into names.
  ///
  /// - Parameters:
  ///   - proof: the tree with its prices; nil proves nothing.
  ///   - builder: the program that was solved.
  ///   - task: the lists of that program.
  init(_ proof: Proof?, builder: ProgramBuilder, task: PlanningTask) {
    let nodes = (proof?.nodes ?? []).map { node -> Node in
      switch node {
      case .branch(let quantity, let at, let low, let high):
        Node(
          branch: Certificate.branch(quantity, at: at, builder: builder, task: task), low: low,
          high: high)
      case .leaf(let leaf):
        Node(leaf: Leaf(leaf, builder: builder, task: task))
      }
    }
    let cuts = (proof?.cuts ?? []).map { Cut($0, builder: builder, task: task) }
    self.init(
      fingerprint: task.fingerprint, tiers: builder.tierNames.map(\.description), nodes: nodes,
      cuts: cuts.isEmpty ? nil : cuts)
  }

  private static func branch(
    _ quantity: Proof.Quantity, at: Int, builder: ProgramBuilder, task: PlanningTask
  ) -> Branch {
    switch quantity {
    case .visits(let demand): return Branch(need: task.needs[demand].id, quantity: .visits, at: at)
    case .session(let demand, let session):
      return Branch(
        need: task.needs[demand].id, quantity: .session,
        session: Session(index: session).description, at: at)
    case .arc(let index):
      let arc = builder.program.arcs[index]
      return Branch(
        need: task.needs[Int(arc.demand)].id, quantity: .service,
        session: Session(index: Int(arc.session)).description,
        resource: task.resources[Int(arc.supply)].id, place: Int(arc.place), at: at)
    }
  }
}

extension Certificate.Leaf {
  /// Prices whose indexes are turned into names.
  init(_ leaf: Proof.Leaf, builder: ProgramBuilder, task: PlanningTask) {
    func named(_ prices: [Int: [Int]], _ name: (Int) -> String) -> [String: [Int]] {
      Dictionary(uniqueKeysWithValues: prices.map { (name($0.key), $0.value) })
    }
    self.init(
      scales: leaf.scales,
      resourceSessions: named(leaf.slots) { Certificate.slotName($0, task) },
      resources: named(leaf.supplies) { task.resources[$0].id },
      units: named(leaf.pools) { builder.units[$0] },
      areas: named(leaf.groups) { builder.areas[$0].digits },
      cuts: leaf.cuts.isEmpty ? nil : named(leaf.cuts, String.init))
  }
}

extension Certificate {
  fileprivate static func slotName(_ slot: Int, _ task: PlanningTask) -> String {
    let session = Session(index: slot % Session.count)
    return "\(task.resources[slot / Session.count].id)@\(session)"
  }
}

extension Certificate.Cut {
  /// A cut whose indexes are turned into names.
  init(_ cut: Proof.Cut, builder: ProgramBuilder, task: PlanningTask) {
    func named(_ shares: [Int: Proof.Cut.Share], _ name: (Int) -> String) -> [String: [Int]] {
      Dictionary(
        uniqueKeysWithValues: shares.filter { $0.value.factor != 0 || $0.value.account != 0 }
          .map { (name($0.key), [$0.value.factor, $0.value.account]) })
    }
    var needs: [String: Share] = [:]
    for (demand, share) in cut.demands where share != Proof.Cut.Share() {
      let days = share.days.values.contains { $0 != 0 }
      needs[task.needs[demand].id] = Share(
        account: share.account, visit: share.factor,
        days: days ? (0..<7).map { share.days[$0, default: 0] } : nil)
    }
    self.init(
      modulus: cut.modulus,
      resourceSessions: named(cut.slots) { Certificate.slotName($0, task) },
      resources: named(cut.supplies) { task.resources[$0].id },
      units: named(cut.pools) { builder.units[$0] },
      areas: named(cut.groups) { builder.areas[$0].digits },
      needs: needs,
      cuts: Dictionary(uniqueKeysWithValues: cut.cuts.map { (String($0.key), $0.value) }))
  }
}
