import Foundation
import Optimization
import Synchronization
import ThreeLists

/// Finds for each need not fully served a reason that the lists and the plan bear out.
///
/// The sharpest that is true is given, in this order: what holds whatever else is planned (rules,
/// roles, days, what an empty week offers); a tight set, which proves by itself that nobody could
/// make room; where the need's served tier is closed, that as the plan stands needs of equal or
/// higher class hold what it wants, wholly or in part; and only where there would be room, what
/// serving it would cost.
struct UnmetReasons {
  let task: PlanningTask
  let tiers: [TierResult]
  /// What is found for each need by itself.
  private let own: OwnReasons
  /// What the certificate proves of a need's price; asked for a few needs, as it costs what the
  /// whole proof does.
  let bound: (_ index: Int) -> (tier: Int, by: Int)?
  /// Prices for all needs at once; nil where couplings or an open tier stand against it.
  let cheapest: CheapestVisit?

  init(
    task: PlanningTask, candidates: Candidates, program: AssignmentProgram, chosen: [Int],
    proof: Proof?, tiers: [TierResult], isByHand: Bool = false,
    bound: @escaping (_ index: Int) -> (tier: Int, by: Int)?
  ) {
    self.task = task
    self.tiers = tiers
    own = OwnReasons(
      task: task, candidates: candidates,
      residual: ResidualGraph(
        task: task, candidates: candidates, program: program, chosen: chosen),
      tiers: tiers, isByHand: isByHand)
    self.bound = bound
    cheapest =
      tiers.allSatisfy { $0.provedBy == .certificate }
      ? CheapestVisit(program, chosen: chosen, proof: proof) : nil
  }

  /// One entry for each need not fully served, sorted by need.
  ///
  /// - Parameter length: how many needs a thread takes at a time; nothing depends on it but how much of
  ///   what is remembered from one need to the next pays.
  /// - Returns: the entries.
  /// - Throws: a fault of ours.
  func all(inPartsOf length: Int = 1_000) throws(PlanningError) -> [Unmet] {
    let lacking = task.needs.indices.filter { missing($0) > 0 }
    var unmet: [Unmet] = []
    var unpriced: [(index: Int, entry: Int)] = []
    for (index, found) in zip(lacking, found(lacking, inPartsOf: length)) {
      if found.reason == .unpriced { unpriced.append((index, unmet.count)) }
      unmet.append(
        Unmet(
          need: task.needs[index].id, missing: missing(index), reason: found.reason,
          further: found.further))
    }
    if let cheapest {
      let prices = cheapest.prices(of: unpriced.map(\.index))
      for (index, entry) in unpriced {
        unmet[entry].reason = try reason(of: index, costing: prices[index])
      }
    } else {
      for (index, entry) in unpriced.prefix(UnmetReason.mostPriced) {
        guard let (tier, by) = bound(index) else { continue }
        // Of an open tier it is not known what the plan itself might come to.
        guard tiers.prefix(tier + 1).allSatisfy({ $0.provedBy != .open }) else { continue }
        unmet[entry].reason = .higherTier(tiers[tier].name, by: by, instead: [])
      }
    }
    return unmet
  }

  private func missing(_ index: Int) -> Int {
    task.needs[index].visits - own.residual.visits[index].count
  }

  /// What stands against each need by itself; where there are many, on all processors.
  private func found(_ lacking: [Int], inPartsOf length: Int) -> [OwnReasons.Found] {
    let parts = stride(from: 0, to: lacking.count, by: length).map {
      Array(lacking[$0..<min($0 + length, lacking.count)])
    }
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let found = Turns<[OwnReasons.Found]>(count: parts.count).run(threads: threads) { [own] in
      var memory = OwnReasons.Memory()
      return { number in parts[number].map { own.reason(of: $0, &memory) } }
    }.flatMap { $0 ?? [] }
    precondition(found.count == lacking.count, "every part was done")
    return found
  }

  /// What the cheapest path of a network says.
  private func reason(
    of index: Int, costing price: CheapestVisit.Price?
  ) throws(PlanningError) -> UnmetReason {
    let name = task.needs[index].id
    guard let price else { throw .fault("\(name): room, and no way to it") }
    let fewer = price.fewer.prefix(HeldPlaces.mostTold).map { task.needs[$0].id }
    guard let first = price.costs.firstIndex(where: { $0 != 0 }) else {
      return .equalPlan(instead: fewer)
    }
    guard price.costs[first] > 0 else {
      throw .fault("\(name): \(tiers[first].name) better by \(-price.costs[first])")
    }
    return .higherTier(tiers[first].name, by: price.costs[first], instead: fewer)
  }
}

/// What stands against an unmet need by what the lists and the plan show, without prices.
struct OwnReasons: Sendable {
  let task: PlanningTask
  let candidates: Candidates
  let residual: ResidualGraph
  let tiers: [TierResult]
  /// Whether the plan was changed by hand, so that it shows nothing about the best one.
  let isByHand: Bool
  /// What holds for all needs of a class.
  let classes = ClassMemory()

  /// A reason, and what stops the last visits.
  typealias Found = (reason: UnmetReason, further: [FurtherObstacle])

  /// What one thread keeps from one need to the next.
  struct Memory {
    var searched: [Int: ResidualGraph.SearchedSlots] = [:]
  }

  /// What is worked out once for each class, by whichever thread asks first.
  final class ClassMemory: Sendable {
    private let escapes = Mutex<[Int: Escapes]>([:])
    private let firm = Mutex<[Int: FirmPart]>([:])

    func escapes(_ graph: ResidualGraph, limit: Int) -> Escapes {
      escapes.withLock { known in
        if let found = known[limit] { return found }
        let found = Escapes(graph, limit: limit)
        known[limit] = found
        return found
      }
    }

    func firm(_ graph: ResidualGraph, limit: Int) -> FirmPart {
      firm.withLock { known in
        if let found = known[limit] { return found }
        let found = FirmPart(graph, limit: limit)
        known[limit] = found
        return found
      }
    }
  }

  /// Why the first visit lacks, and what stops the last ones.
  func reason(of index: Int, _ memory: inout Memory) -> Found {
    switch structural(index) {
    case .reason(let reason): return (reason, [])
    case .sessions(let sessions):
      let capacity = NeedCapacity(residual, need: index, sessions: sessions)
      let reason = reason(of: index, capacity, &memory)
      return (reason, capacity.further(beyond: reason))
    }
  }

  private func reason(
    of index: Int, _ capacity: NeedCapacity, _ memory: inout Memory
  ) -> UnmetReason {
    let need = task.needs[index]
    if let offer = capacity.offer { return .fewPlaces(offer) }
    let own = task.policy.classes.priorityClass(of: need)
    if !need.isTeam {
      if !residual.leadsOut(index, classes.escapes(residual, limit: own)),
        let reason = residual.tightSet(around: index, &memory.searched[own, default: .init()])
      {
        return reason
      }
    }
    // What follows speaks of the plan as it stands, which says little of one that may get better.
    let settled = tiers.prefix { $0.provedBy != .open }.contains { $0.name == .served(own) }
    guard settled else { return isByHand ? .byHand : .cutOff }
    let firm = classes.firm(residual, limit: own)
    if let reason = capacity.reason(beside: firm) { return reason }
    return isByHand ? .byHand : .unpriced
  }

  private enum Structural {
    case reason(UnmetReason)
    /// None; the sessions in which a visit of the need can be filled.
    case sessions(SessionSet)
  }

  /// Reasons that hold whatever else is planned: rules, roles, days.
  private func structural(_ index: Int) -> Structural {
    let need = task.needs[index]
    let possible = TeamSessions(need: need, index: index, candidates: candidates)
    if possible.sessions.isEmpty {
      let kinds = candidates.kinds(ofNeed: index)
      if need.isTeam, let role = possible.unfilled {
        // "In none of the others' sessions" says nothing where the others have none.
        let lacking = kinds.contains { candidates.pairs(ofNeed: index, kind: $0).isEmpty }
        let others = need.roles.count == 1 ? [] : possible.sessionsOfOthers
        if !others.isEmpty || !lacking {
          return .reason(
            .roleUnfilled(role: role, sessions: possible.sessionsOfOthers.sessions))
        }
      }
      let kind = kinds.first { candidates.pairs(ofNeed: index, kind: $0).isEmpty } ?? 0
      let dropped = candidates.dropped(ofNeed: index, kind: kind)
      return .reason(
        .noCandidate(
          role: need.isTeam ? need.roles[kind].role : nil, counts: dropped?.byRule ?? [],
          nearest: dropped?.nearest))
    }
    let days = possible.sessions.dayCount
    let served = residual.visits[index].count
    let canGain = need.allowsPartial && served < days
    return days < need.visits && !canGain
      ? .reason(.fewDays(days: days, visits: need.visits)) : .sessions(possible.sessions)
  }
}

/// The sessions in which all places of one visit of a need could be filled, were nobody else
/// served, and the role to blame when there is none.
struct TeamSessions {
  /// Sessions in which different resources can fill all places.
  private(set) var sessions: SessionSet = []
  /// When there is none: the role without which most sessions would do, first among equals.
  private(set) var unfilled: String?
  /// The sessions in which the other roles can be filled.
  private(set) var sessionsOfOthers: SessionSet = []

  init(need: Need, index: Int, candidates: Candidates) {
    let kinds = candidates.kinds(ofNeed: index).map {
      candidates.pairs(ofNeed: index, kind: $0)
    }
    let counts = need.isTeam ? need.roles.map(\.count) : [1]
    sessions = TeamSessions.sessions(kinds: kinds, counts: counts)
    guard need.isTeam, sessions.isEmpty else { return }
    for leftOut in kinds.indices {
      var others = counts
      others[leftOut] = 0
      let possible =
        kinds.count == 1 ? .all : TeamSessions.sessions(kinds: kinds, counts: others)
      if unfilled == nil || possible.count > sessionsOfOthers.count {
        unfilled = need.roles[leftOut].role
        sessionsOfOthers = possible
      }
    }
  }

  /// The sessions in which a matching fills every place.
  private static func sessions(
    kinds: [ArraySlice<Candidates.Pair>], counts: [Int]
  ) -> SessionSet {
    SessionSet(
      Session.all.filter { session in
        let offers = kinds.map { kind in
          kind.filter { $0.sessions.contains(session) }.map { Int($0.resource) }
        }
        return canFill(offers: offers, counts: counts)
      })
  }

  /// Whether different resources can fill so many places of each kind (augmenting paths).
  static func canFill(offers: [[Int]], counts: [Int]) -> Bool {
    var placeOf: [Int: Int] = [:]
    let places = counts.indices.flatMap { kind in Array(repeating: kind, count: counts[kind]) }
    func place(_ number: Int, _ seen: inout Set<Int>) -> Bool {
      for resource in offers[places[number]] where seen.insert(resource).inserted {
        if let holder = placeOf[resource] {
          guard place(holder, &seen) else { continue }
        }
        placeOf[resource] = number
        return true
      }
      return false
    }
    return places.indices.allSatisfy { number in
      var seen: Set<Int> = []
      return place(number, &seen)
    }
  }
}
