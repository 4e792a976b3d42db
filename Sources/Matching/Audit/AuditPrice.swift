import ThreeLists

/// What a certificate proves of the price of serving a need once more.
///
/// Written *c* for the costs of the plan, tier by tier: with the need's number of visits forced, the
/// bounds of the certificate's leaves hold for every plan that serves it so often. The lowest of them
/// all is compared with *c*; the first tier in which it differs is one in which every such plan is worse,
/// by at least the difference, and in the tiers before none is better. Where the lowest bound is not above
/// *c*, nothing is proved. Bounds hold with whatever prices: the price of the need's own area, which pays
/// for its visits, is also left out, and the better of both bounds counts.
///
/// Where no need is coupled and the certificate proves every tier, the price is worked out exactly
/// instead (``AuditDetours``).
struct AuditPrice {
  private let view: AuditView
  private let index: Int

  init(_ view: AuditView, _ index: Int) {
    self.view = view
    self.index = index
  }

  /// What is wrong with a claim: expected and found, or nil.
  ///
  /// - Parameters:
  ///   - tier: the position of the tier that is worse; nil when none is.
  ///   - by: by how much.
  /// - Returns: what was expected and what was found.
  func fault(tier: Int?, by: Int) -> (String, String)? {
    let names = view.plan.tiers.map(\.name)
    let told = tier.map { "\(names[$0]) \(by)" } ?? "equal"
    if let exact = view.detour(index) {
      guard view.isClosed(exact) else { return ("unpriced", told) }
      let first = exact.firstIndex { $0 != 0 }
      let isRight = first == tier && first.map { exact[$0] == Int128(by) } ?? true
      return isRight ? nil : (first.map { "\(names[$0]) \(exact[$0])" } ?? "equal", told)
    }
    guard let proved else { return ("unpriced", told) }
    return proved.tier == tier && proved.by == by
      ? nil : ("\(names[proved.tier]) \(proved.by)", told)
  }

  /// The first tier in which every plan that serves the need once more (with 允许部分 = 否: wholly) is
  /// worse, and by how much at least; nil where the certificate proves no such tier.
  ///
  /// - Complexity: that of what the certificate proves of the plan.
  var proved: (tier: Int, by: Int)? {
    guard case .success = view.certified, let certificate = view.certificate,
      !certificate.nodes.isEmpty
    else { return nil }
    let need = view.needs[index]
    let wanted = need.allowsPartial ? view.visits[index].count + 1 : need.visits
    var forced = CertificateDecisions()
    forced.decide(.visits, high: true, at: wanted)
    forced.decide(.visits, high: false, at: wanted + 1)
    let lists = CertificateLists(view)
    let area = lists.areaIndex.first { $0.value == lists.needs[index].area }?.key ?? ""
    var bounds: [[Int128]] = []
    for own in [certificate, certificate.without(area: area)] {
      guard let tree = try? CertificateTree(own, lists: lists),
        let lowest = try? tree.lowest(given: [index: forced])
      else { return nil }
      bounds.append(lowest)
    }
    guard let lowest = bounds.max(by: { $0.lexicographicallyPrecedes($1) }) else { return nil }
    let values = AuditTierValues(view)
    let costs = view.plan.tiers.map { tier in
      let value = Int128(values[tier.name])
      return Audit.isMaximised(tier.name) ? -value : value
    }
    guard let first = zip(lowest, costs).enumerated().first(where: { $0.element.0 != $0.element.1 })
    else { return nil }
    let (bound, own) = first.element
    guard bound > own, let by = Int(exactly: bound - own) else { return nil }
    return (first.offset, by)
  }
}

extension Certificate {
  /// The same without the price of an area.
  fileprivate func without(area: String) -> Certificate {
    var other = self
    for index in nodes.indices { other.nodes[index].leaf?.areas[area] = nil }
    return other
  }
}
