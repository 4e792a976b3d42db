/// An assignment program in integers, which knows no need, unit or language.
///
/// Demands ask for visits, supplies fill their places in sessions, tiers say what is best.
///
/// A *visit* of a demand happens in one session and has places of one or several kinds. An *arc*
/// offers one supply for one kind of place of one demand in one session. Which visit of the demand
/// it is does not matter: visits of a demand fall on different days, and are numbered by session.
///
/// Constraints:
/// - each place is filled by one supply; a visit has all its places filled in its session, or none
///   of them is filled; the places of one visit are filled by different supplies;
/// - a demand has at most `visits` visits, at most one on a day (sessions 3d, 3d+1, 3d+2);
/// - a demand marked `wholly` has all its visits or none;
/// - a supply fills at most `perSession` places in a session and `weekly` in the week;
/// - pins.
public struct AssignmentProgram: Hashable, Sendable {
  /// What asks for visits.
  public struct Demand: Hashable, Sendable {
    /// Visits asked for, at least 1.
    public var visits: Int
    /// Whether all visits or none are served.
    public var wholly: Bool
    /// Number of places of each kind in one visit; `[1]` is the plain case, anything else a team.
    public var places: [Int]
    /// The fairness group, 0..<groupCount.
    public var group: Int

    /// A demand by its parts.
    public init(visits: Int, wholly: Bool, places: [Int], group: Int) {
      self.visits = visits
      self.wholly = wholly
      self.places = places
      self.group = group
    }

    /// Whether a visit has more than one place.
    public var isTeam: Bool { places != [1] }
  }

  /// What fills places.
  public struct Supply: Hashable, Sendable {
    /// Places it can fill in the week.
    public var weekly: Int
    /// Places it can fill in one session, at least 1.
    public var perSession: Int
    /// Places it ought to fill in the week; what lacks is the tier `shortfall`.
    public var minimum: Int
    /// The pool whose load it adds to, 0..<poolCount.
    public var pool: Int

    /// A supply by its parts.
    public init(weekly: Int, perSession: Int, minimum: Int, pool: Int) {
      self.weekly = weekly
      self.perSession = perSession
      self.minimum = minimum
      self.pool = pool
    }
  }

  /// One supply for one kind of place of one demand in one session.
  public struct Arc: Hashable, Comparable, Sendable {
    /// Index into `demands`.
    public var demand: Int32
    /// Index into that demand's `places`.
    public var place: Int32
    /// Index into `supplies`.
    public var supply: Int32
    /// 0..<21.
    public var session: Int32

    /// An arc by its four indexes.
    public init(demand: Int32, place: Int32, supply: Int32, session: Int32) {
      self.demand = demand
      self.place = place
      self.supply = supply
      self.session = session
    }

    /// By demand, place, supply, session.
    public static func < (left: Arc, right: Arc) -> Bool {
      (left.demand, left.place, left.supply, left.session)
        < (right.demand, right.place, right.supply, right.session)
    }
  }

  /// At least `count` places of a demand are filled by a supply (in one session, when given).
  public struct Pin: Hashable, Sendable {
    /// Index into `demands`.
    public var demand: Int
    /// Index into `supplies`.
    public var supply: Int
    /// The session, or nil for any.
    public var session: Int?
    /// Places, at least 1; 1 when a session is given.
    public var count: Int

    /// A pin by its parts.
    public init(demand: Int, supply: Int, session: Int?, count: Int) {
      self.demand = demand
      self.supply = supply
      self.session = session
      self.count = count
    }
  }

  /// What asks for visits.
  public var demands: [Demand]
  /// What fills places.
  public var supplies: [Supply]
  /// Number of fairness groups.
  public var groupCount: Int
  /// Number of pools.
  public var poolCount: Int
  /// Every permitted arc, in ascending order, without repetition.
  public var arcs: [Arc]
  /// Pins, all of which hold in every solution.
  public var pins: [Pin]
  /// The order in which demands are filled by the greedy plan: lower classes first.
  public var demandClass: [Int]
  /// The tiers, most important first.
  public var tiers: [Tier]

  /// A program by its parts.
  public init(
    demands: [Demand], supplies: [Supply], groupCount: Int, poolCount: Int, arcs: [Arc],
    pins: [Pin], demandClass: [Int], tiers: [Tier]
  ) {
    self.demands = demands
    self.supplies = supplies
    self.groupCount = groupCount
    self.poolCount = poolCount
    self.arcs = arcs
    self.pins = pins
    self.demandClass = demandClass
    self.tiers = tiers
  }

  /// The place of an arc among `arcs`; nil for one that is not permitted.
  ///
  /// - Complexity: O(log arcs).
  public func index(of arc: Arc) -> Int? {
    let place = arcs.lowerBound(of: arc)
    return place < arcs.count && arcs[place] == arc ? place : nil
  }
}

extension Array where Element: Comparable {
  /// In ascending order, how many come before a value.
  func lowerBound(of value: Element) -> Int {
    var begin = 0
    var end = count
    while begin < end {
      let middle = (begin + end) / 2
      if self[middle] < value { begin = middle + 1 } else { end = middle }
    }
    return begin
  }
}

/// One tier of the objective: an integer cost that is minimised before any later tier counts.
///
/// The value of a solution is `constant` plus the sum of its parts; an empty array adds nothing.
public struct Tier: Hashable, Sendable {
  /// What messages and tests call it.
  public var name: String
  /// Added to every solution's value.
  public var constant: Int = 0
  /// Cost of each visit served, by demand.
  public var perVisit: [Int] = []
  /// Cost of each visit served, by its session (21 entries).
  public var perSession: [Int] = []
  /// Cost of each place filled, by arc.
  public var perArc: [Int] = []
  /// Cost 1 for each place that a supply's load lacks to its minimum.
  public var shortfall: Bool = false
  /// For each group the cost of its k-th unmet visit, k = 1 first; non-decreasing, as many as the
  /// group's demands ask for together.
  public var perUnmet: [[Int]] = []
  /// For each pool the cost of the k-th place it fills, k = 1 first; non-decreasing, as many as
  /// the weekly capacities of its supplies together.
  public var perLoad: [[Int]] = []

  /// A tier that costs nothing yet.
  public init(name: String) { self.name = name }

  /// Whether it prices nothing but visits by their demands.
  var pricesVisitsAlone: Bool {
    !perVisit.isEmpty && perSession.isEmpty && perArc.isEmpty && !shortfall && perUnmet.isEmpty
      && perLoad.isEmpty
  }
}
