import Ledger
import ListFiles
import Matching
import ThreeLists

/// Sentences about a week that is planned again after its dispatch, and about who drops out.
enum RedispatchText {
  static func planned(
    _ plan: Plan, _ task: WeekTask, _ changes: [PlaceChange], _ orders: OrderChanges,
    silent: Int, folder: String, _ language: Language
  ) -> [String] {
    var lines = [
      language.text(
        "\(plan.week) 已改排：要派出 \(orders.sends.count) 单，撤回 \(orders.withdrawals.count) 单，"
          + "照旧 \(orders.unchanged) 单；没有完全满足的 \(plan.unmet.count) 件。",
        "\(plan.week) is planned again: \(orders.sends.count) orders to go out, "
          + "\(orders.withdrawals.count) to be taken back, \(orders.unchanged) stay; "
          + "\(plan.unmet.count) needs not fully served.")
    ]
    lines += PlaceChangeText.lines(changes, plan: plan, language).map { "  " + $0 }
    if !task.resumed.isEmpty {
      let ids = task.resumed.joined(separator: " ")
      lines.append(
        language.text("  缓办到期、恢复的：\(ids)", "  taken up again, put off until now: \(ids)"))
    }
    if !task.left.isEmpty {
      let ids = task.left.joined(separator: " ")
      lines.append(
        language.text(
          "  同去的人有的来了、有的没来，留到下周再排的：\(ids)",
          "  of a team some came and some did not; these wait for the next week: \(ids)"))
    }
    if silent > 0 {
      lines.append(
        language.text(
          "  另有 \(silent) 单过了答复期限，还按已派算；要改派，先 sandan overdue --record。",
          "  \(silent) orders are past their answer's limit and count as dispatched; to give them "
            + "elsewhere, enter them with sandan overdue --record first."))
    }
    lines.append(
      language.text(
        "已写入 \(folder)/；看过之后用 sandan week dispatch 派出改了的单。",
        "Written to \(folder)/; when it is as it should be, sandan week dispatch sends out what changed."
      ))
    return lines
  }

  static func dispatched(
    _ week: Week, _ orders: OrderChanges, _ language: Language
  ) -> String {
    language.text(
      "\(week) 改派：派出 \(orders.sends.count) 单，撤回 \(orders.withdrawals.count) 单，"
        + "照旧 \(orders.unchanged) 单。",
      "\(week): \(orders.sends.count) orders are out, \(orders.withdrawals.count) taken back, "
        + "\(orders.unchanged) as before.")
  }

  static func stale(_ week: Week, _ service: String, _ language: Language) -> [String] {
    [
      language.text(
        "\(service)：改排以后，这一单又有了变化。", "\(service): the order has changed since the week was planned."
      ),
      language.text(
        "\(week)：没有派出任何一单。请重新 sandan week redispatch。",
        "\(week): no order was sent. Plan it again with sandan week redispatch."),
    ]
  }

  static func notOut(_ week: Week, _ stage: WeekStage, _ language: Language) -> String {
    language.text(
      "\(week)：现在是「\(LedgerText.stageName(stage, .zh))」，改派要在派单之后、收尾之前；派单之前请用 sandan week plan。",
      "\(week): the week is \(LedgerText.stageName(stage, .en)). It is planned again after its "
        + "dispatch and before it is closed; before the dispatch use sandan week plan.")
  }

  static func isOut(_ week: Week, _ stage: WeekStage, _ language: Language) -> String {
    language.text(
      "\(week)：现在是「\(LedgerText.stageName(stage, .zh))」，不能从头再排；派出之后请用 sandan week redispatch。",
      "\(week): the week is \(LedgerText.stageName(stage, .en)) and cannot be planned afresh; once "
        + "it is out use sandan week redispatch.")
  }

  // MARK: Resources

  static func resources(
    _ week: Week, _ change: ResourceChange, returned: Int, _ language: Language
  ) -> [String] {
    var lines = [
      language.text(
        "\(week) 的资源清单已重收：新增 \(change.added.count) 个，有变 \(change.changed.count) 个，"
          + "退出 \(change.dropped.count) 个，其余 \(change.same) 个照旧。",
        "The resource list of \(week) is in anew: \(change.added.count) added, "
          + "\(change.changed.count) changed, \(change.dropped.count) dropped out, "
          + "\(change.same) as before.")
    ]
    if !change.dropped.isEmpty {
      let names = change.dropped.joined(separator: " ")
      lines.append(language.text("  退出的：\(names)", "  dropped out: \(names)"))
    }
    if returned > 0 {
      lines.append(
        language.text(
          "  退出的单位手里还没开始的 \(returned) 单记为拒单；请用 sandan week redispatch 改派。",
          "  \(returned) orders in their hands, not begun, are entered as given back; "
            + "sandan week redispatch gives them elsewhere."))
    }
    return lines
  }

  static func reasonWanted(
    _ orders: [Order], reasons: [String], _ language: Language
  ) -> [String] {
    orders.prefix(DefectText.shown).map { order in
      let state = LoopText.orderState(order.state.rawValue, language)
      return language.text(
        "\(order.service)：\(order.unit) \(order.resource)，\(state)，要退回。",
        "\(order.service): \(order.unit) \(order.resource), \(state), would come back.")
    } + [
      language.text(
        "退出的资源手里有 \(orders.count) 单，要记为拒单。请用 --reason 写明原因（\(reasons.joined(separator: "、"))）。什么也没有改动。",
        "Those that drop out hold \(orders.count) orders, which would be entered as given back. "
          + "Say why with --reason (\(reasons.joined(separator: ", "))). Nothing was changed.")
    ]
  }
}
