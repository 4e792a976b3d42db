import ThreeLists

/// A list of a plan's folder letter by letter: what its cells say, however the file is laid out.
///
/// Two files are the same list when their cells are the same under the same headers: line ends, quotes,
/// a byte order mark, blank lines, the order of columns and empty columns without a name make no
/// difference, blanks within cells do. The order of rows is kept.
public struct WrittenList: Hashable, Sendable {
  /// Which list it is, and so which columns it has.
  public enum Kind: Hashable, Sendable {
    /// services.csv and unmet.csv.
    case services, unmet
    /// The canonical lists: without contacts.
    case needs, resources
    /// What was dispatched before, in the folder of a week planned again.
    case standing

    var definitions: [ColumnDefinition] {
      switch self {
      case .services: Columns.services
      case .unmet: Columns.unmet
      case .needs: Columns.canonicalNeeds
      case .resources: Columns.canonicalResources
      case .standing: Columns.writtenStanding
      }
    }
  }

  /// A row below the header.
  public struct Row: Hashable, Sendable {
    /// The line on which it begins.
    public var line: Int
    /// A cell for each of ``WrittenList/columns``; nil where the file has no such column.
    public var cells: [String?]
  }

  /// Whether a message may quote a cell of a column.
  public static func isQuotable(_ column: String, _ kind: Kind) -> Bool {
    kind.definitions.first { $0.chinese == column }?.isQuotable ?? false
  }

  /// The columns of the kind, by their Chinese names, in the order in which they are written.
  public let columns: [String]
  /// Headers that are none of ``columns``, or stand there again.
  public private(set) var others: [String]
  /// In the order of the file.
  public private(set) var rows: [Row]

  /// Reads a file in whatever encoding lists may have; what cannot be read has no row.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - kind: which list it is.
  public init(path: String, _ kind: Kind) {
    self.init(
      ListTable(file: path, definitions: kind.definitions, form: ListForm()), kind)
  }

  /// Reads what ``ListWriter`` wrote.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 with a byte order mark.
  ///   - kind: which list it is.
  public init(bytes: [UInt8], _ kind: Kind) {
    self.init(
      ListTable(
        file: "", bytes: Array(bytes.dropFirst(3)), definitions: kind.definitions,
        limits: ListLimits()), kind)
  }

  private init(_ table: ListTable, _ kind: Kind) {
    let columns = kind.definitions.map(\.chinese)
    let headers = table.writtenHeaders
    let cells = table.rows.map { ($0.line, table.written($0)) }
    let places = columns.map { headers.firstIndex(of: $0) }
    self.columns = columns
    rows = cells.map { line, cells in
      Row(line: line, cells: places.map { place in place.map { cells[$0] } })
    }
    let known = Set(places.compactMap(\.self))
    others = headers.indices.filter { index in
      !known.contains(index)
        && !(headers[index].isEmpty && cells.allSatisfy { $0.1[index].isEmpty })
    }.map { headers[$0] }
  }
}
