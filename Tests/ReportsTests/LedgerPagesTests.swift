import Foundation
import Testing
import ThreeLists

@testable import Reports

/// Pages that come from the ledger: what adds up, and that nothing on them is active.
@Suite struct LedgerPagesTests {
  private static let days =
    Day(year: 2026, month: 10, day: 1)!...Day(year: 2026, month: 12, day: 31)!

  private struct World {
    var rows: [GivenStatement.Row]
    var members: [Member]
    var units: Set<String>

    /// Orders and members of a seed; every member named belongs to the order's unit.
    init(seed: UInt64) {
      var state = seed
      func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
      }
      units = Set((0..<4).map { "单位\($0)" })
      let names = units.sorted()
      members = (0..<12).map { number in
        Member(
          id: "M\(number)", origin: Origin(file: "", line: number + 2), unit: names[next(4)],
          workCommunity: GridCode("23079900100\(next(3))")!,
          homeCommunity: GridCode("23079900100\(next(3))")!)
      }
      rows = []
      for number in 0..<40 {
        let unit = names[next(4)]
        let own = members.filter { $0.unit == unit && next(3) == 0 }
        let parts = own.map { GivenStatement.Part(member: $0.id, hours: next(3) * 50) }
        let hours = next(4) == 0 ? nil : next(300)
        rows.append(
          GivenStatement.Row(
            service: "S\(number + 100)", need: "N\(number)", date: "2026-11-\(number % 20 + 10)",
            unit: unit, resource: "R", community: "23079900100\(next(3))",
            hours: parts.isEmpty ? hours : parts.reduce(0) { $0 + $1.hours }, members: parts))
      }
    }

    func statement(_ subject: GivenStatement.Subject) -> GivenStatement {
      GivenStatement(
        LedgerPagesTests.days, rows: rows, members: members, names: [:], units: units,
        subject: subject)
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func statementsAddUp(seed: UInt64) {
    let world = World(seed: seed)
    let all = world.statement(.all)
    #expect(all.total.visits == world.rows.count)
    #expect(all.units.reduce(0) { $0 + $1.given.visits } == world.rows.count)
    #expect(all.units.reduce(0) { $0 + $1.given.hours } == all.total.hours)
    #expect(all.units.reduce(0) { $0 + $1.given.attendances } == all.total.attendances)
    for line in all.units {
      let own = all.members.filter { $0.unit == line.unit }
      let visits = own.reduce(0) { $0 + $1.given.attendances }
      let hours = own.reduce(0) { $0 + $1.given.hours }
      #expect(visits == line.byMembers.attendances && hours == line.byMembers.hours)
      #expect(visits <= line.given.attendances && hours <= line.given.hours)
      #expect(line.byMembers.visits <= line.given.visits)
      // The statement of one unit says of it what that of all says.
      let single = world.statement(.unit(line.unit))
      #expect(single.units == [line] && single.total == line.given && single.members == own)
    }
    // A member is in both communities, and once in the one that is both.
    let inCommunities = all.communities.reduce(0) { $0 + $1.given.hours }
    let twice = zip(world.members, all.members)
      .reduce(0) { $0 + $1.0.communities.count * $1.1.given.hours }
    #expect(inCommunities == twice)
    for member in all.members {
      let single = world.statement(.member(member.member))
      #expect(single.members == [member] && single.total.hours == member.given.hours)
      #expect(single.rows.count == member.given.visits)
    }
    for line in all.communities {
      let single = world.statement(.community(line.community))
      #expect(single.communities == [line] && single.total.hours == line.given.hours)
      #expect(line.givenHere.attendances <= line.given.attendances)
    }
  }

  private static let hostile = "<script>alert(1)</script>\"'&\u{202E}=1"

  private static func agenda(_ text: String) -> MeetingAgenda {
    let item = MeetingAgenda.Item(
      need: text, firstResponsible: text, grid: "230799001001001", category: text, level: nil,
      missing: 2, weeks: 3, days: 21, week: "2026-W48", run: "0")
    var other = item
    other.need += "2"
    func group(_ trial: MeetingAgenda.Trial?, _ asks: [MeetingAgenda.Ask]) -> MeetingAgenda.Group {
      MeetingAgenda.Group(
        code: "no-candidate", bottleneck: text, needs: [item, other], asks: asks,
        helped: [text, other.need], trial: trial, isLeast: false, isReproduced: trial == nil,
        isSought: asks.isEmpty == (trial == nil))
    }
    let trial = MeetingAgenda.Trial(needs: [other.need], status: "gap")
    let asks = [
      MeetingAgenda.Ask(unit: text, changes: [text], alone: 1, trial: trial),
      MeetingAgenda.Ask(unit: nil, changes: [text], alone: 1, trial: nil),
    ]
    return MeetingAgenda(
      from: "2026-10-01", to: "2026-12-31", afterWeeks: 3,
      groups: [group(trial, asks), group(nil, asks), group(nil, [])])
  }

  private static func pages(_ text: String, _ language: ReportLanguage) -> [String] {
    var world = World(seed: 7)
    for index in world.rows.indices {
      world.rows[index].service = text + "\(index)"
      world.rows[index].need = text
    }
    let unit = world.members[0].unit
    for index in world.rows.indices where world.rows[index].unit == unit {
      world.rows[index].unit = text
    }
    let statement = world.statement(.all)
    return [
      StatementPage.page(statement, language: language, version: "0"),
      AgendaPage.page(
        agenda(text), names: CodeNames(.standard, language), language: language, version: "0"),
    ].map { String(decoding: $0.render(), as: UTF8.self) }
  }

  @Test(arguments: ReportLanguage.allCases)
  func pagesAreInertAndWhole(language: ReportLanguage) throws {
    for page in LedgerPagesTests.pages(LedgerPagesTests.hostile, language) {
      #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
      #expect(page.contains("default-src 'none'") && page.contains("⟨U+202E⟩"))
      #expect(page.contains(language == .zh ? "lang=\"zh-CN\"" : "lang=\"en\""))
      let anchors = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
      let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.1) }
      #expect(Set(anchors).count == anchors.count)
      #expect(!targets.isEmpty && Set(targets).subtracting(anchors).isEmpty)
      // Every table says what it is, and its headings what they head.
      let tables = page.ranges(of: "<table").count
      #expect(tables > 0 && tables == page.ranges(of: "<caption>").count)
      #expect(page.ranges(of: "<th scope=").count == page.ranges(of: "<th ").count)
    }
  }

  @Test func pagesAreTheSameForTheSameInput() {
    #expect(LedgerPagesTests.pages("甲", .zh) == LedgerPagesTests.pages("甲", .zh))
  }

  /// What the meeting decides is written by hand, below each item.
  @Test(arguments: ReportLanguage.allCases)
  func eachItemHasRoomForWhatIsDecided(language: ReportLanguage) {
    let agenda = LedgerPagesTests.agenda("甲")
    let page = String(
      decoding: AgendaPage.page(
        agenda, names: CodeNames(.standard, language), language: language, version: "0"
      ).render(), as: UTF8.self)
    let room =
      "<p class=\"decision\">\(language.text(.agendaDecision))</p>\n"
      + "<div class=\"ruled\" aria-hidden=\"true\">"
      + String(repeating: "<div></div>", count: 3) + "</div>\n</article>"
    #expect(page.ranges(of: room).count == agenda.groups.count)
    #expect(page.contains(".ruled div{border-bottom:1px solid var(--quiet);height:2.2rem}"))
  }

  /// What a group counts leads to the group; what its longest waiting need has waited, to that need.
  @Test(arguments: ReportLanguage.allCases)
  func figuresOfTheAgendaLeadToTheirNeeds(language: ReportLanguage) throws {
    var agenda = LedgerPagesTests.agenda("甲")
    agenda.groups[0].needs[1].days = 30
    agenda.groups[1].needs = agenda.groups[1].needs.map { need in
      var need = need
      (need.weeks, need.days) = (0, 4)
      return need
    }
    let page = String(
      decoding: AgendaPage.page(
        agenda, names: CodeNames(.standard, language), language: language, version: "0"
      ).render(), as: UTF8.self)
    func cell(_ number: Int, to anchor: String) -> String {
      "<td class=\"n\"><a href=\"#\(anchor)\">\(number)</a></td>"
    }
    let nothing = "<td class=\"n\">—</td>"
    #expect(
      page.contains(
        cell(2, to: "g1") + cell(4, to: "g1") + cell(3, to: "g1-1") + cell(30, to: "g1-2")
          + cell(1, to: "g1-all") + "</tr>"))
    #expect(
      page.contains(
        cell(2, to: "g2") + cell(4, to: "g2") + "<td class=\"n\">0</td>" + cell(4, to: "g2-1")
          + nothing + "</tr>"))
    // The groups together come to what the note says.
    #expect(
      page.contains(
        "<th scope=\"row\">\(language.text(.sum))</th>" + cell(6, to: "items")
          + cell(12, to: "items")))
    for (number, group) in agenda.groups.enumerated() {
      for (index, need) in group.needs.enumerated() {
        let row =
          "<tr id=\"g\(number + 1)-\(index + 1)\"><th scope=\"row\" class=\"c\">\(need.need)</th>"
        #expect(page.ranges(of: row).count == 1)
      }
    }
  }

  /// What one department would do, all of them, and each change by itself: as many needs as it says.
  @Test(arguments: ReportLanguage.allCases)
  func asksLeadToTheNeedsThatTheyServe(language: ReportLanguage) throws {
    let agenda = LedgerPagesTests.agenda("甲")
    let page = String(
      decoding: AgendaPage.page(
        agenda, names: CodeNames(.standard, language), language: language, version: "0"
      ).render(), as: UTF8.self)
    func links(_ group: Int, _ needs: [(Int, String)]) -> String {
      "<td class=\"n\">\(needs.count)</td><td>"
        + needs.map { "<a href=\"#g\(group)-\($0)\">\($1)</a>" }.joined(separator: " ")
        + "</td></tr>"
    }
    let none = "<td class=\"n\">—</td><td></td></tr>"
    let first = page.components("<article ")[1]
    let second = page.components("<article ")[2]
    #expect(first.contains("<th scope=\"row\">甲</th><td>甲</td>" + links(1, [(2, "甲2")])))
    #expect(
      first.contains(
        "<tr id=\"g1-all\"><th scope=\"row\">\(language.text(.agendaAll))</th><td></td>"
          + links(1, [(2, "甲2")])))
    #expect(
      second.contains(
        "<tr id=\"g2-all\"><th scope=\"row\">\(language.text(.agendaAll))</th><td></td>" + none))
    for (number, group) in [first, second].enumerated() {
      #expect(
        group.contains(
          "<th scope=\"row\">\(language.text(.agendaMost))</th><td></td>"
            + links(number + 1, [(1, "甲"), (2, "甲2")])))
    }
  }

  /// Where it is proved that all asks together serve nobody, that is what the item says, and no ask is
  /// listed; without proof they stay.
  @Test(
    arguments: ReportLanguage.allCases,
    [("optimal", true), ("search", true), ("gap", false)])
  func asksThatServeNobodyAreNotListed(language: ReportLanguage, kind: (String, Bool)) throws {
    let (status, isProved) = kind
    var agenda = LedgerPagesTests.agenda("甲")
    agenda.groups = [agenda.groups[0]]
    agenda.groups[0].trial = MeetingAgenda.Trial(needs: [], status: status)
    let group = agenda.groups[0]
    #expect(group.servesNone == isProved)
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(group))
    let written = try #require(json as? [String: Any])
    #expect(written["servesNone"] as? Bool == isProved)
    #expect((written["asks"] as? [Any])?.count == 2)
    let page = String(
      decoding: AgendaPage.page(
        agenda, names: CodeNames(.standard, language), language: language, version: "0"
      ).render(), as: UTF8.self)
    let caption = "<caption>\(language.text(.agendaAsks))</caption>"
    #expect(page.contains(caption) != isProved)
    let sentence = AgendaPage.servesNone(group, language)
    #expect((sentence != nil) == isProved)
    if let sentence { #expect(page.contains("<p>\(HostileWeek.escaped(sentence))</p>")) }
    // Served some, or not tried: the asks stand.
    for group in LedgerPagesTests.agenda("甲").groups { #expect(!group.servesNone) }
  }

  /// The rows of a page's sums: each with its figures, and where each leads.
  private struct Sums {
    let page: String

    init(_ statement: GivenStatement, _ language: ReportLanguage) {
      page = String(
        decoding: StatementPage.page(statement, language: language, version: "0").render(),
        as: UTF8.self)
    }

    /// The last four cells of the one row that begins so, after some place: text and target.
    func cells(_ heading: String, after place: String) throws -> [(text: String, target: String?)] {
      let begin = try #require(page.range(of: place)).upperBound
      let found = try #require(page[begin...].range(of: heading)).upperBound
      let row = page[found...].prefix(
        upTo: try #require(page[found...].range(of: "</tr>")).lowerBound)
      return String(row).components("<td class=\"n\">").dropFirst().suffix(4).map { cell in
        let content = cell.components("</td>")[0]
        guard content.hasPrefix("<a href=\"#") else { return (content, nil) }
        let parts = content.dropFirst("<a href=\"#".count).split(separator: "\">")
        return (String(parts[1].prefix { $0 != "<" }), String(parts[0]))
      }
    }

    /// The figures of a member in the list of members.
    func row(ofMember number: Int) throws -> String {
      let begin = try #require(page.range(of: "<tr id=\"m\(number + 1)\">")).upperBound
      let row = page[begin...].prefix(
        upTo: try #require(page[begin...].range(of: "</tr>")).lowerBound)
      // Behind the heading stand the unit and two communities.
      let figures = String(row).components("<td class=\"n\">").dropFirst()
      return "</th>" + figures.map { "<td class=\"n\">" + $0 }.joined()
    }

    /// What a target lists: rows of orders, with what is said of each.
    func items(_ target: String) throws -> [(row: Int, text: String)] {
      if target == "rows" {
        let table = try #require(page.range(of: "<section id=\"rows\">")).upperBound
        let end = try #require(page[table...].range(of: "</table>")).lowerBound
        return String(page[table..<end]).components("<tr id=\"r").dropFirst()
          .map { (Int($0.prefix { $0 != "\"" }) ?? 0, $0) }
      }
      #expect(page.ranges(of: " id=\"\(target)\"").count == 1)
      let begin = try #require(page.range(of: "<tr id=\"\(target)\">")).upperBound
      let end = try #require(page[begin...].range(of: "</tr>")).lowerBound
      return String(page[begin..<end]).components("<a href=\"#r").dropFirst().map { link in
        let row = link.prefix { $0 != "\"" }
        #expect(page.ranges(of: "<tr id=\"r\(row)\">").count == 1)
        return (Int(row) ?? 0, String(link.components("\">")[1].components("</a>")[0]))
      }
    }
  }

  /// What a sum counts, looked up in the rows: the orders, those who came, and hours.
  private struct Counted {
    var rows: [(number: Int, row: GivenStatement.Row, parts: [GivenStatement.Part])]
    var isWhole: Bool

    /// Orders as wholes.
    init(_ statement: GivenStatement, where belongs: (GivenStatement.Row) -> Bool) {
      isWhole = true
      rows = statement.rows.enumerated().filter { belongs($1) }.map { ($0 + 1, $1, $1.members) }
    }

    /// Parts of members in orders.
    init(
      _ statement: GivenStatement, of members: Set<String>,
      where belongs: (GivenStatement.Row) -> Bool = { _ in true }
    ) {
      isWhole = false
      rows = statement.rows.enumerated().filter { belongs($1) }.map { number, row in
        (number + 1, row, row.members.filter { members.contains($0.member) })
      }.filter { !$0.parts.isEmpty }
    }

    /// The numbers of the rows that each figure counts.
    var figures: [[Int]] {
      let all = rows.map(\.number)
      guard !isWhole else {
        return [
          all, all, rows.filter { $0.row.hours ?? 0 > 0 }.map(\.number),
          rows.filter { $0.row.hours == nil }.map(\.number),
        ]
      }
      return [
        all, all, rows.filter { $0.parts.contains { $0.hours > 0 } }.map(\.number),
        rows.filter { $0.parts.contains { $0.hours == 0 } }.map(\.number),
      ]
    }
  }

  /// The figures of one sum: the page says them, and each leads to the rows that it counts.
  private func expect(
    _ sums: Sums, _ heading: String, after place: String, _ sum: GivenStatement.Sum,
    _ counted: Counted
  ) throws {
    let cells = try sums.cells(heading, after: place)
    #expect(
      cells.map(\.text) == [
        "\(sum.visits)", "\(sum.attendances)", GivenStatement.hours(sum.hours),
        "\(sum.withoutHours)",
      ])
    for (figure, cell) in cells.enumerated() {
      guard cell.text != "0" else {
        #expect(cell.target == nil)
        continue
      }
      let target = try #require(cell.target)
      let items = try sums.items(target)
      #expect(items.map(\.row) == counted.figures[figure], "\(heading) \(target)")
      guard target != "rows" else { continue }
      // What stands between the brackets: members with their hours, or the hours of the order.
      let parts = items.map { item in
        let inner = item.text.components(" (").dropFirst().first.map { String($0.dropLast()) }
        return inner?.components("、") ?? []
      }
      switch figure {
      case 0: #expect(items.count == sum.visits)
      case 1:
        let named = parts.map { $0.filter { $0.hasPrefix("M") }.count }
        #expect(
          named.reduce(0) { $0 + (counted.isWhole ? max(1, $1) : $1) } == sum.attendances)
      case 2:
        let hours = parts.joined().compactMap { Double($0.components(" ").last ?? "") }
        #expect(Int((hours.reduce(0, +) * 100).rounded()) == sum.hours)
      default:
        #expect((counted.isWhole ? items.count : parts.joined().count) == sum.withoutHours)
      }
    }
  }

  /// Each number of each sum leads to the orders that it counts, unless it is nothing.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func sumsOfStatementsLeadToTheirOrders(seed: UInt64) throws {
    let world = World(seed: seed)
    let unit = world.units.sorted()[Int(seed) % 4]
    let subjects: [GivenStatement.Subject] = [
      .all, .unit(unit), .member("M\(seed % 12)"), .community("23079900100\(seed % 3)"),
    ]
    for subject in subjects {
      let statement = world.statement(subject)
      let sums = Sums(statement, .zh)
      let members = Set(statement.members.map(\.member))
      let isWhole = ["all", "unit"].contains(statement.subject)
      try expect(
        sums, "<th scope=\"row\">全部</th>", after: "<section id=\"total\">", statement.total,
        isWhole ? Counted(statement) { _ in true } : Counted(statement, of: members))
      for (number, line) in statement.units.enumerated() {
        let place = "id=\"unit\(number + 1)\""
        try expect(
          sums, "<th scope=\"row\">单位合计</th>", after: place, line.given,
          Counted(statement) { $0.unit == line.unit })
        let own = statement.members.filter { $0.unit == line.unit }.map(\.member)
        try expect(
          sums, "<th scope=\"row\">其中记名的成员</th>", after: place, line.byMembers,
          Counted(statement, of: Set(own)) { $0.unit == line.unit })
      }
      for (number, line) in statement.communities.enumerated() {
        let place = "id=\"community\(number + 1)\""
        let own = Set(
          statement.members.filter {
            $0.workCommunity == line.community || $0.homeCommunity == line.community
          }.map(\.member))
        try expect(
          sums, "<th scope=\"row\">合计</th>", after: place, line.given,
          Counted(statement, of: own))
        try expect(
          sums, "<th scope=\"row\">其中在本社区</th>", after: place, line.givenHere,
          Counted(statement, of: own) { $0.community == line.community })
      }
      for (number, member) in statement.members.enumerated() {
        let counted = Counted(statement, of: [member.member])
        // In the list of members, and wherever the member is named in a table.
        try expect(
          sums, "<tr id=\"m\(number + 1)\">", after: "<section id=\"members\">", member.given,
          counted)
        let link = "<a href=\"#m\(number + 1)\">\(member.member)</a>"
        #expect(
          sums.page.ranges(of: link).count
            == statement.units.count { $0.unit == member.unit }
            + statement.communities.count {
              [member.workCommunity, member.homeCommunity].contains($0.community)
            })
        for part in sums.page.components(link).dropFirst() {
          let row = part.components("</tr>")[0]
          #expect(try row == sums.row(ofMember: number))
        }
      }
    }
  }

  @Test func anEmptyAgendaIsAPage() {
    let agenda = MeetingAgenda(from: "2026-10-01", to: "2026-12-31", afterWeeks: 3, groups: [])
    let page = AgendaPage.page(
      agenda, names: CodeNames(.standard, .zh), language: .zh, version: "0")
    #expect(String(decoding: page.render(), as: UTF8.self).contains("需求 0 件"))
  }

  @Test(arguments: [ReportLanguage.zh, .en])
  func categoriesOfTheAgendaAreCalledAsThePageIsWritten(_ language: ReportLanguage) {
    let page = AgendaPage.page(
      LedgerPagesTests.agenda("义诊"), names: CodeNames(.standard, language), language: language,
      version: "0")
    let text = String(decoding: page.render(), as: UTF8.self)
    let english = CodeNames(.standard, .en).category("义诊")
    #expect(english != "义诊")
    #expect(text.contains("<td>\(english)</td>") == (language == .en))
  }

  /// An office's own template has the page's sections by their names.
  @Test func sectionsHaveTheirPlaces() throws {
    let page = AgendaPage.page(
      LedgerPagesTests.agenda("甲"), names: CodeNames(.standard, .zh), language: .zh, version: "0")
    let own = "<!doctype html><html><head>{{head}}</head><body>{{items}}</body></html>"
    let template = try PageTemplate(
      page: Array(own.utf8), style: nil, sections: page.sections.map(\.name))
    let text = String(decoding: page.render(template: template), as: UTF8.self)
    #expect(text.contains("id=\"items\"") && !text.contains("id=\"overview\""))
  }
}
