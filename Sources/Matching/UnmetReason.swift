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

/// Resource·sessions and weeks that stand in a need's way as a plan stands, with those who hold
/// them: the first ``mostTold`` of each, and how many there are.
///
/// Only the *firm* part of the plan counts: visits of needs of the need's class and higher ones, and
/// visits of lower classes that their pins keep.
public struct HeldPlaces: Hashable, Sendable {
  /// The most slots, resources and holders that are named.
  public static let mostTold = 60

  /// Slots in which the resource fills 每时段上限 firm places, sorted.
  public var slots: [ResourceSession]
  /// How many such slots there are.
  public var slotCount: Int
  /// Resources with a slot of room whose firm week has too little left, sorted: nothing, where no
  /// visit fits; else less than all visits need and than the days on which there is a slot of room.
  public var resources: [String]
  /// How many such resources there are.
  public var resourceCount: Int
  /// Needs with a firm place in one of the slots, or anywhere at one of the resources, sorted; the
  /// need itself may be among them.
  public var holders: [String]
  /// How many such needs there are.
  public var holderCount: Int

  /// All of them, cut to the first ``mostTold``.
  public init(slots: [ResourceSession], resources: [String], holders: [String]) {
    self.slots = Array(slots.prefix(HeldPlaces.mostTold))
    slotCount = slots.count
    self.resources = Array(resources.prefix(HeldPlaces.mostTold))
    resourceCount = resources.count
    self.holders = Array(holders.prefix(HeldPlaces.mostTold))
    holderCount = holders.count
  }
}

/// What the week offers a need at most, were nobody else served.
public struct PlacesOffered: Hashable, Sendable {
  /// The visits that can be served: as many as fit into an empty week.
  public var possible: Int
  /// The visits asked for.
  public var visits: Int
  /// The role whose places alone allow no more, first among the need's; nil when it takes several
  /// of them together, and without a team.
  public var role: String?
  /// Places that the resources for this role can fill in the week, without a team all candidates.
  ///
  /// It is the sum over them of the smaller of 每周可用 and the days on which they can come.
  /// Nil when it takes several roles together.
  public var offered: Int?

  /// An offer by its parts.
  public init(possible: Int, visits: Int, role: String?, offered: Int?) {
    self.possible = possible
    self.visits = visits
    self.role = role
    self.offered = offered
  }
}

/// Why a need is not fully served: the closed table of the design, as data.
public enum UnmetReason: Hashable, Sendable {
  /// Rules removed every resource; how many each rule removed, and the nearest miss. Of a team it
  /// speaks of the first `role` that nobody passes for; other needs name none.
  case noCandidate(role: String?, counts: [RuleCount], nearest: NearestMiss?)
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
  /// Even in an empty week no more visits could be served: those who could come offer too few
  /// places, or not on days that go together.
  case fewPlaces(PlacesOffered)
  /// As the plan stands no visit fits: with those of equal or higher class, and those that pins
  /// keep, where they are, the places of the role (for nil: of all roles together, or of the need's
  /// only place) cannot be filled on a free day. Weaker than a tight set: it says nothing of moves.
  case placesHeld(role: String?, held: HeldPlaces)
  /// 允许部分 = 否: of `visits` visits only `possible`, at least one, would fit beside the firm part
  /// of the plan, so none is served.
  case allOrNothing(possible: Int, visits: Int, role: String?, held: HeldPlaces)
  /// There would be room, but every plan that serves the need once more (with 允许部分 = 否: wholly)
  /// is worse in this tier, by at least `by`, and better in none before it. In a week without couplings
  /// that is exact, and `instead` names the needs that the best such plan serves less often, at most
  /// ``HeldPlaces/mostTold`` of them; in others it is what the certificate proves, and nobody is named.
  case higherTier(TierName, by: Int, instead: [String])
  /// A plan equally good in every tier serves the need once more, and `instead` less often; among
  /// equals the order of identifiers decided.
  case equalPlan(instead: [String])
  /// There would be room, so a tier that the policy puts before the need's class stands against it;
  /// which one is not proved: couplings leave the certificate's bound too low, or let only the first
  /// ``mostPriced`` such needs be priced, or the time was up.
  case unpriced
  /// The plan was cut off by a limit: no claim that it could not be served.
  case cutOff
  /// The plan was changed by hand: no claim that it could not be served.
  case byHand
  /// The plan alone was asked for (``Plan/planOnly``): no claim that it could not be served.
  case notAsked

  /// The most needs of a plan with couplings for which the certificate is asked for a price.
  public static let mostPriced = 32

  /// The code that unmet.csv writes.
  public var code: String {
    switch self {
    case .noCandidate: "no-candidate"
    case .fewDays: "few-days"
    case .sessionsFull: "sessions-full"
    case .weeksFull: "weeks-full"
    case .roleUnfilled: "role-unfilled"
    case .fewPlaces: "few-places"
    case .placesHeld: "places-held"
    case .allOrNothing: "all-or-nothing"
    case .higherTier: "higher-tier"
    case .equalPlan: "equal-plan"
    case .unpriced: "unpriced"
    case .cutOff: "cut-off"
    case .byHand: "by-hand"
    case .notAsked: "not-asked"
    }
  }

  /// All codes, in the order of the table.
  public static let codes = [
    "no-candidate", "few-days", "sessions-full", "weeks-full", "role-unfilled", "few-places",
    "places-held", "all-or-nothing", "higher-tier", "equal-plan", "unpriced", "cut-off",
    "by-hand", "not-asked",
  ]

  /// Whether it says why; of a need without that neither change nor level is told.
  public var isExplained: Bool { self != .cutOff && self != .byHand && self != .notAsked }
}
