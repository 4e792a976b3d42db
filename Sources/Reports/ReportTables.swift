import Matching
import ThreeLists

/// The tables of a report, section by section.
struct ReportTables {
  let plan: Plan
  let needs: [String: Need]
  let policy: Policy
  let figures: WeekFigures
  let sentences: ReportSentences
  let language: ReportLanguage

  /// Asked, served and unmet: by class, by community, by category.
  func served(_ page: inout HTML) {
    WeeklyReport.Section.served.begin(&page, language)
    shares(
      &page, caption: text("按优先级别", "By class"), name: text("级别", "Class"),
      figures.classes.map { share in
        var share = share
        share.name = className(share.name)
        return share
      })
    page.markup("<div class=\"pair\"><div>\n")
    shares(
      &page, caption: text("按社区", "By community"), name: text("社区编码", "Community"),
      figures.communities)
    page.markup("</div><div>\n")
    shares(
      &page, caption: text("按类别", "By category"), name: text("类别", "Category"),
      figures.categories)
    page.markup("</div></div>\n")
    WeeklyReport.Section.served.end(&page)
  }

  private func shares(
    _ page: inout HTML, caption: String, name: String, _ shares: [WeekFigures.Share]
  ) {
    page.table(
      caption: caption,
      headings: [
        .init(name), .init(text("点单", "Asked"), isNumber: true),
        .init(text("派出", "Served"), isNumber: true), .init(text("未派", "Unmet"), isNumber: true),
        .init(text("满足程度", "Share served")),
      ],
      rows: shares.map {
        [
          .text($0.name), .number($0.requested), .number($0.served),
          .number($0.requested - $0.served), .bar($0.served, of: $0.requested),
        ]
      })
  }

  /// Units with what they carry and what they offer.
  func loads(_ page: inout HTML) {
    WeeklyReport.Section.loads.begin(&page, language)
    page.table(
      caption: text("派出人次与本周可用人次", "Places filled, out of places offered in the week"),
      headings: [
        .init(text("单位", "Unit")), .init(text("派出", "Filled"), isNumber: true),
        .init(text("可用", "Offered"), isNumber: true), .init(text("负担", "Load")),
      ],
      rows: figures.units.map {
        [.text($0.unit), .number($0.filled), .number($0.offered), .bar($0.filled, of: $0.offered)]
      })
    WeeklyReport.Section.loads.end(&page)
  }

  /// Every place filled, under its unit.
  func services(_ page: inout HTML) {
    WeeklyReport.Section.services.begin(&page, language)
    if plan.services.isEmpty {
      page.element("<p>", text("本周没有派单。", "Nothing is dispatched this week."), "</p>\n")
    } else {
      let byUnit = Dictionary(grouping: plan.services, by: \.unit).sorted { $0.key < $1.key }
      page.table(
        caption: text("每个单位去哪里、何时去", "Where each unit goes, and when"),
        headings: [
          .init(text("日期", "Date")), .init(text("时段", "Session")),
          .init(text("资源", "Resource")), .init(text("需求", "Need")),
          .init(text("网格", "Grid")), .init(text("类别", "Category")),
          .init(text("角色", "Role")), .init(text("方式", "Method")),
        ],
        groups: byUnit.map { unit, services in
          let sorted = services.sorted {
            ($0.session, $0.resource, $0.id) < ($1.session, $1.resource, $1.id)
          }
          return (unit, text("\(sorted.count) 人次", "places: \(sorted.count)"), sorted.map(row))
        })
    }
    WeeklyReport.Section.services.end(&page)
  }

  private func row(_ service: Service) -> [HTML.Cell] {
    let need = needs[service.need]
    var role = service.role ?? ""
    if service.role != nil, service.leads { role += text("（牵头）", " (leads)") }
    return [
      .code(service.date.description), .code(service.session.description),
      .code(service.resource), .code(service.need), .code(need?.grid.digits ?? ""),
      .code(need?.category ?? ""), .text(role), .code(method(service.method)),
    ]
  }

  private func method(_ method: Method) -> String {
    switch method {
    case .optimized: text("优化", "optimised")
    case .pinned: text("指定", "pinned")
    case .kept: text("续派", "kept")
    case .manual: text("人工", "by hand")
    }
  }

  /// Every need not fully served, with the reason.
  func unmet(_ page: inout HTML) {
    WeeklyReport.Section.unmet.begin(&page, language)
    if plan.unmet.isEmpty {
      page.element("<p>", text("所有需求都已满足。", "Every need is served."), "</p>\n")
    } else {
      let byCode = Dictionary(grouping: plan.unmet, by: \.reason.code)
      page.table(
        caption: text("原因汇总", "Reasons in short"),
        headings: [
          .init(text("原因", "Reason")), .init(text("需求（件）", "Needs"), isNumber: true),
          .init(text("缺口（次）", "Visits"), isNumber: true),
        ],
        rows: UnmetReason.codes.compactMap { code in
          byCode[code].map { needs in
            [
              .text(reasonName(code)), .number(needs.count),
              .number(needs.reduce(0) { $0 + $1.missing }),
            ]
          }
        })
      page.table(
        caption: text("未满足的需求与原因", "Needs unmet, and why"),
        headings: [
          .init(text("需求", "Need")), .init(text("级别", "Class"), isNumber: true),
          .init(text("网格", "Grid")), .init(text("类别", "Category")),
          .init(text("缺口", "Missing"), isNumber: true), .init(text("说明", "Explanation")),
        ],
        groups: UnmetReason.codes.compactMap { code in
          byCode[code].map {
            (reasonName(code), text("\($0.count) 件", "needs: \($0.count)"), $0.map(row))
          }
        })
    }
    WeeklyReport.Section.unmet.end(&page)
  }

  private func row(_ unmet: Unmet) -> [HTML.Cell] {
    let need = needs[unmet.need]
    return [
      .code(unmet.need), need.map { .number(policy.classes.priorityClass(of: $0)) } ?? .text(""),
      .code(need?.grid.digits ?? ""), .code(need?.category ?? ""), .number(unmet.missing),
      .text(sentences.reasons[unmet.need] ?? ""),
    ]
  }

  private func reasonName(_ code: String) -> String { sentences.reasonNames[code] ?? code }

  /// The tiers with their values and how each is proved.
  func tiers(_ page: inout HTML) {
    WeeklyReport.Section.tiers.begin(&page, language)
    page.element(
      "<p>",
      text(
        "目标按先后逐级求优：前一级绝不为后一级让步。",
        "Tiers are sought in this order; none gives way to a later one."), "</p>\n")
    page.table(
      caption: text("各级目标的数值和证明", "Value and proof of each tier"),
      headings: [
        .init(text("次序", "Order"), isNumber: true), .init(text("目标", "Tier")),
        .init(text("代号", "Code")), .init(text("数值", "Value"), isNumber: true),
        .init(text("方向", "Sought")), .init(text("证明", "Proof")),
      ],
      rows: zip(plan.tiers, sentences.tiers).enumerated().map { index, pair in
        let (tier, words) = pair
        return [
          .number(index + 1), .text(words.name), .text(tier.name.description),
          .number(tier.value), .text(direction(tier.name)), .text(words.proof),
        ]
      })
    WeeklyReport.Section.tiers.end(&page)
  }

  private func direction(_ tier: TierName) -> String {
    switch tier {
    case .served, .kept: text("越大越好", "most")
    default: text("越小越好", "least")
    }
  }

  private func className(_ number: String) -> String {
    switch number {
    case "0": text("0 级（最先）", "0 (first)")
    case "\(ClassRules.count - 1)": text("\(number) 级（最后）", "\(number) (last)")
    default: text("\(number) 级", number)
    }
  }

  private func text(_ chinese: String, _ english: String) -> String {
    language.text(chinese, english)
  }
}
