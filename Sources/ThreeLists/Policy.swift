/// The codes a column may hold, each with its Chinese name.
///
/// Lists may use either; what the program keeps is the name.
public struct CodeDictionary: Hashable, Sendable {
  /// A code and its name.
  public struct Entry: Hashable, Sendable {
    /// The short code, such as `legal`.
    public var code: String
    /// The Chinese name, which is also the canonical form: 法律服务.
    public var name: String

    /// An entry of a dictionary.
    public init(code: String, name: String) {
      self.code = code
      self.name = name
    }
  }

  /// The entries in the order of the policy.
  public let entries: [Entry]
  /// The first entry's name for each code and name.
  private let names: [String: String]

  /// A dictionary of entries.
  public init(_ entries: [Entry]) {
    self.entries = entries
    names = Dictionary(
      entries.flatMap { [($0.name, $0.name), ($0.code, $0.name)] },
      uniquingKeysWith: { first, _ in first })
  }

  /// The canonical name of a code or name; nil when the dictionary knows neither.
  public func name(of text: String) -> String? { names[text] }
}

/// A session that nobody works: every week, or on one date.
public enum Closure: Hashable, Sendable {
  /// Every week's session, such as 日晚.
  case weekly(Session)
  /// A whole day.
  case day(Day)
  /// One part of a day: 0 morning, 1 afternoon, 2 evening.
  case part(Day, Int)
}

/// How the priority class of a need is made.
public struct ClassRules: Hashable, Sendable {
  /// Class of 特急, 紧急, 重要, 一般 in this order, each in 0...3.
  public var byUrgency: [Int] = [0, 1, 2, 3]
  /// Classes gained by a need with a special group.
  public var specialGroupGain: Int = 1
  /// Classes gained by a need that has waited.
  public var carriedGain: Int = 1
  /// Weeks waited from which the gain counts.
  public var carriedFrom: Int = 2

  /// The rules of the built-in policy.
  public init() {}

  /// The number of classes, which are numbered from 0.
  public static let count = 4

  /// The priority class of a need, from 0, the first, to 3.
  public func priorityClass(of need: Need) -> Int {
    var result = byUrgency[need.urgency.rawValue]
    if !need.specialGroups.isEmpty { result -= specialGroupGain }
    if need.carried >= carriedFrom { result -= carriedGain }
    return min(max(result, 0), ClassRules.count - 1)
  }
}

/// The name of a tier of the objective.
public enum TierName: Hashable, Sendable, CustomStringConvertible {
  /// Visits served in a class, maximised.
  case served(Int)
  /// Places kept from an earlier plan, maximised; only in re-dispatch.
  case kept
  /// Shortfalls below 每周至少, minimised.
  case minimums
  /// Unmet visits spread over fairness areas, minimised.
  case grids
  /// Days waited by unserved visits, minimised.
  case waited
  /// Positions in the residents' choices, minimised.
  case choice
  /// Places that do not go to the previous resource, minimised.
  case continuity
  /// Indexes of the sessions used, minimised.
  case prompt
  /// Distance levels of places filled, minimised.
  case distance
  /// Load spread over units, minimised.
  case units

  /// `served.0`, `minimums`, ...
  public var description: String {
    switch self {
    case .served(let number): "served.\(number)"
    case .kept: "kept"
    case .minimums: "minimums"
    case .grids: "grids"
    case .waited: "waited"
    case .choice: "choice"
    case .continuity: "continuity"
    case .prompt: "prompt"
    case .distance: "distance"
    case .units: "units"
    }
  }

  /// All tiers in the order of the built-in policy.
  public static let all: [TierName] =
    (0..<ClassRules.count).map(TierName.served)
    + [.kept, .minimums, .grids, .waited, .choice, .continuity, .prompt, .distance, .units]

  /// A tier by its name; nil for anything else.
  public init?(_ name: String) {
    guard let found = TierName.all.first(where: { $0.description == name }) else { return nil }
    self = found
  }
}

/// What an office decides once: dictionaries, levels, closures, classes and the order of tiers.
public struct Policy: Hashable, Sendable {
  /// Code lengths of the levels.
  public var levels: GridLevels
  /// 类别.
  public var categories: CodeDictionary
  /// 角色.
  public var roles: CodeDictionary
  /// 技能.
  public var skills: CodeDictionary
  /// 特殊群体.
  public var specialGroups: CodeDictionary
  /// 类型.
  public var kinds: CodeDictionary
  /// Whether codes outside the dictionaries are taken at their word.
  public var openDictionaries: Bool
  /// Sessions that nobody works.
  public var closures: [Closure]
  /// How classes are made.
  public var classes: ClassRules
  /// The tiers of the objective, most important first; each at most once, all four served tiers
  /// among them in their order.
  public var tiers: [TierName]
  /// The level whose areas the tier `grids` treats alike.
  public var fairnessLevel: GridLevel
  /// Limits, working time and reasons of the closed loop.
  public var loop: LoopRules
  /// How many weeks before the one planned count towards what units have carried, in 1...520.
  public var historyWeeks: Int = 12

  /// A policy of all its parts.
  public init(
    levels: GridLevels, categories: CodeDictionary, roles: CodeDictionary, skills: CodeDictionary,
    specialGroups: CodeDictionary, kinds: CodeDictionary, openDictionaries: Bool,
    closures: [Closure], classes: ClassRules, tiers: [TierName], fairnessLevel: GridLevel,
    loop: LoopRules = LoopRules()
  ) {
    self.levels = levels
    self.categories = categories
    self.roles = roles
    self.skills = skills
    self.specialGroups = specialGroups
    self.kinds = kinds
    self.openDictionaries = openDictionaries
    self.closures = closures
    self.classes = classes
    self.tiers = tiers
    self.fairnessLevel = fairnessLevel
    self.loop = loop
  }

  /// The sessions of a week that are not closed.
  public func openSessions(in week: Week) -> SessionSet {
    var open = SessionSet.all
    for closure in closures {
      for session in Session.all {
        let closed =
          switch closure {
          case .weekly(let other): other == session
          case .day(let day): week.day(of: session) == day
          case .part(let day, let part): week.day(of: session) == day && session.part == part
          }
        if closed { open.subtract(SessionSet([session])) }
      }
    }
    return open
  }
}
