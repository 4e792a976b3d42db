import Matching
import ThreeLists

/// Which answers may promise what they offer, so that no two of them promise the same place.
///
/// A smallest change is proved for each need by itself: the same free place may serve either of two
/// needs, and the same visit may give way to either. Needs are taken in the order of their class, of
/// the day on which they were reported, and of their identifier. A promise is kept if what its
/// witness moves leaves alone every need that an earlier promise moves, and if all moves together
/// stay within what each resource can do in a session and in the week. Then one plan serves all
/// needs that are promised a place.
struct AnswerPromises {
  /// The needs that are promised their place.
  private(set) var needs: Set<String> = []

  private var moved: Set<String> = []
  private var weekly: [String: Int] = [:]
  private var inSession: [ResourceSession: Int] = [:]
  private let limits: [String: (weekly: Int, perSession: Int)]

  /// The promises of a plan.
  ///
  /// - Complexity: linear in services and witnesses, and what sorting takes.
  init(_ material: PageMaterial) {
    limits = Dictionary(
      material.resources.map { ($0.id, ($0.weekly, $0.perSession)) },
      uniquingKeysWith: { first, _ in first })
    for service in material.plan.services {
      count(ResourceSession(resource: service.resource, session: service.session), 1)
    }
    let byID = material.needByID
    let offered = material.plan.unmet.compactMap { unmet in
      AnswerPromises.windows(unmet.smallestChange) == nil
        ? nil : byID[unmet.need].map { (unmet, $0) }
    }
    let sorted = offered.sorted { left, right in
      let classes = material.policy.classes
      let (first, second) = (
        classes.priorityClass(of: left.1), classes.priorityClass(of: right.1)
      )
      return (first, left.1.reportedOn, left.1.id) < (second, right.1.reportedOn, right.1.id)
    }
    for (unmet, need) in sorted { take(unmet.smallestChange?.witness ?? [], of: need.id) }
  }

  /// The sessions in which a resident would have to have time, where nothing else is asked for; nil
  /// where something else is, or nothing at all.
  static func windows(_ change: SmallestChange?) -> [Session]? {
    guard let change, change.isFound, !change.changes.isEmpty else { return nil }
    let sessions = change.changes.compactMap { change -> Session? in
      guard case .window(let session, _) = change else { return nil }
      return session
    }
    return sessions.count == change.changes.count ? sessions : nil
  }

  /// Promises a need its place if nothing promised before stands against it.
  private mutating func take(_ witness: [ServiceMove], of need: String) {
    let own = Set(witness.map(\.need))
    guard own.isDisjoint(with: moved) else { return }
    let before = (weekly, inSession)
    for move in witness {
      if let from = move.from { count(from, -1) }
      if let to = move.to { count(to, 1) }
    }
    let isWithin = witness.compactMap(\.to).allSatisfy { place in
      guard let limit = limits[place.resource] else { return false }
      return weekly[place.resource, default: 0] <= limit.weekly
        && inSession[place, default: 0] <= limit.perSession
    }
    guard isWithin else {
      (weekly, inSession) = before
      return
    }
    moved.formUnion(own)
    needs.insert(need)
  }

  private mutating func count(_ place: ResourceSession, _ step: Int) {
    weekly[place.resource, default: 0] += step
    inSession[place, default: 0] += step
  }
}
