import ThreeLists

/// Why a row of a service list edited by hand cannot be taken.
public enum EditedServiceFault: Hashable, Sendable {
  /// The row is of another run than the plan recorded.
  case otherRun(run: String)
  /// The plan has no such 服务单号.
  case unknownService(nearest: String?)
  /// 服务单号 stands in an earlier row already.
  case repeatedService(first: Origin)
  /// 服务单号 belongs to another need.
  case otherNeed(String)
  /// A cell that follows from others says neither what follows nor what stood there.
  case doesNotFollow(right: String)
  /// The rules do not let the resource fill the place then.
  case notAllowed(rules: [Rule])
  /// The session has begun, and the place is not one that stays.
  case begun
  /// A place that stays is filled by the same resource in another role.
  case otherRole
  /// More rows fill the role in the session than it has places.
  case tooMany(role: String?, places: Int)
  /// A role of the visit lacks somebody.
  case lacks(role: String, places: Int)
  /// All visits or none are wanted.
  case wholly(visits: Int)
  /// The resource fills more places than it can, in the session or in the week.
  case overLoad(limit: Int, session: Session?)
  /// A place that was taken, or has begun, is not in the list.
  case firmGone(need: String, place: String)
  /// A pin does not hold.
  case pinGone(need: String, pin: String)
}

/// The services of a plan on record, which an office edits.
public struct EditableServices: Sendable {
  /// As recorded.
  public let services: [Service]
  /// The run that the rows name.
  public let run: String
  /// Sorted by identifier, with the pins and 回避 that the standing adds.
  let needs: [String: Need]
  let resources: [String: Resource]
  let policy: Policy
  let week: Week
  let standing: Standing?

  /// The services with what they are judged by.
  ///
  /// - Parameters:
  ///   - services: as recorded.
  ///   - run: the run that planned them.
  ///   - needs: with the pins and 回避 that the standing adds.
  ///   - resources: those of the week.
  ///   - policy: closures and levels.
  ///   - week: the week.
  ///   - standing: what was dispatched; nil before the dispatch.
  public init(
    services: [Service], run: String, needs: [Need], resources: [Resource], policy: Policy,
    week: Week, standing: Standing?
  ) {
    self.services = services
    self.run = run
    self.needs = Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) })
    self.resources = Dictionary(uniqueKeysWithValues: resources.map { ($0.id, $0) })
    self.policy = policy
    self.week = week
    self.standing = standing
  }

  /// What the lists, the policy and the standing say against places that stand in no file.
  ///
  /// - Parameters:
  ///   - places: what is filled.
  ///   - file: what messages call their record; no line is named.
  /// - Returns: empty when they can be dispatched.
  public func defects(_ places: [FilledPlace], file: String) -> [ListDefect] {
    let rows = places.map { place in
      EditedRow(origin: Origin(file: file, line: 0), place: place, columns: [:])
    }
    return EditedServiceCheck(rows: rows, editable: self, file: file).defects().map { defect in
      var defect = defect
      defect.line = nil
      return defect
    }
  }
}

/// A row of an edited list as far as it decides something.
struct EditedRow {
  let origin: Origin
  let place: FilledPlace
  /// The columns of its cells, by key.
  let columns: [String: ListDefect.Column]
}

/// Reads services.csv as an office edited it.
///
/// 需求编号, 角色, 资源编号 and 时段 decide. 服务单号 tells which row of the plan is meant, and is empty in a
/// row that was added. All else follows, so it may be what follows, what stood there, or empty.
public enum EditedServiceReader {
  /// Reads a list.
  ///
  /// - Parameters:
  ///   - path: a text or a workbook.
  ///   - editable: the services as recorded, and what they are judged by.
  ///   - encoding: of a text; nil recognises it.
  ///   - sheets: names of sheets to read of a workbook; without one, the first that has the headers.
  /// - Returns: what is to be filled, in the order of the file, and what somebody should look at.
  /// - Throws: every defect, in order; at least one is an error.
  public static func read(
    _ path: String, of editable: EditableServices, encoding: TextEncoding? = nil,
    sheets: [String] = []
  ) throws(ListDefects) -> (places: [FilledPlace], warnings: [ListDefect]) {
    let table = ListTable(
      file: path, definitions: Columns.editedServices,
      form: ListForm(encoding: encoding, sheets: sheets))
    var defects = table.defects
    var rows: [EditedRow] = []
    var first: [String: Origin] = [:]
    let columns = Columns.editedServices.map { ($0.key, table.column($0.key)) }
    let byKey = Dictionary(
      uniqueKeysWithValues: columns.compactMap { key, column in column.map { (key, $0) } })
    for row in table.rows {
      var cells = EditedCells(RowReader(table: table, row: row), editable)
      if let place = cells.place(&first) {
        rows.append(EditedRow(origin: cells.reader.origin, place: place, columns: byKey))
      }
      defects += cells.reader.defects
    }
    if !defects.contains(where: { $0.severity == .error }) {
      defects += EditedServiceCheck(rows: rows, editable: editable, file: path).defects()
    }
    defects = ListReader.sorted(defects, files: [path]).map { defect in
      var defect = defect
      if let sheet = table.sheet, defect.line != nil { defect.sheet = sheet }
      return defect
    }
    guard !defects.contains(where: { $0.severity == .error }) else { throw ListDefects(defects) }
    return (rows.map(\.place), defects)
  }
}

/// The cells of one row.
private struct EditedCells {
  var reader: RowReader
  let editable: EditableServices

  init(_ reader: RowReader, _ editable: EditableServices) {
    self.reader = reader
    self.editable = editable
  }

  private mutating func note(_ fault: EditedServiceFault, _ key: String) {
    reader.note(.editedService(fault), key)
  }

  /// What the row decides; nil when a cell is wrong.
  mutating func place(_ first: inout [String: Origin]) -> FilledPlace? {
    let id = reader.reference("service_id")
    let name = reader.identifier("need_id")
    let role = reader.code("role")
    let resourceName = reader.identifier("resource_id")
    let text = reader.required("session")
    let session = text.isEmpty ? nil : reader.session(Folding.folded(text), "session")
    let run = reader.code("run_id")
    if !run.isEmpty, run != editable.run { note(.otherRun(run: editable.run), "run_id") }
    let stood = service(id, need: name, &first)
    let need = editable.needs[name]
    if need == nil, !name.isEmpty {
      reader.note(
        .unknownNeed(nearest: Nearest.word(to: name, among: editable.needs.keys.sorted())),
        "need_id")
    }
    let resource = editable.resources[resourceName]
    if resource == nil, !resourceName.isEmpty {
      let nearest = Nearest.word(to: resourceName, among: editable.resources.keys.sorted())
      reader.note(.unknownResource(nearest: nearest), "resource_id")
    }
    guard let need else { return nil }
    let roles = need.roles.map(\.role)
    if need.isTeam ? !roles.contains(role) : !role.isEmpty {
      reader.note(.notRoleOfNeed(roles: roles), "role")
    }
    guard let resource, let session else { return nil }
    let place = FilledPlace(
      need: name, role: role.isEmpty ? nil : role, resource: resourceName, session: session)
    checkWhatFollows(place, need, resource, stood: stood)
    return reader.hasErrors ? nil : place
  }

  /// The service of the plan that a row is about; nil in a row that was added.
  private mutating func service(
    _ id: String?, need: String, _ first: inout [String: Origin]
  ) -> Service? {
    guard let id else { return nil }
    if let origin = first[id] {
      note(.repeatedService(first: origin), "service_id")
      return nil
    }
    first[id] = reader.origin
    guard let service = editable.services.first(where: { $0.id == id }) else {
      let nearest = Nearest.word(to: id, among: editable.services.map(\.id))
      note(.unknownService(nearest: nearest), "service_id")
      return nil
    }
    if !need.isEmpty, service.need != need { note(.otherNeed(service.need), "service_id") }
    return service
  }

  /// Cells that follow from what decides say so, or what stood there, or nothing.
  private mutating func checkWhatFollows(
    _ place: FilledPlace, _ need: Need, _ resource: Resource, stood: Service?
  ) {
    let date = editable.week.day(of: place.session)
    let rank = need.requested.firstIndex(of: resource.id).map { $0 + 1 }
    let distance = Distance.level(
      from: resource.home, to: need.grid, levels: editable.policy.levels)
    check("unit", right: resource.unit, stood: stood?.unit)
    if !reader.code("date").isEmpty, let told = reader.date("date"), told != date,
      told != stood?.date
    {
      note(.doesNotFollow(right: "\(date)"), "date")
    }
    check(
      "choice_rank", right: rank.map(String.init) ?? "",
      stood: stood.map { $0.choiceRank.map(String.init) ?? "" })
    check("distance", right: "\(distance)", stood: stood.map { "\($0.distance)" })
    // What leads, and how visits are numbered, depends on other rows, too.
    for key in ["visit", "lead", "method"] where !reader.code(key).isEmpty {
      switch key {
      case "visit": _ = reader.count("visit", least: 1, default: nil)
      case "lead": _ = reader.flag("lead", default: false)
      default:
        if Method(rawValue: reader.code("method")) == nil {
          reader.note(.notOneOf(allowed: Method.allCases.map(\.rawValue)), "method")
        }
      }
    }
  }

  private mutating func check(_ key: String, right: String, stood: String?) {
    let told = key == "unit" ? reader.text(key) : reader.code(key)
    guard !told.isEmpty, told != right, told != stood else { return }
    note(.doesNotFollow(right: right), key)
  }
}
