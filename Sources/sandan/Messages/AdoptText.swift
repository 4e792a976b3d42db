import Ledger
import ListFiles
import Matching
import ThreeLists

/// Sentences about a plan that an office edited.
enum AdoptText {
  static func adopted(
    _ plan: Plan, _ orders: OrderChanges?, folder: String, _ language: Language
  ) -> [String] {
    guard let hand = plan.byHand else {
      return [
        language.text(
          "\(plan.week)：改后的清单与现在重排的方案相同，已记入；没有需要标“人工”的。",
          "\(plan.week): the edited list is what the week is planned to be now, and is recorded; nothing is marked as done by hand."
        )
      ] + end(orders, folder, language)
    }
    var lines = [
      language.text(
        "\(plan.week) 已采用人工改动：\(hand.moves.count) 处，服务 \(plan.services.count) 条；"
          + "没有完全满足的 \(plan.unmet.count) 件。",
        "\(plan.week): \(hand.moves.count) changes by hand are taken; "
          + "\(plan.services.count) services, \(plan.unmet.count) needs not fully served.")
    ]
    lines += hand.moves.map { "  " + line($0, language) }
    lines.append(
      language.text("各级目标，改动前 → 改动后：", "Tiers, before → after:"))
    lines += zip(plan.tiers, hand.planned).map { "  " + tier($0, planned: $1, language) }
    return lines + end(orders, folder, language)
  }

  private static func end(
    _ orders: OrderChanges?, _ folder: String, _ language: Language
  ) -> [String] {
    var lines: [String] = []
    if let orders {
      lines.append(
        language.text(
          "要派出 \(orders.sends.count) 单，撤回 \(orders.withdrawals.count) 单，照旧 \(orders.unchanged) 单。",
          "\(orders.sends.count) orders to go out, \(orders.withdrawals.count) to be taken back, "
            + "\(orders.unchanged) stay."))
    }
    lines.append(
      language.text(
        "已写入 \(folder)/；看过之后用 sandan week dispatch 派单。",
        "Written to \(folder)/; when it is as it should be, sandan week dispatch sends it out."))
    return lines
  }

  /// One place that is filled otherwise.
  static func line(_ move: ServiceMove, _ language: Language) -> String {
    let about = move.need + (move.role.map { " \($0)" } ?? "") + language.text("：", ": ")
    switch (move.from, move.to) {
    case (let from?, let to?):
      return about + language.text("\(from) 改为 \(to)。", "\(from) becomes \(to).")
    case (let from?, nil):
      return about + language.text("\(from) 不再派。", "\(from) is no longer given.")
    case (nil, let to?): return about + language.text("新派 \(to)。", "newly given to \(to).")
    case (nil, nil): return about
    }
  }

  /// What a tier gains or loses, and what is proved of it.
  private static func tier(
    _ tier: TierResult, planned: Int, _ language: Language
  ) -> String {
    let gain = HandDocument.gain(tier, planned)
    let change =
      gain == 0
      ? language.text("不变", "the same")
      : gain > 0
        ? language.text("变好 \(gain)", "better by \(gain)")
        : language.text("变差 \(-gain)", "worse by \(-gain)")
    return language.text(
      "\(TierText.name(tier.name, .zh))（\(tier.name)）\(planned) → \(tier.value)，\(change)；\(TierText.proof(tier, .zh))",
      "\(TierText.name(tier.name, .en)) (\(tier.name)) \(planned) → \(tier.value), \(change); \(TierText.proof(tier, .en))"
    )
  }

  static func unchanged(_ week: Week, _ language: Language) -> [String] {
    [
      language.text(
        "\(week)：与记入台账的方案相同，没有改动，什么也没有记。",
        "\(week): the list is that of the plan recorded; nothing was changed and nothing is recorded."
      )
    ]
  }

  static func movedOn(_ week: Week, _ language: Language) -> String {
    language.text(
      "\(week)：排方案以后，台账、政策或程序有了变动；改动前的各级目标值按现在的重算。",
      "\(week): ledger, policy or program have changed since the plan; the values before are reckoned anew."
    )
  }

  static func discarded(_ week: Week, _ moves: Int, _ language: Language) -> String {
    language.text(
      "\(week)：记入的方案有人工改动 \(moves) 处，重新排的方案里不再有；要保留，请在新的 services.csv 里再改。",
      "\(week): the plan recorded has \(moves) changes by hand, which the new one does not keep; to have them, edit the new services.csv."
    )
  }

  static func restored(_ week: Week, _ language: Language) -> String {
    language.text(
      "\(week)：人工改动都改回来了，而台账在排方案以后又有变动。请重新排方案（sandan week plan，派出以后 sandan week redispatch）。什么也没有改动。",
      "\(week): all changes by hand are undone, and the ledger has changed since the plan. Plan again (sandan week plan, or once it is out sandan week redispatch). Nothing was changed."
    )
  }

  static func notPlanned(_ week: Week, _ stage: WeekStage, _ language: Language) -> String {
    language.text(
      "\(week)：现在是「\(LedgerText.stageName(stage, .zh))」，没有可改的方案。"
        + "没排过请先 sandan week plan；已派出的请先 sandan week redispatch，再改它写出的 services.csv。",
      "\(week): the week is \(LedgerText.stageName(stage, .en)), and there is no plan to edit. "
        + "Run sandan week plan first, or once it is out sandan week redispatch, and edit the services.csv that it writes."
    )
  }

  static func stale(
    _ week: Week, _ defects: [ListDefect], isAgain: Bool, _ language: Language
  ) -> [String] {
    let command = isAgain ? "sandan week redispatch" : "sandan week plan"
    return defects.prefix(3).map { DefectText.line($0, language: language) } + [
      language.text(
        "\(week)：排方案以后台账有了变动，记入的方案已不能照办。请重新 \(command)，再改新的 services.csv。什么也没有改动。",
        "\(week): the ledger has changed since the plan, which cannot be carried out any more. Run \(command) again and edit the new services.csv. Nothing was changed."
      )
    ]
  }

  // MARK: Rows

  static func fault(_ fault: EditedServiceFault, _ language: Language) -> String {
    rowFault(fault, language) ?? planFault(fault, language)
  }

  /// What is wrong with the cells of a row.
  private static func rowFault(_ fault: EditedServiceFault, _ language: Language) -> String? {
    switch fault {
    case .otherRun(let run):
      language.text(
        "不是记入台账的方案的运行编号，应为 \(run)。请改这份方案目录里的 services.csv；只是表格软件改坏了这一格的，清空即可。",
        "not the run of the plan recorded, which is \(run). Edit the services.csv of that plan; if a spreadsheet only spoilt the cell, empty it."
      )
    case .unknownService(let word):
      language.text("记入台账的方案里没有这个服务单号", "the plan recorded has no such service")
        + DefectText.nearest([word].compactMap { $0 }, language)
        + language.text("。请改正；新添的一行请留空。", ". Correct it; in a row that was added leave it empty.")
    case .repeatedService(let first):
      language.text(
        "与 \(first) 的服务单号相同。新添的一行请把服务单号留空。",
        "the same service as \(first). In a row that was added leave 服务单号 empty.")
    case .otherNeed(let need):
      language.text(
        "这个服务单号属于需求 \(need)。要派给别的需求，请删去这一行，另添一行，服务单号留空。",
        "the service belongs to need \(need). To serve another need delete the row and add one with 服务单号 left empty."
      )
    case .doesNotFollow(let right):
      right.isEmpty
        ? language.text(
          "与资源编号、时段不符，应为空。说了算的是资源编号和时段：请改那两格，或清空这一格。",
          "does not go with 资源编号 and 时段, which decide; expected nothing. Change those, or empty the cell."
        )
        : language.text(
          "与资源编号、时段不符，应为 \(right)。说了算的是资源编号和时段：请改那两格，或清空这一格。",
          "does not go with 资源编号 and 时段, which decide; expected \(right). Change those, or empty the cell."
        )
    case .notAllowed(let rules):
      language.text(
        "规则不允许：\(rules.map { name($0, .zh) }.joined(separator: "、"))。请换资源或时段。",
        "outside the rules: \(rules.map { name($0, .en) }.joined(separator: ", ")). "
          + "Choose another resource or session.")
    case .begun:
      language.text("这个时段已经开始。请换以后的时段。", "the session has begun. Choose a later one.")
    default: nil
    }
  }

  private static func name(_ rule: Rule, _ language: Language) -> String {
    rule == .banned
      ? language.text(
        "被该需求回避（拒过、超时未接的也算）", "avoided by the need (who refused or did not answer is)")
      : RuleText.name(rule, language)
  }

  /// What is wrong with rows together.
  private static func planFault(_ fault: EditedServiceFault, _ language: Language) -> String {
    switch fault {
    case .otherRole:
      language.text(
        "这个资源在同一时段已接了这件需求的另一个角色。请换资源。",
        "the resource has taken another role of the need in that session. Choose another.")
    case .tooMany(let role, let places):
      language.text(
        "这一次服务\(role.map { "的角色 \($0) " } ?? "")只有 \(places) 个名额。请删去多出的一行，或换时段。",
        "the visit has \(places) places\(role.map { " for the role \($0)" } ?? ""). "
          + "Delete the row, or change its session.")
    case .lacks(let role, let places):
      language.text(
        "这一次服务的角色 \(role) 还缺 \(places) 人，同去的人要在同一时段到齐。请补上，或把这一次的各行都删去。",
        "the visit lacks \(places) for the role \(role); a team comes in one session. "
          + "Add what lacks, or delete all rows of the visit.")
    case .wholly(let visits):
      language.text(
        "这件需求要么 \(visits) 次都派，要么一次不派（允许部分 为 否）。请补齐，或都删去。",
        "the need wants all \(visits) visits or none (允许部分 is 否). Add what lacks, or delete all.")
    case .overLoad(let limit, nil):
      language.text(
        "这个资源本周最多 \(limit) 个名额，这一行超出了。请换资源。",
        "the resource has \(limit) places in the week, and this row is one too many. Choose another."
      )
    case .overLoad(let limit, let session?):
      language.text(
        "这个资源在 \(session) 最多 \(limit) 个名额，这一行超出了。请换资源或时段。",
        "the resource has \(limit) places in \(language.name(of: session)), and this row is one too many. "
          + "Choose another resource or session.")
    case .firmGone(let need, let place):
      language.text(
        "需求 \(need) 的 \(place) 已接或已开始，清单里却没有。请照原样补上；单位不来的，先记拒单。",
        "\(place) of need \(need) was taken or has begun, and is not in the list. Put it back as it was; if the unit does not come, enter the refusal first."
      )
    case .pinGone(let need, let pin):
      language.text(
        "需求 \(need) 指定 \(pin)，清单里没有。请补上。",
        "need \(need) is pinned to \(pin), which is not in the list. Put it back.")
    default: language.text("有误。", "wrong.")
    }
  }
}
