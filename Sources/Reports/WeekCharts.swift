import Matching
import ThreeLists

/// The drawings of the weekly report: sessions by communities, fairness, grids.
struct WeekCharts {
  let material: PageMaterial
  let figures: WeekFigures
  let rows: RowIndex
  let heat: WeekHeat

  /// All of them; nothing where there is no need.
  func all(_ page: inout HTML) {
    guard !material.needs.isEmpty else {
      page.element("<p>", material.text(.noServices), "</p>\n")
      return
    }
    page.element("<h3>", material.text(.heat), "</h3>\n")
    sessions(&page)
    page.element("<h3>", material.text(.curve), "</h3>\n")
    curve(&page)
    page.element("<h3>", material.text(.map), "</h3>\n")
    map(&page)
  }

  // MARK: Sessions by communities

  private func sessions(_ page: inout HTML) {
    let most = heat.visits.joined().map(\.count).max() ?? 0
    page.table(
      caption: material.text(.heatCaption),
      headings: [.init(material.text(.community))]
        + Session.all.map { .init(material.language.shortName(of: $0)) }, kind: "heat",
      rows: figures.communities.enumerated().map { number, share in
        HTML.Row(
          [.link(share.name, to: "community\(number)")]
            + heat.visits[number].enumerated().map { session, visits in
              .shade(
                visits.count, step: most == 0 ? 0 : (visits.count * 4 + most - 1) / most,
                to: heat.target(community: number, session: session))
            })
      })
  }

  // MARK: Fairness

  private func curve(_ page: inout HTML) {
    // By share served, exactly: a/b < c/d where a·d < c·b.
    let shares = figures.communities.filter { $0.requested > 0 }.sorted { left, right in
      let (first, second) = (left.served * right.requested, right.served * left.requested)
      return first == second ? left.name < right.name : first < second
    }
    guard let low = shares.first, let high = shares.last else { return }
    let (asked, served) = (figures.requested, figures.served)
    var points = [(x: 0, y: 0)]
    var sum = (asked: 0, served: 0)
    for share in shares {
      sum = (sum.asked + share.requested, sum.served + share.served)
      points.append((sum.asked * 400 / asked, served == 0 ? 0 : sum.served * 260 / served))
    }
    page.element(
      "<figure><svg class=\"chart\" viewBox=\"0 0 500 320\" role=\"img\" aria-label=\"",
      material.text(.curve), "\">")
    page.markup("<polygon class=\"area\" points=\"60,280 ")
    for point in points { page.text("\(60 + point.x),\(280 - point.y) ") }
    page.markup("460,280\"/><path class=\"axis\" d=\"M60 20V280H460\"/>")
    page.markup("<path class=\"even\" d=\"M60 280L460 20\"/><polyline class=\"line\" points=\"")
    for point in points { page.text("\(60 + point.x),\(280 - point.y) ") }
    page.markup("\"/>")
    for point in points.dropFirst() where shares.count <= 60 {
      page.element("<circle class=\"dot\" r=\"3\" cx=\"", "\(60 + point.x)", "\"")
      page.element(" cy=\"", "\(280 - point.y)", "\"/>")
    }
    page.markup("<text x=\"52\" y=\"26\" text-anchor=\"end\">")
    page.element("", "\(served)", "</text><text x=\"52\" y=\"284\" text-anchor=\"end\">0</text>")
    page.element("<text x=\"460\" y=\"298\" text-anchor=\"end\">", "\(asked)", "</text>")
    page.element(
      "<text x=\"260\" y=\"312\" text-anchor=\"middle\">", material.text(.curveX), "</text>")
    page.element("<text x=\"60\" y=\"12\">", material.text(.curveY), "</text></svg>\n")
    page.element("<figcaption>", material.text(.curveNote), " ")
    page.element(
      "",
      material.text(
        .curveLow, low.name, low.served, low.requested, high.name, high.served, high.requested),
      "</figcaption></figure>\n")
  }

  // MARK: Grids

  /// A grid with its visits.
  private struct Square {
    var code: String
    var asked = 0
    var served = 0
    var anchor: String

    /// 0 all served, 1 some, 2 none.
    var step: Int { served >= asked ? 0 : served > 0 ? 1 : 2 }
  }

  /// The grids with several needs, in the order of their codes.
  static func shared(_ needs: [Need]) -> [(grid: String, needs: [Need])] {
    Dictionary(grouping: needs, by: \.grid.digits).filter { $0.value.count > 1 }
      .sorted { $0.key < $1.key }.map { (grid: $0.key, needs: $0.value) }
  }

  /// The anchor of the needs of such a grid.
  static func gridAnchor(_ number: Int) -> String { "grid\(number)" }

  private func map(_ page: inout HTML) {
    var squares: [String: Square] = [:]
    for need in material.needs {
      let code = need.grid.digits
      squares[code, default: Square(code: code, anchor: rows.needAnchor(need.id))].asked +=
        need.visits
      squares[code]?.served += rows.served(need.id)
    }
    for (number, shared) in WeekCharts.shared(material.needs).enumerated() {
      squares[shared.grid]?.anchor = WeekCharts.gridAnchor(number)
    }
    let levels = material.policy.levels
    func area(_ square: Square, _ level: GridLevel) -> String {
      String(square.code.prefix(levels.length(of: level)))
    }
    let towns = Dictionary(grouping: squares.values) { area($0, .town) }.sorted { $0.key < $1.key }
    var drawing = HTML()
    var y = 4
    for (town, members) in towns {
      drawing.element("<text x=\"0\" y=\"", "\(y + 14)", "\">")
      drawing.element("", town, "</text>")
      y += 20
      let communities = Dictionary(grouping: members) { area($0, .community) }
        .sorted { $0.key < $1.key }
      for (community, grids) in communities {
        drawing.element("<text x=\"24\" y=\"", "\(y + 15)", "\">")
        drawing.element("", community, "</text>")
        for (index, square) in grids.sorted(by: { $0.code < $1.code }).enumerated() {
          draw(square, x: 140 + index % 16 * 34, y: y + index / 16 * 22, &drawing)
        }
        y += (grids.count + 15) / 16 * 22 + 2
      }
      y += 6
    }
    page.element("<figure><svg class=\"map\" viewBox=\"0 0 690 ", "\(y)", "\" role=\"group\" ")
    page.element("aria-label=\"", material.text(.map), "\">")
    page.append(drawing)
    page.markup("</svg>\n<figcaption>")
    page.element("", material.text(.mapNote), "<ul class=\"key\">")
    for (step, word) in [Word.mapWhole, .mapPart, .mapNone].enumerated() {
      page.markup("<li><svg viewBox=\"0 0 20 14\" aria-hidden=\"true\">")
      page.element("<rect width=\"20\" height=\"14\" class=\"m", "\(step)", "\"/></svg>")
      page.element("", material.text(word), "</li>")
    }
    page.markup("</ul></figcaption></figure>\n")
  }

  private func draw(_ square: Square, x: Int, y: Int, _ page: inout HTML) {
    page.element("<a href=\"#", square.anchor, "\"><title>")
    page.element(
      "", material.text(.mapSquare, square.code, square.asked, square.served), "</title>")
    page.element("<rect width=\"32\" height=\"20\" class=\"m", "\(square.step)", "\"")
    page.element(" x=\"", "\(x)", "\"")
    page.element(" y=\"", "\(y)", "\"/>")
    if square.asked > square.served {
      page.element("<text text-anchor=\"middle\" x=\"", "\(x + 16)", "\"")
      page.element(" y=\"", "\(y + 15)", "\">")
      page.element("", "\(square.asked - square.served)", "</text>")
    }
    page.markup("</a>")
  }
}
