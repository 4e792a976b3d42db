import ThreeLists

/// A resource that may fill one kind of place, with the sessions in which it may.
struct AuditCandidate: Sendable {
  /// In half a word: a county has millions of candidates.
  private let number: Int32
  /// Bit `i` stands for the session of index `i`.
  let sessions: UInt32

  /// The index of the resource.
  var resource: Int { Int(number) }

  init(resource: Int, sessions: UInt32) {
    number = Int32(resource)
    self.sessions = sessions
  }
}

/// A set of resources, one bit each.
struct AuditBits {
  private var words: [UInt64]

  init(count: Int, filled: Bool = false) {
    words = Array(repeating: filled ? .max : 0, count: (count + 63) / 64)
  }

  mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  mutating func remove(_ index: Int) { words[index >> 6] &= ~(1 << UInt64(index & 63)) }

  func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  /// What sets of `count` resources have in common, in order.
  static func common(_ sets: [AuditBits], count: Int) -> [Int] {
    guard let first = sets.first else { return [] }
    let others = sets.dropFirst()
    var found: [Int] = []
    for word in first.words.indices {
      var left = first.words[word]
      for set in others where left != 0 { left &= set.words[word] }
      while left != 0 {
        let index = word << 6 | left.trailingZeroBitCount
        if index < count { found.append(index) }
        left &= left - 1
      }
    }
    return found
  }
}

/// The resources by the areas they serve.
struct AuditAreas {
  private(set) var everywhere: [Int] = []
  private(set) var byCode: [GridCode: [Int]] = [:]
  /// The lengths of codes that stand in some row.
  private(set) var lengths: [Int] = []

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
}

/// All that the pairwise rules look at in a need, for one kind of place, each thing by its number.
struct AuditKind: Hashable {
  /// Whether it is the role of a team's place that `word` is the number of, or the category.
  let isRole: Bool
  let word: Int
  /// As much of the grid's code as the longest area has that could hold it.
  let grid: Int
  /// Lists of words; 0 is the empty one.
  let skills: Int
  let without: Int
  let banned: Int

  /// Hashes what tells most kinds apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(word << 32 | grid)
    let lists = skills << 42 ^ without << 21 ^ banned
    if lists != 0 { hasher.combine(lists) }
  }
}

/// A kind of place with the sessions in which it is asked for.
struct AuditAsked: Hashable {
  let kind: AuditKind
  let sessions: UInt32
}

/// Numbers by which categories and roles are told apart without looking at their characters again.
struct AuditWords {
  private var chains: [Int: [(bytes: [UInt8], number: Int)]] = [:]
  private var count = 0

  mutating func number(_ word: String) -> Int {
    var sum = 0
    for byte in word.utf8 { sum = sum &* 257 &+ Int(byte) }
    if let chain = chains[sum] {
      for known in chain where word.utf8.elementsEqual(known.bytes) { return known.number }
    }
    chains[sum, default: []].append((Array(word.utf8), count))
    count += 1
    return count - 1
  }
}

/// What was worked out once and is asked for often.
struct AuditMemory {
  var offering: [Int: AuditBits]?
  var taking: [Int: AuditBits]?
  var skilled: [Int: AuditBits] = [:]
  var unskilled: [Int: AuditBits] = [:]
  var covering: [Int: AuditBits] = [:]
  var areas: AuditAreas?
  var words = AuditWords()
  /// Numbers of lists of words, from 1.
  var wordLists: [[String]: Int] = [:]
  /// Numbers of parts of grids.
  var gridParts: [GridCode: Int] = [:]
  var passing: [AuditKind: [Int]] = [:]
  var asked: [AuditAsked: [AuditCandidate]] = [:]
  var coming: [UInt32]?
  var residents: [GridCode: [Int]]?
  var open: UInt32?
  var unclosed: UInt32?
  var validity: [UInt32]?
  var roomy: [UInt32]?
  var candidates: [[[AuditCandidate]]?] = []
  var certificateParts: CertificateParts?
  var certified: Result<CertificateProof, CertificateFault>?
  var firm: [Int: AuditFirm] = [:]
  var closures: [Int: AuditClosure.Known] = [:]
  var capacity: [Int: UnmetReason?] = [:]
  var fillable: [Int: UInt32] = [:]
  var detours: AuditDetours??
  var detourCosts: [AuditDetourSearch: [Int: [Int128]?]] = [:]
  var filledByHand: Set<FilledPlace>?
  var placeNumbers: [Int]?
}

/// The rules of the design's section 4, in code of the audit's own.
enum AuditEligibility {
  /// All 21 sessions.
  static let week: UInt32 = 0x1F_FFFF

  /// Whether every code of the first list stands in the second.
  static func all(_ wanted: [String], in owned: [String]) -> Bool {
    for code in wanted where !owned.contains(code) { return false }
    return true
  }

  /// Whether some code of the first list stands in the second.
  static func any(_ unwanted: [String], in owned: [String]) -> Bool {
    for code in unwanted where owned.contains(code) { return true }
    return false
  }

  /// Whether one of the areas is everything, or a beginning of the grid's code.
  static func covers(_ areas: [Area], _ grid: GridCode) -> Bool {
    for area in areas {
      switch area {
      case .everywhere: return true
      case .prefix(let code): if code.contains(grid) { return true }
      }
    }
    return false
  }

  /// Whether the policy closes a session of the week that begins on a Monday.
  static func isClosed(_ session: Int, monday: Day, _ policy: Policy) -> Bool {
    let date = monday.ordinal + session / 3
    for closure in policy.closures {
      switch closure {
      case .weekly(let other): if other.index == session { return true }
      case .day(let day): if day.ordinal == date { return true }
      case .part(let day, let part): if day.ordinal == date, part == session % 3 { return true }
      }
    }
    return false
  }

  /// Whether a need's last date lets it be served on a date of the week.
  static func isInTime(_ due: Day?, on date: Int, monday: Day) -> Bool {
    guard let due else { return true }
    return due.ordinal < monday.ordinal || date <= due.ordinal
  }

  /// The sessions of the week that begins on a Monday whose dates pass a test.
  static func sessions(monday: Day, where passes: (Int) -> Bool) -> UInt32 {
    var mask: UInt32 = 0
    for session in 0..<21 where passes(monday.ordinal + session / 3) { mask |= 1 << session }
    return mask
  }

  /// The distance level of a home and a grid.
  static func distance(from home: GridCode?, to grid: GridCode, _ levels: GridLevels) -> Int {
    guard let home else { return 3 }
    let alike = home.sharedLength(with: grid)
    if alike >= levels.town { return alike >= levels.grid ? 0 : alike >= levels.community ? 1 : 2 }
    return alike >= levels.county ? 3 : 4
  }
}

extension AuditView {
  /// The sessions that the policy leaves open, begun ones included.
  var unclosedMask: UInt32 {
    if let known = memory.unclosed { return known }
    var mask: UInt32 = 0
    for session in 0..<21
    where !AuditEligibility.isClosed(session, monday: plan.week.monday, policy) {
      mask |= 1 << session
    }
    memory.unclosed = mask
    return mask
  }

  /// The sessions that the policy leaves open and that have not begun.
  var openMask: UInt32 {
    if let known = memory.open { return known }
    let mask = unclosedMask & ~(standing?.begun ?? 0)
    memory.open = mask
    return mask
  }

  /// For each resource, the sessions on or before its last valid day.
  private var validity: [UInt32] {
    if let known = memory.validity { return known }
    let monday = plan.week.monday
    let found = resources.indices.map { index -> UInt32 in
      guard let last = resources[index].validTo else { return AuditEligibility.week }
      return AuditEligibility.sessions(monday: monday) { $0 <= last.ordinal }
    }
    memory.validity = found
    return found
  }

  /// The resources that pass a test, one bit each.
  private func row(_ passes: (Resource) -> Bool) -> AuditBits {
    var bits = AuditBits(count: resources.count)
    for (index, resource) in resources.enumerated() where passes(resource) { bits.insert(index) }
    return bits
  }

  /// The resources by area.
  private var areas: AuditAreas {
    if let known = memory.areas { return known }
    let found = AuditAreas(resources)
    memory.areas = found
    return found
  }

  /// As much of a grid's code as the longest area has that could hold it: grids that agree in it lie
  /// in the same areas.
  private func areaPart(_ grid: GridCode) -> GridCode {
    var longest = 1
    for length in areas.lengths where length <= grid.length { longest = length }
    return grid.prefix(longest)
  }

  /// The resources that serve a grid: those everywhere, and those of each area it lies in.
  private func covering(_ grid: GridCode) -> AuditBits {
    let areas = areas
    var bits = AuditBits(count: resources.count)
    for index in areas.everywhere { bits.insert(index) }
    for length in areas.lengths where length <= grid.length {
      for index in areas.byCode[grid.prefix(length)] ?? [] { bits.insert(index) }
    }
    return bits
  }

  /// Who offers each category, by the category's number.
  private var offering: [Int: AuditBits] {
    if let known = memory.offering { return known }
    let found = holders { resources[$0].categories }
    memory.offering = found
    return found
  }

  /// Who takes each role, by the role's number.
  private var taking: [Int: AuditBits] {
    if let known = memory.taking { return known }
    let found = holders { resources[$0].roles }
    memory.taking = found
    return found
  }

  /// The resources by each of the words that they have.
  private func holders(_ words: (Int) -> [String]) -> [Int: AuditBits] {
    var found: [Int: AuditBits] = [:]
    for index in resources.indices {
      for word in words(index) {
        found[memory.words.number(word), default: AuditBits(count: resources.count)].insert(index)
      }
    }
    return found
  }

  /// Which resources pass each pairwise rule for one kind of place, by position in `Rule`.
  func pairwise(_ need: Need, role: String?) -> [(bit: UInt16, passes: AuditBits)] {
    pairwise(need, kind(need, role: role))
  }

  private func pairwise(
    _ need: Need, _ kind: AuditKind
  ) -> [(bit: UInt16, passes: AuditBits)] {
    var result: [(bit: UInt16, passes: AuditBits)] = []
    let having = (kind.isRole ? taking : offering)[kind.word]
    result.append((kind.isRole ? 1 << 1 : 1 << 0, having ?? AuditBits(count: resources.count)))
    if kind.skills != 0 {
      let passes =
        memory.skilled[kind.skills] ?? row { AuditEligibility.all(need.skills, in: $0.skills) }
      memory.skilled[kind.skills] = passes
      result.append((1 << 2, passes))
    }
    if kind.without != 0 {
      let passes =
        memory.unskilled[kind.without]
        ?? row { !AuditEligibility.any(need.without, in: $0.skills) }
      memory.unskilled[kind.without] = passes
      result.append((1 << 3, passes))
    }
    let known = memory.covering[kind.grid]
    let covering = known ?? covering(need.grid)
    if known == nil { memory.covering[kind.grid] = covering }
    result.append((1 << 4, covering))
    if !need.banned.isEmpty {
      var passes = AuditBits(count: resources.count, filled: true)
      for name in need.banned {
        if let index = resourceIndex[name] { passes.remove(index) }
      }
      result.append((1 << 5, passes))
    }
    return result
  }

  private func kind(_ need: Need, role: String?) -> AuditKind {
    let part = areaPart(need.grid)
    let grid = memory.gridParts[part] ?? memory.gridParts.count
    if grid == memory.gridParts.count { memory.gridParts[part] = grid }
    return AuditKind(
      isRole: role != nil, word: memory.words.number(role ?? need.category), grid: grid,
      skills: number(of: need.skills), without: number(of: need.without),
      banned: number(of: need.banned))
  }

  private func number(of words: [String]) -> Int {
    if words.isEmpty { return 0 }
    if let known = memory.wordLists[words] { return known }
    memory.wordLists[words] = memory.wordLists.count + 1
    return memory.wordLists.count
  }

  /// The resources that pass all pairwise rules for one kind of place, in their order.
  func passing(_ need: Need, role: String?) -> [Int] {
    passing(need, kind(need, role: role))
  }

  private func passing(_ need: Need, _ key: AuditKind) -> [Int] {
    if let known = memory.passing[key] { return known }
    let found = AuditBits.common(pairwise(need, key).map(\.passes), count: resources.count)
    memory.passing[key] = found
    return found
  }

  /// The sessions in which each resource comes, without its last day.
  private var coming: [UInt32] {
    if let known = memory.coming { return known }
    let found = resources.indices.map { resources[$0].sessions.rawValue }
    memory.coming = found
    return found
  }

  /// What the rules leave of each resource for one kind of place.
  ///
  /// - Parameters:
  ///   - need: the need.
  ///   - role: the role of the place; nil without a team.
  ///   - tell: gets each resource's index, the sessions left to it and the rules it failed, as
  ///     bits in the order of `Rule`. Rules on sessions count as failed only where they leave
  ///     no session together: then those that struck out a session which the ones before had left.
  func judge(_ need: Need, role: String?, _ tell: (Int, UInt32, UInt16) -> Void) {
    let monday = plan.week.monday
    let rules = pairwise(need, role: role)
    let reported = AuditEligibility.sessions(monday: monday) { $0 >= need.reportedOn.ordinal }
    let due = AuditEligibility.sessions(monday: monday) {
      AuditEligibility.isInTime(need.dueOn, on: $0, monday: monday)
    }
    let open = openMask
    let validity = validity
    let coming = coming
    for resource in coming.indices {
      var failed: UInt16 = 0
      for (bit, passes) in rules where !passes.contains(resource) { failed |= bit }
      var left = AuditEligibility.week
      var struck: UInt16 = 0
      func strike(_ mask: UInt32, _ bit: UInt16) {
        if left & ~mask != 0 { struck |= bit }
        left &= mask
      }
      strike(open, 1 << 6)
      strike(need.sessions.rawValue, 1 << 7)
      strike(coming[resource], 1 << 8)
      strike(reported, 1 << 9)
      strike(due, 1 << 10)
      strike(validity[resource], 1 << 11)
      if left == 0 { failed |= struck }
      tell(resource, failed == 0 ? left : 0, failed)
    }
  }

  /// What bounds need of the lists alone.
  var certificateParts: CertificateParts {
    if let known = memory.certificateParts ?? lists.ofCertificate { return known }
    let found = CertificateParts(self)
    memory.certificateParts = found
    return found
  }

  /// The candidates of a need for each kind of place, by resource.
  func candidates(_ index: Int) -> [[AuditCandidate]] {
    if memory.candidates.isEmpty {
      memory.candidates = Array(repeating: nil, count: needs.count)
    }
    if let known = memory.candidates[index] { return known }
    let need = needs[index]
    let monday = plan.week.monday
    let hasFirm = standing.map { !$0.firm(need.id).isEmpty } ?? false
    let asked =
      (hasFirm ? unclosedMask : openMask) & need.sessions.rawValue
      & AuditEligibility.sessions(monday: monday) {
        $0 >= need.reportedOn.ordinal
          && AuditEligibility.isInTime(need.dueOn, on: $0, monday: monday)
      }
    let (validity, coming) = (validity, coming)
    var found: [[AuditCandidate]] = []
    for role in kinds(need) {
      // Needs alike in all that the rules look at have the same candidates.
      let asking = AuditAsked(kind: kind(need, role: role), sessions: asked)
      if !hasFirm, let known = memory.asked[asking] {
        found.append(known)
        continue
      }
      let passing = passing(need, asking.kind)
      var able: [AuditCandidate] = []
      able.reserveCapacity(passing.count)
      for resource in passing {
        var sessions = asked & coming[resource] & validity[resource]
        if hasFirm, let standing {
          sessions = standing.sessions(sessions, need.id, role: role, resources[resource].id)
        }
        if sessions != 0 { able.append(AuditCandidate(resource: resource, sessions: sessions)) }
      }
      if !hasFirm { memory.asked[asking] = able }
      found.append(able)
    }
    memory.candidates[index] = found
    return found
  }

  /// The roles of a team; one place without a role otherwise.
  func kinds(_ need: Need) -> [String?] { need.roles.isEmpty ? [nil] : need.roles.map(\.role) }

  /// The role of a kind of place; nil without a team.
  func role(_ number: Int, kind: Int) -> String? {
    needs[number].roles.isEmpty ? nil : needs[number].roles[kind].role
  }
}
