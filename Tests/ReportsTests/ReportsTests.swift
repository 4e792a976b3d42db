import Matching
import Testing
import ThreeLists

@testable import Reports

/// An invented week whose every text is hostile, and whose personal columns hold canaries.
struct HostileWeek {
  static let canaries = ["张三甲", "13900001111", "和平路七号", "罕见群体", "卧床不起", "李四乙", "13900002222"]

  let week: Week
  var needs: [Need] = []
  var resources: [Resource] = []
  var services: [Service] = []
  var unmet: [Unmet] = []
  var sentences: ReportSentences

  /// Texts that would break out of a page that pastes them.
  static func hostile(_ name: String) -> String {
    "\(name)<script>alert('x')</script>\"><img src=x onerror=\"a\">&amp;\u{202E}\u{0}</td></table>"
  }

  init() throws {
    week = try #require(Week(year: 2026, number: 48))
    sentences = ReportSentences(reasons: [:], reasonNames: [:], tiers: [])
    for number in 0..<12 {
      let community = number % 3 + 1
      let grid = try #require(GridCode("23079900100\(community)00\(number % 4 + 1)"))
      var need = Need(
        id: Self.hostile("N\(number)"), origin: Origin(file: "needs.csv", line: number + 2),
        grid: grid, category: Self.hostile("category\(number % 5)"), reportedOn: week.monday)
      need.description = "卧床不起"
      need.urgency = Urgency.allCases[number % 4]
      need.visits = number % 3 + 1
      need.specialGroups = number % 2 == 0 ? ["罕见群体"] : []
      need.contact = Contact(name: "张三甲", phone: "13900001111", address: "和平路七号")
      needs.append(need)
    }
    for number in 0..<4 {
      var resource = Resource(
        id: Self.hostile("R\(number)"), origin: Origin(file: "resources.csv", line: number + 2),
        unit: Self.hostile("unit\(number % 3)"), areas: [.everywhere], weekly: 5)
      resource.contact = Contact(name: "李四乙", phone: "13900002222", address: "")
      resources.append(resource)
    }
    for (number, need) in needs.enumerated() where number % 4 != 3 {
      let resource = resources[number % 4]
      let session = Session(index: number)
      services.append(
        Service(
          id: Self.hostile("S\(number)"), need: need.id, visit: 1,
          role: number == 0 ? Self.hostile("role") : nil, leads: true, resource: resource.id,
          unit: resource.unit, date: week.day(of: session), session: session,
          method: Method.allCases[number % 4], choiceRank: nil, distance: 2))
    }
    let served = Set(services.map(\.need))
    for (number, need) in needs.enumerated() {
      let missing = need.visits - (served.contains(need.id) ? 1 : 0)
      guard missing > 0 else { continue }
      unmet.append(
        Unmet(
          need: need.id, missing: missing,
          reason: number % 2 == 0 ? .cutOff : .fewDays(days: 1, visits: 3)))
      sentences.reasons[need.id] = Self.hostile("because\(number)")
    }
    sentences.reasonNames = ["cut-off": Self.hostile("cut"), "few-days": Self.hostile("few")]
    sentences.tiers = TierName.all.map {
      ReportSentences.Tier(name: Self.hostile("tier \($0)"), proof: Self.hostile("proof \($0)"))
    }
  }

  var plan: Plan {
    Plan(
      week: week, fingerprint: String(repeating: "ab", count: 32), status: .gap, cutOff: true,
      tiers: TierName.all.enumerated().map {
        TierResult(name: $1, value: 1000 + $0, bound: nil, provedBy: .open)
      }, services: services, unmet: unmet)
  }

  func page(_ language: ReportLanguage = .zh) -> String {
    String(
      decoding: WeeklyReport.render(
        plan: plan, needs: needs, resources: resources, policy: .standard, sentences: sentences,
        language: language, version: Self.hostile("0.0")), as: UTF8.self)
  }

  /// A text as the page has to show it.
  static func escaped(_ text: String) -> String {
    var html = HTML()
    html.text(text)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  /// The body rows of the table with a caption: texts of the cells; group headings have one cell.
  static func table(_ caption: String, in page: String) throws -> [[String]] {
    let begin = try #require(page.range(of: "<caption>\(caption)</caption>"), "\(caption)")
    let end = try #require(page[begin.upperBound...].range(of: "</table>"))
    let table = String(page[begin.upperBound..<end.lowerBound])
    return table.components("<tr").dropFirst(2).map { row in
      let cells = row.components("</tr>")[0].replacing("<th", with: "<td").components("<td")
      return cells.dropFirst().map { cell in
        // Attributes of ours hold no ">"; what follows are texts and, for a drawing, only tags.
        let content = cell.components(">").dropFirst().joined(separator: ">").components("</t")[0]
        return content.components("<").enumerated().map { index, part in
          index == 0 ? part : part.components(">").dropFirst().joined(separator: ">")
        }.joined()
      }
    }
  }
}

extension String {
  /// The parts between occurrences of a text.
  func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let found = rest.range(of: separator) {
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return parts + [String(rest)]
  }
}

@Suite struct ReportTests {
  private let week: HostileWeek

  init() throws { week = try HostileWeek() }

  @Test(arguments: [ReportLanguage.zh, .en]) func nothingInThePageIsActive(
    _ language: ReportLanguage
  ) {
    let page = week.page(language).lowercased()
    for forbidden in [
      "<script", "javascript:", "<img", "<iframe", "<object", "<embed", "<form", "<link", "<base",
      "http:", "https:", "//", "@import", "url(", "expression(", "<style>alert", " style=",
      "<a href=\"h",
    ] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    // No tag of ours has a handler; one in a text is inert, its quotes being escaped.
    #expect(!page.contains("onerror=\""))
    #expect(page.components("<style>").count == 2)
  }

  @Test func thePolicyComesFirstAndNamesTheStyle() throws {
    let page = week.page()
    let head = try #require(page.range(of: "<head>"))
    #expect(page[head.upperBound...].hasPrefix("<meta http-equiv=\"Content-Security-Policy\""))
    #expect(
      page.contains("default-src 'none'; style-src 'sha256-\(PageTemplate.standard.styleDigest)'"))
    let begin = try #require(page.range(of: "<style>"))
    let end = try #require(page.range(of: "</style>"))
    // The digest is that of the bytes between the tags, which is what a browser reckons.
    #expect(String(page[begin.upperBound..<end.lowerBound]) == "\(ReportStyle.sheet)")
    #expect(page.contains("<meta charset=\"utf-8\">"))
    #expect(page.contains("<meta name=\"referrer\" content=\"no-referrer\">"))
  }

  @Test func hostileTextsComeOutEscaped() {
    let page = week.page()
    #expect(!page.contains("\u{202E}") && !page.contains("\u{0}"))
    #expect(page.contains("⟨U+202E⟩") && page.contains("⟨U+0⟩"))
    for text in [
      "unit0", "category1", "R0", "N1", "role", "because1", "cut", "few", "tier grids",
      "proof grids", "0.0",
    ] {
      #expect(page.contains(HostileWeek.escaped(HostileWeek.hostile(text))), "\(text)")
      #expect(!page.contains(HostileWeek.hostile(text)), "\(text)")
    }
  }

  @Test(arguments: [ReportLanguage.zh, .en]) func personalColumnsNeverAppear(
    _ language: ReportLanguage
  ) {
    let page = week.page(language)
    for canary in HostileWeek.canaries { #expect(!page.contains(canary), "\(canary)") }
  }

  @Test func everyServiceAndEveryUnmetNeedIsInIt() throws {
    let page = week.page()
    let services = try HostileWeek.table("每个单位去哪里、何时去", in: page)
    #expect(services.filter { $0.count == 8 }.count == week.services.count)
    #expect(services.filter { $0.count == 1 }.count == Set(week.services.map(\.unit)).count)
    for service in week.services {
      #expect(
        services.contains {
          $0.count == 8 && $0[0] == service.date.description && $0[1] == service.session.description
            && $0[2] == HostileWeek.escaped(service.resource)
            && $0[3] == HostileWeek.escaped(service.need)
        }, "\(service.id)")
    }
    let unmet = try HostileWeek.table("未满足的需求与原因", in: page)
    #expect(unmet.filter { $0.count == 6 }.count == week.unmet.count)
    for entry in week.unmet {
      #expect(
        unmet.contains {
          $0.count == 6 && $0[0] == HostileWeek.escaped(entry.need) && $0[4] == "\(entry.missing)"
            && $0[5] == HostileWeek.escaped(week.sentences.reasons[entry.need] ?? "?")
        }, "\(entry.need)")
    }
  }

  @Test func figuresAddUp() throws {
    let page = week.page()
    let requested = week.needs.reduce(0) { $0 + $1.visits }
    let missing = week.unmet.reduce(0) { $0 + $1.missing }
    for (caption, rows) in [("按优先级别", 4), ("按社区", 3), ("按类别", 5)] {
      let table = try HostileWeek.table(caption, in: page)
      #expect(table.count == rows)
      func sum(_ column: Int) -> Int { table.reduce(0) { $0 + (Int($1[column]) ?? -1000) } }
      #expect(sum(1) == requested, "\(caption)")
      #expect(sum(2) == requested - missing, "\(caption)")
      #expect(sum(3) == missing, "\(caption)")
      #expect(table.allSatisfy { $0.count == 5 && $0[4].isEmpty })
    }
    let loads = try HostileWeek.table("派出人次与本周可用人次", in: page)
    #expect(loads.count == 3)
    #expect(loads.reduce(0) { $0 + (Int($1[1]) ?? -1000) } == week.services.count)
    #expect(loads.reduce(0) { $0 + (Int($1[2]) ?? -1000) } == 20)
    let reasons = try HostileWeek.table("原因汇总", in: page)
    #expect(reasons.reduce(0) { $0 + (Int($1[1]) ?? -1000) } == week.unmet.count)
    #expect(reasons.reduce(0) { $0 + (Int($1[2]) ?? -1000) } == missing)
    #expect(page.contains("<dt>点单（次）</dt><dd><a href=\"#needs\">\(requested)</a></dd>"))
    #expect(
      page.contains("<dt>派出（次）</dt><dd><a href=\"#services\">\(requested - missing)</a></dd>"))
    #expect(page.contains("<dt>未派（次）</dt><dd><a href=\"#unmet\">\(missing)</a></dd>"))
    let figures = WeekFigures(
      plan: week.plan, needs: week.needs, resources: week.resources, policy: .standard)
    #expect(figures.wholly + figures.partly + figures.unserved == week.needs.count)
    #expect(figures.partly + figures.unserved == week.unmet.count)
    #expect(figures.partly > 0 && figures.unserved > 0 && figures.wholly > 0)
  }

  /// Each number of the heat map but 0 leads to the visits that it counts; a team is one.
  @Test func squaresOfTheHeatMapLeadToTheirVisits() throws {
    var week = week
    let session = Session(index: 4)
    for number in week.services.indices.prefix(7) {
      week.services[number].session = session
      week.services[number].date = week.week.day(of: session)
    }
    // A second place of the first visit, which leads.
    var lead = week.services[0]
    week.services[0].leads = false
    lead.id += "b"
    week.services.append(lead)
    let page = week.page()
    let begin = try #require(page.range(of: "<table class=\"heat\">"))
    let end = try #require(page[begin.upperBound...].range(of: "</table>"))
    let rows = String(page[begin.upperBound..<end.lowerBound]).components("<tr>").dropFirst(2)
    let communities = Set(week.needs.map { $0.grid.digits.prefix(12) }).sorted()
    #expect(rows.count == communities.count)
    var shown = 0
    var several = 0
    for (community, row) in zip(communities, rows) {
      let needs = Dictionary(
        uniqueKeysWithValues: week.needs.filter { $0.grid.digits.hasPrefix(community) }
          .map { ($0.id, $0) })
      for (session, cell) in zip(Session.all, row.components("<td class=\"h q").dropFirst()) {
        let visits = week.services.enumerated().filter {
          needs[$1.need] != nil && $1.session == session && $1.leads
        }
        let content = cell.components(">").dropFirst().joined(separator: ">").components("</td>")[0]
        shown += visits.count
        guard !visits.isEmpty else {
          #expect(content == "0")
          continue
        }
        #expect(content.hasSuffix("\">\(visits.count)</a>"))
        let target = content.dropFirst("<a href=\"#".count).prefix { $0 != "\"" }
        let place = try #require(page.range(of: "<tr id=\"\(target)\">"))
        let reached = String(page[place.upperBound...]).components("</tr>")[0]
        guard visits.count > 1 else {
          #expect(target == "s\(visits[0].offset + 2)")
          continue
        }
        several += 1
        let links = reached.components("<a href=\"#").dropFirst().map { $0.components("</a>")[0] }
        #expect(
          links.sorted()
            == visits.map { visit in
              "s\(visit.offset + 2)\">\(HostileWeek.escaped(visit.element.need))"
            }.sorted())
      }
    }
    #expect(shown == week.services.count - 1 && several > 0)
    #expect(page.contains(".heat td a{color:inherit}"))
  }

  /// What became of a need is told visit by visit; a visit of a team says its session once, and each
  /// place by its role.
  @Test(arguments: ReportLanguage.allCases)
  func visitsOfANeedStandApart(language: ReportLanguage) throws {
    var week = week
    week.needs[0].id = "T"
    week.needs[0].visits = 3
    var places: [Service] = []
    for (visit, role, leads) in [
      (1, "甲", true), (1, "乙", false), (1, "乙", false), (2, "甲", true),
    ] {
      var place = week.services[0]
      place.need = "T"
      (place.visit, place.role, place.leads) = (visit, role, leads)
      place.session = Session(index: visit)
      places.append(place)
    }
    week.services = places
    week.unmet = [Unmet(need: "T", missing: 1, reason: .cutOff)]
    let page = week.page(language)
    let row = try #require(page.range(of: ">T</th>"))
    let cells = String(page[row.upperBound...]).components("</tr>")[0].components("<td")
    let sessions = [1, 2].map { language.name(of: Session(index: $0)) }
    let words = [
      language.text(.goes, sessions[0]) + " " + language.text(.leads, "甲"), "乙", "乙 2",
      language.text(.goes, sessions[1]), language.text(.lacks, 1),
    ]
    let links = zip(words, ["s2", "s3", "s4", "s5", "u2"]).map { word, target in
      "<a href=\"#\(target)\">\(word)</a>"
    }
    let within = language == .zh ? "、" : ", "
    let visits = [links[0...2].joined(separator: within), links[3], links[4]]
    #expect(cells.last == ">" + visits.joined(separator: language == .zh ? "；" : "; ") + "</td>")
  }

  @Test func everyTierStandsThereWithItsProof() throws {
    let tiers = try HostileWeek.table("各级目标的数值和证明", in: week.page())
    #expect(tiers.count == TierName.all.count)
    for (index, row) in tiers.enumerated() {
      let name = TierName.all[index]
      #expect(row[0] == "\(index + 1)")
      #expect(row[1] == HostileWeek.escaped(HostileWeek.hostile("tier \(name)")))
      #expect(row[2] == name.description)
      #expect(row[3] == "\(1000 + index)")
      #expect(row[4] == ReportLanguage.zh.text(Word.counted(by: name)))
      #expect(row[6] == HostileWeek.escaped(HostileWeek.hostile("proof \(name)")))
    }
  }

  @Test func aPlanThatWasCutOffSaysSo() throws {
    #expect(week.page().contains("<p class=\"notice\">求解没有算完（时间或运算量到了限度）"))
    var plan = week.plan
    plan.cutOff = false
    let page = String(
      decoding: WeeklyReport.render(
        plan: plan, needs: week.needs, resources: week.resources, policy: .standard,
        sentences: week.sentences, language: .zh, version: "1"), as: UTF8.self)
    #expect(!page.contains("class=\"notice\">"))
  }

  @Test func anEmptyWeekIsAPageToo() {
    let plan = Plan(
      week: week.week, fingerprint: "", status: .optimal, cutOff: false, tiers: [], services: [],
      unmet: [])
    let page = String(
      decoding: WeeklyReport.render(
        plan: plan, needs: [], resources: [], policy: .standard,
        sentences: ReportSentences(reasons: [:], reasonNames: [:], tiers: []), language: .zh,
        version: "1"), as: UTF8.self)
    #expect(page.contains("本周没有派单。"))
    #expect(page.contains("所有需求都已满足。"))
    #expect(page.hasSuffix("</body></html>\n"))
  }

  @Test func readersOfTheTextFindTheirWay() {
    let chinese = week.page()
    #expect(chinese.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    #expect(week.page(.en).hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(chinese.components("<h1>").count == 2)
    #expect(chinese.components("<h2>").count == 9)
    // Every table has a caption, and every heading cell says what it is the heading of.
    #expect(chinese.components("<table").count == chinese.components("<caption>").count)
    #expect(
      chinese.components("<th").count == chinese.components("<th scope=\"").count
        + chinese.components("<thead").count - 1)
    // A drawing has a name, or says nothing that does not stand beside it.
    for part in chinese.components("<svg").dropFirst() {
      let tag = part.prefix { $0 != ">" }
      let isNamed = ["img", "group"].contains { tag.contains("role=\"\($0)\" aria-label=\"") }
      #expect(tag.contains("aria-hidden=\"true\"") || isNamed)
    }
    // Each link leads to one place.
    let ids = chinese.components(" id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count)
    for part in chinese.components("<a href=\"#").dropFirst() {
      #expect(ids.contains(part.prefix { $0 != "\"" }))
    }
  }

  @Test func tagsAreBalanced() {
    var open: [String] = []
    let void: Set<String> = [
      "meta", "rect", "circle", "path", "polyline", "polygon", "!doctype",
    ]
    for part in week.page().components("<").dropFirst() {
      let isEnd = part.hasPrefix("/")
      let name = part.dropFirst(isEnd ? 1 : 0).prefix { $0.isLetter || $0.isNumber || $0 == "!" }
        .lowercased()
      if void.contains(name) { continue }
      if isEnd {
        #expect(open.popLast() == name)
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func paperRepeatsHeadingsAndHasAFormat() {
    let sheet = "\(ReportStyle.sheet)"
    for rule in [
      "@page{size:A4", "thead{display:table-header-group;break-after:avoid}",
      "tr{break-inside:avoid}",
      "prefers-color-scheme:dark", "@media print",
    ] {
      #expect(sheet.contains(rule), "\(rule)")
    }
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    let first = week.page()
    var other = week
    other.needs.reverse()
    other.resources.reverse()
    #expect(other.page() == first)
    #expect(try HostileWeek().page() == first)
  }
}
