import ThreeLists

/// Holds the rows of an edited list against the rules, the capacities and one another.
struct EditedServiceCheck {
  let rows: [EditedRow]
  let editable: EditableServices
  let file: String
  private let own: [String: [EditedRow]]

  init(rows: [EditedRow], editable: EditableServices, file: String) {
    self.rows = rows
    self.editable = editable
    self.file = file
    own = Dictionary(grouping: rows, by: \.place.need)
  }

  /// All that is wrong.
  func defects() -> [ListDefect] {
    let standing = editable.standing?.ofNeedsWithFirmPlaces ?? [:]
    var defects = rows.compactMap { pairFault(of: $0, standing[$0.place.need]) }
    for name in own.keys.sorted() {
      if let need = editable.needs[name], let rows = own[name] {
        defects += visitFaults(of: need, rows)
      }
    }
    defects += loadFaults()
    return defects + missing()
  }

  private func defect(_ kind: ListDefect.Kind, _ row: EditedRow, _ key: String) -> ListDefect {
    let found =
      switch key {
      case "session": row.place.session.description
      case "role": row.place.role
      case "need_id": row.place.need
      default: row.place.resource
      }
    return ListDefect(
      kind, file: file, line: row.origin.line, column: row.columns[key], found: found)
  }

  private func defect(
    _ fault: EditedServiceFault, _ row: EditedRow, _ key: String
  ) -> ListDefect { defect(.editedService(fault), row, key) }

  // MARK: A row by itself

  private func pairFault(of row: EditedRow, _ standing: NeedStanding?) -> ListDefect? {
    let place = row.place
    guard let need = editable.needs[place.need] else {
      return defect(.unknownNeed(nearest: nil), row, "need_id")
    }
    guard let resource = editable.resources[place.resource] else {
      return defect(.unknownResource(nearest: nil), row, "resource_id")
    }
    let open = Eligibility.openSessions(editable.policy, editable.week)
    let rules = Eligibility.rulesAgainst(
      place.session, need, role: place.role, resource, open: open, week: editable.week)
    if let rules {
      let ofSession: Set<Rule> = [
        .open, .needSessions, .resourceSessions, .reported, .due, .valid,
      ]
      return defect(
        .notAllowed(rules: rules), row,
        rules.allSatisfy(ofSession.contains) ? "session" : "resource_id")
    }
    guard let whole = editable.standing else { return nil }
    guard let standing else {
      return whole.ahead.contains(place.session) ? nil : defect(.begun, row, "session")
    }
    let sessions = standing.sessions(
      SessionSet([place.session]), role: place.role, resource: place.resource)
    if sessions.contains(place.session) { return nil }
    if standing.closed.contains(place.resource) {
      return defect(.notAllowed(rules: [.banned]), row, "resource_id")
    }
    return whole.ahead.contains(place.session)
      ? defect(.otherRole, row, "role") : defect(.begun, row, "session")
  }

  // MARK: The rows of a need

  private func visitFaults(of need: Need, _ rows: [EditedRow]) -> [ListDefect] {
    var defects: [ListDefect] = []
    let visits = Dictionary(grouping: rows, by: \.place.session).sorted { $0.key < $1.key }
    for (index, visit) in visits.enumerated() {
      defects += teamFaults(of: need, visit.value)
      if let other = visits[..<index].first(where: { $0.key.weekday == visit.key.weekday }) {
        defects.append(
          defect(
            .standingClash(.sameDay, other: other.value[0].origin), visit.value[0], "session"))
      }
    }
    if visits.count > need.visits {
      let last = visits.flatMap(\.value).max { $0.origin < $1.origin } ?? rows[0]
      defects.append(defect(.tooManyVisits(visits: need.visits), last, "need_id"))
    } else if !need.allowsPartial, visits.count < need.visits {
      defects.append(defect(.wholly(visits: need.visits), rows[0], "need_id"))
    }
    return defects
  }

  /// What is wrong with the rows of one visit.
  private func teamFaults(of need: Need, _ rows: [EditedRow]) -> [ListDefect] {
    var defects: [ListDefect] = []
    for (index, row) in rows.enumerated() {
      if let twin = rows[..<index].first(where: { $0.place.resource == row.place.resource }) {
        defects.append(
          defect(.standingClash(.resourceTwice, other: twin.origin), row, "resource_id"))
      }
    }
    let kinds: [(role: String?, count: Int)] =
      need.isTeam ? need.roles.map { ($0.role, $0.count) } : [(nil, 1)]
    for (role, count) in kinds {
      let filling = rows.filter { $0.place.role == role }
      if filling.count > count {
        defects.append(
          defect(
            .tooMany(role: role, places: count), filling[count], role == nil ? "session" : "role"))
      } else if filling.count < count, let role {
        defects.append(
          defect(.lacks(role: role, places: count - filling.count), rows[0], "session"))
      }
    }
    return defects
  }

  // MARK: The rows of a resource

  private func loadFaults() -> [ListDefect] {
    var defects: [ListDefect] = []
    for (name, own) in Dictionary(grouping: rows, by: \.place.resource).sorted(by: {
      $0.key < $1.key
    }) {
      guard let resource = editable.resources[name] else { continue }
      if own.count > resource.weekly {
        defects.append(
          defect(
            .overLoad(limit: resource.weekly, session: nil), own[resource.weekly], "resource_id"))
      }
      for (session, same) in Dictionary(grouping: own, by: \.place.session).sorted(by: {
        $0.key < $1.key
      }) where same.count > resource.perSession {
        defects.append(
          defect(
            .overLoad(limit: resource.perSession, session: session), same[resource.perSession],
            "session"))
      }
    }
    return defects
  }

  // MARK: What is not there

  private func missing() -> [ListDefect] {
    var defects: [ListDefect] = []
    func whole(_ fault: EditedServiceFault) {
      defects.append(ListDefect(.editedService(fault), file: file))
    }
    let filled = Set(rows.map(\.place))
    let standing = editable.standing
    let firm = standing?.places.filter { standing?.isFirm($0) ?? false } ?? []
    var firmPins: Set<[String]> = []
    for place in firm {
      let wanted = FilledPlace(
        need: place.need, role: place.role, resource: place.resource, session: place.session)
      firmPins.insert([place.need, "\(place.resource)@\(place.session)"])
      if !filled.contains(wanted) {
        whole(.firmGone(need: place.need, place: "\(place.resource)@\(place.session)"))
      }
    }
    for need in editable.needs.values.sorted(by: { $0.id < $1.id }) where !need.pinned.isEmpty {
      let own = own[need.id] ?? []
      for (pin, count) in Dictionary(grouping: need.pinned, by: { $0 }).mapValues(\.count)
        .sorted(by: { $0.key < $1.key })
      {
        let text = pin.session.map { "\(pin.resource)@\($0)" } ?? pin.resource
        let held = own.count { row in
          row.place.resource == pin.resource
            && (pin.session == nil || pin.session == row.place.session)
        }
        guard held < (pin.session == nil ? count : 1), !firmPins.contains([need.id, text]) else {
          continue
        }
        whole(.pinGone(need: need.id, pin: text))
      }
    }
    return defects
  }
}
