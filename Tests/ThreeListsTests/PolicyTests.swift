import Testing

@testable import ThreeLists

@Suite struct PolicyTests {
  private func need(_ urgency: Urgency, group: Bool, carried: Int) throws -> Need {
    var need = Need(
      id: "N", origin: Origin(file: "n", line: 2), grid: try #require(GridCode("1")),
      category: "理发", reportedOn: Day(ordinal: 0))
    need.urgency = urgency
    need.specialGroups = group ? ["独居老人"] : []
    need.carried = carried
    return need
  }

  @Test func classesOfTheBuiltInPolicy() throws {
    let rules = ClassRules()
    for urgency in Urgency.allCases {
      let base = urgency.rawValue
      #expect(try rules.priorityClass(of: need(urgency, group: false, carried: 0)) == base)
      #expect(try rules.priorityClass(of: need(urgency, group: false, carried: 1)) == base)
      #expect(
        try rules.priorityClass(of: need(urgency, group: true, carried: 0)) == max(0, base - 1))
      #expect(
        try rules.priorityClass(of: need(urgency, group: false, carried: 2)) == max(0, base - 1))
      #expect(
        try rules.priorityClass(of: need(urgency, group: true, carried: 9)) == max(0, base - 2))
    }
  }

  @Test func classesOfAnotherPolicy() throws {
    var rules = ClassRules()
    rules.byUrgency = [1, 1, 2, 2]
    rules.specialGroupGain = 2
    rules.carriedGain = 0
    #expect(try rules.priorityClass(of: need(.critical, group: false, carried: 5)) == 1)
    #expect(try rules.priorityClass(of: need(.normal, group: true, carried: 5)) == 0)
  }

  @Test func dictionariesKnowCodesAndNames() {
    let dictionary = CodeDictionary([
      .init(code: "legal", name: "法律服务"), .init(code: "法律服务", name: "别的"),
    ])
    #expect(dictionary.name(of: "legal") == "法律服务")
    #expect(dictionary.name(of: "法律服务") == "法律服务")
    #expect(dictionary.name(of: "别的") == "别的")
    #expect(dictionary.name(of: "Legal") == nil)
    #expect(dictionary.name(of: "") == nil)
  }

  @Test func builtInPolicy() {
    let policy = Policy.standard
    #expect(policy.levels == GridLevels(county: 6, town: 9, community: 12, grid: 15))
    #expect(policy.closures.isEmpty)
    #expect(!policy.openDictionaries)
    #expect(policy.fairnessLevel == .community)
    #expect(
      policy.tiers.map(\.description) == [
        "served.0", "served.1", "served.2", "served.3", "kept", "minimums", "grids", "waited",
        "choice", "continuity", "prompt", "distance", "units",
      ])
    #expect(policy.kinds.entries.map(\.name) == ["下沉单位", "社会组织", "志愿者", "社工", "党小组"])
    for dictionary in [
      policy.categories, policy.roles, policy.skills, policy.specialGroups, policy.kinds,
    ] {
      let words = dictionary.entries.flatMap { [$0.code, $0.name] }
      #expect(!words.isEmpty && Set(words).count == words.count)
    }
  }

  @Test func tiersReadBackFromTheirNames() {
    for tier in TierName.all { #expect(TierName(tier.description) == tier) }
    #expect(TierName("served.4") == nil)
    #expect(TierName("Grids") == nil)
  }

  @Test func urgenciesReadBackFromTheirCodes() {
    #expect(Urgency.allCases.map(\.code) == ["特急", "紧急", "重要", "一般"])
    for urgency in Urgency.allCases { #expect(Urgency(code: urgency.code) == urgency) }
    #expect(Urgency(code: "很急") == nil)
    #expect(Urgency.critical < .normal)
  }

  @Test func unitsSumHistoryAndTakeTheStatedWeight() {
    func resource(_ id: String, _ unit: String, history: Int, weight: Int?) -> Resource {
      var resource = Resource(
        id: id, origin: Origin(file: "r", line: 2), unit: unit, areas: [.everywhere], weekly: 1)
      resource.history = history
      resource.weight = weight
      return resource
    }
    let units = Unit.units(of: [
      resource("R1", "乙", history: 2, weight: nil), resource("R2", "甲", history: 1, weight: nil),
      resource("R3", "乙", history: 3, weight: 150),
    ])
    #expect(
      units == [
        Unit(name: "乙", history: 5, weight: 150), Unit(name: "甲", history: 1, weight: 100),
      ])
    // One name in two ways of writing it; of different weights the smallest.
    let indexed = Unit.indexed([
      resource("R1", "caf\u{E9}", history: 2, weight: 300),
      resource("R2", "bar", history: 1, weight: nil),
      resource("R3", "cafe\u{301}", history: 3, weight: 200),
      resource("R4", "caf\u{E9}", history: 4, weight: 250),
    ])
    #expect(
      indexed.units == [
        Unit(name: "bar", history: 1, weight: 100),
        Unit(name: "caf\u{E9}", history: 9, weight: 200),
      ])
    #expect(indexed.ofResource == [1, 0, 1, 1])
  }

  @Test func needsCountPlacesAndPinsHaveAnOrder() throws {
    var need = try need(.normal, group: false, carried: 0)
    #expect(!need.isTeam && need.placesPerVisit == 1)
    need.roles = [.init(role: "法律", count: 1), .init(role: "社工", count: 2)]
    #expect(need.isTeam && need.placesPerVisit == 3)
    #expect(need.roles.map(\.description) == ["法律:1", "社工:2"])
    let session = try #require(Session("三上"))
    let pins = [Pin(resource: "R2"), Pin(resource: "R1", session: session), Pin(resource: "R1")]
    #expect(pins.sorted().map(\.description) == ["R1", "R1@三上", "R2"])
  }

  @Test func originsAreFileAndLine() {
    let origins = [
      Origin(file: "b", line: 2), Origin(file: "a", line: 10), Origin(file: "a", line: 9),
    ]
    #expect(origins.sorted().map(\.description) == ["a:9", "a:10", "b:2"])
  }
}
