import Ledger
import Reports
import ThreeLists

extension QuarterFigures {
  /// The figures of a period as their page takes them, names in a language.
  init(_ period: PeriodFigures, head: String, levels: GridLevels, _ language: Language) {
    func name(_ grade: Grade) -> String { language.text(grade.code, "\(grade.rawValue)/5") }
    self.init(
      from: period.from, to: period.to, at: period.asOf,
      figures: period.figures.map { figure in
        let isOfNeeds = [.needs, .specialNeeds].contains(figure.name.definition.subject)
        return Figure(
          code: figure.name.rawValue, name: FiguresText.name(figure.name, language),
          numerator: figure.numerator, denominator: figure.denominator, waiting: figure.waiting,
          percentage: figure.percentage,
          rows: figure.rows.map { row in
            let isNeed = isOfNeeds || figure.name == .gridsFair && row.part == .waiting
            let share = row.carried.map { "\($0)/\(row.weight ?? 0)" }
            return Row(
              id: row.id, need: row.need ?? (isNeed ? row.id : nil),
              part: Ledger.Figure.Part.allCases.firstIndex(of: row.part) ?? 0,
              note: share ?? row.seq.map { "#\($0)" } ?? "")
          })
      },
      grades: Grade.allCases.map(name),
      states: CaseState.allCases.map { LoopText.state($0.rawValue, language) },
      needs: period.needs.map {
        Need(
          id: $0.need.id, grid: $0.need.grid.digits,
          community: levels.area(of: $0.need.grid, at: .community).digits,
          state: LoopText.state($0.state.rawValue, language), level: $0.handlingLevel,
          urgency: $0.need.urgency, grade: $0.grade.map(name))
      },
      language: language == .zh ? .zh : .en, version: programVersion, head: head)
  }
}
