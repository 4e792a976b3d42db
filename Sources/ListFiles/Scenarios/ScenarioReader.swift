import ThreeLists
import Yams

/// Reads the nodes of a scenario file, makes the changes and collects what is wrong.
struct ScenarioReader {
  /// What stands in a file before its changes are looked at.
  struct Outline {
    var needs: String?
    var resources: String?
    var policy: String?
    var week: Week?
    var scenarios: [Node] = []
  }

  /// Where something was done to a row or a policy, so that a later change cannot contradict it.
  struct History {
    /// By kind of row and identifier: the line that left it out.
    var removed: [String: Int] = [:]
    /// By kind of row, identifier and column: the line that set it.
    var altered: [String: Int] = [:]
    /// By unit: the line that has it stay away.
    var out: [String: Int] = [:]
  }

  let file: String
  /// The YAML's own reader: keys, policies and closures are judged as in a policy file.
  var yaml: PolicyReader
  /// Defects of rows, which have been placed already.
  var rowDefects: [ListDefect] = []
  /// The lists of the scenario at hand, as changed so far.
  var lists: ScenarioLists
  var week: Week?
  /// Whether the base's lists are known, so that an identifier not found does not exist.
  var hasLists = false
  var history = History()
  var effects: [ScenarioEffect] = []
  /// How many visits more the scenario at hand puts where they count most.
  var bestVisits: Int?

  /// Everything found so far.
  var defects: [ListDefect] { yaml.defects + rowDefects }

  init(file: String) {
    self.file = file
    yaml = PolicyReader(file: file)
    lists = ScenarioLists(needs: [], resources: [], policy: .standard)
  }

  mutating func note(_ kind: ListDefect.Kind, _ node: Node, key: String) {
    yaml.note(kind, node, key: key)
  }

  /// Notes a defect that quotes something else than the node's own text.
  mutating func note(_ kind: ListDefect.Kind, _ node: Node, key: String, found: String) {
    rowDefects.append(
      ListDefect(
        kind, file: file, line: node.mark?.line,
        column: node.mark.map { .init(number: $0.column, header: key) }, found: found))
  }

  func line(_ node: Node) -> Int { node.mark?.line ?? 1 }

  // MARK: The file

  /// The base and the nodes of the scenarios.
  mutating func outline(_ root: Node?) -> Outline {
    var outline = Outline()
    guard let root, !root.isNothing else {
      rowDefects.append(
        ListDefect(
          .missingKeys(["base", "scenarios"]), file: file, line: 1,
          column: .init(number: 1, header: "")))
      return outline
    }
    let parts = Dictionary(
      yaml.entries(root, key: "", known: ["base", "scenarios"]),
      uniquingKeysWith: { first, _ in first })
    require(["base", "scenarios"], in: parts, of: root, key: "")
    if let base = parts["base"] { self.base(base, &outline) }
    if let node = parts["scenarios"] {
      if let sequence = node.sequence, (1...ScenarioFile.mostScenarios).contains(sequence.count) {
        outline.scenarios = Array(sequence)
      } else {
        note(
          .wrongValue(expected: "[ - name: …, changes: […] ], 1–\(ScenarioFile.mostScenarios)"),
          node, key: "scenarios")
      }
    }
    return outline
  }

  private mutating func base(_ node: Node, _ outline: inout Outline) {
    let parts = Dictionary(
      yaml.entries(node, key: "base", known: ["needs", "resources", "policy", "week"]),
      uniquingKeysWith: { first, _ in first })
    if node.mapping != nil {
      require(["needs", "resources", "week"], in: parts, of: node, key: "base")
    }
    outline.needs = parts["needs"].flatMap { path($0, key: "needs") }
    outline.resources = parts["resources"].flatMap { path($0, key: "resources") }
    outline.policy = parts["policy"].flatMap { path($0, key: "policy") }
    if let node = parts["week"] {
      outline.week = node.string.flatMap { Week($0) }
      if outline.week == nil { note(.wrongValue(expected: "2026-W48"), node, key: "week") }
    }
  }

  /// A path as the file gives it, seen from the file's folder.
  private mutating func path(_ node: Node, key: String) -> String? {
    guard let text = node.string, !text.isEmpty else {
      note(.wrongValue(expected: "needs.csv, lists/needs.csv"), node, key: key)
      return nil
    }
    guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return text }
    return file[...slash] + text
  }

  /// Notes the keys of a mapping that are not there.
  mutating func require(_ keys: [String], in parts: [String: Node], of node: Node, key: String) {
    let missing = keys.filter { parts[$0] == nil }
    guard !missing.isEmpty, node.mapping != nil else { return }
    rowDefects.append(
      ListDefect(
        .missingKeys(missing), file: file, line: node.mark?.line,
        column: node.mark.map { .init(number: $0.column, header: key) }))
  }

  // MARK: Scenarios

  /// The scenarios, each changed from the base on its own.
  mutating func scenarios(
    _ nodes: [Node], base: ScenarioLists, week: Week?, hasLists: Bool
  ) -> [Scenario] {
    self.week = week
    self.hasLists = hasLists
    var names: Set<String> = []
    return nodes.map { node in
      lists = base
      history = History()
      effects = []
      bestVisits = nil
      let parts = Dictionary(
        yaml.entries(node, key: "scenarios", known: ["name", "changes"]),
        uniquingKeysWith: { first, _ in first })
      require(["name", "changes"], in: parts, of: node, key: "scenarios")
      var name = ""
      if let node = parts["name"] {
        name = Blanks.trimmed(node.string ?? "")
        if name.isEmpty || name.count > 60 || name.contains(where: \.isNewline) {
          note(.wrongValue(expected: "1–60"), node, key: "name")
        } else if !names.insert(name).inserted {
          note(.repeatedValue, node, key: "name")
        }
      }
      if let changes = parts["changes"] {
        if let sequence = changes.sequence, !sequence.isEmpty {
          for change in sequence { self.change(change) }
        } else {
          note(.wrongValue(expected: "[ - unit_out: … ]"), changes, key: "changes")
        }
      }
      checkWhole(at: parts["name"] ?? node)
      return Scenario(
        name: name, needs: lists.needs, resources: lists.resources, policy: lists.policy,
        effects: effects, bestVisits: bestVisits)
    }
  }

  private mutating func change(_ node: Node) {
    let kinds = ScenarioEffect.Kind.allCases.map(\.rawValue)
    let entries = yaml.entries(node, key: "changes", known: kinds)
    if entries.count > 1, let mapping = node.mapping {
      let second = mapping.keys[mapping.keys.index(after: mapping.keys.startIndex)]
      note(
        .wrongValue(expected: "- \(entries[0].0): …, - \(entries[1].0): …"), second, key: "changes")
      return
    }
    guard let (key, value) = entries.first, let kind = ScenarioEffect.Kind(rawValue: key) else {
      return
    }
    switch kind {
    case .addNeeds: addNeeds(value)
    case .addResources: addResources(value)
    case .remove: remove(value)
    case .alter: alter(value)
    case .visits: visits(value)
    case .unitOut: unitOut(value)
    case .close: close(value)
    case .growth: growth(value)
    case .bestVisits: bestVisits(value)
    case .policy: policy(value)
    }
  }

  /// What only the lists as a whole can show: pins that no rule lets through any more, and units
  /// whose rows state different weights.
  private mutating func checkWhole(at node: Node) {
    guard hasLists else { return }
    if let week, lists.needs.contains(where: { !$0.pinned.isEmpty }) {
      let byID = Dictionary(
        lists.resources.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let open = lists.policy.openSessions(in: week)
      for need in lists.needs where !need.pinned.isEmpty {
        for (pin, rules) in CrossCheck.forbiddenPins(of: need, byID: byID, open: open, week: week) {
          note(.pinNeverAllowed(rules: rules), node, key: "name", found: "\(need.id): \(pin)")
        }
      }
    }
    var stated: [String: Resource] = [:]
    for resource in lists.resources {
      guard let weight = resource.weight else { continue }
      guard let first = stated[resource.unit] else {
        stated[resource.unit] = resource
        continue
      }
      if first.weight != weight {
        note(
          .weightsDiffer(other: first.origin), node, key: "name",
          found: "\(resource.id): \(ListWriter.decimal(weight))")
      }
    }
  }
}
