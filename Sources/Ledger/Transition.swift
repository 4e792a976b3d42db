/// A step that a need may take: from a state, by an event, to one of some states.
///
/// Where an event may lead to several states, the orders decide, as ``NeedCase`` says.
public struct Transition: Hashable, Sendable {
  /// The state before; nil before the need is known.
  public let from: CaseState?
  /// The event.
  public let kind: EventKind
  /// The states after, in the order of ``CaseState``.
  public let to: [CaseState]

  /// Every legal step; what is not here is illegal.
  ///
  /// The documentation's table is a rendering of this one.
  public static let table: [Transition] =
    [Transition(from: nil, kind: .received, to: [.pending])]
    + steps(
      .dispatched,
      [
        (.pending, [.dispatched]), (.dispatched, [.dispatched]), (.accepted, [.dispatched]),
        (.underway, [.underway]), (.refused, [.dispatched, .underway, .refused, .lapsed]),
        (.lapsed, [.dispatched, .underway, .lapsed]),
        (.escalated, [.dispatched, .underway, .refused, .lapsed]), (.rework, [.dispatched]),
      ])
    + steps(
      .withdrawn,
      [
        (.dispatched, [.pending, .dispatched, .accepted]), (.underway, [.underway]),
        (.refused, [.refused]), (.lapsed, [.lapsed]), (.escalated, [.escalated]),
      ])
    + steps(
      .accepted,
      [
        (.dispatched, [.dispatched, .accepted]), (.underway, [.underway]), (.refused, [.refused]),
        (.lapsed, [.dispatched, .accepted, .underway, .lapsed]),
        (.escalated, [.dispatched, .accepted, .underway, .refused, .lapsed]),
      ])
    + steps(
      .refused,
      [
        (.dispatched, [.refused]), (.accepted, [.refused]), (.underway, [.refused]),
        (.refused, [.refused]), (.lapsed, [.refused]), (.escalated, [.refused]),
      ])
    + steps(
      .lapsed,
      [
        (.dispatched, [.lapsed]), (.underway, [.lapsed]), (.refused, [.refused]),
        (.lapsed, [.lapsed]), (.escalated, [.refused, .lapsed]),
      ])
    + steps(
      .done,
      [
        (.dispatched, [.underway]), (.accepted, [.underway, .done]),
        (.underway, [.underway, .done]), (.refused, [.refused]), (.lapsed, [.lapsed]),
        (.escalated, [.underway, .done, .refused, .lapsed]),
      ])
    + steps(
      .settled,
      [.pending, .underway, .refused, .lapsed, .deferred, .escalated, .rework].map {
        ($0, [.done])
      })
    + steps(.visited, [(.done, [.followedUp])])
    + steps(
      .deferred,
      [.pending, .underway, .refused, .lapsed, .escalated, .rework].map {
        ($0, [.deferred])
      })
    + steps(.resumed, [(.deferred, [.pending, .underway])])
    + steps(
      .escalated,
      [
        .pending, .dispatched, .accepted, .underway, .refused, .lapsed, .deferred, .escalated,
        .rework,
      ].map { ($0, [.escalated]) })
    + steps(
      .closed,
      [
        .pending, .underway, .followedUp, .refused, .lapsed, .deferred, .escalated, .rework,
      ].map { ($0, [.unresolved]) })
    + steps(.reworked, [.followedUp, .unresolved].map { ($0, [.rework]) })

  private static func steps(
    _ kind: EventKind, _ pairs: [(CaseState, [CaseState])]
  ) -> [Transition] {
    pairs.map { Transition(from: $0.0, kind: kind, to: $0.1) }
  }

  private struct Key: Hashable {
    var from: CaseState?
    var kind: EventKind
  }

  private static let byKey = Dictionary(
    uniqueKeysWithValues: table.map { (Key(from: $0.from, kind: $0.kind), $0.to) })

  /// The states an event may lead to; empty when it is illegal.
  public static func targets(from: CaseState?, by kind: EventKind) -> [CaseState] {
    byKey[Key(from: from, kind: kind)] ?? []
  }

  /// The events that are legal in a state, in the order of ``EventKind``.
  public static func kinds(in state: CaseState) -> [EventKind] {
    EventKind.allCases.filter { !targets(from: state, by: $0).isEmpty }
  }

  /// Events that need all orders of the need to be answered and over.
  static let needsNoOpenOrder: Set<EventKind> = [.settled, .deferred, .closed]
}
