import ArgumentParser
import Foundation
import Ledger
import ListFiles
import Reports
import ThreeLists

struct Statement: LedgerCommand {
  static let takesPolicy = true
  static let configuration = CommandConfiguration(
    commandName: "statement",
    abstract: Language.asked.text(
      "双报告：单位和成员做了什么，一份给单位，一份给社区。",
      "What units and members gave: a statement for the unit, one for the community."),
    discussion: Language.asked.text(
      """
      sandan statement --quarter 2026Q4                全部单位、成员、社区
      sandan statement --unit 县司法局 --quarter 2026Q4    一个单位和它的成员
      sandan statement --member M001 --from 2026-10-01 --to 2026-12-31
      sandan statement --community 321199001001 --quarter 2026Q4
          在这个社区工作或居住的成员做了什么；一名成员两个社区都写
      一行是一单办结。人次：写了成员的按成员算，没写的算一次。各单位的单数加起来等于办结的
      单数；成员合计不超过单位的。--csv 写各行；--out 目录 写网页和表，供打印；
      --xlsx 表另存为工作簿。
      """,
      """
      sandan statement --quarter 2026Q4                all units, members, communities
      sandan statement --unit NAME --quarter 2026Q4    a unit and its members
      sandan statement --member M001 --from 2026-10-01 --to 2026-12-31
      sandan statement --community 321199001001 --quarter 2026Q4
          what members gave who work or live there; a member is in both communities
      A row is an order done. Attendances count the members named, or one where none
      is. The orders of all units are those done; a unit's members never gave more
      than the unit. --csv prints the rows; --out DIR writes a page and a table,
      with --xlsx the table as a workbook, too.
      """))

  @Option(
    help: ArgumentHelp(
      Language.asked.text("一个单位。", "A unit."), valueName: "unit"))
  var unit: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("一名成员。", "A member."), valueName: "member"))
  var member: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("一个社区。", "A community."), valueName: "code"))
  var community: String?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text("把各行写成 CSV，到标准输出。", "The rows as CSV on standard output.")))
  var csv = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text("把网页和表写进这个目录。", "Write a page and a table into this folder."),
      valueName: "dir"),
    completion: .directory)
  var out: String?

  @OptionGroup var span: SpanOptions
  @OptionGroup var pages: PageOptions
  @OptionGroup var place: LedgerOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if [unit, member, community].compactMap(\.self).count > 1 {
      throw ValidationError(
        common.lang.text(
          "--unit、--member、--community 只写一个。", "One of --unit, --member and --community only."))
    }
    try pages.validate(out: out, csv: csv, common)
  }

  func run() throws {
    guard let days = span.days else { return }
    let (store, snapshot) = try read()
    let state = try state(of: snapshot)
    let statement = try StatementMaking.statement(
      state, days, try subject(state), contacts: contacts(store),
      levels: policy(by: snapshot.state.rules).policy.levels)
    let table = StatementMaking.table(statement, common.lang)
    if let out {
      let page = StatementPage.page(
        statement, language: ReportLanguage(common.lang), version: programVersion)
      return try pages.write(page, table: table, to: out, common)
    }
    guard !csv else { return try Console.print(table.bytes, language: common.lang) }
    try common.tell(MemberText.lines(statement, common.lang), json: statement)
  }

  /// Whom the options name, as far as the ledger knows them.
  private func subject(_ state: LedgerState) throws -> GivenStatement.Subject {
    func refuse(_ text: String, _ known: Set<String>) -> Failure {
      Failure(
        .data,
        MemberText.unknown(text, Nearest.words(to: text, among: known.sorted()), common.lang))
    }
    if let unit {
      let known = StatementMaking.units(state)
      guard known.contains(unit) else { throw refuse(unit, known) }
      return .unit(unit)
    }
    if let member {
      guard state.members[member] != nil else { throw refuse(member, Set(state.members.keys)) }
      return .member(member)
    }
    if let community {
      let known = Set(state.members.values.flatMap(\.member.communities).map(\.digits))
      guard known.contains(community) else { throw refuse(community, known) }
      return .community(community)
    }
    return .all
  }
}

/// Makes statements of what the ledger holds.
enum StatementMaking {
  /// Every unit that offered something, had an order, or has a member.
  static func units(_ state: LedgerState) -> Set<String> {
    var units = Set(state.weeks.values.flatMap { $0.resources.values.map(\.unit) })
    units.formUnion(state.members.values.map(\.member.unit))
    units.formUnion(state.needs.values.lazy.flatMap { $0.orders.values.lazy.map(\.unit) })
    return units
  }

  static func statement(
    _ state: LedgerState, _ days: ClosedRange<Day>, _ subject: GivenStatement.Subject,
    contacts: [ContactSubject: PersonalFields], levels: GridLevels
  ) -> GivenStatement {
    let members = state.members.values.map(\.member).sorted { $0.id < $1.id }
    let names = Dictionary(
      uniqueKeysWithValues: members.map {
        ($0.id, contacts[.member($0.id)]?.contact.masked.name ?? "")
      })
    return GivenStatement(
      days, rows: rows(state, days, levels), members: members, names: names,
      units: units(state), subject: subject)
  }

  /// The orders done on some days, by day, then order.
  static func rows(
    _ state: LedgerState, _ days: ClosedRange<Day>, _ levels: GridLevels
  ) -> [GivenStatement.Row] {
    let rows = state.cases.flatMap { known in
      known.orders.values.compactMap { order -> GivenStatement.Row? in
        guard order.state == .done, let day = order.doneAt?.day, days.contains(day) else {
          return nil
        }
        return GivenStatement.Row(
          service: order.service, need: order.need, date: day.description, unit: order.unit,
          resource: order.resource,
          community: levels.area(of: known.need.grid, at: .community).digits, hours: order.hours,
          members: order.attendances.map { .init(member: $0.member, hours: $0.hours) })
      }
    }
    return rows.sorted { ($0.date, $0.service) < ($1.date, $1.service) }
  }

  /// The rows as a table: an order without members has one line, another one a line for each.
  static func table(_ statement: GivenStatement, _ language: Language) -> RowTable {
    let ids = Set(statement.members.map(\.member))
    var lines: [[String]] = []
    for row in statement.rows {
      let head = [
        row.date, row.service, row.need, row.unit, row.resource, row.community,
      ]
      let whole = row.hours.map(GivenStatement.hours) ?? ""
      if row.members.isEmpty { lines.append(head + ["", "", whole]) }
      for part in row.members where statement.subject == "all" || ids.contains(part.member) {
        let own = part.hours > 0 ? GivenStatement.hours(part.hours) : ""
        lines.append(head + [part.member, own, whole])
      }
    }
    return RowTable(
      name: StatementPage.sheetName(ReportLanguage(language)),
      headers: [
        language.text("办结日期", "Done on"), language.text("服务单号", "Order"),
        language.text("需求编号", "Need"), language.text("单位", "Unit"),
        language.text("资源编号", "Resource"), language.text("社区", "Community"),
        language.text("成员编号", "Member"), language.text("成员时长", "Member's hours"),
        language.text("单位时长", "Unit's hours"),
      ],
      rows: lines)
  }
}
