/// A step of a need's way through the office that has a limit of its own.
public enum LoopStep: String, CaseIterable, Hashable, Sendable {
  /// From report, refusal or rework to dispatch.
  case dispatch
  /// From dispatch to the unit's answer.
  case respond
  /// From acceptance to the last visit.
  case complete
  /// From the last visit to the call back.
  case followUp = "follow_up"
  /// From escalation to whatever comes next.
  case escalate
}

/// What an office decides of the closed loop: limits, working time, and reasons that may be given.
public struct LoopRules: Hashable, Sendable {
  /// The limit of a step for each class, 0 first; an escalation begins it anew.
  public var steps: [LoopStep: [WorkLimit]] = [
    .dispatch: [.hours(4), .days(1), .days(3), .days(5)],
    .respond: [.hours(2), .hours(4), .days(1), .days(1)],
    .complete: [.days(1), .days(3), .days(7), .days(10)],
    .followUp: [.days(1), .days(2), .days(3), .days(3)],
    .escalate: [.days(1), .days(2), .days(5), .days(5)],
  ]
  /// The limit the resident is promised, for each class, from report to the last visit; nothing
  /// begins it anew.
  public var overall: [WorkLimit] = [.days(2), .days(5), .days(15), .days(20)]
  /// Working time.
  public var calendar: WorkingCalendar = WorkingCalendar()
  /// Why a unit gives an order back.
  public var refusalReasons: CodeDictionary = CodeDictionary([
    .init(code: "capacity", name: "人手不足"), .init(code: "scope", name: "不属职责范围"),
    .init(code: "schedule", name: "时间冲突"), .init(code: "skill", name: "缺少资质或技能"),
    .init(code: "distance", name: "路途过远"), .init(code: "no-show", name: "未能到场"),
    .init(code: "other", name: "其他"),
  ])
  /// Why a need is deferred, goes up a level, or is closed without being solved.
  public var holdingReasons: CodeDictionary = CodeDictionary([
    .init(code: "absent", name: "居民不在"), .init(code: "withdrawn", name: "居民撤回"),
    .init(code: "unreachable", name: "无法联系"), .init(code: "material", name: "等待材料"),
    .init(code: "authority", name: "超出本级权限"), .init(code: "no-resource", name: "本级无资源"),
    .init(code: "law", name: "政策不允许"), .init(code: "duplicate", name: "重复登记"),
    .init(code: "other", name: "其他"),
  ])

  /// Weeks that a need stays unmet before it comes before the joint meeting (联席会议).
  public var agendaAfter: Int = LoopRules.standardAgendaAfter
  /// The built-in number of such weeks.
  public static let standardAgendaAfter = 3

  /// The rules of the built-in policy.
  public init() {}

  /// The limit of a step for a class.
  public func limit(_ step: LoopStep, priorityClass: Int) -> WorkLimit? {
    steps[step].flatMap { $0.indices.contains(priorityClass) ? $0[priorityClass] : nil }
  }
}
