import Matching
import ThreeLists

/// What would have to change for a need to be served, in words.
enum ChangeText {
  /// The sentence; empty when no change was looked for.
  static func sentence(_ unmet: Unmet, language: Language) -> String {
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
    let items = change.changes.map { item($0, language) }
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

  /// One change.
  static func item(_ change: ListChange, _ language: Language) -> String {
    switch change {
    case .visit(let resource, let session, _, _):
      language.text("\(resource) 在\(session)多来一次", "\(resource) comes once more in \(session)")
    case .window(let session, let extendsDue):
      language.text(
        "居民\(session)也可以\(extendsDue ? "（最迟日期放宽到那天）" : "")",
        "the resident takes \(session) too\(extendsDue ? " (last date moved to that day)" : "")")
    case .session(let resource, let session):
      language.text("\(resource) 增加时段\(session)", "\(resource) comes in \(session) too")
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
  static func whole(_ unmet: Unmet, language: Language) -> String {
    let change = sentence(unmet, language: language)
    var text = ReasonText.sentence(unmet, language: language)
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
