import ThreeLists

@testable import Matching

/// A small seeded source of numbers (SplitMix64), for lists that are the same on every machine.
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }
}

/// Lists small enough that all their plans can be written down.
struct TinyLists {
  let week: Week
  var needs: [Need]
  var resources: [Resource]
  var policy = Policy.standard
  /// What was dispatched before; nil for a first plan.
  var standing: Standing?

  /// One way to serve a need: the session of each visit and who fills which kind of place.
  typealias Way = [(session: Int, places: [(kind: Int, resource: Int)])]

  static let origin = Origin(file: "tiny.csv", line: 1)

  static func need(_ id: String, grid: String = "230799001001001") throws -> Need {
    Need(
      id: id, origin: origin, grid: try unwrap(GridCode(grid)), category: "理发",
      reportedOn: try unwrap(Day(year: 2026, month: 11, day: 20)))
  }

  static func resource(_ id: String, unit: String = "甲", weekly: Int = 1) -> Resource {
    var resource = Resource(
      id: id, origin: origin, unit: unit, areas: [.everywhere], weekly: weekly)
    resource.categories = ["理发"]
    return resource
  }

  init(needs: [Need], resources: [Resource]) throws {
    week = try unwrap(Week("2026-W48"))
    self.needs = needs
    self.resources = resources
  }

  /// Random lists: teams, several visits, all or nothing, pins of both kinds, choices, minimums.
  init(seed: UInt64, needs count: Int, mostSessions: Int) throws {
    var dice = Dice(state: seed)
    let pool = [0, 1, 4, 7, 10].shuffled(using: &dice).prefix(mostSessions).sorted()
    let grids = ["230799001001001", "230799001001002", "230799001002001"]
    let ids = ["R1", "R2", "R3"]
    var resources: [Resource] = []
    for id in ids {
      var resource = Self.resource(
        id, unit: dice.chance(50) ? "甲" : "乙", weekly: dice.roll(0...3))
      resource.perSession = dice.roll(1...2)
      resource.minimum = min(resource.weekly, dice.roll(0...2))
      resource.history = dice.roll(0...3)
      resource.weight = resource.unit == "甲" ? 150 : nil
      resource.home = dice.chance(70) ? GridCode(grids[dice.roll(0...2)]) : nil
      resource.roles = ["法律", "社工"].filter { _ in dice.chance(75) }
      resource.sessions = SessionSet(
        pool.filter { _ in dice.chance(80) }.map { Session(index: $0) })
      resources.append(resource)
    }
    var needs: [Need] = []
    for index in 0..<count {
      var need = try Self.need("N\(index + 1)", grid: grids[dice.roll(0...2)])
      need.urgency = Urgency.allCases[dice.roll(0...3)]
      need.reportedOn = need.reportedOn.adding(days: -dice.roll(0...9))
      need.visits = dice.roll(1...3)
      need.allowsPartial = dice.chance(60)
      if dice.chance(40) {
        need.roles = [RoleRequirement(role: "法律", count: dice.roll(1...2))]
        if dice.chance(60) { need.roles.append(RoleRequirement(role: "社工", count: 1)) }
      }
      if dice.chance(50) { need.requested = ids.shuffled(using: &dice).suffix(2) }
      if dice.chance(40) { need.previous = ids[dice.roll(0...2)] }
      if dice.chance(25) { need.pinned.append(Pin(resource: ids[dice.roll(0...2)])) }
      if dice.chance(20) { need.pinned.append(Pin(resource: ids[dice.roll(0...2)])) }
      if dice.chance(20), let session = pool.randomElement(using: &dice) {
        need.pinned.append(
          Pin(resource: ids[dice.roll(0...2)], session: Session(index: session)))
      }
      needs.append(need)
    }
    try self.init(needs: needs, resources: resources)
    // Another tier first: what is wrong in it is not hidden behind bounds on served visits.
    let lead = TierName.all[dice.roll(0...TierName.all.count - 1)]
    if Audit.isMaximised(lead) { return }
    policy.tiers = [lead] + TierName.all.filter { $0 != lead }
  }

  /// The view of the audit, with a plan of some ways.
  func view(_ ways: [Way] = []) -> AuditView {
    var services: [Service] = []
    for (need, way) in zip(needs, ways) {
      for (visit, (session, places)) in way.enumerated() {
        for (place, filled) in places.enumerated() {
          let session = Session(index: session)
          services.append(
            Service(
              id: "\(need.id)-\(visit)-\(place)", need: need.id, visit: visit + 1,
              role: need.isTeam ? need.roles[filled.kind].role : nil, leads: place == 0,
              resource: resources[filled.resource].id, unit: resources[filled.resource].unit,
              date: week.day(of: session), session: session, method: .optimized,
              choiceRank: nil, distance: 0))
        }
      }
    }
    return AuditView(
      plan: Plan(
        week: week, fingerprint: "", status: .gap, cutOff: false, tiers: [], services: services,
        unmet: [], standing: standing), needs: needs, resources: resources, policy: policy)
  }

  /// Every way to serve a need that keeps its rules and pins, capacities apart.
  func ways(_ index: Int) -> [Way] {
    let need = needs[index]
    let counts = need.isTeam ? need.roles.map(\.count) : [1]
    let able = counts.indices.map { kind in
      resources.map { resource in
        let role = need.isTeam ? need.roles[kind].role : nil
        let passing = Eligibility.judge(
          need, role: role, resource, open: policy.openSessions(in: week), week: week
        ).sessions
        return SessionSet(
          passing.sessions.filter { isFree(need, role: role, resource, in: $0) })
      }
    }
    var found: [Way] = []
    func fill(
      _ session: Int, _ kind: Int, _ left: Int, _ from: Int,
      _ places: [(kind: Int, resource: Int)], _ done: ([(kind: Int, resource: Int)]) -> Void
    ) {
      if left == 0 {
        if kind + 1 == counts.count { return done(places) }
        return fill(session, kind + 1, counts[kind + 1], 0, places, done)
      }
      for resource in from..<max(from, resources.count)
      where able[kind][resource].contains(Session(index: session))
        && !places.contains(where: { $0.resource == resource })
      {
        fill(session, kind, left - 1, resource + 1, places + [(kind, resource)], done)
      }
    }
    func extend(_ day: Int, _ way: Way) {
      if day == 7 {
        if keeps(way, need) { found.append(way) }
        return
      }
      extend(day + 1, way)
      guard way.count < need.visits else { return }
      for session in day * 3..<day * 3 + 3 {
        fill(session, 0, counts[0], 0, []) { extend(day + 1, way + [(session, $0)]) }
      }
    }
    extend(0, [])
    return found
  }

  /// Whether what was dispatched before leaves a place in a session to a resource.
  private func isFree(_ need: Need, role: String?, _ resource: Resource, in session: Session)
    -> Bool
  {
    guard let standing else { return true }
    let own = standing.places.filter { $0.need == need.id && $0.resource == resource.id }
    if let firm = own.first(where: { $0.session == session && standing.isFirm($0) }) {
      return firm.role == role
    }
    return session.index >= standing.begun && !own.contains { $0.state == .refused }
  }

  private func keeps(_ way: Way, _ need: Need) -> Bool {
    let firm = (standing?.places ?? []).filter {
      $0.need == need.id && (standing?.isFirm($0) ?? false)
    }
    let staying = firm.allSatisfy { place in
      way.contains { visit in
        visit.session == place.session.index
          && visit.places.contains { resources[$0.resource].id == place.resource }
      }
    }
    if !staying { return false }
    if !need.allowsPartial, !way.isEmpty, way.count < need.visits { return false }
    // A refusal lifts the pins on the pair.
    let refused = (standing?.places ?? []).filter { $0.need == need.id && $0.state == .refused }
      .map(\.resource)
    return need.pinned.filter { !refused.contains($0.resource) }.allSatisfy { pin in
      let served = way.filter { visit in
        (pin.session.map { $0.index == visit.session } ?? true)
          && visit.places.contains { resources[$0.resource].id == pin.resource }
      }.count
      return served >= (pin.session == nil ? need.pinned.filter { $0 == pin }.count : 1)
    }
  }

  /// Every plan: a way for each need, within the capacities.
  func plans() -> [[Way]] {
    let ways = needs.indices.map(ways)
    var found: [[Way]] = []
    func extend(_ plan: [Way], _ inSession: [Int], _ inWeek: [Int]) {
      if plan.count == needs.count { return found.append(plan) }
      for way in ways[plan.count] {
        var (inSession, inWeek) = (inSession, inWeek)
        for visit in way {
          for place in visit.places {
            inSession[place.resource * 21 + visit.session] += 1
            inWeek[place.resource] += 1
          }
        }
        guard
          resources.indices.allSatisfy({ index in
            inWeek[index] <= resources[index].weekly
              && inSession[index * 21..<index * 21 + 21].allSatisfy {
                $0 <= resources[index].perSession
              }
          })
        else { continue }
        extend(plan + [way], inSession, inWeek)
      }
    }
    extend(
      [], Array(repeating: 0, count: resources.count * 21),
      Array(repeating: 0, count: resources.count))
    return found
  }

  /// The tier values of a plan in their own direction, by the audit's formulas.
  func values(_ plan: [Way]) -> [Int] {
    let values = AuditTierValues(view(plan))
    return tierNames.map { values[$0] }
  }

  /// The tiers that count.
  var tierNames: [TierName] { Audit.tierNames(policy, isFirst: standing == nil) }

  /// Tier values as costs.
  func costs(_ values: [Int]) -> [Int] {
    zip(values, tierNames).map { Audit.isMaximised($1) ? -$0 : $0 }
  }
}

/// A value that a test cannot do without.
struct Missing: Error {}

/// Unwraps a value or ends the test.
func unwrap<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}
