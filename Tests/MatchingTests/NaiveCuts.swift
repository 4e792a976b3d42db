import ThreeLists

@testable import Matching

/// What cuts make of parts and plans by the plainest reading of the format: every name looked up
/// where it is asked for, every cut reckoned for every item.
struct NaiveCuts {
  let cuts: [Certificate.Cut]
  let lists: TinyLists

  static func divided(_ number: Int, by modulus: Int) -> Int {
    number >= 0 ? number / modulus : -((modulus - 1 - number) / modulus)
  }

  /// An item's value in each cut, from what is divided but for earlier cuts.
  private func values(_ inner: (Certificate.Cut) -> Int) -> [Int] {
    var values: [Int] = []
    for cut in cuts {
      let earlier = cut.cuts.map { values[Int($0.key) ?? 0] * $0.value }.reduce(0, +)
      values.append(Self.divided(inner(cut) + earlier, by: cut.modulus))
    }
    return values
  }

  private func values(_ number: Int, of pair: (Certificate.Cut) -> [Int]?) -> [Int] {
    values { cut in
      let pair = pair(cut) ?? [0, 0]
      return pair[1] - number * pair[0]
    }
  }

  /// What the values of all items come to at most.
  var most: [Int] {
    values { cut in
      [cut.resourceSessions, cut.resources, cut.units, cut.areas]
        .flatMap { $0.values.map { $0[1] } }.reduce(0, +)
        + cut.needs.values.map(\.account).reduce(0, +)
    }
  }

  func slot(_ resource: Int, _ session: Int, places: Int) -> [Int] {
    values(places) { $0.resourceSessions[slotName(resource, session)] }
  }

  func resource(_ resource: Int, places: Int) -> [Int] {
    values(places) { $0.resources[lists.resources[resource].id] }
  }

  func unit(_ name: String, places: Int) -> [Int] { values(places) { $0.units[name] } }

  func area(_ name: String, visits: Int) -> [Int] { values(visits) { $0.areas[name] } }

  func visit(of need: Int, _ visit: TinyLists.Way.Element) -> [Int] {
    let row = lists.needs[need]
    return values { cut in
      let share = cut.needs[row.id]
      var inner = (cut.areas[areaName(need)]?[0] ?? 0) + (share?.visit ?? 0)
      inner += share?.days?[visit.session / 3] ?? 0
      for (_, resource) in visit.places {
        inner += cut.resourceSessions[slotName(resource, visit.session)]?[0] ?? 0
        inner += cut.resources[lists.resources[resource].id]?[0] ?? 0
        inner += cut.units[lists.resources[resource].unit]?[0] ?? 0
      }
      return inner
    }
  }

  func need(_ need: Int, visits: Int) -> [Int] {
    values { cut in
      guard let share = cut.needs[lists.needs[need].id] else { return 0 }
      let days = visits > 0 ? (share.days ?? []).reduce(0, +) : 0
      return share.account - visits * share.visit - days
    }
  }

  private func slotName(_ resource: Int, _ session: Int) -> String {
    "\(lists.resources[resource].id)@\(Session(index: session))"
  }

  func areaName(_ need: Int) -> String { lists.needs[need].grid.prefix(12).digits }

  /// The values of all items of a plan, in each cut.
  func all(_ plan: [TinyLists.Way]) -> [Int] {
    var sum = cuts.map { _ in 0 }
    func add(_ values: [Int]) { for cut in sum.indices { sum[cut] += values[cut] } }
    let visits = plan.joined()
    func places(_ isCounted: (_ session: Int, _ resource: Int) -> Bool) -> Int {
      visits.map { visit in visit.places.count { isCounted(visit.session, $0.resource) } }
        .reduce(0, +)
    }
    for resource in lists.resources.indices {
      for session in 0..<21 {
        add(slot(resource, session, places: places { $0 == session && $1 == resource }))
      }
      add(self.resource(resource, places: places { $1 == resource }))
    }
    for name in Set(lists.resources.map(\.unit)) {
      add(unit(name, places: places { lists.resources[$1].unit == name }))
    }
    for name in Set(lists.needs.indices.map(areaName)) {
      add(
        area(
          name,
          visits: plan.indices.filter { areaName($0) == name }.map { plan[$0].count }
            .reduce(0, +)))
    }
    for (index, way) in plan.enumerated() {
      for visit in way { add(self.visit(of: index, visit)) }
      add(need(index, visits: way.count))
    }
    return sum
  }
}

/// The bound of a leaf by the plainest reading of the format: every number of places, every way to
/// serve a need.
struct NaiveBound {
  let lists: TinyLists
  let known: CertificateLists
  let prices: CertificateLeaf
  let cuts: NaiveCuts
  let cutPrices: [String: [Int]]

  private var zero: CertificateVector { CertificateVector(width: prices.width) }

  private func add(_ values: [Int], to cost: inout CertificateVector, sign: Int = 1) {
    for (number, value) in values.enumerated() {
      guard let price = cutPrices["\(number)"] else { continue }
      cost.add(CertificateVector(price), times: sign * value)
    }
  }

  private func smallest(_ most: Int, _ cost: (Int, inout CertificateVector) -> Void)
    -> CertificateVector
  {
    (0...most).map { number in
      var vector = zero
      cost(number, &vector)
      return vector
    }.min() ?? zero
  }

  /// What a way to serve a need costs.
  func cost(of index: Int, _ way: TinyLists.Way) -> CertificateVector {
    let need = lists.needs[index]
    var cost = zero
    for visit in way {
      if let area = known.areaIndex[cuts.areaName(index)] { cost.add(prices.areaPrices[area]) }
      prices.add(-1, of: .served(known.needs[index].priorityClass), to: &cost)
      prices.add(-known.needs[index].days, of: .waited, to: &cost)
      prices.add(visit.session, of: .prompt, to: &cost)
      for (_, place) in visit.places {
        let resource = lists.resources[place]
        for part in 0..<prices.width {
          cost[part] += prices.resourceCosts[place * prices.width + part]
        }
        prices.addPrice(place, in: visit.session, to: &cost)
        let length = need.requested.count
        prices.add(
          (need.requested.firstIndex(of: resource.id) ?? length) - length, of: .choice, to: &cost)
        if need.previous == resource.id { prices.add(-1, of: .continuity, to: &cost) }
        prices.add(
          Distance.level(from: resource.home, to: need.grid, levels: lists.policy.levels),
          of: .distance, to: &cost)
      }
      add(cuts.visit(of: index, visit), to: &cost)
    }
    add(cuts.need(index, visits: way.count), to: &cost)
    return cost
  }

  /// The bound where needs may be served in some ways; nil when one has none.
  func bound(_ ways: [[TinyLists.Way]]) -> CertificateVector? {
    var bound = zero
    // What a plan that does nothing costs is constant but for minimums and areas.
    let nothing = lists.costs(lists.values(lists.needs.map { _ in [] }))
    for (tier, cost) in zip(lists.tierNames, nothing)
    where [.waited, .choice, .continuity].contains(tier) {
      prices.add(cost, of: tier, to: &bound)
    }
    add(cuts.most, to: &bound, sign: -1)
    let places = lists.needs.map { need in
      min(need.visits, 7) * (need.isTeam ? need.roles.map(\.count).reduce(0, +) : 1)
    }.reduce(0, +)
    for (index, resource) in lists.resources.enumerated() {
      for session in 0..<21 {
        bound.add(
          smallest(min(resource.perSession, max(1, places))) {
            prices.addPrice(index, in: session, times: -$0, to: &$1)
            add(cuts.slot(index, session, places: $0), to: &$1)
          })
      }
      bound.add(
        smallest(min(resource.weekly, places)) {
          prices.add(max(0, resource.minimum - $0), of: .minimums, to: &$1)
          if let price = prices.resourcePrices[index] { $1.add(price, times: -$0) }
          add(cuts.resource(index, places: $0), to: &$1)
        })
    }
    for (name, index) in known.unitIndex {
      let own = lists.resources.filter { $0.unit == name }.map { min($0.weekly, places) }
      bound.add(
        smallest(min(places, own.reduce(0, +))) {
          for place in stride(from: 1, through: $0, by: 1) {
            prices.add(known.units[index].step(place), of: .units, to: &$1)
          }
          if let price = prices.unitPrices[index] { $1.add(price, times: -$0) }
          add(cuts.unit(name, places: $0), to: &$1)
        })
    }
    for (name, index) in known.areaIndex {
      let requested = known.areas[index].requested
      bound.add(
        smallest(requested) {
          for unmet in stride(from: 1, through: requested - $0, by: 1) {
            prices.add(known.areas[index].step(unmet), of: .grids, to: &$1)
          }
          $1.add(prices.areaPrices[index], times: -$0)
          add(cuts.area(name, visits: $0), to: &$1)
        })
    }
    for (index, own) in ways.enumerated() {
      guard let cheapest = own.map({ cost(of: index, $0) }).min() else { return nil }
      bound.add(cheapest)
    }
    return bound
  }
}
