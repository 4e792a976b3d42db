/// A resource that may fill one kind of place, with the sessions in which it may.
struct AuditCandidate: Sendable {
  /// In half a word: a county has millions of candidates.
  private let number: Int32
  /// Bit `i` stands for the session of index `i`.
  let sessions: UInt32

  /// The index of the resource.
  var resource: Int { Int(number) }

  init(resource: Int, sessions: UInt32) {
    number = Int32(resource)
    self.sessions = sessions
  }
}
