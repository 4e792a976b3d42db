import ThreeLists

/// What the resources of one need have room for: in an empty week, and beside the firm part of a
/// plan.
struct NeedCapacity {
  private let graph: ResidualGraph
  private let index: Int
  private let need: Need
  /// The sessions in which all places of a visit can be filled.
  private let sessions: SessionSet
  private let kinds: [ArraySlice<Candidates.Pair>]
  private let counts: [Int]

  init(_ graph: ResidualGraph, need index: Int, sessions: SessionSet) {
    self.graph = graph
    self.index = index
    need = graph.task.needs[index]
    self.sessions = sessions
    kinds = graph.candidates.kinds(ofNeed: index).map {
      graph.candidates.pairs(ofNeed: index, kind: $0)
    }
    counts = need.isTeam ? need.roles.map(\.count) : [1]
  }

  /// Visits that would have to be served beside those it has: one more, or all.
  private var wanted: Int { need.allowsPartial ? 1 : need.visits }

  /// The counts of one kind of place alone.
  private func alone(_ kind: Int) -> [Int] {
    counts.indices.map { $0 == kind ? counts[$0] : 0 }
  }

  /// What an empty week offers, when it is not enough for more visits than the need has.
  var offer: PlacesOffered? { offer(upTo: residualCount + wanted) }

  /// What stops the last of the visits that lack, where `reason` does not: places that even an empty
  /// week has not, days on which nobody could come; none unless a part may be served.
  func further(beyond reason: UnmetReason) -> [FurtherObstacle] {
    let missing = need.visits - residualCount
    guard need.allowsPartial, missing > 1 else { return [] }
    var found: [FurtherObstacle] = []
    let days = sessions.dayCount
    switch reason {
    case .noCandidate, .roleUnfilled, .fewDays: return []
    case .fewPlaces: break
    default:
      let most = min(need.visits, days)
      if let offer = offer(upTo: most) {
        found.append(
          FurtherObstacle(visits: most - offer.possible, reason: .fewPlaces(offer)))
      }
    }
    if days < need.visits {
      found.append(
        FurtherObstacle(
          visits: need.visits - days, reason: .fewDays(days: days, visits: need.visits)))
    }
    return found
  }

  /// What an empty week offers, when it is less than so many visits.
  private func offer(upTo aim: Int) -> PlacesOffered? {
    func most(_ counts: [Int]) -> Int {
      VisitFit(
        kinds: kinds, counts: counts, sessions: sessions, room: { _, _ in true },
        week: { graph.task.resources[$0].weekly }
      ).most(upTo: aim)
    }
    let possible = most(counts)
    guard possible < aim else { return nil }
    var offer = PlacesOffered(possible: possible, visits: need.visits, role: nil, offered: nil)
    if let kind = counts.indices.first(where: { most(alone($0)) == possible }) {
      offer.role = need.isTeam ? need.roles[kind].role : nil
      offer.offered = kinds[kind].reduce(0) { sum, pair in
        sum
          + min(
            graph.task.resources[Int(pair.resource)].weekly,
            pair.sessions.intersection(sessions).dayCount)
      }
    }
    return offer
  }

  private var residualCount: Int { graph.visits[index].count }

  /// That no visit fits beside the firm part of the plan, or not all; nil when they do.
  func reason(beside firm: FirmPart) -> UnmetReason? {
    let free = sessions.intersection(graph.free[index])
    func most(_ counts: [Int]) -> Int {
      VisitFit(
        kinds: kinds, counts: counts, sessions: free,
        room: { resource, session in
          firm.sessionLoad[resource * Session.count + session.index]
            < graph.task.resources[resource].perSession
        },
        week: { graph.task.resources[$0].weekly - firm.weekLoad[$0] }
      ).most(upTo: wanted)
    }
    let possible = most(counts)
    guard possible < wanted else { return nil }
    let kind = need.isTeam ? counts.indices.first { most(alone($0)) == possible } : nil
    let held = held(kind: kind, free: free, upTo: possible == 0 ? 1 : wanted, firm)
    let role = kind.map { need.roles[$0].role }
    return possible == 0
      ? .placesHeld(role: role, held: held)
      : .allOrNothing(possible: possible, visits: need.visits, role: role, held: held)
  }

  /// What stands in the way of one kind of place, or of all; a week is too short when it has less
  /// left than so many visits and than the days on which the resource has room.
  private func held(
    kind: Int?, free: SessionSet, upTo visits: Int, _ firm: FirmPart
  ) -> HeldPlaces {
    var full: Set<Int> = []
    var weeks: Set<Int> = []
    for (number, pairs) in kinds.enumerated() where kind == nil || kind == number {
      for pair in pairs {
        let resource = Int(pair.resource)
        let row = graph.task.resources[resource]
        var open: [Session] = []
        for session in pair.sessions.intersection(free).sessions {
          let slot = resource * Session.count + session.index
          if firm.sessionLoad[slot] >= row.perSession {
            full.insert(slot)
          } else {
            open.append(session)
          }
        }
        let left = max(0, row.weekly - firm.weekLoad[resource])
        if row.weekly > 0, left < min(visits, Set(open.map(\.weekday)).count) {
          weeks.insert(resource)
        }
      }
    }
    let holders = full.union(weeks.flatMap { firm.slotsOf[$0] })
      .reduce(into: Set<Int>()) { $0.formUnion(firm.holders[$1] ?? []) }
    return HeldPlaces(
      slots: full.sorted().map {
        ResourceSession(
          resource: graph.task.resources[$0 / Session.count].id,
          session: Session(index: $0 % Session.count))
      },
      resources: weeks.sorted().map { graph.task.resources[$0].id },
      holders: holders.sorted().map { graph.task.needs[$0].id })
  }
}
