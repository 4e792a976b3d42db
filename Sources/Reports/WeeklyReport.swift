import Matching
import ThreeLists

/// The weekly report: one page of HTML without script, printable on A4.
///
/// Descriptions of needs stay out of it, because residents write names and ailments into them;
/// contacts and special groups never reach this module's tables.
public enum WeeklyReport {
  /// Renders a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - needs: its needs.
  ///   - resources: its resources.
  ///   - policy: its policy.
  ///   - sentences: reasons and tiers in words.
  ///   - language: of headings.
  ///   - version: of the program.
  /// - Returns: UTF-8; the same bytes for the same input.
  public static func render(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, sentences: ReportSentences,
    language: ReportLanguage, version: String
  ) -> [UInt8] {
    let figures = WeekFigures(plan: plan, needs: needs, resources: resources, policy: policy)
    let tables = ReportTables(
      plan: plan, needs: Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) }),
      policy: policy, figures: figures, sentences: sentences, language: language)
    var page = HTML()
    head(&page, plan, language)
    summary(&page, plan, figures, language)
    tables.served(&page)
    tables.loads(&page)
    tables.services(&page)
    tables.unmet(&page)
    tables.tiers(&page)
    page.element("</main>\n<footer><p>", "sandan \(version) · ", "")
    page.element("", language.text("运行编号 ", "run "), "")
    page.element("<code>", plan.runID, "</code></p></footer>\n</body></html>\n")
    return page.bytes
  }

  /// A section's heading, and where links within the page find it.
  enum Section: CaseIterable {
    case served, loads, services, unmet, tiers

    func title(_ language: ReportLanguage) -> String {
      switch self {
      case .served: language.text("满足情况", "Served and unmet")
      case .loads: language.text("单位负担", "Load by unit")
      case .services: language.text("服务清单（按单位）", "Services by unit")
      case .unmet: language.text("未满足清单", "Unmet needs")
      case .tiers: language.text("目标与证明", "Tiers and proofs")
      }
    }

    /// Opens the section.
    func begin(_ page: inout HTML, _ language: ReportLanguage) {
      page.element("<section id=\"", "\(self)", "\">")
      page.element("<h2>", title(language), "</h2>\n")
    }

    /// Closes the section.
    func end(_ page: inout HTML) { page.markup("</section>\n") }
  }

  private static func head(_ page: inout HTML, _ plan: Plan, _ language: ReportLanguage) {
    let title = language.text("三单派单周报 \(plan.week)", "Weekly service plan \(plan.week)")
    page.markup("<!DOCTYPE html>\n<html lang=\"")
    page.text(language == .zh ? "zh-CN" : "en")
    page.markup(
      """
      "><head><meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'sha256-
      """)
    page.text(ReportStyle.digest)
    page.markup(
      """
      '; base-uri 'none'; form-action 'none'"><meta charset="utf-8">\
      <meta name="referrer" content="no-referrer">\
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>
      """)
    page.text(title)
    page.markup("</title>\n<style>")
    page.markup(ReportStyle.sheet)
    page.markup("</style></head>\n<body>\n<header>")
    page.element("<h1>", title, "</h1>\n")
    page.element(
      "<p>", language.text("\(plan.week.monday) 周一 至 ", "Monday \(plan.week.monday) to "), "")
    page.element("", language.text("\(plan.week.sunday) 周日", "Sunday \(plan.week.sunday)"), "</p>")
    page.element("\n<nav aria-label=\"", language.text("目录", "Contents"), "\">")
    for section in Section.allCases {
      page.element("<a href=\"#", "\(section)", "\">")
      page.element("", section.title(language), "</a> ")
    }
    page.markup("</nav></header>\n<main>\n")
  }

  private static func summary(
    _ page: inout HTML, _ plan: Plan, _ figures: WeekFigures, _ language: ReportLanguage
  ) {
    page.markup("<section id=\"week\">")
    page.element("<h2>", language.text("本周概况", "The week in figures"), "</h2>\n")
    if plan.cutOff {
      page.element(
        "<p class=\"notice\">",
        language.text(
          "求解被时间限制截断：方案符合全部规则，但没有证明是最好的。",
          "Solving was cut off by its limit: the plan keeps every rule but is not proved best."),
        "</p>\n")
    }
    let unitsAtWork = figures.units.count { $0.filled > 0 }
    let tiles = [
      (language.text("点单（次）", "visits asked for"), figures.requested),
      (language.text("派出（次）", "visits served"), figures.served),
      (language.text("未派（次）", "visits unmet"), figures.requested - figures.served),
      (language.text("需求全部满足（件）", "needs served wholly"), figures.wholly),
      (language.text("部分满足（件）", "needs served in part"), figures.partly),
      (language.text("未满足（件）", "needs not served"), figures.unserved),
      (language.text("派单（人次）", "places filled"), plan.services.count),
      (language.text("出动单位（个）", "units at work"), unitsAtWork),
    ]
    page.markup("<dl class=\"tiles\">")
    for (name, value) in tiles {
      page.element("<div><dt>", name, "</dt>")
      page.element("<dd>", "\(value)", "</dd></div>")
    }
    page.markup("</dl></section>\n")
  }
}
