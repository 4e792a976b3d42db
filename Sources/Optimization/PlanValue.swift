/// Judges a set of arcs by the program's own words: exact integers, no solver.
public enum PlanValue {
  /// The visits of a demand that some arcs make, by session.
  private static func visits(
    of chosen: [Int], in program: AssignmentProgram
  ) -> [(demand: Int, session: Int)] {
    var seen: Set<Int> = []
    var result: [(Int, Int)] = []
    for index in chosen {
      let arc = program.arcs[index]
      if seen.insert(Int(arc.demand) * 32 + Int(arc.session)).inserted {
        result.append((Int(arc.demand), Int(arc.session)))
      }
    }
    return result
  }

  /// The exact value of every tier.
  ///
  /// - Parameters:
  ///   - chosen: indexes of the arcs filled; feasible.
  ///   - program: the program.
  /// - Returns: one value for each tier, each minimised.
  /// - Complexity: O(tiers · (arcs chosen + demands + steps)).
  public static func values(of chosen: [Int], in program: AssignmentProgram) -> [Int] {
    let visits = visits(of: chosen, in: program)
    var load = [Int](repeating: 0, count: program.supplies.count)
    var poolLoad = [Int](repeating: 0, count: program.poolCount)
    var unmet = [Int](repeating: 0, count: program.groupCount)
    for demand in program.demands { unmet[demand.group] += demand.visits }
    for visit in visits { unmet[program.demands[visit.demand].group] -= 1 }
    for index in chosen {
      let supply = Int(program.arcs[index].supply)
      load[supply] += 1
      poolLoad[program.supplies[supply].pool] += 1
    }
    return program.tiers.map { tier in
      var value = tier.constant
      if !tier.perVisit.isEmpty { for visit in visits { value += tier.perVisit[visit.demand] } }
      if !tier.perSession.isEmpty {
        for visit in visits { value += tier.perSession[visit.session] }
      }
      if !tier.perArc.isEmpty { for index in chosen { value += tier.perArc[index] } }
      if tier.shortfall {
        for (supply, filled) in zip(program.supplies, load) {
          value += max(0, supply.minimum - filled)
        }
      }
      for (group, steps) in tier.perUnmet.enumerated() {
        value += steps.prefix(unmet[group]).reduce(0, +)
      }
      for (pool, steps) in tier.perLoad.enumerated() {
        value += steps.prefix(poolLoad[pool]).reduce(0, +)
      }
      return value
    }
  }

  /// The first constraint that some arcs break, in words; nil when they keep all of them.
  ///
  /// - Parameters:
  ///   - chosen: indexes of the arcs filled.
  ///   - program: the program.
  /// - Returns: nil, or what is broken.
  public static func violation(of chosen: [Int], in program: AssignmentProgram) -> String? {
    guard Set(chosen).count == chosen.count else { return "an arc is chosen twice" }
    var weekly: [Int: Int] = [:]
    var session: [Int: Int] = [:]
    var places: [Int: [Int]] = [:]
    var suppliers: [Int: Set<Int32>] = [:]
    for index in chosen {
      let arc = program.arcs[index]
      weekly[Int(arc.supply), default: 0] += 1
      session[Int(arc.supply) * 32 + Int(arc.session), default: 0] += 1
      let visit = Int(arc.demand) * 32 + Int(arc.session)
      let kinds = program.demands[Int(arc.demand)].places.count
      places[visit, default: Array(repeating: 0, count: kinds)][Int(arc.place)] += 1
      guard suppliers[visit, default: []].insert(arc.supply).inserted else {
        return "supply \(arc.supply) fills two places of one visit"
      }
    }
    for (supply, load) in weekly where load > program.supplies[supply].weekly {
      return "supply \(supply) is over its week"
    }
    for (key, load) in session where load > program.supplies[key / 32].perSession {
      return "supply \(key / 32) is over its session \(key % 32)"
    }
    var visits: [Int: [Int]] = [:]
    for (key, filled) in places {
      guard filled == program.demands[key / 32].places else {
        return "demand \(key / 32) has a visit with places left empty"
      }
      visits[key / 32, default: []].append(key % 32)
    }
    for (demand, sessions) in visits {
      let wanted = program.demands[demand]
      if sessions.count > wanted.visits { return "demand \(demand) has too many visits" }
      if Set(sessions.map { $0 / 3 }).count < sessions.count {
        return "demand \(demand) has two visits on a day"
      }
      if wanted.wholly, sessions.count != wanted.visits {
        return "demand \(demand) is served in part"
      }
    }
    for pin in program.pins {
      let count = chosen.count { index in
        let arc = program.arcs[index]
        return Int(arc.demand) == pin.demand && Int(arc.supply) == pin.supply
          && (pin.session == nil || pin.session == Int(arc.session))
      }
      if count < pin.count { return "a pin of demand \(pin.demand) does not hold" }
    }
    return nil
  }
}

extension AssignmentProgram {
  /// Whether the program keeps its own rules: indexes inside, arcs in order, numbers in range.
  ///
  /// - Returns: nil, or the first fault in words.
  public func fault() -> String? {
    guard demandClass.count == demands.count else { return "a class for each demand" }
    for demand in demands {
      guard demand.visits >= 1, (0..<groupCount).contains(demand.group) else {
        return "a demand's visits or group"
      }
      guard !demand.places.isEmpty, demand.places.allSatisfy({ $0 >= 1 }) else {
        return "a demand's places"
      }
    }
    for supply in supplies {
      guard supply.weekly >= 0, supply.perSession >= 1, supply.minimum >= 0,
        (0..<poolCount).contains(supply.pool)
      else { return "a supply's numbers or pool" }
    }
    var last: Arc?
    for arc in arcs {
      guard demands.indices.contains(Int(arc.demand)),
        demands[Int(arc.demand)].places.indices.contains(Int(arc.place)),
        supplies.indices.contains(Int(arc.supply)), (0..<21).contains(arc.session)
      else { return "an arc's indexes" }
      if let last, !(last < arc) { return "arcs are not in ascending order" }
      last = arc
    }
    for pin in pins {
      guard demands.indices.contains(pin.demand), supplies.indices.contains(pin.supply),
        pin.count >= 1, pin.session.map({ (0..<21).contains($0) }) ?? true
      else { return "a pin's indexes" }
    }
    return tiers.lazy.compactMap(fault(of:)).first
  }

  private func fault(of tier: Tier) -> String? {
    func fits(_ count: Int, _ wanted: Int) -> Bool { count == 0 || count == wanted }
    guard fits(tier.perVisit.count, demands.count), fits(tier.perSession.count, 21),
      fits(tier.perArc.count, arcs.count), fits(tier.perUnmet.count, groupCount),
      fits(tier.perLoad.count, poolCount)
    else { return "tier \(tier.name): an array of the wrong length" }
    for steps in tier.perUnmet + tier.perLoad {
      guard zip(steps, steps.dropFirst()).allSatisfy({ $0 <= $1 }) else {
        return "tier \(tier.name): steps that fall"
      }
    }
    let largest = 1 << 44
    let all = [tier.perVisit, tier.perSession, tier.perArc] + tier.perUnmet + tier.perLoad
    guard all.allSatisfy({ $0.allSatisfy { abs($0) < largest } }) else {
      return "tier \(tier.name): a cost beyond 2^44"
    }
    return nil
  }
}
