/// What a report says in sentences, made by whoever renders it, in the report's language.
public struct ReportSentences: Hashable, Sendable {
  /// A tier in words, and how its value is proved.
  public struct Tier: Hashable, Sendable {
    /// What the tier counts.
    public var name: String
    /// How its value is proved.
    public var proof: String

    /// A tier by its sentences.
    public init(name: String, proof: String) {
      self.name = name
      self.proof = proof
    }
  }

  /// Why a need stays unmet, by need.
  public var reasons: [String: String]
  /// Short names of reasons, by code.
  public var reasonNames: [String: String]
  /// One for each tier of the plan, in its order.
  public var tiers: [Tier]

  /// Sentences by their parts.
  public init(reasons: [String: String], reasonNames: [String: String], tiers: [Tier]) {
    self.reasons = reasons
    self.reasonNames = reasonNames
    self.tiers = tiers
  }
}
