import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

/// Where many entries come from.
struct BatchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "一次录入一张 CSV 表；有一处错就一条也不录。", "Enter a whole CSV table; one mistake, and nothing is entered."),
      valueName: "csv"),
    completion: .file(extensions: ["csv"]))
  var file: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("表的编码；不给则自动识别。", "The table's encoding; recognised if not given."),
      valueName: "name"))
  var encoding: TextEncoding?
}

/// A command that enters something about needs or orders, one by one or a table of them.
protocol EntryCommand: LedgerCommand {
  var who: ActorOptions { get }
  var batch: BatchOptions { get }
  /// The table it takes.
  static var table: EntryTable { get }
  /// The column of the identifier.
  static var key: String { get }
  /// What stands on the command line, as a row; nil when nothing does.
  var given: [String: String]? { get }
  /// The options in which these values stand, by the same keys; an argument has none.
  static var options: [String: String] { get }
  /// The entry that a row asks for; nil for a row that asks for nothing.
  func entry(_ row: EntryRow, _ state: LedgerState) throws(EntryFault) -> Entry?
}

extension EntryCommand {
  func validate() throws { try validateRows() }

  /// Refuses neither, and both, of an identifier and a table.
  func validateRows() throws {
    if (batch.file == nil) == (given == nil) {
      throw ValidationError(
        common.lang.text(
          "请给出编号和所需选项，或用 --file 给出一张表，二者取一。",
          "Name an identifier with its options, or a table with --file: one of the two."))
    }
  }

  func run() throws { try enterRows() }

  /// Enters what stands on the command line or in the table.
  func enterRows() throws {
    var rows: [EntryRow] = []
    var warnings: [ListDefect] = []
    if let file = batch.file {
      do {
        let read = try EntryReader.read(file, as: Self.table, encoding: batch.encoding)
        common.warn(read.warnings)
        rows = read.rows
        warnings = read.warnings
      } catch {
        throw common.refuse(error)
      }
    } else if let given {
      rows = [EntryRow(command: commandName, given, options: Self.options)]
    }
    let store = try open()
    let policy = try namedPolicy()
    let (events, skipped) = try write(store) { ledger in
      if let policy { try ledger.record(policy, time: now, actor: who.name) }
      return try enter(rows, &ledger)
    }
    try common.tell(
      LedgerText.entered(events, skipped: skipped, common.lang),
      json: EntriesDocument(
        events, skipped: skipped,
        warnings: DefectDocument(warnings, language: common.lang).defects))
  }

  /// Enters every row, or tells of every row that cannot be.
  private func enter(
    _ rows: [EntryRow], _ ledger: inout LedgerTransaction
  ) throws -> (events: [Event], skipped: Int) {
    var defects: [ListDefect] = []
    var events: [Event] = []
    var skipped = 0
    // Where an order stands first: a table says one thing of it.
    var rowsOfOrders: [String: EntryRow] = [:]
    for row in rows {
      do {
        let entry = try entry(row, ledger.state)
        // Rows that say what is known are rows, too; those without an answer say nothing.
        let isSilent = row.hasColumn("answer") && row["answer"].isEmpty
        if !isSilent, !row["service_id"].isEmpty, entry?.kind != .undone {
          let service =
            try entry?.service
            ?? Naming.order(row, "service_id", in: ledger.state, fits: { _ in true }).service
          if let first = rowsOfOrders[service] {
            throw EntryFault(
              .againstLedger(.saidAbove(line: first.line ?? 1)), Self.key, of: row)
          }
          rowsOfOrders[service] = row
        }
        if let entry {
          events.append(try ledger.append(entry))
        } else {
          skipped += 1
        }
      } catch let fault as EntryFault {
        defects.append(fault.defect)
      } catch let illegality as Illegality {
        guard let obstacle = illegality.obstacle else { throw illegality }
        defects.append(row.defect(.againstLedger(obstacle), Self.key))
      }
    }
    guard defects.isEmpty else { throw ListDefects(defects) }
    return (events, skipped)
  }
}

/// What a command that enters something prints as JSON.
struct EntriesDocument: Encodable {
  struct Item: Encodable {
    var seq: Int
    var time: String
    var kind: String
    var need: String?
    var service: String?
    var hash: String

    init(_ event: Event) {
      seq = event.seq
      time = event.entry.time.description
      kind = event.entry.kind.rawValue
      need = event.entry.need
      service = event.entry.service
      hash = event.hash
    }
  }

  var formatVersion = 1
  var entries: [Item]
  /// Rows that said nothing.
  var skipped: Int
  var warnings: [DefectDocument.Entry]

  init(_ events: [Event], skipped: Int, warnings: [DefectDocument.Entry]) {
    entries = events.map(Item.init)
    self.skipped = skipped
    self.warnings = warnings
  }
}
