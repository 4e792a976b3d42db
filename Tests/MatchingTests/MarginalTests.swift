import Testing
import ThreeLists

@testable import Matching

/// Marginal values against fresh plans of the edited lists.
@Suite("marginal values")
struct MarginalTests {
  /// What a fresh plan serves by class; nil when the pins cannot all hold.
  private static func served(_ task: PlanningTask) throws -> [Int]? {
    do {
      let plan = try Planner.plan(task)
      var counts = Array(repeating: 0, count: ClassRules.count)
      for tier in plan.tiers {
        if case .served(let number) = tier.name { counts[number] = tier.value }
      }
      return counts
    } catch PlanningError.conflictingPins {
      return nil
    }
  }

  private static func difference(_ one: [Int], _ other: [Int]) -> [Int] {
    zip(one, other).map { $0 - $1 }
  }

  /// The marginal values of lists; nil when the pins cannot all hold.
  private static func values(
    _ task: PlanningTask, by subject: MarginalSubject, isIncremental: Bool = true
  ) throws -> (report: MarginalReport, isIncremental: Bool)? {
    do {
      var values = try MarginalValues(
        task, by: subject, upTo: 3, isIncremental: isIncremental)
      return (try values.report(), values.isIncremental)
    } catch PlanningError.conflictingPins {
      return nil
    }
  }

  /// Lists of a seed: every second one without couplings, so that one network says it all.
  static func lists(_ seed: UInt64) -> SeededLists {
    var lists = SeededLists(seed: seed)
    guard seed % 2 == 0 else { return lists }
    for index in lists.needs.indices {
      lists.needs[index].roles = []
      lists.needs[index].allowsPartial = true
      lists.needs[index].pinned.removeAll { $0.session == nil }
    }
    return lists
  }

  @Test("every published value is what planning the edited lists says", arguments: 0..<8)
  func againstFreshPlans(block: UInt64) throws {
    var compared = 0
    var followed = 0
    var incremental = 0
    var lost = 0
    for seed in block * 40..<block * 40 + 40 {
      let task = Self.lists(seed).task
      let subject = MarginalSubject.allCases[Int(seed / 2 % 3)]
      guard let base = try Self.served(task),
        let (report, isNetwork) = try Self.values(task, by: subject)
      else { continue }
      #expect(report.base.byClass == base, "seed \(seed)")
      #expect(report.skipped + report.skippedDropOuts == 0)
      if isNetwork { incremental += 1 }
      for value in report.values {
        for (index, gain) in value.gains.enumerated() {
          let edited = value.added.applied(index + 1, to: task)
          let counts = try #require(try Self.served(edited))
          #expect(Self.difference(counts, base) == gain, "seed \(seed): \(value.added)")
          compared += 1
        }
        let total = value.total
        #expect(value.steps.first?.first == 1)
        if let end = value.endsAt {
          #expect(value.steps.last?.last ?? 0 == end - 1, "seed \(seed)")
          // At the last visit that counts, at the first that does not, and far beyond.
          for visits in [end - 1, end, end + 7] {
            let counts = try #require(try Self.served(value.added.applied(visits, to: task)))
            #expect(Self.difference(counts, base) == total, "seed \(seed): \(value.added)")
          }
          followed += 1
        } else {
          #expect(total == value.gains.last, "seed \(seed)")
        }
      }
      for drop in report.dropOuts {
        let counts = try #require(try Self.served(drop.dropOut.applied(to: task)))
        #expect(Self.difference(base, counts) == drop.loss, "seed \(seed): \(drop.dropOut)")
        lost += 1
      }
      for dropOut in report.impossibleDropOuts {
        #expect(try Self.served(dropOut.applied(to: task)) == nil)
      }
    }
    #expect(compared > 60, "\(compared)")
    #expect(followed > 10 && incremental > 8 && lost > 25, "\(followed) \(incremental) \(lost)")
  }

  @Test("a network changed and every list solved afresh say the same", arguments: 0..<4)
  func bothWays(block: UInt64) throws {
    var compared = 0
    for seed in block * 30..<block * 30 + 30 {
      let task = Self.lists(seed * 2).task
      for subject in MarginalSubject.allCases {
        guard let fast = try Self.values(task, by: subject), fast.isIncremental,
          let slow = try Self.values(task, by: subject, isIncremental: false)
        else { continue }
        #expect(fast.report.values.map(\.added) == slow.report.values.map(\.added))
        #expect(fast.report.base.byClass == slow.report.base.byClass)
        #expect(fast.report.values.map(\.gains) == slow.report.values.map(\.gains))
        #expect(fast.report.dropOuts.map(\.loss) == slow.report.dropOuts.map(\.loss))
        #expect(fast.report.idle == slow.report.idle)
        #expect(slow.report.values.allSatisfy { $0.endsAt == nil })
        compared += 1
      }
    }
    #expect(compared > 30, "\(compared)")
  }

  @Test("a row that is left out gains nothing")
  func idleRows() throws {
    var tried = 0
    for seed in UInt64(0)..<60 {
      let task = Self.lists(seed).task
      guard let base = try Self.served(task), let told = try Self.values(task, by: .resource)
      else { continue }
      let named = Set(told.report.values.map(\.added.resource))
      for resource in task.resources where !named.contains(resource.id) {
        let edited = AddedVisits(resource: resource.id).applied(3, to: task)
        #expect(try Self.served(edited) == base, "seed \(seed): \(resource.id)")
        tried += 1
      }
    }
    #expect(tried > 60)
  }

  @Test("three needs of one lawyer: each visit serves one, from the fourth on nothing")
  func byHand() throws {
    var needs = try (1...4).map { try TinyLists.need("N\($0)") }
    for index in needs.indices { needs[index].sessions = SessionSet([Session(index: 6)]) }
    needs[3].urgency = .critical
    needs[3].banned = ["R1"]
    let lists = try TinyLists(needs: needs, resources: [TinyLists.resource("R1", weekly: 1)])
    var values = try MarginalValues(lists.task(), by: .resource, upTo: 3)
    #expect(values.isIncremental)
    let value = try #require(try values.report().values.first)
    // N4 avoids R1, and so R1's row once more.
    #expect(value.gains == [[0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 2]])
    #expect(value.steps == [MarginalStep(first: 1, last: 2, gain: [0, 0, 0, 1])])
    #expect(value.endsAt == 3)
    var sessions = try MarginalValues(lists.task(), by: .session, upTo: 3)
    let report = try sessions.report()
    #expect(report.values.count == 1)
    #expect(report.values[0].added.sessions == SessionSet([Session(index: 6)]))
    #expect(report.values[0].gains == [[1, 0, 0, 0], [1, 0, 0, 1], [1, 0, 0, 2]])
    #expect(report.values[0].endsAt == 4)
    #expect(report.dropOuts.map(\.loss) == [[0, 0, 0, 1]])
    #expect(report.dropOuts.map(\.dropOut) == [.session(Session(index: 6))])
  }

  @Test("a team's second lawyer is worth nothing alone, and both are worth a visit")
  func teams() throws {
    var need = try TinyLists.need("N1")
    need.roles = [RoleRequirement(role: "法律", count: 2)]
    var lawyer = TinyLists.resource("R1", weekly: 0)
    lawyer.roles = ["法律"]
    var other = TinyLists.resource("R2", weekly: 1)
    other.roles = ["法律"]
    let lists = try TinyLists(needs: [need], resources: [lawyer, other])
    var values = try MarginalValues(lists.task(), by: .unitCategory, upTo: 3)
    #expect(!values.isIncremental)
    let report = try values.report()
    #expect(report.values.map(\.gains) == [[[0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 1]]])
    #expect(report.values[0].added.capability == .role("法律"))
    #expect(report.values[0].endsAt == nil)
  }

  @Test("what the time does not allow is told, not guessed")
  func noTime() throws {
    let task = Self.lists(4).task
    var values = try MarginalValues(task, by: .unitCategory, upTo: 1)
    let report = try values.report { .zero }
    #expect(report.values.isEmpty && report.dropOuts.isEmpty)
    #expect(report.skippedDropOuts == Unit.units(of: task.resources).count)
  }
}
