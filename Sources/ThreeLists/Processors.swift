import Dispatch
import Foundation
import Synchronization

/// The machine's processors, and work that they share.
public enum Processors {
  /// How many there are for this process.
  public static let count = ProcessInfo.processInfo.activeProcessorCount

  /// How many threads help at the moment.
  private static let helpers = Atomic(0)

  /// Does pieces of work side by side and comes back when all are done.
  ///
  /// Whoever asks takes pieces too, and a thread with nothing to do helps him. So work that is itself a piece of
  /// other work can be shared on: `DispatchQueue.concurrentPerform` does what is asked for
  /// within its own pieces one after another, even where processors have nothing else to do.
  ///
  /// - Parameters:
  ///   - pieces: how many there are; each begins when a thread is free for it, in their order.
  ///   - work: is given a piece's number.
  /// - Complexity: a lock taken twice for each piece, so a piece should take some ten microseconds at least.
  public static func share(_ pieces: Int, _ work: @escaping @Sendable (Int) -> Void) {
    guard pieces > 1, count > 1 else {
      for piece in 0..<pieces { work(piece) }
      return
    }
    let round = Round(pieces, work)
    for _ in 1..<min(pieces, count) {
      // Where much is shared at once there are threads enough.
      guard helpers.add(1, ordering: .relaxed).newValue <= 2 * count else {
        helpers.subtract(1, ordering: .relaxed)
        break
      }
      // A queue of its own has a thread of its own, whoever waits on the others.
      DispatchQueue(label: "sandan.pieces").async {
        round.help()
        helpers.subtract(1, ordering: .relaxed)
      }
    }
    round.help()
    round.waitForOthers()
  }

  /// Shares out a range in parts of much the same length, and joins in their order what was made of them.
  ///
  /// - Parameters:
  ///   - count: the length of the range.
  ///   - fewest: the fewest that are divided; a shorter range is one part.
  ///   - perProcessor: parts for each processor: with several, one that is late does not keep the others.
  ///   - make: makes something of a part of `0..<count`.
  /// - Returns: what was made of the parts, in their order; at least one.
  public static func parts<Made: Sendable>(
    of count: Int, fewest: Int, perProcessor: Int = 1,
    _ make: @escaping @Sendable (Range<Int>) -> Made
  ) -> [Made] {
    let ranges = ranges(of: count, fewest: fewest, perProcessor: perProcessor)
    guard ranges.count > 1 else { return [make(ranges[0])] }
    let made = Mutex<[Made?]>(Array(repeating: nil, count: ranges.count))
    share(ranges.count) { part in
      let own = make(ranges[part])
      made.withLock { $0[part] = own }
    }
    // A thread that is late to end must not hold what the caller gives back.
    let all = made.withLock { made in
      defer { made = [] }
      return made
    }
    return all.map { part in
      guard let part else { preconditionFailure("every part was made") }
      return part
    }
  }

  /// The parts of `0..<count`, at least one, of much the same length.
  private static func ranges(
    of count: Int, fewest: Int, perProcessor: Int
  ) -> [Range<Int>] {
    let parts = count < fewest ? 1 : min(max(1, count), self.count * perProcessor)
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// Makes the values of an array in parts, each part where it will stand.
  ///
  /// - Parameters:
  ///   - count: the length of the array.
  ///   - fewest: the fewest values that are divided.
  ///   - maker: asked for each part of `0..<count`: makes the values of the part, one after another.
  /// - Returns: the values.
  public static func map<Value: Sendable>(
    count: Int, fewest: Int, _ maker: @escaping @Sendable (Range<Int>) -> (Int) -> Value
  ) -> [Value] {
    let ranges = ranges(of: count, fewest: fewest, perProcessor: 1)
    guard ranges.count > 1 else { return (0..<count).map(maker(ranges[0])) }
    return unsafe Array(unsafeUninitializedCapacity: count) { buffer, filled in
      let places = unsafe Places(buffer: buffer)
      share(ranges.count) { part in
        let make = maker(ranges[part])
        for index in ranges[part] {
          unsafe places.buffer.initializeElement(at: index, to: make(index))
        }
      }
      filled = count
    }
  }

  /// Memory of which each part initialises places of its own.
  @safe private struct Places<Value>: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<Value>

    init(buffer: UnsafeMutableBufferPointer<Value>) { unsafe self.buffer = buffer }
  }

  /// Pieces of work that are taken one by one.
  private final class Round: Sendable {
    private let pieces: Int
    private let work: @Sendable (Int) -> Void
    private let next = Mutex(0)
    private let group = DispatchGroup()

    init(_ pieces: Int, _ work: @escaping @Sendable (Int) -> Void) {
      self.pieces = pieces
      self.work = work
    }

    /// Takes pieces until none is left.
    func help() {
      while let piece = take() {
        work(piece)
        group.leave()
      }
    }

    /// The next piece; it is waited for from now on.
    private func take() -> Int? {
      next.withLock { next in
        guard next < pieces else { return nil }
        group.enter()
        next += 1
        return next - 1
      }
    }

    /// Waits for pieces that others have begun.
    func waitForOthers() { group.wait() }
  }
}
