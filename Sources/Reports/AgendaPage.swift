/// The joint meeting's agenda as a page: an overview, and an item for each bottleneck.
public enum AgendaPage {
  /// The name of the page.
  public static let name = "agenda"

  /// What the sheet of its table is called.
  public static func sheetName(_ language: ReportLanguage) -> String {
    language.text(.sheetAgenda)
  }

  /// The page of an agenda.
  ///
  /// - Parameters:
  ///   - agenda: what is on it.
  ///   - names: what categories are called in the language.
  ///   - language: of the page.
  ///   - version: the program's.
  /// - Returns: the page.
  public static func page(
    _ agenda: MeetingAgenda, names: CodeNames, language: ReportLanguage, version: String
  ) -> LedgerPage {
    LedgerPage(
      name: name, title: language.text(.agendaTitle), from: agenda.from, to: agenda.to,
      sections: [overview(agenda, language), items(agenda, names, language)], language: language,
      version: version)
  }

  private static func overview(
    _ agenda: MeetingAgenda, _ language: ReportLanguage
  ) -> PageSection {
    var section = PageSection("overview", title: language.text(.agendaOverview))
    section.html.element(
      "<p>",
      language.text(
        .agendaNote, agenda.needs, agenda.visits, agenda.groups.count, agenda.afterWeeks),
      "</p>\n")
    guard !agenda.groups.isEmpty else { return section }
    section.html.table(
      caption: language.text(.agendaOverview),
      headings: [
        .init(language.text(.agendaBottleneck)), .init(language.text(.needsCount), isNumber: true),
        .init(language.text(.missing), isNumber: true),
        .init(language.text(.agendaWeeks), isNumber: true),
        .init(language.text(.agendaDays), isNumber: true),
        .init(language.text(.agendaServed), isNumber: true),
      ],
      rows: agenda.groups.enumerated().map { number, group -> HTML.Row in
        let whole = anchor(number)
        let weeks = group.needs.firstIndex { $0.weeks == group.longestWeeks } ?? 0
        let days = group.needs.firstIndex { $0.days == group.longestDays } ?? 0
        return [
          .link("\(number + 1). \(group.bottleneck)", to: whole),
          HTML.Cell.linked(group.needs.count, to: whole), HTML.Cell.linked(group.visits, to: whole),
          HTML.Cell.linked(group.longestWeeks, to: anchor(number, need: weeks)),
          HTML.Cell.linked(group.longestDays, to: anchor(number, need: days)),
          group.trial.map { HTML.Cell.linked($0.served, to: anchorOfAll(number)) }
            ?? .figure("—"),
        ]
      } + sum(agenda, language))
    return section
  }

  /// What the groups come to, where they are several; the note above the table says the same.
  private static func sum(_ agenda: MeetingAgenda, _ language: ReportLanguage) -> [HTML.Row] {
    guard agenda.groups.count > 1 else { return [] }
    let nothing = HTML.Cell.figure("")
    return [
      [
        .text(language.text(.sum)), HTML.Cell.linked(agenda.needs, to: "items"),
        HTML.Cell.linked(agenda.visits, to: "items"), nothing, nothing, nothing,
      ]
    ]
  }

  /// Where a group stands.
  private static func anchor(_ group: Int) -> String { "g\(group + 1)" }

  /// Where a need of a group stands.
  private static func anchor(_ group: Int, need: Int) -> String {
    "\(anchor(group))-\(need + 1)"
  }

  /// Where a group's table says what all asks do together.
  private static func anchorOfAll(_ group: Int) -> String { "\(anchor(group))-all" }

  private static func items(
    _ agenda: MeetingAgenda, _ names: CodeNames, _ language: ReportLanguage
  ) -> PageSection {
    // Templates may name the section even where there is nothing in it.
    let title = agenda.groups.isEmpty ? nil : language.text(.agendaItems)
    var section = PageSection("items", title: title)
    for (number, group) in agenda.groups.enumerated() {
      section.html.element("<article class=\"slip long\" id=\"", anchor(number), "\">")
      section.html.element("<h3>", "\(number + 1). \(group.bottleneck)", "</h3>\n")
      asks(&section.html, group, number, language)
      section.html.table(
        caption: language.text(.agendaNeedsCaption, group.needs.count, group.visits),
        headings: [
          .init(language.text(.need)), .init(language.text(.grid)),
          .init(language.text(.category)), .init(language.text(.missing), isNumber: true),
          .init(language.text(.agendaWeeks), isNumber: true),
          .init(language.text(.agendaDays), isNumber: true),
          .init(language.text(.agendaFirst)), .init(language.text(.agendaSource)),
        ],
        rows: group.needs.enumerated().map { index, item in
          HTML.Row(
            anchor: anchor(number, need: index),
            [
              .code(item.need), .code(item.grid), .text(names.category(item.category)),
              .number(item.missing),
              .number(item.weeks), .number(item.days), .text(item.firstResponsible),
              .code("\(item.week) \(item.run)"),
            ])
        })
      section.html.element("<p class=\"decision\">", language.text(.agendaDecision), "</p>\n")
      section.html.markup(
        "<div class=\"ruled\" aria-hidden=\"true\"><div></div><div></div><div></div></div>\n")
      section.html.markup("</article>\n")
    }
    return section
  }

  private static func asks(
    _ page: inout HTML, _ group: MeetingAgenda.Group, _ number: Int, _ language: ReportLanguage
  ) {
    guard !group.asks.isEmpty else {
      page.element("<p>", language.text(group.isSought ? .agendaNoAsk : .agendaNotSought), "</p>\n")
      return
    }
    if let told = servesNone(group, language) {
      page.element("<p>", told, "</p>\n")
      return otherPolicy(&page, group, language)
    }
    let places = Dictionary(
      group.needs.enumerated().map { ($1.need, anchor(number, need: $0)) },
      uniquingKeysWith: { first, _ in first })
    func links(_ needs: [String]) -> HTML.Cell {
      needs.isEmpty ? .text("—") : .links(needs.map { (text: $0, to: places[$0]) })
    }
    func cells(_ trial: MeetingAgenda.Trial?) -> [HTML.Cell] {
      trial.map { [.number($0.served), links($0.needs)] } ?? [.figure("—"), .text("")]
    }
    let asks = group.asks.map { ask in
      HTML.Row(
        [
          .text(ask.unit ?? language.text(.agendaResidents)),
          .text(ask.changes.joined(separator: language == .zh ? "；" : "; ")),
        ] + cells(ask.trial))
    }
    page.table(
      caption: language.text(.agendaAsks),
      headings: [
        .init(language.text(.unit)), .init(language.text(.agendaAsk)),
        .init(language.text(.agendaAlone), isNumber: true), .init(language.text(.indexNeeds)),
      ],
      rows: asks + [
        HTML.Row(
          anchor: anchorOfAll(number),
          [.text(language.text(.agendaAll)), .text("")] + cells(group.trial)),
        HTML.Row(
          [
            .text(language.text(.agendaMost)), .text(""), .number(group.most), links(group.helped),
          ]),
      ])
    guard let trial = group.trial else {
      page.element("<p>", language.text(.agendaBound, group.most, group.needs.count), "</p>\n")
      return
    }
    page.element(
      "<p>",
      language.text(
        .agendaTrial, trial.served, group.needs.count, language.text(word(trial.status)),
        group.most), "</p>\n")
    otherPolicy(&page, group, language)
  }

  private static func otherPolicy(
    _ page: inout HTML, _ group: MeetingAgenda.Group, _ language: ReportLanguage
  ) {
    guard !group.isReproduced else { return }
    page.element("<p>", language.text(.agendaOtherPolicy), "</p>\n")
  }

  /// The sentence about a group of which all asks together serve no need.
  ///
  /// - Parameters:
  ///   - group: a group of an agenda.
  ///   - language: of the sentence.
  /// - Returns: nil for a group of which ``MeetingAgenda/Group/servesNone`` is false.
  public static func servesNone(
    _ group: MeetingAgenda.Group, _ language: ReportLanguage
  ) -> String? {
    guard let trial = group.trial, group.servesNone else { return nil }
    return language.text(
      .agendaServesNone, group.most, group.needs.count, language.text(word(trial.status)))
  }

  private static func word(_ status: String) -> Word {
    switch status {
    case "optimal": .agendaOptimal
    case "search": .agendaSearch
    default: .agendaGap
    }
  }
}
