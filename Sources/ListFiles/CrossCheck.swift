import ThreeLists

/// Judges rows against each other: identifiers, references, pins, weights, duplicates.
struct CrossCheck {
  let needs: [Need]
  let resources: [Resource]
  let policy: Policy
  let week: Week?
  let tables: [String: ListTable]

  /// Every defect, in no particular order of lines.
  func defects() -> [ListDefect] {
    duplicates(needs.map { ($0.id, $0.origin) }, key: "need_id")
      + duplicates(resources.map { ($0.id, $0.origin) }, key: "resource_id")
      + references() + weights() + probableDuplicates()
  }

  private func defect(
    _ kind: ListDefect.Kind, _ origin: Origin, _ key: String, found: String?,
    severity: ListDefect.Severity = .error
  ) -> ListDefect {
    ListDefect(
      kind, severity: severity, file: origin.file, line: origin.line,
      column: tables[origin.file]?.column(key), found: found)
  }

  private func duplicates(_ rows: [(id: String, origin: Origin)], key: String) -> [ListDefect] {
    var first: [String: Origin] = [:]
    return rows.compactMap { row -> ListDefect? in
      guard let known = first[row.id] else {
        first[row.id] = row.origin
        return nil
      }
      return defect(.duplicateIdentifier(first: known), row.origin, key, found: row.id)
    }
  }

  private func references() -> [ListDefect] {
    let byID = Dictionary(resources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let known = byID.keys.sorted()
    var found: [ListDefect] = []
    for need in needs {
      let references =
        need.requested.map { ("requested", $0) }
        + [need.previous].compactMap { $0 }
        .map { ("previous", $0) }
        + Set(need.pinned.map(\.resource)).sorted()
        .map { ("pinned", $0) } + need.banned.map { ("banned", $0) }
      for (key, id) in references where byID[id] == nil {
        found.append(
          defect(
            .unknownResource(nearest: Nearest.word(to: id, among: known)), need.origin, key,
            found: id))
      }
      found += pins(of: need, byID: byID)
    }
    return found
  }

  /// Pins whose pair no rule lets through in the week planned.
  private func pins(of need: Need, byID: [String: Resource]) -> [ListDefect] {
    guard let week else { return [] }
    let open = policy.openSessions(in: week)
    let roles: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
    return Set(need.pinned).sorted().compactMap { pin -> ListDefect? in
      guard let resource = byID[pin.resource] else { return nil }
      let judged = roles.map {
        Eligibility.judge(need, role: $0, resource, open: open, week: week)
      }
      let allowed = judged.contains { judgement in
        pin.session.map(judgement.sessions.contains) ?? !judgement.sessions.isEmpty
      }
      guard !allowed else { return nil }
      var rules = judged.map(\.failed).min { $0.count < $1.count } ?? []
      if rules.isEmpty, let session = pin.session {
        rules = sessionRules(need, resource, session: session, open: open, week: week)
      }
      return defect(
        .pinNeverAllowed(rules: rules), need.origin, "pinned", found: pin.description)
    }
  }

  /// The rules on sessions that one session fails.
  private func sessionRules(
    _ need: Need, _ resource: Resource, session: Session, open: SessionSet, week: Week
  ) -> [Rule] {
    let passing: [(Rule, SessionSet)] = [
      (.open, open), (.needSessions, Eligibility.needSessions(need)),
      (.resourceSessions, Eligibility.resourceSessions(resource)),
      (.reported, Eligibility.sinceReported(need, week)),
      (.due, Eligibility.untilDue(need, week)),
      (.valid, Eligibility.untilExpiry(resource, week)),
    ]
    return passing.filter { !$0.1.contains(session) }.map(\.0)
  }

  private func weights() -> [ListDefect] {
    var stated: [String: Resource] = [:]
    return resources.compactMap { resource -> ListDefect? in
      guard let weight = resource.weight else { return nil }
      guard let first = stated[resource.unit] else {
        stated[resource.unit] = resource
        return nil
      }
      guard first.weight != weight else { return nil }
      return defect(
        .weightsDiffer(other: first.origin), resource.origin, "weight",
        found: ListWriter.decimal(weight))
    }
  }

  private func probableDuplicates() -> [ListDefect] {
    var first: [[String]: Need] = [:]
    return needs.compactMap { need -> ListDefect? in
      guard !need.description.isEmpty else { return nil }
      let key = [need.grid.digits, need.category, need.description]
      guard let known = first[key] else {
        first[key] = need
        return nil
      }
      return defect(
        .probableDuplicate(other: known.origin), need.origin, "need_id", found: need.id,
        severity: .warning)
    }
  }

  /// Needs that share a telephone number, or a grid and an address.
  func households() -> [[String]] {
    var groups: [[String]: [String]] = [:]
    for need in needs {
      if !need.contact.phone.isEmpty {
        groups[["phone", need.contact.phone], default: []].append(need.id)
      }
      if !need.contact.address.isEmpty {
        groups[["address", need.grid.digits, need.contact.address], default: []].append(need.id)
      }
    }
    return Set(groups.values.map { $0.sorted() }.filter { $0.count > 1 })
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
