import ThreeLists

/// What of a need its own part of a bound depends on.
///
/// A class, since every bound goes through all of them: copying one would count seven lists.
final class CertificateNeed: Sendable {
  /// Its place in the list.
  let index: Int
  /// Most visits a plan can give it: those asked for, at most one on a day.
  let mostVisits: Int
  /// The numbers of visits it may have, as bits, before pins and decisions.
  let visitNumbers: UInt8
  /// Places of one visit, by kind.
  let places: [Int]
  /// The resources that can fill some place, in the order of the list, with the sessions in which they can.
  let able: [AuditCandidate]
  /// For each of them and each kind of place, the sessions in which it can fill one; empty where there is
  /// one kind.
  private let sessionsOfKinds: [UInt32]
  /// For each of them, how far its home is.
  let distances: [UInt8]
  /// For each of them, its position in the resident's choice less the choice's length; empty where nobody was
  /// chosen.
  private let choices: [Int32]
  /// Who came last, by position; nil where that is none of them.
  private let previous: Int?
  /// For each of them, the sessions in which its place would stay from the plan before; empty for a
  /// first plan.
  let keptSessions: [UInt32]
  /// Pins to a session.
  let sessionPins: [(resource: Int, session: Int)]
  /// Pins to a resource in any session, by resource, with the visits each asks for.
  let barePins: [(resource: Int, visits: Int)]
  /// Whether a pin asks for more than there can be.
  let isImpossible: Bool
  let priorityClass: Int
  /// Days from the report to the week's Monday, as the tier `waited` counts them.
  let days: Int
  let area: Int
  /// Whether it has one place a visit, and nothing is asked or left of it that few needs have: see
  /// ``CertificatePlainWays``.
  let isPlain: Bool

  /// The tiers of one place.
  struct PlaceCost: Sendable {
    let choice: Int
    let continuity: Int
    let distance: Int
  }

  /// The largest number of combinations of bare pins that are followed; see <doc:CertificateFormat>.
  static let mostCombinations = 256

  /// - Parameters:
  ///   - view: the lists.
  ///   - index: the need's.
  ///   - grounds: where homes and needs are.
  init(_ view: AuditView, _ index: Int, on grounds: CertificateGrounds) {
    let need = view.needs[index]
    self.index = index
    mostVisits = min(need.visits, 7)
    visitNumbers =
      need.allowsPartial
      ? UInt8((1 << (mostVisits + 1)) - 1) : need.visits <= 7 ? 1 | 1 << UInt8(need.visits) : 1
    places = need.roles.isEmpty ? [1] : need.roles.map(\.count)
    let kinds = view.candidates(index)
    if kinds.count == 1 {
      able = kinds[0]
      sessionsOfKinds = []
    } else {
      let all = Set(kinds.joined().map(\.resource)).sorted()
      let position = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
      var masks = Array(repeating: UInt32(0), count: all.count * kinds.count)
      for (kind, candidates) in kinds.enumerated() {
        for candidate in candidates {
          guard let own = position[candidate.resource] else { continue }
          masks[own * kinds.count + kind] = candidate.sessions
        }
      }
      able = all.enumerated().map { number, resource in
        AuditCandidate(
          resource: resource,
          sessions: masks[number * kinds.count..<(number + 1) * kinds.count].reduce(0, |))
      }
      sessionsOfKinds = masks
    }
    let length = need.requested.count
    let grid = GridCodes.Wanted(need.grid)
    distances = able.map { grounds.distance(of: $0.resource, to: grid) }
    choices =
      length == 0
      ? []
      : able.map {
        Int32(
          (need.requested.firstIndex(of: view.resources[$0.resource].id) ?? length) - length)
      }
    let able = able
    previous = need.previous.flatMap { name in
      able.firstIndex { view.resources[$0.resource].id == name }
    }
    keptSessions =
      view.standing == nil
      ? []
      : able.map { view.keptSessions(need.id, view.resources[$0.resource].id) }
    // As nearly all are.
    let pins =
      need.pinned.isEmpty
      ? CertificatePins() : CertificatePins(need, resourceIndex: view.resourceIndex)
    (sessionPins, barePins, isImpossible) = (pins.inSession, pins.bare, pins.isImpossible)
    isPlain =
      sessionPins.isEmpty && barePins.isEmpty && !isImpossible && keptSessions.isEmpty
      && (need.roles.isEmpty || places == [1])
    priorityClass = view.priorityClass(need)
    days = min(999, max(0, view.plan.week.monday.ordinal - need.reportedOn.ordinal))
    area = grounds.areas[index]
  }
}

/// The pins of a need, by the lists' indexes.
private struct CertificatePins {
  private(set) var inSession: [(resource: Int, session: Int)] = []
  private(set) var bare: [(resource: Int, visits: Int)] = []
  private(set) var isImpossible = false

  init() {}

  init(_ need: Need, resourceIndex: [String: Int]) {
    var inSession: Set<[Int]> = []
    var bare: [Int: Int] = [:]
    for pin in need.pinned {
      guard let resource = resourceIndex[pin.resource] else { continue }
      if let session = pin.session {
        inSession.insert([resource, session.index])
      } else {
        bare[resource, default: 0] += 1
      }
    }
    self.inSession = inSession.map { (resource: $0[0], session: $0[1]) }
    isImpossible = bare.values.contains { $0 > min(need.visits, 7) }
    var combinations = 1
    for (resource, visits) in bare.sorted(by: { $0.key < $1.key })
    where !isImpossible && combinations * (visits + 1) <= CertificateNeed.mostCombinations {
      combinations *= visits + 1
      self.bare.append((resource, visits))
    }
  }
}

/// Where homes and needs are, to be asked for need after need and pair after pair.
///
/// A class, of which each thread makes one of its own: threads that hold the same arrays would count the references
/// to them against each other, for every need.
final class CertificateGrounds {
  /// For each need, its fairness area.
  let areas: [Int]
  private let homes: GridCodes
  /// The distance by the number of digits that both codes begin with.
  private let byShared: [UInt8]
  private let unknown: UInt8

  init(homes: GridCodes, areas: [Int], levels: GridLevels) {
    self.homes = homes
    self.areas = areas
    byShared = (0...max(0, levels.grid)).map { UInt8(AuditEligibility.distance($0, levels)) }
    unknown = UInt8(AuditEligibility.distance(nil, levels))
  }

  /// How far a resource's home is from a grid.
  func distance(of resource: Int, to grid: GridCodes.Wanted) -> UInt8 {
    guard let shared = homes.sharedLength(at: resource, with: grid) else { return unknown }
    // More digits than a grid's code has say no more.
    return byShared[min(shared, byShared.count - 1)]
  }
}

extension CertificateNeed {
  /// The resource at a position.
  func resource(_ position: Int) -> Int { able[position].resource }

  /// The position of a resource.
  func position(_ resource: Int) -> Int? { able.firstIndex { $0.resource == resource } }

  /// The sessions in which the resource at a position can fill a kind of place.
  func sessions(_ position: Int, kind: Int) -> UInt32 {
    sessionsOfKinds.isEmpty
      ? able[position].sessions : sessionsOfKinds[position * places.count + kind]
  }

  /// What a place filled by the resource at a position costs, before scales.
  func placeCost(_ position: Int) -> PlaceCost {
    PlaceCost(
      choice: choices.isEmpty ? 0 : Int(choices[position]),
      continuity: previous == position ? -1 : 0, distance: Int(distances[position]))
  }

  /// Whether nobody was chosen, nor has anybody who might come come before: who comes matters by distance alone.
  var asksForNobody: Bool { choices.isEmpty && previous == nil }

  /// Whether a place filled in a session by one of its resources, told by position, would stay from
  /// the plan before.
  func stays(_ position: Int, in session: Int) -> Bool {
    !keptSessions.isEmpty && keptSessions[position] >> UInt32(session) & 1 != 0
  }
}

extension AuditView {
  /// Whether the visits or places of a need hang together, so that it is not served place by place:
  /// a team, several visits all or nothing, or pins that leave the session and some visits open.
  func isCoupled(_ index: Int) -> Bool {
    let need = needs[index]
    if need.roles.map(\.count).reduce(0, +) > 1 || (!need.allowsPartial && need.visits > 1) {
      return true
    }
    let bare = need.pinned.filter { $0.session == nil }
    if bare.isEmpty { return false }
    return bare.count < need.pinned.count || bare.count != need.visits
      || Set(bare.map(\.resource)).count > 1
  }

  /// Decisions that leave each coupled need only the way in which the plan serves it.
  var couplingsAsTheyAre: [Int: CertificateDecisions] {
    var all: [Int: CertificateDecisions] = [:]
    for index in needs.indices where isCoupled(index) {
      var own = CertificateDecisions()
      let count = visits[index].count
      if count > 0 { own.decide(.visits, high: true, at: count) }
      own.decide(.visits, high: false, at: count + 1)
      for row in visits[index].flatMap(\.rows).map({ rows[$0] }) {
        // A role that the need has not fills no place of it.
        let place = AuditView.place(of: row.service, in: needs[index])
        guard let resource = row.resource, place < max(1, needs[index].roles.count) else {
          continue
        }
        own.decide(
          .service(session: row.service.session.index, resource: resource, place: place),
          high: true, at: 1)
      }
      all[index] = own
    }
    return all
  }
}

/// The decisions of a tree about one need: for each quantity, the smallest and the largest number
/// it may have.
struct CertificateDecisions {
  /// What a branch splits by, with the lists' indexes.
  enum Quantity: Hashable {
    case visits
    case session(Int)
    case service(session: Int, resource: Int, place: Int)
  }

  /// The numbers of each quantity decided about, the latest decision last.
  private(set) var ranges: [Quantity: [(least: Int, most: Int)]] = [:]

  /// Splits off the plans with less than a number, or with as many or more.
  mutating func decide(_ quantity: Quantity, high: Bool, at: Int) {
    var range = ranges[quantity]?.last ?? (least: 0, most: Int.max)
    if high { range.least = max(range.least, at) } else { range.most = min(range.most, at - 1) }
    ranges[quantity, default: []].append(range)
  }

  /// Takes the latest decision about a quantity back.
  mutating func retract(_ quantity: Quantity) {
    ranges[quantity]?.removeLast()
    if ranges[quantity]?.isEmpty ?? false { ranges[quantity] = nil }
  }
}
