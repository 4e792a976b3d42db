/// SHA-256 (FIPS 180-4), for fingerprints; nothing here is secret, so no library is worth a minute
/// of building.
public enum SHA256 {
  private static let constants: [UInt32] = primes(64).map { fraction(of: $0, root: 3) }
  private static let initial: [UInt32] = primes(8).map { fraction(of: $0, root: 2) }

  /// The 32 bytes of the hash of a message.
  ///
  /// - Parameter bytes: the message.
  /// - Returns: 32 bytes.
  /// - Complexity: linear in the message.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var message = bytes
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    let bits = UInt64(bytes.count) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    var state = initial
    let constants = constants
    for block in stride(from: 0, to: message.count, by: 64) {
      compress(message, at: block, constants, into: &state)
    }
    return state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// Takes in the 64 bytes at a place.
  private static func compress(
    _ message: [UInt8], at block: Int, _ constants: [UInt32], into state: inout [UInt32]
  ) {
    // The last sixteen words of the schedule, each in the place of the one before it.
    var words = InlineArray<16, UInt32>(repeating: 0)
    for index in 0..<16 {
      let byte = block + 4 * index
      words[index] =
        UInt32(message[byte]) << 24 | UInt32(message[byte + 1]) << 16
        | UInt32(message[byte + 2]) << 8 | UInt32(message[byte + 3])
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let place = index & 15
      if index >= 16 {
        let first = words[(index &+ 1) & 15]
        let second = words[(index &+ 14) & 15]
        let mixed = rotate(first, 7) ^ rotate(first, 18) ^ (first &>> 3)
        let other = rotate(second, 17) ^ rotate(second, 19) ^ (second &>> 10)
        words[place] = words[place] &+ mixed &+ words[(index &+ 9) & 15] &+ other
      }
      let sum = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let choice = (e & f) ^ (~e & g)
      let first = h &+ sum &+ choice &+ constants[index] &+ words[place]
      let total = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ total &+ majority)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  @inline(__always) private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var candidate: UInt64 = 2
    while found.count < count {
      if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
      candidate += 1
    }
    return found
  }

  /// The first 32 bits of the fraction of a prime's square or cube root, by exact bisection.
  private static func fraction(of prime: UInt64, root: Int) -> UInt32 {
    var low: UInt64 = 0
    var high: UInt64 = 1 << 38
    // The largest x with x^root ≤ prime · 2^(32·root) is the root times 2³², rounded down.
    while high - low > 1 {
      let middle = (low + high) / 2
      var power = UInt128(1)
      for _ in 0..<root { power *= UInt128(middle) }
      if power <= UInt128(prime) << UInt128(32 * root) { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}
