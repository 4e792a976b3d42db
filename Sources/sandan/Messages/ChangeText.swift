import Matching
import ThreeLists

/// What would have to change for a need to be served, in words.
enum ChangeText {
  /// The resource list by identifier, as sentences want it.
  static func rows(_ resources: [Resource]) -> [String: Resource] {
    Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) })
  }

  /// The sentence; empty when no change was looked for.
  static func sentence(
    _ unmet: Unmet, rows: [String: Resource], language: Language
  ) -> String {
    guard let change = unmet.smallestChange else { return "" }
    guard change.isFound else {
      return change.isExhaustive
        ? language.text(
          "多来一次、放宽时段或范围、增加类别、角色或技能：改动一处或两处都不够。",
          "No one or two of these would do: a visit, session, area, category, role or skill more.")
        : language.text(
          "没有找到够用的改动（没有试遍）。", "No change found that would do (not all were tried).")
    }
    if change.changes.isEmpty {
      return language.text(
        "清单不必改：只因政策里别的目标排在它前面。",
        "The lists need no change: only the policy's order of tiers is in the way.")
    }
    let displaced = Set(change.witness.filter { $0.to == nil }.map(\.need)).sorted()
    let giving =
      displaced.isEmpty
      ? ""
      : language.text(
        "（级别较低的 \(displaced.joined(separator: " ")) 让位）",
        " (\(displaced.joined(separator: " ")), of a lower class, giving way)")
    let items = items(change, rows, language)
      .joined(separator: language.text("，并且", ", and "))
    let caveat =
      change.isExhaustive
      ? ""
      : language.text(
        "没有试遍，也许还有更小的改动。", " Not all were tried: something smaller may do.")
    return language.text(
      "只要\(items)，就排得下它\(giving)。", "Enough to make room for it: \(items)\(giving).")
      + caveat
  }

  /// The changes; those of one resource's limits are told together.
  private static func items(
    _ change: SmallestChange, _ rows: [String: Resource], _ language: Language
  ) -> [String] {
    var told: Set<String> = []
    return change.changes.compactMap { item in
      guard case .visit(let name, _, _) = item else { return self.item(item, language) }
      guard told.insert(name).inserted, let row = rows[name] else { return nil }
      let own = change.changes.map { other in
        guard case .visit(name, let weekly, let perSession) = other else { return (0, 0) }
        return (weekly ? 1 : 0, perSession ? 1 : 0)
      }
      let (weekly, perSession) = own.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
      let limits = limits(of: row, weekly: weekly, perSession: perSession, language)
      let sessions = sessions(of: name, change.witness, count: max(weekly, perSession))
      if sessions.isEmpty {
        return language.text("\(name) 放宽上限（\(limits)）", "\(name) takes more (\(limits))")
      }
      let codes = sessions.map { language.name(of: $0) }
      return language.text(
        "\(name) 在\(codes.joined(separator: "、"))\(codes.count > 1 ? "各" : "")多来一次（\(limits)）",
        "\(name) comes once more in \(codes.joined(separator: " and ")) (\(limits))")
    }
  }

  /// The limits of a resource that rise, from and to what.
  static func limits(
    of row: Resource, weekly: Int, perSession: Int, _ language: Language
  ) -> String {
    var told: [String] = []
    if weekly > 0 {
      let figures = "\(row.weekly)→\(row.weekly + weekly)"
      told.append(language.text("每周可用 \(figures)", "weekly \(figures)"))
    }
    if perSession > 0 {
      let figures = "\(row.perSession)→\(row.perSession + perSession)"
      told.append(language.text("每时段上限 \(figures)", "per session \(figures)"))
    }
    return told.joined(separator: language.text("、", ", "))
  }

  /// The sessions in which a resource fills one more place with the witness; none when they are not so
  /// many, as when other visits of its move along.
  private static func sessions(
    of resource: String, _ witness: [ServiceMove], count: Int
  ) -> [Session] {
    var gains: [Session: Int] = [:]
    for move in witness {
      if let from = move.from, from.resource == resource { gains[from.session, default: 0] -= 1 }
      if let to = move.to, to.resource == resource { gains[to.session, default: 0] += 1 }
    }
    let risen = gains.filter { $0.value > 0 }
    guard risen.count == count, risen.values.allSatisfy({ $0 == 1 }) else { return [] }
    return risen.keys.sorted()
  }

  /// A change that is none of a resource's limits.
  private static func item(_ change: ListChange, _ language: Language) -> String {
    switch change {
    case .visit(let resource, _, _): resource
    case .window(let session, let extendsDue):
      language.text(
        "居民\(session)也可以\(extendsDue ? "（最迟日期放宽到那天）" : "")",
        "the resident takes \(language.name(of: session)) too\(extendsDue ? " (last date moved to that day)" : "")"
      )
    case .session(let resource, let session):
      language.text(
        "\(resource) 增加时段\(session)", "\(resource) comes in \(language.name(of: session)) too")
    case .area(let resource):
      language.text("\(resource) 也服务该网格", "\(resource) serves this grid too")
    case .category(let resource):
      language.text("\(resource) 增加该类别", "\(resource) offers this category too")
    case .role(let resource, let role):
      language.text("\(resource) 能担任\(role)", "\(resource) can take the role \(role)")
    case .skill(let resource, let skill):
      language.text("\(resource) 具备技能\(skill)", "\(resource) has the skill \(skill)")
    }
  }

  /// The level to turn to; empty when none was worked out.
  static func level(_ level: GridLevel?, _ language: Language) -> String {
    guard let level else { return "" }
    return language.text(level.chineseName, level.rawValue)
  }

  /// Reason, smallest change and level together, for the report.
  static func whole(
    _ unmet: Unmet, rows: [String: Resource], language: Language
  ) -> String {
    whole(
      unmet, reason: ReasonText.sentence(unmet, language: language),
      change: sentence(unmet, rows: rows, language: language), language: language)
  }

  /// The same of sentences that are made already.
  static func whole(
    _ unmet: Unmet, reason: String, change: String, language: Language
  ) -> String {
    var text = reason
    if !change.isEmpty { text += language.text("最小补足：", " Smallest change: ") + change }
    if unmet.escalation != nil {
      let level = level(unmet.escalation, language)
      text += language.text("建议转\(level)。", " Turn to the \(level).")
    }
    return text
  }

  /// How many needs lack one change, two, or more; nil when all is served.
  static func summary(_ unmet: [Unmet], _ language: Language) -> String? {
    let changes = unmet.compactMap(\.smallestChange)
    guard !changes.isEmpty else { return nil }
    let one = changes.count { $0.isFound && $0.changes.count == 1 }
    let two = changes.count { $0.isFound && $0.changes.count == 2 }
    return language.text(
      "  未满足的需求中，改动一处即可的 \(one) 件，改动两处的 \(two) 件（见 unmet.csv 最小补足）",
      "  of the unmet needs, one change would do for \(one), two for \(two) (see unmet.csv)")
  }

  /// What is told when the time limit left no time for the search.
  static func skipped(_ count: Int, _ language: Language) -> String {
    language.text(
      "提醒：时间已到，有 \(count) 件未满足的需求没有再找最小补足。",
      "warning: the time ran out; no smallest change was looked for in \(count) unmet needs.")
  }
}
