import ListFiles
import Matching
import Reports
import ThreeLists

/// The joint meeting's agenda in words.
enum AgendaText {
  /// The most resources that are named.
  private static let named = 6

  static func bottleneck(
    _ key: Bottleneck, _ names: CodeNames, _ language: Language
  ) -> String {
    var text = ReasonText.name(key.code, language)
    var parts: [String] = []
    if !key.asked.isEmpty {
      parts.append(
        key.asked.split(separator: "、").map { names.role(names.category(String($0))) }
          .joined(separator: language.text("、", ", ")))
    }
    if !key.role.isEmpty {
      let role = names.role(key.role)
      parts.append(language.text("缺\(role)", "\(role) lacking"))
    }
    if !key.resources.isEmpty {
      let shown = key.resources.prefix(named).joined(separator: " ")
      let more = key.resources.count > named ? " … (\(key.resources.count))" : ""
      parts.append(shown + more)
    }
    if !key.rules.isEmpty {
      let rules = key.rules.map { rule in
        Rule(rawValue: rule).map { RuleText.name($0, language) } ?? rule
      }.joined(separator: language.text("、", ", "))
      parts.append(language.text("最接近的差：\(rules)", "the nearest fails: \(rules)"))
    }
    if let tier = TierName(key.tier) { parts.append(TierText.name(tier, language)) }
    if !parts.isEmpty {
      text +=
        language.text("（", " (") + parts.joined(separator: language.text("；", "; "))
        + language.text("）", ")")
    }
    return text
  }

  static func step(
    _ step: AgendaAsks.Step, _ count: Int, _ names: CodeNames, _ language: Language
  ) -> String {
    switch step.change {
    case .visit(let resource, let weekly, let perSession):
      switch (weekly, perSession) {
      case (true, true):
        language.text(
          "\(resource) 每周可用和每时段上限各多 \(count) 次",
          "\(resource): \(count) more a week and in a session")
      case (false, true):
        language.text("\(resource) 每时段上限多 \(count) 次", "\(resource): \(count) more in a session")
      default:
        language.text("\(resource) 每周可用多 \(count) 次", "\(resource): \(count) more visits a week")
      }
    case .window(let session, let extendsDue):
      language.text(
        "\(step.need) \(session)也可以\(extendsDue ? "（最迟日期放宽到那天）" : "")",
        "\(step.need) takes \(language.name(of: session)) too\(extendsDue ? " (last date moved to that day)" : "")"
      )
    case .session(let resource, let session):
      language.text(
        "\(resource) 增加时段\(session)", "\(resource) comes in \(language.name(of: session)) too")
    case .area(let resource):
      language.text(
        "\(resource) 也服务网格 \(step.detail)", "\(resource) serves grid \(step.detail) too")
    case .category(let resource):
      language.text(
        "\(resource) 增加类别\(step.detail)",
        "\(resource) offers the category \(names.category(step.detail)) too")
    case .role(let resource, let role):
      language.text(
        "\(resource) 能担任\(role)", "\(resource) can take the role \(names.role(role))")
    case .skill(let resource, let skill):
      language.text("\(resource) 具备技能\(skill)", "\(resource) has the skill \(names.skill(skill))")
    }
  }

  static func lines(_ agenda: MeetingAgenda, _ language: Language) -> [String] {
    var lines = [
      language.text(
        "\(agenda.from) 至 \(agenda.to) 联席会议议题：需求 \(agenda.needs) 件，缺 \(agenda.visits) 次，卡在 \(agenda.groups.count) 处（\(agenda.afterWeeks) 周没有满足，或证明无人能办）。",
        "Agenda from \(agenda.from) to \(agenda.to): \(agenda.needs) needs lack \(agenda.visits) visits, \(agenda.groups.count) bottlenecks (unmet for \(agenda.afterWeeks) weeks, or proved to be beyond anybody)."
      )
    ]
    for (number, group) in agenda.groups.enumerated() {
      lines.append(
        language.text(
          "\(number + 1). \(group.bottleneck)：\(group.needs.count) 件，缺 \(group.visits) 次；等得最久的 \(group.longestWeeks) 周、\(group.longestDays) 天",
          "\(number + 1). \(group.bottleneck): \(group.needs.count) needs lack \(group.visits) visits; the longest wait \(group.longestWeeks) weeks, \(group.longestDays) days"
        ))
      for item in group.needs {
        lines.append(
          language.text(
            "   \(item.need) \(item.category) \(item.grid)：缺 \(item.missing) 次，\(item.weeks) 周、\(item.days) 天；首问 \(item.firstResponsible)；\(item.week) 方案 \(item.run)",
            "   \(item.need) \(item.category) \(item.grid): \(item.missing) lack, \(item.weeks) weeks, \(item.days) days; answered for by \(item.firstResponsible); plan \(item.run) of \(item.week)"
          ))
      }
      lines += asks(group, language)
    }
    return lines
  }

  private static func asks(_ group: MeetingAgenda.Group, _ language: Language) -> [String] {
    guard !group.asks.isEmpty else {
      return [
        group.isSought
          ? language.text(
            "   没有找到改动一两处就能满足的办法。", "   No change of one or two entries would serve them.")
          : language.text(
            "   排方案时没有查完怎样改动能满足（时间到了）；不限时再排一次方案，就有结论。",
            "   What change would serve them was not looked for to the end (the time was up): plan again without a limit."
          )
      ]
    }
    var lines: [String] = []
    for ask in group.asks where !group.servesNone {
      let unit = ask.unit ?? language.text("居民", "residents")
      let changes = ask.changes.joined(separator: language.text("；", "; "))
      let served =
        ask.trial.map {
          language.text("；单独照办满足 \($0.served) 件", "; by itself serves \($0.served)")
        } ?? ""
      lines.append(
        language.text("   请 \(unit)：\(changes)\(served)", "   ask \(unit): \(changes)\(served)"))
    }
    if let told = AgendaPage.servesNone(group, ReportLanguage(language)) {
      lines.append("   " + told)
    } else if let trial = group.trial {
      let status = PlanStatus(rawValue: trial.status) ?? .gap
      lines.append(
        language.text(
          "   全部照办：重新排一次，满足 \(trial.served) 件，共 \(group.needs.count) 件（\(proof(status, .zh))）；单独证明之和 \(group.most)"
            + (group.isLeast ? "；少一项就少满足" : ""),
          "   all of it: planning again serves \(trial.served) of \(group.needs.count) (\(proof(status, .en))); changes proved one by one: \(group.most)"
            + (group.isLeast ? "; with any step less it is fewer" : "")))
    } else {
      lines.append(
        language.text(
          "   全部照办至多满足 \(group.most) 件（各项单独证明之和，没有合在一起验证）",
          "   all of it serves \(group.most) at most (the sum of changes proved one by one, not tried together)"
        ))
    }
    if !group.isReproduced {
      lines.append(
        language.text(
          "   提醒：政策或程序与当时的方案不同，是按现在的政策验证的。",
          "   warning: policy or program differ from those of the plans; the trial is one of the present policy."
        ))
    }
    return lines
  }

  private static func proof(_ status: PlanStatus, _ language: Language) -> String {
    switch status {
    case .optimal: TierText.proof(.certificate, language)
    case .search: TierText.proof(.search, language)
    case .gap: TierText.proof(.open, language)
    }
  }

  /// A row for each need, with what is asked for its group.
  static func table(
    _ agenda: MeetingAgenda, _ names: CodeNames, _ language: Language
  ) -> RowTable {
    let rows = agenda.groups.enumerated().flatMap { number, group in
      let asks =
        AgendaPage.servesNone(group, ReportLanguage(language))
        ?? group.asks.map { asked($0, language) }.joined(separator: " | ")
      return group.needs.map { item in
        [
          "\(number + 1)", group.code, group.bottleneck, item.need, names.category(item.category),
          item.grid, "\(item.missing)", "\(item.weeks)", "\(item.days)", item.firstResponsible,
          item.level ?? "",
          item.week, item.run, asks, group.trial.map { "\($0.served)" } ?? "", "\(group.most)",
        ]
      }
    }
    let columns: [(title: String, isNumber: Bool)] = [
      (language.text("议题", "Item"), true), (language.text("原因代码", "Reason code"), false),
      (language.text("卡在哪里", "Bottleneck"), false), (language.text("需求编号", "Need"), false),
      (language.text("类别", "Category"), false), (language.text("网格编码", "Grid"), false),
      (language.text("缺口", "Visits lacking"), true),
      (language.text("等了几周", "Weeks waited"), true),
      (language.text("等了几天", "Days waited"), true),
      (language.text("首问", "Answered for by"), false), (language.text("层级", "Level"), false),
      (language.text("方案周", "Week of the plan"), false), (language.text("运行编号", "Run"), false),
      (language.text("请各部门", "What is asked for"), false),
      (language.text("照办可满足", "Served if done"), true),
      (language.text("单独之和", "Proved one by one, in sum"), true),
    ]
    return RowTable(
      name: AgendaPage.sheetName(ReportLanguage(language)), headers: columns.map(\.title),
      numbers: Set(columns.filter(\.isNumber).map(\.title)), rows: rows)
  }

  /// What a unit is asked for, in a cell.
  private static func asked(_ ask: MeetingAgenda.Ask, _ language: Language) -> String {
    (ask.unit ?? language.text("居民", "residents")) + language.text("：", ": ")
      + ask.changes.joined(separator: language.text("；", "; "))
  }
}
