/// Judges a set of arcs by the program's own words: exact integers, no solver.
public enum PlanValue {
  /// The visits that some arcs make, by demand and session.
  private static func visits(
    of chosen: [Int], in program: AssignmentProgram
  ) -> [(demand: Int, session: Int)] {
    var keys = chosen.map { index in
      Int(program.arcs[index].demand) * 32 + Int(program.arcs[index].session)
    }
    if !keys.isAscending(by: <) { keys.sort() }
    var result: [(demand: Int, session: Int)] = []
    result.reserveCapacity(keys.count)
    var last = -1
    for key in keys where key != last {
      result.append((demand: key / 32, session: key % 32))
      last = key
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
    for demand in program.demands.indices {
      unmet[program.demands[demand].group] += program.demands[demand].visits
    }
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
    var arcs = chosen.map { program.arcs[$0] }
    if !arcs.isAscending(by: precedesByVisit) { arcs.sort(by: precedesByVisit) }
    var weekly = [Int](repeating: 0, count: program.supplies.count)
    var session = [Int](repeating: 0, count: program.supplies.count * 21)
    var isOver = false
    for (index, arc) in arcs.enumerated() {
      if index > 0, arcs[index - 1] == arc { return "an arc is chosen twice" }
      let supply = Int(arc.supply)
      let slot = supply * 21 + Int(arc.session)
      weekly[supply] += 1
      session[slot] += 1
      isOver =
        isOver || weekly[supply] > program.supplies[supply].weekly
        || session[slot] > program.supplies[supply].perSession
    }
    if isOver {
      for (supply, load) in weekly.enumerated() where load > program.supplies[supply].weekly {
        return "supply \(supply) is over its week"
      }
      for (key, load) in session.enumerated() where load > program.supplies[key / 21].perSession {
        return "supply \(key / 21) is over its session \(key % 21)"
      }
    }
    var begin = 0
    while begin < arcs.count {
      var end = begin + 1
      while end < arcs.count, arcs[end].demand == arcs[begin].demand { end += 1 }
      if end == begin + 1, program.isSingle(Int(arcs[begin].demand)) {
        begin = end
        continue
      }
      if let fault = violation(ofDemand: arcs[begin..<end], in: program) { return fault }
      begin = end
    }
    for pin in program.pins {
      let first = arcs.partitioningIndex { Int($0.demand) >= pin.demand }
      let count = arcs[first...].prefix { Int($0.demand) == pin.demand }.count { arc in
        Int(arc.supply) == pin.supply && (pin.session == nil || pin.session == Int(arc.session))
      }
      if count < pin.count { return "a pin of demand \(pin.demand) does not hold" }
    }
    return nil
  }

  /// By demand and session, so that each visit's arcs stand together.
  private static func precedesByVisit(
    _ left: AssignmentProgram.Arc, _ right: AssignmentProgram.Arc
  ) -> Bool {
    if left.demand != right.demand { return left.demand < right.demand }
    if left.session != right.session { return left.session < right.session }
    if left.place != right.place { return left.place < right.place }
    return left.supply < right.supply
  }

  /// The first rule that one demand's arcs break; they come by session.
  private static func violation(
    ofDemand arcs: ArraySlice<AssignmentProgram.Arc>, in program: AssignmentProgram
  ) -> String? {
    let demand = Int(arcs[arcs.startIndex].demand)
    let wanted = program.demands[demand]
    var visits = 0
    var day: Int32 = -1
    var begin = arcs.startIndex
    while begin < arcs.endIndex {
      let session = arcs[begin].session
      let visit = arcs[begin...].prefix { $0.session == session }
      if wanted.isTeam {
        var filled = [Int](repeating: 0, count: wanted.places.count)
        var suppliers: Set<Int32> = []
        for arc in visit {
          filled[Int(arc.place)] += 1
          guard suppliers.insert(arc.supply).inserted else {
            return "supply \(arc.supply) fills two places of one visit"
          }
        }
        guard filled == wanted.places else {
          return "demand \(demand) has a visit with places left empty"
        }
      } else if visit.count != 1 {
        return "demand \(demand) has a visit with places left empty"
      }
      if session / 3 == day { return "demand \(demand) has two visits on a day" }
      day = session / 3
      visits += 1
      begin = visit.endIndex
    }
    if visits > wanted.visits { return "demand \(demand) has too many visits" }
    if wanted.wholly, visits != wanted.visits { return "demand \(demand) is served in part" }
    return nil
  }
}

extension Array {
  /// Whether no element comes before the one in front of it.
  fileprivate func isAscending(by precedes: (Element, Element) -> Bool) -> Bool {
    for index in indices.dropFirst() where precedes(self[index], self[index - 1]) { return false }
    return true
  }

  /// The first index from which on a condition holds; it holds for no element before.
  fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
    var begin = 0
    var end = count
    while begin < end {
      let middle = (begin + end) / 2
      if holds(self[middle]) { end = middle } else { begin = middle + 1 }
    }
    return begin
  }
}

extension AssignmentProgram.Arc {
  /// Supply and session as one number, in their order.
  fileprivate var fill: Int { Int(supply) << 5 | Int(session) }
}

extension AssignmentProgram {
  /// Whether one arc is all that a demand can have, and breaks none of its rules.
  fileprivate func isSingle(_ demand: Int) -> Bool {
    demands[demand].visits == 1 && demands[demand].places.count == 1
      && demands[demand].places[0] == 1
  }

  /// Whether the program keeps its own rules: indexes inside, arcs in order, numbers in range.
  ///
  /// - Returns: nil, or the first fault in words.
  public func fault() -> String? {
    guard demandClass.count == demands.count else { return "a class for each demand" }
    for index in demands.indices {
      guard demands[index].visits >= 1, (0..<groupCount).contains(demands[index].group) else {
        return "a demand's visits or group"
      }
      guard !demands[index].places.isEmpty else { return "a demand's places" }
      for place in demands[index].places where place < 1 { return "a demand's places" }
    }
    for supply in supplies {
      guard supply.weekly >= 0, supply.perSession >= 1, supply.minimum >= 0,
        (0..<poolCount).contains(supply.pool)
      else { return "a supply's numbers or pool" }
    }
    if let fault = arcFault() { return fault }
    for pin in pins {
      guard demands.indices.contains(pin.demand), supplies.indices.contains(pin.supply),
        pin.count >= 1, pin.session.map({ (0..<21).contains($0) }) ?? true
      else { return "a pin's indexes" }
    }
    return tiers.lazy.compactMap(fault(of:)).first
  }

  /// The first fault of the arcs; pieces without any are looked at once.
  private func arcFault() -> String? {
    let pieces = SideBySide.pieces(arcs.count)
    guard pieces > 1 else { return arcFault(in: arcs.indices) }
    let isFaulty = Column(repeating: false, count: pieces)
    defer { isFaulty.free() }
    SideBySide.run(arcs.count, pieces: pieces) { piece, range in
      isFaulty[piece] = arcFault(in: range) != nil
    }
    for piece in 0..<pieces where isFaulty[piece] { return arcFault(in: arcs.indices) }
    return nil
  }

  private func arcFault(in range: Range<Int>) -> String? {
    let supplyCount = UInt32(clamping: supplies.count)
    var demand: Int32 = -1
    var place: Int32 = -1
    // Supply and session as one number.
    var last = -1
    if range.lowerBound > 0 {
      let before = arcs[range.lowerBound - 1]
      (demand, place, last) = (before.demand, before.place, before.fill)
    }
    for index in range {
      let arc = arcs[index]
      var isLater = arc.fill > last
      let isNext = arc.demand == demand && arc.place == place
      if !isNext || index == range.lowerBound {
        guard demands.indices.contains(Int(arc.demand)), arc.place >= 0,
          Int(arc.place) < demands[Int(arc.demand)].places.count
        else { return "an arc's indexes" }
        if !isNext { isLater = (demand, place) < (arc.demand, arc.place) }
        (demand, place) = (arc.demand, arc.place)
      }
      guard UInt32(bitPattern: arc.supply) < supplyCount, UInt32(bitPattern: arc.session) < 21
      else { return "an arc's indexes" }
      guard isLater else { return "arcs are not in ascending order" }
      last = arc.fill
    }
    return nil
  }

  private func fault(of tier: Tier) -> String? {
    func fits(_ count: Int, _ wanted: Int) -> Bool { count == 0 || count == wanted }
    guard fits(tier.perVisit.count, demands.count), fits(tier.perSession.count, 21),
      fits(tier.perArc.count, arcs.count), fits(tier.perUnmet.count, groupCount),
      fits(tier.perLoad.count, poolCount)
    else { return "tier \(tier.name): an array of the wrong length" }
    for steps in tier.perUnmet + tier.perLoad {
      for index in steps.indices.dropFirst() where steps[index] < steps[index - 1] {
        return "tier \(tier.name): steps that fall"
      }
    }
    let largest = 1 << 44
    let all = [tier.perVisit, tier.perSession, tier.perArc] + tier.perUnmet + tier.perLoad
    for costs in all {
      let pieces = SideBySide.pieces(costs.count / 4)
      let bits = Column(repeating: UInt64(0), count: pieces)
      defer { bits.free() }
      SideBySide.run(costs.count, pieces: pieces) { piece, range in
        // Whatever is within has no bit set above those of the largest, counted up from either end.
        var own: UInt64 = 0
        for index in range {
          own |= UInt64(bitPattern: Int64(costs[index] &+ (largest - 1)))
          own |= UInt64(bitPattern: Int64((largest - 1) &- costs[index]))
        }
        bits[piece] = own
      }
      for piece in 0..<pieces where bits[piece] >= UInt64(2 * largest) {
        return "tier \(tier.name): a cost beyond 2^44"
      }
    }
    return nil
  }
}
