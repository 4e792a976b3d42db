import GRDB
import ThreeLists

/// The table of events.
enum EventTable {
  /// The events in their order.
  ///
  /// - Throws: ``LedgerError/damaged(_:)`` at the first row that has not the form of one.
  static func all(_ database: Database) throws -> [Event] {
    try rows(database).map { row in
      switch row {
      case .event(let event): return event
      case .malformed(let finding): throw LedgerError.damaged(finding)
      }
    }
  }

  /// A row of the table: an event, or what keeps it from being one.
  enum StoredRow {
    case event(Event)
    case malformed(LedgerFinding)
  }

  /// The rows in the order of their numbers.
  static func rows(_ database: Database) throws -> [StoredRow] {
    var rows: [StoredRow] = []
    let cursor = try Row.fetchCursor(database, sql: "\(selection) ORDER BY seq")
    while let row = try cursor.next() { rows.append(stored(row)) }
    return rows
  }

  /// The last event of a kind; nil when there is none that can be read.
  static func last(_ kind: EventKind, _ database: Database) throws -> Event? {
    let row = try Row.fetchOne(
      database, sql: "\(selection) WHERE kind = ? ORDER BY seq DESC LIMIT 1",
      arguments: [kind.rawValue])
    guard let row, case .event(let event) = stored(row) else { return nil }
    return event
  }

  private static let selection = """
    SELECT seq, time, actor, kind, week, need, service, resource, body, previous, hash FROM event
    """

  private static func stored(_ row: Row) -> StoredRow {
    let seq: Int = row[0]
    func malformed(_ column: String) -> StoredRow {
      .malformed(LedgerFinding(.form, seq: seq, detail: column))
    }
    let timeText: String = row[1]
    guard let time = Moment(timeText), time.description == timeText else {
      return malformed("time")
    }
    let kindText: String = row[3]
    guard let kind = EventKind(rawValue: kindText) else { return malformed("kind") }
    let weekText: String? = row[4]
    let week = weekText.flatMap { Week($0) }
    guard week?.description == weekText else { return malformed("week") }
    let bodyText: String = row[8]
    guard let body = JSONParser.value(bodyText) else { return malformed("body") }
    var entry = Entry(
      kind, time: time, actor: row[2], week: week, need: row[5], service: row[6], resource: row[7])
    entry.body = body
    return .event(Event(entry, seq: seq, previous: row[9], storedHash: row[10]))
  }

  /// Appends an event.
  static func insert(_ event: Event, _ database: Database) throws {
    let entry = event.entry
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO event
        (seq, time, actor, kind, week, need, service, resource, body, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      event.seq, entry.time.description, entry.actor, entry.kind.rawValue,
      entry.week?.description, entry.need, entry.service, entry.resource, entry.body.canonical,
      event.previous, event.hash,
    ])
  }
}
