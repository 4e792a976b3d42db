import ThreeLists

/// Of what one more visit is told.
public enum MarginalSubject: String, CaseIterable, Hashable, Sendable {
  /// A unit and a category or role of its resources; the row is that of the resource of the unit with
  /// which most is gained.
  case unitCategory = "unit-category"
  /// A resource with all that it does.
  case resource
  /// A category or role in a session, by a newcomer.
  case session
}

/// Visits from a number to a number that are each worth the same.
public struct MarginalStep: Hashable, Sendable {
  /// The first of them, from 1.
  public var first: Int
  /// The last of them.
  public var last: Int
  /// By class what each of them serves more.
  public var gain: [Int]

  /// A step by its parts.
  public init(first: Int, last: Int, gain: [Int]) {
    self.first = first
    self.last = last
    self.gain = gain
  }
}

/// What more visits would serve: differences of optima.
public struct MarginalValue: Hashable, Sendable {
  /// The visits, as a row more in the resource list.
  public var added: AddedVisits
  /// The unit of the row.
  public var unit: String
  /// For one more visit, two, three, …: by class what is served more than without any.
  public var gains: [[Int]]
  /// Runs of visits of the same worth, from the first visit on.
  public var steps: [MarginalStep]
  /// The first visit from which on nothing more is served, however many there are; nil where that is
  /// not known.
  public var endsAt: Int?
  /// The weakest proof of the optima compared.
  public var proof: TierProof

  /// By class what all visits of its steps serve more.
  public var total: [Int] {
    steps.reduce(Array(repeating: 0, count: ClassRules.count)) { sum, step in
      zip(sum, step.gain).map { $0 + $1 * (step.last - step.first + 1) }
    }
  }

  /// The order of rank: by what one visit serves in class 0, in class 1, …, then what two serve, and so
  /// on; then by unit, capability, sessions, resource.
  static func precedes(_ left: MarginalValue, _ right: MarginalValue) -> Bool {
    for (one, other) in zip(left.gains, right.gains) where one != other {
      return other.lexicographicallyPrecedes(one)
    }
    return left.key.lexicographicallyPrecedes(right.key)
  }

  private var key: [String] {
    let session = added.sessions.sessions.first?.index ?? 0
    return [
      unit, added.capability.map { ($0.isRole ? "1" : "0") + $0.code } ?? "",
      session < 10 ? "0\(session)" : "\(session)", added.resource ?? "",
    ]
  }
}

/// What a unit, a resource or a session is worth: what is lost when it drops out.
public struct DropOutValue: Hashable, Sendable {
  /// What drops out.
  public var dropOut: DropOut
  /// By class what is served less.
  public var loss: [Int]
  /// How many entries of 指定 fall with it.
  public var pinsLifted: Int
  /// The weaker proof of the two optima.
  public var proof: TierProof
}

/// The marginal values of a week.
public struct MarginalReport: Hashable, Sendable {
  /// What the lists as they are serve.
  public var base: ServedCounts
  /// By class, visits asked for.
  public var requested: [Int]
  /// Best first; those with which nothing is gained by as many visits as were tried are left out.
  public var values: [MarginalValue] = []
  /// Rows with which nothing is gained.
  public var idle = 0
  /// Rows not tried, as the time was up.
  public var skipped = 0
  /// What is lost by what drops out, most first; losses of nothing are left out.
  public var dropOuts: [DropOutValue] = []
  /// Drop-outs that cost nothing.
  public var idleDropOuts = 0
  /// Drop-outs not tried, as the time was up.
  public var skippedDropOuts = 0
  /// Drop-outs with which the other pins cannot all hold, so that there is no plan to compare.
  public var impossibleDropOuts: [DropOut] = []
}
