/// What the page of a period's figures tells of communities, categories, units and weeks, and the
/// rows behind each number of them.
struct QuarterParts {
  typealias Measure = QuarterFigures.Measure
  typealias Part = QuarterFigures.Part

  private let figures: QuarterFigures
  private let anchors: [String: String]

  /// The parts of some figures, with the names by which links find needs.
  init(_ figures: QuarterFigures, anchors: [String: String]) {
    self.figures = figures
    self.anchors = anchors
  }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    figures.language.filled(word, values)
  }

  /// The name by which links find the rows behind a number.
  private static func anchor(
    _ measure: Measure, _ kind: QuarterFigures.DivisionKind, _ part: Int?
  ) -> String {
    part.map { "by-\(kind.rawValue)-\($0)-\(measure.rawValue)" } ?? "all-\(measure.rawValue)"
  }

  private func name(_ part: Part) -> String {
    guard let name = part.name else { return text(.partLater) }
    return part.days.map { text(.partWeek, name, $0.lowerBound, $0.upperBound) } ?? name
  }

  // MARK: Tables

  /// A section for each division.
  var tables: [PageSection] {
    figures.divisions.map { division in
      switch division.kind {
      case .community:
        section(division, "communities", .partCommunities, .partNeedsCaption, .community)
      case .category:
        section(division, "categories", .partCategories, .partNeedsCaption, .category)
      case .unit: section(division, "units", .partUnits, .partOrdersCaption, .unit)
      case .week: weeks(division)
      }
    }
  }

  private func section(
    _ division: QuarterFigures.Division, _ name: String, _ title: Word, _ caption: Word,
    _ heading: Word
  ) -> PageSection {
    var section = PageSection(name, title: text(title))
    section.html.element(
      "<p>", text(division.kind == .unit ? .partOrdersNote : .partNeedsNote), "</p>\n")
    table(division, caption: caption, heading: heading, &section.html)
    return section
  }

  private func table(
    _ division: QuarterFigures.Division, caption: Word, heading: Word, _ page: inout HTML
  ) {
    let columns = division.kind.columns
    func row(_ part: Part, _ name: String, _ number: Int?) -> HTML.Row {
      HTML.Row(
        // A code or a week stays on its line, the name of a unit need not.
        [division.kind == .unit ? .text(name) : .code(name)]
          + columns.map { measure in
            func link(_ measure: Measure) -> (number: Int, to: String) {
              (part.count(measure), QuarterParts.anchor(measure, division.kind, number))
            }
            guard let whole = measure.whole else {
              return HTML.Cell.linked(link(measure).number, to: link(measure).to)
            }
            return .ratio(link(measure), of: link(whole))
          })
    }
    page.table(
      caption: text(caption),
      headings: [.init(text(heading))] + columns.map { .init(text($0.word), isNumber: true) },
      kind: "wide",
      rows: division.parts.enumerated().map { number, part in
        row(part, name(part), number)
      } + [row(division.whole, text(.quarterSum), nil)])
  }

  // MARK: Weeks

  private func weeks(_ division: QuarterFigures.Division) -> PageSection {
    var section = PageSection("weeks", title: text(.partWeeks))
    section.html.element("<p>", text(.partWeeksNote), "</p>\n")
    // What was done after the period has no week of it.
    let drawn = division.parts.filter { $0.name != nil }
    if !drawn.isEmpty { chart(drawn, &section.html) }
    table(division, caption: .partWeeksCaption, heading: .replayWeek, &section.html)
    return section
  }

  /// Two bars for each week: what came in as an outline, what was done filled.
  private func chart(_ weeks: [Part], _ page: inout HTML) {
    let most = weeks.map { max($0.count(.received), $0.count(.done)) }.max() ?? 0
    let (left, bottom, width, height) = (34, 168, 460, 146)
    // In thousandths of a unit, so that many weeks take the whole width as well as few do.
    let slot = width * 1000 / weeks.count
    func place(_ thousandths: Int) -> String {
      let rest = "\(thousandths % 1000)"
      return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
    page.element(
      "<figure><svg class=\"chart\" viewBox=\"0 0 500 190\" role=\"img\" aria-label=\"",
      text(.partChart, weeks.count, most), "\">")
    page.markup("<path class=\"axis\" d=\"M34 16V168H494\"/>")
    page.element("<text x=\"29\" y=\"27\" text-anchor=\"end\">", "\(most)", "</text>")
    page.markup("<text x=\"29\" y=\"172\" text-anchor=\"end\">0</text>")
    let every = (weeks.count + 13) / 14
    for (number, week) in weeks.enumerated() {
      let from = left * 1000 + number * slot
      for (side, measure) in [Measure.received, .done].enumerated() {
        let count = week.count(measure)
        let tall = most == 0 ? 0 : max(count == 0 ? 0 : 1, count * height / most)
        guard tall > 0 else { continue }
        page.markup(measure == .done ? "<rect class=\"fill\" x=\"" : "<rect class=\"axis\" x=\"")
        page.text(place(from + slot * (side == 0 ? 12 : 52) / 100))
        page.element("\" width=\"", place(slot * 36 / 100), "\"")
        page.element(" y=\"", "\(bottom - tall)", "\"")
        page.element(" height=\"", "\(tall)", "\"/>")
      }
      guard number % every == 0 else { continue }
      page.element("<text text-anchor=\"middle\" y=\"184\" x=\"", place(from + slot / 2), "\">")
      page.element("", week.name?.split(separator: "-").last.map(String.init) ?? "", "</text>")
    }
    page.markup("</svg>\n<figcaption><ul class=\"key\">")
    for (kind, word) in [("axis", Word.partReceived), ("fill", .partDone)] {
      page.element("<li><svg viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"", kind, "\"")
      page.markup(" x=\"1\" y=\"1\" width=\"18\" height=\"12\"/></svg>")
      page.element("", text(word), "</li>")
    }
    page.markup("</ul></figcaption></figure>\n")
  }

  // MARK: Rows

  /// The rows behind every number; nothing where there is no need.
  var index: [PageSection] {
    guard !figures.needs.isEmpty, !figures.divisions.isEmpty else { return [] }
    var section = PageSection("parts", title: text(.partIndex))
    var all: [Measure: [QuarterFigures.Row]] = [:]
    for division in figures.divisions {
      all.merge(division.whole.rows) { first, _ in first }
      let groups = division.parts.enumerated().compactMap { number, part in
        group(part, name(part), division.kind, number)
      }
      if !groups.isEmpty { table(caption(division.kind), groups, &section.html) }
    }
    let sum = Part(name: nil, rows: all)
    if let group = group(sum, text(.quarterSum), .community, nil) {
      table(.quarterSum, [group], &section.html)
    }
    return [section]
  }

  private func caption(_ kind: QuarterFigures.DivisionKind) -> Word {
    switch kind {
    case .community: .partCommunities
    case .category: .partCategories
    case .unit: .partUnits
    case .week: .partWeeks
    }
  }

  private func table(_ caption: Word, _ groups: [HTML.Group], _ page: inout HTML) {
    page.table(
      caption: text(caption),
      headings: [
        .init(text(.quarterPart)), .init(text(.quarterCount), isNumber: true),
        .init(text(.quarterRows)),
      ], groups: groups)
  }

  /// The rows of a part; nil where it has none.
  private func group(
    _ part: Part, _ name: String, _ kind: QuarterFigures.DivisionKind, _ number: Int?
  ) -> HTML.Group? {
    let rows = Measure.allCases.compactMap { measure -> HTML.Row? in
      guard let rows = part.rows[measure], !rows.isEmpty else { return nil }
      return HTML.Row(
        anchor: QuarterParts.anchor(measure, kind, number),
        [
          .text(text(measure.word)), .number(rows.count),
          QuarterPage.cell(rows, anchors: anchors),
        ])
    }
    guard !rows.isEmpty else { return nil }
    let (word, measure): (Word, Measure) =
      kind == .unit ? (.partOrdersCount, .orders) : (.needsInGroup, .received)
    return HTML.Group(
      name: name, note: number == nil ? "" : text(word, part.count(measure)), anchor: nil,
      rows: rows)
  }
}
