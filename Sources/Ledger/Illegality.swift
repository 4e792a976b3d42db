import ThreeLists

/// Why an entry does not fit what the ledger holds.
public enum Illegality: Error, Hashable, Sendable, CustomStringConvertible {
  /// The need is not in the ledger.
  case unknownNeed(String)
  /// The need is in the ledger already.
  case knownNeed(String)
  /// The order is not in the ledger, or is another need's.
  case unknownService(String)
  /// The state does not permit the event.
  case step(need: String, state: CaseState, kind: EventKind)
  /// The order's state does not permit the event.
  case order(service: String, state: OrderState, kind: EventKind)
  /// An order of the need is still open.
  case openOrder(need: String, service: String, kind: EventKind)
  /// The need was found solved, and is not closed as unsolved.
  case solved(need: String)
  /// The time lies before that of the need's last event.
  case backwards(need: String, last: Moment)
  /// The week is not open.
  case unknownWeek(Week)
  /// The week's stage does not permit the event.
  case stage(week: Week, stage: WeekStage, kind: EventKind)
  /// The body or a column lacks what the kind asks for.
  case incomplete(key: String)
  /// No such event, or one that a counter-entry cannot take back, or one taken back already.
  case notUndoable(seq: Int)
  /// Later events rest on the one to be taken back.
  case restsOn(seq: Int, later: EventKind)

  /// The fact, for whoever repairs a ledger.
  public var description: String {
    switch self {
    case .unknownNeed(let id): "unknown need \(id)"
    case .knownNeed(let id): "need \(id) received twice"
    case .unknownService(let id): "unknown service \(id)"
    case .step(let need, let state, let kind): "\(kind.rawValue) of \(need) in \(state.rawValue)"
    case .order(let service, let state, let kind):
      "\(kind.rawValue) of \(service) in \(state.rawValue)"
    case .openOrder(let need, let service, let kind):
      "\(kind.rawValue) of \(need) while \(service) is open"
    case .solved(let need): "closed of \(need), which is solved"
    case .backwards(let need, let last): "\(need) before \(last)"
    case .unknownWeek(let week): "unknown week \(week)"
    case .stage(let week, let stage, let kind): "\(kind.rawValue) of \(week) in \(stage.rawValue)"
    case .incomplete(let key): "\(key) missing"
    case .notUndoable(let seq): "\(seq) cannot be undone"
    case .restsOn(let seq, let later): "\(later.rawValue) rests on \(seq)"
    }
  }
}
