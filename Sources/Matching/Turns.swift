import Dispatch
import Foundation
import Synchronization

/// Jobs that several threads take one after the other, with what each came to.
final class Turns<Value: Sendable>: Sendable {
  private let taken = Mutex(0)
  private let given: Mutex<[Value?]>
  private let count: Int

  init(count: Int) {
    self.count = count
    given = Mutex(Array(repeating: nil, count: count))
  }

  /// Has threads do all jobs, and waits for them.
  ///
  /// - Parameters:
  ///   - threads: how many at a time, at least one.
  ///   - finished: told how many jobs are done, from any thread.
  ///   - worker: makes what a thread does a job with, given the job's number; nil leaves it undone.
  /// - Returns: what the jobs came to, in their order; nil for those left undone.
  func run(
    threads: Int, finished: @escaping @Sendable (Int) -> Void = { _ in },
    _ worker: @escaping @Sendable () -> (Int) -> Value?
  ) -> [Value?] {
    let group = DispatchGroup()
    for _ in 0..<max(1, min(threads, count)) {
      group.enter()
      let thread = Thread {
        let work = worker()
        while let number = self.take() {
          let value = work(number)
          let done = self.given.withLock { given in
            given[number] = value
            return given.count { $0 != nil }
          }
          finished(done)
        }
        group.leave()
      }
      // Branching goes as deep as a week is wide.
      thread.stackSize = 64 << 20
      thread.start()
    }
    group.wait()
    return given.withLock { $0 }
  }

  private func take() -> Int? {
    taken.withLock { next in
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }
}
