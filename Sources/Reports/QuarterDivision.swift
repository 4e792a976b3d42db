import ThreeLists

extension QuarterFigures {
  /// A number that is told of a part of the period.
  public enum Measure: String, CaseIterable, Hashable, Sendable {
    /// Needs that came in.
    case received
    /// Done, whether in time or not.
    case done
    /// Of those done: settled without an order and without going up.
    case settledInGrid = "settled-in-grid"
    /// By orders, or at the community's level.
    case settledInCommunity = "settled-in-community"
    /// At the town's level or above.
    case settledAbove = "settled-above"
    /// Not solved, says the resident.
    case doneUnsolved = "done-unsolved"
    /// Not done, and closed or past what was promised.
    case overdue
    /// Not done, within what was promised.
    case waiting
    /// Called back.
    case calledBack = "called-back"
    /// Called back, or late to be.
    case callsDue = "calls-due"
    /// Done within what was promised.
    case doneInTime = "done-in-time"
    /// Done or overdue.
    case due
    /// Orders sent out, one for each time.
    case orders
    /// Of those: taken.
    case taken
    /// Given back.
    case givenBack = "given-back"
    /// Not answered in time.
    case unanswered
    /// To be answered still.
    case awaited
    /// Taken and done.
    case visited
    /// Taken and not done, though it is late.
    case visitsLate = "visits-late"
    /// First answered in time.
    case answeredInTime = "answered-in-time"
    /// Answered, or late to be.
    case answersDue = "answers-due"

    /// What the number is called.
    var word: Word {
      switch self {
      case .received: .partReceived
      case .done: .partDone
      case .settledInGrid: .partInGrid
      case .settledInCommunity: .partInCommunity
      case .settledAbove: .partAbove
      case .doneUnsolved: .partUnsolved
      case .overdue: .partOverdue
      case .waiting: .quarterWaiting
      case .calledBack: .partCalledBack
      case .callsDue: .partCallsDue
      case .doneInTime: .partInTime
      case .due: .partDue
      case .orders: .partOrders
      case .taken: .partTaken
      case .givenBack: .partGivenBack
      case .unanswered: .partUnanswered
      case .awaited: .partAwaited
      case .visited: .partVisited
      case .visitsLate: .partVisitsLate
      case .answeredInTime: .partAnsweredInTime
      case .answersDue: .partAnswersDue
      }
    }

    /// Of what it is the share, where it is told as one.
    var whole: Measure? {
      switch self {
      case .calledBack: .callsDue
      case .doneInTime: .due
      case .answeredInTime: .answersDue
      default: nil
      }
    }
  }

  /// By what the period is told apart.
  public enum DivisionKind: String, CaseIterable, Hashable, Sendable {
    /// By community.
    case community
    /// By category.
    case category
    /// By unit.
    case unit
    /// By week.
    case week

    /// The columns in their order; a share has the number it is of beside it.
    var columns: [Measure] {
      switch self {
      case .community, .category:
        [
          .received, .done, .settledInGrid, .settledInCommunity, .settledAbove, .doneUnsolved,
          .overdue, .waiting, .calledBack, .doneInTime,
        ]
      case .unit:
        [
          .orders, .taken, .givenBack, .unanswered, .awaited, .visited, .visitsLate,
          .answeredInTime,
        ]
      case .week: [.received, .done, .doneInTime]
      }
    }
  }

  /// One community, category, unit or week.
  public struct Part: Sendable {
    /// The name; nil for what was done after the period's end.
    public var name: String?
    /// The days of a week that lie in the period; nil of other parts.
    public var days: ClosedRange<Day>?
    /// What each number counts; a number without rows may be absent.
    public var rows: [Measure: [Row]]

    /// A part by its name and rows.
    public init(name: String?, days: ClosedRange<Day>? = nil, rows: [Measure: [Row]]) {
      self.name = name
      self.days = days
      self.rows = rows
    }

    /// A number of the part.
    func count(_ measure: Measure) -> Int { rows[measure]?.count ?? 0 }
  }

  /// The period by its communities, categories, units or weeks.
  public struct Division: Sendable {
    /// By what.
    public var kind: DivisionKind
    /// The parts in their order.
    public var parts: [Part]
    /// All of the period, which the parts add up to.
    public var whole: Part

    /// A division by its parts.
    public init(kind: DivisionKind, parts: [Part], whole: Part) {
      self.kind = kind
      self.parts = parts
      self.whole = whole
    }
  }
}
