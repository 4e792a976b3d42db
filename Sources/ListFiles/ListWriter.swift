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
    file(contacts ? Columns.needs : Columns.canonicalNeeds, needs) {
      let words = RepeatedWords()
      return { cells($0, contacts: contacts, words) }
    }
  }

  static func cells(
    _ need: Need, contacts: Bool, _ words: RepeatedWords = RepeatedWords()
  ) -> [String] {
    var cells = [
      need.id, need.grid.digits, need.category, need.description, need.urgency.code,
      words.date(need.reportedOn), need.dueOn.map(words.date) ?? "",
      words.sessions(need.sessions),
      words.number(need.visits), joined(need.roles.map(\.description)), joined(need.skills),
      joined(need.without), contacts ? joined(need.specialGroups) : masked(need.specialGroups),
      joined(need.requested), need.previous ?? "", joined(need.pinned.map(\.description)),
      joined(need.banned), need.allowsPartial ? "是" : "否", words.number(need.carried),
    ]
    if contacts {
      cells += [
        need.firstResponsible, need.contact.name, need.contact.phone, need.contact.address,
      ]
    }
    return cells
  }

  /// The resource list.
  ///
  /// - Parameters:
  ///   - resources: in the order in which they are written.
  ///   - contacts: whether contact columns are written.
  /// - Returns: the file's bytes.
  public static func resources(_ resources: [Resource], contacts: Bool) -> [UInt8] {
    file(contacts ? Columns.resources : Columns.canonicalResources, resources) {
      let words = RepeatedWords()
      return { cells($0, contacts: contacts, words) }
    }
  }

  static func cells(
    _ resource: Resource, contacts: Bool, _ words: RepeatedWords = RepeatedWords()
  ) -> [String] {
    var cells = [
      resource.id, resource.unit, resource.kind, joined(resource.categories),
      joined(resource.roles), joined(resource.skills),
      joined(resource.areas.map(\.description)), resource.home?.digits ?? "",
      words.sessions(resource.sessions), words.number(resource.weekly),
      words.number(resource.perSession), words.number(resource.minimum),
      words.number(resource.history), resource.weight.map(decimal) ?? "",
      resource.validTo.map(words.date) ?? "",
    ]
    if contacts { cells += [resource.contact.name, resource.contact.phone] }
    return cells
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
    file(Columns.services, rows) {
      let words = RepeatedWords()
      return { cells($0, words) }
    }
  }

  static func cells(_ row: ServiceRow, _ words: RepeatedWords = RepeatedWords()) -> [String] {
    let service = row.service
    return [
      service.id, service.need, words.number(service.visit), service.role ?? "",
      service.leads ? "是" : "否", service.resource, service.unit, words.date(service.date),
      service.session.description, service.method.rawValue,
      service.choiceRank.map(words.number) ?? "", words.number(service.distance), row.reason,
      row.runID,
    ]
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
    file(Columns.unmet, rows) { cells }
  }

  static func cells(_ row: UnmetRow) -> [String] {
    [
      row.need, "\(row.missing)", row.reasonCode, row.reason, row.evidence, row.smallestFix,
      row.escalateTo,
    ]
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

  /// Hundredths as a decimal: 150 is 1.5.
  static func decimal(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    guard rest > 0 else { return "\(hundredths / 100)" }
    return "\(hundredths / 100)."
      + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }

  private static func masked(_ groups: [String]) -> String { groups.isEmpty ? "" : "有" }

  private static func joined(_ texts: [String]) -> String {
    texts.isEmpty ? "" : texts.joined(separator: ";")
  }

  /// Texts of small numbers, dates and sets of sessions: a list has few of them, each in many rows.
  final class RepeatedWords {
    private static let numbers = (0..<100).map(String.init)
    private let numbers = RepeatedWords.numbers
    private var dates: [Day: String] = [:]
    private var sets: [SessionSet: String] = [:]

    func number(_ number: Int) -> String {
      numbers.indices.contains(number) ? numbers[number] : String(number)
    }

    func date(_ day: Day) -> String {
      if let known = dates[day] { return known }
      let text = day.description
      dates[day] = text
      return text
    }

    func sessions(_ set: SessionSet) -> String {
      if set == .all { return "" }
      if let known = sets[set] { return known }
      let text =
        set.isEmpty ? RowReader.noSession : joined(set.sessions.map(\.description))
      sets[set] = text
      return text
    }
  }

  private static func file(
    _ columns: [ColumnDefinition], _ rows: some Sequence<[String]>
  ) -> [UInt8] {
    var bytes = table([columns.map(\.chinese)])
    add(rows, to: &bytes)
    return bytes
  }

  /// A list whose rows are written on all processors; `maker` is asked for each part of them.
  private static func file<Row: Sendable>(
    _ columns: [ColumnDefinition], _ rows: [Row],
    _ maker: @escaping @Sendable () -> (Row) -> [String]
  ) -> [UInt8] {
    var bytes = table([columns.map(\.chinese)])
    guard shared.contains(rows.count) else {
      add(rows.lazy.map(maker()), to: &bytes)
      return bytes
    }
    let parts = Processors.parts(of: rows.count, fewest: 0) { range in
      var part: [UInt8] = []
      add(rows[range].lazy.map(maker()), to: &part)
      return part
    }
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
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    add(rows, to: &bytes)
    return bytes
  }

  /// The cells of one row at a time: a million rows of them would take a gigabyte.
  private static func add(_ rows: some Sequence<[String]>, to bytes: inout [UInt8]) {
    for cells in rows {
      var isFirst = true
      for cell in cells {
        if !isFirst { bytes.append(44) }
        isFirst = false
        append(cell, to: &bytes)
      }
      bytes.append(13)
      bytes.append(10)
    }
  }

  private static func append(_ cell: String, to bytes: inout [UInt8]) {
    let begin = bytes.count
    var text = cell
    text.withUTF8 { unsafe bytes.append(contentsOf: $0) }
    if isPlain(bytes, from: begin) { return }
    bytes.removeLast(bytes.count - begin)
    appendGuarded(FormulaGuard.guarded(cell), to: &bytes)
  }

  /// Whether a cell that has been written needs neither quotes nor a guard: nearly all do not.
  private static func isPlain(_ bytes: [UInt8], from begin: Int) -> Bool {
    guard begin < bytes.count else { return true }
    switch bytes[begin] {
    // A digit, a letter, or most of what is Chinese.
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xE4...0xE9: break
    default: return false
    }
    for index in begin..<bytes.count {
      let byte = bytes[index]
      if byte <= 44, byte == 44 || byte == 34 || byte == 10 || byte == 13 { return false }
    }
    return bytes[bytes.count - 1] != 32
  }

  private static func appendGuarded(_ cell: String, to bytes: inout [UInt8]) {
    let needsQuotes = cell.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
    // A byte tells enough to leave the comparison of characters out.
    let isPadded =
      cell.utf8.first == 32 && cell.first == " " || cell.utf8.last == 32 && cell.last == " "
    guard needsQuotes || isPadded || cell.utf8.first == 39 && cell.hasPrefix("'") else {
      bytes.append(contentsOf: cell.utf8)
      return
    }
    bytes.append(34)
    for byte in cell.utf8 {
      if byte == 34 { bytes.append(34) }
      bytes.append(byte)
    }
    bytes.append(34)
  }
}
