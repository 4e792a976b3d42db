import ThreeLists

/// Walks the tree of a certificate and joins what its leaves say.
struct CertificateTree {
  private let certificate: Certificate
  private let lists: CertificateLists
  private let cuts: CertificateCuts
  /// For each node that splits, what by, with the lists' indexes.
  private var splits: [Int: Split] = [:]

  private struct Split {
    let need: Int
    let quantity: CertificateDecisions.Quantity
    let at: Int
    let low: Int
    let high: Int
  }

  private enum Step {
    case enter(Int)
    case decide(Split, high: Bool)
    case retract(Split)
  }

  /// A certificate whose tiers, cuts and tree are as the format says; leaves are looked at by `proof`.
  init(_ certificate: Certificate, lists: CertificateLists) throws(CertificateFault) {
    self.certificate = certificate
    self.lists = lists
    guard certificate.formatVersion == Certificate.currentFormatVersion else {
      throw .formatVersion(certificate.formatVersion)
    }
    guard certificate.tiers == lists.tiers.map(\.description) else {
      throw .tiers(certificate.tiers)
    }
    cuts = try CertificateCuts(certificate.cuts ?? [], lists: lists)
    var isNamed = Array(repeating: false, count: certificate.nodes.count)
    for (index, node) in certificate.nodes.enumerated() {
      if index > 0, !isNamed[index] { throw .unreached(node: index) }
      switch (node.branch, node.low, node.high, node.leaf) {
      case (let branch?, let low?, let high?, nil):
        for child in [low, high] {
          guard child > index, child < isNamed.count, !isNamed[child] else {
            throw .child(node: index, named: child)
          }
          isNamed[child] = true
        }
        splits[index] = try split(branch, node: index, low: low, high: high)
      case (nil, nil, nil, .some): break
      default: throw .neitherBranchNorLeaf(node: index)
      }
    }
  }

  private func split(
    _ branch: Certificate.Branch, node: Int, low: Int, high: Int
  ) throws(CertificateFault) -> Split {
    guard let need = lists.view.needIndex[branch.need] else {
      throw .need(node: node, branch.need)
    }
    guard branch.at >= 1 else { throw .at(node: node, branch.at) }
    func session() throws(CertificateFault) -> Int {
      guard let session = branch.session.flatMap({ Session($0) }) else {
        throw .session(node: node, branch.session)
      }
      return session.index
    }
    let quantity: CertificateDecisions.Quantity
    switch branch.quantity {
    case .visits: quantity = .visits
    case .session: quantity = .session(try session())
    case .service:
      let session = try session()
      guard let resource = branch.resource.flatMap({ lists.view.resourceIndex[$0] }) else {
        throw .resource(node: node, branch.resource)
      }
      guard let place = branch.place, lists.needs[need].places.indices.contains(place) else {
        throw .place(node: node, branch.place)
      }
      quantity = .service(session: session, resource: resource, place: place)
    }
    return Split(need: need, quantity: quantity, at: branch.at, low: low, high: high)
  }

  /// What the leaves prove together of a plan's costs, tier by tier.
  ///
  /// The tree is walked with a stack of its own, so its depth is of no matter.
  ///
  /// - Parameter costs: the plan's.
  /// - Returns: the number of leading tiers proved, and the bound of the next.
  /// - Throws: the first leaf that is not as the format says.
  func proof(
    costs: [Int128]
  ) throws(CertificateFault) -> (proved: Int, bound: Int128?) {
    guard !certificate.nodes.isEmpty else { return (0, nil) }
    guard let lowest = try lowest(given: [:], below: costs) else { return (costs.count, nil) }
    let proved = zip(lowest, costs).prefix { $0 == $1 }.count
    return (proved, proved < lowest.count ? lowest[proved] : nil)
  }

  /// The lowest of the leaves' bounds, tier by tier as far as it is known: no plan costs less.
  ///
  /// - Parameters:
  ///   - given: decisions about needs that hold in all plans looked at, besides the tree's.
  ///   - costs: leaves that hold nothing better than these are passed over; nil for none.
  /// - Returns: nil when no plan agrees with any leaf that counts.
  /// - Throws: the first leaf that is not as the format says.
  func lowest(
    given: [Int: CertificateDecisions], below costs: [Int128]? = nil
  ) throws(CertificateFault) -> [Int128]? {
    var decisions = given
    var lowest: [Int128]?
    var steps = [Step.enter(0)]
    while let step = steps.popLast() {
      switch step {
      case .decide(let split, let high):
        decisions[split.need, default: CertificateDecisions()]
          .decide(split.quantity, high: high, at: split.at)
      case .retract(let split): decisions[split.need]?.retract(split.quantity)
      case .enter(let index):
        if let split = splits[index] {
          for (child, high) in [(split.low, false), (split.high, true)] {
            steps += [.retract(split), .enter(child), .decide(split, high: high)]
          }
        } else if let leaf = certificate.nodes[index].leaf {
          let prices = try CertificateLeaf(leaf, node: index, lists: lists, cuts: cuts)
          guard let bound = lists.bound(prices, decisions: decisions),
            case .atLeast(let prefix) = prices.verdict(bound),
            !(costs.map { isSettled(prefix, $0) } ?? false)
          else { continue }
          if let known = lowest, !prefix.lexicographicallyPrecedes(known) { continue }
          lowest = prefix
        }
      }
    }
    return lowest
  }

  /// In how many leading tiers no plan is better that serves the coupled needs as the view's does.
  ///
  /// - Parameter costs: the plan's.
  /// - Returns: 0 when the certificate has no prices for it.
  /// - Throws: when these are not as the format says.
  func alike(costs: [Int128]) throws(CertificateFault) -> Int {
    guard let leaf = certificate.alike else { return 0 }
    let prices = try CertificateLeaf(leaf, node: -1, lists: lists, cuts: cuts)
    guard let bound = lists.bound(prices, decisions: lists.view.couplingsAsTheyAre),
      case .atLeast(let prefix) = prices.verdict(bound)
    else { return 0 }
    return zip(prefix, costs).prefix { $0 == $1 }.count
  }

  /// Whether a leaf holds nothing better than the plan.
  private func isSettled(_ prefix: [Int128], _ costs: [Int128]) -> Bool {
    for (bound, cost) in zip(prefix, costs) where bound != cost { return bound > cost }
    return prefix.count == costs.count
  }
}

extension Audit {
  /// What a certificate proves of a plan's tier values, from the lists alone.
  ///
  /// - Parameters:
  ///   - certificate: the certificate; whom it says it belongs to is not looked at.
  ///   - values: the plan's tier values in their own direction, in the policy's order without
  ///     `kept`.
  ///   - week: the week planned.
  ///   - needs: the needs list, in any order.
  ///   - resources: the resource list, in any order.
  ///   - policy: the policy the plan was made under.
  /// - Returns: the number of leading tiers proved best, and what is known of the next; how far the
  ///   plan is best among those that serve coupled needs alike is not looked at.
  /// - Throws: the first place of the certificate that is not as the format says.
  /// - Complexity: O(needs · resources), and for each leaf O(candidates · sessions · tiers) for needs
  ///   without a team; a team also sorts its candidates in each session. Where a cut that the leaf
  ///   prices touches a team, its best members are searched for.
  public static func provedBounds(
    certificate: Certificate, values: [Int], week: Week, needs: [Need], resources: [Resource],
    policy: Policy
  ) throws(CertificateFault) -> CertificateProof {
    let nothing = Plan(
      week: week, fingerprint: "", status: .gap, cutOff: false, tiers: [], services: [], unmet: [])
    var own = certificate
    own.alike = nil
    return try provedBounds(
      own, values: values,
      in: AuditView(plan: nothing, needs: needs, resources: resources, policy: policy))
  }

  /// What a certificate proves of tier values by the lists of a view.
  static func provedBounds(
    _ certificate: Certificate, values: [Int], in view: AuditView
  ) throws(CertificateFault) -> CertificateProof {
    let (tree, costs) = try read(certificate, values: values, in: view)
    let (proved, bound) = try tree.proof(costs: costs)
    return CertificateProof(
      proved: proved,
      bound: bound.flatMap { Int(exactly: turned($0, view.tierNames[proved])) },
      alike: try tree.alike(costs: costs))
  }

  /// In how many leading tiers a certificate proves that no plan is better which serves coupled needs as the
  /// view's does.
  static func provedAlike(
    _ certificate: Certificate, values: [Int], in view: AuditView
  ) throws(CertificateFault) -> Int {
    var own = certificate
    own.nodes = []
    let (tree, costs) = try read(own, values: values, in: view)
    return try tree.alike(costs: costs)
  }

  /// A certificate by the lists of a view, and the costs that tier values are.
  private static func read(
    _ certificate: Certificate, values: [Int], in view: AuditView
  ) throws(CertificateFault) -> (tree: CertificateTree, costs: [Int128]) {
    let lists = CertificateLists(view)
    let tree = try CertificateTree(certificate, lists: lists)
    let costs = zip(values, lists.tiers).map { turned(Int128($0), $1) }
    guard costs.count == lists.tiers.count, values.count == costs.count else {
      throw .tiers(certificate.tiers)
    }
    return (tree, costs)
  }

  /// A value of a tier as a cost, or the other way round.
  private static func turned(_ value: Int128, _ tier: TierName) -> Int128 {
    isMaximised(tier) ? -value : value
  }
}
