import ThreeLists

/// A leaf's prices and scales, by the lists' indexes.
struct CertificateLeaf {
  /// Components of a vector: the force and the tiers.
  let width: Int
  /// For each resource, the price of a place it fills, its own and its unit's: one component after
  /// another.
  private(set) var resourceCosts: [Int128]
  /// For each resource that has one, its own price.
  private(set) var resourcePrices: [Int: CertificateVector] = [:]
  /// For each unit that has one, its price.
  private(set) var unitPrices: [Int: CertificateVector] = [:]
  /// For each area, its price.
  private(set) var areaPrices: [CertificateVector]
  /// The prices of resources in sessions, one component after another.
  private(set) var sessionPrices: [Int128] = []
  /// For each resource and session (resource · 21 + session), where their price begins in
  /// `sessionPrices`; −1 for none.
  private(set) var sessionStarts: [Int]
  /// What the cuts that it prices do; nil where it prices none.
  private(set) var cuts: CertificateCutPrices?
  private let scales: [Int]
  /// By a tier's number, its component; 0 for a tier that the policy has not.
  private let components: [Int]

  /// The prices of a node.
  ///
  /// - Parameters:
  ///   - leaf: the prices by name.
  ///   - node: the node's number, told in a fault.
  ///   - lists: the lists that have the names.
  ///   - cuts: the certificate's cuts.
  /// - Throws: a fault when the scales, a name or a price are not as the format says.
  init(
    _ leaf: Certificate.Leaf, node: Int, lists: CertificateLists,
    cuts: CertificateCuts = CertificateCuts()
  ) throws(CertificateFault) {
    width = 1 + lists.tiers.count
    let allowed = 1...Certificate.largestScale
    guard leaf.scales.count == lists.tiers.count, leaf.scales.allSatisfy(allowed.contains) else {
      throw .scales(node: node)
    }
    scales = leaf.scales
    var components = Array(repeating: 0, count: CertificateLeaf.tierNumbers)
    for (tier, component) in lists.components {
      if let number = CertificateLeaf.number(tier) { components[number] = component }
    }
    self.components = components
    let zero = CertificateVector(width: width)
    resourceCosts = Array(repeating: 0, count: lists.view.resources.count * width)
    areaPrices = Array(repeating: zero, count: lists.areas.count)
    sessionStarts = Array(repeating: -1, count: lists.view.resources.count * 21)
    for (name, price) in leaf.resources.sorted(by: { $0.key < $1.key }) {
      guard let index = lists.view.resourceIndex[name] else {
        throw .priced(node: node, key: "resources", name: name)
      }
      let vector = try vector(price, node, "resources", name)
      resourcePrices[index] = vector
      addCost(vector, of: index)
    }
    for (name, price) in leaf.units.sorted(by: { $0.key < $1.key }) {
      guard let index = lists.unitIndex[name] else {
        throw .priced(node: node, key: "units", name: name)
      }
      let vector = try vector(price, node, "units", name)
      unitPrices[index] = vector
      for resource in lists.units[index].resources { addCost(vector, of: resource) }
    }
    for (name, price) in leaf.areas.sorted(by: { $0.key < $1.key }) {
      guard let index = lists.areaIndex[name] else {
        throw .priced(node: node, key: "areas", name: name)
      }
      areaPrices[index] = try vector(price, node, "areas", name)
    }
    for (name, price) in leaf.resourceSessions.sorted(by: { $0.key < $1.key }) {
      guard let slot = lists.slot(named: name) else {
        throw .priced(node: node, key: "resourceSessions", name: name)
      }
      sessionStarts[slot] = sessionPrices.count
      sessionPrices += try vector(price, node, "resourceSessions", name).components
    }
    try price(leaf.cuts ?? [:], node, of: cuts, lists: lists)
  }

  private mutating func price(
    _ prices: [String: [Int]], _ node: Int, of all: CertificateCuts, lists: CertificateLists
  ) throws(CertificateFault) {
    var vectors: [Int: CertificateVector] = [:]
    for (name, price) in prices.sorted(by: { $0.key < $1.key }) {
      guard let number = CertificateCuts.number(name), number < all.all.count else {
        throw .pricedCut(node: node, name: name)
      }
      let vector = try vector(price, node, "cuts", name)
      if vector.isNegative { throw .cutPrice(node: node, name: name) }
      if vector.largest > 0 { vectors[number] = vector }
    }
    if vectors.isEmpty { return }
    cuts = CertificateCutPrices(vectors, of: all, lists: lists, width: width)
    if cuts == nil { throw .cutTotal(node: node) }
  }

  private func vector(
    _ price: [Int], _ node: Int, _ key: String, _ name: String
  ) throws(CertificateFault) -> CertificateVector {
    let limit = -Certificate.largestPrice...Certificate.largestPrice
    guard price.count == width, price.allSatisfy(limit.contains) else {
      throw .price(node: node, key: key, name: name)
    }
    return CertificateVector(price)
  }

  private mutating func addCost(_ price: CertificateVector, of resource: Int) {
    for index in 0..<width { resourceCosts[resource * width + index] += price[index] }
  }

  /// Adds so many times the price of a resource in a session.
  func addPrice(
    _ resource: Int, in session: Int, times: Int = 1, to vector: inout CertificateVector
  ) {
    let start = sessionStarts[resource * 21 + session]
    guard start >= 0 else { return }
    for index in 0..<width { vector[index] += Int128(times) * sessionPrices[start + index] }
  }

  /// Adds the cost of a tier, scaled, where the policy has the tier.
  func add(_ cost: Int, of tier: TierName, to vector: inout CertificateVector) {
    guard cost != 0, let number = CertificateLeaf.number(tier), components[number] > 0 else {
      return
    }
    let component = components[number]
    vector[component] += Int128(cost) * Int128(scales[component - 1])
  }

  /// Adds the cost of a tier to a vector whose components begin somewhere in a row of them.
  func add(_ cost: Int, of tier: TierName, to row: inout [Int128], at start: Int) {
    guard cost != 0, let number = CertificateLeaf.number(tier), components[number] > 0 else {
      return
    }
    let component = components[number]
    row[start + component] += Int128(cost) * Int128(scales[component - 1])
  }

  /// A number for each tier, looked up sooner than the tier itself; nil for a class that no need can
  /// be in, whose tier costs nothing.
  private static func number(_ tier: TierName) -> Int? {
    switch tier {
    case .kept: 0
    case .minimums: 1
    case .grids: 2
    case .waited: 3
    case .choice: 4
    case .continuity: 5
    case .prompt: 6
    case .distance: 7
    case .units: 8
    case .served(let number): (0..<ClassRules.count).contains(number) ? 9 + number : nil
    }
  }

  private static let tierNumbers = 9 + ClassRules.count

  /// What a bound says of the tiers.
  func verdict(_ bound: CertificateVector) -> CertificateVerdict {
    if bound[0] > 0 { return .nothing }
    var prefix: [Int128] = []
    guard bound[0] == 0 else { return .atLeast(prefix) }
    for (tier, scale) in scales.enumerated() {
      let (quotient, rest) = bound[tier + 1].quotientAndRemainder(dividingBy: Int128(scale))
      prefix.append(rest > 0 ? quotient + 1 : quotient)
      if rest != 0 { break }
    }
    return .atLeast(prefix)
  }
}

/// What the bound of a leaf says of the plans in it.
enum CertificateVerdict: Hashable {
  /// No plan agrees with the leaf's decisions.
  case nothing
  /// The costs of every plan, tier by tier, are not below these; of later tiers nothing is known.
  case atLeast([Int128])
}
