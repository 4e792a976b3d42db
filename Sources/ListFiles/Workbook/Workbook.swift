/// A workbook of spreadsheets (ECMA-376), read part by part; formulas by their last values.
///
/// Merged cells have their value in the first of them; widths, colours and hidden rows are not read.
struct Workbook {
  /// A sheet's name and where its cells stand in the archive.
  struct Sheet {
    var name: String
    var part: String
    /// Whether whoever opens the workbook does not see it.
    var isHidden: Bool
  }

  let sheets: [Sheet]
  private var package: PackageReader
  private let isFrom1904: Bool
  private let strings: StringListener
  private let formats: [NumberFormat]

  /// Opens a workbook: names, shared texts and formats.
  ///
  /// - Throws: when it is none, or goes past a limit.
  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(FileFault) {
    var package = PackageReader(bytes, limits: limits)
    let root = RelationshipListener()
    _ = try package.read("_rels/.rels", root)
    let main = Workbook.resolved(root.document ?? "xl/workbook.xml", in: "")
    let book = WorkbookListener(limits: limits)
    guard try package.read(main, book) else { throw FileFault(.damagedWorkbook) }
    if let fault = book.fault { throw fault }
    let folder = main.split(separator: "/").dropLast().joined(separator: "/")
    let file = main.split(separator: "/").last ?? ""
    let links = RelationshipListener()
    _ = try package.read("\(folder)/_rels/\(file).rels", links)
    let styles = StyleListener()
    if let target = links.styles {
      _ = try package.read(Workbook.resolved(target, in: folder), styles)
    }
    guard !root.hasEnough, !links.hasEnough, !styles.hasEnough else {
      throw FileFault(.damagedWorkbook)
    }
    let strings = StringListener(limits: limits)
    if let target = links.strings {
      _ = try package.read(Workbook.resolved(target, in: folder), strings)
      if let fault = strings.fault { throw fault }
    }
    sheets = book.sheets.compactMap { name, id, isHidden in
      links.targets[id].map {
        Sheet(name: name, part: Workbook.resolved($0, in: folder), isHidden: isHidden)
      }
    }
    self.package = package
    isFrom1904 = book.isFrom1904
    self.strings = strings
    formats = styles.formats
  }

  /// A target as the name of an entry: from the root, or beside the part that names it.
  private static func resolved(_ target: String, in folder: String) -> String {
    var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }

  /// The first rows of a sheet that have a value, with all the cells in which headers may stand and
  /// no more of their texts than headers are long.
  mutating func beginning(
    of sheet: Sheet, limits: ListLimits
  ) throws(FileFault) -> CSVTable {
    try table(of: sheet, limits: limits, mostRows: 1 + ListTable.mostTitleRows).table
  }

  /// The cells of a sheet, and the columns with values beyond its header.
  mutating func table(
    of sheet: Sheet, limits: ListLimits, mostRows: Int? = nil
  ) throws(FileFault) -> (table: CSVTable, strays: [Int]) {
    let listener = SheetListener(
      strings: strings, formats: formats, isFrom1904: isFrom1904, limits: limits,
      mostRows: mostRows)
    guard try package.read(sheet.part, listener) else { throw FileFault(.damagedWorkbook) }
    if let fault = listener.fault { throw fault }
    return (CSVTable(listener), listener.strays.sorted())
  }
}

extension CSVTable.Cell {
  /// A cell without a value.
  init(line: Int) { self.init(range: 0..<0, line: line, isFaulty: false) }
}
