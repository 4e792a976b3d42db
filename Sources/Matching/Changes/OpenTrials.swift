import Optimization
import ThreeLists

/// Changes that branching would have to settle for a need, as questions of one program.
///
/// They differ in a few arcs and limits, so the program is built once. It refuses many of them at a time: a
/// change takes no plan away, so where a program with the arcs and limits of all of them has no plan, none of
/// them has. And the prices that refuse one mostly refuse others like it without another relaxation.
struct OpenTrials {
  /// One change, or two, without one more visit, and what is raised.
  struct Trial {
    let changes: [ListChange]
    let raises: [Rearrangement.Raise]
  }

  /// Relaxations for several trials at once.
  private static let relaxationsOfMany = 4
  /// Visits a week that two raises may add to a resource.
  private static let mostRaised = 2

  private var refusal: ServingRefusal
  /// What the last question took: arcs that its relaxations looked at.
  private(set) var work = 0
  private let numberOf: [[ListChange]: Int]
  /// By set of changes: places of its arcs among those that not all trials have.
  private let added: [[Int]]
  /// The limits of the lists, by resource.
  private let limits: [ServingRefusal.Limits]

  /// Whether a trial is refused for the same reason as one before.
  func isRefused(_ trial: Trial) -> Bool { refusal.isRefused(question([trial])) }

  /// Whether some trials serve the need, if a program had the arcs and limits of all of them.
  ///
  /// Where it does not, none of them does. What GLPK cannot answer stays open.
  mutating func serve(_ trials: [Trial]) -> ServingRefusal.Answer {
    let before = refusal.work
    defer { work = refusal.work - before }
    let relaxations =
      trials.count > 1 ? OpenTrials.relaxationsOfMany : Rearrangement.relaxations
    return (try? refusal.answer(question(trials), relaxations: relaxations)) ?? .open
  }

  private func question(_ trials: [Trial]) -> ServingRefusal.Question {
    var arcs: Set<Int> = []
    var raised: [Int: ServingRefusal.Limits] = [:]
    for trial in trials {
      if let number = numberOf[trial.changes] { arcs.formUnion(added[number]) }
      var own: [Int: ServingRefusal.Limits] = [:]
      for raise in trial.raises {
        var raised = own[raise.resource] ?? limits[raise.resource]
        if raise.weekly { raised.weekly += 1 }
        if raise.perSession { raised.perSession += 1 }
        own[raise.resource] = raised
      }
      raised.merge(own) { one, other in
        ServingRefusal.Limits(
          supply: one.supply, weekly: max(one.weekly, other.weekly),
          perSession: max(one.perSession, other.perSession))
      }
    }
    return ServingRefusal.Question(
      arcs: arcs.sorted(), raised: raised.values.sorted { $0.supply < $1.supply })
  }

  /// Builds the program; nil where it would be too large, or the plan is not one to begin with.
  ///
  /// - Parameters:
  ///   - changes: what the trials change beside one more visit.
  ///   - need: the need.
  ///   - board: the plan; afterwards nothing is changed or raised.
  ///   - context: what all trials look at.
  init?(
    _ changes: [[ListChange]], of need: Int, on board: inout Rearrangement,
    _ context: ChangeContext
  ) {
    board.undo(to: 0)
    board.lists = nil
    board.raise([])
    var numberOf: [[ListChange]: Int] = [:]
    var changed: [ChangedLists] = []
    for own in changes where numberOf[own] == nil {
      numberOf[own] = changed.count
      changed.append(ChangedLists(context, need: need, changes: own))
    }
    self.numberOf = numberOf
    let (needs, added) = board.concerned(need, by: changed)
    guard let arcs = OpenTrials.arcs(needs, board.candidates, beside: added.joined()) else {
      return nil
    }
    let program = board.program(need, needs, arcs)
    let demandOf = Dictionary(uniqueKeysWithValues: needs.enumerated().map { ($1, $0) })
    guard let demand = demandOf[need] else { return nil }
    let plan = needs.enumerated().flatMap { demand, own in
      board.unitsOf[own].map { board.units[$0] }.filter { $0.slot >= 0 }.map { unit in
        program.index(
          of: AssignmentProgram.Arc(
            demand: Int32(demand), place: Int32(unit.kind),
            supply: Int32(unit.slot / Session.count), session: Int32(unit.slot % Session.count)))
      }
    }
    let arcsAdded = added.map { pairs in
      pairs.flatMap { pair in
        pair.arcs(demand: demandOf[Int(pair.need)] ?? 0).compactMap(program.index)
      }
    }
    let optional = Set(arcsAdded.joined()).sorted()
    let placeOf = Dictionary(uniqueKeysWithValues: optional.enumerated().map { ($1, $0) })
    self.added = arcsAdded.map { $0.compactMap { placeOf[$0] } }
    limits = program.supplies.enumerated().map { number, supply in
      ServingRefusal.Limits(
        supply: number, weekly: supply.weekly, perSession: supply.perSession)
    }
    guard !plan.contains(nil),
      let refusal = ServingRefusal(
        program, optional: optional, demand: demand, plan: plan.compactMap { $0 }.sorted(),
        mostWeekly: limits.map { $0.weekly + OpenTrials.mostRaised })
    else { return nil }
    self.refusal = refusal
    work = program.arcs.count
  }

  /// The arcs of some needs, with what changes add; nil for too many.
  private static func arcs(
    _ needs: [Int], _ candidates: Candidates, beside added: some Sequence<Candidates.Pair>
  ) -> [AssignmentProgram.Arc]? {
    var more: [Int: [Candidates.Pair]] = [:]
    for pair in added { more[Int(pair.need), default: []].append(pair) }
    var arcs: [AssignmentProgram.Arc] = []
    for (demand, own) in needs.enumerated() {
      let first = arcs.count
      for pair in candidates.pairs(ofNeed: own) {
        arcs.append(contentsOf: pair.arcs(demand: demand))
      }
      if let more = more[own] {
        let all = Set(arcs[first...] + more.flatMap { $0.arcs(demand: demand) })
        arcs.replaceSubrange(first..., with: all.sorted())
      }
      if arcs.count > Rearrangement.mostArcs { return nil }
    }
    return arcs
  }
}

extension Rearrangement {
  /// The need and whoever could have to move for it with any of some changes made, ascending; and the pairs
  /// that each of them adds for these.
  fileprivate func concerned(
    _ need: Int, by changed: [ChangedLists]
  ) -> (needs: [Int], added: [[Candidates.Pair]]) {
    var found: Set<Int> = [need]
    var seen: Set<Int> = []
    var queue = [need]
    var added: [[Candidates.Pair]] = Array(repeating: [], count: changed.count)
    while let next = queue.popLast() {
      var resources = candidates.pairs(ofNeed: next).map { Int($0.resource) }
      for (number, lists) in changed.enumerated() {
        for kind in candidates.kinds(ofNeed: next) {
          let own = lists.added(next, kind)
          added[number] += own
          resources += own.map { Int($0.resource) }
        }
      }
      for resource in resources where seen.insert(resource).inserted {
        for slot in resource * Session.count..<(resource + 1) * Session.count {
          for unit in holders[slot] where found.insert(units[unit].need).inserted {
            queue.append(units[unit].need)
          }
        }
      }
    }
    return (found.sorted(), added)
  }
}
