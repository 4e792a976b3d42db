import Foundation
import Synchronization

/// Tells on standard error what takes longer than a second, and only to a terminal.
///
/// One line, written over itself and erased at the end, so that nothing of it stays on the screen.
enum Progress {
  private struct State {
    var line = ""
    var begin: ContinuousClock.Instant?
    var isOnScreen = false
  }

  private static let state = Mutex(State())
  private static let erase = "\r\u{1B}[K"

  /// Begins to watch the clock, unless asked to be quiet or nobody watches.
  static func begin(quiet: Bool) {
    guard !quiet, Console.errorIsTerminal else { return }
    state.withLock { $0.begin = .now }
    Thread.detachNewThread {
      while refresh() { Thread.sleep(forTimeInterval: 0.25) }
    }
  }

  /// What is being done from now on.
  static func show(_ line: String) { state.withLock { $0.line = line } }

  /// Stops watching and erases the line.
  static func end() {
    state.withLock { state in
      if state.isOnScreen { Console.write(erase) }
      state = State()
    }
  }

  /// What erases the line, for whoever writes another one; empty when none is on the screen.
  static func erased() -> String {
    state.withLock { state in
      defer { state.isOnScreen = false }
      return state.isOnScreen ? erase : ""
    }
  }

  /// Writes the line once a second has passed; false when there is nothing left to watch.
  private static func refresh() -> Bool {
    state.withLock { state in
      guard let begin = state.begin else { return false }
      let seconds = (ContinuousClock.now - begin).components.seconds
      if seconds >= 1, !state.line.isEmpty {
        Console.write("\(erase)\(state.line) \(seconds) s")
        state.isOnScreen = true
      }
      return true
    }
  }
}
