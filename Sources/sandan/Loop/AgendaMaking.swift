import Ledger
import Matching
import Reports
import ThreeLists

/// Makes the joint meeting's agenda of what the ledger holds.
struct AgendaMaking {
  let snapshot: LedgerSnapshot
  /// How things stand when it is made.
  let state: LedgerState
  let policy: Policy
  /// The policy of plans made under some rules; nil where it cannot be had.
  let policyOfPlan: (RulesInForce?) -> Policy?
  let days: ClosedRange<Day>
  let now: Moment
  let language: Language
  /// Once true, groups that are left are told by their bounds.
  let isTimeUp: () -> Bool

  /// What the policy's codes are called.
  private var names: CodeNames { CodeNames(policy, ReportLanguage(language)) }

  /// A need on the agenda, and what its last plan says of it.
  struct Item {
    var known: NeedCase
    var week: Week
    var run: String
    var unmet: UnmetRecord
    var waited: Int
  }

  /// The agenda.
  ///
  /// - Complexity: a plan of a week for each trial; about as many as a group has asks and units.
  func agenda() throws(PlanningError) -> MeetingAgenda {
    let patience = state.rules?.loop.agendaAfter ?? policy.loop.agendaAfter
    let grouped = Dictionary(grouping: items(patience: patience)) { Bottleneck($0) }
    let sorted = grouped.sorted { left, right in
      (-left.value.count, -left.value.reduce(0) { $0 + $1.unmet.missing }, left.key)
        < (-right.value.count, -right.value.reduce(0) { $0 + $1.unmet.missing }, right.key)
    }
    let trials = AgendaTrials(snapshot: snapshot, state: state) { policyOfPlan($0) ?? policy }
    var groups: [MeetingAgenda.Group] = []
    for (key, items) in sorted { groups.append(try group(key, items, trials)) }
    return MeetingAgenda(
      from: days.lowerBound.description, to: days.upperBound.description, afterWeeks: patience,
      groups: groups)
  }

  /// The needs that belong on the agenda, sorted by identifier.
  private func items(patience: Int) -> [Item] {
    // Of each need the weeks that left it unmet, and what the last plan said that it was in.
    var weeks: [String: Int] = [:]
    var last: [String: (week: Week, run: String, unmet: UnmetRecord?)] = [:]
    for week in state.weeks.keys.sorted() where week.monday <= days.upperBound {
      guard let plan = state.weeks[week]?.plan else { continue }
      let run = plan["run"]?.text ?? ""
      for need in plan["needs"]?.texts ?? [] { last[need] = (week, run, nil) }
      for unmet in UnmetRecord.all(plan) {
        weeks[unmet.need, default: 0] += 1
        last[unmet.need] = (week, run, unmet)
      }
    }
    return state.cases.compactMap { known in
      guard known.isPlannable || (known.state == .deferred && known.visitsLacking > 0),
        let found = last[known.need.id], let unmet = found.unmet,
        found.week.sunday >= days.lowerBound
      else { return nil }
      let waited = known.need.carried + (weeks[known.need.id] ?? 0)
      guard waited >= patience || unmet.isUnservable else { return nil }
      return Item(
        known: known, week: found.week, run: found.run, unmet: unmet, waited: waited)
    }
  }

  private func group(
    _ key: Bottleneck, _ items: [Item], _ trials: AgendaTrials
  ) throws(PlanningError) -> MeetingAgenda.Group {
    let until = min(days.upperBound, now.day)
    let listed = items.map { item in
      MeetingAgenda.Item(
        need: item.known.need.id, firstResponsible: item.known.firstResponsible,
        grid: item.known.need.grid.digits, category: item.known.need.category,
        level: item.known.level?.rawValue, missing: item.unmet.missing, weeks: item.waited,
        days: max(0, until.days(since: item.known.need.reportedOn)),
        week: item.week.description, run: item.run)
    }.sorted { ($1.weeks, $1.days, $0.need) < ($0.weeks, $0.days, $1.need) }
    var asks = AgendaAsks(items, resources: state)
    let helped = asks.helped.keys.sorted()
    var whole: MeetingAgenda.Trial?
    var isLeast = false
    var isReproduced = true
    let needs = Dictionary(grouping: items, by: \.week).mapValues { Set($0.map(\.known.need.id)) }
    if !asks.isEmpty, !isTimeUp() {
      var found = try trials.trial(needs, asks)
      isReproduced = found.isReproduced
      // The sum of what each need asks for may be more than they need together.
      isLeast = found.served > 0
      shrinking: for step in asks.steps where found.served > 0 {
        while let less = asks.lessened(by: step) {
          guard !isTimeUp() else {
            isLeast = false
            break shrinking
          }
          let smaller = try trials.trial(needs, less)
          guard smaller.served >= found.served else { break }
          asks = less
          found = smaller
        }
      }
      whole = found.asTrial
    }
    return try MeetingAgenda.Group(
      code: key.code, bottleneck: AgendaText.bottleneck(key, names, language), needs: listed,
      asks: asked(asks, needs, whole, trials), helped: helped, trial: whole, isLeast: isLeast,
      isReproduced: isReproduced, isSought: items.allSatisfy(\.unmet.isSought))
  }

  /// What each unit is asked for, with what it achieves by itself.
  private func asked(
    _ asks: AgendaAsks, _ needs: [Week: Set<String>], _ whole: MeetingAgenda.Trial?,
    _ trials: AgendaTrials
  ) throws(PlanningError) -> [MeetingAgenda.Ask] {
    var result: [MeetingAgenda.Ask] = []
    let units = asks.units
    for unit in units {
      let own = asks.only(unit)
      var trial: MeetingAgenda.Trial?
      if whole != nil, units.count == 1 {
        trial = whole
      } else if whole != nil, !isTimeUp() {
        trial = try trials.trial(needs, own).asTrial
      }
      result.append(
        MeetingAgenda.Ask(
          unit: unit,
          changes: own.steps.map { AgendaText.step($0, own.count($0), names, language) },
          alone: asks.helped(by: unit), trial: trial))
    }
    return result
  }
}

/// What keeps needs unserved: the reason, and what it names; needs with the same one make an item.
///
/// That is the resources, or else the category; the role, the rules and the tier.
struct Bottleneck: Hashable, Comparable {
  var code: String
  /// Resources that are full; sessions of theirs may differ.
  var resources: [String]
  /// The role that is short; empty for none.
  var role: String
  /// What is asked for, where no resource is named: the category, or the roles of the team.
  var asked: String
  /// The rules that the nearest miss fails.
  var rules: [String]
  /// The tier that would suffer.
  var tier: String

  init(_ item: AgendaMaking.Item) {
    let facts = item.unmet.facts
    code = item.unmet.code
    let slots = (facts?.slots ?? []).compactMap { ResourceSession($0)?.resource }
    resources = Set(slots + (facts?.resources ?? [])).sorted()
    role = facts?.role ?? ""
    let need = item.known.need
    asked =
      resources.isEmpty
      ? (need.isTeam ? need.roles.map(\.role).joined(separator: "、") : need.category) : ""
    rules = facts?.nearest?.rules ?? []
    tier = facts?.tier ?? ""
  }

  private var parts: [String] {
    [code, asked, role, tier, resources.joined(separator: " "), rules.joined(separator: " ")]
  }

  /// By reason, then by what it names.
  static func < (left: Bottleneck, right: Bottleneck) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }
}
