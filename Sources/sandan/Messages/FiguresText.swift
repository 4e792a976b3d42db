import Ledger
import ThreeLists

/// Figures of a period in words.
enum FiguresText {
  static func name(_ name: FigureName, _ language: Language) -> String {
    language.text(name.name, english(name))
  }

  private static func english(_ name: FigureName) -> String {
    switch name {
    case .dispatched: "dispatched"
    case .accepted: "orders taken"
    case .refused: "orders given back"
    case .lapsed: "orders not answered in time"
    case .answeredInTime: "answered within the limit"
    case .done: "done"
    case .doneInTime: "done within the promise"
    case .solved: "solved"
    case .content: "content"
    case .calledBack: "called back"
    case .reworked: "taken up again"
    case .localGrid: "settled within the grid"
    case .localCommunity: "settled within the community"
    case .localTown: "settled within the town"
    case .localCounty: "settled within the county"
    case .gridsCovered: "grids covered"
    case .specialCovered: "special groups covered"
    case .unitsFair: "fairness between units"
    case .gridsFair: "fairness between grids"
    case .moved: "places moved by planning again"
    }
  }

  static func written(_ path: String, _ language: Language) -> String {
    language.text("网页写在 \(path)", "The page is \(path)")
  }

  static func part(_ part: Figure.Part, _ language: Language) -> String {
    switch part {
    case .counted: language.text("计入分子", "numerator")
    case .others: language.text("只在分母", "denominator only")
    case .waiting: language.text("未到期", "not yet due")
    }
  }

  static func imbalance(_ imbalance: PeriodFigures.Imbalance, _ language: Language) -> String {
    language.text(
      "指标对不上（\(imbalance)），没有输出。这是程序的错误，请报告。",
      "The figures do not add up (\(imbalance)); nothing was printed. This is a fault of the program, please report it."
    )
  }

  static func figures(_ figures: PeriodFigures, _ language: Language) -> [String] {
    let at = figures.asOf.description.replacing("T", with: " ")
    var lines = [
      language.text(
        "\(figures.from) 至 \(figures.to) 收到需求 \(figures.intake) 件，办到 \(at) 的结果：",
        "\(figures.intake) needs received from \(figures.from) to \(figures.to), as they stood at \(at):"
      )
    ]
    for figure in figures.figures {
      let waiting =
        figure.waiting == 0
        ? "" : language.text("，另有未到期 \(figure.waiting)", "; not yet due: \(figure.waiting)")
      lines.append(
        language.text(
          "  \(figure.name.name) \(figure.percentage)（\(figure.numerator)/\(figure.denominator)\(waiting)）",
          "  \(english(figure.name)): \(figure.percentage) (\(figure.numerator)/\(figure.denominator)\(waiting))"
        ))
    }
    lines.append(
      language.text("回访的满意度：", "Answers of residents called back: ")
        + Grade.allCases.map { grade in
          language.text("\(grade.code) ", "\(grade.rawValue)/5: ")
            + "\(figures.grades[grade] ?? 0)"
        }.joined(separator: language.text("，", ", ")) + language.text("。", "."))
    lines.append(
      language.text(
        "各状态（网格/社区/街道/县）：", "By state (grid/community/town/county):"))
    for state in CaseState.allCases {
      let byLevel = GridLevel.allCases.reversed().map { level in
        figures.cells.filter { $0.cell.state == state && $0.cell.level == level }
          .reduce(0) { $0 + $1.needs }
      }
      let sum = byLevel.reduce(0, +)
      guard sum > 0 else { continue }
      let levels = byLevel.map { "\($0)" }.joined(separator: "/")
      lines.append(
        language.text(
          "  \(state.name) \(sum)（\(levels)）",
          "  \(LoopText.state(state.rawValue, .en)): \(sum) (\(levels))"))
    }
    lines.append(
      language.text("  合计 \(figures.intake)", "  in all: \(figures.intake)"))
    return lines
  }

  static func rows(_ figure: Figure, _ language: Language) -> [String] {
    let shown = name(figure.name, language)
    var lines = [
      language.text(
        "\(shown) \(figure.percentage)（\(figure.numerator)/\(figure.denominator)），未到期 \(figure.waiting)：",
        "\(shown): \(figure.percentage) (\(figure.numerator)/\(figure.denominator)), not yet due: \(figure.waiting)"
      )
    ]
    for row in figure.rows {
      var details: [String] = []
      if let need = row.need { details.append(language.text("需求 \(need)", "need \(need)")) }
      if let resource = row.resource {
        details.append(language.text("资源 \(resource)", "resource \(resource)"))
      }
      if let seq = row.seq { details.append("#\(seq)") }
      if let carried = row.carried, let weight = row.weight {
        details.append(
          language.text("得 \(carried)，权重 \(weight)", "has \(carried), weight \(weight)"))
      }
      let detail = details.isEmpty ? "" : language.text("；", "; ") + details.joined(separator: " ")
      lines.append(
        language.text(
          "  \(row.id) \(part(row.part, .zh))（\(row.fact.rawValue)）\(detail)",
          "  \(row.id) \(part(row.part, .en)) (\(row.fact.rawValue))\(detail)"))
    }
    return lines
  }
}
