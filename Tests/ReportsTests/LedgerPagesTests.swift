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
    func group(_ trial: MeetingAgenda.Trial?, _ asks: [MeetingAgenda.Ask]) -> MeetingAgenda.Group {
      MeetingAgenda.Group(
        code: "no-candidate", bottleneck: text, needs: [item, item], asks: asks, most: 2,
        trial: trial, isLeast: false, isReproduced: trial == nil,
        isSought: asks.isEmpty == (trial == nil))
    }
    let trial = MeetingAgenda.Trial(served: 1, status: "gap")
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
      AgendaPage.page(agenda(text), language: language, version: "0"),
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
      decoding: AgendaPage.page(agenda, language: language, version: "0").render(), as: UTF8.self)
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
      decoding: AgendaPage.page(agenda, language: language, version: "0").render(), as: UTF8.self)
    func cell(_ number: Int, to anchor: String) -> String {
      "<td class=\"n\"><a href=\"#\(anchor)\">\(number)</a></td>"
    }
    let nothing = "<td class=\"n\">—</td>"
    #expect(
      page.contains(
        cell(2, to: "g1") + cell(4, to: "g1") + cell(3, to: "g1-1") + cell(30, to: "g1-2")
          + cell(1, to: "g1") + "</tr>"))
    #expect(
      page.contains(
        cell(2, to: "g2") + cell(4, to: "g2") + "<td class=\"n\">0</td>" + cell(4, to: "g2-1")
          + nothing + "</tr>"))
    // What one department would do is of the needs below it.
    #expect(page.contains(cell(1, to: "g1-1") + "</tr>"))
    for (number, group) in agenda.groups.enumerated() {
      for index in group.needs.indices {
        let row = "<tr id=\"g\(number + 1)-\(index + 1)\"><th scope=\"row\" class=\"c\">甲</th>"
        #expect(page.ranges(of: row).count == 1)
      }
    }
  }

  /// Each number of a sum leads where its orders begin, unless it is nothing.
  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func sumsOfStatementsLeadToTheirOrders(seed: UInt64) throws {
    let statement = World(seed: seed).statement(.all)
    let page = String(
      decoding: StatementPage.page(statement, language: .zh, version: "0").render(), as: UTF8.self)
    func cells(_ sum: GivenStatement.Sum, to anchor: String) -> String {
      [
        (sum.visits, "\(sum.visits)"), (sum.attendances, "\(sum.attendances)"),
        (sum.hours, GivenStatement.hours(sum.hours)), (sum.withoutHours, "\(sum.withoutHours)"),
      ].map { number, written in
        number == 0
          ? "<td class=\"n\">0</td>"
          : "<td class=\"n\"><a href=\"#\(anchor)\">\(written)</a></td>"
      }.joined() + "</tr>"
    }
    #expect(page.contains("<th scope=\"row\">全部</th>" + cells(statement.total, to: "rows")))
    var checked = 0
    for line in statement.units {
      guard let first = statement.rows.firstIndex(where: { $0.unit == line.unit }) else { continue }
      #expect(
        page.contains("<th scope=\"row\">单位合计</th>" + cells(line.given, to: "r\(first + 1)")))
      checked += 1
    }
    #expect(checked > 0)
  }

  @Test func anEmptyAgendaIsAPage() {
    let agenda = MeetingAgenda(from: "2026-10-01", to: "2026-12-31", afterWeeks: 3, groups: [])
    let page = AgendaPage.page(agenda, language: .zh, version: "0")
    #expect(String(decoding: page.render(), as: UTF8.self).contains("需求 0 件"))
  }

  /// An office's own template has the page's sections by their names.
  @Test func sectionsHaveTheirPlaces() throws {
    let page = AgendaPage.page(LedgerPagesTests.agenda("甲"), language: .zh, version: "0")
    let own = "<!doctype html><html><head>{{head}}</head><body>{{items}}</body></html>"
    let template = try PageTemplate(
      page: Array(own.utf8), style: nil, sections: page.sections.map(\.name))
    let text = String(decoding: page.render(template: template), as: UTF8.self)
    #expect(text.contains("id=\"items\"") && !text.contains("id=\"overview\""))
  }
}
