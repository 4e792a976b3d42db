import Matching
import ThreeLists

/// Two needs of one household that are served in the same session: allowed, and worth a warning.
struct DoubleBooking: Encodable, Hashable {
  /// The needs, sorted.
  var needs: [String]
  /// The session, such as 三上.
  var session: String

  /// The double bookings of a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - households: groups of needs that share a telephone or an address.
  /// - Returns: sorted by session, then needs.
  static func find(_ plan: Plan, households: [[String]]) -> [DoubleBooking] {
    if households.isEmpty { return [] }
    var sessions: [String: Set<Session>] = [:]
    for service in plan.services { sessions[service.need, default: []].insert(service.session) }
    var found: [(Session, [String])] = []
    for household in households {
      for session in Session.all {
        let needs = household.filter { sessions[$0]?.contains(session) ?? false }.sorted()
        if needs.count > 1 { found.append((session, needs)) }
      }
    }
    return found.sorted { ($0.0.index, $0.1.first ?? "") < ($1.0.index, $1.1.first ?? "") }
      .map { DoubleBooking(needs: $0.1, session: $0.0.description) }
  }
}
