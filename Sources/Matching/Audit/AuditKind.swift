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
struct AuditAsked: Hashable {
  let kind: AuditKind
  let sessions: UInt32
}

/// Numbers by which categories and roles are told apart without looking at their characters again.
struct AuditWords {
  private var chains: [Int: [(bytes: [UInt8], number: Int)]] = [:]
  private var count = 0

  mutating func number(_ word: String) -> Int {
    var sum = 0
    for byte in word.utf8 { sum = sum &* 257 &+ Int(byte) }
    if let chain = chains[sum] {
      for known in chain where word.utf8.elementsEqual(known.bytes) { return known.number }
    }
    chains[sum, default: []].append((Array(word.utf8), count))
    count += 1
    return count - 1
  }
}
