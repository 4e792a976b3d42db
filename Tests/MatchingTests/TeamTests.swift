import Testing
import ThreeLists

@testable import Matching

@Suite struct TeamTests {
  /// The sessions in which a team can be formed are those in which trying everybody for every place finds one.
  @Test func sessionsAreThoseOfSomeTeam() {
    var state: UInt64 = 7
    func below(_ bound: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % bound)
    }
    var (formed, not) = (0, 0)
    for _ in 0..<300 {
      let places = (0...below(3)).map { _ in 1 + below(2) }
      let offers: [[Candidates.Pair]] = places.indices.map { kind in
        (0..<4).compactMap { resource in
          let mask = UInt32(below(16))
          guard mask != 0 else { return nil }
          return Candidates.Pair(
            need: 0, place: Int32(kind), resource: Int32(resource),
            sessions: SessionSet(rawValue: mask))
        }
      }
      let found = Team.sessions(places, offers.map { $0[...] })
      for session in 0..<21 {
        let free = offers.map { own in
          own.filter { $0.sessions.rawValue & 1 << UInt32(session) != 0 }.map(\.resource)
        }
        let kinds = places.enumerated().flatMap { kind, count in
          Array(repeating: kind, count: count)
        }
        let isFormed = Self.fills(kinds[...], free, [])
        #expect((found & 1 << UInt32(session) != 0) == isFormed, "\(places), \(free)")
        if isFormed { formed += 1 } else { not += 1 }
      }
    }
    #expect(formed > 100 && not > 100)
  }

  private static func fills(
    _ kinds: ArraySlice<Int>, _ free: [[Int32]], _ taken: Set<Int32>
  ) -> Bool {
    guard let kind = kinds.first else { return true }
    return free[kind].contains { resource in
      !taken.contains(resource)
        && fills(kinds.dropFirst(), free, taken.union([resource]))
    }
  }
}
