import ThreeLists

/// Reads the cells of one row and collects what is wrong with them.
struct RowReader {
  let table: ListTable
  let row: CSVTable.Row
  private(set) var defects: [ListDefect] = []
  /// Whether a cell without which there is no value is missing.
  private var isPartial = false
  /// The columns whose cells were dropped.
  private var dropped: [String] = []

  init(table: ListTable, row: CSVTable.Row) {
    self.table = table
    self.row = row
  }

  var origin: Origin { Origin(file: table.file, line: row.line, sheet: table.sheet) }
  var hasErrors: Bool { defects.contains { $0.severity == .error } }

  /// Whether something of the row could not be read.
  var isFlawed: Bool { isPartial || hasErrors || hasFaults }

  /// What was read, or a stand-in that lets the rest of the row be judged.
  ///
  /// Where something is missing there is an error, so no stand-in leaves this module.
  mutating func value<Value>(_ read: Value?, orStandIn standIn: Value) -> Value {
    if read == nil { isPartial = true }
    return read ?? standIn
  }

  /// Whether a cell of the row has a fault of form.
  var hasFaults: Bool { table.hasFaults(row) }

  /// Notes a defect of a cell, quoting it unless the column forbids it.
  ///
  /// A cell whose form is at fault has its defect already.
  mutating func note(
    _ kind: ListDefect.Kind, _ name: some CellName, found: String? = nil,
    severity: ListDefect.Severity = .error
  ) {
    let column = name.column(of: table)
    guard table.cell(row, column)?.isFaulty != true else { return }
    let text = found ?? table.text(row, column)
    let isQuoted = column.isQuotable && !text.isEmpty && !dropped.contains(column.key)
    defects.append(
      ListDefect(
        kind, severity: severity, file: table.file,
        line: table.cell(row, column)?.line ?? row.line, column: table.column(column.key),
        found: isQuoted ? text : nil))
  }

  /// Notes an empty cell; an absent column has a defect of its own.
  mutating func noteEmpty(_ name: some CellName, isCount: Bool = false) {
    let column = name.column(of: table)
    if column.place != nil { note(.emptyRequired(isCount: isCount), column) }
  }

  /// What a cell says, worked out once for the rows in which it says the same.
  ///
  /// What has a defect is worked out for each row, since each has that defect.
  ///
  /// - Parameters:
  ///   - column: the cell's, on which alone the answer may depend.
  ///   - memory: what was worked out so far for that column.
  ///   - read: works it out.
  /// - Returns: the answer.
  mutating func recalled<Value>(
    _ column: TableColumn, _ memory: inout CellMemory<Value>, read: (inout RowReader) -> Value
  ) -> Value {
    guard let cell = table.cell(row, column), !cell.isFaulty, !cell.range.isEmpty else {
      return read(&self)
    }
    if let known = memory.value(of: cell, in: table) { return known }
    let before = defects.count
    let value = read(&self)
    if defects.count == before { memory.keep(value, of: cell, in: table) }
    return value
  }

  /// The same where an empty cell, as most of some columns are, means something that is known.
  ///
  /// - Parameters:
  ///   - column: the cell's; one that may be empty.
  ///   - memory: what was worked out so far for that column.
  ///   - empty: what an empty cell says, or one that is not there.
  ///   - read: works it out for others.
  /// - Returns: the answer.
  mutating func recalled<Value>(
    _ column: TableColumn, _ memory: inout CellMemory<Value>, empty: Value,
    read: (inout RowReader) -> Value
  ) -> Value {
    isEmpty(column) ? empty : recalled(column, &memory, read: read)
  }

  /// Whether nothing stands in a cell, not even a blank, or there is none.
  func isEmpty(_ column: TableColumn) -> Bool {
    guard let cell = table.cell(row, column) else { return true }
    return cell.range.isEmpty && !cell.isFaulty
  }

  /// A cell's text without the blanks around it.
  mutating func text(_ name: some CellName) -> String {
    let column = name.column(of: table)
    return kept(table.text(row, column), column)
  }

  /// A cell's text as it stands.
  mutating func verbatim(_ name: some CellName) -> String {
    let column = name.column(of: table)
    return kept(table.verbatim(row, column), column)
  }

  /// The text; one that looks like an ID-card number where none belongs is dropped.
  private mutating func kept(_ text: String, _ column: TableColumn) -> String {
    guard text.utf8.count >= 18, !column.holdsNumbers, IdentityNumber.occurs(in: text) else {
      return text
    }
    if !dropped.contains(column.key) {
      dropped.append(column.key)
      defects.append(
        ListDefect(
          .identityNumber, severity: .warning, file: table.file,
          line: table.cell(row, column)?.line ?? row.line, column: table.column(column.key)))
    }
    return ""
  }

  /// A text with full-width letters, digits and signs folded.
  mutating func code(_ name: some CellName) -> String {
    let column = name.column(of: table)
    if let plain = table.plain(row, column) { return kept(plain, column) }
    return Folding.folded(text(column))
  }

  /// A text that must be there.
  mutating func required(_ name: some CellName) -> String {
    let column = name.column(of: table)
    let text = text(column)
    if text.isEmpty { noteEmpty(column) }
    return text
  }

  /// The identifier of the row.
  mutating func identifier(_ name: some CellName) -> String {
    let column = name.column(of: table)
    let text = code(column)
    if text.isEmpty {
      noteEmpty(column)
    } else if RowReader.isMangled(text) {
      note(.mangledNumber, column)
      return ""
    }
    return text
  }

  /// Whether a spreadsheet ate an identifier: never one that begins with a letter, as most do.
  private static func isMangled(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(0x61...0x7A).contains(first | 0x20) else { return false }
    return IdentityNumber.isMangled(text)
  }

  /// The identifier of the row as other rows may name it; empty when there is none to trust.
  func rowIdentifier(_ name: some CellName) -> String {
    let text = table.code(row, name)
    return RowReader.isMangled(text) ? "" : text
  }

  /// An identifier of another row; nil when the cell is empty or a spreadsheet ate it.
  mutating func reference(_ name: some CellName) -> String? {
    let column = name.column(of: table)
    if isEmpty(column) { return nil }
    let text = code(column)
    guard !text.isEmpty, !isMangled(text, column) else { return nil }
    return text
  }

  /// Identifiers of other rows, in the order of the cell, each once.
  mutating func references(_ name: some CellName) -> [String] {
    let column = name.column(of: table)
    if isEmpty(column) { return [] }
    var result: [String] = []
    for text in list(column) where !result.contains(text) && !isMangled(text, column) {
      result.append(text)
    }
    return result
  }

  /// Whether a spreadsheet ate an identifier, which is noted.
  mutating func isMangled(_ text: String, _ name: some CellName) -> Bool {
    guard RowReader.isMangled(text) else { return false }
    note(.mangledNumber, name, found: text)
    return true
  }

  /// The values of a list-valued cell, blanks off, empty ones left out.
  mutating func list(_ name: some CellName) -> [String] {
    let text = code(name)
    guard !text.isEmpty else { return [] }
    // 、 begins with the byte E3.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ";") || $0 == 0xE3 }) else {
      return [text]
    }
    return text.unicodeScalars.split(whereSeparator: { $0 == ";" || $0 == "、" })
      .map { Blanks.trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  /// Codes of a dictionary, canonical, in the order of the cell, each once.
  mutating func codes(
    _ name: some CellName, _ dictionary: CodeDictionary, open: Bool
  ) -> [String] {
    let column = name.column(of: table)
    var result: [String] = []
    for text in list(column) {
      let known = canonical(text, column, dictionary, open: open)
      if let known, !result.contains(known) { result.append(known) }
    }
    return result
  }

  /// One code's canonical name; nil after noting that the dictionary has none.
  mutating func canonical(
    _ text: String, _ name: some CellName, _ dictionary: CodeDictionary, open: Bool
  ) -> String? {
    if let name = dictionary.name(of: text) { return name }
    if open { return text }
    // The nearest word would tell what a cell says that must not be quoted.
    let column = name.column(of: table)
    let known = column.isQuotable ? dictionary.entries.map(\.name) : []
    note(.unknownCode(nearest: Nearest.words(to: text, among: known)), column, found: text)
    return nil
  }

  /// One code or none, canonical.
  mutating func optionalCode(
    _ name: some CellName, _ dictionary: CodeDictionary, open: Bool
  ) -> String? {
    let column = name.column(of: table)
    let text = code(column)
    return text.isEmpty ? nil : canonical(text, column, dictionary, open: open)
  }

  /// The greatest number a cell may hold.
  static let greatest = 1_000_000

  /// A whole number of at least `least`; the default when the cell is empty, nil when there is
  /// none or the cell is wrong.
  mutating func count(_ name: some CellName, least: Int, default standard: Int?) -> Int? {
    let column = name.column(of: table)
    let text = code(column)
    guard !text.isEmpty else {
      if standard == nil { noteEmpty(column, isCount: true) }
      return standard
    }
    guard let number = Numerals.number(text), number >= least, number <= RowReader.greatest else {
      note(
        IdentityNumber.isMangled(text)
          ? .mangledNumber : .notCount(least: least, most: RowReader.greatest), column)
      return nil
    }
    return number
  }

  /// A date in one of the three forms; nil when the cell is empty or wrong.
  mutating func date(_ name: some CellName, isRequired: Bool = false) -> Day? {
    let column = name.column(of: table)
    let text = code(column)
    guard !text.isEmpty else {
      if isRequired { noteEmpty(column) }
      return nil
    }
    switch Numerals.date(text) {
    case .day(let day): return day
    case .impossible: note(.impossibleDate, column)
    case .noDate: note(DateSlip(text).map(ListDefect.Kind.nearlyDate) ?? .notDate, column)
    }
    return nil
  }

  /// What a cell holds where there is no session at all: empty would mean any.
  static let noSession = "无"

  /// A set of sessions; all when the cell is empty, none when it says 无.
  mutating func sessions(_ name: some CellName) -> SessionSet {
    let column = name.column(of: table)
    let texts = list(column)
    guard !texts.isEmpty else { return .all }
    guard texts != [RowReader.noSession] else { return [] }
    var result: SessionSet = []
    for text in texts {
      if let session = session(text, column) { result.insert(session) }
    }
    return result
  }

  /// A session by its code; nil after noting that there is none.
  mutating func session(_ text: String, _ name: some CellName) -> Session? {
    if let session = Session(text) { return session }
    let nearest = Nearest.word(to: text, among: Session.all.map(\.description))
    note(.unknownSession(nearest: nearest), name, found: text)
    return nil
  }

  /// A grid code of exactly one of some lengths.
  mutating func grid(_ name: some CellName, lengths: [Int], isRequired: Bool) -> GridCode? {
    let column = name.column(of: table)
    let text = code(column)
    guard !text.isEmpty else {
      if isRequired { noteEmpty(column) }
      return nil
    }
    guard let code = GridCode(text) else {
      note(IdentityNumber.isMangled(text) ? .mangledNumber : .notGrid, column)
      return nil
    }
    guard lengths.contains(code.length) else {
      note(.gridLength(allowed: lengths), column)
      return nil
    }
    return code
  }

  /// 是 or 否.
  mutating func flag(_ name: some CellName, default standard: Bool) -> Bool {
    let text = code(name)
    switch text.isEmpty ? "" : text.lowercased() {
    case "": return standard
    case "是", "yes", "true", "1": return true
    case "否", "no", "false", "0": return false
    default:
      note(.notBoolean, name)
      return standard
    }
  }
}
