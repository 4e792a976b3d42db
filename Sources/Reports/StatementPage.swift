/// Statements of what was given (双报告): one for each unit, one for each community.
///
/// Every figure but 0 leads to the orders that it counts, no more and no fewer.
public enum StatementPage {
  /// The name of the page.
  public static let name = "statements"

  /// What the sheet of its table is called.
  public static func sheetName(_ language: ReportLanguage) -> String {
    language.text(.sheetStatements)
  }

  /// The page of a statement.
  ///
  /// - Parameters:
  ///   - statement: whatever it was asked for.
  ///   - language: of the page.
  ///   - version: the program's.
  /// - Returns: the page.
  public static func page(
    _ statement: GivenStatement, language: ReportLanguage, version: String
  ) -> LedgerPage {
    let maker = Maker(
      statement: statement, index: StatementIndex(statement), language: language)
    return LedgerPage(
      name: name, title: language.text(.givenTitle), from: statement.from, to: statement.to,
      sections: maker.sections, language: language, version: version)
  }

  private struct Maker {
    let statement: GivenStatement
    let index: StatementIndex
    let language: ReportLanguage

    var sections: [PageSection] {
      var sections = [total]
      if !statement.units.isEmpty { sections.append(units) }
      if !statement.communities.isEmpty { sections.append(communities) }
      if !statement.members.isEmpty { sections.append(members) }
      return sections + [rows]
    }

    private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
      language.filled(word, values)
    }

    private var headings: [HTML.Heading] {
      [
        .init(text(.givenVisits), isNumber: true), .init(text(.givenAttendances), isNumber: true),
        .init(text(.givenHours), isNumber: true), .init(text(.givenOpen), isNumber: true),
      ]
    }

    /// The figures of a sum, each leading to the orders that it counts.
    private func cells(_ sum: GivenStatement.Sum, _ line: StatementIndex.Line) -> [HTML.Cell] {
      func cell(
        _ number: Int, _ written: String, _ figure: StatementIndex.Figure
      ) -> HTML.Cell {
        guard number > 0 else { return .figure(written) }
        return .link(written, to: line.target(figure), isNumber: true)
      }
      return [
        cell(sum.visits, "\(sum.visits)", .visits),
        cell(sum.attendances, "\(sum.attendances)", .attendances),
        cell(sum.hours, GivenStatement.hours(sum.hours), .hours),
        cell(sum.withoutHours, "\(sum.withoutHours)", .withoutHours),
      ]
    }

    private var total: PageSection {
      var section = PageSection("total", title: text(.givenTotal))
      section.html.element("<p>", text(.givenNote), "</p>\n")
      section.html.table(
        caption: text(.givenTotal), headings: [.init(text(.givenWhole))] + headings,
        rows: [HTML.Row([.text(text(.givenAll))] + cells(statement.total, totalLine))])
      return section
    }

    private var totalLine: StatementIndex.Line { index.total(name: text(.givenTotal)) }

    private func named(_ number: Int) -> StatementIndex.Line {
      index.members(
        ofUnit: number, name: "\(statement.units[number].unit) · \(text(.givenByMembers))")
    }

    private func here(_ number: Int) -> StatementIndex.Line {
      index.here(
        inCommunity: number,
        name: "\(statement.communities[number].community) · \(text(.givenHere))")
    }

    private func line(ofMember number: Int) -> StatementIndex.Line {
      index.member(number, name: label(statement.members[number]))
    }

    /// A row for each member that belongs to a table: who it is, and what they gave.
    private func members(
      _ belongs: (GivenStatement.MemberLine) -> Bool
    ) -> [HTML.Row] {
      statement.members.indices.filter { belongs(statement.members[$0]) }.map { number in
        let member = statement.members[number]
        return HTML.Row(
          [.link(label(member), to: anchor(ofMember: number))]
            + cells(member.given, line(ofMember: number)))
      }
    }

    private var units: PageSection {
      var section = PageSection("units", title: text(.givenUnits))
      for (number, line) in statement.units.enumerated() {
        section.html.element("<article class=\"slip\" id=\"", "unit\(number + 1)", "\">")
        section.html.element("<h3>", text(.givenToUnit, line.unit), "</h3>\n")
        section.html.table(
          caption: text(.givenUnitCaption, line.unit, line.members),
          headings: [.init(text(.givenWho))] + headings,
          rows: [
            HTML.Row([.text(text(.givenByUnit))] + cells(line.given, index.unit(number))),
            HTML.Row([.text(text(.givenByMembers))] + cells(line.byMembers, named(number))),
          ] + members { $0.unit == line.unit })
        sign(&section.html)
        section.html.markup("</article>\n")
      }
      return section
    }

    private var communities: PageSection {
      var section = PageSection("communities", title: text(.givenCommunities))
      for (number, line) in statement.communities.enumerated() {
        section.html.element("<article class=\"slip\" id=\"", "community\(number + 1)", "\">")
        section.html.element("<h3>", text(.givenToCommunity, line.community), "</h3>\n")
        section.html.table(
          caption: text(
            .givenCommunityCaption, line.community, line.members, line.working, line.living),
          headings: [.init(text(.givenWho))] + headings,
          rows: [
            HTML.Row([.text(text(.givenAnywhere))] + cells(line.given, index.community(number))),
            HTML.Row([.text(text(.givenHere))] + cells(line.givenHere, here(number))),
          ] + members { [$0.workCommunity, $0.homeCommunity].contains(line.community) })
        sign(&section.html)
        section.html.markup("</article>\n")
      }
      return section
    }

    private func label(_ member: GivenStatement.MemberLine) -> String {
      member.name.isEmpty ? member.member : "\(member.member) \(member.name)"
    }

    private func anchor(ofMember number: Int) -> String { "m\(number + 1)" }

    private func anchor(ofRow number: Int) -> String { "r\(number + 1)" }

    private func sign(_ page: inout HTML) {
      page.markup("<div class=\"sign\">")
      for word in [Word.givenSigned, .givenSeal, .signDate] {
        page.element("<div>", text(word), "</div>")
      }
      page.markup("</div>\n")
    }

    private var members: PageSection {
      var section = PageSection("members", title: text(.givenMembers))
      section.html.table(
        caption: text(.givenMembersCaption, statement.members.count),
        headings: [
          .init(text(.givenMember)), .init(text(.unit)), .init(text(.givenWork)),
          .init(text(.givenHome)),
        ] + headings,
        rows: statement.members.enumerated().map { number, member in
          HTML.Row(
            anchor: anchor(ofMember: number),
            [
              .code(label(member)), .text(member.unit), .code(member.workCommunity),
              .code(member.homeCommunity),
            ] + cells(member.given, line(ofMember: number)))
        })
      return section
    }

    private var rows: PageSection {
      var section = PageSection("rows", title: text(.givenRows))
      guard !statement.rows.isEmpty else {
        section.html.element("<p>", text(.givenNothing), "</p>\n")
        return section
      }
      section.html.table(
        caption: text(.givenRowsCaption, statement.rows.count),
        headings: [
          .init(text(.givenService)), .init(text(.date)), .init(text(.need)), .init(text(.unit)),
          .init(text(.resource)), .init(text(.community)),
          .init(text(.givenHours), isNumber: true), .init(text(.givenMembers)),
        ],
        rows: statement.rows.enumerated().map { number, row in
          HTML.Row(
            anchor: anchor(ofRow: number),
            [
              .code(row.service), .code(row.date), .code(row.need), .text(row.unit),
              .code(row.resource), .code(row.community),
              .figure(row.hours.map(GivenStatement.hours) ?? ""),
              .text(
                row.members.map { part in
                  part.hours > 0
                    ? "\(part.member) (\(GivenStatement.hours(part.hours)))" : part.member
                }.joined(separator: separator)),
            ])
        })
      lists(&section.html)
      return section
    }

    private var separator: String { language == .zh ? "、" : ", " }

    /// Every sum of the page.
    private var lines: [StatementIndex.Line] {
      [totalLine]
        + statement.units.indices.flatMap { [index.unit($0), named($0)] }
        + statement.communities.indices.flatMap { [index.community($0), here($0)] }
        + statement.members.indices.map(line(ofMember:))
    }

    /// The orders behind each sum, so that each figure leads to what it counts.
    private func lists(_ page: inout HTML) {
      let groups = lines.compactMap { line -> HTML.Group? in
        let places = line.places
        guard !places.isEmpty else { return nil }
        return HTML.Group(
          name: line.name, note: text(.givenCounted, line.items.count), anchor: nil,
          rows: places.map { place in
            HTML.Row(
              anchor: place.anchor,
              [
                .text(place.figures.map(name(of:)).joined(separator: separator)),
                .links(place.items.map { (text: shown($0), to: anchor(ofRow: $0.row)) }),
              ])
          })
      }
      guard !groups.isEmpty else { return }
      page.table(
        caption: text(.givenIndex),
        headings: [.init(text(.givenFigure)), .init(text(.givenService))], groups: groups)
    }

    private func name(of figure: StatementIndex.Figure) -> String {
      switch figure {
      case .visits: text(.givenVisits)
      case .attendances: text(.givenAttendances)
      case .hours: text(.givenHours)
      case .withoutHours: text(.givenOpen)
      }
    }

    /// An order with those who are counted and their hours, or its hours where nobody was named.
    private func shown(_ item: StatementIndex.Item) -> String {
      let service = statement.rows[item.row].service
      let parts = item.parts.map { part in
        part.hours > 0 ? "\(part.member) \(GivenStatement.hours(part.hours))" : part.member
      }
      if !parts.isEmpty { return "\(service) (\(parts.joined(separator: separator)))" }
      return item.hours.map { "\(service) (\(GivenStatement.hours($0)))" } ?? service
    }
  }
}
