import ThreeLists

/// A ``SmallestChange`` as JSON.
public struct ChangeDocument: Codable, Hashable, Sendable {
  /// A ``ListChange``: its code and the names that belong to it.
  public struct Change: Codable, Hashable, Sendable {
    /// ``ListChange/code``.
    public var change: String
    /// The resource; absent for `window`.
    public var resource: String?
    /// For `window` and `session`.
    public var session: String?
    /// For `visit`: whether 每周可用 rises by one.
    public var weekly: Bool?
    /// For `visit`: whether 每时段上限 rises by one.
    public var perSession: Bool?
    /// For `window`: whether 最迟日期 moves to the session's day.
    public var extendsDue: Bool?
    /// For `role`.
    public var role: String?
    /// For `skill`.
    public var skill: String?
  }

  /// A ``ServiceMove``.
  public struct Move: Codable, Hashable, Sendable {
    /// The need.
    public var need: String
    /// The place's role; absent without a team.
    public var role: String?
    /// `R003@三上`; absent for a place of a new visit.
    public var from: String?
    /// `R003@三上`; absent for a visit that gives way.
    public var to: String?
  }

  /// None, one or two.
  public var changes: [Change]
  /// How the need is served with them.
  public var witness: [Move]
  /// ``SmallestChange/isExhaustive``.
  public var isExhaustive: Bool

  /// The document of a smallest change.
  public init(_ change: SmallestChange) {
    changes = change.changes.map(Change.init)
    witness = change.witness.map(Move.init)
    isExhaustive = change.isExhaustive
  }

  /// The smallest change, or nil when a fact is missing or no value of ours.
  public var value: SmallestChange? {
    let changes = changes.compactMap(\.value)
    let moves = witness.compactMap(\.value)
    guard changes.count == self.changes.count, moves.count == witness.count else { return nil }
    return SmallestChange(
      changes: changes, witness: moves, isExhaustive: isExhaustive)
  }
}

extension ChangeDocument.Change {
  /// The document of one change.
  public init(_ value: ListChange) {
    change = value.code
    resource = value.resource
    switch value {
    case .visit(_, let weekly, let perSession):
      self.weekly = weekly
      self.perSession = perSession
    case .window(let session, let extendsDue):
      self.session = session.description
      self.extendsDue = extendsDue
    case .session(_, let session): self.session = session.description
    case .area, .category: break
    case .role(_, let role): self.role = role
    case .skill(_, let skill): self.skill = skill
    }
  }

  /// The change, or nil when a fact is missing or no value of ours.
  public var value: ListChange? {
    let session = session.flatMap { Session($0) }
    if change == "window" {
      guard let session, let extendsDue else { return nil }
      return .window(session: session, extendsDue: extendsDue)
    }
    guard let resource else { return nil }
    switch change {
    case "visit":
      guard let weekly, let perSession else { return nil }
      return .visit(resource: resource, weekly: weekly, perSession: perSession)
    case "session": return session.map { .session(resource: resource, session: $0) }
    case "area": return .area(resource: resource)
    case "category": return .category(resource: resource)
    case "role": return role.map { .role(resource: resource, role: $0) }
    case "skill": return skill.map { .skill(resource: resource, skill: $0) }
    default: return nil
    }
  }
}

extension ChangeDocument.Move {
  /// The document of a move.
  public init(_ move: ServiceMove) {
    self.init(
      need: move.need, role: move.role, from: move.from?.description, to: move.to?.description)
  }

  /// The move, or nil when a resource's session has another form.
  public var value: ServiceMove? {
    let from = from.map { ResourceSession($0) }
    let to = to.map { ResourceSession($0) }
    if case .some(.none) = from { return nil }
    if case .some(.none) = to { return nil }
    return ServiceMove(need: need, role: role, from: from ?? nil, to: to ?? nil)
  }
}
