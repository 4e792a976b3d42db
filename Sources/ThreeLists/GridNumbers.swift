/// Numbers for the areas in which grids lie, from 0 in the order in which they come: the same for codes whose
/// leading digits are the same.
///
/// A code's leading digits are told apart by one number, so no text is made of them but for the first of each.
public struct GridNumbers: Sendable {
  /// The areas by their numbers.
  public private(set) var codes: [GridCode] = []
  /// What tells short codes apart, by number; of a longer one nothing that counts.
  private var keys: [Key] = []
  /// Numbers by hash, or -1: at least twice as many places as codes.
  private var places: [Int32] = []
  private var long: [GridCode: Int] = [:]

  private struct Key: Equatable {
    let digits: UInt64
    let length: Int

    /// Digits in the upper half decide as well as those in the lower.
    var hash: Int {
      let product = (digits ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: product ^ product >> 32)
    }
  }

  /// Numbers of no area yet.
  public init() {}

  /// The number of the area that is a code's first digits, which gets one if it has none yet.
  ///
  /// - Parameters:
  ///   - code: of a grid.
  ///   - length: of the area's code; a shorter code is its own area.
  /// - Returns: the number.
  /// - Complexity: O(1) for areas of up to 16 digits.
  public mutating func number(of code: GridCode, first length: Int) -> Int {
    guard let head = code.head(length) else {
      let area = code.prefix(length)
      if let known = long[area] { return known }
      long[area] = codes.count
      return add(area, Key(digits: 0, length: -1))
    }
    let key = Key(digits: head, length: min(code.length, max(1, length)))
    if places.count < 2 * (codes.count + 1) { grow() }
    let mask = places.count - 1
    var place = key.hash & mask
    while places[place] >= 0 {
      let number = Int(places[place])
      if keys[number] == key { return number }
      place = (place + 1) & mask
    }
    places[place] = Int32(codes.count)
    return add(code.prefix(length), key)
  }

  private mutating func add(_ area: GridCode, _ key: Key) -> Int {
    codes.append(area)
    keys.append(key)
    return codes.count - 1
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(64, 2 * places.count))
    for (number, key) in keys.enumerated() where key.length >= 0 {
      var place = key.hash & (places.count - 1)
      while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
      places[place] = Int32(number)
    }
  }
}
