import ListFiles
import Matching
import ThreeLists

/// What `backtest` prints.
enum BacktestText {
  static func progress(_ done: Int, of count: Int, _ language: Language) -> String {
    language.text("回放 \(done)/\(count) 周……", "replaying \(done) of \(count) weeks …")
  }

  static func noPlan(_ week: Week, _ language: Language) -> String {
    language.text("\(week) 没有方案：", "\(week) has no plan:")
  }

  static func worse(
    _ week: BacktestWeek, _ tier: BacktestWeek.Tier, _ language: Language
  ) -> String {
    let allowed = tier.allowed.map(String.init) ?? ""
    return language.text(
      "\(week.week)：实际做法合乎规则的部分在 \(tier.name) 上是 \(allowed)，方案只有 \(tier.plan)。"
        + "这是程序的错误，请报给开发者。",
      "\(week.week): in \(tier.name) what people did within the rules reaches \(allowed), "
        + "the plan \(tier.plan). A bug of ours.")
  }

  static func written(_ folder: String, _ language: Language) -> String {
    language.text(
      "已写入 \(folder)/，打印请打开 \(folder)/backtest.html",
      "written to \(folder)/; for print open \(folder)/backtest.html")
  }

  // MARK: Standard output

  static func lines(_ result: BacktestResult, top: Int, _ language: Language) -> [String] {
    var lines = [heading(result, language)]
    lines += summary(result.weeks, language)
    for week in result.weeks { lines += details(week, top: top, language) }
    return lines
  }

  private static func heading(_ result: BacktestResult, _ language: Language) -> String {
    let count = result.weeks.count
    let history =
      switch result.history {
      case .listed: language.text("历史承担按清单", "history as listed")
      case .actual: language.text("历史承担加上前几周实际承担的", "history with what units carried")
      case .planned: language.text("历史承担加上前几周方案派给的", "history with what plans gave")
      }
    return language.text(
      "回放 \(count) 周，每周的方案各自求解、证明、复核；\(history)。",
      "\(count) weeks replayed, each planned, proved and audited; \(history).")
  }

  /// A row for each week, and what they come to.
  private static func summary(_ weeks: [BacktestWeek], _ language: Language) -> [String] {
    let plan = language.text("方案", "plan")
    let actual = language.text("实际", "actual")
    func both(_ name: String) -> String { "\(name) \(plan)/\(actual)" }
    let headings = [
      language.text("周次", "week"), language.text("点单", "asked"), plan, actual,
      language.text("实际合规", "within rules"), language.text("同一资源", "same resource"),
      both(language.text("每次距离", "mean distance")), both(language.text("均衡", "fairness")),
      both(language.text("负担", "load")), language.text("违规", "breaches"),
      language.text("按期", "on time"),
    ]
    var rows = weeks.map { week in
      row(week.week.description, [week], language)
    }
    if weeks.count > 1 { rows.append(row(language.text("合计", "total"), weeks, language)) }
    return TextTable.lines(headings, rows)
  }

  private static func row(
    _ name: String, _ weeks: [BacktestWeek], _ language: Language
  ) -> [String] {
    func sum(_ value: (BacktestWeek) -> Int?) -> String {
      let values = weeks.compactMap(value)
      return values.count == weeks.count ? "\(values.reduce(0, +))" : "–"
    }
    func mean(_ distance: (BacktestWeek) -> Int, over places: (BacktestWeek) -> Int) -> String {
      let count = weeks.reduce(0) { $0 + places($1) }
      guard count > 0 else { return "–" }
      return FixedDecimal.text(
        Int128(weeks.reduce(0) { $0 + distance($1) }), over: Int128(count), places: 2)
    }
    func tier(_ name: TierName, _ value: (BacktestWeek.Tier) -> Int?) -> String {
      sum { week in week.tiers.first { $0.name == name }.flatMap(value) }
    }
    let late = weeks.reduce(0) { $0 + $1.onTime.yes + $1.onTime.no }
    let onTime = weeks.reduce(0) { $0 + $1.onTime.yes }
    return [
      name, sum { $0.plan.visits.requested }, sum { $0.plan.visits.served },
      sum { $0.actual.visits.served }, sum { $0.allowed?.visits.served }, sum { $0.agreed },
      mean({ $0.plan.distance }, over: { $0.plan.services }) + "/"
        + mean({ $0.actual.distance }, over: { $0.actualListed }),
      tier(.grids) { $0.plan } + "/" + tier(.grids) { $0.actual },
      tier(.units) { $0.plan } + "/" + tier(.units) { $0.actual },
      sum { $0.breaches.reduce(0) { $0 + $1.count } }, late == 0 ? "–" : "\(onTime)/\(late)",
    ]
  }

  private static func details(
    _ week: BacktestWeek, top: Int, _ language: Language
  ) -> [String] {
    var lines = ["\(week.week)" + language.text("：", ":")]
    let classes = week.plan.classes.indices.filter { week.plan.classes[$0].requested > 0 }.map {
      language.text(
        "第\($0)级 \(week.plan.classes[$0].requested)→\(week.plan.classes[$0].served)/\(week.actual.classes[$0].served)",
        "class \($0): \(week.plan.classes[$0].requested)→\(week.plan.classes[$0].served)/\(week.actual.classes[$0].served)"
      )
    }
    lines.append(
      language.text("  点单→方案/实际：", "  asked→plan/actual: ")
        + classes.joined(separator: language.text("，", ", ")))
    if week.allowed == nil {
      lines.append(
        language.text(
          "  实际没有照指定办，合规部分无从算起。",
          "  People did not keep the pins, so no part of it is within the rules."))
    }
    lines += breaches(week, top: top, language)
    lines += list(
      week.onlyPeople, top: top,
      language.text(
        "  人办了、方案没有办全 \(week.onlyPeople.count) 件，其中合乎规则 \(lawful(week)) 件",
        "  Served by people, not wholly by the plan: \(week.onlyPeople.count), within the rules \(lawful(week))"
      ), language
    ) { difference($0, language) }
    lines += list(
      week.onlyPlan, top: top,
      language.text(
        "  方案办了、人没有办全 \(week.onlyPlan.count) 件",
        "  Served by the plan, not wholly by people: \(week.onlyPlan.count)"), language
    ) { difference($0, language) }
    let ahead = week.tiers.filter(\.isActualBetter).map {
      "\(TierText.name($0.name, language)) \($0.plan)→\($0.actual.map(String.init) ?? "")"
    }
    if !ahead.isEmpty {
      lines.append(
        language.text("  实际更好的目标（方案→实际）：", "  Tiers better in fact (plan→actual): ")
          + ahead.joined(separator: language.text("，", ", ")))
    }
    for tier in week.tiers.map(\.name) {
      let own = week.better.filter { $0.tier == tier }
      lines += list(
        own, top: top,
        language.text(
          "  同样办了而人办得更好（\(TierText.name(tier, .zh))）\(own.count) 件",
          "  Served by both, better by people (\(TierText.name(tier, .en))): \(own.count)"),
        language
      ) { better in
        "\(DefectText.row(better.origin, language)) \(name(better.need)) \(better.planned)→\(better.actual) "
          + better.resources.map(name).joined(separator: "+")
      }
    }
    return lines
  }

  private static func lawful(_ week: BacktestWeek) -> Int {
    week.onlyPeople.count { $0.rules.isEmpty }
  }

  private static func breaches(
    _ week: BacktestWeek, top: Int, _ language: Language
  ) -> [String] {
    let counts = week.breachCounts
    guard !counts.isEmpty else {
      return [language.text("  实际没有违反规则之处。", "  People broke no rule.")]
    }
    let told = counts.map { "\(ruleName($0.rule, language)) \($0.count)" }
      .joined(separator: language.text("、", ", "))
    var lines = [
      language.text("  实际违反规则：", "  Rules broken by people: ") + told
    ]
    for rule in ActualRule.all {
      let own = week.breaches.filter { $0.rule == rule }
      for breach in own.prefix(top) { lines.append("    " + line(breach, language)) }
      if own.count > top { lines.append("    " + more(own.count - top, language)) }
    }
    return lines
  }

  private static func line(_ breach: ActualBreach, _ language: Language) -> String {
    let who = [breach.need, breach.resource, breach.session?.description].compactMap { $0 }
      .map(name).joined(separator: " ")
    let rows = rows(breach.rows, language)
    let number = breach.limit.map { limit in
      switch breach.rule {
      case .pin, .teamIncomplete:
        language.text(
          "，应有 \(limit)，少 \(breach.count)", ", \(limit) asked for, \(breach.count) lack")
      case .allOrNothing:
        language.text("，共 \(limit) 次，只办 \(breach.count)", ", \(breach.count) of \(limit)")
      default:
        language.text(
          "，上限 \(limit)，超出 \(breach.count)", ", at most \(limit), \(breach.count) too many")
      }
    }
    return (rows.isEmpty ? "" : rows + " ") + who + language.text("：", ": ")
      + ruleName(breach.rule, language) + (number ?? "")
  }

  /// The first rows of one file by their lines.
  private static func rows(_ rows: [Origin], _ language: Language) -> String {
    guard let first = rows.first else { return "" }
    let shown = rows.prefix(5).map { "\($0.line)" }.joined(separator: ",")
    let rest =
      rows.count > 5
      ? language.text(" 等 \(rows.count) 行", " and others, \(rows.count) rows") : ""
    return "\(first.file):\(shown)\(rest)"
  }

  private static func list<Item>(
    _ items: [Item], top: Int, _ title: String, _ language: Language, _ line: (Item) -> String
  ) -> [String] {
    guard !items.isEmpty else { return [] }
    var lines = [title + language.text("：", ":")]
    lines += items.prefix(top).map { "    " + line($0) }
    if items.count > top { lines.append("    " + more(items.count - top, language)) }
    return lines
  }

  private static func more(_ count: Int, _ language: Language) -> String {
    language.text("…… 还有 \(count) 条（--top 0 全部列出）", "… \(count) more (--top 0 lists all)")
  }

  private static func difference(
    _ difference: BacktestWeek.Difference, _ language: Language
  ) -> String {
    let rules = difference.rules.map { ruleName($0, language) }
      .joined(separator: language.text("、", ", "))
    return language.text(
      "\(DefectText.row(difference.origin, language)) \(name(difference.need))（第\(difference.priorityClass)级）"
        + "方案 \(difference.planned)，实际 \(difference.actual) ",
      "\(DefectText.row(difference.origin, language)) \(name(difference.need)) (class \(difference.priorityClass)) "
        + "plan \(difference.planned), actual \(difference.actual) ")
      + difference.resources.map(name).joined(separator: "+")
      + (rules.isEmpty ? "" : language.text("；实际\(rules)", "; people: \(rules)"))
  }

  private static func name(_ text: String) -> String { Quotation.of(text) }

  /// What somebody did who broke a rule.
  static func ruleName(_ rule: ActualRule, _ language: Language) -> String {
    switch rule {
    case .unlisted: language.text("不在资源清单", "is not on the resource list")
    case .pair(let rule): RuleText.name(rule, language)
    case .visits: language.text("多于所要的次数", "visits beyond those asked for")
    case .oneADay: language.text("一天两次", "two visits on a day")
    case .teamIncomplete: language.text("来的人不齐", "a team that was not complete")
    case .teamSession: language.text("没有同时来", "a team in two sessions")
    case .teamResources: language.text("一个资源占两个名额", "one resource at two places")
    case .allOrNothing: language.text("不允许部分而只办了一部分", "partly served, all or nothing asked")
    case .pin: language.text("没有照指定办", "a pin not kept")
    case .perSession: language.text("超过每时段上限", "more in a session than offered")
    case .weekly: language.text("超过每周可用", "more in the week than offered")
    }
  }
}
