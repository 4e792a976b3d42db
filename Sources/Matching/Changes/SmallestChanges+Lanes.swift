import Dispatch
import Foundation
import Synchronization
import ThreeLists

/// The needs side by side, on all processors, with the same answers on any number of them.
///
/// In a small week each need is searched by itself: nothing that one search leaves behind changes what
/// another finds, nor how long it takes where that is bounded. The bounds for all needs together are
/// applied afterwards, in the order of the needs; whoever comes to nothing by them is searched once
/// more with what is left. In a larger one the needs take turns in a fixed number of lanes, each of
/// which remembers what led nowhere and has its part of the bounds.
extension SmallestChanges {
  /// A need that a change is looked for.
  struct Asked {
    /// Its place among the plan's unmet needs.
    let position: Int
    let need: Int
    let missing: Int

    init(_ position: Int, need: Int, missing: Int) {
      (self.position, self.need, self.missing) = (position, need, missing)
    }
  }

  /// Lanes of a larger week.
  static let laneCount = 4
  /// Needs beyond which there is one lane: each keeps the whole plan.
  static let mostNeedsInLanes = 100_000

  /// The answers given so far, by need.
  private final class Answers: Sendable {
    typealias Answer = (change: SmallestChange, spent: Int, programs: Int)

    private let taken = Mutex(0)
    private let given: Mutex<[Answer?]>
    private let count: Int

    init(count: Int) {
      self.count = count
      given = Mutex(Array(repeating: nil, count: count))
    }

    func take() -> Int? {
      taken.withLock { next in
        guard next < count else { return nil }
        next += 1
        return next - 1
      }
    }

    func put(_ number: Int, _ answer: Answer) { given.withLock { $0[number] = answer } }

    var all: [Answer?] { given.withLock { $0 } }
  }

  /// The smallest change for each need; nil for those not begun when time was up.
  ///
  /// - Parameters:
  ///   - asked: the needs.
  ///   - isTimeUp: asked before each of them.
  /// - Returns: a change for each, as found with what the bounds leave.
  func search(_ asked: [Asked], _ isTimeUp: @Sendable () -> Bool) -> [SmallestChange?] {
    let isSmall = task.needs.count * task.resources.count <= SmallestChanges.smallWeek
    return isSmall ? apart(asked, isTimeUp) : inLanes(asked, isTimeUp)
  }

  private func apart(_ asked: [Asked], _ isTimeUp: @Sendable () -> Bool) -> [SmallestChange?] {
    let answers = Answers(count: asked.count)
    let workers = min(ProcessInfo.processInfo.activeProcessorCount, asked.count)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      var own = self
      while let number = answers.take() {
        if isTimeUp() { continue }
        var spent = 0
        let found = own.search(asked[number].need, missing: asked[number].missing, spent: &spent)
        answers.put(number, (found.change, spent, found.programs))
      }
    }
    var finder = self
    var spent = 0
    return zip(asked, answers.all).map { asked, answer in
      guard let answer else { return nil }
      if spent + answer.spent <= totalLimit, answer.programs <= finder.programsLeft {
        spent += answer.spent
        finder.programsLeft -= answer.programs
        return answer.change
      }
      let found = finder.search(asked.need, missing: asked.missing, spent: &spent)
      finder.programsLeft -= found.programs
      return found.change
    }
  }

  private func inLanes(_ asked: [Asked], _ isTimeUp: @Sendable () -> Bool) -> [SmallestChange?] {
    let lanes =
      task.needs.count > SmallestChanges.mostNeedsInLanes ? 1 : SmallestChanges.laneCount
    let answers = Answers(count: asked.count)
    DispatchQueue.concurrentPerform(iterations: lanes) { lane in
      var own = self
      own.totalLimit /= lanes
      own.programsLeft /= lanes
      var spent = 0
      for number in stride(from: lane, to: asked.count, by: lanes) where !isTimeUp() {
        let found = own.search(asked[number].need, missing: asked[number].missing, spent: &spent)
        own.programsLeft -= found.programs
        answers.put(number, (found.change, 0, found.programs))
      }
    }
    return answers.all.map { $0?.change }
  }
}
