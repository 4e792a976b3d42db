import ArgumentParser
import ListFiles
import ThreeLists

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "建立一个办公目录：两张清单模板、政策文件、一页说明。",
    discussion: """
      写出 需求清单.csv、资源清单.csv、政策.yaml、使用说明.txt。
      目录必须不存在或为空，已有的文件绝不覆盖。
      """)

  @Argument(help: "新目录。", completion: .directory)
  var dir: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let policy = try common.loadPolicy()
    let files = [
      OutputFile(name: "需求清单.csv", bytes: ListTemplates.needs),
      OutputFile(name: "资源清单.csv", bytes: ListTemplates.resources),
      OutputFile(name: "政策.yaml", bytes: Array(PolicyFile.text(of: policy).utf8)),
      OutputFile(name: "使用说明.txt", bytes: Array(Manual.chinese.utf8)),
    ]
    let folder = OutputFolder(path: dir, language: common.lang)
    try folder.write(files, replacingPlan: false)
    switch common.format {
    case .text:
      guard !common.quiet else { return }
      for file in files { Console.print("\(dir)/\(file.name)") }
    case .json:
      Console.print(
        JSONText.of(InitDocument(formatVersion: 1, folder: dir, files: files.map(\.name))))
    }
  }
}

/// What `init --format json` prints.
private struct InitDocument: Encodable {
  var formatVersion: Int
  var folder: String
  var files: [String]
}
