import ThreeLists

/// How often units and resources refuse, in millionths.
public struct RefusalList: Hashable, Sendable {
  /// By resource.
  public var byResource: [String: Int] = [:]
  /// By unit.
  public var byUnit: [String: Int] = [:]
}

/// Reads how often units and resources refuse.
public enum RefusalReader {
  static let rate = ColumnDefinition(key: "refusal", chinese: "拒单率", isRequired: true)

  /// A table of its own, or the resource list with one column more.
  static let columns: [ColumnDefinition] =
    Columns.resources.map { column in
      var column = column
      column.isRequired = false
      column.substitute = column.key == "resource_id" ? "unit" : nil
      return column
    } + [rate]

  /// Whether a warning of a resource list is about the column that is read here.
  public static func concernsRate(_ defect: ListDefect) -> Bool {
    guard case .unknownHeader = defect.kind, let found = defect.found else { return false }
    return ListTable.known(found, [rate]) != nil
  }

  /// Reads rates.
  ///
  /// - Parameters:
  ///   - path: a file with the columns 拒单率 and 资源编号 or 单位; where a row has both, the rate is the
  ///     resource's. An empty rate says nothing.
  ///   - resources: the resource list.
  ///   - encoding: nil recognises it.
  ///   - sheets: names of sheets to read of workbooks; without one, the first that has the headers.
  /// - Returns: the rates, with warnings.
  /// - Throws: every defect; at least one is an error.
  public static func read(
    _ path: String, resources: [Resource], encoding: TextEncoding? = nil, sheets: [String] = []
  ) throws(ListDefects) -> (rates: RefusalList, warnings: [ListDefect]) {
    let read = ListReader.rows(
      at: path, columns, ListForm(encoding: encoding, sheets: sheets)
    ) { row(&$0) }
    let ids = resources.map(\.id)
    let units = Set(resources.map(\.unit)).sorted()
    var rates = RefusalList()
    var first: [String: Origin] = [:]
    var defects = read.placed(read.defects)
    for row in read.values.compactMap({ $0 }) {
      let key = row.isResource ? "resource_id" : "unit"
      func note(_ kind: ListDefect.Kind) {
        defects.append(
          read.placed(
            ListDefect(
              kind, file: row.origin.file, line: row.origin.line,
              column: read.column(key, at: row.origin), found: row.name)))
      }
      if let other = first[key + row.name] {
        note(.duplicateIdentifier(first: other))
        continue
      }
      first[key + row.name] = row.origin
      if row.isResource, !ids.contains(row.name) {
        note(.noSuchRow(nearest: Nearest.word(to: row.name, among: ids)))
      } else if !row.isResource, !units.contains(row.name) {
        note(.noSuchUnit(nearest: Nearest.word(to: row.name, among: units)))
      } else if row.isResource {
        rates.byResource[row.name] = row.millionths
      } else {
        rates.byUnit[row.name] = row.millionths
      }
    }
    let all = ListReader.sorted(defects, files: read.files)
    guard !all.contains(where: { $0.severity == .error }) else { throw ListDefects(all) }
    return (rates, all)
  }

  private struct Row {
    var origin: Origin
    var name: String
    var isResource: Bool
    var millionths: Int
  }

  private static func row(_ reader: inout RowReader) -> Row? {
    let resource = reader.reference("resource_id")
    let unit = reader.text("unit")
    let text = reader.code("refusal")
    if resource == nil, unit.isEmpty {
      reader.noteEmpty(reader.table.column("resource_id") == nil ? "unit" : "resource_id")
    }
    guard !text.isEmpty else { return nil }
    guard let millionths = millionths(text) else {
      reader.note(.notProbability, "refusal")
      return nil
    }
    guard !reader.hasErrors else { return nil }
    return Row(
      origin: reader.origin, name: resource ?? unit, isResource: resource != nil,
      millionths: millionths)
  }

  /// A decimal from 0 to 1 with at most six places, or a percentage with at most four, in
  /// millionths; nil for anything else.
  public static func millionths(_ text: String) -> Int? {
    let isPercentage = text.hasSuffix("%")
    let digits = isPercentage ? String(text.dropLast()) : text
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let places = isPercentage ? 4 : 6
    let fraction = parts.count == 2 ? parts[1] : "0"
    guard parts.count <= 2, (1...3).contains(parts[0].count), (1...places).contains(fraction.count)
    else { return nil }
    let padded = fraction + String(repeating: "0", count: places - fraction.count)
    guard let number = Numerals.number(parts[0] + padded), number <= 1_000_000 else { return nil }
    return number
  }
}
