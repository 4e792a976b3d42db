import Optimization
import ThreeLists

/// What became of one place when a week was planned again.
public struct PlaceChange: Hashable, Sendable {
  /// What happened.
  public enum Kind: String, Hashable, Sendable {
    /// Dispatched before, now given to another resource or session.
    case moved
    /// Dispatched before, now given to nobody.
    case dropped
    /// Refused, now given to another resource.
    case replaced
    /// Refused, and nobody else comes.
    case lost
    /// Not there before.
    case added
  }

  /// Why a place could not stay.
  public enum Price: Hashable, Sendable {
    /// The best plan in which it stays is worse by that much, or as good.
    case costs(PriceOfCondition)
    /// No plan keeps it beside what is firm: its session has begun, the rules or a limit close it,
    /// or the rest of its team is not to be had.
    case impossible
    /// The time was up.
    case timeUp
    /// Prices were not asked for.
    case notAsked
  }

  /// What happened.
  public var kind: Kind
  /// The place before; nil for one that was not there.
  public var before: StandingPlace?
  /// The place now; nil where nobody comes.
  public var after: Service?
  /// What keeping the place would have cost; nil unless it was moved or dropped, or prices were not
  /// asked for.
  public var price: Price?
}

extension PlaceChange {
  /// What is different from what was dispatched, by need, visit and place.
  ///
  /// A place that stays with its need, resource and session is not among them. A service takes the
  /// stead of the place whose number it bears, else of the first one of its need that has gone.
  ///
  /// - Parameters:
  ///   - task: the task, with the standing before.
  ///   - plan: a plan of the task.
  ///   - priced: whether prices are asked for; without them nothing is solved.
  ///   - timeLeft: bounds each solve for a price; asked before it; nil for no bound.
  /// - Returns: the changes.
  /// - Throws: a fault of ours.
  /// - Complexity: a solve for each place moved or dropped.
  public static func all(
    from task: PlanningTask, to plan: Plan, priced: Bool = true, timeLeft: () -> Duration?
  ) throws(PlanningError) -> [PlaceChange] {
    guard let standing = task.standing else { return [] }
    let variations = PlanVariations(plan, task: task)
    let now = Dictionary(grouping: plan.services, by: \.need)
    let before = Dictionary(grouping: standing.places, by: \.need)
    var changes: [PlaceChange] = []
    for need in Set(now.keys).union(before.keys).sorted() {
      var fresh = now[need] ?? []
      var gone: [StandingPlace] = []
      for place in before[need] ?? [] {
        if !place.state.isBroken, let index = fresh.firstIndex(where: place.isKept) {
          fresh.remove(at: index)
        } else if !place.state.isBroken || standing.isVacant(place) {
          gone.append(place)
        }
      }
      for place in gone {
        let id = place.serviceID(in: task.week)
        let index = fresh.firstIndex { $0.id == id } ?? fresh.indices.first
        let after = index.map { fresh.remove(at: $0) }
        if place.state.isBroken {
          changes.append(
            PlaceChange(
              kind: after == nil ? .lost : .replaced, before: place, after: after,
              price: priced ? nil : .notAsked))
        } else {
          changes.append(
            PlaceChange(
              kind: after == nil ? .dropped : .moved, before: place, after: after,
              price: priced
                ? try variations.price(ofKeeping: place, timeLeft: timeLeft()) : .notAsked))
        }
      }
      changes += fresh.map { PlaceChange(kind: .added, after: $0) }
    }
    return changes
  }
}

extension StandingPlace {
  /// Whether a service is this place, kept.
  public func isKept(_ service: Service) -> Bool {
    service.need == need && service.resource == resource && service.session == session
  }
}

extension PlanVariations {
  /// What the week would lose by keeping a place that it does not keep.
  func price(
    ofKeeping place: StandingPlace, timeLeft: Duration?
  ) throws(PlanningError) -> PlaceChange.Price {
    if let timeLeft, timeLeft <= .zero { return .timeUp }
    guard let demand = task.needs.firstIndex(where: { $0.id == place.need }),
      let supply = task.resources.firstIndex(where: { $0.id == place.resource })
    else { return .impossible }
    var program = builder.program
    program.pins.append(
      AssignmentProgram.Pin(
        demand: demand, supply: supply, session: place.session.index, count: 1))
    switch try outcome(program, timeLeft) {
    case .solved(let solution): return .costs(price(of: solution))
    case .conflict: return .impossible
    case .timeUp: return .timeUp
    }
  }
}
