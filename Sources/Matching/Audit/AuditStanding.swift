import ThreeLists

/// What a re-dispatch owes to the plan before it, in code of the audit's own.
struct AuditStanding {
  /// A place dispatched before and not refused.
  struct Held {
    let visit: Int
    let place: Int
    let role: String?
    let resource: String
    let session: Int
    /// Whether it has to stay.
    let isFirm: Bool
  }

  /// The sessions that have begun, as bits.
  let begun: UInt32
  /// By need.
  private(set) var held: [String: [Held]] = [:]
  /// By need, the resources that refused it.
  private(set) var refused: [String: Set<String>] = [:]

  init(_ standing: Standing) {
    var begun: UInt32 = 0
    for session in 0..<standing.begun { begun |= 1 << UInt32(session) }
    self.begun = begun
    // A visit that lost a place is not firm, until somebody else has taken the place.
    var seats: [String: (lost: Set<String>, filled: Set<String>)] = [:]
    for place in standing.places {
      let (visit, seat) = ("\(place.need) \(place.visit)", "\(place.place)")
      if place.state == .refused || place.state == .lapsed {
        seats[visit, default: ([], [])].lost.insert(seat)
      } else {
        seats[visit, default: ([], [])].filled.insert(seat)
      }
    }
    for place in standing.places {
      let own = seats["\(place.need) \(place.visit)"]
      let isWhole = own.map { $0.lost.isSubset(of: $0.filled) } ?? true
      if place.state == .refused || place.state == .lapsed {
        refused[place.need, default: []].insert(place.resource)
      } else {
        held[place.need, default: []].append(
          Held(
            visit: place.visit, place: place.place, role: place.role, resource: place.resource,
            session: place.session.index,
            isFirm: isWhole
              && (place.state == .accepted || place.session.index < standing.begun)))
      }
    }
  }

  /// The firm places of a need.
  func firm(_ need: String) -> [Held] { held[need]?.filter(\.isFirm) ?? [] }

  /// Whether a need has firm places.
  func hasFirm(_ need: String) -> Bool { held[need]?.contains(where: \.isFirm) ?? false }

  /// A need with what the standing orders of it.
  func ordering(_ need: Need) -> Need {
    var need = need
    var firm: Set<String> = []
    if let refused = refused[need.id] {
      need.pinned = need.pinned.filter { !refused.contains($0.resource) }
    }
    for place in self.firm(need.id) {
      firm.insert(place.resource)
      let pin = Pin(resource: place.resource, session: Session(index: place.session))
      if !need.pinned.contains(pin) { need.pinned.append(pin) }
    }
    for resource in refused[need.id] ?? []
    where !firm.contains(resource) && !need.banned.contains(resource) {
      need.banned.append(resource)
    }
    need.banned.sort()
    return need
  }

  /// The sessions of a pair of a need with firm places: what has begun is closed but for its firm
  /// places, a resource that refused has these alone, and one with a firm place has no other role
  /// in that session.
  func sessions(_ passing: UInt32, _ need: String, role: String?, _ resource: String) -> UInt32 {
    var left = refused[need]?.contains(resource) ?? false ? 0 : passing & ~begun
    for place in firm(need) where place.resource == resource {
      let bit = UInt32(1) << UInt32(place.session)
      if place.role == role { left |= passing & bit } else { left &= ~bit }
    }
    return left
  }

  /// Whether a place of a plan stays from the plan before.
  func place(_ service: Service) -> Held? {
    held[service.need]?.first {
      $0.resource == service.resource && $0.session == service.session.index
    }
  }

  /// The numbers that the visits of a need must bear, in the order of their sessions.
  func visitNumbers(_ visits: [[Service]]) -> [Int] {
    numbers(visits.map { $0.compactMap { place($0)?.visit }.min() })
  }

  /// The numbers that the places of a visit must bear, in the order of role and resource.
  func placeNumbers(_ visit: [Service]) -> [Int] { numbers(visit.map { place($0)?.place }) }

  /// What stays keeps its number; what does not takes the smallest that is free.
  private func numbers(_ kept: [Int?]) -> [Int] {
    var result = Array(repeating: 0, count: kept.count)
    var used: Set<Int> = []
    for (index, number) in kept.enumerated() {
      guard let number, !used.contains(number) else { continue }
      used.insert(number)
      result[index] = number
    }
    for index in result.indices where result[index] == 0 {
      var number = 1
      while used.contains(number) { number += 1 }
      used.insert(number)
      result[index] = number
    }
    return result
  }
}

extension AuditView {
  /// Whether a place is firm: by need, role, resource and session.
  func isFirm(_ service: Service) -> Bool {
    standing?.place(service).map { $0.isFirm && $0.role == service.role } ?? false
  }

  /// The tiers that the plan has to name.
  var tierNames: [TierName] { Audit.tierNames(policy, isFirst: standing == nil) }

  /// The places that stay with their need, resource and session.
  var keptPlaces: Int {
    guard let standing else { return 0 }
    return rows.count { standing.place($0.service) != nil }
  }

  /// Sessions in which a place of a need filled by a resource would stay from the plan before.
  func keptSessions(_ need: String, _ resource: String) -> UInt32 {
    var mask: UInt32 = 0
    for place in standing?.held[need] ?? [] where place.resource == resource {
      mask |= 1 << UInt32(place.session)
    }
    return mask
  }
}
