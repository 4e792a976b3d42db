import ThreeLists
import Yams

/// Rows that a scenario adds, selects or changes: their cells are judged as those of the lists.
extension ScenarioReader {
  /// A kind of row.
  enum RowKind: String {
    case need, resource

    var columns: [ColumnDefinition] {
      self == .need ? Columns.canonicalNeeds : Columns.canonicalResources
    }

    /// The key of what selects such rows.
    var key: String { rawValue + "s" }
  }

  /// A cell as a scenario states it.
  struct Cell {
    var definition: ColumnDefinition
    var text: String
    var node: Node?

    /// What a page may say of the column: no contact, no special group, nothing that residents wrote.
    var told: ScenarioTerms.Column {
      let isOpen = definition.isQuotable && definition.key != "description"
      return ScenarioTerms.Column(
        header: definition.chinese, key: definition.key, value: isOpen ? text : nil)
    }
  }

  /// The cells of a mapping from headers, Chinese or English, to values.
  mutating func cells(_ node: Node, _ columns: [ColumnDefinition], key: String) -> [Cell] {
    guard let mapping = node.mapping else {
      note(.wrongValue(expected: "\(columns[0].chinese): …"), node, key: key)
      return []
    }
    var cells: [Cell] = []
    for (name, value) in mapping {
      let header = name.string ?? ""
      guard let definition = ListTable.known(header, columns) else {
        let words = columns.map(\.chinese) + columns.map(\.key)
        note(.unknownKey(nearest: Nearest.word(to: header, among: words)), name, key: header)
        continue
      }
      if cells.contains(where: { $0.definition == definition }) {
        note(.repeatedValue, name, key: header)
        continue
      }
      guard let text = text(value) else {
        note(.wrongValue(expected: "\(header): …, \(header): […]"), value, key: header)
        continue
      }
      cells.append(Cell(definition: definition, text: text, node: value))
    }
    return cells
  }

  /// The text of a cell: a scalar, or a sequence of them as a list-valued cell has it.
  private func text(_ node: Node) -> String? {
    if let sequence = node.sequence {
      let texts = sequence.compactMap(\.string)
      return texts.count == sequence.count ? texts.joined(separator: ";") : nil
    }
    return node.mapping == nil ? node.string : nil
  }

  /// Reads cells as a row of the needs list; nil after noting what is wrong.
  mutating func need(_ cells: [Cell], at node: Node) -> Need? {
    let (policy, week) = (lists.policy, week)
    return row(cells, .need, at: node) { row in
      var reader = NeedReader(policy: policy, week: week, table: row.table)
      return reader.read(&row)
    }
  }

  /// Reads cells as a row of the resource list; nil after noting what is wrong.
  mutating func resource(_ cells: [Cell], at node: Node) -> Resource? {
    let (policy, week) = (lists.policy, week)
    return row(cells, .resource, at: node) { row in
      var reader = ResourceReader(policy: policy, week: week, table: row.table)
      return reader.read(&row)
    }
  }

  /// Reads cells as the row of a list; nil after noting what is wrong.
  private mutating func row<Value>(
    _ cells: [Cell], _ kind: RowKind, at node: Node, read: (inout RowReader) -> Value
  ) -> Value? {
    func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
    let text =
      cells.map { quoted($0.definition.chinese) }.joined(separator: ",") + "\n"
      + cells.map { quoted(FormulaGuard.guarded($0.text)) }.joined(separator: ",") + "\n"
    let table = ListTable(
      file: file, bytes: Array(text.utf8),
      definitions: kind == .need ? Columns.needs : Columns.resources, limits: ListLimits())
    var defects = table.defects
    var value: Value?
    if let row = table.rows.first {
      var reader = RowReader(table: table, row: row)
      value = read(&reader)
      defects += reader.defects
    } else if defects.isEmpty {
      defects = [ListDefect(.emptyRequired(isCount: false), file: file)]
    }
    for defect in defects {
      let own = defect.column.flatMap { column in
        cells.indices.contains(column.number - 1) ? cells[column.number - 1] : nil
      }
      // A remark on a cell that the scenario leaves as it is has been made on the list.
      if defect.severity == .warning, own?.node == nil { continue }
      let place = own?.node ?? node
      var placed = defect
      placed.line = place.mark?.line
      placed.column = place.mark.map {
        .init(number: $0.column, header: own?.definition.chinese ?? "")
      }
      rowDefects.append(placed)
    }
    return defects.contains { $0.severity == .error } ? nil : value
  }

  /// Notes resources that a need names and the lists do not have.
  mutating func checkReferences(_ need: Need, _ cells: [Cell], at node: Node) {
    guard hasLists else { return }
    var references = need.requested.map { ("requested", $0) }
    if let previous = need.previous { references.append(("previous", previous)) }
    references += Set(need.pinned.map(\.resource)).sorted().map { ("pinned", $0) }
    references += need.banned.map { ("banned", $0) }
    for (key, id) in references where lists.resource(id) == nil {
      let cell = cells.first { $0.definition.key == key }
      note(
        .unknownResource(nearest: Nearest.word(to: id, among: lists.resources.map(\.id))),
        cell?.node ?? node, key: cell?.definition.chinese ?? "", found: id)
    }
  }

  // MARK: Selecting

  /// The identifiers that a node selects: one, several, or those of the rows that match a filter.
  mutating func select(_ kind: RowKind, _ node: Node) -> [String] {
    if node.mapping != nil { return filter(kind, node) }
    let items = node.sequence.map(Array.init) ?? [node]
    guard !items.isEmpty else {
      note(.wrongValue(expected: expectedRows(kind)), node, key: kind.key)
      return []
    }
    var found: [String] = []
    for item in items {
      guard let text = item.string.map({ Folding.folded(Blanks.trimmed($0)) }), !text.isEmpty else {
        note(.wrongValue(expected: expectedRows(kind)), item, key: kind.key)
        continue
      }
      guard hasLists else { continue }
      let isThere = kind == .need ? lists.need(text) != nil : lists.resource(text) != nil
      if found.contains(text) {
        note(.repeatedValue, item, key: kind.key)
      } else if isThere {
        found.append(text)
      } else if let line = history.removed["\(kind) \(text)"] {
        note(.againstChange(.removed, line: line), item, key: kind.key)
      } else {
        let known = kind == .need ? lists.needs.map(\.id) : lists.resources.map(\.id)
        note(
          .noSuchRow(nearest: Nearest.word(to: text, among: known)), item, key: kind.key)
      }
    }
    return found
  }

  private func expectedRows(_ kind: RowKind) -> String {
    kind == .need ? "N001, [N001, N002], { 类别: 理发 }" : "R001, [R001, R002], { 单位: … }"
  }

  /// The rows all of whose columns named have one of the values named.
  private mutating func filter(_ kind: RowKind, _ node: Node) -> [String] {
    let before = defects.count
    let wanted = cells(node, kind.columns, key: kind.key).map { cell in
      (column: cell.definition, values: values(cell))
    }
    guard hasLists, defects.count == before else { return [] }
    guard !wanted.isEmpty else {
      note(.wrongValue(expected: expectedRows(kind)), node, key: kind.key)
      return []
    }
    // Special groups are looked at as they are; only their number can be told from the answer.
    let columns = kind == .need ? Columns.needs : Columns.resources
    let places = Dictionary(
      columns.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    func matches(_ row: [String]) -> Bool {
      wanted.allSatisfy { column, values in
        guard let place = places[column.key] else { return false }
        return ScenarioReader.matches(row[place], column.key, values)
      }
    }
    let found =
      kind == .need
      ? lists.needs.filter { matches(ListWriter.cells($0, contacts: true)) }.map(\.id)
      : lists.resources.filter { matches(ListWriter.cells($0, contacts: true)) }.map(\.id)
    if found.isEmpty { note(.matchesNothing, node, key: kind.key) }
    return found
  }

  /// The values of a filter's column in their canonical form.
  private mutating func values(_ cell: Cell) -> [String] {
    let texts = cell.text.unicodeScalars.split { $0 == ";" || $0 == "；" || $0 == "、" }
      .map { Folding.folded(Blanks.trimmed(String($0))) }
    let policy = lists.policy
    let dictionary: CodeDictionary? =
      switch cell.definition.key {
      case "category", "categories": policy.categories
      case "roles": policy.roles
      case "skills", "without": policy.skills
      case "kind": policy.kinds
      default: nil
      }
    return texts.map { text in
      if let dictionary {
        if let name = dictionary.name(of: text) { return name }
        if !policy.openDictionaries, let node = cell.node {
          let known = dictionary.entries.map(\.name)
          note(
            .unknownCode(nearest: Nearest.words(to: text, among: known)), node,
            key: cell.definition.chinese, found: text)
        }
      }
      switch Numerals.date(text) {
      case .day(let day): return day.description
      case .impossible, .noDate: return text
      }
    }
  }

  /// Whether a written cell has one of some values: grid codes by their beginning, lists by their
  /// members, teams by their roles, the contents by a part of it, anything else as a whole.
  private static func matches(_ cell: String, _ key: String, _ values: [String]) -> Bool {
    switch key {
    case "grid", "home": return values.contains { !cell.isEmpty && cell.hasPrefix($0) }
    case "description": return values.contains { cell.contains($0) }
    case "sessions" where cell.isEmpty: return true
    case "sessions", "categories", "roles", "skills", "without", "areas", "requested", "banned",
      "special_group", "pinned":
      let parts = cell.split(separator: ";").map { part in
        key == "roles"
          ? String(part.prefix { $0 != ":" })
          : key == "pinned" ? String(part.prefix { $0 != "@" }) : String(part)
      }
      return values.contains(where: parts.contains)
    default: return values.contains(cell)
    }
  }
}
