import ThreeLists

/// One way in which a plan breaks a rule: facts, from which the command makes sentences.
public struct AuditFinding: Hashable, Sendable {
  /// The rule broken.
  public var rule: AuditRule
  /// The need concerned.
  public var need: String?
  /// The resource concerned.
  public var resource: String?
  /// The identifier of the service concerned, as the plan writes it.
  public var service: String?
  /// The session concerned.
  public var session: Session?
  /// What the lists and the policy ask for.
  public var expected: String
  /// What the plan says.
  public var found: String

  /// A finding by its parts.
  public init(
    rule: AuditRule, need: String? = nil, resource: String? = nil, service: String? = nil,
    session: Session? = nil, expected: String, found: String
  ) {
    self.rule = rule
    self.need = need
    self.resource = resource
    self.service = service
    self.session = session
    self.expected = expected
    self.found = found
  }
}
