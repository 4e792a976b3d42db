/// How likely it is that a resource refuses to come, once for each visit it is asked to.
public struct RefusalRates: Hashable, Sendable {
  /// By resource; they go before those of units.
  public var byResource: [String: Probability]
  /// By unit.
  public var byUnit: [String: Probability]
  /// Of everybody else.
  public var standard: Probability

  /// Rates by their parts.
  public init(
    byResource: [String: Probability] = [:], byUnit: [String: Probability] = [:],
    standard: Probability = .zero
  ) {
    self.byResource = byResource
    self.byUnit = byUnit
    self.standard = standard
  }

  /// The rate of a resource.
  public func rate(of resource: String, unit: String) -> Probability {
    byResource[resource] ?? byUnit[unit] ?? standard
  }
}
