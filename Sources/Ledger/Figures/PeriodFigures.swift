import ThreeLists

/// Units and what they said of themselves when they offered resources.
struct UnitOffers {
  /// Units that offered something for a week that touches the period.
  private(set) var offering: Set<String> = []
  /// The last weight each unit stated, in hundredths.
  private(set) var weights: [String: Int] = [:]

  init(_ events: [Event], from: Day, to: Day, asOf: Moment) {
    for event in events where event.entry.kind == .declared && event.entry.time <= asOf {
      guard let unit = event.entry.body["unit"]?.text else { continue }
      if let weight = event.entry.body["weight"]?.number { weights[unit] = weight }
      if let week = event.entry.week, week.monday <= to, week.sunday >= from {
        offering.insert(unit)
      }
    }
  }
}

/// What became, until a moment, of the needs received in a period.
///
/// Everything counts by the need: orders, places, visits and call backs belong to the period in
/// which their need was received, whenever they took place. So each need counts in one period only,
/// and the figures of the months of a quarter add up to the quarter's.
public struct PeriodFigures: Sendable {
  /// A cell of the table of needs.
  public struct Cell: Hashable, Sendable {
    /// The state.
    public var state: CaseState
    /// The level that has it in hand.
    public var level: GridLevel
    /// The urgency.
    public var urgency: Urgency
  }

  /// Something that does not add up: a fault of the program, never of an office.
  public struct Imbalance: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was added up.
    public var description: String
  }

  /// The first day.
  public let from: Day
  /// The last day.
  public let to: Day
  /// The moment at which everything is looked at.
  public let asOf: Moment
  /// Needs received in the period, until the moment, counted from the events alone.
  public let intake: Int
  /// Needs by state, level and urgency; cells that are absent are empty.
  public let table: [Cell: Int]
  /// Answers of residents called back, by grade; every grade named.
  public let grades: [Grade: Int]
  /// Every figure, in the order of ``FigureName``.
  public let figures: [Figure]
  /// The needs, as they stood at the moment, by identifier.
  public let needs: [NeedCase]

  /// The figures of a ledger.
  ///
  /// - Parameters:
  ///   - snapshot: the ledger.
  ///   - from: the first day, on which needs were received.
  ///   - to: the last.
  ///   - asOf: what happened later does not count.
  /// - Throws: an ``Imbalance`` when what has to add up does not; an ``Illegality`` never, for a
  ///   ledger that was read whole.
  /// - Complexity: linear in the events and, for each order, logarithmic.
  public init(_ snapshot: LedgerSnapshot, from: Day, to: Day, asOf: Moment) throws {
    try self.init(snapshot.state, snapshot.events, from: from, to: to, asOf: asOf)
  }

  init(_ state: LedgerState, _ events: [Event], from: Day, to: Day, asOf: Moment) throws {
    self.from = from
    self.to = to
    self.asOf = asOf
    func isInPeriod(_ moment: Moment) -> Bool {
      moment <= asOf && moment.day >= from && moment.day <= to
    }
    intake = events.count { $0.entry.kind == .received && isInPeriod($0.entry.time) }
    needs = try state.cases(at: asOf).filter { isInPeriod($0.receivedAt) }
    table = Dictionary(
      needs.map {
        (Cell(state: $0.state, level: $0.handlingLevel, urgency: $0.need.urgency), 1)
      }, uniquingKeysWith: +)
    let needs = needs
    grades = Dictionary(
      uniqueKeysWithValues: Grade.allCases.map { grade in
        (grade, needs.count { $0.grade == grade })
      })
    let counter = FigureCounter(
      needs: needs, offers: UnitOffers(events, from: from, to: to, asOf: asOf), now: asOf)
    figures = FigureName.allCases.map(counter.figure)
    try requireBalance()
  }

  /// The table's cells that are not empty, in the order of states, levels from the grid up, and
  /// urgency.
  public var cells: [(cell: Cell, needs: Int)] {
    CaseState.allCases.flatMap { state in
      GridLevel.allCases.reversed().flatMap { level in
        Urgency.allCases.compactMap { urgency in
          let cell = Cell(state: state, level: level, urgency: urgency)
          return table[cell].map { (cell, $0) }
        }
      }
    }
  }

  /// A figure by its name.
  public func figure(_ name: FigureName) -> Figure {
    // Every name has its figure: they are made from all names.
    figures[FigureName.allCases.firstIndex(of: name) ?? 0]
  }

  // MARK: Conservation

  /// Every need is in exactly one state, and what divides the same whole adds up to it.
  private func requireBalance() throws(Imbalance) {
    func require(_ what: String, _ left: Int, _ right: Int) throws(Imbalance) {
      if left != right { throw Imbalance(description: "\(what): \(left) ≠ \(right)") }
    }
    try require("state × level × urgency = intake", table.values.reduce(0, +), intake)
    try require(
      "grades = called back", grades.values.reduce(0, +), figure(.calledBack).numerator)
    // An order is taken, given back, not answered or awaited: one of them.
    let answers = [FigureName.accepted, .refused, .lapsed].map(figure)
    for other in answers.dropFirst() {
      try require("orders of \(other.name)", other.denominator, answers[0].denominator)
    }
    try require(
      "taken + given back + unanswered", answers.reduce(0) { $0 + $1.numerator },
      answers[0].denominator)
    // A need is done, overdue or not yet due; and done at one level.
    for name in [FigureName.doneInTime, .localGrid, .localCommunity, .localTown, .localCounty] {
      try require("needs of \(name)", figure(name).denominator, figure(.done).denominator)
    }
    try require("done + waiting", figure(.done).denominator + figure(.done).waiting, intake)
  }
}
