import ThreeLists

/// Reads the cells of one row and collects what is wrong with them.
struct RowReader {
  let table: ListTable
  let row: CSVTable.Row
  private(set) var defects: [ListDefect] = []

  init(table: ListTable, row: CSVTable.Row) {
    self.table = table
    self.row = row
  }

  var origin: Origin { Origin(file: table.file, line: row.line) }
  var hasErrors: Bool { defects.contains { $0.severity == .error } }

  /// Notes a defect of a cell, quoting it unless the column forbids it.
  mutating func note(
    _ kind: ListDefect.Kind, _ key: String, found: String? = nil,
    severity: ListDefect.Severity = .error
  ) {
    let quotable = table.definition(key)?.isQuotable ?? false
    defects.append(
      ListDefect(
        kind, severity: severity, file: table.file, line: row.line, column: table.column(key),
        found: quotable ? found ?? table.text(row, key) : nil))
  }

  /// A cell's text; one that looks like an ID-card number where none belongs is dropped.
  mutating func text(_ key: String) -> String {
    let text = table.text(row, key)
    guard text.utf8.count >= 18, !(table.definition(key)?.holdsNumbers ?? false) else {
      return text
    }
    guard IdentityNumber.occurs(in: text) else { return text }
    defects.append(
      ListDefect(
        .identityNumber, severity: .warning, file: table.file, line: row.line,
        column: table.column(key)))
    return ""
  }

  /// A text with full-width letters, digits and signs folded.
  mutating func code(_ key: String) -> String { Folding.folded(text(key)) }

  /// An identifier: required where the column is.
  mutating func identifier(_ key: String) -> String {
    let text = code(key)
    if text.isEmpty {
      if table.column(key) != nil { note(.emptyRequired, key) }
    } else if IdentityNumber.isMangled(text) {
      note(.mangledNumber, key)
    }
    return text
  }

  /// The values of a list-valued cell, spaces off, empty ones left out.
  mutating func list(_ key: String) -> [String] {
    code(key).split(whereSeparator: { ";、".contains($0) })
      .map { ListTable.trimmed(String($0)) }.filter { !$0.isEmpty }
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
    note(
      .unknownCode(nearest: Nearest.words(to: text, among: dictionary.entries.map(\.name))), key,
      found: text)
    return nil
  }

  /// A whole number of at least `least`; the default when the cell is empty.
  mutating func count(_ key: String, least: Int, default standard: Int?) -> Int {
    let text = code(key)
    guard !text.isEmpty else {
      if standard == nil, table.column(key) != nil { note(.emptyRequired, key) }
      return standard ?? least
    }
    guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text),
      number >= least, number <= 1_000_000
    else {
      note(IdentityNumber.isMangled(text) ? .mangledNumber : .notCount(least: least), key)
      return least
    }
    return number
  }

  /// A date in one of the three forms; nil when the cell is empty or wrong.
  mutating func date(_ key: String, isRequired: Bool = false) -> Day? {
    let text = code(key)
    guard !text.isEmpty else {
      if isRequired, table.column(key) != nil { note(.emptyRequired, key) }
      return nil
    }
    var body = text
    if body.hasSuffix("日") { body.removeLast() }
    let parts = body.split(whereSeparator: { "-/年月".contains($0) }).map(String.init)
    guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2])
    else {
      note(.notDate, key)
      return nil
    }
    guard let result = Day(year: year, month: month, day: day) else {
      note(.impossibleDate, key)
      return nil
    }
    return result
  }

  /// A set of sessions; all when the cell is empty.
  mutating func sessions(_ key: String) -> SessionSet {
    let texts = list(key)
    guard !texts.isEmpty else { return .all }
    var result: SessionSet = []
    for text in texts {
      if let session = Session(text) {
        result.formUnion(SessionSet([session]))
      } else {
        let nearest = Nearest.word(to: text, among: Session.all.map(\.description))
        note(.unknownSession(nearest: nearest), key, found: text)
      }
    }
    return result
  }

  /// A grid code of exactly one of some lengths.
  mutating func grid(_ key: String, lengths: [Int], isRequired: Bool) -> GridCode? {
    let text = code(key)
    guard !text.isEmpty else {
      if isRequired, table.column(key) != nil { note(.emptyRequired, key) }
      return nil
    }
    guard let code = GridCode(text) else {
      note(IdentityNumber.isMangled(text) ? .mangledNumber : .notGrid, key)
      return nil
    }
    if !lengths.contains(code.length) { note(.gridLength(allowed: lengths), key) }
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

/// Full-width forms of ASCII, made plain; spaces too.
enum Folding {
  static func folded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value >= 0x3000 }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      case 0x3000: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// Resident identity numbers (GB 11643: 17 digits and a check digit) and numbers a spreadsheet ate.
enum IdentityNumber {
  /// Whether 18 characters with a right check digit stand somewhere in a text, no digit beside.
  static func occurs(in text: String) -> Bool {
    let bytes = Array(Folding.folded(text).utf8)
    var run = 0
    for (index, byte) in (bytes + [0]).enumerated() {
      if (48...57).contains(byte) {
        run += 1
        continue
      }
      let end = byte == 88 || byte == 120 ? index + 1 : index
      if run == 18 || (run == 17 && end > index), isValid(bytes[(end - 18)..<end]) { return true }
      run = 0
    }
    return false
  }

  private static func isValid(_ digits: ArraySlice<UInt8>) -> Bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
    let check = Array("10X98765432".utf8)[sum % 11]
    guard let last = digits.last else { return false }
    return last == check || (check == 88 && last == 120)
  }

  /// Whether a text is a number in scientific notation, such as 2.30723E+14.
  static func isMangled(_ text: String) -> Bool {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("+") else { return false }
    return parts[0].contains { $0.isNumber }
      && parts[0].allSatisfy { $0.isNumber || $0 == "." }
      && parts[1].dropFirst().allSatisfy(\.isNumber)
  }
}
