import Testing
import ThreeLists

@testable import Ledger

/// What units have carried, from the events alone.
@Suite struct UnitHistoryTests {
  private static func resource(_ id: String, _ unit: String, weekly: Int = 5) -> Resource {
    var resource = Office.resource(id)
    resource.unit = unit
    resource.weekly = weekly
    return resource
  }

  private static func week(_ number: Int) -> Week {
    Week(containing: Office.week.monday.adding(days: 7 * number))
  }

  /// A desk at which some units worked for some weeks: the visits each did, week by week, nil where
  /// it offered nothing; negative numbers are orders given back.
  private static func desk(_ work: [(unit: String, visits: [Int?])]) throws -> Desk {
    let weeks = work.map(\.visits.count).max() ?? 0
    var needs: [Need] = []
    for (unit, visits) in work {
      for number in visits.indices {
        for one in 0..<abs(visits[number] ?? 0) {
          needs.append(Office.need("\(unit)-\(number)-\(one)"))
        }
      }
    }
    var desk = try Desk(needs: needs)
    for number in 0..<weeks {
      let week = week(number)
      try desk.say(.weekOpened, week: week)
      var services: [Service] = []
      for (unit, visits) in work {
        guard let count = visits[number] else { continue }
        try desk.put(
          Entry(
            .declared, time: desk.now, actor: "王敏", week: week, resource: "R\(unit)",
            body: ResourceRecord.body(resource("R\(unit)", unit))))
        for one in 0..<abs(count) {
          var service = Office.service(
            "\(week)-\(unit)\(number)\(one)", "\(unit)-\(number)-\(one)", resource: "R\(unit)",
            in: week)
          service.unit = unit
          services.append(service)
        }
      }
      try desk.dispatch(services, week: week)
      for service in services {
        let count = work.first { $0.unit == service.unit }?.visits[number] ?? 0
        if count < 0 {
          try desk.say(
            .refused, week: week, service: service.id, body: ["reason": .text("capacity")])
        } else {
          try desk.say(.accepted, week: week, service: service.id)
          try desk.say(.done, week: week, service: service.id)
        }
      }
      try desk.say(.weekClosed, week: week)
    }
    return desk
  }

  private static func histories(
    _ desk: Desk, at number: Int, window: Int = 12, _ resources: [Resource]
  ) -> [String: UnitHistory] {
    let all = desk.state.unitHistories(before: week(number), window: window, resources: resources)
    #expect(all.map(\.unit) == all.map(\.unit).sorted())
    return Dictionary(uniqueKeysWithValues: all.map { ($0.unit, $0) })
  }

  @Test func aNewcomerStartsAtTheMedian() throws {
    let desk = try Self.desk([("A", [1, 1]), ("B", [2, 2]), ("C", [3, 3])])
    let found = Self.histories(
      desk, at: 2, ["A", "B", "C", "N"].map { Self.resource("R\($0)", $0) })
    #expect(found.mapValues(\.history) == ["A": 2, "B": 4, "C": 6, "N": 4])
    #expect(found["N"]?.weeks == 0)
    // By weight: who is to carry half starts at half.
    var half = Self.resource("RN", "N")
    half.weight = 50
    let weighted = Self.histories(
      desk, at: 2, ["A", "B", "C"].map { Self.resource("R\($0)", $0) } + [half])
    #expect(weighted["N"]?.history == 2)
  }

  @Test func unusedCapacityIsAvailability() throws {
    // B offered both weeks and was not needed; C was away the second week.
    let desk = try Self.desk([("A", [2, 2]), ("B", [0, 0]), ("C", [2, nil])])
    let found = Self.histories(desk, at: 2, ["A", "B", "C"].map { Self.resource("R\($0)", $0) })
    #expect(found["B"]?.history == 0)
    #expect(found["B"]?.weeks == 2 && found["B"]?.offered == 10)
    // The others' rates are 4 and 0; the lower median of the two is 0.
    #expect(found["C"]?.history == 2)
    let more = try Self.desk([("A", [2, 2]), ("C", [2, nil])])
    let away = Self.histories(more, at: 2, ["A", "C"].map { Self.resource("R\($0)", $0) })
    // Half the window away, at a rate of 4: two more.
    #expect(away["C"]?.history == 4)
  }

  @Test func refusalsAreShownAndWeighNothing() throws {
    let desk = try Self.desk([("A", [1]), ("B", [-2])])
    let found = Self.histories(desk, at: 1, ["A", "B"].map { Self.resource("R\($0)", $0) })
    #expect(found["B"]?.refused == 2)
    #expect(found["B"]?.history == 0)
    #expect(found["A"]?.refused == 0 && found["A"]?.history == 1)
  }

  @Test func theWindowEnds() throws {
    let desk = try Self.desk([("A", [3, 1, 1])])
    let resources = [Self.resource("RA", "A")]
    #expect(Self.histories(desk, at: 3, window: 2, resources)["A"]?.history == 2)
    #expect(Self.histories(desk, at: 3, window: 3, resources)["A"]?.history == 5)
    // The week planned, and what comes after, is no past.
    #expect(Self.histories(desk, at: 1, window: 3, resources)["A"]?.history == 3)
  }

  @Test func theListCountsForWhomTheLedgerDoesNotKnow() throws {
    let desk = try Self.desk([("A", [1])])
    var known = Self.resource("RA", "A")
    known.history = 40
    var strange = Self.resource("RN", "N")
    strange.history = 7
    let second = Self.resource("RN2", "N")
    let all = [known, strange, second]
    let histories = desk.state.unitHistories(before: Self.week(1), window: 12, resources: all)
    #expect(histories.map(\.history) == [1, 7])
    let rows = UnitHistory.applied(histories, to: all)
    #expect(rows.map(\.history) == [1, 7, 0])
    // Before the ledger has any week the list's own numbers stand.
    let first = desk.state.unitHistories(before: Self.week(0), window: 12, resources: all)
    #expect(UnitHistory.applied(first, to: all) == all)
  }
}
