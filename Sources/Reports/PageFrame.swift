/// A page's heading, its sections, and what stands around them.
struct PageFrame {
  var title: String
  /// The days that the page is about, in words.
  var period: String
  /// What stands at the foot.
  var colophon: String
  var language: ReportLanguage
  var sections: [PageSection]

  /// Makes the page: UTF-8, the same bytes for the same input.
  func render(_ template: PageTemplate) -> [UInt8] {
    var page = HTML()
    // Growing by doubling would take twice as much at last, and once more while it is moved.
    page.reserve(sections.reduce(template.style.count + 4096) { $0 + $1.html.bytes.count + 128 })
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
        case .content: for section in sections { section.write(to: &page) }
        case .colophon: page.text(colophon)
        }
      case .section(let name):
        for section in sections where section.name == name { section.write(to: &page) }
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
      '; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"><meta charset="utf-8">\
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
