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
    _ kind: ListDefect.Kind, _ key: String, found: String? = nil,
    severity: ListDefect.Severity = .error
  ) {
    guard table.cell(row, key)?.isFaulty != true else { return }
    let quotable = table.definition(key)?.isQuotable ?? false
    let text = found ?? table.text(row, key)
    defects.append(
      ListDefect(
        kind, severity: severity, file: table.file, line: table.cell(row, key)?.line ?? row.line,
        column: table.column(key),
        found: quotable && !text.isEmpty && !dropped.contains(key) ? text : nil))
  }

  /// Notes an empty cell; an absent column has a defect of its own.
  mutating func noteEmpty(_ key: String, isCount: Bool = false) {
    if table.column(key) != nil { note(.emptyRequired(isCount: isCount), key) }
  }

  /// A cell's text without the blanks around it.
  mutating func text(_ key: String) -> String { kept(table.text(row, key), key) }

  /// A cell's text as it stands.
  mutating func verbatim(_ key: String) -> String { kept(table.verbatim(row, key), key) }

  /// The text; one that looks like an ID-card number where none belongs is dropped.
  private mutating func kept(_ text: String, _ key: String) -> String {
    guard text.utf8.count >= 18, IdentityNumber.occurs(in: text),
      !(table.definition(key)?.holdsNumbers ?? false)
    else { return text }
    if !dropped.contains(key) {
      dropped.append(key)
      defects.append(
        ListDefect(
          .identityNumber, severity: .warning, file: table.file,
          line: table.cell(row, key)?.line ?? row.line, column: table.column(key)))
    }
    return ""
  }

  /// A text with full-width letters, digits and signs folded.
  mutating func code(_ key: String) -> String { Folding.folded(text(key)) }

  /// A text that must be there.
  mutating func required(_ key: String) -> String {
    let text = text(key)
    if text.isEmpty { noteEmpty(key) }
    return text
  }

  /// The identifier of the row.
  mutating func identifier(_ key: String) -> String {
    let text = code(key)
    if text.isEmpty {
      noteEmpty(key)
    } else if IdentityNumber.isMangled(text) {
      note(.mangledNumber, key)
      return ""
    }
    return text
  }

  /// The identifier of the row as other rows may name it; empty when there is none to trust.
  func rowIdentifier(_ key: String) -> String {
    let text = Folding.folded(table.text(row, key))
    return IdentityNumber.isMangled(text) ? "" : text
  }

  /// An identifier of another row; nil when the cell is empty or a spreadsheet ate it.
  mutating func reference(_ key: String) -> String? {
    let text = code(key)
    guard !text.isEmpty, !isMangled(text, key) else { return nil }
    return text
  }

  /// Identifiers of other rows, in the order of the cell, each once.
  mutating func references(_ key: String) -> [String] {
    var result: [String] = []
    for text in list(key) where !result.contains(text) && !isMangled(text, key) {
      result.append(text)
    }
    return result
  }

  /// Whether a spreadsheet ate an identifier, which is noted.
  mutating func isMangled(_ text: String, _ key: String) -> Bool {
    guard IdentityNumber.isMangled(text) else { return false }
    note(.mangledNumber, key, found: text)
    return true
  }

  /// The values of a list-valued cell, blanks off, empty ones left out.
  mutating func list(_ key: String) -> [String] {
    let text = code(key)
    guard !text.isEmpty else { return [] }
    // 、 begins with the byte E3.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: ";") || $0 == 0xE3 }) else {
      return [text]
    }
    return text.unicodeScalars.split(whereSeparator: { $0 == ";" || $0 == "、" })
      .map { Blanks.trimmed(String($0)) }.filter { !$0.isEmpty }
  }

  /// Codes of a dictionary, canonical, in the order of the cell, each once.
  mutating func codes(_ key: String, _ dictionary: CodeDictionary, open: Bool) -> [String] {
    var result: [String] = []
    for text in list(key) {
      let known = canonical(text, key, dictionary, open: open)
      if let known, !result.contains(known) { result.append(known) }
    }
    return result
  }

  /// One code's canonical name; nil after noting that the dictionary has none.
  mutating func canonical(
    _ text: String, _ key: String, _ dictionary: CodeDictionary, open: Bool
  ) -> String? {
    if let name = dictionary.name(of: text) { return name }
    if open { return text }
    // The nearest word would tell what a cell says that must not be quoted.
    let isQuotable = table.definition(key)?.isQuotable ?? false
    let known = isQuotable ? dictionary.entries.map(\.name) : []
    note(.unknownCode(nearest: Nearest.words(to: text, among: known)), key, found: text)
    return nil
  }

  /// One code or none, canonical.
  mutating func optionalCode(_ key: String, _ dictionary: CodeDictionary, open: Bool) -> String? {
    let text = code(key)
    return text.isEmpty ? nil : canonical(text, key, dictionary, open: open)
  }

  /// The greatest number a cell may hold.
  static let greatest = 1_000_000

  /// A whole number of at least `least`; the default when the cell is empty, nil when there is
  /// none or the cell is wrong.
  mutating func count(_ key: String, least: Int, default standard: Int?) -> Int? {
    let text = code(key)
    guard !text.isEmpty else {
      if standard == nil { noteEmpty(key, isCount: true) }
      return standard
    }
    guard let number = Numerals.number(text), number >= least, number <= RowReader.greatest else {
      note(
        IdentityNumber.isMangled(text)
          ? .mangledNumber : .notCount(least: least, most: RowReader.greatest), key)
      return nil
    }
    return number
  }

  /// A date in one of the three forms; nil when the cell is empty or wrong.
  mutating func date(_ key: String, isRequired: Bool = false) -> Day? {
    let text = code(key)
    guard !text.isEmpty else {
      if isRequired { noteEmpty(key) }
      return nil
    }
    switch Numerals.date(text) {
    case .day(let day): return day
    case .impossible: note(.impossibleDate, key)
    case .noDate: note(DateSlip(text).map(ListDefect.Kind.nearlyDate) ?? .notDate, key)
    }
    return nil
  }

  /// What a cell holds where there is no session at all: empty would mean any.
  static let noSession = "无"

  /// A set of sessions; all when the cell is empty, none when it says 无.
  mutating func sessions(_ key: String) -> SessionSet {
    let texts = list(key)
    guard !texts.isEmpty else { return .all }
    guard texts != [RowReader.noSession] else { return [] }
    var result: SessionSet = []
    for text in texts {
      if let session = session(text, key) { result.insert(session) }
    }
    return result
  }

  /// A session by its code; nil after noting that there is none.
  mutating func session(_ text: String, _ key: String) -> Session? {
    if let session = Session(text) { return session }
    let nearest = Nearest.word(to: text, among: Session.all.map(\.description))
    note(.unknownSession(nearest: nearest), key, found: text)
    return nil
  }

  /// A grid code of exactly one of some lengths.
  mutating func grid(_ key: String, lengths: [Int], isRequired: Bool) -> GridCode? {
    let text = code(key)
    guard !text.isEmpty else {
      if isRequired { noteEmpty(key) }
      return nil
    }
    guard let code = GridCode(text) else {
      note(IdentityNumber.isMangled(text) ? .mangledNumber : .notGrid, key)
      return nil
    }
    guard lengths.contains(code.length) else {
      note(.gridLength(allowed: lengths), key)
      return nil
    }
    return code
  }

  /// 是 or 否.
  mutating func flag(_ key: String, default standard: Bool) -> Bool {
    switch code(key).lowercased() {
    case "": return standard
    case "是", "yes", "true", "1": return true
    case "否", "no", "false", "0": return false
    default:
      note(.notBoolean, key)
      return standard
    }
  }
}
