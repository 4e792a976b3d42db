import Foundation
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

  private typealias Answer = (change: SmallestChange, spent: Int, programs: Int)

  /// The smallest change for each need; nil for those not begun when time was up.
  ///
  /// - Parameters:
  ///   - asked: the needs.
  ///   - isTimeUp: asked before each of them.
  /// - Returns: a change for each, as found with what the bounds leave.
  func search(
    _ asked: [Asked], _ isTimeUp: @escaping @Sendable () -> Bool
  ) -> [SmallestChange?] {
    isSmall ? apart(asked, isTimeUp) : inLanes(asked, isTimeUp)
  }

  private func apart(
    _ asked: [Asked], _ isTimeUp: @escaping @Sendable () -> Bool
  ) -> [SmallestChange?] {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let answers = Turns<Answer>(count: asked.count).run(threads: threads) {
      var own = self
      return { number in
        if isTimeUp() { return nil }
        var spent = 0
        let found = own.search(asked[number].need, missing: asked[number].missing, spent: &spent)
        return (found.change, spent, found.programs)
      }
    }
    var finder = self
    var spent = 0
    return zip(asked, answers).map { asked, answer in
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

  private func inLanes(
    _ asked: [Asked], _ isTimeUp: @escaping @Sendable () -> Bool
  ) -> [SmallestChange?] {
    let lanes =
      task.needs.count > SmallestChanges.mostNeedsInLanes ? 1 : SmallestChanges.laneCount
    let found = Turns<[SmallestChange]>(count: lanes).run(
      threads: ProcessInfo.processInfo.activeProcessorCount
    ) {
      { lane in
        var own = self
        own.totalLimit /= lanes
        own.programsLeft /= lanes
        var spent = 0
        var changes: [SmallestChange] = []
        for number in stride(from: lane, to: asked.count, by: lanes) {
          if isTimeUp() { break }
          let found = own.search(asked[number].need, missing: asked[number].missing, spent: &spent)
          own.programsLeft -= found.programs
          changes.append(found.change)
        }
        return changes
      }
    }
    return asked.indices.map { number in
      let own = found[number % lanes] ?? []
      return number / lanes < own.count ? own[number / lanes] : nil
    }
  }
}
