import Matching
import Testing
import ThreeLists

@testable import Reports

/// Every page, of a week whose every text is hostile.
@Suite struct PagesTests {
  private let week: HostileWeek
  private let pages = ReportPages.all

  init() throws { week = try HostileWeek() }

  private func material(_ language: ReportLanguage = .zh, contacts: Bool = false) -> PageMaterial {
    PageMaterial(
      plan: week.plan, needs: week.needs, resources: week.resources, policy: .standard,
      sentences: week.sentences, language: language, version: "1", showsContacts: contacts)
  }

  private func page(_ page: any ReportPage.Type, _ material: PageMaterial) -> String {
    String(decoding: page.render(material), as: UTF8.self)
  }

  @Test(arguments: ReportLanguage.allCases, [false, true])
  func nothingInAnyPageIsActive(language: ReportLanguage, contacts: Bool) {
    var hostile = material(language, contacts: contacts)
    for index in hostile.needs.indices {
      hostile.needs[index].description = HostileWeek.hostile("what")
      hostile.needs[index].contact = Contact(
        name: HostileWeek.hostile("who"), phone: "javascript:alert(1)",
        address: HostileWeek.hostile("where"))
    }
    for kind in pages {
      let text = page(kind, hostile).lowercased()
      for forbidden in [
        "<script", "<img", "<iframe", "<object", "<embed", "<form", "<link", "<base", "http:",
        "https:", "//", "@import", "url(", " style=", "href=\"j", "<a href=\"h", "onerror=\"",
        "\u{202E}",
      ] {
        #expect(!text.contains(forbidden), "\(kind.name): \(forbidden)")
      }
    }
  }

  @Test(arguments: ReportLanguage.allCases)
  func specialGroupsNeverAndContactsOnlyWhereAsked(language: ReportLanguage) {
    for kind in pages {
      let masked = page(kind, material(language))
      let shown = page(kind, material(language, contacts: true))
      for canary in ["罕见群体", "李四乙", "13900002222"] {
        #expect(!masked.contains(canary) && !shown.contains(canary), "\(kind.name): \(canary)")
      }
      for canary in ["张三甲", "13900001111", "和平路七号"] {
        #expect(!masked.contains(canary), "\(kind.name): \(canary)")
      }
    }
    let slips = page(DispatchSlips.self, material(language, contacts: true))
    for canary in ["张三甲", "13900001111", "和平路七号", "卧床不起"] { #expect(slips.contains(canary)) }
    let answers = page(ResidentAnswers.self, material(language, contacts: true))
    #expect(answers.contains("张三甲") && !answers.contains("13900001111"))
    #expect(!page(WeeklyReport.self, material(language, contacts: true)).contains("张三甲"))
  }

  @Test func eachUnitHasOneSlipWithAllItsServices() {
    let slips = page(DispatchSlips.self, material())
    #expect(slips.components("<article").count - 1 == Set(week.services.map(\.unit)).count)
    #expect(slips.components("class=\"cut\"").count == slips.components("<article").count - 1)
    #expect(slips.components("<div>派单人</div>").count == slips.components("<article").count)
    for (index, service) in week.plan.services.enumerated() {
      let row = slips.components("<tr id=\"s\(index + 2)\">")
      #expect(row.count == 2)
      // As commands take it: without the year.
      let order =
        service.id.hasPrefix("2026-W48") ? String(service.id.dropFirst(5)) : service.id
      let cells = row.last?.components("</tr>")[0] ?? ""
      #expect(cells.contains(">\(HostileWeek.escaped(order))<br>"))
    }
  }

  @Test func eachUnmetNeedHasAnAnswer() {
    let answers = page(ResidentAnswers.self, material())
    for (index, unmet) in week.unmet.enumerated() {
      let parts = answers.components("<article class=\"answer\" id=\"u\(index + 2)\">")
      #expect(parts.count == 2)
      let article = parts.last?.components("</article>")[0] ?? ""
      #expect(article.contains(HostileWeek.escaped(unmet.need)))
      #expect(article.contains("unmet.csv 第 \(index + 2) 行"))
      #expect(
        article.contains(unmet.reason == .cutOff ? "本周的安排没有算完" : "只有 1 天能来，而需要 3 次"))
    }
  }

  /// What an answer says of each reason, in both languages, and that it names no one else.
  @Test(arguments: ReportLanguage.allCases)
  func answersKnowEveryReasonAndNameNobodyElse(language: ReportLanguage) throws {
    let session = Session(index: 3)
    let held = HeldPlaces(
      slots: [ResourceSession(resource: "R77", session: session)], resources: ["R77"],
      holders: ["N77"])
    let reasons: [UnmetReason] = [
      .noCandidate(
        role: nil, counts: [RuleCount(rule: .area, resources: 1)],
        nearest: NearestMiss(resource: "R77", rules: [.area], alike: 1)),
      .fewDays(days: 1, visits: 2),
      .sessionsFull(slots: [ResourceSession(resource: "R77", session: session)], holders: ["N77"]),
      .weeksFull(slots: [], resources: ["R77"], holders: ["N77"]),
      .roleUnfilled(role: "法律", sessions: [session]),
      .fewPlaces(PlacesOffered(possible: 1, visits: 2, role: nil, offered: nil)),
      .placesHeld(role: nil, held: held),
      .allOrNothing(possible: 1, visits: 2, role: nil, held: held),
      .higherTier(.grids, by: 3, instead: ["N77"]), .equalPlan(instead: ["N77"]), .unpriced,
      .cutOff, .byHand, .notAsked,
    ]
    #expect(reasons.map(\.code) == UnmetReason.codes)
    var texts: Set<String> = []
    for reason in reasons {
      var one = material(language)
      one.plan.unmet = [Unmet(need: week.needs[0].id, missing: 1, reason: reason)]
      one.needs = [week.needs[0]]
      let text = page(ResidentAnswers.self, one)
      #expect(!text.contains("77"))
      texts.insert(text.components("<p>")[4])
    }
    #expect(texts.count == reasons.count)
  }

  @Test func anAnswerOffersTheSessionThatWouldDo() {
    var one = material()
    one.plan.unmet = [
      Unmet(
        need: week.needs[0].id, missing: 1, reason: .cutOff,
        smallestChange: SmallestChange(
          changes: [.window(session: Session(index: 3), extendsDue: false)],
          witness: [
            ServiceMove(
              need: week.needs[0].id, role: nil, from: nil,
              to: ResourceSession(resource: week.resources[1].id, session: Session(index: 3)))
          ], isExhaustive: true),
        escalation: .town)
    ]
    let text = page(ResidentAnswers.self, one)
    #expect(text.contains("如果您在11月24日（周二）上午也方便，请告诉我们，就能安排。"))
    #expect(text.contains("建议转到街道一级协调"))
  }

  /// Residents read days, not the office's codes of sessions.
  @Test func lettersSayDaysInWords() throws {
    let monday = try #require(Day(year: 2026, month: 11, day: 23))
    let sunday = try #require(Day(year: 2027, month: 1, day: 3))
    let times = [
      (session: Session(index: 0), day: monday), (session: Session(index: 1), day: monday),
      (session: Session(index: 20), day: sunday),
    ]
    #expect(
      ReportLanguage.zh.letterTimes(times) == "11月23日（周一）上午、11月23日（周一）下午、1月3日（周日）晚上")
    #expect(
      ReportLanguage.en.letterTimes(times)
        == "Monday 23 November, in the morning; Monday 23 November, in the afternoon; "
        + "Sunday 3 January, in the evening")
    #expect(ReportLanguage.zh.letterDate(sunday) == "2027年1月3日")
    #expect(ReportLanguage.en.letterDate(sunday) == "3 January 2027")
  }

  /// No letter has a date or a session in the office's writing.
  @Test(arguments: ReportLanguage.allCases)
  func lettersHaveNoCodesOfSessions(language: ReportLanguage) {
    var one = material(language)
    let numbers = one.needs.indices.prefix(4)
    for number in numbers { one.needs[number].visits = 9 }
    one.plan.unmet = numbers.map { offer($0, moves: [move($0, to: (3, 3))]) }
    let letters = page(ResidentAnswers.self, one).components("<article").dropFirst()
    #expect(letters.count == numbers.count)
    let isChinese = language == .zh
    for letter in letters {
      #expect(letter.matches(of: /\d{4}-\d{2}-\d{2}/).isEmpty)
      #expect(letter.matches(of: /[一二三四五六日][上下晚](?![午上])/).isEmpty)
      #expect(
        letter.contains(isChinese ? "11月24日（周二）上午" : "Tuesday 24 November, in the morning"))
      #expect(
        letter.contains(isChinese ? "2026年11月23日至2026年11月29日" : "23 November 2026 to 29"))
    }
    #expect(letters.contains { $0.contains(isChinese ? "已安排的是：11月" : "Arranged: ") })
  }

  /// What an answer offers: a place that its witness takes, here of a need's own new visit.
  private func offer(
    _ number: Int,
    _ changes: [ListChange] = [.window(session: Session(index: 3), extendsDue: false)],
    moves: [ServiceMove]
  ) -> Unmet {
    Unmet(
      need: week.needs[number].id, missing: 1, reason: .cutOff,
      smallestChange: SmallestChange(changes: changes, witness: moves, isExhaustive: true))
  }

  private func move(_ need: Int, from: (Int, Int)? = nil, to: (Int, Int)?) -> ServiceMove {
    func place(_ pair: (Int, Int)) -> ResourceSession {
      ResourceSession(resource: week.resources[pair.0].id, session: Session(index: pair.1))
    }
    return ServiceMove(
      need: week.needs[need].id, role: nil, from: from.map(place), to: to.map(place))
  }

  /// Which of the answers promise, in the order of the unmet needs.
  private func promises(_ offers: [Unmet], weekly: Int = 5, services: Bool = true) -> [Bool] {
    var one = material()
    one.plan.unmet = offers
    if !services { one.plan.services = [] }
    for index in one.resources.indices { one.resources[index].weekly = weekly }
    return page(ResidentAnswers.self, one).components("<article").dropFirst().map { answer in
      #expect(answer.contains("就能安排。") != answer.contains("要先问排在前面的居民"))
      return answer.contains("就能安排。")
    }
  }

  /// No two answers promise the same place, the same visit that gives way, or the last of a week.
  @Test func noTwoAnswersPromiseTheSame() {
    // Needs 0 and 4 are of class 0; 1 and 5 of class 1, and 7 of class 3: see the week's lists.
    let same = [5, 1, 0].map { offer($0, moves: [move($0, to: (3, 3))]) }
    #expect(promises(same) == [false, false, true])
    #expect(
      promises([offer(1, moves: [move(1, to: (3, 3))]), offer(5, moves: [move(5, to: (3, 4))])])
        == [true, true])
    // A visit of need 6 gives way to either: R2 at 6 is free once only.
    let giving = [1, 5].map { number in
      offer(number, moves: [move(6, from: (2, 6), to: nil), move(number, to: (2, 6))])
    }
    #expect(promises(giving) == [true, false])
    // A place that an earlier promise leaves is free for a later one.
    let left = [
      offer(0, moves: [move(0, from: (0, 0), to: (3, 1))]), offer(1, moves: [move(1, to: (0, 0))]),
    ]
    #expect(promises(left) == [true, true])
    #expect(promises([left[1]]) == [false])
    // One visit of the week is left.
    let week = [1, 5].map { number in offer(number, moves: [move(number, to: (3, number))]) }
    #expect(promises(week, weekly: 1, services: false) == [true, false])
    #expect(promises(week, weekly: 2, services: false) == [true, true])
  }

  /// Where only the order of tiers keeps a need unserved there is nothing to offer.
  @Test func anAnswerThatNeedsNoChangeOffersNone() {
    var one = material()
    one.plan.unmet = [offer(1, [], moves: [move(1, to: (3, 3))])]
    let text = page(ResidentAnswers.self, one)
    #expect(!text.contains("如果您在") && !text.contains("我们会去联系"))
    one.plan.unmet = [
      offer(
        1, [.visit(resource: "R", weekly: true, perSession: false)], moves: [move(1, to: (3, 3))])
    ]
    #expect(page(ResidentAnswers.self, one).contains("我们会去联系"))
  }

  @Test func anEmptyWeekMakesEveryPage() {
    let plan = Plan(
      week: week.week, fingerprint: "", status: .optimal, cutOff: false, tiers: [], services: [],
      unmet: [])
    let empty = PageMaterial(
      plan: plan, needs: [], resources: [], policy: .standard,
      sentences: ReportSentences(reasons: [:], reasonNames: [:], tiers: []), language: .zh,
      version: "1")
    for kind in pages { #expect(page(kind, empty).hasSuffix("</body></html>\n"), "\(kind.name)") }
  }

  /// A week of over a thousand needs: every need, service and unmet need has its row, every unit its
  /// slip, every unmet need its answer, and every link leads.
  @Test func aWeekOfAThousandNeedsIsWrittenWhole() {
    var large = material()
    (large.needs, large.plan.services, large.plan.unmet) = ([], [], [])
    for copy in 0..<90 {
      func own(_ id: String) -> String { "\(id) \(copy)" }
      large.needs += week.needs.map { need in
        var need = need
        need.id = own(need.id)
        return need
      }
      large.plan.services += week.services.map { service in
        var service = service
        (service.id, service.need) = (own(service.id), own(service.need))
        return service
      }
      large.plan.unmet += week.unmet.map { unmet in
        var unmet = unmet
        unmet.need = own(unmet.need)
        return unmet
      }
    }
    #expect(large.needs.count > 1000)
    let units = Set(large.plan.services.map(\.unit)).count
    let expected = [
      [("n", large.needs.count), ("s", large.plan.services.count), ("u", large.plan.unmet.count)],
      [("s", large.plan.services.count), ("slip", units)], [("u", large.plan.unmet.count)],
    ]
    for (kind, counts) in zip(pages, expected) {
      let bytes = kind.render(large)
      #expect(bytes.suffix(15) == Array("</body></html>\n".utf8))
      // Values of attributes stand between every other pair of quotes.
      let parts = bytes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
      var (ids, targets): (Set<String>, Set<String>) = ([], [])
      for (name, value) in zip(parts, parts.dropFirst()) {
        if name.suffix(4) == Array(" id=".utf8) {
          ids.insert(String(decoding: value, as: UTF8.self))
        } else if name.suffix(8) == Array("<a href=".utf8) {
          targets.insert(String(decoding: value.dropFirst(), as: UTF8.self))
        }
      }
      for (anchor, count) in counts {
        let own = ids.filter { id in
          id.hasPrefix(anchor) && !id.dropFirst(anchor.count).isEmpty
            && id.dropFirst(anchor.count).allSatisfy(\.isNumber)
        }
        #expect(own.count == count, "\(kind.name): \(anchor)")
      }
      #expect(targets.isSubset(of: ids), "\(kind.name)")
    }
  }

  @Test func everyPageHasOneHeadingAndLinksThatLead() {
    for kind in pages {
      let text = page(kind, material())
      #expect(text.components("<h1>").count == 2)
      let ids = Set(text.components(" id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) })
      for part in text.components("<a href=\"#").dropFirst() {
        #expect(ids.contains(String(part.prefix { $0 != "\"" })), "\(kind.name)")
      }
    }
  }

  /// What is drawn is read out: shares in per cent, a map whose squares are links, and what tiers count.
  @Test(arguments: ReportLanguage.allCases)
  func drawingsAndTiersAreReadOut(language: ReportLanguage) {
    var one = material(language)
    one.needs[4].grid = one.needs[0].grid
    let text = page(WeeklyReport.self, one)
    let bars = text.components("class=\"bar\"").dropFirst()
    #expect(bars.count > 5)
    for bar in bars {
      let label = bar.components("role=\"img\" aria-label=\"")[1].prefix { $0 != "\"" }
      #expect(
        label == "–" || label.hasSuffix("%") && Int(label.dropLast()).map { $0 <= 100 } == true)
    }
    for drawing in text.components("<svg").dropFirst() {
      let inside = drawing.components("</svg>")[0]
      #expect(!inside.contains("<a ") || !inside.prefix { $0 != ">" }.contains("role=\"img\""))
    }
    // A square of several needs leads to all of them, any other to its need.
    let map = text.components("class=\"map\"")[1].components("</svg>")[0]
    #expect(map.contains("href=\"#grid0\""))
    let shared = text.components("<tr id=\"grid0\">")[1].components("</tr>")[0]
    #expect(shared.components("<a href=\"#n").count > 2)
    let grids = Set(one.needs.map(\.grid)).count
    #expect(map.components("<a href=\"#").count - 1 == grids)
    // Every tier says what its value adds up.
    let tiers = text.components("<section id=\"tiers\">")[1]
    for tier in TierName.all {
      let words = language.text(Word.counted(by: tier))
      #expect(tiers.contains("<td>\(words)</td>"), "\(tier)")
    }
  }

  @Test func figuresLeadToTheirRows() {
    let text = page(WeeklyReport.self, material())
    // Every need, service and unmet need has its row, numbered as in its file.
    for number in 0..<week.needs.count { #expect(text.contains("<tr id=\"n\(number + 2)\">")) }
    for number in 0..<week.services.count { #expect(text.contains("<tr id=\"s\(number + 2)\">")) }
    for number in 0..<week.unmet.count { #expect(text.contains("<tr id=\"u\(number + 2)\">")) }
    for name in ["class0", "class3", "community0", "community2", "category0", "category4"] {
      #expect(text.contains(" id=\"\(name)\""), "\(name)")
      #expect(text.contains("href=\"#\(name)\""), "\(name)")
    }
    for number in 0..<material().resources.count {
      #expect(text.contains("<tr id=\"r\(number + 2)\">"))
    }
    // What was asked, served and left out, what units fill and offer: no such number leads nowhere.
    for name in ["served", "loads"] {
      let section = text.components("<section id=\"\(name)\">")[1].components("</section>")[0]
      let figures = section.components("各资源本周可用与派出")[0].components("<td class=\"n\">")
      #expect(figures.count > 6, "\(name)")
      for figure in figures.dropFirst() {
        #expect(figure.hasPrefix("<a href=\"#") || figure.hasPrefix("0<"), "\(name): \(figure)")
      }
    }
  }
}

/// The one table of words.
@Suite struct WordsTests {
  private func hasChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  @Test(arguments: Word.allCases)
  func everyWordIsInBothLanguages(word: Word) {
    let (chinese, english) = word.pair
    #expect(!english.isEmpty && !hasChinese(english))
    // A pattern that is nothing but its value has no word to translate.
    #expect(hasChinese(chinese))
    #expect(chinese.count { $0 == "%" } == english.count { $0 == "%" })
  }

  @Test func valuesAreNotTakenForSigns() {
    #expect(ReportLanguage.zh.text(.className, "5%") == "5% 级")
    #expect(ReportLanguage.en.text(.goes, "%") == "service %")
  }

  @Test(arguments: ReportLanguage.allCases)
  func englishPagesHaveNoChineseButData(language: ReportLanguage) throws {
    guard language == .en else { return }
    let week = try HostileWeek()
    var needs = week.needs
    for index in needs.indices { needs[index].description = "what" }
    let material = PageMaterial(
      plan: week.plan, needs: needs, resources: week.resources, policy: .standard,
      sentences: week.sentences, language: .en, version: "1")
    for kind in ReportPages.all {
      let text = String(decoding: kind.render(material), as: UTF8.self)
      #expect(!hasChinese(text), "\(kind.name)")
    }
  }
}

/// Templates of an office: what they may hold, and what is said of the rest.
@Suite struct TemplateTests {
  private func fault(_ page: String, style: String? = nil) -> PageTemplate.Fault? {
    do throws(PageTemplate.Fault) {
      _ = try PageTemplate(
        page: Array(page.utf8), style: style.map { Array($0.utf8) }, sections: ["slips"])
      return nil
    } catch {
      return error
    }
  }

  private let head = "<html><head>{{head}}</head>"

  @Test func faultsHaveTheirLine() {
    #expect(
      fault(head + "\n\n{{titel}}</html>")
        == .unknownPlaceholder(
          "titel", line: 3, known: PageTemplate.Place.allCases.map(\.rawValue) + ["slips"]))
    #expect(fault(head + "\n{{title") == .unclosed(line: 2))
    #expect(fault("<html>{{title}}") == .noHead(line: 1))
    #expect(fault(head + "{{head}}") == .noHead(line: 1))
    #expect(fault("<head><meta>{{head}}") == .noHead(line: 1))
    #expect(fault(head + "\n<SCRIPT>") == .script(line: 2))
    #expect(fault(head, style: "a{}</STYLE><script>") == .styleEnds)
    #expect(fault(head + "{{title}}{{slips}}{{language}}{{period}}{{contents}}{{colophon}}") == nil)
    #expect(throws: PageTemplate.Fault.notText) {
      _ = try PageTemplate(page: [0xFF, 0xFE], style: nil, sections: [])
    }
  }

  /// A policy outside the head, or behind what it is to govern, is none.
  @Test(arguments: [
    "", "\n{{title}}", "\n<p>x</p><html><head>{{head}}",
    "\n<img src=\"data:image/png,\"><html><head>{{head}}",
    "<!-- <head>\n{{head}} -->", "\n<html>{{head}}<head>", "\n<html><body><head>{{head}}",
    "<html>\nx<head>{{head}}", "<html><head>\n<title>a</title>{{head}}",
    "<html><head>\n<meta name=\"a\">{{head}}", "<html><head>\n<meta charset=\"gbk\">{{head}}",
    "<html><head>\n</head>{{head}}", "\n</p><head>{{head}}", "<head>\n<head>{{head}}",
    "<html><head><!--\n-->{{title}}{{head}}", "<html><head>{{head}}</head>\n{{head}}",
  ])
  func theHeadComesFirst(_ text: String) {
    // Each is wrong on its second line, or at its end.
    let line = text.utf8.contains(10) ? 2 : 1
    #expect(fault(text + "{{content}}") == .noHead(line: line), "\(text)")
  }

  @Test func theHeadMayFollowWhatSaysNothing() {
    for text in [
      "<!-- of the office -->\n<!doctype html>\n<HTML lang='{{language}}'>\n<Head>\n{{head}}",
      "<head><meta charset=\"UTF-8\">{{head}}", "<head><meta charset=utf-8 /><!-- a --> {{head}}",
    ] {
      #expect(fault(text + "{{content}}") == nil, "\(text)")
    }
  }

  @Test func nothingLeadsOutOfThePage() {
    func told(_ markup: String) -> PageTemplate.Fault? {
      fault("\(head)\n\(markup){{content}}")
    }
    for (markup, name) in [
      ("<img src=\"http://x.invalid/a.png\">", "src"), ("<img SRC=a.png>", "src"),
      ("<img alt=\"a>b\" src='//x'>", "src"), ("<a href=\"other.html\">", "href"),
      ("<a href=' javascript:a()'>", "href"), ("<a href=\"&#35;a\">", "href"),
      ("<a href=\"{{title}}\">", "href"),
      ("<svg><use xlink:href=\"b.svg#c\"/>", "xlink:href"),
      ("<a href=\"data:text/html,a\">", "href"), ("<img src='data:text/html,a'>", "src"),
      ("<audio src='data:image/png,a'>", "src"),
      ("<img srcset=\"data:,a 1x, http://x 2x\">", "srcset"), ("<p action=/a>", "action"),
      ("<rect fill=\"URL( 'http://x' )\">", "fill"), ("<video poster=a>", "poster"),
      ("<rect fill='u\\72l(http://x)'>", "fill"),
      ("<rect fill=\"url(a.svg#b)\">", "fill"),
      ("<rect stroke='url&lpar;http://x)'>", "stroke"),
      ("<rect fill=\"u&#114;l(http://x)\">", "fill"),
      ("<p/src=a>", "src"), ("<p a=\"b\"src=a>", "src"),
    ] {
      #expect(told(markup) == .address(name, line: 2), "\(markup)")
    }
    for (markup, name) in [
      ("<body onload=\"a()\">", "onload"), ("<svg/ONclick=a>", "onclick"), ("<p on>", "on"),
      ("<p title='{{title}}' onFocus = ''>", "onfocus"),
    ] {
      #expect(told(markup) == .handler(name, line: 2), "\(markup)")
    }
    for markup in [
      "<meta http-equiv=\"refresh\" content=\"0;url=http://x\">", "<META HTTP-EQUIV=refresh>",
      "<meta content='a' http-equiv>",
    ] {
      #expect(told(markup) == .httpEquiv(line: 2), "\(markup)")
    }
    #expect(told("<p class=a style='color:red'>") == .styleAttribute(line: 2))
    for markup in ["<meta name=Referrer content=unsafe-url>", "<meta name='&#114;eferrer'>"] {
      #expect(told(markup) == .element("meta", line: 2), "\(markup)")
    }
    for name in [
      "style", "base", "link", "iframe", "object", "plaintext", "noscript", "set", "template",
      "form", "input",
    ] {
      #expect(told("<\(name.uppercased()) a>") == .element(name, line: 2))
    }
    #expect(told("<p>\n<script/x>") == .script(line: 3))
    for markup in [
      "<p title=a\"b>", "<p \"a\">", "<p a=>", "<!-- a", "<!--> a -->",
      "<!---> a -->", "<!-- a --!> b -->", "<![CDATA[ a ]]>", "<?a?>", "</>", "<3",
      "<title><!--</title>", "<textarea>a</textareab>", "<!doctype html>",
    ] {
      #expect(told(markup) == .oddMarkup(line: 2), "\(markup)")
    }
    for markup in ["<p title=\"a", "<p title=a", "<p", "</p"] {
      #expect(fault("\(head){{content}}\n\(markup)") == .oddMarkup(line: 2), "\(markup)")
    }
    for markup in [
      "<{{title}}>", "<p {{title}}>", "<p a={{title}}>", "<p a=\"{{content}}\">",
      "<p a{{title}}=\"b\">",
    ] {
      let found = told(markup)
      #expect([.placeInTag(line: 2), .oddMarkup(line: 2)].contains(found), "\(markup)")
    }
  }

  @Test func whatStaysOnThePageIsTaken() {
    for markup in [
      "<a href=\"#n2\">x</a>", "<img alt='a' src=\"data:image/png;base64,AA==\">", "<a href=''>",
      "<!-- <script src=http://x> {{titel}} onload -->",
      "<p title=\"a < b > c {{title}}\">1 < 2</p>",
      "<svg><title>a {{title}}</title><use href='#a'/><rect fill=\"url( #b )\"/></svg>",
      "<p class=only>&lt;script&gt;</p>",
      "<svg><image href='data:image/png,a'/></svg>", "<br/><meta name=\"author\">",
    ] {
      #expect(fault("\(head)\n\(markup){{content}}") == nil, "\(markup)")
    }
    // What a comment holds is not filled in, and is no content.
    #expect(fault(head + "<!-- {{content}} -->") == .noContent(sections: ["slips"]))
  }

  @Test func aStyleSheetLeadsNowhere() {
    let page = head + "{{content}}"
    for style in [
      "a{}\nb{background:url(http://x)}", "\n@import 'a.css';", "\n@IMPORT url(#a);",
      "\nb{background:\\75 rl(\"a.png\")}", "\n/* url(a) */",
      "\nb{background:image-set('a.png' 1x)}",
    ] {
      #expect(fault(page, style: style) == .styleAddress(line: 2), "\(style)")
    }
    let inert = "b{background:url( \"data:image/png;base64,AA==\" );mask:url(#a);content:'\\201C'}"
    #expect(fault(page, style: inert) == nil)
  }

  @Test func theBuiltInTemplateIsAnOrdinaryOne() throws {
    let week = try HostileWeek()
    let material = PageMaterial(
      plan: week.plan, needs: week.needs, resources: week.resources, policy: .standard,
      sentences: week.sentences, language: .zh, version: "1")
    for kind in ReportPages.all {
      let own = try PageTemplate(
        page: Array(PageTemplate.skeleton.utf8), style: Array(PageTemplate.standardStyle.utf8),
        sections: kind.sections(material).map(\.name))
      #expect(kind.render(material, template: own) == kind.render(material))
    }
  }

  @Test func anOfficesTemplateReordersSectionsAndItsStyleHasItsDigest() throws {
    let week = try HostileWeek()
    let material = PageMaterial(
      plan: week.plan, needs: week.needs, resources: week.resources, policy: .standard,
      sentences: week.sentences, language: .zh, version: "1")
    let text = "\(head)<body><h1>某某办 {{title}}</h1>{{unmet}}{{week}}</body></html>"
    let template = try PageTemplate(
      page: Array(text.utf8), style: Array("h1{color:red}".utf8),
      sections: WeeklyReport.sections(material).map(\.name))
    let page = String(decoding: WeeklyReport.render(material, template: template), as: UTF8.self)
    let unmet = try #require(page.range(of: "<section id=\"unmet\">"))
    let figures = try #require(page.range(of: "<section id=\"week\">"))
    #expect(unmet.lowerBound < figures.lowerBound)
    #expect(!page.contains("<section id=\"tiers\">"))
    #expect(page.contains("<style>h1{color:red}</style>"))
    #expect(page.contains("'sha256-\(ReportStyle.digest(of: Array("h1{color:red}".utf8)))'"))
  }
}

/// Shares, and characters that nobody sees.
@Suite struct PageNumbersTests {
  @Test func sharesAreRoundedToTheNearest() {
    #expect(Percentage.text(3, of: 7) == "43%")
    #expect(Percentage.text(1, of: 200) == "1%")
    #expect(Percentage.text(5, of: 200) == "3%")
    #expect(Percentage.text(0, of: 0) == "–")
    #expect(Percentage.text(0, of: 9) == "0%")
    #expect(Percentage.text(9, of: 9) == "100%")
    #expect(Percentage.text(12, of: 10) == "120%")
    // Neither nothing nor all of it.
    #expect(Percentage.text(1, of: 100_000) == "1%")
    #expect(Percentage.text(99_999, of: 100_000) == "99%")
    for whole in 1...60 {
      for part in 0...whole {
        let told = Percentage.rounded(part, of: whole, to: 100)
        let isExact = part == 0 || part == whole
        #expect((told == 0 || told == 100) == isExact)
        // Within half a per cent, but for what would be said to be nothing or all.
        let error = abs(2 * told * whole - 200 * part)
        #expect(error <= whole || told == 1 || told == 99, "\(part)/\(whole)")
      }
    }
  }

  @Test func charactersThatNobodySeesAreShownAsTheirCodes() {
    for code: UInt32 in [
      0, 0x1F, 0x7F, 0x9F, 0xAD, 0x61C, 0x180E, 0x200B, 0x200F, 0x202E, 0x2066, 0x206F, 0xFDD0,
      0xFDEF, 0xFEFF, 0xFFFB, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xE0001, 0xE007F,
    ] {
      let scalar = Unicode.Scalar(code)
      let shown = "⟨U+\(String(code, radix: 16, uppercase: true))⟩"
      let text = "a" + (scalar.map { String(Character($0)) } ?? "") + "b"
      #expect(HostileWeek.escaped(text) == "a\(shown)b")
    }
    for text in ["ا ب", "需求 １", "😀𠮷", "“—”", "a\tb", "\u{FFFD}\u{1FFFD}"] {
      #expect(HostileWeek.escaped(text) == text)
    }
  }
}
