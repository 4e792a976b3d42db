import ThreeLists

/// The page of a period's figures: each with what is behind it, and every need in its state.
public struct QuarterPage {
  /// The name of the page's file and of its template.
  public static let name = "figures"

  private let figures: QuarterFigures
  private let anchors: [String: String]

  /// The page of some figures.
  public init(_ figures: QuarterFigures) {
    self.figures = figures
    anchors = Dictionary(
      figures.needs.enumerated().map { ($1.id, "n\($0 + 1)") },
      uniquingKeysWith: { first, _ in
        first
      })
  }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    figures.language.filled(word, values)
  }

  /// Makes the page.
  ///
  /// - Parameter template: the page around its sections; the built-in one if not given.
  /// - Returns: UTF-8; the same bytes for the same input.
  /// - Complexity: linear in the rows behind the figures.
  public func render(template: PageTemplate = .standard) -> [UInt8] {
    PageFrame(
      title: text(.quarterTitle, figures.from, figures.to),
      period: text(.quarterPeriod, figures.needs.count, clock),
      colophon: "sandan \(figures.version) · \(text(.quarterHead, figures.head))",
      language: figures.language, sections: sections
    ).render(template)
  }

  private var clock: String { figures.at.description.replacing("T", with: " ") }

  /// The sections in order.
  public var sections: [PageSection] {
    [overview, answers, conservation, behind, list]
  }

  // MARK: Sections

  private var overview: PageSection {
    var section = PageSection("figures", title: text(.quarterFigures))
    section.html.element("<p>", text(.quarterNote), "</p>\n")
    section.html.table(
      caption: text(.quarterCaption),
      headings: [
        .init(text(.quarterFigure)), .init(text(.quarterRate), isNumber: true),
        .init(text(.quarterNumerator), isNumber: true),
        .init(text(.quarterDenominator), isNumber: true),
        .init(text(.quarterWaiting), isNumber: true), .init(text(.quarterShare)),
      ],
      rows: figures.figures.map { figure in
        let anchor = "f-\(figure.code)"
        return [
          .link(figure.name, to: anchor),
          .link(figure.percentage, to: anchor, isNumber: true),
          .link("\(figure.numerator)", to: anchor, isNumber: true),
          .link("\(figure.denominator)", to: anchor, isNumber: true),
          .link("\(figure.waiting)", to: anchor, isNumber: true),
          .bar(figure.numerator, of: figure.denominator),
        ]
      })
    return section
  }

  private var answers: PageSection {
    var section = PageSection("grades", title: text(.quarterGrades))
    let most = figures.grades.map(\.count).max() ?? 0
    let isBehind = figures.figures.contains { $0.code == "content" }
    section.html.table(
      caption: text(.quarterGradesCaption),
      headings: [
        .init(text(.quarterGrade)), .init(text(.needsCount), isNumber: true),
        .init(text(.quarterShare)),
      ],
      rows: figures.grades.map { grade in
        let count: HTML.Cell =
          isBehind ? .link("\(grade.count)", to: "f-content", isNumber: true) : .number(grade.count)
        return [.text(grade.name), count, .bar(grade.count, of: most)]
      })
    return section
  }

  private func level(_ level: GridLevel) -> String {
    switch level {
    case .grid: text(.gridLevel)
    case .community: text(.communityLevel)
    case .town: text(.town)
    case .county: text(.county)
    }
  }

  /// Needs by state and level, with sums; each row leads to the first of its needs.
  private var conservation: PageSection {
    var section = PageSection("states", title: text(.quarterStates))
    let levels: [GridLevel] = GridLevel.allCases.reversed()
    let byState = Dictionary(grouping: figures.needs, by: \.state)
    func counts(_ needs: [QuarterFigures.Need]) -> [Int] {
      levels.map { level in needs.count { $0.level == level } }
    }
    let most = byState.values.flatMap(counts).max() ?? 0
    var rows = figures.states.compactMap { state -> HTML.Row? in
      guard let needs = byState[state], let anchor = anchors[needs[0].id] else { return nil }
      let shaded = counts(needs).map { count in
        HTML.Cell.shade(count, step: most == 0 ? 0 : (count * 4 + most - 1) / most)
      }
      return HTML.Row(
        [.text(state)] + shaded + [.link("\(needs.count)", to: anchor, isNumber: true)])
    }
    rows.append(
      HTML.Row(
        [.text(text(.quarterSum))] + counts(figures.needs).map(HTML.Cell.number)
          + [.number(figures.needs.count)]))
    section.html.table(
      caption: text(.quarterStatesCaption),
      headings: [.init(text(.quarterState))]
        + levels.map { .init(level($0), isNumber: true) }
        + [.init(text(.quarterSum), isNumber: true)],
      rows: rows)
    return section
  }

  /// What is behind each figure, by parts.
  private var behind: PageSection {
    var section = PageSection("behind", title: text(.quarterBehind))
    section.html.element("<p>", text(.quarterBehindNote), "</p>\n")
    let parts = [Word.quarterNumerator, .quarterRest, .quarterWaiting]
    section.html.table(
      caption: text(.quarterBehind),
      headings: [
        .init(text(.quarterPart)), .init(text(.quarterCount), isNumber: true),
        .init(text(.quarterRows)),
      ],
      groups: figures.figures.map { figure in
        HTML.Group(
          name: figure.name,
          note: "\(figure.percentage) (\(figure.numerator)/\(figure.denominator))",
          anchor: "f-\(figure.code)",
          rows: parts.enumerated().map { part, word in
            let rows = figure.rows.filter { $0.part == part }
            return [.text(text(word)), .number(rows.count), cell(rows)]
          })
      })
    return section
  }

  private func cell(_ rows: [QuarterFigures.Row]) -> HTML.Cell {
    func shown(_ row: QuarterFigures.Row) -> String {
      row.note.isEmpty ? row.id : "\(row.id) \(row.note)"
    }
    let links = rows.compactMap { row in
      row.need.flatMap { anchors[$0] }.map { (text: shown(row), to: $0) }
    }
    if links.count == rows.count, !rows.isEmpty { return .links(links) }
    return .text(rows.isEmpty ? "—" : rows.map(shown).joined(separator: "; "))
  }

  private var list: PageSection {
    var section = PageSection("needs", title: text(.needs))
    section.html.table(
      caption: text(.quarterNeedsCaption),
      headings: [
        .init(text(.need)), .init(text(.grid)), .init(text(.quarterState)),
        .init(text(.quarterLevel)), .init(text(.quarterUrgency)),
      ],
      rows: figures.needs.map { need in
        HTML.Row(
          anchor: anchors[need.id],
          [
            .code(need.id), .code(need.grid), .text(need.state), .text(level(need.level)),
            .text(urgency(need.urgency)),
          ])
      })
    return section
  }

  private func urgency(_ urgency: Urgency) -> String {
    switch urgency {
    case .critical: text(.urgencyCritical)
    case .urgent: text(.urgencyUrgent)
    case .important: text(.urgencyImportant)
    case .normal: text(.urgencyNormal)
    }
  }
}
