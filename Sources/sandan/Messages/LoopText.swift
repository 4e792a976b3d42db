import Ledger
import ListFiles
import ThreeLists

/// States, events and the two lists of the closed loop in words.
enum LoopText {
  static func state(_ code: String, _ language: Language) -> String {
    guard let state = CaseState(rawValue: code) else { return code }
    return language.text(state.name, english(state))
  }

  private static func english(_ state: CaseState) -> String {
    switch state {
    case .pending: "to be dispatched"
    case .dispatched: "dispatched"
    case .accepted: "accepted"
    case .underway: "underway"
    case .done: "done"
    case .followedUp: "called back"
    case .refused: "refused"
    case .lapsed: "not answered in time"
    case .deferred: "deferred"
    case .escalated: "escalated"
    case .unresolved: "closed unresolved"
    case .rework: "to be done again"
    }
  }

  static func orderState(_ code: String, _ language: Language) -> String {
    guard let state = OrderState(rawValue: code) else {
      return language.text("已撤回", "withdrawn")
    }
    switch state {
    case .dispatched: return language.text(state.name, "dispatched")
    case .accepted: return language.text(state.name, "accepted")
    case .refused: return language.text(state.name, "refused")
    case .lapsed: return language.text(state.name, "not answered in time")
    case .done: return language.text(state.name, "done")
    }
  }

  static func kind(_ code: String, _ language: Language) -> String {
    guard let kind = EventKind(rawValue: code) else { return code }
    return switch kind {
    case .rules: language.text("规则", "rules")
    case .weekOpened: language.text("收单", "week opened")
    case .received: language.text("收到需求", "received")
    case .declared: language.text("申报资源", "offered")
    case .droppedOut: language.text("退出", "dropped out")
    case .registered: language.text("成员报到", "member registered")
    case .planned: language.text("排方案", "planned")
    case .dispatched: language.text("派单", "dispatched")
    case .withdrawn: language.text("撤单", "withdrawn")
    case .weekDispatched: language.text("派出方案", "week dispatched")
    case .accepted: language.text("接单", "accepted")
    case .refused: language.text("拒单", "refused")
    case .lapsed: language.text("超时未接", "lapsed")
    case .done: language.text("办结", "done")
    case .settled: language.text("就地办结", "settled")
    case .visited: language.text("回访", "called back")
    case .deferred: language.text("缓办", "deferred")
    case .resumed: language.text("恢复", "resumed")
    case .escalated: language.text("升级", "escalated")
    case .closed: language.text("关闭", "closed")
    case .reworked: language.text("返工", "taken up again")
    case .weekClosed: language.text("收尾", "week closed")
    case .undone: language.text("取消", "taken back")
    case .purged: language.text("清除个人信息", "purged")
    }
  }

  static func kinds(_ codes: [String], _ language: Language) -> String {
    let names = codes.map { kind($0, language) }
    return names.isEmpty
      ? language.text("无", "nothing") : names.joined(separator: language.text("、", ", "))
  }

  // MARK: Status

  static func notYet(_ need: String, _ moment: Moment, _ language: Language) -> [String] {
    [
      language.text(
        "\(moment) 时还没有收到需求 \(need)。", "The need \(need) had not come in at \(moment).")
    ]
  }

  static func board(_ board: StatusBoard, _ language: Language) -> [String] {
    var lines = [
      language.text(
        "\(board.at) 的台账：收到需求 \(board.received) 件。",
        "The ledger at \(board.at): \(board.received) needs received.")
    ]
    for state in CaseState.allCases {
      let count = board.states[state.rawValue] ?? 0
      guard count > 0 else { continue }
      lines.append(
        language.text("  \(state.name) \(count)", "  \(self.state(state.rawValue, .en)) \(count)"))
    }
    lines.append(
      language.text(
        "  合计 \(board.states.values.reduce(0, +))；其中这一步超时 \(board.stepOverdue)，超过承诺时限 \(board.overallOverdue)。",
        "  in all \(board.states.values.reduce(0, +)); the step overdue \(board.stepOverdue), the promise \(board.overallOverdue)."
      ))
    lines += levels(board, language)
    for week in board.weeks {
      let stage = WeekStage(rawValue: week.stage) ?? .open
      lines.append(
        language.text(
          "\(week.week) \(LedgerText.stageName(stage, .zh))：收到 \(week.received) 件，未了结 \(week.open) 件。",
          "\(week.week) \(LedgerText.stageName(stage, .en)): \(week.received) received, \(week.open) not finished."
        ))
    }
    return lines
  }

  static func account(
    _ account: NeedAccount, rules: RulesInForce?, _ language: Language
  ) -> [String] {
    func at(_ text: String?) -> String { text?.replacing("T", with: " ") ?? "—" }
    func late(_ isLate: Bool) -> String { isLate ? language.text("（已超）", " (overdue)") : "" }
    var lines = [
      language.text(
        "需求 \(account.need)：\(state(account.state, .zh))（\(account.category)，\(account.week) 收到）",
        "Need \(account.need): \(state(account.state, .en)) (\(account.category), of \(account.week))"
      ),
      language.text(
        "  首问负责人 \(account.firstResponsible)", "  who answers for it: \(account.firstResponsible)"),
      language.text(
        "  这一步的时限 \(at(account.stepBy))\(late(account.isStepOverdue))；"
          + "承诺的时限 \(at(account.overallBy))\(late(account.isOverallOverdue))",
        "  the step by \(at(account.stepBy))\(late(account.isStepOverdue)); "
          + "promised by \(at(account.overallBy))\(late(account.isOverallOverdue))"),
      language.text(
        "  要 \(account.visitsWanted) 次，还缺 \(account.visitsLacking) 次"
          + (account.round > 1 ? "，第 \(account.round) 次办理" : ""),
        "  \(account.visitsWanted) visits wanted, \(account.visitsLacking) lack somebody"
          + (account.round > 1 ? ", round \(account.round)" : "")),
    ]
    if let name = account.contactName, let phone = account.contactPhone,
      let address = account.address
    {
      let contact = [name, phone, address].filter { !$0.isEmpty }.joined(separator: " ")
      lines.append(language.text("  联系 \(contact)", "  contact \(contact)"))
    }
    lines += outcome(account, rules: rules, language)
    for order in account.orders {
      let withdrawn = order.isWithdrawn ? language.text("，已撤回", ", withdrawn") : ""
      lines.append(
        "  \(order.service) \(order.unit) \(order.resource) \(order.date) "
          + (Session(order.session).map(language.name(of:)) ?? order.session)
          + language.text("：", ": ") + orderState(order.state, language) + withdrawn)
    }
    for event in account.events {
      let undone = event.isUndone ? language.text("（已取消）", " (taken back)") : ""
      lines.append(
        "  #\(event.seq) \(at(event.time)) \(event.actor) \(kind(event.kind, language))"
          + (event.service.map { " \($0)" } ?? "") + undone)
    }
    return lines
  }

  /// Done, solved and content, each by itself, and reasons.
  private static func outcome(
    _ account: NeedAccount, rules: RulesInForce?, _ language: Language
  ) -> [String] {
    var lines: [String] = []
    if let done = account.doneAt {
      let solved = account.solved.map { $0 ? language.text("是", "yes") : language.text("否", "no") }
      let grade = account.grade.flatMap { Grade(rawValue: $0) }
        .map { language.text($0.code, "\($0.rawValue)/5") }
      lines.append(
        language.text(
          "  办结 \(done.replacing("T", with: " "))；解决 \(solved ?? "未问")；满意度 \(grade ?? "未问")",
          "  done \(done.replacing("T", with: " ")); solved: \(solved ?? "not asked"); content: \(grade ?? "not asked")"
        ))
    }
    lines += level(of: account, language)
    if let reason = account.reason {
      let entry = rules?.loop.holdingReasons.entries.first { $0.code == reason }
      let name = language.text(entry?.name ?? reason, reason)
      let until = account.deferredUntil.map { language.text("，缓到 \($0)", ", until \($0)") } ?? ""
      lines.append(language.text("  原因 \(name)\(until)", "  reason \(name)\(until)"))
    }
    if !account.refusedBy.isEmpty {
      let ids = account.refusedBy.joined(separator: " ")
      lines.append(language.text("  拒过的资源 \(ids)", "  given back by \(ids)"))
    }
    return lines
  }

  // MARK: Overdue

  static func overdue(_ list: OverdueList, _ language: Language) -> [String] {
    var lines: [String] = []
    if let lapsed = list.lapsed {
      lines.append(
        language.text("已记超时未接 \(lapsed) 单。", "\(lapsed) orders entered as lapsed."))
    }
    lines.append(
      language.text(
        "\(list.at) 的督办清单：\(list.needs.count) 件。",
        "Overdue at \(list.at): \(list.needs.count) needs."))
    for need in list.needs {
      var parts: [String] = []
      if need.state == CaseState.deferred.rawValue {
        // Its day counts, not working time after it.
        parts.append(language.text("缓办的日子已过", "put off until a day that is over"))
      } else if need.stepLate > 0 || (need.overallLate == 0) {
        parts.append(
          language.text(
            "这一步超 \(hours(need.stepLate, .zh))", "the step by \(hours(need.stepLate, .en))"))
      }
      if need.overallLate > 0 {
        parts.append(
          language.text(
            "承诺超 \(hours(need.overallLate, .zh))", "the promise by \(hours(need.overallLate, .en))")
        )
      }
      let level = need.level.flatMap { GridLevel(rawValue: $0) }.map { self.level($0, language) }
      let named = [level].compactMap(\.self) + need.units
      let who =
        named.isEmpty
        ? language.text("社区", "the office") : named.joined(separator: language.text("、", ", "))
      lines.append(
        language.text(
          "  \(need.need) \(state(need.state, .zh))：\(parts.joined(separator: "，"))；"
            + "该办：\(who)；首问 \(need.firstResponsible)",
          "  \(need.need) \(state(need.state, .en)): late, \(parts.joined(separator: ", ")); "
            + "to act: \(who); answered for by \(need.firstResponsible)"))
    }
    return lines
  }

  /// Working minutes as hours and minutes.
  private static func hours(_ minutes: Int, _ language: Language) -> String {
    language.text(
      "\(minutes / 60) 小时 \(minutes % 60) 分", "\(minutes / 60) h \(minutes % 60) min")
  }
}
