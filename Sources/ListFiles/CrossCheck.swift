import ThreeLists

/// Judges rows against each other: identifiers, references, pins, weights, duplicates.
struct CrossCheck {
  let needs: ListRows<Need>
  let resources: ListRows<Resource>
  let policy: Policy
  let week: Week?

  /// Every defect, in no particular order of lines.
  func defects() -> [ListDefect] { mostDefects() + probableDuplicates(described()) }

  /// Every defect, and the needs that share a household; of long lists what takes longest is found side by side.
  func all() -> (defects: [ListDefect], households: [[String]]) {
    let makers: [@Sendable () -> Found] = [
      { .twins(described()) }, { .twins(addresses()) }, { .twins(telephones()) },
      { .defects(mostDefects()) },
    ]
    let found = Processors.all(
      makers, apart: needs.values.count >= CrossCheck.smallestDivided)
    return (
      found[3].defects + probableDuplicates(found[0].twins),
      households(found[2].twins + found[1].twins)
    )
  }

  /// One of the things that are looked for side by side.
  private enum Found {
    case defects([ListDefect])
    case twins([[Int]])

    var defects: [ListDefect] {
      guard case .defects(let found) = self else { preconditionFailure("twins, not defects") }
      return found
    }

    var twins: [[Int]] {
      guard case .twins(let found) = self else { preconditionFailure("defects, not twins") }
      return found
    }
  }

  /// The fewest needs of which what is looked for is divided among the processors.
  private static let smallestDivided = 2000

  /// Every defect but needs that may be there twice.
  private func mostDefects() -> [ListDefect] {
    needs.duplicates() + resources.duplicates() + references() + pins() + weights()
  }

  private func defect<Value>(
    _ kind: ListDefect.Kind, _ rows: ListRows<Value>, _ origin: Origin, _ key: String,
    found: String?, severity: ListDefect.Severity = .error
  ) -> ListDefect {
    rows.placed(
      ListDefect(
        kind, severity: severity, file: origin.file, line: origin.line,
        column: rows.column(key, at: origin), found: found))
  }

  /// References to resources that do not exist; nothing when part of the list could not be read.
  private func references() -> [ListDefect] {
    guard resources.isComplete else { return [] }
    // By index: a copy of each row would take longer than to look at it.
    let rows = needs.values
    let naming = rows.indices.filter {
      !rows[$0].requested.isEmpty || rows[$0].previous != nil || !rows[$0].pinned.isEmpty
        || !rows[$0].banned.isEmpty
    }
    guard !naming.isEmpty else { return [] }
    let known = Set(resources.identifiers.map(\.id) + resources.raggedIdentifiers)
    var words: NearestWords?
    var found: [ListDefect] = []
    for need in naming.lazy.map({ rows[$0] }) {
      var references = need.requested.map { ("requested", $0) }
      if let previous = need.previous { references.append(("previous", previous)) }
      references += Set(need.pinned.map(\.resource)).sorted().map { ("pinned", $0) }
      references += need.banned.map { ("banned", $0) }
      for (key, id) in references where !known.contains(id) {
        if words == nil { words = NearestWords(known.sorted()) }
        found.append(
          defect(
            .unknownResource(nearest: words?.word(to: id)), needs, need.origin, key, found: id))
      }
    }
    return found
  }

  /// Pins whose pair no rule lets through in the week planned, among rows without another error.
  private func pins() -> [ListDefect] {
    guard let week, needs.values.contains(where: { !$0.pinned.isEmpty }) else { return [] }
    let sound = resources.values.filter { !resources.flawed.contains($0.origin) }
    let byID = Dictionary(sound.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let open = policy.openSessions(in: week)
    return needs.values.filter { !$0.pinned.isEmpty && !needs.flawed.contains($0.origin) }
      .flatMap { pins(of: $0, byID: byID, open: open, week: week) }
  }

  private func pins(
    of need: Need, byID: [String: Resource], open: SessionSet, week: Week
  ) -> [ListDefect] {
    CrossCheck.forbiddenPins(of: need, byID: byID, open: open, week: week).map { pin, rules in
      defect(
        .pinNeverAllowed(rules: rules), needs, need.origin, "pinned", found: pin.description)
    }
  }

  /// The pins of a need on known resources that no rule lets through, with the rules.
  static func forbiddenPins(
    of need: Need, byID: [String: Resource], open: SessionSet, week: Week
  ) -> [(pin: Pin, rules: [Rule])] {
    let roles: [String?] = need.isTeam ? need.roles.map(\.role) : [nil]
    return Set(need.pinned).sorted().compactMap { pin in
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
      return (pin, rules)
    }
  }

  /// The rules on sessions that one session fails.
  private static func sessionRules(
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
    return resources.values.compactMap { resource -> ListDefect? in
      guard let weight = resource.weight, !resource.unit.isEmpty else { return nil }
      guard let first = stated[resource.unit] else {
        stated[resource.unit] = resource
        return nil
      }
      guard first.weight != weight else { return nil }
      return defect(
        .weightsDiffer(other: first.origin), resources, resource.origin, "weight",
        found: ListWriter.decimal(weight))
    }
  }

  /// Needs alike in grid, category and description.
  private func described() -> [[Int]] {
    let rows = needs.values
    return Twins.groups(rows.count) { row in
      let description = Blanks.trimmed(rows[row].description)
      guard !description.isEmpty, !needs.flawed.contains(rows[row].origin) else { return nil }
      return (rows[row].grid.digits, rows[row].category, description)
    }
  }

  private func probableDuplicates(_ groups: [[Int]]) -> [ListDefect] {
    let rows = needs.values
    return groups.flatMap { group in
      group.dropFirst().map { row in
        defect(
          .probableDuplicate(other: rows[group[0]].origin), needs, rows[row].origin, "need_id",
          found: rows[row].id, severity: .warning)
      }
    }
  }

  /// Needs that share a telephone number.
  private func telephones() -> [[Int]] {
    let rows = needs.values
    return Twins.groups(rows.count) { row in
      let phone = Blanks.trimmed(rows[row].contact.phone)
      return phone.isEmpty ? nil : (phone, "", "")
    }
  }

  /// Needs that share a grid and an address.
  private func addresses() -> [[Int]] {
    let rows = needs.values
    return Twins.groups(rows.count) { row in
      let address = Blanks.trimmed(rows[row].contact.address)
      return address.isEmpty ? nil : (rows[row].grid.digits, address, "")
    }
  }

  /// The identifiers of groups of needs, no group twice.
  private func households(_ groups: [[Int]]) -> [[String]] {
    let rows = needs.values
    return Set(groups.map { $0.map { rows[$0].id }.sorted() })
      .sorted { $0.lexicographicallyPrecedes($1) }
  }
}
