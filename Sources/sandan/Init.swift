import ArgumentParser
import ListFiles
import ThreeLists

struct Init: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: Language.asked.text(
      "建立一个办公目录：三张清单模板、政策文件、一页说明。",
      "Set up a folder: three list templates, the policy, a one-page manual."),
    discussion: Language.asked.text(
      """
      写出 需求清单.xlsx、资源清单.xlsx、成员清单.xlsx（带下拉选项）和同样内容的
      .csv，政策.yaml、使用说明.txt。模板用 Excel 或 WPS 打开，照样子填写。
      已有两张 CSV 清单的，用 --from 给出：写出的清单就是它们的每一行（先检查，有错
      就不写），编号、编码、电话在工作簿里都是文字，不会变成 2.3E+14。
      目录必须不存在或为空，已有的文件绝不覆盖。
      """,
      """
      Writes 需求清单.xlsx (needs), 资源清单.xlsx (resources) and 成员清单.xlsx
      (members) with drop-down lists, the same as .csv, 政策.yaml (policy) and
      manual.txt, one page. The templates open in Excel and WPS.
      An office that has its two lists as CSV names them after --from: the lists
      written then hold their rows (checked first; nothing is written if there is
      an error), identifiers, codes and phones as text in the workbooks.
      The folder must be absent or empty; no file is ever overwritten.
      """))

  @Argument(
    help: ArgumentHelp(Language.asked.text("新目录。", "The new folder.")), completion: .directory)
  var dir: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Language.asked.text(
        "写进模板的需求清单和资源清单，代替例子。",
        "The needs list and the resource list to write in place of the examples."),
      valueName: "lists"),
    completion: .file())
  var from: [String] = []

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard from.isEmpty || from.count == 2 else {
      throw ValidationError(
        common.lang.text(
          "--from 后面要给两张清单：需求、资源。", "--from takes two lists: needs and resources."))
    }
    guard !from.isEmpty || (lists.encoding == nil && lists.sheet.isEmpty) else {
      throw ValidationError(
        common.lang.text(
          "--encoding 和 --sheet 要与 --from 一起用。", "--encoding and --sheet need --from."))
    }
  }

  func run() throws {
    let policy = try common.loadPolicy()
    let bundle: ListBundle? =
      from.isEmpty
      ? nil
      : try common.readLists(
        needs: from[0], resources: from[1], policy: policy, week: nil, form: lists.form)
    common.warn(bundle?.warnings ?? [])
    let files = [
      OutputFile(
        name: "需求清单.xlsx",
        bytes: try PlanWorkbook.bytes(
          ListWorkbooks.needsTemplate(policy, bundle?.needs), common.lang)),
      OutputFile(
        name: "资源清单.xlsx",
        bytes: try PlanWorkbook.bytes(
          ListWorkbooks.resourcesTemplate(policy, bundle?.resources), common.lang)),
      OutputFile(
        name: "成员清单.xlsx",
        bytes: try PlanWorkbook.bytes(ListWorkbooks.membersTemplate(policy), common.lang)),
      OutputFile(
        name: "需求清单.csv",
        bytes: bundle.map { ListWriter.needs($0.needs, contacts: true) } ?? ListTemplates.needs),
      OutputFile(
        name: "资源清单.csv",
        bytes: bundle.map { ListWriter.resources($0.resources, contacts: true) }
          ?? ListTemplates.resources),
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
