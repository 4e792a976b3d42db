import Synchronization

/// What a command holds when it is done, left to go with the process.
enum Leftovers {
  private static let kept = Mutex<[any Sendable]>([])

  /// Keeps a value until the process ends.
  static func keep(_ value: some Sendable) { kept.withLock { $0.append(value) } }
}
