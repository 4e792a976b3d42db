import GRDB
import Glibc
import ThreeLists

/// The ledger's file: reads it whole, and writes to it in one transaction at a time.
///
/// One serial connection with a rollback journal that is synced (`synchronous = FULL`): what a call
/// has returned from is on the disk, and what it has not is not there at all.
public final class LedgerStore {
  /// The file.
  public let path: String
  private let queue: DatabaseQueue
  private let schema: LedgerSchema

  /// The seconds for which a program waits for another one to finish writing.
  public static let patience = 20

  /// Opens a ledger.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - creating: whether one that does not exist begins here; its file is the owner's alone.
  ///   - patience: seconds to wait while another program writes.
  /// - Throws: why it cannot be used.
  public convenience init(
    path: String, creating: Bool, patience: Int = LedgerStore.patience
  ) throws(LedgerError) {
    try self.init(path: path, creating: creating, patience: patience, schema: .current)
  }

  init(
    path: String, creating: Bool, patience: Int, schema: LedgerSchema
  ) throws(LedgerError) {
    self.path = path
    self.schema = schema
    try LedgerStore.prepare(path, creating: creating)
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(Double(patience))
    configuration.prepareDatabase { database in
      for pragma in [
        "synchronous = FULL", "trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0",
        "secure_delete = ON", "temp_store = MEMORY",
      ] {
        try database.execute(sql: "PRAGMA \(pragma)")
      }
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw LedgerStore.error(error)
    }
  }

  /// Sees to it that a regular file stands there.
  private static func prepare(_ path: String, creating: Bool) throws(LedgerError) {
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotCreate }
      guard unsafe access(path, R_OK) == 0 else { throw .notPermitted }
      guard status.st_size > 0 || creating else { throw .absent }
      return
    }
    guard errno == ENOENT else { throw errno == EACCES ? .notPermitted : .cannotCreate }
    guard creating else { throw .absent }
    let file = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      switch errno {
      case EACCES, EPERM, EROFS: throw .notPermitted
      case ENOSPC, EDQUOT: throw .cannotWrite(reason: "ENOSPC")
      default: throw .cannotCreate
      }
    }
    close(file)
  }

  /// Everything the ledger holds.
  ///
  /// - Returns: the events, their chain unbroken, and the state they make.
  /// - Throws: why it cannot be read, or what is damaged.
  /// - Complexity: linear in the bytes of all events.
  public func read() throws(LedgerError) -> LedgerSnapshot {
    do {
      return try queue.read { database in
        guard try schema.version(of: database) != nil else { throw LedgerError.absent }
        return try LedgerSnapshot(events: EventTable.all(database))
      }
    } catch {
      throw LedgerStore.error(error)
    }
  }

  /// The rules recorded last, without the rest being read; nil when none are.
  ///
  /// - Throws: why they cannot be read. Whether the ledger is whole is not asked here.
  public func rules() throws(LedgerError) -> RulesInForce? {
    do {
      return try queue.read { database in
        guard try schema.version(of: database) != nil else { return nil }
        return try EventTable.last(.rules, database).flatMap { RulesInForce($0.entry.body) }
      }
    } catch {
      throw LedgerStore.error(error)
    }
  }

  /// Personal fields, as far as they have not been purged.
  ///
  /// - Returns: by subject.
  /// - Throws: why they cannot be read.
  public func contacts() throws(LedgerError) -> [ContactSubject: PersonalFields] {
    do {
      return try queue.read { database in
        guard try schema.version(of: database) != nil else { throw LedgerError.absent }
        return try ContactTable.all(database)
      }
    } catch {
      throw LedgerStore.error(error)
    }
  }

  /// Writes in one transaction: all that the closure appends, or nothing.
  ///
  /// The transaction begins before anything is read, so that nobody writes between.
  ///
  /// - Parameter work: appends entries; what it throws ends the transaction without a trace.
  /// - Returns: what the closure returns, once the disk has everything.
  /// - Throws: a ``LedgerError``, or what the closure throws.
  @discardableResult
  public func write<Value>(_ work: (inout LedgerTransaction) throws -> Value) throws -> Value {
    do {
      return try queue.writeWithoutTransaction { database in
        var result: Value?
        try database.inTransaction(.immediate) {
          try schema.migrate(database)
          let snapshot = try LedgerSnapshot(events: EventTable.all(database))
          var transaction = LedgerTransaction(snapshot, database)
          result = try work(&transaction)
          return .commit
        }
        guard let result else { throw LedgerError.locked }
        return result
      }
    } catch let error as DatabaseError {
      throw LedgerStore.error(error)
    }
  }

  /// All that is wrong in the ledger; empty when it is whole.
  ///
  /// - Parameter head: the hash of an event that somebody noted down; nil for none.
  /// - Returns: what is wrong, in the order of ``LedgerFinding/Check``, and what can be read.
  /// - Throws: why it cannot be examined at all.
  public func check(head: String? = nil) throws(LedgerError) -> LedgerCheck {
    var check = LedgerCheck()
    do throws(LedgerError) {
      check.findings = try examined { database in
        let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check")
        return try pages.filter { $0 != "ok" }.map { LedgerFinding(.pages, detail: $0) }
          + schema.findings(database)
      }
    } catch .damaged(let finding) {
      check.findings.append(finding)
    }
    do throws(LedgerError) {
      check.examine(try examined(EventTable.rows), head: head)
    } catch .damaged(let finding) {
      // Pages so damaged that SQLite cannot go on.
      check.findings.append(finding)
    }
    return check
  }

  private func examined<Value>(
    _ work: (Database) throws -> Value
  ) throws(LedgerError) -> Value {
    do {
      return try queue.read { database in
        guard try schema.version(of: database) != nil else { throw LedgerError.absent }
        return try work(database)
      }
    } catch {
      throw LedgerStore.error(error)
    }
  }

  /// What an error of SQLite means for whoever uses the ledger.
  private static func error(_ error: any Error) -> LedgerError {
    if let known = error as? LedgerError { return known }
    guard let error = error as? DatabaseError else {
      return .cannotWrite(reason: "\(error)")
    }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: return .locked
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: return .notPermitted
    case .SQLITE_NOTADB: return .foreign
    case .SQLITE_CORRUPT, .SQLITE_MISMATCH, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_CONSTRAINT:
      return .damaged(LedgerFinding(.pages, detail: error.message ?? "SQLite"))
    default: return .cannotWrite(reason: error.message ?? "SQLite")
    }
  }
}

/// The ledger while it is being written to.
public struct LedgerTransaction {
  /// The state after all that has been appended.
  public private(set) var state: LedgerState
  /// The hash of the last event before this transaction.
  public let base: String
  /// The events appended.
  public private(set) var appended: [Event] = []
  private let before: LedgerSnapshot
  private let database: Database

  fileprivate init(_ snapshot: LedgerSnapshot, _ database: Database) {
    before = snapshot
    state = snapshot.state
    base = snapshot.head
    self.database = database
  }

  /// The hash of the last event.
  public var head: String { appended.last?.hash ?? base }

  /// Appends an entry.
  ///
  /// - Parameter entry: what is said.
  /// - Returns: the event it became.
  /// - Throws: ``Illegality`` when the state does not permit it; what SQLite says otherwise.
  @discardableResult public mutating func append(_ entry: Entry) throws -> Event {
    let event = Event(entry, seq: before.events.count + appended.count + 1, previous: head)
    try state.apply(event)
    try EventTable.insert(event, database)
    appended.append(event)
    return event
  }

  /// Records that a resource is offered for a week, unless the last offer says the same.
  public mutating func declare(
    _ resource: Resource, week: Week, time: Moment, actor: String
  ) throws {
    let body = ResourceRecord.body(resource)
    if let known = state.weeks[week]?.resources[resource.id], ResourceRecord.body(known) == body {
      return
    }
    try append(
      Entry(
        .declared, time: time, actor: actor, week: week, resource: resource.id, body: body))
  }

  /// Records that a member is registered, unless the last registration says the same.
  public mutating func register(_ member: Member, time: Moment, actor: String) throws {
    let body = MemberRecord.body(member)
    if let known = state.members[member.id], MemberRecord.body(known.member) == body { return }
    try append(MemberRecord.entry(member, time: time, actor: actor))
  }

  /// Keeps the personal fields of a need or a resource; what stood there is replaced.
  public func keep(_ fields: PersonalFields, of subject: ContactSubject) throws {
    try ContactTable.keep(fields, of: subject, database)
  }

  /// Removes the personal fields of subjects.
  ///
  /// - Parameter subjects: whose; those that have none are no error.
  /// - Returns: what was removed, of those who had any.
  /// - Throws: what SQLite says.
  public func removePersonalFields(
    of subjects: [ContactSubject]
  ) throws -> [ContactSubject: PersonalFields] {
    try ContactTable.remove(subjects, database)
  }
}

/// What a ledger holds at one moment.
public struct LedgerSnapshot: Sendable {
  /// In their order.
  public let events: [Event]
  /// What they make together.
  public let state: LedgerState

  /// The hash of the last event.
  public var head: String { events.last?.hash ?? Event.origin }

  /// The state at a moment, by what the ledger knows now: of what happened later nothing, of what was
  /// entered and taken back since nothing either.
  ///
  /// - Throws: never for a ledger that was read whole.
  /// - Complexity: linear in the events.
  public func state(at moment: Moment) throws(Illegality) -> LedgerState {
    if state.lastTime.map({ $0 <= moment }) ?? true { return state }
    return try LedgerState(events.filter { $0.entry.time <= moment }, at: moment, knowing: state)
  }

  /// The state that the events before one made; nil when there is no event of that number.
  ///
  /// - Complexity: linear in the events before it.
  public func state(before seq: Int) -> LedgerState? {
    guard events.indices.contains(seq - 1) else { return nil }
    var state = LedgerState()
    for event in events.prefix(seq - 1) {
      guard (try? state.apply(event)) != nil else { return nil }
    }
    return state
  }

  /// Follows the chain and folds the events.
  ///
  /// - Throws: ``LedgerError/damaged(_:)`` with the first fault.
  init(events: [Event]) throws(LedgerError) {
    var state = LedgerState()
    var previous = Event.origin
    for (index, event) in events.enumerated() {
      guard event.seq == index + 1, event.previous == previous, event.isIntact else {
        throw .damaged(LedgerFinding(.chain, seq: event.seq, detail: event.entry.kind.rawValue))
      }
      do throws(Illegality) {
        try state.apply(event)
      } catch {
        throw .damaged(LedgerFinding(.transition, seq: event.seq, detail: error.description))
      }
      previous = event.hash
    }
    self.events = events
    self.state = state
  }
}
