/// Where the solve of a network may begin: a plan of a program like it, and the prices that proved it
/// best.
///
/// Whatever it holds, the solution is exact: arcs that do not fit are passed over, and prices that
/// fit too little are given up. Among equally good solutions one near the start is found, not always
/// the nearest.
public struct SolveStart: Hashable, Sendable {
  /// Arcs of the program, ascending.
  public var chosen: [Int]
  /// Prices by the program's indexes, with its tiers.
  public var prices: Proof.Leaf

  /// Prices beyond this leave no room to reckon with them: a stage of up to 32 tiers weighs them by at
  /// most 32 · 33 / 2, and a node's price is the sum of three.
  static let largestPrice = 1 << 50

  /// A start by its parts.
  public init(chosen: [Int], prices: Proof.Leaf) {
    self.chosen = chosen
    self.prices = prices
  }

  /// Whether it speaks of arcs that a program has and of its tiers, in prices of ordinary size, and
  /// what wrong prices could set in motion can be counted.
  func fits(_ program: AssignmentProgram) -> Bool {
    let width = program.tiers.count + 1
    let slots = program.supplies.count * 21
    let limit = 1 << 30
    var room = 0
    for supply in program.supplies {
      guard supply.weekly < limit, supply.perSession < limit / 64 else { return false }
      room += supply.weekly
      guard room < limit else { return false }
    }
    let range = -SolveStart.largestPrice...SolveStart.largestPrice
    func areSound(_ vectors: [Int: [Int]], below end: Int) -> Bool {
      vectors.allSatisfy { index, vector in
        (0..<end).contains(index) && vector.count == width
          && vector.allSatisfy(range.contains)
      }
    }
    return prices.scales == Array(repeating: 1, count: width - 1)
      && zip(chosen, chosen.dropFirst()).allSatisfy { $0 < $1 }
      && chosen.allSatisfy { program.arcs.indices.contains($0) }
      && areSound(prices.slots, below: slots)
      && areSound(prices.supplies, below: program.supplies.count)
      && areSound(prices.pools, below: program.poolCount)
      && areSound(prices.groups, below: program.groupCount)
  }
}
