import Testing
import ThreeLists

@testable import Matching

/// What the rules say of every pair of a kind of place and a resource, asked one by one.
struct NaiveCandidates: Equatable {
  var pairs: [Candidates.Pair] = []
  var dropped: [[Candidates.Dropped?]] = []

  init(_ task: PlanningTask) {
    let open = Eligibility.openSessions(task.policy, task.week)
    for (index, need) in task.needs.enumerated() {
      let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
      dropped.append([])
      for (place, role) in kinds.enumerated() {
        let judged = task.resources.map {
          Eligibility.judge(need, role: role, $0, open: open, week: task.week)
        }
        for (resource, judgement) in judged.enumerated() where !judgement.sessions.isEmpty {
          pairs.append(
            Candidates.Pair(
              need: Int32(index), place: Int32(place), resource: Int32(resource),
              sessions: judgement.sessions))
        }
        guard judged.allSatisfy(\.sessions.isEmpty) else {
          dropped[index].append(nil)
          continue
        }
        let counts = Rule.allCases.map { rule in
          Int32(judged.count { $0.failed.contains(rule) })
        }
        var nearest: NearestMiss?
        if let fewest = judged.map(\.failed.count).min(),
          let first = judged.firstIndex(where: { $0.failed.count == fewest })
        {
          nearest = NearestMiss(
            resource: task.resources[first].id, rules: judged[first].failed,
            alike: judged.count { $0.failed == judged[first].failed })
        }
        dropped[index].append(Candidates.Dropped(counts: counts, nearest: nearest))
      }
    }
  }
}

extension Candidates {
  /// What was dropped of so many needs, by need and kind of place.
  func dropped(needs: Int) -> [[Dropped?]] {
    (0..<needs).map { need in kinds(ofNeed: need).map { dropped(ofNeed: need, kind: $0) } }
  }
}

/// Where the audit's own eligibility and the planner's part ways.
enum EligibilityComparison {
  /// Pairs on which they differ, in sessions left or in rules failed.
  static func differences(planner: PlanningTask, audit: PlanningTask) -> Int {
    let view = emptyView(audit)
    let open = Eligibility.openSessions(planner.policy, planner.week)
    var differing = 0
    for (index, need) in planner.needs.enumerated() {
      let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
      for role in kinds {
        view.judge(view.needs[index], role: role) { resource, sessions, failed in
          let judged = Eligibility.judge(
            need, role: role, planner.resources[resource], open: open, week: planner.week)
          let rules = Rule.allCases.enumerated()
            .filter { failed & 1 << UInt16($0.offset) != 0 }.map(\.element)
          if judged.sessions.rawValue != sessions || judged.failed != rules { differing += 1 }
        }
      }
    }
    return differing
  }

  /// Needs of which the audit finds other candidates than rules asked one by one.
  static func needsWithOtherCandidates(_ task: PlanningTask, _ naive: NaiveCandidates) -> [Int] {
    let lists = emptyView(task).lists.withCandidates
    return task.needs.indices.filter { need in
      let found = (lists.candidates[need] ?? []).enumerated().flatMap { place, able in
        able.map {
          Candidates.Pair(
            need: Int32(need), place: Int32(place), resource: Int32($0.resource),
            sessions: SessionSet(rawValue: $0.sessions))
        }
      }
      return found != naive.pairs.filter { $0.need == need }
    }
  }

  static func emptyView(_ task: PlanningTask) -> AuditView {
    AuditView(
      plan: Plan(
        week: task.week, fingerprint: "", status: .gap, cutOff: true, tiers: [], services: [],
        unmet: []),
      needs: task.needs, resources: task.resources, policy: task.policy)
  }
}

@Suite struct CandidatesAgainstTheRules {
  /// The bit rows of ``Candidates`` say what the rules say pair by pair, and so does the audit.
  @Test func threeWaysOfJudgingAgree() {
    var features: [String: Int] = [:]
    var failed: [Rule: Int] = [:]
    let seeds = UInt64(0)..<600
    for seed in seeds {
      let lists = SeededLists(seed: seed)
      for feature in lists.features { features[feature, default: 0] += 1 }
      let task = lists.task
      let candidates = Candidates(
        needs: task.needs, resources: task.resources, policy: task.policy, week: task.week)
      let naive = NaiveCandidates(task)
      #expect(candidates.pairs == naive.pairs, "seed \(seed)")
      #expect(candidates.dropped(needs: task.needs.count) == naive.dropped, "seed \(seed)")
      for kinds in naive.dropped {
        for count in kinds.compactMap(\.self).flatMap(\.byRule) {
          failed[count.rule, default: 0] += count.resources
        }
      }
      #expect(
        EligibilityComparison.differences(planner: task, audit: task) == 0, "seed \(seed)")
      #expect(
        EligibilityComparison.needsWithOtherCandidates(task, naive).isEmpty, "seed \(seed)")
    }
    for (feature, count) in features.sorted(by: { $0.key < $1.key }) {
      print("\(feature): \(count) of \(seeds.count) lists")
      #expect(count * 10 >= seeds.count, "\(feature) in \(count)")
    }
    #expect(features.count == SeededLists.featureCount)
    for rule in Rule.allCases {
      print("\(rule.rawValue) removed \(failed[rule, default: 0]) resources")
      #expect(failed[rule, default: 0] >= 100, "\(rule)")
    }
  }

  /// More resources than one word of bits has.
  @Test func manyResources() {
    var random = Seeded(11)
    for seed in UInt64(700)..<704 {
      var lists = SeededLists(seed: seed)
      let patterns = (UInt64(0)..<40).flatMap { SeededLists(seed: 800 + $0).resources }
      lists.resources = random.shuffled(patterns).prefix(130).enumerated().map { index, pattern in
        var resource = pattern
        resource.id = "R\(1000 + index)"
        return resource
      }
      let task = lists.task
      let candidates = Candidates(
        needs: task.needs, resources: task.resources, policy: task.policy, week: task.week)
      let naive = NaiveCandidates(task)
      #expect(task.resources.count > 100)
      #expect(candidates.pairs == naive.pairs)
      #expect(candidates.dropped(needs: task.needs.count) == naive.dropped)
      #expect(EligibilityComparison.needsWithOtherCandidates(task, naive).isEmpty)
    }
  }

  /// Codes of up to 20 digits, which no single number tells apart: the same candidates and tiers as with the five
  /// digits that all of them share left out, and nothing for the audit to find.
  @Test func longCodes() throws {
    func longer(_ code: GridCode) throws -> GridCode {
      try #require(GridCode("23079" + code.digits))
    }
    var planned = 0
    for seed in UInt64(900)..<960 {
      let lists = SeededLists(seed: seed)
      var long = lists
      let levels = lists.policy.levels
      long.policy.levels = GridLevels(
        county: levels.county + 5, town: levels.town + 5, community: levels.community + 5,
        grid: levels.grid + 5)
      for need in long.needs.indices { long.needs[need].grid = try longer(lists.needs[need].grid) }
      for resource in long.resources.indices {
        long.resources[resource].home = try lists.resources[resource].home.map(longer)
        long.resources[resource].areas = try lists.resources[resource].areas.map { area in
          guard case .prefix(let code) = area else { return area }
          return .prefix(try longer(code))
        }
      }
      let task = long.task
      let naive = NaiveCandidates(task)
      #expect(Candidates(task).pairs == naive.pairs, "seed \(seed)")
      #expect(naive.pairs == NaiveCandidates(lists.task).pairs, "seed \(seed)")
      #expect(EligibilityComparison.needsWithOtherCandidates(task, naive).isEmpty, "seed \(seed)")
      guard let plan = try long.plan() else { continue }
      planned += 1
      #expect(plan.tiers == (try lists.plan())?.tiers, "seed \(seed)")
      let findings = Audit.findings(
        plan: plan, needs: task.needs, resources: task.resources, policy: task.policy,
        fingerprint: task.fingerprint, certificate: plan.certificate)
      #expect(findings.isEmpty, "seed \(seed): \(findings.first.map { "\($0)" } ?? "")")
    }
    #expect(planned > 30)
  }
}
