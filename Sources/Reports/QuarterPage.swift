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
    let parts = QuarterParts(figures, anchors: anchors)
    return [overview, answers, conservation] + parts.tables + [behind] + parts.index + [list]
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
        let percentage = Percentage.decimal(figure.numerator, of: figure.denominator)
        return [
          .link(figure.name, to: anchor),
          figure.denominator == 0
            ? .figure(percentage) : .link(percentage, to: anchor, isNumber: true),
          HTML.Cell.linked(figure.numerator, to: anchor),
          HTML.Cell.linked(figure.denominator, to: anchor),
          HTML.Cell.linked(figure.waiting, to: anchor),
          .bar(figure.numerator, of: figure.denominator),
        ]
      })
    return section
  }

  private var answers: PageSection {
    var section = PageSection("grades", title: text(.quarterGrades))
    let counts = figures.grades.map { grade in figures.needs.count { $0.grade == grade } }
    let most = counts.max() ?? 0
    section.html.table(
      caption: text(.quarterGradesCaption),
      headings: [
        .init(text(.quarterGrade)), .init(text(.needsCount), isNumber: true),
        .init(text(.quarterShare)),
      ],
      rows: zip(figures.grades, counts).enumerated().map { number, grade in
        [
          .text(grade.0), HTML.Cell.linked(grade.1, to: "grade\(number)"), .bar(grade.1, of: most),
        ]
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

  private static let levels: [GridLevel] = GridLevel.allCases.reversed()

  /// Needs by state and level, with sums; each number leads to the needs it counts.
  private var conservation: PageSection {
    var section = PageSection("states", title: text(.quarterStates))
    func counts(_ needs: [QuarterFigures.Need], _ anchor: String) -> [HTML.Cell] {
      QuarterPage.levels.enumerated().map { number, level in
        HTML.Cell.linked(needs.count { $0.level == level }, to: "\(anchor)-\(number)")
      }
    }
    var rows = states.map { state in
      HTML.Row(
        [.text(state.name)] + counts(state.needs, state.anchor)
          + [HTML.Cell.linked(state.needs.count, to: state.anchor)])
    }
    rows.append(
      HTML.Row(
        [.text(text(.quarterSum))] + counts(figures.needs, "level")
          + [HTML.Cell.linked(figures.needs.count, to: "needs")]))
    section.html.table(
      caption: text(.quarterStatesCaption),
      headings: [.init(text(.quarterState))]
        + QuarterPage.levels.map { .init(level($0), isNumber: true) }
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
        let percentage = Percentage.decimal(figure.numerator, of: figure.denominator)
        return HTML.Group(
          name: figure.name,
          note: "\(percentage) (\(figure.numerator)/\(figure.denominator))",
          anchor: "f-\(figure.code)",
          rows: parts.enumerated().map { part, word in
            let rows = figure.rows.filter { $0.part == part }
            return [
              .text(text(word)), .number(rows.count), QuarterPage.cell(rows, anchors: anchors),
            ]
          })
      })
    return section
  }

  /// The rows behind a number, each leading to its need, where it has one.
  static func cell(_ rows: [QuarterFigures.Row], anchors: [String: String]) -> HTML.Cell {
    func shown(_ row: QuarterFigures.Row) -> String {
      row.note.isEmpty ? row.id : "\(row.id) \(row.note)"
    }
    let links = rows.compactMap { row in
      row.need.flatMap { anchors[$0] }.map { (text: shown(row), to: $0) }
    }
    if links.count == rows.count, !rows.isEmpty { return .links(links) }
    return .text(rows.isEmpty ? "—" : rows.map(shown).joined(separator: "; "))
  }

  /// States that needs are in, with the needs and the name by which links find them.
  private var states: [(name: String, anchor: String, needs: [QuarterFigures.Need])] {
    let byState = Dictionary(grouping: figures.needs, by: \.state)
    return figures.states.enumerated().compactMap { number, state in
      byState[state].map { (state, "state\(number)", $0) }
    }
  }

  /// Every need under its community; then who is in a state at a level and who gave a grade, so that
  /// each figure leads to its rows.
  private var list: PageSection {
    var section = PageSection("needs", title: text(.needs))
    let byCommunity = Dictionary(grouping: figures.needs, by: \.community)
    section.html.table(
      caption: text(.quarterNeedsCaption),
      headings: [
        .init(text(.need)), .init(text(.grid)), .init(text(.quarterState)),
        .init(text(.quarterLevel)), .init(text(.quarterUrgency)),
      ],
      groups: byCommunity.sorted { $0.key < $1.key }.enumerated().map { number, community in
        HTML.Group(
          name: community.key, note: text(.needsInGroup, community.value.count),
          anchor: "community\(number)", rows: community.value.map(row))
      })
    guard !figures.needs.isEmpty else { return section }
    section.html.table(
      caption: text(.quarterIndex),
      headings: [.init(text(.quarterIndexName)), .init(text(.indexNeeds))],
      groups: states.map { state in
        group(
          state.name, anchor: state.anchor, state.needs, rows: byLevel(state.needs, state.anchor))
      }
        + [
          group(
            text(.quarterSum), anchor: nil, figures.needs, rows: byLevel(figures.needs, "level")),
          group(
            text(.quarterGrades), anchor: nil, figures.needs.filter { $0.grade != nil },
            rows: byGrade),
        ].filter { !$0.rows.isEmpty })
    return section
  }

  private func row(_ need: QuarterFigures.Need) -> HTML.Row {
    HTML.Row(
      anchor: anchors[need.id],
      [
        .code(need.id), .code(need.grid), .text(need.state), .text(level(need.level)),
        .text(urgency(need.urgency)),
      ])
  }

  private func group(
    _ name: String, anchor: String?, _ needs: [QuarterFigures.Need], rows: [HTML.Row]
  ) -> HTML.Group {
    HTML.Group(name: name, note: text(.needsInGroup, needs.count), anchor: anchor, rows: rows)
  }

  /// The needs of each level that has any.
  private func byLevel(_ needs: [QuarterFigures.Need], _ anchor: String) -> [HTML.Row] {
    QuarterPage.levels.enumerated().compactMap { number, level in
      indexRow(self.level(level), "\(anchor)-\(number)", needs.filter { $0.level == level })
    }
  }

  /// The needs of each grade that was given.
  private var byGrade: [HTML.Row] {
    figures.grades.enumerated().compactMap { number, grade in
      indexRow(grade, "grade\(number)", figures.needs.filter { $0.grade == grade })
    }
  }

  private func indexRow(
    _ name: String, _ anchor: String, _ needs: [QuarterFigures.Need]
  ) -> HTML.Row? {
    guard !needs.isEmpty else { return nil }
    return HTML.Row(
      anchor: anchor, [.text(name), .links(needs.map { (text: $0.id, to: anchors[$0.id]) })])
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
