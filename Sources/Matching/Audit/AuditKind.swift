/// All that the pairwise rules look at in a need, for one kind of place, each thing by its number.
struct AuditKind: Hashable {
  /// Whether it is the role of a team's place that `word` is the number of, or the category.
  let isRole: Bool
  let word: Int
  /// As much of the grid's code as the longest area has that could hold it.
  let grid: Int
  /// Lists of words; 0 is the empty one.
  let skills: Int
  let without: Int
  let banned: Int

  /// Hashes what tells most kinds apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(word << 32 | grid)
    let lists = skills << 42 ^ without << 21 ^ banned
    if lists != 0 { hasher.combine(lists) }
  }
}

/// A kind of place with the sessions in which it is asked for.
struct AuditAsked: Equatable {
  let kind: AuditKind
  let sessions: UInt32

  /// A hash for ``AuditTable``.
  var ownHash: UInt64 {
    let lists = kind.skills << 42 ^ kind.without << 21 ^ kind.banned
    let first = UInt64(truncatingIfNeeded: kind.word << 32 | kind.grid)
    let second = UInt64(truncatingIfNeeded: lists) &* 0xC2B2_AE3D_27D4_EB4F ^ UInt64(sessions)
    return AuditHash.of(first ^ second &* 0x1656_67B1_9E37_79F9)
  }
}
