import ThreeLists

/// Reads services.csv back, as it is or as somebody edited it.
public enum ServiceReader {
  /// The rows of a service list, in the order of the file.
  ///
  /// - Parameter path: the file.
  /// - Returns: its rows; whether they make sense is the audit's to say.
  /// - Throws: every defect of form.
  public static func read(_ path: String) throws(ListDefects) -> [ServiceRow] {
    let table = ListTable(file: path, definitions: Columns.services, form: ListForm())
    var defects = table.defects
    var rows: [ServiceRow] = []
    for row in table.rows {
      var reader = RowReader(table: table, row: row)
      if let service = service(&reader) { rows.append(service) }
      defects += reader.defects
    }
    guard !defects.contains(where: { $0.severity == .error }) else {
      throw ListDefects(ListReader.sorted(defects, files: [path]))
    }
    return rows
  }

  private static func service(_ reader: inout RowReader) -> ServiceRow? {
    let id = reader.identifier("service_id")
    let need = reader.identifier("need_id")
    let visit = reader.count("visit", least: 1, default: nil)
    let role = reader.code("role")
    let leads = reader.flag("lead", default: false)
    let resource = reader.identifier("resource_id")
    let unit = reader.required("unit")
    let date = reader.date("date", isRequired: true)
    let session = reader.session(reader.code("session"), "session")
    let method = Method(rawValue: reader.code("method"))
    if method == nil {
      reader.note(.notOneOf(allowed: Method.allCases.map(\.rawValue)), "method")
    }
    let rank =
      reader.code("choice_rank").isEmpty
      ? nil : reader.count("choice_rank", least: 1, default: nil)
    let distance = reader.count("distance", least: 0, default: nil)
    guard !reader.hasErrors, let visit, let date, let session, let method, let distance
    else { return nil }
    return ServiceRow(
      service: Service(
        id: id, need: need, visit: visit, role: role.isEmpty ? nil : role, leads: leads,
        resource: resource, unit: unit, date: date, session: session, method: method,
        choiceRank: rank, distance: distance),
      reason: reader.verbatim("reason"), runID: reader.code("run_id"))
  }
}

/// Reads unmet.csv back.
public enum UnmetReader {
  /// The rows of a list of unmet needs, in the order of the file.
  ///
  /// - Parameter path: the file.
  /// - Returns: its rows.
  /// - Throws: every defect of form.
  public static func read(_ path: String) throws(ListDefects) -> [UnmetRow] {
    let table = ListTable(file: path, definitions: Columns.unmet, form: ListForm())
    var defects = table.defects
    var rows: [UnmetRow] = []
    for row in table.rows {
      var reader = RowReader(table: table, row: row)
      let need = reader.identifier("need_id")
      let missing = reader.count("missing", least: 1, default: nil)
      rows.append(
        UnmetRow(
          need: need, missing: missing ?? 0, reasonCode: reader.code("reason_code"),
          reason: reader.verbatim("reason"), evidence: reader.verbatim("evidence"),
          smallestFix: reader.verbatim("smallest_fix"), escalateTo: reader.verbatim("escalate_to")))
      defects += reader.defects
    }
    guard !defects.contains(where: { $0.severity == .error }) else {
      throw ListDefects(ListReader.sorted(defects, files: [path]))
    }
    return rows
  }
}
