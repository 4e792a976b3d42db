import Testing
import ThreeLists

@testable import Matching

/// A side of the house that misreads the lists in one way, as an error in its code would.
struct Misreading: Sendable {
  let name: String
  /// The rule of the audit that a plan made under the misreading breaks.
  let breaks: AuditRule
  let lists: @Sendable (SeededLists) -> SeededLists

  init(
    _ breaks: AuditRule, _ name: String,
    _ change: @escaping @Sendable (inout SeededLists) -> Void
  ) {
    self.breaks = breaks
    self.name = name
    lists = { lists in
      var copy = lists
      change(&copy)
      return copy
    }
  }

  static func ofNeeds(
    _ breaks: AuditRule, _ name: String, _ change: @escaping @Sendable (inout Need) -> Void
  ) -> Misreading {
    Misreading(breaks, name) { for index in $0.needs.indices { change(&$0.needs[index]) } }
  }

  static func ofResources(
    _ breaks: AuditRule, _ name: String, _ change: @escaping @Sendable (inout Resource) -> Void
  ) -> Misreading {
    Misreading(breaks, name) {
      for index in $0.resources.indices { change(&$0.resources[index]) }
    }
  }

  /// One for each of the twelve rules, which is not applied.
  static let rules: [Misreading] = [
    .ofResources(.category, "categories unread") { $0.categories = ["理发", "义诊"] },
    .ofResources(.role, "roles unread") { $0.roles = ["法律", "社工"] },
    .ofNeeds(.skills, "skills unread") { $0.skills = [] },
    .ofNeeds(.exclusions, "exclusions unread") { $0.without = [] },
    .ofResources(.area, "areas unread") { $0.areas = [.everywhere] },
    .ofNeeds(.banned, "bans unread") { $0.banned = [] },
    Misreading(.open, "closures unread") { $0.policy.closures = [] },
    .ofNeeds(.needSessions, "need's sessions unread") { $0.sessions = .all },
    .ofResources(.resourceSessions, "resource's sessions unread") { $0.sessions = .all },
    .ofNeeds(.reported, "report dates unread") {
      $0.reportedOn = min($0.reportedOn, SeededLists.monday)
    },
    .ofNeeds(.due, "due dates unread") { $0.dueOn = nil },
    .ofResources(.valid, "expiry unread") { $0.validTo = nil },
  ]

  /// One for each capacity and count.
  static let capacities: [Misreading] = [
    .ofResources(.perSession, "one more a session") { $0.perSession += 1 },
    .ofResources(.weekly, "one more a week") { $0.weekly += 1 },
    .ofNeeds(.visits, "one more visit") { $0.visits += 1 },
    .ofNeeds(.allOrNothing, "part allowed") { $0.allowsPartial = true },
    .ofNeeds(.pin, "pins unread") { $0.pinned = [] },
    .ofNeeds(.teamIncomplete, "places unread") {
      for index in $0.roles.indices { $0.roles[index].count = 1 }
    },
    .ofNeeds(.placeTwice, "one place more") {
      if !$0.roles.isEmpty { $0.roles[0].count += 1 }
    },
    .ofNeeds(.serviceRole, "teams unread") { $0.roles = [] },
  ]

  /// One for each tier that the lists or the policy shape.
  static let tiers: [(tier: TierName, misreading: Misreading)] =
    (0..<4).map { number in
      (
        .served(number),
        Misreading(.tierValue, "class \(number) shifted") {
          $0.policy.classes.byUrgency = $0.policy.classes.byUrgency.map {
            $0 == number ? (number + 1) % 4 : $0
          }
        }
      )
    } + [
      (.minimums, .ofResources(.tierValue, "minimums unread") { $0.minimum = 0 }),
      (
        .grids,
        Misreading(.tierValue, "another level") {
          $0.policy.fairnessLevel = $0.policy.fairnessLevel == .grid ? .county : .grid
        }
      ),
      (
        .waited,
        .ofNeeds(.tierValue, "a day more") { $0.reportedOn = $0.reportedOn.adding(days: -1) }
      ),
      (.choice, .ofNeeds(.tierValue, "choice reversed") { $0.requested.reverse() }),
      (.continuity, .ofNeeds(.tierValue, "previous unread") { $0.previous = nil }),
      (.distance, .ofResources(.tierValue, "home unread") { $0.home = nil }),
      (.units, .ofResources(.tierValue, "history unread") { $0.history = 0 }),
      (.units, .ofResources(.tierValue, "weight unread") { $0.weight = nil }),
    ]
}

@Suite struct BugsPlantedInThePlanner {
  /// Plans made by a planner that misreads one column are refused by the rule that this breaks.
  @Test(arguments: Misreading.rules + Misreading.capacities)
  func theRuleIsNamed(_ misreading: Misreading) throws {
    var (wrong, caught) = (0, 0)
    for seed in UInt64(0)..<160 {
      let lists = SeededLists(seed: seed)
      guard let plan = try misreading.lists(lists).plan() else { continue }
      let breaks = NaiveRules.broken(by: plan, lists)
      guard breaks.contains(misreading.breaks) else { continue }
      wrong += 1
      if lists.findings(plan).contains(where: { $0.rule == misreading.breaks }) { caught += 1 }
    }
    print("\(misreading.name): \(caught) of \(wrong) wrong plans refused by \(misreading.breaks)")
    #expect(wrong > 2 && caught == wrong)
  }

  /// A value reckoned under a misreading is refused, by the tier's name.
  @Test func everyTier() throws {
    var caught: [String: Int] = [:]
    for seed in UInt64(0)..<60 {
      let lists = SeededLists(seed: seed)
      for (tier, misreading) in Misreading.tiers {
        guard let plan = try misreading.lists(lists).plan() else { continue }
        let real = NaiveTiers.value(tier, of: plan.services, lists)
        guard let claimed = plan.tiers.first(where: { $0.name == tier })?.value,
          claimed != real
        else { continue }
        let named = lists.findings(plan).contains {
          $0.rule == .tierValue && $0.expected == "\(tier) \(real)"
        }
        #expect(named, "seed \(seed), \(tier)")
        caught[misreading.name, default: 0] += 1
      }
    }
    for (tier, misreading) in Misreading.tiers {
      let count = caught[misreading.name, default: 0]
      print("\(tier), \(misreading.name): \(count) wrong values refused")
      #expect(count > 2, "\(misreading.name)")
    }
  }
}

@Suite struct BugsPlantedInTheAudit {
  /// The planner's eligibility and an audit that misreads one column part ways, and the other way
  /// round: neither can err alone.
  @Test(arguments: Misreading.rules)
  func eligibilityPartsWays(_ misreading: Misreading) {
    var (audit, planner) = (0, 0)
    for seed in UInt64(0)..<100 {
      let lists = SeededLists(seed: seed)
      let wrong = misreading.lists(lists)
      audit += EligibilityComparison.differences(planner: lists.task, audit: wrong.task)
      planner += EligibilityComparison.differences(planner: wrong.task, audit: lists.task)
    }
    print("\(misreading.name): \(audit) and \(planner) pairs")
    #expect(audit > 10 && planner > 10)
  }

  /// An audit that judges a right plan by a column it misreads refuses it.
  @Test func rightPlansAreRefused() throws {
    let misreadings: [Misreading] = [
      .ofResources(.category, "categories lost") { $0.categories = [] },
      .ofResources(.role, "roles lost") { $0.roles = [] },
      .ofResources(.skills, "skills lost") { $0.skills = [] },
      .ofResources(.exclusions, "skills invented") { $0.skills = ["方言", "手语"] },
      .ofResources(.area, "areas lost") { $0.areas = [] },
      Misreading(.banned, "everybody banned") { lists in
        let all = lists.resources.map(\.id)
        for index in lists.needs.indices { lists.needs[index].banned = all }
      },
      Misreading(.open, "Tuesday closed") {
        $0.policy.closures.append(.day(SeededLists.monday.adding(days: 1)))
      },
      .ofNeeds(.needSessions, "need's sessions lost") { $0.sessions = [] },
      .ofResources(.resourceSessions, "resource's sessions lost") { $0.sessions = [] },
      .ofNeeds(.reported, "reported on Sunday") { $0.reportedOn = SeededLists.week.sunday },
      .ofNeeds(.due, "due on Monday") { $0.dueOn = SeededLists.monday },
      .ofResources(.valid, "expired") { $0.validTo = SeededLists.monday.adding(days: -1) },
      .ofResources(.perSession, "none a session") { $0.perSession = 0 },
      .ofResources(.weekly, "one less a week") { $0.weekly -= 1 },
      .ofNeeds(.visits, "one visit only") { $0.visits = 1 },
    ]
    for misreading in misreadings {
      var refused = 0
      for seed in UInt64(0)..<60 {
        let lists = SeededLists(seed: seed)
        guard let plan = try lists.plan() else { continue }
        let wrong = misreading.lists(lists)
        let findings = Audit.findings(
          plan: plan, needs: wrong.needs, resources: wrong.resources, policy: wrong.policy,
          certificate: plan.certificate)
        if findings.contains(where: { $0.rule == misreading.breaks }) { refused += 1 }
      }
      print("\(misreading.name): \(refused) right plans refused")
      #expect(refused > 2, "\(misreading.name)")
    }
  }
}
