import Matching
import ThreeLists

/// The language of a report.
public enum ReportLanguage: String, Hashable, Sendable {
  /// Chinese.
  case zh
  /// English.
  case en

  func text(_ chinese: String, _ english: String) -> String { self == .zh ? chinese : english }
}

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
  ///   - reasons: a sentence for each unmet need, in the report's language.
  ///   - language: of headings.
  ///   - version: of the program.
  /// - Returns: UTF-8; the same bytes for the same input.
  public static func render(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, reasons: [String: String],
    language: ReportLanguage, version: String
  ) -> [UInt8] {
    let figures = WeekFigures(plan: plan, needs: needs, resources: resources, policy: policy)
    let byID = Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) })
    var page = HTML()
    head(&page, plan, language)
    summary(&page, plan, figures, language)
    shares(&page, figures, language)
    loads(&page, figures, language)
    services(&page, plan, byID, language)
    unmet(&page, plan, byID, policy, reasons, language)
    page.markup("</main><footer><p>")
    page.text("sandan \(version) · \(plan.runID)")
    page.markup("</p></footer></body></html>\n")
    return page.bytes
  }

  private static let style: StaticString = """
    :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#eef1f4;--line:#c3cad1;--fill:#1f5f99}
    @media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--paper:#14171a;--soft:#23282d;--line:#49525b;--fill:#6db1ee}}
    @media print{:root{--ink:#000;--paper:#fff;--soft:#f2f2f2;--line:#999;--fill:#444}}
    body{margin:0 auto;max-width:60rem;padding:1.5rem;background:var(--paper);color:var(--ink);font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif}
    h1{font-size:1.6rem;border-bottom:3px solid var(--fill)}h2{font-size:1.2rem;margin-top:2rem}
    table{border-collapse:collapse;width:100%;margin:.8rem 0}caption{text-align:left;font-weight:600;padding:.3rem 0}
    th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}thead th{background:var(--soft)}
    tr{break-inside:avoid}thead{display:table-header-group}.bar{width:8rem;height:.7rem}.track{fill:var(--soft)}.fill{fill:var(--fill)}
    .notice{border:2px solid var(--fill);padding:.5rem .8rem}
    @page{size:A4;margin:16mm 14mm;@bottom-center{content:counter(page) "/" counter(pages)}}
    """

  private static func head(_ page: inout HTML, _ plan: Plan, _ language: ReportLanguage) {
    let bytes = Array("\(style)".utf8)
    page.markup("<!DOCTYPE html>\n<html lang=\"")
    page.text(language == .zh ? "zh-CN" : "en")
    page.markup(
      "\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
    )
    page.text(base64(SHA256.hash(bytes)))
    page.markup(
      "'; base-uri 'none'; form-action 'none'\"><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\"><meta name=\"viewport\" content=\"width=device-width\"><title>"
    )
    page.text(title(plan, language))
    page.markup("</title><style>")
    page.markup(style)
    page.markup("</style></head>\n<body><main>")
    page.element("<h1>", title(plan, language), "</h1>\n")
  }

  private static func title(_ plan: Plan, _ language: ReportLanguage) -> String {
    let dates = "\(plan.week.monday) – \(plan.week.sunday)"
    return language.text(
      "服务派单周报 \(plan.week)（\(dates)）", "Weekly service plan \(plan.week) (\(dates))")
  }

  private static func summary(
    _ page: inout HTML, _ plan: Plan, _ figures: WeekFigures, _ language: ReportLanguage
  ) {
    page.element("<h2>", language.text("本周概况", "The week in figures"), "</h2>\n")
    if plan.cutOff {
      page.element(
        "<p class=\"notice\">",
        language.text(
          "求解被时间限制截断：方案符合全部规则，但未证明是最好的。",
          "Solving was cut off by its limit: the plan keeps every rule but is not proved best."),
        "</p>\n")
    }
    page.element(
      "<p>",
      language.text(
        "居民点单 \(figures.requested) 次，派出 \(figures.served) 次；需求全部满足 \(figures.wholly) 件、"
          + "部分满足 \(figures.partly) 件、未满足 \(figures.unserved) 件。",
        "\(figures.served) of \(figures.requested) visits served; needs served wholly "
          + "\(figures.wholly), in part \(figures.partly), not at all \(figures.unserved)."),
      "</p>\n")
    page.table(
      caption: language.text("各级目标", "Tiers"),
      headings: [
        language.text("目标", "Tier"), language.text("数值", "Value"),
        language.text("证明", "Proof"),
      ],
      rows: plan.tiers.map { [$0.name.description, "\($0.value)", proof($0, language)] })
  }

  private static func proof(_ tier: TierResult, _ language: ReportLanguage) -> String {
    switch tier.provedBy {
    case .certificate: language.text("已证最优", "proved best")
    case .search: language.text("求解器判定最优，未独立核验", "closed by the solver, not verified")
    case .open:
      tier.bound.map { language.text("尚有差距，界 \($0)", "open, bound \($0)") }
        ?? language.text("尚有差距", "open")
    }
  }

  private static func shares(
    _ page: inout HTML, _ figures: WeekFigures, _ language: ReportLanguage
  ) {
    let parts = [
      (language.text("按优先级别", "By class"), figures.classes),
      (language.text("按社区", "By community"), figures.communities),
      (language.text("按类别", "By category"), figures.categories),
    ]
    for (caption, shares) in parts {
      page.table(
        caption: caption,
        headings: [
          language.text("名称", "Name"), language.text("点单", "Asked"),
          language.text("派出", "Served"), language.text("未派", "Unmet"),
        ],
        rows: shares.map {
          [$0.name, "\($0.requested)", "\($0.served)", "\($0.requested - $0.served)"]
        })
    }
  }

  private static func loads(
    _ page: inout HTML, _ figures: WeekFigures, _ language: ReportLanguage
  ) {
    page.element("<h2>", language.text("单位负担", "Load by unit"), "</h2>\n")
    page.element(
      "<table><caption>", language.text("派出次数与本周可用", "Places filled and offered"),
      "</caption><thead><tr>")
    for heading in [
      language.text("单位", "Unit"), language.text("派出", "Filled"),
      language.text("可用", "Offered"), language.text("比例", "Share"),
    ] {
      page.element("<th scope=\"col\">", heading, "</th>")
    }
    page.markup("</tr></thead><tbody>\n")
    for unit in figures.units {
      page.element("<tr><th scope=\"row\">", unit.unit, "</th>")
      page.element("<td>", "\(unit.filled)", "</td>")
      page.element("<td>", "\(unit.offered)", "</td><td>")
      page.bar(filled: unit.filled, offered: unit.offered)
      page.markup("</td></tr>\n")
    }
    page.markup("</tbody></table>\n")
  }

  private static func services(
    _ page: inout HTML, _ plan: Plan, _ needs: [String: Need], _ language: ReportLanguage
  ) {
    page.element("<h2>", language.text("服务清单（按单位）", "Services by unit"), "</h2>\n")
    if plan.services.isEmpty {
      page.element("<p>", language.text("本周没有派单。", "Nothing is dispatched this week."), "</p>\n")
    }
    for (unit, services) in Dictionary(grouping: plan.services, by: \.unit)
      .sorted(by: { $0.key < $1.key })
    {
      page.table(
        caption: unit,
        headings: [
          language.text("日期", "Date"), language.text("时段", "Session"),
          language.text("资源", "Resource"), language.text("需求", "Need"),
          language.text("网格", "Grid"), language.text("类别", "Category"),
          language.text("角色", "Role"),
        ],
        rows: services.sorted {
          ($0.session, $0.resource, $0.id) < ($1.session, $1.resource, $1.id)
        }.map { service in
          [
            service.date.description, service.session.description, service.resource, service.need,
            needs[service.need]?.grid.digits ?? "", needs[service.need]?.category ?? "",
            (service.role ?? "")
              + (service.role != nil && service.leads
                ? language.text("（牵头）", " (leads)") : ""),
          ]
        })
    }
  }

  private static func unmet(
    _ page: inout HTML, _ plan: Plan, _ needs: [String: Need], _ policy: Policy,
    _ reasons: [String: String], _ language: ReportLanguage
  ) {
    page.element("<h2>", language.text("未满足清单", "Unmet needs"), "</h2>\n")
    guard !plan.unmet.isEmpty else {
      page.element("<p>", language.text("所有需求都已满足。", "Every need is served."), "</p>\n")
      return
    }
    page.table(
      caption: language.text("未满足的需求与原因", "Needs unmet, and why"),
      headings: [
        language.text("需求", "Need"), language.text("级别", "Class"),
        language.text("网格", "Grid"), language.text("类别", "Category"),
        language.text("缺口", "Missing"), language.text("原因", "Reason"),
      ],
      rows: plan.unmet.map { unmet in
        let need = needs[unmet.need]
        return [
          unmet.need, need.map { "\(policy.classes.priorityClass(of: $0))" } ?? "",
          need?.grid.digits ?? "", need?.category ?? "", "\(unmet.missing)",
          reasons[unmet.need] ?? unmet.reason.code,
        ]
      })
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : "=")
      }
    }
    return result
  }
}
