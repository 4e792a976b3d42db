import Matching
import Reports

extension CompareText {
  /// comparison.html.
  static func page(
    _ comparison: Comparison, plans: [ScenarioPlan], language: Language
  ) -> ComparisonPage {
    ComparisonPage(
      comparison, plans: plans, language: ReportLanguage(language), version: programVersion,
      tierName: { TierText.name($0, language) }, status: { status($0, language) })
  }
}
