import ThreeLists

/// A plan played many times against refusals.
public struct Simulation: Hashable, Sendable {
  /// The plan's lists, policy and week.
  public let task: PlanningTask
  /// How far the plan is proved.
  public let status: PlanStatus
  /// Visits asked for, by class.
  public let requested: [Int]
  /// Visits that the plan serves if nobody refuses, by class.
  public let planned: [Int]
  /// Places of the plan.
  public let places: Int
  /// The runs in their order.
  public let runs: [SimulationRun]

  /// What is asked of a run.
  public enum Figure: Hashable, Sendable {
    /// Visits of a class that take place without re-dispatch; nil for all classes together.
    case kept(Int?)
    /// Visits of a class that take place with it; nil for all classes together.
    case served(Int?)
    /// Places refused.
    case refusals
    /// Orders sent out anew.
    case moves
  }

  /// The observations of a figure.
  public func sample(_ figure: Figure) -> Sample { Sample(values(figure)) }

  /// How much more of a figure there was than in another simulation, run by run: both met the same
  /// refusals.
  public func sample(_ figure: Figure, beyond other: Simulation) -> Sample {
    Sample(zip(values(figure), other.values(figure)).map { $0 - $1 })
  }

  private func values(_ figure: Figure) -> [Int] {
    runs.map { run in
      switch figure {
      case .kept(let number): number.map { run.kept[$0] } ?? run.kept.reduce(0, +)
      case .served(let number): number.map { run.served[$0] } ?? run.served.reduce(0, +)
      case .refusals: run.refusals
      case .moves: run.moves
      }
    }
  }
}
