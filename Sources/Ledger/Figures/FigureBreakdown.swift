import ThreeLists

/// A period's figures by parts: by community, category, unit or week.
///
/// Every number counts rows of a figure (``FigureMeasure/figure``), each in one part only, so that
/// the parts add up to the figure.
public struct FigureBreakdown: Hashable, Sendable {
  /// One community, category, unit or week.
  public struct Part: Hashable, Sendable {
    /// The community's code, the category, the unit, the week; nil for what was done after the
    /// period's end.
    public let name: String?
    /// The days of a week that lie in the period; nil of other parts.
    public let days: ClosedRange<Day>?
    /// What each number counts; a measure without rows is absent.
    public let rows: [FigureMeasure: [Figure.Row]]

    /// A number of the part.
    public func count(_ measure: FigureMeasure) -> Int { rows[measure]?.count ?? 0 }
  }

  /// By what the parts are told apart.
  public let division: FigureDivision
  /// The parts: codes and names in their order, weeks in theirs.
  public let parts: [Part]
  /// All of the period.
  public let whole: Part

  /// Weeks that are all told of, whether anything came in or not: those of a year.
  private static let mostWeeks = 54

  /// A period's figures by parts.
  ///
  /// - Parameters:
  ///   - period: the figures.
  ///   - division: by what.
  ///   - levels: how long a community's code is.
  /// - Throws: an imbalance when the parts do not add up to the figures.
  /// - Complexity: linear in the rows of the figures, and in the period's weeks.
  public init(
    _ period: PeriodFigures, by division: FigureDivision, levels: GridLevels
  ) throws(PeriodFigures.Imbalance) {
    self.division = division
    let index = BreakdownIndex(period, levels: levels)
    var whole: [FigureMeasure: [Figure.Row]] = [:]
    var byKey: [BreakdownIndex.Key: [FigureMeasure: [Figure.Row]]] = [:]
    for measure in division.measures {
      let rows = period.figure(measure.figure).rows
        .filter { measure.facts.contains($0.fact) && index.counts($0, in: measure) }
      whole[measure] = rows.isEmpty ? nil : rows
      for row in rows {
        byKey[index.key(of: row, measure, division), default: [:]][measure, default: []]
          .append(row)
      }
    }
    func named(_ names: some Sequence<String>) -> [Part] {
      Set(names).sorted().map { Part(name: $0, days: nil, rows: byKey[.name($0)] ?? [:]) }
    }
    let names = byKey.keys.compactMap(\.name)
    switch division {
    case .community, .category: parts = named(names)
    // A unit that offered something and got no order is told of as well.
    case .unit: parts = named(names + period.figure(.unitsFair).rows.map(\.id))
    case .week:
      let later = byKey[.later].map { [Part(name: nil, days: nil, rows: $0)] } ?? []
      let days = period.from...max(period.from, min(period.to, period.asOf.day))
      parts =
        FigureBreakdown.weeks(of: days, that: { byKey[.week($0)] != nil }).map { week in
          Part(
            name: week.description,
            days: max(week.monday, days.lowerBound)...min(week.sunday, period.to),
            rows: byKey[.week(week)] ?? [:])
        } + later
    }
    self.whole = Part(name: nil, days: nil, rows: whole)
    for measure in division.measures {
      let sum = parts.reduce(0) { $0 + $1.count(measure) }
      guard sum == self.whole.count(measure) else {
        throw PeriodFigures.Imbalance(
          description:
            "\(measure.rawValue) × \(division.rawValue): \(sum) ≠ \(self.whole.count(measure))")
      }
    }
  }

  /// The weeks of some days; of more than a year only those between the first and the last in which
  /// something came in or was done.
  private static func weeks(of days: ClosedRange<Day>, that isUsed: (Week) -> Bool) -> [Week] {
    let last = Week(containing: days.upperBound)
    var weeks: [Week] = []
    var week = Week(containing: days.lowerBound)
    while week <= last {
      weeks.append(week)
      week = Week(containing: week.sunday.adding(days: 1))
    }
    guard weeks.count > mostWeeks else { return weeks }
    guard let first = weeks.firstIndex(where: isUsed), let end = weeks.lastIndex(where: isUsed)
    else { return [] }
    return Array(weeks[first...end])
  }
}

/// To which part a row belongs.
private struct BreakdownIndex {
  enum Key: Hashable {
    case name(String)
    case week(Week)
    /// After the period's last day.
    case later

    var name: String? {
      if case .name(let name) = self { name } else { nil }
    }
  }

  private let needs: [String: NeedCase]
  private let orders: [Int: Order]
  private let late: Set<Int>
  private let levels: GridLevels
  private let last: Day

  init(_ period: PeriodFigures, levels: GridLevels) {
    needs = Dictionary(uniqueKeysWithValues: period.needs.map { ($0.need.id, $0) })
    let sent = period.needs.flatMap(\.sentOrders)
    orders = Dictionary(uniqueKeysWithValues: sent.map { ($0.seq, $0) })
    late = Set(
      period.needs.flatMap { $0.ordersAwaited(at: period.asOf) }
        .filter { $0.state == .accepted }.map(\.seq))
    self.levels = levels
    last = period.to
  }

  /// Whether a row with one of the measure's facts is counted by it.
  func counts(_ row: Figure.Row, in measure: FigureMeasure) -> Bool {
    switch measure {
    case .visited: row.seq.flatMap { orders[$0]?.state } == .done
    case .visitsLate: row.seq.map(late.contains) ?? false
    default: true
    }
  }

  func key(of row: Figure.Row, _ measure: FigureMeasure, _ division: FigureDivision) -> Key {
    // Rows of figures are about the period's needs and their orders; any other would be told of as an
    // imbalance, for no part but weeks has a later one.
    guard let need = needs[row.need ?? row.id] else { return .later }
    switch division {
    case .community: return .name(levels.area(of: need.need.grid, at: .community).digits)
    case .category: return .name(need.need.category)
    case .unit: return row.seq.flatMap { orders[$0] }.map { .name($0.unit) } ?? .later
    case .week:
      let day = measure == .done ? need.doneAt?.day ?? need.receivedAt.day : need.receivedAt.day
      return day > last ? .later : .week(Week(containing: day))
    }
  }
}
