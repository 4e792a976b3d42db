import ThreeLists

/// Holds what was dispatched against the lists: who is meant, which visit, which place.
struct ActualCheck {
  private let needs: [String: Need]
  private let resources: [String: Resource]
  private let byUnit: [String: [String]]
  private var needWords: NearestWords
  private var unitWords: NearestWords
  private let tables: [String: ListTable]
  private let inNeedsList: Bool
  private let takesUnlisted: Bool
  private(set) var defects: [ListDefect] = []

  init(
    _ bundle: ListBundle, tables: [String: ListTable], inNeedsList: Bool, takesUnlisted: Bool
  ) {
    needs = Dictionary(uniqueKeysWithValues: bundle.needs.map { ($0.id, $0) })
    needWords = NearestWords(bundle.needs.map(\.id))
    resources = Dictionary(uniqueKeysWithValues: bundle.resources.map { ($0.id, $0) })
    byUnit = Dictionary(grouping: bundle.resources, by: { Folding.folded($0.unit) })
      .mapValues { $0.map(\.id) }
    unitWords = NearestWords(
      Set(bundle.resources.flatMap { [$0.id, $0.unit] }).sorted())
    self.tables = tables
    self.inNeedsList = inNeedsList
    self.takesUnlisted = takesUnlisted
  }

  /// The places of the rows, in their order.
  mutating func places(_ rows: [ActualReader.Row]) -> [ActualPlace] {
    var places: [ActualPlace] = []
    for (need, own) in Dictionary(grouping: rows, by: \.need).sorted(by: { $0.key < $1.key }) {
      guard let need = needs[need] else {
        let nearest = needWords.word(to: need)
        for row in own { note(.unknownNeed(nearest: nearest), row, "need_id", found: need) }
        continue
      }
      places += self.places(own, of: need)
    }
    return places.sorted { ($0.origin, $0.need, $0.visit) < ($1.origin, $1.need, $1.visit) }
  }

  private mutating func places(_ rows: [ActualReader.Row], of need: Need) -> [ActualPlace] {
    var found: [ActualPlace] = []
    let roles = need.roles.map(\.role)
    for row in rows {
      var row = row
      if inNeedsList, !need.isTeam, let role = row.role {
        row.name = "\(role):\(row.name)"
        row.role = nil
      }
      guard need.isTeam ? row.role.map(roles.contains) ?? false : row.role == nil else {
        note(
          .notRoleOfNeed(roles: roles), row, inNeedsList ? "handled_by" : "role",
          found: inNeedsList ? row.name : row.role)
        continue
      }
      guard let (resource, isListed) = resource(row) else { continue }
      found.append(
        ActualPlace(
          origin: row.origin, need: need.id, visit: row.visit ?? 0, role: row.role,
          resource: resource, isListed: isListed, session: row.session, isOnTime: row.isOnTime))
    }
    let unnumbered = found.filter { $0.visit == 0 }
    if unnumbered.isEmpty {
      refuseRepetitions(found, need)
      return found
    }
    guard unnumbered.count == found.count else {
      for place in unnumbered { note(.emptyRequired(isCount: true), at: place.origin, "visit") }
      return found
    }
    return numbered(found, need)
  }

  /// Who is meant by a row: a resource's identifier, or the name of a unit that has but one.
  private mutating func resource(_ row: ActualReader.Row) -> (String, isListed: Bool)? {
    if resources[row.name] != nil { return (row.name, true) }
    let own = byUnit[row.name] ?? []
    if own.count == 1 { return (own[0], true) }
    if own.count > 1 {
      note(.severalResources(own), row, row.key, found: row.name)
      return nil
    }
    note(
      .unlistedResource(nearest: unitWords.word(to: row.name)), row, row.key,
      found: row.name, severity: takesUnlisted ? .warning : .error)
    return (row.name, false)
  }

  /// Numbers visits by session, rows without one in their order; of a team each role by itself.
  private func numbered(_ places: [ActualPlace], _ need: Need) -> [ActualPlace] {
    var filled: [String?: Int] = [:]
    let ordered = places.enumerated().sorted {
      ($0.element.session?.index ?? 0, $0.offset) < ($1.element.session?.index ?? 0, $1.offset)
    }
    return ordered.map { _, place in
      var place = place
      let perVisit = need.roles.first { $0.role == place.role }?.count ?? 1
      place.visit = (filled[place.role] ?? 0) / perVisit + 1
      filled[place.role, default: 0] += 1
      return place
    }
  }

  /// Notes rows that fill a place which another row fills already.
  private mutating func refuseRepetitions(_ places: [ActualPlace], _ need: Need) {
    for (_, own) in Dictionary(grouping: places, by: \.visit).sorted(by: { $0.key < $1.key }) {
      for (role, same) in Dictionary(grouping: own, by: { $0.role ?? "" })
        .sorted(by: { $0.key < $1.key })
      {
        let room = need.roles.first { $0.role == role }?.count ?? 1
        for place in same.dropFirst(room) {
          note(.standingClash(.samePlace, other: same[0].origin), at: place.origin, "visit")
        }
      }
    }
  }

  private mutating func note(
    _ kind: ListDefect.Kind, _ row: ActualReader.Row, _ key: String, found: String? = nil,
    severity: ListDefect.Severity = .error
  ) {
    note(kind, at: row.origin, key, found: found, severity: severity)
  }

  private mutating func note(
    _ kind: ListDefect.Kind, at origin: Origin, _ key: String, found: String? = nil,
    severity: ListDefect.Severity = .error
  ) {
    var defect = ListDefect(
      kind, severity: severity, file: origin.file, line: origin.line,
      column: tables[origin.file]?.column(key), found: found)
    defect.sheet = tables[origin.file]?.sheet
    defects.append(defect)
  }
}
