import Testing
import ThreeLists

@testable import Matching

/// Prices written by hand that prove what they ought to.
struct CertificateTightnessTests {
  static let tiers = Audit.tierNames(.standard)

  static func vector(_ parts: [TierName: Int], force: Int = 0) -> [Int] {
    [force] + tiers.map { parts[$0] ?? 0 }
  }

  static func leaf(
    scales: [Int]? = nil, resourceSessions: [String: [Int]] = [:], resources: [String: [Int]] = [:],
    units: [String: [Int]] = [:], areas: [String: [Int]] = [:], cuts: [String: [Int]]? = nil
  ) -> Certificate.Node {
    .init(
      leaf: .init(
        scales: scales ?? tiers.map { _ in 1 }, resourceSessions: resourceSessions,
        resources: resources, units: units, areas: areas, cuts: cuts))
  }

  private static func proof(
    _ lists: TinyLists, _ nodes: [Certificate.Node], values: [Int]
  ) throws(CertificateFault) -> CertificateProof {
    try Audit.provedBounds(
      certificate: Certificate(fingerprint: "", tiers: tiers.map(\.description), nodes: nodes),
      values: values, week: lists.week, needs: lists.needs, resources: lists.resources,
      policy: lists.policy)
  }

  private static func best(_ lists: TinyLists) throws -> [Int] {
    let values = lists.plans().map(lists.values)
    return try #require(
      values.min { lists.costs($0).lexicographicallyPrecedes(lists.costs($1)) })
  }

  @Test func withoutCompetitionOnlyConvexCostsNeedPrices() throws {
    var need = try TinyLists.need("N1")
    need.sessions = SessionSet([Session(index: 4), Session(index: 8)])
    let lists = try TinyLists(needs: [need], resources: [TinyLists.resource("R1")])
    let values = try Self.best(lists)
    // An unmet visit costs 1000 and the unit's first place 100: without prices both go unseen.
    let bare = try Self.proof(lists, [Self.leaf()], values: values)
    #expect(bare == CertificateProof(proved: Self.tiers.count - 1, bound: 0))
    let priced = try Self.proof(
      lists,
      [
        Self.leaf(
          units: ["甲": Self.vector([.units: 100])],
          areas: ["230799001001": Self.vector([.grids: -1000])])
      ], values: values)
    #expect(priced == CertificateProof(proved: Self.tiers.count, bound: nil))
  }

  @Test func twoNeedsAndOneVisit() throws {
    var first = try TinyLists.need("N1")
    first.urgency = .urgent
    var second = try TinyLists.need("N2", grid: "230799001002001")
    (first.sessions, second.sessions) = (
      SessionSet([Session(index: 0)]), SessionSet([Session(index: 3)])
    )
    let lists = try TinyLists(needs: [first, second], resources: [TinyLists.resource("R1")])
    let values = try Self.best(lists)
    #expect(Array(values.prefix(4)) == [0, 1, 0, 0])
    // What the second need loses by staying unserved: the price that keeps it away.
    let second4 = Self.vector([
      .served(3): 1, .grids: 1000, .waited: 3, .prompt: -3, .distance: -3,
    ])
    let nodes = [
      Self.leaf(
        resources: ["R1": second4], units: ["甲": Self.vector([.units: 100])],
        areas: [
          "230799001001": Self.vector([.grids: -1000]),
          "230799001002": Self.vector([.grids: -1000]),
        ])
    ]
    // The unit's price falls on the second need as well, so its resource's may be less by it.
    #expect(
      try Self.proof(lists, nodes, values: values)
        == CertificateProof(proved: Self.tiers.count, bound: nil))
    // Without the price on the resource both could come: served.3 is open.
    let open = try Self.proof(lists, [Self.leaf()], values: values)
    #expect(open == CertificateProof(proved: 3, bound: 1))
  }

  @Test func halvesAreRoundedUp() throws {
    // Three teams of two out of three people who come once each: one team fits, not one and a half.
    var needs: [Need] = []
    for (number, banned) in ["R3", "R2", "R1"].enumerated() {
      var need = try TinyLists.need("N\(number + 1)")
      need.roles = [RoleRequirement(role: "社工", count: 2)]
      need.banned = [banned]
      need.sessions = SessionSet([Session(index: number * 3)])
      needs.append(need)
    }
    let resources = ["R1", "R2", "R3"].map { id in
      var resource = TinyLists.resource(id)
      resource.roles = ["社工"]
      return resource
    }
    let lists = try TinyLists(needs: needs, resources: resources)
    let values = try Self.best(lists)
    #expect(values[3] == 1)
    var scales = Self.tiers.map { _ in 1 }
    scales[3] = 2
    let half = Self.vector([.served(3): 1])
    let proof = try Self.proof(
      lists, [Self.leaf(scales: scales, resources: ["R1": half, "R2": half, "R3": half])],
      values: values)
    #expect(proof == CertificateProof(proved: 4, bound: nil))
    let whole = try Self.proof(lists, [Self.leaf()], values: values)
    #expect(whole == CertificateProof(proved: 3, bound: 3))
  }

  @Test func aTreeProvesWhatNoLeafDoes() throws {
    // All or nothing: two visits of the first, or one of the second, on one weekly visit of R1 and
    // plenty of R2 for the second day.
    var need = try TinyLists.need("N1")
    (need.visits, need.allowsPartial) = (2, false)
    need.sessions = SessionSet([Session(index: 0), Session(index: 3)])
    let lists = try TinyLists(needs: [need], resources: [TinyLists.resource("R1", weekly: 1)])
    let values = try Self.best(lists)
    #expect(values[3] == 0)
    // The second visit would need a second place of the resource: forced, priced by the force.
    let nodes: [Certificate.Node] = [
      .init(branch: .init(need: "N1", quantity: .visits, at: 1), low: 1, high: 2),
      Self.leaf(areas: ["230799001001": Self.vector([.grids: -5000])]),
      Self.leaf(resources: ["R1": Self.vector([:], force: 1)]),
    ]
    #expect(
      try Self.proof(lists, nodes, values: values)
        == CertificateProof(proved: Self.tiers.count, bound: nil))
    #expect(
      try Self.proof(lists, [Self.leaf()], values: values) == CertificateProof(proved: 3, bound: 2))
  }

  @Test func theLowestLeafDecides() throws {
    let lists = try TinyLists(
      needs: [TinyLists.need("N1")], resources: [TinyLists.resource("R1")])
    let values = try Self.best(lists)
    let branch = Certificate.Branch(need: "N1", quantity: .session, session: "日晚", at: 1)
    let strong = Self.leaf(
      units: ["甲": Self.vector([.units: 100])],
      areas: ["230799001001": Self.vector([.grids: -1000])])
    // Without a price on the unit its cost goes unseen, on whichever side.
    for leaves in [[strong, Self.leaf()], [Self.leaf(), strong]] {
      let proof = try Self.proof(
        lists, [.init(branch: branch, low: 1, high: 2)] + leaves, values: values)
      let isLow = leaves[0] == Self.leaf()
      // A visit on Sunday evening costs 20 of `prompt`, so only the low side can be as good.
      #expect(proof.proved == (isLow ? Self.tiers.count - 1 : Self.tiers.count))
    }
    let both = try Self.proof(
      lists,
      [
        .init(branch: .init(need: "N1", quantity: .visits, at: 1), low: 1, high: 2),
        Self.leaf(areas: ["230799001001": Self.vector([.served(3): 2])]), strong,
      ], values: values)
    #expect(both == CertificateProof(proved: 3, bound: 2))
  }

  @Test func pinsThatShareASessionAreShownImpossibleByForce() throws {
    let needs = try ["N1", "N2"].map { id in
      var need = try TinyLists.need(id)
      need.pinned = [Pin(resource: "R1", session: Session(index: 5))]
      return need
    }
    let lists = try TinyLists(needs: needs, resources: [TinyLists.resource("R1", weekly: 2)])
    #expect(lists.plans().isEmpty)
    let known = CertificateLists(lists.view())
    let node = Self.leaf(resourceSessions: ["R1@二晚": Self.vector([:], force: 1)])
    let leaf = try CertificateLeaf(#require(node.leaf), node: 0, lists: known)
    let bound = try #require(known.bound(leaf, decisions: [:]))
    #expect(leaf.verdict(bound) == .nothing)
  }

  @Test func noNodesProveNothing() throws {
    let lists = try TinyLists(needs: [TinyLists.need("N1")], resources: [])
    #expect(
      try Self.proof(lists, [], values: Self.best(lists)) == CertificateProof(proved: 0, bound: nil)
    )
  }

  /// The first tiers' bounds, each asked for after the ones before it are given as values.
  static func bounds(
    _ lists: TinyLists, _ nodes: [Certificate.Node], cuts: [Certificate.Cut]? = nil, count: Int
  ) throws -> [Int] {
    let names = Audit.tierNames(lists.policy)
    var values = names.map { Audit.isMaximised($0) ? -1000 : 1_000_000 }
    let certificate = Certificate(
      fingerprint: "", tiers: names.map(\.description), nodes: nodes, cuts: cuts)
    for tier in 0..<count {
      let proof = try Audit.provedBounds(
        certificate: certificate, values: values, week: lists.week, needs: lists.needs,
        resources: lists.resources, policy: lists.policy)
      #expect(proof.proved == tier)
      values[tier] = try #require(proof.bound)
    }
    return Array(values.prefix(count))
  }

  @Test func aSessionHoldsAsManyPlacesAsItsResourceDoes() throws {
    let needs = try ["N1", "N2", "N3"].map { id in
      var need = try TinyLists.need(id)
      need.sessions = SessionSet([Session(index: 0)])
      return need
    }
    var resource = TinyLists.resource("R1", weekly: 3)
    resource.perSession = 2
    let lists = try TinyLists(needs: needs, resources: [resource])
    let price = Self.vector([.served(3): 1])
    #expect(
      try Self.bounds(lists, [Self.leaf(resourceSessions: ["R1@一上": price])], count: 4)
        == [0, 0, 0, 2])
    #expect(
      try Self.bounds(lists, [Self.leaf(resources: ["R1": price])], count: 4) == [0, 0, 0, 3])
  }

  @Test func aMinimumIsCheapestWhereItIsReached() throws {
    var resource = TinyLists.resource("R1", weekly: 3)
    resource.minimum = 1
    var expired = TinyLists.resource("R2", weekly: 3)
    (expired.minimum, expired.validTo) = (3, Day(year: 2026, month: 11, day: 22))
    var need = try TinyLists.need("N1")
    need.visits = 3
    let lists = try TinyLists(needs: [need], resources: [resource, expired])
    // In halves: a place is worth one half, the shortfall costs two.
    var scales = Self.tiers.map { _ in 1 }
    scales[4] = 2
    let nodes = [Self.leaf(scales: scales, resources: ["R1": Self.vector([.minimums: -1])])]
    // Three visits get three halves for their places; the resource loses one for the first.
    #expect(try Self.bounds(lists, nodes, count: 5) == [0, 0, 0, 3, -1])
    need.pinned = [Pin(resource: "R1", session: Session(index: 0))]
    need.visits = 1
    let pinned = try TinyLists(needs: [need], resources: [resource, expired])
    #expect(try Self.bounds(pinned, nodes, count: 5) == [0, 0, 0, 1, 0])
  }

  @Test func aUnitsPlacesAreThoseOfAllItsResources() throws {
    let needs = try [("N1", "R1", 0), ("N2", "R2", 3)].map { id, resource, session in
      var need = try TinyLists.need(id)
      need.pinned = [Pin(resource: resource, session: Session(index: session))]
      return need
    }
    var lists = try TinyLists(
      needs: needs, resources: [TinyLists.resource("R1"), TinyLists.resource("R2")])
    lists.policy.tiers = [.units] + TierName.all.filter { $0 != .units }
    // The places cost 100 and 300; at 400 apiece both are worth taking, at 200 the first alone.
    for (price, bound) in [(0, 0), (200, 300), (300, 400), (400, 400), (500, 400)] {
      let vector = [0, price] + Array(repeating: 0, count: Self.tiers.count - 1)
      #expect(
        try Self.bounds(lists, [Self.leaf(units: ["甲": vector])], count: 1) == [bound])
    }
  }

  @Test func moreBarePinsThanAreFollowedWeakenTheBound() throws {
    // Nine pins ask for all nine places; the ninth is beyond 2⁸ combinations and not followed.
    var need = try TinyLists.need("N1")
    (need.visits, need.roles) = (3, [RoleRequirement(role: "社工", count: 3)])
    need.sessions = SessionSet([0, 3, 6].map { Session(index: $0) })
    let ids = (1...9).map { "R\($0)" }
    need.pinned = ids.map { Pin(resource: $0) }
    let lists = try TinyLists(
      needs: [need],
      resources: ids.map { id in
        var resource = TinyLists.resource(id)
        resource.roles = ["社工"]
        return resource
      })
    let way = (0..<3).map { day in
      (session: day * 3, places: (day * 3..<day * 3 + 3).map { (kind: 0, resource: $0) })
    }
    let values = lists.values([way])
    #expect(values[3] == 3)
    let known = CertificateLists(lists.view())
    #expect(known.needs[0].barePins.map(\.resource) == Array(0..<8))
    let free = try Self.proof(lists, [Self.leaf()], values: values)
    #expect(free == CertificateProof(proved: Self.tiers.count - 1, bound: 0))
    // A price makes the ninth dear; the others take its places, and the bound sinks by it.
    let dear = try Self.proof(
      lists, [Self.leaf(resources: ["R9": Self.vector([.distance: 5])])],
      values: values)
    #expect(dear == CertificateProof(proved: 10, bound: 22))
  }

  @Test func aDeepTreeIsWalked() throws {
    let lists = try TinyLists(needs: [TinyLists.need("N1")], resources: [])
    var nodes: [Certificate.Node] = []
    for depth in 0..<5000 {
      nodes.append(
        .init(
          branch: .init(need: "N1", quantity: .visits, at: 5000 - depth), low: depth * 2 + 2,
          high: depth * 2 + 1))
      nodes.append(Self.leaf(areas: ["230799001001": Self.vector([.grids: -1000])]))
    }
    nodes.append(Self.leaf(areas: ["230799001001": Self.vector([.grids: -1000])]))
    #expect(
      try Self.proof(lists, nodes, values: Self.best(lists))
        == CertificateProof(proved: Self.tiers.count, bound: nil))
  }

  @Test func theLargestPricesNeitherOverflowNorProve() throws {
    var need = try TinyLists.need("N1")
    (need.visits, need.requested) = (20_000, ["R1"])
    var resource = TinyLists.resource("R1", weekly: 1_000_000)
    (resource.perSession, resource.minimum, resource.history) = (1_000_000, 1_000_000, 1_000_000)
    resource.weight = 1
    let lists = try TinyLists(needs: [need], resources: [resource])
    let values = Self.tiers.map { _ in Int.min }
    for sign in [1, -1] {
      let price = Self.tiers.map { _ in sign * Certificate.largestPrice }
      let proof = try Self.proof(
        lists,
        [
          Self.leaf(
            scales: Self.tiers.map { _ in Certificate.largestScale },
            resourceSessions: ["R1@一上": [0] + price], resources: ["R1": [0] + price],
            units: ["甲": [0] + price], areas: ["230799001001": [0] + price])
        ], values: values)
      // No plan serves −2⁶³ visits, so nothing as good as these values exists: or it is open.
      #expect(proof.proved == 0 || proof.proved == Self.tiers.count)
    }
  }
}
