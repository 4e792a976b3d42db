/// A set of resources, one bit each.
struct AuditBits: Sendable {
  private var words: [UInt64]

  init(count: Int, filled: Bool = false) {
    words = Array(repeating: filled ? .max : 0, count: (count + 63) / 64)
  }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  mutating func remove(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  /// The bits of the resources from `place · 64` on.
  func word(_ place: Int) -> UInt64 { words[place] }

  /// The places of the words that hold any.
  var filledPlaces: [Int] { words.indices.filter { words[$0] != 0 } }
}
