import Foundation
import ThreeLists

/// The needs side by side, on all processors, with the same answers on any number of them.
///
/// In a small week each need is searched by itself: nothing that one search leaves behind changes what
/// another finds, nor how long it takes where that is bounded. The bounds for all needs together are
/// applied in the order of the needs (`SearchLedger`); whoever comes to nothing by them is searched
/// once more with what is left. In a larger one the needs take turns in a fixed number of lanes, each of
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
    let ledger = SearchLedger(
      count: asked.count, limit: totalLimit,
      SearchLedger.Left(spent: 0, programs: programsLeft, refusals: refusalsLeft))
    _ = Turns<Bool>(count: asked.count).run(
      threads: ProcessInfo.processInfo.activeProcessorCount
    ) {
      // Ahead of its turn a need may take what those known to come before it leave, and is cut off only
      // where it would be in its turn as well.
      var ahead = self
      ahead.mostPrograms = programsLeft
      ahead.totalLimit += 1
      var inTurn = self
      return { number in
        let isSearched = !isTimeUp()
        if isSearched {
          let known = ledger.known
          var spent = known.spent
          (ahead.programsLeft, ahead.refusalsLeft) = (known.programs, known.refusals)
          let found = ahead.search(
            asked[number].need, missing: asked[number].missing, spent: &spent)
          ledger.note(found, spent: spent - known.spent, for: number)
        } else {
          ledger.skip(number)
        }
        ledger.settle { number, left in
          var spent = left.spent
          (inTurn.programsLeft, inTurn.refusalsLeft) = (left.programs, left.refusals)
          let found = inTurn.search(
            asked[number].need, missing: asked[number].missing, spent: &spent)
          return (found, spent - left.spent)
        }
        return isSearched
      }
    }
    return ledger.changes
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
        own.refusalsLeft /= lanes
        var spent = 0
        var changes: [SmallestChange] = []
        for number in stride(from: lane, to: asked.count, by: lanes) {
          if isTimeUp() { break }
          let found = own.search(asked[number].need, missing: asked[number].missing, spent: &spent)
          own.programsLeft -= found.programs
          own.refusalsLeft -= found.refusals
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
