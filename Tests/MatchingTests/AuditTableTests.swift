import Testing
import ThreeLists

@testable import Matching

/// What the audit looks candidates up by says what slower ways say.
struct AuditTableTests {
  @Test(arguments: [UInt64.max, 3, 0])
  func keysAreFoundAmongThoseOfTheSameHash(mask: UInt64) {
    var table = AuditTable<Int, String>()
    let keys = (0..<300).map { $0 * 7 - 900 }
    func hash(_ key: Int) -> UInt64 { AuditHash.of(UInt64(bitPattern: Int64(key))) & mask }
    for (number, key) in keys.enumerated() {
      #expect(table.value(of: key, hash: hash(key)) == nil)
      table.add("\(key)", of: key, hash: hash(key))
      #expect(table.count == number + 1)
    }
    for key in -1000..<1300 {
      #expect(table.value(of: key, hash: hash(key)) == (keys.contains(key) ? "\(key)" : nil))
    }
  }

  /// Numbers that differ in their upper digits alone, as codes of counties do, do not all fall together.
  @Test func hashesOfCodesDiffer() {
    let ofCounties = Set((0..<64).map { AuditHash.of(UInt64($0) << 40) & 1023 })
    let ofGrids = Set((0..<64).map { AuditHash.of(UInt64($0) << 4) & 1023 })
    #expect(ofCounties.count > 48 && ofGrids.count > 48)
    #expect(AuditHash.of("法律") != AuditHash.of("律法"))
  }

  @Test func datesAreThoseInTime() throws {
    let monday = try #require(Week("2026-W48")).monday
    for reported in -9...9 {
      for due in Array(-9...9) + [nil] {
        let (first, last) = (
          Day(ordinal: monday.ordinal + reported), due.map { Day(ordinal: monday.ordinal + $0) }
        )
        let expected = AuditEligibility.sessions(monday: monday) {
          $0 >= first.ordinal && AuditEligibility.isInTime(last, on: $0, monday: monday)
        }
        #expect(AuditEligibility.dates(from: first, until: last, monday: monday) == expected)
      }
    }
  }

  /// Distances by the digits shared are those of the codes, with codes of every length.
  @Test func distancesAreThoseOfTheCodes() throws {
    let texts = [
      "2", "230799", "230799001", "230799001001", "230799001001001", "23079900100100177",
    ]
    let codes = try texts.map { try #require(GridCode($0)) }
    let homes = codes + [nil]
    let levels = GridLevels()
    let grounds = CertificateGrounds(homes: GridCodes(homes), areas: [], levels: levels)
    for (position, home) in homes.enumerated() {
      for grid in codes {
        let expected = AuditEligibility.distance(from: home, to: grid, levels)
        #expect(Int(grounds.distance(of: position, to: GridCodes.Wanted(grid))) == expected)
      }
    }
  }

  /// The candidates of every need are the resources that pass every rule, judged one by one.
  @Test(arguments: [UInt64(1), 2, 3])
  func candidatesAreThoseThatPassEveryRule(part: UInt64) throws {
    var found = 0
    for seed in part * 100..<part * 100 + 40 {
      let lists = try TinyLists(seed: seed, needs: 4, mostSessions: 4)
      let view = lists.view()
      for (index, need) in view.needs.enumerated() {
        let kinds = view.kinds(need)
        let candidates = view.candidates(index)
        #expect(candidates.count == kinds.count)
        for (kind, role) in kinds.enumerated() {
          var expected: [[Int]] = []
          view.judge(need, role: role) { resource, sessions, _ in
            if sessions != 0 { expected.append([resource, Int(sessions)]) }
          }
          found += expected.count
          #expect(candidates[kind].map { [$0.resource, Int($0.sessions)] } == expected)
        }
      }
    }
    #expect(found > 100)
  }
}
