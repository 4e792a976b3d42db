import Testing
import ThreeLists

@testable import Reports

/// The page of a period's figures.
@Suite struct QuarterPageTests {
  private func figures(_ language: ReportLanguage, id: String = "N1") -> QuarterFigures {
    let day = Day(year: 2026, month: 1, day: 1)!
    return QuarterFigures(
      from: day, to: day.adding(days: 89), at: Moment(day: day.adding(days: 95), minute: 540),
      figures: [
        .init(
          code: "refused", name: language == .zh ? "拒单率" : "given back", numerator: 1,
          denominator: 2, waiting: 1,
          rows: [
            .init(id: "S1", need: id, part: 0, note: "#7"),
            .init(id: "S2", need: "N2", part: 1, note: "#8"),
            .init(id: "S3", need: "N2", part: 2, note: "#9"),
          ]),
        .init(
          code: "units-fair", name: language == .zh ? "单位公平度" : "fairness", numerator: 100,
          denominator: 400, waiting: 0,
          rows: [.init(id: "unit", need: nil, part: 0, note: "1/100")]),
        .init(
          code: "content", name: language == .zh ? "满意率" : "content", numerator: 0,
          denominator: 0, waiting: 0, rows: []),
      ],
      divisions: divisions(id), grades: ["5/5", "4/5", "3/5"],
      states: ["state A", "state B", "state C"],
      needs: [
        need(id, in: "230799001002", "state A", .community, grade: "4/5"),
        need("N2", in: "230799001001", "state A", .grid),
        need("N3", in: "230799001002", "state C", .grid, grade: "4/5"),
      ],
      language: language, version: "1", head: "abc")
  }

  /// N1 was done and called back, N2 waits, N3 is overdue; two orders, one of them taken.
  private func divisions(_ id: String) -> [QuarterFigures.Division] {
    func rows(_ ids: String...) -> [QuarterFigures.Row] {
      ids.map { .init(id: $0, need: $0, part: 0, note: "") }
    }
    func part(_ name: String?, _ rows: [QuarterFigures.Measure: [QuarterFigures.Row]])
      -> QuarterFigures.Part
    { .init(name: name, rows: rows) }
    let first: [QuarterFigures.Measure: [QuarterFigures.Row]] = [
      .received: rows(id, "N3"), .done: rows(id), .settledInCommunity: rows(id),
      .overdue: rows("N3"), .calledBack: rows(id), .callsDue: rows(id), .doneInTime: rows(id),
      .due: rows(id, "N3"),
    ]
    let second = [QuarterFigures.Measure.received: rows("N2"), .waiting: rows("N2")]
    let all = first.merging(second) { $0 + $1 }
    let parts = [part("230799001001", second), part("230799001002", first)]
    let orders: [QuarterFigures.Measure: [QuarterFigures.Row]] = [
      .orders: [
        .init(id: "S1", need: id, part: 0, note: "#7"),
        .init(id: "S2", need: "N2", part: 0, note: "#8"),
      ],
      .taken: [.init(id: "S1", need: id, part: 0, note: "#7")],
      .awaited: [.init(id: "S2", need: "N2", part: 0, note: "#8")],
      .answeredInTime: [.init(id: "S1", need: id, part: 0, note: "#7")],
      .answersDue: [.init(id: "S1", need: id, part: 0, note: "#7")],
    ]
    let day = Day(year: 2026, month: 1, day: 1)!
    let weeks: [QuarterFigures.Part] = [
      .init(
        name: "2026-W01", days: day...day.adding(days: 3),
        rows: [.received: rows(id, "N2"), .doneInTime: rows(id), .due: rows(id)]),
      .init(
        name: "2026-W02", days: day.adding(days: 4)...day.adding(days: 10),
        rows: [.received: rows("N3"), .due: rows("N3")]),
      part(nil, [.done: rows(id)]),
    ]
    return [
      .init(kind: .community, parts: parts, whole: part(nil, all)),
      .init(kind: .category, parts: [part("misc", all)], whole: part(nil, all)),
      .init(
        kind: .unit, parts: [part("unit", orders), part("idle", [:])], whole: part(nil, orders)),
      .init(
        kind: .week, parts: weeks,
        whole: part(
          nil,
          all.filter { QuarterFigures.DivisionKind.week.columns.contains($0.key) || $0.key == .due }
        )),
    ]
  }

  private func need(
    _ id: String, in community: String, _ state: String, _ level: GridLevel, grade: String? = nil
  ) -> QuarterFigures.Need {
    .init(
      id: id, grid: community + "001", community: community, state: state, level: level,
      urgency: .urgent, grade: grade)
  }

  private func page(_ figures: QuarterFigures) -> String {
    String(decoding: QuarterPage(figures).render(), as: UTF8.self)
  }

  @Test(arguments: ReportLanguage.allCases)
  func everyNumberLeadsToItsRows(language: ReportLanguage) {
    let page = page(figures(language))
    #expect(page.contains("<a href=\"#f-refused\">50.0%</a>"))
    #expect(page.contains("<tr class=\"group\" id=\"f-refused\">"))
    #expect(page.contains("<a href=\"#n1\">S1 #7</a>") && page.contains("<tr id=\"n1\">"))
    #expect(page.contains("<a href=\"#n2\">S3 #9</a>"))
    #expect(page.contains("unit 1/100"))
    // Every link leads to a place of the page, and no name is there twice.
    let targets = page.components("href=\"#").dropFirst().map { $0.components("\"")[0] }
    let names = page.components(" id=\"").dropFirst().map { $0.components("\"")[0] }
    #expect(!targets.isEmpty && Set(targets).isSubset(of: Set(names)))
    #expect(Set(names).count == names.count)
    #expect(page.components("<table").count == page.components("<caption>").count)
    #expect(page.components("<h1>").count == 2)
    #expect(page.contains("lang=\"\(language == .zh ? "zh-CN" : "en")\""))
    if language == .en {
      #expect(!page.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    }
  }

  /// The row, or the heading of rows, that a link leads to.
  private func target(_ anchor: String, of page: String) -> String {
    let parts = page.components(" id=\"\(anchor)\">")
    #expect(parts.count == 2, "\(anchor)")
    return parts.last?.components("</tr>")[0] ?? ""
  }

  /// What stands in the rows of a section's first table.
  private func rows(_ section: String, of page: String) -> [String] {
    let own = page.components("<section id=\"\(section)\">").last ?? ""
    let table = own.components("</table>")[0]
    return table.components("<tr>").dropFirst(2).map {
      $0.components("</tr>")[0]
    }
  }

  private func number(_ number: Int, to anchor: String) -> String {
    "<td class=\"n\"><a href=\"#\(anchor)\">\(number)</a></td>"
  }

  /// Each cell of the table of states and each sum leads to the needs it counts; a zero leads nowhere.
  @Test(arguments: ReportLanguage.allCases)
  func statesAndLevelsLeadToTheirNeeds(language: ReportLanguage) {
    let page = page(figures(language))
    let zero = "<td class=\"n\">0</td>"
    let states = rows("states", of: page)
    // Levels from the grid up; no row for the state that no need is in.
    #expect(states.count == 3)
    #expect(
      states[0]
        == "<th scope=\"row\">state A</th>" + number(1, to: "state0-0") + number(1, to: "state0-1")
        + zero + zero + number(2, to: "state0"))
    #expect(
      states[1]
        == "<th scope=\"row\">state C</th>" + number(1, to: "state2-0") + zero + zero + zero
        + number(1, to: "state2"))
    #expect(
      states[2].hasSuffix(
        number(2, to: "level-0") + number(1, to: "level-1") + zero + zero + number(3, to: "needs")))
    let links = ["N1", "N2", "N3"].enumerated().map { "<a href=\"#n\($0 + 1)\">\($1)</a>" }
    #expect(target("state0-0", of: page).hasSuffix("<td>\(links[1])</td>"))
    #expect(target("state0-1", of: page).hasSuffix("<td>\(links[0])</td>"))
    #expect(target("state2-0", of: page).hasSuffix("<td>\(links[2])</td>"))
    #expect(target("level-0", of: page).hasSuffix("<td>\(links[1]) \(links[2])</td>"))
    #expect(target("state0", of: page).contains("state A"))
  }

  /// A grade leads to the needs whose residents gave it, and figures of nothing lead nowhere.
  @Test func gradesLeadToTheirNeeds() {
    let page = page(figures(.zh))
    let grades = rows("grades", of: page)
    #expect(grades.count == 3)
    #expect(
      grades[0].contains("<td class=\"n\">0</td>") && grades[1].contains(number(2, to: "grade1")))
    #expect(grades[2].contains("<td class=\"n\">0</td>"))
    #expect(
      target("grade1", of: page)
        .hasSuffix("<td><a href=\"#n1\">N1</a> <a href=\"#n3\">N3</a></td>"))
    let content = rows("figures", of: page)[2]
    #expect(content.contains("<td class=\"n\">–</td>") && content.components("href=").count == 2)
  }

  /// Needs stand under their communities, in the order of codes.
  @Test func needsStandUnderTheirCommunities() throws {
    let page = page(figures(.en))
    let groups = page.components(" id=\"community").dropFirst()
      .map { $0.components("</tbody>")[0] }
    try #require(groups.count == 2)
    #expect(groups[0].contains("230799001001 <small>needs: 1</small>"))
    #expect(groups[0].contains("id=\"n2\"") && !groups[0].contains("id=\"n1\""))
    #expect(groups[1].contains("230799001002 <small>needs: 2</small>"))
    #expect(groups[1].contains("id=\"n1\"") && groups[1].contains("id=\"n3\""))
  }

  private func ratio(_ percentage: String, _ part: String, _ whole: String) -> String {
    "<td class=\"n\">\(percentage) <small>\(part)/\(whole)</small></td>"
  }

  private func link(_ number: Int, to anchor: String) -> String {
    "<a href=\"#\(anchor)\">\(number)</a>"
  }

  /// Each number of a community leads to the needs it counts, and the last row adds up.
  @Test(arguments: ReportLanguage.allCases)
  func partsLeadToTheirRows(language: ReportLanguage) {
    let page = page(figures(language))
    let zero = "<td class=\"n\">0</td>"
    let rows = rows("communities", of: page)
    #expect(rows.count == 3)
    #expect(
      rows[0]
        == "<th scope=\"row\" class=\"c\">230799001001</th>"
        + number(1, to: "by-community-0-received") + zero + zero + zero + zero + zero + zero
        + number(1, to: "by-community-0-waiting") + ratio("–", "0", "0") + ratio("–", "0", "0"))
    #expect(
      rows[1].hasSuffix(
        number(1, to: "by-community-1-overdue") + zero
          + ratio(
            "100.0%", link(1, to: "by-community-1-called-back"),
            link(1, to: "by-community-1-calls-due"))
          + ratio(
            "50.0%", link(1, to: "by-community-1-done-in-time"), link(2, to: "by-community-1-due")))
    )
    #expect(rows[2].contains(number(3, to: "all-received")))
    #expect(
      target("by-community-1-due", of: page)
        .hasSuffix(
          "<td class=\"n\">2</td><td><a href=\"#n1\">N1</a> <a href=\"#n3\">N3</a></td>"))
    #expect(
      target("all-received", of: page).contains(
        "<a href=\"#n1\">N1</a> <a href=\"#n3\">N3</a> <a href=\"#n2\">N2</a>"))
    let units = self.rows("units", of: page)
    #expect(units.count == 3 && units[1].hasPrefix("<th scope=\"row\">idle</th>" + zero))
    #expect(target("by-unit-0-taken", of: page).hasSuffix("<td><a href=\"#n1\">S1 #7</a></td>"))
    #expect(units[2].contains(number(2, to: "all-orders")))
    #expect(self.rows("categories", of: page).count == 2)
  }

  /// Two bars for each week of the period, as high as the numbers of the table beside them.
  @Test(arguments: ReportLanguage.allCases)
  func weeksAreDrawnAndTold(language: ReportLanguage) throws {
    let page = page(figures(language))
    let section = try #require(page.components("<section id=\"weeks\">").last)
      .components("</section>")[0]
    let drawing = section.components("<svg class=\"chart\"")[1].components("</svg>")[0]
    #expect(drawing.contains("role=\"img\" aria-label=\"") && !drawing.contains("<a "))
    // Nothing was done in either week: one bar each for what came in.
    #expect(drawing.components("<rect class=\"axis\"").count == 3)
    #expect(drawing.components("<rect class=\"fill\"").count == 1)
    #expect(drawing.contains("height=\"146\"") && drawing.contains("height=\"73\""))
    #expect(drawing.contains(">W01</text>") && drawing.contains(">W02</text>"))
    let rows = rows("weeks", of: page)
    #expect(rows.count == 4)
    #expect(rows[0].contains("2026-W01") && rows[0].contains("2026-01-04"))
    #expect(rows[0].contains(number(2, to: "by-week-0-received")))
    #expect(rows[2].contains(language == .zh ? "这段时间以后" : "After the period"))
    #expect(rows[2].contains(number(1, to: "by-week-2-done")))
    #expect(rows[3].contains(number(3, to: "all-received")))
  }

  /// A year and more is drawn within the drawing, not a name for each week.
  @Test func manyWeeksAreDrawnWithinTheirFrame() throws {
    var many = figures(.zh)
    let day = many.from
    let row = QuarterFigures.Row(id: "N1", need: "N1", part: 0, note: "")
    let weeks = (0..<300).map {
      QuarterFigures.Part(
        name: "2026-W\($0)", days: day...day,
        rows: [.received: [row], .done: Array(repeating: row, count: $0)])
    }
    many.divisions = [.init(kind: .week, parts: weeks, whole: .init(name: nil, rows: [:]))]
    let drawing = page(many).components("<svg class=\"chart\"")[1].components("</svg>")[0]
    let bars = drawing.components("<rect ").dropFirst()
    #expect(bars.count == 599)
    for bar in bars {
      func value(_ name: String) throws -> Double {
        try #require(Double(bar.components(" \(name)=\"")[1].components("\"")[0]))
      }
      #expect(try value("x") >= 34 && value("x") + value("width") <= 494)
      #expect(try value("y") >= 16 && value("y") + value("height") == 168)
      #expect(try value("height") >= 1)
    }
    #expect(drawing.components(">W").count - 1 <= 14)
  }

  @Test func hostileTextsStayTexts() {
    let page = page(figures(.zh, id: "\"><script>alert(1)</script>"))
    #expect(!page.lowercased().contains("<script"))
    #expect(page.contains("&quot;&gt;&lt;script&gt;"))
    #expect(
      page.contains("Content-Security-Policy\" content=\"default-src &#39;none&#39;")
        || page.contains("default-src 'none'"))
  }

  @Test func aPeriodWithoutNeeds() {
    var empty = figures(.zh)
    empty.needs = []
    empty.figures = []
    let page = page(empty)
    #expect(!page.contains("#f-content") && !page.contains("href=\"#grade0\""))
    #expect(rows("states", of: page).count == 1 && !page.contains("href=\"#level"))
    #expect(page.contains("收到需求 0 件") && page.contains("<section id=\"needs\">"))
  }

  @Test func anOfficesTemplateOrdersTheSections() throws {
    let quarter = QuarterPage(figures(.zh))
    let text = "<!DOCTYPE html><html><head>{{head}}</head><body>{{states}}{{figures}}</body></html>"
    let template = try PageTemplate(
      page: Array(text.utf8), style: nil, sections: quarter.sections.map(\.name))
    let page = String(decoding: quarter.render(template: template), as: UTF8.self)
    let states = try #require(page.range(of: "<section id=\"states\">"))
    let figures = try #require(page.range(of: "<section id=\"figures\">"))
    #expect(states.lowerBound < figures.lowerBound && !page.contains("<section id=\"needs\">"))
  }
}
