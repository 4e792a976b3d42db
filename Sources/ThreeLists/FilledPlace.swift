/// A place of a need with who fills it and when: what a row of the service list decides.
public struct FilledPlace: Hashable, Comparable, Sendable {
  /// The need served.
  public var need: String
  /// The role filled; nil without a team.
  public var role: String?
  /// The resource that comes.
  public var resource: String
  /// The session.
  public var session: Session

  /// A place by its parts.
  public init(need: String, role: String?, resource: String, session: Session) {
    self.need = need
    self.role = role
    self.resource = resource
    self.session = session
  }

  /// What a service decides.
  public init(_ service: Service) {
    self.init(
      need: service.need, role: service.role, resource: service.resource,
      session: service.session)
  }

  /// By need, role, session and resource.
  public static func < (left: FilledPlace, right: FilledPlace) -> Bool {
    (left.need, left.role ?? "", left.session, left.resource)
      < (right.need, right.role ?? "", right.session, right.resource)
  }
}
