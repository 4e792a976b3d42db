import ArgumentParser
import Glibc

/// The program's version, part of every plan's fingerprint.
let programVersion = "0.1.0"

@main
struct Sandan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandan",
    abstract: Language.asked.text(
      "三单匹配：读入需求清单和资源清单，写出服务清单。",
      "Three lists: needs and resources in, the service list out."),
    discussion: Language.asked.text(
      """
      每周三步：
        sandan check 需求.csv 资源.csv --week 2026-W48
            查错，不写任何文件
        sandan match 需求.csv 资源.csv --week 2026-W48 --out 本周
            派单，写出一个目录：服务清单、未满足清单、可以打印的报告
        sandan verify 本周
            逐条复核派单结果
        sandan explain 编号 --plan 本周
            说明一件需求、一个资源或一个单位：为什么这样派，为什么没有派
        sandan report 本周
            写出周报、各单位的派单条、给居民的答复，供打印
        sandan compare 场景.yaml --out 比较
            比较几个“如果”：少一个单位、多几次、换一种先后
      一周一周地办，记入台账：sandan help week
      第一次使用：sandan init 目录，得到三张模板、一份政策文件和一页说明。

      In English: sandan --help --lang en
      """,
      """
      A week in three steps:
        sandan check needs.csv resources.csv --week 2026-W48
            finds every error, writes nothing
        sandan match needs.csv resources.csv --week 2026-W48 --out week
            writes a folder: service list, unmet needs, a report for print
        sandan verify week
            audits the plan line by line
        sandan explain ID --plan week
            why a need, a resource or a unit got what it got
        sandan report week
            weekly report, slips for units, answers to residents, for print
        sandan compare scenarios.yaml --out comparison
            what-ifs side by side: a unit less, some visits more, another order
      Week after week, with a ledger: sandan help week --lang en
      To begin: sandan init FOLDER writes three templates, a policy and a manual.
      Lists are always written with Chinese headers.
      """),
    version: programVersion,
    subcommands: [
      Init.self, Check.self, Match.self, Compare.self, Verify.self, Explain.self, Report.self,
      WeekCommand.self, Respond.self, Done.self, Visit.self, Escalate.self, Defer.self,
      Close.self, Rework.self, Undo.self, Status.self, Overdue.self, Figures.self,
      Agenda.self, Members.self, Statement.self, Purge.self, LedgerGroup.self,
      Marginal.self, Additions.self, BacktestCommand.self, Simulate.self,
    ])

  static func main() {
    // Lists hold personal data: nothing this program writes is readable by others.
    umask(0o077)
    Disk.turnSignalsIntoErrors()
    let arguments = Array(CommandLine.arguments.dropFirst())
    var command: any ParsableCommand
    do {
      command = try parsed(arguments)
    } catch {
      leave(saying: error)
    }
    do {
      try command.run()
    } catch {
      Progress.end()
      let format = (command as? any OfficeCommand)?.common.format ?? .text
      if let failure = failure(error) {
        failure.tell(as: format)
        Glibc.exit(failure.status.rawValue)
      }
      leave(saying: error)
    }
  }

  /// The command that arguments ask for.
  ///
  /// From the root the parser lays out the options of every command that there is. The one that is
  /// named is tried by itself; only what it does not take is for the root, which knows what to say.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    var command: any ParsableCommand.Type = Sandan.self
    var rest = arguments[...]
    while let name = rest.first,
      let next = command.configuration.subcommands.first(where: { $0._commandName == name })
    {
      command = next
      rest = rest.dropFirst()
    }
    // Groups of commands do not take `--lang` themselves.
    guard command.configuration.subcommands.isEmpty else {
      return try parseAsRoot(Language.removed(from: arguments))
    }
    // Asked for help the parser answers with a command of its own.
    if let found = try? command.parseAsRoot(Array(rest)), type(of: found) == command {
      return found
    }
    return try parseAsRoot(arguments)
  }

  /// The failure that an error is; nil for what the argument parser has to say.
  static func failure(_ error: any Error) -> Failure? {
    if let failure = error as? Failure { return failure }
    // The parser's own errors are clean exits or about usage; any other one is unexpected.
    guard exitCode(for: error) == .failure else { return nil }
    return Failure(.fault, PlainText.fault("\(error)", Language.asked))
  }

  /// Ends with help, the version or an error of usage.
  private static func leave(saying error: any Error) -> Never {
    let code = exitCode(for: error)
    let text = UsageText.translated(fullMessage(for: error), Language.asked)
    if code == .success {
      try? Console.print(text, language: Language.asked)
    } else {
      Console.error(text)
    }
    Glibc.exit(code.rawValue)
  }
}

/// A command with the options that every one has.
protocol OfficeCommand: ParsableCommand {
  var common: CommonOptions { get }
}
