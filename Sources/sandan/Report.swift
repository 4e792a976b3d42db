import ArgumentParser
import Foundation
import ListFiles
import Matching
import Reports
import ThreeLists

struct Report: OfficeCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: Language.asked.text(
      "由派单目录写出供打印的网页：周报、派单条、答复居民。",
      "Make pages for print from a plan's folder: report, slips, answers."),
    discussion: Language.asked.text(
      """
      weekly 周报；slips 派单条，一个单位一张；answers 给居民的答复，一件一份。
      先像 sandan verify 那样复核派单目录，连同服务清单、未满足清单、报告和工作簿，
      有一处不符就不写；只是不重新查找最小补足，那一项由 verify 查。
      联系人、电话、地址只在给出来源时写上：--contacts 和两张原始清单，须与派单时
      相同；或者 --ledger 台账，方案须是这份台账里的，以前各周结转来的也写得上。
      写出的网页只有本人可读。
      --templates 目录里的 weekly.html、slips.html、answers.html、style.css 代替
      自带的（statements.html、agenda.html、figures.html、comparison.html、backtest.html
      用于 sandan statement、agenda、figures、compare、backtest）；目录里不能有别的文件。
      --write-templates 先把自带的写进去，供修改。
      """,
      """
      weekly: the report; slips: one for each unit; answers: one for each unmet
      need. The folder is audited first as sandan verify does, with its lists, its
      report and its workbook, and nothing is written if anything is wrong; only the
      search for smallest changes is not made again, which is left to verify.
      Contacts are shown only where they come from is named: --contacts and the two
      original lists, which must be those of the plan; or --ledger and the ledger that
      holds the plan, with the contacts of needs carried over from earlier weeks, too.
      Pages can be read by their owner only. In the folder of --templates weekly.html, slips.html, answers.html and style.css replace
      the built-in ones (statements.html, agenda.html, figures.html, comparison.html and
      backtest.html are for sandan statement, agenda, figures, compare and backtest);
      no other file may stand there. --write-templates writes them there to begin with.
      """))

  @Argument(
    help: ArgumentHelp(
      Language.asked.text("sandan match 写出的目录。", "A folder written by sandan match.")),
    completion: .directory)
  var dir: String

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "要写的网页，可写多次；不给则全部。", "A page to make, may repeat; all if not given."),
      valueName: ReportPages.all.map { $0.name }.joined(separator: "|")))
  var page: [String] = []

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "写入的目录；不给则为派单目录名加“-打印”。", "The folder to write; the plan's name and -打印 if not given."),
      valueName: "dir"),
    completion: .directory)
  var out: String?

  @Option(
    help: ArgumentHelp(
      Language.asked.text("办公室自己的模板所在的目录。", "The folder of the office's own templates."),
      valueName: "dir"),
    completion: .directory)
  var templates: String?

  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "把自带的模板写进 --templates 的目录（已有的不动），不写网页。",
        "Write the built-in templates into the folder of --templates (never over a file), no page.")
    ))
  var writeTemplates = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      Language.asked.text(
        "写上联系方式；后面给原始的需求清单和资源清单。",
        "Show contacts; name the original needs list and resource list."),
      valueName: "lists"))
  var contacts: [String] = []

  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "写上联系方式，从这份台账取；目录须是台账里的方案。",
        "Show contacts, taken from this ledger, which must hold the folder's plan."),
      valueName: "file"),
    completion: .file(extensions: ["sqlite"]))
  var ledger: String?

  @OptionGroup var lists: ListOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    let lang = common.lang
    for name in page where ReportPages.page(name) == nil {
      let known = ReportPages.all.map { $0.name }
      throw ValidationError(
        lang.text(
          "--page \(name)：没有这种网页，应为 \(known.joined(separator: "、"))。",
          "--page \(name): no such page; expected \(known.joined(separator: ", "))."))
    }
    guard contacts.isEmpty || contacts.count == 2 else {
      throw ValidationError(
        lang.text(
          "--contacts 后面要给两张清单：需求、资源。",
          "--contacts takes two lists: needs and resources."))
    }
    if !contacts.isEmpty, ledger != nil {
      throw ValidationError(
        lang.text(
          "--ledger 不能与 --contacts 一起用。", "--ledger cannot be used with --contacts."))
    }
    if writeTemplates, templates == nil {
      throw ValidationError(
        lang.text(
          "--write-templates 要和 --templates 一起用。", "--write-templates goes with --templates."))
    }
  }

  private var pages: [any ReportPage.Type] {
    page.isEmpty ? ReportPages.all : ReportPages.all.filter { page.contains($0.name) }
  }

  func run() throws {
    Progress.begin(quiet: common.quiet)
    if writeTemplates, let templates {
      let files = try TemplateFolder.writeBuiltIn(into: templates, common.lang)
      return try common.tell(
        files.map { "\(templates)/\($0)" }, json: InitDocument(folder: templates, files: files))
    }
    let material = try material()
    let folder = try templates.map { try TemplateFolder($0, common.lang) }
    let files = try pages.map { page in
      let template = try folder?.template(of: page, material) ?? .standard
      return OutputFile(
        name: "\(page.name).html", bytes: page.render(material, template: template))
    }
    let target = out ?? trimmed(dir) + "-打印"
    try PageFolder(path: target, language: common.lang).write(files)
    try common.tell(
      files.map { "\(target)/\($0.name)" },
      json: InitDocument(folder: target, files: files.map(\.name)))
  }

  private func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }

  /// The plan with the lists it came with, and contacts where a source of them is named.
  private func material() throws -> PageMaterial {
    let folder = try PlanFolder(dir, common)
    try refuseUnsound(folder)
    try refusePlanAlone(folder)
    var material = PlanFiles.material(
      folder.plan, task: folder.task, language: common.lang,
      showsContacts: !contacts.isEmpty || ledger != nil)
    if contacts.count == 2 {
      material.needs = try PageContacts.needs(
        of: folder, needs: contacts[0], resources: contacts[1], form: lists.form, common)
    } else if let ledger {
      (material.needs, material.purgedContacts) = try PageContacts.needs(
        of: folder, ledger: ledger, common)
    }
    return material
  }

  /// Refuses pages that tell why needs are unmet, where the folder does not.
  private func refusePlanAlone(_ folder: PlanFolder) throws {
    guard folder.plan.planOnly, pages.contains(where: { $0.tellsReasons }) else { return }
    throw Failure(.data, PageText.planAlone(trimmed(dir), folder.task, common.lang))
  }

  /// Refuses a folder that does not pass the audit.
  ///
  /// Sentences and layout of another version are told and no reason to refuse: the pages are made anew
  /// from the plan, and an office that has a newer program prints the slips of its old plan all the same.
  private func refuseUnsound(_ folder: PlanFolder) throws {
    var findings = try folder.wholeFindings(common, searchesAnew: false)
    if !findings.isEmpty, folder.task.version != programVersion {
      common.note(PlainText.otherVersion(folder.task.version, common.lang))
      findings.removeAll { [.wording, .report, .workbook].contains($0.rule) }
    }
    guard findings.isEmpty else {
      throw Failure(
        .data,
        [PageText.unsound(dir, findings.count, common.lang)]
          + findings.prefix(3).map { AuditText.line($0, language: common.lang) })
    }
  }
}

/// A folder that pages are written into, one by one; other files in it stay.
struct PageFolder {
  let path: String
  let language: Language

  /// Writes each page whole or not at all, and none where the disk has no room for all of them.
  func write(_ pages: [OutputFile]) throws {
    do {
      let isNew: Bool
      switch try Disk.kind(of: path) {
      case .absent:
        try Disk.makeFolder(path)
        isNew = true
      case .folder: isNew = false
      case .file, .other: throw Failure(.cannotCreate, PlainText.oddFolder(path, language))
      }
      if try Disk.kind(of: "\(path)/\(PlanFiles.plan)") != .absent {
        throw Failure(.cannotCreate, PageText.planFolder(path, language))
      }
      do {
        for page in pages {
          let new = newcomer(page)
          if try Disk.kind(of: new) == .file { try FileManager.default.removeItem(atPath: new) }
          try Disk.writeFile(page.bytes, at: new)
        }
        for page in pages { try Disk.rename(newcomer(page), to: "\(path)/\(page.name)") }
        try Disk.syncFolder(path)
      } catch {
        for page in pages { try? FileManager.default.removeItem(atPath: newcomer(page)) }
        if isNew { try? FileManager.default.removeItem(atPath: path) }
        throw error
      }
    } catch let error as SystemError {
      throw OutputFolder(path: path, language: language).failure(error)
    }
  }

  /// Where a page waits until all of them are written.
  private func newcomer(_ page: OutputFile) -> String { "\(path)/.\(page.name).new" }
}
