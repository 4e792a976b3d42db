import Matching
import ThreeLists

/// What the changes of a scenario say, a sentence for each.
struct ScenarioWords {
  /// Identifiers told in a sentence.
  static let mostTold = 12

  let member: Comparison.Member
  /// The base's policy, against which the scenario's is told.
  let base: Policy
  let language: ReportLanguage
  let tierName: @Sendable (TierName) -> String

  private var names: CodeNames { CodeNames(member.task.policy, language) }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    language.filled(word, values)
  }

  private var comma: String { language == .zh ? "、" : ", " }

  /// The sentences of one change.
  func sentences(_ effect: ScenarioEffect) -> [String] {
    let (needs, resources) = (told(effect.needs), told(effect.resources))
    switch effect.kind {
    case .addNeeds: return [text(.changeAddNeeds, effect.needs.count, needs)]
    case .addResources: return [text(.changeAddResources, effect.resources.count, resources)]
    case .remove:
      let parts: [(Word, [String], String)] = [
        (.changeRemoveNeeds, effect.needs, needs),
        (.changeRemoveResources, effect.resources, resources),
      ]
      return parts.filter { !$0.1.isEmpty }.map { text($0.0, $0.1.count, $0.2) }
    case .policy: return policies()
    case .alter, .visits, .unitOut, .close, .growth, .bestVisits: break
    }
    switch effect.terms {
    case .rows: return []
    case .columns(let columns):
      let cells = columns.map(cell).joined(separator: language == .zh ? "，" : ", ")
      return effect.needs.isEmpty
        ? [text(.changeAlterResources, effect.resources.count, resources, cells)]
        : [text(.changeAlterNeeds, effect.needs.count, needs, cells)]
    case .visits(let weekly, let perSession, let sessions):
      let parts = [
        step(weekly, .weeklyMore, .weeklyFewer), step(perSession, .sessionMore, .sessionFewer),
        sessions.count == 0 ? nil : text(.sessionsToo, told(sessions)),
      ].compactMap(\.self)
      return [text(.changeVisits, resources, parts.joined(separator: language == .zh ? "，" : ", "))]
    case .units(let units):
      return [text(.changeUnitOut, units.joined(separator: comma), resources)]
    case .closure(let sessions, let areas):
      guard !areas.isEmpty else { return [text(.changeClose, told(sessions))] }
      let grids = areas.map(\.digits).joined(separator: comma)
      return [text(.changeCloseAreas, told(sessions), grids, effect.needs.count)]
    case .growth(let category, let percent):
      let category = names.category(category)
      guard let percent else { return [text(.changeGrowth, category, effect.needs.count, needs)] }
      return [text(.changeGrowthPercent, category, percent, effect.needs.count, needs)]
    case .bestVisits(let count):
      let weekly = Dictionary(
        member.task.resources.map { ($0.id, $0.weekly) }, uniquingKeysWith: { first, _ in first })
      let rows = effect.resources.map { "\($0) \(weekly[$0] ?? 0)" }
      return [text(.changeBestVisits, count, rows.joined(separator: comma))]
    }
  }

  /// Identifiers, the first of many.
  private func told(_ ids: [String]) -> String {
    let first = ids.prefix(ScenarioWords.mostTold).joined(separator: comma)
    return ids.count > ScenarioWords.mostTold
      ? text(.andOthers, first, ids.count - ScenarioWords.mostTold) : first
  }

  private func told(_ sessions: SessionSet) -> String {
    sessions.sessions.map { language.name(of: $0) }.joined(separator: comma)
  }

  private func step(_ step: Int, _ more: Word, _ fewer: Word) -> String? {
    step == 0 ? nil : text(step > 0 ? more : fewer, abs(step))
  }

  private func cell(_ column: ScenarioTerms.Column) -> String {
    let name = language == .zh ? column.header : column.key
    guard let value = column.value else { return text(.columnHidden, name) }
    return value.isEmpty
      ? text(.columnEmptied, name) : text(.columnSet, name, names.cell(value, column: column.key))
  }

  /// What is otherwise in the scenario's policy than in the base's.
  private func policies() -> [String] {
    let own = member.task.policy
    var sentences: [String] = []
    if own.tiers != base.tiers {
      sentences.append(
        text(.changeTiers, own.tiers.map(tierName).joined(separator: language == .zh ? "，" : ", ")))
    }
    if own.classes != base.classes {
      let rules = own.classes
      let urgencies = zip(
        [Word.urgencyCritical, .urgencyUrgent, .urgencyImportant, .urgencyNormal], rules.byUrgency
      ).map { "\(text($0)) \($1)" }
      sentences.append(
        text(
          .changeClasses, urgencies.joined(separator: comma), rules.specialGroupGain,
          rules.carriedFrom, rules.carriedGain))
    }
    if own.fairnessLevel != base.fairnessLevel {
      let level: Word =
        switch own.fairnessLevel {
        case .county: .county
        case .town: .town
        case .community: .communityLevel
        case .grid: .gridLevel
        }
      sentences.append(text(.changeFairness, text(level)))
    }
    return sentences.isEmpty ? [text(.changePolicySame)] : sentences
  }
}
