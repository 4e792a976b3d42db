import Dispatch

/// Work that falls into pieces which touch nothing of each other's.
enum SideBySide {
  /// As many entries are worth a piece: some hundred microseconds of work.
  static let enough = 1 << 16
  private static let mostPieces = 16
  /// Does so many pieces of work, given their numbers, and comes back when all are done.
  typealias Sharing = @Sendable (Int, @escaping @Sendable (Int) -> Void) -> Void

  /// All processors, whatever else they have to do.
  static let concurrently: Sharing = { pieces, work in
    DispatchQueue.concurrentPerform(iterations: pieces, execute: work)
  }

  /// Into how many pieces so much work is cut.
  ///
  /// - Parameter size: of the whole work, in entries looked at.
  /// - Returns: at least 1; it does not depend on the machine.
  static func pieces(_ size: Int) -> Int { max(1, min(mostPieces, size / enough)) }

  /// Runs pieces of a range side by side, one only where it stands.
  ///
  /// - Parameters:
  ///   - count: the length of the range.
  ///   - pieces: how many there are.
  ///   - body: is given a piece's number and its part of `0..<count`.
  static func run(_ count: Int, pieces: Int, _ body: @Sendable (Int, Range<Int>) -> Void) {
    guard pieces > 1 else {
      body(0, 0..<count)
      return
    }
    DispatchQueue.concurrentPerform(iterations: pieces) { piece in
      body(piece, count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }
}
