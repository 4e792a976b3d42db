import GRDB

/// The tables of the ledger, version by version.
struct LedgerSchema: Sendable {
  /// `SDLG`: what SQLite's header says of a file of ours.
  static let applicationID = 0x5344_4C47

  /// The steps from an empty file to this version; step `i` leads to version `i + 1`.
  let steps: [String]

  /// The version that the steps lead to.
  var version: Int { steps.count }

  /// What this program reads and writes.
  static let current = LedgerSchema(steps: [first, second])

  /// Version 1: the events, which only grow; and the personal fields, which can be removed.
  private static let first = """
    CREATE TABLE event (
      seq INTEGER PRIMARY KEY,
      time TEXT NOT NULL,
      actor TEXT NOT NULL,
      kind TEXT NOT NULL,
      week TEXT,
      need TEXT,
      service TEXT,
      resource TEXT,
      body TEXT NOT NULL,
      previous TEXT NOT NULL,
      hash TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
      BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
    CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
      BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
    CREATE TRIGGER event_follows BEFORE INSERT ON event
      WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
        OR NEW.previous <> coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
          '0000000000000000000000000000000000000000000000000000000000000000')
      BEGIN SELECT RAISE(ABORT, 'events follow one another'); END;
    CREATE TABLE contact (
      subject TEXT NOT NULL CHECK (subject IN ('need', 'resource')),
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      phone TEXT NOT NULL,
      address TEXT NOT NULL,
      description TEXT NOT NULL,
      PRIMARY KEY (subject, id)
    ) STRICT, WITHOUT ROWID;
    """

  /// Version 2: members have personal fields, too.
  private static let second = """
    CREATE TABLE contact_of_all (
      subject TEXT NOT NULL CHECK (subject IN ('need', 'resource', 'member')),
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      phone TEXT NOT NULL,
      address TEXT NOT NULL,
      description TEXT NOT NULL,
      PRIMARY KEY (subject, id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO contact_of_all SELECT subject, id, name, phone, address, description FROM contact;
    DROP TABLE contact;
    ALTER TABLE contact_of_all RENAME TO contact;
    """

  /// The version of a file; nil when it holds nothing yet.
  ///
  /// - Throws: ``LedgerError`` when the file is none of ours, or newer.
  func version(of database: Database) throws -> Int? {
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard application == LedgerSchema.applicationID else {
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      guard application == 0, version == 0, tables == 0 else { throw LedgerError.foreign }
      return nil
    }
    guard version <= self.version else {
      throw LedgerError.newer(version: version, known: self.version)
    }
    return version
  }

  /// Brings a file to this version, within the transaction that is open.
  func migrate(_ database: Database) throws {
    let version = try version(of: database)
    guard version ?? 0 < self.version else { return }
    if version == nil {
      try database.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
    }
    for step in steps[(version ?? 0)...] { try database.execute(sql: step) }
    try database.execute(sql: "PRAGMA user_version = \(self.version)")
  }

  /// What differs between a file's tables and triggers and those of its version.
  func findings(_ database: Database) throws -> [LedgerFinding] {
    let model = try DatabaseQueue()
    let version = try version(of: database) ?? self.version
    let expected = try model.write { other in
      for step in steps.prefix(version) { try other.execute(sql: step) }
      return try LedgerSchema.definitions(other)
    }
    let found = try LedgerSchema.definitions(database)
    return Set(expected.keys).union(found.keys).sorted()
      .filter { expected[$0] != found[$0] }
      .map { LedgerFinding(.schema, detail: $0) }
  }

  private static func definitions(_ database: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_master")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["sql"]) })
  }
}
