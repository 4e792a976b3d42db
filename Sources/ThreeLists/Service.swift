/// How a place came to be filled (派单方式).
public enum Method: String, Hashable, Sendable, CaseIterable {
  /// 优化: the optimiser chose it.
  case optimized = "优化"
  /// 指定: a pin asked for it.
  case pinned = "指定"
  /// 续派: kept from an earlier plan.
  case kept = "续派"
  /// 人工: entered by hand.
  case manual = "人工"
}

/// A place filled: one row of the service list.
public struct Service: Hashable, Sendable {
  /// Stable: made of week, need, visit and place.
  public var id: String
  /// The need served.
  public var need: String
  /// The visit's number within the need, from 1, by session in a first plan.
  public var visit: Int
  /// The role filled; nil without a team.
  public var role: String?
  /// Whether it leads the team (the first place of the first role); true without a team.
  public var leads: Bool
  /// The resource that comes.
  public var resource: String
  /// The resource's unit.
  public var unit: String
  /// The day.
  public var date: Day
  /// The session.
  public var session: Session
  /// How the place came to be filled.
  public var method: Method
  /// The resource's position in the resident's choice, from 1; nil when the need made no choice
  /// or the resource is not in it.
  public var choiceRank: Int?
  /// The distance level, 0...4.
  public var distance: Int

  /// A service by its parts.
  public init(
    id: String, need: String, visit: Int, role: String?, leads: Bool, resource: String,
    unit: String, date: Day, session: Session, method: Method, choiceRank: Int?, distance: Int
  ) {
    self.id = id
    self.need = need
    self.visit = visit
    self.role = role
    self.leads = leads
    self.resource = resource
    self.unit = unit
    self.date = date
    self.session = session
    self.method = method
    self.choiceRank = choiceRank
    self.distance = distance
  }
}
