/// A figure of a period, with what is behind it.
public struct Figure: Hashable, Sendable {
  /// A part of what a figure is about.
  public enum Part: String, CaseIterable, Hashable, Sendable {
    /// Counts for the numerator, and so for the denominator.
    case counted
    /// Counts for the denominator only.
    case others
    /// Not yet due: counts for neither.
    case waiting
  }

  /// A subject behind a figure.
  public struct Row: Hashable, Sendable {
    /// The identifier of a need, an order, a place, a grid or a unit.
    public var id: String
    /// The part to which it belongs.
    public var part: Part
    /// The fact by which it does.
    public var fact: FigureFact
    /// The entry of the ledger that sent the order out; nil for what is no order.
    public var seq: Int?
    /// The need of an order or a place.
    public var need: String?
    /// The resource that had the order.
    public var resource: String?
    /// What it carried or got, of a fairness figure: places or visits.
    public var carried: Int?
    /// Its weight in hundredths, or the visits it asked for.
    public var weight: Int?
  }

  /// Which.
  public let name: FigureName
  /// The numerator.
  public let numerator: Int
  /// The denominator; 0 where there is nothing to reckon.
  public let denominator: Int
  /// What is not yet due, in neither.
  public let waiting: Int
  /// The subjects behind it, in the order of identifiers.
  public let rows: [Row]

  /// A figure that counts its rows.
  init(_ name: FigureName, counting rows: [Row]) {
    self.name = name
    self.rows = rows
    numerator = rows.count { $0.part == .counted }
    denominator = rows.count { $0.part != .waiting }
    waiting = rows.count { $0.part == .waiting }
  }

  /// How near shares are to those that weights give.
  ///
  /// Σ min(cᵢ·W, wᵢ·C) out of C·W, where cᵢ is what
  /// one carried, wᵢ its weight, C and W their sums. It is 1 less the part of what was carried that
  /// would have to change hands (Hoover's index).
  init(_ name: FigureName, sharing shares: [Row], waiting: [Row]) {
    self.name = name
    let carried = shares.reduce(0) { $0 + ($1.carried ?? 0) }
    let weight = shares.reduce(0) { $0 + ($1.weight ?? 0) }
    rows =
      shares.map { share in
        let isBeyond = (share.carried ?? 0) * weight > (share.weight ?? 0) * carried
        var share = share
        share.part = isBeyond ? .others : .counted
        share.fact = isBeyond ? .beyondShare : .withinShare
        return share
      } + waiting
    numerator = shares.reduce(0) {
      $0 + min(($1.carried ?? 0) * weight, ($1.weight ?? 0) * carried)
    }
    denominator = carried * weight
    self.waiting = waiting.count
  }

  /// Tenths of a per cent, halves rounded up; nil where the denominator is 0.
  public var tenths: Int? {
    denominator == 0 ? nil : (2000 * numerator + denominator) / (2 * denominator)
  }

  /// `87.5%`; `—` where there is nothing to reckon.
  public var percentage: String { tenths.map { "\($0 / 10).\($0 % 10)%" } ?? "—" }
}
