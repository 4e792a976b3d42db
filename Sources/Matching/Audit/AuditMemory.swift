import ThreeLists

/// What was worked out once and is asked for often.
struct AuditMemory {
  var residents: [GridCode: [Int]]?
  var roomy: [UInt32]?
  var candidates: [[[AuditCandidate]]?] = []
  var certificateParts: CertificateParts?
  var certified: Result<CertificateProof, CertificateFault>?
  var firm: [Int: AuditFirm] = [:]
  var closures: [Int: AuditClosure.Known] = [:]
  var capacity: [Int: UnmetReason?] = [:]
  var fillable: [Int: UInt32] = [:]
  var detours: AuditDetours??
  var detourCosts: [AuditDetourSearch: [Int: [Int128]?]] = [:]
  var filledByHand: Set<FilledPlace>?
  var placeNumbers: [Int]?
}
