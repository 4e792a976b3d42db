/// Values by keys whose hashes come with them.
///
/// A candidate search asks for tens of thousands of keys that hold a few numbers each: to hash one as a dictionary
/// does takes longer than all else that is done for it.
struct AuditTable<Key: Equatable, Value> {
  private var entries: [(hash: UInt64, key: Key, value: Value)] = []
  /// Positions of entries, or −1: a power of two, and at least twice as many as entries.
  private var places: [Int32] = []

  /// How many keys have a value.
  var count: Int { entries.count }

  /// The value of a key; nil where it has none.
  func value(of key: Key, hash: UInt64) -> Value? {
    if places.isEmpty { return nil }
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] >= 0 {
      let number = Int(places[place])
      if entries[number].hash == hash, entries[number].key == key { return entries[number].value }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Keeps the value of a key that has none yet.
  mutating func add(_ value: Value, of key: Key, hash: UInt64) {
    if places.count < 2 * (entries.count + 1) { grow() }
    places[freePlace(for: hash)] = Int32(entries.count)
    entries.append((hash, key, value))
  }

  private func freePlace(for hash: UInt64) -> Int {
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] >= 0 { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(64, 2 * places.count))
    for number in entries.indices { places[freePlace(for: entries[number].hash)] = Int32(number) }
  }
}

extension AuditTable: Sendable where Key: Sendable, Value: Sendable {}

/// Hashes of few numbers.
enum AuditHash {
  /// Spreads what tells numbers apart over all bits.
  static func of(_ number: UInt64) -> UInt64 {
    let product = number &* 0x9E37_79B9_7F4A_7C15
    // The upper bits of a product change with all of a factor, the lower ones with its lower ones alone.
    return product ^ product.byteSwapped
  }

  /// The hash of a text's bytes (FNV-1a, 64 bits).
  static func of(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let bytes = text.utf8Span.span
    for index in bytes.indices { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
