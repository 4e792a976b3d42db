import ArgumentParser
import ListFiles
import Matching
import ThreeLists

struct Verify: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: Language.asked.text(
      "复核一个派单目录：规则、容量、各级目标值、证明，连同表格和报告里的每句话，逐条重算。",
      "Audit a plan's folder: rules, capacities, tier values, proofs, and every sentence of its lists and report."
    ),
    discussion: Language.asked.text(
      """
      只给目录时，用目录里 lists/ 的清单；也可以再给两张原始清单，与它们核对。
      复核不使用求解程序的任何代码。派单有错时逐条说明违反哪条规则，退出码 1。
      """,
      """
      With the folder alone, the lists in lists/ are used; name the two original
      lists to check against those. The audit shares no code with the solver.
      What is wrong is told line by line with the rule it breaks; the exit code
      is 1 then.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("sandan match 写出的目录。", "A folder written by sandan match.")),
    completion: .directory)
  var dir: String

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("原始需求清单（可不给）。", "The original needs list (may be left out).")),
    completion: .file())
  var needs: String?

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("原始资源清单（可不给）。", "The original resource list (may be left out).")),
    completion: .file())
  var resources: String?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if needs != nil, resources == nil {
      throw ValidationError(
        common.lang.text("给了需求清单，也要给资源清单。", "Name the resource list beside the needs list."))
    }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    let folder = try PlanFolder(
      dir, common, needs: needs, resources: resources, form: lists.form)
    let findings = try folder.wholeFindings(common)
    if !findings.isEmpty, folder.task.version != programVersion {
      common.note(PlainText.otherVersion(folder.task.version, common.lang))
    }
    try tell(findings, plan: folder.plan)
  }

  private func tell(_ findings: [AuditFinding], plan: Plan) throws {
    let verdict = PlainText.verified(findings: findings.count, plan: plan, common.lang)
    let document = VerifyDocument(findings, plan: plan, language: common.lang)
    guard !findings.isEmpty else { return try common.tell([verdict], json: document) }
    throw Failure(
      .refused, findings.map { AuditText.line($0, language: common.lang) } + [verdict],
      document: JSONText.of(document))
  }
}
