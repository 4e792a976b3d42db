import Testing
import ThreeLists

@testable import Matching

/// Whatever the cuts and their prices: no bound is above the cost of a plan, and every part of a
/// bound is what the format says.
struct CertificateCutDualityTests {
  private typealias Duality = CertificateDualityTests

  private static func pair(_ dice: inout Dice) -> [Int] {
    dice.chance(50) ? [1, dice.roll(0...2)] : [dice.roll(-2...3), dice.roll(-3...4)]
  }

  private static func cuts(_ dice: inout Dice, _ lists: TinyLists) -> [Certificate.Cut] {
    (0..<dice.roll(1...4)).map { number in
      var cut = Certificate.Cut(
        modulus: dice.roll(2...5), resourceSessions: [:], resources: [:], units: [:], areas: [:],
        needs: [:], cuts: [:])
      let density = [15, 50][dice.roll(0...1)]
      for resource in lists.resources {
        if dice.chance(density) { cut.resources[resource.id] = pair(&dice) }
        if dice.chance(density / 2) { cut.units[resource.unit] = pair(&dice) }
        for session in [0, 1, 4, 7, 10] where dice.chance(density / 2) {
          cut.resourceSessions["\(resource.id)@\(Session(index: session))"] = pair(&dice)
        }
      }
      for need in lists.needs {
        if dice.chance(density / 2) { cut.areas[need.grid.prefix(12).digits] = pair(&dice) }
        guard dice.chance(density) else { continue }
        cut.needs[need.id] = .init(
          account: dice.roll(-2...4), visit: dice.roll(-2...2),
          days: dice.chance(50) ? nil : (0..<7).map { _ in dice.chance(50) ? 0 : dice.roll(0...3) })
      }
      for earlier in 0..<number where dice.chance(50) {
        cut.cuts["\(earlier)"] = dice.roll(0...3)
      }
      return cut
    }
  }

  /// Cuts such as are of use: accounts are what can be had, so that only rounding loses something.
  private static func usefulCuts(
    _ dice: inout Dice, _ lists: TinyLists
  ) -> [Certificate.Cut] {
    (0..<dice.roll(1...3)).map { number in
      var cut = Certificate.Cut(
        modulus: dice.roll(2...3), resourceSessions: [:], resources: [:], units: [:], areas: [:],
        needs: [:], cuts: [:])
      let density = [15, 35, 70][dice.roll(0...2)]
      for resource in lists.resources where dice.chance(density) {
        let factor = dice.chance(70) ? 1 : 2
        cut.resources[resource.id] = [factor, factor * resource.weekly]
      }
      for resource in lists.resources {
        for session in resource.sessions.sessions.prefix(5) where dice.chance(density) {
          cut.resourceSessions["\(resource.id)@\(session)"] = [1, resource.perSession]
        }
      }
      for need in lists.needs where dice.chance(60) {
        cut.needs[need.id] = .init(
          account: 0, visit: -dice.roll(0...2),
          days: dice.chance(60) ? nil : (0..<7).map { _ in dice.roll(0...1) })
      }
      for earlier in 0..<number where dice.chance(50) { cut.cuts["\(earlier)"] = 1 }
      return cut
    }
  }

  /// Prices that are all of one tier, so that none hides behind another.
  private static func leaf(
    _ dice: inout Dice, _ lists: TinyLists, of tier: TierName, cuts: Int
  ) -> Certificate.Leaf {
    let tiers = Audit.tierNames(lists.policy)
    func price(_ range: ClosedRange<Int>) -> [Int] {
      let price = dice.roll(range)
      return [0] + tiers.map { $0 == tier ? price : 0 }
    }
    var leaf = Certificate.Leaf(
      scales: tiers.map { $0 == tier ? dice.roll(1...2) : 1 }, resourceSessions: [:],
      resources: [:], units: [:], areas: [:])
    let most = dice.roll(0...3)
    for resource in lists.resources where dice.chance(50) {
      leaf.resources[resource.id] = price(0...most)
    }
    leaf.cuts = [:]
    for number in 0..<cuts { leaf.cuts?["\(number)"] = price(0...3) }
    return leaf
  }

  /// Cuts, and a leaf that prices some.
  private static func cutsAndLeaf(
    _ dice: inout Dice, _ lists: TinyLists, _ known: CertificateLists
  ) -> ([Certificate.Cut], Certificate.Leaf) {
    let cuts = dice.chance(50) ? usefulCuts(&dice, lists) : cuts(&dice, lists)
    if dice.chance(50) {
      let tier = TierName.served(known.needs[0].priorityClass)
      return (cuts, leaf(&dice, lists, of: tier, cuts: cuts.count))
    }
    var leaf = Duality.leaf(&dice, lists)
    leaf.cuts = prices(&dice, lists, cuts: cuts.count)
    return (cuts, leaf)
  }

  private static func prices(
    _ dice: inout Dice, _ lists: TinyLists, cuts: Int
  ) -> [String: [Int]] {
    var prices: [String: [Int]] = [:]
    for number in 0..<cuts where dice.chance(60) {
      let tiers = Audit.tierNames(lists.policy)
      let price = Duality.price(&dice, lists, near: tiers[dice.roll(0...2)], 0...2)
      prices["\(number)"] = CertificateVector(price).isNegative ? price.map { -$0 } : price
    }
    return prices
  }

  private static func scaled(_ costs: [Int], _ scales: [Int]) -> CertificateVector {
    CertificateVector([0] + zip(costs, scales).map { $0 * $1 })
  }

  @Test(arguments: 1...50)
  func noBoundIsAboveAPlanAndEachIsExact(seed: UInt64) throws {
    let lists = try TinyLists(seed: seed &+ 5000, needs: 2, mostSessions: 3)
    let (plans, ways) = (lists.plans(), lists.needs.indices.map(lists.ways))
    let costs = plans.map { lists.costs(lists.values($0)) }
    var dice = Dice(state: seed &* 104_729)
    let view = lists.view()
    let known = CertificateLists(view)
    for _ in 0..<8 {
      let (cuts, leaf) = Self.cutsAndLeaf(&dice, lists, known)
      let prices = try CertificateLeaf(
        leaf, node: 0, lists: known, cuts: CertificateCuts(cuts, lists: known))
      let naive = NaiveCuts(cuts: cuts, lists: lists)
      var decisions: [Int: CertificateDecisions] = [:]
      var (inLeaf, left) = (Array(plans.indices), ways)
      for _ in 0..<dice.roll(0...2) {
        let branch = Duality.branch(&dice, lists)
        let high = dice.chance(50)
        inLeaf.removeAll { (Duality.count(branch, plans[$0], lists) >= branch.at) != high }
        let need = try #require(view.needIndex[branch.need])
        left[need].removeAll { way in
          var plan: [TinyLists.Way] = [[], []]
          plan[need] = way
          return (Duality.count(branch, plan, lists) >= branch.at) != high
        }
        decisions[need, default: CertificateDecisions()]
          .decide(Duality.quantity(branch, view), high: high, at: branch.at)
      }
      let bound = known.bound(prices, decisions: decisions)
      let exact = NaiveBound(
        lists: lists, known: known, prices: prices, cuts: naive, cutPrices: leaf.cuts ?? [:]
      ).bound(left)
      #expect(bound == exact)
      guard let bound else {
        #expect(inLeaf == [])
        continue
      }
      for index in inLeaf { #expect(!(Self.scaled(costs[index], leaf.scales) < bound)) }
      // What a cut says holds in every plan.
      for plan in plans.shuffled(using: &dice).prefix(4) {
        #expect(zip(naive.all(plan), naive.most).allSatisfy { $0 <= $1 })
      }
    }
  }

  /// Lists in which needs of one class compete, and hang together by teams or by visits.
  private static func scarce(seed: UInt64) throws -> TinyLists {
    var lists = try TinyLists(seed: seed, needs: 3, mostSessions: 2)
    var dice = Dice(state: seed &* 92_821)
    lists.policy = .standard
    for index in lists.needs.indices {
      lists.needs[index].urgency = .normal
      lists.needs[index].pinned = []
      lists.needs[index].allowsPartial = dice.chance(30)
      if dice.chance(50) { lists.needs[index].roles = [RoleRequirement(role: "社工", count: 2)] }
      if dice.chance(50) { lists.needs[index].banned = ["R\(dice.roll(1...3))"] }
      lists.needs[index].requested = []
    }
    for index in lists.resources.indices {
      lists.resources[index].weekly = dice.roll(1...2)
      lists.resources[index].perSession = 1
      lists.resources[index].roles = ["社工", "法律"]
    }
    return lists
  }

  /// Goes uphill from no prices at all: where prices and cuts are as good as can be, what is too
  /// high by one shows.
  @Test(arguments: 1...60)
  func theHighestBoundIsNotAboveTheBestPlan(seed: UInt64) throws {
    let lists = try Self.scarce(seed: seed &+ 9000)
    let known = CertificateLists(lists.view())
    let tier = try #require(lists.tierNames.firstIndex(of: .served(known.needs[0].priorityClass)))
    let best = try #require(
      lists.plans().map { lists.costs(lists.values($0)) }
        .min { $0.lexicographicallyPrecedes($1) })
    var dice = Dice(state: seed &* 613)
    for _ in 0..<10 {
      let cuts = Self.usefulCuts(&dice, lists)
      let resolved = try CertificateCuts(cuts, lists: known)
      let nothing = [0] + best.map { _ in 0 }
      var leaf = Certificate.Leaf(
        scales: best.map { _ in 1 }, resourceSessions: [:], resources: [:], units: [:],
        areas: [:], cuts: [:])
      leaf.scales[tier] = 6
      func bound(_ leaf: Certificate.Leaf) throws -> CertificateVector? {
        known.bound(
          try CertificateLeaf(leaf, node: 0, lists: known, cuts: resolved), decisions: [:])
      }
      var highest = try #require(try bound(leaf))
      for _ in 0..<80 {
        var next = leaf
        let by = dice.chance(50) ? 6 : dice.roll(-3...3)
        switch dice.roll(0...3) {
        case 0:
          next.resources["R\(dice.roll(1...3))", default: nothing][tier + 1] += by
        case 1:
          let resource = lists.resources[dice.roll(0...2)]
          guard let session = resource.sessions.sessions.randomElement(using: &dice) else {
            continue
          }
          let name = "\(resource.id)@\(session)"
          next.resourceSessions[name, default: nothing][tier + 1] += by
        default:
          let name = "\(dice.roll(0...cuts.count - 1))"
          let price = next.cuts?[name] ?? nothing
          next.cuts?[name] = price
          next.cuts?[name]?[tier + 1] = max(0, price[tier + 1] + by)
        }
        guard let higher = try bound(next), !(higher < highest) else { continue }
        (leaf, highest) = (next, higher)
      }
      #expect(!(Self.scaled(best, leaf.scales) < highest))
    }
  }

  /// A need of a team out of seven people.
  private static func teamOfMany(_ dice: inout Dice) throws -> TinyLists {
    let grids = ["230799001001001", "230799001001002", "230799001002001"]
    var need = try TinyLists.need("N1")
    need.sessions = SessionSet([0, 4].map { Session(index: $0) })
    need.roles = [RoleRequirement(role: "社工", count: dice.roll(1...3))]
    if dice.chance(50) { need.roles.append(RoleRequirement(role: "法律", count: 1)) }
    if dice.chance(30) { need.requested = ["R2", "R5"] }
    if dice.chance(20) { need.pinned.append(Pin(resource: "R3")) }
    if dice.chance(20) {
      need.pinned.append(Pin(resource: "R6", session: Session(index: 4)))
    }
    let resources = (1...7).map { number in
      var resource = TinyLists.resource("R\(number)", unit: dice.chance(50) ? "甲" : "乙", weekly: 3)
      resource.perSession = 3
      resource.roles = ["法律", "社工"].filter { _ in dice.chance(70) }
      if resource.roles == [] { resource.roles = ["社工"] }
      resource.home = dice.chance(50) ? GridCode(grids[dice.roll(0...2)]) : nil
      return resource
    }
    return try TinyLists(needs: [need], resources: resources)
  }

  @Test(arguments: 1...80)
  func theCheapestTeamIsFound(seed: UInt64) throws {
    var dice = Dice(state: seed &* 6151)
    let lists = try Self.teamOfMany(&dice)
    let view = lists.view()
    let known = CertificateLists(view)
    let ways = lists.ways(0)
    for _ in 0..<8 {
      let (cuts, leaf) = Self.cutsAndLeaf(&dice, lists, known)
      let prices = try CertificateLeaf(
        leaf, node: 0, lists: known, cuts: CertificateCuts(cuts, lists: known))
      let naive = NaiveBound(
        lists: lists, known: known, prices: prices, cuts: NaiveCuts(cuts: cuts, lists: lists),
        cutPrices: leaf.cuts ?? [:])
      var (decisions, left) = (CertificateDecisions(), ways)
      for _ in 0..<dice.roll(0...2) {
        let branch = Duality.branch(&dice, lists)
        let high = dice.chance(30)
        left.removeAll { (Duality.count(branch, [$0], lists) >= branch.at) != high }
        decisions.decide(Duality.quantity(branch, view), high: high, at: branch.at)
      }
      let found = CertificateWays(known.needs[0], decisions: decisions, leaf: prices).cheapest()
      #expect(found == left.map { naive.cost(of: 0, $0) }.min())
    }
  }

  @Test(arguments: 1...30)
  func noTreeWithCutsProvesWhatIsFalse(seed: UInt64) throws {
    let lists = try TinyLists(seed: seed &+ 7000, needs: 2, mostSessions: 3)
    let values = lists.plans().map(lists.values)
    let costs = values.map(lists.costs)
    guard let best = costs.min(by: { $0.lexicographicallyPrecedes($1) }) else { return }
    var dice = Dice(state: seed &* 31)
    let tier = TierName.served(CertificateLists(lists.view()).needs[0].priorityClass)
    for _ in 0..<6 {
      let cuts = Self.usefulCuts(&dice, lists)
      let leaves = (0..<2).map { _ in
        Certificate.Node(leaf: Self.leaf(&dice, lists, of: tier, cuts: cuts.count))
      }
      let certificate = Certificate(
        fingerprint: "", tiers: Audit.tierNames(lists.policy).map(\.description),
        nodes: [.init(branch: Duality.branch(&dice, lists), low: 1, high: 2)] + leaves, cuts: cuts)
      for (value, cost) in zip(values, costs).shuffled(using: &dice).prefix(6) {
        let proof = try Audit.provedBounds(
          certificate: certificate, values: value, week: lists.week, needs: lists.needs,
          resources: lists.resources, policy: lists.policy)
        #expect(cost.prefix(proof.proved) == best.prefix(proof.proved))
        if let bound = proof.bound {
          let tier = Audit.tierNames(lists.policy)[proof.proved]
          #expect((Audit.isMaximised(tier) ? -bound : bound) <= best[proof.proved])
        }
      }
    }
  }
}
