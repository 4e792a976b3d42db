import Ledger
import Matching
import Reports
import ThreeLists

/// What departments, and residents, are asked for: changes of the lists, counted.
struct AgendaAsks {
  /// A change that may be asked for.
  struct Step: Hashable {
    var change: ListChange
    /// What the change is about besides: the need whose window, grid or category is meant.
    var need: String
    /// The grid that an area gains, or the category; empty for other changes.
    var detail: String
  }

  private var counts: [Step: Int] = [:]
  private var needs: [String: Need] = [:]
  /// Units of the resources concerned.
  private var unitOf: [String: String] = [:]
  /// Needs for which a change was found, with the units that it takes; nil among them is residents.
  private(set) var helped: [String: Set<String?>] = [:]

  /// The changes of needs: what may be had several times is added up within a week, and the week
  /// with the most counts.
  init(_ items: [AgendaMaking.Item], resources state: LedgerState) {
    for (week, items) in Dictionary(grouping: items, by: \.week) {
      var inWeek: [Step: Int] = [:]
      for item in items {
        guard let changes = item.unmet.changes, !changes.isEmpty else { continue }
        let need = item.known.need
        needs[need.id] = need
        for change in changes {
          if let id = change.resource {
            unitOf[id] = state.weeks[week]?.resources[id]?.unit ?? ""
          }
          let step = AgendaAsks.step(change, need)
          inWeek[step] = AgendaAsks.isCounted(change) ? (inWeek[step] ?? 0) + 1 : 1
          // The same cell changes for every need with the same grid or category.
          if needs[step.need] == nil { needs[step.need] = need }
        }
        helped[need.id] = Set(changes.map { $0.resource.flatMap { unitOf[$0] } })
      }
      for (step, count) in inWeek { counts[step] = max(counts[step] ?? 0, count) }
    }
  }

  private static func isCounted(_ change: ListChange) -> Bool {
    if case .visit = change { true } else { false }
  }

  private static func step(_ change: ListChange, _ need: Need) -> Step {
    switch change {
    case .area: Step(change: change, need: "", detail: need.grid.digits)
    case .category: Step(change: change, need: "", detail: need.category)
    case .window: Step(change: change, need: need.id, detail: "")
    case .visit, .session, .role, .skill: Step(change: change, need: "", detail: "")
    }
  }

  var isEmpty: Bool { counts.isEmpty }

  /// The steps, in an order of their own.
  var steps: [Step] {
    counts.keys.sorted { left, right in
      (
        left.change.rank, left.change.resource ?? "", left.change.code, left.detail, left.need,
        "\(left.change)"
      )
        < (
          right.change.rank, right.change.resource ?? "", right.change.code, right.detail,
          right.need, "\(right.change)"
        )
    }
  }

  /// How often a step is asked for.
  func count(_ step: Step) -> Int { counts[step] ?? 0 }

  /// The units concerned, sorted, residents last.
  var units: [String?] {
    let all = Set(counts.keys.map(unit))
    return all.compactMap(\.self).sorted().map { $0 } + (all.contains(nil) ? [nil] : [])
  }

  private func unit(_ step: Step) -> String? { step.change.resource.flatMap { unitOf[$0] } }

  /// The part of one unit.
  func only(_ unit: String?) -> AgendaAsks {
    var part = self
    part.counts = counts.filter { self.unit($0.key) == unit }
    return part
  }

  /// Needs whose change takes this unit alone.
  func helped(by unit: String?) -> Int { helped.values.count { $0 == [unit] } }

  /// The asks with one step less; nil when it is not among them.
  func lessened(by step: Step) -> AgendaAsks? {
    guard let count = counts[step] else { return nil }
    var less = self
    less.counts[step] = count > 1 ? count - 1 : nil
    return less
  }

  /// A resource as it reads with the asks.
  func applied(to row: Resource) -> Resource {
    var changed = row
    for (step, count) in counts where step.change.resource == row.id {
      switch step.change {
      case .visit(_, let weekly, let perSession):
        if weekly { changed.weekly += count }
        if perSession { changed.perSession += count }
      case .area:
        if let grid = GridCode(step.detail) { changed.areas.append(.prefix(grid)) }
      case .category: changed.categories.append(step.detail)
      case .session(_, let session): changed.sessions.insert(SessionSet([session]))
      case .role(_, let role): changed.roles.append(role)
      case .skill(_, let skill): changed.skills.append(skill)
      case .window: break
      }
    }
    // What is asked for in any order gives the same row.
    changed.areas = Set(changed.areas).sorted()
    changed.categories = Set(changed.categories).sorted()
    changed.roles = Set(changed.roles).sorted()
    changed.skills = Set(changed.skills).sorted()
    return changed
  }

  /// A need as it reads with the asks.
  func applied(to need: Need, week: Week) -> Need {
    counts.keys.filter { $0.need == need.id }.reduce(need) {
      $1.change.applied(to: $0, week: week)
    }
  }
}

/// Plans weeks of the ledger again with asks.
final class AgendaTrials {
  private let snapshot: LedgerSnapshot
  private let state: LedgerState
  private let policyOfPlan: (RulesInForce?) -> Policy
  /// Weeks whose lists have been made again.
  private var known: [Week: (task: PlanningTask, isReproduced: Bool)] = [:]

  init(
    snapshot: LedgerSnapshot, state: LedgerState,
    policyOfPlan: @escaping (RulesInForce?) -> Policy
  ) {
    self.snapshot = snapshot
    self.state = state
    self.policyOfPlan = policyOfPlan
  }

  /// What a trial showed.
  struct Result {
    /// Needs that are served wholly.
    var needs: Set<String> = []
    var status = PlanStatus.optimal
    var isReproduced = true

    var served: Int { needs.count }

    /// The result as the agenda tells it.
    var asTrial: MeetingAgenda.Trial {
      MeetingAgenda.Trial(needs: needs.sorted(), status: status.rawValue)
    }
  }

  /// Plans the weeks again, each with the lists that its plan had and the asks, and finds which of
  /// the needs are served wholly.
  func trial(
    _ needs: [Week: Set<String>], _ asks: AgendaAsks
  ) throws(PlanningError) -> Result {
    var result = Result()
    for week in needs.keys.sorted() {
      guard let wanted = needs[week], let base = task(week) else { continue }
      result.isReproduced = result.isReproduced && base.isReproduced
      let changed = PlanningTask(
        needs: base.task.listedNeeds.map { asks.applied(to: $0, week: week) },
        resources: base.task.resources.map { asks.applied(to: $0) }, policy: base.task.policy,
        week: week,
        version: programVersion, standing: base.task.standing)
      let plan = try Planner.plan(changed)
      result.needs.formUnion(wanted.subtracting(plan.unmet.map(\.need)))
      if plan.status == .gap || (plan.status == .search && result.status == .optimal) {
        result.status = plan.status
      }
    }
    return result
  }

  /// The lists of a week's plan as they were when it was made; where a week that was out was planned
  /// again, what was out with them.
  private func task(_ week: Week) -> (task: PlanningTask, isReproduced: Bool)? {
    if let found = known[week] { return found }
    guard
      // A plan that is made again takes effect when it is sent out.
      let run = state.weeks[week]?.plan?["run"]?.text,
      let event = snapshot.events.last(where: {
        $0.entry.kind == .planned && $0.entry.week == week
          && $0.entry.body["run"]?.text == run
      }), let state = snapshot.state(before: event.seq)
    else { return nil }
    let policy = policyOfPlan(state.rules)
    // Where its orders are no longer permitted, the week is tried without them, which is told.
    let task =
      ((try? WeekTask(
        recorded: event.entry.body, week, at: event.entry.time, state, contacts: [:],
        policy: policy, ledger: ""))
      ?? WeekTask(week, state, begun: 0, contacts: [:], policy: policy, ledger: "")).planning
    let found = (
      task: task, isReproduced: task.fingerprint == event.entry.body["fingerprint"]?.text
    )
    known[week] = found
    return found
  }
}
