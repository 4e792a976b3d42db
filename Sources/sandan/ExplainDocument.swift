import Matching
import ThreeLists

/// What `explain --format json` prints: one of `need`, `resource` and `unit` is there.
struct ExplainDocument: Encodable {
  /// A ``PriceOfCondition``.
  struct Price: Encodable {
    /// The first tier that differs; absent when none does.
    var tier: String?
    /// Positive: worse.
    var by: Int
    var isProved: Bool

    init(_ price: PriceOfCondition) {
      tier = price.tier?.description
      by = price.by
      isProved = price.isProved
    }
  }

  struct NeedEntry: Encodable {
    struct Service: Encodable {
      var visit: Int
      var role: String?
      var resource: String
      var unit: String
      var date: String
      var session: String
      var method: String
      var choiceRank: Int?
      var distance: Int
    }

    struct NextBest: Encodable {
      /// `R003@三上`; empty when nobody comes.
      var places: [String]
      /// For each of them its rank in the resident's choice, from 1; null for others.
      var choiceRanks: [Int?]
      var price: Price
    }

    struct Group: Encodable {
      var services: [Service]
      var isPinned: Bool
      /// Whether a unit has accepted one of the services, or it has begun.
      var isFirm: Bool
      var alternatives: [NextBest]
      /// Why there are no more of them: `enough`, `nobody`, `time-up` or `pins`.
      var end: String
    }

    struct PinEntry: Encodable {
      var pin: String
      /// What keeping it costs; absent when the time was up.
      var price: Price?
    }

    struct FirmEntry: Encodable {
      var visit: Int
      /// `R003@三上`.
      var places: [String]
      var hasBegun: Bool
      /// What keeping it costs; absent when the time was up.
      var price: Price?
    }

    var id: String
    var priorityClass: Int
    var visits: Int
    var services: [Group]
    /// Those of the needs list.
    var pins: [PinEntry]
    /// Visits accepted or begun, in a week planned again.
    var firm: [FirmEntry]
    /// As in plan.json; absent when the need is fully served.
    var unmet: PlanDocument.UnmetDocument?
    /// True where `unmet` has no reason because the plan alone was asked for; else absent.
    var planOnly: Bool?
  }

  struct ResourceEntry: Encodable {
    struct RuleEntry: Encodable {
      var rule: String
      var needs: Int
    }

    struct NearestEntry: Encodable {
      var need: String
      var rules: [String]
    }

    struct RaiseEntry: Encodable {
      var weekly: Bool
      var perSession: Bool
      var price: Price
    }

    var id: String
    var unit: String
    var load: Int
    var weekly: Int
    var minimum: Int
    var state: String
    var fullSessions: [String]
    var own: [String]
    var elsewhere: [String]
    var unmet: [String]
    var counts: [RuleEntry]
    var nearest: NearestEntry?
    var without: Price?
    /// Whether a pin or a promise asks for it; then `without` is absent.
    var isAsked: Bool
    var oneMore: [RaiseEntry]?
    /// Whether the time was up before `without` and `oneMore` were worked out.
    var isTimeUp: Bool
  }

  struct UnitEntry: Encodable {
    struct Member: Encodable {
      var resource: String
      var load: Int
      var weekly: Int
    }

    var name: String
    var members: [Member]
    var load: Int
    var weekly: Int
    var history: Int
    /// Hundredths.
    var weight: Int
    var carried: Int
    var carriedByAll: Int
    /// Hundredths of a place.
    var fairShare: Int
    var unitsBelow: Int
    var unitCount: Int
  }

  var formatVersion = 1
  var need: NeedEntry?
  var resource: ResourceEntry?
  var unit: UnitEntry?
  /// What text output says.
  var lines: [String]

  init(_ account: Account, language: Language) {
    lines = ExplainText.lines(account, language: language)
    switch account {
    case .need(let told): need = NeedEntry(told)
    case .resource(let told): resource = ResourceEntry(told)
    case .unit(let told): unit = UnitEntry(told)
    }
  }
}

extension ExplainDocument.NeedEntry {
  init(_ told: Account.ForNeed) {
    id = told.need.id
    priorityClass = told.priorityClass
    visits = told.need.visits
    services = told.services.map { place in
      Group(
        services: place.services.map {
          Service(
            visit: $0.visit, role: $0.role, resource: $0.resource, unit: $0.unit,
            date: $0.date.description, session: $0.session.description,
            method: $0.method.rawValue, choiceRank: $0.choiceRank, distance: $0.distance)
        },
        isPinned: place.isPinned, isFirm: place.isFirm,
        alternatives: place.alternatives.list.map {
          NextBest(
            places: $0.places.map(\.description),
            choiceRanks: $0.places.map { place in
              told.need.requested.firstIndex(of: place.resource).map { $0 + 1 }
            }, price: ExplainDocument.Price($0.price))
        },
        end: place.alternatives.end.rawValue)
    }
    pins = told.pins.map {
      PinEntry(pin: $0.pin.description, price: $0.price.map(ExplainDocument.Price.init))
    }
    firm = told.firm.map {
      FirmEntry(
        visit: $0.visit, places: $0.places.map(\.description), hasBegun: $0.hasBegun,
        price: $0.price.map(ExplainDocument.Price.init))
    }
    unmet = told.unmet.map(PlanDocument.UnmetDocument.init)
    planOnly = told.unmet?.reason == .notAsked ? true : nil
  }
}

extension ExplainDocument.ResourceEntry {
  init(_ told: Account.ForResource) {
    let account = told.account
    id = account.resource.id
    unit = account.resource.unit
    load = account.services.count
    weekly = account.resource.weekly
    minimum = account.resource.minimum
    state = account.state.rawValue
    fullSessions = account.fullSessions.map(\.description)
    own = account.own
    elsewhere = account.elsewhere
    unmet = account.unmet
    counts = account.counts.map { RuleEntry(rule: $0.rule.rawValue, needs: $0.resources) }
    nearest = account.nearest.map {
      NearestEntry(need: $0.need, rules: $0.rules.map(\.rawValue))
    }
    if case .price(let price)? = told.without { without = ExplainDocument.Price(price) }
    oneMore = told.oneMore?.map {
      RaiseEntry(
        weekly: $0.weekly, perSession: $0.perSession, price: ExplainDocument.Price($0.price))
    }
    isAsked = told.without == .isAsked
    isTimeUp = told.isTimeUp
  }
}

extension ExplainDocument.UnitEntry {
  init(_ account: UnitAccount) {
    name = account.unit.name
    members = account.members.map {
      Member(resource: $0.resource, load: $0.load, weekly: $0.weekly)
    }
    load = account.load
    weekly = account.weekly
    history = account.unit.history
    weight = account.unit.weight
    carried = account.carried
    carriedByAll = account.carriedByAll
    fairShare = account.fairShare
    unitsBelow = account.unitsBelow
    unitCount = account.unitCount
  }
}
