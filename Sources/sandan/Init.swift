import ArgumentParser
import ListFiles
import ThreeLists

struct Init: OfficeCommand {
  static let configuration = CommandConfiguration(
    abstract: Language.asked.text(
      "建立一个办公目录：三张清单模板、政策文件、一页说明。",
      "Set up a folder: three list templates, the policy, a one-page manual."),
    discussion: Language.asked.text(
      """
      写出 需求清单.xlsx、资源清单.xlsx、成员清单.xlsx（带下拉选项）和同样内容的
      .csv，政策.yaml、使用说明.txt。模板用 Excel 或 WPS 打开，照样子填写。
      目录必须不存在或为空，已有的文件绝不覆盖。
      """,
      """
      Writes 需求清单.xlsx (needs), 资源清单.xlsx (resources) and 成员清单.xlsx
      (members) with drop-down lists, the same as .csv, 政策.yaml (policy) and
      manual.txt, one page. The templates open in Excel and WPS.
      The folder must be absent or empty; no file is ever overwritten.
      """))

  @Argument(
    help: ArgumentHelp(Language.asked.text("新目录。", "The new folder.")), completion: .directory)
  var dir: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let policy = try common.loadPolicy()
    let files = [
      OutputFile(
        name: "需求清单.xlsx",
        bytes: try PlanWorkbook.bytes(ListWorkbooks.needsTemplate(policy), common.lang)),
      OutputFile(
        name: "资源清单.xlsx",
        bytes: try PlanWorkbook.bytes(ListWorkbooks.resourcesTemplate(policy), common.lang)),
      OutputFile(
        name: "成员清单.xlsx",
        bytes: try PlanWorkbook.bytes(ListWorkbooks.membersTemplate(policy), common.lang)),
      OutputFile(name: "需求清单.csv", bytes: ListTemplates.needs),
      OutputFile(name: "资源清单.csv", bytes: ListTemplates.resources),
      OutputFile(name: "成员清单.csv", bytes: ListTemplates.members),
      OutputFile(name: "政策.yaml", bytes: Array(PolicyFile.text(of: policy).utf8)),
      OutputFile(name: Manual.name(common.lang), bytes: Manual.bytes(common.lang)),
    ]
    try OutputFolder(path: dir, language: common.lang).write(files, replacingPlan: false)
    try common.tell(
      files.map { "\(dir)/\($0.name)" },
      json: InitDocument(folder: dir, files: files.map(\.name)))
  }
}
