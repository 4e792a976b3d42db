import Testing
import ThreeLists

@testable import Matching

/// Cuts that are not as the format says.
struct CertificateCutFaultTests {
  private static let width = 1 + Audit.tierNames(.standard).count
  private static let beyond = Certificate.Cut.largest + 1

  /// A certificate of one leaf and two cuts, the second made of the first, changed.
  private static func certificate(_ change: (inout Certificate) -> Void) -> Certificate {
    let tiers = Audit.tierNames(.standard)
    var certificate = Certificate(
      fingerprint: "", tiers: tiers.map(\.description),
      nodes: [
        .init(
          leaf: .init(
            scales: tiers.map { _ in 1 }, resourceSessions: [:], resources: [:], units: [:],
            areas: [:], cuts: ["1": [0, 1] + Array(repeating: 0, count: width - 2)]))
      ],
      cuts: [
        .init(
          modulus: 2, resourceSessions: ["R1@一上": [1, 1]], resources: ["R1": [1, -1]],
          units: ["甲": [-1, 1]], areas: ["230799001001": [1, 0]],
          needs: ["N1": .init(account: 1, visit: 1, days: [0, 0, 1, 0, 0, 0, 0])], cuts: [:]),
        .init(
          modulus: 3, resourceSessions: [:], resources: [:], units: [:], areas: [:], needs: [:],
          cuts: ["0": 2]),
      ])
    change(&certificate)
    return certificate
  }

  private static func cut(_ change: (inout Certificate.Cut) -> Void) -> Certificate {
    certificate { certificate in
      guard var cut = certificate.cuts?[1] else { return }
      change(&cut)
      certificate.cuts?[1] = cut
    }
  }

  private static func prices(_ prices: [String: [Int]]) -> Certificate {
    certificate { $0.nodes[0].leaf?.cuts = prices }
  }

  private static func proof(_ certificate: Certificate) throws -> CertificateProof {
    let lists = try TinyLists(
      needs: [TinyLists.need("N1")], resources: [TinyLists.resource("R1")])
    return try Audit.provedBounds(
      certificate: certificate, values: Array(repeating: 0, count: width - 1), week: lists.week,
      needs: lists.needs, resources: lists.resources, policy: lists.policy)
  }

  private static var cases: [(certificate: Certificate, fault: CertificateFault, path: String)] {
    let zero = Array(repeating: 0, count: width)
    let days = Array(repeating: 0, count: 7)
    let share = { (account: Int, visit: Int, days: [Int]?) in
      cut { $0.needs["N1"] = .init(account: account, visit: visit, days: days) }
    }
    let named = { (key: String, name: String) in
      (CertificateFault.cutName(cut: 1, key: key, name: name), "cuts[1].\(key).\(name)")
    }
    let pair = { (key: String, name: String) in
      (CertificateFault.cutPair(cut: 1, key: key, name: name), "cuts[1].\(key).\(name)")
    }
    let plain = { (name: String) in
      (CertificateFault.pricedCut(node: 0, name: name), "nodes[0].leaf.cuts.\(name)")
    }
    let earlier = { (name: String) in
      (CertificateFault.cutEarlier(cut: 1, named: name), "cuts[1].cuts.\(name)")
    }
    let all: [(Certificate, (CertificateFault, String))] = [
      (cut { $0.modulus = 1 }, (.cutModulus(cut: 1, 1), "cuts[1].modulus")),
      (cut { $0.modulus = -2 }, (.cutModulus(cut: 1, -2), "cuts[1].modulus")),
      (cut { $0.modulus = beyond }, (.cutModulus(cut: 1, beyond), "cuts[1].modulus")),
      (cut { $0.resourceSessions["R1"] = [1, 1] }, named("resourceSessions", "R1")),
      (cut { $0.resourceSessions["R1@八上"] = [1, 1] }, named("resourceSessions", "R1@八上")),
      (cut { $0.resourceSessions["R2@一上"] = [1, 1] }, named("resourceSessions", "R2@一上")),
      (cut { $0.resources["R2"] = [0, 0] }, named("resources", "R2")),
      (cut { $0.units["乙"] = [1, 1] }, named("units", "乙")),
      (cut { $0.areas["2307"] = [1, 1] }, named("areas", "2307")),
      (cut { $0.needs["N2"] = .init(account: 0, visit: 0) }, named("needs", "N2")),
      (cut { $0.resourceSessions["R1@一上"] = [1] }, pair("resourceSessions", "R1@一上")),
      (cut { $0.resources["R1"] = [] }, pair("resources", "R1")),
      (cut { $0.units["甲"] = [1, 1, 1] }, pair("units", "甲")),
      (cut { $0.areas["230799001001"] = [beyond, 0] }, pair("areas", "230799001001")),
      (cut { $0.resources["R1"] = [0, -beyond] }, pair("resources", "R1")),
      (cut { $0.resources["R1"] = [Int.min, 0] }, pair("resources", "R1")),
      (
        share(beyond, 0, nil),
        (.cutShare(cut: 1, need: "N1", key: "account", beyond), "cuts[1].needs.N1.account")
      ),
      (
        share(0, -beyond, nil),
        (.cutShare(cut: 1, need: "N1", key: "visit", -beyond), "cuts[1].needs.N1.visit")
      ),
      (share(0, 0, []), (.cutDays(cut: 1, need: "N1"), "cuts[1].needs.N1.days")),
      (share(0, 0, days + [0]), (.cutDays(cut: 1, need: "N1"), "cuts[1].needs.N1.days")),
      (
        share(0, 0, days.dropLast() + [-1]),
        (.cutDays(cut: 1, need: "N1"), "cuts[1].needs.N1.days")
      ),
      (
        share(0, 0, [beyond] + days.dropLast()),
        (.cutDays(cut: 1, need: "N1"), "cuts[1].needs.N1.days")
      ),
      (cut { $0.cuts["1"] = 1 }, earlier("1")),
      (cut { $0.cuts["2"] = 0 }, earlier("2")),
      (cut { $0.cuts = ["00": 1] }, earlier("00")),
      (cut { $0.cuts = ["-0": 1] }, earlier("-0")),
      (cut { $0.cuts = ["+0": 1] }, earlier("+0")),
      (cut { $0.cuts = ["０": 1] }, earlier("０")),
      (cut { $0.cuts = ["-1": 1] }, earlier("-1")),
      (cut { $0.cuts = ["": 1] }, earlier("")),
      (cut { $0.cuts["0"] = -1 }, (.cutFactor(cut: 1, named: "0", -1), "cuts[1].cuts.0")),
      (
        cut { $0.cuts["0"] = beyond },
        (.cutFactor(cut: 1, named: "0", beyond), "cuts[1].cuts.0")
      ),
      (prices(["2": zero]), plain("2")),
      (prices(["-1": zero]), plain("-1")),
      (prices(["01": zero]), plain("01")),
      (prices([" 1": zero]), plain(" 1")),
      (prices(["N1": zero]), plain("N1")),
      (certificate { $0.cuts = nil }, plain("1")),
      (
        prices(["1": zero + [0]]),
        (.price(node: 0, key: "cuts", name: "1"), "nodes[0].leaf.cuts.1")
      ),
      (
        prices(["1": [Certificate.largestPrice + 1] + zero.dropFirst()]),
        (.price(node: 0, key: "cuts", name: "1"), "nodes[0].leaf.cuts.1")
      ),
      (
        prices(["1": zero.dropLast() + [-1]]),
        (.cutPrice(node: 0, name: "1"), "nodes[0].leaf.cuts.1")
      ),
      (
        prices(["0": [0, -1, 5] + zero.dropFirst(3)]),
        (.cutPrice(node: 0, name: "0"), "nodes[0].leaf.cuts.0")
      ),
    ]
    return all.map { ($0.0, $0.1.0, $0.1.1) }
  }

  @Test(arguments: 0..<cases.count)
  func isAFault(number: Int) throws {
    let (certificate, fault, path) = Self.cases[number]
    #expect(throws: fault) { try Self.proof(certificate) }
    #expect(fault.path == path && !fault.expected.isEmpty)
    // An empty name is found as such.
    #expect(!fault.found.isEmpty || path.hasSuffix("."))
  }

  @Test func whatIsAllowedIsNoFault() throws {
    let largest = Certificate.Cut.largest
    let allowed = [
      Self.certificate { _ in },
      Self.cut { $0.modulus = largest },
      Self.cut { $0.resources["R1"] = [-largest, largest] },
      Self.cut { $0.needs["N1"] = .init(account: -largest, visit: largest, days: nil) },
      Self.cut {
        $0.needs["N1"] = .init(
          account: 0, visit: 0, days: Array(repeating: largest, count: 7))
      },
      Self.cut { $0.cuts = ["0": largest] },
      Self.prices([:]),
      Self.prices(["0": [0, 0, 1, -5] + Array(repeating: 0, count: Self.width - 4)]),
      Self.certificate { $0.nodes[0].leaf?.cuts = nil },
      Self.certificate {
        $0.nodes[0].leaf?.cuts = nil
        $0.cuts = []
      },
    ]
    for certificate in allowed {
      #expect(certificate.isWithinRange)
      _ = try Self.proof(certificate)
    }
  }

  @Test func thePricesUnderAlikeAreNamedSo() {
    #expect(CertificateFault.pricedCut(node: -1, name: "7").path == "alike.cuts.7")
    #expect(CertificateFault.cutTotal(node: -1).path == "alike.cuts")
  }

  @Test func whatIsBeyondTheLimitsIsSeenBeforeItIsTold() {
    let beyond = Self.beyond
    for certificate in [
      Self.cut { $0.modulus = 1 }, Self.cut { $0.modulus = beyond },
      Self.cut { $0.resources["R1"] = [0, beyond] }, Self.cut { $0.units["甲"] = [Int.min, 0] },
      Self.cut { $0.needs["N1"] = .init(account: beyond, visit: 0) },
      Self.cut { $0.needs["N1"] = .init(account: 0, visit: -beyond) },
      Self.cut { $0.needs["N1"] = .init(account: 0, visit: 0, days: [-1]) },
      Self.cut { $0.cuts["0"] = -1 },
      Self.prices(["0": [Certificate.largestPrice + 1]]), Self.prices(["0": [Int.min]]),
    ] {
      #expect(!certificate.isWithinRange)
    }
  }

  @Test func sumsThatCouldBeTooLargeAreAFaultAndNoCrash() throws {
    // Each cut of the tower is half a billion times the one before.
    let largest = Certificate.Cut.largest
    func tower(_ height: Int, price: Int) -> Certificate {
      Self.certificate { certificate in
        guard let ground = certificate.cuts?[0] else { return }
        var cuts = [ground]
        for level in 1..<height {
          var next = ground
          (next.cuts, next.resources) = (["\(level - 1)": largest], ["R1": [largest, -largest]])
          cuts.append(next)
        }
        certificate.cuts = cuts
        certificate.nodes[0].leaf?.cuts = [
          "\(height - 1)": [0, price] + Array(repeating: 0, count: Self.width - 2)
        ]
      }
    }
    for height in 1...20 {
      for price in [0, 1, Certificate.largestPrice] {
        let certificate = tower(height, price: price)
        #expect(certificate.isWithinRange)
        do {
          _ = try Self.proof(certificate)
          #expect(price == 0 || height < 5)
        } catch {
          #expect(error as? CertificateFault == .cutTotal(node: 0))
          #expect(price > 0 && height > 1)
        }
      }
    }
  }
}
