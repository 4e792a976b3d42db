import ThreeLists

/// The part of a policy that the ledger reckons with, as an event of its own records it.
public struct RulesInForce: Hashable, Sendable {
  /// How classes are made.
  public var classes: ClassRules
  /// Limits, working time, reasons.
  public var loop: LoopRules

  /// The whole policy as it was written when it was recorded; nil where only the rules were.
  ///
  /// No event is reckoned by it: it has the closed sessions, tiers and dictionaries of plans to come.
  public var policy: String?

  /// The rules of a policy.
  ///
  /// - Parameters:
  ///   - policy: the policy.
  ///   - text: how it is written.
  public init(_ policy: Policy, text: String? = nil) {
    classes = policy.classes
    loop = policy.loop
    self.policy = text
  }

  /// The rules that an event's body states; nil when it lacks any.
  init?(_ body: JSONValue) {
    guard let classes = body["classes"], let limits = body["limits"],
      let calendar = body["calendar"], let refusal = body["refusal_reasons"],
      let holding = body["holding_reasons"], let gain = classes["special_group_gain"]?.number,
      let carried = classes["carried_gain"]?.number, let from = classes["carried_from"]?.number
    else { return nil }
    var rules = ClassRules()
    rules.byUrgency = classes["by_urgency"]?.values.compactMap(\.number) ?? []
    guard rules.byUrgency.count == Urgency.allCases.count else { return nil }
    rules.specialGroupGain = gain
    rules.carriedGain = carried
    rules.carriedFrom = from
    var loop = LoopRules()
    for step in LoopStep.allCases {
      guard let found = RulesInForce.limits(limits[step.rawValue]) else { return nil }
      loop.steps[step] = found
    }
    guard let overall = RulesInForce.limits(limits["overall"]),
      let times = RulesInForce.calendar(calendar)
    else { return nil }
    loop.overall = overall
    loop.calendar = times
    loop.refusalReasons = RulesInForce.dictionary(refusal)
    loop.holdingReasons = RulesInForce.dictionary(holding)
    loop.agendaAfter = body["agenda_after"]?.number ?? LoopRules.standardAgendaAfter
    self.classes = rules
    self.loop = loop
    policy = body["policy"]?.text
  }

  /// The body of the event.
  public var body: [String: JSONValue] {
    var limits: [String: JSONValue] = [:]
    for step in LoopStep.allCases {
      limits[step.rawValue] = .texts((loop.steps[step] ?? []).map(\.description))
    }
    limits["overall"] = .texts(loop.overall.map(\.description))
    let calendar = loop.calendar
    var body: [String: JSONValue] = [
      "classes": .object([
        "by_urgency": .list(classes.byUrgency.map(JSONValue.number)),
        "special_group_gain": .number(classes.specialGroupGain),
        "carried_gain": .number(classes.carriedGain),
        "carried_from": .number(classes.carriedFrom),
      ]),
      "limits": .object(limits),
      "calendar": .object([
        "weekdays": .list(calendar.weekdays.sorted().map(JSONValue.number)),
        "hours": .texts(
          calendar.hours.map { "\(Moment.clock($0.lowerBound))-\(RulesInForce.end($0))" }),
        "holidays": .texts(calendar.holidays.sorted().map(\.description)),
        "make_up": .texts(calendar.makeUpDays.sorted().map(\.description)),
      ]),
      "refusal_reasons": RulesInForce.value(loop.refusalReasons),
      "holding_reasons": RulesInForce.value(loop.holdingReasons),
    ]
    // Ledgers begun before there was an agenda have the built-in number.
    if loop.agendaAfter != LoopRules.standardAgendaAfter {
      body["agenda_after"] = .number(loop.agendaAfter)
    }
    if let policy { body["policy"] = .text(policy) }
    return body
  }

  private static func end(_ hours: Range<Int>) -> String {
    hours.upperBound == Moment.minutesOfDay ? "24:00" : Moment.clock(hours.upperBound)
  }

  private static func limits(_ value: JSONValue?) -> [WorkLimit]? {
    let texts = value?.texts ?? []
    let limits = texts.compactMap { WorkLimit($0) }
    return limits.count == ClassRules.count && texts.count == limits.count ? limits : nil
  }

  private static func calendar(_ value: JSONValue) -> WorkingCalendar? {
    var calendar = WorkingCalendar()
    calendar.weekdays = Set(value["weekdays"]?.values.compactMap(\.number) ?? [])
    calendar.hours = []
    for text in value["hours"]?.texts ?? [] {
      let parts = text.split(separator: "-")
      guard parts.count == 2, let begin = Moment.minute(parts[0]),
        let end = parts[1] == "24:00" ? Moment.minutesOfDay : Moment.minute(parts[1]), begin < end
      else { return nil }
      calendar.hours.append(begin..<end)
    }
    func days(_ key: String) -> Set<Day> {
      Set(value[key]?.texts.compactMap { Moment($0)?.day } ?? [])
    }
    calendar.holidays = days("holidays")
    calendar.makeUpDays = days("make_up")
    return calendar
  }

  /// Pairs of code and name: the order of a dictionary is kept.
  private static func value(_ dictionary: CodeDictionary) -> JSONValue {
    .list(dictionary.entries.map { .texts([$0.code, $0.name]) })
  }

  private static func dictionary(_ value: JSONValue) -> CodeDictionary {
    CodeDictionary(
      value.values.compactMap { pair in
        let texts = pair.texts
        return texts.count == 2 ? CodeDictionary.Entry(code: texts[0], name: texts[1]) : nil
      })
  }
}
