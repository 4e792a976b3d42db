import Matching
import ThreeLists

/// Numbers from a literal seed (SplitMix64, Steele, Lea & Flood 2014).
struct Seeded {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in 0..<bound.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True once in `odds` calls.
  mutating func once(in odds: Int) -> Bool { below(odds) == 0 }

  /// One of several.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// Those of several that a coin of `odds` to one against leaves out; all when none is left.
  mutating func some<Value>(_ values: [Value], in odds: Int = 2) -> [Value] {
    let chosen = values.filter { _ in !once(in: odds) }
    return chosen.isEmpty ? values : chosen
  }

  /// The same values in another order.
  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var result = values
    for index in result.indices.dropFirst().reversed() {
      result.swapAt(index, below(index + 1))
    }
    return result
  }
}

/// Small lists in which every column that the model reads occurs.
struct SeededLists {
  static let week = Week("2026-W48") ?? Week(containing: Day(ordinal: 0))
  static let monday = week.monday

  var needs: [Need]
  var resources: [Resource]
  var policy: Policy

  var task: PlanningTask {
    PlanningTask(
      needs: needs, resources: resources, policy: policy, week: SeededLists.week, version: "1")
  }

  /// The plan, or nil when the pins cannot all hold.
  func plan() throws -> Plan? {
    do {
      return try Planner.plan(task)
    } catch PlanningError.conflictingPins {
      return nil
    }
  }

  /// What the audit finds in a plan with the certificate that it carries.
  func findings(_ plan: Plan) -> [AuditFinding] {
    Audit.findings(
      plan: plan, needs: needs, resources: resources, policy: policy,
      fingerprint: task.fingerprint, certificate: plan.certificate)
  }

  private static let grids = [
    "330723001001001", "330723001001002", "330723001002001", "330723002001001", "330724001001001",
  ]
  private static let categories = ["理发", "义诊"]
  private static let roles = ["法律", "社工"]
  private static let skills = ["方言", "手语"]
  private static let sessions = [0, 1, 3, 4, 7, 13].map { Session(index: $0) }

  static func grid(_ digits: String) -> GridCode {
    guard let code = GridCode(digits) else { preconditionFailure("\(digits) is no code") }
    return code
  }

  /// Lists of three to six needs and two to four resources.
  init(seed: UInt64) {
    var random = Seeded(seed)
    resources = (0..<2 + random.below(3)).map { SeededLists.resource($0, &random) }
    let identifiers = resources.map(\.id)
    needs = (0..<3 + random.below(4)).map { SeededLists.need($0, identifiers, &random) }
    policy = .standard
    if random.once(in: 3) {
      policy.closures = [
        random.pick([
          .weekly(Session(index: 1)), .day(SeededLists.monday),
          .part(SeededLists.monday.adding(days: 1), 0),
        ])
      ]
    }
    if random.once(in: 4) { policy.fairnessLevel = random.pick([.town, .grid, .county]) }
    if random.once(in: 5) { policy.classes.byUrgency = [0, 0, 1, 2] }
    if random.once(in: 5) { policy.classes.carriedFrom = 1 }
    pin(&random)
    // After all else: the lists of a seed stay what they are. Now and then another policy: a tier
    // that counts before what is served, the later tiers in another order or fewer of them.
    if random.once(in: 5) { reorderTiers(&random) }
  }

  /// Another order of tiers; the four served ones stay among them, in theirs.
  private mutating func reorderTiers(_ random: inout Seeded) {
    var others = random.shuffled(TierName.all.filter { !SeededLists.isServed($0) })
    if random.once(in: 3) { others.removeLast(1 + random.below(3)) }
    let first = random.once(in: 3) ? 0 : 1 + random.below(2)
    policy.tiers =
      Array(others.prefix(first)) + TierName.all.filter(SeededLists.isServed)
      + others.dropFirst(first)
    if random.once(in: 2) { policy.fairnessLevel = random.pick([.town, .grid, .county]) }
  }

  private static func isServed(_ tier: TierName) -> Bool {
    if case .served = tier { return true }
    return false
  }

  /// Whether visits served count before everything else.
  var isServedFirst: Bool { policy.tiers.prefix(ClassRules.count).allSatisfy(SeededLists.isServed) }

  /// Whether a visit served may make a tier worse that counts before the served one of a class: each
  /// costs sessions, ways and load, and never anything of the other tiers.
  func mayCost(servingClass number: Int) -> Bool {
    policy.tiers.prefix { $0 != .served(number) }
      .contains { [.prompt, .distance, .units].contains($0) }
  }

  private static func resource(_ index: Int, _ random: inout Seeded) -> Resource {
    var areas: [Area] = [.everywhere]
    if !random.once(in: 3) {
      let lengths = [6, 6, 9, 12]
      areas = random.some(grids).map { .prefix(grid($0).prefix(random.pick(lengths))) }
    }
    var resource = Resource(
      id: "R\(index + 1)", origin: Origin(file: "resources.csv", line: index + 2),
      unit: "单位\(random.below(3))", areas: areas, weekly: random.pick([0, 1, 1, 2, 2, 3, 4]))
    resource.categories = random.some(categories, in: 3)
    resource.roles = random.once(in: 5) ? [] : random.some(roles, in: 3)
    resource.skills = random.once(in: 2) ? [] : random.some(skills)
    if !random.once(in: 3) { resource.home = grid(random.pick(grids)) }
    if !random.once(in: 4) { resource.sessions = SessionSet(random.some(sessions)) }
    resource.perSession = 1 + (random.once(in: 3) ? 1 : 0)
    if random.once(in: 3) { resource.minimum = random.below(resource.weekly + 1) }
    if random.once(in: 2) { resource.history = random.below(5) }
    if random.once(in: 3) { resource.weight = 50 + random.below(150) }
    if random.once(in: 5) {
      resource.validTo = monday.adding(days: random.pick([-3, 0, 1, 4, 30]))
    }
    return resource
  }

  private static func need(
    _ index: Int, _ resources: [String], _ random: inout Seeded
  ) -> Need {
    let code = random.pick(grids)
    let grid = SeededLists.grid(random.once(in: 6) ? String(code.prefix(12)) : code)
    var need = Need(
      id: "N\(index + 1)", origin: Origin(file: "needs.csv", line: index + 2),
      grid: grid, category: random.pick(categories),
      reportedOn: monday.adding(days: random.pick([-1200, -40, -9, -2, -1, -1, 0, 1, 2])))
    need.urgency = random.pick(Urgency.allCases)
    if random.once(in: 4) {
      need.dueOn = max(need.reportedOn, monday.adding(days: random.pick([-1, 0, 1, 2, 6])))
    }
    if !random.once(in: 3) { need.sessions = SessionSet(random.some(sessions)) }
    if random.once(in: 3) { need.visits = 2 + random.below(2) }
    if random.once(in: 4) {
      need.roles = [RoleRequirement(role: random.pick(roles), count: 1 + random.below(2))]
      if random.once(in: 2) {
        let other = need.roles[0].role == roles[0] ? roles[1] : roles[0]
        need.roles = [
          RoleRequirement(role: need.roles[0].role, count: 1),
          RoleRequirement(role: other, count: 1),
        ]
      }
    } else if random.once(in: 4) {
      need.skills = [random.pick(skills)]
    }
    if random.once(in: 5) { need.without = [random.pick(skills)] }
    if random.once(in: 5) { need.specialGroups = ["独居老人"] }
    if random.once(in: 3) { need.requested = random.shuffled(random.some(resources)) }
    if random.once(in: 4) { need.previous = random.pick(resources) }
    if random.once(in: 6) { need.banned = [random.pick(resources)] }
    need.allowsPartial = !random.once(in: 2)
    if random.once(in: 4) { need.carried = 1 + random.below(3) }
    return need
  }

  /// Pins on pairs that pass the rules, so that most can hold.
  private mutating func pin(_ random: inout Seeded) {
    let open = policy.openSessions(in: SeededLists.week)
    for index in needs.indices where random.once(in: 4) {
      let need = needs[index]
      let resource = random.pick(resources)
      let judged = Eligibility.judge(
        need, role: need.roles.first?.role, resource, open: open, week: SeededLists.week)
      guard let session = judged.sessions.sessions.last, resource.weekly > 0 else { continue }
      needs[index].pinned = [
        Pin(resource: resource.id, session: random.once(in: 2) ? session : nil)
      ]
      if random.once(in: 5) { needs[index].pinned.append(Pin(resource: resource.id)) }
    }
  }

  /// The features of the model that occur in the lists.
  var features: Set<String> {
    let monday = SeededLists.monday
    let all: [(String, Bool)] = [
      ("team", needs.contains(where: \.isTeam)),
      ("role count above one", needs.contains { $0.roles.contains { $0.count > 1 } }),
      ("two roles", needs.contains { $0.roles.count > 1 }),
      ("several visits", needs.contains { $0.visits > 1 }),
      ("all or nothing", needs.contains { !$0.allowsPartial && $0.visits > 1 }),
      ("session pin", needs.contains { $0.pinned.contains { $0.session != nil } }),
      ("bare pin", needs.contains { $0.pinned.contains { $0.session == nil } }),
      ("due in the week", needs.contains { $0.dueOn.map { $0 >= monday } ?? false }),
      ("overdue", needs.contains { $0.dueOn.map { $0 < monday } ?? false }),
      ("reported in the week", needs.contains { $0.reportedOn >= monday }),
      ("long waited", needs.contains { monday.days(since: $0.reportedOn) > 999 }),
      ("need's sessions", needs.contains { $0.sessions != .all }),
      ("skills", needs.contains { !$0.skills.isEmpty }),
      ("exclusions", needs.contains { !$0.without.isEmpty }),
      ("special group", needs.contains { !$0.specialGroups.isEmpty }),
      ("requested", needs.contains { !$0.requested.isEmpty }),
      ("previous", needs.contains { $0.previous != nil }),
      ("banned", needs.contains { !$0.banned.isEmpty }),
      ("carried", needs.contains { $0.carried >= policy.classes.carriedFrom }),
      ("community's code", needs.contains { $0.grid.length == 12 }),
      ("home unknown", resources.contains { $0.home == nil }),
      ("resource's sessions", resources.contains { $0.sessions != .all }),
      ("nothing weekly", resources.contains { $0.weekly == 0 }),
      ("two a session", resources.contains { $0.perSession > 1 }),
      ("minimum", resources.contains { $0.minimum > 0 }),
      ("history", resources.contains { $0.history > 0 }),
      ("weight", resources.contains { $0.weight != nil }),
      ("expired", resources.contains { $0.isExpired(before: SeededLists.week) }),
      (
        "valid for part of the week",
        resources.contains {
          $0.validTo.map { $0 >= monday && $0 < monday.adding(days: 6) } ?? false
        }
      ),
      ("area by prefix", resources.contains { !$0.areas.contains(.everywhere) }),
      ("shared unit", Set(resources.map(\.unit)).count < resources.count),
      ("closure", !policy.closures.isEmpty),
      ("fairness level", policy.fairnessLevel != .community),
      ("classes of its own", policy.classes != ClassRules()),
      ("tiers in another order", policy.tiers != Policy.standard.tiers),
      ("another tier before what is served", !isServedFirst),
    ]
    return Set(all.filter(\.1).map(\.0))
  }

  static let featureCount = 36
}
