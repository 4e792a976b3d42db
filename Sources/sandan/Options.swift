import ArgumentParser
import ListFiles
import Matching
import ThreeLists

/// How results and messages are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

extension Language: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

extension Week: ExpressibleByArgument {
  /// A week as it stands on the command line.
  public init?(argument: String) { self.init(argument) }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("政策文件；不给则用内置政策。(policy file)", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var policy: String?

  @Flag(help: "词典以外的代码照单接受。(take codes at their word)")
  var openDictionaries = false

  @Option(help: ArgumentHelp("消息与报告的语言：zh 或 en。", valueName: "zh|en"))
  var lang: Language = .zh

  @Option(help: ArgumentHelp("输出格式：text 或 json。", valueName: "text|json"))
  var format: OutputFormat = .text

  @Flag(help: "不显示提醒和进度。(no warnings, no progress)")
  var quiet = false

  /// The policy the command works with: the file's, else `base`, else the built-in one.
  func loadPolicy(base: String? = nil) throws -> Policy {
    var result = Policy.standard
    if let path = policy ?? base {
      do {
        result = try PolicyFile.read(path)
      } catch {
        throw refuse(error)
      }
    }
    if openDictionaries { result.openDictionaries = true }
    return result
  }

  /// Tells every defect and answers with the failure that ends the command.
  func refuse(_ defects: ListDefects) -> Failure {
    let status = defects.exitStatus
    switch format {
    case .json:
      Console.print(DefectDocument(defects.defects, language: lang).text)
      return Failure(status)
    case .text: return Failure(status, DefectText.lines(defects.defects, language: lang))
    }
  }

  /// Tells warnings on standard error, unless asked to be quiet or to write JSON.
  func warn(_ warnings: [ListDefect]) {
    guard !quiet, format == .text else { return }
    for line in DefectText.lines(warnings, language: lang) { Console.error(line) }
  }
}

/// What a command takes that reads the two lists.
struct ListOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "坚持用某种编码读清单：utf-8、utf-16、gb18030；不给则自动识别。", valueName: "name"))
  var encoding: TextEncoding?
}

extension CommonOptions {
  /// Tells one remark on standard error, unless asked to be quiet or to write JSON.
  func note(_ line: String) {
    guard !quiet, format == .text else { return }
    Console.error(line)
  }

  /// The failure that a planning error ends in.
  func refuse(_ error: PlanningError) -> Failure {
    switch error {
    case .conflictingPins(let pins):
      let lines = PlainText.conflict(pins, language: lang)
      if format == .json {
        Console.print(JSONText.of(ErrorDocument(errors: lines)))
        return Failure(.data)
      }
      return Failure(.data, lines)
    case .timeLimit: return Failure(.temporary, PlainText.noTime(lang))
    case .fault(let text): return Failure(.fault, PlainText.fault(text, lang))
    }
  }
}
