import Matching
import ThreeLists

/// Answers to residents: a courteous reply for each need that is not served wholly, made from what
/// the plan proves of it; it names no other resident's need and no resource.
public enum ResidentAnswers: ReportPage {
  /// The name of the answers.
  public static let name = "answers"

  /// The heading of the answers.
  public static func title(_ material: PageMaterial) -> String {
    material.text(.answersTitle, material.plan.week)
  }

  /// The sections of the answers.
  public static func sections(_ material: PageMaterial) -> [PageSection] {
    var section = PageSection("answers", title: nil)
    guard !material.plan.unmet.isEmpty else {
      section.html.element("<p>", material.text(.noAnswers), "</p>\n")
      return [section]
    }
    section.html.element("<p>", material.text(.answersNote), "</p>\n")
    let rows = RowIndex(material)
    let needs = material.needByID
    let promises = AnswerPromises(material)
    for (number, unmet) in material.plan.unmet.enumerated() {
      guard let need = needs[unmet.need] else { continue }
      if number > 0 {
        section.html.markup("<div class=\"cut\" role=\"separator\" aria-label=\"")
        section.html.text(material.text(.cut))
        section.html.markup("\"><span aria-hidden=\"true\">✂</span></div>\n")
      }
      answer(
        &section.html, unmet, need, rows, material,
        outlook: outlook(unmet, isPromised: promises.needs.contains(need.id), material))
    }
    return [section]
  }

  private static func answer(
    _ page: inout HTML, _ unmet: Unmet, _ need: Need, _ rows: RowIndex, _ material: PageMaterial,
    outlook: [String]
  ) {
    page.element("<article class=\"answer\" id=\"", rows.unmetAnchor(need.id), "\">")
    page.element("<h2>", material.text(.answer, need.id), "</h2>\n")
    let name = material.showsContacts ? need.contact.name : ""
    page.element(
      "<p class=\"plain\">",
      name.isEmpty ? material.text(.dear) : material.text(.dearName, name), "</p>\n")
    var sentences = [greeting(need, material), outcome(unmet, need, rows, material)]
    if let served = served(need, rows, material) { sentences.append(served) }
    page.element("<p>", joined(sentences, material), "</p>\n")
    page.element("<p>", material.text(.because, reason(unmet, need, material)), "</p>\n")
    page.element("<p>", joined(outlook, material), "</p>\n")
    page.element("<p class=\"plain\">", material.text(.signature), "</p>\n")
    let code = material.sentences.reasonNames[unmet.reason.code] ?? unmet.reason.code
    var source = [material.text(.source, rows.unmetRow(need.id), code)]
    // Why nobody is addressed by name.
    if material.isPurged(need) { source.append(material.text(.contactPurged)) }
    page.element("<p class=\"source\">", source.joined(separator: " "), "</p></article>\n")
  }

  private static func joined(_ sentences: [String], _ material: PageMaterial) -> String {
    sentences.joined(separator: material.language == .zh ? "" : " ")
  }

  private static func greeting(_ need: Need, _ material: PageMaterial) -> String {
    material.text(
      .greeting, material.language.letterDate(need.reportedOn),
      material.names.category(need.category))
  }

  private static func outcome(
    _ unmet: Unmet, _ need: Need, _ rows: RowIndex, _ material: PageMaterial
  ) -> String {
    let monday = material.language.letterDate(material.plan.week.monday)
    let sunday = material.language.letterDate(material.plan.week.sunday)
    let served = need.visits - unmet.missing
    return served > 0
      ? material.text(.answerPart, monday, sunday, served, unmet.missing)
      : material.text(.answerNone, monday, sunday, unmet.missing)
  }

  /// The visits that are arranged, by day; nil when none is.
  private static func served(
    _ need: Need, _ rows: RowIndex, _ material: PageMaterial
  ) -> String? {
    let services = (rows.services[need.id] ?? []).map(\.service)
    guard !services.isEmpty else { return nil }
    let visits = Dictionary(grouping: services, by: \.visit).values.compactMap(\.first)
      .sorted { $0.session < $1.session }
    return material.text(
      .answerServed,
      material.language.letterTimes(visits.map { (session: $0.session, day: $0.date) }))
  }

  private static func reason(_ unmet: Unmet, _ need: Need, _ material: PageMaterial) -> String {
    switch unmet.reason {
    case .noCandidate: material.text(.whyNoCandidate)
    case .fewDays(let days, let visits): material.text(.whyFewDays, days, visits)
    case .sessionsFull: material.text(.whyFull)
    case .weeksFull: material.text(.whyWeeksFull)
    case .roleUnfilled(let role, _):
      material.text(.whyRole, material.names.name(role, .role))
    case .fewPlaces(let offered): material.text(.whyFewPlaces, offered.possible)
    case .placesHeld: material.text(.whyHeld)
    case .allOrNothing(let possible, let visits, _, _):
      material.text(.whyAllOrNothing, visits, possible)
    case .higherTier(let tier, _, _): material.text(.whyTier, name(of: tier, material))
    case .equalPlan: material.text(.whyEqual)
    case .unpriced: material.text(.whyUnpriced)
    case .cutOff: material.text(.whyCutOff)
    case .byHand: material.text(.whyByHand)
    case .notAsked: material.text(.whyNotAsked)
    }
  }

  private static func name(of tier: TierName, _ material: PageMaterial) -> String {
    let index = material.plan.tiers.firstIndex { $0.name == tier }
    guard let index, material.sentences.tiers.indices.contains(index) else {
      return tier.description
    }
    return material.sentences.tiers[index].name
  }

  /// What the resident can do, and what the office will.
  private static func outlook(
    _ unmet: Unmet, isPromised: Bool, _ material: PageMaterial
  ) -> [String] {
    var sentences: [String] = []
    if let sessions = AnswerPromises.windows(unmet.smallestChange) {
      let windows = material.language.letterTimes(
        sessions.map { (session: $0, day: material.plan.week.day(of: $0)) })
      sentences.append(material.text(isPromised ? .ifWindow : .ifWindowLeft, windows))
    } else if let change = unmet.smallestChange, !change.changes.isEmpty {
      sentences.append(material.text(.ifOther))
    }
    if let level = unmet.escalation {
      sentences.append(material.text(.escalated, material.text(word(of: level))))
    }
    return sentences + [material.text(.nextWeek), material.text(.thanks)]
  }

  private static func word(of level: GridLevel) -> Word {
    switch level {
    case .county: .county
    case .town: .town
    case .community: .communityLevel
    case .grid: .gridLevel
    }
  }
}
