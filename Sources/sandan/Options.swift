import ArgumentParser
import ListFiles
import Matching
import Optimization
import ThreeLists

/// How results and messages are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
  /// A table, by a command that makes one.
  case csv

  /// The command that writes tables.
  static let tableCommand = "figures"

  /// The forms that the command asked for has: found before the arguments are parsed, so that help
  /// names them and the parser refuses others.
  static let offered = offered(for: CommandLine.arguments)

  /// The forms that a command line's command has.
  static func offered(for arguments: [String]) -> [OutputFormat] {
    let words = arguments.dropFirst().filter { $0 != "help" && !$0.hasPrefix("-") }
    return words.first == tableCommand ? allCases : [.text, .json]
  }

  /// A form by its name, as long as the command has it.
  init?(argument: String) {
    guard let found = OutputFormat.offered.first(where: { $0.rawValue == argument }) else {
      return nil
    }
    self = found
  }

  static var allValueStrings: [String] { offered.map(\.rawValue) }
}

extension Engine: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

extension Week: ExpressibleByArgument {
  /// A week as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "政策文件；不给则用内置政策（sandan init 会写出一份），台账的命令用台账记着的。",
        "The policy; if not given the built-in one (sandan init writes it out), with a ledger the one it holds."
      ),
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var policy: String?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "词典里没有的类别、角色、技能等照单接受，不算错误。",
        "Take categories, roles, skills outside the dictionaries at their word.")))
  var openDictionaries = false

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "消息、报告、帮助用中文（zh）还是英文（en）。", "Messages, report and help in Chinese (zh) or English (en)."),
      valueName: "zh|en"))
  var lang: Language = .zh

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "结果写成文字（text），还是给别的程序读的 JSON（json）。", "Results as text, or as JSON for other programs."),
      valueName: OutputFormat.allValueStrings.joined(separator: "|")))
  var format: OutputFormat = .text

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "只显示错误：不显示提醒、进度和小结。", "Errors only: no warnings, progress or summary.")))
  var quiet = false

  /// The policy the command works with: the file's, else `base`, else the built-in one; as it is
  /// written, or with what other options say.
  func loadPolicy(base: String? = nil, isAsWritten: Bool = false) throws -> Policy {
    var result = Policy.standard
    if let path = policy ?? base {
      do {
        result = try PolicyFile.read(path)
      } catch {
        throw refuse(error)
      }
    }
    if openDictionaries, !isAsWritten { result.openDictionaries = true }
    return result
  }

  /// Reads the two lists, or ends with all that is wrong in them.
  func readLists(
    needs: String, resources: String, policy: Policy, week: Week?, form: ListForm
  ) throws -> ListBundle {
    Progress.show(PlainText.reading(lang))
    do {
      return try ListReader.read(
        needs: needs, resources: resources, policy: policy, week: week,
        encoding: form.encoding, sheets: form.sheets)
    } catch {
      throw refuse(error)
    }
  }

  /// Reads what was dispatched and what became of it, or ends with all that is wrong in it.
  func readStanding(
    _ path: String, bundle: ListBundle, policy: Policy, week: Week, begun: Int,
    encoding: TextEncoding? = nil
  ) throws -> Standing {
    do {
      return try StandingReader.read(
        path, bundle: bundle, policy: policy, week: week, begun: begun, encoding: encoding)
    } catch {
      throw refuse(error)
    }
  }

  /// Tells every defect and answers with the failure that ends the command.
  func refuse(_ defects: ListDefects) -> Failure {
    let status = defects.exitStatus
    switch format {
    case .json:
      return Failure(
        status, document: DefectDocument(defects.defects, language: lang).text)
    case .text, .csv: return Failure(status, DefectText.lines(defects.defects, language: lang))
    }
  }

  /// Tells warnings on standard error, unless asked to be quiet or to write JSON.
  func warn(_ warnings: [ListDefect]) {
    guard !quiet, format == .text else { return }
    for line in DefectText.lines(warnings, language: lang) { Console.error(line) }
  }
}

/// How lists are read.
struct ListForm {
  /// Nil finds it out.
  var encoding: TextEncoding?
  /// Names of sheets; none finds the one that has the headers.
  var sheets: [String] = []
}

/// What a command takes that reads the two lists.
struct ListOptions: ParsableArguments {
  static let needsHelp = ArgumentHelp(
    Language.asked.text(
      "需求清单（CSV 或 .xlsx 文件），或存放多份需求清单的目录。",
      "The needs list (CSV or .xlsx), or a folder of such lists."))
  static let resourcesHelp = ArgumentHelp(
    Language.asked.text(
      "资源清单（CSV 或 .xlsx 文件），或存放多份资源清单的目录。",
      "The resource list (CSV or .xlsx), or a folder of such lists."))
  static let weekHelp = ArgumentHelp(
    Language.asked.text("要派单的一周，如 2026-W48（年份-W周次）。", "The week to plan, such as 2026-W48."),
    valueName: "week")

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "清单的编码；不给则自动识别（Excel、WPS 存的都认得）。", "The lists' encoding; recognised if not given."),
      valueName: "name"))
  var encoding: TextEncoding?

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "工作簿里要读的工作表，可写多次；不给则读第一张表头齐全的。",
        "The sheet of a workbook to read, may repeat; if not given, the first that has the headers."
      ),
      valueName: "name"))
  var sheet: [String] = []

  /// How the lists are read.
  var form: ListForm { ListForm(encoding: encoding, sheets: sheet) }
}

extension CommonOptions {
  /// Prints a result on standard output: a text, or what JSON or CSV print in its place.
  func tell(
    _ lines: @autoclosure () -> [String], json document: @autoclosure () -> some Encodable,
    table: @autoclosure () -> [UInt8] = []
  ) throws {
    Progress.end()
    switch format {
    case .text:
      guard !quiet else { return }
      try Console.print(lines().joined(separator: "\n"), language: lang)
    case .json: try Console.print(JSONText.of(document()), language: lang)
    case .csv: try Console.print(table(), language: lang)
    }
  }

  /// Tells one remark on standard error, unless asked to be quiet or to write JSON.
  func note(_ line: String) {
    guard !quiet, format == .text else { return }
    Console.error(line)
  }

  /// The failure that a planning error ends in.
  func refuse(_ error: PlanningError) -> Failure {
    switch error {
    case .conflictingPins(let sets):
      let lines = PlainText.conflicts(sets, language: lang)
      return Failure(
        .data, lines,
        document: JSONText.of(
          ErrorDocument(
            exitCode: Int(ExitStatus.data.rawValue), errors: lines,
            conflictingPins: sets.enumerated().flatMap { number, pins in
              pins.map { ErrorDocument.Pin($0, set: number + 1) }
            })))
    case .timeLimit: return Failure(.temporary, PlainText.noTime(lang))
    case .fault(let text): return Failure(.fault, PlainText.fault(text, lang))
    }
  }
}
