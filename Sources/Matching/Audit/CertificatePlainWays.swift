import ThreeLists

/// The cheapest way to serve needs of one place a visit that nothing is asked or decided of, as nearly all
/// needs are: what ``CertificateWays`` answers, without what only others need.
///
/// It holds its numbers from one need to the next, so that hardly any memory is asked for, and compares costs by
/// ``CertificateKeys`` as far as these tell them apart.
struct CertificatePlainWays {
  private let leaf: CertificateLeaf
  private let keys: CertificateKeys
  private let width: Int
  private let resourceCosts: [Int128]
  private let sessionStarts: [Int]
  private let sessionPrices: [Int128]
  private let choice: Part
  private let continuity: Part
  private let distance: Part
  private let prompt: Part
  private let waited: Part
  /// By priority class.
  private let served: [Part]
  /// What was found of each resource's sessions last.
  private var cheapest: [Cheapest]
  /// What a visit of the need costs apart from who comes and when.
  private var visit: [Int128]
  /// The cost of the visits taken so far, and of the numbers of visits tried the smallest.
  private var sum: [Int128]
  private var lowest: [Int128]
  /// The cheapest visit found of each day.
  private var found = Array(repeating: Visit(), count: 7)
  /// What these cost, one day after another, each one component after another.
  private var days: [Int128]

  /// A visit: who comes, told by position, and when; and its key.
  private struct Visit {
    var key = Int.max
    var position = 0
    var session = 0
  }

  /// The cheapest of some sessions of a resource, whoever asks, and its key without what the need adds.
  private struct Cheapest {
    var sessions: UInt32 = 0
    var session: UInt32 = 0
    var key = 0
  }

  /// The component of a tier, and what one of it costs there; −1 and 0 where the policy has it not.
  private struct Part {
    var component = -1
    var scale: Int128 = 0

    init(_ tier: TierName, _ leaf: CertificateLeaf) {
      var unit = CertificateVector(width: leaf.width)
      leaf.add(1, of: tier, to: &unit)
      for index in 0..<leaf.width where unit[index] != 0 {
        component = index
        scale = unit[index]
      }
    }
  }

  /// Ways under a leaf's prices, whose keys these are.
  init(_ leaf: CertificateLeaf, _ keys: CertificateKeys) {
    self.leaf = leaf
    self.keys = keys
    width = leaf.width
    let zero = Array(repeating: Int128(0), count: width)
    resourceCosts = leaf.resourceCosts
    sessionStarts = leaf.sessionStarts
    sessionPrices = leaf.sessionPrices
    choice = Part(.choice, leaf)
    continuity = Part(.continuity, leaf)
    distance = Part(.distance, leaf)
    prompt = Part(.prompt, leaf)
    waited = Part(.waited, leaf)
    served = (0..<ClassRules.count).map { Part(.served($0), leaf) }
    cheapest = Array(repeating: Cheapest(), count: keys.slots.count / 21)
    (visit, sum, lowest) = (zero, zero, zero)
    days = Array(repeating: 0, count: 7 * width)
  }

  /// Whether a need is one of these, no decision about it provided.
  func suit(_ need: CertificateNeed) -> Bool {
    need.isPlain && (leaf.cuts == nil || leaf.cuts?.need(need) == nil)
  }

  /// Adds the smallest cost of serving a need, not at all included; false when no number of visits is allowed.
  ///
  /// - Complexity: O(resources · sessions), times the tiers where keys do not tell costs apart.
  mutating func addCheapest(of need: CertificateNeed, to total: inout CertificateVector) -> Bool {
    let area = leaf.areaPrices[need.area]
    for index in 0..<width { visit[index] = area[index] }
    let own = served[need.priorityClass]
    if own.component >= 0 { visit[own.component] -= own.scale }
    if waited.component >= 0 { visit[waited.component] -= Int128(need.days) * waited.scale }
    if need.mostVisits == 1 { return addSingle(need, to: &total) }
    var left = findDays(need)
    var isAllowed = need.visitNumbers & 1 != 0
    for index in 0..<width { (lowest[index], sum[index]) = (0, 0) }
    for number in 1...7 where number <= need.mostVisits && left != 0 {
      let day = cheapestDay(of: left)
      left &= ~(1 << UInt8(day))
      for index in 0..<width { sum[index] += days[day * width + index] }
      guard need.visitNumbers >> UInt8(number) & 1 != 0 else { continue }
      if !isAllowed || isSumLower { for index in 0..<width { lowest[index] = sum[index] } }
      isAllowed = true
    }
    if isAllowed { for index in 0..<width { total[index] += lowest[index] } }
    return isAllowed
  }

  /// The same for a need of one visit: all sessions are of one day then, and only the cheapest of all is asked for.
  private mutating func addSingle(
    _ need: CertificateNeed, to total: inout CertificateVector
  ) -> Bool {
    let mayBeUnmet = need.visitNumbers & 1 != 0
    guard need.visitNumbers >> 1 & 1 != 0, let best = cheapestVisit(need) else {
      return mayBeUnmet
    }
    setCost(of: best, on: 0, need)
    if mayBeUnmet, !isNegative(day: 0) { return true }
    for index in 0..<width { total[index] += days[index] }
    return true
  }

  /// The cheapest visit of all; nil where nobody can come.
  private mutating func cheapestVisit(_ need: CertificateNeed) -> Visit? {
    let (able, distances) = (need.able, need.distances)
    let asksForNobody = need.asksForNobody
    let isTold = keys.components == width
    var best = Visit()
    for position in able.indices {
      let candidate = able[position]
      var own = cheapest[candidate.resource]
      if own.sessions != candidate.sessions {
        own = cheapestSession(of: candidate, at: position, need)
        cheapest[candidate.resource] = own
      }
      let key =
        own.key
        + (asksForNobody
          ? keys.place(distance: distances[position]) : keys.place(need.placeCost(position)))
      if key > best.key || isTold && key == best.key { continue }
      let visit = Visit(key: key, position: position, session: Int(own.session))
      if key < best.key || isCheaper(visit, than: best, need) { best = visit }
    }
    return best.key == Int.max ? nil : best
  }

  /// The cheapest session of a candidate's: what its need adds is the same for all of them.
  private func cheapestSession(
    of candidate: AuditCandidate, at position: Int, _ need: CertificateNeed
  ) -> Cheapest {
    let isTold = keys.components == width
    let slot = candidate.resource * 21
    var best = Visit(position: position)
    var sessions = candidate.sessions
    while sessions != 0 {
      let session = sessions.trailingZeroBitCount
      sessions &= sessions - 1
      let visit = Visit(key: keys.slots[slot + session], position: position, session: session)
      if visit.key < best.key
        || !isTold && visit.key == best.key && isCheaper(visit, than: best, need)
      {
        best = visit
      }
    }
    return Cheapest(
      sessions: candidate.sessions, session: UInt32(best.session), key: best.key)
  }

  private func isNegative(day: Int) -> Bool {
    for index in day * width..<(day + 1) * width where days[index] != 0 { return days[index] < 0 }
    return false
  }

  private var isSumLower: Bool {
    for index in 0..<width where sum[index] != lowest[index] { return sum[index] < lowest[index] }
    return false
  }

  /// Fills in the cheapest visit of each day; answers on which days there is one, as bits.
  private mutating func findDays(_ need: CertificateNeed) -> UInt8 {
    let able = need.able
    let isTold = keys.components == width
    for day in 0..<7 { found[day].key = Int.max }
    for position in able.indices {
      let candidate = able[position]
      let own = keys.place(need.placeCost(position))
      let slot = candidate.resource * 21
      var sessions = candidate.sessions
      while sessions != 0 {
        let session = sessions.trailingZeroBitCount
        sessions &= sessions - 1
        let day = session / 3
        let key = keys.slots[slot + session] + own
        if key > found[day].key || isTold && key == found[day].key { continue }
        let visit = Visit(key: key, position: position, session: session)
        if key < found[day].key || isCheaper(visit, than: found[day], need) { found[day] = visit }
      }
    }
    var days: UInt8 = 0
    for day in 0..<7 where found[day].key != Int.max {
      days |= 1 << UInt8(day)
      setCost(of: found[day], on: day, need)
    }
    return days
  }

  /// Writes down what a visit on a day costs.
  private mutating func setCost(of one: Visit, on day: Int, _ need: CertificateNeed) {
    let row = day * width
    let resource = need.resource(one.position) * width
    let start = sessionStarts[need.resource(one.position) * 21 + one.session]
    for index in 0..<width { days[row + index] = visit[index] + resourceCosts[resource + index] }
    if start >= 0 {
      for index in 0..<width { days[row + index] += sessionPrices[start + index] }
    }
    func add(_ count: Int, of part: Part) {
      if part.component >= 0 { days[row + part.component] += Int128(count) * part.scale }
    }
    let place = need.placeCost(one.position)
    add(one.session, of: prompt)
    add(place.distance, of: distance)
    add(place.choice, of: choice)
    add(place.continuity, of: continuity)
  }

  /// A component of the cost of a visit.
  private func cost(_ index: Int, _ one: Visit, _ need: CertificateNeed) -> Int128 {
    let resource = need.resource(one.position)
    var cost = visit[index] + resourceCosts[resource * width + index]
    let start = sessionStarts[resource * 21 + one.session]
    if start >= 0 { cost += sessionPrices[start + index] }
    if index == prompt.component { cost += Int128(one.session) * prompt.scale }
    let place = need.placeCost(one.position)
    if index == distance.component { cost += Int128(place.distance) * distance.scale }
    if index == choice.component { cost += Int128(place.choice) * choice.scale }
    if index == continuity.component { cost += Int128(place.continuity) * continuity.scale }
    return cost
  }

  /// Whether one of two visits with the same key is cheaper.
  private func isCheaper(_ one: Visit, than other: Visit, _ need: CertificateNeed) -> Bool {
    for index in keys.components..<width {
      let (own, known) = (cost(index, one, need), cost(index, other, need))
      if own != known { return own < known }
    }
    return false
  }

  private func cheapestDay(of left: UInt8) -> Int {
    var best = left.trailingZeroBitCount
    for day in best + 1..<8 where left >> UInt8(day) & 1 != 0 {
      for index in 0..<width where days[day * width + index] != days[best * width + index] {
        if days[day * width + index] < days[best * width + index] { best = day }
        break
      }
    }
    return best
  }
}
