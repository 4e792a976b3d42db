/// Statements of what was given (双报告): one for each unit, one for each community.
///
/// Every figure leads to the table of the orders that it counts.
public enum StatementPage {
  /// The name of the page.
  public static let name = "statements"

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
    let maker = Maker(statement: statement, language: language)
    return LedgerPage(
      name: name, title: language.text(.givenTitle), from: statement.from, to: statement.to,
      sections: maker.sections, language: language, version: version)
  }

  private struct Maker {
    let statement: GivenStatement
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

    private func cells(_ sum: GivenStatement.Sum, to anchor: String? = nil) -> [HTML.Cell] {
      func cell(_ number: Int, _ written: String) -> HTML.Cell {
        guard let anchor, number > 0 else { return .figure(written) }
        return .link(written, to: anchor, isNumber: true)
      }
      return [
        cell(sum.visits, "\(sum.visits)"), cell(sum.attendances, "\(sum.attendances)"),
        cell(sum.hours, GivenStatement.hours(sum.hours)),
        cell(sum.withoutHours, "\(sum.withoutHours)"),
      ]
    }

    private var total: PageSection {
      var section = PageSection("total", title: text(.givenTotal))
      section.html.element("<p>", text(.givenNote), "</p>\n")
      section.html.table(
        caption: text(.givenTotal), headings: [.init(text(.givenWhole))] + headings,
        rows: [HTML.Row([.text(text(.givenAll))] + cells(statement.total, to: "rows"))])
      return section
    }

    /// The anchor of the first row of a unit.
    private var firstRows: [String: Int] {
      Dictionary(
        statement.rows.enumerated().map { ($1.unit, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private var units: PageSection {
      var section = PageSection("units", title: text(.givenUnits))
      let first = firstRows
      for (number, line) in statement.units.enumerated() {
        section.html.element("<article class=\"slip\" id=\"", "unit\(number + 1)", "\">")
        section.html.element("<h3>", text(.givenToUnit, line.unit), "</h3>\n")
        section.html.table(
          caption: text(.givenUnitCaption, line.unit, line.members),
          headings: [.init(text(.givenWho))] + headings,
          rows: [
            HTML.Row(
              [.text(text(.givenByUnit))]
                + cells(line.given, to: first[line.unit].map { "r\($0 + 1)" })),
            HTML.Row([.text(text(.givenByMembers))] + cells(line.byMembers)),
          ]
            + statement.members.filter { $0.unit == line.unit }.map { member in
              HTML.Row(
                [.link(label(member), to: anchor(member))] + cells(member.given))
            })
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
            HTML.Row([.text(text(.givenAnywhere))] + cells(line.given)),
            HTML.Row([.text(text(.givenHere))] + cells(line.givenHere)),
          ]
            + statement.members
            .filter { [$0.workCommunity, $0.homeCommunity].contains(line.community) }
            .map { member in
              HTML.Row([.link(label(member), to: anchor(member))] + cells(member.given))
            })
        sign(&section.html)
        section.html.markup("</article>\n")
      }
      return section
    }

    private func label(_ member: GivenStatement.MemberLine) -> String {
      member.name.isEmpty ? member.member : "\(member.member) \(member.name)"
    }

    private func anchor(_ member: GivenStatement.MemberLine) -> String {
      "m\((statement.members.firstIndex { $0.member == member.member } ?? 0) + 1)"
    }

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
        rows: statement.members.map { member in
          HTML.Row(
            anchor: anchor(member),
            [
              .code(label(member)), .text(member.unit), .code(member.workCommunity),
              .code(member.homeCommunity),
            ] + cells(member.given))
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
            anchor: "r\(number + 1)",
            [
              .code(row.service), .code(row.date), .code(row.need), .text(row.unit),
              .code(row.resource), .code(row.community),
              .figure(row.hours.map(GivenStatement.hours) ?? ""),
              .text(
                row.members.map { part in
                  part.hours > 0
                    ? "\(part.member) (\(GivenStatement.hours(part.hours)))" : part.member
                }.joined(separator: language == .zh ? "、" : ", ")),
            ])
        })
      return section
    }
  }
}
