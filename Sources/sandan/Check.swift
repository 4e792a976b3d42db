import ArgumentParser
import ListFiles
import ThreeLists

struct Check: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: Language.asked.text(
      "检查两张清单，一次列出全部错误，不写任何文件。", "Check the two lists: every error at once, nothing written."),
    discussion: Language.asked.text(
      """
      每个错误一行：文件、行、列、看到什么、应当是什么、怎样改。
      给出 --week 时，还检查与该周有关的日期和指定。
      """,
      """
      A line for each error: file, line, column, what was found, what was
      expected, how to mend it. With --week the dates and pins of that week are
      checked too.
      """))

  @Argument(help: ListOptions.needsHelp, completion: .file())
  var needs: String

  @Argument(help: ListOptions.resourcesHelp, completion: .file())
  var resources: String

  @Option(help: ListOptions.weekHelp)
  var week: Week?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("连同成员清单（双报到）一起检查。", "The members list, to be checked as well."),
      valueName: "list"),
    completion: .file())
  var members: String?

  @OptionGroup var standing: StandingOptions
  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard week == nil, standing.standing != nil || standing.asOf != nil else { return }
    throw ValidationError(
      common.lang.text(
        "--standing 和 --as-of 要与 --week 一起用。", "--standing and --as-of need --week."))
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let policy = try common.loadPolicy()
    let bundle = try common.readLists(
      needs: needs, resources: resources, policy: policy, week: week, form: lists.form)
    if let week {
      _ = try standing.read(bundle, policy, week: week, common, encoding: lists.encoding)
    }
    let read = try members.map {
      try common.readMembers(
        $0, policy: policy, units: Set(bundle.resources.map(\.unit)), form: lists.form)
    }
    let warnings = bundle.warnings + (read?.warnings ?? [])
    common.warn(warnings)
    try common.tell(
      [
        PlainText.checked(
          needs: bundle.needs.count, resources: bundle.resources.count,
          warnings: warnings.count, language: common.lang)
      ] + (read.map { [MemberText.checked($0.members.count, common.lang)] } ?? []),
      json: CheckDocument(
        bundle, members: read?.members.count, warnings: warnings, language: common.lang))
  }
}
