/// Whole numbers observed run by run, with what they say of the mean, in integers throughout.
public struct Sample: Hashable, Sendable {
  /// The observations in the order of runs, at least one.
  public let values: [Int]
  private let sorted: [Int]

  /// A sample of observations.
  ///
  /// - Precondition: there is at least one.
  public init(_ values: [Int]) {
    precondition(!values.isEmpty, "a sample of nothing")
    self.values = values
    sorted = values.sorted()
  }

  /// The smallest observation.
  public var least: Int { sorted[0] }

  /// The sum.
  public var sum: Int128 { values.reduce(0) { $0 + Int128($1) } }

  /// The mean as a decimal, rounded to the nearest.
  public func mean(places: Int) -> String {
    FixedDecimal.text(sum, over: Int128(values.count), places: places)
  }

  /// The mean's standard error as a decimal, rounded to the nearest: √(s²/n) with
  /// s² = Σ(x − x̄)²/(n − 1); of one observation there is none.
  public func standardError(places: Int) -> String? {
    let count = UInt128(values.count)
    guard count > 1 else { return nil }
    let squares = values.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    // n·Σx² − (Σx)² over n²·(n − 1) is the square of the standard error.
    let over = UInt128(Int128(count) * squares - sum * sum)
    var scale: UInt128 = 1
    for _ in 0..<places { scale *= 10 }
    let root = Sample.nearestRoot(4 * over * scale * scale, count * count * (count - 1))
    return FixedDecimal.text(Int128(root), over: Int128(scale), places: places)
  }

  /// √(a/4b) rounded to the nearest, halves up: the greatest k with (2k − 1)²·b ≤ a.
  private static func nearestRoot(_ quadruple: UInt128, _ over: UInt128) -> UInt128 {
    var low: UInt128 = 0
    var high: UInt128 = 1
    func isReached(_ root: UInt128) -> Bool {
      guard root > 0 else { return true }
      let odd = 2 * root - 1
      let (square, first) = odd.multipliedReportingOverflow(by: odd)
      let (product, second) = square.multipliedReportingOverflow(by: over)
      return !first && !second && product <= quadruple
    }
    while isReached(high) { high *= 2 }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isReached(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// The quantile by nearest rank: the smallest observation that at least that many hundredths of
  /// all do not exceed.
  ///
  /// - Precondition: `percent` is in 1...100.
  public func quantile(percent: Int) -> Int {
    precondition((1...100).contains(percent), "no quantile of \(percent) per cent")
    return sorted[(values.count * percent + 99) / 100 - 1]
  }
}
