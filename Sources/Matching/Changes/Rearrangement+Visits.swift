import ThreeLists

extension Rearrangement {
  /// Gives a need more visits, as far as there is a way.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - wanted: how many.
  ///   - pairs: its candidates.
  ///   - session: the only session a team may use; nil for all.
  /// - Returns: the visits gained; they stay filled.
  mutating func serve(
    _ need: Int, _ wanted: Int, by pairs: some Collection<Candidates.Pair>,
    teamSession session: Int? = nil
  ) -> Int {
    var gained = 0
    while gained < wanted {
      let isServed =
        task.needs[need].isTeam
        ? addTeamVisit(need, pairs, only: session) : addVisit(need, pairs)
      guard isServed else { break }
      gained += 1
    }
    return gained
  }

  private mutating func addVisit(
    _ need: Int, _ pairs: some Collection<Candidates.Pair>
  ) -> Bool {
    let taken = days(of: need)
    var starts: [Int] = []
    for pair in pairs {
      for session in pair.sessions.sessions where !taken.contains(session.weekday) {
        starts.append(Int(pair.resource) * Session.count + session.index)
      }
    }
    return augment(need: need, kind: 0, starts: starts)
  }

  /// Adds one visit of a team in the first session in which a way is found.
  ///
  /// Which resources take part is decided first, of those with room as many as can be, then the
  /// others' slots are cleared one by one: a way that fails there is not tried with another team.
  private mutating func addTeamVisit(
    _ need: Int, _ pairs: some Collection<Candidates.Pair>, only: Int?
  ) -> Bool {
    let taken = days(of: need)
    for session in Session.all
    where !taken.contains(session.weekday) && (only ?? session.index) == session.index {
      let able = pairs.filter { $0.sessions.contains(session) }
      let roles = task.needs[need].roles
      guard roles.indices.allSatisfy({ kind in able.contains { Int($0.place) == kind } }) else {
        continue
      }
      if fillTeam(need, able, session: session.index) { return true }
    }
    return false
  }

  private mutating func fillTeam(
    _ need: Int, _ able: [Candidates.Pair], session: Int
  ) -> Bool {
    let roles = task.needs[need].roles
    let kinds = roles.indices.flatMap { Array(repeating: $0, count: roles[$0].count) }
    var clearable: [Int: Bool] = [:]
    for pair in able where clearable[Int(pair.resource)] == nil {
      let slot = Int(pair.resource) * Session.count + session
      if hasRoom(slot) { continue }
      let before = mark
      clearable[Int(pair.resource)] = augment(need: need, kind: Int(pair.place), starts: [slot])
      undo(to: before)
    }
    func offers(_ isUsable: (Int) -> Bool) -> [[Int]] {
      kinds.map { kind in
        able.filter { Int($0.place) == kind }.map { Int($0.resource) }.filter(isUsable)
      }
    }
    var matching = TeamMatching(placeCount: kinds.count)
    matching.extend(offers { hasRoom($0 * Session.count + session) })
    matching.extend(
      offers { hasRoom($0 * Session.count + session) || clearable[$0] == true })
    guard matching.isPerfect else { return false }
    let before = mark
    for (place, resource) in matching.members.enumerated() {
      let slot = resource * Session.count + session
      guard augment(need: need, kind: kinds[place], starts: [slot]) else {
        undo(to: before)
        wasBlind = true
        return false
      }
    }
    return true
  }
}

/// Different members for the places of a team, found by augmenting paths (Kuhn 1955).
private struct TeamMatching {
  /// By place; -1 where nobody is found.
  private(set) var members: [Int]

  init(placeCount: Int) { members = Array(repeating: -1, count: placeCount) }

  var isPerfect: Bool { !members.contains(-1) }

  /// Fills what is empty from the offers of each place; places filled stay so.
  mutating func extend(_ offers: [[Int]]) {
    for place in members.indices where members[place] < 0 {
      var seen: Set<Int> = []
      _ = augment(place, offers, &seen)
    }
  }

  private mutating func augment(_ place: Int, _ offers: [[Int]], _ seen: inout Set<Int>) -> Bool {
    for member in offers[place] where seen.insert(member).inserted {
      if let other = members.firstIndex(of: member) {
        guard augment(other, offers, &seen) else { continue }
      }
      members[place] = member
      return true
    }
    return false
  }
}
