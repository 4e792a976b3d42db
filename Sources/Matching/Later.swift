import Dispatch
import Synchronization

/// A value that is worked out on another thread until somebody asks for it.
final class Later<Value: Hashable & Sendable>: Hashable, Sendable {
  private let made = Mutex<Value?>(nil)
  private let group = DispatchGroup()

  /// Begins to work it out; where that is soon done, it is done at once.
  init(isSoonDone: Bool, _ make: @escaping @Sendable () -> Value) {
    guard !isSoonDone else {
      let value = make()
      made.withLock { $0 = value }
      return
    }
    DispatchQueue.global().async(group: group) { [self] in
      let value = make()
      made.withLock { $0 = value }
    }
  }

  /// The value, once it is there.
  var value: Value {
    group.wait()
    guard let value = made.withLock({ $0 }) else { preconditionFailure("it has been waited for") }
    return value
  }

  static func == (left: Later, right: Later) -> Bool { left === right || left.value == right.value }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
