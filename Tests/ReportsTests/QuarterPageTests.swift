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
          denominator: 2, waiting: 1, percentage: "50.0%",
          rows: [
            .init(id: "S1", need: id, part: 0, note: "#7"),
            .init(id: "S2", need: "N2", part: 1, note: "#8"),
            .init(id: "S3", need: "N2", part: 2, note: "#9"),
          ]),
        .init(
          code: "units-fair", name: language == .zh ? "单位公平度" : "fairness", numerator: 100,
          denominator: 400, waiting: 0, percentage: "25.0%",
          rows: [.init(id: "unit", need: nil, part: 0, note: "1/100")]),
        .init(
          code: "content", name: language == .zh ? "满意率" : "content", numerator: 0,
          denominator: 0, waiting: 0, percentage: "—", rows: []),
      ],
      grades: [("5/5", 3), ("4/5", 0)], states: ["state A", "state B"],
      needs: [
        .init(
          id: id, grid: "230799001001001", state: "state A", level: .community, urgency: .urgent),
        .init(id: "N2", grid: "230799001001002", state: "state A", level: .grid, urgency: .normal),
      ],
      language: language, version: "1", head: "abc")
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
    #expect(page.contains("unit 1/100") && page.contains("<a href=\"#f-content\">3</a>"))
    // The states add up: one row of two needs, and the sum.
    #expect(page.components("<td class=\"n\">2</td>").count >= 2)
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
    empty.grades = [("5/5", 0)]
    let page = page(empty)
    #expect(!page.contains("#f-content"))
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
