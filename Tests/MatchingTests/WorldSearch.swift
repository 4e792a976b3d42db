import ThreeLists

/// Whether any plan at all serves given needs so many times: every way tried, one by one.
struct WorldSearch {
  /// One way to serve a visit.
  struct Way: Hashable {
    var session: Int
    var resources: [Int]
  }

  private let lists: SeededLists
  private let weekly: [Int]
  private let perSession: [Int]
  /// For each need and day, the ways that pass every rule.
  let ways: [[[Way]]]
  /// Steps left; a search that uses them up gives no answer.
  private var steps = 0

  init(_ lists: SeededLists) {
    self.lists = lists
    weekly = lists.resources.map(\.weekly)
    perSession = lists.resources.map(\.perSession)
    ways = lists.needs.map { need in
      (0..<7).map { day in
        (day * 3..<day * 3 + 3).flatMap { session in
          WorldSearch.ways(of: need, leavingOut: nil, in: session, lists)
        }
      }
    }
  }

  /// Every set of different resources that can fill the places of a visit in a session.
  static func ways(
    of need: Need, leavingOut role: String?, in session: Int, _ lists: SeededLists
  ) -> [Way] {
    let places: [String?] =
      need.isTeam
      ? need.roles.filter { $0.role != role }
        .flatMap { Array(repeating: $0.role, count: $0.count) } : [nil]
    let open = lists.policy.openSessions(in: SeededLists.week)
    var teams: Set<[Int]> = [[]]
    for place in places {
      let able = lists.resources.indices.filter {
        Eligibility.judge(
          need, role: place, lists.resources[$0], open: open, week: SeededLists.week
        ).sessions.contains(Session(index: session))
      }
      teams = Set(
        teams.flatMap { team in
          able.filter { !team.contains($0) }.map { (team + [$0]).sorted() }
        })
    }
    return teams.sorted { $0.lexicographicallyPrecedes($1) }
      .map { Way(session: session, resources: $0) }
  }

  /// Whether some plan serves each need a number of times that it allows, and all pins hold.
  ///
  /// - Parameters:
  ///   - counts: the numbers of visits allowed, by need; needs that are absent may have any.
  ///   - whole: needs whose 允许部分 = 否 is passed over.
  ///   - occupied: services that take their room and stay.
  ///   - only: the needs to serve; nil for all that have a count or a pin.
  /// - Returns: nil when the search was given up.
  mutating func isFeasible(
    _ counts: [String: ClosedRange<Int>], passingOver whole: Set<String> = [],
    occupied: [(resource: Int, session: Int)] = [], only: Set<String>? = nil
  ) -> Bool? {
    var load: [Int: Int] = [:]
    var week = Array(repeating: 0, count: lists.resources.count)
    for (resource, session) in occupied {
      load[resource * 21 + session, default: 0] += 1
      week[resource] += 1
    }
    steps = 400_000
    let order = lists.needs.indices.filter {
      let need = lists.needs[$0]
      if let only { return only.contains(need.id) }
      return counts[need.id] != nil || !need.pinned.isEmpty
    }
    let found = serve(order[...], counts, whole, &load, &week)
    return steps <= 0 ? nil : found
  }

  private mutating func serve(
    _ order: ArraySlice<Int>, _ counts: [String: ClosedRange<Int>], _ whole: Set<String>,
    _ load: inout [Int: Int], _ week: inout [Int]
  ) -> Bool {
    guard let index = order.first else { return true }
    let need = lists.needs[index]
    let allowed = counts[need.id] ?? 0...need.visits
    return extend(0, [], index, allowed, order.dropFirst(), counts, whole, &load, &week)
  }

  private mutating func extend(
    _ day: Int, _ chosen: [Way], _ index: Int, _ allowed: ClosedRange<Int>,
    _ rest: ArraySlice<Int>, _ counts: [String: ClosedRange<Int>], _ whole: Set<String>,
    _ load: inout [Int: Int], _ week: inout [Int]
  ) -> Bool {
    steps -= 1
    if steps <= 0 { return false }
    let need = lists.needs[index]
    if day == 7 || chosen.count == allowed.upperBound {
      guard allowed.contains(chosen.count), pinsHold(need, chosen) else { return false }
      let parted = !chosen.isEmpty && chosen.count < need.visits && !need.allowsPartial
      if parted, !whole.contains(need.id) { return false }
      return serve(rest, counts, whole, &load, &week)
    }
    for way in ways[index][day] {
      guard
        way.resources.allSatisfy({ hasRoom($0, way.session, load, week) })
      else { continue }
      for resource in way.resources {
        week[resource] += 1
        load[resource * 21 + way.session, default: 0] += 1
      }
      if extend(day + 1, chosen + [way], index, allowed, rest, counts, whole, &load, &week) {
        return true
      }
      for resource in way.resources {
        week[resource] -= 1
        load[resource * 21 + way.session, default: 0] -= 1
      }
    }
    if chosen.count + 6 - day < allowed.lowerBound { return false }
    return extend(day + 1, chosen, index, allowed, rest, counts, whole, &load, &week)
  }

  private func hasRoom(
    _ resource: Int, _ session: Int, _ load: [Int: Int], _ week: [Int]
  ) -> Bool {
    load[resource * 21 + session, default: 0] < perSession[resource]
      && week[resource] < weekly[resource]
  }

  private func pinsHold(_ need: Need, _ chosen: [Way]) -> Bool {
    Set(need.pinned).allSatisfy { pin in
      let asked = pin.session == nil ? need.pinned.count { $0 == pin } : 1
      return chosen.count { way in
        way.resources.contains { lists.resources[$0].id == pin.resource }
          && (pin.session == nil || pin.session?.index == way.session)
      } >= asked
    }
  }
}
