import ThreeLists
import Yams

extension PolicyFile {
  /// Reads a policy; keys that are absent keep the built-in values.
  ///
  /// - Parameter path: the file.
  /// - Returns: the policy.
  /// - Throws: every defect, with line and column.
  public static func read(_ path: String) throws(ListDefects) -> Policy {
    try policy(YAMLFile.node(of: path), of: path)
  }

  /// Reads a policy that is kept elsewhere than in a file of its own.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - place: where it is kept, for messages.
  /// - Returns: the policy.
  /// - Throws: every defect, with line and column.
  public static func read(text: String, in place: String) throws(ListDefects) -> Policy {
    try policy(YAMLFile.node(text: text, of: place), of: place)
  }

  private static func policy(_ node: Node?, of path: String) throws(ListDefects) -> Policy {
    var reader = PolicyReader(file: path)
    let policy = reader.policy(node)
    guard reader.defects.isEmpty else {
      throw ListDefects(ListReader.sorted(reader.defects, files: [path]))
    }
    return policy
  }
}

/// Reads the nodes of a policy and collects what is wrong.
struct PolicyReader {
  let file: String
  private(set) var defects: [ListDefect] = []

  init(file: String) { self.file = file }

  mutating func note(_ kind: ListDefect.Kind, _ node: Node, key: String) {
    defects.append(
      ListDefect(
        kind, file: file, line: node.mark?.line,
        column: node.mark.map { .init(number: $0.column, header: key) },
        found: node.string?.isEmpty == false ? node.string : nil))
  }

  /// A policy; keys that are absent keep the values of the base.
  mutating func policy(_ node: Node?, base: Policy = .standard, keys: [String]? = nil) -> Policy {
    var policy = base
    guard let node, !node.isNothing else { return policy }
    let all = [
      "levels", "fairness_level", "open_dictionaries", "closed", "classes", "tiers", "categories",
      "roles", "skills", "special_groups", "kinds", "limits", "calendar", "refusal_reasons",
      "holding_reasons", "agenda", "history_weeks",
    ]
    for (key, value) in entries(node, key: "policy", known: keys ?? all) {
      switch key {
      case "levels": levels(value, &policy.levels)
      case "fairness_level":
        if let level = value.string.flatMap({ GridLevel(rawValue: $0) }) {
          policy.fairnessLevel = level
        } else {
          note(.wrongValue(expected: "county, town, community, grid"), value, key: key)
        }
      case "history_weeks":
        policy.historyWeeks = number(value, key: key, in: 1...520) ?? policy.historyWeeks
      case "open_dictionaries":
        if let flag = value.bool {
          policy.openDictionaries = flag
        } else {
          note(.wrongValue(expected: "true, false"), value, key: key)
        }
      case "closed": policy.closures = closures(value)
      case "classes": classes(value, &policy.classes)
      case "tiers": tiers(value, &policy.tiers)
      case "categories": policy.categories = dictionary(value, key: key)
      case "roles": policy.roles = dictionary(value, key: key)
      case "skills": policy.skills = dictionary(value, key: key)
      case "special_groups": policy.specialGroups = dictionary(value, key: key)
      case "kinds": policy.kinds = dictionary(value, key: key)
      case "limits": limits(value, &policy.loop)
      case "calendar": calendar(value, &policy.loop.calendar)
      case "agenda":
        for (key, value) in entries(value, key: key, known: ["unmet_weeks"]) {
          policy.loop.agendaAfter =
            number(value, key: key, in: 1...520) ?? policy.loop.agendaAfter
        }
      case "refusal_reasons": policy.loop.refusalReasons = dictionary(value, key: key)
      default: policy.loop.holdingReasons = dictionary(value, key: key)
      }
    }
    return policy
  }

  /// The entries of a mapping, in order; unknown and repeated keys are noted.
  mutating func entries(
    _ node: Node, key: String, known: [String]?
  ) -> [(String, Node)] {
    guard let mapping = node.mapping else {
      note(.wrongValue(expected: "key: value"), node, key: key)
      return []
    }
    var result: [(String, Node)] = []
    for (name, value) in mapping {
      let text = name.string ?? ""
      if let known, !known.contains(text) {
        note(.unknownKey(nearest: Nearest.word(to: text, among: known)), name, key: text)
      } else {
        result.append((text, value))
      }
    }
    return result
  }

  private mutating func number(_ node: Node, key: String, in range: ClosedRange<Int>) -> Int? {
    if let number = node.int, range.contains(number) { return number }
    note(.wrongValue(expected: "\(range.lowerBound)–\(range.upperBound)"), node, key: key)
    return nil
  }

  private mutating func levels(_ node: Node, _ levels: inout GridLevels) {
    let keys = GridLevel.allCases.map(\.rawValue)
    for (key, value) in entries(node, key: "levels", known: keys) {
      guard let length = number(value, key: key, in: 1...30) else { continue }
      switch key {
      case "county": levels.county = length
      case "town": levels.town = length
      case "community": levels.community = length
      default: levels.grid = length
      }
    }
    guard levels.county < levels.town, levels.town < levels.community,
      levels.community < levels.grid
    else {
      note(.wrongValue(expected: "county < town < community < grid"), node, key: "levels")
      return
    }
  }

  mutating func closures(_ node: Node, key: String = "closed") -> [Closure] {
    guard let sequence = node.sequence else {
      note(.wrongValue(expected: "[日晚, \"2026-10-01\", \"2026-10-01上\"]"), node, key: key)
      return []
    }
    var result: [Closure] = []
    for item in sequence {
      if let closure = closure(item.string ?? "") {
        result.append(closure)
      } else {
        note(.wrongValue(expected: "日晚, 2026-10-01, 2026-10-01上"), item, key: key)
      }
    }
    return result
  }

  private func closure(_ text: String) -> Closure? {
    if let session = Session(text) { return .weekly(session) }
    let part = text.last.flatMap { ["上", "下", "晚"].firstIndex(of: $0) }
    let date = part == nil ? text : String(text.dropLast())
    guard case .day(let day) = Numerals.date(date) else { return nil }
    return part.map { .part(day, $0) } ?? .day(day)
  }

  private mutating func classes(_ node: Node, _ classes: inout ClassRules) {
    let urgencies = Urgency.allCases.map(\.code)
    let keys = urgencies + ["special_group_gain", "carried_gain", "carried_from"]
    for (key, value) in entries(node, key: "classes", known: keys) {
      if let index = urgencies.firstIndex(of: key) {
        if let found = number(value, key: key, in: 0...3) { classes.byUrgency[index] = found }
      } else if key == "special_group_gain" {
        if let found = number(value, key: key, in: 0...3) { classes.specialGroupGain = found }
      } else if key == "carried_gain" {
        if let found = number(value, key: key, in: 0...3) { classes.carriedGain = found }
      } else if let found = number(value, key: key, in: 1...1000) {
        classes.carriedFrom = found
      }
    }
  }

  private mutating func tiers(_ node: Node, _ tiers: inout [TierName]) {
    let known = TierName.all.map(\.description)
    guard let sequence = node.sequence else {
      note(.wrongValue(expected: known.joined(separator: ", ")), node, key: "tiers")
      return
    }
    var result: [TierName] = []
    for item in sequence {
      guard let tier = TierName(item.string ?? "") else {
        note(.wrongValue(expected: known.joined(separator: ", ")), item, key: "tiers")
        continue
      }
      if result.contains(tier) {
        note(.repeatedValue, item, key: "tiers")
      } else {
        result.append(tier)
      }
    }
    let served = (0..<ClassRules.count).map(TierName.served)
    guard result.filter(served.contains) == served else {
      note(.wrongValue(expected: "served.0, served.1, served.2, served.3"), node, key: "tiers")
      return
    }
    tiers = result
  }

  mutating func dictionary(_ node: Node, key: String) -> CodeDictionary {
    var result: [CodeDictionary.Entry] = []
    var taken: Set<String> = []
    for (code, value) in entries(node, key: key, known: nil) {
      guard let name = value.string, !name.isEmpty, !code.isEmpty else {
        note(.wrongValue(expected: "code: 名称"), value, key: key)
        continue
      }
      if taken.contains(code) || taken.contains(name) {
        note(.repeatedValue, value, key: key)
      }
      taken.formUnion([code, name])
      result.append(CodeDictionary.Entry(code: code, name: name))
    }
    return CodeDictionary(result)
  }
}
