import Dispatch
import Synchronization

/// A value that is worked out on another thread until somebody asks for it.
///
/// Whoever asks before that thread has begun works it out himself, so nobody waits for a thread that
/// all the others keep from running.
public final class Later<Value: Sendable>: Sendable {
  private enum State {
    case open(@Sendable () -> Value)
    case begun
    case made(Value)
  }

  private let state: Mutex<State>
  private let group = DispatchGroup()

  /// Begins to work it out.
  ///
  /// What nobody holds any more is not begun.
  ///
  /// - Parameters:
  ///   - isSoonDone: whether it takes so little that it is worked out at once.
  ///   - make: works it out.
  public init(isSoonDone: Bool = false, _ make: @escaping @Sendable () -> Value) {
    state = Mutex(.open(make))
    group.enter()
    if isSoonDone { workOut() } else { begin() }
  }

  private init(waiting make: @escaping @Sendable () -> Value) {
    state = Mutex(.open(make))
    group.enter()
  }

  /// A value that nobody works out before ``begin()``, unless it is asked for.
  ///
  /// Not an initialiser: without its label, as a closure after it would leave it, it could not be told from the
  /// other.
  public static func whenBegun(_ make: @escaping @Sendable () -> Value) -> Later {
    Later(waiting: make)
  }

  /// Has another thread work it out, once a processor has nothing to do that somebody waits for.
  public func begin() { WorkPool.shared.add { [weak self] in self?.workOut() } }

  deinit {
    // Nobody waits any more; a group must not go with somebody in it.
    if case .open = state.withLock({ $0 }) { group.leave() }
  }

  /// Works the value out, unless somebody has begun to.
  private func workOut() {
    let make = state.withLock { state -> (@Sendable () -> Value)? in
      guard case .open(let make) = state else { return nil }
      state = .begun
      return make
    }
    guard let make else { return }
    let value = make()
    state.withLock { $0 = .made(value) }
    group.leave()
  }

  /// The value, once it is there.
  public var value: Value {
    workOut()
    WorkPool.shared.wait(for: group)
    guard case .made(let value) = state.withLock({ $0 }) else {
      preconditionFailure("it has been waited for")
    }
    return value
  }
}

extension Later: Equatable where Value: Equatable {
  /// Values decide, not where they were worked out.
  public static func == (left: Later, right: Later) -> Bool {
    left === right || left.value == right.value
  }
}

extension Later: Hashable where Value: Hashable {
  /// Hashes the value, once it is there.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
