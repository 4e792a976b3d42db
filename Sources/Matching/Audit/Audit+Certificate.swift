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
      let proved: Int
      switch view.certified {
      case .failure: return []
      case .success(let proof): proved = proof.proved
      case nil: proved = 0
      }
      return view.plan.tiers.dropFirst(proved).filter { $0.provedBy == .certificate }.map { tier in
        AuditFinding(
          rule: .certificateProof, expected: "\(tier.name) \(tier.value) proved",
          found: view.certified == nil ? "no certificate" : "\(proved) tiers proved")
      }
    },
  ]
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
