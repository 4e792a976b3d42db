/// Numbers for texts, from 0 in the order in which they come: the same for texts that are the same
/// byte for byte.
///
/// For what is asked of many rows that say one of few things: hashing a text as `Dictionary` does looks
/// at its characters, which for Chinese takes ten times as long as for its bytes (FNV-1a, 64 bits).
public struct TextNumbers: Sendable {
  /// The texts by their numbers.
  public private(set) var texts: [String] = []
  private var hashes: [UInt64] = []
  /// Numbers by hash, or -1: at least twice as many places as texts.
  private var places: [Int32] = []

  /// Numbers of no text yet.
  public init() {}

  /// The number of a text, which gets one if it has none yet.
  public mutating func number(of text: String) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    if places.count < 2 * (texts.count + 1) { grow() }
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while places[place] >= 0 {
      let number = Int(places[place])
      if hashes[number] == hash, texts[number].utf8.elementsEqual(text.utf8) { return number }
      place = (place + 1) & mask
    }
    places[place] = Int32(texts.count)
    texts.append(text)
    hashes.append(hash)
    return texts.count - 1
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(64, 2 * places.count))
    for (number, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash ^ hash >> 32) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}
