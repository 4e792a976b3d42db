import Matching
import ThreeLists

/// The tables of the weekly report, section by section.
struct ReportTables {
  let material: PageMaterial
  let figures: WeekFigures
  let rows: RowIndex
  let heat: WeekHeat
  private let byID: [String: Need]

  init(material: PageMaterial, figures: WeekFigures, rows: RowIndex, heat: WeekHeat) {
    self.material = material
    self.figures = figures
    self.rows = rows
    self.heat = heat
    byID = material.needByID
  }

  private var plan: Plan { material.plan }

  private func text(_ word: Word) -> String { material.text(word) }

  private func priority(_ need: Need) -> Int { material.policy.classes.priorityClass(of: need) }

  private func community(_ need: Need) -> String {
    material.policy.levels.area(of: need.grid, at: .community).digits
  }

  private func name(ofClass number: Int) -> String {
    switch number {
    case 0: text(.firstClass)
    case ClassRules.count - 1: material.text(.lastClass, number)
    default: material.text(.className, number)
    }
  }

  // MARK: Served and unmet

  /// Asked, served and unmet: by class, by community, by category.
  func served(_ page: inout HTML) {
    shares(
      &page, .byClass, .classHeading,
      figures.classes.enumerated().map { number, share in
        var share = share
        share.name = name(ofClass: number)
        return share
      }, anchor: "class")
    page.markup("<div class=\"pair\"><div>\n")
    shares(&page, .byCommunity, .community, figures.communities, anchor: "community")
    page.markup("</div><div>\n")
    shares(
      &page, .byCategory, .category,
      figures.categories.map { share in
        var share = share
        share.name = material.names.category(share.name)
        return share
      }, anchor: "category")
    page.markup("</div></div>\n")
  }

  private func shares(
    _ page: inout HTML, _ caption: Word, _ name: Word, _ shares: [WeekFigures.Share],
    anchor: String
  ) {
    page.table(
      caption: text(caption),
      headings: [
        .init(text(name)), .init(text(.asked), isNumber: true),
        .init(text(.servedHeading), isNumber: true), .init(text(.unmetHeading), isNumber: true),
        .init(text(.share)),
      ],
      rows: shares.enumerated().map { number, share in
        let own = "\(anchor)\(number)"
        return [
          .link(share.name, to: own), HTML.Cell.linked(share.requested, to: own),
          HTML.Cell.linked(share.served, to: own),
          HTML.Cell.linked(share.requested - share.served, to: own),
          .bar(share.served, of: share.requested),
        ]
      })
  }

  /// Units with what they carry and what they offer, then each of their resources.
  func loads(_ page: inout HTML) {
    page.table(
      caption: text(.loadsCaption),
      headings: [
        .init(text(.unit)), .init(text(.filled), isNumber: true),
        .init(text(.offered), isNumber: true), .init(text(.load)),
      ],
      rows: figures.units.map { unit in
        [
          .text(unit.unit), HTML.Cell.linked(unit.filled, to: rows.unitAnchor(unit.unit)),
          HTML.Cell.linked(unit.offered, to: rows.offerAnchor(unit.unit)),
          .bar(unit.filled, of: unit.offered),
        ]
      })
    offers(&page)
  }

  private func offers(_ page: inout HTML) {
    guard !material.resources.isEmpty else { return }
    let byUnit = Dictionary(grouping: material.resources, by: \.unit)
    let filled = plan.services.reduce(into: [String: Int]()) { $0[$1.resource, default: 0] += 1 }
    page.table(
      caption: text(.offersCaption),
      headings: [
        .init(text(.resource)), .init(text(.offered), isNumber: true),
        .init(text(.filled), isNumber: true),
      ],
      groups: figures.units.map { unit in
        HTML.Group(
          name: unit.unit, note: material.text(.offersShare, unit.offered, unit.filled),
          anchor: rows.offerAnchor(unit.unit),
          rows: (byUnit[unit.unit] ?? []).sorted { $0.id < $1.id }.map { resource in
            HTML.Row(
              anchor: rows.resourceAnchor(resource.id),
              [
                .code(resource.id),
                resource.isExpired(before: plan.week)
                  ? .text(text(.expired)) : .number(resource.weekly),
                HTML.Cell.linked(filled[resource.id] ?? 0, to: rows.unitAnchor(unit.unit)),
              ])
          })
      })
  }

  // MARK: Services

  /// Every place filled, under its unit.
  func services(_ page: inout HTML) {
    guard !plan.services.isEmpty else {
      page.element("<p>", text(.noServices), "</p>\n")
      return
    }
    let numbered = plan.services.enumerated().map { (row: $0 + 2, service: $1) }
    let byUnit = Dictionary(grouping: numbered, by: \.service.unit).sorted { $0.key < $1.key }
    page.table(
      caption: text(.servicesCaption),
      headings: [
        .init(text(.date)), .init(text(.session)), .init(text(.resource)), .init(text(.need)),
        .init(text(.grid)), .init(text(.category)), .init(text(.role)), .init(text(.method)),
      ],
      groups: byUnit.map { unit, services in
        let sorted = services.sorted {
          ($0.service.session, $0.service.resource, $0.service.id)
            < ($1.service.session, $1.service.resource, $1.service.id)
        }
        return HTML.Group(
          name: unit, note: material.text(.places, sorted.count), anchor: rows.unitAnchor(unit),
          rows: sorted.map { row($0.service, number: $0.row) })
      })
  }

  private func row(_ service: Service, number: Int) -> HTML.Row {
    let need = byID[service.need]
    return HTML.Row(
      anchor: RowIndex.serviceAnchor(number),
      [
        .code(service.date.description), .code(material.language.name(of: service.session)),
        .link(service.resource, to: rows.resourceAnchor(service.resource)),
        .link(service.need, to: rows.needAnchor(service.need)),
        .code(need?.grid.digits ?? ""), .code(material.names.category(need?.category ?? "")),
        .text(material.role(of: service)), .code(method(service.method)),
      ])
  }

  private func method(_ method: Method) -> String {
    switch method {
    case .optimized: text(.optimized)
    case .pinned: text(.pinned)
    case .kept: text(.kept)
    case .manual: text(.manual)
    }
  }

  // MARK: Unmet needs

  /// Every need not fully served, with the reason.
  func unmet(_ page: inout HTML) {
    guard !plan.unmet.isEmpty else {
      page.element("<p>", text(.allServed), "</p>\n")
      return
    }
    let byCode = Dictionary(grouping: plan.unmet, by: \.reason.code)
    let codes = UnmetReason.codes.filter { byCode[$0] != nil }
    page.table(
      caption: text(.reasonsCaption),
      headings: [
        .init(text(.reason)), .init(text(.needsCount), isNumber: true),
        .init(text(.visitsCount), isNumber: true),
      ],
      rows: codes.map { code in
        let needs = byCode[code] ?? []
        return [
          .text(reasonName(code)), .link("\(needs.count)", to: code, isNumber: true),
          HTML.Cell.linked(needs.reduce(0) { $0 + $1.missing }, to: code),
        ]
      })
    page.table(
      caption: text(.unmetCaption),
      headings: [
        .init(text(.need)), .init(text(.classHeading), isNumber: true), .init(text(.grid)),
        .init(text(.category)), .init(text(.missing), isNumber: true), .init(text(.explanation)),
      ],
      groups: codes.map { code in
        let needs = byCode[code] ?? []
        return HTML.Group(
          name: reasonName(code), note: material.text(.needsInGroup, needs.count), anchor: code,
          rows: needs.map(row))
      })
  }

  private func row(_ unmet: Unmet) -> HTML.Row {
    let need = byID[unmet.need]
    return HTML.Row(
      anchor: rows.unmetAnchor(unmet.need),
      [
        .link(unmet.need, to: rows.needAnchor(unmet.need)),
        need.map { .number(priority($0)) } ?? .text(""), .code(need?.grid.digits ?? ""),
        .code(material.names.category(need?.category ?? "")), .number(unmet.missing),
        .text(material.sentences.reasons[unmet.need] ?? ""),
      ])
  }

  private func reasonName(_ code: String) -> String {
    material.sentences.reasonNames[code] ?? code
  }

  // MARK: Needs one by one

  /// Every need under its community, with links to the rows that serve it; then who is in a class
  /// and in a category, so that each figure leads to its rows.
  func needs(_ page: inout HTML) {
    guard !material.needs.isEmpty else { return }
    let byCommunity = Dictionary(grouping: material.needs, by: community)
    page.table(
      caption: text(.needsCaption),
      headings: [
        .init(text(.need)), .init(text(.classHeading), isNumber: true), .init(text(.grid)),
        .init(text(.category)), .init(text(.asked), isNumber: true),
        .init(text(.servedHeading), isNumber: true), .init(text(.outcome)),
      ],
      groups: figures.communities.enumerated().map { number, share in
        HTML.Group(
          name: share.name, note: material.text(.needsShare, share.requested, share.served),
          anchor: "community\(number)", rows: (byCommunity[share.name] ?? []).map(row))
      })
    let byClass = Dictionary(grouping: material.needs, by: priority)
    let byCategory = Dictionary(grouping: material.needs, by: \.category)
    page.table(
      caption: text(.index), headings: [.init(text(.indexName)), .init(text(.indexNeeds))],
      rows: (0..<ClassRules.count).map { number in
        indexRow(name(ofClass: number), "class\(number)", byClass[number] ?? [])
      }
        + figures.categories.enumerated().map { number, share in
          indexRow(
            material.names.category(share.name), "category\(number)",
            byCategory[share.name] ?? [])
        })
    crowded(&page)
    let shared = WeekCharts.shared(material.needs)
    guard !shared.isEmpty else { return }
    page.table(
      caption: text(.mapIndexCaption), headings: [.init(text(.grid)), .init(text(.indexNeeds))],
      rows: shared.enumerated().map { number, grid in
        indexRow(grid.grid, WeekCharts.gridAnchor(number), grid.needs)
      })
  }

  /// The visits of sessions in which a community has several.
  private func crowded(_ page: inout HTML) {
    let crowded = heat.crowded
    guard !crowded.isEmpty else { return }
    page.table(
      caption: text(.heatIndexCaption),
      headings: [.init(text(.community)), .init(text(.session)), .init(text(.indexNeeds))],
      rows: crowded.map { community, session, visits in
        HTML.Row(
          anchor: heat.target(community: community, session: session),
          [
            .code(figures.communities[community].name),
            .code(material.language.name(of: Session(index: session))),
            .links(visits.map { (text: $0.need, to: RowIndex.serviceAnchor($0.row)) }),
          ])
      })
  }

  private func row(_ need: Need) -> HTML.Row {
    var outcomes = visits(rows.services[need.id] ?? [])
    let served = rows.served(need.id)
    if rows.isUnmet(need.id) {
      outcomes.append(
        [(material.text(.lacks, need.visits - served), rows.unmetAnchor(need.id))])
    }
    let isChinese = material.language == .zh
    return HTML.Row(
      anchor: rows.needAnchor(need.id),
      [
        .code(need.id), .number(priority(need)), .code(need.grid.digits),
        .code(material.names.category(need.category)),
        .number(need.visits), .number(served),
        .groups(
          outcomes, within: isChinese ? "、" : ", ", between: isChinese ? "；" : "; "),
      ])
  }

  /// What was planned for a need, visit by visit: a visit of a team has a link for each place, which names
  /// its role; the session is said once.
  private func visits(
    _ services: [(row: Int, service: Service)]
  ) -> [[(text: String, to: String?)]] {
    var order: [Int] = []
    var places: [Int: [(row: Int, service: Service)]] = [:]
    for place in services {
      if places[place.service.visit] == nil { order.append(place.service.visit) }
      places[place.service.visit, default: []].append(place)
    }
    return order.map { visit in
      let places = places[visit] ?? []
      var seen: [String: Int] = [:]
      return places.enumerated().map { index, place in
        var words: [String] = []
        if index == 0 {
          let session = material.language.name(of: place.service.session)
          words.append(material.text(.goes, session))
        }
        let role = places.count > 1 ? material.role(of: place.service) : ""
        seen[role, default: 0] += 1
        if !role.isEmpty { words.append(role) }
        // Places of the same role are numbered from the second on.
        if let number = seen[role], number > 1 { words.append("\(number)") }
        return (words.joined(separator: " "), RowIndex.serviceAnchor(place.row))
      }
    }
  }

  private func indexRow(_ name: String, _ anchor: String, _ needs: [Need]) -> HTML.Row {
    HTML.Row(
      anchor: anchor,
      [.code(name), .links(needs.map { (text: $0.id, to: rows.needAnchor($0.id)) })])
  }

  // MARK: Tiers

  /// The tiers with their values and how each is proved.
  func tiers(_ page: inout HTML) {
    page.element("<p>", text(.tiersNote), "</p>\n")
    page.table(
      caption: text(.tiersCaption),
      headings: [
        .init(text(.order), isNumber: true), .init(text(.tier)), .init(text(.code)),
        .init(text(.value), isNumber: true), .init(text(.tierCounted)), .init(text(.sought)),
        .init(text(.proof)),
      ],
      rows: zip(plan.tiers, material.sentences.tiers).enumerated().map { index, pair in
        let (tier, words) = pair
        return [
          .number(index + 1), .text(words.name), .text(tier.name.description),
          value(tier), .text(text(Word.counted(by: tier.name))),
          .text(direction(tier.name)), .text(words.proof),
        ]
      })
  }

  /// A tier's value; visits served lead to the needs of the class.
  private func value(_ tier: TierResult) -> HTML.Cell {
    if case .served(let number) = tier.name {
      return HTML.Cell.linked(tier.value, to: "class\(number)")
    }
    return .number(tier.value)
  }

  private func direction(_ tier: TierName) -> String {
    switch tier {
    case .served, .kept: text(.most)
    default: text(.least)
    }
  }
}

extension PageMaterial {
  /// A service's role in words; empty without a team.
  func role(of service: Service) -> String {
    guard let role = service.role.map({ names.name($0, .role) }) else { return "" }
    return service.leads ? text(.leads, role) : role
  }
}
