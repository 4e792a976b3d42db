import Matching
import ThreeLists

/// The weekly report: one page of HTML without script, printable on A4.
///
/// Descriptions of needs stay out of it, because residents write names and ailments into them;
/// contacts and special groups never reach this page.
public enum WeeklyReport: ReportPage {
  /// The name of the weekly report.
  public static let name = "weekly"

  /// Renders a plan with the built-in template.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - needs: its needs.
  ///   - resources: its resources.
  ///   - policy: its policy.
  ///   - sentences: reasons and tiers in words.
  ///   - language: of headings.
  ///   - version: of the program.
  /// - Returns: UTF-8; the same bytes for the same input.
  public static func render(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, sentences: ReportSentences,
    language: ReportLanguage, version: String
  ) -> [UInt8] {
    render(
      PageMaterial(
        plan: plan, needs: needs, resources: resources, policy: policy, sentences: sentences,
        language: language, version: version))
  }

  /// The heading of the weekly report.
  public static func title(_ material: PageMaterial) -> String {
    material.text(.weeklyTitle, material.plan.week)
  }

  /// The sections of the weekly report.
  public static func sections(_ material: PageMaterial) -> [PageSection] {
    let figures = WeekFigures(
      plan: material.plan, needs: material.needs, resources: material.resources,
      policy: material.policy)
    let rows = RowIndex(material)
    let heat = WeekHeat(material, figures)
    let tables = ReportTables(material: material, figures: figures, rows: rows, heat: heat)
    let charts = WeekCharts(material: material, figures: figures, rows: rows, heat: heat)
    func section(_ name: String, _ title: Word, _ fill: (inout HTML) -> Void) -> PageSection {
      var section = PageSection(name, title: material.text(title))
      fill(&section.html)
      return section
    }
    return [
      section("week", .week) { summary(&$0, material, figures) },
      section("served", .served, tables.served),
      section("fairness", .fairness, charts.all),
      section("loads", .loads, tables.loads),
      section("services", .services, tables.services),
      section("unmet", .unmet, tables.unmet),
      section("needs", .needs, tables.needs),
      section("tiers", .tiers, tables.tiers),
    ]
  }

  /// How many places were changed by hand, and what each tier was worth before and is now.
  private static func changes(_ hand: HandChanges, _ material: PageMaterial) -> String {
    let tiers = material.plan.tiers.enumerated().filter { index, tier in
      hand.planned.indices.contains(index) && hand.planned[index] != tier.value
    }.map { index, tier in
      "\(material.sentences.tiers[index].name) \(hand.planned[index]) → \(tier.value)"
    }
    let told =
      tiers.isEmpty
      ? material.text(.handTiers) : tiers.joined(separator: material.language == .zh ? "，" : ", ")
    return material.text(.changedByHand, hand.moves.count, told)
  }

  private static func summary(
    _ page: inout HTML, _ material: PageMaterial, _ figures: WeekFigures
  ) {
    if material.plan.cutOff {
      page.element("<p class=\"notice\">", material.text(.cutOff), "</p>\n")
    }
    if let hand = material.plan.byHand {
      page.element("<p class=\"notice\">", changes(hand, material), "</p>\n")
    }
    let tiles: [(Word, Int, String)] = [
      (.visitsAsked, figures.requested, "needs"), (.visitsServed, figures.served, "services"),
      (.visitsUnmet, figures.requested - figures.served, "unmet"),
      (.needsWhole, figures.wholly, "needs"), (.needsPart, figures.partly, "unmet"),
      (.needsNone, figures.unserved, "unmet"),
      (.placesFilled, material.plan.services.count, "services"),
      (.unitsAtWork, figures.units.count { $0.filled > 0 }, "loads"),
    ]
    page.markup("<dl class=\"tiles\">")
    for (name, value, target) in tiles {
      page.element("<div><dt>", material.text(name), "</dt><dd>")
      page.link("\(value)", to: target)
      page.markup("</dd></div>")
    }
    page.markup("</dl>\n")
  }
}
