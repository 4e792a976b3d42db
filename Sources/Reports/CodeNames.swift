import ThreeLists

/// A dictionary of a policy.
enum CodeKind: String, CaseIterable {
  case category, role, skill, group, kind

  /// The codes of a policy.
  func dictionary(of policy: Policy) -> CodeDictionary {
    switch self {
    case .category: policy.categories
    case .role: policy.roles
    case .skill: policy.skills
    case .group: policy.specialGroups
    case .kind: policy.kinds
    }
  }
}

/// The names of a policy's codes on pages.
///
/// Lists and plans hold Chinese names. On an English page those that the policy has from the built-in
/// one, code and name, have their English names; an office's own names stay as they are.
public struct CodeNames: Sendable {
  private let english: [CodeKind: [String: String]]

  /// The names by a policy, in a language.
  public init(_ policy: Policy, _ language: ReportLanguage) {
    guard language == .en else {
      english = [:]
      return
    }
    let names = CodeKind.allCases.map { kind in
      let own = Set(kind.dictionary(of: policy).entries)
      let shared = kind.dictionary(of: .standard).entries.filter(own.contains)
      let pairs = shared.compactMap { entry in
        // No name twice: two codes may share one in no dictionary.
        Word(rawValue: "\(kind.rawValue)-\(entry.code)").map { (entry.name, $0.pair.en) }
      }
      return (kind, Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }
    english = Dictionary(uniqueKeysWithValues: names)
  }

  private static let signs: Set<Character> = [";", "；", "、", ":", "："]

  /// A category's name.
  public func category(_ name: String) -> String { self.name(name, .category) }

  /// A role's name.
  public func role(_ name: String) -> String { self.name(name, .role) }

  /// A skill's name.
  public func skill(_ name: String) -> String { self.name(name, .skill) }

  func name(_ name: String, _ kind: CodeKind) -> String { english[kind]?[name] ?? name }

  /// A cell of a list by the key of its column, names apart from each other and from how many of them
  /// there have to be as in lists.
  func cell(_ text: String, column: String) -> String {
    let kinds: [String: CodeKind] = [
      "category": .category, "categories": .category, "roles": .role, "skills": .skill,
      "without": .skill, "special_group": .group, "kind": .kind,
    ]
    guard !english.isEmpty, let kind = kinds[column] else { return text }
    var (told, rest) = ("", text[...])
    while !rest.isEmpty {
      let name = rest.prefix { !CodeNames.signs.contains($0) }
      let signs = rest.dropFirst(name.count).prefix { CodeNames.signs.contains($0) }
      told += self.name(String(name), kind) + signs
      rest = rest.dropFirst(name.count + signs.count)
    }
    return told
  }
}
