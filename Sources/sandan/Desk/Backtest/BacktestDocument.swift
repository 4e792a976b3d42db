import Matching
import ThreeLists

/// What `backtest --format json` prints.
struct BacktestDocument: Encodable {
  struct Class: Encodable {
    var requested: Int
    var plan: Int
    var actual: Int
    /// Absent where no part of what people did keeps the pins.
    var allowed: Int?
  }

  struct Row: Encodable {
    var file: String
    var line: Int

    init(_ origin: Origin) {
      file = origin.file
      line = origin.line
    }
  }

  struct Places: Encodable {
    var actual: Int
    /// Of those on the resource list.
    var listed: Int
    var plan: Int
    var allowed: Int?
    /// Given to the same resource by plan and people.
    var agreed: Int
  }

  struct Distance: Encodable {
    var plan: Int
    var actual: Int
    var allowed: Int?
  }

  struct Tier: Encodable {
    var name: String
    var plan: Int
    var provedBy: String
    /// Absent where it cannot be known.
    var actual: Int?
    var allowed: Int?
    var actualBetter: Bool
  }

  struct OnTime: Encodable {
    var yes: Int
    var no: Int
    var unknown: Int
  }

  struct Breach: Encodable {
    var rule: String
    var need: String?
    var resource: String?
    var session: String?
    var count: Int
    var limit: Int?
    var rows: [Row]
  }

  struct BreachCount: Encodable {
    var rule: String
    var count: Int
  }

  struct Difference: Encodable {
    var need: String
    var row: Row
    var priorityClass: Int
    var plan: Int
    var actual: Int
    var resources: [String]
    var rules: [String]

    init(_ difference: BacktestWeek.Difference) {
      need = difference.need
      row = Row(difference.origin)
      priorityClass = difference.priorityClass
      plan = difference.planned
      actual = difference.actual
      resources = difference.resources
      rules = difference.rules.map(\.code)
    }
  }

  struct Better: Encodable {
    var need: String
    var row: Row
    var tier: String
    var plan: Int
    var actual: Int
    var resources: [String]
  }

  struct Week: Encodable {
    var week: String
    var status: String
    var classes: [Class]
    var places: Places
    var distance: Distance
    var tiers: [Tier]
    var onTime: OnTime
    var breachCounts: [BreachCount]
    var breaches: [Breach]
    var onlyPeople: [Difference]
    var onlyPlan: [Difference]
    var better: [Better]

    init(_ week: BacktestWeek) {
      self.week = week.week.description
      status = week.status.rawValue
      classes = week.plan.classes.indices.map { number in
        Class(
          requested: week.plan.classes[number].requested, plan: week.plan.classes[number].served,
          actual: week.actual.classes[number].served,
          allowed: week.allowed?.classes[number].served)
      }
      places = Places(
        actual: week.places, listed: week.listedPlaces, plan: week.plan.services,
        allowed: week.allowed?.services, agreed: week.agreed)
      distance = Distance(
        plan: week.plan.distance, actual: week.actual.distance, allowed: week.allowed?.distance)
      tiers = week.tiers.map {
        Tier(
          name: $0.name.description, plan: $0.plan, provedBy: $0.provedBy.rawValue,
          actual: $0.actual, allowed: $0.allowed, actualBetter: $0.isActualBetter)
      }
      onTime = OnTime(yes: week.onTime.yes, no: week.onTime.no, unknown: week.onTime.unknown)
      breachCounts = week.breachCounts.map { BreachCount(rule: $0.rule.code, count: $0.count) }
      breaches = week.breaches.map {
        Breach(
          rule: $0.rule.code, need: $0.need, resource: $0.resource,
          session: $0.session?.description, count: $0.count, limit: $0.limit,
          rows: $0.rows.map(Row.init))
      }
      onlyPeople = week.onlyPeople.map(Difference.init)
      onlyPlan = week.onlyPlan.map(Difference.init)
      better = week.better.map {
        Better(
          need: $0.need, row: Row($0.origin), tier: $0.tier.description, plan: $0.planned,
          actual: $0.actual, resources: $0.resources)
      }
    }
  }

  var formatVersion = 1
  var history: String
  var weeks: [Week]

  init(_ result: BacktestResult) {
    history = result.history.rawValue
    weeks = result.weeks.map(Week.init)
  }
}
