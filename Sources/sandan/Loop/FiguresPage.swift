import Ledger
import Reports
import ThreeLists

extension QuarterFigures {
  /// The figures of a period as their page takes them, names in a language.
  ///
  /// - Throws: an imbalance when the parts of the period do not add up to it.
  init(
    _ period: PeriodFigures, head: String, policy: Policy, _ language: Language
  ) throws(PeriodFigures.Imbalance) {
    func name(_ grade: Grade) -> String { language.text(grade.code, "\(grade.rawValue)/5") }
    self.init(
      from: period.from, to: period.to, at: period.asOf,
      figures: period.figures.map { figure in
        let isOfNeeds = [.needs, .specialNeeds].contains(figure.name.definition.subject)
        return Figure(
          code: figure.name.rawValue, name: FiguresText.name(figure.name, language),
          numerator: figure.numerator, denominator: figure.denominator, waiting: figure.waiting,
          rows: figure.rows.map { row in
            let isNeed = isOfNeeds || figure.name == .gridsFair && row.part == .waiting
            let share = row.carried.map { "\($0)/\(row.weight ?? 0)" }
            return Row(
              id: row.id, need: row.need ?? (isNeed ? row.id : nil),
              part: Ledger.Figure.Part.allCases.firstIndex(of: row.part) ?? 0,
              note: share ?? row.seq.map { "#\($0)" } ?? "")
          })
      },
      divisions: try DivisionKind.allCases.map { kind throws(PeriodFigures.Imbalance) in
        try Division(period, by: kind, policy: policy, language == .zh ? .zh : .en)
      },
      grades: Grade.allCases.map(name),
      states: CaseState.allCases.map { LoopText.state($0.rawValue, language) },
      needs: period.needs.map {
        Need(
          id: $0.need.id, grid: $0.need.grid.digits,
          community: policy.levels.area(of: $0.need.grid, at: .community).digits,
          state: LoopText.state($0.state.rawValue, language), level: $0.handlingLevel,
          urgency: $0.need.urgency, grade: $0.grade.map(name))
      },
      language: language == .zh ? .zh : .en, version: programVersion, head: head)
  }
}

extension QuarterFigures.Division {
  /// A period's figures by parts, each number with its rows.
  ///
  /// - Throws: an imbalance when they do not add up to the figures.
  init(
    _ period: PeriodFigures, by kind: QuarterFigures.DivisionKind, policy: Policy,
    _ language: ReportLanguage
  ) throws(PeriodFigures.Imbalance) {
    let breakdown = try FigureBreakdown(period, by: FigureDivision(kind), levels: policy.levels)
    let names = CodeNames(policy, language)
    func part(_ part: FigureBreakdown.Part) -> QuarterFigures.Part {
      let rows = part.rows.map { measure, rows in
        (
          QuarterFigures.Measure(measure),
          rows.map {
            QuarterFigures.Row(
              id: $0.id, need: $0.need ?? $0.id, part: 0, note: $0.seq.map { "#\($0)" } ?? "")
          }
        )
      }
      return QuarterFigures.Part(
        name: kind == .category ? part.name.map(names.category) : part.name, days: part.days,
        rows: Dictionary(uniqueKeysWithValues: rows))
    }
    self.init(kind: kind, parts: breakdown.parts.map(part), whole: part(breakdown.whole))
  }
}

extension FigureDivision {
  /// What the page tells apart, in the ledger's words.
  init(_ kind: QuarterFigures.DivisionKind) {
    self =
      switch kind {
      case .community: .community
      case .category: .category
      case .unit: .unit
      case .week: .week
      }
  }
}

extension QuarterFigures.Measure {
  /// A number of the ledger's in the page's words.
  init(_ measure: FigureMeasure) {
    self =
      switch measure {
      case .received: .received
      case .done: .done
      case .settledInGrid: .settledInGrid
      case .settledInCommunity: .settledInCommunity
      case .settledAbove: .settledAbove
      case .doneUnsolved: .doneUnsolved
      case .overdue: .overdue
      case .waiting: .waiting
      case .calledBack: .calledBack
      case .callsDue: .callsDue
      case .doneInTime: .doneInTime
      case .due: .due
      case .orders: .orders
      case .taken: .taken
      case .givenBack: .givenBack
      case .unanswered: .unanswered
      case .awaited: .awaited
      case .visited: .visited
      case .visitsLate: .visitsLate
      case .answeredInTime: .answeredInTime
      case .answersDue: .answersDue
      }
  }
}
