import Matching
import ThreeLists

/// Why a need stays unmet, as a sentence for the resident and as facts for a checker.
enum ReasonText {
  /// A short name for a reason's code.
  static func name(_ code: String, _ language: Language) -> String {
    switch code {
    case "no-candidate": language.text("没有符合条件的资源", "nobody fits")
    case "few-days": language.text("能来的天数不够", "too few days")
    case "sessions-full": language.text("时段已满", "sessions full")
    case "weeks-full": language.text("本周次数已用完", "weeks full")
    case "role-unfilled": language.text("小组缺角色", "role unfilled")
    case "all-or-nothing": language.text("不能全部满足", "all or nothing")
    case "higher-tier": language.text("让位于同级或更高级的需求", "its class or higher first")
    case "cut-off": language.text("求解没有算完", "not settled")
    default: code
    }
  }

  /// The sentence.
  static func sentence(_ reason: UnmetReason, language: Language) -> String {
    switch reason {
    case .noCandidate(let counts, let nearest):
      let removed = counts.map {
        language.text(
          "\($0.resources)个\(RuleText.name($0.rule, .zh))",
          "\($0.resources): \(RuleText.name($0.rule, .en))")
      }.joined(separator: language.text("、", "; "))
      let miss = nearest.map { near in
        let rules = near.rules.map { RuleText.name($0, language) }
          .joined(separator: language.text("、", ", "))
        return language.text(
          "最接近的是 \(near.resource)（同样情况共 \(near.alike) 个），只因\(rules)。",
          " Nearest: \(near.resource) (\(near.alike) alike), only because it \(rules).")
      }
      return language.text("没有符合条件的资源：\(removed)。", "No resource passes the rules (\(removed)).")
        + (miss ?? "")
    case .fewDays(let days, let visits):
      return language.text(
        "需要 \(visits) 次（每天至多一次），本周只有 \(days) 天有资源能来。",
        "\(visits) visits are asked for, one a day, and resources can come on \(days) days only.")
    case .sessionsFull(let slots, let holders):
      return language.text(
        "能来的资源各时段都已满（\(slots.count) 个时段，由 \(list(holders)) 占用，优先级别相同或更高，或经指定）。",
        "Every session of every resource that could come is full (\(slots.count) sessions, held by "
          + "\(list(holders)), of equal or higher class or pinned).")
    case .weeksFull(_, let resources, let holders):
      return language.text(
        "能来的资源本周次数已用完（\(list(resources))，由 \(list(holders)) 占用，优先级别相同或更高，或经指定）。",
        "The week of every resource that could come is full (\(list(resources)), held by "
          + "\(list(holders)), of equal or higher class or pinned).")
    case .roleUnfilled(let role, let sessions):
      return language.text(
        "小组缺角色「\(role)」：其他角色能到的 \(sessions.count) 个时段里，这个角色的名额都无法补齐。",
        "The team lacks the role \(role): its places cannot all be filled in any of the "
          + "\(sessions.count) sessions in which the others can come.")
    case .allOrNothing(let possible, let visits):
      return language.text(
        "要求 \(visits) 次全部满足；在其余派单不变时，只能排出 \(possible) 次，因此没有安排。",
        "All \(visits) visits or none: while the other services stay as they are, only "
          + "\(possible) would fit.")
    case .higherTier(let tier):
      return language.text(
        "按现有资源，不让同级或更高级的需求让位，也不使排在前面的目标变差，就安排不了它"
          + "（\(TierText.name(tier, .zh))）。",
        "With the resources there are it cannot be served unless needs of the same or a higher class "
          + "give way or a tier that comes first gets worse (\(TierText.name(tier, .en))).")
    case .cutOff:
      return language.text(
        "求解没有算完（时间到，或数值超出可信的范围），未能断定是否可以安排。限了 --time-limit 的，请放宽再算。",
        "Solving was not finished (its time was up, or numbers were beyond its trusted range): "
          + "it is not known whether this could be served. Allow more time if time was limited.")
    }
  }

  /// The facts in a line: `slots=R001@一上;holders=N002`.
  static func evidence(_ reason: UnmetReason) -> String {
    switch reason {
    case .noCandidate(let counts, let nearest):
      let rules = counts.map { "\($0.rule.rawValue)=\($0.resources)" }
      let miss = nearest.map {
        ["nearest=\($0.resource)[\($0.rules.map(\.rawValue).joined(separator: " "))]"]
      }
      return (rules + (miss ?? [])).joined(separator: ";")
    case .fewDays(let days, let visits): return "days=\(days);visits=\(visits)"
    case .sessionsFull(let slots, let holders):
      return "slots=\(spaced(slots.map(\.description)));holders=\(spaced(holders))"
    case .weeksFull(let slots, let resources, let holders):
      return "slots=\(spaced(slots.map(\.description)));weeks=\(spaced(resources));"
        + "holders=\(spaced(holders))"
    case .roleUnfilled(let role, let sessions):
      return "role=\(role);sessions=\(spaced(sessions.map(\.description)))"
    case .allOrNothing(let possible, let visits): return "possible=\(possible);visits=\(visits)"
    case .higherTier(let tier): return "tier=\(tier)"
    case .cutOff: return "cut-off"
    }
  }

  /// As many as a cell should hold, and their number; plan.json has them all.
  private static func spaced(_ texts: [String]) -> String {
    texts.prefix(60).joined(separator: " ") + (texts.count > 60 ? " … (\(texts.count))" : "")
  }

  /// The first few of many, and their number.
  private static func list(_ texts: [String]) -> String {
    if texts.isEmpty { return "—" }
    return texts.prefix(6).joined(separator: " ")
      + (texts.count > 6 ? " … (\(texts.count))" : "")
  }
}

/// Tiers in words.
enum TierText {
  static func name(_ tier: TierName, _ language: Language) -> String {
    switch tier {
    case .served(let number):
      language.text("第\(number)级需求的服务次数", "visits served in class \(number)")
    case .kept: language.text("维持已派", "places kept")
    case .minimums: language.text("每周至少的缺口", "shortfall below minimums")
    case .grids: language.text("各社区均衡", "balance of communities")
    case .waited: language.text("等候天数", "days waited")
    case .choice: language.text("居民点单", "residents' choices")
    case .continuity: language.text("原来的资源", "previous resource")
    case .prompt: language.text("尽早安排", "early sessions")
    case .distance: language.text("就近", "distance")
    case .units: language.text("单位负担均衡", "balance of units")
    }
  }

  /// How a tier is proved, with the bound that is proved when it is not.
  static func proof(_ result: TierResult, _ language: Language) -> String {
    let words = proof(result.provedBy, language)
    guard result.provedBy != .certificate, let bound = result.bound else { return words }
    return words
      + (result.provedBy == .open
        ? language.text("，界 \(bound)", ", bound \(bound)")
        : language.text("，已证的界 \(bound)", ", proved bound \(bound)"))
  }

  /// A kind of proof; the word 最优 stands only beside one.
  static func proof(_ proof: TierProof, _ language: Language) -> String {
    switch proof {
    case .certificate: language.text("已证最优", "proved best")
    case .search: language.text("求解器判定最优，未独立核验", "closed by the solver, not verified")
    case .open: language.text("未证", "open")
    }
  }
}

/// What stands in 理由.
enum ServiceText {
  static func reason(_ service: Service, need: Need?, language: Language) -> String {
    var parts: [String] = []
    if service.method == .pinned { parts.append(language.text("指定", "pinned")) }
    if let rank = service.choiceRank {
      parts.append(language.text("点单第\(rank)位", "choice \(rank)"))
    }
    if need?.previous == service.resource { parts.append(language.text("上次资源", "came last time")) }
    let levels = language.text(
      "同网格 同社区 同街道 同县 跨县", "same-grid same-community same-town same-county beyond"
    )
    .split(separator: " ").map(String.init)
    if levels.indices.contains(service.distance) { parts.append(levels[service.distance]) }
    return parts.joined(separator: language.text("；", "; "))
  }
}

/// Audit findings as lines.
enum AuditText {
  static func line(_ finding: AuditFinding, language: Language) -> String {
    let about = [finding.service, finding.need, finding.resource, finding.session?.description]
      .compactMap { $0 }.joined(separator: " ")
    let why = meaning(of: finding.rule, language)
    return language.text(
      "违反 \(finding.rule)：\(about) 应为 \(finding.expected)，实为 \(finding.found)",
      "breaks \(finding.rule): \(about) expected \(finding.expected), found \(finding.found)")
      + why.map { language.text("（\($0)）", " (\($0))") }.joined()
  }

  /// What a rule asks for, where its name and the facts do not say it.
  private static func meaning(of rule: AuditRule, _ language: Language) -> [String] {
    switch rule {
    case .searchUncoupled:
      [
        language.text(
          "没有多人同来、多次而不允许部分或留有余地的指定，各级目标总能用价格证明，不能只凭求解器判定",
          "without teams, visits all or nothing or open pins every tier can be proved by prices; "
            + "the solver's word is not enough")
      ]
    case .searchProved:
      [language.text("证书已证明这一级，应写 certificate", "the certificate proves it")]
    case .searchAlike:
      [
        language.text(
          "没有证明：绑在一起的需求照旧时，其余安排已是最优",
          "it is not proved that nothing is better while coupled needs are served alike")
      ]
    case .searchImproved:
      [language.text("只改这件需求的一处安排就更好", "one change to this need makes the plan better")]
    default: []
    }
  }
}
