import ThreeLists

/// A row of services.csv.
public struct ServiceRow: Hashable, Sendable {
  /// The place filled.
  public var service: Service
  /// 理由, in Chinese.
  public var reason: String
  /// 运行编号.
  public var runID: String

  /// A row by its parts.
  public init(service: Service, reason: String, runID: String) {
    self.service = service
    self.reason = reason
    self.runID = runID
  }
}

/// A row of unmet.csv.
public struct UnmetRow: Hashable, Sendable {
  /// 需求编号.
  public var need: String
  /// 缺口, in visits.
  public var missing: Int
  /// 原因代码.
  public var reasonCode: String
  /// 说明, in Chinese.
  public var reason: String
  /// 依据: the facts behind the reason.
  public var evidence: String
  /// 最小补足.
  public var smallestFix: String
  /// 建议层级.
  public var escalateTo: String

  /// A row by its parts.
  public init(
    need: String, missing: Int, reasonCode: String, reason: String, evidence: String,
    smallestFix: String, escalateTo: String
  ) {
    self.need = need
    self.missing = missing
    self.reasonCode = reasonCode
    self.reason = reason
    self.evidence = evidence
    self.smallestFix = smallestFix
    self.escalateTo = escalateTo
  }
}

/// Writes lists as Excel and WPS want them: UTF-8 with byte order mark, CRLF, Chinese headers.
public enum ListWriter {
  /// The needs list.
  ///
  /// - Parameters:
  ///   - needs: in the order in which they are written.
  ///   - contacts: whether 首问, contact columns and special groups are written; without them a
  ///     special group is masked as 有, which keeps the need's class.
  /// - Returns: the file's bytes.
  public static func needs(_ needs: [Need], contacts: Bool) -> [UInt8] {
    file(contacts ? Columns.needs : Columns.canonicalNeeds, needs) { need, words, row in
      write(need, contacts: contacts, words, to: &row)
    }
  }

  static func cells(_ need: Need, contacts: Bool) -> [String] {
    cells { write(need, contacts: contacts, RepeatedWords(), to: &$0) }
  }

  private static func write(
    _ need: Need, contacts: Bool, _ words: RepeatedWords, to row: inout some CellTaker
  ) {
    row.add(need.id)
    row.add(need.grid.digits)
    row.add(need.category)
    row.add(need.description)
    row.add(need.urgency.code)
    row.add(words.date(need.reportedOn))
    row.add(need.dueOn.map(words.date) ?? "")
    row.add(words.sessions(need.sessions))
    row.add(words.number(need.visits))
    row.add(joined(need.roles))
    row.add(joined(need.skills))
    row.add(joined(need.without))
    row.add(contacts ? joined(need.specialGroups) : masked(need.specialGroups))
    row.add(joined(need.requested))
    row.add(need.previous ?? "")
    row.add(joined(need.pinned))
    row.add(joined(need.banned))
    row.add(need.allowsPartial ? "是" : "否")
    row.add(words.number(need.carried))
    guard contacts else { return }
    row.add(need.firstResponsible)
    row.add(need.contact.name)
    row.add(need.contact.phone)
    row.add(need.contact.address)
  }

  /// The resource list.
  ///
  /// - Parameters:
  ///   - resources: in the order in which they are written.
  ///   - contacts: whether contact columns are written.
  /// - Returns: the file's bytes.
  public static func resources(_ resources: [Resource], contacts: Bool) -> [UInt8] {
    file(contacts ? Columns.resources : Columns.canonicalResources, resources) {
      resource, words, row in
      write(resource, contacts: contacts, words, to: &row)
    }
  }

  static func cells(_ resource: Resource, contacts: Bool) -> [String] {
    cells { write(resource, contacts: contacts, RepeatedWords(), to: &$0) }
  }

  private static func write(
    _ resource: Resource, contacts: Bool, _ words: RepeatedWords, to row: inout some CellTaker
  ) {
    row.add(resource.id)
    row.add(resource.unit)
    row.add(resource.kind)
    row.add(joined(resource.categories))
    row.add(joined(resource.roles))
    row.add(joined(resource.skills))
    row.add(joined(resource.areas))
    row.add(resource.home?.digits ?? "")
    row.add(words.sessions(resource.sessions))
    row.add(words.number(resource.weekly))
    row.add(words.number(resource.perSession))
    row.add(words.number(resource.minimum))
    row.add(words.number(resource.history))
    row.add(resource.weight.map(decimal) ?? "")
    row.add(resource.validTo.map(words.date) ?? "")
    guard contacts else { return }
    row.add(resource.contact.name)
    row.add(resource.contact.phone)
  }

  /// The members list, with names.
  ///
  /// - Parameter members: in the order in which they are written.
  /// - Returns: the file's bytes.
  public static func members(_ members: [Member]) -> [UInt8] {
    file(
      Columns.members,
      members.lazy.map { member in
        [
          member.id, member.name, member.unit, member.workCommunity.digits,
          member.homeCommunity.digits, joined(member.skills), member.group,
        ]
      })
  }

  /// The service list.
  ///
  /// - Parameter rows: in the order in which they are written.
  /// - Returns: the file's bytes.
  public static func services(_ rows: [ServiceRow]) -> [UInt8] {
    file(Columns.services, rows) { service, words, row in write(service, words, to: &row) }
  }

  static func cells(_ service: ServiceRow) -> [String] {
    cells { write(service, RepeatedWords(), to: &$0) }
  }

  private static func write(
    _ listed: ServiceRow, _ words: RepeatedWords, to row: inout some CellTaker
  ) {
    let service = listed.service
    row.add(service.id)
    row.add(service.need)
    row.add(words.number(service.visit))
    row.add(service.role ?? "")
    row.add(service.leads ? "是" : "否")
    row.add(service.resource)
    row.add(service.unit)
    row.add(words.date(service.date))
    row.add(service.session.description)
    row.add(service.method.rawValue)
    row.add(service.choiceRank.map(words.number) ?? "")
    row.add(words.number(service.distance))
    row.add(listed.reason)
    row.add(listed.runID)
  }

  /// A standing.
  ///
  /// - Parameters:
  ///   - standing: the places, written in its order.
  ///   - week: the week planned.
  /// - Returns: the file's bytes.
  public static func standing(_ standing: Standing, week: Week) -> [UInt8] {
    file(
      Columns.writtenStanding,
      standing.places.lazy.map { place in
        [
          place.serviceID(in: week), place.need, "\(place.visit)", place.role ?? "",
          place.resource, place.session.description, place.state.rawValue,
        ]
      })
  }

  /// The list of unmet needs.
  ///
  /// - Parameter rows: in the order in which they are written.
  /// - Returns: the file's bytes.
  public static func unmet(_ rows: [UnmetRow]) -> [UInt8] {
    file(Columns.unmet, rows) { unmet, words, row in write(unmet, words, to: &row) }
  }

  static func cells(_ unmet: UnmetRow) -> [String] {
    cells { write(unmet, RepeatedWords(), to: &$0) }
  }

  private static func write(
    _ unmet: UnmetRow, _ words: RepeatedWords, to row: inout some CellTaker
  ) {
    row.add(unmet.need)
    row.add(words.number(unmet.missing))
    row.add(unmet.reasonCode)
    row.add(unmet.reason)
    row.add(unmet.evidence)
    row.add(unmet.smallestFix)
    row.add(unmet.escalateTo)
  }

  /// Orders for a unit, with empty cells for its answers.
  ///
  /// - Parameter rows: cells by key in the order in which they are written; keys that are absent
  ///   stay empty.
  /// - Returns: the file's bytes.
  public static func slip(_ rows: [[String: String]]) -> [UInt8] {
    file(Columns.slip, rows.lazy.map { row in Columns.slip.map { row[$0.key] ?? "" } })
  }

  /// Any table with headers of its own.
  ///
  /// - Parameters:
  ///   - headers: of the columns.
  ///   - rows: cells in their order.
  /// - Returns: the file's bytes.
  public static func table(headers: [String], rows: [[String]]) -> [UInt8] {
    file(headers.map { ColumnDefinition(key: $0, chinese: $0) }, rows)
  }

  /// The cells of a row that is written.
  private static func cells(by write: (inout CellList) -> Void) -> [String] {
    var row = CellList()
    write(&row)
    return row.cells
  }

  /// Hundredths as a decimal: 150 is 1.5.
  static func decimal(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    guard rest > 0 else { return "\(hundredths / 100)" }
    return "\(hundredths / 100)."
      + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }

  private static func masked(_ groups: [String]) -> String { groups.isEmpty ? "" : "有" }

  private static func joined(_ texts: [String]) -> String {
    texts.isEmpty ? "" : texts.count == 1 ? texts[0] : texts.joined(separator: ";")
  }

  private static func joined(_ parts: [some CustomStringConvertible]) -> String {
    parts.isEmpty ? "" : joined(parts.map(\.description))
  }

  /// Texts of small numbers, dates and sets of sessions: a list has few of them, each in many rows.
  final class RepeatedWords {
    private static let numbers = (0..<100).map(String.init)
    private let numbers = RepeatedWords.numbers
    private var dates: [(day: Day, text: String)?] = []
    private var sets: [(set: SessionSet, text: String)?] = []
    /// Each date and each set has one place, and the latest of those that share it stays.
    private static let places = 64

    func number(_ number: Int) -> String {
      numbers.indices.contains(number) ? numbers[number] : String(number)
    }

    func date(_ day: Day) -> String {
      if dates.isEmpty { dates = Array(repeating: nil, count: RepeatedWords.places) }
      let place = day.ordinal & (RepeatedWords.places - 1)
      if let known = dates[place], known.day == day { return known.text }
      let text = day.description
      dates[place] = (day, text)
      return text
    }

    func sessions(_ set: SessionSet) -> String {
      if set == .all { return "" }
      if sets.isEmpty { sets = Array(repeating: nil, count: RepeatedWords.places) }
      // The upper bits of the product change with all sessions.
      let place = Int((set.rawValue &* 0x9E37_79B1) >> 26)
      if let known = sets[place], known.set == set { return known.text }
      let text =
        set.isEmpty ? RowReader.noSession : joined(set.sessions.map(\.description))
      sets[place] = (set, text)
      return text
    }
  }

  private static func file(
    _ columns: [ColumnDefinition], _ rows: some Sequence<[String]>
  ) -> [UInt8] {
    var lines = CSVLines(table([columns.map(\.chinese)]))
    lines.add(rows)
    return lines.written()
  }

  /// A list whose rows are written on all processors.
  private static func file<Row: Sendable>(
    _ columns: [ColumnDefinition], _ rows: [Row],
    _ write: @escaping @Sendable (Row, RepeatedWords, inout CSVLines) -> Void
  ) -> [UInt8] {
    @Sendable func add(_ rows: ArraySlice<Row>, to lines: inout CSVLines) {
      let words = RepeatedWords()
      for row in rows {
        write(row, words, &lines)
        lines.endRow()
      }
    }
    var lines = CSVLines(table([columns.map(\.chinese)]))
    guard shared.contains(rows.count) else {
      add(rows[...], to: &lines)
      return lines.written()
    }
    let parts = Processors.parts(of: rows.count, fewest: 0) { range in
      var part = CSVLines()
      add(rows[range], to: &part)
      return part.written()
    }
    var bytes = lines.written()
    bytes.reserveCapacity(parts.reduce(bytes.count) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  /// How many rows are shared out: fewer are soon written, and the parts of more would take memory that
  /// large weeks have not.
  private static let shared = 2000...200_000

  /// Any table, written as the lists are.
  ///
  /// - Parameter rows: the heading first.
  /// - Returns: the file's bytes.
  public static func table(_ rows: [[String]]) -> [UInt8] {
    var lines = CSVLines([0xEF, 0xBB, 0xBF])
    lines.add(rows)
    return lines.written()
  }
}
