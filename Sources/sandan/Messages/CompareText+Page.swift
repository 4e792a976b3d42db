import Matching
import Reports

extension CompareText {
  /// comparison.html.
  static func page(_ comparison: Comparison, language: Language) -> [UInt8] {
    ComparisonPage(
      comparison, language: language == .zh ? .zh : .en, version: programVersion,
      tierName: { TierText.name($0, language) }, status: { status($0, language) }
    ).render()
  }
}
