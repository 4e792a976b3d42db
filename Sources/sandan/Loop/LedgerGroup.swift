import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

/// The commands on the ledger itself.
struct LedgerGroup: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: Language.asked.text(
      "台账本身：检查是否完整，导出全部记录。", "The ledger itself: check it, export its entries."),
    subcommands: [LedgerCheckCommand.self, LedgerExport.self])
}

struct LedgerCheckCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: Language.asked.text(
      "检查台账：链条、每一步是否合法、件数守恒、文件是否完好。",
      "Check the ledger: chain, transitions, conservation, pages."),
    discussion: Language.asked.text(
      """
      每条记录带着前一条的校验值，改动任何一条都会露出来。截去末尾几条，链条本身看不出，
      要和以前记下的校验值比：--head。有错时逐条说明，退出码 65。
      """,
      """
      Every entry carries the hash of the one before: a change of any shows. What
      was cut off at the end does not, unless a hash noted down before is compared:
      --head. What is wrong is told line by line; the exit code is 65 then.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "以前记下的校验值，须在链条之中。", "A hash noted down before; it has to be in the chain."),
      valueName: "hash"))
  var head: String?

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let head, head.utf8.count != 64 || !head.allSatisfy(\.isHexDigit) {
      throw ValidationError(
        common.lang.text("--head：应为 64 位十六进制校验值。", "--head: expected 64 hexadecimal digits."))
    }
  }

  func run() throws {
    let store = try open()
    let check: LedgerCheck
    do {
      check = try store.check(head: head)
    } catch {
      throw refuse(error)
    }
    let document = LedgerCheckDocument(check)
    guard check.findings.isEmpty else {
      throw Failure(
        .data, LedgerText.findings(check, place.ledger, common.lang),
        document: JSONText.of(document))
    }
    try common.tell([LedgerText.whole(check, common.lang)], json: document)
  }
}

/// What `ledger check` prints as JSON.
struct LedgerCheckDocument: Encodable {
  struct Finding: Encodable {
    var check: String
    var seq: Int?
    var detail: String
  }

  var formatVersion = 1
  var isWhole: Bool
  var events: Int
  var needs: Int
  var head: String
  var findings: [Finding]

  init(_ check: LedgerCheck) {
    isWhole = check.findings.isEmpty
    events = check.events
    needs = check.needs
    head = check.head
    findings = check.findings.map {
      Finding(check: $0.check.rawValue, seq: $0.seq, detail: $0.detail)
    }
  }
}

/// The form in which entries are exported.
enum ExportForm: String, CaseIterable, ExpressibleByArgument {
  case jsonl, csv
}

struct LedgerExport: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: Language.asked.text(
      "导出全部记录，供别的程序独立重算。", "Export every entry, for others to recompute."),
    discussion: Language.asked.text(
      """
      写到标准输出：每行一条 JSON（jsonl），或一张 CSV。不含联系人、电话、地址、内容。
      校验值 = SHA-256(规范 JSON 数组 [序号, 时间, 经办人, 类型, 周, 需求, 服务, 资源,
      内容的规范文本, 前一条的校验值])。
      """,
      """
      On standard output: a JSON object for each entry (jsonl), or a CSV table; no
      personal field is among them. The hash is SHA-256 of the canonical JSON list
      [seq, time, actor, kind, week, need, service, resource, canonical text of the
      body, hash before].
      """))

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      Language.asked.text("导出的格式。", "The form."), valueName: "jsonl|csv"))
  var form: ExportForm = .jsonl

  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let events = try read().snapshot.events
    switch form {
    case .jsonl:
      guard !events.isEmpty else { return }
      try Console.print(
        events.map(\.exported.canonical).joined(separator: "\n"), language: common.lang)
    case .csv:
      let bytes = ListWriter.table(
        headers: Event.columns,
        rows: events.map { event in
          Event.columns.map { column in
            switch event.exported[column] {
            case .some(.text(let text)): text
            case .some(.number(let number)): "\(number)"
            case .some(let value): value.canonical
            case .none: ""
            }
          }
        })
      try Console.print(bytes, language: common.lang)
    }
  }
}

struct Purge: LedgerCommand {
  static let configuration = CommandConfiguration(
    abstract: Language.asked.text(
      "清除个人信息：某日之前了结的需求、过期的资源。",
      "Remove personal fields of needs that ended, and of resources offered, before a day."),
    discussion: Language.asked.text(
      """
      清除联系人、电话、地址、内容；编号、状态、件数都留着，链条不受影响。
      还没了结的需求不清除；资源看最后一次申报的那一周。
      """,
      """
      Name, telephone, address and the residents' words go; identifiers, states and
      counts stay, and so does the chain. Needs that are not finished keep theirs;
      of a resource the week of its last offer counts.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text("这天以前的，不含这天。", "What lies before this day."), valueName: "date"))
  var before: String

  @OptionGroup var who: ActorOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if EntryReader.moment(before) == nil {
      throw ValidationError(
        common.lang.text(
          "--before：应为日期，如 2026-11-23。", "--before: expected a date such as 2026-11-23."))
    }
  }

  func run() throws {
    guard let day = EntryReader.moment(before)?.day else { return }
    let store = try open()
    let (needs, resources) = try write(store) { ledger in
      let ended = ledger.state.cases.filter { $0.endedAt.map { $0.day < day } ?? false }
      var last: [String: Week] = [:]
      for (week, record) in ledger.state.weeks {
        for id in record.resources.keys { last[id] = max(last[id] ?? week, week) }
      }
      let past = last.filter { $0.value.sunday < day }.keys.sorted()
      let needs = try ledger.removePersonalFields(of: ended.map { .need($0.need.id) })
      let resources = try ledger.removePersonalFields(of: past.map { .resource($0) })
      try ledger.append(
        Entry(
          .purged, time: now, actor: who.name,
          body: [
            "before": .text(day.description), "needs": .number(needs),
            "resources": .number(resources),
          ]))
      return (needs, resources)
    }
    try common.tell(
      [LedgerText.purged(before: day, needs: needs, resources: resources, common.lang)],
      json: PurgeDocument(before: day.description, needs: needs, resources: resources))
  }
}

/// What `purge` prints as JSON.
struct PurgeDocument: Encodable {
  var formatVersion = 1
  var before: String
  var needs: Int
  var resources: Int
}
