/// What became of a place that was dispatched.
public enum StandingState: String, CaseIterable, Hashable, Sendable {
  /// 已派: the unit has not answered yet.
  case dispatched = "已派"
  /// 已接: the unit has promised to come.
  case accepted = "已接"
  /// 拒单: the unit has refused.
  case refused = "拒单"
  /// 超时未接: the unit let the limit pass without an answer; like a refusal, for this week.
  case lapsed = "超时未接"

  /// Whether the place has to go to somebody else.
  public var isBroken: Bool { self == .refused || self == .lapsed }
}

/// A place dispatched in an earlier plan of the same week, and what became of it.
public struct StandingPlace: Hashable, Comparable, Sendable {
  /// The row it stands in.
  public var origin: Origin
  /// The need.
  public var need: String
  /// The visit's number within the need, from 1.
  public var visit: Int
  /// The place's number within the visit, from 1.
  public var place: Int
  /// The role filled; nil without a team.
  public var role: String?
  /// The resource sent.
  public var resource: String
  /// The session.
  public var session: Session
  /// What became of it.
  public var state: StandingState

  /// A place by its parts.
  public init(
    origin: Origin, need: String, visit: Int, place: Int, role: String?, resource: String,
    session: Session, state: StandingState
  ) {
    self.origin = origin
    self.need = need
    self.visit = visit
    self.place = place
    self.role = role
    self.resource = resource
    self.session = session
    self.state = state
  }

  /// 服务单号 of the place: made of week, need, visit and place.
  public func serviceID(in week: Week) -> String { "\(week)-\(need)-\(visit)-\(place)" }

  /// By need, visit, place; a refused place after the one that took its number.
  public static func < (left: StandingPlace, right: StandingPlace) -> Bool {
    (left.need, left.visit, left.place, left.rank, left.resource, left.session)
      < (right.need, right.visit, right.place, right.rank, right.resource, right.session)
  }

  private var rank: Int { state.isBroken ? 1 : 0 }
}

/// Where a week stands when it is planned again: what was dispatched, accepted and refused, and how
/// much of the week has begun.
///
/// A place is **firm** when its unit has accepted it or its session has begun: it stays. A visit that
/// has lost a place to a refusal, or to silence, has to be made whole again, perhaps in another
/// session, so none of its places is firm. Places that are not firm may move, at a price (tier
/// `kept`). Who has refused a need, or let it lapse, is not asked for it again.
public struct Standing: Hashable, Sendable {
  /// Sorted; no two places that were not refused share need, visit and place.
  public let places: [StandingPlace]
  /// Sessions of the week that have begun, counted from 一上, in 0...21.
  public let begun: Int
  /// Visits with a refused place that nobody has taken since.
  private let broken: Set<VisitKey>

  private struct VisitKey: Hashable {
    let need: String
    let visit: Int
  }

  /// A standing of places in any order.
  ///
  /// - Precondition: `begun` is in 0...21.
  public init(places: [StandingPlace], begun: Int) {
    precondition((0...Session.count).contains(begun), "a week has 21 sessions")
    self.places = places.sorted()
    self.begun = begun
    let taken = Set(
      places.filter { !$0.state.isBroken }.map { [$0.need, "\($0.visit)", "\($0.place)"] })
    var broken: Set<VisitKey> = []
    for place in places where place.state.isBroken {
      if !taken.contains([place.need, "\(place.visit)", "\(place.place)"]) {
        broken.insert(VisitKey(need: place.need, visit: place.visit))
      }
    }
    self.broken = broken
  }

  /// Whether nobody has taken a refused place since; of two refusals of one place the later row counts.
  public func isVacant(_ place: StandingPlace) -> Bool {
    !places.contains {
      ($0.need, $0.visit, $0.place) == (place.need, place.visit, place.place)
        && (!$0.state.isBroken || place < $0)
    }
  }

  /// Whether a visit has a refused place that nobody has taken since.
  public func isBroken(need: String, visit: Int) -> Bool {
    broken.contains(VisitKey(need: need, visit: visit))
  }

  /// How many sessions of a week have begun: mornings at 8:00, afternoons at 13:00, evenings at
  /// 18:00.
  public static func begun(in week: Week, at moment: Moment) -> Int {
    Session.all.prefix { session in
      Moment(day: week.day(of: session), minute: [480, 780, 1080][session.part]) <= moment
    }.count
  }

  /// How many sessions of a week are over: a morning or an afternoon when the next session begins, an
  /// evening with its day.
  public static func over(in week: Week, at moment: Moment) -> Int {
    Session.all.prefix { session in
      let end = [780, 1080, Moment.minutesOfDay][session.part]
      let day = week.day(of: session)
      return end < Moment.minutesOfDay
        ? Moment(day: day, minute: end) <= moment : day < moment.day
    }.count
  }

  /// The sessions that have not begun.
  public var ahead: SessionSet {
    SessionSet(rawValue: SessionSet.all.rawValue & ~((1 << UInt32(begun)) - 1))
  }

  /// Whether a place stays whatever else changes.
  public func isFirm(_ place: StandingPlace) -> Bool {
    guard !place.state.isBroken, !isBroken(need: place.need, visit: place.visit) else {
      return false
    }
    return place.state == .accepted || place.session.index < begun
  }

  /// The places of each need that were not refused.
  public var current: [String: [StandingPlace]] {
    Dictionary(grouping: places.filter { !$0.state.isBroken }, by: \.need)
  }

  /// What the standing says of each need with a firm place.
  public var ofNeedsWithFirmPlaces: [String: NeedStanding] {
    Dictionary(grouping: places, by: \.need).filter { $0.value.contains(where: isFirm) }
      .mapValues { NeedStanding(self, own: $0) }
  }

  /// The needs with what the standing orders: a pin for each firm place, 回避 for whoever refused a
  /// need and has no firm place in it, and no other pin on whoever refused.
  ///
  /// Applied to its own result it changes nothing.
  public func applied(to needs: [Need]) -> [Need] {
    let byNeed = Dictionary(grouping: places, by: \.need)
    return needs.map { need in
      guard let own = byNeed[need.id] else { return need }
      var need = need
      let firm = own.filter(isFirm)
      let refused = Set(own.filter { $0.state.isBroken }.map(\.resource))
      need.pinned.removeAll { refused.contains($0.resource) }
      for place in firm {
        let pin = Pin(resource: place.resource, session: place.session)
        if !need.pinned.contains(pin) { need.pinned.append(pin) }
      }
      for resource in refused.subtracting(firm.map(\.resource))
      where !need.banned.contains(resource) {
        need.banned.append(resource)
      }
      need.banned.sort()
      return need
    }
  }
}

/// What a standing says of one need, for whoever looks at its pairs.
public struct NeedStanding: Hashable, Sendable {
  /// The firm places.
  public let firm: [StandingPlace]
  /// Resources that refused the need and have a firm place in it: they get no other.
  public let closed: Set<String>
  /// The sessions that have not begun.
  public let ahead: SessionSet

  /// What a standing says of a need.
  public init(_ standing: Standing, own: [StandingPlace]) {
    firm = own.filter(standing.isFirm)
    let firmResources = Set(firm.map(\.resource))
    closed = Set(own.filter { $0.state.isBroken }.map(\.resource))
      .intersection(firmResources)
    ahead = standing.ahead
  }

  /// The sessions of a pair when firm places are reckoned with.
  ///
  /// - Parameters:
  ///   - sessions: those that pass every rule but that they may have begun.
  ///   - role: the role of the place; nil without a team.
  ///   - resource: the resource.
  /// - Returns: sessions ahead, and those of firm places of the pair; never one in which a firm
  ///   place has the resource in another role.
  public func sessions(
    _ sessions: SessionSet, role: String?, resource: String
  ) -> SessionSet {
    var left = closed.contains(resource) ? [] : sessions.intersection(ahead)
    for place in firm where place.resource == resource {
      if place.role == role {
        if sessions.contains(place.session) { left.insert(place.session) }
      } else {
        left.subtract(SessionSet([place.session]))
      }
    }
    return left
  }
}
