import Matching
import ThreeLists

extension Mutation {
  /// Changes to the certificate, and plans that it does not prove.
  static let ofCertificates: [Mutation] = [
    .ofCertificate(.certificate, "another plan's certificate") { certificate, _ in
      certificate.fingerprint = String(certificate.fingerprint.reversed())
    },
    .ofCertificate(.certificate, "a certificate of other tiers") { certificate, _ in
      certificate.tiers.swapAt(0, 1)
    },
    .ofCertificate(.certificate, "a node that none names") { certificate, _ in
      certificate.nodes += certificate.nodes.suffix(1)
    },
    .ofCertificate(.certificate, "a branch that leads back") { certificate, lists in
      certificate.nodes[0] = .init(
        branch: .init(need: lists.needs[0].id, quantity: .visits, at: 1), low: 0, high: 0)
    },
    Mutation(.certificate, "prices for all alike, though no tier is closed by search") {
      plan, _, _ in
      guard let leaf = plan.certificate?.nodes.compactMap(\.leaf).first,
        !plan.tiers.contains(where: { $0.provedBy == .search })
      else { return nil }
      var mutant = plan
      mutant.certificate?.alike = leaf
      return mutant
    },
    .ofCertificate(.certificate, "a cut that divides by one") { certificate, _ in
      certificate.cuts = [
        .init(
          modulus: 1, resourceSessions: [:], resources: ["R1": [1, 1]], units: [:], areas: [:],
          needs: [:], cuts: [:])
      ]
    },
    .ofLeaf("a price of a cut that there is not") { leaf in
      leaf.cuts = ["9999": Array(repeating: 0, count: leaf.scales.count + 1)]
    },
    .ofLeaf("a price of nobody") { leaf in
      leaf.resources["R99"] = Array(repeating: 0, count: leaf.scales.count + 1)
    },
    .ofLeaf("a price too short") { leaf in leaf.resources["R1"] = [0] },
    .ofLeaf("a price too large") { leaf in
      leaf.resources["R1"] = Array(
        repeating: Certificate.largestPrice + 1, count: leaf.scales.count + 1)
    },
    .ofLeaf("a scale of nothing") { leaf in leaf.scales[0] = 0 },
    .ofLeaf("a scale too many") { leaf in leaf.scales.append(1) },
    .ofCertificate(.certificateProof, "a certificate without nodes") { certificate, _ in
      certificate.nodes = []
    },
    Mutation(.certificateProof, "no certificate") { plan, _, _ in
      guard plan.tiers[0].provedBy == .certificate else { return nil }
      var mutant = plan
      mutant.certificate = nil
      return mutant
    },
    Mutation(.certificateProof, "a worse plan, honestly told") { plan, lists, random in
      let worse = (Moves.all(plan, lists) + Moves.exchanges(plan)).map { $0.made(plan, lists) }
        .filter { NaiveRules.broken(by: $0, lists).isEmpty }
        .map { $0.restated(lists) }
        .filter { $0.firstTierBehind(plan)?.provedBy == .certificate }
      return worse.isEmpty ? nil : random.pick(worse)
    },
  ]

  private static func ofCertificate(
    _ breaks: AuditRule, _ name: String,
    _ change: @escaping @Sendable (inout Certificate, SeededLists) -> Void
  ) -> Mutation {
    Mutation(breaks, name) { plan, lists, _ in
      guard var certificate = plan.certificate, plan.tiers[0].provedBy == .certificate else {
        return nil
      }
      change(&certificate, lists)
      var mutant = plan
      mutant.certificate = certificate
      return mutant
    }
  }

  /// A change to one of the certificate's leaves that makes it no certificate.
  private static func ofLeaf(
    _ name: String, _ change: @escaping @Sendable (inout Certificate.Leaf) -> Void
  ) -> Mutation {
    Mutation(.certificate, name) { plan, _, random in
      guard var certificate = plan.certificate else { return nil }
      let leaves = certificate.nodes.indices.filter { certificate.nodes[$0].leaf != nil }
      guard !leaves.isEmpty else { return nil }
      let chosen = random.pick(leaves)
      guard var leaf = certificate.nodes[chosen].leaf else { return nil }
      change(&leaf)
      certificate.nodes[chosen].leaf = leaf
      var mutant = plan
      mutant.certificate = certificate
      return mutant
    }
  }
}

extension Plan {
  /// The plan with the values that its services are worth; what is claimed of them stays claimed.
  func restated(_ lists: SeededLists) -> Plan {
    var plan = self
    for index in plan.tiers.indices {
      let value = NaiveTiers.value(tiers[index].name, of: services, lists)
      plan.tiers[index].value = value
      if tiers[index].provedBy != .open { plan.tiers[index].bound = value }
    }
    return plan
  }

  /// The first tier in which the plan is worth something else than another, if it is worth less;
  /// nil where it is equally good or better.
  func firstTierBehind(_ other: Plan) -> TierResult? {
    for (own, tier) in zip(tiers, other.tiers) where own.value != tier.value {
      if case .served = tier.name { return own.value < tier.value ? own : nil }
      return own.value > tier.value ? own : nil
    }
    return nil
  }
}
