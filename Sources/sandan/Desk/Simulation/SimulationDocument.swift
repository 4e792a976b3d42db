import Matching
import ThreeLists

/// What `simulate --format json` prints.
struct SimulationDocument: Encodable {
  /// A figure as output names it.
  struct Named {
    var name: String
    var chinese: String
    /// Nil for all classes together, or where there are none.
    var priorityClass: Int?
    var figure: Simulation.Figure

    /// Whether it counts visits.
    var isVisits: Bool {
      switch figure {
      case .kept, .served: true
      case .refusals, .moves: false
      }
    }
  }

  /// Every figure, in the order in which they are told.
  static let figures: [Named] = {
    let classes: [Int?] = Array(0..<ClassRules.count) + [nil]
    return classes.map {
      Named(name: "kept", chinese: "不改派办成", priorityClass: $0, figure: .kept($0))
    }
      + classes.map {
        Named(name: "served", chinese: "改派后办成", priorityClass: $0, figure: .served($0))
      } + [
        Named(name: "refusals", chinese: "拒单", figure: .refusals),
        Named(name: "moves", chinese: "另发", figure: .moves),
      ]
  }()

  struct Statistics: Encodable {
    /// Exact: the mean is this over the number of runs.
    var sum: Int
    /// Rounded to the nearest.
    var mean: String
    /// Absent for a single run.
    var standardError: String?
    var least: Int
    /// By nearest rank.
    var quantile5: Int
    var median: Int
    var quantile95: Int
    var greatest: Int

    init(_ sample: Sample) {
      sum = Int(sample.sum)
      mean = sample.mean(places: SimulationText.places)
      standardError = sample.standardError(places: SimulationText.places)
      least = sample.least
      quantile5 = sample.quantile(percent: 5)
      median = sample.quantile(percent: 50)
      quantile95 = sample.quantile(percent: 95)
      greatest = sample.quantile(percent: 100)
    }
  }

  struct Figure: Encodable {
    var name: String
    var priorityClass: Int?
    var statistics: Statistics
    /// More than in the first policy, run by run; absent in the first.
    var beyondFirst: Statistics?
  }

  struct Member: Encodable {
    /// Absent for the built-in policy.
    var policy: String?
    var status: String
    var fingerprint: String
    /// Visits by class.
    var requested: [Int]
    var planned: [Int]
    var places: Int
    var figures: [Figure]
  }

  struct Rate: Encodable {
    var resource: String?
    var unit: String?
    var numerator: Int
    var denominator: Int
  }

  var formatVersion = 1
  var week: String
  var seed: UInt64
  var runs: Int
  var rounds: Int
  var rates: [Rate]
  var policies: [Member]

  init(_ result: SimulationResult) {
    week = result.week.description
    seed = result.seed
    runs = result.simulations[0].runs.count
    rounds = result.rounds
    func rate(_ value: Probability, resource: String? = nil, unit: String? = nil) -> Rate {
      Rate(
        resource: resource, unit: unit, numerator: value.numerator,
        denominator: value.denominator)
    }
    rates =
      result.rates.byResource.sorted { $0.key < $1.key }.map { rate($0.value, resource: $0.key) }
      + result.rates.byUnit.sorted { $0.key < $1.key }.map { rate($0.value, unit: $0.key) }
      + [rate(result.rates.standard)]
    policies = result.simulations.enumerated().map { number, simulation in
      Member(
        policy: result.names[number], status: simulation.status.rawValue,
        fingerprint: simulation.task.fingerprint, requested: simulation.requested,
        planned: simulation.planned, places: simulation.places,
        figures: SimulationDocument.figures.map { named in
          Figure(
            name: named.name, priorityClass: named.priorityClass,
            statistics: Statistics(simulation.sample(named.figure)),
            beyondFirst: number == 0
              ? nil
              : Statistics(
                simulation.sample(named.figure, beyond: result.simulations[0])))
        })
    }
  }
}
