import Matching
import ThreeLists

/// The rows that the figures of a comparison count: needs by plan and figure, one by one, by area.
struct ComparisonRows: Sendable {
  /// Cells of a table, and identifiers of an index, that one page can take: beyond, what differs
  /// between the plans or is unmet comes first, and the rest is summed.
  static let mostCells = 60_000

  /// What one plan does for a need.
  private struct Outcome {
    var requested = 0
    var served = 0
    var priorityClass = 0
    var choices = 0
    /// Places by distance.
    var distances: [Int: Int] = [:]
    var places: [String] = []

    /// `1/2`.
    var text: String { "\(served)/\(requested)" }
  }

  /// A plan's needs, areas, and places by unit and need.
  private struct Member {
    var needs: [String: Outcome] = [:]
    var areas: [String: (requested: Int, unmet: Int)] = [:]
    var units: [String: [String: Int]] = [:]

    init(_ plan: ScenarioPlan) {
      let policy = plan.task.policy
      for need in plan.task.needs {
        needs[need.id] = Outcome(
          requested: need.visits, priorityClass: policy.classes.priorityClass(of: need))
      }
      var visits: [String: Set<Int>] = [:]
      for service in plan.plan.services {
        visits[service.need, default: []].insert(service.visit)
        units[service.unit, default: [:]][service.need, default: 0] += 1
        var outcome = needs[service.need] ?? Outcome()
        outcome.choices += service.choiceRank == nil ? 0 : 1
        outcome.distances[service.distance, default: 0] += 1
        outcome.places.append("\(service.resource) \(service.session)")
        needs[service.need] = outcome
      }
      for (need, numbers) in visits { needs[need]?.served = numbers.count }
      for need in plan.task.needs {
        let area = policy.levels.area(of: need.grid, at: policy.fairnessLevel).digits
        let outcome = needs[need.id] ?? Outcome()
        areas[area, default: (0, 0)].requested += outcome.requested
        areas[area, default: (0, 0)].unmet += outcome.requested - outcome.served
      }
    }
  }

  private let members: [Member]
  private let language: ReportLanguage
  /// Needs in the order of their identifiers, of which the page has rows.
  private let shown: [String]
  /// Places of the rows in ``shown``.
  private let places: [String: Int]
  /// Needs that the page only sums.
  private let summed: [String]
  private let categories: [String: String]
  private let units: [String: Int]

  /// The rows of plans, the base's first.
  ///
  /// - Complexity: O(plans · (needs + services)), and what sorting takes.
  init(_ plans: [ScenarioPlan], _ language: ReportLanguage) {
    let members = plans.map(Member.init)
    self.members = members
    self.language = language
    let all = Set(members.flatMap(\.needs.keys)).sorted()
    let most = ComparisonRows.mostCells / (plans.count + 2)
    var rest: Set<String> = []
    if all.count > most {
      func isPlain(_ id: String) -> Bool {
        members.allSatisfy { member in
          member.needs[id].map { $0.served == $0.requested } ?? false
        }
      }
      let (telling, plain) = (all.filter { !isPlain($0) }, all.filter(isPlain))
      rest = Set((telling + plain).dropFirst(most))
    }
    shown = all.filter { !rest.contains($0) }
    summed = rest.sorted()
    places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
    categories = Dictionary(
      plans.flatMap { plan in
        let names = CodeNames(plan.task.policy, language)
        return plan.task.needs.map { ($0.id, names.category($0.category)) }
      },
      uniquingKeysWith: { first, _ in first })
    let names = Set(members.flatMap(\.units.keys)).sorted()
    units = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  private func text(_ word: Word, _ values: any CustomStringConvertible...) -> String {
    language.filled(word, values)
  }

  // MARK: Anchors

  /// The anchor at a plan's rows, and the beginning of those of its figures.
  static func anchor(of number: Int) -> String { "plan\(number)" }

  func anchor(ofUnit unit: String, in number: Int) -> String {
    "\(ComparisonRows.anchor(of: number))-unit\(units[unit] ?? 0)"
  }

  private func anchor(ofNeed id: String) -> String? { places[id].map { "need\($0)" } }

  /// A need that leads to its row.
  func cell(_ id: String) -> HTML.Cell {
    anchor(ofNeed: id).map { .link(id, to: $0) } ?? .code(id)
  }

  // MARK: Figures by plan

  /// The needs that each figure of a plan counts.
  func index(of number: Int, _ name: String, _ page: inout HTML) {
    let own = members[number]
    let anchor = ComparisonRows.anchor(of: number)
    let ids = own.needs.keys.sorted()
    func counted(_ count: (Outcome) -> Int) -> [(String, Int)] {
      ids.compactMap { id in
        let value = own.needs[id].map(count) ?? 0
        return value > 0 ? (id, value) : nil
      }
    }
    var lines: [(title: String, anchor: String, factor: Int, needs: [(String, Int)])] = []
    for level in 0..<ClassRules.count {
      lines.append(
        (
          text(.rowsUnmet, level), "\(anchor)-unmet\(level)", 1,
          counted { $0.priorityClass == level ? $0.requested - $0.served : 0 }
        ))
    }
    lines.append((text(.choices), "\(anchor)-choice", 1, counted(\.choices)))
    let distances = Set(own.needs.values.flatMap(\.distances.keys)).filter { $0 > 0 }.sorted()
    for (place, distance) in distances.enumerated() {
      lines.append(
        (
          text(.distanceEach, distance), place == 0 ? "\(anchor)-distance" : "", distance,
          counted { $0.distances[distance] ?? 0 }
        ))
    }
    if number > 0 { lines.append((text(.movedRows), "\(anchor)-moved", 1, moved(number))) }
    for (unit, needs) in own.units.sorted(by: { $0.key < $1.key }) {
      lines.append(
        (
          text(.unitRows, unit), self.anchor(ofUnit: unit, in: number), 1,
          needs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        ))
    }
    lines.removeAll { $0.needs.isEmpty }
    let most = max(8, ComparisonRows.mostCells / (members.count * max(lines.count, 1)))
    page.element("<h3 id=\"", anchor, "\">")
    page.element("", name, "</h3>\n")
    page.table(
      caption: text(.rowsBehindCaption, name),
      headings: [
        .init(text(.figure)), .init(text(.sum), isNumber: true), .init(text(.indexNeeds)),
      ],
      rows: lines.map { line in
        HTML.Row(
          anchor: line.anchor.isEmpty ? nil : line.anchor,
          [
            .text(line.title), .number(line.factor * line.needs.reduce(0) { $0 + $1.1 }),
            .links(links(line.needs, most: most)),
          ])
      })
  }

  private func links(_ needs: [(String, Int)], most: Int) -> [(text: String, to: String?)] {
    var links = needs.prefix(most).map { id, count in
      (text: count == 1 ? id : "\(id)×\(count)", to: anchor(ofNeed: id))
    }
    if needs.count > most { links.append((text(.moreNeeds, needs.count - most), nil)) }
    return links
  }

  /// Needs served as often as in the base, by others or at other times.
  private func moved(_ number: Int) -> [(String, Int)] {
    members[number].needs.keys.sorted().filter { id in
      guard let before = members[0].needs[id], let after = members[number].needs[id] else {
        return false
      }
      return before.served == after.served && before.places.sorted() != after.places.sorted()
    }.map { ($0, 1) }
  }

  // MARK: One by one

  /// Every need, with what each plan does of what is asked for; then all of them together.
  func needs(_ page: inout HTML, _ names: [String]) {
    func sum(_ ids: some Sequence<String>, _ member: Member) -> HTML.Cell {
      let outcomes = ids.compactMap { member.needs[$0] }
      let served = outcomes.reduce(0) { $0 + $1.served }
      return .figure("\(served)/\(outcomes.reduce(0) { $0 + $1.requested })")
    }
    var rows = shown.map { id in
      HTML.Row(
        anchor: anchor(ofNeed: id),
        [.code(id), .text(categories[id] ?? "")]
          + members.map { .figure($0.needs[id]?.text ?? "–") })
    }
    if !summed.isEmpty {
      rows.append(
        HTML.Row(
          [.text(text(.otherNeeds, summed.count)), .text("")] + members.map { sum(summed, $0) }))
    }
    rows.append(
      HTML.Row(
        [.text(text(.sum)), .text("")] + members.map { sum($0.needs.keys, $0) }))
    page.table(
      caption: text(.needsComparedCaption),
      headings: [.init(text(.need)), .init(text(.category))]
        + names.map { .init($0, isNumber: true) }, kind: "wide", rows: rows)
  }

  /// Every fairness area, with the visits unmet in each plan of those asked for.
  func areas(_ page: inout HTML, _ names: [String]) {
    page.table(
      caption: text(.areasComparedCaption),
      headings: [.init(text(.area))] + names.map { .init($0, isNumber: true) }, kind: "wide",
      rows: Set(members.flatMap(\.areas.keys)).sorted().map { area in
        HTML.Row(
          [.code(area)]
            + members.map { member in
              member.areas[area].map { .figure("\($0.unmet)/\($0.requested)") } ?? .figure("–")
            })
      })
  }
}
