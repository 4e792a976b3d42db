import ThreeLists

/// How many visits of one need fit into given room, the rest of the plan left as it is: exact, for
/// teams as well.
///
/// A visit takes place in one session with all its places filled by different resources, at most one
/// visit on a day; a resource fills at most as many of them as its week has room for. The days are
/// gone through one by one, each with the sessions that no other of the day dominates; a choice of
/// sessions is possible when augmenting paths fill its places (a flow from places over
/// resource·sessions to resources). A need without a team takes the days greedily: the sets of days
/// that can be served are those of a transversal matroid.
///
/// - Complexity: at most 4⁷ choices of sessions, each O(places · candidates) a place; without a
///   team seven augmentations.
struct VisitFit {
  /// For each day and option, for each place of a visit, the resources that could fill it.
  private let options: [[[[Int]]]]
  private let isTeam: Bool
  /// Visits that each resource's week has room for.
  private let week: (Int) -> Int

  /// - Parameters:
  ///   - kinds: for each kind of place, the pairs of the need that could fill it.
  ///   - counts: places of each kind in a visit; 0 leaves a kind out.
  ///   - sessions: the sessions that count.
  ///   - room: whether a resource has room in a session.
  ///   - week: how many more visits of the week a resource has room for.
  init(
    kinds: [ArraySlice<Candidates.Pair>], counts: [Int], sessions: SessionSet,
    room: (Int, Session) -> Bool, week: @escaping (Int) -> Int
  ) {
    isTeam = counts.reduce(0, +) > 1
    self.week = week
    var options: [[[[Int]]]] = []
    for day in 0..<7 {
      var offers: [[[Int]]] = []
      for part in 0..<3 {
        let session = Session(index: day * 3 + part)
        guard sessions.contains(session) else { continue }
        let able = kinds.map { kind in
          kind.filter { $0.sessions.contains(session) && room(Int($0.resource), session) }
            .map { Int($0.resource) }.filter { week($0) > 0 }
        }
        guard counts.indices.allSatisfy({ able[$0].count >= counts[$0] }) else { continue }
        offers.append(
          counts.indices.flatMap { Array(repeating: able[$0], count: counts[$0]) })
      }
      options.append(counts.reduce(0, +) > 1 ? VisitFit.undominated(offers) : [offers.joined()])
    }
    self.options = options
  }

  /// The most visits that fit, as far as `wanted`.
  func most(upTo wanted: Int) -> Int {
    var best = 0
    if isTeam {
      extend(day: 0, Filling(), served: 0, best: &best, wanted: wanted)
    } else {
      var filling = Filling()
      for day in 0..<7 where best < wanted {
        guard let able = options[day].first?.first, !able.isEmpty else { continue }
        if filling.add([able], visit: day, week: week) { best += 1 }
      }
    }
    return best
  }

  private func extend(
    day: Int, _ filling: Filling, served: Int, best: inout Int, wanted: Int
  ) {
    best = max(best, served)
    guard day < 7, best < wanted, served + 7 - day > best else { return }
    for places in options[day] {
      var next = filling
      guard next.add(places, visit: day, week: week) else { continue }
      extend(day: day + 1, next, served: served + 1, best: &best, wanted: wanted)
    }
    extend(day: day + 1, filling, served: served, best: &best, wanted: wanted)
  }

  /// The options without those in which every place could be filled by no one else than in another.
  private static func undominated(_ options: [[[Int]]]) -> [[[Int]]] {
    var left: [[[Int]]] = []
    for option in options {
      func isWithin(_ one: [[Int]], _ other: [[Int]]) -> Bool {
        zip(one, other).allSatisfy { Set($0).isSubset(of: $1) }
      }
      if left.contains(where: { isWithin(option, $0) }) { continue }
      left.removeAll { isWithin($0, option) }
      left.append(option)
    }
    return left
  }

  /// Places filled so far.
  private struct Filling {
    private var places: [(able: [Int], visit: Int, resource: Int)] = []

    /// Fills the places of one more visit, moving others where need be; false leaves all undone.
    mutating func add(_ visit: [[Int]], visit number: Int, week: (Int) -> Int) -> Bool {
      let before = self
      for able in visit {
        places.append((able, number, -1))
        var seen = Seen()
        if !fill(places.count - 1, week, &seen) {
          self = before
          return false
        }
      }
      return true
    }

    private struct Seen {
      var slots: Set<Int> = []
      var weeks: Set<Int> = []
      var places: Set<Int> = []
    }

    /// Finds a resource for a place along an augmenting path.
    private mutating func fill(
      _ place: Int, _ week: (Int) -> Int, _ seen: inout Seen
    ) -> Bool {
      guard seen.places.insert(place).inserted else { return false }
      let visit = places[place].visit
      for resource in places[place].able where seen.slots.insert(resource * 8 + visit).inserted {
        let held = places.indices.filter { places[$0].resource == resource }
        if let holder = held.first(where: { places[$0].visit == visit }) {
          guard fill(holder, week, &seen) else { continue }
        } else if held.count >= week(resource) {
          guard seen.weeks.insert(resource).inserted,
            held.contains(where: { fill($0, week, &seen) })
          else { continue }
        }
        places[place].resource = resource
        return true
      }
      return false
    }
  }
}

extension [[[Int]]] {
  /// One option of a day for a single place: whoever can come in some session of it.
  fileprivate func joined() -> [[Int]] {
    var all: [Int] = []
    for option in self { all += option.first ?? [] }
    return [Set(all).sorted()]
  }
}
