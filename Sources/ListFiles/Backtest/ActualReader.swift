import ThreeLists

/// Reads what was really dispatched in a past week: a list of its own, or two columns of the needs
/// list.
public enum ActualReader {
  /// The headers that the needs list may have for it.
  static let ownColumns: [ColumnDefinition] = [
    .init(key: "handled_by", chinese: "实际处置单位", isRequired: true, holdsNumbers: true),
    .init(key: "on_time", chinese: "是否按期"),
  ]

  /// A list of its own: a service list will do, with or without what became of each row.
  static let columns: [ColumnDefinition] =
    Columns.standing.map { column in
      var column = column
      column.isRequired = column.key == "need_id"
      if column.key == "resource_id" { column.substitute = "handled_by" }
      return column
    }
    + ownColumns.map { column in
      var column = column
      column.isRequired = false
      return column
    }

  /// Whether a defect of a needs list is about a column that is read here.
  static func concernsOwnColumn(_ defect: ListDefect) -> Bool {
    guard case .unknownHeader = defect.kind, let found = defect.found else { return false }
    return ListTable.known(found, ownColumns) != nil
  }

  /// A row as it was read; what it lacks is made up for when the lists are known.
  struct Row {
    var origin: Origin
    var need: String
    var visit: Int?
    var role: String?
    var name: String
    /// The column in which the name stands.
    var key = "handled_by"
    var session: Session?
    var isOnTime: Bool?
  }

  /// The rows of a list of its own, or of the columns of a needs list.
  static func rows(
    _ path: String, form: ListForm, inNeedsList: Bool
  ) -> (rows: [Row], tables: [String: ListTable], defects: [ListDefect], files: [String]) {
    let definitions: [ColumnDefinition] =
      inNeedsList
      ? Columns.needs.map { column in
        var column = column
        column.isRequired = column.key == "need_id"
        return column
      } + ownColumns : columns
    let read = ListReader.rows(at: path, definitions, form) { reader in
      inNeedsList ? needsRow(&reader) : ownRow(&reader)
    }
    var defects = read.placed(read.defects)
    if inNeedsList {
      // What else is wrong with the file its first reading has told.
      let own = Set(ownColumns.flatMap { [$0.key, $0.chinese] })
      defects = defects.filter { defect in
        if case .missingHeader(_, let key) = defect.kind { return own.contains(key) }
        return defect.column.map { own.contains($0.header) } ?? false
      }
    }
    return (read.values.flatMap { $0 }, read.tables, defects, read.files)
  }

  private static func ownRow(_ reader: inout RowReader) -> [Row] {
    let need = reader.identifier("need_id")
    let resource = reader.code("resource_id")
    let handled = reader.code("handled_by")
    if resource.isEmpty, handled.isEmpty {
      reader.noteEmpty(reader.table.column("resource_id") == nil ? "handled_by" : "resource_id")
    }
    let name = resource.isEmpty ? handled : resource
    let key = resource.isEmpty ? "handled_by" : "resource_id"
    if !name.isEmpty { _ = reader.isMangled(name, key) }
    let visit =
      reader.code("visit").isEmpty ? nil : reader.count("visit", least: 1, default: nil)
    let role = reader.code("role")
    let session =
      reader.code("session").isEmpty
      ? nil : reader.session(reader.code("session"), "session")
    let text = reader.code("state")
    let state = text.isEmpty ? .dispatched : StandingState(rawValue: text)
    if state == nil {
      reader.note(.notOneOf(allowed: StandingState.allCases.map(\.rawValue)), "state")
    }
    let isOnTime = flag(&reader)
    // A refusal is not what happened.
    guard !reader.hasErrors, !need.isEmpty, state?.isBroken == false else { return [] }
    return [
      Row(
        origin: reader.origin, need: need, visit: visit, role: role.isEmpty ? nil : role,
        name: name, key: key, session: session, isOnTime: isOnTime)
    ]
  }

  /// A needs list names who came for each visit, in a team with the role: `法律:R001;社工:R002`.
  private static func needsRow(_ reader: inout RowReader) -> [Row] {
    let need = reader.rowIdentifier("need_id")
    let isOnTime = flag(&reader)
    let names = reader.list("handled_by")
    for name in names { _ = reader.isMangled(name, "handled_by") }
    guard !reader.hasErrors, !need.isEmpty else { return [] }
    return names.map { text in
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map { Blanks.trimmed(String($0)) }
      let hasRole = parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      return Row(
        origin: reader.origin, need: need, visit: nil, role: hasRole ? parts[0] : nil,
        name: hasRole ? parts[1] : text, session: nil, isOnTime: isOnTime)
    }
  }

  private static func flag(_ reader: inout RowReader) -> Bool? {
    reader.code("on_time").isEmpty ? nil : reader.flag("on_time", default: true)
  }
}
