import ArgumentParser
import ListFiles
import ThreeLists

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "检查两张清单，一次列出全部错误，不写任何文件。",
    discussion: """
      每个错误一行：文件、行、列、看到什么、应当是什么、怎样改。
      给出 --week 时，还检查与该周有关的日期和指定。
      """)

  @Argument(help: "需求清单，或存放多份需求清单的目录。", completion: .file())
  var needs: String

  @Argument(help: "资源清单，或存放多份资源清单的目录。", completion: .file())
  var resources: String

  @Option(help: ArgumentHelp("要派单的一周，如 2026-W48。", valueName: "week"))
  var week: Week?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let policy = try common.loadPolicy()
    let bundle: ListBundle
    do {
      bundle = try ListReader.read(
        needs: needs, resources: resources, policy: policy, week: week,
        encoding: lists.encoding)
    } catch {
      throw common.refuse(error)
    }
    common.warn(bundle.warnings)
    switch common.format {
    case .text:
      guard !common.quiet else { return }
      Console.print(
        PlainText.checked(
          needs: bundle.needs.count, resources: bundle.resources.count,
          warnings: bundle.warnings.count, language: common.lang))
    case .json: Console.print(DefectDocument(bundle.warnings, language: common.lang).text)
    }
  }
}
