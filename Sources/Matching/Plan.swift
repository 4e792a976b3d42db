import ThreeLists

/// How a tier's value is proved, as plan.json writes it.
public enum TierProof: String, Hashable, Sendable {
  /// Prices prove it: 已证最优.
  case certificate
  /// The solver closed it, where couplings kept a certificate from closing: 求解器判定最优，未独立核验.
  ///
  /// How the coupled needs are served rests on the solver's word; given that, all else is proved
  /// best.
  case search
  /// Not closed.
  case open
}

/// One tier of a plan: its value in the tier's own direction (`served` and `kept` count up).
public struct TierResult: Hashable, Sendable {
  /// Which tier.
  public var name: TierName
  /// The value.
  public var value: Int
  /// No plan equal in all tiers before is better: what the certificate proves; nil after the first
  /// tier without one.
  public var bound: Int?
  /// How it is proved.
  public var provedBy: TierProof

  /// A tier by its parts.
  public init(name: TierName, value: Int, bound: Int?, provedBy: TierProof) {
    self.name = name
    self.value = value
    self.bound = bound
    self.provedBy = provedBy
  }
}

/// How far a whole plan is proved best.
public enum PlanStatus: String, Hashable, Sendable {
  /// Every tier has a certificate.
  case optimal
  /// Every tier is closed, at least one by search.
  case search
  /// At least one tier is open.
  case gap
}

/// What stops the last of a need's missing visits, where it is not what stops the first.
public struct FurtherObstacle: Hashable, Sendable {
  /// How many visits it stops, at least 1.
  public var visits: Int
  /// Why: ``UnmetReason/fewPlaces(_:)`` or ``UnmetReason/fewDays(days:visits:)``.
  public var reason: UnmetReason

  /// An obstacle by its parts.
  public init(visits: Int, reason: UnmetReason) {
    self.visits = visits
    self.reason = reason
  }
}

/// A need not fully served, with the reason.
public struct Unmet: Hashable, Sendable {
  /// The need.
  public var need: String
  /// Visits that lack, at least 1.
  public var missing: Int
  /// Why the first of them lacks, and all that are not stopped by `further`.
  public var reason: UnmetReason
  /// What stops the last of them, whatever helps the first; first what stops earlier ones.
  public var further: [FurtherObstacle]
  /// The smallest change with which it would be served; nil when it was not looked for.
  public var smallestChange: SmallestChange?
  /// The lowest level that could still find somebody; nil when it was not looked for.
  public var escalation: GridLevel?

  /// An unmet need by its parts.
  public init(
    need: String, missing: Int, reason: UnmetReason, further: [FurtherObstacle] = [],
    smallestChange: SmallestChange? = nil, escalation: GridLevel? = nil
  ) {
    self.need = need
    self.missing = missing
    self.reason = reason
    self.further = further
    self.smallestChange = smallestChange
    self.escalation = escalation
  }
}

/// How far smallest changes were looked for.
public enum ChangesSought: Hashable, Sendable {
  /// Not at all, so nothing is claimed of changes and levels: a plan before that stage.
  case notSearched
  /// For every unmet need.
  case complete
  /// Until a limit ended it: at least one unmet need has no smallest change for that reason.
  case cutOff
}

/// A week's plan: services, what stays unmet, and what is proved of it.
public struct Plan: Hashable, Sendable {
  /// The week planned.
  public var week: Week
  /// The fingerprint of the columns the model reads, the policy, the week and the version.
  public var fingerprint: String
  /// How far it is proved.
  public var status: PlanStatus
  /// Whether a limit, of time or, where none was set, of work, cut the search off.
  public var cutOff: Bool
  /// The tiers in the policy's order.
  public var tiers: [TierResult]
  /// Sorted by need, visit, place.
  public var services: [Service]
  /// Sorted by need.
  public var unmet: [Unmet]
  /// Where the week stood when it was planned again; nil in a first plan.
  public var standing: Standing?
  /// How far smallest changes were looked for.
  public var changesSought: ChangesSought
  /// Whether the plan and its proof alone were asked for: the reason of every unmet need is then
  /// ``UnmetReason/notAsked``, and nothing is claimed of changes and levels.
  public var planOnly: Bool
  /// The proof of its tiers, kept in a file of its own; nil when there is none.
  public var certificate: Certificate?
  /// What an office changed of it by hand; nil for a plan as it was reckoned.
  public var byHand: HandChanges?

  /// A plan by its parts.
  public init(
    week: Week, fingerprint: String, status: PlanStatus, cutOff: Bool, tiers: [TierResult],
    services: [Service], unmet: [Unmet], standing: Standing? = nil,
    changesSought: ChangesSought = .notSearched, planOnly: Bool = false,
    certificate: Certificate? = nil, byHand: HandChanges? = nil
  ) {
    self.week = week
    self.fingerprint = fingerprint
    self.status = status
    self.cutOff = cutOff
    self.tiers = tiers
    self.services = services
    self.unmet = unmet
    self.standing = standing
    self.changesSought = changesSought
    self.planOnly = planOnly
    self.certificate = certificate
    self.byHand = byHand
  }

  /// The run identifier of the service list: the first 12 digits of the fingerprint.
  public var runID: String { String(fingerprint.prefix(12)) }
}
