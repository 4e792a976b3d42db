import ThreeLists

/// How many resources a rule removed.
public struct RuleCount: Hashable, Sendable {
  /// The rule.
  public var rule: Rule
  /// Resources that failed it (a resource may fail several).
  public var resources: Int

  /// A count by its parts.
  public init(rule: Rule, resources: Int) {
    self.rule = rule
    self.resources = resources
  }
}

/// A resource that fails as few rules as any.
public struct NearestMiss: Hashable, Sendable {
  /// The resource, smallest identifier among equals.
  public var resource: String
  /// The rules it fails, in the order of `Rule`.
  public var rules: [Rule]
  /// How many resources fail exactly these rules.
  public var alike: Int

  /// A nearest miss by its parts.
  public init(resource: String, rules: [Rule], alike: Int) {
    self.resource = resource
    self.rules = rules
    self.alike = alike
  }
}

/// A resource's session that a tight set names.
public struct ResourceSession: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The resource.
  public var resource: String
  /// The session.
  public var session: Session

  /// A resource's session.
  public init(resource: String, session: Session) {
    self.resource = resource
    self.session = session
  }

  /// A resource's session by its text, `R003@三上`; nil when the text has another form.
  public init?(_ text: String) {
    guard let at = text.lastIndex(of: "@"), at != text.startIndex,
      let session = Session(String(text[text.index(after: at)...]))
    else { return nil }
    self.init(resource: String(text[..<at]), session: session)
  }

  /// `R003@三上`.
  public var description: String { "\(resource)@\(session)" }

  /// By resource, then session.
  public static func < (left: ResourceSession, right: ResourceSession) -> Bool {
    (left.resource, left.session) < (right.resource, right.session)
  }
}

/// Why a need is not fully served: the closed table of the design, as data.
public enum UnmetReason: Hashable, Sendable {
  /// Rules removed every resource; how many each rule removed, and the nearest miss.
  case noCandidate(counts: [RuleCount], nearest: NearestMiss?)
  /// Candidates exist on `days` weekdays only, fewer than the visits asked for.
  case fewDays(days: Int, visits: Int)
  /// Every resource·session that could serve is full, and so is every one its holders could move
  /// to; all holders are of equal or higher class, or pinned.
  case sessionsFull(slots: [ResourceSession], holders: [String])
  /// As before, but some of the set are full by their week though a session has room.
  case weeksFull(slots: [ResourceSession], resources: [String], holders: [String])
  /// The places of one role cannot be filled in any of the sessions in which those of the other
  /// roles can.
  case roleUnfilled(role: String, sessions: [Session])
  /// 允许部分 = 否: `possible` of `visits` visits could be served, so none is.
  case allOrNothing(possible: Int, visits: Int)
  /// The served tier of the need's class is closed: one more visit of it, beside all others of its
  /// class and with the tiers before unharmed, would beat a value proved best. Something of equal
  /// or higher rank would have to give way.
  case higherTier(TierName)
  /// The plan was cut off by a limit: no claim that it could not be served.
  case cutOff

  /// The code that unmet.csv writes.
  public var code: String {
    switch self {
    case .noCandidate: "no-candidate"
    case .fewDays: "few-days"
    case .sessionsFull: "sessions-full"
    case .weeksFull: "weeks-full"
    case .roleUnfilled: "role-unfilled"
    case .allOrNothing: "all-or-nothing"
    case .higherTier: "higher-tier"
    case .cutOff: "cut-off"
    }
  }

  /// All codes, in the order of the table.
  public static let codes = [
    "no-candidate", "few-days", "sessions-full", "weeks-full", "role-unfilled", "all-or-nothing",
    "higher-tier", "cut-off",
  ]
}
