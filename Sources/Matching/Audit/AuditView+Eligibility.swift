import ThreeLists

extension AuditView {
  /// The sessions that the policy leaves open, begun ones included.
  var unclosedMask: UInt32 { finder.unclosed }

  /// The sessions that the policy leaves open and that have not begun.
  var openMask: UInt32 { finder.open }

  /// Which resources pass each pairwise rule for one kind of place, by position in `Rule`.
  func pairwise(_ need: Need, role: String?) -> [(bit: UInt16, passes: AuditBits)] {
    finder.pairwise(need, role: role)
  }

  /// The resources that pass all pairwise rules for one kind of place, in their order.
  func passing(_ need: Need, role: String?) -> [Int] { finder.passing(need, role: role) }

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
    let rules = finder.pairwise(need, role: role)
    let reported = AuditEligibility.sessions(monday: monday) { $0 >= need.reportedOn.ordinal }
    let due = AuditEligibility.sessions(monday: monday) {
      AuditEligibility.isInTime(need.dueOn, on: $0, monday: monday)
    }
    let open = openMask
    let own = finder.sessions
    for resource in resources.indices {
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
      strike(own.coming[resource], 1 << 8)
      strike(reported, 1 << 9)
      strike(due, 1 << 10)
      strike(own.valid[resource], 1 << 11)
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
    let found = finder.candidates(index)
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
