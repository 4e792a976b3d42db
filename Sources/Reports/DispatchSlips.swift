import Matching
import ThreeLists

/// Dispatch slips: one for each unit, with lines to cut along and fields to sign.
///
/// Whom to reach stands on a slip only where the material shows contacts; special groups never.
public enum DispatchSlips: ReportPage {
  /// The name of the slips.
  public static let name = "slips"

  /// Slips tell who is served.
  public static var tellsReasons: Bool { false }

  /// The heading of the slips.
  public static func title(_ material: PageMaterial) -> String {
    material.text(.slipsTitle, material.plan.week)
  }

  /// The sections of the slips.
  public static func sections(_ material: PageMaterial) -> [PageSection] {
    var section = PageSection("slips", title: nil)
    let numbered = material.plan.services.enumerated().map { (row: $0 + 2, service: $1) }
    let byUnit = Dictionary(grouping: numbered, by: \.service.unit).sorted { $0.key < $1.key }
    guard !byUnit.isEmpty else {
      section.html.element("<p>", material.text(.noSlips), "</p>\n")
      return [section]
    }
    section.html.element("<p>", material.text(.slipsNote), "</p>\n")
    let needs = material.needByID
    for (number, unit) in byUnit.enumerated() {
      if number > 0 { cut(&section.html, material) }
      let sorted = unit.value.sorted {
        ($0.service.session, $0.service.resource, $0.service.id)
          < ($1.service.session, $1.service.resource, $1.service.id)
      }
      slip(&section.html, unit.key, number: number + 1, sorted, needs, material)
    }
    return [section]
  }

  private static func cut(_ page: inout HTML, _ material: PageMaterial) {
    page.markup("<div class=\"cut\" role=\"separator\" aria-label=\"")
    page.text(material.text(.cut))
    page.markup("\"><span aria-hidden=\"true\">✂</span></div>\n")
  }

  private static func slip(
    _ page: inout HTML, _ unit: String, number: Int, _ services: [(row: Int, service: Service)],
    _ needs: [String: Need], _ material: PageMaterial
  ) {
    page.markup(
      services.count > 12 ? "<article class=\"slip long\" id=\"" : "<article class=\"slip\" id=\"")
    page.element("slip", "\(number)", "\">")
    page.element("<h2>", material.text(.slipTo, unit), "</h2>\n")
    page.table(
      caption: material.text(.slipCaption, services.count),
      headings: [
        .init(material.text(.date) + " · " + material.text(.session)),
        .init(material.text(.givenService) + " · " + material.text(.resource)),
        .init(material.text(.grid)), .init(material.text(.category)),
        .init(material.text(.content)),
        .init(material.text(.contact)), .init(material.text(.signed)),
        .init(material.text(.done)),
      ],
      rows: services.map { row, service in
        HTML.Row(
          anchor: RowIndex.serviceAnchor(row), cells(service, needs[service.need], material))
      })
    page.markup("<div class=\"sign\">")
    for word in [Word.dispatcher, .receiver, .signDate] {
      page.element("<div>", material.text(word), "</div>")
    }
    page.markup("</div></article>\n")
  }

  /// The order as commands take it, without the year: the page names the week.
  private static func short(_ service: Service, _ material: PageMaterial) -> String {
    let week = material.plan.week.description
    guard service.id.hasPrefix(week), let sign = week.firstIndex(of: "-") else { return service.id }
    return String(service.id[week.index(after: sign)...])
  }

  private static func cells(
    _ service: Service, _ need: Need?, _ material: PageMaterial
  ) -> [HTML.Cell] {
    var what = material.names.category(need?.category ?? "")
    let role = material.role(of: service)
    if !role.isEmpty { what += " · " + role }
    var content = need?.description ?? ""
    if let visits = need?.visits, visits > 1 {
      content += (content.isEmpty ? "" : " · ") + material.text(.slipVisits, service.visit)
    }
    let contact = need?.contact
    var whom = [contact?.name, contact?.phone, contact?.address].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: " ")
    if let need, material.isPurged(need) { whom = material.text(.contactPurged) }
    return [
      .codes([service.date.description, material.language.name(of: service.session)]),
      .codes([short(service, material), service.resource]), .code(need?.grid.digits ?? ""),
      // A short word stays on one line; a long one may not push the page's edge.
      what.count <= (material.language == .zh ? 6 : 12) ? .code(what) : .text(what),
      .text(content), .text(material.showsContacts ? whom : material.text(.masked)), .text(""),
      .text("☐"),
    ]
  }
}
