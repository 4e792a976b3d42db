import Testing
import ThreeLists

@testable import Matching

/// What is not as the format says is a fault, never a proof and never a crash.
struct CertificateFaultTests {
  private static let width = 1 + Audit.tierNames(.standard).count

  private static func empty() -> Certificate.Leaf {
    .init(
      scales: Array(repeating: 1, count: width - 1), resourceSessions: [:], resources: [:],
      units: [:], areas: [:])
  }

  private static func leaf(_ change: (inout Certificate.Leaf) -> Void) -> [Certificate.Node] {
    var leaf = empty()
    change(&leaf)
    return [.init(leaf: leaf)]
  }

  private static func branch(
    _ branch: Certificate.Branch, low: Int = 1, high: Int = 2
  ) -> [Certificate.Node] {
    [.init(branch: branch, low: low, high: high), .init(leaf: empty()), .init(leaf: empty())]
  }

  private static let visits = Certificate.Branch(need: "N1", quantity: .visits, at: 1)

  private static var cases: [(nodes: [Certificate.Node], fault: CertificateFault)] {
    let zero = Array(repeating: 0, count: width)
    var hollow = Certificate.Node(leaf: empty())
    hollow.leaf = nil
    var both = Certificate.Node(branch: visits, low: 1, high: 2)
    both.leaf = empty()
    var lame = Certificate.Node(branch: visits, low: 1, high: 2)
    lame.high = nil
    let large = [Certificate.largestPrice + 1] + zero.dropFirst()
    let service = { (session: String?, resource: String?, place: Int?) in
      branch(
        .init(
          need: "N1", quantity: .service, session: session, resource: resource, place: place,
          at: 1))
    }
    return [
      ([hollow], .neitherBranchNorLeaf(node: 0)),
      ([both], .neitherBranchNorLeaf(node: 0)),
      ([lame], .neitherBranchNorLeaf(node: 0)),
      (branch(visits, low: 0), .child(node: 0, named: 0)),
      (branch(visits, low: -1), .child(node: 0, named: -1)),
      (branch(visits, high: 3), .child(node: 0, named: 3)),
      (branch(visits, low: 2), .child(node: 0, named: 2)),
      (branch(visits) + [.init(leaf: empty())], .unreached(node: 3)),
      (
        branch(visits).dropLast() + [.init(branch: visits, low: 1, high: 3), .init(leaf: empty())],
        .child(node: 2, named: 1)
      ),
      (branch(.init(need: "N9", quantity: .visits, at: 1)), .need(node: 0, "N9")),
      (branch(.init(need: "N1", quantity: .visits, at: 0)), .at(node: 0, 0)),
      (branch(.init(need: "N1", quantity: .visits, at: Int.min)), .at(node: 0, Int.min)),
      (branch(.init(need: "N1", quantity: .session, at: 1)), .session(node: 0, nil)),
      (
        branch(.init(need: "N1", quantity: .session, session: "八上", at: 1)),
        .session(node: 0, "八上")
      ),
      (service(nil, "R1", 0), .session(node: 0, nil)),
      (service("一上", nil, 0), .resource(node: 0, nil)),
      (service("一上", "R9", 0), .resource(node: 0, "R9")),
      (service("一上", "R1", nil), .place(node: 0, nil)),
      (service("一上", "R1", 1), .place(node: 0, 1)),
      (service("一上", "R1", -1), .place(node: 0, -1)),
      (leaf { $0.scales = [] }, .scales(node: 0)),
      (leaf { $0.scales.append(1) }, .scales(node: 0)),
      (leaf { $0.scales[0] = 0 }, .scales(node: 0)),
      (leaf { $0.scales[0] = Int.max }, .scales(node: 0)),
      (leaf { $0.resources["R9"] = zero }, .priced(node: 0, key: "resources", name: "R9")),
      (leaf { $0.units["丙"] = zero }, .priced(node: 0, key: "units", name: "丙")),
      (leaf { $0.areas["2307"] = zero }, .priced(node: 0, key: "areas", name: "2307")),
      (
        leaf { $0.resourceSessions["R1"] = zero },
        .priced(node: 0, key: "resourceSessions", name: "R1")
      ),
      (
        leaf { $0.resourceSessions["R1@八上"] = zero },
        .priced(node: 0, key: "resourceSessions", name: "R1@八上")
      ),
      (leaf { $0.resources["R1"] = [] }, .price(node: 0, key: "resources", name: "R1")),
      (
        leaf { $0.areas["230799001001"] = zero + [0] },
        .price(node: 0, key: "areas", name: "230799001001")
      ),
      (leaf { $0.units["甲"] = Array(large) }, .price(node: 0, key: "units", name: "甲")),
      (
        leaf { $0.units["甲"] = [Int.min] + zero.dropFirst() },
        .price(node: 0, key: "units", name: "甲")
      ),
    ]
  }

  @Test(arguments: 0..<cases.count)
  func isAFault(number: Int) throws {
    let (nodes, fault) = Self.cases[number]
    let lists = try TinyLists(
      needs: [TinyLists.need("N1")], resources: [TinyLists.resource("R1")])
    #expect(throws: fault) {
      try Audit.provedBounds(
        certificate: Certificate(
          fingerprint: "", tiers: Audit.tierNames(.standard).map(\.description), nodes: nodes),
        values: Array(repeating: 0, count: Self.width - 1), week: lists.week, needs: lists.needs,
        resources: lists.resources, policy: lists.policy)
    }
    #expect(!fault.path.isEmpty && !fault.expected.isEmpty && !fault.found.isEmpty)
  }

  @Test func otherTiersAreAFault() throws {
    let lists = try TinyLists(needs: [], resources: [])
    #expect(throws: CertificateFault.tiers(["served.0"])) {
      try Audit.provedBounds(
        certificate: Certificate(fingerprint: "", tiers: ["served.0"], nodes: []), values: [0],
        week: lists.week, needs: [], resources: [], policy: lists.policy)
    }
  }
}

/// The rules `certificate` and `certificate-proof` of the audit.
struct CertificateAuditTests {
  private let lists: TinyLists
  private let plan: Plan
  private let certificate: Certificate

  init() throws {
    let lists = try TinyLists(
      needs: [TinyLists.need("N1")], resources: [TinyLists.resource("R1")])
    var plan = try Planner.plan(
      PlanningTask(
        needs: lists.needs, resources: lists.resources, policy: lists.policy, week: lists.week,
        version: "1"))
    for index in plan.tiers.indices {
      plan.tiers[index].provedBy = .certificate
      plan.tiers[index].bound = plan.tiers[index].value
    }
    plan.status = .optimal
    let names = plan.tiers.map(\.name)
    let price = { (tier: TierName, value: Int) in [0] + names.map { $0 == tier ? value : 0 } }
    self.lists = lists
    self.plan = plan
    certificate = Certificate(
      fingerprint: plan.fingerprint, tiers: names.map(\.description),
      nodes: [
        .init(
          leaf: .init(
            scales: names.map { _ in 1 }, resourceSessions: [:], resources: [:],
            units: ["甲": price(.units, 100)], areas: ["230799001001": price(.grids, -1000)]))
      ])
  }

  private func rules(_ plan: Plan, _ certificate: Certificate?) -> [AuditRule] {
    Audit.findings(
      plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy,
      certificate: certificate
    ).map(\.rule)
  }

  @Test func aCertificateThatProvesEveryTierIsAccepted() {
    #expect(rules(plan, certificate) == [])
  }

  @Test func cutsOfNoUseChangeNothing() {
    var other = certificate
    other.cuts = [
      .init(
        modulus: 2, resourceSessions: [:], resources: ["R1": [1, 1]], units: [:], areas: [:],
        needs: ["N1": .init(account: 1, visit: -1)], cuts: [:])
    ]
    #expect(rules(plan, other) == [])
    other.nodes[0].leaf?.cuts = ["0": [0] + plan.tiers.map { _ in 0 }]
    #expect(rules(plan, other) == [])
    other.nodes[0].leaf?.cuts = ["1": [0] + plan.tiers.map { _ in 0 }]
    #expect(rules(plan, other) == [.certificate])
  }

  /// A price told as a cut (twice the factor, halved again) leaves every detour at what it costs.
  @Test func detoursCostTheSameWhereCutsHelpedToProve() throws {
    let lists = try TinyLists(
      needs: [TinyLists.need("N1"), TinyLists.need("N2")], resources: [TinyLists.resource("R1")])
    let plan = try Planner.plan(
      PlanningTask(
        needs: lists.needs, resources: lists.resources, policy: lists.policy, week: lists.week,
        version: "1"))
    func detours(_ certificate: Certificate) -> [[Int128]?] {
      let view = AuditView(
        plan: plan, needs: lists.needs, resources: lists.resources, policy: lists.policy,
        certificate: certificate)
      return lists.needs.indices.map { view.detour($0) }
    }
    var certificate = try #require(plan.certificate)
    let known = detours(certificate)
    #expect(known.contains { $0 != nil })
    let price = try #require(certificate.nodes[0].leaf?.units["甲"])
    certificate.nodes[0].leaf?.units["甲"] = nil
    #expect(!detours(certificate).contains { $0 != nil })
    certificate.cuts = [
      .init(
        modulus: 2, resourceSessions: [:], resources: [:], units: ["甲": [2, 2]], areas: [:],
        needs: [:], cuts: [:])
    ]
    certificate.nodes[0].leaf?.cuts = ["0": price]
    #expect(detours(certificate) == known)
  }

  @Test func withoutACertificateNoTierRestsOnOne() {
    #expect(rules(plan, nil) == plan.tiers.map { _ in .certificateProof })
    var searched = plan
    for index in searched.tiers.indices {
      searched.tiers[index].provedBy = .open
      searched.tiers[index].bound = nil
    }
    searched.status = .gap
    #expect(rules(searched, nil) == [])
  }

  @Test func onlyTheTiersThatAreNotProvedAreRefused() {
    var weaker = certificate
    weaker.nodes[0].leaf?.units = [:]
    #expect(rules(plan, weaker) == [.certificateProof])
    var modest = plan
    modest.tiers[modest.tiers.count - 1].provedBy = .open
    modest.tiers[modest.tiers.count - 1].bound = nil
    modest.status = .gap
    // What is left proves that no unit's cost is negative, and that has to be told.
    #expect(rules(modest, weaker) == [.certificateProof])
    modest.tiers[modest.tiers.count - 1].bound = 0
    #expect(rules(modest, weaker) == [])
  }

  @Test func aCertificateOfAnotherPlanIsRefused() {
    var other = certificate
    other.fingerprint = "0"
    #expect(rules(plan, other) == [.certificate])
    other = certificate
    other.tiers.swapAt(0, 1)
    #expect(rules(plan, other) == [.certificate])
    other = certificate
    other.nodes[0].leaf?.units["乙"] = []
    #expect(rules(plan, other) == [.certificate])
  }
}
