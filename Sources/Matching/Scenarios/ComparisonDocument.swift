import Foundation
import ThreeLists

/// comparison.json: scenarios, their figures and what sets them apart from the base, versioned.
public struct ComparisonDocument: Codable, Hashable, Sendable {
  /// The version of the format that this program writes.
  public static let currentFormatVersion = 1

  /// The format's version.
  public var formatVersion: Int
  /// The version of the program.
  public var programVersion: String
  /// The week, such as 2026-W48.
  public var week: String
  /// The fingerprint of the base.
  public var fingerprint: String
  /// The base first, then the scenarios in the order of the file.
  public var plans: [Entry]

  /// One plan of the comparison.
  public struct Entry: Codable, Hashable, Sendable {
    /// 0 for the base, then from 1.
    public var number: Int
    /// The scenario's name; absent for the base.
    public var name: String?
    /// The folder that holds the plan; absent where it was not written.
    public var folder: String?
    /// The fingerprint of its lists, policy and week.
    public var fingerprint: String
    /// `optimal`, `search` or `gap`.
    public var status: String
    /// What the changes did; absent for the base.
    public var changes: [Change]?
    /// What it comes to.
    public var figures: Figures
    /// Against the base; absent for the base.
    public var difference: Difference?
  }

  /// A `ScenarioEffect`.
  public struct Change: Codable, Hashable, Sendable {
    /// The change's key in the scenario file.
    public var kind: String
    /// Its line there.
    public var line: Int
    /// Needs whose rows are added, left out or changed.
    public var needs: [String]
    /// Resources whose rows are added, left out or changed.
    public var resources: [String]
    /// Needs of which a pin was given up.
    public var unpinned: [String]
  }

  /// Asked for and served.
  public struct Share: Codable, Hashable, Sendable {
    /// Asked for.
    public var requested: Int
    /// Served.
    public var served: Int
    /// Not served.
    public var unmet: Int

    init(_ share: ScenarioFigures.Share) {
      requested = share.requested
      served = share.served
      unmet = share.unmet
    }
  }

  /// A ``ScenarioFigures``.
  public struct Figures: Codable, Hashable, Sendable {
    /// Visits.
    public var visits: Share
    /// Visits by class, 0 first.
    public var classes: [Share]
    /// Needs served wholly.
    public var wholly: Int
    /// Needs not served wholly.
    public var unmetNeeds: Int
    /// Places of needs with a 点单, and those filled from their list.
    public var choice: Share
    /// Places filled.
    public var services: Int
    /// Sum of distance levels.
    public var distance: Int
    /// The spread of unmet visits over fairness areas.
    public var fairness: Int
    /// By unit, sorted.
    public var loads: [Load]
    /// In the order of the policy.
    public var tiers: [PlanDocument.TierDocument]
  }

  /// A unit's load.
  public struct Load: Codable, Hashable, Sendable {
    /// The unit.
    public var unit: String
    /// Places filled.
    public var filled: Int
    /// Places offered.
    public var offered: Int
  }

  /// A ``ScenarioDifference``.
  public struct Difference: Codable, Hashable, Sendable {
    /// Needs with more visits served.
    public var gained: [NeedChange]
    /// Needs with fewer visits served.
    public var lost: [NeedChange]
    /// Needs that only the scenario has.
    public var added: [NeedChange]
    /// Needs that only the base has.
    public var removed: [NeedChange]
    /// Units that carry less.
    public var relieved: [UnitChange]
    /// Units that carry more.
    public var burdened: [UnitChange]
    /// Needs served as often, by others or at other times.
    public var moved: Int
    /// Scenario less base, tier by tier of those that both have.
    public var tiers: [TierChange]
  }

  /// A ``ScenarioDifference/NeedChange``.
  public struct NeedChange: Codable, Hashable, Sendable {
    /// The need.
    public var need: String
    /// Its class.
    public var priorityClass: Int
    /// Visits served in the base.
    public var before: Int
    /// Visits served in the scenario.
    public var after: Int
    /// Who serves it where it has more visits.
    public var resources: [String]
  }

  /// A ``ScenarioDifference/UnitChange``.
  public struct UnitChange: Codable, Hashable, Sendable {
    /// The unit.
    public var unit: String
    /// Places filled in the base.
    public var before: Int
    /// Places filled in the scenario.
    public var after: Int
  }

  /// A tier's change.
  public struct TierChange: Codable, Hashable, Sendable {
    /// The tier.
    public var name: String
    /// Scenario less base.
    public var change: Int
  }

  /// The document of a comparison.
  public init(_ comparison: Comparison, programVersion: String) {
    formatVersion = ComparisonDocument.currentFormatVersion
    self.programVersion = programVersion
    week = comparison.base.task.week.description
    fingerprint = comparison.base.task.fingerprint
    plans = comparison.members.map { Entry($0, base: comparison.base) }
  }

  /// UTF-8, keys sorted; the same bytes for the same comparison.
  public func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [10]
  }
}

extension ComparisonDocument.Entry {
  init(_ member: Comparison.Member, base: Comparison.Member) {
    number = member.number
    name = member.scenario?.name
    folder = member.folder
    fingerprint = member.task.fingerprint
    status = member.status.rawValue
    changes = member.scenario?.effects.map { effect in
      ComparisonDocument.Change(
        kind: effect.kind.rawValue, line: effect.line, needs: effect.needs,
        resources: effect.resources, unpinned: effect.unpinned)
    }
    figures = ComparisonDocument.Figures(member.figures)
    difference = member.difference.map { difference in
      ComparisonDocument.Difference(
        difference, tiers: member.tierChanges(since: base).map { .init(name: $0.0, change: $0.1) })
    }
  }
}

extension ComparisonDocument.Figures {
  init(_ figures: ScenarioFigures) {
    visits = .init(figures.visits)
    classes = figures.classes.map { .init($0) }
    wholly = figures.wholly
    unmetNeeds = figures.unmetNeeds
    choice = .init(figures.choice)
    services = figures.services
    distance = figures.distance
    fairness = figures.fairness
    loads = figures.loads.sorted { $0.key < $1.key }.map {
      .init(unit: $0.key, filled: $0.value.filled, offered: $0.value.offered)
    }
    tiers = figures.tiers.map {
      .init(
        name: $0.name.description, value: $0.value, bound: $0.bound, provedBy: $0.provedBy.rawValue)
    }
  }
}

extension ComparisonDocument.Difference {
  init(_ difference: ScenarioDifference, tiers: [ComparisonDocument.TierChange]) {
    func needs(_ changes: [ScenarioDifference.NeedChange]) -> [ComparisonDocument.NeedChange] {
      changes.map {
        .init(
          need: $0.need, priorityClass: $0.priorityClass, before: $0.before, after: $0.after,
          resources: $0.resources)
      }
    }
    func units(_ changes: [ScenarioDifference.UnitChange]) -> [ComparisonDocument.UnitChange] {
      changes.map { .init(unit: $0.unit, before: $0.before, after: $0.after) }
    }
    gained = needs(difference.gained)
    lost = needs(difference.lost)
    added = needs(difference.added)
    removed = needs(difference.removed)
    relieved = units(difference.relieved)
    burdened = units(difference.burdened)
    moved = difference.moved
    self.tiers = tiers
  }
}
