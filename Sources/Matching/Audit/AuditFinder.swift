import ThreeLists

/// Finds out who may serve a need, and keeps what it works out for the next need that asks the same.
///
/// A value: each thread works on one of its own, and nothing has to make sure of that at every step.
struct AuditFinder: Sendable {
  private let needs: [Need]
  private let resources: [Resource]
  private let resourceIndex: [String: Int]
  private let standing: AuditStanding?
  private let monday: Day
  /// The sessions that the policy leaves open, begun ones included.
  let unclosed: UInt32
  /// The sessions that the policy leaves open and that have not begun.
  let open: UInt32
  private var ownSessions: Sessions?
  private var ownAreas: AuditAreas?
  private var ownLengths: [Int]?
  /// Who offers each category, and who takes each role, by the word's number.
  private var offering: [AuditBits?]?
  private var taking: [AuditBits?]?
  /// By the number of a list of words.
  private var skilled: [Int: AuditBits] = [:]
  private var unskilled: [Int: AuditBits] = [:]
  /// By the number of a grid's part.
  private var coverings: [Covering?] = []
  /// Numbers of categories and roles.
  private var words = AuditTable<String, Int>()
  /// Numbers of lists of words, from 1.
  private var wordLists: [[String]: Int] = [:]
  /// Numbers of parts of grids, told by their leading digits where these say all.
  private var gridParts = AuditTable<UInt64, Int>()
  private var longGridParts: [GridCode: Int] = [:]
  private var passingKinds: [AuditKind: [Int]] = [:]
  /// In a list of their own, as a need of one kind of place has them.
  private var asked = AuditTable<AuditAsked, [[AuditCandidate]]>()
  /// What candidates are gathered in, so that each list of them is as long as they are many.
  private var gathered: [AuditCandidate] = []

  /// The sessions of each resource.
  struct Sessions: Sendable {
    /// Those in which it comes, without its last day.
    let coming: [UInt32]
    /// Those on or before its last valid day.
    let valid: [UInt32]
    /// Those that are both.
    let usable: [UInt32]
  }

  /// Who serves a part of a grid.
  private struct Covering {
    let bits: AuditBits
    /// Where its words hold any: few of a county's do.
    let filled: [Int]
  }

  init(_ lists: AuditLists) {
    needs = lists.needs
    resources = lists.resources
    resourceIndex = lists.resourceIndex
    standing = lists.standing
    monday = lists.week.monday
    var unclosed: UInt32 = 0
    for session in 0..<21
    where !AuditEligibility.isClosed(session, monday: monday, lists.policy) {
      unclosed |= 1 << session
    }
    self.unclosed = unclosed
    open = unclosed & ~(lists.standing?.begun ?? 0)
  }

  /// Works out what every need asks for, so that copies of this have it.
  mutating func prepare() {
    _ = sessions
    _ = lengths
    _ = holders(isRole: false)
  }

  /// The sessions of each resource.
  var sessions: Sessions {
    mutating get {
      if let ownSessions { return ownSessions }
      let coming = resources.indices.map { resources[$0].sessions.rawValue }
      let valid = resources.indices.map { index -> UInt32 in
        guard let last = resources[index].validTo else { return AuditEligibility.week }
        return AuditEligibility.sessions(monday: monday) { $0 <= last.ordinal }
      }
      let found = Sessions(
        coming: coming, valid: valid, usable: coming.indices.map { coming[$0] & valid[$0] })
      ownSessions = found
      return found
    }
  }

  /// The resources by area.
  private var areas: AuditAreas {
    mutating get {
      if let ownAreas { return ownAreas }
      let found = AuditAreas(resources)
      ownAreas = found
      return found
    }
  }

  /// The lengths of the areas' codes.
  private var lengths: [Int] {
    mutating get {
      if let ownLengths { return ownLengths }
      let found = areas.lengths
      ownLengths = found
      return found
    }
  }

  /// The candidates of a need for each kind of place, by resource.
  mutating func candidates(_ index: Int) -> [[AuditCandidate]] {
    let need = needs[index]
    let dates = AuditEligibility.dates(from: need.reportedOn, until: need.dueOn, monday: monday)
    let wanted = need.sessions.rawValue & dates
    if let standing, standing.hasFirm(need.id) {
      let roles: [String?] = need.roles.isEmpty ? [nil] : need.roles.map(\.role)
      return roles.map { firmCandidates(need, role: $0, unclosed & wanted, standing) }
    }
    if need.roles.isEmpty { return candidates(need, role: nil, open & wanted) }
    return need.roles.map { candidates(need, role: $0.role, open & wanted)[0] }
  }

  /// The candidates for one kind of place, in a list of their own.
  ///
  /// Needs alike in all that the rules look at have the same.
  private mutating func candidates(
    _ need: Need, role: String?, _ sessions: UInt32
  ) -> [[AuditCandidate]] {
    let asking = AuditAsked(kind: kind(need, role: role), sessions: sessions)
    let hash = asking.ownHash
    if let known = asked.value(of: asking, hash: hash) { return known }
    let usable = self.sessions.usable
    var found = gathered
    gathered = []
    found.removeAll(keepingCapacity: true)
    eachPassing(need, asking.kind) { resource in
      let own = sessions & usable[resource]
      if own != 0 { found.append(AuditCandidate(resource: resource, sessions: own)) }
    }
    var able: [AuditCandidate] = []
    able += found
    gathered = found
    asked.add([able], of: asking, hash: hash)
    return [able]
  }

  /// The candidates of a need with firm places, to which the standing gives and of which it takes.
  private mutating func firmCandidates(
    _ need: Need, role: String?, _ sessions: UInt32, _ standing: AuditStanding
  ) -> [AuditCandidate] {
    let usable = self.sessions.usable
    return passing(need, role: role).compactMap { resource in
      let own = standing.sessions(
        sessions & usable[resource], need.id, role: role, resources[resource].id)
      return own == 0 ? nil : AuditCandidate(resource: resource, sessions: own)
    }
  }

  /// The resources that pass all pairwise rules for one kind of place, in their order.
  mutating func passing(_ need: Need, role: String?) -> [Int] {
    let key = kind(need, role: role)
    if let known = passingKinds[key] { return known }
    var found: [Int] = []
    eachPassing(need, key) { found.append($0) }
    passingKinds[key] = found
    return found
  }

  /// Tells the resources that pass all pairwise rules for one kind of place, in their order.
  @inline(__always)
  private mutating func eachPassing(_ need: Need, _ kind: AuditKind, _ tell: (Int) -> Void) {
    let near = covering(need, kind)
    guard let having = having(kind) else { return }
    let further = furtherRules(need, kind)
    for place in near.filled {
      var left = near.bits.word(place) & having.word(place)
      for rule in further where left != 0 { left &= rule.passes.word(place) }
      while left != 0 {
        tell(place << 6 | left.trailingZeroBitCount)
        left &= left - 1
      }
    }
  }

  /// Which resources pass each pairwise rule for one kind of place, by position in `Rule`.
  mutating func pairwise(_ need: Need, role: String?) -> [(bit: UInt16, passes: AuditBits)] {
    let kind = kind(need, role: role)
    let having = having(kind) ?? AuditBits(count: resources.count)
    return [
      (kind.isRole ? 1 << 1 : 1 << 0, having), (1 << 4, covering(need, kind).bits),
    ] + furtherRules(need, kind)
  }

  /// Who offers the category, or takes the role; nil where nobody does.
  private mutating func having(_ kind: AuditKind) -> AuditBits? {
    let holders = holders(isRole: kind.isRole)
    return kind.word < holders.count ? holders[kind.word] : nil
  }

  /// The rules that only some needs have.
  private mutating func furtherRules(
    _ need: Need, _ kind: AuditKind
  ) -> [(bit: UInt16, passes: AuditBits)] {
    if kind.skills | kind.without | kind.banned == 0 { return [] }
    var result: [(bit: UInt16, passes: AuditBits)] = []
    if kind.skills != 0 {
      let passes =
        skilled[kind.skills] ?? row { AuditEligibility.all(need.skills, in: resources[$0].skills) }
      skilled[kind.skills] = passes
      result.append((1 << 2, passes))
    }
    if kind.without != 0 {
      let passes =
        unskilled[kind.without]
        ?? row { !AuditEligibility.any(need.without, in: resources[$0].skills) }
      unskilled[kind.without] = passes
      result.append((1 << 3, passes))
    }
    if !need.banned.isEmpty {
      var passes = AuditBits(count: resources.count, filled: true)
      for name in need.banned {
        if let index = resourceIndex[name] { passes.remove(index) }
      }
      result.append((1 << 5, passes))
    }
    return result
  }

  /// The resources that pass a test, one bit each.
  private func row(_ passes: (Int) -> Bool) -> AuditBits {
    var bits = AuditBits(count: resources.count)
    for index in resources.indices where passes(index) { bits.insert(index) }
    return bits
  }

  /// The resources that serve a need's grid: those everywhere, and those of each area it lies in.
  private mutating func covering(_ need: Need, _ kind: AuditKind) -> Covering {
    while coverings.count <= kind.grid { coverings.append(nil) }
    if let known = coverings[kind.grid] { return known }
    let areas = areas
    let grid = need.grid
    var bits = AuditBits(count: resources.count)
    for index in areas.everywhere { bits.insert(index) }
    for length in areas.lengths where length <= grid.length {
      for index in areas.byCode[grid.prefix(length)] ?? [] { bits.insert(index) }
    }
    let found = Covering(bits: bits, filled: bits.filledPlaces)
    coverings[kind.grid] = found
    return found
  }

  /// The resources by each of the words that they have, by the word's number.
  private mutating func holders(isRole: Bool) -> [AuditBits?] {
    if let known = isRole ? taking : offering { return known }
    var found: [AuditBits?] = []
    for index in resources.indices {
      for word in isRole ? resources[index].roles : resources[index].categories {
        let number = number(of: word)
        while found.count <= number { found.append(nil) }
        if found[number] == nil { found[number] = AuditBits(count: resources.count) }
        found[number]?.insert(index)
      }
    }
    if isRole { taking = found } else { offering = found }
    return found
  }

  private mutating func kind(_ need: Need, role: String?) -> AuditKind {
    AuditKind(
      isRole: role != nil, word: number(of: role ?? need.category), grid: part(of: need.grid),
      skills: number(of: need.skills), without: number(of: need.without),
      banned: number(of: need.banned))
  }

  /// The number of as much of a grid's code as the longest area has that could hold it: grids that agree in it
  /// lie in the same areas.
  private mutating func part(of grid: GridCode) -> Int {
    var longest = 1
    for length in lengths where length <= grid.length { longest = length }
    let next = gridParts.count + longGridParts.count
    guard let digits = grid.leading(longest) else {
      let part = grid.prefix(longest)
      let number = longGridParts[part] ?? next
      longGridParts[part] = number
      return number
    }
    let hash = AuditHash.of(digits)
    if let known = gridParts.value(of: digits, hash: hash) { return known }
    gridParts.add(next, of: digits, hash: hash)
    return next
  }

  private mutating func number(of word: String) -> Int {
    let hash = AuditHash.of(word)
    if let known = words.value(of: word, hash: hash) { return known }
    words.add(words.count, of: word, hash: hash)
    return words.count - 1
  }

  private mutating func number(of list: [String]) -> Int {
    if list.isEmpty { return 0 }
    if let known = wordLists[list] { return known }
    wordLists[list] = wordLists.count + 1
    return wordLists.count
  }
}
