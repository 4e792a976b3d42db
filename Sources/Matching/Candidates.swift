import ThreeLists

/// Every pair of a place and a resource that passes all rules, and what became of the others.
///
/// The rules are the named functions of `Eligibility`, or what they say looked up the other way round:
/// who has a category or a role. As most needs share their category, grid
/// or skills with others, each function's answers for all resources are kept as a bit row by what
/// it looks at, and joined a word at a time; areas are looked up by the prefixes of a grid. Needs
/// alike in all of it share the answer.
///
/// - Complexity: O(distinct keys · resources) calls of rules, O(kinds that differ · resources / 64)
///   words, and O(pairs).
public struct Candidates: Hashable, Sendable {
  /// A place of a need that a resource may fill, in any of some sessions.
  public struct Pair: Hashable, Sendable {
    /// Index of the need.
    public var need: Int32
    /// Index into the need's roles; 0 without a team.
    public var place: Int32
    /// Index of the resource.
    public var resource: Int32
    /// The sessions that pass, at least one.
    public var sessions: SessionSet
  }

  /// What the rules did to a kind of place that they leave nobody for.
  public struct Dropped: Hashable, Sendable {
    /// For each rule, in the order of `Rule`, how many resources failed it.
    public var counts: [Int32]
    /// The resource that fails fewest rules; nil where there is none, or where somebody passes them
    /// and only the firm part of the need keeps them out.
    public var nearest: NearestMiss?

    /// The rules that removed a resource, most often first, with their counts.
    public var byRule: [RuleCount] {
      zip(Rule.allCases, counts).filter { $0.1 > 0 }
        .map { RuleCount(rule: $0.0, resources: Int($0.1)) }
        .sorted { ($1.resources, $0.rule) < ($0.resources, $1.rule) }
    }
  }

  /// Sorted by need, place, resource.
  public let pairs: [Pair]
  /// For each need and kind of place, the range of its pairs.
  public let ranges: [[Range<Int>]]
  /// For each need and kind of place without a pair, what was dropped; nil where there is one.
  public let dropped: [[Dropped?]]

  /// The pairs of one need, all its kinds of place.
  public func pairs(ofNeed need: Int) -> ArraySlice<Pair> {
    guard let first = ranges[need].first, let last = ranges[need].last else { return [] }
    return pairs[first.lowerBound..<last.upperBound]
  }

  /// Finds the candidates of a week.
  ///
  /// - Parameters:
  ///   - needs: sorted by identifier.
  ///   - resources: sorted by identifier.
  ///   - policy: closures.
  ///   - week: the week planned.
  ///   - standing: where the week stands when it is planned again; nil in a first plan.
  ///   - explains: whether it is recorded what was dropped; otherwise ``dropped`` says nothing.
  public init(
    needs: [Need], resources: [Resource], policy: Policy, week: Week, standing: Standing? = nil,
    explains: Bool = true
  ) {
    let open = Eligibility.openSessions(policy, week)
    let ahead = Finder(
      resources: resources, open: open.intersection(standing?.ahead ?? .all), week: week,
      explains: explains)
    // Firm places may lie in sessions that have begun.
    let whole = standing.map { _ in
      Finder(resources: resources, open: open, week: week, explains: explains)
    }
    let firm = standing?.ofNeedsWithFirmPlaces ?? [:]
    let all = Processors.parts(of: needs.count, fewest: Candidates.smallestDivided) { range in
      Candidates.part(range, of: needs, resources, ahead, whole, firm)
    }
    var (pairs, ranges, dropped) = (all[0].pairs, all[0].ranges, all[0].dropped)
    if all.count > 1 {
      pairs.reserveCapacity(all.reduce(0) { $0 + $1.pairs.count })
      ranges.reserveCapacity(needs.count)
      dropped.reserveCapacity(needs.count)
    }
    for part in all.dropFirst() {
      let first = pairs.count
      pairs += part.pairs
      ranges += part.ranges.map { kinds in
        kinds.map { $0.lowerBound + first..<$0.upperBound + first }
      }
      dropped += part.dropped
    }
    self.pairs = pairs
    self.ranges = ranges
    self.dropped = dropped
  }

  /// The fewest needs that are divided among the processors.
  private static let smallestDivided = 2000

  /// The candidates of some needs that stand together; ranges are those of their own pairs.
  private struct Part: Sendable {
    var pairs: [Pair] = []
    var ranges: [[Range<Int>]] = []
    var dropped: [[Dropped?]] = []
  }

  private static func part(
    _ part: Range<Int>, of needs: [Need], _ resources: [Resource], _ ahead: Finder,
    _ whole: Finder?, _ firm: [String: NeedStanding]
  ) -> Part {
    var finder = ahead
    var wholeWeek = whole
    let explains = ahead.explains
    // First the answers, which alike needs share; then the pairs, of which it is known how many there are.
    var passingOf: [[(resource: Int32, sessions: SessionSet)]] = []
    passingOf.reserveCapacity(part.count)
    var dropped: [[Dropped?]] = []
    dropped.reserveCapacity(part.count)
    for index in part {
      let need = needs[index]
      let kinds: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
      var ownDropped: [Dropped?] = []
      ownDropped.reserveCapacity(kinds.count)
      for role in kinds {
        let found = finder.find(need, role: role)
        var passing = found.passing
        if let own = firm[need.id] {
          let whole = wholeWeek?.find(need, role: role).passing ?? []
          passing = whole.compactMap { resource, sessions in
            let left = own.sessions(sessions, role: role, resource: resources[Int(resource)].id)
            return left.isEmpty ? nil : (resource, left)
          }
        }
        passingOf.append(passing)
        ownDropped.append(
          !passing.isEmpty || !explains ? nil : found.dropped ?? finder.dropped(need, role: role))
      }
      dropped.append(ownDropped)
    }
    var pairs: [Pair] = []
    pairs.reserveCapacity(passingOf.reduce(0) { $0 + $1.count })
    var ranges: [[Range<Int>]] = []
    ranges.reserveCapacity(part.count)
    var next = 0
    for (number, index) in part.enumerated() {
      ranges.append(
        dropped[number].indices.map { place in
          let first = pairs.count
          for (resource, sessions) in passingOf[next] {
            pairs.append(
              Pair(
                need: Int32(index), place: Int32(place), resource: resource, sessions: sessions))
          }
          next += 1
          return first..<pairs.count
        })
    }
    return Part(pairs: pairs, ranges: ranges, dropped: dropped)
  }

  /// The candidates of a task, with its own resources or others in their stead.
  public init(_ task: PlanningTask, resources: [Resource]? = nil, explains: Bool = true) {
    self.init(
      needs: task.needs, resources: resources ?? task.resources, policy: task.policy,
      week: task.week, standing: task.standing, explains: explains)
  }
}

/// A row of bits, one for each resource.
private typealias Bits = [UInt64]

/// Judges one kind of place against all resources at once.
private struct Finder {
  private let resources: [Resource]
  private let week: Week
  private let open: SessionSet
  let explains: Bool
  private let words: Int
  private let everyone: Bits
  /// Resources alike in their sessions and last day share a row.
  private var shifts: [(sessions: SessionSet, valid: SessionSet, members: Bits)] = []
  private var shiftOf: [Int] = []
  /// By resource, the sessions in which it can come and is valid.
  private var sessionsOf: [SessionSet] = []

  /// Whom the rule on categories removes, by the category's number; likewise for roles.
  private var byCategory: [Bits?]
  private var byRole: [Bits?]
  private var bySkills: [[String]: Bits] = [:]
  private var byExclusions: [[String]: Bits] = [:]
  /// By the part of a grid that areas tell apart.
  private var byGrid: [GridCode: Bits] = [:]
  private let areas: Areas
  private var byBanned: [[String]: Bits] = [:]
  /// Roles and categories by number.
  private var names = TextNumbers()
  private let indexOf: [String: Int]

  /// Failures of the kind judged last, one row for each rule.
  private var failures: [Bits]
  /// What was found for kinds of place that are alike in all that the rules look at.
  private var known: [Kind: Found] = [:]

  init(resources: [Resource], open: SessionSet, week: Week, explains: Bool) {
    self.resources = resources
    self.explains = explains
    self.week = week
    self.open = open
    words = (resources.count + 63) / 64
    var everyone = Bits(repeating: 0, count: words)
    for index in resources.indices { everyone[index / 64] |= 1 << UInt64(index % 64) }
    self.everyone = everyone
    areas = Areas(resources)
    indexOf = Dictionary(
      resources.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    failures = Array(repeating: [], count: Rule.allCases.count)
    // One pass for all categories and roles, in which no row is copied.
    byCategory = []
    byRole = []
    for index in resources.indices {
      for category in resources[index].categories {
        Finder.pass(index, names.number(of: category), &byCategory, everyone)
      }
      for role in resources[index].roles {
        Finder.pass(index, names.number(of: role), &byRole, everyone)
      }
    }
    var known: [UInt64: Int] = [:]
    for index in resources.indices {
      let sessions = Eligibility.resourceSessions(resources[index])
      let valid = Eligibility.untilExpiry(resources[index], week)
      let key = UInt64(sessions.rawValue) << 32 | UInt64(valid.rawValue)
      let shift = known[key] ?? shifts.count
      if shift == shifts.count {
        known[key] = shift
        shifts.append((sessions, valid, Bits(repeating: 0, count: words)))
      }
      shifts[shift].members[index / 64] |= 1 << UInt64(index % 64)
      shiftOf.append(shift)
      sessionsOf.append(sessions.intersection(valid))
    }
  }

  /// Takes a resource out of those that fail for want of a category or role.
  private static func pass(
    _ index: Int, _ number: Int, _ failing: inout [Bits?], _ everyone: Bits
  ) {
    while failing.count <= number { failing.append(nil) }
    if failing[number] == nil { failing[number] = everyone }
    failing[number]?[index / 64] &= ~(1 << UInt64(index % 64))
  }

  /// The resources that fail a rule.
  private func failing(_ passes: (Resource) -> Bool) -> Bits {
    var bits = Bits(repeating: 0, count: words)
    for (index, resource) in resources.enumerated() where !passes(resource) {
      bits[index / 64] |= 1 << UInt64(index % 64)
    }
    return bits
  }

  /// What the rules leave of all resources for a kind of place.
  mutating func find(_ need: Need, role: String?) -> Found {
    let kind = Kind(
      isRole: role != nil, word: names.number(of: role ?? need.category), skills: need.skills,
      without: need.without, banned: need.banned, grid: areas.part(of: need.grid),
      asked: Eligibility.needSessions(need), reported: Eligibility.sinceReported(need, week),
      due: Eligibility.untilDue(need, week))
    if let found = known[kind] { return found }
    judge(need, role: role, word: kind.word, grid: kind.grid)
    let passing = passing(need)
    let found = Found(
      passing: passing,
      dropped: passing.isEmpty && explains ? dropped(need, nothingLeft: true) : nil)
    known[kind] = found
    return found
  }

  /// What the rules did to a kind of place for which somebody is left.
  mutating func dropped(_ need: Need, role: String?) -> Candidates.Dropped {
    judge(
      need, role: role, word: names.number(of: role ?? need.category),
      grid: areas.part(of: need.grid))
    return dropped(need, nothingLeft: false)
  }

  /// Marks whom each rule removes that looks at a resource as a whole; the role or category is told
  /// by its number, too, and the grid by the part of it that areas tell apart.
  private mutating func judge(_ need: Need, role: String?, word: Int, grid: GridCode) {
    let none = Bits(repeating: 0, count: words)
    // An empty row: nobody fails.
    for rule in failures.indices { failures[rule] = [] }
    let rows = role == nil ? byCategory : byRole
    failures[(role == nil ? Rule.category : .role).position] =
      (rows.indices.contains(word) ? rows[word] : nil) ?? everyone
    if !need.skills.isEmpty {
      if bySkills[need.skills] == nil {
        bySkills[need.skills] = failing { Eligibility.hasSkills(need, $0) }
      }
      failures[Rule.skills.position] = bySkills[need.skills] ?? none
    }
    if !need.without.isEmpty {
      if byExclusions[need.without] == nil {
        byExclusions[need.without] = failing { Eligibility.hasNoExcludedSkill(need, $0) }
      }
      failures[Rule.exclusions.position] = byExclusions[need.without] ?? none
    }
    if let known = byGrid[grid] {
      failures[Rule.area.position] = known
    } else {
      var bits = everyone
      areas.forEach(covering: grid) { bits[$0 / 64] &= ~(1 << UInt64($0 % 64)) }
      byGrid[grid] = bits
      failures[Rule.area.position] = bits
    }
    if !need.banned.isEmpty {
      if byBanned[need.banned] == nil {
        var bits = none
        for index in need.banned.compactMap({ indexOf[$0] }) {
          bits[index / 64] |= 1 << UInt64(index % 64)
        }
        byBanned[need.banned] = bits
      }
      failures[Rule.banned.position] = byBanned[need.banned] ?? none
    }
  }

  /// Those whom no rule marked, in their order, with the sessions that all rules leave them.
  private func passing(_ need: Need) -> [(resource: Int32, sessions: SessionSet)] {
    let asked = openSessions(need)
    var standing = everyone
    for row in failures where !row.isEmpty {
      for word in 0..<words { standing[word] &= ~row[word] }
    }
    var found: [(resource: Int32, sessions: SessionSet)] = []
    found.reserveCapacity(standing.reduce(0) { $0 + $1.nonzeroBitCount })
    for word in 0..<words {
      var passing = standing[word]
      while passing != 0 {
        let resource = word * 64 + passing.trailingZeroBitCount
        passing &= passing - 1
        let sessions = asked.intersection(sessionsOf[resource])
        if !sessions.isEmpty { found.append((Int32(resource), sessions)) }
      }
    }
    return found
  }

  /// The sessions that the week and a need leave to any resource.
  private func openSessions(_ need: Need) -> SessionSet {
    open.intersection(Eligibility.needSessions(need))
      .intersection(Eligibility.sinceReported(need, week))
      .intersection(Eligibility.untilDue(need, week))
  }

  /// Marks whom the rules on sessions leave nothing.
  private mutating func judgeSessions(_ need: Need) {
    let asked = Eligibility.needSessions(need)
    let reported = Eligibility.sinceReported(need, week)
    let due = Eligibility.untilDue(need, week)
    for shift in shifts {
      let judged = Eligibility.judgeSessions(
        open: open, need: asked, resource: shift.sessions, reported: reported, due: due,
        valid: shift.valid)
      for rule in judged.failed {
        if failures[rule.position].isEmpty {
          failures[rule.position] = Bits(repeating: 0, count: words)
        }
        for word in 0..<words { failures[rule.position][word] |= shift.members[word] }
      }
    }
  }

  /// The record of the kind judged last, which is one of a need's.
  private mutating func dropped(_ need: Need, nothingLeft: Bool) -> Candidates.Dropped {
    judgeSessions(need)
    let counts = failures.map { row in
      var count = 0
      for word in row { count += word.nonzeroBitCount }
      return Int32(count)
    }
    return Candidates.Dropped(counts: counts, nearest: nothingLeft ? nearestMiss() : nil)
  }

  /// The resource that fails fewest rules, and how many fail exactly the same.
  private func nearestMiss() -> NearestMiss? {
    var best: (failed: Int, resource: Int)?
    // A place for each set of rules: there are twelve rules, and resources by the thousand.
    var alike = [Int](repeating: 0, count: 1 << failures.count)
    for index in resources.indices {
      var failed = 0
      for rule in failures.indices where !failures[rule].isEmpty {
        failed |= Int(failures[rule][index / 64] >> UInt64(index % 64) & 1) << rule
      }
      alike[failed] += 1
      if failed.nonzeroBitCount < best?.failed.nonzeroBitCount ?? .max { best = (failed, index) }
    }
    guard let best else { return nil }
    return NearestMiss(
      resource: resources[best.resource].id,
      rules: Rule.allCases.filter { best.failed >> $0.position & 1 == 1 },
      alike: alike[best.failed])
  }
}

/// All that the rules look at in a need, for one kind of place.
private struct Kind: Hashable {
  /// Whether it is a team's place, and so known by its role and not by the need's category.
  let isRole: Bool
  /// The number of that role or category.
  let word: Int
  let skills: [String]
  let without: [String]
  let banned: [String]
  /// What of the need's grid areas tell apart.
  let grid: GridCode
  let asked: SessionSet
  let reported: SessionSet
  let due: SessionSet

  /// Hashes what tells most kinds apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(UInt64(asked.rawValue) << 32 ^ UInt64(due.rawValue) << 42 ^ UInt64(word))
    hasher.combine(grid)
    if !skills.isEmpty { hasher.combine(skills) }
    if !without.isEmpty { hasher.combine(without) }
    if !banned.isEmpty { hasher.combine(banned) }
  }
}

/// What the rules leave for one kind of place.
private struct Found {
  let passing: [(resource: Int32, sessions: SessionSet)]
  /// Where nobody passes.
  let dropped: Candidates.Dropped?
}

/// The resources by the areas that they serve: what `Eligibility.coversGrid` says of all of them.
private struct Areas {
  private var everywhere: [Int] = []
  private var byCode: [GridCode: [Int]] = [:]
  /// The lengths of codes that stand in some row.
  private var lengths: [Int] = []

  init(_ resources: [Resource]) {
    for (index, resource) in resources.enumerated() {
      for area in resource.areas {
        switch area {
        case .everywhere: everywhere.append(index)
        case .prefix(let code): byCode[code, default: []].append(index)
        }
      }
    }
    lengths = Set(byCode.keys.map(\.length)).sorted()
  }

  /// The beginning of a grid's code on which it depends alone who serves it.
  func part(of grid: GridCode) -> GridCode {
    grid.prefix(lengths.last { $0 <= grid.length } ?? 1)
  }

  /// Each resource that serves a grid, perhaps more than once.
  func forEach(covering grid: GridCode, _ tell: (Int) -> Void) {
    everywhere.forEach(tell)
    for length in lengths where length <= grid.length {
      byCode[grid.prefix(length)]?.forEach(tell)
    }
  }
}
