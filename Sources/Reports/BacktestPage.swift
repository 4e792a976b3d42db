import Matching
import ThreeLists

/// The page of past weeks replayed: the weeks, and for each where people knew better; no script.
public struct BacktestPage: Sendable {
  /// The name of its file.
  public static let name = "backtest"
  /// Rows of a table that the page shows; the others stand in the tables beside it.
  public static let mostRows = 200

  let weeks: [BacktestWeek]
  let language: ReportLanguage
  let version: String
  /// Tiers in words.
  let tierName: @Sendable (TierName) -> String
  /// Rules in words.
  let ruleName: @Sendable (ActualRule) -> String

  /// A page of weeks, at least one.
  public init(
    _ weeks: [BacktestWeek], language: ReportLanguage, version: String,
    tierName: @escaping @Sendable (TierName) -> String,
    ruleName: @escaping @Sendable (ActualRule) -> String
  ) {
    self.weeks = weeks
    self.language = language
    self.version = version
    self.tierName = tierName
    self.ruleName = ruleName
  }

  /// The names of its sections, in their order: all weeks, then each of them.
  public static func sectionNames(_ weeks: [Week]) -> [String] {
    ["weeks"] + weeks.map(sectionName)
  }

  private static func sectionName(_ week: Week) -> String { "week-\(week)" }

  /// What stands on it, in order.
  public var sections: [PageSection] {
    var overview = PageSection("weeks", title: text(.replayWeeks))
    overviewTable(&overview.html)
    return [overview]
      + weeks.map { week in
        var section = PageSection(
          BacktestPage.sectionName(week.week), title: week.week.description)
        details(week, &section.html)
        return section
      }
  }

  /// Makes the page.
  ///
  /// - Parameter template: the page around its sections; the built-in one if not given.
  /// - Returns: UTF-8; the same bytes for the same weeks.
  public func render(template: PageTemplate = .standard) -> [UInt8] {
    let days = (weeks.first?.week.monday, weeks.last?.week.sunday)
    return PageFrame(
      title: text(.replayTitle),
      period: days.0.flatMap { first in days.1.map { text(.period, first, $0) } } ?? "",
      colophon: "sandan \(version)", language: language, sections: sections
    ).render(template)
  }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    language.filled(word, values)
  }

  private func overviewTable(_ page: inout HTML) {
    let numbers: [Word] = [
      .asked, .replayPlan, .replayActual, .replayAllowed, .replayAgreed, .replayDistancePlan,
      .replayDistanceActual, .replayBreaches, .replayOnTime, .replayLate,
    ]
    page.table(
      caption: text(.replayWeeksCaption),
      headings: [.init(text(.replayWeek))] + numbers.map { .init(text($0), isNumber: true) },
      rows: weeks.map { week in
        HTML.Row([
          .link(week.week.description, to: BacktestPage.sectionName(week.week)),
          .number(week.plan.visits.requested), .number(week.plan.visits.served),
          .number(week.actual.visits.served), number(week.allowed?.visits.served),
          .number(week.agreed), mean(week.plan.distance, over: week.plan.services),
          mean(week.actual.distance, over: week.actualListed),
          .number(week.breaches.reduce(0) { $0 + $1.count }), .number(week.onTime.yes),
          .number(week.onTime.no),
        ])
      })
    if weeks.contains(where: { $0.tiers.contains { $0.name == .prompt && $0.actual == nil } }) {
      page.element("<p>", text(.replayNote), "</p>\n")
    }
  }

  private func number(_ value: Int?) -> HTML.Cell { value.map(HTML.Cell.number) ?? .figure("–") }

  private func mean(_ sum: Int, over count: Int) -> HTML.Cell {
    count == 0
      ? .figure("–") : .figure(FixedDecimal.text(Int128(sum), over: Int128(count), places: 2))
  }

  private func details(_ week: BacktestWeek, _ page: inout HTML) {
    page.table(
      caption: text(.replayTiersCaption),
      headings: [.init(text(.tier)), .init(text(.tierCounted))]
        + [.replayPlan, .replayActual, .replayAllowed].map { (word: Word) in
          .init(text(word), isNumber: true)
        },
      rows: week.tiers.map { tier in
        HTML.Row([
          .text(tierName(tier.name)), .text(text(Word.counted(by: tier.name))),
          .number(tier.plan), number(tier.actual),
          number(tier.allowed),
        ])
      })
    table(
      .replayBreachesCaption, [.replayRule, .need, .resource, .session, .replayCount, .replayRows],
      week.breaches, &page
    ) { breach in
      [
        .text(ruleName(breach.rule)), .code(breach.need ?? ""), .code(breach.resource ?? ""),
        .text(breach.session.map { language.name(of: $0) } ?? ""), .number(breach.count),
        .text(rows(breach.rows)),
      ]
    }
    for (word, differences) in [
      (Word.replayOnlyPeople, week.onlyPeople), (.replayOnlyPlan, week.onlyPlan),
    ] {
      table(
        word, [.need, .replayRows, .replayPlan, .replayActual, .whoServes, .replayBreaches],
        differences, &page
      ) { item in
        [
          .code(item.need), .text(rows([item.origin])), .number(item.planned),
          .number(item.actual), .text(item.resources.joined(separator: " ")),
          .text(item.rules.map(ruleName).joined(separator: language == .zh ? "、" : ", ")),
        ]
      }
    }
    table(
      .replayBetter, [.need, .replayRows, .tier, .replayPlan, .replayActual, .replayWho],
      week.better, &page
    ) { item in
      [
        .code(item.need), .text(rows([item.origin])), .text(tierName(item.tier)),
        .number(item.planned), .number(item.actual),
        .text(item.resources.joined(separator: " ")),
      ]
    }
  }

  /// A table of its own, unless there is nothing in it.
  private func table<Item>(
    _ caption: Word, _ headings: [Word], _ items: [Item], _ page: inout HTML,
    _ cells: (Item) -> [HTML.Cell]
  ) {
    guard !items.isEmpty else { return }
    let numbers: [Word] = [.replayCount, .replayPlan, .replayActual]
    page.table(
      caption: text(caption),
      headings: headings.map { .init(text($0), isNumber: numbers.contains($0)) },
      rows: items.prefix(BacktestPage.mostRows).map { HTML.Row(cells($0)) })
    if items.count > BacktestPage.mostRows {
      page.element("<p>", text(.replayMore, items.count - BacktestPage.mostRows), "</p>\n")
    }
  }

  /// Lines of one file, whose folder the reader knows.
  private func rows(_ rows: [Origin]) -> String {
    guard let first = rows.first else { return "" }
    let name = first.file.split(separator: "/").last.map(String.init) ?? first.file
    let shown = rows.prefix(8).map { "\($0.line)" }.joined(separator: " ")
    return "\(name):\(shown)" + (rows.count > 8 ? " … (\(rows.count))" : "")
  }
}
