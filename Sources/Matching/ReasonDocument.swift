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
  /// For `few-days` and `all-or-nothing`.
  public var visits: Int?
  /// For `all-or-nothing`.
  public var possible: Int?
  /// For `sessions-full` and `weeks-full`: `R003@三上`.
  public var slots: [String]?
  /// For `weeks-full`.
  public var resources: [String]?
  /// For `sessions-full` and `weeks-full`.
  public var holders: [String]?
  /// For `role-unfilled`.
  public var role: String?
  /// For `role-unfilled`.
  public var sessions: [String]?
  /// For `higher-tier`.
  public var tier: String?

  /// The document of a reason.
  public init(_ reason: UnmetReason) {
    code = reason.code
    switch reason {
    case .noCandidate(let counts, let nearest):
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
    case .allOrNothing(let possible, let visits):
      self.possible = possible
      self.visits = visits
    case .higherTier(let tier): self.tier = tier.description
    case .cutOff: break
    }
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
      guard let possible, let visits else { return nil }
      return .allOrNothing(possible: possible, visits: visits)
    case "higher-tier": return tier.flatMap { TierName($0) }.map(UnmetReason.higherTier)
    case "cut-off": return .cutOff
    default: return nil
    }
  }

  private var noCandidate: UnmetReason? {
    guard let counts else { return nil }
    let parsed = counts.compactMap { count in
      Rule(rawValue: count.rule).map { RuleCount(rule: $0, resources: count.resources) }
    }
    guard parsed.count == counts.count else { return nil }
    guard let nearest else { return .noCandidate(counts: parsed, nearest: nil) }
    let rules = nearest.rules.compactMap { Rule(rawValue: $0) }
    guard rules.count == nearest.rules.count else { return nil }
    return .noCandidate(
      counts: parsed,
      nearest: NearestMiss(resource: nearest.resource, rules: rules, alike: nearest.alike))
  }

  private var parsedSlots: [ResourceSession]? {
    let parsed = (slots ?? []).compactMap { ResourceSession($0) }
    return parsed.count == slots?.count ? parsed : nil
  }
}
