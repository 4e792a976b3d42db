import Ledger
import ListFiles
import Matching
import ThreeLists

/// Sentences about the ledger and its weeks.
enum LedgerText {
  // MARK: Errors

  static func error(_ error: LedgerError, _ path: String, _ language: Language) -> String {
    switch error {
    case .absent:
      language.text(
        "\(path)：还没有台账。请先用 sandan week open 收单，或用 --ledger 指出台账文件。",
        "\(path): no ledger here. Begin one with sandan week open, or name it with --ledger.")
    case .locked:
      language.text(
        "\(path)：别的程序正在写台账。什么也没有改动，请稍后再试，或加大 --wait。",
        "\(path): another program is writing the ledger. Nothing was changed; try again later, or with a longer --wait."
      )
    case .outrun:
      language.text(
        "\(path)：排方案期间有人写了台账，方案没有记入。请再运行一次。",
        "\(path): somebody wrote to the ledger while this was planned; nothing was recorded. Run it again."
      )
    case .notPermitted:
      language.text(
        "\(path)：没有读写的权限（文件或目录是只读的）。什么也没有改动，请检查权限。",
        "\(path): no permission to read or write (the file or its folder is read-only). Nothing was changed; check permissions."
      )
    case .cannotCreate:
      language.text(
        "\(path)：不能在这里建立台账。目录不存在，或这个名字不是普通文件。请先建目录，或换一个文件名。",
        "\(path): no ledger can be begun here: the folder does not exist, or the name is not a plain file's. Make the folder or choose another name."
      )
    case .cannotWrite(let reason):
      language.text(
        "\(path)：写不进去（\(reason)），磁盘可能已满。台账保持原样，请腾出空间后再试。",
        "\(path): cannot be written (\(reason)); the disk may be full. The ledger is as before; make room and try again."
      )
    case .foreign:
      language.text(
        "\(path)：不是三单台账，没有动它。请用 --ledger 指出台账文件，或换一个名字。",
        "\(path): no ledger of ours, and left alone. Name the ledger with --ledger, or choose another name."
      )
    case .newer(let version, let known):
      language.text(
        "\(path)：台账是更新的程序写的（第 \(version) 版，本程序只认得到第 \(known) 版），没有动它。请换用新的程序。",
        "\(path): written by a newer program (version \(version), this one knows \(known)), and left alone. Use the newer program."
      )
    case .damaged(let finding):
      language.text(
        "\(path)：台账已损坏，没有动它。\(line(finding, language))请用 sandan ledger check 查看，并恢复备份。",
        "\(path): the ledger is damaged, and left alone. \(line(finding, language)) See sandan ledger check, and restore a copy."
      )
    }
  }

  private static func line(_ finding: LedgerFinding, _ language: Language) -> String {
    let place = finding.seq.map { language.text("第 \($0) 条：", "entry \($0): ") } ?? ""
    let check =
      switch finding.check {
      case .pages: language.text("文件的页面损坏", "damaged pages")
      case .schema: language.text("表或触发器与版本不符", "tables or triggers differ from the version's")
      case .form: language.text("格式不对", "not in the form asked for")
      case .chain: language.text("校验值对不上，内容被改动过", "the hash does not fit: the content was changed")
      case .transition: language.text("这一步不合法", "an illegal step")
      case .conservation: language.text("件数不守恒", "the counts do not add up")
      case .head:
        language.text(
          "记下的校验值不在链条之中，末尾可能被截去", "the hash noted down is not in the chain: the end may be cut off")
      }
    return language.text(
      "\(place)\(check)（\(finding.detail)）。", "\(place)\(check) (\(finding.detail)).")
  }

  static func findings(_ check: LedgerCheck, _ path: String, _ language: Language) -> [String] {
    check.findings.prefix(DefectText.shown).map {
      "\(path)\(language.text("：", ": "))\(line($0, language))"
    } + [
      language.text(
        "台账有问题，共 \(check.findings.count) 处；读到 \(check.events) 条记录。",
        "The ledger is not whole: \(check.findings.count) findings; \(check.events) entries read.")
    ]
  }

  static func whole(_ check: LedgerCheck, _ language: Language) -> String {
    language.text(
      "台账完整：记录 \(check.events) 条，需求 \(check.needs) 件，每件恰在一种状态。末条校验值 \(check.head)",
      "The ledger is whole: \(check.events) entries, \(check.needs) needs, each in exactly one state. Head \(check.head)"
    )
  }

  static func illegality(_ illegality: Illegality, _ language: Language) -> String {
    switch illegality {
    case .unknownWeek(let week):
      language.text("\(week)：这一周还没有收单。", "\(week): this week is not open.")
    case .stage(let week, let stage, _):
      language.text(
        "\(week)：现在是「\(stageName(stage, .zh))」，不能这样做。",
        "\(week): the week is \(stageName(stage, .en)), which does not permit this.")
    default:
      illegality.obstacle.map { obstacle in
        let subject = illegality.subject.map { $0 + language.text("：", ": ") } ?? ""
        return subject + obstacleText(obstacle, language)
      }
        ?? language.text(
          "台账不允许这样记（\(illegality)）。", "The ledger does not permit this (\(illegality)).")
    }
  }

  static func stageName(_ stage: WeekStage, _ language: Language) -> String {
    switch stage {
    case .open: language.text("已收单", "open")
    case .planned: language.text("已排方案", "planned")
    case .dispatched: language.text("已派单", "dispatched")
    case .replanned: language.text("已改排", "planned again")
    case .closed: language.text("已收尾", "closed")
    }
  }

  static func obstacleText(_ obstacle: Obstacle, _ language: Language) -> String {
    switch obstacle {
    case .state(let state, let event, let possible):
      language.text(
        "这件需求现在是「\(LoopText.state(state, .zh))」，不能记「\(LoopText.kind(event, .zh))」；可以："
          + "\(LoopText.kinds(possible, .zh))。",
        "the need is \(LoopText.state(state, .en)) and cannot be \(LoopText.kind(event, .en)) now; "
          + "possible: \(LoopText.kinds(possible, .en)).")
    case .orderState(let state):
      language.text(
        "这一单现在是「\(LoopText.orderState(state, .zh))」，不能这样记。请核对单号。",
        "the order is \(LoopText.orderState(state, .en)), which does not permit this. Check the number."
      )
    case .moved(let resource, let session):
      language.text(
        "这一单已改派给 \(resource)@\(session)，表上的是旧单。请用最近一次派单写出的表。",
        "the order has gone to \(resource)@\(session) since; the slip is an old one. Use the slips of the last dispatch."
      )
    case .openOrder(let service):
      language.text(
        "还有一单没有了结：\(service)。请先录入它的答复或办结。",
        "an order is still open: \(service). Enter its answer or what was done first.")
    case .solved:
      language.text(
        "回访时说已经解决，不能按未解决关闭。", "the resident said it is solved: it is not closed as unsolved.")
    case .earlierThanLast(let last):
      language.text(
        "时间早于这件需求的上一条记录 \(last)。请核对时间。",
        "earlier than the need's last entry, \(last). Check the time.")
    case .known(let week, let state):
      language.text(
        "已在台账中（\(week) 收到，\(LoopText.state(state, .zh))），没办完的会自动结转。请从清单中删去。",
        "in the ledger already (of \(week), \(LoopText.state(state, .en))); what is not finished is carried by itself. Remove it from the list."
      )
    case .notUndoable:
      language.text(
        "这一条不能取消：不是这件需求的记录，或已取消过，或是收单、派单。",
        "this entry cannot be taken back: not one of the need's, taken back before, or a receipt or dispatch."
      )
    case .noOrder:
      language.text(
        "成员和时长只能记在一单上，就地办结没有单。请去掉。",
        "members and hours belong to an order, and what is settled on the spot has none. Leave them out."
      )
    case .inFuture(let now):
      language.text(
        "时间在现在（\(now)）之后。请核对时间。", "later than now, \(now). Check the time.")
    case .notAfter(let day):
      language.text(
        "要在 \(day) 之后。请改日期。", "it has to be after \(day). Change the date.")
    case .notAbove(let level):
      language.text(
        "这件需求已在「\(LoopText.level(level, .zh))」，只能往上一级提交。请改层级。",
        "the need lies with the \(LoopText.level(level, .en)) already; it can only go up. Change the level."
      )
    case .otherNeed(let need):
      language.text(
        "这一单是需求 \(need) 的。请核对单号和需求编号。",
        "the order is one of the need \(need). Check both identifiers.")
    case .withoutOrder:
      language.text(
        "这件需求没有派出的单。请核对编号。", "the need has no order that is out. Check the identifier.")
    case .saidAbove(let line):
      language.text(
        "第 \(line) 行已经写过这一单，一张表里一单只写一次。请删去其中一行。",
        "line \(line) names the order already; a table says one thing of it. Delete one of the rows."
      )
    case .otherUnit(let unit):
      language.text(
        "这名成员登记在「\(unit)」，这一单不是它的。请核对编号。",
        "the member is registered with \(unit), which does not have this order. Check the identifier."
      )
    case .restsOn(let later):
      language.text(
        "其后的「\(LoopText.kind(later, .zh))」以它为前提。请先取消后面那条。",
        "a later entry, \(LoopText.kind(later, .en)), rests on it. Take that one back first.")
    }
  }

  // MARK: Weeks

  static func unknownWeek(_ week: Week, _ open: [Week], _ language: Language) -> String {
    let known = open.map(\.description).joined(separator: " ")
    return language.text(
      "\(week)：台账里没有这一周。" + (open.isEmpty ? "请先 sandan week open。" : "开着的有：\(known)。"),
      "\(week): not in the ledger. " + (open.isEmpty ? "Open it first." : "Open are: \(known)."))
  }

  static func whichWeek(_ weeks: [Week], _ language: Language) -> String {
    guard !weeks.isEmpty else {
      return language.text(
        "没有哪一周正等着这一步。请看 sandan status，或用 --week 写明。",
        "No week waits for this step. See sandan status, or name one with --week.")
    }
    let names = weeks.map(\.description).joined(separator: " ")
    return language.text(
      "有几周都可以：\(names)。请用 --week 写明。",
      "Several weeks could be meant: \(names). Name one with --week.")
  }

  static func opened(
    _ week: Week, needs: Int, resources: Int, plannable: Int, language: Language
  ) -> [String] {
    [
      language.text(
        "\(week) 已收单：需求 \(needs) 件，资源 \(resources) 个，记入台账。现有 \(plannable) 件等着安排。",
        "\(week) is open: \(needs) needs and \(resources) resources in the ledger; \(plannable) needs wait to be planned."
      )
    ]
  }

  /// A day to come, before which nothing can be removed yet.
  static func purgeAhead(_ day: Day, _ today: Day, _ language: Language) -> String {
    language.text(
      "--before \(day) 还没有到（今天 \(today)）：正在用的联系方式也会被清除。请给出不晚于今天的日期。",
      "--before \(day) lies ahead (today is \(today)): contacts in use would go, too. Name today or a day before."
    )
  }

  /// Sessions that a plan made in the week leaves alone.
  static func begun(_ week: Week, _ count: Int, _ language: Language) -> String {
    language.text(
      "\(week) 已开始的 \(count) 个时段不再安排。如要按周初排，请用 --as-of 给出当时的时间。",
      "The \(count) sessions of \(week) that have begun get nothing. To plan as of an earlier time, name it by --as-of."
    )
  }

  static func planned(
    _ plan: Plan, _ task: WeekTask, folder: String, _ language: Language
  ) -> [String] {
    let visits = Set(plan.services.map { "\($0.need) \($0.visit)" }).count
    var lines = [
      language.text(
        "\(plan.week) 已排方案：需求 \(task.planning.needs.count) 件（其中结转 \(task.carried) 件），"
          + "排上 \(visits) 次、\(plan.services.count) 单；没有完全满足的 \(plan.unmet.count) 件。",
        "\(plan.week) is planned: \(task.planning.needs.count) needs (\(task.carried) carried), "
          + "\(visits) visits in \(plan.services.count) orders; \(plan.unmet.count) needs not fully served."
      )
    ]
    for own in task.histories where own.refused + own.lapsed > 0 {
      lines.append(
        language.text(
          "  \(own.unit)：前 \(own.weeks) 周申报 \(own.offered) 次，办结 \(own.done) 次；"
            + "拒单 \(own.refused)，超时未接 \(own.lapsed)（不影响公平，供沟通）。",
          "  \(own.unit): \(own.offered) offered and \(own.done) done in \(own.weeks) weeks; "
            + "\(own.refused) given back, \(own.lapsed) not answered (no weight in fairness; to be talked about)."
        ))
    }
    if !task.resumed.isEmpty {
      let ids = task.resumed.joined(separator: " ")
      lines.append(
        language.text("  缓办到期、恢复的：\(ids)", "  taken up again, put off until now: \(ids)"))
    }
    lines.append(
      language.text(
        "已写入 \(folder)/；看过之后用 sandan week dispatch 派单。",
        "Written to \(folder)/; when it is as it should be, sandan week dispatch sends it out."))
    return lines
  }

  static func stale(
    _ week: Week, _ illegality: Illegality, isAgain: Bool, _ language: Language
  ) -> [String] {
    let command = isAgain ? "sandan week redispatch" : "sandan week plan"
    return [
      self.illegality(illegality, language),
      language.text(
        "\(week)：方案排好以后情况变了，没有派出任何一单。请重新 \(command)。",
        "\(week): things have changed since it was planned; no order was sent. Plan it again with \(command)."
      ),
    ]
  }

  static func dispatched(
    _ week: Week, _ orders: OrderChanges?, isAgain: Bool, slips: DispatchSlips, folder: String?,
    _ language: Language
  ) -> [String] {
    var lines: [String] = []
    let sent = orders?.sends.count ?? 0
    if let orders, isAgain {
      lines.append(RedispatchText.dispatched(week, orders, language))
    } else {
      lines.append(
        sent > 0
          ? language.text("\(week) 已派出 \(sent) 单。", "\(week): \(sent) orders are out.")
          : language.text("\(week) 没有新派的单。", "\(week): no order was sent."))
    }
    if let folder {
      lines.append(
        language.text(
          "派单表 \(slips.files.count) 张，写在 \(folder)/：",
          "\(slips.files.count) slips in \(folder)/:"))
      lines += slips.files.map { "  \(folder)/\($0.name)" }
    }
    return lines
  }

  static func openOrders(_ week: Week, _ orders: [Order], _ language: Language) -> [String] {
    orders.prefix(DefectText.shown).map { order in
      language.text(
        "\(order.service)：\(order.unit)，\(LoopText.orderState(order.state.rawValue, .zh))，没有了结。",
        "\(order.service): \(order.unit), \(LoopText.orderState(order.state.rawValue, .en)), not over."
      )
    } + [
      language.text(
        "\(week)：还有 \(orders.count) 单没有了结，没有收尾。请先录入，或用 --release。",
        "\(week): \(orders.count) orders are not over; the week was not closed. Enter them, or use --release."
      )
    ]
  }

  static func policyNotRemembered(_ language: Language) -> String {
    language.text(
      "台账只记着级别、时限、工作时间和原因词典，没有记着停办时段、目标次序和其余词典，这些用内置的。请用 --policy 指定一次政策，以后就记着。",
      "the ledger remembers classes, limits, working time and reasons only; closed sessions, tiers and dictionaries are the built-in ones. Name a policy once with --policy, and it is remembered."
    )
  }

  static func policyChanged(seq: Int, _ language: Language) -> String {
    language.text(
      "从第 \(seq) 条起用这份政策：级别、时限、工作时间、原因、停办时段、目标次序、词典都以它为准，直到另指定一份（sandan ledger policy 写出）。",
      "From entry \(seq) on this policy is in force, with its classes, limits, working time, reasons, closed sessions, tiers and dictionaries, until another is named (sandan ledger policy writes it out)."
    )
  }

  static func policyNotTaken(_ command: String, _ language: Language) -> String {
    language.text(
      "\(command) 不用政策，也不记政策。请去掉 --policy。",
      "\(command) neither uses nor records a policy. Leave --policy out.")
  }

  static func notBegun(_ week: Week, _ language: Language) -> [String] {
    [
      language.text(
        "\(week) 还没有开始，没有收尾。请核对 --week 和 --as-of。",
        "\(week) has not begun; it was not closed. Check --week and --as-of.")
    ]
  }

  static func ordersAhead(_ week: Week, _ orders: [Order], _ language: Language) -> [String] {
    orders.prefix(DefectText.shown).map { order in
      let state = order.state.rawValue
      return language.text(
        "\(order.service)：\(order.unit)，\(order.date) \(order.session)，\(LoopText.orderState(state, .zh))，还没到时候。",
        "\(order.service): \(order.unit), \(order.date) \(order.session), \(LoopText.orderState(state, .en)), still ahead."
      )
    } + [
      language.text(
        "\(week)：有 \(orders.count) 单还没到时候，没有收尾。请等过了再收尾；不去了的请用 respond 录入拒单。",
        "\(week): \(orders.count) orders still lie ahead; the week was not closed. Close it when they are over, or enter with respond those that will not take place."
      )
    ]
  }

  static func closed(
    _ week: Week, released: Int, left: Int, _ language: Language
  ) -> [String] {
    [
      language.text(
        "\(week) 已收尾。" + (released > 0 ? "未了结的 \(released) 单已记超时未接或未能到场。" : "")
          + "等着下周安排的需求 \(left) 件。",
        "\(week) is closed. "
          + (released > 0 ? "\(released) orders lapsed or were given back. " : "")
          + "\(left) needs wait for the next week.")
    ]
  }

  static func planNotSent(_ week: Week, _ count: Int, _ language: Language) -> String {
    language.text(
      "\(week) 排好的 \(count) 单没有派出，随着收尾作废；已派的不受影响。",
      "\(count) orders planned for \(week) were never sent and lapse with it; what was sent stands."
    )
  }

  // MARK: Entries

  static func entered(_ events: [Event], skipped: Int, _ language: Language) -> [String] {
    var lines: [String] = []
    if events.count == 1 {
      let entry = events[0].entry
      let subject = entry.service ?? entry.need ?? ""
      lines.append(
        language.text(
          "已记入台账第 \(events[0].seq) 条：\(subject) \(LoopText.kind(entry.kind.rawValue, .zh))。",
          "Entry \(events[0].seq): \(subject) \(LoopText.kind(entry.kind.rawValue, .en))."))
    } else {
      lines.append(
        language.text("已记入台账 \(events.count) 条。", "\(events.count) entries in the ledger."))
    }
    if skipped > 0 {
      lines.append(
        language.text("没有新内容的行 \(skipped) 行，没有动。", "\(skipped) rows said nothing new."))
    }
    return lines
  }

  static func purged(
    before day: Day, needs: Int, resources: Int, members: Int, _ language: Language
  ) -> String {
    language.text(
      "已清除 \(day) 以前的个人信息：需求 \(needs) 件，资源 \(resources) 个，成员 \(members) 人。编号、状态、件数都还在。",
      "Personal fields from before \(day) are gone: \(needs) needs, \(resources) resources, \(members) members. Identifiers, states and counts stay."
    )
  }
}
