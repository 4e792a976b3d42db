import ThreeLists

/// An ``UnmetReason`` as JSON: the code, and the facts that belong to it.
public struct ReasonDocument: Codable, Hashable, Sendable {
  /// A rule and how many resources it removed.
  public struct Count: Codable, Hashable, Sendable {
    /// The rule's name.
    public var rule: String
    /// Resources removed.
    public var resources: Int
  }

  /// The nearest miss.
  public struct Nearest: Codable, Hashable, Sendable {
    /// The resource.
    public var resource: String
    /// The rules it fails.
    public var rules: [String]
    /// How many resources fail exactly these.
    public var alike: Int
  }

  /// One of ``UnmetReason/codes``.
  public var code: String
  /// For `no-candidate`.
  public var counts: [Count]?
  /// For `no-candidate`.
  public var nearest: Nearest?
  /// For `few-days`.
  public var days: Int?
  /// For `few-days`, `few-places` and `all-or-nothing`.
  public var visits: Int?
  /// For `few-places` and `all-or-nothing`.
  public var possible: Int?
  /// For `few-places`; absent where several roles together are short.
  public var offered: Int?
  /// For `sessions-full`, `weeks-full`, `places-held` and `all-or-nothing`: `R003@三上`.
  public var slots: [String]?
  /// For `places-held` and `all-or-nothing`: how many slots there are, told or not.
  public var slotCount: Int?
  /// For `weeks-full`, `places-held` and `all-or-nothing`.
  public var resources: [String]?
  /// For `places-held` and `all-or-nothing`: how many resources there are, told or not.
  public var resourceCount: Int?
  /// For `sessions-full`, `weeks-full`, `places-held` and `all-or-nothing`.
  public var holders: [String]?
  /// For `places-held` and `all-or-nothing`: how many holders there are, told or not.
  public var holderCount: Int?
  /// For `role-unfilled`; for `few-places`, `places-held` and `all-or-nothing` where one role is to
  /// blame.
  public var role: String?
  /// For `role-unfilled`.
  public var sessions: [String]?
  /// For `higher-tier`.
  public var tier: String?
  /// For `higher-tier`: by how much the tier would be worse, in its units.
  public var by: Int?
  /// For `higher-tier` and `equal-plan`: the needs that would be served less often.
  public var instead: [String]?

  /// The document of a reason.
  public init(_ reason: UnmetReason) {
    code = reason.code
    switch reason {
    case .noCandidate(let role, let counts, let nearest):
      self.role = role
      self.counts = counts.map { Count(rule: $0.rule.rawValue, resources: $0.resources) }
      self.nearest = nearest.map {
        Nearest(resource: $0.resource, rules: $0.rules.map(\.rawValue), alike: $0.alike)
      }
    case .fewDays(let days, let visits):
      self.days = days
      self.visits = visits
    case .sessionsFull(let slots, let holders):
      self.slots = slots.map(\.description)
      self.holders = holders
    case .weeksFull(let slots, let resources, let holders):
      self.slots = slots.map(\.description)
      self.resources = resources
      self.holders = holders
    case .roleUnfilled(let role, let sessions):
      self.role = role
      self.sessions = sessions.map(\.description)
    case .fewPlaces(let offer):
      possible = offer.possible
      visits = offer.visits
      role = offer.role
      offered = offer.offered
    case .placesHeld(let role, let held):
      self.role = role
      tell(held)
    case .allOrNothing(let possible, let visits, let role, let held):
      self.possible = possible
      self.visits = visits
      self.role = role
      tell(held)
    case .higherTier(let tier, let by, let instead):
      self.tier = tier.description
      self.by = by
      self.instead = instead
    case .equalPlan(let instead): self.instead = instead
    case .unpriced, .cutOff, .byHand, .notAsked: break
    }
  }

  private mutating func tell(_ held: HeldPlaces) {
    slots = held.slots.map(\.description)
    slotCount = held.slotCount
    resources = held.resources
    resourceCount = held.resourceCount
    holders = held.holders
    holderCount = held.holderCount
  }

  /// The reason, or nil when a fact is missing or no value of ours.
  public var reason: UnmetReason? {
    switch code {
    case "no-candidate": return noCandidate
    case "few-days":
      guard let days, let visits else { return nil }
      return .fewDays(days: days, visits: visits)
    case "sessions-full":
      guard let slots = parsedSlots, let holders else { return nil }
      return .sessionsFull(slots: slots, holders: holders)
    case "weeks-full":
      guard let slots = parsedSlots, let resources, let holders else { return nil }
      return .weeksFull(slots: slots, resources: resources, holders: holders)
    case "role-unfilled":
      guard let role, let texts = sessions else { return nil }
      let parsed = texts.compactMap { Session($0) }
      return parsed.count == texts.count ? .roleUnfilled(role: role, sessions: parsed) : nil
    case "all-or-nothing":
      guard let possible, let visits, let held else { return nil }
      return .allOrNothing(possible: possible, visits: visits, role: role, held: held)
    case "few-places":
      guard let possible, let visits else { return nil }
      return .fewPlaces(
        PlacesOffered(possible: possible, visits: visits, role: role, offered: offered))
    case "places-held": return held.map { .placesHeld(role: role, held: $0) }
    case "higher-tier":
      guard let tier = tier.flatMap({ TierName($0) }), let by, let instead else { return nil }
      return .higherTier(tier, by: by, instead: instead)
    case "equal-plan": return instead.map { .equalPlan(instead: $0) }
    case "unpriced": return .unpriced
    case "cut-off": return .cutOff
    case "by-hand": return .byHand
    default: return nil
    }
  }

  private var noCandidate: UnmetReason? {
    guard let counts else { return nil }
    let parsed = counts.compactMap { count in
      Rule(rawValue: count.rule).map { RuleCount(rule: $0, resources: count.resources) }
    }
    guard parsed.count == counts.count else { return nil }
    guard let nearest else { return .noCandidate(role: role, counts: parsed, nearest: nil) }
    let rules = nearest.rules.compactMap { Rule(rawValue: $0) }
    guard rules.count == nearest.rules.count else { return nil }
    return .noCandidate(
      role: role, counts: parsed,
      nearest: NearestMiss(resource: nearest.resource, rules: rules, alike: nearest.alike))
  }

  private var held: HeldPlaces? {
    guard let slots = parsedSlots, let slotCount, let resources, let resourceCount, let holders,
      let holderCount
    else { return nil }
    var held = HeldPlaces(slots: slots, resources: resources, holders: holders)
    // More than are told is no value of ours.
    guard held.slots == slots, held.resources == resources, held.holders == holders else {
      return nil
    }
    held.slotCount = slotCount
    held.resourceCount = resourceCount
    held.holderCount = holderCount
    return held
  }

  private var parsedSlots: [ResourceSession]? {
    let parsed = (slots ?? []).compactMap { ResourceSession($0) }
    return parsed.count == slots?.count ? parsed : nil
  }
}
