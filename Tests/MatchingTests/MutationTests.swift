import Matching
import Testing
import ThreeLists

@Suite struct MutatedPlans {
  /// The rules that ``NaiveRules`` judges.
  private static let naive: Set<AuditRule> = [
    .unknownNeed, .unknownResource, .unit, .date, .serviceRole, .category, .role, .skills,
    .exclusions, .area, .banned, .open, .needSessions, .resourceSessions, .reported, .due, .valid,
    .placeTwice, .teamIncomplete, .teamSession, .teamResources, .visitNumber, .visits, .oneADay,
    .allOrNothing, .perSession, .weekly, .pin, .method, .choiceRank, .distance,
  ]

  /// Every kind of change is refused by the rule it breaks; the rules broken are those of a plain
  /// reading, no more and no less.
  @Test func everyKindIsRefusedByItsRule() throws {
    let kinds =
      Mutation.ofServices + Mutation.ofClaims + Mutation.ofReasons + Mutation.ofChanges
      + Mutation.ofCertificates + Mutation.ofSearch
    var made: [String: Int] = [:]
    var hit: Set<AuditRule> = []
    var total = 0
    for seed in UInt64(0)..<340 {
      let lists = SeededLists(seed: seed)
      guard let bare = try lists.plan(), !bare.services.isEmpty else { continue }
      let plan = SmallestChanges.added(to: bare, task: lists.task)
      var random = Seeded(seed)
      for kind in kinds {
        // What a mutant of the services does to the smallest changes is another matter.
        let ofChanges: Set<AuditRule> = [.smallestChange, .escalation, .changeMissing]
        let subject = ofChanges.contains(kind.breaks) ? plan : bare
        guard let mutant = kind.change(subject, lists, &random), mutant != subject else {
          continue
        }
        let findings = lists.findings(mutant)
        let rules = Set(findings.map(\.rule))
        #expect(rules.contains(kind.breaks), "seed \(seed), \(kind.name): \(findings)")
        #expect(
          rules.intersection(MutatedPlans.naive) == NaiveRules.broken(by: mutant, lists),
          "seed \(seed), \(kind.name): \(findings)")
        made[kind.name, default: 0] += 1
        total += 1
        if rules.contains(kind.breaks) { hit.insert(kind.breaks) }
      }
    }
    for kind in kinds {
      print("\(kind.breaks): \(kind.name): \(made[kind.name, default: 0])")
      #expect(made[kind.name, default: 0] >= 3, "\(kind.name)")
    }
    print("\(total) mutants of \(kinds.count) kinds refused")
    let wanted = Set(AuditRule.allCases).subtracting(AuditRule.ofFolder)
    #expect(hit == wanted, "\(wanted.subtracting(hit))")
  }

  /// A team's service without a role comes after the others, as one with a role the need has not.
  @Test func aPlaceWithoutARoleIsTheLast() throws {
    var lists = SeededLists(seed: 0)
    lists.resources = ["R1", "R2"].map { id in
      var resource = lists.resources[0]
      (resource.id, resource.areas, resource.weekly) = (id, [.everywhere], 1)
      (resource.sessions, resource.validTo) = (.all, nil)
      resource.roles = [id == "R1" ? "社工" : "法律"]
      return resource
    }
    lists.needs = [
      Need(
        id: "N1", origin: lists.needs[0].origin, grid: lists.needs[0].grid, category: "理发",
        reportedOn: SeededLists.monday)
    ]
    lists.needs[0].roles = ["法律", "社工"].map { RoleRequirement(role: $0, count: 1) }
    let plan = try #require(try lists.plan())
    try #require(plan.services.map(\.resource) == ["R2", "R1"])
    var mutant = plan
    mutant.services[1].role = nil
    let columns: Set<AuditRule> = [.order, .lead, .serviceID, .role, .serviceRole, .teamIncomplete]
    #expect(
      columns.intersection(lists.findings(mutant).map(\.rule)) == [.serviceRole, .teamIncomplete])
  }

  /// Every plan next to the planner's: a brute recomputation says whether it is invalid, worth
  /// something else than it claims, or equally good; and, its values restated, whether it is worse
  /// than the plan whose proof it carries.
  @Test func neighboursAreJudgedAsBruteForceDoes() throws {
    var (invalid, misreported, worse, good) = (0, 0, 0, 0)
    for seed in UInt64(1000)..<1100 {
      var lists = SeededLists(seed: seed)
      // Twins of every resource, so that plans equally good are many.
      lists.resources += lists.resources.map { resource in
        var twin = resource
        twin.id += "b"
        twin.history = 0
        twin.minimum = 0
        return twin
      }
      guard let plan = try lists.plan() else { continue }
      let settled = plan.unmet.allSatisfy { unmet in
        !["sessions-full", "weeks-full", "places-held", "all-or-nothing"]
          .contains(unmet.reason.code)
      }
      for move in Moves.all(plan, lists) + Moves.exchanges(plan) {
        let mutant = move.made(plan, lists)
        let broken = NaiveRules.broken(by: mutant, lists)
        let wrong = plan.tiers.filter {
          NaiveTiers.value($0.name, of: mutant.services, lists) != $0.value
        }
        let findings = lists.findings(mutant)
        let rules = Set(findings.map(\.rule))
        #expect(
          rules.intersection(MutatedPlans.naive) == broken, "seed \(seed): \(findings)")
        #expect(
          findings.count { $0.rule == .tierValue } == wrong.count, "seed \(seed): \(findings)")
        if !broken.isEmpty {
          invalid += 1
        } else if !wrong.isEmpty {
          misreported += 1
          let honest = mutant.restated(lists)
          let behind = try #require(honest.firstTierBehind(plan), "seed \(seed): a better plan")
          let told = Set(lists.findings(honest).map(\.rule))
          #expect(!told.contains(.tierValue), "seed \(seed)")
          #expect(
            told.contains(.certificateProof) == (behind.provedBy == .certificate),
            "seed \(seed): \(behind)")
          if behind.provedBy == .certificate { worse += 1 }
        } else {
          // What holds a tight set may have changed hands; all else is as good as before.
          let others = rules.subtracting(
            settled ? [] : [.reasonTightSet, .reasonPlacesHeld, .reasonAllOrNothing])
          #expect(others.isEmpty, "seed \(seed): \(findings)")
          good += 1
        }
      }
    }
    print(
      "\(invalid) invalid, \(misreported) misreported, of these \(worse) refused as worse when "
        + "honestly told, \(good) equally good")
    #expect(invalid > 1000 && misreported > 100 && worse > 100 && good >= 100)
  }
}
