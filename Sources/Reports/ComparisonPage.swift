import Matching
import ThreeLists

/// The page of a comparison: figures, bars, what each scenario changes and how it differs, and the
/// rows that each figure counts; no script.
public struct ComparisonPage: Sendable {
  /// The name of its file and of its template.
  public static let name = "comparison"
  /// The names of its sections, in their order.
  public static let sectionNames = [
    "overview", "differences", "loads", "tiers", "areas", "rows", "needs",
  ]
  /// Rows of a table of differences that the page shows; the others stand in comparison.json.
  public static let mostRows = 200

  let comparison: Comparison
  let rows: ComparisonRows
  let language: ReportLanguage
  let version: String
  /// Tiers in words.
  let tierName: @Sendable (TierName) -> String
  /// How far a plan is proved, in words.
  let status: @Sendable (PlanStatus) -> String

  /// A page by its parts.
  ///
  /// - Parameters:
  ///   - comparison: figures and differences.
  ///   - plans: the plans of its members, in their order.
  ///   - language: of the page.
  ///   - version: of the program.
  ///   - tierName: tiers in words.
  ///   - status: how far a plan is proved, in words.
  public init(
    _ comparison: Comparison, plans: [ScenarioPlan], language: ReportLanguage, version: String,
    tierName: @escaping @Sendable (TierName) -> String,
    status: @escaping @Sendable (PlanStatus) -> String
  ) {
    self.comparison = comparison
    rows = ComparisonRows(plans, language)
    self.language = language
    self.version = version
    self.tierName = tierName
    self.status = status
  }

  private var members: [Comparison.Member] { comparison.members }

  /// What stands on it, in order.
  public var sections: [PageSection] {
    func section(_ name: String, _ title: Word, _ fill: (inout HTML) -> Void) -> PageSection {
      var section = PageSection(name, title: text(title))
      fill(&section.html)
      return section
    }
    return [
      section("overview", .overview) {
        overview(&$0)
        chart(&$0)
      },
      section("differences", .differences, differences),
      section("loads", .loadsCompared, loads),
      section("tiers", .tiersCompared, tiers),
      section("areas", .areasCompared) { rows.areas(&$0, members.map(name)) },
      section("rows", .rowsBehind) { page in
        page.element("<p>", text(.rowsBehindNote), "</p>\n")
        for member in members { rows.index(of: member.number, name(member), &page) }
      },
      section("needs", .needsCompared) { rows.needs(&$0, members.map(name)) },
    ]
  }

  /// Makes the page.
  ///
  /// - Parameter template: the page around its sections; the built-in one if not given.
  /// - Returns: UTF-8; the same bytes for the same comparison.
  public func render(template: PageTemplate = .standard) -> [UInt8] {
    let base = comparison.base.task
    return PageFrame(
      title: text(.comparisonTitle, base.week),
      period: text(.period, base.week.monday, base.week.sunday),
      colophon: "sandan \(version) · \(text(.run, String(base.fingerprint.prefix(12))))",
      language: language, sections: sections
    ).render(template)
  }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    language.filled(word, values)
  }

  private func name(_ member: Comparison.Member) -> String {
    member.scenario?.name ?? text(.baseName)
  }

  // MARK: Figures

  private func overview(_ page: inout HTML) {
    let numbers =
      [text(.asked), text(.servedHeading)]
      + (0..<ClassRules.count).map { text(.classUnmet, $0) }
      + [text(.choices), text(.placesFilled), text(.distanceSum), text(.fairnessValue)]
    page.table(
      caption: text(.overviewCaption),
      headings: [.init(text(.scenario))] + numbers.map { .init($0, isNumber: true) }
        + [.init(text(.proofOf))],
      rows: members.map { member in
        let figures = member.figures
        let name: HTML.Cell =
          member.number == 0
          ? .text(self.name(member)) : .link(self.name(member), to: "scenario\(member.number)")
        let link = HTML.Cell.linked
        let own = ComparisonRows.anchor(of: member.number)
        return HTML.Row(
          [name, link(figures.visits.requested, "needs")]
            + [link(figures.visits.served, "needs")]
            + figures.classes.enumerated().map { link($1.unmet, "\(own)-unmet\($0)") }
            + [
              link(figures.choice.served, "\(own)-choice"),
              link(figures.services, "loads"), link(figures.distance, "\(own)-distance"),
              link(figures.fairness, "areas"), .text(status(member.status)),
            ])
      })
  }

  private func chart(_ page: inout HTML) {
    let most = members.map(\.figures.visits.requested).max() ?? 0
    guard most > 0 else { return }
    page.element("<h3>", text(.chart), "</h3>\n")
    let height = members.count * 26 + 6
    page.element("<figure><svg class=\"map\" viewBox=\"0 0 690 ", "\(height)", "\" role=\"group\" ")
    page.element("aria-label=\"", text(.chart), "\">")
    for (row, member) in members.enumerated() {
      let share = member.figures.visits
      let y = row * 26 + 4
      let served = share.served * 400 / most
      let whole = share.requested * 400 / most
      let spoken = text(
        .chartBar, name(member), share.served, share.unmet,
        Percentage.text(share.served, of: share.requested))
      page.element("<g role=\"img\" aria-label=\"", spoken, "\">")
      page.element("<title>", spoken, "</title>")
      page.element(
        "<text x=\"200\" text-anchor=\"end\" y=\"", "\(y + 14)", "\">")
      page.element("", shortened(name(member)), "</text>")
      page.element("<rect class=\"m2\" x=\"210\" height=\"20\" width=\"", "\(whole)", "\"")
      page.element(" y=\"", "\(y)", "\"/>")
      page.element("<rect class=\"fill\" x=\"210\" height=\"20\" width=\"", "\(served)", "\"")
      page.element(" y=\"", "\(y)", "\"/>")
      page.element("<text x=\"", "\(216 + whole)", "\"")
      page.element(" y=\"", "\(y + 14)", "\">")
      page.text("\(share.served)/\(share.requested)")
      page.markup("</text></g>\n")
    }
    page.element("</svg>\n<figcaption>", text(.chartNote), "</figcaption></figure>\n")
  }

  /// A name that fits beside a bar: the title says it whole.
  private func shortened(_ name: String) -> String {
    name.count <= 15 ? name : "\(name.prefix(14))…"
  }

  // MARK: Differences

  private func differences(_ page: inout HTML) {
    for member in members.dropFirst() {
      page.element("<h3 id=\"scenario", "\(member.number)", "\">")
      page.element("", name(member), "</h3>\n")
      changes(member, &page)
      guard let difference = member.difference else { continue }
      let tables: [(Word, [ScenarioDifference.NeedChange])] = [
        (.gained, difference.gained), (.lost, difference.lost), (.addedNeeds, difference.added),
        (.removedNeeds, difference.removed),
      ]
      for (word, changes) in tables where !changes.isEmpty { needs(word, changes, &page) }
      let units: [(Word, [ScenarioDifference.UnitChange])] = [
        (.relieved, difference.relieved), (.burdened, difference.burdened),
      ]
      for (word, changes) in units where !changes.isEmpty {
        self.units(word, changes, member.number, &page)
      }
      if difference.moved > 0 {
        page.markup("<p>")
        page.link(
          text(.movedNeeds, difference.moved),
          to: "\(ComparisonRows.anchor(of: member.number))-moved")
        page.markup("</p>\n")
      }
      if tables.allSatisfy(\.1.isEmpty), units.allSatisfy(\.1.isEmpty) {
        page.element("<p>", text(.asBase), "</p>\n")
      }
    }
  }

  private func changes(_ member: Comparison.Member, _ page: inout HTML) {
    page.element("<p>", text(.changesMade), "</p>\n<ul>")
    let words = ScenarioWords(
      member: member, base: comparison.base.task.policy, language: language, tierName: tierName)
    for effect in member.scenario?.effects ?? [] {
      for sentence in words.sentences(effect) { page.element("<li>", sentence, "</li>") }
    }
    page.markup("</ul>\n")
    let unpinned = Set(member.scenario?.effects.flatMap(\.unpinned) ?? []).sorted()
    if !unpinned.isEmpty {
      page.element("<p>", text(.unpinned, unpinned.joined(separator: " ")), "</p>\n")
    }
  }

  private func needs(
    _ word: Word, _ changes: [ScenarioDifference.NeedChange], _ page: inout HTML
  ) {
    page.table(
      caption: "\(text(word)) \(changes.count)",
      headings: [
        .init(text(.need)), .init(text(.classHeading), isNumber: true),
        .init(text(.beforeHeading), isNumber: true), .init(text(.afterHeading), isNumber: true),
        .init(text(.whoServes)),
      ],
      rows: changes.prefix(ComparisonPage.mostRows).map { change in
        [
          rows.cell(change.need), .number(change.priorityClass), .number(change.before),
          .number(change.after), .text(change.resources.joined(separator: " ")),
        ]
      })
    more(changes.count, &page)
  }

  private func units(
    _ word: Word, _ changes: [ScenarioDifference.UnitChange], _ number: Int, _ page: inout HTML
  ) {
    let most = changes.map { max($0.before, $0.after) }.max() ?? 0
    page.table(
      caption: "\(text(word)) \(changes.count)",
      headings: [
        .init(text(.unit)), .init(text(.beforeHeading), isNumber: true),
        .init(text(.afterHeading), isNumber: true), .init(text(.load)),
      ],
      rows: changes.prefix(ComparisonPage.mostRows).map { change in
        [
          .text(change.unit), load(change.before, change.unit, of: 0),
          load(change.after, change.unit, of: number), .bar(change.after, of: most),
        ]
      })
    more(changes.count, &page)
  }

  private func more(_ count: Int, _ page: inout HTML) {
    guard count > ComparisonPage.mostRows else { return }
    page.element("<p>", text(.moreRows, count - ComparisonPage.mostRows), "</p>\n")
  }

  // MARK: Loads and tiers

  private func loads(_ page: inout HTML) {
    let units = Set(members.flatMap { $0.figures.loads.keys }).sorted()
    page.table(
      caption: text(.loadsComparedCaption),
      headings: [.init(text(.unit))] + members.map { .init(name($0), isNumber: true) },
      kind: "wide",
      rows: units.map { unit in
        HTML.Row(
          [.text(unit)]
            + members.map { member in
              member.figures.loads[unit].map { load($0.filled, unit, of: member.number) }
                ?? .text("")
            })
      })
  }

  /// A unit's places, which lead to the needs that they are of.
  private func load(_ filled: Int, _ unit: String, of number: Int) -> HTML.Cell {
    guard filled > 0 else { return .number(0) }
    return .link("\(filled)", to: rows.anchor(ofUnit: unit, in: number), isNumber: true)
  }

  private func tiers(_ page: inout HTML) {
    let names = TierName.all.filter { name in
      members.contains { $0.figures.tiers.contains { $0.name == name } }
    }
    page.table(
      caption: text(.tiersComparedCaption),
      headings: [.init(text(.tier)), .init(text(.tierCounted))]
        + members.map { .init(name($0), isNumber: true) }, kind: "wide",
      rows: names.map { name in
        HTML.Row(
          [.text("\(tierName(name)) (\(name))"), .text(text(Word.counted(by: name)))]
            + members.map { member in
              member.figures.tiers.first { $0.name == name }.map { .number($0.value) } ?? .text("")
            })
      })
  }
}
