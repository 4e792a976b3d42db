import ThreeLists

/// Judges kinds of place against all resources at once.
///
/// What looks at no date and no session is kept as a bit row by what it looks at, and joined a word at a
/// time; kinds of place alike in it share the answer, whatever their sessions.
struct CandidateFinder {
  /// All that the rules on resources as such look at in a need, for one kind of place.
  private struct Kind: Hashable {
    /// Whether it is a team's place, and so known by its role and not by the need's category.
    let isRole: Bool
    /// The number of that role or category.
    let word: Int32
    /// The number of what of the need's grid areas tell apart.
    let grid: Int32
    let skills: Int32
    let without: Int32
    let banned: Int32

    /// Hashes what tells kinds apart, 64 bits at a time.
    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(UInt32(word)) << 32 | UInt64(UInt32(grid)))
      if skills | without | banned != 0 {
        hasher.combine(UInt64(UInt32(skills)) << 32 | UInt64(UInt32(without)))
        hasher.combine(banned)
      }
    }
  }

  /// The same with what the rules on sessions look at.
  private struct KindInWeek: Hashable {
    let kind: Kind
    let asked: SessionSet
    let reported: SessionSet
    let due: SessionSet
  }

  /// A row of bits, one for each resource.
  private typealias Bits = [UInt64]

  private let resources: [Resource]
  private let week: Week
  /// The sessions that are open.
  let open: SessionSet
  private let everyone: Bits
  /// Resources alike in their sessions and last day share a row.
  private var shifts: [(sessions: SessionSet, valid: SessionSet, members: Bits)] = []
  /// By resource, the sessions in which it can come and is valid.
  private(set) var sessionsOf: [SessionSet] = []

  /// Whom the rule on categories removes, by the category's number; likewise for roles.
  private var byCategory: [Bits?] = []
  private var byRole: [Bits?] = []
  /// Whom a list of words removes, by the list's number.
  private var bySkills: [Int32: Bits] = [:]
  private var byExclusions: [Int32: Bits] = [:]
  private var byBanned: [Int32: Bits] = [:]
  /// Whom the rule on areas removes, by the number of the part of a grid that areas tell apart.
  private var byGrid: [Int32: Bits] = [:]
  /// In which words anybody stands who serves such a part, by its number.
  private var filled: [Int32: [Int]] = [:]
  private let areas: ServedAreas
  /// Roles and categories by number.
  private var names = TextNumbers()
  /// Numbers of lists of words.
  private var lists = KeyNumbers<[String]>()
  /// Numbers of parts of grids.
  private var grids = GridNumbers()
  /// Where resources stand by identifier, once somebody asks.
  private var indexOf: [String: Int]?

  /// Failures of the kind judged last, one row for each rule; an empty one where nobody fails.
  private var failures: [Bits]
  /// Whom the rules on resources as such leave, by kind of place.
  private var known: [Kind: [Int32]] = [:]
  /// What was dropped of kinds for which nobody is left.
  private var knownDropped: [KindInWeek: Candidates.Dropped] = [:]

  init(resources: [Resource], open: SessionSet, week: Week) {
    self.resources = resources
    self.week = week
    self.open = open
    let words = (resources.count + 63) / 64
    var everyone = Bits(repeating: 0, count: words)
    for index in resources.indices { everyone[index / 64] |= 1 << UInt64(index % 64) }
    self.everyone = everyone
    areas = ServedAreas(resources)
    failures = Array(repeating: [], count: Rule.allCases.count)
    // One pass for all categories and roles, in which no row is copied.
    for index in resources.indices {
      for category in resources[index].categories {
        CandidateFinder.pass(index, names.number(of: category), &byCategory, everyone)
      }
      for role in resources[index].roles {
        CandidateFinder.pass(index, names.number(of: role), &byRole, everyone)
      }
    }
    var shiftNumbers = KeyNumbers<UInt64>()
    for index in resources.indices {
      let sessions = Eligibility.resourceSessions(resources[index])
      let valid = Eligibility.untilExpiry(resources[index], week)
      let key = UInt64(sessions.rawValue) << 32 | UInt64(valid.rawValue)
      let shift = Int(shiftNumbers.number(of: key))
      if shift == shifts.count {
        shifts.append((sessions, valid, Bits(repeating: 0, count: words)))
      }
      shifts[shift].members[index / 64] |= 1 << UInt64(index % 64)
      sessionsOf.append(sessions.intersection(valid))
    }
  }

  /// Where resources stand by identifier: the first of equal ones.
  private static func places(of resources: [Resource]) -> [String: Int] {
    Dictionary(
      resources.indices.map { (resources[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
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
    var bits = nobody
    for (index, resource) in resources.enumerated() where !passes(resource) {
      bits[index / 64] |= 1 << UInt64(index % 64)
    }
    return bits
  }

  /// The resources that do not serve a grid.
  private func notServing(_ grid: GridCode) -> Bits {
    var bits = everyone
    areas.forEach(covering: grid) { bits[$0 / 64] &= ~(1 << UInt64($0 % 64)) }
    return bits
  }

  private var nobody: Bits { Bits(repeating: 0, count: everyone.count) }

  /// Whom the rules that look at no date and no session leave for a kind of place, in their order.
  mutating func able(_ need: Need, role: String?) -> [Int32] {
    let kind = kind(need, role: role)
    if let found = known[kind] { return found }
    judge(need, role: role, kind)
    let found = standing(in: filled[kind.grid] ?? Array(everyone.indices))
    known[kind] = found
    return found
  }

  /// Whom the rules leave that were judged last, all of whom stand in some words.
  ///
  /// Mutating only because the caller is: what is called from there would get a copy of all this.
  private mutating func standing(in words: [Int]) -> [Int32] {
    // Most kinds have two rows, of the category and the area, which are joined on the way.
    var rows = failures.filter { !$0.isEmpty }
    let (first, second) = (rows.popLast() ?? nobody, rows.popLast() ?? nobody)
    var found: [Int32] = []
    found.reserveCapacity(32)
    for word in words {
      var left = everyone[word] & ~(first[word] | second[word])
      for row in rows { left &= ~row[word] }
      while left != 0 {
        found.append(Int32(truncatingIfNeeded: word * 64 + left.trailingZeroBitCount))
        left &= left - 1
      }
    }
    return found
  }

  /// The sessions that a need leaves to any resource, of those given.
  func sessions(_ need: Need, of open: SessionSet) -> SessionSet {
    open.intersection(Eligibility.needSessions(need))
      .intersection(Eligibility.sinceReported(need, week))
      .intersection(Eligibility.untilDue(need, week))
  }

  /// What the rules did to a kind of place.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - role: the role of the place; nil without a team.
  ///   - nothingLeft: whether the rules leave nobody, so that somebody was nearest.
  /// - Returns: how many resources each rule removed, and who came nearest.
  mutating func dropped(_ need: Need, role: String?, nothingLeft: Bool) -> Candidates.Dropped {
    let kind = kind(need, role: role)
    let inWeek = KindInWeek(
      kind: kind, asked: Eligibility.needSessions(need),
      reported: Eligibility.sinceReported(need, week), due: Eligibility.untilDue(need, week))
    if nothingLeft, let known = knownDropped[inWeek] { return known }
    judge(need, role: role, kind)
    judgeSessions(need)
    let counts = failures.map { row in
      Int32(row.reduce(0) { $0 + $1.nonzeroBitCount })
    }
    let dropped = Candidates.Dropped(counts: counts, nearest: nothingLeft ? nearestMiss() : nil)
    if nothingLeft { knownDropped[inWeek] = dropped }
    return dropped
  }

  /// All that the rules on resources as such look at, in numbers.
  private mutating func kind(_ need: Need, role: String?) -> Kind {
    Kind(
      isRole: role != nil, word: Int32(names.number(of: role ?? need.category)),
      grid: Int32(grids.number(of: need.grid, first: areas.partLength(of: need.grid))),
      skills: number(need.skills), without: number(need.without), banned: number(need.banned))
  }

  /// The number of a list of words; the empty one has 0.
  private mutating func number(_ words: [String]) -> Int32 {
    words.isEmpty ? 0 : lists.number(of: words) + 1
  }

  /// Marks whom each rule removes that looks at a resource as a whole.
  private mutating func judge(_ need: Need, role: String?, _ kind: Kind) {
    for rule in failures.indices { failures[rule] = [] }
    let rows = kind.isRole ? byRole : byCategory
    let word = Int(kind.word)
    failures[(kind.isRole ? Rule.role : .category).position] =
      (rows.indices.contains(word) ? rows[word] : nil) ?? everyone
    if let outside = byGrid[kind.grid] {
      failures[Rule.area.position] = outside
    } else {
      let outside = notServing(need.grid)
      byGrid[kind.grid] = outside
      filled[kind.grid] = outside.indices.filter { outside[$0] != everyone[$0] }
      failures[Rule.area.position] = outside
    }
    if kind.skills != 0 {
      let row = bySkills[kind.skills] ?? failing { Eligibility.hasSkills(need, $0) }
      bySkills[kind.skills] = row
      failures[Rule.skills.position] = row
    }
    if kind.without != 0 {
      let row =
        byExclusions[kind.without] ?? failing { Eligibility.hasNoExcludedSkill(need, $0) }
      byExclusions[kind.without] = row
      failures[Rule.exclusions.position] = row
    }
    if kind.banned != 0 {
      var row = byBanned[kind.banned] ?? nobody
      if byBanned[kind.banned] == nil {
        let places = indexOf ?? CandidateFinder.places(of: resources)
        indexOf = places
        for index in need.banned.compactMap({ places[$0] }) {
          row[index / 64] |= 1 << UInt64(index % 64)
        }
        byBanned[kind.banned] = row
      }
      failures[Rule.banned.position] = row
    }
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
          failures[rule.position] = nobody
        }
        for word in everyone.indices { failures[rule.position][word] |= shift.members[word] }
      }
    }
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

/// Numbers for keys, from 0 in the order in which they come.
///
/// In this file, so that it is made for each kind of key: it is asked for every place of a need.
private struct KeyNumbers<Key: Hashable & Sendable>: Sendable {
  private var numbers: [Key: Int32] = [:]

  /// The number of a key, which gets one if it has none yet.
  mutating func number(of key: Key) -> Int32 {
    if let known = numbers[key] { return known }
    let number = Int32(numbers.count)
    numbers[key] = number
    return number
  }
}

/// The resources by the areas that they serve: what `Eligibility.coversGrid` says of all of them.
private struct ServedAreas {
  private var everywhere: [Int] = []
  private var byCode: [GridCode: [Int]] = [:]
  /// The lengths of codes that stand in some row.
  private var lengths: [Int] = []

  init(_ resources: [Resource]) {
    for index in resources.indices {
      for area in resources[index].areas {
        switch area {
        case .everywhere: everywhere.append(index)
        case .prefix(let code): byCode[code, default: []].append(index)
        }
      }
    }
    lengths = Set(byCode.keys.map(\.length)).sorted()
  }

  /// How many of a grid's first digits it depends on alone who serves it.
  func partLength(of grid: GridCode) -> Int { lengths.last { $0 <= grid.length } ?? 1 }

  /// Each resource that serves a grid, perhaps more than once.
  func forEach(covering grid: GridCode, _ tell: (Int) -> Void) {
    everywhere.forEach(tell)
    for length in lengths where length <= grid.length {
      byCode[grid.prefix(length)]?.forEach(tell)
    }
  }
}
