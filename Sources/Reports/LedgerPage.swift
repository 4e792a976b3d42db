/// A page that comes from the ledger and not from a plan's folder.
///
/// Its templates are an office's own in the same way as those of ``ReportPages``.
public struct LedgerPage: Sendable {
  /// The name of the page's file and of its template.
  public let name: String
  /// What stands on it, in order.
  public let sections: [PageSection]
  private let title: String
  private let period: String
  private let colophon: String
  private let language: ReportLanguage

  /// The names of all such pages.
  public static let names = [StatementPage.name, AgendaPage.name]

  init(
    name: String, title: String, from: String, to: String, sections: [PageSection],
    language: ReportLanguage, version: String
  ) {
    self.name = name
    self.sections = sections
    self.title = title
    period = language.text(.days, from, to)
    colophon = "sandan \(version)"
    self.language = language
  }

  /// Makes the page.
  ///
  /// - Parameter template: the page around its sections; the built-in one if not given.
  /// - Returns: UTF-8; the same bytes for the same input.
  /// - Complexity: linear in the rows.
  public func render(template: PageTemplate = .standard) -> [UInt8] {
    PageFrame(
      title: title, period: period, colophon: colophon, language: language, sections: sections
    ).render(template)
  }
}
