import ThreeLists

/// The cheapest way to serve needs of one place a visit that nothing is asked or decided of, as nearly all
/// needs are: what ``CertificateWays`` answers, without what only others need.
///
/// It holds its numbers from one need to the next, so that hardly any memory is asked for, and looks at no more
/// components of a cost than it takes to tell it from another.
struct CertificatePlainWays {
  private let leaf: CertificateLeaf
  private let width: Int
  private let resourceCosts: [Int128]
  private let sessionStarts: [Int]
  private let sessionPrices: [Int128]
  private let choice: Part
  private let continuity: Part
  private let distance: Part
  private let prompt: Part
  /// What a visit of the need costs apart from who comes and when.
  private var visit: CertificateVector
  /// The cheapest visits found, one day after another, each one component after another.
  private var days: [Int128]

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

  /// Ways under a leaf's prices.
  init(_ leaf: CertificateLeaf) {
    self.leaf = leaf
    width = leaf.width
    resourceCosts = leaf.resourceCosts
    sessionStarts = leaf.sessionStarts
    sessionPrices = leaf.sessionPrices
    choice = Part(.choice, leaf)
    continuity = Part(.continuity, leaf)
    distance = Part(.distance, leaf)
    prompt = Part(.prompt, leaf)
    visit = CertificateVector(width: width)
    days = Array(repeating: 0, count: 7 * width)
  }

  /// Whether a need is one of these, no decision about it provided.
  func suit(_ need: CertificateNeed) -> Bool {
    need.places == [1] && need.sessionPins.isEmpty && need.barePins.isEmpty && !need.isImpossible
      && need.keptSessions.isEmpty && leaf.cuts?.need(need) == nil
  }

  /// The smallest cost of serving a need, not at all included; nil when no number of visits is allowed.
  ///
  /// - Complexity: O(resources · sessions), and of the tiers as many as it takes to tell costs apart.
  mutating func cheapest(_ need: CertificateNeed) -> CertificateVector? {
    visit = leaf.areaPrices[need.area]
    leaf.add(-1, of: .served(need.priorityClass), to: &visit)
    leaf.add(-need.days, of: .waited, to: &visit)
    var left = findDays(need)
    var lowest = need.visitNumbers & 1 != 0 ? CertificateVector(width: width) : nil
    var sum = CertificateVector(width: width)
    for number in 1...7 where number <= need.mostVisits && left != 0 {
      let day = cheapestDay(of: left)
      left &= ~(1 << UInt8(day))
      for index in 0..<width { sum[index] += days[day * width + index] }
      guard need.visitNumbers >> UInt8(number) & 1 != 0 else { continue }
      if lowest.map({ sum < $0 }) ?? true { lowest = sum }
    }
    return lowest
  }

  /// Fills in the cheapest visit of each day; answers on which days there is one, as bits.
  ///
  /// For a need of one visit all sessions are of one day: only the cheapest of all is asked for.
  private mutating func findDays(_ need: CertificateNeed) -> UInt8 {
    let isSingle = need.mostVisits == 1
    var found: UInt8 = 0
    for position in need.able.indices {
      let place = Place(need, position)
      var sessions = need.able[position].sessions
      while sessions != 0 {
        let session = sessions.trailingZeroBitCount
        sessions &= sessions - 1
        let start = sessionStarts[place.resource * 21 + session]
        let day = isSingle ? 0 : session / 3
        let isFirst = found >> UInt8(day) & 1 == 0
        found |= 1 << UInt8(day)
        if isFirst || isCheaper(place, session, start, than: day) {
          for index in 0..<width {
            days[day * width + index] = cost(index, place, session, start)
          }
        }
      }
    }
    return found
  }

  /// Somebody who may come.
  private struct Place {
    let resource: Int
    let cost: CertificateNeed.PlaceCost

    init(_ need: CertificateNeed, _ position: Int) {
      resource = need.able[position].resource
      cost = need.placeCost(position)
    }
  }

  /// A component of the cost of a visit in a session.
  private func cost(_ index: Int, _ place: Place, _ session: Int, _ start: Int) -> Int128 {
    var cost = visit[index] + resourceCosts[place.resource * width + index]
    if start >= 0 { cost += sessionPrices[start + index] }
    if index == prompt.component { cost += Int128(session) * prompt.scale }
    if index == distance.component { cost += Int128(place.cost.distance) * distance.scale }
    if index == choice.component { cost += Int128(place.cost.choice) * choice.scale }
    if index == continuity.component { cost += Int128(place.cost.continuity) * continuity.scale }
    return cost
  }

  private func isCheaper(_ place: Place, _ session: Int, _ start: Int, than day: Int) -> Bool {
    for index in 0..<width {
      let (own, known) = (cost(index, place, session, start), days[day * width + index])
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
