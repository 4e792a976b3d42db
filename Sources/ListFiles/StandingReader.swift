import ThreeLists

/// Reads what was dispatched in a week and what became of it: a service list with a column 状态.
public enum StandingReader {
  /// Reads a standing and judges it by the lists that are to be planned again.
  ///
  /// - Parameters:
  ///   - path: services.csv of the plan before, with 已派, 已接, 拒单 or 超时未接 in the column 状态; without
  ///     the column, or in an empty cell, 已派.
  ///   - bundle: the lists.
  ///   - policy: closures.
  ///   - week: the week planned.
  ///   - begun: sessions of the week that have begun.
  ///   - encoding: nil recognises it.
  /// - Returns: the standing.
  /// - Throws: every defect; at least one is an error.
  public static func read(
    _ path: String, bundle: ListBundle, policy: Policy, week: Week, begun: Int,
    encoding: TextEncoding? = nil
  ) throws(ListDefects) -> Standing {
    let table = ListTable(
      file: path, definitions: Columns.standing, form: ListForm(encoding: encoding))
    var defects = table.defects
    var check = StandingCheck(bundle: bundle, policy: policy, week: week, table: table)
    for row in table.rows {
      var reader = RowReader(table: table, row: row)
      if let place = place(&reader, week: week) { check.add(place) }
      defects += reader.defects
    }
    let standing = Standing(places: check.places, begun: begun)
    if !defects.contains(where: { $0.severity == .error }) { defects += check.defects(standing) }
    guard !defects.contains(where: { $0.severity == .error }) else {
      throw ListDefects(ListReader.sorted(defects, files: [path]))
    }
    return standing
  }

  private static func place(_ reader: inout RowReader, week: Week) -> StandingPlace? {
    let id = reader.identifier("service_id")
    let need = reader.identifier("need_id")
    let visit = reader.count("visit", least: 1, default: nil)
    let role = reader.code("role")
    let resource = reader.identifier("resource_id")
    let session = reader.session(reader.required("session"), "session")
    let text = reader.code("state")
    let state = text.isEmpty ? .dispatched : StandingState(rawValue: text)
    if state == nil {
      reader.note(.notOneOf(allowed: StandingState.allCases.map(\.rawValue)), "state")
    }
    guard !reader.hasErrors, let visit, let session, let state else { return nil }
    let start = "\(week)-\(need)-\(visit)-"
    guard id.hasPrefix(start), let place = Numerals.number(String(id.dropFirst(start.count))),
      place >= 1
    else {
      reader.note(.notServiceID(start: start), "service_id")
      return nil
    }
    return StandingPlace(
      origin: reader.origin, need: need, visit: visit, place: place,
      role: role.isEmpty ? nil : role, resource: resource, session: session, state: state)
  }
}

/// Holds the places of a standing against the lists and against one another.
private struct StandingCheck {
  private(set) var places: [StandingPlace] = []
  private let needs: [String: Need]
  private let resources: [String: Resource]
  private let open: SessionSet
  private let week: Week
  private let table: ListTable

  init(bundle: ListBundle, policy: Policy, week: Week, table: ListTable) {
    needs = Dictionary(uniqueKeysWithValues: bundle.needs.map { ($0.id, $0) })
    resources = Dictionary(uniqueKeysWithValues: bundle.resources.map { ($0.id, $0) })
    open = policy.openSessions(in: week)
    self.week = week
    self.table = table
  }

  mutating func add(_ place: StandingPlace) { places.append(place) }

  /// All that is wrong, the places being read without a fault of form.
  func defects(_ standing: Standing) -> [ListDefect] {
    places.compactMap { fault(of: $0, standing) } + clashes() + gaps()
  }

  private func defect(
    _ kind: ListDefect.Kind, _ place: StandingPlace, _ key: String, found: String? = nil
  ) -> ListDefect {
    ListDefect(
      kind, file: table.file, line: place.origin.line, column: table.column(key), found: found)
  }

  /// The first thing that the lists say against a place.
  private func fault(of place: StandingPlace, _ standing: Standing) -> ListDefect? {
    guard let need = needs[place.need] else {
      let nearest = Nearest.word(to: place.need, among: needs.keys.sorted())
      return defect(.unknownNeed(nearest: nearest), place, "need_id", found: place.need)
    }
    // Of a refusal only the pair counts.
    guard !place.state.isBroken else { return nil }
    guard let resource = resources[place.resource] else {
      let nearest = Nearest.word(to: place.resource, among: resources.keys.sorted())
      return defect(.absentResource(nearest: nearest), place, "resource_id", found: place.resource)
    }
    let roles = need.roles.map(\.role)
    guard need.isTeam ? place.role.map(roles.contains) ?? false : place.role == nil else {
      return defect(.notRoleOfNeed(roles: roles), place, "role", found: place.role)
    }
    guard place.visit <= need.visits else {
      return defect(
        .tooManyVisits(visits: need.visits), place, "visit", found: "\(place.visit)")
    }
    guard standing.isFirm(place) else { return nil }
    let rules = Eligibility.rulesAgainst(
      place.session, need, role: place.role, resource, open: open, week: week)
    guard let rules else { return nil }
    return defect(.firmNotAllowed(rules: rules), place, "resource_id", found: place.resource)
  }

  /// Places that cannot both stand.
  private func clashes() -> [ListDefect] {
    var defects: [ListDefect] = []
    let current = places.filter { !$0.state.isBroken }
    for (_, own) in Dictionary(grouping: current, by: \.need).sorted(by: { $0.key < $1.key }) {
      for (index, place) in own.enumerated() {
        for other in own[..<index] {
          let found: (StandingClash, String)? =
            if other.visit == place.visit {
              other.place == place.place
                ? (.samePlace, "service_id")
                : other.session != place.session
                  ? (.twoSessions, "session")
                  : other.resource == place.resource ? (.resourceTwice, "resource_id") : nil
            } else {
              other.session.weekday == place.session.weekday ? (.sameDay, "session") : nil
            }
          guard let (clash, key) = found else { continue }
          defects.append(defect(.standingClash(clash, other: other.origin), place, key))
          break
        }
      }
    }
    return defects
  }

  /// Visits of which a place is neither filled nor refused, or filled once too often.
  private func gaps() -> [ListDefect] {
    var defects: [ListDefect] = []
    for (name, own) in Dictionary(grouping: places, by: \.need).sorted(by: { $0.key < $1.key }) {
      guard let need = needs[name] else { continue }
      for (_, visit) in Dictionary(grouping: own, by: \.visit).sorted(by: { $0.key < $1.key }) {
        let current = visit.filter { !$0.state.isBroken }
        guard let first = current.first else { continue }
        let seats = Set(visit.map(\.place))
        let isOver = need.roles.contains { role in
          current.count { $0.role == role.role } > role.count
        }
        if seats.count != need.placesPerVisit || isOver {
          defects.append(
            defect(
              .incompleteVisit(places: need.placesPerVisit), first, "visit",
              found: "\(first.visit)"))
        }
      }
    }
    return defects
  }
}
