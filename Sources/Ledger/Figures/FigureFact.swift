import ThreeLists

/// What can be said of a need, an order, a place or a grid at a moment; figures count by these.
///
/// Of the facts that one figure names, at most one holds of a subject.
public enum FigureFact: String, CaseIterable, Hashable, Sendable {
  /// An order went out.
  case sent
  /// No order, not settled, and closed or past the limit of its step.
  case unsentLate = "unsent-late"
  /// No order, not settled, within the limit of its step.
  case unsentWaiting = "unsent-waiting"
  /// The order is taken, or done.
  case taken
  /// The order was given back.
  case givenBack = "given-back"
  /// The order was not answered in time.
  case unanswered
  /// The order may still be answered in time.
  case awaited
  /// The first answer came within its limit.
  case answeredInTime = "answered-in-time"
  /// The first answer came after its limit.
  case answeredLate = "answered-late"
  /// Done within the promise.
  case doneInTime = "done-in-time"
  /// Done after the promise.
  case doneLate = "done-late"
  /// Not done, and closed or past the promise.
  case undoneLate = "undone-late"
  /// Not done, within the promise.
  case undoneWaiting = "undone-waiting"
  /// The resident says that it is solved.
  case solved
  /// The resident says that it is not.
  case unsolved
  /// Grade 3 or better.
  case content
  /// Grade 2 or worse.
  case discontent
  /// Done and not called back.
  case uncalled
  /// Called back.
  case calledBack = "called-back"
  /// Done, not called back, past the limit.
  case uncalledLate = "uncalled-late"
  /// Done, not called back, within the limit.
  case uncalledWaiting = "uncalled-waiting"
  /// Taken up again.
  case takenUpAgain = "taken-up-again"
  /// Done or closed, never taken up again.
  case endedOnce = "ended-once"
  /// Done, not said to be unsolved, without an order or a higher level.
  case settledInGrid = "settled-in-grid"
  /// As above, by orders, or at the community's level.
  case settledInCommunity = "settled-in-community"
  /// As above, at the town's level.
  case settledInTown = "settled-in-town"
  /// As above, at the county's level.
  case settledInCounty = "settled-in-county"
  /// Done, and said to be unsolved.
  case doneUnsolved = "done-unsolved"
  /// Some visit took place.
  case served
  /// None did, and closed or past the promise.
  case unservedLate = "unserved-late"
  /// None did, within the promise.
  case unservedWaiting = "unserved-waiting"
  /// As much as the share.
  case withinShare = "within-share"
  /// More than the share.
  case beyondShare = "beyond-share"
  /// The place went to another resource or session while its order was unanswered.
  case moved
  /// It did not.
  case unmoved
}

extension NeedCase {
  /// Whether a fact holds at a moment, at which the case stands as it is.
  func holds(_ fact: FigureFact, at now: Moment) -> Bool {
    switch fact {
    case .sent: !orders.isEmpty
    case .unsentLate: isUnsent && (isClosed || isStepOverdue(at: now))
    case .unsentWaiting: isUnsent && !(isClosed || isStepOverdue(at: now))
    case .doneInTime: doneAt.map { isWithinPromise($0) } ?? false
    case .doneLate: doneAt.map { !isWithinPromise($0) } ?? false
    case .undoneLate: doneAt == nil && (isClosed || !isWithinPromise(now))
    case .undoneWaiting: doneAt == nil && !(isClosed || !isWithinPromise(now))
    case .solved: isSolved == true
    case .unsolved: isSolved == false
    case .content: grade.map { $0.rawValue >= Grade.fair.rawValue } ?? false
    case .discontent: grade.map { $0.rawValue < Grade.fair.rawValue } ?? false
    case .uncalled: doneAt != nil && grade == nil
    case .calledBack: grade != nil
    case .uncalledLate: doneAt != nil && grade == nil && isStepOverdue(at: now)
    case .uncalledWaiting: doneAt != nil && grade == nil && !isStepOverdue(at: now)
    case .takenUpAgain: round > 1
    case .endedOnce: round == 1 && (doneAt != nil || isClosed)
    case .settledInGrid: isSettled(at: .grid)
    case .settledInCommunity: isSettled(at: .community)
    case .settledInTown: isSettled(at: .town)
    case .settledInCounty: isSettled(at: .county)
    case .doneUnsolved: doneAt != nil && isSolved == false
    case .served: isServed
    case .unservedLate: !isServed && (isClosed || !isWithinPromise(now))
    case .unservedWaiting: !isServed && !(isClosed || !isWithinPromise(now))
    case .taken, .givenBack, .unanswered, .awaited, .answeredInTime, .answeredLate, .withinShare,
      .beyondShare, .moved, .unmoved:
      false
    }
  }

  private var isClosed: Bool { state == .unresolved }

  private var wasSettled: Bool { events.contains { $0.entry.kind == .settled } }

  private var isUnsent: Bool { orders.isEmpty && !wasSettled }

  private var isServed: Bool { wasSettled || orders.values.contains { $0.state == .done } }

  private func isWithinPromise(_ moment: Moment) -> Bool { overallBy.map { moment <= $0 } ?? true }

  private func isSettled(at level: GridLevel) -> Bool {
    doneAt != nil && isSolved != false && handlingLevel == level
  }

  /// The level that has it in hand: the one it went up to, else the community's once an order went
  /// out, else the grid's.
  public var handlingLevel: GridLevel { level ?? (orders.isEmpty ? .grid : .community) }

  /// Orders that ever went out, each time one, in the order of their events.
  public var sentOrders: [Order] { (replaced + orders.values).sorted { $0.seq < $1.seq } }
}

extension Order {
  /// Whether a fact holds at a moment, at which the order stands as it is.
  func holds(_ fact: FigureFact, at now: Moment) -> Bool {
    switch fact {
    case .taken: state == .accepted || state == .done
    case .givenBack: state == .refused
    case .unanswered: state == .lapsed || state == .dispatched && isLimitOver(at: leftAt ?? now)
    case .awaited: state == .dispatched && leftAt == nil && !isLimitOver(at: now)
    case .answeredInTime: answeredAt.map { !isLimitOver(at: $0) } ?? false
    case .answeredLate: answeredAt.map { isLimitOver(at: $0) } ?? false
    default: false
    }
  }
}
