import Foundation
import Synchronization
import ThreeLists

/// Both lists, read without an error.
public struct ListBundle: Hashable, Sendable {
  /// Sorted by identifier.
  public var needs: [Need]
  /// Sorted by identifier.
  public var resources: [Resource]
  /// What somebody should look at.
  public var warnings: [ListDefect]
  /// Needs, two or more, that share a telephone number or a grid and address.
  public var households: [[String]]
}

/// Reads the two lists and judges them whole.
public enum ListReader {
  /// Reads needs and resources.
  ///
  /// - Parameters:
  ///   - needs: a file, CSV or workbook, or a folder all of whose lists are read as one.
  ///   - resources: as above.
  ///   - policy: dictionaries and code lengths.
  ///   - week: the week planned; nil leaves out what depends on it.
  ///   - encoding: of texts; nil recognises it.
  ///   - sheets: names of sheets to read of workbooks; without one, the first that has the headers.
  ///   - limits: what a file may hold.
  /// - Returns: the lists, sorted, with warnings.
  /// - Throws: every defect of both, in order; at least one is an error.
  public static func read(
    needs: String, resources: String, policy: Policy, week: Week?,
    encoding: TextEncoding? = nil, sheets: [String] = [], limits: ListLimits = ListLimits()
  ) throws(ListDefects) -> ListBundle {
    let form = ListForm(encoding: encoding, sheets: sheets, limits: limits)
    let ofNeeds = Mutex(ListRows<Need>(key: Columns.needs[0].key))
    let ofResources = Mutex(ListRows<Resource>(key: Columns.resources[0].key))
    Processors.share(2) { list in
      if list == 0 {
        let rows = readNeeds(at: needs, form, policy, week)
        ofNeeds.withLock { $0 = rows }
      } else {
        let rows = readResources(at: resources, form, policy, week)
        ofResources.withLock { $0 = rows }
      }
    }
    let (needRows, resourceRows) = (ofNeeds.withLock { $0 }, ofResources.withLock { $0 })
    let found = CrossCheck(
      needs: needRows, resources: resourceRows, policy: policy, week: week
    ).all()
    let defects = sorted(
      needRows.placed(needRows.defects) + resourceRows.placed(resourceRows.defects)
        + found.defects,
      files: needRows.files + resourceRows.files)
    guard !defects.contains(where: { $0.severity == .error }) else {
      throw ListDefects(defects)
    }
    return ListBundle(
      needs: needRows.values.byIdentifier, resources: resourceRows.values.byIdentifier,
      warnings: defects,
      households: found.households)
  }

  /// Reads a resource list alone.
  ///
  /// - Parameters:
  ///   - path: a file, CSV or workbook, or a folder all of whose lists are read as one.
  ///   - policy: dictionaries and code lengths.
  ///   - week: the week for which they are offered.
  ///   - encoding: of texts; nil recognises it.
  ///   - sheets: names of sheets to read of workbooks; without one, the first that has the headers.
  /// - Returns: the resources, sorted, with warnings.
  /// - Throws: every defect, in order; at least one is an error.
  public static func resources(
    _ path: String, policy: Policy, week: Week, encoding: TextEncoding? = nil,
    sheets: [String] = []
  ) throws(ListDefects) -> (resources: [Resource], warnings: [ListDefect]) {
    let read = readResources(
      at: path, ListForm(encoding: encoding, sheets: sheets), policy, week)
    let check = CrossCheck(
      needs: ListRows<Need>(key: "need_id"), resources: read, policy: policy, week: week)
    let defects = sorted(read.placed(read.defects) + check.defects(), files: read.files)
    guard !defects.contains(where: { $0.severity == .error }) else { throw ListDefects(defects) }
    return (read.values.sorted { $0.id < $1.id }, defects)
  }

  /// The column of a key in a needs list, for messages about what was read of it.
  ///
  /// - Parameters:
  ///   - key: of the column.
  ///   - file: the list.
  /// - Returns: its place and header; nil when it is not there any more.
  public static func needColumn(_ key: String, in file: String) -> ListDefect.Column? {
    ListTable(file: file, definitions: Columns.needs, form: ListForm()).column(key)
  }

  private static func readNeeds(
    at path: String, _ form: ListForm, _ policy: Policy, _ week: Week?
  ) -> ListRows<Need> {
    rowsInParts(at: path, Columns.needs, form) { table in
      var reader = NeedReader(policy: policy, week: week, table: table)
      return { reader.read(&$0) }
    }
  }

  private static func readResources(
    at path: String, _ form: ListForm, _ policy: Policy, _ week: Week?
  ) -> ListRows<Resource> {
    rowsInParts(at: path, Columns.resources, form) { table in
      var reader = ResourceReader(policy: policy, week: week, table: table)
      return { reader.read(&$0) }
    }
  }

  /// Reads the rows of all files of one list, each by itself and many at once.
  ///
  /// - Parameters:
  ///   - path: a file or a folder.
  ///   - definitions: the list's columns.
  ///   - form: how it is read.
  ///   - reader: what reads rows of a table that stand together, one after another.
  /// - Returns: the rows.
  static func rowsInParts<Value: Sendable>(
    at path: String, _ definitions: [ColumnDefinition], _ form: ListForm,
    reader: @escaping @Sendable (ListTable) -> (inout RowReader) -> Value
  ) -> ListRows<Value> {
    tables(at: path, definitions, form) { $0.add($1, inParts: reader) }
  }

  /// Reads the rows of all files of one list.
  static func rows<Value>(
    at path: String, _ definitions: [ColumnDefinition], _ form: ListForm,
    read: (inout RowReader) -> Value
  ) -> ListRows<Value> {
    tables(at: path, definitions, form) { $0.add($1, read: read) }
  }

  private static func tables<Value>(
    at path: String, _ definitions: [ColumnDefinition], _ form: ListForm,
    add: (inout ListRows<Value>, ListTable) -> Void
  ) -> ListRows<Value> {
    var result = ListRows<Value>(key: definitions[0].key)
    result.mostErrors = form.limits.errors
    do {
      result.files = try files(at: path)
    } catch {
      result.files = [path]
      result.defects = [ListDefect(error.kind, file: path)]
      result.isComplete = false
      return result
    }
    for file in result.files {
      add(&result, ListTable(file: file, definitions: definitions, form: form))
    }
    return result
  }

  /// The files of a list: the file itself, or those of a folder by name.
  private static func files(at path: String) throws(FileFault) -> [String] {
    var isFolder: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else { return [path] }
    guard let all = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw FileFault(.unreadable)
    }
    // What begins so is a lock that Excel or WPS keeps beside an open workbook.
    let names = all.filter { name in
      let lower = name.lowercased()
      return (lower.hasSuffix(".csv") || ListContent.workbooks.contains(where: lower.hasSuffix))
        && !name.hasPrefix(".") && !name.hasPrefix("~$")
    }.sorted()
    guard !names.isEmpty else { throw FileFault(.emptyFolder) }
    let folder = path.hasSuffix("/") ? path : path + "/"
    return names.map { folder + $0 }
  }

  /// By file in the order given, then line and column; the order found decides the rest.
  static func sorted(_ defects: [ListDefect], files: [String]) -> [ListDefect] {
    let fileOrder = Dictionary(
      files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    typealias Place = (file: Int, line: Int, column: Int, found: Int)
    let places = defects.enumerated().map { index, defect -> Place in
      (fileOrder[defect.file] ?? 0, defect.line ?? 0, defect.column?.number ?? 0, index)
    }
    return places.sorted { $0 < $1 }.map { defects[$0.found] }
  }
}

/// The rows of all files of one list, with what rows are judged against each other by.
struct ListRows<Value> {
  /// The column of the identifier.
  let key: String
  var files: [String] = []
  /// What could be read of each row; what could not has a defect, and a stand-in here.
  private(set) var values: [Value] = []
  /// The identifier of every row that has one.
  private(set) var identifiers: [(id: String, origin: Origin)] = []
  /// Identifiers of rows whose cells do not match the headers: known, but not to be trusted.
  private(set) var raggedIdentifiers: [String] = []
  /// Rows of which something could not be read.
  private(set) var flawed: Set<Origin> = []
  private(set) var tables: [String: ListTable] = [:]
  var defects: [ListDefect] = []
  /// Whether every row has been read, so that an identifier not found does not exist.
  var isComplete = true
  /// Errors after which no more rows are read.
  var mostErrors = ListLimits().errors
  /// How many of them are still to come.
  private var errorsLeft = 0

  init(key: String) { self.key = key }

  /// The fewest rows that are divided among the processors.
  private static var smallestDivided: Int { 2000 }
  /// Several, as the other list is read beside this one, and of a long list more, so that no processor waits long for
  /// the last.
  private static func partsPerProcessor(_ rows: Int) -> Int { rows < 40_000 ? 3 : 6 }

  /// Reads the rows of one more file, in parts on all processors.
  mutating func add(
    _ table: ListTable,
    inParts reader: @escaping @Sendable (ListTable) -> (inout RowReader) -> Value
  ) where Value: Sendable {
    begin(table)
    let (key, left) = (key, errorsLeft)
    let ranges = Processors.ranges(
      of: table.rows.count, fewest: Self.smallestDivided,
      perProcessor: Self.partsPerProcessor(table.rows.count))
    let found = Mutex<[Part?]>(Array(repeating: nil, count: ranges.count))
    // Each row is read where it will stand; none, where files before had too many errors already.
    var values = Processors.joined(lengths: left > 0 ? ranges.map(\.count) : []) { part, room in
      let own = Part(
        table.rows[ranges[part]], of: table, key: key, mostErrors: left, isFilled: true,
        read: reader(table)
      ) { room.append($0) }
      found.withLock { $0[part] = own }
    }
    var count = 0
    for (range, read) in zip(ranges, found.withLock({ $0 })) {
      // Where errors before it leave it fewer, its rows end sooner than it knew.
      let own: Part
      if let read, read.errors < errorsLeft {
        own = read
      } else {
        own = Part(
          table.rows[range], of: table, key: key, mostErrors: errorsLeft, read: reader(table)
        ) { _ in }
      }
      take(own, of: table)
      count += own.count
      if own.cutOff != nil { break }
    }
    values.removeLast(values.count - count)
    if self.values.isEmpty { self.values = values } else { self.values += values }
    addRagged(of: table)
  }

  /// Reads the rows of one more file, one after another.
  mutating func add(_ table: ListTable, read: (inout RowReader) -> Value) {
    begin(table)
    var values: [Value] = []
    values.reserveCapacity(table.rows.count)
    let whole = Part(
      table.rows[...], of: table, key: key, mostErrors: errorsLeft, read: read
    ) { values.append($0) }
    self.values += values
    take(whole, of: table)
    addRagged(of: table)
  }

  /// What some rows that stand together say.
  fileprivate struct Part: Sendable {
    /// How many of them count: all, unless there were too many errors.
    var count = 0
    var identifiers: [(id: String, origin: Origin)] = []
    var flawed: Set<Origin> = []
    var defects: [ListDefect] = []
    var errors = 0
    /// The line of the first row that was not read, since there were too many errors.
    var cutOff: Int?

    /// Reads rows and gives a value of each; after too many errors no more, or one for all that are left, where as many
    /// values as rows are wanted.
    init(
      _ rows: ArraySlice<CSVTable.Row>, of table: ListTable, key: String, mostErrors: Int,
      isFilled: Bool = false, read: (inout RowReader) -> Value, give: (Value) -> Void
    ) {
      let column = table.tableColumn(key)
      identifiers.reserveCapacity(rows.count)
      var left: Value?
      for row in rows {
        if let left {
          give(left)
          continue
        }
        var reader = RowReader(table: table, row: row)
        if errors >= mostErrors {
          cutOff = row.line
          guard isFilled else { return }
          let value = read(&reader)
          give(value)
          left = value
          continue
        }
        count += 1
        let id = reader.rowIdentifier(column)
        if !id.isEmpty { identifiers.append((id, reader.origin)) }
        give(read(&reader))
        if reader.isFlawed { flawed.insert(reader.origin) }
        errors += reader.defects.count { $0.severity == .error }
        defects += reader.defects
      }
    }
  }

  private mutating func begin(_ table: ListTable) {
    tables[table.file] = table
    defects += table.defects
    isComplete = isComplete && table.isComplete && table.column(key) != nil
    errorsLeft = mostErrors - defects.count { $0.severity == .error }
  }

  private mutating func take(_ part: Part, of table: ListTable) {
    if identifiers.isEmpty {
      identifiers = part.identifiers
    } else {
      identifiers += part.identifiers
    }
    flawed.formUnion(part.flawed)
    defects += part.defects
    errorsLeft -= part.errors
    guard let line = part.cutOff else { return }
    defects.append(ListDefect(.manyErrors(limit: mostErrors), file: table.file, line: line))
    isComplete = false
  }

  private mutating func addRagged(of table: ListTable) {
    for row in table.raggedRows {
      let reader = RowReader(table: table, row: row)
      let id = reader.rowIdentifier(key)
      if !id.isEmpty { raggedIdentifiers.append(id) }
    }
  }

  /// The column of a key in the file of a row.
  func column(_ key: String, at origin: Origin) -> ListDefect.Column? {
    tables[origin.file]?.column(key)
  }

  /// Identifiers that stand in an earlier row already.
  func duplicates() -> [ListDefect] {
    // As lists mostly stand; then none is there twice.
    let ascends = identifiers.indices.dropFirst().allSatisfy {
      identifiers[$0 - 1].id < identifiers[$0].id
    }
    if ascends { return [] }
    var first: [String: Origin] = [:]
    first.reserveCapacity(identifiers.count)
    return identifiers.compactMap { row -> ListDefect? in
      guard let known = first[row.id] else {
        first[row.id] = row.origin
        return nil
      }
      return placed(
        ListDefect(
          .duplicateIdentifier(first: known), file: row.origin.file, line: row.origin.line,
          column: column(key, at: row.origin), found: row.id))
    }
  }

  /// A defect with the sheet of its file.
  func placed(_ defect: ListDefect) -> ListDefect {
    guard let sheet = tables[defect.file]?.sheet, defect.line != nil else { return defect }
    var defect = defect
    defect.sheet = sheet
    return defect
  }

  /// Defects with the sheets of their files.
  func placed(_ defects: [ListDefect]) -> [ListDefect] { defects.map { placed($0) } }
}

extension ListRows: Sendable where Value: Sendable {}
