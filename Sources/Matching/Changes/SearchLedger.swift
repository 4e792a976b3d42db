import Synchronization

/// The bounds for all needs together, applied in the order of the needs while they are searched side by
/// side.
///
/// A need is searched ahead of its turn with what the needs before it leave, as far as they are known: in its
/// turn it can only be less. Where it took no more than is left then, it is as it would have been found in its
/// turn; else it is searched again. So no search goes on for long that the bounds will undo, and the changes
/// are those of one need after the other.
final class SearchLedger: Sendable {
  /// What some needs spent, and what they leave of programs and refusals.
  struct Left {
    var spent: Int
    var programs: Int
    var refusals: Int
  }

  private enum Entry {
    /// Time was up.
    case skipped
    case found(SmallestChanges.Found, spent: Int)
  }

  private struct State {
    var entries: [Entry?]
    var changes: [SmallestChange?]
    /// How many needs had their turn.
    var settled = 0
    var left: Left
    /// Whether the next one is being searched again.
    var isBusy = false

    mutating func take(_ found: SmallestChanges.Found, spent: Int) {
      changes[settled] = found.change
      settled += 1
      left.spent += spent
      left.programs -= found.programs
      left.refusals -= found.refusals
    }
  }

  private let state: Mutex<State>
  private let limit: Int

  /// - Parameters:
  ///   - count: the number of needs.
  ///   - limit: candidates that may be looked at for all of them.
  ///   - left: what there is for all of them.
  init(count: Int, limit: Int, _ left: Left) {
    self.limit = limit
    state = Mutex(
      State(
        entries: Array(repeating: nil, count: count),
        changes: Array(repeating: nil, count: count), left: left))
  }

  /// What the needs that had their turn spent and leave.
  var known: Left { state.withLock { $0.left } }

  /// The changes of the needs that had their turn.
  var changes: [SmallestChange?] { state.withLock { $0.changes } }

  /// Notes that a need is not searched.
  func skip(_ number: Int) { state.withLock { $0.entries[number] = .skipped } }

  /// Notes what a need came to ahead of its turn.
  func note(_ found: SmallestChanges.Found, spent: Int, for number: Int) {
    state.withLock { $0.entries[number] = .found(found, spent: spent) }
  }

  /// Gives the needs known their turn, unless another thread does.
  ///
  /// - Parameter again: searches a need, by its number, in its turn with what those before leave; answers with
  ///   what it came to and spent.
  func settle(_ again: (Int, Left) -> (SmallestChanges.Found, spent: Int)) {
    while let next = takeRefused() {
      let (found, spent) = again(next.number, next.left)
      state.withLock { state in
        state.take(found, spent: spent)
        state.isBusy = false
      }
    }
  }

  /// The next need that has to be searched again.
  private func takeRefused() -> (number: Int, left: Left)? {
    state.withLock { state in
      guard !state.isBusy else { return nil }
      while state.settled < state.entries.count, let entry = state.entries[state.settled] {
        switch entry {
        case .skipped: state.settled += 1
        case .found(let found, let spent):
          guard !found.isCutOff, state.left.spent + spent <= limit,
            found.programs <= state.left.programs, found.refusals <= state.left.refusals
          else {
            state.isBusy = true
            return (state.settled, state.left)
          }
          state.take(found, spent: spent)
        }
      }
      return nil
    }
  }
}
