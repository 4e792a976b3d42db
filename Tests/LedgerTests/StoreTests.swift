import Foundation
import Testing
import ThreeLists

@testable import Ledger

@Suite struct StoreTests {
  private let folder: LedgerFolder

  init() throws { folder = try LedgerFolder() }

  private let now = Office.at("2026-11-23T09:00")

  private func begin(_ store: LedgerStore, needs: [String] = ["N1"]) throws {
    try store.write { ledger in
      try ledger.append(
        Entry(.rules, time: now, actor: "王敏", body: RulesInForce(.standard).body))
      try ledger.append(Entry(.weekOpened, time: now, actor: "王敏", week: Office.week))
      for id in needs {
        try ledger.append(
          NeedCase.entry(
            Office.need(id), week: Office.week, firstResponsible: "王敏", time: now, actor: "王敏"))
      }
    }
  }

  private func failure(_ work: () throws -> Void) -> LedgerError? {
    do {
      try work()
    } catch let error as LedgerError {
      return error
    } catch {
      Issue.record(error)
    }
    return nil
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let store = try folder.open()
    try begin(store)
    let again = try folder.open(creating: false).read()
    #expect(again.events.count == 3)
    #expect(again.state.needs.keys.sorted() == ["N1"])
    #expect(again.events.map(\.seq) == [1, 2, 3])
    #expect(again.events[1].previous == again.events[0].hash)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.file)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(folder.entries == ["三单.sqlite"])
  }

  @Test func whatThrowsLeavesNoTrace() throws {
    struct Change: Error {}
    let store = try folder.open()
    try begin(store)
    let before = folder.bytes
    #expect(throws: Change.self) {
      try store.write { ledger in
        try ledger.append(Entry(.weekOpened, time: now, actor: "王敏", week: Office.next))
        throw Change()
      }
    }
    #expect(throws: Illegality.knownNeed("N1")) { try begin(store) }
    #expect(folder.bytes == before)
    #expect(try store.read().events.count == 3)
  }

  @Test func aLedgerThatIsNotThereIsSaid() throws {
    #expect(failure { _ = try folder.open(creating: false) } == .absent)
    // An empty file is what a command that was killed before its first entry leaves.
    try Data().write(to: URL(fileURLWithPath: folder.file))
    #expect(failure { _ = try folder.open(creating: false) } == .absent)
    try begin(try folder.open())
    #expect(try folder.open(creating: false).read().events.count == 3)
    #expect(
      failure {
        _ = try LedgerStore(path: folder.path + "/none/三单.sqlite", creating: true)
      } == .cannotCreate)
    #expect(
      failure { _ = try LedgerStore(path: folder.path, creating: true) } == .cannotCreate)
  }

  @Test func eventsCannotBeChangedInPlace() throws {
    try begin(try folder.open())
    for sql in [
      "UPDATE event SET actor = 'x' WHERE seq = 2", "DELETE FROM event WHERE seq = 3",
      """
      INSERT INTO event (seq, time, actor, kind, body, previous, hash)
      VALUES (9, '2026-11-23T09:00', 'x', 'purged', '{}', 'x', 'y')
      """,
    ] {
      let before = folder.bytes
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [
        "python3", "-c",
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute(sys.argv[2])", folder.file, sql,
      ]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus != 0)
      #expect(folder.bytes == before)
    }
  }

  /// Whoever removes the triggers leaves traces all the same.
  @Test(arguments: [
    ("UPDATE event SET actor = '别人' WHERE seq = 2", LedgerFinding.Check.chain, 2),
    ("UPDATE event SET time = '2026-11-22T09:00' WHERE seq = 1", .chain, 1),
    ("UPDATE event SET body = replace(body, '理发', '义诊') WHERE seq = 3", .chain, 3),
    ("UPDATE event SET need = 'N2' WHERE seq = 3", .chain, 3),
    ("UPDATE event SET body = '{ }' WHERE seq = 3", .form, 3),
    ("UPDATE event SET kind = 'invented' WHERE seq = 3", .form, 3),
    ("UPDATE event SET week = '2026-W99' WHERE seq = 3", .form, 3),
    ("UPDATE event SET time = 'yesterday' WHERE seq = 3", .form, 3),
    ("DELETE FROM event WHERE seq = 2", .chain, 3),
  ]) func tamperingShows(sql: String, check: LedgerFinding.Check, seq: Int) throws {
    try begin(try folder.open())
    try folder.tamper(
      """
      DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_removed; \(sql);
      """)
    let store = try folder.open(creating: false)
    let found = try store.check().findings
    #expect(found.contains { $0.check == check && $0.seq == seq }, "\(found)")
    #expect(found.contains { $0.check == .schema })
    guard case .damaged(let finding) = failure({ _ = try store.read() }) else {
      Issue.record("a damaged ledger was read")
      return
    }
    #expect(finding.check == check && finding.seq == seq)
    let before = folder.bytes
    #expect(failure { try begin(store, needs: ["N9"]) } != nil)
    #expect(folder.bytes == before)
  }

  /// Cutting the end off leaves a chain that is whole: only a head noted down elsewhere shows it.
  @Test func theHeadNotedDownShowsWhatWasCutOff() throws {
    let store = try folder.open()
    try begin(store)
    let head = try store.check().head
    #expect(try store.check(head: head).findings.isEmpty)
    #expect(try store.check(head: Event.origin).findings.isEmpty)
    try folder.tamper(
      """
      DROP TRIGGER event_is_never_removed; DELETE FROM event WHERE seq = 3;
      CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
      """)
    let cut = try folder.open(creating: false)
    #expect(try cut.check().findings.isEmpty)
    #expect(try cut.check(head: head).findings.map(\.check) == [.head])
  }

  @Test func aWholeLedgerSaysSo() throws {
    let store = try folder.open()
    try begin(store, needs: ["N1", "N2"])
    let check = try store.check()
    #expect(check.findings.isEmpty)
    #expect(check.events == 4)
    #expect(check.needs == 2)
    #expect(try check.head == store.read().head)
  }

  @Test func othersFilesAreLeftAlone() throws {
    for make in [
      "CREATE TABLE mine (x); INSERT INTO mine VALUES (1);", "PRAGMA application_id = 7;",
    ] {
      try? FileManager.default.removeItem(atPath: folder.file)
      try folder.tamper(make)
      let before = folder.bytes
      #expect(failure { try begin(try folder.open()) } == .foreign)
      #expect(failure { _ = try folder.open(creating: false).read() } == .foreign)
      #expect(folder.bytes == before)
    }
    try Data("needs,resources\n1,2\n".utf8).write(to: URL(fileURLWithPath: folder.file))
    #expect(failure { try begin(try folder.open()) } == .foreign)
    #expect(failure { _ = try folder.open(creating: false).check() } == .foreign)
    #expect(folder.bytes == Data("needs,resources\n1,2\n".utf8))
  }

  @Test func newerLedgersAreLeftAlone() throws {
    try begin(try folder.open())
    try folder.tamper("PRAGMA user_version = 3;")
    let before = folder.bytes
    #expect(failure { try begin(try folder.open()) } == .newer(version: 3, known: 2))
    #expect(
      failure { _ = try folder.open(creating: false).read() } == .newer(version: 3, known: 2))
    #expect(folder.bytes == before)
  }

  @Test func olderLedgersAreBroughtUpToDate() throws {
    try begin(try folder.open())
    let head = try folder.open(creating: false).read().head
    let later = LedgerSchema(
      steps: LedgerSchema.current.steps + ["CREATE TABLE note (seq INTEGER, text TEXT) STRICT;"])
    let store = try LedgerStore(path: folder.file, creating: false, patience: 5, schema: later)
    // Reading changes nothing; writing migrates, together with what is written.
    #expect(try store.read().head == head)
    // An older ledger is whole as what it is.
    #expect(try store.check().findings.isEmpty)
    try store.write { ledger in
      try ledger.append(Entry(.weekOpened, time: now, actor: "王敏", week: Office.next))
    }
    #expect(try store.check().findings.isEmpty)
    #expect(
      failure { _ = try folder.open(creating: false).read() } == .newer(version: 3, known: 2))
    // A migration that fails leaves the older ledger as it was.
    let before = folder.bytes
    let broken = LedgerSchema(
      steps: later.steps + ["CREATE TABLE half (x); CREATE TABLE event (y);"])
    let half = try LedgerStore(path: folder.file, creating: false, patience: 5, schema: broken)
    #expect(failure { try half.write { _ in } } != nil)
    #expect(folder.bytes == before)
  }

  @Test func aLockedLedgerIsSaid() throws {
    let store = try folder.open()
    try begin(store)
    let other = try folder.open(patience: 0)
    let before = folder.bytes
    try store.write { _ in
      #expect(failure { try other.write { _ in } } == .locked)
    }
    #expect(folder.bytes == before)
    try other.write { _ in }
  }

  /// The second page begins the events, the third the index of their hashes.
  @Test(arguments: [1, 2]) func damagedPagesAreSaid(page: Int) throws {
    try begin(try folder.open(), needs: (1...200).map { "N\($0)" })
    var bytes = try #require(folder.bytes)
    for index in page * 4_096..<(page + 1) * 4_096 { bytes[index] = 0x5A }
    try bytes.write(to: URL(fileURLWithPath: folder.file))
    let store = try folder.open(creating: false)
    let found = try store.check().findings
    #expect(found.contains { $0.check == .pages }, "\(found)")
    // What is read goes by the events alone; what is written needs their index, too.
    guard
      case .damaged = failure({
        _ = try store.read()
        try begin(store, needs: ["N201"])
      })
    else {
      Issue.record("damaged pages were used")
      return
    }
    #expect(folder.bytes == bytes)
  }

  /// What a purge says of whose contacts it removed is known from then on; those of earlier versions
  /// give numbers alone.
  @Test func purgesTellWhoseContactsTheyRemoved() throws {
    let store = try folder.open()
    try begin(store, needs: ["N1", "N2"])
    let numbers: [String: JSONValue] = [
      "before": .text("2026-11-23"), "needs": .number(2), "resources": .number(0),
      "members": .number(0),
    ]
    try store.write { ledger in
      try ledger.append(Entry(.purged, time: now, actor: "王敏", body: numbers))
    }
    #expect(try store.read().state.purgedContacts == [])
    try store.write { ledger in
      var body = numbers
      body["contacts"] = .texts(["N1"])
      try ledger.append(Entry(.purged, time: now, actor: "王敏", body: body))
      body["contacts"] = .texts([])
      try ledger.append(Entry(.purged, time: now, actor: "王敏", body: body))
    }
    #expect(try store.read().state.purgedContacts == ["N1"])
  }

  @Test func personalFieldsCanBeRemoved() throws {
    let store = try folder.open()
    try begin(store, needs: ["N1", "N2"])
    let fields = PersonalFields(
      contact: Contact(name: "张三甲", phone: "13900001111", address: "和平路七号"), description: "剪头发")
    try store.write { ledger in
      try ledger.keep(fields, of: .need("N1"))
      try ledger.keep(fields, of: .resource("N1"))
      try ledger.keep(PersonalFields(contact: Contact()), of: .need("N2"))
    }
    #expect(try store.contacts() == [.need("N1"): fields, .resource("N1"): fields])
    let head = try store.read().head
    let secret = Data("13900001111".utf8)
    #expect(folder.bytes?.range(of: secret) != nil)
    let removed = try store.write {
      try $0.removePersonalFields(of: [.need("N1"), .need("N2"), .resource("N1")])
    }
    #expect(removed == [.need("N1"): fields, .resource("N1"): fields])
    #expect(try store.contacts().isEmpty)
    #expect(try store.read().head == head)
    #expect(folder.bytes?.range(of: secret) == nil)
  }
}
