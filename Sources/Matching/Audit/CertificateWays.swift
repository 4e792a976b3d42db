/// The cheapest way to serve one need by itself under a leaf's prices.
///
/// A class, so that the closures of its searches do not copy it.
final class CertificateWays {
  let need: CertificateNeed
  let leaf: CertificateLeaf
  /// What of the leaf's cuts touches the need; nil when nothing does.
  private let cuts: CertificateNeedCuts?
  /// For each resource of the need, what a place it fills costs apart from the session, one
  /// component after another.
  private let placeCosts: [Int128]
  /// What a place costs less for staying from the plan before, component by component.
  private let keptCost: CertificateVector
  /// Resources asked for in a session, by position among the need's.
  private var asked: [Int: Set<Int>] = [:]
  /// Places that a decision fills: session, resource's position, kind.
  private var filled: [Int: [(resource: Int, kind: Int)]] = [:]
  /// Places that a decision keeps from a resource: session, resource's position, kind.
  private var kept: Set<[Int]> = []
  private var mayServe: UInt32 = AuditEligibility.week
  private var mustServe: UInt32 = 0
  private var visitNumbers: UInt8
  private var isPossible: Bool

  init(_ need: CertificateNeed, decisions: CertificateDecisions?, leaf: CertificateLeaf) {
    self.need = need
    self.leaf = leaf
    cuts = leaf.cuts?.need(need)
    var keptCost = CertificateVector(width: leaf.width)
    leaf.add(-1, of: .kept, to: &keptCost)
    self.keptCost = keptCost
    placeCosts = CertificateWays.placeCosts(need, leaf)
    visitNumbers = need.visitNumbers
    isPossible = !need.isImpossible
    for pin in need.sessionPins { ask(pin.resource, in: pin.session) }
    if let decisions { take(decisions) }
    if mustServe & ~mayServe != 0 { isPossible = false }
  }

  private static func placeCosts(_ need: CertificateNeed, _ leaf: CertificateLeaf) -> [Int128] {
    var costs: [Int128] = []
    costs.reserveCapacity(need.able.count * leaf.width)
    for position in need.able.indices {
      let own = need.placeCost(position)
      let start = need.resource(position) * leaf.width
      for index in start..<start + leaf.width { costs.append(leaf.resourceCosts[index]) }
      let place = position * leaf.width
      leaf.add(own.choice, of: .choice, to: &costs, at: place)
      leaf.add(own.continuity, of: .continuity, to: &costs, at: place)
      leaf.add(own.distance, of: .distance, to: &costs, at: place)
    }
    return costs
  }

  private func ask(_ resource: Int, in session: Int) {
    mustServe |= 1 << UInt32(session)
    if let position = need.position(resource) {
      asked[session, default: []].insert(position)
    } else {
      isPossible = false
    }
  }

  private func take(_ decisions: CertificateDecisions) {
    for (quantity, ranges) in decisions.ranges {
      guard let range = ranges.last else { continue }
      switch quantity {
      case .visits:
        for number in 0..<8 where number < range.least || number > range.most {
          visitNumbers &= ~(1 << UInt8(number))
        }
      case .session(let session):
        if range.least > min(1, range.most) { isPossible = false }
        if range.least > 0 { mustServe |= 1 << UInt32(session) }
        if range.most < 1 { mayServe &= ~(1 << UInt32(session)) }
      case .service(let session, let resource, let kind):
        if range.least > min(1, range.most) { isPossible = false }
        if range.least > 0 {
          mustServe |= 1 << UInt32(session)
          if let position = need.position(resource) {
            filled[session, default: []].append((position, kind))
          } else {
            isPossible = false
          }
        }
        if range.most < 1, let position = need.position(resource) {
          kept.insert([session, position, kind])
        }
      }
    }
  }

  /// The smallest cost of serving the need, not at all included; nil when no way keeps its pins
  /// and the decisions.
  ///
  /// Goes through the days and keeps, for each number of visits so far and each number of them that
  /// bare pins have got, the cheapest way there.
  func cheapest() -> CertificateVector? {
    guard isPossible else { return nil }
    if need.barePins.isEmpty, mustServe == 0 { return cheapestOfDays() }
    var steps: [Int] = []
    var combinations = 1
    for pin in need.barePins {
      steps.append(combinations)
      combinations *= pin.visits + 1
    }
    let pinned = need.barePins.map { need.position($0.resource) }
    let placesOfVisit = need.places.reduce(0, +)
    var best: [CertificateVector?] = Array(repeating: nil, count: 8 * combinations)
    best[0] = CertificateVector(width: leaf.width)
    for day in 0..<7 {
      let must = mustServe >> UInt32(day * 3) & 7
      if must.nonzeroBitCount > 1 { return nil }
      var next = best
      if must != 0 { for index in next.indices { next[index] = nil } }
      for session in day * 3..<day * 3 + 3 {
        guard must == 0 || must >> UInt32(session - day * 3) & 1 != 0,
          mayServe >> UInt32(session) & 1 != 0
        else { continue }
        for subset in 0..<1 << pinned.count where subset.nonzeroBitCount <= placesOfVisit {
          guard let visit = visit(in: session, pinned: pinned, subset: subset) else { continue }
          for from in best.indices where from / combinations < need.mostVisits {
            guard let before = best[from] else { continue }
            var to = from + combinations
            for (pin, step) in steps.enumerated() where subset >> pin & 1 != 0 {
              if from / step % (need.barePins[pin].visits + 1) < need.barePins[pin].visits {
                to += step
              }
            }
            let cost = before + visit
            if next[to].map({ cost < $0 }) ?? true { next[to] = cost }
          }
        }
      }
      best = next
    }
    return (0..<8).filter { visitNumbers >> UInt8($0) & 1 != 0 }
      .compactMap { whole(best[$0 * combinations + combinations - 1], visits: $0) }.min()
  }

  /// What so many visits cost together with what cuts make of their number.
  private func whole(_ cost: CertificateVector?, visits: Int) -> CertificateVector? {
    guard var cost, let cuts else { return cost }
    cuts.add(visits: visits, to: &cost)
    return cost
  }

  /// The same where no visit is asked for: then each number of visits is best had on the days whose
  /// cheapest visits are cheapest.
  private func cheapestOfDays() -> CertificateVector? {
    let able = need.able.reduce(0) { $0 | $1.sessions } & mayServe
    var days: [CertificateVector] = []
    for day in 0..<7 where able >> UInt32(day * 3) & 7 != 0 {
      var best: CertificateVector?
      for session in day * 3..<day * 3 + 3 where able >> UInt32(session) & 1 != 0 {
        guard let visit = visit(in: session, pinned: [], subset: 0) else { continue }
        if best.map({ visit < $0 }) ?? true { best = visit }
      }
      if let best { days.append(best) }
    }
    days.sort()
    var sum = CertificateVector(width: leaf.width)
    // What cuts make of the number of visits is the same on whichever days they are.
    var lowest = visitNumbers & 1 != 0 ? whole(sum, visits: 0) : nil
    for (index, day) in days.prefix(need.mostVisits).enumerated() {
      sum.add(day)
      guard visitNumbers >> UInt8(index + 1) & 1 != 0,
        let cost = whole(sum, visits: index + 1)
      else { continue }
      if lowest.map({ cost < $0 }) ?? true { lowest = cost }
    }
    return lowest
  }

  /// The smallest cost of one visit in a session in which some of the bare pins get a place; nil
  /// when there is none.
  private func visit(in session: Int, pinned: [Int?], subset: Int) -> CertificateVector? {
    var wanted = asked[session] ?? []
    for (pin, position) in pinned.enumerated() where subset >> pin & 1 != 0 {
      guard let position else { return nil }
      wanted.insert(position)
    }
    var cost = leaf.areaPrices[need.area]
    leaf.add(-1, of: .served(need.priorityClass), to: &cost)
    leaf.add(-need.days, of: .waited, to: &cost)
    leaf.add(session, of: .prompt, to: &cost)
    let chosen: [Int]
    if let cuts {
      guard let team = cheapestTeam(in: session, wanted: wanted, cuts) else { return nil }
      return cost + team
    } else if need.places == [1], wanted.isEmpty, filled.isEmpty {
      guard let cheapest = cheapestPlace(in: session) else { return nil }
      chosen = [cheapest]
    } else {
      guard let whole = choose(in: session, wanted: wanted) else { return nil }
      chosen = whole
    }
    for position in chosen { addPlace(position, in: session, to: &cost) }
    return cost
  }

  /// Adds what a place costs that a resource fills in a session.
  func addPlace(_ position: Int, in session: Int, to cost: inout CertificateVector) {
    for index in 0..<leaf.width { cost[index] += placeCosts[position * leaf.width + index] }
    leaf.addPrice(need.resource(position), in: session, to: &cost)
    if stays(position, in: session) { cost.add(keptCost) }
  }

  func isCandidate(_ position: Int, kind: Int, session: Int) -> Bool {
    need.sessions(position, kind: kind) >> UInt32(session) & 1 != 0
      && (kept.isEmpty || !kept.contains([session, position, kind]))
  }

  /// Whether a place filled by a resource in a session would stay from the plan before.
  private func stays(_ position: Int, in session: Int) -> Bool {
    need.stays(position, in: session)
  }

  /// Whether one resource is cheaper in a session than another.
  func precedes(_ left: Int, _ right: Int, session: Int) -> Bool {
    let (keeps, otherKeeps) = (stays(left, in: session), stays(right, in: session))
    let leftStart = leaf.sessionStarts[need.resource(left) * 21 + session]
    let rightStart = leaf.sessionStarts[need.resource(right) * 21 + session]
    for index in 0..<leaf.width {
      var one = placeCosts[left * leaf.width + index]
      var other = placeCosts[right * leaf.width + index]
      if leftStart >= 0 { one += leaf.sessionPrices[leftStart + index] }
      if rightStart >= 0 { other += leaf.sessionPrices[rightStart + index] }
      if keeps { one += keptCost[index] }
      if otherKeeps { other += keptCost[index] }
      if one != other { return one < other }
    }
    return false
  }

  /// The cheapest resource for the one place of a visit.
  private func cheapestPlace(in session: Int) -> Int? {
    var cheapest: Int?
    for position in need.able.indices
    where isCandidate(position, kind: 0, session: session) {
      if cheapest.map({ precedes(position, $0, session: session) }) ?? true { cheapest = position }
    }
    return cheapest
  }

  /// The cheapest different resources for all the places of a visit.
  ///
  /// What a resource costs does not depend on the kind of place it fills, so the sets of resources
  /// that can sit together are independent sets of a transversal matroid, and taking the cheapest
  /// that still fits gives the cheapest whole set; those asked for are taken first.
  private func choose(in session: Int, wanted: Set<Int>) -> [Int]? {
    guard var (chosen, seats) = seated(in: session, wanted: wanted) else { return nil }
    let missing = need.places.reduce(0, +) - chosen.count
    if missing == 0 { return chosen }
    let able = { self.isCandidate($0, kind: $1, session: session) }
    let others = others(than: chosen, in: session)
    for position in others.sorted(by: { self.precedes($0, $1, session: session) }) {
      guard seats.seat(position, able: able) else { continue }
      chosen.append(position)
      if chosen.count == need.places.reduce(0, +) { return chosen }
    }
    return nil
  }

  /// Those whom decisions and pins put into a visit, seated; nil when they cannot be.
  func seated(
    in session: Int, wanted: Set<Int>
  ) -> (chosen: [Int], seats: CertificateSeats)? {
    var seats = CertificateSeats(places: need.places)
    var chosen: [Int] = []
    for (position, kind) in filled[session] ?? [] {
      guard isCandidate(position, kind: kind, session: session), !chosen.contains(position),
        seats.reserve(kind)
      else { return nil }
      chosen.append(position)
    }
    for position in wanted where !chosen.contains(position) {
      guard seats.seat(position, able: { self.isCandidate($0, kind: $1, session: session) })
      else { return nil }
      chosen.append(position)
    }
    return (chosen, seats)
  }

  /// All others who can fill some place in a session.
  func others(than chosen: [Int], in session: Int) -> [Int] {
    need.able.indices.filter { position in
      need.places.indices.contains { isCandidate(position, kind: $0, session: session) }
        && !chosen.contains(position)
    }
  }
}

/// Who sits at which kind of place of one visit.
struct CertificateSeats {
  private var free: [Int]
  private var seated: [[Int]]

  init(places: [Int]) {
    free = places
    seated = places.map { _ in [] }
  }

  /// Takes a place of a kind out; false when none is left.
  mutating func reserve(_ kind: Int) -> Bool {
    guard free[kind] > 0 else { return false }
    free[kind] -= 1
    return true
  }

  /// Seats one more, moving others to other kinds where they are able; false when it cannot be.
  ///
  /// Breadth first over the kinds: each is reached by the one who would move into it.
  mutating func seat(_ newcomer: Int, able: (Int, Int) -> Bool) -> Bool {
    var mover: [Int?] = Array(repeating: nil, count: free.count)
    var origin: [Int?] = Array(repeating: nil, count: free.count)
    var queue: [Int] = []
    for kind in free.indices where able(newcomer, kind) {
      mover[kind] = newcomer
      queue.append(kind)
    }
    var next = 0
    while next < queue.count {
      let kind = queue[next]
      next += 1
      if free[kind] > 0 {
        free[kind] -= 1
        var into = kind
        while let who = mover[into] {
          seated[into].append(who)
          guard let from = origin[into] else { break }
          seated[from].removeAll { $0 == who }
          into = from
        }
        return true
      }
      for member in seated[kind] {
        for other in free.indices where mover[other] == nil && able(member, other) {
          mover[other] = member
          origin[other] = kind
          queue.append(other)
        }
      }
    }
    return false
  }
}
