import Matching
import ThreeLists

/// What pages are made from: a plan, its lists, sentences, and the language.
public struct PageMaterial: Sendable {
  /// The plan.
  public var plan: Plan
  /// Its needs, sorted by identifier; with contacts only where ``showsContacts`` says so.
  public var needs: [Need]
  /// Its resources.
  public var resources: [Resource]
  /// Its policy.
  public let policy: Policy
  /// Reasons and tiers in words, in the language.
  public var sentences: ReportSentences
  /// The language.
  public let language: ReportLanguage
  /// The program's version.
  public var version: String
  /// Whether slips and answers show whom to reach; otherwise they are masked.
  public var showsContacts: Bool
  /// Needs whose contact the ledger had and has purged.
  public var purgedContacts: Set<String> = []
  /// The names of the policy's codes in the language.
  let names: CodeNames

  /// Material by its parts.
  public init(
    plan: Plan, needs: [Need], resources: [Resource], policy: Policy, sentences: ReportSentences,
    language: ReportLanguage, version: String, showsContacts: Bool = false
  ) {
    self.plan = plan
    self.needs = needs.sorted { $0.id < $1.id }
    self.resources = resources
    self.policy = policy
    self.sentences = sentences
    self.language = language
    self.version = version
    self.showsContacts = showsContacts
    names = CodeNames(policy, language)
  }

  /// Needs by identifier.
  var needByID: [String: Need] {
    Dictionary(uniqueKeysWithValues: needs.map { ($0.id, $0) })
  }

  /// Whether a contact would be shown and has been purged.
  func isPurged(_ need: Need) -> Bool {
    showsContacts && need.contact == Contact() && purgedContacts.contains(need.id)
  }

  func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    language.filled(word, values)
  }
}
