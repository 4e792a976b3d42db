import ThreeLists

extension Audit {
  /// Whether the certificate is one, belongs to the plan, and proves the tiers that rest on it.
  ///
  /// What is claimed of tiers closed by search is looked at by ``searchChecks``.
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

  /// The bound of the first tier without a certificate, when the certificate proves another or none.
  private static func unprovedBound(
    _ tiers: [TierResult], _ proof: CertificateProof
  ) -> [AuditFinding] {
    guard let index = tiers.firstIndex(where: { $0.provedBy != .certificate }),
      index >= proof.proved
    else { return [] }
    let (tier, known) = (tiers[index], index == proof.proved ? proof.bound : nil)
    guard tier.bound != known else { return [] }
    return [
      AuditFinding(
        rule: .certificateProof, expected: "\(tier.name) bound \(known.map(String.init) ?? "none")",
        found: "bound \(tier.bound.map(String.init) ?? "none")")
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
      guard certificate.alike == nil || plan.tiers.contains(where: { $0.provedBy == .search })
      else { throw CertificateFault.alikeWithoutSearch }
      let values = plan.tiers.map(\.value)
      if let known { return try known.proof(certificate, values: values, in: self) }
      return try Audit.provedBounds(certificate, values: values, in: self)
    }
    memory.certified = found
    return found
  }
}
