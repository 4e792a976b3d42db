import ArgumentParser
import Reports

/// The office's own templates.
struct TemplateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      Language.asked.text(
        "办公室自己的模板所在的目录，见 sandan report。",
        "The folder of the office's own templates; see sandan report."),
      valueName: "dir"),
    completion: .directory)
  var templates: String?

  /// Refuses templates of a page that is not written.
  func validate(out: String?, _ language: Language) throws {
    if templates != nil, out == nil {
      throw ValidationError(
        language.text("--templates 要和 --out 一起用。", "--templates goes with --out."))
    }
  }

  /// The template of a page: the office's, else the built-in one.
  func template(
    named name: String, sections: [String], _ language: Language
  ) throws -> PageTemplate {
    try templates.map { try TemplateFolder($0, language).template(named: name, sections: sections) }
      ?? .standard
  }
}
