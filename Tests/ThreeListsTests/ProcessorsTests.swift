import Synchronization
import Testing

@testable import ThreeLists

@Suite struct ProcessorsTests {
  @Test(arguments: [0, 1, 2, 3, 100])
  func everyPieceIsDoneOnce(pieces: Int) {
    for _ in 0..<50 {
      let done = Mutex([Int](repeating: 0, count: pieces))
      Processors.share(pieces) { piece in done.withLock { $0[piece] += 1 } }
      #expect(done.withLock { $0 } == [Int](repeating: 1, count: pieces))
    }
  }

  /// Pieces that share their own work on, each of them pieces of others.
  @Test func piecesMayShareTheirWorkOn() {
    for _ in 0..<20 {
      let sum = Mutex(0)
      Processors.share(4) { one in
        Processors.share(4) { other in
          let parts = Processors.parts(of: 1000, fewest: 1, perProcessor: 2) { $0.reduce(0, +) }
          sum.withLock { $0 += (4 * one + other) * parts.reduce(0, +) }
        }
      }
      #expect(sum.withLock { $0 } == 120 * 499_500)
    }
  }

  @Test(arguments: [0, 1, 2, 7, 1000])
  func partsFollowOnOneAnother(count: Int) {
    for fewest in [0, 8, 2000] {
      for perProcessor in [1, 4] {
        let parts = Processors.parts(of: count, fewest: fewest, perProcessor: perProcessor) { $0 }
        #expect(parts.flatMap { $0 } == Array(0..<count))
        #expect(parts.count >= 1 && (count >= fewest || parts.count == 1))
      }
    }
  }

  /// Parts of any lengths, none included, with memory of their own.
  @Test func partsAreJoinedInTheirOrder() {
    for lengths in [[], [0], [3], [0, 0, 5, 1, 0, 7], Array(repeating: 40, count: 50)] {
      let starts = lengths.indices.map { lengths[..<$0].reduce(0, +) }
      let joined = Processors.joined(lengths: lengths) { part, room in
        for place in 0..<lengths[part] {
          room.append(["\(starts[part] + place) of the long texts that an array holds"])
        }
      }
      #expect(
        joined
          == (0..<lengths.reduce(0, +)).map { ["\($0) of the long texts that an array holds"] })
    }
  }

  @Test(arguments: [true, false])
  func thingsStandInTheOrderOfTheirMakers(apart: Bool) {
    let makers = (0..<9).map { number -> @Sendable () -> Int in { number * number } }
    #expect(Processors.all(makers, apart: apart) == [0, 1, 4, 9, 16, 25, 36, 49, 64])
    #expect(Processors.all([@Sendable () -> Int](), apart: apart).isEmpty)
  }

  /// Values with memory of their own, so that one made twice or not at all would show.
  @Test(arguments: [0, 1, 2, 7, 5000])
  func anArrayIsWhatItsPartsMake(count: Int) {
    for fewest in [0, 10_000] {
      let made = Processors.map(count: count, fewest: fewest) { part in
        var number = part.lowerBound
        return { index in
          number += 1
          return ["\(index) of the long texts that an array holds", "\(number)"]
        }
      }
      let expected = (0..<count).map { index -> [String] in
        ["\(index) of the long texts that an array holds", "\(index + 1)"]
      }
      #expect(made == expected)
    }
  }
}
