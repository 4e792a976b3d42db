/// A set of resources, one bit each.
struct AuditBits {
  private var words: [UInt64]

  init(count: Int, filled: Bool = false) {
    words = Array(repeating: filled ? .max : 0, count: (count + 63) / 64)
  }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  mutating func remove(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  /// What sets of `count` resources have in common, in order.
  static func common(_ sets: [AuditBits], count: Int) -> [Int] {
    guard let first = sets.first else { return [] }
    let others = sets.dropFirst()
    var found: [Int] = []
    for word in first.words.indices {
      var left = first.words[word]
      for set in others where left != 0 { left &= set.words[word] }
      while left != 0 {
        let index = word << 6 | left.trailingZeroBitCount
        if index < count { found.append(index) }
        left &= left - 1
      }
    }
    return found
  }
}
