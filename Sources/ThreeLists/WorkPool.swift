import Dispatch
import Synchronization

/// Threads that do what there is to do, as many at a time as there are processors.
///
/// Pieces of work that is shared out come first, in the order in which it was; then jobs, for which nobody waits yet. A
/// thread that waits for others leaves its processor to another; when it goes on and there are too many, one of the others
/// ends after its piece. So jobs do not begin while a piece is left, and no processor that a thread of this program could have
/// stands still while there is something to do. A job that has begun goes on to its end, and what it shares out comes
/// in its turn.
///
/// Nobody waits for anything that no thread has begun: whoever shares work takes its pieces too, and whoever asks for a
/// value that is not begun works it out. Each thread that waits may have one more in its place, so work is to be shared
/// among pieces that do it, not among many that wait for the same.
final class WorkPool: Sendable {
  /// The one of this process.
  static let shared = WorkPool(processors: Processors.count)

  private struct State {
    /// Threads at work and not waiting; the program's own is one of them.
    var busy = 1
    /// Shared work of which pieces may be left.
    var rounds: [Round] = []
    /// What nobody waits for yet.
    var jobs: [@Sendable () -> Void] = []
  }

  /// What a thread has to do next.
  private enum Step {
    case piece(Int, Round)
    case job(@Sendable () -> Void)
  }

  private let processors: Int
  private let state = Mutex(State())

  init(processors: Int) { self.processors = processors }

  /// Does pieces of work side by side and comes back when all are done.
  ///
  /// - Parameters:
  ///   - pieces: how many there are; each begins when a thread is free for it, in their order.
  ///   - work: is given a piece's number.
  func share(_ pieces: Int, _ work: @escaping @Sendable (Int) -> Void) {
    let round = Round(pieces, work)
    state.withLock { $0.rounds.append(round) }
    hire()
    while let piece = round.take() { round.run(piece) }
    state.withLock { state in state.rounds.removeAll { $0 === round } }
    wait(for: round.others)
  }

  /// Has a job done when a processor has nothing else to do.
  func add(_ job: @escaping @Sendable () -> Void) {
    state.withLock { $0.jobs.append(job) }
    hire()
  }

  /// Waits for a group, its processor left to others.
  func wait(for group: DispatchGroup) {
    if group.wait(timeout: .now()) == .success { return }
    state.withLock { $0.busy -= 1 }
    hire()
    group.wait()
    state.withLock { $0.busy += 1 }
  }

  /// Has threads begin where there are processors and work for them.
  private func hire() {
    let hired = state.withLock { state -> Int in
      let left = state.rounds.reduce(state.jobs.count) { $0 + $1.left }
      let hired = max(0, min(processors - state.busy, left))
      state.busy += hired
      return hired
    }
    for _ in 0..<hired {
      // A queue of its own has a thread of its own, whoever waits on the others.
      DispatchQueue(label: "sandan.work").async { [self] in
        while let step = next() {
          switch step {
          case .piece(let piece, let round): round.run(piece)
          case .job(let job): job()
          }
        }
      }
    }
  }

  /// The next that a thread has to do; nil when it has to end.
  private func next() -> Step? {
    state.withLock { state in
      guard state.busy <= processors else {
        state.busy -= 1
        return nil
      }
      while let round = state.rounds.first {
        if let piece = round.take() { return .piece(piece, round) }
        state.rounds.removeFirst()
      }
      if !state.jobs.isEmpty { return .job(state.jobs.removeFirst()) }
      state.busy -= 1
      return nil
    }
  }

  /// Pieces of work that are taken one by one.
  private final class Round: Sendable {
    private let pieces: Int
    private let work: @Sendable (Int) -> Void
    private let begun = Mutex(0)
    /// The pieces that are begun and not done.
    let others = DispatchGroup()

    init(_ pieces: Int, _ work: @escaping @Sendable (Int) -> Void) {
      self.pieces = pieces
      self.work = work
    }

    /// How many nobody has taken.
    var left: Int { begun.withLock { pieces - $0 } }

    /// The next piece, which is waited for from now on; nil when all are taken.
    func take() -> Int? {
      begun.withLock { begun in
        guard begun < pieces else { return nil }
        others.enter()
        begun += 1
        return begun - 1
      }
    }

    /// Does a piece that was taken.
    func run(_ piece: Int) {
      work(piece)
      others.leave()
    }
  }
}
