import Testing
import ThreeLists

@testable import Matching

/// What is reckoned of needs of which nothing is asked, without what only others need, is what is reckoned of all.
struct CertificatePlainWaysTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func plainNeedsCostWhatTheyCostAmongOthers(part: UInt64) throws {
    var suited = 0
    var told: Set<Int> = []
    var severalVisits = 0
    for seed in part * 1000..<part * 1000 + 100 {
      let lists = try TinyLists(seed: seed, needs: 3, mostSessions: 4)
      let known = CertificateLists(lists.view())
      var dice = Dice(state: seed)
      for _ in 0..<6 {
        let leaf = try CertificateLeaf(
          CertificateDualityTests.leaf(&dice, lists), node: 0, lists: known)
        // Keys may tell all components, some or none.
        for bits in [CertificateKeys.mostBits, Int(dice.next() % 40), 0] {
          let keys = CertificateKeys(leaf, mostChosen: known.mostChosen, bits: bits)
          told.insert(keys.components)
          // One after another, as what is held from the need before must not show.
          var plain = CertificatePlainWays(leaf, keys)
          for need in known.needs where plain.suit(need) {
            suited += 1
            if need.mostVisits > 1 { severalVisits += 1 }
            let expected = CertificateWays(need, decisions: nil, leaf: leaf).cheapest()
            var found = CertificateVector(width: leaf.width)
            let isAllowed = plain.addCheapest(of: need, to: &found)
            #expect(isAllowed == (expected != nil))
            if isAllowed { #expect(found == expected) }
          }
        }
      }
    }
    #expect(suited > 100 && severalVisits > 30)
    #expect(told.count > 4)
  }
}
