extension CertificateWays {
  /// The smallest cost of the places of a visit that cuts touch, with what they make of the visit;
  /// nil when the places cannot all be filled.
  ///
  /// What a cut makes of a visit depends on all who come at once, so that the cheapest for each
  /// place need not be the cheapest together.
  func cheapestTeam(
    in session: Int, wanted: Set<Int>, _ cuts: CertificateNeedCuts
  ) -> CertificateVector? {
    guard let (chosen, seats) = seated(in: session, wanted: wanted) else { return nil }
    var cost = CertificateVector(width: leaf.width)
    var inner = cuts.empty(in: session)
    for position in chosen {
      addPlace(position, in: session, to: &cost)
      cuts.fill(position, in: session, &inner)
    }
    let missing = need.places.reduce(0, +) - chosen.count
    let members = members(than: chosen, in: session, missing: missing, cuts)
    let teams = CertificateTeams(members, missing: missing, cuts)
    return teams.cheapest(from: .init(cost: cost, inner: inner, seats: seats)) {
      self.isCandidate($0, kind: $1, session: session)
    }
  }

  /// Those others who may be in the cheapest team, in the order of their own cost.
  ///
  /// Of those who can fill the same kinds of place and count alike in every cut, none is chosen
  /// before a cheaper one, so as many of them as places are free are enough.
  private func members(
    than chosen: [Int], in session: Int, missing: Int, _ cuts: CertificateNeedCuts
  ) -> [CertificateTeams.Member] {
    var members: [CertificateTeams.Member] = []
    var alike: [[Int128]: Int] = [:]
    let none = cuts.empty(in: session).map { _ in Int128(0) }
    let others = others(than: chosen, in: session)
    for position in others.sorted(by: { precedes($0, $1, session: session) }) {
      var inner = none
      cuts.fill(position, in: session, &inner)
      let kinds = need.places.indices.map { kind -> Int128 in
        isCandidate(position, kind: kind, session: session) ? 1 : 0
      }
      guard alike[inner + kinds, default: 0] < missing else { continue }
      alike[inner + kinds, default: 0] += 1
      var cost = CertificateVector(width: leaf.width)
      addPlace(position, in: session, to: &cost)
      members.append(.init(position: position, cost: cost, inner: inner))
    }
    return members
  }
}

/// All teams that can fill the places of a visit which are still free.
///
/// Members are in the order of their own cost. A team that is not whole yet costs at least what the
/// next members cost by themselves and what cuts make of the least that they could count; where that is
/// no less than the best known, neither it nor what comes after it has to be looked at, since prices
/// of cuts are not below zero.
struct CertificateTeams {
  /// One who can fill a place.
  struct Member {
    let position: Int
    /// What a place costs that he fills.
    let cost: CertificateVector
    /// By cut, what he adds to what is divided.
    let inner: [Int128]
  }

  /// A team as far as it is chosen.
  struct Part {
    var cost: CertificateVector
    var inner: [Int128]
    var seats: CertificateSeats
    fileprivate var size = 0
    /// The next member to be tried.
    fileprivate var next = 0

    init(cost: CertificateVector, inner: [Int128], seats: CertificateSeats) {
      (self.cost, self.inner, self.seats) = (cost, inner, seats)
    }
  }

  private let members: [Member]
  /// By member and cut, the least that he or one after him adds.
  private let leastInner: [[Int128]]
  private let missing: Int
  private let cuts: CertificateNeedCuts

  init(_ members: [Member], missing: Int, _ cuts: CertificateNeedCuts) {
    self.members = members
    self.missing = missing
    self.cuts = cuts
    var least = members.map(\.inner)
    for index in least.indices.dropLast().reversed() {
      least[index] = zip(least[index], least[index + 1]).map { min($0, $1) }
    }
    leastInner = least
  }

  /// The smallest cost of a whole team; nil when there is none.
  func cheapest(from start: Part, able: (Int, Int) -> Bool) -> CertificateVector? {
    if missing == 0 { return whole(start) }
    var best: CertificateVector?
    // A stack of its own: a team may have more members than a thread's stack has room for.
    var parts = [start]
    while var part = parts.popLast() {
      guard part.next + missing - part.size <= members.count, mayBeat(best, part) else { continue }
      var more = part
      part.next += 1
      parts.append(part)
      let member = members[more.next]
      guard more.seats.seat(member.position, able: able) else { continue }
      more.cost.add(member.cost)
      for cut in more.inner.indices { more.inner[cut] += member.inner[cut] }
      more.size += 1
      more.next += 1
      if more.size < missing {
        parts.append(more)
      } else {
        let cost = whole(more)
        if best.map({ cost < $0 }) ?? true { best = cost }
      }
    }
    return best
  }

  private func whole(_ part: Part) -> CertificateVector {
    var cost = part.cost
    cuts.add(visit: part.inner, to: &cost)
    return cost
  }

  /// Whether a team made of a part and of members not tried yet may cost less than the best known.
  private func mayBeat(_ best: CertificateVector?, _ part: Part) -> Bool {
    guard let best else { return true }
    let left = missing - part.size
    var least = part
    for member in members[part.next..<part.next + left] { least.cost.add(member.cost) }
    for cut in least.inner.indices {
      least.inner[cut] += Int128(left) * leastInner[part.next][cut]
    }
    return whole(least) < best
  }
}
