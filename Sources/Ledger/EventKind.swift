/// What an entry of the ledger says has happened.
public enum EventKind: String, CaseIterable, Hashable, Sendable {
  /// The limits, the calendar, the classes and the reasons in force from here on.
  case rules
  /// A week begins: its lists are in.
  case weekOpened = "week-opened"
  /// A need was reported (需求).
  case received
  /// A resource was offered for a week (资源).
  case declared
  /// A resource offered for a week comes no more (退出).
  case droppedOut = "dropped-out"
  /// A member was registered, or registered anew (双报到).
  case registered
  /// A week was planned: the services, to be dispatched; again after its dispatch, with `begun`.
  case planned
  /// An order went to a unit (派单); again for the same order when it goes to another one.
  case dispatched
  /// An order that was out counts no more (撤单): the unit need not come.
  case withdrawn
  /// All orders of a week's plan went out.
  case weekDispatched = "week-dispatched"
  /// A unit took an order (接单).
  case accepted
  /// A unit gave an order back (拒单), or did not come.
  case refused
  /// A unit let the limit pass without an answer (超时未接).
  case lapsed
  /// The visit of an order took place (办结).
  case done
  /// A need was settled without any order (就地办结).
  case settled
  /// The resident was called back (回访).
  case visited
  /// A need waits until a day (缓办).
  case deferred
  /// A need deferred comes up again.
  case resumed
  /// A need went up a level (升级).
  case escalated
  /// A need was closed without being solved (关闭未解决).
  case closed
  /// A need that was done or closed is taken up again (返工).
  case reworked
  /// A week ends: what it leaves unserved is carried.
  case weekClosed = "week-closed"
  /// An earlier entry was a mistake and counts no more (更正).
  case undone
  /// Personal fields were removed.
  case purged

  /// Whether the entry moves a need from state to state.
  public var movesNeed: Bool {
    switch self {
    case .rules, .weekOpened, .declared, .droppedOut, .registered, .planned, .weekDispatched,
      .weekClosed,
      .undone,
      .purged:
      false
    case .received, .dispatched, .withdrawn, .accepted, .refused, .lapsed, .done, .settled,
      .visited,
      .deferred, .resumed, .escalated, .closed, .reworked:
      true
    }
  }

  /// Whether a counter-entry may take it back.
  public var canBeUndone: Bool {
    movesNeed && self != .received && self != .dispatched && self != .withdrawn
  }
}
