import Optimization
import ThreeLists

/// The program of a week's lists in which rows of added visits may do as much as is asked of them.
///
/// What a row does in a solution is what it has to offer, so the edited lists of a solution are the
/// lists with these rows, and every set of added visits is some solution's.
struct AdditionProgram {
  /// The lists without the rows.
  let task: PlanningTask
  private let added: AddedRows
  private let builder: ProgramBuilder

  /// The program of lists, with the tiers of their policy.
  init(_ task: PlanningTask, by subject: MarginalSubject) {
    self.task = task
    added = AddedRows(task, by: subject)
    builder = ProgramBuilder(added.extended, candidates: added.candidates)
  }

  /// The tiers that the lists' policy gives the program, in its order.
  var tierNames: [TierName] { builder.tierNames }

  /// The lists with every row, each offering more than can be used.
  var generous: PlanningTask {
    let places = task.needs.reduce(0) { $0 + $1.visits * $1.placesPerVisit }
    return added.rows.map { (added: $0, visits: max(1, places)) }.applied(to: task)
  }

  /// The fewest added visits with which some plan serves an aim.
  ///
  /// Its tiers: `missed`, visits that lack to the aim; `added`, visits of the rows; the policy's; and
  /// `position`, the sum of the rows' places in their order, one for each of their visits.
  ///
  /// - Parameter aim: by class, visits to be served.
  /// - Returns: the program.
  func fewest(serving aim: [Int]) -> AssignmentProgram {
    var program = widened(to: nil)
    let requested = task.requestedByClass
    // Unmet visits of a class cost nothing up to what the aim leaves, and one each from there on.
    program.groupCount = ClassRules.count
    for index in program.demands.indices {
      program.demands[index].group = program.demandClass[index]
    }
    var missed = Tier(name: "missed")
    missed.perUnmet = zip(requested, aim).map { requested, aim in
      Array(repeating: 0, count: requested - aim) + Array(repeating: 1, count: aim)
    }
    var count = Tier(name: "added")
    count.perArc = program.arcs.map { Int($0.supply) < task.resources.count ? 0 : 1 }
    program.tiers = [missed, count] + program.tiers + [position(program)]
    return program
  }

  /// The best use of so many added visits.
  ///
  /// Its tiers: `beyond`, visits of the rows past that number, of which the best plan has none; the
  /// policy's; and `position`.
  func best(_ visits: Int) -> AssignmentProgram {
    var program = widened(to: visits)
    program.poolCount = 2
    var places = [0, 0]
    for index in program.supplies.indices {
      let pool = index < task.resources.count ? 0 : 1
      program.supplies[index].pool = pool
      places[pool] += program.supplies[index].weekly
    }
    let free = min(visits, places[1])
    var beyond = Tier(name: "beyond")
    beyond.perLoad = [
      Array(repeating: 0, count: places[0]),
      Array(repeating: 0, count: free) + Array(repeating: 1, count: places[1] - free),
    ]
    program.tiers = [beyond] + program.tiers + [position(program)]
    return program
  }

  /// The builder's program in which each row may fill as many places as there are, or as given.
  private func widened(to visits: Int?) -> AssignmentProgram {
    var program = builder.program
    let places = program.demands.reduce(0) { $0 + min($1.visits, 7) * $1.places.reduce(0, +) }
    let most = min(visits ?? places, places)
    for index in program.supplies.indices.dropFirst(task.resources.count) {
      program.supplies[index].weekly = most
      program.supplies[index].perSession = max(1, most)
    }
    return program
  }

  private func position(_ program: AssignmentProgram) -> Tier {
    var tier = Tier(name: "position")
    tier.perArc = program.arcs.map { max(0, Int($0.supply) - task.resources.count) }
    return tier
  }

  /// What the rows do in a solution, those with nothing to do left out.
  func additions(_ chosen: [Int], in program: AssignmentProgram) -> [Addition] {
    var visits = Array(repeating: 0, count: added.rows.count)
    for arc in chosen {
      let row = Int(program.arcs[arc].supply) - task.resources.count
      if row >= 0 { visits[row] += 1 }
    }
    return visits.indices.filter { visits[$0] > 0 }.map {
      Addition(added.rows[$0], visits: visits[$0], in: task)
    }
  }

  /// Solves one of its programs.
  func solve(
    _ program: AssignmentProgram, timeLimit: Duration?
  ) throws(PlanningError) -> Solution {
    do {
      return try AssignmentSolver.solve(program, timeLimit: timeLimit)
    } catch {
      throw Planner.planningError(error, task: added.extended, program: program)
    }
  }
}

/// So many visits more of a row.
public struct Addition: Hashable, Sendable {
  /// The row.
  public var added: AddedVisits
  /// The unit of the row.
  public var unit: String
  /// How many visits, at least 1.
  public var visits: Int

  init(_ added: AddedVisits, visits: Int, in task: PlanningTask) {
    self.added = added
    self.visits = visits
    unit = added.row(0, in: task)?.unit ?? AddedVisits.newcomer
  }
}

extension [Addition] {
  /// The visits of all.
  public var visits: Int { reduce(0) { $0 + $1.visits } }

  /// The task with these rows among its resources.
  ///
  /// - Complexity: O(needs + resources).
  public func applied(to task: PlanningTask) -> PlanningTask {
    map { (added: $0.added, visits: $0.visits) }.applied(to: task)
  }
}

extension PlanningTask {
  /// Visits asked for by class.
  public var requestedByClass: [Int] {
    needs.reduce(into: Array(repeating: 0, count: ClassRules.count)) { counts, need in
      counts[policy.classes.priorityClass(of: need)] += need.visits
    }
  }
}

extension TierProof {
  /// How a solver's outcome is proved.
  init(_ kind: ProofKind) {
    switch kind {
    case .certificate: self = .certificate
    case .search: self = .search
    case .open: self = .open
    }
  }
}
