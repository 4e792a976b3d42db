import ThreeLists

extension Audit {
  /// What a tier closed by search may claim, see <doc:CertificateFormat>.
  static let searchChecks: [AuditCheck] = [
    AuditCheck(.searchUncoupled) { view in
      guard let tier = view.plan.tiers.first(where: { $0.provedBy == .search }),
        !view.needs.indices.contains(where: view.isCoupled)
      else { return [] }
      return [
        AuditFinding(
          rule: .searchUncoupled, expected: "\(tier.name) certificate or open", found: "search")
      ]
    },
    AuditCheck(.searchProved) { view in
      guard case .success(let proof) = view.certified else { return [] }
      return view.plan.tiers.prefix(proof.proved).filter { $0.provedBy == .search }.map {
        AuditFinding(rule: .searchProved, expected: "\($0.name) certificate", found: "search")
      }
    },
    AuditCheck(.searchAlike) { view in
      var alike = 0
      switch view.certified {
      case .failure: return []
      case .success(let proof): alike = max(proof.proved, proof.alike)
      case nil: break
      }
      let told = view.certificate?.alike == nil ? "none" : "\(alike) tiers"
      return view.plan.tiers.dropFirst(alike).filter { $0.provedBy == .search }.map {
        AuditFinding(rule: .searchAlike, expected: "\($0.name) \($0.value) proved", found: told)
      }
    },
    AuditCheck(.searchImproved) { view in
      guard let last = view.plan.tiers.lastIndex(where: { $0.provedBy == .search }),
        let better = SearchChanges(view, tiers: last + 1)?.firstBetter()
      else { return [] }
      let (tier, value) = (view.plan.tiers[better.tier], better.difference)
      return [
        AuditFinding(
          rule: .searchImproved, need: view.needs[better.need].id,
          expected: "\(tier.name) \(tier.value + (isMaximised(tier.name) ? -value : value))",
          found: "\(tier.name) \(tier.value)")
      ]
    },
  ]
}

/// Tries what a plan would be worth with one change to a coupled need, all else as it is.
///
/// A visit is dropped, or all of them; a visit is made in another session by the same resources, or
/// by anybody where it has one place; a place is filled by another resource; a visit is added; or a
/// place and another one, of whichever need, exchange their resources. Every change is reckoned
/// exactly; what keeps the rules and is worth more than the plan refutes it.
struct SearchChanges {
  /// A place filled: its kind and the resource.
  private struct Seat: Hashable {
    let kind: Int
    var resource: Int
  }

  /// The visits of a need by session.
  private typealias Visits = [Int: [Seat]]

  private let view: AuditView
  private let lists: CertificateLists
  private let tiers: Int
  private let visits: [Visits]
  private let unmet: [Int]
  private let unitOfResource: [Int]
  private let unitLoad: [Int]

  /// The changes of a plan; nil when its services or tiers are not such as a plan can have.
  ///
  /// - Parameters:
  ///   - view: the plan with its lists.
  ///   - tiers: how many leading tiers count.
  init?(_ view: AuditView, tiers: Int) {
    let lists = CertificateLists(view)
    guard lists.tiers == view.plan.tiers.map(\.name) else { return nil }
    self.view = view
    self.lists = lists
    self.tiers = tiers
    var visits: [Visits] = []
    var unmet = lists.areas.map(\.requested)
    for (index, need) in view.needs.enumerated() {
      var own: Visits = [:]
      for row in view.visits[index].flatMap(\.rows).map({ view.rows[$0] }) {
        guard let resource = row.resource else { return nil }
        own[row.service.session.index, default: []].append(
          Seat(kind: AuditView.place(of: row.service, in: need), resource: resource))
      }
      unmet[lists.needs[index].area] -= own.count
      visits.append(own)
    }
    self.visits = visits
    self.unmet = unmet
    var unitOfResource = view.resources.map { _ in 0 }
    var unitLoad = lists.units.map { _ in 0 }
    for (unit, one) in lists.units.enumerated() {
      for resource in one.resources {
        unitOfResource[resource] = unit
        unitLoad[unit] += view.load(resource)
      }
    }
    self.unitOfResource = unitOfResource
    self.unitLoad = unitLoad
    guard visits.indices.allSatisfy({ keeps($0, visits[$0]) }), unmet.allSatisfy({ $0 >= 0 }) else {
      return nil
    }
  }

  /// The first change that makes the plan better, with the tier and by how much its cost falls,
  /// a negative number.
  ///
  /// - Complexity: O(places of coupled needs · (candidates + places of all needs)).
  func firstBetter() -> (need: Int, tier: Int, difference: Int)? {
    for need in visits.indices where view.isCoupled(need) {
      for change in changes(of: need) {
        if let (tier, difference) = gain(change) { return (need, tier, difference) }
      }
    }
    return nil
  }

  private func changes(of need: Int) -> [[Int: Visits]] {
    let own = visits[need]
    var all: [[Int: Visits]] = [[need: [:]]]
    func propose(_ change: (inout Visits) -> Void) {
      var changed = own
      change(&changed)
      all.append([need: changed])
    }
    for (session, seats) in own.sorted(by: { $0.key < $1.key }) {
      propose { $0[session] = nil }
      for other in 0..<Session.count where own[other] == nil {
        for moved in movable(need, seats) {
          propose {
            $0[session] = nil
            $0[other] = moved
          }
        }
      }
      for (position, seat) in seats.enumerated() {
        for resource in lists.needs[need].able.map(\.resource) where resource != seat.resource {
          propose { $0[session]?[position].resource = resource }
        }
        all += exchanges(of: need, session, position)
      }
    }
    for session in 0..<Session.count where own[session] == nil {
      for seats in teams(need, session) { propose { $0[session] = seats } }
    }
    return all
  }

  /// Who could make a visit in another session.
  private func movable(_ need: Int, _ seats: [Seat]) -> [[Seat]] {
    guard lists.needs[need].places == [1] else { return [seats] }
    return lists.needs[need].able.map { [Seat(kind: 0, resource: $0.resource)] }
  }

  /// Who could make one visit more: each by himself, or some team out of those with room.
  private func teams(_ need: Int, _ session: Int) -> [[Seat]] {
    let places = lists.needs[need].places
    if places == [1] {
      return lists.needs[need].able.map { [Seat(kind: 0, resource: $0.resource)] }
    }
    let kinds = places.enumerated().flatMap { Array(repeating: $0, count: $1) }
    let team = view.team(need, in: session) { view.hasRoom($0, session) }
    return team.map { [zip(kinds, $0).map { Seat(kind: $0, resource: $1) }] } ?? []
  }

  private func exchanges(of need: Int, _ session: Int, _ position: Int) -> [[Int: Visits]] {
    guard let seat = visits[need][session]?[position] else { return [] }
    var all: [[Int: Visits]] = []
    for other in visits.indices where !view.isCoupled(other) || other >= need {
      for (time, seats) in visits[other] {
        for (place, member) in seats.enumerated() where member.resource != seat.resource {
          guard fits(need, seat.kind, member.resource, session),
            fits(other, member.kind, seat.resource, time)
          else { continue }
          var changed = [need: visits[need]]
          changed[other] = visits[other]
          changed[need]?[session]?[position].resource = member.resource
          changed[other]?[time]?[place].resource = seat.resource
          all.append(changed)
        }
      }
    }
    return all
  }

  private func fits(_ need: Int, _ kind: Int, _ resource: Int, _ session: Int) -> Bool {
    let own = lists.needs[need]
    guard let position = own.position(resource), own.places.indices.contains(kind)
    else { return false }
    return own.sessions(position, kind: kind) >> UInt32(session) & 1 != 0
  }

  /// Whether visits of a need keep its rules and pins.
  private func keeps(_ need: Int, _ visits: Visits) -> Bool {
    let own = lists.needs[need]
    guard visits.count < 8, own.visitNumbers >> UInt8(visits.count) & 1 != 0,
      Set(visits.keys.map { $0 / 3 }).count == visits.count
    else { return false }
    for (session, seats) in visits {
      var free = own.places
      for seat in seats {
        guard fits(need, seat.kind, seat.resource, session) else { return false }
        free[seat.kind] -= 1
      }
      guard free.allSatisfy({ $0 == 0 }), Set(seats.map(\.resource)).count == seats.count else {
        return false
      }
    }
    var bare: [String: Int] = [:]
    for pin in view.needs[need].pinned {
      func holds(_ seats: [Seat]) -> Bool {
        seats.contains { view.resources[$0.resource].id == pin.resource }
      }
      if let session = pin.session {
        guard holds(visits[session.index] ?? []) else { return false }
      } else {
        bare[pin.resource, default: 0] += 1
        guard visits.values.count(where: holds) >= bare[pin.resource, default: 0] else {
          return false
        }
      }
    }
    return true
  }

  /// The first tier that a change makes different, when it makes it better; nil when the change
  /// breaks a rule or makes nothing better.
  private func gain(_ change: [Int: Visits]) -> (tier: Int, difference: Int)? {
    var loads: [Int: Int] = [:]
    var slots: [Int: Int] = [:]
    var visitsOfArea: [Int: Int] = [:]
    var cost = CertificateVector(width: 1 + lists.tiers.count)
    for (need, visits) in change {
      guard keeps(need, visits) else { return nil }
      for (served, sign) in [(self.visits[need], -1), (visits, 1)] {
        visitsOfArea[lists.needs[need].area, default: 0] += sign * served.count
        for (session, seats) in served {
          add(need, session, seats, times: sign, to: &cost)
          for seat in seats {
            loads[seat.resource, default: 0] += sign
            slots[seat.resource * Session.count + session, default: 0] += sign
          }
        }
      }
    }
    var units: [Int: Int] = [:]
    for (resource, more) in loads where more != 0 {
      let row = view.resources[resource]
      if more > 0, view.load(resource) + more > row.weekly { return nil }
      units[unitOfResource[resource], default: 0] += more
      let minimum = lists.minimum(resource)
      let before = max(0, minimum - view.load(resource))
      add(max(0, minimum - view.load(resource) - more) - before, of: .minimums, to: &cost)
    }
    for (slot, more) in slots where more > 0 {
      let most = view.resources[slot / Session.count].perSession
      if view.sessionLoad[slot] + more > most { return nil }
    }
    for (unit, more) in units {
      let (sum, count) = steps(from: unitLoad[unit], by: more) { lists.units[unit].step($0) }
      add(count * sum, of: .units, to: &cost)
    }
    for (area, more) in visitsOfArea {
      let (sum, count) = steps(from: unmet[area], by: -more) { lists.areas[area].step($0) }
      add(count * sum, of: .grids, to: &cost)
    }
    guard let first = cost.components.firstIndex(where: { $0 != 0 }), first <= tiers,
      cost[first] < 0
    else { return nil }
    return (first - 1, Int(cost[first]))
  }

  /// The sum of a convex cost's steps from a number on, and whether they come in (1) or fall (−1).
  private func steps(
    from number: Int, by more: Int, _ step: (Int) -> Int
  ) -> (sum: Int, sign: Int) {
    let range = more < 0 ? number + more + 1..<number + 1 : number + 1..<number + more + 1
    return (range.reduce(0) { $0 + step($1) }, more < 0 ? -1 : 1)
  }

  private func add(_ value: Int, of tier: TierName, to cost: inout CertificateVector) {
    if let component = lists.components[tier] { cost[component] += Int128(value) }
  }

  /// What a visit and its places cost, loads apart.
  private func add(
    _ need: Int, _ session: Int, _ seats: [Seat], times sign: Int,
    to cost: inout CertificateVector
  ) {
    let own = lists.needs[need]
    add(-sign, of: .served(own.priorityClass), to: &cost)
    add(-sign * own.days, of: .waited, to: &cost)
    add(sign * session, of: .prompt, to: &cost)
    for seat in seats {
      guard let position = own.position(seat.resource) else { continue }
      let place = own.placeCost(position)
      add(sign * place.choice, of: .choice, to: &cost)
      add(sign * place.continuity, of: .continuity, to: &cost)
      add(sign * place.distance, of: .distance, to: &cost)
      if own.stays(position, in: session) {
        add(-sign, of: .kept, to: &cost)
      }
    }
  }
}
