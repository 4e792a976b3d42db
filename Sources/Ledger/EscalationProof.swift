import ThreeLists

/// Why a need went up a level: the plan that found that nobody at its level can serve it.
public struct EscalationProof: Hashable, Sendable {
  /// The week of the plan.
  public let week: Week
  /// The plan's run.
  public let run: String
  /// The code of the reason that the plan proved.
  public let reason: String
  /// The visits that lacked.
  public let missing: Int

  /// A proof by its parts.
  public init(week: Week, run: String, reason: String, missing: Int) {
    self.week = week
    self.run = run
    self.reason = reason
    self.missing = missing
  }

  /// The proof that an entry of kind `escalated` names; nil when it names none.
  init?(_ entry: Entry) {
    guard let week = entry.week, let run = entry.body["run"]?.text,
      let reason = entry.body["proof"]?.text, let missing = entry.body["missing"]?.number
    else { return nil }
    self.init(week: week, run: run, reason: reason, missing: missing)
  }

  /// What the entry's body says of it.
  public var body: [String: JSONValue] {
    ["run": .text(run), "proof": .text(reason), "missing": .number(missing)]
  }
}
