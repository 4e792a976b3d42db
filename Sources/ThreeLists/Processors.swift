import Foundation
import Synchronization

/// The machine's processors, and work that they share.
public enum Processors {
  /// How many there are for this process.
  public static let count = ProcessInfo.processInfo.activeProcessorCount

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
    WorkPool.shared.share(pieces, work)
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

  /// Makes several things, side by side where that is worth it.
  ///
  /// - Parameters:
  ///   - makers: of the things; each begins when a processor is free for it, in their order.
  ///   - apart: whether they take long enough to be shared out.
  /// - Returns: the things in the order of their makers.
  public static func all<Made: Sendable>(
    _ makers: [@Sendable () -> Made], apart: Bool
  ) -> [Made] {
    parts(of: makers.count, fewest: apart ? 1 : .max, perProcessor: makers.count) { range in
      range.map { makers[$0]() }
    }.flatMap { $0 }
  }

  /// The parts of `0..<count`, at least one, of much the same length.
  ///
  /// - Parameters:
  ///   - count: the length of the range.
  ///   - fewest: the fewest that are divided; a shorter range is one part.
  ///   - perProcessor: parts for each processor.
  /// - Returns: the parts, in their order.
  public static func ranges(
    of count: Int, fewest: Int, perProcessor: Int = 1
  ) -> [Range<Int>] {
    let parts = count < fewest ? 1 : min(max(1, count), self.count * perProcessor)
    return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
  }

  /// Makes the values of an array in parts, each part where it will stand.
  ///
  /// Compiled where it is called, so that a value costs what its maker does and no more.
  ///
  /// - Parameters:
  ///   - count: the length of the array.
  ///   - fewest: the fewest values that are divided.
  ///   - maker: asked for each part of `0..<count`: makes the values of the part, one after another.
  /// - Returns: the values.
  @inlinable public static func map<Value: Sendable>(
    count: Int, fewest: Int, _ maker: @escaping @Sendable (Range<Int>) -> (Int) -> Value
  ) -> [Value] {
    let ranges = ranges(of: count, fewest: fewest)
    guard ranges.count > 1 else { return (0..<count).map(maker(ranges[0])) }
    return joined(lengths: ranges.map(\.count)) { part, room in
      let make = maker(ranges[part])
      for index in ranges[part] { room.append(make(index)) }
    }
  }

  /// Makes an array of parts that stand one after another, each part where it will stand.
  ///
  /// - Parameters:
  ///   - lengths: of the parts.
  ///   - fill: is given a part's number and the room for exactly its length, all of which it fills.
  /// - Returns: the values of all parts.
  public static func joined<Value: Sendable>(
    lengths: [Int], _ fill: @escaping @Sendable (Int, inout OutputSpan<Value>) -> Void
  ) -> [Value] {
    var starts: [Int] = []
    var total = 0
    for length in lengths {
      starts.append(total)
      total += length
    }
    return unsafe Array(unsafeUninitializedCapacity: total) { [starts] buffer, filled in
      let places = unsafe Places(buffer: buffer)
      share(lengths.count) { part in
        let own = unsafe UnsafeMutableBufferPointer(
          rebasing: places.buffer[starts[part]..<starts[part] + lengths[part]])
        var span = unsafe OutputSpan(buffer: own, initializedCount: 0)
        fill(part, &span)
        let count = unsafe span.finalize(for: own)
        precondition(count == lengths[part], "a part fills its room")
      }
      filled = total
    }
  }

  /// Memory of which each part initialises places of its own.
  @safe private struct Places<Value>: @unchecked Sendable {
    let buffer: UnsafeMutableBufferPointer<Value>

    init(buffer: UnsafeMutableBufferPointer<Value>) { unsafe self.buffer = buffer }
  }
}
