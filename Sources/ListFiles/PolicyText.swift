import ThreeLists

/// Writes policies.
public enum PolicyFile {
  /// A policy as commented YAML that ``read(_:)`` reads back to an equal one.
  ///
  /// - Parameter policy: the policy.
  /// - Returns: the text.
  public static func text(of policy: Policy) -> String {
    var lines = [
      "# sandan 政策文件。缺少的项目取内置值；改好后用 --policy 指定本文件。", "",
      "# 各级编码的位数：县、街道、社区、网格。",
      "levels: { county: \(policy.levels.county), town: \(policy.levels.town), "
        + "community: \(policy.levels.community), grid: \(policy.levels.grid) }",
      "", "# 公平分配以哪一级为单位：county、town、community 或 grid。",
      "fairness_level: \(policy.fairnessLevel.rawValue)", "",
      "# 单位之间公平，看台账里最近几周各承担了多少（1 到 520）。", "history_weeks: \(policy.historyWeeks)", "",
      "# true：词典以外的代码照单接受。", "open_dictionaries: \(policy.openDictionaries)", "",
      "# 不派单的时段：每周的时段（日晚）、某一天（2026-10-01）、某一天的一段（2026-10-01上）。",
      "closed: [\(policy.closures.map(closure).joined(separator: ", "))]", "",
      "# 优先级别 0 最先、3 最后：按紧急程度，特殊群体与久等者提前几级。",
      "classes:",
    ]
    for urgency in Urgency.allCases {
      lines.append("  \(urgency.code): \(policy.classes.byUrgency[urgency.rawValue])")
    }
    lines += [
      "  special_group_gain: \(policy.classes.specialGroupGain)",
      "  carried_gain: \(policy.classes.carriedGain)",
      "  carried_from: \(policy.classes.carriedFrom)", "",
      "# 目标的先后。served.0 到 served.3 四项必须都在、次序不变；其余可调换或删去。",
      "tiers: [\(policy.tiers.map(\.description).joined(separator: ", "))]", "",
    ]
    lines += loop(policy.loop)
    lines += ["", "# 词典：代码: 中文名称。清单里两种都可以写。"]
    let dictionaries: [(String, CodeDictionary)] = [
      ("categories", policy.categories), ("roles", policy.roles), ("skills", policy.skills),
      ("special_groups", policy.specialGroups), ("kinds", policy.kinds),
      ("refusal_reasons", policy.loop.refusalReasons),
      ("holding_reasons", policy.loop.holdingReasons),
    ]
    for (key, dictionary) in dictionaries {
      lines.append("\(key):\(dictionary.entries.isEmpty ? " {}" : "")")
      for entry in dictionary.entries {
        lines.append("  \(quoted(entry.code)): \(quoted(entry.name))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The sections of the closed loop.
  private static func loop(_ loop: LoopRules) -> [String] {
    var lines = [
      "# 办理时限，依次为第 0 到第 3 级：4h 是 4 个工作小时；3d 到其后第 3 个工作日下班为止，当日不算。",
      "# dispatch 派单，respond 接单，complete 办结，follow_up 回访，escalate 升级后；升级重新起算这一步。",
      "# overall 是对居民承诺的总时限，自提出之日起，什么也不重新起算。",
      "limits:",
    ]
    for (key, limits) in LoopStep.allCases.map({ ($0.rawValue, loop.steps[$0] ?? []) })
      + [("overall", loop.overall)]
    {
      lines.append("  \(key): [\(limits.map(\.description).joined(separator: ", "))]")
    }
    let calendar = loop.calendar
    let words = ["一", "二", "三", "四", "五", "六", "日"]
    let hours = calendar.hours.map { period in
      let end = period.upperBound == Moment.minutesOfDay ? "24:00" : Moment.clock(period.upperBound)
      return "\"\(Moment.clock(period.lowerBound))-\(end)\""
    }
    lines += [
      "", "# 工作时间：工作日、上下班、节假日（2026-10-01 或 2026-10-01..2026-10-07）、调休上班日。",
      "calendar:",
      "  weekdays: [\(calendar.weekdays.sorted().map { words[$0] }.joined(separator: ", "))]",
      "  hours: [\(hours.joined(separator: ", "))]",
      "  holidays: [\(days(calendar.holidays))]",
      "  make_up: [\(days(calendar.makeUpDays))]",
      "", "# 联席会议：几周没有满足的需求列入议题（证明无人能办的，一周也列入）。",
      "agenda: { unmet_weeks: \(loop.agendaAfter) }",
    ]
    return lines
  }

  /// Days in order, those that follow one another as spans.
  private static func days(_ days: Set<Day>) -> String {
    var spans: [ClosedRange<Day>] = []
    for day in days.sorted() {
      if let last = spans.last, last.upperBound.adding(days: 1) == day,
        day.days(since: last.lowerBound) <= 366
      {
        spans[spans.count - 1] = last.lowerBound...day
      } else {
        spans.append(day...day)
      }
    }
    return spans.map { span in
      span.lowerBound == span.upperBound
        ? "\"\(span.lowerBound)\"" : "\"\(span.lowerBound)..\(span.upperBound)\""
    }.joined(separator: ", ")
  }

  private static func closure(_ closure: Closure) -> String {
    switch closure {
    case .weekly(let session): session.description
    case .day(let day): "\"\(day)\""
    case .part(let day, let part): "\"\(day)\(["上", "下", "晚"][part])\""
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
