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
    self.init(
      fingerprint: task.fingerprint, tiers: builder.tierNames.map(\.description), nodes: nodes)
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
      resourceSessions: named(leaf.slots) {
        let session = Session(index: $0 % Session.count)
        return "\(task.resources[$0 / Session.count].id)@\(session)"
      },
      resources: named(leaf.supplies) { task.resources[$0].id },
      units: named(leaf.pools) { builder.units[$0] },
      areas: named(leaf.groups) { builder.areas[$0].digits })
  }
}
