import ThreeLists

/// What was worked out once and is asked for often.
struct AuditMemory {
  var offering: [Int: AuditBits]?
  var taking: [Int: AuditBits]?
  var skilled: [Int: AuditBits] = [:]
  var unskilled: [Int: AuditBits] = [:]
  var covering: [Int: AuditBits] = [:]
  var areas: AuditAreas?
  var words = AuditWords()
  /// Numbers of lists of words, from 1.
  var wordLists: [[String]: Int] = [:]
  /// Numbers of parts of grids.
  var gridParts: [GridCode: Int] = [:]
  var passing: [AuditKind: [Int]] = [:]
  var asked: [AuditAsked: [AuditCandidate]] = [:]
  var coming: [UInt32]?
  var residents: [GridCode: [Int]]?
  var open: UInt32?
  var unclosed: UInt32?
  var validity: [UInt32]?
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
