import ListFiles
import Matching
import Reports
import ThreeLists

/// The files of a comparison's folder.
enum ComparisonFiles {
  /// Names within the folder.
  static let json = "comparison.json"
  static let csv = "comparison.csv"
  static let page = "\(ComparisonPage.name).html"
  /// The folder of the base's plan.
  static let base = "base"
  /// The folder of the scenarios' plans.
  static let scenarios = "scenarios"

  /// The folder of a member's plan: 0 is the base's.
  static func folder(_ number: Int) -> String {
    number == 0 ? base : "\(scenarios)/\(number < 10 ? "0" : "")\(number)"
  }

  /// Whether a file of a comparison's folder can be ours.
  static func isOurs(_ name: String) -> Bool {
    if [json, csv, page].contains(name) { return true }
    return planFolder(of: name).map { PlanFiles.isOurs(String(name.dropFirst($0.count + 1))) }
      ?? false
  }

  /// Whether a folder of a comparison's folder can be ours.
  static func isFolder(_ name: String) -> Bool {
    if name == scenarios { return true }
    guard let plan = planFolder(of: name) else { return false }
    return plan == name || PlanFiles.folders.contains(String(name.dropFirst(plan.count + 1)))
  }

  /// The plan's folder that a name is, or lies in.
  private static func planFolder(of name: String) -> String? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts[0] == base { return base }
    guard parts.count >= 2, parts[0] == scenarios, let number = Int(parts[1]),
      folder(number) == "\(scenarios)/\(parts[1])", number > 0
    else { return nil }
    return folder(number)
  }

  /// All files of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: figures and differences.
  ///   - plans: the base's plan first; those are written that are explained.
  ///   - template: of comparison.html.
  ///   - language: of the pages.
  /// - Returns: the files, named from the folder.
  /// - Throws: when a document cannot be encoded.
  static func of(
    _ comparison: Comparison, plans: [ScenarioPlan], template: PageTemplate, language: Language
  ) throws -> [OutputFile] {
    var files = [
      OutputFile(
        name: json,
        bytes: try ComparisonDocument(comparison, programVersion: programVersion).bytes()),
      OutputFile(name: csv, bytes: ListWriter.table(ComparisonTable(comparison, .zh).rows)),
      OutputFile(
        name: page,
        bytes: CompareText.page(comparison, plans: plans, language: language)
          .render(template: template)),
    ]
    for (number, plan) in plans.enumerated() where plan.isExplained {
      let folder = folder(number)
      files += try PlanFiles.of(plan.plan, task: plan.task, language: language).map {
        OutputFile(name: "\(folder)/\($0.name)", bytes: $0.bytes)
      }
    }
    return files
  }
}

/// The table of scenarios and figures: a row for each figure, a column for the base and each
/// scenario, the same in comparison.csv and on the page.
struct ComparisonTable {
  /// The heading first.
  let rows: [[String]]

  init(_ comparison: Comparison, _ language: Language) {
    let members = comparison.members
    func row(_ group: String, _ name: String, _ value: (Comparison.Member) -> String) -> [String] {
      [group, name] + members.map(value)
    }
    let visits = language.text("服务次数", "Visits")
    var rows = [
      [language.text("类", "Group"), language.text("项目", "Figure")]
        + members.map { CompareText.name($0, language) },
      row(visits, language.text("点单", "asked")) { "\($0.figures.visits.requested)" },
      row(visits, language.text("派出", "served")) { "\($0.figures.visits.served)" },
      row(visits, language.text("未派", "unmet")) { "\($0.figures.visits.unmet)" },
    ]
    for index in 0..<ClassRules.count {
      rows.append(
        row(visits, language.text("第\(index)级派出", "class \(index) served")) {
          "\($0.figures.classes[index].served)"
        })
      rows.append(
        row(visits, language.text("第\(index)级未派", "class \(index) unmet")) {
          "\($0.figures.classes[index].unmet)"
        })
    }
    let needs = language.text("需求", "Needs")
    rows += [
      row(needs, language.text("全部满足", "served wholly")) { "\($0.figures.wholly)" },
      row(needs, language.text("未全部满足", "not served wholly")) { "\($0.figures.unmetNeeds)" },
      row(needs, language.text("点单人次", "places with a choice")) {
        "\($0.figures.choice.requested)"
      },
      row(needs, language.text("点单满足人次", "choices granted")) { "\($0.figures.choice.served)" },
    ]
    let plan = language.text("方案", "Plan")
    rows += [
      row(plan, language.text("派单人次", "places filled")) { "\($0.figures.services)" },
      row(plan, language.text("距离合计", "distance in all")) { "\($0.figures.distance)" },
      row(plan, language.text("均衡值（小为好）", "fairness value (less is better)")) {
        "\($0.figures.fairness)"
      },
      row(plan, language.text("证明", "proof")) { CompareText.status($0.status, language) },
    ]
    let tiers = language.text("各级目标", "Tiers")
    for name in TierName.all where members.contains(where: { $0.value(of: name) != nil }) {
      rows.append(
        row(tiers, "\(TierText.name(name, language)) (\(name))") {
          $0.value(of: name).map(String.init) ?? ""
        })
    }
    let loads = language.text("单位负担（派出/可用）", "Loads (filled/offered)")
    for unit in Set(members.flatMap { $0.figures.loads.keys }).sorted() {
      rows.append(
        row(loads, unit) { member in
          member.figures.loads[unit].map { "\($0.filled)/\($0.offered)" } ?? ""
        })
    }
    let difference = language.text("与基准比", "Against the base")
    let lists: [(String, (ScenarioDifference) -> [String])] = [
      (language.text("多派了的需求", "needs with more visits"), { $0.gained.map(\.need) }),
      (language.text("少派了的需求", "needs with fewer visits"), { $0.lost.map(\.need) }),
      (
        language.text("新增需求中派出的", "added needs served"),
        { $0.added.filter { $0.after > 0 }.map(\.need) }
      ),
      (
        language.text("新增需求中未派的", "added needs not served"),
        { $0.added.filter { $0.after == 0 }.map(\.need) }
      ),
      (language.text("去掉的需求", "needs left out"), { $0.removed.map(\.need) }),
      (language.text("减轻的单位", "units relieved"), { $0.relieved.map(CompareText.unit) }),
      (language.text("加重的单位", "units burdened"), { $0.burdened.map(CompareText.unit) }),
    ]
    for (name, list) in lists {
      rows.append(
        row(difference, name) { $0.difference.map { list($0).joined(separator: ";") } ?? "" })
    }
    rows.append(
      row(difference, language.text("换人或换时段的需求（件）", "needs moved")) {
        $0.difference.map { "\($0.moved)" } ?? ""
      })
    self.rows = rows
  }
}

extension Comparison.Member {
  /// The value of a tier; nil where the member's policy has none of the name.
  func value(of tier: TierName) -> Int? { figures.tiers.first { $0.name == tier }?.value }
}
