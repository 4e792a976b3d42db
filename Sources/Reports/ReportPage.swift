import ThreeLists

/// A kind of page: a file of this module that says what stands on it, and a line in ``ReportPages``.
public protocol ReportPage {
  /// The name on the command line, of the page's file and of its template.
  static var name: String { get }
  /// Whether it tells why needs are unmet, so that a plan without reasons has no such page.
  static var tellsReasons: Bool { get }
  /// The page's heading.
  static func title(_ material: PageMaterial) -> String
  /// What stands on it, in order.
  static func sections(_ material: PageMaterial) -> [PageSection]
}

/// Every kind of page.
public enum ReportPages {
  /// The names of the files of all pages, and of their templates: those of a plan's folder, of the
  /// ledger, and of plans compared or replayed.
  public static var names: [String] {
    all.map { $0.name } + LedgerPage.names
      + [QuarterPage.name, ComparisonPage.name, BacktestPage.name]
  }

  /// In the order in which they are made.
  public static var all: [any ReportPage.Type] {
    [WeeklyReport.self, DispatchSlips.self, ResidentAnswers.self]
  }

  /// A page by its name; nil when there is none.
  public static func page(_ name: String) -> (any ReportPage.Type)? {
    all.first { $0.name == name }
  }
}

/// A part of a page with a heading of its own.
public struct PageSection: Sendable {
  /// The name: its anchor, and its placeholder in templates.
  public let name: String
  /// The heading; nil where it has none that the contents should list.
  let title: String?
  var html = HTML()

  init(_ name: String, title: String?) {
    self.name = name
    self.title = title
  }

  /// Writes the section's markup.
  func write(to page: inout HTML) {
    page.element("<section id=\"", name, "\">")
    if let title { page.element("<h2>", title, "</h2>\n") }
    page.append(html)
    page.markup("</section>\n")
  }
}

extension ReportPage {
  /// As most pages do.
  public static var tellsReasons: Bool { true }

  /// Makes the page.
  ///
  /// - Parameters:
  ///   - material: what it is made from.
  ///   - template: the page around its sections; the built-in one if not given.
  /// - Returns: UTF-8; the same bytes for the same input.
  /// - Complexity: linear in the rows.
  public static func render(
    _ material: PageMaterial, template: PageTemplate = .standard
  ) -> [UInt8] {
    PageFrame(
      title: title(material),
      period: material.text(.period, material.plan.week.monday, material.plan.week.sunday),
      colophon: "sandan \(material.version) · \(material.text(.run, material.plan.runID))",
      language: material.language, sections: sections(material)
    ).render(template)
  }
}
