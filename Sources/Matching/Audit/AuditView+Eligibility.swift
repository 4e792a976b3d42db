import ThreeLists

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
