import Optimization
import ThreeLists

/// Writes the design's model of a week as an assignment program in integers.
///
/// Demands stand in the order of the needs, supplies in that of the resources, groups and pools in
/// that of their names, so an index in the program is an index in the lists.
public struct ProgramBuilder: Sendable {
  /// The program.
  public let program: AssignmentProgram
  /// The tiers of the policy that the program minimises, in its order.
  public let tierNames: [TierName]
  /// The names of the program's pools.
  public let units: [String]
  /// The fairness areas that are the program's groups.
  public let areas: [GridCode]

  /// Builds the program of a plan; the tier `kept` is absent from a first one.
  ///
  /// - Parameters:
  ///   - needs: sorted by identifier.
  ///   - resources: sorted by identifier.
  ///   - policy: classes, tiers, fairness level, code lengths.
  ///   - week: the week planned.
  ///   - candidates: those of the same lists, policy, week and standing.
  ///   - standing: where the week stands when it is planned again; nil in a first plan.
  public init(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, candidates: Candidates,
    standing: Standing? = nil
  ) {
    let (units, unitOf) = Unit.indexed(resources)
    // Needs and resources are gone through by index, so that no row is copied.
    let (areas, areaOf) = ProgramBuilder.areas(of: needs, policy)
    let classes = needs.indices.map { policy.classes.priorityClass(of: needs[$0]) }
    let demands = Processors.map(count: needs.count, fewest: ProgramBuilder.fewestApart) { _ in
      let single = [1]
      return { index in
        let roles = needs[index].roles
        return AssignmentProgram.Demand(
          visits: needs[index].visits,
          wholly: !needs[index].allowsPartial && needs[index].visits > 1,
          places: roles.isEmpty ? single : roles.map(\.count), group: areaOf[index])
      }
    }
    // No plan fills more places than the lists ask for, so a larger capacity says nothing more.
    let allPlaces = demands.reduce(0) { $0 + min($1.visits, 7) * $1.places.reduce(0, +) }
    let supplies = resources.indices.map { index in
      AssignmentProgram.Supply(
        weekly: min(resources[index].weekly, allPlaces),
        perSession: min(resources[index].perSession, max(1, allPlaces)),
        minimum: resources[index].isExpired(before: week) ? 0 : resources[index].minimum,
        pool: unitOf[index])
    }
    let arcs = ProgramBuilder.arcs(of: candidates)
    let costs = TierCosts(
      needs: needs, resources: resources, policy: policy, week: week, classes: classes,
      demands: demands, supplies: supplies, units: units, groupCount: areas.count, arcs: arcs,
      standing: standing)
    tierNames = policy.tiers.filter { $0 != .kept || standing != nil }
    let names = tierNames
    let tiers = Processors.map(
      count: names.count, fewest: needs.count < ProgramBuilder.fewestApart ? .max : 1
    ) { _ in
      { costs.tier(names[$0]) }
    }
    self.units = units.map(\.name)
    self.areas = areas
    program = AssignmentProgram(
      demands: demands, supplies: supplies, groupCount: areas.count, poolCount: units.count,
      arcs: arcs, pins: ProgramBuilder.pins(needs: needs, resources: resources),
      demandClass: classes, tiers: tiers)
  }

  /// The fairness areas of some needs, sorted, and the index among them of each need's.
  private static func areas(
    of needs: [Need], _ policy: Policy
  ) -> (areas: [GridCode], ofNeed: [Int]) {
    let length = policy.levels.length(of: policy.fairnessLevel)
    var numbers = GridNumbers()
    let ofNeed = needs.indices.map { numbers.number(of: needs[$0].grid, first: length) }
    let codes = numbers.codes
    let order = codes.indices.sorted { codes[$0] < codes[$1] }
    var placeOf = Array(repeating: 0, count: codes.count)
    for (place, number) in order.enumerated() { placeOf[number] = place }
    return (order.map { codes[$0] }, ofNeed.map { placeOf[$0] })
  }

  /// The arcs of all pairs, one for each session.
  private static func arcs(of candidates: Candidates) -> [AssignmentProgram.Arc] {
    let pairs = candidates.pairs
    let ranges = Processors.ranges(of: pairs.count, fewest: fewestArcsApart, perProcessor: 2)
    let lengths = Processors.map(count: ranges.count, fewest: 2) { _ in
      { part in ranges[part].reduce(0) { $0 + pairs[$1].sessions.count } }
    }
    return Processors.joined(lengths: lengths) { part, arcs in
      for index in ranges[part] {
        let pair = pairs[index]
        var left = pair.sessions.rawValue
        while left != 0 {
          arcs.append(
            AssignmentProgram.Arc(
              demand: pair.need, place: pair.place, supply: pair.resource,
              session: Int32(left.trailingZeroBitCount)))
          left &= left - 1
        }
      }
    }
  }

  /// The fewest pairs or arcs that are divided among the processors.
  fileprivate static var fewestArcsApart: Int { 20_000 }
  /// The fewest needs for which tiers are reckoned side by side.
  private static var fewestApart: Int { 2000 }

  /// Builds the program of a task, with its own resources or others in their stead.
  ///
  /// - Parameters:
  ///   - task: the lists, policy, week and standing.
  ///   - resources: sorted by identifier; nil for the task's own.
  ///   - candidates: those of the task with these resources.
  public init(_ task: PlanningTask, resources: [Resource]? = nil, candidates: Candidates) {
    self.init(
      needs: task.needs, resources: resources ?? task.resources, policy: task.policy,
      week: task.week, candidates: candidates, standing: task.standing)
  }

  /// The pins of all needs, a bare one counted as often as it stands in its cell.
  private static func pins(needs: [Need], resources: [Resource]) -> [AssignmentProgram.Pin] {
    let pinning = needs.indices.filter { !needs[$0].pinned.isEmpty }
    if pinning.isEmpty { return [] }
    let index = Dictionary(uniqueKeysWithValues: resources.enumerated().map { ($1.id, $0) })
    var pins: [AssignmentProgram.Pin] = []
    for demand in pinning {
      var counts: [Pin: Int] = [:]
      for pin in needs[demand].pinned { counts[pin, default: 0] += 1 }
      for (pin, count) in counts.sorted(by: { $0.key < $1.key }) {
        guard let supply = index[pin.resource] else { continue }
        pins.append(
          AssignmentProgram.Pin(
            demand: demand, supply: supply, session: pin.session?.index,
            count: pin.session == nil ? count : 1))
      }
    }
    return pins
  }
}

/// The integer costs of the design's tiers, each minimised.
struct TierCosts: Sendable {
  let needs: [Need]
  let resources: [Resource]
  let policy: Policy
  let week: Week
  let classes: [Int]
  let demands: [AssignmentProgram.Demand]
  let supplies: [AssignmentProgram.Supply]
  let units: [Unit]
  let groupCount: Int
  let arcs: [AssignmentProgram.Arc]
  let standing: Standing?

  /// The program's tier for one of the policy's.
  func tier(_ name: TierName) -> Tier {
    var tier = Tier(name: name.description)
    switch name {
    case .served(let number): tier.perVisit = classes.map { $0 == number ? -1 : 0 }
    case .kept: kept(&tier)
    case .minimums: tier.shortfall = true
    case .grids: tier.perUnmet = unmetSteps()
    case .waited:
      let days = needs.indices.map {
        min(999, max(0, week.monday.days(since: needs[$0].reportedOn)))
      }
      tier.constant = days.indices.reduce(0) { $0 + needs[$1].visits * days[$1] }
      tier.perVisit = days.map { -$0 }
    case .choice: choice(&tier)
    case .continuity: continuity(&tier)
    case .prompt: tier.perSession = Array(0..<Session.count)
    case .distance:
      tier.perArc = distances()
    case .units: tier.perLoad = loadSteps()
    }
    return tier
  }

  /// The distance level of each arc.
  private func distances() -> [Int] {
    let homes = GridCodes(resources.indices.map { resources[$0].home })
    let (levels, arcs, needs) = (policy.levels, arcs, needs)
    let ranges = Processors.ranges(of: arcs.count, fewest: ProgramBuilder.fewestArcsApart)
    return Processors.joined(lengths: ranges.map(\.count)) { part, room in
      guard let first = ranges[part].first else { return }
      // A need's arcs stand together, and those of a pair, one for each session.
      var grid = GridCodes.Wanted(needs[Int(arcs[first].demand)].grid)
      var (demand, supply, level) = (arcs[first].demand, Int32(-1), 0)
      for index in ranges[part] {
        let arc = arcs[index]
        if arc.demand != demand || arc.supply != supply {
          if arc.demand != demand { grid = GridCodes.Wanted(needs[Int(arc.demand)].grid) }
          (demand, supply) = (arc.demand, arc.supply)
          level = Distance.level(
            shared: homes.sharedLength(at: Int(supply), with: grid), levels: levels)
        }
        room.append(level)
      }
    }
  }

  /// Position in the resident's choice; a place not filled costs the list's length.
  private func choice(_ tier: inout Tier) {
    tier.constant = needs.reduce(0) { $0 + $1.requested.count * $1.visits * $1.placesPerVisit }
    let positions = needs.map { need in
      Dictionary(need.requested.enumerated().map { ($1, $0) }, uniquingKeysWith: min)
    }
    tier.perArc = arcs.map { arc in
      let length = needs[Int(arc.demand)].requested.count
      guard length > 0 else { return 0 }
      return (positions[Int(arc.demand)][resources[Int(arc.supply)].id] ?? length) - length
    }
  }

  /// A place that keeps its need, resource and session counts, whichever role it has.
  private func kept(_ tier: inout Tier) {
    guard let standing else { return }
    let places = Set(
      standing.places.filter { !$0.state.isBroken }
        .map { KeptPlace(need: $0.need, resource: $0.resource, session: $0.session.index) })
    let dispatched = Set(places.map(\.need))
    tier.perArc = arcs.map { arc in
      let need = needs[Int(arc.demand)].id
      guard dispatched.contains(need) else { return 0 }
      let place = KeptPlace(
        need: need, resource: resources[Int(arc.supply)].id, session: Int(arc.session))
      return places.contains(place) ? -1 : 0
    }
  }

  private struct KeptPlace: Hashable {
    let need: String
    let resource: String
    let session: Int
  }

  /// One for each place, filled or not, that the previous resource does not get.
  private func continuity(_ tier: inout Tier) {
    tier.constant = needs.reduce(0) {
      $0 + ($1.previous == nil ? 0 : $1.visits * $1.placesPerVisit)
    }
    tier.perArc = arcs.map { arc in
      needs[Int(arc.demand)].previous == resources[Int(arc.supply)].id ? -1 : 0
    }
  }

  /// ⌊10³·(2k−1) / requested visits⌋ for the k-th unmet visit of each area.
  private func unmetSteps() -> [[Int]] {
    var requested = [Int](repeating: 0, count: groupCount)
    for demand in demands { requested[demand.group] += demand.visits }
    return requested.map { visits in
      visits == 0 ? [] : (1...visits).map { 1000 * (2 * $0 - 1) / visits }
    }
  }

  /// ⌊10²·(2(history+k)−1) / weight⌋ for the k-th place of each unit; weights are hundredths.
  private func loadSteps() -> [[Int]] {
    var capacity = [Int](repeating: 0, count: units.count)
    for supply in supplies { capacity[supply.pool] += supply.weekly }
    return zip(units, capacity).map { unit, places in
      places == 0
        ? [] : (1...places).map { 10_000 * (2 * (unit.history + $0) - 1) / unit.weight }
    }
  }
}
