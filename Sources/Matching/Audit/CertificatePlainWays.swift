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
    (visit, sum, lowest) = (zero, zero, zero)
    days = Array(repeating: 0, count: 7 * width)
  }

  /// Whether a need is one of these, no decision about it provided.
  func suit(_ need: CertificateNeed) -> Bool {
    need.places == [1] && need.sessionPins.isEmpty && need.barePins.isEmpty && !need.isImpossible
      && need.keptSessions.isEmpty && leaf.cuts?.need(need) == nil
  }

  /// Adds the smallest cost of serving a need, not at all included; false when no number of visits is allowed.
  ///
  /// - Complexity: O(resources · sessions), times the tiers where keys do not tell costs apart.
  mutating func addCheapest(of need: CertificateNeed, to total: inout CertificateVector) -> Bool {
    for index in 0..<width { visit[index] = leaf.areaPrices[need.area][index] }
    leaf.add(-1, of: .served(need.priorityClass), to: &visit, at: 0)
    leaf.add(-need.days, of: .waited, to: &visit, at: 0)
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

  private var isSumLower: Bool {
    for index in 0..<width where sum[index] != lowest[index] { return sum[index] < lowest[index] }
    return false
  }

  /// Fills in the cheapest visit of each day; answers on which days there is one, as bits.
  ///
  /// For a need of one visit all sessions are of one day: only the cheapest of all is asked for.
  private mutating func findDays(_ need: CertificateNeed) -> UInt8 {
    let isSingle = need.mostVisits == 1
    let able = need.able
    let isTold = keys.components == width
    for day in 0..<(isSingle ? 1 : 7) { found[day].key = Int.max }
    for position in able.indices {
      let candidate = able[position]
      let own = keys.place(need.placeCost(position))
      let slot = candidate.resource * 21
      var sessions = candidate.sessions
      while sessions != 0 {
        let session = sessions.trailingZeroBitCount
        sessions &= sessions - 1
        let day = isSingle ? 0 : session / 3
        let key = keys.slots[slot + session] + own
        let visit = Visit(key: key, position: position, session: session)
        let known = found[day]
        if visit.key < known.key
          || !isTold && visit.key == known.key && isCheaper(visit, than: known, need)
        {
          found[day] = visit
        }
      }
    }
    var days: UInt8 = 0
    for day in 0..<(isSingle ? 1 : 7) where found[day].key != Int.max {
      days |= 1 << UInt8(day)
      for index in 0..<width { self.days[day * width + index] = cost(index, found[day], need) }
    }
    return days
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
