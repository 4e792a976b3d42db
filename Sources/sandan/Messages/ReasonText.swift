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
    case "few-places": language.text("能来的人次不够", "too few places")
    case "places-held": language.text("已被同级或更高级的需求占用", "held by its class or higher")
    case "all-or-nothing": language.text("不能全部满足", "all or nothing")
    case "higher-tier": language.text("让位于政策在前的目标", "a tier before it")
    case "equal-plan": language.text("一样好的方案里没有选中", "among equal plans")
    case "unpriced": language.text("政策另有目标在前", "tiers before it")
    case "cut-off": language.text("求解没有算完", "not settled")
    case "by-hand": language.text("方案经人工改动", "changed by hand")
    case "not-asked": language.text("没有要原因", "not asked for")
    default: code
    }
  }

  /// What an unmet need's resident can be told: a sentence, or one for each thing that stops some of
  /// the visits missing.
  static func sentence(_ unmet: Unmet, language: Language) -> String {
    let first = sentence(unmet.reason, of: unmet.need, language: language)
    if unmet.further.isEmpty { return first }
    let others = unmet.further.reduce(0) { $0 + $1.visits }
    let parts = unmet.further.map { obstacle in
      language.text("另 \(obstacle.visits) 次：", " Another \(obstacle.visits): ")
        + sentence(obstacle.reason, of: unmet.need, language: language)
    }
    return language.text(
      "缺的 \(unmet.missing) 次中，\(unmet.missing - others) 次：",
      "Of the \(unmet.missing) visits missing, \(unmet.missing - others): ")
      + first + parts.joined()
  }

  /// The sentence.
  ///
  /// - Parameters:
  ///   - reason: why.
  ///   - need: the need; nobody is told that it stands in its own way.
  ///   - language: Chinese or English.
  /// - Returns: one or two sentences.
  static func sentence(
    _ reason: UnmetReason, of need: String? = nil, language: Language
  ) -> String {
    switch reason {
    case .noCandidate(let role, let counts, let nearest):
      noCandidate(role, counts, nearest, language)
    case .fewDays(let days, let visits):
      language.text(
        "需要 \(visits) 次（每天至多一次），本周只有 \(days) 天有资源能来。",
        "\(visits) visits are asked for, one a day, and resources can come on \(days) "
          + "\(days == 1 ? "day" : "days") only.")
    case .sessionsFull(let slots, let holders):
      language.text(
        "能来的资源各时段都已满，占用者也没有别处可换（共 \(slots.count) 个时段，"
          + "\(heldBy(holders, holders.count, of: need, .zh))）。",
        "Every session of every resource that could come is full, and those who hold them could not "
          + "move elsewhere (\(slots.count) \(slots.count == 1 ? "session" : "sessions"), "
          + "\(heldBy(holders, holders.count, of: need, .en))).")
    case .weeksFull(let slots, let resources, let holders)
    where slots.allSatisfy { resources.contains($0.resource) }:
      language.text(
        "能来的资源本周次数都已用完（\(list(resources))，"
          + "\(heldBy(holders, holders.count, of: need, .zh))），占用者也没有别处可换。",
        "The week of every resource that could come is full (\(list(resources)), "
          + "\(heldBy(holders, holders.count, of: need, .en))), and those who hold it could not move "
          + "elsewhere.")
    case .weeksFull(_, let resources, let holders):
      language.text(
        "能来的资源要么时段已满，要么本周次数已用完（用完的是 \(list(resources))），占用者也没有别处可换（"
          + "\(heldBy(holders, holders.count, of: need, .zh))）。",
        "Every resource that could come has its sessions or its week full (its week: "
          + "\(list(resources))), and those who hold them could not move elsewhere ("
          + "\(heldBy(holders, holders.count, of: need, .en))).")
    case .roleUnfilled(let role, let sessions):
      sessions.count == Session.count
        ? language.text(
          "小组缺角色「\(role)」：本周没有一个时段补得齐这个角色的名额。",
          "The team lacks the role \(role): its places cannot all be filled in any session.")
        : language.text(
          "小组缺角色「\(role)」：其他角色能到的 \(sessions.count) 个时段里，这个角色的名额都无法补齐。",
          "The team lacks the role \(role): its places cannot all be filled in any of the "
            + "\(sessions.count) sessions in which the others can come.")
    case .fewPlaces(let offer): fewPlaces(offer, language)
    case .placesHeld(let role, let held):
      language.text(
        (role.map { "按现在的安排，小组补不齐角色「\($0)」：" } ?? "按现在的安排，它要的人和时段已被占用：")
          + taken(held, short: false, of: need, .zh) + "。",
        (role.map { "As the plan stands, the places of the role \($0) cannot be filled: " }
          ?? "As the plan stands, those who could come are taken: ")
          + taken(held, short: false, of: need, .en) + ".")
    case .allOrNothing(let possible, let visits, let role, let held):
      language.text(
        "要求 \(visits) 次全部满足；优先级别相同或更高的、经指定的派单不动时，最多排得出 \(possible) 次，因此没有安排"
          + (role.map { "（补不齐角色「\($0)」）" } ?? "") + "：" + taken(held, short: true, of: need, .zh)
          + "。",
        "All \(visits) visits or none: beside the visits of equal or higher class, and those that "
          + "pins keep, at most \(possible) would fit"
          + (role.map { " (the role \($0) lacks)" } ?? "") + "; "
          + taken(held, short: true, of: need, .en)
          + ".")
    case .higherTier(let tier, let by, let instead):
      language.text(
        "人手有余地，但按政策的目标次序，安排它至少要让「\(TierText.name(tier, .zh))」差 \(by)"
          + (instead.isEmpty ? "" : "，并让 \(list(instead)) 少得服务") + "。",
        "There would be room, but in the policy's order of tiers serving it costs at least \(by) of "
          + "\(TierText.name(tier, .en))"
          + (instead.isEmpty ? "" : ", and \(list(instead)) would be served less often") + ".")
    case .equalPlan(let instead):
      language.text(
        "安排它的方案各级目标都一样好"
          + (instead.isEmpty ? "，没有更好" : "，但要让 \(list(instead)) 少得服务")
          + "；一样好的方案里按编号次序取了现在这一个。",
        "A plan that serves it is equally good in every tier"
          + (instead.isEmpty ? "" : ", but serves \(list(instead)) less often")
          + "; among equals the order of identifiers decided.")
    case .unpriced:
      language.text(
        "人手有余地，但政策把别的目标排在它的级别之前：安排它就要让其中一级变差，或让同级的需求少得服务；"
          + "是哪一级没有证明（本周有绑在一起的需求，或有的级没有证完，证书不足以断定；只逐件查前 \(UnmetReason.mostPriced) 件）。",
        "There would be room, but the policy puts other tiers before its class: to serve it, one of them "
          + "would get worse or another need of its class would be served less often; which is not "
          + "proved (in a week with coupled needs or open tiers the certificate may leave it open; the first "
          + "\(UnmetReason.mostPriced) are looked at)."
      )
    case .byHand:
      language.text(
        "方案经人工改动，没有说明这件为什么没有排上；要知道原因，请重新排方案。",
        "The plan was changed by hand, and nothing is said of why this is not served; to know it, plan again."
      )
    case .notAsked:
      language.text(
        "没有算原因（只要了方案）；要知道原因，请不带 --plan-only 再派一次。",
        "No reason was worked out, as the plan alone was asked for; to know it, plan again without --plan-only."
      )
    case .cutOff:
      language.text(
        "求解没有算完（时间或运算量到了限度，或数值超出可信的范围），未能断定是否可以安排。到了限度的，给足 --time-limit 可以再算下去。",
        "Solving was not finished (its time or its share of work was spent, or numbers were beyond its trusted range): "
          + "it is not known whether this could be served. If a limit was met, an ample --time-limit lets it go on."
      )
    }
  }

  private static func noCandidate(
    _ role: String?, _ counts: [RuleCount], _ nearest: NearestMiss?, _ language: Language
  ) -> String {
    let place = role.map { language.text("小组的角色「\($0)」", " for the role \($0) of the team") } ?? ""
    guard !counts.isEmpty else {
      return language.text(
        "\(place)资源清单里没有可以考虑的资源。", "There is no resource to consider\(place).")
    }
    let removed = counts.map {
      language.text(
        "\($0.resources)个\(RuleText.name($0.rule, .zh))",
        "\($0.resources): \(RuleText.name($0.rule, .en))")
    }.joined(separator: language.text("、", "; "))
    let miss = nearest.map { near in
      let rules = near.rules.map { RuleText.name($0, language) }
        .joined(separator: language.text("、", ", "))
      return near.alike == 1
        ? language.text(
          "最接近的是 \(near.resource)，只因\(rules)。",
          " Nearest: \(near.resource), with only this against it: \(rules).")
        : language.text(
          "最接近的是 \(near.resource)（同样情况共 \(near.alike) 个），只因\(rules)。",
          " Nearest: \(near.resource) (\(near.alike) alike), with only this against it: \(rules).")
    }
    return language.text(
      "\(place)没有符合条件的资源（一个资源可有几条不符）：\(removed)。",
      "No resource passes the rules\(place) (some fail several): \(removed).") + (miss ?? "")
  }

  private static func fewPlaces(_ offer: PlacesOffered, _ language: Language) -> String {
    let most = language.text(
      offer.possible == 0
        ? "即使本周只安排这一件，也排不出一次（要 \(offer.visits) 次）"
        : "即使本周只安排这一件，也只排得出 \(offer.possible) 次（要 \(offer.visits) 次）",
      "Even if nothing else were served, \(offer.possible) of \(offer.visits) "
        + "\(offer.visits == 1 ? "visit" : "visits") could be")
    guard let offered = offer.offered else {
      return most
        + language.text(
          "：各角色的人本周可去的次数凑不出更多。",
          ": the weeks of those who could come allow no more teams.")
    }
    return most
      + language.text(
        (offer.role.map { "：能担任「\($0)」的资源" } ?? "：能来的资源")
          + "本周在能去的日子里合计可去 \(offered) 次，凑不出更多。",
        ": those who could come" + (offer.role.map { " as \($0)" } ?? "")
          + " offer \(offered) \(offered == 1 ? "place" : "places") in all on the days in question, "
          + "which allow no more.")
  }

  /// What is full, and who holds it; weeks may be `short` of what is wanted, or have nothing left.
  private static func taken(
    _ held: HeldPlaces, short: Bool, of need: String?, _ language: Language
  ) -> String {
    var parts: [String] = []
    if held.slotCount > 0 {
      // Beyond those that are told it is not known how many resources there are.
      var resources: [String] = []
      for slot in held.slots where slot.resource != resources.last {
        resources.append(slot.resource)
      }
      let names =
        held.slots.count == held.slotCount
        ? list(resources) : resources.prefix(6).joined(separator: " ") + " …"
      parts.append(
        language.text(
          "\(held.slotCount) 个时段已满（\(names)）",
          "\(held.slotCount) \(held.slotCount == 1 ? "session" : "sessions") full (\(names))"))
    }
    if held.resourceCount > 0 {
      parts.append(
        language.text(
          "\(held.resourceCount) 个资源本周次数\(short ? "用完或不够" : "已用完")"
            + "（\(list(held.resources, of: held.resourceCount))）",
          "the week of \(held.resourceCount) \(held.resourceCount == 1 ? "resource" : "resources") "
            + "\(short ? "full or too short" : "full") "
            + "(\(list(held.resources, of: held.resourceCount)))"))
    }
    parts.append(heldBy(held.holders, held.holderCount, of: need, language))
    return parts.joined(separator: language.text("，", ", "))
  }

  /// Who holds what a need wants; the need's own visits are told apart.
  private static func heldBy(
    _ holders: [String], _ count: Int, of need: String?, _ language: Language
  ) -> String {
    let others = holders.filter { $0 != need }
    let isOwn = others.count < holders.count
    let names = list(others, of: isOwn ? count - 1 : count)
    switch (others.isEmpty, isOwn) {
    case (true, true):
      return language.text("占用的是它自己已得的派单", "held by visits of its own")
    case (true, false):
      return language.text("没有可用的次数", "which offer nothing")
    case (false, _):
      return language.text(
        "由 \(names) 占用\(isOwn ? "（另有它自己已得的）" : "")，优先级别相同或更高，或经指定",
        "held by \(names)\(isOwn ? " and visits of its own" : ""), of equal or higher class or pinned"
      )
    }
  }

  /// The facts in a line; what stops other visits stands after a bar, with how many: `|2:days=3`.
  static func evidence(_ unmet: Unmet) -> String {
    ([evidence(unmet.reason)] + unmet.further.map { "\($0.visits):\(evidence($0.reason))" })
      .joined(separator: "|")
  }

  /// The facts in a line: `slots=R001@一上;holders=N002`.
  static func evidence(_ reason: UnmetReason) -> String {
    switch reason {
    case .noCandidate(let role, let counts, let nearest):
      let rules = counts.map { "\($0.rule.rawValue)=\($0.resources)" }
      let miss = nearest.map {
        ["nearest=\($0.resource)[\($0.rules.map(\.rawValue).joined(separator: " "))]"]
      }
      return ((role.map { ["role=\($0)"] } ?? []) + rules + (miss ?? [])).joined(separator: ";")
    case .fewDays(let days, let visits): return "days=\(days);visits=\(visits)"
    case .sessionsFull(let slots, let holders):
      return "slots=\(spaced(slots.map(\.description)));holders=\(spaced(holders))"
    case .weeksFull(let slots, let resources, let holders):
      return "slots=\(spaced(slots.map(\.description)));weeks=\(spaced(resources));"
        + "holders=\(spaced(holders))"
    case .roleUnfilled(let role, let sessions):
      return "role=\(role);sessions=\(spaced(sessions.map(\.description)))"
    case .fewPlaces(let offer):
      return "possible=\(offer.possible);visits=\(offer.visits)"
        + (offer.role.map { ";role=\($0)" } ?? "") + (offer.offered.map { ";offered=\($0)" } ?? "")
    case .placesHeld(let role, let held):
      return (role.map { "role=\($0);" } ?? "") + evidence(held)
    case .allOrNothing(let possible, let visits, let role, let held):
      return "possible=\(possible);visits=\(visits);" + (role.map { "role=\($0);" } ?? "")
        + evidence(held)
    case .higherTier(let tier, let by, let instead):
      return "tier=\(tier);by=\(by);instead=\(spaced(instead))"
    case .equalPlan(let instead): return "instead=\(spaced(instead))"
    case .unpriced: return "unpriced"
    case .cutOff: return "cut-off"
    case .byHand: return "by-hand"
    case .notAsked: return "not-asked"
    }
  }

  private static func evidence(_ held: HeldPlaces) -> String {
    "slots=\(spaced(held.slots.map(\.description), of: held.slotCount));"
      + "weeks=\(spaced(held.resources, of: held.resourceCount));"
      + "holders=\(spaced(held.holders, of: held.holderCount))"
  }

  /// As many as a cell should hold, and their number; plan.json has them all.
  private static func spaced(_ texts: [String], of count: Int? = nil) -> String {
    let count = count ?? texts.count
    return texts.prefix(60).joined(separator: " ") + (count > 60 ? " … (\(count))" : "")
  }

  /// The first few of many, and their number.
  private static func list(_ texts: [String], of count: Int? = nil) -> String {
    let count = count ?? texts.count
    return texts.prefix(6).joined(separator: " ") + (count > 6 ? " … (\(count))" : "")
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
  private static let chineseLevels = ["同网格", "同社区", "同街道", "同县", "跨县"]
  private static let englishLevels = [
    "same-grid", "same-community", "same-town", "same-county", "beyond",
  ]

  /// The words; `cameLast`: whether the need names the resource as 上次资源.
  static func reason(_ service: Service, cameLast: Bool, language: Language) -> String {
    let levels = language == .zh ? chineseLevels : englishLevels
    // As most services have it: nothing to tell but how far it is.
    if service.method == .optimized, service.choiceRank == nil, !cameLast {
      return levels.indices.contains(service.distance) ? levels[service.distance] : ""
    }
    var parts: [String] = []
    if service.method == .pinned { parts.append(language.text("指定", "pinned")) }
    if service.method == .manual { parts.append(language.text("人工改动", "by hand")) }
    if service.method == .kept { parts.append(language.text("续派", "kept")) }
    if let rank = service.choiceRank {
      parts.append(language.text("点单第\(rank)位", "choice \(rank)"))
    }
    if cameLast { parts.append(language.text("上次资源", "came last time")) }
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
    case .planOnly:
      [
        language.text(
          "只写方案的目录（plan.json 里 planOnly 为 true）一概不写原因、最小补足和建议层级；别的目录每件都要有原因",
          "a folder of the plan alone (planOnly in plan.json) tells no reasons, changes or levels; in any "
            + "other every unmet need has a reason")
      ]
    case .searchUncoupled:
      [
        language.text(
          "没有多人同来、多次而不允许部分或留有余地的指定，各级目标总能用价格证明，不能只凭求解器判定",
          "without teams, visits all or nothing or open pins every tier can be proved by prices; "
            + "the solver's word is not enough")
      ]
    case .byHand:
      [
        language.text(
          "去掉人工改动，应是一份合规则的方案，各级的值与所说的相同",
          "without the changes by hand it is a plan that keeps every rule and has the values told")
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
    case .canonicalLists:
      [
        language.text(
          "目录里 lists/ 的清单由 sandan 写出，每一格的写法应完全一致",
          "the lists in the folder are written by sandan, and every cell stands as it writes it")
      ]
    case .wording:
      [
        language.text(
          "表中每一格都由派单结论和清单写出，应逐字相同",
          "every cell is written from the plan and the lists and has to read the same")
      ]
    case .report:
      [
        language.text(
          "报告由派单结论和清单写出，应逐字节相同（中文或英文）",
          "the report is written from the plan and the lists, byte by byte, in Chinese or in English"
        )
      ]
    case .workbook:
      [
        language.text(
          "工作簿由派单结论和清单写出，每一格应相同；要留自己的记号，请另存一份",
          "the workbook is written from the plan and the lists, and every cell has to read the same; "
            + "keep notes of your own in a copy")
      ]
    default: []
    }
  }
}
