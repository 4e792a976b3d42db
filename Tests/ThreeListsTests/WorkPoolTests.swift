import Dispatch
import Synchronization
import Testing

@testable import ThreeLists

@Suite struct WorkPoolTests {
  /// Pieces of pieces, and jobs beside them, on any number of processors.
  @Test(arguments: [1, 2, 3, 16])
  func everythingIsDoneOnce(processors: Int) {
    let pool = WorkPool(processors: processors)
    for _ in 0..<50 {
      let done = Mutex([Int](repeating: 0, count: 60))
      let jobs = DispatchGroup()
      for job in 0..<10 {
        jobs.enter()
        pool.add {
          pool.share(2) { piece in done.withLock { $0[40 + 2 * job + piece] += 1 } }
          jobs.leave()
        }
      }
      pool.share(8) { one in
        pool.share(5) { other in done.withLock { $0[5 * one + other] += 1 } }
      }
      #expect(done.withLock { $0[..<40].allSatisfy { $0 == 1 } })
      pool.wait(for: jobs)
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
    }
  }

  /// No more threads are at work than there are processors, but for those that go on after waiting and end after
  /// their piece.
  @Test(arguments: [2, 4])
  func asManyAreAtWorkAsThereAreProcessors(processors: Int) {
    let pool = WorkPool(processors: processors)
    let working = Mutex((now: 0, most: 0))
    pool.share(200) { _ in
      working.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      for _ in 0..<200 { working.withLock { _ in } }
      working.withLock { $0.now -= 1 }
    }
    #expect(working.withLock { $0.now } == 0)
    #expect(working.withLock { (1...processors).contains($0.most) })
  }

  /// A job keeps its place behind shared work: the one processor that is left takes pieces first.
  @Test func whatSomebodyWaitsForComesFirst() {
    let pool = WorkPool(processors: 2)
    let order = Mutex<[String]>([])
    let (blocked, free) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let job = DispatchGroup()
    job.enter()
    // The other thread is kept until both are there to choose from.
    pool.add {
      free.signal()
      blocked.wait()
    }
    free.wait()
    pool.add {
      order.withLock { $0.append("job") }
      job.leave()
    }
    let other = DispatchSemaphore(value: 0)
    pool.share(2) { piece in
      if piece == 0 {
        // Taken by the one who asks; the piece after it is left to the other thread.
        blocked.signal()
        other.wait()
      } else {
        order.withLock { $0.append("piece") }
        other.signal()
      }
    }
    pool.wait(for: job)
    #expect(order.withLock { $0 } == ["piece", "job"])
  }

  /// A thread that waits leaves its processor to a job, even where it is the only one.
  @Test func whoWaitsLeavesItsProcessor() {
    let pool = WorkPool(processors: 1)
    let job = DispatchGroup()
    let isDone = Mutex(false)
    job.enter()
    pool.add {
      isDone.withLock { $0 = true }
      job.leave()
    }
    #expect(!isDone.withLock { $0 })
    pool.wait(for: job)
    #expect(isDone.withLock { $0 })
  }
}
