/// Numbers for texts, from 0 in the order in which they come: the same for texts that are the same
/// byte for byte.
///
/// For what is asked of many rows that say one of few things: hashing a text as `Dictionary` does looks
/// at its characters, which for Chinese takes ten times as long as for its bytes (FNV-1a, 64 bits).
public struct TextNumbers: Sendable {
  /// The texts by their numbers.
  public private(set) var texts: [String] = []
  private var hashes: [UInt64] = []
  /// The bytes of all texts, one after another, and where each ends: what a text holds is reached only by a copy,
  /// which counts a reference.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Numbers by hash, or -1: at least twice as many places as texts.
  private var places: [Int32] = []

  /// Numbers of no text yet.
  public init() {}

  /// The number of a text, which gets one if it has none yet.
  public mutating func number(of text: String) -> Int {
    if places.count < 2 * (texts.count + 1) { grow() }
    var whole = text
    return whole.withUTF8 { own in
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for index in 0..<own.count {
        hash = unsafe (hash ^ UInt64(own[index])) &* 0x100_0000_01B3
      }
      let mask = places.count - 1
      var place = TextNumbers.place(of: hash) & mask
      while places[place] >= 0 {
        let number = Int(places[place])
        if unsafe hashes[number] == hash && isText(number, own) { return number }
        place = (place + 1) & mask
      }
      places[place] = Int32(texts.count)
      texts.append(text)
      hashes.append(hash)
      unsafe bytes.append(contentsOf: own)
      ends.append(bytes.count)
      return texts.count - 1
    }
  }

  private func isText(_ number: Int, _ own: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == own.count else { return false }
    for index in 0..<own.count {
      guard unsafe bytes[start + index] == own[index] else { return false }
    }
    return true
  }

  private static func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash ^ hash >> 32) }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(64, 2 * places.count))
    for (number, hash) in hashes.enumerated() {
      var place = TextNumbers.place(of: hash) & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}
