import ThreeLists

/// Whether different resources can fill the places of a team's visit, whatever else they do.
enum Team {
  /// The sessions in which they can.
  ///
  /// - Parameters:
  ///   - places: how many of each kind.
  ///   - offers: who may fill each kind, no resource twice.
  /// - Returns: the sessions as bits.
  /// - Complexity: O(candidates); a small matching for each session in which kinds compete.
  static func sessions(_ places: [Int], _ offers: [ArraySlice<Candidates.Pair>]) -> UInt32 {
    var possible = SessionSet.all.rawValue
    var contested = UInt32(0)
    let all = places.reduce(0, +)
    for (kind, wanted) in places.enumerated() {
      // Bits in which at least so many resources come.
      var reached = [UInt32](repeating: 0, count: all)
      for pair in offers[kind] {
        var carried = pair.sessions.rawValue
        for count in reached.indices where carried != 0 {
          (reached[count], carried) = (reached[count] | carried, reached[count] & carried)
        }
      }
      possible &= reached[wanted - 1]
      // Where there are as many as the team has places, some are left for each kind.
      contested |= ~reached[all - 1]
    }
    guard places.count > 1 else { return possible }
    contested &= possible
    while contested != 0 {
      let session = UInt32(1) << UInt32(contested.trailingZeroBitCount)
      contested &= ~session
      let free = offers.map { $0.filter { $0.sessions.rawValue & session != 0 }.map(\.resource) }
      if !isFormed(places, free) { possible &= ~session }
    }
    return possible
  }

  /// Whether every place finds a resource of its own (augmenting paths).
  private static func isFormed(_ places: [Int], _ offers: [[Int32]]) -> Bool {
    var kindOf: [Int32: Int] = [:]
    func fill(_ kind: Int, _ seen: inout Set<Int32>) -> Bool {
      for resource in offers[kind] where seen.insert(resource).inserted {
        if let other = kindOf[resource], other == kind || !fill(other, &seen) { continue }
        kindOf[resource] = kind
        return true
      }
      return false
    }
    for (kind, wanted) in places.enumerated() {
      for _ in 0..<wanted {
        var seen: Set<Int32> = []
        if !fill(kind, &seen) { return false }
      }
    }
    return true
  }
}
