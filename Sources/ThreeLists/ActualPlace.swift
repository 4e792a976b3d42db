/// A place that people filled in a past week, as it really happened: whatever the rules say to it.
public struct ActualPlace: Hashable, Sendable {
  /// The row it stands in.
  public var origin: Origin
  /// The need.
  public var need: String
  /// The visit's number within the need, from 1; it may exceed what the need asks for.
  public var visit: Int
  /// The role filled; nil without a team.
  public var role: String?
  /// The resource that came; what stands in the file where the resource list has none of that name.
  public var resource: String
  /// Whether the resource list has it.
  public var isListed: Bool
  /// The session; nil where nobody wrote it down.
  public var session: Session?
  /// Whether it was on time; nil where nobody wrote it down.
  public var isOnTime: Bool?

  /// A place by its parts.
  public init(
    origin: Origin, need: String, visit: Int, role: String?, resource: String, isListed: Bool,
    session: Session?, isOnTime: Bool?
  ) {
    self.origin = origin
    self.need = need
    self.visit = visit
    self.role = role
    self.resource = resource
    self.isListed = isListed
    self.session = session
    self.isOnTime = isOnTime
  }
}
