import ArgumentParser
import ListFiles
import Reports

extension ReportLanguage {
  /// The language of pages for that of messages.
  init(_ language: Language) { self = language == .zh ? .zh : .en }
}

/// How a page that comes from the ledger is written.
struct PageOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      Language.asked.text(
        "表另写一份工作簿（.xlsx）；编号在 Excel 里不会变样。",
        "Write the table as a workbook (.xlsx), too, whose identifiers Excel leaves alone.")))
  var xlsx = false

  @OptionGroup var own: TemplateOptions

  /// Refuses options that have nothing to do.
  func validate(out: String?, csv: Bool, _ common: CommonOptions) throws {
    try own.validate(out: out, common.lang)
    if xlsx, out == nil {
      throw ValidationError(
        common.lang.text("--xlsx 要与 --out 一起用。", "--xlsx goes with --out."))
    }
    if csv, out != nil || common.format == .json {
      throw ValidationError(
        common.lang.text(
          "--csv 不与 --out、--format json 同用。", "--csv goes without --out and --format json."))
    }
  }

  /// Writes a page, and beside it the table of its rows.
  func write(
    _ page: LedgerPage, table: RowTable, to folder: String, _ common: CommonOptions
  ) throws {
    let template = try own.template(
      named: page.name, sections: page.sections.map(\.name), common.lang)
    var files = [
      OutputFile(name: "\(page.name).html", bytes: page.render(template: template)),
      OutputFile(name: "\(page.name).csv", bytes: table.bytes),
    ]
    if xlsx {
      files.append(
        OutputFile(name: "\(page.name).xlsx", bytes: try table.workbook(common.lang)))
    }
    try PageFolder(path: folder, language: common.lang).write(files)
    try common.tell(
      files.map { "\(folder)/\($0.name)" },
      json: InitDocument(folder: folder, files: files.map(\.name)))
  }
}
