import Matching
import Reports
import ThreeLists

/// Comparisons in words.
enum CompareText {
  /// Identifiers told in a line of text.
  static let mostTold = 8

  /// What a member is called.
  static func name(_ member: Comparison.Member, _ language: Language) -> String {
    member.scenario?.name ?? language.text("基准", "base")
  }

  static func status(_ status: PlanStatus, _ language: Language) -> String {
    switch status {
    case .optimal: TierText.proof(.certificate, language)
    case .search: TierText.proof(.search, language)
    case .gap: TierText.proof(.open, language)
    }
  }

  /// `县司法局 2→0`.
  static func unit(_ change: ScenarioDifference.UnitChange) -> String {
    "\(change.unit) \(change.before)→\(change.after)"
  }

  static func progress(_ done: Int, of count: Int, _ language: Language) -> String {
    language.text("正在算场景 \(done)/\(count)", "planning scenarios \(done)/\(count)")
  }

  /// Which of the plans a failure is about.
  static func place(_ name: String?, _ language: Language) -> String {
    guard let name else { return language.text("基准没有方案：", "The base has no plan:") }
    let quoted = Quotation.of(name)
    return language.text("场景「\(quoted)」没有方案：", "Scenario “\(quoted)” has no plan:")
  }

  static func twoPolicies(_ file: String, _ language: Language) -> String {
    language.text(
      "\(file) 的 base 已写明政策，不能再用 --policy。请只留一处。",
      "the base in \(file) names a policy, so --policy cannot. Keep one of them.")
  }

  // MARK: Standard output

  /// The table of the main figures, then what sets each scenario apart.
  static func lines(
    _ comparison: Comparison, folder: String, _ language: Language
  ) -> [String] {
    let base = comparison.base
    var lines = [
      language.text(
        "\(base.task.week)：基准与 \(comparison.members.count - 1) 个场景，逐一求解、证明、复核。",
        "\(base.task.week): the base and \(comparison.members.count - 1) scenarios, each solved, proved and audited."
      )
    ]
    lines += table(comparison, language)
    for member in comparison.members.dropFirst() {
      lines += differences(member, base, language)
    }
    lines.append(
      language.text(
        "已写入 \(folder)/，打印请打开 \(folder)/comparison.html",
        "written to \(folder)/; for print open \(folder)/comparison.html"))
    return lines
  }

  private static func table(_ comparison: Comparison, _ language: Language) -> [String] {
    let headings =
      [language.text("场景", "scenario"), language.text("派出/点单", "served/asked")]
      + (0..<ClassRules.count).map { language.text("\($0)级未派", "unmet \($0)") }
      + [
        language.text("点单满足", "choices"), language.text("人次", "places"),
        language.text("距离", "distance"), language.text("均衡", "fairness"),
      ]
    let rows = comparison.members.map { member in
      let figures = member.figures
      return [
        Quotation.of(name(member, language)),
        "\(figures.visits.served)/\(figures.visits.requested)",
      ] + figures.classes.map { "\($0.unmet)" } + [
        "\(figures.choice.served)/\(figures.choice.requested)", "\(figures.services)",
        "\(figures.distance)", "\(figures.fairness)",
      ]
    }
    return TextTable.lines(headings, rows)
  }

  private static func differences(
    _ member: Comparison.Member, _ base: Comparison.Member, _ language: Language
  ) -> [String] {
    guard let difference = member.difference, let scenario = member.scenario else { return [] }
    var parts: [String] = []
    func add(_ name: String, _ items: [String]) {
      if !items.isEmpty { parts.append("  \(name)\(told(items, language))") }
    }
    let weekly = Dictionary(
      member.task.resources.map { ($0.id, $0.weekly) }, uniquingKeysWith: { first, _ in first })
    add(
      language.text("多来的：", "visits more of: "),
      scenario.effects.filter { $0.kind == .bestVisits }.flatMap(\.resources).map {
        "\($0) \(weekly[$0] ?? 0)"
      })
    let unpinned = Set(scenario.effects.flatMap(\.unpinned)).sorted()
    add(language.text("放开了指定：", "pins given up: "), unpinned)
    add(language.text("多派了：", "more visits: "), difference.gained.map { need($0, language) })
    add(language.text("少派了：", "fewer visits: "), difference.lost.map { need($0, language) })
    let served = difference.added.filter { $0.after > 0 }
    let waiting = difference.added.filter { $0.after == 0 }
    add(
      language.text("新增需求，派出 \(served.count) 件：", "added needs, \(served.count) served: "),
      served.map { need($0, language) })
    add(
      language.text("新增需求，未派 \(waiting.count) 件：", "added needs, \(waiting.count) unmet: "),
      waiting.map(\.need))
    add(language.text("去掉的需求：", "needs left out: "), difference.removed.map(\.need))
    add(language.text("减轻的单位：", "units relieved: "), difference.relieved.map(unit))
    add(language.text("加重的单位：", "units burdened: "), difference.burdened.map(unit))
    let tiers = member.tierChanges(since: base).filter { $0.1 != 0 }.map { name, change in
      "\(name) \(change > 0 ? "+" : "−")\(abs(change))"
    }
    add(language.text("各级目标之差：", "tiers: "), tiers)
    if difference.moved > 0 {
      parts.append(
        language.text(
          "  换人或换时段：\(difference.moved) 件",
          "  served by others or at other times: \(difference.moved)"))
    }
    if parts.isEmpty { parts = [language.text("  与基准相同", "  as the base")] }
    return ["\(Quotation.of(scenario.name)):"] + parts
  }

  private static func need(
    _ change: ScenarioDifference.NeedChange, _ language: Language
  ) -> String {
    let who = change.resources.isEmpty ? "" : " \(change.resources.joined(separator: "+"))"
    return language.text(
      "\(change.need)（\(change.priorityClass)级 \(change.before)→\(change.after)\(who)）",
      "\(change.need) (class \(change.priorityClass), \(change.before)→\(change.after)\(who))")
  }

  private static func told(_ items: [String], _ language: Language) -> String {
    let first = items.prefix(mostTold).map { Quotation.of($0) }
      .joined(separator: language.text("、", ", "))
    guard items.count > mostTold else { return first }
    return language.text(
      "\(first) 等 \(items.count) 项", "\(first) and others, \(items.count) in all")
  }
}
