import Matching
import ThreeLists

/// What `explain` prints.
enum ExplainText {
  static func lines(_ account: Account, language: Language) -> [String] {
    switch account {
    case .need(let need): lines(need, language)
    case .resource(let resource): lines(resource, language)
    case .unit(let unit): lines(unit, language)
    }
  }

  // MARK: A need

  private static func lines(_ account: Account.ForNeed, _ language: Language) -> [String] {
    let need = account.need
    let served = Set(account.services.flatMap(\.services).map(\.visit)).count
    var lines = [
      language.text(
        "需求 \(need.id)（第\(account.priorityClass)级，\(need.category)，网格 \(need.grid)）："
          + "要 \(need.visits) 次，派了 \(served) 次。",
        "need \(need.id) (class \(account.priorityClass), \(need.category), grid \(need.grid)): "
          + "\(served) of \(need.visits) visits served.")
    ]
    for place in account.services {
      for service in place.services { lines.append("  " + line(service, need, language)) }
      lines += alternatives(place, of: need, language)
    }
    for visit in account.firm {
      let who = visit.places.map(\.description).joined(separator: " ")
      let state =
        visit.hasBegun ? language.text("已开始", "begun") : language.text("已接", "accepted")
      lines.append(
        language.text(
          "  第\(visit.visit)次\(state)（\(who)）：", "  visit \(visit.visit) is \(state) (\(who)): ")
          + price(ofKeeping: visit.price, language))
    }
    for pin in account.pins {
      lines.append(
        language.text("  指定 \(pin.pin)：", "  pin \(pin.pin): ")
          + price(ofKeeping: pin.price, language))
    }
    if let unmet = account.unmet {
      lines.append(
        language.text("未满足 \(unmet.missing) 次：", "missing \(unmet.missing): ")
          + ReasonText.sentence(unmet, language: language))
      if unmet.reason != .notAsked {
        lines.append(language.text("  依据：", "  evidence: ") + ReasonText.evidence(unmet))
      }
      let change = ChangeText.sentence(unmet, rows: account.rows, language: language)
      if !change.isEmpty { lines.append(language.text("  最小补足：", "  smallest change: ") + change) }
      if unmet.escalation != nil {
        lines.append(
          language.text("  建议层级：", "  turn to the: ")
            + ChangeText.level(unmet.escalation, language))
      }
    }
    return lines
  }

  private static func line(_ service: Service, _ need: Need, _ language: Language) -> String {
    let role = service.role.map { language.text("，\($0)", ", \($0)") } ?? ""
    let reason = ServiceText.reason(
      service, cameLast: need.previous == service.resource, language: language)
    return language.text(
      "第\(service.visit)次：\(service.resource)（\(service.unit)）\(service.date) "
        + "\(service.session)\(role)；\(reason)",
      "visit \(service.visit): \(service.resource) (\(service.unit)) \(service.date) "
        + "\(language.name(of: service.session))\(role); \(reason)")
  }

  /// A place that an alternative fills, with its rank in the resident's choice where there is one.
  private static func place(
    _ place: ResourceSession, of need: Need, _ language: Language
  ) -> String {
    guard !need.requested.isEmpty else { return place.description }
    let rank = need.requested.firstIndex(of: place.resource)
    return place.description
      + (rank.map { language.text("（点单第\($0 + 1)位）", " (choice \($0 + 1))") }
        ?? language.text("（不在点单内）", " (not chosen)"))
  }

  private static func alternatives(
    _ place: Account.Place, of need: Need, _ language: Language
  ) -> [String] {
    guard let resource = place.services.first?.resource else { return [] }
    var lines = [
      place.isFirm
        ? language.text(
          "    已接或已开始；\(resource) 若来不了，其次是：",
          "    accepted or begun; if \(resource) could not come the next best would be:")
        : place.isPinned
          ? language.text(
            "    经指定；若不指定也不派 \(resource)，其次是：",
            "    pinned; without the pin and \(resource) the next best are:")
          : language.text(
            "    若不派 \(resource)，其次是：", "    without \(resource) the next best are:")
    ]
    for (number, other) in place.alternatives.list.enumerated() {
      let who =
        other.places.isEmpty
        ? language.text("没有人能来", "nobody")
        : other.places.map { self.place($0, of: need, language) }.joined(separator: " ")
      lines.append(
        "      \(number + 1). \(who)\(language.text("：", ": "))\(price(other.price, language))")
    }
    switch place.alternatives.end {
    case .enough, .nobody: break
    case .timeUp:
      lines.append(
        language.text("      时间已到，没有再比较。", "      the time is up: nobody else was compared."))
    case .pins:
      lines.append(
        language.text(
          "      此外没有办法守住全部指定和已接的派单。", "      no other plan keeps all pins and promises."))
    }
    return lines
  }

  /// A price as what is lost.
  static func price(_ price: PriceOfCondition, _ language: Language) -> String {
    let open =
      price.isProved ? "" : language.text("（未证，时限内所得）", " (not proved, best found in the time)")
    guard let tier = price.tier else {
      return language.text(
        "各级都不损失，同样好，只按编号取舍\(open)", "no tier loses: equally good, told apart by identifier\(open)")
    }
    let name = TierText.name(tier, language)
    return price.by >= 0
      ? language.text(
        "\(name)（\(tier)）差 \(price.by)\(open)", "\(name) (\(tier)) worse by \(price.by)\(open)")
      : language.text(
        "\(name)（\(tier)）好 \(-price.by)\(open)", "\(name) (\(tier)) better by \(-price.by)\(open)")
  }

  private static func price(ofKeeping price: PriceOfCondition?, _ language: Language) -> String {
    guard let price else {
      return language.text("时间已到，没有算它的代价。", "the time is up: its price is not known.")
    }
    guard price.tier != nil else {
      return language.text("保留它，各级都不损失。", "keeping it costs no tier anything.")
    }
    return language.text("保留它的代价：", "keeping it costs: ") + self.price(price, language)
  }

  // MARK: A resource

  private static func lines(_ told: Account.ForResource, _ language: Language) -> [String] {
    let account = told.account
    let row = account.resource
    var lines = [
      language.text(
        "资源 \(row.id)（\(row.unit)）：本周可去 \(row.weekly) 次，派了 \(account.services.count) 次。",
        "resource \(row.id) (\(row.unit)): \(account.services.count) of \(row.weekly) places filled."
      )
    ]
    for service in account.services {
      lines.append(
        "  \(service.date) \(language.name(of: service.session)) \(service.need)"
          + (service.role.map { " \($0)" } ?? ""))
    }
    if account.shortfall > 0 {
      lines.append(
        language.text(
          "  每周至少 \(row.minimum) 次，还差 \(account.shortfall) 次。",
          "  \(account.shortfall) short of its minimum of \(row.minimum)."))
    }
    lines.append("  " + state(account, language))
    if account.state != .expired {
      lines.append(
        language.text(
          "  它能去的需求：自己去的 \(account.own.count) 件，别人已全部满足的 \(account.elsewhere.count) 件，"
            + "还缺的 \(account.unmet.count) 件\(names(account.unmet))。",
          "  needs it could serve: \(account.own.count) with a visit of its own, "
            + "\(account.elsewhere.count) fully served by others, \(account.unmet.count) lacking"
            + "\(names(account.unmet))."))
    }
    if !account.counts.isEmpty {
      let rules = account.counts.map {
        language.text(
          "\(RuleText.name($0.rule, .zh)) \($0.resources) 件",
          "\(RuleText.name($0.rule, .en)): \($0.resources)")
      }.joined(separator: language.text("、", "; "))
      let near = account.nearest.map { near in
        let why = near.rules.map { RuleText.name($0, language) }
          .joined(separator: language.text("、", ", "))
        return language.text("最接近的是 \(near.need)，只因\(why)。", " Nearest: \(near.need) (\(why)).")
      }
      lines.append(
        language.text("  它不能去的需求：\(rules)。", "  needs it cannot serve, by rule: \(rules).")
          + (near ?? ""))
    }
    if case .price(let without)? = told.without {
      lines.append(
        language.text("  没有它：", "  without it: ") + price(without, language))
    }
    if told.without == .isAsked {
      lines.append(
        language.text(
          "  没有它：有指定或已接的派单要它来（或要与它同去的人来），不能没有它。",
          "  without it: pins or promises ask for it, or for somebody who cannot come without it."))
    }
    if let raises = told.oneMore {
      if raises.isEmpty {
        lines.append(language.text("  多来一次：各级都不变", "  one more visit: no tier gains"))
      }
      for raise in raises {
        let limits = ChangeText.limits(
          of: row, weekly: raise.weekly ? 1 : 0, perSession: raise.perSession ? 1 : 0, language)
        lines.append(
          language.text("  多来一次（\(limits)）：", "  one more visit (\(limits)): ")
            + price(raise.price, language))
      }
    }
    if told.isTimeUp {
      lines.append(
        language.text(
          "  时间已到，其余没有算；要算全，请放宽 --time-limit。",
          "  the time is up: the rest was not worked out. Allow more with --time-limit."))
    }
    return lines
  }

  private static func names(_ needs: [String]) -> String {
    needs.isEmpty
      ? "" : " (" + needs.prefix(6).joined(separator: " ") + (needs.count > 6 ? " …)" : ")")
  }

  private static func state(_ account: ResourceAccount, _ language: Language) -> String {
    switch account.state {
    case .expired: language.text("有效期在本周之前已过。", "Its last valid day lies before the week.")
    case .nothingOffered: language.text("每周可用是 0。", "It offers no visits this week.")
    case .noNeeds:
      language.text("空闲：没有它能去的需求。", "Idle: the rules keep it from every need.")
    case .weekFull: language.text("本周次数已排满。", "Its week is full.")
    case .sessionsFull:
      language.text(
        "次数有余，但还缺的需求能来的日子里，它的时段已排满，或那天已有服务。",
        "Its week has room, but on the days of needs that lack visits its sessions are full, or the "
          + "need has a visit already.")
    case .allServed:
      language.text("有余：它能去的需求都已满足。", "Room left: every need it could serve is served.")
    case .room:
      language.text(
        "有余，但单靠它不能满足还缺的需求（要小组、要全部次数，或别的目标在前）。",
        "Room left, but not enough by itself: a team, all visits or none, or a tier before it.")
    }
  }

  // MARK: A unit

  private static func lines(_ account: UnitAccount, _ language: Language) -> [String] {
    let unit = account.unit
    var lines = [
      language.text(
        "单位 \(unit.name)：资源 \(account.members.count) 个，本周可去 \(account.weekly) 次，派了 \(account.load) 次。",
        "unit \(unit.name): \(account.members.count) resources, \(account.load) of \(account.weekly) "
          + "places filled.")
    ]
    for member in account.members {
      lines.append("  \(member.resource) \(member.load)/\(member.weekly)")
    }
    lines.append(
      language.text(
        "  连同历史 \(unit.history) 次共 \(account.carried) 次；按权重 \(decimal(unit.weight)) 应占 "
          + "\(decimal(account.fairShare)) 次（全部单位共 \(account.carriedByAll) 次）。",
        "  with \(unit.history) carried before: \(account.carried); its share by weight "
          + "\(decimal(unit.weight)) would be \(decimal(account.fairShare)) of "
          + "\(account.carriedByAll)."))
    lines.append(
      language.text(
        "  按权重折算，\(account.unitCount) 个单位中有 \(account.unitsBelow) 个负担比它轻。",
        "  by weight, \(account.unitsBelow) of \(account.unitCount) units carry less."))
    return lines
  }

  /// Hundredths as a decimal.
  private static func decimal(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return rest == 0
      ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  // MARK: Remarks

  static func solving(_ language: Language) -> String {
    language.text("正在重新求解", "solving again")
  }

  static func unknown(_ text: String, nearest: [String], _ language: Language) -> String {
    let near = nearest.joined(separator: language.text("、", ", "))
    return language.text(
      "没有叫「\(text)」的需求、资源或单位。\(near.isEmpty ? "" : "最接近的：\(near)。")",
      "no need, resource or unit is called \"\(text)\".\(near.isEmpty ? "" : " Nearest: \(near).")")
  }

  static func ambiguous(_ text: String, _ subjects: [Subject], _ language: Language) -> String {
    let names = subjects.prefix(6).map { subject in
      switch subject {
      case .need(let name): language.text("需求 \(name)", "need \(name)")
      case .resource(let name): language.text("资源 \(name)", "resource \(name)")
      case .unit(let name): language.text("单位 \(name)", "unit \(name)")
      }
    }.joined(separator: language.text("、", ", "))
    let more = subjects.count > 6 ? " …" : ""
    return language.text(
      "「\(text)」指哪一个不清楚（共 \(subjects.count) 个）：\(names)\(more)。请写全，或写明 需求:、资源:、单位:。",
      "\"\(text)\" could be any of \(subjects.count): \(names)\(more). Write more of it, or need:, resource:, unit: before it."
    )
  }

  static func unsound(_ dir: String, _ language: Language) -> String {
    language.text(
      "\(dir)：派单结果与清单不符，不能说明。请先用 sandan verify 复核。",
      "\(dir): the plan does not agree with its lists. See sandan verify first.")
  }
}
