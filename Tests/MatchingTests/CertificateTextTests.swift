import Foundation
import Testing
import ThreeLists

@testable import Matching

/// The text of certificate.json is that of `JSONEncoder`.
@Suite struct CertificateTextTests {
  private func encoded(_ certificate: Certificate) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(certificate)) + [10]
  }

  @Test func certificatesOfSeededListsAreWrittenAsTheEncoderDoes() throws {
    var leaves = 0
    for seed in UInt64(1)...60 {
      // Some of them have pins that cannot all hold.
      guard let plan = try? Planner.plan(SeededLists(seed: seed).task, planOnly: true),
        let certificate = plan.certificate
      else { continue }
      leaves += certificate.nodes.count { $0.leaf != nil }
      #expect(certificate.bytes == (try encoded(certificate)))
      #expect(try Certificate(bytes: certificate.bytes) == certificate)
    }
    #expect(leaves > 30)
  }

  /// Every key, with every character that has to be escaped and some that must not be.
  @Test func everyKeyIsWrittenAsTheEncoderDoes() throws {
    let hostile =
      String(String.UnicodeScalarView((0..<128).compactMap { Unicode.Scalar($0) }))
      + "/三上é\u{2028}\u{FEFF}\u{1F3E0}{"
    let names = ["R10@三上", "R9@三上", "R1@日晚", "r1", "é", "z", "", "{", hostile, "R10"]
    let prices = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($1, [$0, -$0, .max, .min]) })
    let leaf = Certificate.Leaf(
      scales: [1, 10, 99], resourceSessions: prices, resources: ["": []], units: prices,
      areas: [:])
    var certificate = Certificate(
      fingerprint: hostile, tiers: [hostile, ""],
      nodes: [
        .init(branch: .init(need: hostile, quantity: .visits, at: 2), low: 1, high: 12),
        .init(
          branch: .init(
            need: "N1", quantity: .service, session: "三上", resource: hostile, place: 0, at: 1),
          low: 3, high: 100),
        .init(leaf: leaf),
      ])
    #expect(certificate.bytes == (try encoded(certificate)))
    let cut = Certificate.Cut(
      modulus: 2, resourceSessions: prices, resources: prices, units: ["": []], areas: [:],
      needs: [
        "N10": .init(account: 3, visit: -1), "N9": .init(account: 0, visit: 0, days: [0, 1, 2]),
        hostile: .init(account: .min, visit: .max, days: []),
      ], cuts: ["0": 1, "10": 2, "9": .max])
    certificate.cuts = [cut, cut]
    certificate.nodes[2].leaf?.cuts = ["0": [0, 1], "10": [], "9": [.min]]
    #expect(certificate.bytes == (try encoded(certificate)))
    certificate.alike = leaf
    #expect(certificate.bytes == (try encoded(certificate)))
    certificate.nodes = []
    certificate.tiers = []
    #expect(certificate.bytes == (try encoded(certificate)))
  }
}
