/// How files of lists are read.
struct ListForm {
  /// The encoding of texts that the user insists on; nil recognises it.
  var encoding: TextEncoding?
  /// The sheets of workbooks that the user names; none takes whichever has the headers.
  var sheets: [String] = []
  var limits = ListLimits()
}

/// A file cut into rows and cells, whatever its format, and what is wrong with it as a whole.
struct ListContent {
  var table: CSVTable
  /// The sheet of a workbook; nil for a text.
  var sheet: String?
  /// What the first rows of a sheet name with all their cells; nil for a text.
  var beginning: [ListTable.Heading]?
  /// Columns of a sheet with values beyond its header; numbers from 0.
  var strays: [Int] = []
  var defects: [ListDefect] = []
  /// Whether something of the file could not be read.
  var isDoubtful: Bool { defects.contains { $0.severity == .error } }

  /// A table that has been cut already.
  init(table: CSVTable, defects: [ListDefect]) {
    self.table = table
    self.defects = defects
  }

  /// Reads a file by what it holds, not by what it is called.
  init(_ file: String, definitions: [ColumnDefinition], form: ListForm) {
    self.init(table: CSVTable([], limits: form.limits), defects: [])
    do throws(FileFault) {
      let bytes = try FileBytes.read(file, limit: form.limits.bytes)
      switch try FileContent.of(
        bytes, limits: form.limits.workbook, isWide: form.encoding == .utf16)
      {
      case .foreign(let format): throw FileFault(.foreignFormat(format))
      case .workbook:
        if ListContent.texts.contains(where: file.lowercased().hasSuffix) {
          defects.append(ListDefect(.misnamed(isWorkbook: true), severity: .warning, file: file))
        }
        try read(workbook: bytes, file, definitions, form)
      case .text:
        read(text: bytes, file, form)
        if ListContent.workbooks.contains(where: file.lowercased().hasSuffix) {
          try judge(textNamedWorkbook: file, definitions)
        }
        if !form.sheets.isEmpty {
          defects.append(ListDefect(.sheetOfText, severity: .warning, file: file))
        }
      }
    } catch {
      defects.append(ListDefect(error.kind, file: file))
    }
  }

  /// Warns of a name that programs will trip over, where a text can be seen to be a list.
  ///
  /// - Throws: where it cannot; what such a file is, nobody can tell.
  private mutating func judge(
    textNamedWorkbook file: String, _ definitions: [ColumnDefinition]
  ) throws(FileFault) {
    let beginning = ListTable.beginning(of: table, definitions)
    if zip(beginning, table.rows).contains(where: { !$0.keys.isEmpty && $1.cells.count > 1 }) {
      defects.append(ListDefect(.misnamed(isWorkbook: false), severity: .warning, file: file))
      return
    }
    // A file without a row is empty under any name, and columns divided by something else are told.
    let isEmpty = table.rows.isEmpty && !isDoubtful && table.faults.isEmpty
    guard !isEmpty, !ListTable.isDividedOtherwise(table, definitions) else { return }
    table = CSVTable([], limits: ListLimits())
    defects = []
    throw FileFault(.foreignFormat(.unknown))
  }

  /// What names end in under which no program expects a workbook of today.
  private static let texts = [".csv", ".txt", ".xls", ".et", ".ods"]

  /// What names of workbooks end in; those that cannot be read are told of, not passed over.
  static let workbooks = [".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".et", ".ods"]

  private mutating func read(text bytes: [UInt8], _ file: String, _ form: ListForm) {
    var utf8: [UInt8] = []
    var isMended = false
    do {
      utf8 = try TextEncoding.decode(bytes, insisted: form.encoding).utf8
    } catch {
      if let mended = TextEncoding.mended(bytes, from: error) {
        utf8 = mended.utf8
        isMended = true
        defects += mended.bad.map { $0.defect(in: file) }
      } else {
        defects.append(error.defect(in: file))
      }
    }
    // The cells in which bad bytes stood say nothing.
    table = CSVTable(utf8, limits: form.limits, distrustsReplacements: isMended)
  }

  private mutating func read(
    workbook bytes: [UInt8], _ file: String, _ definitions: [ColumnDefinition], _ form: ListForm
  ) throws(FileFault) {
    var workbook = try Workbook(bytes, limits: form.limits.workbook)
    // Of several names the first that fits is meant; without one, what is seen on opening.
    let seen = workbook.sheets.filter { !$0.isHidden }
    let named =
      form.sheets.isEmpty
      ? (seen.isEmpty ? workbook.sheets : seen)
      : form.sheets.compactMap { name in workbook.sheets.first { $0.name == name } }
    guard !named.isEmpty else {
      throw FileFault(.noSuchSheet(sheets: workbook.sheets.map(\.name)))
    }
    var beginnings: [[ListTable.Heading]] = []
    for sheet in named {
      let table = try workbook.beginning(of: sheet, limits: form.limits)
      beginnings.append(ListTable.beginning(of: table, definitions))
    }
    let (chosen, others) = ListContent.choose(among: beginnings, definitions)
    sheet = named[chosen].name
    beginning = beginnings[chosen]
    if form.sheets.isEmpty, !others.isEmpty {
      defects.append(
        ListDefect(
          .otherSheets(read: named[chosen].name, others.map { named[$0].name }),
          severity: .warning, file: file))
    }
    (table, strays) = try workbook.table(of: named[chosen], limits: form.limits)
  }

  /// Which sheet is meant, and the others that have every header that is required, by their places.
  ///
  /// The first with every such header, be the others below a title; else the one that lacks a single
  /// one of them; else the first that has them below a title; else the one with the most of ours, else
  /// the first with a value.
  private static func choose(
    among beginnings: [[ListTable.Heading]], _ definitions: [ColumnDefinition]
  ) -> (chosen: Int, others: [Int]) {
    let required = Set(definitions.filter(\.isRequired).map(\.key))
    let keys = beginnings.map { $0.map(\.keys) }
    func lacks(_ sheet: Int) -> Int { required.subtracting(keys[sheet].first ?? []).count }
    let whole = keys.indices.filter { lacks($0) == 0 }
    let titled = keys.indices.filter { sheet in
      lacks(sheet) > 0 && keys[sheet].contains { $0.isSuperset(of: required) }
    }
    // Of equally many the first.
    let most = keys.indices.reduce(0) { best, sheet in
      keys[sheet].first?.count ?? -1 > keys[best].first?.count ?? -1 ? sheet : best
    }
    let chosen = whole.first ?? keys.indices.first { lacks($0) == 1 } ?? titled.first ?? most
    return (chosen, (whole + titled).filter { $0 != chosen })
  }
}
