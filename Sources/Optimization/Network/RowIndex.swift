/// The different vectors of costs that arcs have, numbered as they come.
///
/// - Complexity: O(arcs · tiers), by a table where the costs' ranges are small together, which they
///   are but for the odd list of wishes.
struct RowIndex {
  /// By arc: the number of its vector.
  private(set) var rowOf: [Int32] = []
  /// The vectors, by number.
  private(set) var vectors: [[Int]] = []

  private static let mostDigits = 1 << 16

  /// Numbers for the costs of some tiers, each by arc.
  init(_ costs: [[Int]], arcCount: Int) {
    let least = costs.map { $0.min() ?? 0 }
    let widths = zip(costs, least).map { ($0.max() ?? 0) - $1 + 1 }
    var size = 1
    for width in widths where size <= RowIndex.mostDigits {
      let (product, overflow) = size.multipliedReportingOverflow(by: width)
      size = overflow ? Int.max : product
    }
    rowOf.reserveCapacity(arcCount)
    guard size <= RowIndex.mostDigits else {
      var known: [[Int]: Int32] = [:]
      for arc in 0..<arcCount {
        let vector = costs.map { $0[arc] }
        let row = known[vector] ?? Int32(vectors.count)
        if row == vectors.count {
          known[vector] = row
          vectors.append(vector)
        }
        rowOf.append(row)
      }
      return
    }
    // The costs as digits of one number.
    var digits = [Int32](repeating: 0, count: arcCount)
    for (tier, own) in costs.enumerated() {
      let (low, width) = (least[tier], Int32(widths[tier]))
      for arc in 0..<arcCount {
        digits[arc] = digits[arc] &* width &+ Int32(truncatingIfNeeded: own[arc] - low)
      }
    }
    var table = [Int32](repeating: -1, count: size)
    for arc in 0..<arcCount {
      let digit = Int(digits[arc])
      if table[digit] < 0 {
        table[digit] = Int32(vectors.count)
        vectors.append(costs.map { $0[arc] })
      }
      rowOf.append(table[digit])
    }
  }
}
