import Testing
import ThreeLists

@testable import Ledger

/// The two clocks: the step's, which an escalation renews, and the resident's, which nothing does.
@Suite struct ClockTests {
  private let service = "2026-W48-N1-1-1"

  /// A rule for each step that is easy to tell from the others; class 3 counts.
  private var rules: LoopRules {
    var rules = LoopRules()
    for (index, step) in LoopStep.allCases.enumerated() {
      rules.steps[step] = Array(repeating: .days(index + 1), count: 4)
    }
    rules.overall = Array(repeating: .days(9), count: 4)
    return rules
  }

  @Test func everyStepHasItsLimit() throws {
    var desk = try Desk(needs: [Office.need("N1")], rules: rules)
    // Monday the 23rd; dispatch within a day, answer within two, complete in three, call in four.
    #expect(try desk.need("N1").stepBy == Office.at("2026-11-24T17:30"))
    // Reported on Friday the 20th: nine working days after that.
    #expect(try desk.need("N1").overallBy == Office.at("2026-12-03T17:30"))
    try desk.dispatch([Office.service(service, "N1")])
    #expect(try desk.need("N1").stepBy == Office.at("2026-11-25T17:30"))
    desk.now = Office.at("2026-11-24T10:00")
    try desk.say(.accepted, service: service)
    #expect(try desk.need("N1").stepBy == Office.at("2026-11-27T17:30"))
    desk.now = Office.at("2026-11-26T10:00")
    try desk.say(.done, service: service)
    #expect(try desk.need("N1").stepBy == Office.at("2026-12-02T17:30"))
    #expect(try !desk.need("N1").isOverallOverdue(at: Office.at("2027-01-01")))
    try desk.say(.visited, need: "N1", body: ["grade": .number(4), "solved": .bool(true)])
    #expect(try desk.need("N1").stepBy == nil)
  }

  @Test func escalationRenewsTheStepsClockOnly() throws {
    var desk = try Desk(needs: [Office.need("N1")], rules: rules)
    let overall = try desk.need("N1").overallBy
    for (day, due) in [("24", "2026-12-01"), ("25", "2026-12-02"), ("26", "2026-12-03")] {
      desk.now = Office.at("2026-11-\(day)T16:00")
      try desk.say(.escalated, need: "N1", body: ["level": .text("town")])
      let need = try desk.need("N1")
      #expect(need.stepSince == desk.now)
      #expect(need.stepBy == Office.at("\(due)T17:30"))
      #expect(need.overallBy == overall)
    }
    let late = Office.at("2026-12-03T17:31")
    #expect(try desk.need("N1").isStepOverdue(at: late))
    #expect(try desk.need("N1").isOverallOverdue(at: late))
    #expect(try !desk.need("N1").isOverallOverdue(at: Office.at("2026-12-03T17:30")))
  }

  @Test func theResidentsClockIsMovedByNothing() throws {
    var desk = try Desk(needs: [Office.need("N1")], rules: rules)
    let overall = try desk.need("N1").overallBy
    #expect(overall != nil)
    try desk.dispatch([Office.service(service, "N1")])
    try desk.refuse(service)
    try desk.say(.deferred, need: "N1", body: ["until": .text("2026-12-20")])
    try desk.say(.resumed, need: "N1")
    // Not even by new rules.
    var policy = Policy.standard
    policy.loop.overall = Array(repeating: .days(900), count: 4)
    try desk.say(.rules, body: RulesInForce(policy).body)
    try desk.say(.escalated, need: "N1", body: ["level": .text("county")])
    try desk.say(.settled, need: "N1")
    try desk.say(.visited, need: "N1", body: ["grade": .number(2), "solved": .bool(false)])
    try desk.say(.reworked, need: "N1")
    #expect(try desk.need("N1").overallBy == overall)
  }

  /// New rules hold for steps that begin after them.
  @Test func aLimitIsFixedWhenItBegins() throws {
    var desk = try Desk(needs: [Office.need("N1")], rules: rules)
    let step = try desk.need("N1").stepBy
    var policy = Policy.standard
    policy.loop.steps[.dispatch] = Array(repeating: .days(90), count: 4)
    policy.loop.steps[.respond] = Array(repeating: .hours(1), count: 4)
    try desk.say(.rules, body: RulesInForce(policy).body)
    #expect(try desk.need("N1").stepBy == step)
    try desk.dispatch([Office.service(service, "N1")])
    #expect(try desk.need("N1").stepBy == Office.at("2026-11-23T10:00"))
  }

  @Test func waitingRaisesTheClassAndShortensTheStep() throws {
    var rules = rules
    rules.steps[.dispatch] = [.days(1), .days(2), .days(3), .days(8)]
    var desk = try Desk(needs: [Office.need("N1")], rules: rules)
    #expect(try desk.need("N1").stepBy == Office.at("2026-12-03T17:30"))
    let third = Week(containing: Office.next.monday.adding(days: 7))
    for week in [Office.week, Office.next, third] {
      // While the second week runs the need has waited for one: its class is as it was.
      if week == third { #expect(try desk.need("N1").stepBy == Office.at("2026-12-03T17:30")) }
      try desk.dispatch([Office.service("\(week)-N1-1-1", "N1", in: week)], week: week)
      try desk.refuse("\(week)-N1-1-1")
    }
    // Two weeks in vain: one class up, three days instead of eight.
    #expect(try desk.need("N1").stepBy == Office.at("2026-11-26T17:30"))
  }
}
