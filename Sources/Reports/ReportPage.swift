import ThreeLists

/// A kind of page: a file of this module that says what stands on it, and a line in ``ReportPages``.
public protocol ReportPage {
  /// The name on the command line, of the page's file and of its template.
  static var name: String { get }
  /// The page's heading.
  static func title(_ material: PageMaterial) -> String
  /// What stands on it, in order.
  static func sections(_ material: PageMaterial) -> [PageSection]
}

/// Every kind of page.
public enum ReportPages {
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

  /// The section's markup.
  var whole: HTML {
    var page = HTML()
    page.element("<section id=\"", name, "\">")
    if let title { page.element("<h2>", title, "</h2>\n") }
    page.append(html)
    page.markup("</section>\n")
    return page
  }
}

extension ReportPage {
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
      sections: sections(material),
      colophon: "sandan \(material.version) · \(material.text(.run, material.plan.runID))",
      language: material.language
    ).render(template)
  }
}

/// A page before it is set into a template.
struct PageFrame {
  /// The heading.
  var title: String
  /// What time it is about.
  var period: String
  /// What stands on it.
  var sections: [PageSection]
  /// Who made it, and from what.
  var colophon: String
  /// The language.
  var language: ReportLanguage

  /// The page in UTF-8.
  func render(_ template: PageTemplate) -> [UInt8] {
    var page = HTML()
    for piece in template.pieces {
      switch piece {
      case .literal(let bytes): page.append(HTML(markup: bytes))
      case .place(let place):
        switch place {
        case .head: head(&page, template)
        case .language: page.text(language == .zh ? "zh-CN" : "en")
        case .title: page.text(title)
        case .period: page.text(period)
        case .contents: contents(&page)
        case .content: for section in sections { page.append(section.whole) }
        case .colophon: page.text(colophon)
        }
      case .section(let name):
        for section in sections where section.name == name { page.append(section.whole) }
      }
    }
    return page.bytes
  }

  private func head(_ page: inout HTML, _ template: PageTemplate) {
    page.markup(
      """
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-
      """)
    page.text(template.styleDigest)
    page.markup(
      """
      '; base-uri 'none'; form-action 'none'"><meta charset="utf-8">\
      <meta name="referrer" content="no-referrer">\
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>
      """)
    page.text(title)
    page.markup("</title>\n<style>")
    page.append(HTML(markup: template.style))
    page.markup("</style>")
  }

  private func contents(_ page: inout HTML) {
    let listed = sections.filter { $0.title != nil }
    guard listed.count > 1 else { return }
    page.element("<nav aria-label=\"", language.text(.contents), "\">")
    for section in listed {
      page.link(section.title ?? "", to: section.name)
      page.markup(" ")
    }
    page.markup("</nav>")
  }
}
