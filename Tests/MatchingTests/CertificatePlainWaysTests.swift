import Testing
import ThreeLists

@testable import Matching

/// What is reckoned of needs of which nothing is asked, without what only others need, is what is reckoned of all.
struct CertificatePlainWaysTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func plainNeedsCostWhatTheyCostAmongOthers(part: UInt64) throws {
    var suited = 0
    var severalVisits = 0
    for seed in part * 1000..<part * 1000 + 100 {
      let lists = try TinyLists(seed: seed, needs: 3, mostSessions: 4)
      let known = CertificateLists(lists.view())
      var dice = Dice(state: seed)
      for _ in 0..<6 {
        let leaf = try CertificateLeaf(
          CertificateDualityTests.leaf(&dice, lists), node: 0, lists: known)
        // One after another, as what is held from the need before must not show.
        var plain = CertificatePlainWays(leaf)
        for need in known.needs where plain.suit(need) {
          suited += 1
          if need.mostVisits > 1 { severalVisits += 1 }
          let expected = CertificateWays(need, decisions: nil, leaf: leaf).cheapest()
          #expect(plain.cheapest(need) == expected)
        }
      }
    }
    #expect(suited > 100 && severalVisits > 30)
  }
}
