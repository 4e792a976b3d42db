/// What a solve can show for its answer: the tree of its search, with prices at each leaf.
///
/// Prices are vectors of one component for the force and one for each tier; see the certificate's
/// format in the documentation of `Matching`. Here everything is named by index.
public struct Proof: Hashable, Sendable {
  /// Node 0 is the root; every other node is named once, by a node before it.
  public var nodes: [Node]
  /// What leaves price besides.
  public var cuts: [Cut]

  /// A proof by its nodes and cuts.
  public init(nodes: [Node], cuts: [Cut] = []) {
    self.nodes = nodes
    self.cuts = cuts
  }

  /// A combination of what demands compete for, rounded down part by part; see the certificate's format.
  public struct Cut: Hashable, Sendable {
    /// What is divided by.
    public var modulus: Int
    /// By supply · 21 + session.
    public var slots: [Int: Share] = [:]
    /// By supply.
    public var supplies: [Int: Share] = [:]
    /// By pool.
    public var pools: [Int: Share] = [:]
    /// By group; a factor counts visits.
    public var groups: [Int: Share] = [:]
    /// By demand; a factor is what each visit takes from the account.
    public var demands: [Int: Share] = [:]
    /// Factors of earlier cuts, by number.
    public var cuts: [Int: Int] = [:]

    /// A cut without parts.
    public init(modulus: Int) { self.modulus = modulus }

    /// One part of a cut.
    public struct Share: Hashable, Sendable {
      /// Of a unit of the part.
      public var factor = 0
      /// What the part may use up.
      public var account = 0
      /// What visits on a day have besides; for demands.
      public var days: [Int: Int] = [:]

      /// A share of nothing.
      public init() {}
    }
  }

  /// A node of the tree.
  public enum Node: Hashable, Sendable {
    /// Solutions with less than `at` of a quantity are in `low`, the others in `high`.
    case branch(Quantity, at: Int, low: Int, high: Int)
    /// Prices that bound every solution of the node.
    case leaf(Leaf)
  }

  /// What a branch counts.
  public enum Quantity: Hashable, Sendable {
    /// Visits of a demand.
    case visits(demand: Int)
    /// Visits of a demand in a session: 0 or 1.
    case session(demand: Int, session: Int)
    /// Whether an arc is filled.
    case arc(Int)
  }

  /// Prices by index; what is absent has no price.
  public struct Leaf: Hashable, Sendable {
    /// By tier, at least 1: the cost of one unit in these prices.
    public var scales: [Int]
    /// By supply · 21 + session.
    public var slots: [Int: [Int]] = [:]
    /// By supply.
    public var supplies: [Int: [Int]] = [:]
    /// By pool.
    public var pools: [Int: [Int]] = [:]
    /// By group.
    public var groups: [Int: [Int]] = [:]
    /// By cut.
    public var cuts: [Int: [Int]] = [:]

    /// A leaf without prices.
    public init(tierCount: Int) { scales = Array(repeating: 1, count: tierCount) }
  }
}

/// The prices of one tier for what demands compete for, zeros left out.
struct LinkPrices: Sendable {
  var scale = 1
  var slots: [(index: Int, price: Int)] = []
  var supplies: [(index: Int, price: Int)] = []
  var pools: [(index: Int, price: Int)] = []
  var groups: [(index: Int, price: Int)] = []
  var cuts: [(index: Int, price: Int)] = []
}

extension LinkPrices {
  /// The largest absolute value of a price.
  var largest: Int {
    (slots + supplies + pools + groups + cuts).reduce(0) { max($0, abs($1.price)) }
  }

  /// The same prices in finer units.
  func times(_ factor: Int) -> LinkPrices {
    func all(_ entries: [(index: Int, price: Int)]) -> [(index: Int, price: Int)] {
      entries.map { ($0.index, $0.price * factor) }
    }
    return LinkPrices(
      scale: scale * factor, slots: all(slots), supplies: all(supplies), pools: all(pools),
      groups: all(groups), cuts: all(cuts))
  }

  /// Prices with others added that price nothing that costs anything; the units are those of the left.
  static func + (left: LinkPrices, right: LinkPrices) -> LinkPrices {
    func sum(
      _ one: [(index: Int, price: Int)], _ other: [(index: Int, price: Int)]
    ) -> [(index: Int, price: Int)] {
      var prices: [Int: Int] = [:]
      for entry in one + other { prices[entry.index, default: 0] += entry.price }
      return prices.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        .map { (index: $0.key, price: $0.value) }
    }
    return LinkPrices(
      scale: left.scale, slots: sum(left.slots, right.slots),
      supplies: sum(left.supplies, right.supplies), pools: sum(left.pools, right.pools),
      groups: sum(left.groups, right.groups), cuts: sum(left.cuts, right.cuts))
  }
}

extension Proof.Leaf {
  /// A leaf from the prices of single tiers.
  ///
  /// - Parameters:
  ///   - parts: prices by component: 0 the force, then the tiers.
  ///   - tierCount: the number of tiers.
  init(_ parts: [(component: Int, prices: LinkPrices)], tierCount: Int) {
    self.init(tierCount: tierCount)
    func add(_ entries: [(index: Int, price: Int)], _ component: Int, to all: inout [Int: [Int]]) {
      for entry in entries {
        all[entry.index, default: Array(repeating: 0, count: tierCount + 1)][component] =
          entry.price
      }
    }
    for part in parts {
      if part.component > 0 { scales[part.component - 1] = part.prices.scale }
      add(part.prices.slots, part.component, to: &slots)
      add(part.prices.supplies, part.component, to: &supplies)
      add(part.prices.pools, part.component, to: &pools)
      add(part.prices.groups, part.component, to: &groups)
      add(part.prices.cuts, part.component, to: &cuts)
    }
  }
}

extension Proof {
  /// The same proof without the cuts on which no leaf rests, and without prices of cuts that are below
  /// nothing, which prove nothing.
  var pruned: Proof {
    var proof = self
    for (index, node) in nodes.enumerated() {
      guard case .leaf(var leaf) = node else { continue }
      leaf.cuts = leaf.cuts.filter { ($0.value.first { $0 != 0 } ?? 0) > 0 }
      proof.nodes[index] = .leaf(leaf)
    }
    return proof.withoutIdleCuts
  }

  private var withoutIdleCuts: Proof {
    var isUsed = [Bool](repeating: false, count: cuts.count)
    for case .leaf(let leaf) in nodes { for index in leaf.cuts.keys { isUsed[index] = true } }
    for index in cuts.indices.reversed() where isUsed[index] {
      for earlier in cuts[index].cuts.keys { isUsed[earlier] = true }
    }
    var numbers: [Int: Int] = [:]
    for index in cuts.indices where isUsed[index] { numbers[index] = numbers.count }
    func renamed<Value>(_ values: [Int: Value]) -> [Int: Value] {
      Dictionary(
        uniqueKeysWithValues: values.compactMap { key, value in
          numbers[key].map { ($0, value) }
        })
    }
    var result = self
    result.cuts = cuts.indices.filter { isUsed[$0] }.map { index in
      var cut = cuts[index]
      cut.cuts = renamed(cut.cuts)
      return cut
    }
    result.nodes = nodes.map { node in
      guard case .leaf(var leaf) = node else { return node }
      leaf.cuts = renamed(leaf.cuts)
      return .leaf(leaf)
    }
    return result
  }
}
