import ThreeLists

/// A base and its scenarios, planned, with figures and differences.
public struct Comparison: Hashable, Sendable {
  /// The base or a scenario.
  public struct Member: Hashable, Sendable {
    /// 0 for the base, then from 1 in the order of the file.
    public var number: Int
    /// The scenario; nil for the base.
    public var scenario: Scenario?
    /// The folder of its plan within that of the comparison; nil where it is not written.
    public var folder: String?
    /// Its lists, policy and week.
    public var task: PlanningTask
    /// How far its plan is proved.
    public var status: PlanStatus
    /// What it comes to.
    public var figures: ScenarioFigures
    /// Against the base; nil for the base.
    public var difference: ScenarioDifference?

    /// Tiers that the base has too, in this member's order, with the change of each.
    public func tierChanges(since base: Member) -> [(String, Int)] {
      let before = Dictionary(
        base.figures.tiers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      return figures.tiers.compactMap { tier in
        before[tier.name].map { (tier.name.description, tier.value - $0) }
      }
    }
  }

  /// The base first, then the scenarios in the order of the file.
  public let members: [Member]

  /// The base.
  public var base: Member { members[0] }

  /// Compares plans.
  ///
  /// - Parameters:
  ///   - base: the base's plan.
  ///   - scenarios: the scenarios with their plans.
  ///   - folder: the folder of the plan of a number; nil where it is not written.
  public init(
    base: ScenarioPlan, scenarios: [(Scenario, ScenarioPlan)], folder: (Int) -> String?
  ) {
    func member(
      _ number: Int, _ scenario: Scenario?, _ plan: ScenarioPlan, _ other: ScenarioDifference?
    ) -> Member {
      Member(
        number: number, scenario: scenario.map { $0.naming(plan.addedRows) },
        folder: folder(number), task: plan.task,
        status: plan.plan.status, figures: ScenarioFigures(plan.plan, task: plan.task),
        difference: other)
    }
    members =
      [member(0, nil, base, nil)]
      + scenarios.enumerated().map { index, pair in
        member(
          index + 1, pair.0, pair.1,
          ScenarioDifference(
            base: base.plan, base.task, scenario: pair.1.plan, pair.1.task))
      }
  }
}

extension Scenario {
  /// The scenario whose visits where they count most are known.
  fileprivate func naming(_ rows: [String]) -> Scenario {
    var scenario = self
    for index in effects.indices where effects[index].kind == .bestVisits {
      scenario.effects[index].resources = rows
    }
    return scenario
  }
}
