/// The different vectors of costs that arcs have, in lexicographic order.
///
/// - Complexity: O(arcs · tiers), by a table where the costs' ranges are small together, which they
///   are but for the odd list of wishes.
struct RowIndex: Sendable {
  /// By arc: its vector, as a number that `rank` knows.
  private(set) var digits: [Int32]
  /// By the numbers in `digits`: the vector's place in order.
  private(set) var rank: [Int32]
  /// The vectors, in order; one component for each tier that prices arcs.
  private(set) var vectors: [[Int]] = []
  /// The tiers that price arcs, and the least and the largest cost in each.
  let tiers: [(tier: Int, range: ClosedRange<Int>)]

  private static let mostDigits = 1 << 16

  init(_ program: AssignmentProgram) {
    let arcCount = program.arcs.count
    tiers = program.tiers.enumerated().filter { !$1.perArc.isEmpty }
      .map { ($0.offset, RowIndex.range($0.element.perArc)) }
    let costs = tiers.map { program.tiers[$0.tier].perArc }
    var size = 1
    for (_, range) in tiers where size <= RowIndex.mostDigits {
      let (product, overflow) = size.multipliedReportingOverflow(
        by: range.upperBound - range.lowerBound + 1)
      size = overflow ? Int.max : product
    }
    digits = []
    rank = []
    guard size <= RowIndex.mostDigits else {
      number(costs, arcCount: arcCount)
      return
    }
    // The costs as digits of one number: numbers are in the order of the vectors.
    digits = [Int32](repeating: 0, count: arcCount)
    for ((_, range), own) in zip(tiers, costs) {
      let low = range.lowerBound
      let width = Int32(range.upperBound - low + 1)
      for arc in digits.indices {
        digits[arc] = digits[arc] &* width &+ Int32(truncatingIfNeeded: own[arc] &- low)
      }
    }
    rank = [Int32](repeating: -1, count: size)
    for digit in digits { rank[Int(digit)] = 0 }
    for digit in rank.indices where rank[digit] == 0 {
      rank[digit] = Int32(vectors.count)
      var rest = digit
      var vector = [Int](repeating: 0, count: tiers.count)
      for (place, (_, range)) in tiers.enumerated().reversed() {
        let width = range.upperBound - range.lowerBound + 1
        vector[place] = range.lowerBound + rest % width
        rest /= width
      }
      vectors.append(vector)
    }
  }

  private static func range(_ costs: [Int]) -> ClosedRange<Int> {
    guard var low = costs.first else { return 0...0 }
    var high = low
    for cost in costs {
      low = min(low, cost)
      high = max(high, cost)
    }
    return low...high
  }

  /// Numbers for vectors as they come, put in order afterwards.
  private mutating func number(_ costs: [[Int]], arcCount: Int) {
    var known: [[Int]: Int32] = [:]
    var found: [[Int]] = []
    digits.reserveCapacity(arcCount)
    for arc in 0..<arcCount {
      let vector = costs.map { $0[arc] }
      let row = known[vector] ?? Int32(found.count)
      if row == found.count {
        known[vector] = row
        found.append(vector)
      }
      digits.append(row)
    }
    let order = found.indices.sorted { found[$0].lexicographicallyPrecedes(found[$1]) }
    rank = [Int32](repeating: 0, count: found.count)
    for (position, row) in order.enumerated() { rank[row] = Int32(position) }
    vectors = order.map { found[$0] }
  }
}
