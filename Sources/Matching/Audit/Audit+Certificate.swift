import ThreeLists

extension Audit {
  /// Whether the certificate is one, belongs to the plan, and proves the tiers that rest on it.
  ///
  /// A tier closed by search and the bound of an open one claim no certificate, and none is asked
  /// for.
  static let certificateChecks: [AuditCheck] = [
    AuditCheck(.certificate) { view in
      guard case .failure(let fault) = view.certified else { return [] }
      return [
        AuditFinding(
          rule: .certificate, expected: "\(fault.path): \(fault.expected)", found: fault.found)
      ]
    },
    AuditCheck(.certificateProof) { view in
      let proof: CertificateProof
      switch view.certified {
      case .failure: return []
      case .success(let found): proof = found
      case nil: proof = CertificateProof(proved: 0, bound: nil)
      }
      let told = view.certified == nil ? "no certificate" : "\(proof.proved) tiers proved"
      let unproved = view.plan.tiers.dropFirst(proof.proved)
      return unproved.filter { $0.provedBy == .certificate }.map { tier in
        AuditFinding(
          rule: .certificateProof, expected: "\(tier.name) \(tier.value) proved", found: told)
      } + unprovedBound(view.plan.tiers, proof)
    },
  ]

  /// The bound of the first open tier, when the certificate does not prove as much.
  private static func unprovedBound(
    _ tiers: [TierResult], _ proof: CertificateProof
  ) -> [AuditFinding] {
    guard let index = tiers.firstIndex(where: { $0.provedBy == .open }), index >= proof.proved,
      let bound = tiers[index].bound
    else { return [] }
    let known = index == proof.proved ? proof.bound : nil
    let holds = known.map { isMaximised(tiers[index].name) ? $0 <= bound : $0 >= bound } ?? false
    guard !holds else { return [] }
    return [
      AuditFinding(
        rule: .certificateProof,
        expected: "\(tiers[index].name) bound \(known.map(String.init) ?? "none")",
        found: "bound \(bound)")
    ]
  }
}

extension AuditView {
  /// What the certificate proves of the plan; nil when there is none.
  var certified: Result<CertificateProof, CertificateFault>? {
    if let known = memory.certified { return known }
    guard let certificate else { return nil }
    let found = Result { () throws(CertificateFault) in
      guard certificate.fingerprint == plan.fingerprint else {
        throw CertificateFault.fingerprint(certificate.fingerprint)
      }
      guard certificate.tiers == plan.tiers.map(\.name.description) else {
        throw CertificateFault.tiers(certificate.tiers)
      }
      return try Audit.provedBounds(certificate, values: plan.tiers.map(\.value), in: self)
    }
    memory.certified = found
    return found
  }
}
