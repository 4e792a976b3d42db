import ThreeLists

/// What every leaf's bound needs of the lists alone.
struct CertificateParts: Sendable {
  /// The tiers of the plan, in the policy's order.
  let tiers: [TierName]
  /// For each tier, its component of a vector.
  let components: [TierName: Int]
  let needs: [CertificateNeed]
  let units: [Unit]
  let unitIndex: [String: Int]
  let areas: [Area]
  let areaIndex: [String: Int]
  /// The places that all needs ask for.
  let allPlaces: Int
  /// The length of the longest choice that a need has.
  let mostChosen: Int

  /// A unit's resources and the costs of the places they fill.
  struct Unit: Sendable {
    var resources: [Int] = []
    var history = 0
    var weight: Int?
    /// Most places it can fill.
    var most = 0

    /// The cost of the k-th place it fills, from 1.
    func step(_ number: Int) -> Int { 10_000 * (2 * (history + number) - 1) / (weight ?? 100) }
  }

  /// A fairness area.
  struct Area: Sendable {
    /// Visits that its needs ask for.
    var requested = 0

    /// The cost of its k-th unmet visit, from 1.
    func step(_ number: Int) -> Int { 1000 * (2 * number - 1) / requested }
  }

  init(_ view: AuditView) {
    tiers = view.tierNames
    components = Dictionary(uniqueKeysWithValues: tiers.enumerated().map { ($1, $0 + 1) })
    let own = view.needs
    var (allPlaces, mostChosen) = (0, 0)
    for index in own.indices {
      let perVisit =
        own[index].roles.isEmpty ? 1 : own[index].roles.map(\.count).reduce(0, +)
      allPlaces += min(own[index].visits, 7) * perVisit
      mostChosen = max(mostChosen, own[index].requested.count)
    }
    (self.allPlaces, self.mostChosen) = (allPlaces, mostChosen)
    var areas = AreaNumbers(length: view.policy.fairnessLength)
    var areaOf: [Int] = []
    areaOf.reserveCapacity(own.count)
    for index in own.indices {
      areaOf.append(areas.add(own[index].grid, requested: own[index].visits))
    }
    let (shared, areaOfNeed) = (view.shared, areaOf)
    needs = Processors.map(count: areaOfNeed.count, fewest: CertificateParts.smallestDivided) { _ in
      let view = AuditView(shared)
      let grounds = CertificateGrounds(
        homes: view.lists.homes, areas: areaOfNeed, levels: view.policy.levels)
      return { CertificateNeed(view, $0, on: grounds) }
    }
    var unitIndex: [String: Int] = [:]
    var units: [Unit] = []
    var numbers = AuditTable<String, Int>()
    let resources = view.resources
    for index in resources.indices {
      // Fields one by one: copying a whole row counts all its texts.
      let hash = AuditHash.of(resources[index].unit)
      let known = numbers.value(of: resources[index].unit, hash: hash)
      let unit = known ?? unitIndex[resources[index].unit] ?? units.count
      if known == nil { numbers.add(unit, of: resources[index].unit, hash: hash) }
      if unit == units.count {
        unitIndex[resources[index].unit] = unit
        units.append(Unit())
      }
      units[unit].resources.append(index)
      units[unit].history += resources[index].history
      units[unit].most = min(
        allPlaces, units[unit].most + min(resources[index].weekly, allPlaces))
      if let weight = resources[index].weight {
        units[unit].weight = min(units[unit].weight ?? weight, weight)
      }
    }
    (areaIndex, self.areas) = (areas.index, areas.areas)
    self.unitIndex = unitIndex
    self.units = units
  }

  /// The fairness areas, numbered as they come.
  private struct AreaNumbers {
    let length: Int
    private(set) var index: [String: Int] = [:]
    private(set) var areas: [Area] = []
    /// Their numbers by their codes' digits, where one number tells them: then no text is made for a need.
    private var known = AuditTable<UInt64, Int>()

    init(length: Int) { self.length = length }

    /// Counts visits asked for in a grid; answers with its area's number.
    mutating func add(_ grid: GridCode, requested: Int) -> Int {
      let number = number(of: grid)
      areas[number].requested += requested
      return number
    }

    private mutating func number(of grid: GridCode) -> Int {
      guard let digits = grid.leading(length) else {
        return number(ofCode: String(grid.digits.prefix(length)))
      }
      let hash = AuditHash.of(digits)
      if let number = known.value(of: digits, hash: hash) { return number }
      let number = number(ofCode: String(grid.digits.prefix(length)))
      known.add(number, of: digits, hash: hash)
      return number
    }

    private mutating func number(ofCode code: String) -> Int {
      let number = index[code] ?? areas.count
      if number == areas.count {
        index[code] = number
        areas.append(Area())
      }
      return number
    }
  }

  /// The fewest needs that are divided among the processors.
  fileprivate static let smallestDivided = 1000
}

/// What every leaf's bound needs of the lists, with the plan that is looked at.
struct CertificateLists {
  typealias Unit = CertificateParts.Unit
  typealias Area = CertificateParts.Area

  let view: AuditView
  private let parts: CertificateParts
  var tiers: [TierName] { parts.tiers }
  var components: [TierName: Int] { parts.components }
  var needs: [CertificateNeed] { parts.needs }
  var units: [Unit] { parts.units }
  var unitIndex: [String: Int] { parts.unitIndex }
  var areas: [Area] { parts.areas }
  var areaIndex: [String: Int] { parts.areaIndex }
  var allPlaces: Int { parts.allPlaces }
  var mostChosen: Int { parts.mostChosen }

  init(_ view: AuditView) {
    self.view = view
    parts = view.certificateParts
  }

  /// A bound on the cost, in a leaf's scales, of every plan that agrees with decisions about needs.
  ///
  /// The sum of the constants and of the smallest values of all parts, each by itself; nil when
  /// some need cannot be served, or left, as pins and decisions ask.
  func bound(
    _ leaf: CertificateLeaf, decisions: [Int: CertificateDecisions]
  ) -> CertificateVector? {
    var bound = constants(leaf)
    if let cuts = leaf.cuts { bound.add(cuts.most, times: -1) }
    for (slot, start) in leaf.sessionStarts.enumerated()
    where start >= 0 && leaf.cuts?.slots[slot] == nil {
      var value = CertificateVector(width: leaf.width)
      leaf.addPrice(slot / 21, in: slot % 21, times: -mostPlaces(inSlot: slot), to: &value)
      if value.isNegative { bound.add(value) }
    }
    for slot in leaf.cuts?.slots.keys ?? [:].keys { bound.add(touchedSlot(slot, leaf)) }
    for index in view.resources.indices { addResource(index, leaf, to: &bound) }
    for (index, price) in leaf.unitPrices where leaf.cuts?.units[index] == nil {
      bound.add(unit(index, price, leaf))
    }
    for index in leaf.cuts?.units.keys ?? [:].keys {
      let price = leaf.unitPrices[index] ?? CertificateVector(width: leaf.width)
      bound.add(unit(index, price, leaf))
    }
    for index in areas.indices { bound.add(area(index, leaf)) }
    let keys = CertificateKeys(leaf, mostChosen: mostChosen)
    guard let cost = CertificateLists.cheapest(needs, leaf, keys, decisions) else { return nil }
    bound.add(cost)
    return bound
  }

  /// The sum of what each need costs at least, by itself; nil when one of them cannot be served, or
  /// left, as pins and decisions ask.
  private static func cheapest(
    _ needs: [CertificateNeed], _ leaf: CertificateLeaf, _ keys: CertificateKeys,
    _ decisions: [Int: CertificateDecisions]
  ) -> CertificateVector? {
    let sums = Processors.parts(
      of: needs.count, fewest: CertificateParts.smallestDivided, perProcessor: 4
    ) {
      part -> CertificateVector? in
      var sum = CertificateVector(width: leaf.width)
      var plain = CertificatePlainWays(leaf, keys)
      for index in part {
        if decisions[index] == nil, plain.suit(needs[index]) {
          guard plain.addCheapest(of: needs[index], to: &sum) else { return nil }
          continue
        }
        let ways = CertificateWays(needs[index], decisions: decisions[index], leaf: leaf)
        guard let cost = ways.cheapest() else { return nil }
        sum.add(cost)
      }
      return sum
    }
    return sums.reduce(CertificateVector(width: leaf.width) as CertificateVector?) { sum, part in
      guard let sum, let part else { return nil }
      return sum + part
    }
  }

  private func constants(_ leaf: CertificateLeaf) -> CertificateVector {
    var sum = CertificateVector(width: leaf.width)
    for (need, own) in zip(view.needs, needs) {
      let places = need.visits * own.places.reduce(0, +)
      leaf.add(need.visits * own.days, of: .waited, to: &sum)
      leaf.add(need.requested.count * places, of: .choice, to: &sum)
      if need.previous != nil { leaf.add(places, of: .continuity, to: &sum) }
    }
    return sum
  }

  /// The places a resource ought to fill; none when it has expired.
  func minimum(_ index: Int) -> Int {
    let minimum = view.lists.resources[index].minimum
    guard minimum > 0, let last = view.lists.resources[index].validTo else { return minimum }
    return last.ordinal < view.plan.week.monday.ordinal ? 0 : minimum
  }

  /// The most places that a resource can fill in a session, told as resource · 21 + session.
  private func mostPlaces(inSlot slot: Int) -> Int {
    min(view.resources[slot / 21].perSession, max(1, allPlaces))
  }

  private func touchedSlot(_ slot: Int, _ leaf: CertificateLeaf) -> CertificateVector {
    let zero = CertificateVector(width: leaf.width)
    var price = zero
    leaf.addPrice(slot / 21, in: slot % 21, to: &price)
    return smallest(
      from: zero, price: price, most: mostPlaces(inSlot: slot), leaf, leaf.cuts?.slots[slot]
    ) { _ in (.minimums, 0) }
  }

  /// Adds the smallest value of a resource's part: without cuts it is at one end of the range or at the
  /// resource's minimum.
  private func addResource(
    _ index: Int, _ leaf: CertificateLeaf, to bound: inout CertificateVector
  ) {
    let minimum = minimum(index)
    let most = min(view.lists.resources[index].weekly, allPlaces)
    let price = leaf.resourcePrices[index]
    if let entries = leaf.cuts?.resources[index] {
      let zero = CertificateVector(width: leaf.width)
      var start = zero
      leaf.add(minimum, of: .minimums, to: &start)
      bound.add(
        smallest(from: start, price: price ?? zero, most: most, leaf, entries) {
          (.minimums, $0 <= minimum ? -1 : 0)
        })
      return
    }
    if minimum == 0 {
      // Nothing is lacking, and each place costs the same less.
      if let price, most > 0, !price.isNegative { bound.add(price, times: -most) }
      return
    }
    func value(_ places: Int) -> CertificateVector {
      var value = CertificateVector(width: leaf.width)
      leaf.add(max(0, minimum - places), of: .minimums, to: &value)
      if let price { value.add(price, times: -places) }
      return value
    }
    bound.add(min(value(0), min(value(min(minimum, most)), value(most))))
  }

  private func unit(
    _ index: Int, _ price: CertificateVector, _ leaf: CertificateLeaf
  ) -> CertificateVector {
    smallest(
      from: CertificateVector(width: leaf.width), price: price, most: units[index].most, leaf,
      leaf.cuts?.units[index]
    ) { (.units, units[index].step($0)) }
  }

  private func area(_ index: Int, _ leaf: CertificateLeaf) -> CertificateVector {
    let requested = areas[index].requested
    var start = CertificateVector(width: leaf.width)
    for number in 0..<requested {
      leaf.add(areas[index].step(number + 1), of: .grids, to: &start)
    }
    return smallest(
      from: start, price: leaf.areaPrices[index], most: requested, leaf, leaf.cuts?.areas[index]
    ) { (.grids, -areas[index].step(requested - $0 + 1)) }
  }

  /// The smallest value of a convex cost less a price for each step: goes on while a step lowers it.
  ///
  /// With what cuts say of the part it is convex no longer, and all steps are looked at.
  private func smallest(
    from start: CertificateVector, price: CertificateVector, most: Int, _ leaf: CertificateLeaf,
    _ entries: [CertificateCuts.Entry]?, step: (Int) -> (TierName, Int)
  ) -> CertificateVector {
    var value = start
    if let entries, let item = leaf.cuts?.item(entries) {
      var lowest = value
      item.add(0, to: &lowest)
      for number in stride(from: 1, through: most, by: 1) {
        let (tier, cost) = step(number)
        leaf.add(cost, of: tier, to: &value)
        value.add(price, times: -1)
        var whole = value
        item.add(number, to: &whole)
        lowest = min(lowest, whole)
      }
      return lowest
    }
    var number = 1
    while number <= most {
      let (tier, cost) = step(number)
      var change = CertificateVector(width: leaf.width)
      leaf.add(cost, of: tier, to: &change)
      change.add(price, times: -1)
      guard change.isNegative else { break }
      value.add(change)
      number += 1
    }
    return value
  }
}

extension Policy {
  /// Digits of the code of a fairness area.
  var fairnessLength: Int {
    switch fairnessLevel {
    case .county: levels.county
    case .town: levels.town
    case .community: levels.community
    case .grid: levels.grid
    }
  }
}
