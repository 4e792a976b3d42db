import ArgumentParser
import Ledger
import ListFiles
import ThreeLists

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
