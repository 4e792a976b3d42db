import Testing
import ThreeLists

@testable import Matching

/// Cuts written by hand that prove what prices alone cannot.
struct CertificateCutTests {
  private typealias Tightness = CertificateTightnessTests

  private static let visit = Tightness.vector([.served(3): 1])

  private static func cut(
    _ modulus: Int, resourceSessions: [String: [Int]] = [:], resources: [String: [Int]] = [:],
    needs: [String: Certificate.Cut.Share] = [:], cuts: [String: Int] = [:]
  ) -> Certificate.Cut {
    .init(
      modulus: modulus, resourceSessions: resourceSessions, resources: resources, units: [:],
      areas: [:], needs: needs, cuts: cuts)
  }

  /// Needs of teams, each with the resources that alone can come to it.
  private static func teams(_ members: [[String]]) throws -> TinyLists {
    let ids = Set(members.joined()).sorted()
    let needs = try members.enumerated().map { number, own in
      var need = try TinyLists.need("N\(number + 1)")
      need.roles = [RoleRequirement(role: "社工", count: own.count)]
      need.banned = ids.filter { !own.contains($0) }
      return need
    }
    return try TinyLists(
      needs: needs,
      resources: ids.map { id in
        var resource = TinyLists.resource(id)
        resource.roles = ["社工"]
        return resource
      })
  }

  /// The most visits that prices and cuts leave possible.
  private static func visits(
    _ lists: TinyLists, _ leaf: Certificate.Node, _ cuts: [Certificate.Cut]? = nil
  ) throws -> Int {
    let bounds = try Tightness.bounds(lists, [leaf], cuts: cuts, count: 4)
    #expect(bounds.prefix(3) == [0, 0, 0])
    return bounds[3]
  }

  /// Scales in which a visit is two.
  private static var halves: [Int] { Tightness.tiers.map { $0 == .served(3) ? 2 : 1 } }

  @Test func oddCycles() throws {
    // Three teams of two out of three people who come once each, and the same again: one and one
    // half of each by prices, and three together; one of each in truth.
    let lists = try Self.teams([
      ["R1", "R2"], ["R2", "R3"], ["R1", "R3"], ["R4", "R5"], ["R5", "R6"], ["R4", "R6"],
    ])
    let half = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, Self.visit) })
    #expect(try Self.visits(lists, Tightness.leaf(scales: Self.halves, resources: half)) == 3)
    let cuts = [["R1", "R2", "R3"], ["R4", "R5", "R6"]].map { cycle in
      Self.cut(2, resources: Dictionary(uniqueKeysWithValues: cycle.map { ($0, [1, 1]) }))
    }
    #expect(
      try Self.visits(lists, Tightness.leaf(cuts: ["0": Self.visit, "1": Self.visit]), cuts) == 2)
    // One of the cuts alone leaves the other cycle to prices.
    #expect(
      try Self.visits(
        lists,
        Tightness.leaf(
          scales: Self.halves, resources: half.filter { $0.key < "R4" },
          cuts: ["1": Tightness.vector([.served(3): 2])]), cuts) == 2)
    #expect(try Self.visits(lists, Tightness.leaf(cuts: ["1": Self.visit]), cuts) == 4)
    #expect(lists.plans().map(lists.values).map { $0[3] }.max() == 2)
  }

  @Test func threeVisitsOrNone() throws {
    var need = try TinyLists.need("N1")
    (need.visits, need.allowsPartial) = (3, false)
    let lists = try TinyLists(needs: [need], resources: [TinyLists.resource("R1", weekly: 2)])
    #expect(try Self.visits(lists, Tightness.leaf(resources: ["R1": Self.visit])) == 2)
    // Two places are less than three visits need, and no part of three visits can be had.
    let cut = Self.cut(
      3, resources: ["R1": [1, 2]], needs: ["N1": .init(account: 0, visit: -1)])
    let leaf = Tightness.leaf(cuts: ["0": Tightness.vector([.served(3): 3])])
    #expect(try Self.visits(lists, leaf, [cut]) == 0)
    // With three places the account is three, and they can all be had.
    let enough = try TinyLists(needs: [need], resources: [TinyLists.resource("R1", weekly: 3)])
    var wider = cut
    wider.resources["R1"] = [1, 3]
    #expect(try Self.visits(enough, leaf, [wider]) == 3)
    // The narrow cut is no lie there either: the third place counts against it.
    #expect(try Self.visits(enough, leaf, [cut]) == 3)
  }

  @Test func pairsOfVisitsInACycleOfSessions() throws {
    // Each two of three needs want one session of the only resource.
    let needs = try [[0, 3], [3, 6], [0, 6]].enumerated().map { number, sessions in
      var need = try TinyLists.need("N\(number + 1)")
      (need.visits, need.allowsPartial) = (2, false)
      need.sessions = SessionSet(sessions.map { Session(index: $0) })
      return need
    }
    let lists = try TinyLists(needs: needs, resources: [TinyLists.resource("R1", weekly: 7)])
    let slots = ["R1@一上", "R1@二上", "R1@三上"]
    let two = Tightness.vector([.served(3): 2])
    #expect(
      try Self.visits(
        lists,
        Tightness.leaf(
          scales: Self.halves,
          resourceSessions: Dictionary(uniqueKeysWithValues: slots.map { ($0, two) }))) == 3)
    let cut = Self.cut(
      2, resourceSessions: Dictionary(uniqueKeysWithValues: slots.map { ($0, [1, 1]) }),
      needs: Dictionary(
        uniqueKeysWithValues: needs.map { ($0.id, .init(account: 0, visit: -1)) }))
    #expect(try Self.visits(lists, Tightness.leaf(cuts: ["0": two]), [cut]) == 2)
    // What days add to a visit, the need has less when it is served at all: on both its days the
    // cut is what it was, and on a day without a visit of its own it is weaker.
    var daily = cut
    daily.needs["N1"] = .init(account: 0, visit: -1, days: [2, 2, 0, 0, 0, 0, 0])
    #expect(try Self.visits(lists, Tightness.leaf(cuts: ["0": two]), [daily]) == 2)
    daily.needs["N1"] = .init(account: 0, visit: -1, days: [0, 0, 0, 0, 4, 0, 0])
    #expect(try Self.visits(lists, Tightness.leaf(cuts: ["0": two]), [daily]) == 6)
  }

  @Test func cutsOfCuts() throws {
    // Each two of four teams have somebody in common who comes once: one of them in truth, half of
    // each by prices, one and one third by cuts of three each, and one by a cut of those.
    let lists = try Self.teams([
      ["R1", "R2", "R3"], ["R1", "R4", "R5"], ["R2", "R4", "R6"], ["R3", "R5", "R6"],
    ])
    let thirds = Tightness.tiers.map { $0 == .served(3) ? 3 : 1 }
    let third = Dictionary(uniqueKeysWithValues: lists.resources.map { ($0.id, Self.visit) })
    #expect(try Self.visits(lists, Tightness.leaf(scales: thirds, resources: third)) == 2)
    let triangles = [
      ["R1", "R2", "R4"], ["R1", "R3", "R5"], ["R2", "R3", "R6"], ["R4", "R5", "R6"],
    ]
    let cuts =
      triangles.map { triangle in
        Self.cut(2, resources: Dictionary(uniqueKeysWithValues: triangle.map { ($0, [1, 1]) }))
      } + [Self.cut(3, cuts: ["0": 1, "1": 1, "2": 1, "3": 1])]
    // The last touches teams and people only by those that it is made of.
    #expect(try Self.visits(lists, Tightness.leaf(cuts: ["4": Self.visit]), cuts) == 1)
    let each = Dictionary(uniqueKeysWithValues: (0..<4).map { ("\($0)", Self.visit) })
    #expect(try Self.visits(lists, Tightness.leaf(scales: thirds, cuts: each), cuts) == 1)
    #expect(
      try Self.visits(lists, Tightness.leaf(cuts: ["0": Self.visit]), cuts) == 2)
  }

  @Test func theTextOfACertificateMayLeaveCutsOut() throws {
    let head = #"{"formatVersion":1,"fingerprint":"","tiers":[],"nodes":[{"leaf":{"scales":[],"#
    let leaf = #""resourceSessions":{},"resources":{},"units":{},"areas":{}"#
    func read(_ text: String) throws -> Certificate { try Certificate(bytes: Array(text.utf8)) }
    let bare = try read(head + leaf + "}}]}")
    #expect(bare.cuts == nil && bare.nodes[0].leaf?.cuts == nil)
    #expect(try read(head + leaf + #","cuts":null}}],"cuts":null}"#) == bare)
    #expect(try read(String(decoding: bare.bytes, as: UTF8.self)) == bare)
    #expect(!String(decoding: bare.bytes, as: UTF8.self).contains("cuts"))
    let entries = #""resourceSessions":{"R1@一上":[1,2]},"resources":{},"units":{},"areas":{}"#
    let cut = { (needs: String) in
      #"{"modulus":2,\#(entries),"needs":{\#(needs)},"cuts":{"0":3}}"#
    }
    let text = { (needs: String) in
      head + leaf + #","cuts":{"0":[1,2]}}}],"cuts":["# + cut(needs) + "]}"
    }
    let whole = try read(text(#""N1":{"account":1,"visit":-2,"days":[0,1,2,3,4,5,6]}"#))
    #expect(whole.cuts?[0].resourceSessions == ["R1@一上": [1, 2]])
    #expect(whole.cuts?[0].cuts == ["0": 3])
    #expect(whole.cuts?[0].needs["N1"]?.days == Array(0..<7))
    #expect(whole.nodes[0].leaf?.cuts == ["0": [1, 2]])
    #expect(try read(String(decoding: whole.bytes, as: UTF8.self)) == whole)
    let absent = try read(text(#""N1":{"account":1,"visit":-2}"#))
    #expect(try read(text(#""N1":{"account":1,"visit":-2,"days":null}"#)) == absent)
    #expect(absent.cuts?[0].needs == ["N1": .init(account: 1, visit: -2)])
    for (needs, path) in [
      (#""N1":{"account":1}"#, "cuts[0].needs.N1.visit"),
      (#""N1":{"account":1,"visit":1.0}"#, "cuts[0].needs.N1.visit"),
      (#""N1":{"account":1,"visit":1,"days":0}"#, "cuts[0].needs.N1.days"),
      (#""N1":[]"#, "cuts[0].needs.N1"),
    ] {
      #expect(throws: PlanDocumentError(path: path)) { try read(text(needs)) }
    }
  }
}
