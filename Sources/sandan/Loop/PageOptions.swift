import ArgumentParser
import ListFiles
import Reports

extension ReportLanguage {
  /// The language of pages for that of messages.
  init(_ language: Language) { self = language == .zh ? .zh : .en }
}

/// How a page that comes from the ledger is written.
struct PageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "办公室自己的模板所在的目录，见 sandan report。",
        "The folder of the office's own templates; see sandan report."),
      valueName: "dir"),
    completion: .directory)
  var templates: String?

  /// Refuses options that have nothing to do.
  func validate(out: String?, csv: Bool, _ common: CommonOptions) throws {
    if templates != nil, out == nil {
      throw ValidationError(
        common.lang.text("--templates 要和 --out 一起用。", "--templates goes with --out."))
    }
    if csv, out != nil || common.format == .json {
      throw ValidationError(
        common.lang.text(
          "--csv 不与 --out、--format json 同用。", "--csv goes without --out and --format json."))
    }
  }

  /// Writes a page, and beside it the table of its rows.
  func write(
    _ page: LedgerPage, table: [UInt8], to folder: String, _ common: CommonOptions
  ) throws {
    let template =
      try templates.map {
        try TemplateFolder($0, common.lang).template(
          named: page.name, sections: page.sections.map(\.name))
      } ?? .standard
    let files = [
      OutputFile(name: "\(page.name).html", bytes: page.render(template: template)),
      OutputFile(name: "\(page.name).csv", bytes: table),
    ]
    try PageFolder(path: folder, language: common.lang).write(files)
    try common.tell(
      files.map { "\(folder)/\($0.name)" },
      json: InitDocument(folder: folder, files: files.map(\.name)))
  }
}
