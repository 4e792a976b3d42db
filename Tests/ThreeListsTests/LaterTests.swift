import Dispatch
import Synchronization
import Testing

@testable import ThreeLists

@Suite struct LaterTests {
  @Test(arguments: [true, false])
  func itIsWorkedOutOnceWhoeverAsks(isSoonDone: Bool) {
    for number in 0..<200 {
      let count = Mutex(0)
      let later = Later(isSoonDone: isSoonDone) { () -> Int in
        count.withLock { $0 += 1 }
        return number
      }
      let found = Mutex<[Int]>([])
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let value = later.value
        found.withLock { $0.append(value) }
      }
      #expect(found.withLock { $0 } == [number, number, number, number])
      #expect(count.withLock { $0 } == 1)
    }
  }

  /// It is begun by whoever says so or asks first, and one that nobody wants goes without.
  @Test(arguments: [true, false])
  func oneThatWaitsIsWorkedOutWhenItIsWanted(isBegun: Bool) {
    for number in 0..<100 {
      let count = Mutex(0)
      let later: Later<Int> = .whenBegun {
        count.withLock { $0 += 1 }
        return number
      }
      #expect(count.withLock { $0 } == 0)
      if isBegun { later.begin() }
      #expect(later.value == number && later.value == number)
      #expect(count.withLock { $0 } == 1)
    }
    let unwanted = Mutex(0)
    do {
      let later: Later<Int> = .whenBegun {
        unwanted.withLock { $0 += 1 }
        return 0
      }
      withExtendedLifetime(later) {}
    }
    #expect(unwanted.withLock { $0 } == 0)
  }

  /// Begun twice it is worked out once; one that nobody holds any more leaves nobody waiting.
  @Test func aValueIsBegunOnce() {
    for number in 0..<100 {
      let count = Mutex(0)
      let later: Later<Int> = .whenBegun {
        count.withLock { $0 += 1 }
        return number
      }
      later.begin()
      later.begin()
      #expect(later.value == number)
      do {
        let dropped: Later<Int> = .whenBegun { number }
        dropped.begin()
      }
      later.begin()
      #expect(later.value == number && count.withLock { $0 } == 1)
    }
  }

  /// Values decide, not where they were worked out.
  @Test func equalValuesAreEqual() {
    let one = Later(isSoonDone: true) { "a" }
    #expect(one == Later(isSoonDone: false) { "a" })
    #expect(one != Later(isSoonDone: false) { "b" })
    #expect(Set([one, Later(isSoonDone: false) { "a" }]).count == 1)
  }
}
